package azuretest_test

import (
	"context"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"azdoctor/checks/azuretest"
)

// shortDialer gives up after 3 seconds.
type shortDialer struct{ azure *azuretest.Azure }

func (d *shortDialer) DialContext(ctx context.Context, network, address string) (net.Conn, error) {
	ctx, cancel := context.WithTimeout(ctx, 3*time.Second)
	defer cancel()
	return d.azure.Dial(ctx, network, address)
}

// answer is what a vault says.
type answer struct {
	status      int
	code, inner string
	message     string
	header      http.Header
	body        string
}

func ask(t *testing.T, c *http.Client, url, token string) answer {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	if token != "" {
		request.Header.Set("Authorization", "Bearer "+token)
	}
	response, err := c.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	var said struct {
		Error struct {
			Code, Message string
			InnerError    struct{ Code string }
		}
	}
	json.Unmarshal(body, &said)
	return answer{response.StatusCode, said.Error.Code, said.Error.InnerError.Code, said.Error.Message, response.Header, string(body)}
}

const vaultURL = "https://" + azuretest.VaultName + ".vault.azure.net"

func TestVault(t *testing.T) {
	alice := azuretest.Token(azuretest.Alice, azuretest.VaultAudience, time.Hour)
	everything := map[string][]string{azuretest.Alice.ObjectID: azuretest.AllPermissions}
	stranger := azuretest.Alice
	stranger.TenantID = azuretest.OtherTenantID
	tests := map[string]struct {
		vault azuretest.Vault
		token string
		path  string
		want  answer
	}{
		"challenge":       {want: answer{status: 401, code: "Unauthorized", message: "AKV10000"}},
		"no permission":   {token: alice, want: answer{status: 403, code: "Forbidden", inner: "ForbiddenByRbac", message: "Assignment: (not found)"}},
		"access policies": {vault: azuretest.Vault{AccessPolicies: true}, token: alice, want: answer{status: 403, code: "Forbidden", inner: "AccessDenied", message: "does not have secrets get permission"}},
		"may list only": {vault: azuretest.Vault{Permissions: map[string][]string{azuretest.ObjectID: {"list"}}}, token: alice,
			want: answer{status: 403, code: "Forbidden", inner: "ForbiddenByRbac", message: "getSecret"}},
		"lists":            {vault: azuretest.Vault{Permissions: everything}, token: alice, path: "/secrets?api-version=7.4&maxresults=1", want: answer{status: 200}},
		"no such secret":   {vault: azuretest.Vault{Permissions: everything}, token: alice, want: answer{status: 404, code: "SecretNotFound", message: "was not found"}},
		"secret":           {vault: azuretest.Vault{Permissions: everything, Secrets: []azuretest.Secret{{Name: "db"}}}, token: alice, want: answer{status: 200}},
		"disabled":         {vault: azuretest.Vault{Permissions: everything, Secrets: []azuretest.Secret{{Name: "db", Disabled: true}}}, token: alice, want: answer{status: 403, code: "Forbidden", inner: "SecretDisabled", message: "disabled"}},
		"bad name":         {vault: azuretest.Vault{Permissions: everything}, token: alice, path: "/secrets/MY_SECRET?api-version=7.4", want: answer{status: 400, code: "BadParameter", message: "MY_SECRET"}},
		"no api-version":   {vault: azuretest.Vault{Permissions: everything}, token: alice, path: "/secrets/db", want: answer{status: 400, code: "BadParameter", message: "api-version"}},
		"firewall":         {vault: azuretest.Vault{Firewall: true, Permissions: everything}, token: alice, want: answer{status: 403, code: "Forbidden", inner: "ForbiddenByFirewall", message: "Client address: " + azuretest.ClientAddress}},
		"before anybody":   {vault: azuretest.Vault{Firewall: true}, want: answer{status: 401, code: "Unauthorized", message: "AKV10000"}},
		"even anonymous":   {vault: azuretest.Vault{Firewall: true, FirewallAnonymous: true}, want: answer{status: 403, code: "Forbidden", inner: "ForbiddenByFirewall", message: "Client address"}},
		"private endpoint": {vault: azuretest.Vault{PublicAccessDisabled: true}, token: alice, want: answer{status: 403, code: "Forbidden", inner: "ForbiddenByConnection", message: "Public network access is disabled"}},
		"wrong tenant":     {token: azuretest.Token(stranger, azuretest.VaultAudience, time.Hour), want: answer{status: 401, code: "Unauthorized", message: "AKV10032"}},
		"wrong audience":   {token: azuretest.Token(azuretest.Alice, azuretest.ManagementAudience, time.Hour), want: answer{status: 401, code: "Unauthorized", message: "AKV10022"}},
		"expired":          {token: azuretest.Token(azuretest.Alice, azuretest.VaultAudience, -time.Minute), want: answer{status: 401, code: "Unauthorized", message: "expired"}},
		"garbage":          {token: "garbage", want: answer{status: 401, code: "Unauthorized", message: "AKV10001"}},
		"throttled":        {vault: azuretest.Vault{TokenFault: azuretest.Throttled(10 * time.Second)}, token: alice, want: answer{status: 429, code: "Throttled", message: "too many"}},
		"unavailable":      {vault: azuretest.Vault{Fault: azuretest.Status(503)}, want: answer{status: 503}},
		"portal":           {vault: azuretest.Vault{Fault: azuretest.PortalRedirect}, want: answer{status: 302}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			a := azuretest.New(t)
			test.vault.Name = azuretest.VaultName
			a.AddVault(test.vault)
			if test.path == "" {
				test.path = "/secrets/db?api-version=7.4"
			}
			got := ask(t, client(t, a), vaultURL+test.path, test.token)
			if got.status != test.want.status || got.code != test.want.code || got.inner != test.want.inner || !strings.Contains(got.message, test.want.message) {
				t.Errorf("got %d %s %s %q", got.status, got.code, got.inner, got.message)
			}
			challenge := got.header.Get("WWW-Authenticate")
			if got.status == 401 && challenge != `Bearer authorization="https://login.microsoftonline.com/`+azuretest.TenantID+`", resource="`+azuretest.VaultAudience+`"` {
				t.Errorf("challenge %q", challenge)
			}
			if info := got.header.Get("x-ms-keyvault-network-info"); got.code != "" && !strings.Contains(info, "addr="+azuretest.ClientAddress) {
				t.Errorf("network info %q", info)
			}
		})
	}
}

func TestVaultNames(t *testing.T) {
	a := azuretest.New(t)
	a.AddVault(azuretest.Vault{Name: "contoso-kv", Addresses: []string{"10.0.0.5"}, PrivateLink: true})
	a.AddVault(azuretest.Vault{Name: "gov-kv", Host: "gov-kv.vault.usgovcloudapi.net", LoginHost: "login.microsoftonline.us", PrivateLink: true})
	a.AddVault(azuretest.Vault{Name: "gone-kv", Fault: azuretest.NotFound})
	for name, want := range map[string][]string{
		"contoso-kv.vault.azure.net":                     {"10.0.0.5"},
		"contoso-kv.privatelink.vaultcore.azure.net":     {"10.0.0.5"},
		"gov-kv.privatelink.vaultcore.usgovcloudapi.net": {"198.18.0.13"},
		"gone-kv.vault.azure.net":                        nil,
		"gone-kv.privatelink.vaultcore.azure.net":        nil,
		"other-kv.vault.azure.net":                       nil,
		"169.254.169.254":                                {"169.254.169.254"},
	} {
		if got, err := a.LookupHost(t.Context(), name); !slices.Equal(got, want) || (err == nil) != (want != nil) {
			t.Errorf("%s is %v, %v", name, got, err)
		}
	}
	conn, err := a.Dial(t.Context(), "tcp", "10.0.0.5:443")
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if conn.RemoteAddr().String() != "10.0.0.5:443" || a.Dials("contoso-kv.vault.azure.net") != 1 {
		t.Errorf("connected to %v", conn.RemoteAddr())
	}
	got := ask(t, client(t, a), "https://gov-kv.vault.usgovcloudapi.net/secrets?api-version=7.4", "")
	if challenge := got.header.Get("WWW-Authenticate"); !strings.Contains(challenge, "login.microsoftonline.us") || !strings.Contains(challenge, `resource="https://vault.usgovcloudapi.net"`) {
		t.Errorf("challenge %q", challenge)
	}
}

func TestConnectionFaults(t *testing.T) {
	for name, test := range map[string]struct {
		fault azuretest.Fault
		want  string
	}{
		"refused":         {azuretest.Refused, "connection refused"},
		"no route":        {azuretest.NoRoute, "no route to host"},
		"no network":      {azuretest.NetworkUnreachable, "network is unreachable"},
		"black hole":      {azuretest.BlackHole, "i/o timeout"},
		"silent":          {azuretest.Silent, "deadline exceeded"},
		"no name":         {azuretest.NotFound, "no such host"},
		"no DNS":          {azuretest.LookupTimeout, "i/o timeout"},
		"cut":             {azuretest.CutTLS, "connection reset by peer"},
		"not TLS":         {azuretest.NotTLS, "server gave HTTP response to HTTPS client"},
		"untrusted":       {azuretest.UntrustedCertificate, "certificate signed by unknown authority"},
		"expired":         {azuretest.ExpiredCertificate, "certificate has expired"},
		"other name":      {azuretest.OtherNameCertificate, "certificate is valid for portal.contoso.com"},
		"hang":            {azuretest.Hang, "deadline exceeded"},
		"reset":           {azuretest.Reset, "connection reset by peer"},
		"drop":            {azuretest.Drop, "EOF"},
		"header too long": {azuretest.HugeHeader, "exceeded"},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				a := azuretest.New(t)
				a.AddVault(azuretest.Vault{Name: azuretest.VaultName, Fault: test.fault})
				c := client(t, a)
				c.Transport.(*http.Transport).MaxResponseHeaderBytes = 64 << 10
				c.Timeout = 5 * time.Second
				c.Transport.(*http.Transport).DialContext = (&shortDialer{a}).DialContext
				response, err := c.Get(vaultURL)
				if err == nil {
					response.Body.Close()
					t.Fatalf("answered %s", response.Status)
				}
				if !strings.Contains(err.Error(), test.want) {
					t.Errorf("got %v, want %s", err, test.want)
				}
			})
		})
	}
}
