package cause

import (
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"azdoctor/checks/azuretest"
)

// newerOptions are options that fixes use and older versions of az refuse: the command, what it says of them, and the
// version that brought them.
// github.com/Azure/azure-cli pull 30525 and learn.microsoft.com/azure/aks/workload-identity-deploy-cluster, read 2026-11-22.
var newerOptions = []struct{ command, refusal, since string }{
	{"az login --identity --client-id", "unrecognized arguments: --client-id", "2.69.0"},
	{"az aks update", "unrecognized arguments: --enable-workload-identity", "2.47.0"},
}

// Every az command of the catalogue must be one that the real az accepts.
func TestAzAcceptsEveryCommand(t *testing.T) {
	lines := commandsOf(t, "az ")
	refusals := azuretest.AzureCLIRefusals(t, azuretest.FindAzureCLI(t), lines)
	for _, refusal := range refusals {
		if !tooNew(refusal.Line, refusal.Error) {
			t.Errorf("az refuses %s\n%s", refusal.Line, refusal.Error)
		}
	}
	t.Logf("az judged %d commands and refused %d, for options newer than it is", len(lines), len(refusals))
}

func tooNew(line, refusal string) bool {
	for _, option := range newerOptions {
		if strings.HasPrefix(line, option.command) && strings.Contains(refusal, option.refusal) {
			return true
		}
	}
	return false
}

// commandsOf returns every command of the catalogue that begins so with its holes filled, and with its optional parts left out.
func commandsOf(t *testing.T, program string) []string {
	filled := maps.Clone(Holes)
	filled["certificate"] = filepath.Join(t.TempDir(), "app.pem") // az reads it while parsing
	if err := os.WriteFile(filled["certificate"], []byte("certificate"), 0o600); err != nil {
		t.Fatal(err)
	}
	lines := map[string]bool{}
	for _, cause := range All() {
		for _, fix := range cause.Fixes {
			if strings.HasPrefix(string(fix.Run), program) {
				lines[fix.Run.POSIX(filled)] = true
				lines[Command(optionalParts.ReplaceAllString(string(fix.Run), "")).POSIX(filled)] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(lines))
}

var optionalParts = regexp.MustCompile(` \[-[^\]]*\]`)
