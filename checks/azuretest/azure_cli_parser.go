package azuretest

import (
	"bufio"
	"bytes"
	_ "embed"
	"encoding/json"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"
)

// FindAzureCLI returns the path of the real az. Where it is not installed the test is skipped, or fails in CI, which must
// not leave out what it is there for.
func FindAzureCLI(t testing.TB) string {
	t.Helper()
	path, err := exec.LookPath("az")
	if err == nil {
		return path
	}
	if os.Getenv("CI") != "" {
		t.Fatal("az is not installed on this CI host: ", err)
	}
	t.Skip("az is not installed on this machine, so nothing was tried with it: ", err)
	return ""
}

// parseAzureCLI is a program for az's own Python: it runs az's parser on each line of its input and nothing behind it.
//
//go:embed parse_azure_cli.py
var parseAzureCLI string

// Refusal is what the real az has against a command line.
type Refusal struct {
	// Line is the command line as it was given.
	Line string
	// Error is what az says of it.
	Error string
}

// AzureCLIRefusals asks the parser of the real az, found by FindAzureCLI, whether it accepts command lines that start with
// "az ", and returns those it does not. Nothing is executed, looked up or connected to.
func AzureCLIRefusals(t testing.TB, az string, lines []string) []Refusal {
	t.Helper()
	parser := exec.Command(azurePython(t, az), "-c", parseAzureCLI)
	parser.Stdin = strings.NewReader(strings.Join(lines, "\n") + "\n")
	parser.Env = append(os.Environ(), "AZURE_CONFIG_DIR="+t.TempDir(), "AZURE_CORE_COLLECT_TELEMETRY=no", "AZURE_EXTENSION_USE_DYNAMIC_INSTALL=no",
		"AZURE_CORE_NO_COLOR=yes", "AZURE_CORE_SURVEY_MESSAGE=no")
	var complaints bytes.Buffer
	parser.Stderr = &complaints
	out, err := parser.Output()
	if err != nil {
		t.Fatalf("az's parser ended with %v: %s", err, complaints.String())
	}
	var refusals []Refusal
	judged := 0
	verdicts := bufio.NewScanner(bytes.NewReader(out))
	for ; verdicts.Scan(); judged++ {
		var verdict struct {
			Accepted bool
			Error    string
		}
		if err := json.Unmarshal(verdicts.Bytes(), &verdict); err != nil || judged >= len(lines) {
			t.Fatalf("az's parser printed %q: %v", verdicts.Text(), err)
		}
		if !verdict.Accepted && !modulesMissing(verdict.Error) {
			refusals = append(refusals, Refusal{lines[judged], verdict.Error})
		}
	}
	if judged != len(lines) {
		t.Fatalf("az's parser judged %d of %d command lines", judged, len(lines))
	}
	return refusals
}

// modulesMissing tells what Debian's package of az says of commands whose modules it lacks: its parser has no opinion there.
func modulesMissing(text string) bool {
	return strings.Contains(text, "No module named 'azure.keyvault.v7_0'")
}

// azurePython returns the Python that az runs on.
func azurePython(t testing.TB, az string) string {
	t.Helper()
	script, err := os.ReadFile(az)
	if err != nil {
		t.Fatal("az cannot be read to find its Python: ", err)
	}
	candidates := append(regexp.MustCompile(`/[\w./-]*python3?[\w.]*`).FindAllString(string(script[:min(len(script), 4096)]), -1), "python3")
	for _, python := range candidates {
		if exec.Command(python, "-c", "import azure.cli.core").Run() == nil {
			return python
		}
	}
	t.Fatalf("none of %q runs az", candidates)
	return ""
}
