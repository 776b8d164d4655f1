package cause

import (
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"
)

var slugPattern = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

func TestCatalogue(t *testing.T) {
	slugs := map[string]bool{}
	codes := map[string]string{}
	for _, cause := range All() {
		t.Run(cause.Slug, func(t *testing.T) {
			if !slugPattern.MatchString(cause.Slug) || slugs[cause.Slug] {
				t.Errorf("the slug is not lower-kebab-case or not its own")
			}
			slugs[cause.Slug] = true
			if Find(cause.Slug) != cause {
				t.Errorf("Find does not find it")
			}
			if cause.Severity.String() == "" {
				t.Errorf("it has no severity")
			}
			checkSentence(t, "Title", cause.Title, false)
			if len([]rune(cause.Title)) > maxTitle {
				t.Errorf("the title has more than %d characters", maxTitle)
			}
			checkSentence(t, "Why", cause.Why, true)
			if cause.Avoid != "" {
				checkSentence(t, "Avoid", cause.Avoid, true)
			}
			if len(cause.Fixes) == 0 && cause.Severity >= Warning {
				t.Errorf("it has no fix")
			}
			for i, fix := range cause.Fixes {
				checkFix(t, fix)
				if fix.Then && i == 0 {
					t.Errorf("the first fix completes nothing: %q", fix.Do)
				}
			}
			checkSource(t, cause.See)
			for _, code := range cause.Codes {
				if other := codes[code]; other != "" {
					t.Errorf("%s is a code of %s too", code, other)
				}
				codes[code] = cause.Slug
			}
			for _, phrase := range cause.Phrases {
				if phrase != strings.ToLower(phrase) || phrase != strings.Trim(phrase, " …") || phrase == "" {
					t.Errorf("the phrase %q is not lower case, or empty or padded", phrase)
				}
			}
		})
	}
	if Find("no-such-cause") != nil {
		t.Errorf("Find finds what is not there")
	}
}

// checkSentence checks that text is one or more sentences: with a final period or, as a title, without.
func checkSentence(t *testing.T, what, text string, period bool) {
	t.Helper()
	if text == "" || text != strings.Join(strings.Fields(text), " ") {
		t.Errorf("%s is empty or padded: %q", what, text)
		return
	}
	if strings.HasSuffix(text, ".") != period || strings.ContainsAny(text, "!<>") {
		t.Errorf("%s ends or is punctuated in the wrong way: %q", what, text)
	}
	first := strings.Fields(text)[0]
	if !unicode.IsUpper([]rune(text)[0]) && !slices.Contains([]string{"az", "az's", "azd", "azd's"}, first) && !strings.Contains(first, ".") {
		t.Errorf("%s does not begin with a capital: %q", what, text)
	}
}

func checkFix(t *testing.T, fix Fix) {
	t.Helper()
	if fix.Do == "" || !unicode.IsUpper([]rune(fix.Do)[0]) || strings.HasSuffix(fix.Do, ".") || fix.Do != strings.TrimSpace(fix.Do) {
		t.Errorf("Do is not a verb phrase with a capital and without a period: %q", fix.Do)
	}
	if strings.ContainsAny(string(fix.Run), "<>|;&`\n") {
		t.Errorf("the command is more than one plain command: %s", fix.Run)
	}
	for _, name := range fix.Run.HoleNames() {
		if Holes[name] == "" {
			t.Errorf("nothing fills {%s}: %s", name, fix.Run)
		}
	}
	if strings.Contains(fix.Run.POSIX(Holes), "{") && !strings.Contains(fix.Run.POSIX(Holes), "--query") {
		t.Errorf("a brace is left when all holes are filled: %s", fix.Run.POSIX(Holes))
	}
	if !slices.Contains(append([]string{""}, Credentials...), fix.For) {
		t.Errorf("no credential is called %q", fix.For)
	}
	for _, condition := range strings.Fields(fix.If) {
		if Holes[strings.TrimPrefix(condition, "!")] == "" {
			t.Errorf("no hole is called %q", condition)
		}
	}
	for _, machine := range strings.Fields(fix.On) {
		if !slices.Contains(Machines, machine) {
			t.Errorf("no machine is called %q", machine)
		}
	}
}

func checkSource(t *testing.T, source Source) {
	t.Helper()
	address, err := url.Parse(source.URL)
	if err != nil || address.Scheme != "https" || !slices.Contains([]string{"learn.microsoft.com", "github.com"}, address.Host) {
		t.Errorf("the source is no page of learn.microsoft.com or github.com: %q", source.URL)
	}
	if strings.Contains(address.Path, "/en-us/") {
		t.Errorf("the source is in one language: %q", source.URL)
	}
	if _, err := time.Parse(time.DateOnly, source.Read); err != nil {
		t.Errorf("the day it was read: %v", err)
	}
}

// Every variable that holds a cause must be in the catalogue, and no cause under two names.
func TestEveryCauseIsListed(t *testing.T) {
	declared := declaredCauses(t)
	for slug, variable := range declared {
		if Find(slug) == nil {
			t.Errorf("%s (%s) is not in All()", slug, variable)
		}
	}
	if len(declared) != len(All()) {
		t.Errorf("%d causes are declared, %d are in All()", len(declared), len(All()))
	}
}

// A cause that no code, phrase, rule or judge leads to is one that nobody will ever be told of.
func TestEveryCauseCanBeFound(t *testing.T) {
	var code strings.Builder
	for _, pattern := range []string{"../*.go", "../../report/*.go", "recognise*.go", "*codes.go"} {
		files, err := filepath.Glob(pattern)
		if err != nil || len(files) == 0 {
			t.Fatalf("%s: %v", pattern, err)
		}
		for _, name := range files {
			if text, err := os.ReadFile(name); err != nil {
				t.Fatal(err)
			} else if !strings.HasSuffix(name, "_test.go") {
				code.Write(text)
			}
		}
	}
	used := map[string]bool{}
	for _, word := range regexp.MustCompile(`[A-Z]\w+`).FindAllString(code.String(), -1) {
		used[word] = true
	}
	for slug, variable := range declaredCauses(t) {
		if cause := Find(slug); cause != nil && len(cause.Codes)+len(cause.Phrases) == 0 && !used[variable] {
			t.Errorf("nothing concludes in %s (%s)", variable, slug)
		}
	}
}

// declaredCauses returns what causesDeclared does, of all files.
func declaredCauses(t *testing.T) map[string]string {
	t.Helper()
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]string{}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		maps.Copy(found, causesDeclared(file))
	}
	return found
}

// causesDeclared returns the exported variables of a file that hold a &Cause{...}: slug to variable.
func causesDeclared(file *ast.File) map[string]string {
	found := map[string]string{}
	for _, declaration := range file.Decls {
		general, ok := declaration.(*ast.GenDecl)
		if !ok || general.Tok != token.VAR {
			continue
		}
		for _, spec := range general.Specs {
			value := spec.(*ast.ValueSpec)
			for i, name := range value.Names {
				if i < len(value.Values) && name.IsExported() {
					if slug := slugOf(value.Values[i]); slug != "" {
						found[slug] = name.Name
					}
				}
			}
		}
	}
	return found
}

func slugOf(expression ast.Expr) string {
	address, ok := expression.(*ast.UnaryExpr)
	if !ok {
		return ""
	}
	literal, ok := address.X.(*ast.CompositeLit)
	if !ok {
		return ""
	}
	if name, ok := literal.Type.(*ast.Ident); !ok || name.Name != "Cause" {
		return ""
	}
	for _, element := range literal.Elts {
		if pair, ok := element.(*ast.KeyValueExpr); ok && pair.Key.(*ast.Ident).Name == "Slug" {
			return strings.Trim(pair.Value.(*ast.BasicLit).Value, `"`)
		}
	}
	return ""
}

func TestSeverityWords(t *testing.T) {
	for severity, word := range map[Severity]string{Info: "info", Warning: "warning", Error: "error"} {
		text, err := severity.MarshalText()
		if err != nil || string(text) != word {
			t.Errorf("%v is written as %q, %v", severity, text, err)
		}
		var read Severity
		if err := read.UnmarshalText([]byte(word)); err != nil || read != severity {
			t.Errorf("%q is read as %v, %v", word, read, err)
		}
	}
	if _, err := Severity(0).MarshalText(); err == nil {
		t.Errorf("no severity can be written")
	}
	if err := new(Severity).UnmarshalText([]byte("fatal")); err == nil {
		t.Errorf("an unknown severity can be read")
	}
}

func TestRemediesFitTheEvidence(t *testing.T) {
	ill := &Cause{Fixes: []Fix{{Do: "Always"}, {Do: "With", If: "variable"}, {Do: "Without", If: "!variable"}, {Do: "Both", If: "variable file"}, {Do: "One alone", If: "variable !file"}}}
	for name, test := range map[string]struct {
		evidence []Evidence
		want     string
	}{
		"nothing":      {nil, "Always Without"},
		"one":          {[]Evidence{{Fills: "variable", Value: "X"}}, "Always With One alone"},
		"both":         {[]Evidence{{Fills: "variable", Value: "X"}, {Fills: "file", Value: "f"}}, "Always With Both"},
		"an empty one": {[]Evidence{{Fills: "variable"}}, "Always Without"},
	} {
		var got []string
		for _, fix := range (Finding{Cause: ill, Evidence: test.evidence}).Remedies() {
			got = append(got, fix.Do)
		}
		if strings.Join(got, " ") != test.want {
			t.Errorf("%s: %q, want %s", name, got, test.want)
		}
	}
}
