//go:build unix

package acceptance

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// The failures of these tests, as programs print them.
const (
	expiredSignIn = "ERROR: AADSTS700082: The refresh token has expired due to inactivity. The token was issued on 2026-05-02T09:14:11.1234567Z and was inactive for 90.00:00:00. " +
		"Trace ID: 66666666-6666-6666-6666-666666666666 Correlation ID: 77777777-7777-7777-7777-777777777777 Timestamp: 2026-11-22 17:00:00Z\n" +
		"Interactive authentication is needed. Please run:\naz login --scope https://vault.azure.net/.default\n"
	firewall = "(Forbidden) Client address is not authorized and caller is not a trusted service.\nClient address: 203.0.113.7\n" +
		"Caller: appid=04b07795-8ddb-461a-bbee-02f9e1bf7b46;oid=44444444-4444-4444-4444-444444444444;iss=https://sts.windows.net/11111111-1111-1111-1111-111111111111/\n" +
		"Vault: contoso-kv;location=westeurope\nCode: Forbidden\nInner error: {\n    \"code\": \"ForbiddenByFirewall\"\n}\n"
	noRole = "ERROR: (Forbidden) Caller is not authorized to perform action on resource.\n" +
		"If role assignments, deny assignments or role definitions were changed recently, please observe propagation time.\n" +
		"Caller: appid=04b07795-8ddb-461a-bbee-02f9e1bf7b46;oid=44444444-4444-4444-4444-444444444444;iss=https://sts.windows.net/11111111-1111-1111-1111-111111111111/\n" +
		"Action: 'Microsoft.KeyVault/vaults/secrets/getSecret/action'\n" +
		"Resource: '/subscriptions/33333333-3333-3333-3333-333333333333/resourcegroups/contoso-rg/providers/microsoft.keyvault/vaults/contoso-kv/secrets/db-password'\n" +
		"Assignment: (not found)\nDenyAssignmentId: null\nDecisionReason: 'DeniedWithNoValidRBAC'\nVault: contoso-kv;location=westeurope\nCode: Forbidden\nInner error: {\n    \"code\": \"ForbiddenByRbac\"\n}\n"
	foreign = "npm ERR! 401 Unauthorized - GET https://npm.contoso.example/left-pad\n"
)

// explaining runs azdoctor explain with this standard input.
func explaining(t testing.TB, stdin string, args ...string) outcome {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	command := exec.CommandContext(ctx, program, append([]string{"explain"}, args...)...)
	command.Stdin = strings.NewReader(stdin)
	return wait(t, command, bareMachine(t), command.Run)
}

// explained is the part of the JSON document that these tests read.
type explained struct {
	ExitCode   int
	Recognised bool
	Findings   []struct {
		Cause  string
		Count  int
		Ranges []struct {
			File        string
			First, Last int
		}
		Evidence []struct{ Name, Value string }
		Fixes    []struct {
			Run *struct{ Posix string }
		}
	}
	Entries []struct {
		Cause string
		Code  *struct{ Code string }
	}
}

// readExplanation reads what must be one JSON document of the published schema.
func readExplanation(t testing.TB, text string) explained {
	t.Helper()
	schema, err := jsonschema.UnmarshalJSON(strings.NewReader(azdoctor(t, bareMachine(t), "schema", "explanation").stdout))
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource("schema.json", schema); err != nil {
		t.Fatal(err)
	}
	compiled, err := compiler.Compile("schema.json")
	if err != nil {
		t.Fatal(err)
	}
	document, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
	if err != nil {
		t.Fatalf("no JSON document: %v\n%s", err, text)
	}
	if err := compiled.Validate(document); err != nil {
		t.Error(err)
	}
	var e explained
	if err := json.Unmarshal([]byte(text), &e); err != nil {
		t.Fatal(err)
	}
	return e
}

func (e explained) causes() []string {
	var slugs []string
	for _, f := range e.Findings {
		slugs = append(slugs, f.Cause)
	}
	for _, entry := range e.Entries {
		slugs = append(slugs, entry.Cause)
	}
	return slugs
}

// written is a new file of this content.
func written(t testing.TB, name, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// asUTF16 is a text as Windows PowerShell redirects it into a file.
func asUTF16(text string) string {
	content := []byte{0xff, 0xfe}
	for _, unit := range utf16.Encode([]rune(strings.ReplaceAll(text, "\n", "\r\n"))) {
		content = append(content, byte(unit), byte(unit>>8))
	}
	return string(content)
}

func TestExplainReadsStandardInputAndFiles(t *testing.T) {
	log, other := written(t, "ci.log", "starting\n"+expiredSignIn), written(t, "other.log", firewall)
	for _, test := range []struct {
		stdin string
		args  []string
		want  []string
	}{
		{expiredSignIn, nil, []string{"refresh-token-expired"}},
		{expiredSignIn, []string{"-"}, []string{"refresh-token-expired"}},
		{"", []string{log}, []string{"refresh-token-expired"}},
		{"", []string{log, other}, []string{"refresh-token-expired", "keyvault-firewall"}},
		{firewall, []string{log, "-"}, []string{"refresh-token-expired", "keyvault-firewall"}},
		{"", []string{log, log}, []string{"refresh-token-expired"}},
		{"", []string{written(t, "powershell.log", asUTF16(expiredSignIn))}, []string{"refresh-token-expired"}},
		{strings.ReplaceAll(expiredSignIn, "\n", "\r\n"), nil, []string{"refresh-token-expired"}},
		{expiredSignIn, []string{"/dev/stdin"}, []string{"refresh-token-expired"}},
	} {
		asText, asJSON := explaining(t, test.stdin, test.args...), explaining(t, test.stdin, append(test.args, "--format", "json")...)
		e := readExplanation(t, asJSON.stdout)
		if found := slices.Sorted(slices.Values(e.causes())); !slices.Equal(found, slices.Sorted(slices.Values(test.want))) {
			t.Errorf("%q: %q, want %q", test.args, found, test.want)
		}
		if asText.code != 0 || asJSON.code != 0 || e.ExitCode != 0 || asText.stderr+asJSON.stderr != "" {
			t.Errorf("%q: exit %d and %d, %q", test.args, asText.code, asJSON.code, asText.stderr+asJSON.stderr)
		}
		for _, slug := range test.want {
			if !strings.Contains(asText.stdout, "["+slug+"]") {
				t.Errorf("%q: the text does not name %s:\n%s", test.args, slug, asText.stdout)
			}
		}
	}
}

func TestExplainFillsTheCommandFromTheText(t *testing.T) {
	got := explaining(t, firewall)
	if command := "az keyvault network-rule add --name contoso-kv --ip-address 203.0.113.7"; !strings.Contains(got.stdout, command) {
		t.Errorf("%q is not in:\n%s", command, got.stdout)
	}
}

func TestExplainPrintsEntriesOfTheCatalogue(t *testing.T) {
	for _, test := range []struct {
		words []string
		want  []string
	}{
		{[]string{"keyvault-firewall"}, []string{"keyvault-firewall"}},
		{[]string{"AADSTS700082"}, []string{"refresh-token-expired"}},
		{[]string{"aadsts700082"}, []string{"refresh-token-expired"}},
		{[]string{"700082"}, []string{"refresh-token-expired"}},
		{[]string{"ForbiddenByRbac", "AADSTS700016", "keyvault-firewall"}, []string{"keyvault-rbac-missing", "app-not-found-in-tenant", "keyvault-firewall"}},
	} {
		asText, asJSON := explaining(t, "", test.words...), explaining(t, "", append(test.words, "--format", "json")...)
		if e := readExplanation(t, asJSON.stdout); !slices.Equal(e.causes(), test.want) {
			t.Errorf("%q: %q, want %q", test.words, e.causes(), test.want)
		}
		if asText.code != 0 || asText.stderr != "" || !strings.Contains(asText.stdout, "["+test.want[0]+"]") {
			t.Errorf("%q: exit %d, %q:\n%s", test.words, asText.code, asText.stderr, asText.stdout)
		}
	}
}

func TestAWordIsAnEntryBeforeItIsAFile(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"keyvault-firewall", "20261122"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(expiredSignIn), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for word, entry := range map[string]bool{"keyvault-firewall": true, "./keyvault-firewall": false, "20261122": false} {
		command := exec.Command(program, "explain", "--format", "json", word)
		command.Dir = dir
		got := wait(t, command, bareMachine(t), command.Run)
		if e := readExplanation(t, got.stdout); (len(e.Entries) == 1) != entry || got.code != 0 {
			t.Errorf("%s: %d entries, %d findings, exit %d", word, len(e.Entries), len(e.Findings), got.code)
		}
	}
}

func TestNotRecognisedExitsWithOneAndSaysHowToFindOut(t *testing.T) {
	for _, text := range []string{foreign, "hello\n", "Login successful.\n"} {
		asText, asJSON := explaining(t, text), explaining(t, text, "--format", "json")
		if e := readExplanation(t, asJSON.stdout); asText.code != 1 || asJSON.code != 1 || e.ExitCode != 1 || e.Recognised || len(e.Findings) > 0 {
			t.Errorf("%q: exit %d and %d, %+v", text, asText.code, asJSON.code, e)
		}
		if !strings.Contains(asText.stdout, "Cannot tell") || !strings.Contains(asText.stdout, "\n    azdoctor\n") {
			t.Errorf("%q: %s", text, asText.stdout)
		}
	}
}

func TestExplainUsageErrorsNameTheNearest(t *testing.T) {
	log := written(t, "deploy.log", expiredSignIn)
	for _, test := range []struct{ args, want []string }{
		{[]string{"keyvault-firewal"}, []string{`"keyvault-firewal"`, "nearest: keyvault-firewall"}},
		{[]string{"ForbidenByRbac"}, []string{"nearest: ForbiddenByRbac"}},
		{[]string{filepath.Join(filepath.Dir(log), "deplyo.log")}, []string{"nearest: " + log}},
		{[]string{"AADSTS700082: The refresh token has expired"}, []string{"azdoctor explain -"}},
		{[]string{log, "keyvault-firewall"}, []string{"not both", log}},
		{[]string{"--format", "markdown", log}, []string{"--format", `"markdown"`}},
		{[]string{"--vault", "contoso-kv", log}, []string{"explain", "--vault"}},
		{[]string{log, "--output", log}, []string{"--output", "overwritten"}},
		{[]string{"\x1b]0;title\x07"}, []string{"nearest"}},
		{[]string{"--quiet", "--verbose", log}, []string{"--quiet", "--verbose"}},
	} {
		got := explaining(t, expiredSignIn, test.args...)
		line := oneLine(t, got.stderr)
		if got.code != 2 || got.stdout != "" {
			t.Errorf("%q: exit %d, %q", test.args, got.code, got.stdout)
		}
		for _, part := range test.want {
			if !strings.Contains(line, part) {
				t.Errorf("%q: %q does not say %q", test.args, line, part)
			}
		}
		if strings.ContainsAny(line, "\x1b\x07") {
			t.Errorf("%q carries control characters", line)
		}
	}
	if content, _ := os.ReadFile(log); string(content) != expiredSignIn {
		t.Error("the text was overwritten")
	}
}

func TestWhatCannotBeReadIsNamedAndTheRestIsRead(t *testing.T) {
	empty, log := written(t, "empty.log", ""), written(t, "ci.log", expiredSignIn)
	folder := filepath.Dir(log)
	for _, test := range []struct {
		args []string
		want []string
		code int
	}{
		{[]string{folder}, []string{folder, "folder", "name the files"}, 3},
		{[]string{empty}, []string{empty, "empty"}, 3},
		{nil, []string{"standard input is empty"}, 3},
		{[]string{folder, log}, []string{folder, "folder"}, 0},
		{[]string{empty, log}, []string{empty}, 0},
	} {
		got := explaining(t, "", test.args...)
		line := oneLine(t, got.stderr)
		for _, part := range test.want {
			if !strings.Contains(line, part) {
				t.Errorf("%q: %q does not say %q", test.args, line, part)
			}
		}
		if got.code != test.code || test.code == 0 && !strings.Contains(got.stdout, "[refresh-token-expired]") {
			t.Errorf("%q: exit %d, want %d:\n%s", test.args, got.code, test.code, got.stdout)
		}
	}
}

func TestExplainWritesItsFile(t *testing.T) {
	file := filepath.Join(t.TempDir(), "answer.json")
	got := explaining(t, expiredSignIn, "--format", "json", "--output", file)
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if e := readExplanation(t, string(content)); !slices.Equal(e.causes(), []string{"refresh-token-expired"}) {
		t.Errorf("%q", e.causes())
	}
	if got.stdout != "" || got.stderr != "" || got.code != 0 {
		t.Errorf("exit %d, wrote %q and %q beside the file", got.code, got.stdout, got.stderr)
	}
}

func TestExplainColoursOnlyWhenAsked(t *testing.T) {
	if got := explaining(t, expiredSignIn); strings.Contains(got.stdout, "\x1b") {
		t.Error("a pipe is coloured")
	}
	if got := explaining(t, expiredSignIn, "--color", "always"); !strings.Contains(got.stdout, "\x1b[") {
		t.Error("--color always has no effect")
	}
	if got := explaining(t, expiredSignIn, "--quiet"); strings.Count(got.stdout, "\n") > 5 || !strings.Contains(got.stdout, "az login") {
		t.Errorf("--quiet writes:\n%s", got.stdout)
	}
}

// TestExplainToleratesAReaderThatIsGone: the exit code is the text's, and nothing is said.
func TestExplainToleratesAReaderThatIsGone(t *testing.T) {
	for _, args := range [][]string{{"explain"}, {"explain", "--format", "json"}, {"explain", "keyvault-firewall"}} {
		read, write, err := os.Pipe()
		if err != nil {
			t.Fatal(err)
		}
		read.Close()
		command := exec.Command(program, args...)
		var stderr strings.Builder
		command.Env, command.Stdin, command.Stdout, command.Stderr = bareMachine(t), strings.NewReader(expiredSignIn), write, &stderr
		command.Run()
		write.Close()
		if code := command.ProcessState.ExitCode(); code != 0 || stderr.String() != "" {
			t.Errorf("%q: exit %d, %q", args, code, stderr.String())
		}
	}
}

// TestInterruptedExplainPrintsWhatItKnows interrupts a text that never ends, with and without lines still coming.
func TestInterruptedExplainPrintsWhatItKnows(t *testing.T) {
	for name, goesOn := range map[string]bool{"silent": false, "talking": true} {
		for _, format := range []string{"text", "json"} {
			t.Run(name+" "+format, func(t *testing.T) {
				ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
				defer cancel()
				command := exec.CommandContext(ctx, program, "explain", "--format", format)
				stdin, err := command.StdinPipe()
				if err != nil {
					t.Fatal(err)
				}
				got := wait(t, command, bareMachine(t), func() error {
					if err := command.Start(); err != nil {
						return err
					}
					io.WriteString(stdin, expiredSignIn+strings.Repeat("building\n", 1000))
					for range 100 {
						if goesOn {
							io.WriteString(stdin, strings.Repeat("building\n", 10000))
						}
						time.Sleep(5 * time.Millisecond)
					}
					command.Process.Signal(os.Interrupt)
					return command.Wait()
				})
				if got.code != 130 || !strings.Contains(got.stdout, "refresh-token-expired") {
					t.Errorf("exit %d, want 130: %q %q", got.code, got.stdout, got.stderr)
				}
				if format == "json" && got.code == 130 && readExplanation(t, got.stdout).ExitCode != 130 {
					t.Error("the document carries another exit code")
				}
			})
		}
	}
}

// TestExplainNeverEchoesSecrets pastes what people paste: a failure with everything around it.
func TestExplainNeverEchoesSecrets(t *testing.T) {
	const canary = "canary0123456789abcdefghijklmnopq"
	secrets := strings.Join([]string{
		"Authorization: Bearer eyJ0eXAiOiJKV1QifQ.eyJvaWQi" + canary + "." + canary, "access_token=" + canary, `{"refresh_token":"1.A` + canary + `","client_secret":"` + canary + `"}`,
		"Set-Cookie: ESTSAUTH=" + canary + "; path=/", "https://contoso.blob.core.windows.net/logs?sv=2026-01-01&sig=" + canary, "DefaultEndpointsProtocol=https;AccountName=contoso;AccountKey=" + canary + "==;",
		"az login --service-principal -u 22222222-2222-2222-2222-222222222222 --password=" + canary, "HTTPS_PROXY=http://alice:" + canary + "@proxy.contoso.com:3128",
		"-----BEGIN PRIVATE KEY-----\nMII" + canary + "\n-----END PRIVATE KEY-----", "\x1b]0;owned\x07\x1b[2J\u202e",
	}, "\n") + "\n"
	text := secrets + expiredSignIn + secrets + firewall + secrets + strings.ReplaceAll(expiredSignIn, "AADSTS700082: The refresh", "AADSTS700082: "+strings.ReplaceAll(secrets, "\n", " ")+" The refresh") + secrets
	file := written(t, "pasted\x1b[31m.log", text)
	for _, args := range [][]string{{}, {"--verbose"}, {"--quiet"}, {"--format", "json"}, {"--format", "json", "--verbose"}, {"--color", "never", file}, {"--format", "json", file}, {filepath.Dir(file)}} {
		got := explaining(t, text, args...)
		if output := got.stdout + got.stderr; strings.Contains(output, "canary") || strings.ContainsAny(output, "\x1b\x07\u202e") {
			t.Errorf("%q lets a secret or an escape sequence through:\n%s", args, output)
		}
		if !bytes.Contains([]byte(got.stdout), []byte("refresh-token-expired")) && got.code != 3 && !slices.Contains(args, "--quiet") {
			t.Errorf("%q: the failure among the secrets is not found:\n%s", args, got.stdout)
		}
	}
}

var update = flag.Bool("update", false, "rewrite the README's explanation")

func TestREADMEShowsARealExplanation(t *testing.T) {
	const file, command, after = "../../README.md", "2>&1 | azdoctor explain\n", "\nIt reads anything"
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, found := strings.Cut(string(content), command)
	_, behind, ends := strings.Cut(rest, after)
	if !found || !ends {
		t.Fatalf("the README has no %q before %q", command, after)
	}
	want := before + command + indented(explaining(t, noRole).stdout) + after + behind
	if *update {
		if err := os.WriteFile(file, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	} else if string(content) != want {
		t.Errorf("the README's explanation is not what azdoctor prints (go test ./checks/acceptance -run README -update rewrites it):\n%s", explaining(t, noRole).stdout)
	}
	if !strings.Contains(want, indented(company)) {
		t.Errorf("the README's catalogue is not:\n%s", indented(company))
	}
}

// indented is a text as a block of code of Markdown.
func indented(text string) string {
	var shown strings.Builder
	for line := range strings.Lines(text) {
		if line != "\n" {
			line = "    " + line
		}
		shown.WriteString(line)
	}
	return shown.String()
}

// company is a catalogue of its own.
const company = `causes:
  - slug: contoso-vpn-down
    severity: error
    title: The VPN is not connected
    why: Sign-in leads through the VPN, and this machine is outside.
    fixes:
      - {do: Connect the VPN, run: contoso-vpn connect}
    see: https://wiki.contoso.example/vpn
    phrases: ["contoso gateway … refused"]
adapt:
  keyvault-firewall:
    fixes-first:
      - do: Request access at https://access.contoso.example
    avoid: Nobody opens the firewall by hand here.
off:
  refresh-token-expired: Our sign-in wrapper renews it
`

func TestCatalogueOfACompanyCountsEverywhere(t *testing.T) {
	file := written(t, "company.yaml", company)
	for _, test := range []struct {
		stdin string
		args  []string
		want  string
		code  int
	}{
		{firewall, []string{"explain"}, "Request access at https://access.contoso.example", 0},
		{"azure sign-in: contoso gateway 10.0.0.1 refused the connection\n", []string{"explain"}, "[contoso-vpn-down]", 0},
		{expiredSignIn, []string{"explain"}, "Cannot tell", 1},
		{"", []string{"explain", "contoso-vpn-down"}, "contoso-vpn connect", 0},
		{"", []string{"list", "causes"}, "contoso-vpn-down", 0},
		{"", []string{"list", "causes", "--format", "json"}, "contoso-vpn-down", 0},
		{"", []string{"demo", "vault-firewall"}, "Request access at https://access.contoso.example", 1},
	} {
		for _, way := range []struct{ args, environ []string }{{append(test.args, "--catalogue", file), nil}, {test.args, []string{"AZDOCTOR_CATALOGUE=" + file}}} {
			command := exec.Command(program, way.args...)
			command.Stdin = strings.NewReader(test.stdin)
			got := wait(t, command, append(bareMachine(t), way.environ...), command.Run)
			if got.code != test.code || got.stderr != "" || !strings.Contains(got.stdout, test.want) {
				t.Errorf("%q: exit %d, %q, and not %q in:\n%s", way.args, got.code, got.stderr, test.want, got.stdout)
			}
		}
	}
	if got := explaining(t, "", "AADSTS700082", "--catalogue", file); got.code != 2 || !strings.Contains(oneLine(t, got.stderr), "Our sign-in wrapper renews it") {
		t.Errorf("exit %d, %q", got.code, got.stderr)
	}
}

func TestMistakesOfACatalogueAreALineEach(t *testing.T) {
	file := written(t, "company.yaml", strings.ReplaceAll(strings.ReplaceAll(company, "severity: error", "severity: fatal"), "keyvault-firewall:", "keyvault-firewal:"))
	for _, args := range [][]string{{"explain"}, {"check"}, {"demo"}, {"list", "causes"}} {
		got := azdoctor(t, bareMachine(t), append(args, "--catalogue", file)...)
		lines := strings.Split(strings.TrimSuffix(got.stderr, "\n"), "\n")
		if got.code != 2 || got.stdout != "" || len(lines) != 2 {
			t.Fatalf("%q: exit %d, %q", args, got.code, got.stderr)
		}
		for i, part := range []string{"fatal", "keyvault-firewall"} {
			if !strings.HasPrefix(lines[i], "azdoctor: "+file+":") || !strings.Contains(lines[i], part) {
				t.Errorf("%q: %q does not name the file and %q", args, lines[i], part)
			}
		}
	}
	if got := azdoctor(t, bareMachine(t), "--catalogue", "/nonexistent.yaml"); got.code != 2 || !strings.Contains(oneLine(t, got.stderr), "/nonexistent.yaml") {
		t.Errorf("exit %d, %q", got.code, got.stderr)
	}
}
