package checks

import (
	"go/ast"
	"go/parser"
	gotoken "go/token"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

// TestEveryCheckIsWhole names what a new check lacks.
func TestEveryCheckIsWhole(t *testing.T) {
	kebab := regexp.MustCompile(`^[a-z]+(-[a-z]+)*$`)
	seen := map[string]bool{}
	for _, check := range All() {
		if !kebab.MatchString(check.ID) || seen[check.ID] {
			t.Errorf("%q is not lower-kebab-case, or is the ID of two checks", check.ID)
		}
		seen[check.ID] = true
		if n := len([]rune(check.Title)); n == 0 || n > 40 || strings.HasSuffix(check.Title, ".") {
			t.Errorf("%s: the title %q is not 1 to 40 characters without a period", check.ID, check.Title)
		}
		if !strings.HasSuffix(check.Doc, ".") {
			t.Errorf("%s: Doc is no sentence: %q", check.ID, check.Doc)
		}
		if check.Probe == nil || check.Judge == nil || check.Plan == nil {
			t.Errorf("%s has no probe, judge or plan", check.ID)
		}
		if _, err := os.Stat(strings.ReplaceAll(check.ID, "-", "_") + ".go"); err != nil {
			t.Errorf("%s is not where its ID says: %v", check.ID, err)
		}
		if j := check.Judge(&Observations{}); j.Status != Unknown || j.Summary == "" {
			t.Errorf("%s judges what nobody observed: %v, %q", check.ID, j.Status, j.Summary)
		}
	}
}

// TestFieldNames holds the names that observations have in JSON to one style: the Go name in lower camel case, with
// abbreviations as words (ClientID is clientId).
func TestFieldNames(t *testing.T) {
	abbreviations := regexp.MustCompile(`([A-Z])([A-Z]+)([A-Z][a-z]|$)`)
	seen := map[reflect.Type]bool{}
	var walk func(reflect.Type)
	walk = func(v reflect.Type) {
		switch v.Kind() {
		case reflect.Pointer, reflect.Slice, reflect.Map:
			walk(v.Elem())
			return
		case reflect.Struct:
		default:
			return
		}
		if seen[v] || v == reflect.TypeFor[time.Time]() {
			return
		}
		seen[v] = true
		for field := range v.Fields() {
			if !field.IsExported() {
				continue // in no document
			}
			name, options, _ := strings.Cut(field.Tag.Get("json"), ",")
			want := abbreviations.ReplaceAllStringFunc(field.Name, func(run string) string {
				m := abbreviations.FindStringSubmatch(run)
				return m[1] + strings.ToLower(m[2]) + m[3]
			})
			if want = strings.ToLower(want[:1]) + want[1:]; name != want {
				t.Errorf("%s.%s is %q in JSON, and not %q", v.Name(), field.Name, name, want)
			}
			if field.Type == reflect.TypeFor[time.Time]() && options == "omitempty" {
				t.Errorf("%s.%s: omitempty leaves out no time; omitzero does", v.Name(), field.Name)
			}
			walk(field.Type)
		}
	}
	walk(reflect.TypeFor[Observations]())
}

// TestExportedNamesAreDocumented looks at every package of the module, without its tests.
func TestExportedNamesAreDocumented(t *testing.T) {
	files := gotoken.NewFileSet()
	err := filepath.WalkDir("..", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		file, err := parser.ParseFile(files, path, nil, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		for _, name := range undocumented(file) {
			t.Errorf("%s: %s has no doc comment that begins with its name", path, name)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// undocumented returns the exported names of a file without a comment of their own. One comment serves all names of a
// declaration in parentheses, and a constant may have its comment behind it.
func undocumented(file *ast.File) (names []string) {
	require := func(name string, comment *ast.CommentGroup) {
		if words := strings.Fields(comment.Text()); ast.IsExported(name) && (len(words) == 0 || !slices.Contains([]string{name, name + ":"}, words[0])) {
			names = append(names, name)
		}
	}
	for _, declaration := range file.Decls {
		switch d := declaration.(type) {
		case *ast.FuncDecl:
			if d.Recv == nil || ast.IsExported(receiver(d.Recv.List[0].Type)) {
				require(d.Name.Name, d.Doc)
			}
		case *ast.GenDecl:
			for _, spec := range d.Specs {
				switch s := spec.(type) {
				case *ast.TypeSpec:
					if s.Doc == nil {
						s.Doc = d.Doc
					}
					require(s.Name.Name, s.Doc)
				case *ast.ValueSpec:
					for _, name := range s.Names {
						if ast.IsExported(name.Name) && s.Doc == nil && s.Comment == nil && d.Doc == nil {
							names = append(names, name.Name)
						}
					}
				}
			}
		}
	}
	return names
}

// receiver is the name of a method's type.
func receiver(expression ast.Expr) string {
	switch e := expression.(type) {
	case *ast.StarExpr:
		return receiver(e.X)
	case *ast.IndexExpr:
		return receiver(e.X)
	case *ast.Ident:
		return e.Name
	}
	return ""
}

// TestREADMEAgrees compares what the README lists with the code: checks, flags and the variables that name a vault.
func TestREADMEAgrees(t *testing.T) {
	readme, main := read(t, "../README.md"), read(t, "../main.go")
	var flags []string
	for _, match := range regexp.MustCompile(`\b(?:text|texts|toggle)\("([a-z-]+)"`).FindAllStringSubmatch(main, -1) {
		flags = append(flags, match[1])
	}
	if len(flags) < 10 {
		t.Fatalf("main.go's flags were not found: %q", flags)
	}
	for line := range strings.Lines(readme) {
		for _, match := range regexp.MustCompile(`--([a-z][a-z-]*[a-z])`).FindAllStringSubmatch(line, -1) {
			if !slices.Contains(flags, match[1]) && !strings.Contains(line, "az ") {
				t.Errorf("the README speaks of --%s, which is no flag", match[1])
			}
		}
	}
	var ids []string
	for _, match := range regexp.MustCompile("(?m)^\\| `([a-z-]+)` \\|").FindAllStringSubmatch(readme, -1) {
		ids = append(ids, match[1])
	}
	var want []string
	for _, check := range All() {
		want = append(want, check.ID)
	}
	if !slices.Equal(ids, want) {
		t.Errorf("the README's table has %q, All() has %q", ids, want)
	}
	listed := regexp.MustCompile("[`,\\s]+").ReplaceAllString(readme, " ")
	if !strings.Contains(listed, strings.Join(VaultVariables, " ")) {
		t.Errorf("the README does not list the variables that name a vault in the order in which they count: %q", VaultVariables)
	}
}

func read(t *testing.T, name string) string {
	t.Helper()
	content, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}
