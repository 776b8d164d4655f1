package explain

import (
	"context"
	"flag"
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
var notYet = map[string]int{
	"GitHub Actions": 12, "GitHub Actions, copied with its job and step": 13, "Azure Pipelines": 12, "docker compose": 13, "docker compose without colours": 13,
	"container runtime": 13, "klog": 13, "journald": 13, "syslog": 14, "Java logger": 1, "Docker's JSON, line by line": 14, "a JSON log line": 3,
	"a JSON log line in another": 4, "logfmt": 11, "a Python string in a traceback": 75, "HTML entities": 89, "doubled escapes": 12, "wrapped between words": 1,
	"wrapped hard": 118, "Terraform's box": 153, "PowerShell's error view": 93, "quoted mail": 13, "a mail quoted twice": 13, "a fence of Markdown": 1,
	"a truncated head": 1, "in a foreign log": 25, "in a foreign log with timestamps and colours": 37,
}

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
				if (i+n)%*every != 0 {
					continue
				}
				text := noise.apply(form.text)
				if got := first(explained(t, text)); got != form.slug {
					hidden++
					t.Logf("%s/%s is recognised as %q in:\n%s", form.slug, form.name, got, text[:min(len(text), 1500)])
				}
			}
			if most := notYet[noise.name]; *every == 1 && hidden > most || hidden > max(0, most/(*every)*2+3) {
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
