package report

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"testing"
)

var update = flag.Bool("update", false, "rewrite the golden reports of testdata/patients")

const patients = "../testdata/patients"

// TestPatients judges every machine of testdata/patients and compares its reports with the golden ones beside it.
func TestPatients(t *testing.T) {
	folders, err := filepath.Glob(filepath.Join(patients, "*", "observations.json"))
	if err != nil {
		t.Fatal(err)
	}
	if len(folders) == 0 {
		t.Fatal("testdata/patients holds no patient")
	}
	compiled := compiledSchema(t)
	for _, file := range folders {
		folder := filepath.Dir(file)
		t.Run(filepath.Base(folder), func(t *testing.T) {
			document, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			o, err := ReadObservations(document)
			if err != nil {
				t.Fatal(err)
			}
			r := New(o, Options{Version: "1.0.0"})
			checkInvariants(t, r)
			asDocument, value := asJSON(t, r)
			if err := compiled.Validate(value); err != nil {
				t.Error(err)
			}
			if tokenShape.Match(asDocument) {
				t.Error("the document holds a token's shape")
			}
			golden(t, filepath.Join(folder, "report.json"), asDocument)
			golden(t, filepath.Join(folder, "report.txt"), []byte(text(t, r, TextOptions{})))
		})
	}
}

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	if *update {
		if err := os.WriteFile(name, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Errorf("%v (go test ./report -update writes it)", err)
	} else if !bytes.Equal(bytes.ReplaceAll(want, []byte("\r\n"), []byte("\n")), got) {
		t.Errorf("%s differs (go test ./report -update rewrites it):\n%s", name, got)
	}
}
