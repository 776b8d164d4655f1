package acceptance

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestUsageErrorsNameTheFlagTheValueAndTheNearestRightOne(t *testing.T) {
	environ := bareMachine(t)
	for _, test := range []struct {
		args []string
		want []string
	}{
		{[]string{"--vualt", "contoso-kv"}, []string{"--vualt", "--vault"}},
		{[]string{"check", "--requrie", "key-vault"}, []string{"--requrie", "--require"}},
		{[]string{"chek"}, []string{`"chek"`, "check"}},
		{[]string{"demo", "vault-firewal"}, []string{`"vault-firewal"`, "vault-firewall"}},
		{[]string{"demo", "a", "b"}, []string{`"b"`}},
		{[]string{"list"}, []string{"checks, causes, patients"}},
		{[]string{"list", "cause"}, []string{`"cause"`, "causes"}},
		{[]string{"list", "causes", "--format", "yaml"}, []string{"--format", `"yaml"`, "json"}},
		{[]string{"schema", "explanations"}, []string{`"explanations"`, "nearest: explanation"}},
		{[]string{"completion"}, []string{"bash, zsh, fish, powershell"}},
		{[]string{"completion", "bahs"}, []string{`"bahs"`, "bash"}},
		{[]string{"--format", "jsn"}, []string{"--format", `"jsn"`, "json"}},
		{[]string{"--format", "yaml"}, []string{"--format", `"yaml"`, "text, json"}},
		{[]string{"--color", "sometimes"}, []string{"--color", `"sometimes"`, "auto"}},
		{[]string{"--cloud", "AzureUSGovernment"}, []string{"--cloud", `"AzureUSGovernment"`, "usgovernment"}},
		{[]string{"--fail-on", "warn"}, []string{"--fail-on", `"warn"`, "warning"}},
		{[]string{"--only", "keyvault"}, []string{"--only", `"keyvault"`, "key-vault"}},
		{[]string{"--skip", "az"}, []string{"--skip", `"az"`, "azure-cli"}},
		{[]string{"--require", "managed-identy"}, []string{"--require", `"managed-identy"`, "managed-identity"}},
		{[]string{"--only", "key-vault", "--skip", "key-vault"}, []string{"--only", "--skip"}},
		{[]string{"--min-score", "101"}, []string{"--min-score", `"101"`, "0 to 100"}},
		{[]string{"--min-score", "high"}, []string{"--min-score", `"high"`, "0 to 100"}},
		{[]string{"--timeout", "15"}, []string{"--timeout", `"15"`, "15s"}},
		{[]string{"--timeout", "soon"}, []string{"--timeout", `"soon"`, "15s"}},
		{[]string{"--timeout", "-5s"}, []string{"--timeout", `"-5s"`}},
		{[]string{"--timeout"}, []string{"--timeout", "needs a value"}},
		{[]string{"--tenant", "my tenant"}, []string{"--tenant", `"my tenant"`, "GUID"}},
		{[]string{"--client-id", "contoso-identity"}, []string{"--client-id", `"contoso-identity"`, "GUID"}},
		{[]string{"--secret", "db_password"}, []string{"--secret", `"db_password"`, "db-password"}},
		{[]string{"--scope", "vault.azure.net"}, []string{"--scope", `"vault.azure.net"`, "/.default"}},
		{[]string{"--quiet", "--verbose"}, []string{"--quiet", "--verbose"}},
		{[]string{"--quiet=maybe"}, []string{"--quiet", `"maybe"`}},
		{[]string{"--output", "/nonexistent/folder/report.json"}, []string{"--output", "/nonexistent/folder/report.json"}},
		{[]string{"--format", "\x1b]0;title\x07"}, []string{"--format"}},
		{[]string{"--format", "JSON"}, []string{"nearest: json"}},
		{[]string{"--cloud", "US"}, []string{"nearest: usgovernment"}},
		{[]string{"--cloud", "AzureChinaCloud"}, []string{"nearest: china"}},
		{[]string{"--require", "vault"}, []string{"nearest: key-vault"}},
		{[]string{"demo", "firewall"}, []string{"nearest: vault-firewall"}},
		{[]string{"demo", "--vault", "contoso-kv"}, []string{"demo", "--vault"}},
		{[]string{"demo", "--qiet"}, []string{"--qiet", "nearest: --quiet"}},
		{[]string{"list", "--format", "json", "checks"}, []string{"list", "--format"}},
		{[]string{"check", "demo"}, []string{"check", `"demo"`, "too many"}},
		{[]string{"schema", "extra"}, []string{"schema", `"extra"`, "report, explanation"}},
		{[]string{"schema", "report", "extra"}, []string{"schema", `"extra"`, "too many"}},
		{[]string{"completion", "bash", "zsh"}, []string{"completion", `"zsh"`, "too many"}},
		{[]string{"--timeout", "0"}, []string{"--timeout", `"0"`, "above zero"}},
		{[]string{"--min-score", "120"}, []string{"nearest: 100"}},
		{[]string{"--scope", "https://vault.azure.net/"}, []string{"nearest: https://vault.azure.net/.default"}},
		{[]string{"--secret", "https://contoso-kv.vault.azure.net/secrets/db-password/0123"}, []string{"nearest: db-password"}},
	} {
		t.Run(strings.Join(test.args, " "), func(t *testing.T) {
			got := azdoctor(t, environ, test.args...)
			if got.code != 2 {
				t.Errorf("exit code %d, want 2", got.code)
			}
			if strings.Contains(got.stderr, "nearest: "+test.args[len(test.args)-1]+"\n") {
				t.Errorf("%q recommends what was given", got.stderr)
			}
			if got.stdout != "" {
				t.Errorf("standard output is not empty: %q", got.stdout)
			}
			line := oneLine(t, got.stderr)
			for _, part := range test.want {
				if !strings.Contains(line, part) {
					t.Errorf("%q does not say %q", line, part)
				}
			}
			if strings.ContainsAny(line, "\x1b\x07") {
				t.Errorf("%q carries control characters", line)
			}
		})
	}
}

func TestEnvironmentVariablesStandInForFlags(t *testing.T) {
	for _, test := range []struct{ variable, want string }{
		{"AZDOCTOR_FORMAT=xml", "xml"},
		{"AZDOCTOR_TIMEOUT=never", "never"},
		{"AZDOCTOR_ONLY=environment,keyvalt", "keyvalt"},
		{"AZDOCTOR_MIN_SCORE=-1", "-1"},
		{"AZDOCTOR_QUIET=perhaps", "AZDOCTOR_QUIET"},
	} {
		got := azdoctor(t, append(bareMachine(t), test.variable))
		if got.code != 2 || !strings.Contains(oneLine(t, got.stderr), test.want) {
			t.Errorf("%s: exit %d, %q", test.variable, got.code, got.stderr)
		}
	}
	got := azdoctor(t, append(bareMachine(t), "AZDOCTOR_FORMAT=json", "AZDOCTOR_ONLY=environment"))
	if document := readReport(t, got.stdout); len(document.Checks) != 1 || document.Checks[0].ID != "environment" {
		t.Errorf("AZDOCTOR_ONLY=environment ran %+v", document.Checks)
	}
}

// document is the part of the JSON report these tests read.
type document struct {
	SchemaVersion string
	ExitCode      int
	Verdict       struct{ State, Cause, Text string }
	Next          *struct {
		Run struct{ Posix, Powershell string }
	}
	Checks []struct {
		ID, Status string
		Findings   []struct {
			Cause, Severity string
			Fixes           []struct {
				Run struct{ Posix, Powershell string }
			}
		}
	}
	Credentials []struct {
		Name, Outcome, Cause string
		Identity             *struct{ Name, TenantID string }
		TookMs               int64
	}
}

// readReport reads what must be exactly one JSON document.
func readReport(t testing.TB, text string) document {
	t.Helper()
	decoder := json.NewDecoder(strings.NewReader(text))
	var d document
	if err := decoder.Decode(&d); err != nil {
		t.Fatalf("the report is no JSON document: %v\n%s", err, text)
	}
	if decoder.More() {
		t.Errorf("something follows the report")
	}
	return d
}

func TestBareMachineIsExaminedAndExitsTheSameInEveryFormat(t *testing.T) {
	environ := bareMachine(t)
	asText, asJSON := azdoctor(t, environ), azdoctor(t, environ, "--format", "json")
	d := readReport(t, asJSON.stdout)
	if asText.code != 1 || asJSON.code != 1 || d.ExitCode != 1 {
		t.Errorf("exit codes: text %d, JSON %d, in the JSON %d; want 1: nothing can sign in here", asText.code, asJSON.code, d.ExitCode)
	}
	if d.Verdict.State != "broken" || d.Verdict.Cause != "cli-not-installed" {
		t.Errorf("verdict %+v, want broken by cli-not-installed", d.Verdict)
	}
	if !strings.Contains(asText.stdout, d.Verdict.Text[:20]) {
		t.Errorf("the text report does not carry the verdict of the JSON one: %q", d.Verdict.Text)
	}
	if asText.stderr != "" || asJSON.stderr != "" {
		t.Errorf("standard error is no terminal and should stay empty: %q %q", asText.stderr, asJSON.stderr)
	}
}

func TestFlagsCountBeforeAndAfterTheCommandAndItsWord(t *testing.T) {
	for _, args := range [][]string{
		{"--format", "json", "demo", "vault-firewall"},
		{"demo", "--format", "json", "vault-firewall"},
		{"demo", "vault-firewall", "--format", "json"},
		{"demo", "vault-firewall", "--format=json"},
	} {
		got := azdoctor(t, bareMachine(t), args...)
		if d := readReport(t, got.stdout); d.Verdict.Cause != "keyvault-firewall" {
			t.Errorf("%q: verdict %+v", args, d.Verdict)
		}
	}
}

func TestEveryPatientIsShownAndExitsAsItsReportSays(t *testing.T) {
	names := strings.Fields(azdoctor(t, bareMachine(t), "list", "patients").stdout)
	if len(names) < 12 {
		t.Errorf("%d patients, want at least 12", len(names))
	}
	for _, name := range names {
		asText, asJSON := azdoctor(t, bareMachine(t), "demo", name), azdoctor(t, bareMachine(t), "demo", name, "--format", "json")
		if d := readReport(t, asJSON.stdout); d.ExitCode != asText.code || d.ExitCode != asJSON.code {
			t.Errorf("%s: exit codes %d (text), %d (JSON), %d in the report", name, asText.code, asJSON.code, d.ExitCode)
		}
		if asText.stdout == "" || asText.stderr != "" {
			t.Errorf("%s: %d bytes of report, %q on standard error", name, len(asText.stdout), asText.stderr)
		}
	}
}

func TestColourFollowsTheFlagAndNeverAFileOrPipe(t *testing.T) {
	environ := bareMachine(t)
	for _, test := range []struct {
		args    []string
		environ []string
		want    bool
	}{
		{[]string{"demo"}, nil, false},
		{[]string{"demo", "--color", "always"}, nil, true},
		{[]string{"demo", "--color", "always"}, []string{"NO_COLOR=1"}, true},
		{[]string{"demo", "--color", "never"}, nil, false},
	} {
		got := azdoctor(t, slices.Concat(environ, test.environ), test.args...)
		if coloured := strings.Contains(got.stdout, "\x1b["); coloured != test.want {
			t.Errorf("%q %q: coloured %t, want %t", test.args, test.environ, coloured, test.want)
		}
	}
}

func TestOutputWritesOnlyTheFileItWasAskedFor(t *testing.T) {
	file := filepath.Join(t.TempDir(), "report.json")
	got := azdoctor(t, bareMachine(t), "--format", "json", "--output", file)
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	readReport(t, string(content))
	if got.stdout != "" || got.stderr != "" {
		t.Errorf("wrote %q and %q beside the file", got.stdout, got.stderr)
	}
	if info, _ := os.Stat(file); info.Mode().Perm() != 0o600 {
		t.Errorf("the report is readable by others: %v", info.Mode())
	}
}

func TestListsSchemaCompletionVersionAndHelp(t *testing.T) {
	for _, test := range []struct {
		args []string
		want []string
	}{
		{[]string{"list", "checks"}, []string{"environment", "azure-cli", "azure-developer-cli", "managed-identity", "key-vault"}},
		{[]string{"list", "causes"}, []string{"cli-not-logged-in", "keyvault-firewall", "error", "warning"}},
		{[]string{"list", "patients"}, []string{"vault-firewall"}},
		{[]string{"schema"}, []string{`"$schema"`, "2020-12", "schemaVersion"}},
		{[]string{"schema", "report"}, []string{`"$schema"`, "urn:azdoctor:report"}},
		{[]string{"schema", "explanation"}, []string{`"$schema"`, "2020-12", "schemaVersion"}},
		{[]string{"schema", "catalogue"}, []string{`"$schema"`, "2020-12"}},
		{[]string{"list", "causes", "--format", "json"}, []string{`"entries"`, `"keyvault-firewall"`}},
		{[]string{"list", "causes", "--format", "markdown"}, []string{"# ", "keyvault-firewall"}},
		{[]string{"explain", "--help"}, []string{"Ctrl-D", "Exit codes", "--catalogue"}},
		{[]string{"completion", "bash"}, []string{"complete -o default -F _azdoctor azdoctor"}},
		{[]string{"completion", "zsh"}, []string{"#compdef azdoctor"}},
		{[]string{"completion", "fish"}, []string{"complete -c azdoctor"}},
		{[]string{"completion", "powershell"}, []string{"Register-ArgumentCompleter"}},
		{[]string{"--version"}, []string{"azdoctor "}},
		{[]string{"--help"}, []string{"--vault", "Examples:", "azdoctor demo", "AZDOCTOR_MIN_SCORE", "Exit codes"}},
		{[]string{"check", "--help"}, []string{"--require", "Examples:"}},
		{[]string{"--plan", "--vault", "contoso-kv"}, []string{"contoso-kv.vault.azure.net", "azureProfile.json", "az account get-access-token"}},
	} {
		got := azdoctor(t, bareMachine(t), test.args...)
		if got.code != 0 || got.stderr != "" {
			t.Errorf("%q: exit %d, %q", test.args, got.code, got.stderr)
		}
		for _, part := range test.want {
			if !strings.Contains(got.stdout, part) {
				t.Errorf("%q does not print %q", test.args, part)
			}
		}
	}
}

func TestCompletionOffersWhatMayFollow(t *testing.T) {
	for _, test := range []struct{ before, word, want string }{
		{"", "", "check explain demo list schema completion"},
		{"", "c", "check completion"},
		{"", "--v", "--vault --verbose --version"},
		{"check", "--fo", "--format"},
		{"", "--fo", "--format"},
		{"--format", "", "text json"},
		{"check --format", "j", "json"},
		{"--format =", "j", "json"},
		{"check", "--format=j", "--format=json"},
		{"--fail-on", "", "error warning never"},
		{"check --only", "key", "key-vault"},
		{"--vault", "", ""},
		{"--vault demo", "l", "list"},
		{"--quiet", "de", "demo"},
		{"check", "", ""},
		{"demo", "vault-fire", "vault-firewall"},
		{"demo vault-firewall", "", ""},
		{"demo", "--va", ""},
		{"list", "", "checks causes patients"},
		{"completion", "", "bash zsh fish powershell"},
		{"schema", "", "report explanation catalogue"},
		{"explain", "keyvault-fire", "keyvault-firewall"},
		{"explain keyvault-firewall", "ForbiddenByF", "ForbiddenByFirewall"},
		{"explain", "../../tes", "../../testdata/"},
		{"list causes --format", "", "text json markdown"},
	} {
		got := azdoctor(t, bareMachine(t), append(strings.Fields(test.before), "--complete="+test.word)...)
		if words := strings.Join(strings.Fields(got.stdout), " "); words != test.want || got.code != 0 || got.stderr != "" {
			t.Errorf("azdoctor %s %s: %q (exit %d, %q), want %q", test.before, test.word, words, got.code, got.stderr, test.want)
		}
	}
}

// TestBashCompletes asks a real bash, as its user does by the tab key.
func TestBashCompletes(t *testing.T) {
	bash, err := exec.LookPath("bash")
	if err != nil {
		t.Skip("bash is not installed on this machine, so its completion was not tried: ", err)
	}
	script := `source <(azdoctor completion bash)
try() { COMP_WORDS=(azdoctor "$@") COMP_CWORD=$# COMPREPLY=(); _azdoctor; echo "${COMPREPLY[*]}"; }
try --v; try --; try demo vault-fire; try --format ""`
	command := exec.Command(bash, "--norc", "-c", script)
	got := wait(t, command, append(bareMachine(t), "PATH="+filepath.Dir(program)+":/usr/bin:/bin"), command.Run)
	lines := strings.Split(got.stdout, "\n")
	if len(lines) < 4 || lines[0] != "--vault --verbose --version" || !strings.Contains(lines[1], "--require") || lines[2] != "vault-firewall" || lines[3] != "text json" {
		t.Errorf("%q %q", got.stdout, got.stderr)
	}
}

func TestReadersThatHaveSeenEnoughChangeNoExitCode(t *testing.T) {
	for _, args := range [][]string{{"demo"}, {"demo", "--format", "json"}, {"schema"}, {"list", "causes"}} {
		read, written, err := os.Pipe()
		if err != nil {
			t.Fatal(err)
		}
		read.Close()
		command := exec.Command(program, args...)
		command.Env, command.Stdout = bareMachine(t), written
		var stderr strings.Builder
		command.Stderr = &stderr
		command.Run()
		written.Close()
		want := 0
		if args[0] == "demo" {
			want = 1
		}
		if code := command.ProcessState.ExitCode(); code != want || stderr.String() != "" {
			t.Errorf("%q: exit %d, want %d; %q", args, code, want, stderr.String())
		}
	}
}

func TestREADMEShowsARealReport(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	var shown []string
	for line := range strings.Lines(azdoctor(t, bareMachine(t), "demo", "vault-firewall").stdout) {
		if line = strings.TrimRight(line, "\n"); line != "" {
			line = "    " + line
		}
		shown = append(shown, line)
	}
	if !strings.Contains(string(readme), strings.Join(shown, "\n")) {
		t.Errorf("the README's report is not what `azdoctor demo vault-firewall` prints:\n%s", strings.Join(shown, "\n"))
	}
}
