package cause

import (
	"bytes"
	"flag"
	"os"
	"regexp"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write README.md anew")

// TestReferenceIsCurrent: README.md is the reference of azdoctor's own catalogue.
func TestReferenceIsCurrent(t *testing.T) {
	var written bytes.Buffer
	if err := WriteReference(&written, Builtin()); err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile("README.md", written.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	kept, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(bytes.ReplaceAll(kept, []byte("\r\n"), []byte("\n")), written.Bytes()) {
		t.Errorf("README.md is not the reference of the catalogue; renew it with: go test ./checks/cause -run Reference -update")
	}
}

// TestReferenceIsWhole: every cause has its heading, and every link leads to one.
func TestReferenceIsWhole(t *testing.T) {
	for name, catalogue := range map[string]*Catalogue{"ours": Builtin(), "a company's": readExample(t)} {
		var written strings.Builder
		if err := WriteReference(&written, catalogue); err != nil {
			t.Fatal(err)
		}
		text := written.String()
		for _, one := range catalogue.All() {
			if strings.Count(text, "\n### "+one.Slug+"\n") != 1 {
				t.Errorf("%s: %s has not one heading", name, one.Slug)
			}
		}
		for _, match := range regexp.MustCompile(`\]\(#([^)]*)\)`).FindAllStringSubmatch(text, -1) {
			if catalogue.Find(match[1]) == nil {
				t.Errorf("%s: a link leads to %s, which is not there", name, match[1])
			}
		}
		if strings.Contains(text, "\n\n\n") || strings.HasSuffix(text, "\n\n") {
			t.Errorf("%s: there are empty lines too many", name)
		}
		for _, off := range catalogue.Off() {
			if !strings.Contains(text, "- `"+off.Slug+"` (") {
				t.Errorf("%s: %s is not among what is switched off", name, off.Slug)
			}
		}
	}
}

func TestReferenceOfAWriterThatFails(t *testing.T) {
	file, err := os.Open("reference.go") // for reading alone
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if WriteReference(file, Builtin()) == nil {
		t.Errorf("the writer's error is lost")
	}
}
