package azuretest_test

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/big"
	"strings"
	"testing"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"github.com/Azure/azure-sdk-for-go/sdk/azidentity"

	"azdoctor/checks/azuretest"
)

func TestAADSTS(t *testing.T) {
	tests := map[int]struct {
		status          int
		error, suberror string
	}{
		700082: {400, "invalid_grant", ""}, 70043: {400, "invalid_grant", "bad_token"}, 50173: {400, "invalid_grant", "bad_token"},
		50076: {400, "interaction_required", "basic_action"}, 50079: {400, "interaction_required", "basic_action"},
		53003: {400, "interaction_required", "message_only"}, 53000: {400, "interaction_required", "message_only"}, 530084: {400, "interaction_required", "message_only"},
		65001: {400, "invalid_grant", "consent_required"}, 50057: {400, "invalid_grant", ""}, 50105: {400, "interaction_required", ""},
		7000215: {401, "invalid_client", ""}, 7000222: {401, "invalid_client", ""}, 700027: {401, "invalid_client", ""}, 700024: {401, "invalid_client", ""},
		700016: {400, "unauthorized_client", ""}, 90002: {400, "invalid_request", ""}, 70021: {400, "invalid_request", ""},
		700211: {401, "invalid_client", ""}, 700213: {401, "invalid_client", ""}, 500011: {400, "invalid_resource", ""},
		424242: {400, "invalid_grant", ""},
	}
	for code, want := range tests {
		t.Run(fmt.Sprint(code), func(t *testing.T) {
			a := azuretest.New(t)
			a.SetClock(time.Hour)
			a.FailTokens(azuretest.TokenFault{ClientID: azuretest.ClientID, Fault: azuretest.AADSTS(code, 1)})
			_, err := appToken(t, a, azuretest.TenantID, azuretest.ClientID, azuretest.ClientSecret)
			var failed *azidentity.AuthenticationFailedError
			if !errors.As(err, &failed) || failed.RawResponse == nil {
				t.Fatalf("got %v", err)
			}
			var said struct {
				Error, SubError string
				Description     string `json:"error_description"`
				Codes           []int  `json:"error_codes"`
				Timestamp       string
				TraceID         string `json:"trace_id"`
				CorrelationID   string `json:"correlation_id"`
			}
			body, _ := io.ReadAll(failed.RawResponse.Body)
			if err := json.Unmarshal(body, &said); err != nil {
				t.Fatal(err)
			}
			if failed.RawResponse.StatusCode != want.status || said.Error != want.error || said.SubError != want.suberror {
				t.Errorf("status %d, error %q, suberror %q", failed.RawResponse.StatusCode, said.Error, said.SubError)
			}
			if len(said.Codes) != 2 || said.Codes[0] != code || !strings.HasPrefix(said.Description, fmt.Sprintf("AADSTS%d: ", code)) || said.TraceID == "" || said.CorrelationID == "" {
				t.Errorf("%s", body)
			}
			at, err := time.Parse("2006-01-02 15:04:05Z", said.Timestamp)
			if ahead := time.Until(at); err != nil || ahead < 50*time.Minute {
				t.Errorf("the clock is %v ahead, %v", ahead, err)
			}
			if strings.ContainsAny(said.Description, "{}") {
				t.Errorf("a hole stays: %s", said.Description)
			}
		})
	}
}

// federated writes the token of another issuer.
func federated(issuer, subject, audience string, expires time.Time) string {
	part := func(v any) string {
		text, _ := json.Marshal(v)
		return base64.RawURLEncoding.EncodeToString(text)
	}
	return part(map[string]string{"alg": "RS256", "kid": "1"}) + "." +
		part(map[string]any{"iss": issuer, "sub": subject, "aud": []string{audience}, "exp": expires.Unix()}) + ".c2lnbmF0dXJl"
}

func TestFederation(t *testing.T) {
	const issuer, subject, audience = "https://oidc.contoso.com/", "system:serviceaccount:contoso:app", "api://AzureADTokenExchange"
	soon, past := time.Now().Add(time.Hour), time.Now().Add(-time.Hour)
	for want, token := range map[string]string{
		"":             federated(issuer, subject, audience, soon),
		"AADSTS700211": federated("https://oidc.contoso.com", subject, audience, soon),
		"AADSTS700213": federated(issuer, "system:serviceaccount:contoso:other", audience, soon),
		"AADSTS700212": federated(issuer, subject, "api://other", soon),
		"AADSTS700024": federated(issuer, subject, audience, past),
		"AADSTS50027":  "garbage",
	} {
		a := azuretest.New(t)
		tenant := a.Tenant("contoso.com")
		tenant.Apps = []azuretest.Application{{Identity: azuretest.App, Federated: []azuretest.FederatedCredential{{Issuer: issuer, Subject: subject}}}}
		a.AddTenant(tenant)
		credential, err := azidentity.NewClientAssertionCredential(azuretest.TenantID, azuretest.ClientID, func(context.Context) (string, error) { return token, nil },
			&azidentity.ClientAssertionCredentialOptions{ClientOptions: options(t, a)})
		if err != nil {
			t.Fatal(err)
		}
		_, err = credential.GetToken(t.Context(), policy.TokenRequestOptions{Scopes: []string{vaultScope}})
		if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("got %v, want %q", err, want)
		}
	}
}

func TestCertificate(t *testing.T) {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "contoso-app"}, NotAfter: time.Now().Add(time.Hour)}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	certificate, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256(der)
	for want, known := range map[string][]string{"": {hex.EncodeToString(sum[:])}, "AADSTS700027": {"another"}} {
		a := azuretest.New(t)
		tenant := a.Tenant(azuretest.TenantID)
		tenant.Apps = []azuretest.Application{{Identity: azuretest.App, Thumbprints: known}}
		a.AddTenant(tenant)
		credential, err := azidentity.NewClientCertificateCredential(azuretest.TenantID, azuretest.ClientID, []*x509.Certificate{certificate}, key,
			&azidentity.ClientCertificateCredentialOptions{ClientOptions: options(t, a)})
		if err != nil {
			t.Fatal(err)
		}
		_, err = credential.GetToken(t.Context(), policy.TokenRequestOptions{Scopes: []string{vaultScope}})
		if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("got %v, want %q", err, want)
		}
	}
}

func TestDeviceCode(t *testing.T) {
	a := azuretest.New(t)
	credential, err := azidentity.NewDeviceCodeCredential(&azidentity.DeviceCodeCredentialOptions{ClientOptions: options(t, a), TenantID: azuretest.TenantID,
		UserPrompt: func(context.Context, azidentity.DeviceCodeMessage) error { return nil }})
	if err != nil {
		t.Fatal(err)
	}
	record, err := credential.Authenticate(t.Context(), &policy.TokenRequestOptions{Scopes: []string{vaultScope}})
	if err != nil || record.Username != azuretest.Alice.Name || record.HomeAccountID != azuretest.ObjectID+"."+azuretest.TenantID {
		t.Fatalf("signed in as %q: %v", record.Username, err)
	}
	a.FailTokens(azuretest.TokenFault{Grant: "refresh_token", Fault: azuretest.AADSTS(50173)})
	_, err = credential.GetToken(t.Context(), policy.TokenRequestOptions{Scopes: []string{azuretest.ManagementAudience + "/.default"}})
	if err != nil { // the device code is asked again
		t.Errorf("after the session was revoked: %v", err)
	}
	if n := a.Count("login.microsoftonline.com", "/devicecode"); n != 2 {
		t.Errorf("a device code was asked %d times", n)
	}
}
