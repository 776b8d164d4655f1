package report

import (
	"bytes"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"azdoctor/checks"
	"azdoctor/checks/cause"
)

func observationsOf(t *testing.T, patient string) *checks.Observations {
	t.Helper()
	document, err := os.ReadFile(filepath.Join(patients, patient, "observations.json"))
	if err != nil {
		t.Fatal(err)
	}
	o, err := ReadObservations(document)
	if err != nil {
		t.Fatal(err)
	}
	return o
}

func catalogueOf(t *testing.T, text string) *cause.Catalogue {
	t.Helper()
	catalogue, err := cause.ReadCatalogue("company.yaml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return catalogue
}

func TestReportUnderACompanysCatalogue(t *testing.T) {
	catalogue := catalogueOf(t, `
causes:
  - slug: contoso-sign-in-frequency
    severity: error
    title: The company asks for a new sign-in every morning
    why: A policy ends sign-ins at night.
    fixes: [{do: Sign in, run: "contoso-login [--tenant {tenant}]"}]
    see: https://wiki.contoso.example/mornings
    phrases: [the refresh token has expired … aadsts700082, "aadsts700082: the refresh token has expired"]
adapt:
  keyvault-rbac-missing:
    fixes-first: [{do: Request access at https://access.contoso.example}]
`)
	r := New(observationsOf(t, "vault-rbac-missing"), Options{Catalogue: catalogue})
	if r.Next == nil || r.Next.Do != "Request access at https://access.contoso.example" || r.Verdict.Cause != "keyvault-rbac-missing" {
		t.Errorf("the company's fix does not come first: %+v, %+v", r.Next, r.Verdict)
	}
	r = New(observationsOf(t, "refresh-token-expired"), Options{Catalogue: catalogue})
	if r.Verdict.Cause != "contoso-sign-in-frequency" || !strings.Contains(r.Verdict.Text, "the company asks for a new sign-in every morning") || r.Next == nil || !strings.HasPrefix(r.Next.Run.POSIX, "contoso-login") {
		t.Errorf("the company's cause is not the root: %+v, %+v", r.Verdict, r.Next)
	}
	checkInvariants(t, r)
	if shown := text(t, r, TextOptions{Verbose: true}); !strings.Contains(shown, "See https://wiki.contoso.example/mornings\n") {
		t.Errorf("the company's page is not shown:\n%s", shown)
	}
}

// TestSwitchedOffAndLowered: under a catalogue that switches off, or makes a note of, any cause that a machine has, the
// report holds together and says so nowhere.
func TestSwitchedOffAndLowered(t *testing.T) {
	compiled := compiledSchema(t)
	folders, err := filepath.Glob(filepath.Join(patients, "*"))
	if err != nil || len(folders) == 0 {
		t.Fatalf("no patients: %v", err)
	}
	for _, folder := range folders {
		patient := filepath.Base(folder)
		o := observationsOf(t, patient)
		found := map[string]bool{}
		for _, check := range New(o, Options{}).Checks {
			for _, f := range check.Findings {
				found[f.Cause] = true
			}
		}
		for _, slug := range slices.Sorted(maps.Keys(found)) {
			off := New(o, Options{Catalogue: catalogueOf(t, "off: {"+slug+": not here}")})
			document, value := asJSON(t, off)
			checkInvariants(t, off)
			if err := compiled.Validate(value); err != nil {
				t.Error(err)
			}
			if bytes.Contains(document, fmt.Appendf(nil, `"cause": %q`, slug)) {
				t.Errorf("%s: %s is switched off and in the report", patient, slug)
			}
			lowered := New(o, Options{Catalogue: catalogueOf(t, "adapt: {"+slug+": {severity: info}}")})
			checkInvariants(t, lowered)
			for _, check := range lowered.Checks {
				for _, f := range check.Findings {
					if f.Cause == slug && f.Severity != "info" {
						t.Errorf("%s: %s is a note to the company, and %s in the report", patient, slug, f.Severity)
					}
				}
			}
		}
	}
}
