package azuretest_test

import (
	"net/http"
	"path/filepath"
	"strings"
	"testing"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"github.com/Azure/azure-sdk-for-go/sdk/azidentity"

	"azdoctor/checks/azuretest"
)

// TestIdentityEndpoints asks each endpoint through the credential that detects it by its variables.
func TestIdentityEndpoints(t *testing.T) {
	e := azuretest.IdentityEndpoint{Address: "localhost:50342", Identities: []azuretest.Identity{azuretest.Machine, azuretest.Assigned}}
	tests := map[string]struct {
		id    azidentity.ManagedIDKind
		serve func(*testing.T, *azuretest.Azure)
		want  string
	}{
		"App Service": {serve: func(t *testing.T, a *azuretest.Azure) {
			endpoint, header := a.ServeAppService(e)
			t.Setenv("IDENTITY_ENDPOINT", endpoint)
			t.Setenv("IDENTITY_HEADER", header)
		}},
		"App Service, another identity": {id: azidentity.ClientID(azuretest.ClientID), want: "No User Assigned or Delegated Managed Identity found", serve: func(t *testing.T, a *azuretest.Azure) {
			endpoint, header := a.ServeAppService(e)
			t.Setenv("IDENTITY_ENDPOINT", endpoint)
			t.Setenv("IDENTITY_HEADER", header)
		}},
		"Cloud Shell": {serve: func(t *testing.T, a *azuretest.Azure) { t.Setenv("MSI_ENDPOINT", a.ServeCloudShell(e)) }},
		"Azure ML": {serve: func(t *testing.T, a *azuretest.Azure) {
			endpoint, secret := a.ServeAzureML(e)
			t.Setenv("MSI_ENDPOINT", endpoint)
			t.Setenv("MSI_SECRET", secret)
		}},
		"Service Fabric": {serve: func(t *testing.T, a *azuretest.Azure) {
			endpoint, header, thumbprint := a.ServeServiceFabric(e)
			t.Setenv("IDENTITY_ENDPOINT", endpoint)
			t.Setenv("IDENTITY_HEADER", header)
			t.Setenv("IDENTITY_SERVER_THUMBPRINT", thumbprint)
		}},
		"Arc": {want: "invalid file path", serve: func(t *testing.T, a *azuretest.Azure) {
			endpoint, imds := a.ServeArc(e, filepath.Join(t.TempDir(), "secret.key"))
			t.Setenv("IDENTITY_ENDPOINT", endpoint)
			t.Setenv("IMDS_ENDPOINT", imds)
		}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			a := azuretest.New(t)
			test.serve(t, a)
			credential, err := azidentity.NewManagedIdentityCredential(&azidentity.ManagedIdentityCredentialOptions{ClientOptions: options(t, a), ID: test.id})
			if err != nil {
				t.Fatal(err)
			}
			_, err = credential.GetToken(t.Context(), policy.TokenRequestOptions{Scopes: []string{vaultScope}})
			if test.want == "" && err != nil || test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want)) {
				t.Errorf("got %v, want %q", err, test.want)
			}
			if a.Dials("localhost") == 0 {
				t.Error("nobody asked")
			}
		})
	}
}

func TestArc(t *testing.T) {
	a := azuretest.New(t)
	endpoint, _ := a.ServeArc(azuretest.IdentityEndpoint{Address: "127.0.0.1:40342", Identities: []azuretest.Identity{azuretest.Machine, azuretest.Assigned}}, "")
	url := endpoint + "?api-version=2020-06-01&resource=" + azuretest.VaultAudience + "&client_id=" + azuretest.Assigned.ClientID
	c := client(t, a)
	if got := ask(t, c, url, ""); got.status != 401 || got.header.Get("WWW-Authenticate") != "Basic realm=/var/opt/azcmagent/tokens/11111111.key" {
		t.Errorf("the first answer: %d %v", got.status, got.header)
	}
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Authorization", "Basic "+azuretest.IdentityHeader)
	response, err := c.Do(request)
	if err != nil || response.StatusCode != 200 {
		t.Fatalf("the second answer: %v, %v", response, err)
	}
	response.Body.Close()
}
