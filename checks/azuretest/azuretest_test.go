package azuretest_test

import (
	"context"
	"crypto/tls"
	"errors"
	"net"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"github.com/Azure/azure-sdk-for-go/sdk/azidentity"

	"azdoctor/checks/azuretest"
)

const vaultScope = azuretest.VaultAudience + "/.default"

// client reaches the stand-in in memory.
func client(t *testing.T, a *azuretest.Azure) *http.Client {
	transport := &http.Transport{DialContext: a.Dial, TLSClientConfig: &tls.Config{RootCAs: a.Roots()}}
	t.Cleanup(transport.CloseIdleConnections)
	return &http.Client{Transport: transport, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
}

func options(t *testing.T, a *azuretest.Azure) azcore.ClientOptions {
	return azcore.ClientOptions{Transport: client(t, a), Retry: policy.RetryOptions{MaxRetries: -1}}
}

func appToken(t *testing.T, a *azuretest.Azure, tenant, clientID, secret string) (azcore.AccessToken, error) {
	credential, err := azidentity.NewClientSecretCredential(tenant, clientID, secret, &azidentity.ClientSecretCredentialOptions{ClientOptions: options(t, a)})
	if err != nil {
		t.Fatal(err)
	}
	return credential.GetToken(t.Context(), policy.TokenRequestOptions{Scopes: []string{vaultScope}})
}

func TestClientSecret(t *testing.T) {
	tests := map[string]struct {
		tenant, clientID, secret string
		prepare                  func(*azuretest.Azure)
		want                     string
	}{
		"signs in":       {want: ""},
		"wrong secret":   {secret: "wrong", want: "AADSTS7000215"},
		"unknown app":    {clientID: azuretest.ObjectID, want: "AADSTS700016"},
		"unknown tenant": {tenant: azuretest.SubscriptionID, want: "AADSTS90002"},
		"conditional access": {prepare: func(a *azuretest.Azure) {
			a.FailTokens(azuretest.TokenFault{Audience: azuretest.VaultAudience, Fault: azuretest.AADSTS(53003)})
		}, want: "AADSTS53003"},
		"another audience fails": {prepare: func(a *azuretest.Azure) {
			a.FailTokens(azuretest.TokenFault{Audience: azuretest.ManagementAudience, Fault: azuretest.AADSTS(53003)})
		}},
		"refused":       {prepare: func(a *azuretest.Azure) { a.Break("login.microsoftonline.com", azuretest.Refused) }, want: "connection refused"},
		"portal":        {prepare: func(a *azuretest.Azure) { a.Break("login.microsoftonline.com", azuretest.Portal) }, want: "invalid character '<'"},
		"inspected TLS": {prepare: func(a *azuretest.Azure) { a.Break("login.microsoftonline.com", azuretest.UntrustedCertificate) }, want: "certificate signed by unknown authority"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			a := azuretest.New(t)
			if test.prepare != nil {
				test.prepare(a)
			}
			or := func(value, fallback string) string {
				if value == "" {
					return fallback
				}
				return value
			}
			token, err := appToken(t, a, or(test.tenant, azuretest.TenantID), or(test.clientID, azuretest.ClientID), or(test.secret, azuretest.ClientSecret))
			switch {
			case test.want == "" && err != nil:
				t.Fatal(err)
			case test.want == "" && !strings.Contains(token.Token, azuretest.Canary):
				t.Fatal("a token without the canary")
			case test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want)):
				t.Fatalf("got %v, want %s", err, test.want)
			}
		})
	}
}

func TestManagedIdentity(t *testing.T) {
	both := azuretest.IMDS{Identities: []azuretest.Identity{azuretest.Assigned, azuretest.Assigned2}}
	tests := map[string]struct {
		imds azuretest.IMDS
		id   azidentity.ManagedIDKind
		want string // part of the token's error
	}{
		"system-assigned": {imds: azuretest.IMDS{Identities: []azuretest.Identity{azuretest.Machine}}},
		"the only one":    {imds: azuretest.IMDS{Identities: []azuretest.Identity{azuretest.Assigned}}},
		"none":            {imds: azuretest.IMDS{}, want: "Identity not found"},
		"two":             {imds: both, want: "Multiple user assigned identities exist"},
		"by client ID":    {imds: both, id: azidentity.ClientID(azuretest.Assigned2.ClientID)},
		"by resource ID":  {imds: both, id: azidentity.ResourceID(azuretest.Assigned2.ResourceID)},
		"wrong client ID": {imds: both, id: azidentity.ClientID(azuretest.ClientID), want: "the requested identity isn't assigned to this resource"},
		"updating":        {imds: azuretest.IMDS{TokenFault: azuretest.Status(410)}, want: "410 Gone"},
		"Docker Desktop":  {imds: azuretest.IMDS{Fault: azuretest.DockerDesktop}, want: "unreachable"},
		"refused":         {imds: azuretest.IMDS{Fault: azuretest.Refused}, want: "connection refused"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			a := azuretest.New(t)
			a.ServeIMDS(test.imds)
			credential, err := azidentity.NewManagedIdentityCredential(&azidentity.ManagedIdentityCredentialOptions{ClientOptions: options(t, a), ID: test.id})
			if err != nil {
				t.Fatal(err)
			}
			_, err = credential.GetToken(t.Context(), policy.TokenRequestOptions{Scopes: []string{vaultScope}})
			if test.want == "" && err != nil || test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want)) {
				t.Fatalf("got %v, want %q", err, test.want)
			}
		})
	}
}

func TestUnknownHost(t *testing.T) {
	a := azuretest.New(t)
	_, err := a.LookupHost(t.Context(), "contoso.example")
	var dns *net.DNSError
	if !errors.As(err, &dns) || !dns.IsNotFound {
		t.Errorf("lookup: %v", err)
	}
	if _, err := a.Dial(t.Context(), "tcp", "contoso.example:443"); !errors.As(err, &dns) {
		t.Errorf("dial by name: %v", err)
	}
	if _, err := a.Dial(t.Context(), "tcp", "192.0.2.1:443"); err == nil || !strings.Contains(err.Error(), "connection refused") {
		t.Errorf("dial by address: %v", err)
	}
}

func TestHangsCostNoTime(t *testing.T) {
	for name, fault := range map[string]azuretest.Fault{"black hole": azuretest.BlackHole, "silent": azuretest.Silent, "hang": azuretest.Hang, "slow": azuretest.Slow(time.Hour)} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				a := azuretest.New(t)
				a.ServeIMDS(azuretest.IMDS{Fault: fault})
				ctx, cancel := context.WithTimeout(t.Context(), 3*time.Second)
				defer cancel()
				request, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://169.254.169.254/metadata/instance", nil)
				if err != nil {
					t.Fatal(err)
				}
				started := time.Now()
				if response, err := client(t, a).Do(request); err == nil {
					t.Errorf("answered %s", response.Status)
				}
				if took := time.Since(started); took != 3*time.Second {
					t.Errorf("took %v", took)
				}
			})
		})
	}
}
