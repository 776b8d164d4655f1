package checks

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"azdoctor/checks/azuretest"
)

// sdkForm and directForm match the two ways azd is asked.
const (
	sdkForm    = "auth token -o json --no-prompt --scope*"
	directForm = "auth token --output=json --no-prompt --scope=*"
)

// signInDeveloperCLI leaves the files of azd with somebody signed in.
func (m *machine) signInDeveloperCLI(id azuretest.Identity) *machine {
	azuretest.WriteAzureDeveloperCLIFiles(m.t, filepath.Join(m.Home, ".azd"), azuretest.AzureDeveloperCLISignIn{Identity: id})
	return m
}

func azdToken(id azuretest.Identity) string {
	return azuretest.AzureDeveloperCLIToken(id, azuretest.ManagementAudience, time.Hour)
}

func TestAzureDeveloperCLIGivesAToken(t *testing.T) {
	m := newMachine(t).signInDeveloperCLI(azuretest.Alice)
	azd := m.install("azd", azuretest.Script{Match: sdkForm, Stdout: azdToken(azuretest.Alice)})
	o, result := m.judged(Request{Checks: []string{AzureDeveloperCLI.ID}})
	if result.Status != Pass || !strings.HasPrefix(result.Summary, "alice@contoso.com, tenant "+azuretest.TenantID) {
		t.Errorf("%s: %s: %s", result.Status, result.Summary, slugsOf(result))
	}
	if len(azd.Calls()) != 1 || o.AzureDeveloperCLI.Direct != nil {
		t.Errorf("azd was started for %q", azd.Calls())
	}
	if strings.Contains(asJSON(t, o), azuretest.Canary) {
		t.Error("a secret is among the observations")
	}
}

func TestAzureDeveloperCLIIsNotStarted(t *testing.T) {
	damaged := func(m *machine, name string) { m.write(filepath.Join(m.Home, ".azd", name), "{") }
	tests := []struct {
		name    string
		prepare func(*machine)
		slug    string
	}{
		{"never signed in", func(m *machine) {}, "azd-not-logged-in"},
		{"damaged auth.json", func(m *machine) { damaged(m, "auth.json") }, "azd-token-cache-corrupt"},
		{"damaged config.json", func(m *machine) { damaged(m, "config.json") }, "azd-token-cache-corrupt"},
		{"delegates to an az with nobody", func(m *machine) {
			azuretest.WriteAzureDeveloperCLIFiles(m.t, filepath.Join(m.Home, ".azd"), azuretest.AzureDeveloperCLISignIn{UseAzureCLI: true})
			azuretest.WriteAzureCLIFiles(m.t, filepath.Join(m.Home, ".azure"))
		}, "azd-delegates-to-cli"},
		{"delegates to an az with a damaged profile", func(m *machine) {
			azuretest.WriteAzureDeveloperCLIFiles(m.t, filepath.Join(m.Home, ".azd"), azuretest.AzureDeveloperCLISignIn{UseAzureCLI: true})
			m.write(filepath.Join(m.Home, ".azure", "azureProfile.json"), "{")
		}, "azd-delegates-to-cli"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			m := newMachine(t)
			az, azd := m.install("az", azuretest.Script{Stdout: "{}"}), m.install("azd", azuretest.Script{Stdout: "{}"})
			test.prepare(m)
			results := Judge(m.run(Request{Checks: []string{AzureCLI.ID, AzureDeveloperCLI.ID}}))
			if !strings.HasPrefix(slugsOf(results[1]), test.slug) {
				t.Errorf("%s: %s (%s)", results[1].Status, slugsOf(results[1]), results[1].Summary)
			}
			if calls := append(az.Calls(), azd.Calls()...); len(calls) != 0 {
				t.Errorf("started: %q", calls)
			}
		})
	}
}

// TestAskBothWays asks an azd that is slow in the SDK's form, or not.
func TestAskBothWays(t *testing.T) {
	ask := func(t *testing.T, patience time.Duration, scripts ...azuretest.Script) (direct *TokenAttempt, calls []string) {
		m := newMachine(t).signInDeveloperCLI(azuretest.Alice)
		azd := m.install("azd", scripts...)
		defer trackProcesses()()
		direct = m.session(Request{Tenant: azuretest.TenantID}).askAzureDeveloperCLI(t.Context(), azd.Path, patience)
		return direct, azd.Calls()
	}
	quick := azuretest.Script{Match: sdkForm, Stdout: azdToken(azuretest.Alice)}
	slow := azuretest.Script{Match: sdkForm, Stdout: azdToken(azuretest.Alice), Delay: 3 * time.Second}
	if direct, calls := ask(t, time.Hour, quick); direct != nil || len(calls) != 1 {
		t.Errorf("quick in the SDK's form: %+v, started for %q", direct, calls)
	}
	if direct, calls := ask(t, time.Millisecond, slow, azuretest.Script{Match: directForm, Stdout: azdToken(azuretest.Alice)}); direct == nil || direct.Outcome != OutcomeToken || len(calls) != 2 {
		t.Errorf("slow in the SDK's form: %+v, started for %q", direct, calls)
	}
	if direct, _ := ask(t, time.Millisecond, slow, azuretest.Script{Match: directForm, Hang: true, IgnoreSignals: true}); direct != nil {
		t.Errorf("slow in both: %+v", direct)
	}
}

func TestAskDirectly(t *testing.T) {
	tests := []struct {
		name    string
		script  azuretest.Script
		outcome Outcome
		text    string
	}{
		{"token", azuretest.Script{Match: directForm, Stdout: azdToken(azuretest.Alice)}, OutcomeToken, ""},
		{"with the tenant", azuretest.Script{Match: "*--tenant-id=" + azuretest.TenantID, Stdout: azdToken(azuretest.Alice)}, OutcomeToken, ""},
		{"fork", azuretest.Script{Stdout: azdToken(azuretest.Alice), ForkAndKeepPipes: true}, OutcomeToken, ""},
		{"refusal", azuretest.Script{ExitCode: 1, Stderr: azuretest.AzureDeveloperCLIError("AADSTS50076: MFA", "Reauthentication required.", "run azd auth login")}, OutcomeFailed, "AADSTS50076: MFA"},
		{"console message", azuretest.Script{ExitCode: 1, Stderr: `{"type":"consoleMessage","data":{"message":"\nERROR: not logged in\n"}}`}, OutcomeFailed, "ERROR: not logged in"},
		{"garbage", azuretest.Script{Stdout: "\x1b[2J"}, OutcomeFailed, "not the JSON"},
		{"a token that is none", azuretest.Script{Stdout: `{"token": 5}`}, OutcomeFailed, "not the JSON"},
		{"silence", azuretest.Script{ExitCode: 3}, OutcomeFailed, "exit status 3"},
		{"megabytes", azuretest.Script{ExitCode: 1, Stdout: strings.Repeat("x", 4<<20), Stderr: strings.Repeat("y", 4<<20)}, OutcomeFailed, "shortened"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			m := newMachine(t)
			azd := m.install("azd", test.script)
			defer trackProcesses()()
			s := m.session(Request{})
			direct := s.askDirectly(t.Context(), azd.Path, TokenRequest{Credential: CredentialAzureDeveloperCLI, Scope: "https://vault.azure.net/.default", Tenant: azuretest.TenantID})
			if direct == nil {
				t.Fatal("no answer")
			}
			if direct.Outcome != test.outcome || !strings.Contains(direct.Error, test.text) || len(direct.Error) > 2*maxTextBytes {
				t.Errorf("%s: %.200s", direct.Outcome, direct.Error)
			}
			if direct.Outcome == OutcomeToken && (direct.Identity == nil || direct.Identity.Name != "alice@contoso.com" || direct.ExpiresAt.IsZero() || strings.Contains(s.secrets.cleanText("a "+tokenIn(test.script.Stdout)), azuretest.Canary)) {
				t.Errorf("%+v", direct)
			}
			if strings.Contains(asJSON(t, direct), azuretest.Canary) {
				t.Error("the token was kept")
			}
		})
	}
}

func TestCLIsAsDifferentPeople(t *testing.T) {
	m := newMachine(t).signInCLI().signInDeveloperCLI(azuretest.Bob)
	m.install("az", azuretest.Script{Stdout: azuretest.AzureCLIToken(azuretest.Alice, azuretest.ManagementAudience, time.Hour)})
	m.install("azd", azuretest.Script{Match: sdkForm, Stdout: azdToken(azuretest.Bob)})
	results := Judge(m.run(Request{Checks: []string{AzureCLI.ID, AzureDeveloperCLI.ID}}))
	if results[0].Status != Pass || results[1].Status != Warn || slugsOf(results[1]) != "identity-unexpected" {
		t.Errorf("az: %s %s; azd: %s %s", results[0].Status, slugsOf(results[0]), results[1].Status, slugsOf(results[1]))
	}
}

// tokenIn is the token in an answer of azd.
func tokenIn(answer string) string {
	_, after, _ := strings.Cut(answer, `"token": "`)
	token, _, _ := strings.Cut(after, `"`)
	return token
}
