package azuretest_test

import (
	"crypto/tls"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"azdoctor/checks/azuretest"
)

// proxied is a plain Go client that goes through a proxy.
func proxied(t *testing.T, a *azuretest.Azure, proxy string) *http.Client {
	address, err := url.Parse(proxy)
	if err != nil {
		t.Fatal(err)
	}
	transport := &http.Transport{Proxy: http.ProxyURL(address), TLSClientConfig: &tls.Config{RootCAs: a.Roots()}}
	t.Cleanup(transport.CloseIdleConnections)
	return &http.Client{Transport: transport}
}

func TestProxy(t *testing.T) {
	a := azuretest.New(t)
	a.AddVault(azuretest.Vault{Name: azuretest.VaultName})
	a.ServeIMDS(azuretest.IMDS{Identities: []azuretest.Identity{azuretest.Machine}})
	c := proxied(t, a, a.ListenProxy(t))
	if got := ask(t, c, vaultURL+"/secrets?api-version=7.4", ""); got.status != 401 || got.header.Get("WWW-Authenticate") == "" {
		t.Errorf("the vault: %d", got.status)
	}
	if got := ask(t, c, "https://login.microsoftonline.com/"+azuretest.TenantID+"/v2.0/.well-known/openid-configuration", ""); got.status != 200 {
		t.Errorf("Entra: %d", got.status)
	}
	if got := ask(t, c, "http://169.254.169.254/metadata/instance", ""); got.status != 400 || !strings.Contains(got.body, "metadata header") {
		t.Errorf("IMDS: %d %s", got.status, got.body)
	}
	if got := ask(t, c, "http://contoso.example/", ""); got.status != 502 {
		t.Errorf("an unknown host: %d", got.status)
	}
	if _, err := c.Get("https://contoso.example/"); err == nil || !strings.Contains(err.Error(), "Bad Gateway") {
		t.Errorf("an unknown host with TLS: %v", err)
	}
	a.Break("login.microsoftonline.com", azuretest.Reset)
	if _, err := c.Get("https://login.microsoftonline.com/common/discovery/instance"); err == nil || !strings.Contains(err.Error(), "reset") {
		t.Errorf("a reset: %v", err)
	}
	if n := a.Count(azuretest.VaultName+".vault.azure.net", "/secrets"); n != 1 {
		t.Errorf("the vault was asked %d times", n)
	}
}

func TestListenIMDS(t *testing.T) {
	a := azuretest.New(t)
	a.ServeIMDS(azuretest.IMDS{Identities: []azuretest.Identity{azuretest.Machine}})
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, a.ListenIMDS(t)+"/metadata/identity/info?api-version=2018-02-01", nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Metadata", "true")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if body, _ := io.ReadAll(response.Body); response.StatusCode != 200 || !strings.Contains(string(body), azuretest.TenantID) {
		t.Errorf("%s: %s", response.Status, body)
	}
	if _, err := http.Get(azuretest.ClosedPort(t)); err == nil || !strings.Contains(err.Error(), "refused") {
		t.Errorf("a closed port: %v", err)
	}
}

func TestProxyInMemory(t *testing.T) {
	a := azuretest.New(t)
	a.AddVault(azuretest.Vault{Name: azuretest.VaultName})
	a.ServeProxy("proxy.contoso.com:8080")
	c := client(t, a)
	c.Transport.(*http.Transport).Proxy = http.ProxyURL(&url.URL{Scheme: "http", Host: "proxy.contoso.com:8080"})
	if got := ask(t, c, vaultURL+"/secrets?api-version=7.4", ""); got.status != 401 {
		t.Errorf("the vault: %d", got.status)
	}
	c.CloseIdleConnections()
	a.Break("proxy.contoso.com", azuretest.ProxyAuthentication)
	if _, err := c.Get(vaultURL); err == nil || !strings.Contains(err.Error(), "Proxy Authentication Required") {
		t.Errorf("without a name: %v", err)
	}
}
