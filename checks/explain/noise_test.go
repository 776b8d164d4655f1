package explain

import (
	"context"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"azdoctor/checks/cause"
)

// form is one text of testdata/cases with what it must be recognised as; "" for nothing.
type form struct{ slug, name, text string }

func readForms(t testing.TB) []form {
	t.Helper()
	files, err := filepath.Glob("../../testdata/cases/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	var forms []form
	for _, file := range files {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		slug := strings.TrimSuffix(filepath.Base(file), ".txtar")
		if slug == "none" {
			slug = ""
		}
		for _, one := range archive.Files {
			forms = append(forms, form{slug, one.Name, string(one.Data)})
		}
	}
	return forms
}

// notYet is how many texts a noise still hides, or makes something else of. It shall be empty.
var notYet = map[string]int{}

func explained(t testing.TB, text string) *Explanation {
	t.Helper()
	explanation, err := Explain(context.Background(), cause.Builtin(), Input{Reader: strings.NewReader(text)})
	if err != nil {
		t.Fatal(err)
	}
	return explanation
}

// first returns the slug of the first finding; "" where there is none.
func first(e *Explanation) string {
	if len(e.Findings) == 0 {
		return ""
	}
	return e.Findings[0].Slug
}

func TestNoiseHidesNothing(t *testing.T) {
	forms := readForms(t)
	for _, noise := range noises {
		t.Run(noise.name, func(t *testing.T) {
			t.Parallel()
			hidden := 0
			for _, form := range forms {
				text := noise.apply(form.text)
				if got := first(explained(t, text)); got != form.slug {
					hidden++
					t.Logf("%s/%s is recognised as %q in:\n%s", form.slug, form.name, got, text[:min(len(text), 1500)])
				}
			}
			switch most := notYet[noise.name]; {
			case hidden > most:
				t.Errorf("hides %d texts of %d, more than the %d of notYet", hidden, len(forms), most)
			case hidden < most-most/4:
				t.Errorf("hides %d texts: lower the %d of notYet", hidden, most)
			}
		})
	}
}

func TestTheForeignLogAloneYieldsNothing(t *testing.T) {
	log := newForeign(7)
	var lines strings.Builder
	for range 3000 {
		lines.WriteString(log.line() + "\n")
	}
	if got := explained(t, lines.String()); len(got.Findings) > 0 {
		t.Errorf("a foreign log has %v", got.Findings)
	}
}
