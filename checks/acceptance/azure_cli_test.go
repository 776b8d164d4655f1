package acceptance

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"azdoctor/checks/azuretest"
)

// realMachine is a laptop on which the real az is signed in to a stand-in for Azure that it reaches through a proxy.
type realMachine struct {
	*azuretest.Azure
	az *azuretest.AzureCLI
}

// signedIn signs the real az in; contoso-kv opens to alice and to the app.
func signedIn(t testing.TB, who azuretest.Identity) *realMachine {
	t.Helper()
	azure := azuretest.New(t)
	azure.AddVault(azuretest.Vault{Name: azuretest.VaultName, Permissions: map[string][]string{
		azuretest.Alice.ObjectID: azuretest.AllPermissions, azuretest.App.ObjectID: azuretest.AllPermissions}})
	return &realMachine{azure, azure.LoginAzureCLI(t, azuretest.FindAzureCLI(t), who)}
}

// environ is the environment azdoctor runs in: az's own, with a metadata address on which nobody listens.
func (m *realMachine) environ() []string {
	environ := []string{closedIMDS, "LANG=C.UTF-8", "NO_PROXY=169.254.169.254"}
	for _, name := range slices.Sorted(maps.Keys(m.az.Env)) {
		if name == "NO_PROXY" || name == "no_proxy" {
			continue
		}
		environ = append(environ, name+"="+m.az.Env[name])
	}
	return environ
}

// TestRealAzureCLI signs the real az in, breaks the sign-in in each way, and has the built azdoctor name the cause and a fix
// that the real az accepts.
func TestRealAzureCLI(t *testing.T) {
	for _, test := range []struct {
		name  string
		who   azuretest.Identity
		ail   func(*realMachine)
		state string
		cause string
		// next is part of the command to type; "" where none can help.
		next string
	}{
		{name: "healthy", who: azuretest.Alice, state: "healthy"},
		{name: "healthy service principal", who: azuretest.App, state: "healthy"},
		{name: "refresh token expired", who: azuretest.Alice, ail: func(m *realMachine) { m.refuseRefresh(700082) }, state: "broken", cause: "refresh-token-expired", next: "az login --tenant " + azuretest.TenantID},
		{name: "multi-factor authentication wanted", who: azuretest.Alice, ail: func(m *realMachine) { m.refuseRefresh(50076) }, state: "broken", cause: "mfa-required", next: "az login --tenant " + azuretest.TenantID},
		{name: "blocked by conditional access", who: azuretest.Alice, ail: func(m *realMachine) { m.refuseRefresh(53003) }, state: "broken", cause: "conditional-access-blocked"},
		{name: "password changed", who: azuretest.Alice, ail: func(m *realMachine) { m.refuseRefresh(50173) }, state: "broken", cause: "refresh-token-revoked", next: "az login"},
		{name: "client secret expired", who: azuretest.App, ail: func(m *realMachine) {
			m.FailTokens(azuretest.TokenFault{Fault: azuretest.AADSTS(7000222)})
		}, state: "broken", cause: "client-secret-expired", next: "az ad app credential reset"},
		{name: "vault of another tenant, where alice is not", who: azuretest.Alice, ail: func(m *realMachine) {
			m.AddVault(azuretest.Vault{Name: azuretest.VaultName, TenantID: azuretest.OtherTenantID})
			m.FailTokens(azuretest.TokenFault{Tenant: azuretest.OtherTenantID, Fault: azuretest.AADSTS(50020)})
		}, state: "broken", cause: "user-not-in-tenant", next: "az login --tenant " + azuretest.OtherTenantID},
		{name: "a tenant that does not exist", who: azuretest.Alice, ail: func(m *realMachine) {
			m.AddVault(azuretest.Vault{Name: azuretest.VaultName, TenantID: "99999999-9999-9999-9999-999999999999"})
		}, state: "broken", cause: "tenant-not-found"},
		{name: "signed out", who: azuretest.Alice, ail: func(m *realMachine) { m.az.Run("logout") }, state: "broken", cause: "cli-not-logged-in", next: "az login"},
		{name: "proxy gone", who: azuretest.Alice, ail: func(m *realMachine) {
			for _, name := range []string{"HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy"} {
				m.az.Env[name] = "http://127.0.0.1:1"
			}
		}, state: "broken", cause: "proxy-unreachable"},
		{name: "proxy's authority not trusted", who: azuretest.Alice, ail: func(m *realMachine) {
			delete(m.az.Env, "REQUESTS_CA_BUNDLE")
			delete(m.az.Env, "SSL_CERT_FILE")
		}, state: "broken", cause: "tls-inspection"},
		{name: "no role on the vault", who: azuretest.Alice, ail: func(m *realMachine) {
			m.AddVault(azuretest.Vault{Name: azuretest.VaultName})
		}, state: "broken", cause: "keyvault-rbac-missing", next: "az role assignment create --role 'Key Vault Secrets User' --assignee-object-id " + azuretest.ObjectID},
		{name: "vault's firewall", who: azuretest.Alice, ail: func(m *realMachine) {
			m.AddVault(azuretest.Vault{Name: azuretest.VaultName, Firewall: true})
		}, state: "broken", cause: "keyvault-firewall", next: "az keyvault network-rule add --name " + azuretest.VaultName + " --ip-address " + azuretest.ClientAddress},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			m := signedIn(t, test.who)
			if test.ail != nil {
				test.ail(m)
			}
			got := azdoctor(t, m.environ(), "--vault", azuretest.VaultName, "--format", "json")
			d := readReport(t, got.stdout)
			if d.Verdict.State != test.state || d.Verdict.Cause != test.cause {
				t.Errorf("verdict %s, cause %s; want %s, %s\n%s", d.Verdict.State, d.Verdict.Cause, test.state, test.cause, d.Verdict.Text)
			}
			if want := map[string]int{"healthy": 0}[test.state]; test.state == "healthy" && (got.code != want || d.Next != nil) {
				t.Errorf("exit code %d, next %+v; want %d and nothing to do", got.code, d.Next, want)
			} else if test.state == "broken" && got.code != 1 {
				t.Errorf("exit code %d, want 1", got.code)
			}
			if test.next != "" && (d.Next == nil || !strings.HasPrefix(d.Next.Run.Posix, test.next)) {
				t.Errorf("next %+v, want a command that starts with %q", d.Next, test.next)
			}
			if strings.Contains(got.stdout+got.stderr, azuretest.Canary) {
				t.Error("a secret is in the output")
			}
			for _, refusal := range azuretest.AzureCLIRefusals(t, m.az.Path, d.azCommands()) {
				t.Errorf("az refuses %s: %s", refusal.Line, refusal.Error)
			}
		})
	}
}

// refuseRefresh makes Entra answer the next use of the stored sign-in with an error.
func (m *realMachine) refuseRefresh(code int) {
	m.FailTokens(azuretest.TokenFault{Grant: "refresh_token", Fault: azuretest.AADSTS(code)})
}

// azCommands are all commands of the report that start az, as they are to be typed.
func (d document) azCommands() []string {
	var commands []string
	add := func(command string) {
		if strings.HasPrefix(command, "az ") {
			commands = append(commands, command)
		}
	}
	if d.Next != nil {
		add(d.Next.Run.Posix)
	}
	for _, check := range d.Checks {
		for _, finding := range check.Findings {
			for _, fix := range finding.Fixes {
				add(fix.Run.Posix)
			}
		}
	}
	return commands
}

// TestAzureCLIIsNeverStartedWithoutASignIn counts the starts of az by files that only a start leaves behind.
func TestAzureCLIIsNeverStartedWithoutASignIn(t *testing.T) {
	azure := azuretest.New(t)
	az := azure.NewAzureCLI(t, azuretest.FindAzureCLI(t))
	m := &realMachine{azure, az}
	azdoctor(t, m.environ())
	if left, _ := filesBelow(az.ConfigDir); len(left) != 0 {
		t.Errorf("az left %q in its folder, so it was started", left)
	}
	az.Run("account", "show")
	if left, _ := filesBelow(az.ConfigDir); len(left) == 0 {
		t.Error("a start of az leaves nothing behind: this test proves nothing")
	}
}
