package explain

import (
	"context"
	"flag"
	"path/filepath"
	"slices"
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
var notYet = map[string]int{
	"in a foreign log with timestamps and colours": 1,
}

// shaped are texts that are told from failures by their shape as a whole: documents and source code, which noise may take
// from them, and logs of sign-ins that come out well in their last line.
var shaped = []string{"release-notes", "guide", "list-of-codes", "readme", "page-", "source-", "chain-succeeds", "token-after-all", "code-", "docs-", "diff-"}

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

// every is 1 where every text shall go through every noise: that takes minutes. Each text goes through some, always.
var every = flag.Int("every", 12, "send each text through every nth noise")

func TestNoiseHidesNothing(t *testing.T) {
	forms := readForms(t)
	for n, noise := range noises {
		t.Run(noise.name, func(t *testing.T) {
			t.Parallel()
			hidden := 0
			for i, form := range forms {
				if (i+n)%*every != 0 || form.slug == "" && slices.ContainsFunc(shaped, func(shape string) bool { return strings.Contains(form.name, shape) }) {
					continue
				}
				text := noise.apply(form.text)
				if got := first(explained(t, text)); got != form.slug {
					hidden++
					t.Logf("%s/%s is recognised as %q in:\n%s", form.slug, form.name, got, text[:min(len(text), 1500)])
				}
			}
			if most := notYet[noise.name]; *every == 1 && hidden > most || hidden > max(most, most/(*every)*2) {
				t.Errorf("hides %d texts of %d, where notYet has %d", hidden, len(forms) / *every, most)
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
