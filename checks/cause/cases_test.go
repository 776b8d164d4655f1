package cause

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"
)

// casesFolder holds the texts that the recogniser is measured by: SLUG.txtar has the forms in which the cause SLUG arrives, each
// named by the program that wrote it; none.txtar has texts that are no Azure sign-in failures.
const casesFolder = "../../testdata/cases"

// noCause is the name of the archive whose texts must yield nothing.
const noCause = "none"

// formsPerCause is how many forms every cause has at least.
const formsPerCause = 3

func readCases(t *testing.T) map[string]*txtar.Archive {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(casesFolder, "*.txtar"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no cases in %s: %v", casesFolder, err)
	}
	cases := map[string]*txtar.Archive{}
	for _, file := range files {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		cases[strings.TrimSuffix(filepath.Base(file), ".txtar")] = archive
	}
	return cases
}

func TestCases(t *testing.T) {
	for slug, archive := range readCases(t) {
		want := slug
		if slug == noCause {
			want = ""
		} else if Find(slug) == nil {
			t.Errorf("%s.txtar is of no cause", slug)
		}
		names := map[string]bool{}
		for _, form := range archive.Files {
			if names[form.Name] {
				t.Errorf("%s.txtar has two forms called %s", slug, form.Name)
			}
			names[form.Name] = true
			t.Run(slug+"/"+form.Name, func(t *testing.T) {
				found := slugs(Recognise(string(form.Data)))
				if first := strings.Join(found[:min(1, len(found))], ""); first != want {
					t.Errorf("recognised %q, want %q first in:\n%s", strings.Join(found, " "), want, form.Data)
				}
			})
		}
	}
}
func TestEveryCauseHasCases(t *testing.T) {
	cases := readCases(t)
	var few []string
	forms := 0
	for _, cause := range All() {
		archive := cases[cause.Slug]
		if archive == nil || len(archive.Files) < formsPerCause {
			few = append(few, cause.Slug)
			continue
		}
		forms += len(archive.Files)
	}
	if slices.Sort(few); len(few) > 0 {
		t.Errorf("%d causes have fewer than %d forms: %s", len(few), formsPerCause, strings.Join(few, " "))
	}
	if forms < 400 {
		t.Errorf("there are %d forms, 400 are wanted", forms)
	}
}
