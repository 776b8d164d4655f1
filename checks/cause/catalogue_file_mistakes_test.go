package cause

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v4"
)

// whole is a cause without mistakes; a test adds a line to it, or puts one in a line's place.
const whole = `causes:
- slug: contoso-vpn
  severity: error
  title: The VPN is not connected
  why: It is not.
  fixes:
  - do: Connect the VPN
  phrases: [contoso gateway refused]
`

// with returns whole with the line of a key replaced, or added where it has none.
func with(key, line string) string {
	var lines []string
	done := false
	for have := range strings.Lines(whole) {
		if strings.HasPrefix(strings.TrimLeft(have, " -"), key+":") {
			have = have[:strings.Index(have, key)] + line + "\n"
			done = true
		}
		lines = append(lines, have)
	}
	if !done {
		lines = append(lines, "  "+line+"\n")
	}
	return strings.Join(lines, "")
}

// fix returns whole with a fix of these fields behind its own.
func fix(fields string) string {
	return strings.Replace(whole, "  phrases:", "  - {do: Then this, "+fields+"}\n  phrases:", 1)
}

// what only azdoctor can tell, and a schema cannot: these mistakes are about other causes, holes, words and YAML itself.
const beyond = true

// catalogueTexts are files with what is wrong with them; "" where nothing is.
var catalogueTexts = []struct {
	name, text, wrong string
	beyond            bool
}{
	{"whole", whole, "", false},
	{"nothing", "", "company.yaml:1:1: the file is empty: it has causes, adapt or off", beyond},
	{"a comment", "# nothing\n", "company.yaml:1:1: the file is empty: it has causes, adapt or off", beyond},
	{"null", "~", "company.yaml:1:1: the file is empty: it has causes, adapt or off", false},
	{"an empty mapping", "{}", "company.yaml:1:1: it is empty", false},
	{"a list", "- a", "company.yaml:1:1: it is a list and must be a mapping with causes, adapt, off", false},
	{"a text", "causes", "company.yaml:1:1: it is a text and must be a mapping with causes, adapt, off", false},
	{"another key", "cause: []", "company.yaml:1:1: cause: there is no such key; nearest: causes", false},
	{"a key without words", "\"\\u0085\": []", `company.yaml:1:1: " ": there is no such key; nearest: causes`, false},
	{"an empty key", "'': []", `company.yaml:1:1: "": there is no such key; nearest: causes`, false},
	{"a padded key", "adapt: {' mfa-required': {}}", `company.yaml:1:9: adapt." mfa-required": azdoctor has no cause " mfa-required"; nearest: mfa-required` + "\n" + `company.yaml:1:26: adapt." mfa-required": it is empty`, false},
	{"two documents", whole + "---\n" + whole, "company.yaml:9:1: a second document begins: a catalogue is one", beyond},
	{"not YAML", "causes:\n  - [", "company.yaml:3:1: it is no YAML: while parsing a flow node, did not find expected node content", beyond},
	{"a tab", "causes:\n\t- a", "company.yaml:2:1: it is no YAML: while scanning for the next token, found character that cannot start any token", beyond},
	{"not UTF-8", "causes:\n - \xff", "company.yaml:2:4: the file is not UTF-8 text; save it as UTF-8", beyond},
	{"UTF-16", "\xff\xfec\x00a\x00", "company.yaml:1:1: the file is not UTF-8 text; save it as UTF-8", beyond},
	{"a NUL", "off: {account-locked: \"a\x00\"}", "company.yaml:1:25: the file is not UTF-8 text; save it as UTF-8", beyond},
	{"a byte order mark", "\ufeff" + whole, "", false},
	{"Windows line ends", strings.ReplaceAll(whole, "\n", "\r\n"), "", false},
	{"JSON", `{"off": {"account-locked": "not here"}}`, "", false},
	{"an alias", "off: {account-locked: &a why, mfa-required: *a}", "company.yaml:1:23: &a is an anchor: values are written out where they belong\ncompany.yaml:1:45: *a is an alias: write the value out", beyond},
	{"a tag", "off: {account-locked: !!str why}", "company.yaml:1:23: !!str is a tag: values are written without", beyond},
	{"a merge", "off: {account-locked: why, <<: {mfa-required: why}}", "company.yaml:1:28: off.<<: azdoctor has no cause \"<<\"; nearest: cli-not-installed\ncompany.yaml:1:32: off.<<: it is a mapping and must be a text", beyond},
	{"a key twice", with("title", "title: A\n  title: B"), "company.yaml:5:3: causes[0].title: it is there twice, first on line 4", beyond},
	{"a section twice", "off: {account-locked: a}\noff: {mfa-required: a}", "company.yaml:2:1: off: it is there twice, first on line 1", beyond},
	{"a key that is a list", "off: {[a]: b}", "company.yaml:1:7: off: a key is a list and must be a word", beyond},

	{"no slug", strings.Replace(whole, "slug: contoso-vpn", "avoid: Nothing", 1), "company.yaml:2:3: causes[0].slug: it is missing", false},
	{"no title", with("title", ""), "company.yaml:2:3: causes[0].title: it is missing", false},
	{"no fixes", strings.Replace(whole, "  fixes:\n  - do: Connect the VPN\n", "", 1), "company.yaml:2:3: causes[0].fixes: it is missing: a cause of severity error says what to do", false},
	{"no fixes for a note", strings.Replace(strings.Replace(whole, "  fixes:\n  - do: Connect the VPN\n", "", 1), "error", "info", 1), "", false},
	{"no codes, no phrases", strings.Replace(whole, "  phrases: [contoso gateway refused]\n", "", 1), "company.yaml:2:3: causes[0]: it has neither codes nor phrases: nothing would ever be recognised as it", false},
	{"no causes", "causes: []", "company.yaml:1:9: causes: it is empty", false},
	{"causes as a mapping", "causes: {a: b}", "company.yaml:1:9: causes: it is a mapping and must be a list", false},
	{"a cause as a text", "causes: [a]", "company.yaml:1:10: causes[0]: it is a text and must be a mapping with slug, severity, title, why, fixes, avoid, see, codes, phrases, related", false},
	{"two causes of one slug", whole + strings.TrimPrefix(strings.Replace(whole, "gateway", "doorway", 1), "causes:\n"), "company.yaml:9:9: causes[1].slug: contoso-vpn is the slug of two causes", beyond},
	{"a slug of ours", with("slug", "slug: mfa-required"), "company.yaml:2:9: causes[0].slug: mfa-required is a cause of azdoctor's own: change it under adapt, or give yours another slug, such as company-mfa-required", beyond},
	{"a slug in capitals", with("slug", "slug: Contoso VPN"), `company.yaml:2:9: causes[0].slug: "Contoso VPN" is not lower-case words with hyphens between; nearest: contoso-vpn`, false},
	{"a long slug", with("slug", "slug: "+strings.Repeat("a", 61)), "company.yaml:2:9: causes[0].slug: it has 61 characters; 60 at most", false},
	{"a severity of another tool", with("severity", "severity: critical"), `company.yaml:3:13: causes[0].severity: "critical" is not one of info, warning, error; nearest: error`, false},
	{"a severity in capitals", with("severity", "severity: Warn"), `company.yaml:3:13: causes[0].severity: "Warn" is not one of info, warning, error; nearest: warning`, false},
	{"a number", with("title", "title: 42"), "company.yaml:4:10: causes[0].title: it is a number and must be a text; put it in quotes", false},
	{"no value", with("title", "title:"), "company.yaml:4:9: causes[0].title: it is empty and must be a text", false},
	{"an empty text", with("title", `title: " "`), "company.yaml:4:10: causes[0].title: it is empty", false},
	{"a long title", with("title", "title: "+strings.Repeat("a", 99)), "company.yaml:4:10: causes[0].title: it has 99 characters; 98 at most", false},
	{"a long why", with("why", "why: "+strings.Repeat("a", 1001)), "company.yaml:5:8: causes[0].why: it has 1001 characters; 1000 at most", false},
	{"a text of several lines", with("why", "why: |\n    One.\n    Two"), "", false},
	{"an escape", with("title", `title: "a\e[31m"`), "company.yaml:4:10: causes[0].title: it has the character '\\x1b', which is not printed", beyond},
	{"text that turns around behind accents", with("why", `why: "éé\u202e"`), "company.yaml:5:8: causes[0].why: it has the character '\\u202e', which is not printed", beyond},
	{"text that turns around", with("why", `why: "a\u202eb"`), "company.yaml:5:8: causes[0].why: it has the character '\\u202e', which is not printed", beyond},
	{"http", with("see", "see: http://wiki.contoso.example/vpn"), `company.yaml:9:8: causes[0].see: "http://wiki.contoso.example/vpn" is not https; nearest: https://wiki.contoso.example/vpn`, false},
	{"no host", with("see", "see: https:///vpn"), `company.yaml:9:8: causes[0].see: "https:///vpn" does not begin with https:// and a host`, false},
	{"no address", with("see", "see: our wiki"), `company.yaml:9:8: causes[0].see: "our wiki" is no address such as https://wiki.contoso.example/sign-in`, false},
	{"a password in an address", with("see", "see: https://alice:x@wiki.contoso.example"), "company.yaml:9:8: causes[0].see: an address has no user and no password in it", false},
	{"a page", with("see", "see: https://wiki.contoso.example:8443/a?b#c"), "", false},

	{"a fix without words", strings.Replace(whole, "do: Connect the VPN", "run: az login", 1), "company.yaml:7:5: causes[0].fixes[0].do: it is missing: a fix says what to do, in words", false},
	{"then at the first", strings.Replace(whole, "do: Connect the VPN", "do: Connect the VPN\n    then: true", 1), "company.yaml:8:11: causes[0].fixes[0].then: the first fix completes nothing: then belongs to the fix that follows another", false},
	{"then as a text", fix(`then: "yes"`), `company.yaml:8:27: causes[0].fixes[1].then: it is a text and must be true or false`, false},
	{"everything of a fix", fix("then: true, run: 'az login [--tenant {tenant}]', for: azure-cli, on: windows ci, if: '!client-id vault'"), "", false},
	{"another credential", fix("for: az"), `company.yaml:8:26: causes[0].fixes[1].for: "az" is not one of environment, workload-identity, managed-identity, azure-cli, azure-developer-cli; nearest: azure-cli`, false},
	{"another machine", fix("on: ci macos"), "nearest: darwin", false},
	{"an unknown condition", fix("if: tenant vualt"), "company.yaml:8:25: causes[0].fixes[1].if: nothing fills {vualt}; nearest: {vault}", beyond},
	{"a malformed condition", fix("if: TENANT"), "company.yaml:8:25: causes[0].fixes[1].if: nothing fills {TENANT}; nearest: {tenant}", false},
	{"two commands", fix("run: az logout && az login"), `company.yaml:8:26: causes[0].fixes[1].run: "az logout && az login" is more than one plain command: it has '&'`, false},
	{"a pipe", fix(`run: "az login | cat"`), `company.yaml:8:26: causes[0].fixes[1].run: "az login | cat" is more than one plain command: it has '|'`, false},
	{"angle brackets", fix(`run: az login --tenant <ours>`), `company.yaml:8:26: causes[0].fixes[1].run: "az login --tenant <ours>" is more than one plain command: it has '<'`, false},
	{"a substitution", fix(`run: az login --tenant $(cat x)`), `company.yaml:8:26: causes[0].fixes[1].run: "az login --tenant $(cat x)" is more than one plain command: it has '$'`, false},
	{"two lines", fix(`run: "az logout\naz login"`), `company.yaml:8:26: causes[0].fixes[1].run: "az logout az login" is more than one plain command: it has '\n'`, false},
	{"an unknown hole", fix(`run: "az login --tenant {tenat}"`), "company.yaml:8:26: causes[0].fixes[1].run: nothing fills {tenat}; nearest: {tenant}", beyond},
	{"a brace", fix(`run: "az login --tenant {Tenant}"`), "company.yaml:8:26: causes[0].fixes[1].run: a brace stands for no hole, which is {lower-case-words}", beyond},
	{"an open quote", fix(`run: 'az login "a'`), "company.yaml:8:26: causes[0].fixes[1].run: a double quote is not closed", beyond},
	{"an open bracket", fix(`run: 'az login [--tenant {tenant}'`), "company.yaml:8:26: causes[0].fixes[1].run: a [bracket] is not closed", beyond},
	{"single quotes", fix(`run: "az login --tenant 'a b'"`), "company.yaml:8:26: causes[0].fixes[1].run: words are held together by double quotes, not by single ones", beyond},
	{"an empty command", fix(`run: ""`), "company.yaml:8:26: causes[0].fixes[1].run: it is empty: leave run out where no command helps", false},
	{"an empty word for a command", fix(`run: '""'`), "company.yaml:8:26: causes[0].fixes[1].run: it is empty: leave run out where no command helps", false},
	{"an option for a command", fix(`run: --tenant x`), `company.yaml:8:26: causes[0].fixes[1].run: "--tenant" is no program to begin a command with`, false},
	{"export of two", fix(`run: export A=b az login`), "company.yaml:8:26: causes[0].fixes[1].run: export sets one variable: export NAME=VALUE", beyond},
	{"export", fix(`run: 'export AZURE_CONFIG_DIR={config-dir}'`), "", false},
	{"unset of nothing", fix(`run: unset`), "company.yaml:8:26: causes[0].fixes[1].run: unset takes names of variables: unset NAME", beyond},

	{"a code", with("codes", "codes: [AADSTS9999999, ContosoPolicy]"), "", false},
	{"a code of ours", with("codes", "codes: [AADSTS50076]"), "company.yaml:9:11: causes[0].codes[0]: AADSTS50076 is a code of mfa-required: adapt that cause, or switch it off", beyond},
	{"a code twice", with("codes", "codes: [CONTOSO_1, CONTOSO_1]"), "company.yaml:9:22: causes[0].codes[1]: CONTOSO_1 is a code of contoso-vpn in this file already", beyond},
	{"a code in lower case", with("codes", "codes: [aadsts99999]"), `company.yaml:9:11: causes[0].codes[0]: "aadsts99999" is not as Entra writes its codes; nearest: AADSTS99999`, false},
	{"a bare number", with("codes", "codes: ['99999']"), `company.yaml:9:11: causes[0].codes[0]: "99999" is not as Entra writes its codes; nearest: AADSTS99999`, false},
	{"a number for a code", with("codes", "codes: [99999]"), `company.yaml:9:11: causes[0].codes[0]: it is a number and must be a text; put it in quotes`, false},
	{"a word for a code", with("codes", "codes: [forbidden]"), `company.yaml:9:11: causes[0].codes[0]: "forbidden" is a word and no code: a code has a digit, an underscore or a capital within; words are for phrases`, false},
	{"a generic code", with("codes", "codes: [BadRequest]"), `company.yaml:9:11: causes[0].codes[0]: "BadRequest" is too generic: failures of every kind have it`, beyond},
	{"a word of OAuth", with("codes", "codes: [invalid_grant]"), `company.yaml:9:11: causes[0].codes[0]: "invalid_grant" is too generic: failures of every kind have it`, beyond},
	{"a code with a hyphen", with("codes", "codes: [CONTOSO-17]"), `company.yaml:9:11: causes[0].codes[0]: "CONTOSO-17" is no code: 6 to 51 letters, digits and underscores, a letter first`, false},
	{"a code as a text", with("codes", "codes: CONTOSO_1"), "company.yaml:9:10: causes[0].codes: it is a text and must be a list", false},

	{"an empty phrase", with("phrases", "phrases: ['']"), "company.yaml:8:13: causes[0].phrases[0]: it is empty", false},
	{"a short phrase", with("phrases", "phrases: [vpn off]"), `company.yaml:8:13: causes[0].phrases[0]: "vpn off" is too short to tell anything: 8 characters at least`, false},
	{"a phrase of one word", with("phrases", "phrases: [Unauthorized]"), `company.yaml:8:13: causes[0].phrases[0]: "Unauthorized" is one word: add the words that stand beside it`, beyond},
	{"a phrase of every failure", with("phrases", "phrases: [Access Denied]"), `company.yaml:8:13: causes[0].phrases[0]: "Access Denied" is too generic: failures of every kind say it`, beyond},
	{"a gap between nothing", with("phrases", "phrases: [error ... failed]"), `company.yaml:8:13: causes[0].phrases[0]: "error ... failed" is too short to tell anything: 8 characters at least`, beyond},
	{"a phrase within one of ours", with("phrases", "phrases: ["+strconv.Quote(CLINotLoggedIn.Phrases[0][:20])+"]"), `company.yaml:8:13: causes[0].phrases[0]: every text of azdoctor's own cli-not-logged-in has this`, beyond},
	{"a phrase twice", with("phrases", "phrases: [contoso says no, 'Contoso  says NO']"), "company.yaml:8:30: causes[0].phrases[1]: it is a phrase of contoso-vpn in this file already", beyond},
	{"related to nobody", with("related", "related: [dns-failures]"), `company.yaml:9:13: causes[0].related[0]: there is no cause "dns-failures"; nearest: dns-failure`, beyond},
	{"related to itself", with("related", "related: [contoso-vpn]"), "company.yaml:9:13: causes[0].related[0]: a cause is not related to itself", beyond},

	{"adapt", "adapt: {mfa-required: {severity: warning, codes: [CONTOSO_MFA]}}", "", false},
	{"adapt nothing", "adapt: {}", "company.yaml:1:8: adapt: it is empty", false},
	{"adapt without anything", "adapt: {mfa-required: {}}", "company.yaml:1:23: adapt.mfa-required: it is empty", false},
	{"adapt the unknown", "adapt: {mfa-require: {severity: info}}", `company.yaml:1:9: adapt.mfa-require: azdoctor has no cause "mfa-require"; nearest: mfa-required`, beyond},
	{"adapt a title", "adapt: {mfa-required: {title: Ours}}", "company.yaml:1:24: adapt.mfa-required.title: there is no such key; nearest: related", false},
	{"fixes before and instead", "adapt: {mfa-required: {fixes-first: [{do: Ask}], fixes-only: [{do: Ask}]}}", "company.yaml:1:62: adapt.mfa-required.fixes-only: there are fixes-first too: fixes come before azdoctor's own or instead of them", false},
	{"a code that it has", "adapt: {mfa-required: {codes: [AADSTS50076]}}", "company.yaml:1:32: adapt.mfa-required.codes[0]: mfa-required has this code already", beyond},
	{"a phrase that it has", "adapt: {cli-not-logged-in: {phrases: [" + strconv.Quote(CLINotLoggedIn.Phrases[0]) + "]}}", "company.yaml:1:39: adapt.cli-not-logged-in.phrases[0]: every text of azdoctor's own cli-not-logged-in has this", beyond},
	{"off and adapt", "off: {mfa-required: a}\nadapt: {mfa-required: {severity: info}}", "company.yaml:2:9: adapt.mfa-required: mfa-required is switched off in this file: there is nothing to adapt", beyond},
	{"off and related", "off: {mfa-required: a}\nadapt: {dns-failure: {related: [mfa-required]}}", "company.yaml:2:33: adapt.dns-failure.related[0]: mfa-required is switched off in this file", beyond},
	{"off without a reason", "off: {mfa-required: ''}", "company.yaml:1:21: off.mfa-required: it is empty", false},
	{"off as a list", "off: [mfa-required]", "company.yaml:1:6: off: it is a list and must be a mapping", false},
	{"off what is unknown", "off: {mfa: a}", `company.yaml:1:7: off.mfa: azdoctor has no cause "mfa"; nearest: mfa-required`, beyond},
}

// TestCatalogueMistakes holds the reader to what it says, and the schema to the reader.
func TestCatalogueMistakes(t *testing.T) {
	schema := catalogueSchema(t)
	for _, test := range catalogueTexts {
		t.Run(test.name, func(t *testing.T) {
			catalogue, err := ReadCatalogue("company.yaml", []byte(test.text))
			got := strings.Join(mistakes(t, err), "\n")
			if (test.wrong == "") != (got == "") || !strings.Contains(got, test.wrong) {
				t.Errorf("got\n%s\nwant\n%s\nof\n%s", got, test.wrong, test.text)
			}
			if (catalogue == nil) != (err != nil) {
				t.Errorf("the catalogue is %v with the error %v", catalogue, err)
			}
			if test.beyond {
				return
			}
			if invalid := schema.Validate(plainJSON(t, test.text)); (invalid != nil) != (err != nil) {
				t.Errorf("the schema says %v and the reader %v of\n%s", invalid, err, test.text)
			}
		})
	}
}

func catalogueSchema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	document, err := jsonschema.UnmarshalJSON(strings.NewReader(CatalogueSchema))
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource("urn:azdoctor:catalogue:1", document); err != nil {
		t.Fatal(err)
	}
	schema, err := compiler.Compile("urn:azdoctor:catalogue:1")
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

// plainJSON returns a YAML file as a program sees it that knows the schema alone.
func plainJSON(t *testing.T, text string) any {
	t.Helper()
	var read any
	if err := yaml.Load([]byte(text), &read); err != nil {
		t.Fatal(err)
	}
	encoded, err := json.Marshal(read)
	if err != nil {
		t.Fatal(err)
	}
	value, err := jsonschema.UnmarshalJSON(strings.NewReader(string(encoded)))
	if err != nil {
		t.Fatal(err)
	}
	return value
}

// TestSchemaHasTheWords compares the schema's enumerations with the code's.
func TestSchemaHasTheWords(t *testing.T) {
	var schema struct {
		Defs struct {
			Severity struct{ Enum []string }
			Fix      struct {
				Properties struct {
					For struct{ Enum []string }
					On  struct{ Pattern string }
				}
			}
		} `json:"$defs"`
	}
	if err := json.Unmarshal([]byte(CatalogueSchema), &schema); err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(schema.Defs.Severity.Enum, []string{"info", "warning", "error"}) || !slices.Equal(schema.Defs.Fix.Properties.For.Enum, Credentials) {
		t.Errorf("the schema's words are %q and %q", schema.Defs.Severity.Enum, schema.Defs.Fix.Properties.For.Enum)
	}
	if on := schema.Defs.Fix.Properties.On.Pattern; !strings.Contains(on, "(?:"+strings.Join(Machines, "|")+")") {
		t.Errorf("the schema's machines are %s", on)
	}
}

func TestHugeCatalogues(t *testing.T) {
	nested := func(open, end string) string {
		return "off: " + strings.Repeat(open, 300_000) + strings.Repeat(end, 300_000)
	}
	for name, test := range map[string]struct{ text, wrong string }{
		"more than a mebibyte": {whole + "#" + strings.Repeat("x", maxCatalogue), "company.yaml:1:1: the file has more than 1024 KiB"},
		"nested lists":         {nested("[", "]"), "company.yaml:1:"},
		"nested mappings":      {nested("{a: ", ""), "company.yaml:1:"},
		"many unknown keys":    {strings.Repeat("? []\n", 200_000), "company.yaml:1:"},
		"many aliases":         {"off: [&a [x,x,x], &b [*a,*a], &c [*b,*b]," + strings.Repeat("*c,", 100_000) + "]", "company.yaml:1:7: &a is an anchor"},
		"many causes":          {"causes: [" + strings.Repeat("{},", 201) + "]", "company.yaml:1:9: causes: it has 201 entries; 200 at most"},
		"a long key":           {strings.Repeat("k", 1<<19) + ": x", "company.yaml:1:1:"},
	} {
		if len(test.text) > maxCatalogue && name != "more than a mebibyte" && !strings.HasPrefix(name, "nested") {
			t.Fatalf("%s: %d bytes are too many to be read", name, len(test.text))
		}
		if _, err := ReadCatalogue("company.yaml", []byte(test.text)); err == nil || !strings.HasPrefix(err.Error(), test.wrong) {
			t.Errorf("%s: %.200v", name, err)
		}
	}
}

// FuzzReadCatalogue reads any bytes: what is wrong is told with file and line, and what is right can be used.
func FuzzReadCatalogue(f *testing.F) {
	for _, test := range catalogueTexts {
		f.Add([]byte(test.text))
	}
	examples, _ := filepath.Glob("testdata/catalogues/*.yaml")
	for _, name := range examples {
		content, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(content)
	}
	position := regexp.MustCompile(`^company\.yaml:([0-9]+):([0-9]+): \S`)
	f.Fuzz(func(t *testing.T, content []byte) {
		catalogue, err := ReadCatalogue("company.yaml", content)
		for _, line := range mistakes(t, err) {
			match := position.FindStringSubmatch(line)
			if match == nil || strings.ContainsFunc(line, unprintable) || !utf8.ValidString(line) {
				t.Fatalf("%q has no position, or more than one line", line)
			}
			if at, _ := strconv.Atoi(match[1]); at < 1 || at > 2+strings.Count(string(content), "\n")+strings.Count(string(content), "\r") {
				t.Fatalf("%q is not within %q", line, content)
			}
		}
		if err != nil {
			return
		}
		for _, one := range catalogue.All() {
			for _, fix := range one.Fixes {
				_, _ = fix.Run.POSIX(Holes), fix.Run.PowerShell(nil)
			}
			catalogue.Related(one)
		}
		catalogue.Recognise(string(content))
	})
}
