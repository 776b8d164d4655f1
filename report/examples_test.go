package report

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"azdoctor/checks"
	"azdoctor/checks/cause"
)

// The machines of these tests: observations and judged checks made by hand, so that they depend on no judge.

const (
	tenant   = "11111111-1111-1111-1111-111111111111"
	object   = "44444444-4444-4444-4444-444444444444"
	vaultRef = "https://vault.azure.net/.default"
)

var at = time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)

var alice = &checks.Identity{Kind: "user", Name: "alice@contoso.com", ObjectID: object, TenantID: tenant}

var app = &checks.Identity{Kind: "servicePrincipal", ClientID: "22222222-2222-2222-2222-222222222222", TenantID: tenant}

// machine is a workstation that was asked about these vaults.
func machine(vaults ...string) *checks.Observations {
	return &checks.Observations{
		At:          at,
		Request:     checks.Request{Vaults: vaults},
		Probes:      map[string]checks.ProbeRun{},
		Host:        &checks.HostFacts{Kind: "workstation", OS: "linux", Arch: "amd64"},
		Environment: &checks.EnvironmentFacts{},
		AzureCLI:    &checks.AzureCLIFacts{Paths: []string{"/usr/bin/az"}, Profile: "read", Account: &checks.AzureCLIAccount{Name: "alice@contoso.com", Kind: "user", TenantID: tenant}},
		KeyVault:    &checks.KeyVaultFacts{},
	}
}

func token(credential string, who *checks.Identity) checks.TokenAttempt {
	return checks.TokenAttempt{Credential: credential, Scope: vaultRef, Tenant: tenant, Outcome: checks.OutcomeToken, Identity: who, TookMs: 420, ExpiresAt: at.Add(time.Hour)}
}

func refusal(credential, text string) checks.TokenAttempt {
	return checks.TokenAttempt{Credential: credential, Scope: vaultRef, Outcome: checks.OutcomeFailed, TookMs: 310, Error: text}
}

// vaultSeenBy is a vault that answered each of the credentials with a status.
func vaultSeenBy(name string, answers map[string]int) checks.VaultFacts {
	v := checks.VaultFacts{Host: name + ".vault.azure.net", Connected: true, TLS: true, Status: 401, TenantID: tenant}
	for _, credential := range checks.Credentials {
		if status := answers[credential]; status != 0 {
			read := &checks.VaultAnswer{Status: status, Code: "Forbidden", FromVault: true}
			if status == 404 {
				read.Code = "SecretNotFound"
			}
			v.Access = append(v.Access, checks.VaultAccess{Credential: credential, Scope: vaultRef, Tenant: tenant, Read: read, List: &checks.VaultAnswer{Status: 403, FromVault: true}})
		}
	}
	return v
}

// result is a judged check.
func result(check checks.Check, status checks.Status, summary string, findings ...cause.Finding) checks.Result {
	return checks.Result{Check: check, TookMs: 12, Works: status == checks.Pass || status == checks.Warn, Judgement: checks.Judgement{Status: status, Summary: summary, Findings: findings}}
}

// The catalogue entries of these tests, so that its wording may change.
var (
	roleMissing = &cause.Cause{Slug: "test-role-missing", Severity: cause.Error, Title: "No role that reads secrets is assigned to this identity",
		Why: "The vault decides by role assignments, and none of them covers reading secrets.",
		Fixes: []cause.Fix{{Do: "Assign the role", Run: `az role assignment create --role "Key Vault Secrets User" --assignee-object-id {object-id} --assignee-principal-type User --scope {vault-id}`},
			{Do: "Ask an owner of the vault to do so"}},
		Avoid: "signing in again gives the same identity", See: cause.Source{URL: "https://learn.microsoft.com/azure/key-vault/general/rbac-guide", Read: "2026-11-22"}}
	signInExpired = &cause.Cause{Slug: "test-sign-in-expired", Severity: cause.Error, Title: "The stored sign-in expired",
		Fixes: []cause.Fix{{Do: "Sign in again", Run: "az login [--tenant {tenant}]"}, {Do: "Sign in with a device code", Run: "az login --use-device-code"}, {Do: "Read about it"}}}
	secretExpired = &cause.Cause{Slug: "test-secret-expired", Severity: cause.Error, Title: "The client secret expired",
		Fixes: []cause.Fix{{Do: "Make a new secret", Run: "az ad app credential reset --id {client-id}"}}}
	cliSlow  = &cause.Cause{Slug: "test-cli-slow", Severity: cause.Warning, Title: "az is slow", Fixes: []cause.Fix{{Do: "Update az", Run: "az upgrade"}}}
	unneeded = &cause.Cause{Slug: "test-unneeded", Severity: cause.Info, Title: "az is not here", Fixes: []cause.Fix{{Do: "Install it", Run: "install-az"}}}
)

// example is one machine, judged.
type example struct {
	o       *checks.Observations
	results []checks.Result
}

func (e example) report(options Options) Report {
	options.Version = "1.0.0"
	return build(e.o, e.results, options)
}

// usual are the checks of a laptop where az is all there is; others replace those of the same ID.
func usual(others ...checks.Result) []checks.Result {
	all := []checks.Result{
		result(checks.Environment, checks.Pass, "no variable that a credential reads is set"),
		result(checks.AzureCLI, checks.Pass, "alice@contoso.com, tenant "+tenant+", token in 420 ms"),
		result(checks.AzureDeveloperCLI, checks.Info, "azd is not installed"),
		result(checks.ManagedIdentity, checks.Info, "nothing answers at the metadata address: not an Azure host"),
		result(checks.KeyVault, checks.Skipped, "no vault was named"),
	}
	for _, other := range others {
		for i := range all {
			if all[i].Check.ID == other.Check.ID {
				all[i] = other
			}
		}
	}
	return all
}

func healthy() example {
	o := machine("contoso-kv")
	o.Tokens = []checks.TokenAttempt{token("azure-cli", alice)}
	o.KeyVault.Vaults = []checks.VaultFacts{vaultSeenBy("contoso-kv", map[string]int{"azure-cli": 404})}
	return example{o, usual(result(checks.KeyVault, checks.Pass, "alice@contoso.com may read secrets of contoso-kv"))}
}

func noRole() example {
	o := machine("contoso-kv")
	o.Tokens = []checks.TokenAttempt{token("azure-cli", alice)}
	o.KeyVault.Vaults = []checks.VaultFacts{vaultSeenBy("contoso-kv", map[string]int{"azure-cli": 403})}
	finding := cause.Finding{Cause: roleMissing, Credential: "azure-cli", Subject: "contoso-kv.vault.azure.net", Detail: "The vault answered 403 ForbiddenByRbac.",
		Evidence: []cause.Evidence{{Name: "object ID", Value: object, Source: "token", Fills: "object-id"},
			{Name: "what the vault said", Value: "Caller is not authorized\nto perform action on resource", Source: "GET https://contoso-kv.vault.azure.net/secrets"}}}
	return example{o, usual(result(checks.KeyVault, checks.Fail, "contoso-kv refuses alice@contoso.com", finding))}
}

func expired() example {
	o := machine()
	o.Tokens = []checks.TokenAttempt{refusal("azure-cli", "AADSTS700082: The refresh token has expired due to inactivity.")}
	finding := cause.Finding{Cause: signInExpired, Credential: "azure-cli", Evidence: []cause.Evidence{{Name: "tenant", Value: tenant, Source: "azureProfile.json", Fills: "tenant"}}}
	return example{o, usual(result(checks.AzureCLI, checks.Fail, "alice@contoso.com is signed in, but no token comes", finding))}
}

func stopped() example {
	o := machine()
	o.Environment.Variables = []checks.Variable{{Name: "AZURE_CLIENT_ID", Value: "22222222-2222-2222-2222-222222222222"}, {Name: "AZURE_TENANT_ID", Value: tenant}, {Name: "AZURE_CLIENT_SECRET", Secret: true}}
	o.Tokens = []checks.TokenAttempt{refusal("environment", "AADSTS7000222"), token("azure-cli", alice)}
	finding := cause.Finding{Cause: secretExpired, Credential: "environment"}
	return example{o, usual(result(checks.Environment, checks.Fail, "the client secret expired", finding))}
}

func nobody() example {
	o := machine()
	o.AzureCLI.Account = nil
	return example{o, usual(result(checks.AzureCLI, checks.Fail, "nobody is signed in", cause.Finding{Cause: cause.CLINotLoggedIn}))}
}

func networkDown() example {
	o := machine("contoso-kv")
	o.Tokens = []checks.TokenAttempt{refusal("azure-cli", "getaddrinfo failed")}
	return example{o, usual(
		result(checks.AzureCLI, checks.Fail, "no token comes", cause.Finding{Cause: cause.DNSFailure, Credential: "azure-cli"}),
		result(checks.KeyVault, checks.Unknown, "the vault's name does not resolve, and neither does any other"))}
}

func late() example {
	o := machine()
	o.Tokens = []checks.TokenAttempt{{Credential: "azure-cli", Scope: vaultRef, Outcome: checks.OutcomeTimeout, TookMs: 15000}}
	az := result(checks.AzureCLI, checks.Unknown, "signed in; no token came in time")
	az.Incomplete = "no answer within 15s"
	return example{o, usual(az)}
}

// fleet has this many vaults, of which every fifth refuses.
func fleet(n int) example {
	var names []string
	var seen []checks.VaultFacts
	var findings []cause.Finding
	for i := range n {
		name, status := fmt.Sprintf("contoso-kv-%03d", i), 404
		if i%5 == 0 {
			status = 403
			findings = append(findings, cause.Finding{Cause: roleMissing, Credential: "azure-cli", Subject: name + ".vault.azure.net"})
		}
		names, seen = append(names, name), append(seen, vaultSeenBy(name, map[string]int{"azure-cli": status, "environment": 404}))
	}
	o := machine(names...)
	o.Tokens = []checks.TokenAttempt{{Credential: "environment", Outcome: checks.OutcomeUnavailable}, token("azure-cli", alice)}
	o.KeyVault.Vaults = seen
	return example{o, usual(result(checks.KeyVault, checks.Fail, fmt.Sprintf("%d of %d vaults refuse", len(findings), n), findings...))}
}

func warned() example {
	o := machine()
	o.Tokens = []checks.TokenAttempt{token("azure-cli", alice)}
	return example{o, usual(result(checks.AzureCLI, checks.Warn, "alice@contoso.com, token in 9 s", cause.Finding{Cause: cliSlow, Credential: "azure-cli"}))}
}

func localOnly() example {
	o := machine()
	o.Request.Local = true
	return example{o, usual(result(checks.AzureCLI, checks.Unknown, "signed in as alice@contoso.com; no token was asked for"),
		result(checks.ManagedIdentity, checks.Unknown, "not looked for"))}
}

func blank() example {
	var results []checks.Result
	for _, check := range checks.All() {
		results = append(results, result(check, checks.Unknown, "nobody looked"))
	}
	return example{&checks.Observations{At: at}, results}
}

// examples are all machines of these tests by name.
var examples = map[string]func() example{
	"healthy": healthy, "no role": noRole, "expired": expired, "stopped": stopped, "nobody": nobody, "network down": networkDown,
	"late": late, "fleet": func() example { return fleet(200) }, "warned": warned, "local": localOnly, "blank": blank,
}

// text is the report as people see it.
func text(t *testing.T, r Report, options TextOptions) string {
	t.Helper()
	var b strings.Builder
	if err := WriteText(&b, r, options); err != nil {
		t.Fatal(err)
	}
	return b.String()
}
