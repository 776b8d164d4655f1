package checks

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"azdoctor/checks/azuretest"
	"azdoctor/checks/cause"
)

const contosoVault = "contoso-kv.vault.azure.net"

// asApp makes the machine sign in as azuretest.App by environment variables.
func (m *machine) asApp() *machine {
	return m.set("AZURE_TENANT_ID", azuretest.TenantID).set("AZURE_CLIENT_ID", azuretest.ClientID).set("AZURE_CLIENT_SECRET", azuretest.ClientSecret)
}

// vaultRun examines vaults alone.
func (m *machine) vaultRun(request Request) (*Observations, Judgement) {
	m.t.Helper()
	if len(request.Vaults) == 0 {
		request.Vaults = []string{azuretest.VaultName}
	}
	request.Checks = []string{KeyVault.ID}
	o := m.run(request)
	if o.KeyVault == nil {
		m.t.Fatalf("no facts: %+v", o.Probes)
	}
	if text, _ := json.Marshal(o); strings.Contains(string(text), azuretest.Canary) {
		m.t.Errorf("the observations leak a secret: %s", text)
	}
	return o, judge(KeyVault, o).Judgement
}

// weighed are the causes found, worst first.
func weighed(findings []cause.Finding) string {
	var all []string
	for _, f := range findings {
		all = append(all, f.Weight().String()+" "+f.Slug)
	}
	return strings.Join(all, ", ")
}

// TestVaultLadder breaks each rung of a real connection.
func TestVaultLadder(t *testing.T) {
	connecting := func(fault azuretest.Fault) azuretest.Vault { return azuretest.Vault{Fault: fault} }
	private := []string{"10.1.2.3"}
	for _, test := range []struct {
		name    string
		vault   azuretest.Vault
		want    string // slugs
		summary string // a part of it
	}{
		{"healthy, nobody to open it", azuretest.Vault{}, "", "no credential here can open it"},
		{"no such name", connecting(azuretest.NotFound), "error keyvault-not-found", "does not exist"},
		{"no resolver", connecting(azuretest.LookupTimeout), "error dns-failure", "the resolver fails"},
		{"refused", connecting(azuretest.Refused), "error keyvault-unreachable", "the connection is refused"},
		{"no route", connecting(azuretest.NoRoute), "error keyvault-unreachable", "no route"},
		{"no network", connecting(azuretest.NetworkUnreachable), "error keyvault-unreachable", "no route"},
		{"packets vanish", connecting(azuretest.BlackHole), "error keyvault-unreachable", "nothing answers within 3s"},
		{"private address, packets vanish", azuretest.Vault{Addresses: private, Fault: azuretest.BlackHole}, "error keyvault-private-dns", "leads to a private address"},
		{"unique local address", azuretest.Vault{Addresses: []string{"fd12:3456::7"}, Fault: azuretest.NoRoute}, "error keyvault-private-dns", "leads to a private address"},
		{"private address that answers", azuretest.Vault{Addresses: private}, "", "no credential here can open it"},
		{"blocking resolver", azuretest.Vault{Addresses: []string{"0.0.0.0"}, Fault: azuretest.Refused}, "error keyvault-unreachable", "this machine itself"},
		{"inspected", connecting(azuretest.UntrustedCertificate), "error tls-inspection", azuretest.InspectionAuthorityName},
		{"expired", connecting(azuretest.ExpiredCertificate), "error tls-certificate-expired", "expired"},
		{"other name", connecting(azuretest.OtherNameCertificate), "error keyvault-unreachable", "something else"},
		{"cut", connecting(azuretest.CutTLS), "error tls-broken", "cut off"},
		{"not TLS", connecting(azuretest.NotTLS), "error tls-broken", "does not speak TLS"},
		{"silent", connecting(azuretest.Silent), "error tls-broken", "says nothing"},
		{"hung", connecting(azuretest.Hang), "error keyvault-unreachable", "does not answer"},
		{"reset", connecting(azuretest.Reset), "error keyvault-unreachable", "does not answer"},
		{"dropped", connecting(azuretest.Drop), "error keyvault-unreachable", "does not answer"},
		{"endless", connecting(azuretest.EndlessBody), "error keyvault-unreachable", ""},
		{"huge", connecting(azuretest.Huge), "error keyvault-unreachable", ""},
		{"huge header", connecting(azuretest.HugeHeader), "error keyvault-unreachable", ""},
		{"garbage", connecting(azuretest.Garbage), "error keyvault-unreachable", ""},
		{"portal", connecting(azuretest.Portal), "error keyvault-unreachable", "something else than Key Vault"},
		{"portal's redirect", connecting(azuretest.PortalRedirect), "error keyvault-unreachable", "answered 302"},
		{"blocked by an inspecting proxy", connecting(azuretest.ProxyDenied), "error proxy-blocked", "answered 403"},
		{"its own 404", connecting(azuretest.Status(404)), "error keyvault-unreachable", "answered 404"},
		{"basic authentication", connecting(azuretest.Status(401)), "error keyvault-unreachable", "answered 401"},
		{"firewall before the challenge", azuretest.Vault{Firewall: true, FirewallAnonymous: true}, "error keyvault-firewall", "refuses this machine's address"},
		{"private only, before the challenge", azuretest.Vault{PublicAccessDisabled: true, FirewallAnonymous: true}, "error keyvault-private-link", "private connections only"},
		{"private endpoint not used", azuretest.Vault{PublicAccessDisabled: true, FirewallAnonymous: true, PrivateLink: true}, "error keyvault-private-dns", "private connections only"},
		{"private endpoint used and not approved", azuretest.Vault{PublicAccessDisabled: true, FirewallAnonymous: true, PrivateLink: true, Addresses: private}, "error keyvault-private-link", "private connections only"},
		{"the other login host", azuretest.Vault{LoginHost: "login.windows.net"}, "", "no credential here can open it"},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				m := newMachine(t)
				test.vault.Name = azuretest.VaultName
				m.Azure.AddVault(test.vault)
				started := time.Now()
				o, judgement := m.vaultRun(Request{})
				if took := time.Since(started); took > 9*time.Second {
					t.Errorf("took %s", took)
				}
				if got := weighed(judgement.Findings); got != test.want {
					t.Errorf("found %q, want %q\n%+v", got, test.want, o.KeyVault.Vaults)
				}
				if !strings.Contains(judgement.Summary, test.summary) || judgement.Summary == "" {
					t.Errorf("summary %q, want a part %q", judgement.Summary, test.summary)
				}
				if (judgement.Status == Fail) != (test.want != "") || judgement.Status == Pass {
					t.Errorf("status %s", judgement.Status)
				}
			})
		})
	}
}

// TestVaultChallengeFacts reads what a healthy vault tells strangers.
func TestVaultChallengeFacts(t *testing.T) {
	m := newMachine(t)
	m.Azure.AddVault(azuretest.Vault{Name: azuretest.VaultName, Location: "uksouth", LoginHost: "login.windows.net", PrivateLink: true})
	o, _ := m.vaultRun(Request{})
	v := o.KeyVault.Vaults[0]
	if v.TenantID != azuretest.TenantID || v.Resource != azuretest.VaultAudience || v.Region != "uksouth" || v.ClientAddress != azuretest.ClientAddress || !v.FromVault || v.Status != 401 {
		t.Errorf("challenge: %+v", v)
	}
	if !v.Connected || !v.TLS || v.TLSIssuer == "" || len(v.Addresses) == 0 || v.PrivateAddress || v.PrivateEndpoint == nil || !*v.PrivateEndpoint || v.ServerTime.IsZero() {
		t.Errorf("rungs: %+v", v)
	}
	if v.Body != "" || v.Given != azuretest.VaultName || v.Source != "--vault" || v.Name != azuretest.VaultName {
		t.Errorf("naming: %+v", v)
	}
	if m.Azure.Count(contosoVault, "/secrets") != 1 {
		t.Errorf("requests: %+v", m.Azure.Requests())
	}
}

// TestVaultPrivateLookupDelaysNothing: a resolver that is deaf to the private endpoint's name costs no more than the request.
func TestVaultPrivateLookupDelaysNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := newMachine(t)
		m.Azure.AddVault(azuretest.Vault{Name: azuretest.VaultName, Delay: 300 * time.Millisecond})
		m.System.LookupHost = func(ctx context.Context, name string) ([]string, error) {
			if strings.Contains(name, "privatelink") {
				<-ctx.Done()
				return nil, ctx.Err()
			}
			return m.Azure.LookupHost(ctx, name)
		}
		started := time.Now()
		v := observeVault(t.Context(), m.session(Request{}), contosoVault)
		if took := time.Since(started); took > 600*time.Millisecond || v.TookMs != 300 || v.PrivateEndpoint != nil || len(v.Addresses) == 0 {
			t.Errorf("took %s: %+v", took, v)
		}
		time.Sleep(dialTimeout)
	})
}

// TestVaultProxy tells the ways of a proxy apart.
func TestVaultProxy(t *testing.T) {
	for _, test := range []struct {
		name, want, summary string
		proxy               func(*testing.T, *machine) string
		vault               azuretest.Fault
	}{
		{"healthy", "", "no credential here can open it", func(t *testing.T, m *machine) string { return m.Azure.ListenProxy(t) }, azuretest.Fault{}},
		{"inspected behind it", "error tls-inspection", "not trusted", func(t *testing.T, m *machine) string { return m.Azure.ListenProxy(t) }, azuretest.UntrustedCertificate},
		{"no such vault behind it", "error keyvault-unreachable", "answered 502", func(t *testing.T, m *machine) string { return m.Azure.ListenProxy(t) }, azuretest.NotFound},
		{"refuses connections", "error proxy-unreachable", "does not answer", func(t *testing.T, _ *machine) string { return azuretest.ClosedPort(t) }, azuretest.Fault{}},
		{"does not exist", "error proxy-unreachable", "does not answer", func(*testing.T, *machine) string { return "http://proxy.contoso.example:8080" }, azuretest.Fault{}},
		{"wants a password", "error proxy-authentication-required", "wants a user", answering(407, "Proxy Authentication Required"), azuretest.Fault{}},
		{"refuses the host", "error proxy-blocked", "refuses the host", answering(403, "Forbidden"), azuretest.Fault{}},
		{"times out", "error keyvault-unreachable", "answered 504", answering(504, "Gateway Timeout"), azuretest.Fault{}},
		{"hangs up", "error proxy-unreachable", "does not answer", answering(0, ""), azuretest.Fault{}},
	} {
		t.Run(test.name, func(t *testing.T) {
			m := newMachine(t)
			m.Azure.AddVault(azuretest.Vault{Name: azuretest.VaultName, Fault: test.vault})
			m.onLoopback()
			proxy := test.proxy(t, m)
			m.set("HTTPS_PROXY", strings.Replace(proxy, "://", "://alice:"+azuretest.Canary+"@", 1))
			o, judgement := m.vaultRun(Request{})
			v := o.KeyVault.Vaults[0]
			if got := weighed(judgement.Findings); got != test.want || !strings.Contains(judgement.Summary, test.summary) {
				t.Errorf("found %q, want %q; %s\n%+v", got, test.want, judgement.Summary, v)
			}
			if v.Proxy != proxy || len(v.Addresses) > 0 || v.DNSError != "" || v.PrivateEndpoint != nil {
				t.Errorf("behind a proxy DNS is the proxy's: %+v", v)
			}
		})
	}
}

// opening is a run as App against one vault.
func opening(t *testing.T, vault azuretest.Vault, request Request) (*machine, *Observations, Judgement) {
	m := newMachine(t).asApp()
	vault.Name = azuretest.VaultName
	m.Azure.AddVault(vault)
	o, judgement := m.vaultRun(request)
	return m, o, judgement
}

func granted(permissions ...string) map[string][]string {
	return map[string][]string{azuretest.App.ObjectID: permissions}
}

// TestVaultPermissions asks real vaults with a real token.
func TestVaultPermissions(t *testing.T) {
	secrets := []azuretest.Secret{{Name: "db-password", Value: "hunter2"}, {Name: "old", Disabled: true}}
	for _, test := range []struct {
		name    string
		vault   azuretest.Vault
		request Request
		want    string
		status  Status
		summary string
	}{
		{"all allowed", azuretest.Vault{Permissions: granted("get", "list")}, Request{}, "", Pass, "contoso-app may read and list secrets of contoso-kv ("},
		{"read only", azuretest.Vault{Permissions: granted("get")}, Request{}, "info keyvault-rbac-missing", Pass, "may read secrets of contoso-kv, not list them"},
		{"list only, as Key Vault Reader", azuretest.Vault{Permissions: granted("list")}, Request{}, "error keyvault-rbac-missing", Fail, "contoso-app may not read secrets of contoso-kv"},
		{"no role", azuretest.Vault{}, Request{}, "error keyvault-rbac-missing", Fail, "contoso-app may not read secrets of contoso-kv"},
		{"no access policy", azuretest.Vault{AccessPolicies: true}, Request{}, "error keyvault-access-policy-missing", Fail, "may not read"},
		{"firewall", azuretest.Vault{Permissions: granted("get", "list"), Firewall: true}, Request{}, "error keyvault-firewall", Fail, "refuses this machine's address"},
		{"private link", azuretest.Vault{PublicAccessDisabled: true}, Request{}, "error keyvault-private-link", Fail, "private connections only"},
		{"private endpoint not used", azuretest.Vault{PublicAccessDisabled: true, PrivateLink: true}, Request{}, "error keyvault-private-dns", Fail, "private connections only"},
		{"throttled", azuretest.Vault{TokenFault: azuretest.Throttled(time.Second)}, Request{}, "error keyvault-throttled", Fail, "is throttling"},
		{"out of order", azuretest.Vault{TokenFault: azuretest.Status(503)}, Request{}, "error keyvault-unreachable", Fail, "answers 503"},
		{"a portal after the challenge", azuretest.Vault{TokenFault: azuretest.Portal}, Request{}, "error keyvault-unreachable", Fail, ""},
		{"huge refusals", azuretest.Vault{TokenFault: azuretest.Answer(403, "application/json", `{"error":{"code":"Forbidden","message":"`+strings.Repeat("A", 1<<20)+`"}}`)}, Request{}, "error failure-unrecognised", Fail, ""},
		{"secret read", azuretest.Vault{Permissions: granted("get", "list"), Secrets: secrets}, Request{Secret: "db-password"}, "", Pass, "may read the secret db-password and list secrets of contoso-kv"},
		{"secret missing", azuretest.Vault{Permissions: granted("get", "list"), Secrets: secrets}, Request{Secret: "absent"}, "error keyvault-secret-not-found", Fail, "there is no absent"},
		{"secret disabled", azuretest.Vault{Permissions: granted("get", "list"), Secrets: secrets}, Request{Secret: "old"}, "error keyvault-secret-disabled", Fail, "cannot be used now"},
		{"secret's name", azuretest.Vault{Permissions: granted("get", "list"), Secrets: secrets}, Request{Secret: "DB_PASSWORD"}, "error keyvault-secret-not-found", Fail, ""},
		{"secret's name with a path", azuretest.Vault{Permissions: granted("get", "list"), Secrets: secrets}, Request{Secret: "../keys?x=1#y"}, "error keyvault-secret-not-found", Fail, ""},
		{"--scope of something else", azuretest.Vault{Permissions: granted("get", "list")}, Request{Scope: azuretest.ManagementAudience + "/.default"}, "", Pass, "may read and list"},
		{"--tenant of somebody else", azuretest.Vault{Permissions: granted("get", "list"), TenantID: azuretest.OtherTenantID}, Request{Tenant: azuretest.TenantID}, "error keyvault-tenant-wrong", Fail, "belongs to another tenant"},
		{"tenant of somebody else", azuretest.Vault{TenantID: azuretest.OtherTenantID}, Request{}, "error keyvault-tenant-wrong", Fail, "contoso-kv belongs to tenant 55555555-5555-5555-5555-555555555555, for which environment gives no token"},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, o, judgement := opening(t, test.vault, test.request)
			if got := weighed(judgement.Findings); got != test.want || judgement.Status != test.status {
				t.Errorf("found %q (%s), want %q (%s)\n%+v", got, judgement.Status, test.want, test.status, o.KeyVault.Vaults)
			}
			if !strings.Contains(judgement.Summary, test.summary) || judgement.Summary == "" {
				t.Errorf("summary %q, want a part %q", judgement.Summary, test.summary)
			}
		})
	}
}

// TestVaultFixIsComplete reads the command that the commonest refusal ends in.
func TestVaultFixIsComplete(t *testing.T) {
	_, _, judgement := opening(t, azuretest.Vault{}, Request{})
	finding := judgement.Findings[0]
	command := finding.Remedies()[0].Run.POSIX(finding.Holes())
	want := `az role assignment create --role 'Key Vault Secrets User' --assignee-object-id ` + azuretest.App.ObjectID + ` --assignee-principal-type ServicePrincipal --scope /subscriptions/` + azuretest.SubscriptionID + `/resourcegroups/contoso-rg/providers/microsoft.keyvault/vaults/contoso-kv`
	if command != want {
		t.Errorf("%s\nwant %s", command, want)
	}
	_, _, judgement = opening(t, azuretest.Vault{Firewall: true}, Request{})
	finding = judgement.Findings[0]
	if holes := finding.Holes(); holes["address"] != azuretest.ClientAddress || holes["vault"] != azuretest.VaultName || holes["tenant"] != azuretest.TenantID {
		t.Errorf("holes %v", holes)
	}
}

// TestVaultSecretStaysUnread: the value of --secret is never in the client's hands.
func TestVaultSecretStaysUnread(t *testing.T) {
	m, o, _ := opening(t, azuretest.Vault{Permissions: granted("get", "list"), Secrets: []azuretest.Secret{{Name: "db-password", Value: "hunter2"}}}, Request{Secret: "db-password"})
	if text, _ := json.Marshal(o); strings.Contains(string(text), "hunter2") {
		t.Error("the secret's value was kept")
	}
	if got := m.Azure.Count(contosoVault, "/secrets/db-password"); got != 1 {
		t.Errorf("%d requests for the secret", got)
	}
	m, _, _ = opening(t, azuretest.Vault{Permissions: granted("get", "list"), Secrets: []azuretest.Secret{{Name: "db-password"}}}, Request{})
	if m.Azure.Count(contosoVault, "/secrets/db-password") != 0 || m.Azure.Count(contosoVault, "/secrets/azdoctor-permission-") != 1 {
		t.Errorf("requests: %+v", m.Azure.Requests())
	}
}

// TestVaultHSM stops at the token.
func TestVaultHSM(t *testing.T) {
	m := newMachine(t).asApp()
	m.Azure.AddVault(azuretest.Vault{Name: "contoso-hsm", Host: "contoso-hsm.managedhsm.azure.net"})
	o, judgement := m.vaultRun(Request{Vaults: []string{"https://contoso-hsm.managedhsm.azure.net/"}})
	v := o.KeyVault.Vaults[0]
	if !v.HSM || v.TenantID != azuretest.TenantID || len(v.Access) != 1 || v.Access[0].Scope != "https://managedhsm.azure.net/.default" || v.Access[0].Read != nil {
		t.Errorf("%+v", v)
	}
	if judgement.Status != Unknown || !strings.Contains(judgement.Summary, "its roles are not asked") || len(judgement.Findings) > 0 {
		t.Errorf("%+v", judgement)
	}
	if m.Azure.Count("contoso-hsm.managedhsm.azure.net", "/secrets") != 0 {
		t.Error("a managed HSM was asked for secrets")
	}
}
