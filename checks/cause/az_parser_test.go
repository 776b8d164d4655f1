package cause

import (
	"bufio"
	"bytes"
	"encoding/json"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// newerOptions are options that fixes use and older versions of az refuse: the command, what it says of them, and the
// version that brought them.
// github.com/Azure/azure-cli pull 30525 and learn.microsoft.com/azure/aks/workload-identity-deploy-cluster, read 2026-11-22.
var newerOptions = []struct{ command, refusal, since string }{
	{"az login --identity --client-id", "unrecognized arguments: --client-id", "2.69.0"},
	{"az aks update", "unrecognized arguments: --enable-workload-identity", "2.47.0"},
}

// unbuilt is what Debian's package of az says of commands whose modules it lacks: the real parser has no opinion there.
const unbuilt = "No module named 'azure.keyvault.v7_0'"

// Every az command of the catalogue must be one that the real az accepts.
func TestAzAcceptsEveryCommand(t *testing.T) {
	python := azPython(t)
	lines := azCommands(t)
	parser := exec.Command(python, filepath.Join("testdata", "parse_az.py"))
	parser.Stdin = strings.NewReader(strings.Join(lines, "\n") + "\n")
	parser.Env = append(os.Environ(), "AZURE_CONFIG_DIR="+t.TempDir(), "AZURE_CORE_COLLECT_TELEMETRY=no", "AZURE_EXTENSION_USE_DYNAMIC_INSTALL=no",
		"AZURE_CORE_NO_COLOR=yes", "AZURE_CORE_SURVEY_MESSAGE=no")
	var complaints bytes.Buffer
	parser.Stderr = &complaints
	out, err := parser.Output()
	if err != nil {
		t.Fatalf("the parser ended with %v: %s", err, complaints.String())
	}
	judged, unjudged := 0, 0
	verdicts := bufio.NewScanner(bytes.NewReader(out))
	for ; verdicts.Scan(); judged++ {
		var verdict struct {
			Accepted bool
			Error    string
		}
		if err := json.Unmarshal(verdicts.Bytes(), &verdict); err != nil || judged >= len(lines) {
			t.Fatalf("the parser printed %q: %v", verdicts.Text(), err)
		}
		line := lines[judged]
		switch {
		case verdict.Accepted, tooNew(line, verdict.Error):
		case strings.Contains(verdict.Error, unbuilt):
			unjudged++
		default:
			t.Errorf("az refuses %s\n%s", line, verdict.Error)
		}
	}
	if judged != len(lines) {
		t.Errorf("%d of %d commands were judged", judged, len(lines))
	}
	t.Logf("az judged %d commands; its package lacks the modules for %d of them", judged, unjudged)
}

func tooNew(line, refusal string) bool {
	for _, option := range newerOptions {
		if strings.HasPrefix(line, option.command) && strings.Contains(refusal, option.refusal) {
			return true
		}
	}
	return false
}

// azCommands returns every az command of the catalogue with its holes filled, and with its optional parts left out.
func azCommands(t *testing.T) []string {
	filled := maps.Clone(Holes)
	filled["certificate"] = filepath.Join(t.TempDir(), "app.pem") // az reads it while parsing
	if err := os.WriteFile(filled["certificate"], []byte("certificate"), 0o600); err != nil {
		t.Fatal(err)
	}
	lines := map[string]bool{}
	for _, cause := range All() {
		for _, fix := range cause.Fixes {
			if strings.HasPrefix(string(fix.Run), "az ") {
				lines[fix.Run.POSIX(filled)] = true
				lines[Command(optionalParts.ReplaceAllString(string(fix.Run), "")).POSIX(filled)] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(lines))
}

var optionalParts = regexp.MustCompile(` \[-[^\]]*\]`)

// azPython returns the Python that az runs on, or skips the test where there is no az.
func azPython(t *testing.T) string {
	az, err := exec.LookPath("az")
	if err != nil {
		t.Skip("az is not installed on this machine, so its parser cannot be asked: ", err)
	}
	script, err := os.ReadFile(az)
	if err != nil {
		t.Skip("az cannot be read to find its Python: ", err)
	}
	candidates := append(regexp.MustCompile(`/[\w./-]*python3?[\w.]*`).FindAllString(string(script[:min(len(script), 4096)]), -1), "python3")
	for _, python := range candidates {
		if exec.Command(python, "-c", "import azure.cli.core").Run() == nil {
			return python
		}
	}
	t.Skipf("none of %q runs az", candidates)
	return ""
}
