package checks

import (
	"strings"
	"testing"
	"unicode/utf8"
)

const tenant1 = "11111111-1111-1111-1111-111111111111"

func TestChallengeTarget(t *testing.T) {
	for _, test := range []struct{ header, tenant, resource string }{
		{`Bearer authorization="https://login.microsoftonline.com/` + tenant1 + `", resource="https://vault.azure.net"`, tenant1, "https://vault.azure.net"},
		{`Bearer authorization="https://login.windows.net/` + tenant1 + `", resource="https://vault.azure.net"`, tenant1, "https://vault.azure.net"},
		{`Bearer authorization="https://login.microsoftonline.com/` + tenant1 + `/", scope="https://managedhsm.azure.net/.default"`, tenant1, "https://managedhsm.azure.net"},
		{`bearer resource="https://vault.azure.net",authorization="https://login.microsoftonline.us/` + tenant1 + `/oauth2"`, tenant1, "https://vault.azure.net"},
		{`Bearer authorization=https://login.microsoftonline.com/` + tenant1 + `, resource=https://vault.azure.net`, tenant1, "https://vault.azure.net"},
		{`Bearer realm="", authorization_uri="https://login.microsoftonline.com/contoso.com"`, "contoso.com", ""},
		{`Basic realm="proxy"`, "", ""},
		{`Bearer`, "", ""},
		{``, "", ""},
		{`Bearer authorization="https://login.microsoftonline.com/--debug"`, "", ""},
		{`Bearer authorization="https://login.microsoftonline.com/a;rm -rf"`, "", ""},
		{`Bearer authorization="https://login.microsoftonline.com/$(id)"`, "", ""},
		{`Bearer authorization="http://login.microsoftonline.com/` + tenant1 + `"`, "", ""},
		{`Bearer authorization="` + strings.Repeat("A", 1<<20), "", ""},
	} {
		tenant, resource := challengeTarget(challengeParameters([]string{test.header}))
		if tenant != test.tenant || resource != test.resource {
			t.Errorf("%.80s: tenant %q, resource %q", test.header, tenant, resource)
		}
	}
	second := challengeParameters([]string{`Negotiate`, `Bearer error="insufficient_claims", claims="eyJ9"`})
	if second["error"] != "insufficient_claims" {
		t.Errorf("%v", second)
	}
}

func FuzzVaultChallenge(f *testing.F) {
	f.Add(`Bearer authorization="https://login.microsoftonline.com/` + tenant1 + `", resource="https://vault.azure.net"`)
	f.Add(`Bearer authorization=https://login.windows.net/x,scope="a/.default", error="insufficient_claims"`)
	f.Add(`Bearer ="=,"=`)
	f.Fuzz(func(t *testing.T, header string) {
		tenant, resource := challengeTarget(challengeParameters([]string{header, header}))
		if tenant != "" && !validTenant(tenant) || len(resource) > maxName || !utf8.ValidString(resource) {
			t.Errorf("tenant %q, resource %q", tenant, resource)
		}
		if strings.ContainsAny(tenant, " \t\r\n;|&$`'\"<>()/\\") || strings.HasPrefix(tenant, "-") {
			t.Errorf("tenant %q is not one plain word", tenant)
		}
	})
}

func TestClientAddress(t *testing.T) {
	for info, want := range map[string]string{
		"conn_type=Ipv4;addr=203.0.113.7;act_addr_fam=InterNetwork;": "203.0.113.7",
		"addr=203.0.113.7;act_addr_fam=InterNetwork;":                "203.0.113.7",
		"act_addr_fam=InterNetworkV6; ADDR = 2001:db8::7 ;":          "2001:db8::7",
		"addr=::ffff:203.0.113.7":                                    "203.0.113.7",
		"addr=fe80::1%eth0;":                                         "fe80::1",
		"addr=;":                                                     "",
		"addr=not an address;":                                       "",
		"addr=203.0.113.7 --default-action Allow;":                   "",
		"": "",
		strings.Repeat(";", 1<<20) + "addr=203.0.113.7":                 "",
		"conn_type=PrivateLink;addr=10.1.2.3;act_addr_fam=InterNetwork": "10.1.2.3",
	} {
		if got := clientAddress(info); got != want {
			t.Errorf("%.80s: %q, want %q", info, got, want)
		}
	}
}

func FuzzVaultNetworkInfo(f *testing.F) {
	f.Add("conn_type=Ipv4;addr=203.0.113.7;act_addr_fam=InterNetwork;")
	f.Add("addr=2001:db8::7%25eth0")
	f.Fuzz(func(t *testing.T, info string) {
		if got := clientAddress(info); strings.Trim(got, "0123456789abcdef.:") != "" {
			t.Errorf("%q", got)
		}
	})
}

func TestErrorCodes(t *testing.T) {
	for body, want := range map[string][2]string{
		`{"error":{"code":"Forbidden","message":"x","innererror":{"code":"ForbiddenByRbac"}}}`: {"Forbidden", "ForbiddenByRbac"},
		`{"error":{"code":"Forbidden","innerError":{"code":"SecretDisabled"}}}`:                {"Forbidden", "SecretDisabled"},
		`{"error":{"code":"SecretNotFound"}}`:                                                  {"SecretNotFound", ""},
		`{"error":{"code":7}}`:                                                                 {"", ""},
		`{"error":"invalid_grant"}`:                                                            {"", ""},
		`<html>`:                                                                               {"", ""},
		``:                                                                                     {"", ""},
		strings.Repeat(`{"error":`, 1<<12):                                                     {"", ""},
		`{"error":{"code":"` + strings.Repeat("A", 1<<12):                                      {"", ""},
	} {
		if code, inner := errorCodes([]byte(body)); code != want[0] || inner != want[1] {
			t.Errorf("%.80s: %q, %q", body, code, inner)
		}
	}
}

func FuzzVaultError(f *testing.F) {
	f.Add([]byte(`{"error":{"code":"Forbidden","message":"x","innererror":{"code":"ForbiddenByRbac"}}}`))
	f.Add([]byte("\x00\xff{"))
	f.Fuzz(func(t *testing.T, body []byte) {
		code, inner := errorCodes(body)
		if len(code) > maxName || len(inner) > maxName || !utf8.ValidString(code+inner) {
			t.Errorf("%q, %q", code, inner)
		}
		answer := &VaultAnswer{Status: 403, Code: code, InnerCode: inner, FromVault: true, Error: boundedText(string(body), maxErrorText)}
		o := &Observations{Tokens: []TokenAttempt{{Credential: CredentialAzureCLI, Outcome: OutcomeToken}},
			KeyVault: &KeyVaultFacts{Vaults: []VaultFacts{{Name: "contoso-kv", Host: contosoVault, Connected: true, TLS: true, Status: 401, TenantID: tenant1, FromVault: true,
				Access: []VaultAccess{{Credential: CredentialAzureCLI, Read: answer, List: answer}}}}}}
		if judgement := judgeKeyVault(o); judgement.Summary == "" {
			t.Error("nothing was concluded")
		}
	})
}

func TestNameFault(t *testing.T) {
	for given, want := range map[string]string{
		"kv":                           "3 to 24 characters, not 2",
		strings.Repeat("k", 25):        "3 to 24 characters, not 25",
		"contoso_kv":                   `not '_'`,
		"contoso kv":                   `not ' '`,
		"1contoso":                     "begins with a letter",
		"-contoso":                     "begins with a letter",
		"contoso-":                     "does not end with a hyphen",
		"contoso--kv":                  "two hyphens",
		"https://kv.example.com/":      "does not end in .vault.azure.net",
		"https://a_b.vault.azure.net/": `not '_'`,
		"contoso-kv.privatelink.vaultcore.azure.net":                                      "name it contoso-kv",
		"/subscriptions/x/resourceGroups/y/providers/Microsoft.Storage/storageAccounts/z": "something else",
		"ключи": `not 'к'`,
		"":      "not 0",
	} {
		if ParseVault(given, "--vault", Clouds[0]).Host != "" {
			t.Errorf("%q is a vault", given)
		}
		if got := nameFault(given); !strings.Contains(got, want) {
			t.Errorf("%q: %s, want %s", given, got, want)
		}
	}
}

func FuzzVaultName(f *testing.F) {
	f.Add("contoso--kv")
	f.Add("https://contoso-kv.vault.azure.net/secrets/x")
	f.Fuzz(func(t *testing.T, given string) {
		o := &Observations{KeyVault: &KeyVaultFacts{Vaults: []VaultFacts{{Given: given, Source: "--vault"}}}}
		if got := weighed(judgeKeyVault(o).Findings); got != "error keyvault-name-invalid" {
			t.Errorf("%q", got)
		}
	})
}
