package checks

import (
	"encoding/base64"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"azdoctor/checks/azuretest"
)

// jwt is a token with this payload, unsigned.
func jwt(payload string) string {
	return "e30." + base64.RawURLEncoding.EncodeToString([]byte(payload)) + ".c2ln"
}

func TestReadClaims(t *testing.T) {
	const tenant, object, app = azuretest.TenantID, azuretest.ObjectID, azuretest.ClientID
	vm := "/subscriptions/33333333-3333-3333-3333-333333333333/resourcegroups/contoso-rg/providers/Microsoft.Compute/virtualMachines/contoso-vm"
	tests := []struct {
		name, token string
		want        Identity
		audience    string
		called      string
	}{
		{"nothing", "", Identity{}, "", "an identity that its token does not name"},
		{"opaque", "EwBYA8l6BAAUu", Identity{}, "", "an identity that its token does not name"},
		{"encrypted, of five parts", "e30.a.b.c.d", Identity{}, "", "an identity that its token does not name"},
		{"not base64", "e30.!!!.c2ln", Identity{}, "", "an identity that its token does not name"},
		{"a list for a payload", jwt(`["oid"]`), Identity{}, "", "an identity that its token does not name"},
		{"null for a payload", jwt(`null`), Identity{}, "", "an identity that its token does not name"},
		{"user, version 1", jwt(`{"aud":"https://vault.azure.net","oid":"` + object + `","tid":"` + tenant + `","appid":"` + app + `","upn":"alice@contoso.com","unique_name":"alice@contoso.com","scp":"user_impersonation","amr":["pwd","mfa"]}`),
			Identity{Kind: "user", Name: "alice@contoso.com", ObjectID: object, TenantID: tenant, ClientID: app, Methods: []string{"pwd", "mfa"}}, "https://vault.azure.net", "alice@contoso.com"},
		{"user, version 2", jwt(`{"aud":"` + app + `","oid":"` + object + `","tid":"` + tenant + `","azp":"` + app + `","preferred_username":"alice@contoso.com","scp":"access"}`),
			Identity{Kind: "user", Name: "alice@contoso.com", ObjectID: object, TenantID: tenant, ClientID: app}, app, "alice@contoso.com"},
		{"personal account as a guest", jwt(`{"oid":"` + object + `","unique_name":"live.com#alice@contoso.com","idp":"live.com","scp":"user_impersonation"}`),
			Identity{Kind: "user", Name: "alice@contoso.com", ObjectID: object}, "", "alice@contoso.com"},
		{"guest's own principal name", jwt(`{"upn":"alice_contoso.com#EXT#@fabrikam.onmicrosoft.com"}`),
			Identity{Kind: "user", Name: "alice_contoso.com#EXT#@fabrikam.onmicrosoft.com"}, "", "alice_contoso.com#EXT#@fabrikam.onmicrosoft.com"},
		{"user without a name", jwt(`{"idtyp":"user","oid":"` + object + `","appid":"` + app + `"}`),
			Identity{Kind: "user", ObjectID: object, ClientID: app}, "", "object " + object},
		{"service principal", jwt(`{"idtyp":"app","oid":"` + object + `","appid":"` + app + `","app_displayname":"contoso-app"}`),
			Identity{Kind: "servicePrincipal", Name: "contoso-app", ObjectID: object, ClientID: app}, "", "contoso-app"},
		{"service principal, version 2, without a name", jwt(`{"oid":"` + object + `","azp":"` + app + `","roles":["x"]}`),
			Identity{Kind: "servicePrincipal", ObjectID: object, ClientID: app}, "", "application " + app},
		{"system-assigned identity", jwt(`{"idtyp":"app","oid":"` + object + `","appid":"` + app + `","xms_mirid":"` + vm + `"}`),
			Identity{Kind: "managedIdentity", ObjectID: object, ClientID: app, ResourceID: vm}, "", "contoso-vm"},
		{"user-assigned identity", azuretest.Token(azuretest.Assigned, azuretest.VaultAudience, time.Hour),
			Identity{Kind: "managedIdentity", ObjectID: azuretest.Assigned.ObjectID, TenantID: tenant, ClientID: azuretest.Assigned.ClientID, ResourceID: azuretest.Assigned.ResourceID}, azuretest.VaultAudience, "contoso-id"},
		{"claims of other types", jwt(`{"aud":["https://vault.azure.net","x"],"oid":7,"tid":{"a":1},"amr":["pwd",{"a":[]},null,"mfa"],"upn":"alice@contoso.com"}`),
			Identity{Kind: "user", Name: "alice@contoso.com", Methods: []string{"pwd", "mfa"}}, "https://vault.azure.net", "alice@contoso.com"},
		{"other scripts", jwt(`{"unique_name":"алиса@contoso.com"}`), Identity{Kind: "user", Name: "алиса@contoso.com"}, "", "алиса@contoso.com"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, audience := readClaims(test.token)
			if !reflect.DeepEqual(*got, test.want) || audience != test.audience || got.String() != test.called {
				t.Errorf("readClaims gives %+v for %q, called %s\nwant %+v for %q, called %s", *got, audience, got, test.want, test.audience, test.called)
			}
		})
	}
	if got := (*Identity)(nil).String(); got == "" {
		t.Error("nobody has no name")
	}
}

func TestReadClaimsBounds(t *testing.T) {
	huge := strings.Repeat("é", 1<<18)
	got, audience := readClaims(jwt(`{"upn":"` + huge + `","oid":"` + huge + `","aud":"` + huge + `","amr":["` + huge + `"]}`))
	for _, text := range append([]string{got.Name, got.ObjectID, audience}, got.Methods...) {
		if len(text) > maxClaim || !utf8.ValidString(text) {
			t.Errorf("a claim of %d bytes is kept, valid: %v", len(text), utf8.ValidString(text))
		}
	}
}

func FuzzReadClaims(f *testing.F) {
	f.Add(azuretest.Token(azuretest.Alice, azuretest.VaultAudience, time.Hour))
	f.Add(azuretest.Token(azuretest.Machine, azuretest.VaultAudience, time.Hour))
	for _, payload := range []string{`{}`, `{"aud":[[]],"amr":[[["pwd"]]]}`, `{"upn":"live.com#a@b","idtyp":"app"}`, `{"xms_mirid":"/"}`, `{"unique_name":"\ud800#@"}`, strings.Repeat("[", 12000)} {
		f.Add(jwt(payload))
	}
	f.Add("..")
	f.Fuzz(func(t *testing.T, token string) {
		identity, audience := readClaims(token)
		if identity == nil {
			t.Fatal("no identity")
		}
		if !slices.Contains([]string{"", "user", "servicePrincipal", "managedIdentity"}, identity.Kind) {
			t.Errorf("kind %q", identity.Kind)
		}
		for _, text := range append([]string{identity.Name, identity.ObjectID, identity.TenantID, identity.ClientID, identity.ResourceID, audience, identity.PrincipalType()}, identity.Methods...) {
			if len(text) > maxClaim || !utf8.ValidString(text) {
				t.Errorf("claim %q", text)
			}
		}
		_ = identity.String()
	})
}
