package checks

import (
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"azdoctor/checks/azuretest"
)

// asAlice signs Alice in to a fake az that knows Contoso and is refused by every other tenant.
func (m *machine) asAlice() *azuretest.CLI {
	m.t.Helper()
	azuretest.WriteAzureCLIFiles(m.t, filepath.Join(m.Home, ".azure"), azuretest.AzureCLIAccount{Identity: azuretest.Alice})
	return m.install("az",
		azuretest.Script{Match: "*" + azuretest.TenantID + "*", Stdout: azuretest.AzureCLIToken(azuretest.Alice, azuretest.VaultAudience, time.Hour)},
		azuretest.Script{Match: "*", ExitCode: 1, Stderr: "ERROR: AADSTS50020: User account 'alice@contoso.com' from identity provider 'https://sts.windows.net/" + azuretest.TenantID +
			"/' does not exist in tenant 'Fabrikam' and cannot access the application '04b07795-8ddb-461a-bbee-02f9e1bf7b46'(Microsoft Azure CLI) in that tenant.\nInteractive authentication is needed. Please run:\naz login\n"})
}

// TestVaultStartsAzOncePerTenant names five vaults of two tenants.
func TestVaultStartsAzOncePerTenant(t *testing.T) {
	m := newMachine(t)
	var request Request
	for _, name := range []string{"contoso-kv", "contoso-kv2", "contoso-kv3"} {
		m.Azure.AddVault(azuretest.Vault{Name: name, Permissions: map[string][]string{azuretest.ObjectID: azuretest.AllPermissions}})
		request.Vaults = append(request.Vaults, name)
	}
	for _, name := range []string{"fabrikam-kv", "fabrikam-kv2"} {
		m.Azure.AddVault(azuretest.Vault{Name: name, TenantID: azuretest.OtherTenantID})
		request.Vaults = append(request.Vaults, name)
	}
	az := m.asAlice()
	request.Checks = []string{KeyVault.ID, AzureCLI.ID}
	o := m.run(request)
	tenants := map[string]int{}
	for _, call := range az.Calls() {
		_, tenant, _ := strings.Cut(call, "--tenant ")
		tenants[tenant]++
	}
	if len(tenants) != 2 || tenants[azuretest.TenantID] != 1 || tenants[azuretest.OtherTenantID] != 1 {
		t.Errorf("az was started for %v: %q", tenants, az.Calls())
	}
	result := judge(KeyVault, o)
	if got := weighed(result.Findings); got != "error keyvault-tenant-wrong" {
		t.Errorf("found %q", got)
	}
	if !strings.HasPrefix(result.Summary, "alice@contoso.com may read secrets of 3 of 5 vaults; fabrikam-kv answers") {
		t.Errorf("summary %q", result.Summary)
	}
	finding := result.Findings[0]
	command := finding.Remedies()[0].Run.POSIX(finding.Holes())
	if want := "az login --tenant " + azuretest.OtherTenantID + " --scope https://vault.azure.net/.default"; command != want {
		t.Errorf("fix %q, want %q", command, want)
	}
}

// TestVaultWaitsForNoOtherCredential: a metadata address that swallows packets costs the service principal nothing.
func TestVaultWaitsForNoOtherCredential(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := newMachine(t).asApp()
		m.Azure.AddVault(azuretest.Vault{Name: azuretest.VaultName, Permissions: granted("get", "list")})
		m.Azure.ServeIMDS(azuretest.IMDS{Fault: azuretest.BlackHole})
		o, judgement := m.vaultRun(Request{})
		if judgement.Status != Pass || len(o.Tokens) != 1 || o.Tokens[0].StartedMs >= 500 {
			t.Errorf("%s: %+v", judgement.Summary, o.Tokens)
		}
	})
}
