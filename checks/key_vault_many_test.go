package checks

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"azdoctor/checks/azuretest"
)

// TestTwoHundredVaults counts what is asked of many vaults.
func TestTwoHundredVaults(t *testing.T) {
	m := newMachine(t).asApp()
	var request Request
	for i := range 200 {
		name := fmt.Sprintf("contoso-kv-%d", i)
		vault := azuretest.Vault{Name: name}
		if i%2 == 0 {
			vault.Permissions = granted("get", "list")
		}
		m.Azure.AddVault(vault)
		request.Vaults = append(request.Vaults, name)
	}
	o, judgement := m.vaultRun(request)
	if got := weighed(judgement.Findings); got != "error keyvault-rbac-missing" || judgement.Findings[0].Subject != "" {
		t.Errorf("found %q", got)
	}
	if want := "contoso-app may read secrets of 100 of 200 vaults; contoso-app may not read secrets of contoso-kv-1, and 99 more do not open"; judgement.Summary != want {
		t.Errorf("summary %q", judgement.Summary)
	}
	if f := judgement.Findings[0]; !strings.Contains(f.Detail, "100 of 200 vaults") || !strings.Contains(f.Evidence[0].Value, "and 88 more") {
		t.Errorf("%s\n%+v", f.Detail, f.Evidence[0])
	}
	if rows := o.VaultAccessTable(); len(rows) != 200 || rows[0].Read != AccessAllowed || rows[1].Read != AccessDenied || rows[1].ObjectID != azuretest.App.ObjectID || rows[1].Vault != "contoso-kv-1.vault.azure.net" {
		t.Errorf("%d rows: %+v", len(rows), rows[:2])
	}
	if len(o.Tokens) != 1 || m.Azure.Count("login.microsoftonline.com", "/token") != 1 {
		t.Errorf("%d tokens in %d requests", len(o.Tokens), m.Azure.Count("login.microsoftonline.com", "/token"))
	}
	if got := m.Azure.Count("", "/secrets"); got != 600 {
		t.Errorf("%d requests to vaults, want 3 each", got)
	}
}

// TestVaultsAtOnce hangs every vault: no more than the bound are connected to before the first gives up.
func TestVaultsAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := newMachine(t)
		request := Request{Checks: []string{KeyVault.ID}}
		for i := range 200 {
			name := fmt.Sprintf("contoso-kv-%d", i)
			m.Azure.AddVault(azuretest.Vault{Name: name, Fault: azuretest.BlackHole})
			request.Vaults = append(request.Vaults, name)
		}
		dials := 0
		go func() {
			time.Sleep(dialTimeout - time.Millisecond)
			dials = m.Azure.Dials("") - m.Azure.Dials("169.254.169.254")
		}()
		o := m.run(request)
		if dials < 1 || dials > vaultsAtOnce {
			t.Errorf("%d vaults at once, want at most %d", dials, vaultsAtOnce)
		}
		if i := slices.IndexFunc(o.KeyVault.Vaults, func(v VaultFacts) bool { return v.Unfinished }); i >= 0 || o.Probes[KeyVault.ID].Incomplete != "" {
			t.Errorf("vault %d is unfinished: %+v", i, o.Probes)
		}
		if judgement := judgeKeyVault(o); weighed(judgement.Findings) != "error keyvault-unreachable" {
			t.Errorf("found %s", weighed(judgement.Findings))
		}
	})
}

// TestVaultDeadline hands out what is known when the run ends.
func TestVaultDeadline(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := newMachine(t).asApp()
		m.Azure.AddVault(azuretest.Vault{Name: "contoso-kv", Permissions: granted("get", "list")})
		m.Azure.AddVault(azuretest.Vault{Name: "contoso-hung", Fault: azuretest.Hang})
		m.Azure.AddVault(azuretest.Vault{Name: "contoso-slow", TokenFault: azuretest.Hang})
		o := Run(t.Context(), m.System, Options{Timeout: 2 * time.Second, Request: Request{Vaults: []string{"contoso-kv", "contoso-hung", "contoso-slow"}, Checks: []string{KeyVault.ID}}})
		vaults := o.KeyVault.Vaults
		if len(vaults) != 3 || vaults[0].Unfinished || !vaults[0].Access[0].Read.Allowed() || !vaults[1].Unfinished || vaults[2].Unfinished || vaults[2].Access[0].Read != nil {
			t.Errorf("%+v", vaults)
		}
		if o.Probes[KeyVault.ID].Incomplete != "no answer within 2s" {
			t.Errorf("%+v", o.Probes)
		}
		if judgement := judgeKeyVault(o); judgement.Status != Unknown || len(judgement.Findings) > 0 || !strings.Contains(judgement.Summary, "1 of 3 vaults") {
			t.Errorf("%+v", judgement)
		}
	})
}

// TestVaultLocal connects to nobody.
func TestVaultLocal(t *testing.T) {
	m := newMachine(t).asApp()
	m.Azure.AddVault(azuretest.Vault{Name: azuretest.VaultName})
	_, judgement := m.vaultRun(Request{Local: true})
	if judgement.Status != Unknown || !strings.Contains(judgement.Summary, "--local") || m.Azure.Dials("") != 0 {
		t.Errorf("%+v after %d connections", judgement, m.Azure.Dials(""))
	}
	if touches := planKeyVault(m.session(Request{Vaults: []string{azuretest.VaultName, "x"}})); len(touches) != 3 || touches[0].What != "https://"+contosoVault {
		t.Errorf("plan %+v", touches)
	}
}

// TestVaultClock compares the clocks.
func TestVaultClock(t *testing.T) {
	for _, test := range []struct {
		ahead time.Duration
		want  string
	}{{0, ""}, {4 * time.Minute, ""}, {20 * time.Minute, "warning clock-skew"}, {-20 * time.Minute, "warning clock-skew"}} {
		m := newMachine(t)
		m.Azure.AddVault(azuretest.Vault{Name: azuretest.VaultName})
		m.Azure.SetClock(test.ahead)
		if _, judgement := m.vaultRun(Request{}); weighed(judgement.Findings) != test.want {
			t.Errorf("%s ahead: %q", test.ahead, weighed(judgement.Findings))
		}
	}
}

func BenchmarkTwoHundredVaults(b *testing.B) {
	azure := azuretest.New(b)
	system := &System{OS: "linux", Environ: Environ{}, Now: time.Now, LookupHost: azure.LookupHost, Dial: azure.Dial, Roots: azure.Roots(),
		ReadFile: func(name string, _ int64) ([]byte, error) { return nil, fmt.Errorf("no file %s", name) }}
	system.Environ = Environ{"AZURE_TENANT_ID": azuretest.TenantID, "AZURE_CLIENT_ID": azuretest.ClientID, "AZURE_CLIENT_SECRET": azuretest.ClientSecret}
	host := Host()
	system.Stat, system.ListDir = host.Stat, host.ListDir
	system.LookPath = func(string) []string { return nil }
	request := Request{Checks: []string{KeyVault.ID}}
	for i := range 200 {
		name := fmt.Sprintf("contoso-kv-%d", i)
		azure.AddVault(azuretest.Vault{Name: name, Permissions: granted("get", "list"), Delay: 50 * time.Millisecond})
		request.Vaults = append(request.Vaults, name)
	}
	for b.Loop() {
		if o := Run(b.Context(), system, Options{Request: request}); len(o.VaultAccessTable()) != 200 {
			b.Fatal("not all vaults opened")
		}
	}
}
