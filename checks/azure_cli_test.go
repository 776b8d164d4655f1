package checks

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"azdoctor/checks/azuretest"
)

// askAzureCLI runs the check alone and judges it.
func (m *machine) askAzureCLI(request Request) (*Observations, Result) {
	m.t.Helper()
	request.Checks = []string{AzureCLI.ID}
	return m.judged(request)
}

func (m *machine) judged(request Request) (*Observations, Result) {
	m.t.Helper()
	o := m.run(request)
	results := Judge(o)
	if len(results) != 1 {
		m.t.Fatalf("%d results", len(results))
	}
	return o, results[0]
}

func slugsOf(result Result) string {
	var found []string
	for _, finding := range result.Findings {
		found = append(found, finding.Slug)
	}
	return strings.Join(found, " ")
}

func TestAzureCLIGivesAToken(t *testing.T) {
	m := newMachine(t).signInCLI()
	az := m.install("az", azuretest.Script{Match: "account get-access-token -o json --resource https://management.azure.com", Stdout: azuretest.AzureCLIToken(azuretest.Alice, azuretest.ManagementAudience, time.Hour)})
	o, result := m.askAzureCLI(Request{})
	if result.Status != Pass || !strings.HasPrefix(result.Summary, "alice@contoso.com, tenant "+azuretest.TenantID+", token in ") {
		t.Errorf("%s: %s: %s", result.Status, result.Summary, slugsOf(result))
	}
	if len(az.Calls()) != 1 {
		t.Errorf("az was started for %q", az.Calls())
	}
	if all := asJSON(t, o); strings.Contains(all, azuretest.Canary) || strings.Contains(all, "canary") {
		t.Error("a secret is among the observations")
	}
}

// TestAzureCLIIsNotStarted counts starts where none may be.
func TestAzureCLIIsNotStarted(t *testing.T) {
	profile := func(m *machine, content string) {
		m.write(filepath.Join(m.Home, ".azure", "azureProfile.json"), content)
	}
	tests := []struct {
		name    string
		prepare func(*machine)
		request Request
		status  Status
		slug    string
	}{
		{"never signed in", func(m *machine) {}, Request{}, Fail, "cli-not-logged-in"},
		{"signed out", func(m *machine) { profile(m, bom+"{}") }, Request{}, Fail, "cli-not-logged-in"},
		{"damaged profile", func(m *machine) { m.signInCLI(); profile(m, `{"subscriptions": [`) }, Request{}, Fail, "cli-config-corrupt"},
		{"another cloud", func(m *machine) { m.signInCLI().export("AZURE_CLOUD_NAME", "AzureChinaCloud") }, Request{}, Fail, "cloud-wrong"},
		{"no default", func(m *machine) { profile(m, cliProfile(cliSubscription("AzureCloud", false, aliceUser))) }, Request{}, Fail, "subscription-not-selected"},
		{"--local", func(m *machine) { m.signInCLI() }, Request{Local: true}, Unknown, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			m := newMachine(t)
			az := m.install("az", azuretest.Script{Stdout: "{}"})
			test.prepare(m)
			before, _ := os.ReadFile(filepath.Join(m.Home, ".azure", "azureProfile.json"))
			_, result := m.askAzureCLI(test.request)
			if result.Status != test.status || slugsOf(result) != test.slug {
				t.Errorf("%s: %s (%s)", result.Status, slugsOf(result), result.Summary)
			}
			if calls := az.Calls(); len(calls) != 0 {
				t.Errorf("az was started: %q", calls)
			}
			if after, _ := os.ReadFile(filepath.Join(m.Home, ".azure", "azureProfile.json")); string(after) != string(before) {
				t.Error("azureProfile.json changed")
			}
		})
	}
}

// TestAzureCLIMisbehaves asks for tokens of an az that does what it should not.
func TestAzureCLIMisbehaves(t *testing.T) {
	token := azuretest.AzureCLIToken(azuretest.Alice, azuretest.ManagementAudience, time.Hour)
	tests := []struct {
		name   string
		script azuretest.Script
		status Status
	}{
		{"garbage", azuretest.Script{Stdout: "\x00\xff not JSON"}, Fail},
		{"nothing", azuretest.Script{}, Fail},
		{"megabytes", azuretest.Script{Stdout: strings.Repeat("x", 4<<20), Stderr: strings.Repeat("y", 4<<20), ExitCode: 1}, Fail},
		{"escape sequences and a secret", azuretest.Script{Stderr: "\x1b[2J\x1b]0;title\x07ERROR: token " + azuretest.Token(azuretest.Alice, azuretest.ManagementAudience, time.Hour) + "\u202e", ExitCode: 1}, Fail},
		{"a warning beside the token", azuretest.Script{Stdout: token, Stderr: "WARNING: You have 2 updates available."}, Pass},
		{"a child that keeps the pipes", azuretest.Script{Stdout: token, ForkAndKeepPipes: true}, Pass},
		{"a token without expires_on", azuretest.Script{Stdout: azuretest.OldAzureCLIToken(azuretest.Alice, azuretest.ManagementAudience, time.Hour)}, Pass},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			m := newMachine(t).signInCLI()
			m.install("az", test.script)
			o, result := m.askAzureCLI(Request{})
			if result.Status != test.status {
				t.Errorf("%s: %s: %s", result.Status, result.Summary, slugsOf(result))
			}
			all := asJSON(t, o)
			for _, finding := range result.Findings {
				all += asJSON(t, finding.Evidence) + finding.Detail
			}
			if len(all) > 200<<10 || strings.Contains(all, azuretest.Canary) || strings.Contains(all, `\u001b`) || strings.Contains(all, "\u202e") {
				t.Errorf("%d bytes: %.400s", len(all), all)
			}
		})
	}
}

func TestAzureCLIHangs(t *testing.T) {
	m := newMachine(t).signInCLI()
	az := m.install("az", azuretest.Script{Hang: true, IgnoreSignals: true, ForkAndKeepPipes: true})
	o := Run(t.Context(), m.System, Options{Request: Request{Checks: []string{AzureCLI.ID}}, Timeout: 500 * time.Millisecond})
	result := Judge(o)[0]
	if result.Status != Unknown || len(result.Findings) != 0 || o.Attempt(CredentialAzureCLI) == nil {
		t.Errorf("%s: %s: %s", result.Status, result.Summary, asJSON(t, o.Tokens))
	}
	if len(az.Calls()) != 1 {
		t.Errorf("az was started for %q", az.Calls())
	}
}

func TestPlanOfTheCLIs(t *testing.T) {
	m := newMachine(t).set("AZURE_CONFIG_DIR", "/tmp/ci")
	for _, check := range []Check{AzureCLI, AzureDeveloperCLI} {
		for _, local := range []bool{false, true} {
			started := false
			for _, touch := range check.Plan(m.session(Request{Local: local})) {
				started = started || touch.Kind == "process"
				if touch.What == "" || touch.Kind == "network" {
					t.Errorf("%s: %+v", check.ID, touch)
				}
			}
			if started == local {
				t.Errorf("%s: starts a process: %v, with --local: %v", check.ID, started, local)
			}
		}
	}
}

// TestRealAzureCLIFiles reads what the real az leaves behind, signed in to the stand-in and not.
func TestRealAzureCLIFiles(t *testing.T) {
	path := azuretest.FindAzureCLI(t)
	observe := func(t *testing.T, az *azuretest.AzureCLI) *AzureCLIFacts {
		system := Host()
		system.Environ = Environ(az.Env)
		return observeAzureCLI(newSession(context.Background(), system, Request{}))
	}
	t.Run("nobody", func(t *testing.T) {
		t.Parallel()
		az := azuretest.New(t).NewAzureCLI(t, path)
		if facts := observe(t, az); facts.Profile != "missing" {
			t.Errorf("before az ran: %s", asJSON(t, facts))
		}
		az.Run("account", "show")
		if facts := observe(t, az); facts.Profile != "empty" || facts.SignedIn() || facts.Cloud != "AzureCloud" || facts.Version == "" || facts.ConfigError != "" {
			t.Errorf("%s", asJSON(t, facts))
		}
	})
	for _, id := range []azuretest.Identity{azuretest.Alice, azuretest.App, azuretest.Machine} {
		t.Run(id.Kind, func(t *testing.T) {
			t.Parallel()
			azure := azuretest.New(t)
			azure.ServeIMDS(azuretest.IMDS{Identities: []azuretest.Identity{azuretest.Machine}})
			az := azure.LoginAzureCLI(t, path, id)
			facts := observe(t, az)
			if !facts.SignedIn() || facts.Account.Kind != id.Kind || facts.Account.TenantID != azuretest.TenantID || facts.Account.SubscriptionID != azuretest.SubscriptionID {
				t.Fatalf("%s", asJSON(t, facts))
			}
			if id.Kind != azuretest.ManagedIdentity && (facts.TokenCache != "plain" || facts.TokenCacheHasAccount == nil || !*facts.TokenCacheHasAccount) {
				t.Errorf("token cache: %s", asJSON(t, facts))
			}
			if strings.Contains(asJSON(t, facts), azuretest.Canary) {
				t.Error("a secret is among the facts")
			}
			var shown struct {
				ID   string
				User struct{ Name string }
			}
			stdout, stderr, _ := az.Run("account", "show", "--output", "json")
			if err := json.Unmarshal([]byte(stdout), &shown); err != nil || shown.ID != facts.Account.SubscriptionID || shown.User.Name != facts.Account.Name {
				t.Errorf("az account show: %+v %s", shown, stderr)
			}
			if id.Kind != azuretest.ServicePrincipal {
				return
			}
			for _, cloud := range []string{"AzureUSGovernment", "azurecloud"} {
				az.Env["AZURE_CLOUD_NAME"] = cloud
				facts := observe(t, az)
				if _, stderr, code := az.Run("account", "show"); facts.SignedIn() != (code == 0) {
					t.Errorf("%s: signed in %v, az account show: %d %s", cloud, facts.SignedIn(), code, stderr)
				}
			}
		})
	}
}
