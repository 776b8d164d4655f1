package report

import (
	"bytes"
	"encoding/json"
	"io"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"azdoctor/checks/cause"
	"azdoctor/checks/explain"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// explanationOf explains findings that were made by hand.
func explanationOf(findings ...explain.Finding) Explanation {
	return NewExplanation(&explain.Explanation{Findings: findings, Lines: 9, Bytes: 99}, ExplainOptions{Version: "1.0.0", Catalogue: cause.Builtin()})
}

// expiredIn is a sign-in that expired, seen in lines 7 to 9 of a file.
func expiredIn(file string) explain.Finding {
	return explain.Finding{
		Finding: cause.Finding{Cause: signInExpired, Basis: cause.ByCode, Credential: "azure-cli", Evidence: []cause.Evidence{
			{Name: "error code", Value: "AADSTS700082"}, {Name: "tenant asked", Value: tenant, Fills: "tenant"}}},
		Count: 1, Ranges: []explain.Range{{File: file, First: 7, Last: 9}}, Positions: []explain.Position{{File: file, Line: 7, Column: 3}, {}},
	}
}

func refusedIn(file string) explain.Finding {
	return explain.Finding{Finding: cause.Finding{Cause: roleMissing, Basis: cause.ByWords}, Count: 3, Ranges: []explain.Range{{File: file, First: 2, Last: 2}, {File: file, First: 5, Last: 5}, {File: file, First: 8, Last: 9}}}
}

func textOf(t *testing.T, e Explanation, options TextOptions) string {
	t.Helper()
	var b strings.Builder
	if err := WriteExplanationText(&b, e, options); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func compiledExplanationSchema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(ExplanationSchema()))
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource("schema.json", document); err != nil {
		t.Fatal(err)
	}
	compiled, err := compiler.Compile("schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return compiled
}

func TestExplanationsFollowTheirSchema(t *testing.T) {
	compiled := compiledExplanationSchema(t)
	allEntries := []Asked{}
	for _, one := range cause.All() {
		allEntries = append(allEntries, Asked{Cause: one})
	}
	code, _ := cause.Builtin().FindCode("700016")
	for name, write := range map[string]func(io.Writer) error{
		"nothing read": func(w io.Writer) error {
			return WriteExplanationJSON(w, NewExplanation(&explain.Explanation{}, ExplainOptions{Catalogue: cause.Builtin()}))
		},
		"not recognised": func(w io.Writer) error { return WriteExplanationJSON(w, explanationOf()) },
		"recognised": func(w io.Writer) error {
			return WriteExplanationJSON(w, explanationOf(expiredIn(""), refusedIn("a.log")))
		},
		"an entry": func(w io.Writer) error {
			return WriteEntriesJSON(w, NewEntries("", cause.Builtin(), Asked{code.Cause, &code}))
		},
		"all entries": func(w io.Writer) error { return WriteEntriesJSON(w, NewEntries("", cause.Builtin(), allEntries...)) },
		"no entries":  func(w io.Writer) error { return WriteEntriesJSON(w, NewEntries("", cause.Builtin())) },
	} {
		var b bytes.Buffer
		if err := write(&b); err != nil {
			t.Fatal(err)
		}
		value, err := jsonschema.UnmarshalJSON(&b)
		if err != nil {
			t.Fatal(err)
		}
		if err := compiled.Validate(value); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		value.(map[string]any)["later"] = "addition"
		if err := compiled.Validate(value); err != nil {
			t.Errorf("%s: a field of a later version is refused: %v", name, err)
		}
		for _, field := range []string{"schemaVersion", "tool"} {
			delete(value.(map[string]any), field)
			if compiled.Validate(value) == nil {
				t.Errorf("%s: accepted without %s", name, field)
			}
		}
	}
}

func TestExplanationSchemaAgreesWithTypes(t *testing.T) {
	var root map[string]any
	if err := json.Unmarshal(ExplanationSchema(), &root); err != nil {
		t.Fatal(err)
	}
	for name, goType := range map[string]reflect.Type{"explanation": reflect.TypeFor[Explanation](), "entries": reflect.TypeFor[Entries]()} {
		agree(t, root, name, goType, root["$defs"].(map[string]any)[name].(map[string]any))
	}
	for name, definition := range root["$defs"].(map[string]any) {
		for field, property := range definition.(map[string]any)["properties"].(map[string]any) {
			if described, _ := property.(map[string]any)["description"].(string); described == "" {
				t.Errorf("%s.%s has no description", name, field)
			}
		}
	}
}

func TestExplanationExitCodes(t *testing.T) {
	read := &explain.Explanation{Bytes: 1, Lines: 1}
	found := &explain.Explanation{Bytes: 1, Findings: []explain.Finding{expiredIn("")}}
	for _, test := range []struct {
		e           *explain.Explanation
		interrupted bool
		want        int
	}{{found, false, ExitHolds}, {read, false, ExitFails}, {&explain.Explanation{}, false, ExitNothing}, {found, true, ExitInterrupted}, {&explain.Explanation{}, true, ExitInterrupted}} {
		if got := NewExplanation(test.e, ExplainOptions{Interrupted: test.interrupted, Catalogue: cause.Builtin()}).ExitCode; got != test.want {
			t.Errorf("%+v: exit code %d, want %d", test, got, test.want)
		}
	}
}

// TestWhereToFindCoversEveryHole: a command never asks for a word without saying where to find it.
func TestWhereToFindCoversEveryHole(t *testing.T) {
	for hole := range cause.Holes {
		if whereToFind[hole] == "" {
			t.Errorf("nothing says where to find %s", hole)
		}
	}
	for hole, find := range whereToFind {
		if _, known := cause.Holes[hole]; !known {
			t.Errorf("%s is no hole", hole)
		}
		if strings.ContainsAny(find, "<>") || strings.HasSuffix(find, ".") {
			t.Errorf("%s: %q", hole, find)
		}
	}
}

// ownWords are the words in capitals of commands that are no placeholders.
var ownWords = regexp.MustCompile(`^(AZURE|HTTPS|HTTP|ALL|NO|REQUESTS|SSL|PYTHON|IDENTITY_ENDPOINT|IMDS|MSI|ARM|AZD)`)

func TestEveryWordInCapitalsIsExplained(t *testing.T) {
	for _, one := range cause.All() {
		for _, fix := range one.Fixes {
			for _, word := range capitals.FindAllString(fix.Run.POSIX(nil), -1) {
				found := func(m Missing) bool { return strings.Contains(m.Name, word) && m.Find != "" }
				if !ownWords.MatchString(word) && !slices.ContainsFunc(missing(fix.Run, nil), found) {
					t.Errorf("%s: nothing says what %s is in %q", one.Slug, word, fix.Run)
				}
			}
		}
	}
}

func TestMachinesOfFixesHaveWords(t *testing.T) {
	for _, one := range cause.All() {
		for _, fix := range one.Fixes {
			for word := range strings.FieldsSeq(fix.On) {
				if machineWords[word] == "" {
					t.Errorf("%s: no words for machines that are %s", one.Slug, word)
				}
			}
		}
	}
}

func TestExplanationTextSaysWhatWhereWhyAndHow(t *testing.T) {
	got := textOf(t, explanationOf(expiredIn("ci.log")), TextOptions{})
	want := `✗ The stored sign-in expired [test-sign-in-expired]
  Seen in lines 7-9 of ci.log
  Recognised by its error code: certain

  Sign in again:
    az login --tenant 11111111-1111-1111-1111-111111111111
  Or: Sign in with a device code:
    az login --use-device-code
  Or: Read about it

  What the text tells:
    tenant asked: 11111111-1111-1111-1111-111111111111
    error code: AADSTS700082 (ci.log:7:3)
`
	if got != want {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
}

func TestSeveralFailuresAreNumberedAndContextComesLast(t *testing.T) {
	context := expiredIn("")
	context.Context = true
	findings := []explain.Finding{refusedIn("a.log"), expiredIn("a.log"), refusedIn("b.log"), expiredIn("b.log"), context}
	got := textOf(t, explanationOf(findings...), TextOptions{})
	for _, part := range []string{
		"4 different failures, the clearest first\n\n1. ✗ No role that", "Seen 3 times, in lines 2-9 of a.log\n  Recognised by its words: very likely", "\n3. ✗ No role",
		"OBJECT_ID is the object ID of who is refused", "Beware: signing in again gives the same identity",
		"\n4. az: The stored sign-in expired [test-sign-in-expired], in lines 7-9 of b.log\n",
		"\nAlso seen, and not what has to be fixed first\n  · az: The stored sign-in expired [test-sign-in-expired], in lines 7-9\n",
	} {
		if !strings.Contains(got, part) {
			t.Errorf("%q is not in:\n%s", part, got)
		}
	}
	if n := strings.Count(got, "OBJECT_ID is"); n != 1 {
		t.Errorf("where to find OBJECT_ID is said %d times", n)
	}
	verbose := textOf(t, explanationOf(findings...), TextOptions{Verbose: true})
	if !strings.Contains(verbose, "4. ✗ The stored sign-in expired") {
		t.Errorf("--verbose does not say all:\n%s", verbose)
	}
	setting := refusedIn("")
	setting.Cause = &cause.Cause{Slug: "test-setting", Severity: cause.Error, Title: "A variable is wrong", Fixes: []cause.Fix{{Do: "Correct it", Run: "export AZURE_CLIENT_ID={client-id}", On: "windows linux"}}}
	both := "Correct it (on Windows and Linux):\n    export AZURE_CLIENT_ID=CLIENT_ID\n    in PowerShell:\n    $env:AZURE_CLIENT_ID = 'CLIENT_ID'\n    CLIENT_ID is the application"
	if got := textOf(t, explanationOf(setting), TextOptions{Verbose: true}); !strings.Contains(got, both) {
		t.Errorf("%q is not in:\n%s", both, got)
	}
	if quiet := textOf(t, explanationOf(findings...), TextOptions{Quiet: true, Shell: "powershell"}); strings.Count(quiet, "\n") > 8 || !strings.Contains(quiet, "az role assignment create") {
		t.Errorf("--quiet says:\n%s", quiet)
	}
}

func TestNotRecognisedSaysWhatWasSeenAndHowToFindOut(t *testing.T) {
	got := textOf(t, NewExplanation(&explain.Explanation{Hints: true, Lines: 1, Bytes: 20, Programs: []string{"go"}}, ExplainOptions{Catalogue: cause.Builtin()}), TextOptions{})
	for _, part := range []string{"? Cannot tell: something here is about signing in to Azure", "Read 1 line, with words of Azure SDK for Go", "export AZURE_SDK_GO_LOGGING=all", "    azdoctor\n"} {
		if !strings.Contains(got, part) {
			t.Errorf("%q is not in:\n%s", part, got)
		}
	}
}

// TestExplanationsHoldNoSecretAndMoveNoCursor gives findings whose every foreign value is hostile.
func TestExplanationsHoldNoSecretAndMoveNoCursor(t *testing.T) {
	const canary = "canary0123456789abcdefghijklmnopq"
	for name, secret := range map[string]string{
		"JWT": "eyJ0eXAiOiJKV1QifQ.eyJvaWQiOiJ" + canary + "." + canary, "refresh token": "1.A" + canary, "client secret": "abc8Q~" + canary, "URL": "https://alice:" + canary + "@proxy.contoso.com/",
		"SAS": "https://contoso.blob.core.windows.net/x?sig=" + canary, "bearer": "Bearer " + canary, "password": "password=" + canary, "connection string": "AccountKey=" + canary + "==", "cookie": "Cookie: ESTSAUTH=" + canary,
		"private key": "-----BEGIN PRIVATE KEY-----\nMII" + canary + "\n-----END PRIVATE KEY-----",
	} {
		hostile := "\x1b]0;owned\x07\x1b[2J\u202e" + secret + "\r\nforged"
		f := expiredIn(hostile)
		f.Evidence = []cause.Evidence{{Name: hostile, Value: hostile, Fills: "tenant"}}
		f.Positions = []explain.Position{{File: hostile, Line: 1, Column: 1}}
		f.Detail, f.Count = hostile, 2
		for _, options := range []TextOptions{{}, {Verbose: true}, {Quiet: true}, {ASCII: true}} {
			if got := textOf(t, explanationOf(f), options); strings.Contains(got, "canary") || strings.ContainsAny(got, "\x1b\x07\u202e\r") || strings.Contains(got, "\nforged") {
				t.Errorf("%s: %q", name, got)
			}
		}
		var b bytes.Buffer
		if err := WriteExplanationJSON(&b, explanationOf(f)); err != nil {
			t.Fatal(err)
		}
		if got := b.String(); strings.Contains(got, "canary") || strings.ContainsAny(got, "\x1b\x07\u202e") || strings.Contains(got, `\u001b`) || strings.Contains(got, "--tenant") {
			t.Errorf("%s: %s", name, got)
		}
	}
}

func TestEntriesNameWhatOnlyTheReaderKnows(t *testing.T) {
	for _, one := range cause.All() {
		var b strings.Builder
		if err := WriteEntriesText(&b, NewEntries("", cause.Builtin(), Asked{Cause: one}), TextOptions{}); err != nil {
			t.Fatal(err)
		}
		if strings.ContainsAny(b.String(), "<>") || !strings.Contains(b.String(), "["+one.Slug+"]") {
			t.Errorf("%s:\n%s", one.Slug, b.String())
		}
	}
}
