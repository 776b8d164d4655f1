package checks

import (
	"strings"
	"testing"
	"time"

	"azdoctor/checks/azuretest"
	"azdoctor/checks/cause"
)

// reached is a vault that challenged us.
func reached(name string, access ...VaultAccess) VaultFacts {
	for i := range access {
		access[i].Scope, access[i].Tenant = "https://vault.azure.net/.default", tenant1
	}
	return VaultFacts{Given: name, Source: "--vault", Name: name, Host: name + ".vault.azure.net", Connected: true, TLS: true, Status: 401, FromVault: true, TenantID: tenant1,
		ClientAddress: "203.0.113.7", TookMs: 60, Access: access}
}

// token is a credential's token for Contoso's vaults.
func token(credential, name, objectID string) TokenAttempt {
	return TokenAttempt{Credential: credential, Scope: "https://vault.azure.net/.default", Tenant: tenant1, Outcome: OutcomeToken, TookMs: 420,
		Identity: &Identity{Kind: "user", Name: name, ObjectID: objectID, TenantID: tenant1}}
}

func allowed() *VaultAnswer {
	return &VaultAnswer{Status: 404, Code: "SecretNotFound", FromVault: true, TookMs: 84}
}

func refused(status int, inner, message string) *VaultAnswer {
	code := map[int]string{401: "Unauthorized", 403: "Forbidden"}[status]
	return &VaultAnswer{Status: status, Code: code, InnerCode: inner, FromVault: true, Error: `{"error":{"code":"` + code + `","message":"` + message + `","innererror":{"code":"` + inner + `"}}}`}
}

func listed() *VaultAnswer { return &VaultAnswer{Status: 200, FromVault: true} }

var noRole = refused(403, "ForbiddenByRbac", `Caller is not authorized to perform action on resource.\r\nAssignment: (not found)\r\n`)

func TestJudgeKeyVault(t *testing.T) {
	alice := token(CredentialAzureCLI, "alice@contoso.com", azuretest.ObjectID)
	bob := token(CredentialAzureDeveloperCLI, "bob@contoso.com", azuretest.Bob.ObjectID)
	aliceToo := token(CredentialAzureDeveloperCLI, "alice@contoso.com", azuretest.ObjectID)
	stranger := alice
	stranger.Identity = &Identity{Kind: "user", Name: "bob@contoso.com", TenantID: azuretest.OtherTenantID}
	az := func(read, list *VaultAnswer) VaultAccess {
		return VaultAccess{Credential: CredentialAzureCLI, Read: read, List: list}
	}
	azd := func(read, list *VaultAnswer) VaultAccess {
		return VaultAccess{Credential: CredentialAzureDeveloperCLI, Read: read, List: list}
	}
	unresolved := func(name string, notFound bool) VaultFacts {
		return VaultFacts{Name: name, Host: name + ".vault.azure.net", DNSError: "lookup failed", DNSNotFound: notFound}
	}
	for _, test := range []struct {
		name    string
		o       Observations
		vaults  []VaultFacts
		status  Status
		want    string
		summary string
	}{
		{name: "no vault named", vaults: []VaultFacts{}, status: Skipped, summary: "name one with --vault NAME"},
		{name: "healthy", o: Observations{Tokens: []TokenAttempt{alice}}, vaults: []VaultFacts{reached("contoso-kv", az(allowed(), listed()))}, status: Pass, summary: "alice@contoso.com may read and list secrets of contoso-kv (84 ms)"},
		{name: "two healthy", o: Observations{Tokens: []TokenAttempt{alice}}, vaults: []VaultFacts{reached("contoso-kv", az(allowed(), listed())), reached("contoso-kv2", az(allowed(), listed()))}, status: Pass, summary: "alice@contoso.com may read and list secrets of all 2 vaults"},
		{name: "healthy, list unknown", o: Observations{Tokens: []TokenAttempt{alice}}, vaults: []VaultFacts{reached("contoso-kv", az(allowed(), nil))}, status: Pass, summary: "alice@contoso.com may read secrets of contoso-kv (84 ms)"},
		{name: "invalid name", vaults: []VaultFacts{{Given: "contoso_kv", Source: "--vault"}}, status: Fail, want: "error keyvault-name-invalid", summary: `"contoso_kv" cannot be a vault: a name has letters`},
		{name: "not finished", vaults: []VaultFacts{{Name: "contoso-kv", Host: contosoVault, Unfinished: true}}, status: Unknown, summary: "had not answered"},
		{name: "nobody to open it", vaults: []VaultFacts{reached("contoso-kv")}, status: Unknown, summary: "contoso-kv answers (60 ms), and no credential here can open it"},
		{name: "slow az is nobody", o: Observations{Tokens: []TokenAttempt{{Credential: CredentialAzureCLI, Outcome: OutcomeToken, TookMs: 11_000}}}, vaults: []VaultFacts{reached("contoso-kv")}, status: Unknown, summary: "no credential here can open it"},
		{name: "permission not learnt", o: Observations{Tokens: []TokenAttempt{alice}}, vaults: []VaultFacts{reached("contoso-kv", az(nil, nil))}, status: Unknown, summary: "what alice@contoso.com may do there was not learnt in time"},
		{name: "access not learnt", o: Observations{Tokens: []TokenAttempt{alice}}, vaults: []VaultFacts{reached("contoso-kv")}, status: Unknown, summary: "what azure-cli may do there was not learnt in time"},
		{name: "no answer to the token", o: Observations{Tokens: []TokenAttempt{alice}}, vaults: []VaultFacts{reached("contoso-kv", az(&VaultAnswer{Error: "EOF"}, nil))}, status: Fail, want: "error keyvault-unreachable"},
		{name: "rbac", o: Observations{Tokens: []TokenAttempt{alice}}, vaults: []VaultFacts{reached("contoso-kv", az(noRole, noRole))}, status: Fail, want: "error keyvault-rbac-missing", summary: "alice@contoso.com may not read secrets of contoso-kv"},
		{name: "the same person twice", o: Observations{Tokens: []TokenAttempt{alice, aliceToo}}, vaults: []VaultFacts{reached("contoso-kv", az(noRole, noRole), azd(noRole, noRole))}, status: Fail, want: "error keyvault-rbac-missing"},
		{name: "another may not either", o: Observations{Tokens: []TokenAttempt{alice, bob}}, vaults: []VaultFacts{reached("contoso-kv", az(noRole, noRole), azd(noRole, noRole))}, status: Fail, want: "error keyvault-rbac-missing, warning keyvault-rbac-missing"},
		{name: "another may not, who does not count", o: Observations{Tokens: []TokenAttempt{alice, bob}}, vaults: []VaultFacts{reached("contoso-kv", az(allowed(), listed()), azd(noRole, noRole))}, status: Pass, want: "info keyvault-rbac-missing"},
		{name: "another may, who does not count", o: Observations{Tokens: []TokenAttempt{alice, bob}}, vaults: []VaultFacts{reached("contoso-kv", az(noRole, listed()), azd(allowed(), listed()))}, status: Fail, want: "error keyvault-rbac-missing"},
		{name: "audience", o: Observations{Tokens: []TokenAttempt{alice}}, vaults: []VaultFacts{reached("contoso-kv", az(refused(401, "", "AKV10022: Invalid audience. Expected https://vault.azure.net, found: https://management.azure.com."), nil))}, status: Fail, want: "error keyvault-audience-wrong"},
		{name: "issuer", o: Observations{Tokens: []TokenAttempt{stranger}}, vaults: []VaultFacts{reached("contoso-kv", az(refused(401, "", "AKV10032: Invalid issuer."), nil))}, status: Fail, want: "error keyvault-tenant-wrong", summary: "contoso-kv belongs to another tenant than bob@contoso.com's token"},
		{name: "conditional access", o: Observations{Tokens: []TokenAttempt{alice}}, vaults: []VaultFacts{reached("contoso-kv", az(&VaultAnswer{Status: 401, FromVault: true, Error: "{}\nWWW-Authenticate: error=insufficient_claims"}, nil))}, status: Fail, want: "error claims-challenge-required"},
		{name: "outside validity", o: Observations{Tokens: []TokenAttempt{alice}, Request: Request{Secret: "db-password"}}, vaults: []VaultFacts{reached("contoso-kv", az(&VaultAnswer{Secret: "db-password", Status: 403, FromVault: true, Code: "Forbidden", InnerCode: "SecretExpired", Error: `{"error":{"code":"Forbidden","message":"Operation get is not allowed on an expired secret.","innererror":{"code":"SecretExpired"}}}`}, listed()))}, status: Fail, want: "error keyvault-secret-outside-validity", summary: "cannot be used now"},
		{name: "resolver fails for all", vaults: []VaultFacts{unresolved("contoso-kv", false), unresolved("contoso-kv2", false)}, status: Fail, want: "error dns-failure"},
		{name: "resolver fails for one", vaults: []VaultFacts{unresolved("contoso-kv", false), {Name: "contoso-kv2", Host: "contoso-kv2.vault.azure.net", Addresses: []string{"203.0.113.9"}, Connected: true, Unfinished: true}}, status: Fail, want: "error dns-failure", summary: "the resolver fails for it"},
		{name: "no name exists, not even the sign-in host's", o: Observations{Tokens: []TokenAttempt{{Credential: CredentialEnvironment, Outcome: OutcomeFailed, Error: "ClientSecretCredential authentication failed. dial tcp: lookup login.microsoftonline.com: no such host"}}}, vaults: []VaultFacts{unresolved("contoso-kv", true)}, status: Fail, want: "error dns-failure"},
		{name: "one misspelt", vaults: []VaultFacts{unresolved("contoso-kv", true)}, status: Fail, want: "error keyvault-not-found"},
	} {
		t.Run(test.name, func(t *testing.T) {
			test.o.KeyVault = &KeyVaultFacts{Vaults: test.vaults}
			result := judge(KeyVault, &test.o)
			if got := weighed(result.Findings); got != test.want || result.Status != test.status {
				t.Errorf("found %q (%s), want %q (%s)", got, result.Status, test.want, test.status)
			}
			if !strings.Contains(result.Summary, test.summary) || result.Summary == "" {
				t.Errorf("summary %q, want a part %q", result.Summary, test.summary)
			}
		})
	}
	if judgement := judgeKeyVault(&Observations{}); judgement.Status != Unknown || judgement.Summary == "" {
		t.Errorf("nothing observed: %+v", judgement)
	}
	if judgement := judgeKeyVault(&Observations{Request: Request{Vaults: []string{"contoso-kv"}}}); judgement.Status != Unknown || judgement.Summary == "" {
		t.Errorf("nothing observed of a vault: %+v", judgement)
	}
}

// TestJudgeVaultDetails reads the sentences that say what is particular.
func TestJudgeVaultDetails(t *testing.T) {
	alice, bob := token(CredentialAzureCLI, "alice@contoso.com", azuretest.ObjectID), token(CredentialAzureDeveloperCLI, "bob@contoso.com", azuretest.Bob.ObjectID)
	o := &Observations{Tokens: []TokenAttempt{alice, bob}, KeyVault: &KeyVaultFacts{Vaults: []VaultFacts{reached("contoso-kv",
		VaultAccess{Credential: CredentialAzureCLI, Read: noRole, List: listed()},
		VaultAccess{Credential: CredentialAzureDeveloperCLI, Read: allowed(), List: listed()})}}}
	finding := judgeKeyVault(o).Findings[0]
	for _, want := range []string{"Key Vault Reader", "bob@contoso.com (azure-developer-cli) may read, but programs here sign in as alice@contoso.com (azure-cli)"} {
		if !strings.Contains(finding.Detail, want) {
			t.Errorf("detail %q lacks %q", finding.Detail, want)
		}
	}
	holes := finding.Holes()
	for hole, want := range map[string]string{"object-id": azuretest.ObjectID, "principal-type": "User", "vault": "contoso-kv", "tenant": tenant1, "address": "203.0.113.7"} {
		if holes[hole] != want {
			t.Errorf("%s is %q, want %q", hole, holes[hole], want)
		}
	}
	rows := o.VaultAccessTable()
	if len(rows) != 2 || rows[0] != (VaultAccessRow{Credential: CredentialAzureCLI, Identity: "alice@contoso.com", ObjectID: azuretest.ObjectID, Vault: contosoVault, Read: AccessDenied, List: AccessAllowed}) {
		t.Errorf("%+v", rows)
	}
	if (&Observations{}).VaultAccessTable() != nil {
		t.Error("a table of nothing")
	}
}

// TestJudgeVaultTenants: az gives tokens for one tenant and the second vault is of another.
func TestJudgeVaultTenants(t *testing.T) {
	other := reached("fabrikam-kv")
	other.TenantID = azuretest.OtherTenantID
	other.Access = []VaultAccess{{Credential: CredentialAzureCLI, Scope: "https://vault.azure.net/.default", Tenant: azuretest.OtherTenantID}}
	refusal := TokenAttempt{Credential: CredentialAzureCLI, Scope: "https://vault.azure.net/.default", Tenant: azuretest.OtherTenantID, Outcome: OutcomeUnavailable,
		Error: "AzureCLICredential: ERROR: AADSTS50020: User account 'alice@contoso.com' from identity provider does not exist in tenant 'Fabrikam'."}
	alice := token(CredentialAzureCLI, "alice@contoso.com", azuretest.ObjectID)
	o := &Observations{Request: Request{Vaults: []string{"contoso-kv", "fabrikam-kv"}}, Tokens: []TokenAttempt{refusal, alice},
		KeyVault: &KeyVaultFacts{Vaults: []VaultFacts{reached("contoso-kv", VaultAccess{Credential: CredentialAzureCLI, Read: allowed(), List: listed()}), other}}}
	judgement := judgeKeyVault(o)
	if got := weighed(judgement.Findings); got != "error keyvault-tenant-wrong" {
		t.Fatalf("found %q", got)
	}
	finding := judgement.Findings[0]
	if finding.Holes()["tenant"] != azuretest.OtherTenantID || finding.Subject != "fabrikam-kv.vault.azure.net" || finding.Credential != CredentialAzureCLI {
		t.Errorf("%+v", finding)
	}
	if !strings.Contains(judgement.Summary, "alice@contoso.com may read secrets of 1 of 2 vaults") {
		t.Errorf("summary %q", judgement.Summary)
	}
}

// TestJudgeVaultAllowed: only a vault's own words prove a permission.
func TestJudgeVaultAllowed(t *testing.T) {
	for _, test := range []struct {
		answer *VaultAnswer
		want   string
	}{
		{nil, AccessUnknown},
		{&VaultAnswer{}, AccessUnknown},
		{&VaultAnswer{Status: 404}, AccessUnknown},
		{&VaultAnswer{Status: 404, Code: "NotFound"}, AccessUnknown},
		{allowed(), AccessAllowed},
		{&VaultAnswer{Status: 200}, AccessUnknown},
		{listed(), AccessAllowed},
		{noRole, AccessDenied},
		{&VaultAnswer{Status: 403}, AccessUnknown},
		{&VaultAnswer{Status: 401, FromVault: true}, AccessDenied},
		{&VaultAnswer{Status: 403, FromVault: true, InnerCode: "SecretDisabled"}, AccessAllowed},
		{&VaultAnswer{Status: 429}, AccessUnknown},
		{&VaultAnswer{Status: 503}, AccessUnknown},
	} {
		if got := test.answer.permission(); got != test.want {
			t.Errorf("%+v: %s, want %s", test.answer, got, test.want)
		}
	}
}

// TestGroupVaults keeps different ills apart.
func TestGroupVaults(t *testing.T) {
	ill := func(c *cause.Cause, host, likeness string) vaultFinding {
		return vaultFinding{cause.Finding{Cause: c, Severity: cause.Error, Subject: host}, likeness}
	}
	grouped := groupVaults([]vaultFinding{ill(cause.TLSInspection, "a", "x"), ill(cause.TLSInspection, "b", "y"), ill(cause.TLSInspection, "c", "x"), ill(cause.KeyVaultFirewall, "d", "")}, 4)
	if len(grouped) != 3 || grouped[0].Subject != "" || grouped[0].Evidence[0].Value != "a, c" || grouped[1].Subject != "b" || grouped[2].Subject != "d" {
		t.Errorf("%+v", grouped)
	}
}

// TestJudgeVaultClock needs a vault's own word.
func TestJudgeVaultClock(t *testing.T) {
	at := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	portal := VaultFacts{Name: "contoso-kv", Host: contosoVault, Connected: true, TLS: true, Status: 200, ServerTime: at.Add(time.Hour)}
	if got := weighed(judgeKeyVault(&Observations{At: at, KeyVault: &KeyVaultFacts{Vaults: []VaultFacts{portal}}}).Findings); got != "error keyvault-unreachable" {
		t.Errorf("a portal's clock counts: %q", got)
	}
}
