package explain

import (
	"strings"
	"testing"
)

func TestEveryProgramHasACapture(t *testing.T) {
	if len(Captures) != len(programWords) {
		t.Fatalf("%d captures for %d programs", len(Captures), len(programWords))
	}
	for i, capture := range Captures {
		if capture.Program != programWords[i].program {
			t.Errorf("%s stands where %s should", capture.Program, programWords[i].program)
		}
		if capture.Do == "" || strings.HasSuffix(capture.Do, ".") || !strings.HasPrefix(capture.See.URL, "https://") || capture.See.Read == "" {
			t.Errorf("%+v is not whole", capture)
		}
	}
}

func TestProgramsAreKnownByTheirWords(t *testing.T) {
	got := explained(t, "Error: building account with azurerm: AzureCLICredential: run az login. To troubleshoot, visit https://aka.ms/azsdk/go/identity/troubleshoot")
	if strings.Join(got.Programs, " ") != "az go terraform" {
		t.Errorf("%v", got.Programs)
	}
}
