package checks

import (
	"encoding/base64"
	"encoding/json"
	"html"
	"net/url"
	"reflect"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode"

	"azdoctor/checks/cause"
)

// The secrets of these tests. None is anybody's.
const (
	testSecret = "aB3~xY/z+Q=w&9<k\">'p"
	testJWT    = "eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9.eyJhdWQiOiJodHRwczovL3ZhdWx0LmF6dXJlLm5ldCJ9.c2lnbmF0dXJlLXNpZ25hdHVyZQ"
	testGUID   = "853b9a84-5bfa-4b22-a3f3-0b9a43d9ad8a"
)

var testClientSecret = "abc8" + "Q~" + strings.Repeat("x7.-_", 7)

func secretsOf(pairs ...string) *secrets {
	environ := Environ{}
	for i := 0; i < len(pairs); i += 2 {
		environ[pairs[i]] = pairs[i+1]
	}
	return newSecrets(environ)
}

// TestSecretsHidden: what must not be in the cleaned text, whatever form it takes there.
func TestSecretsHidden(t *testing.T) {
	inJSON, _ := json.Marshal(testSecret)
	key := strings.Repeat("QUJD/+12", 10) + "ABCDEF=="
	pem := "-----BEGIN RSA PRIVATE KEY-----\nMIIEpAIBAAKCAQEA\n7bq9\n-----END RSA PRIVATE KEY-----"
	registered := secretsOf("AZURE_CLIENT_SECRET", testSecret, "IDENTITY_HEADER", testGUID, "AZURE_PASSWORD", "two\tlines 1\r\nof pass\x07word 2",
		"HTTPS_PROXY", "http://alice:hunter%2F2@proxy.contoso.com:3128", "HTTP_PROXY", "alice:p@ss/w0rd%zz@proxy:80", "AZURE_CREDENTIALS", `{"clientId":"app","clientSecret":"inner-Secret-9"}`,
		"AZD_AUTH_KEY", "k3y-of-azd", "SAME_TOKEN", "  padded-T0ken  ")
	for name, test := range map[string]struct{ text, hidden string }{
		"registered":                {"before " + testSecret + " after", testSecret},
		"registered, in a query":    {"GET /?p=" + url.QueryEscape(testSecret), url.QueryEscape(testSecret)},
		"registered, in a path":     {"GET /" + url.PathEscape(testSecret), url.PathEscape(testSecret)},
		"registered, lower escapes": {"GET /?p=aB3~xY%2fz%2bQ%3dw%269%3ck%22%3e%27p", "aB3~xY%2f"},
		"registered, in JSON":       {`{"a":` + string(inJSON) + `}`, string(inJSON[1 : len(inJSON)-1])},
		"registered, quoted by Go":  {strconv.Quote(testSecret), `w&9`},
		"registered, in HTML":       {"<p>" + html.EscapeString(testSecret), html.EscapeString(testSecret)},
		"registered, base64":        {base64.StdEncoding.EncodeToString([]byte(testSecret)), "YUIzfnhZL3or"},
		"registered, base64url":     {base64.RawURLEncoding.EncodeToString([]byte(testSecret)), "YUIzfnhZL3or"},
		"split by escapes":          {"aB3~xY\x1b[31m/z+Q=\x1b]0;t\x07w&9<k\">'p", "w&9"},
		"split by zero width":       {"aB3~xY\u200b/z+Q=\ufeffw&9<k\u00ad\">'p", "w&9"},
		"split by controls":         {"aB3~xY/\x00z+Q=w&\x089<k\">'p", "w&"},
		"with controls":             {"it is two\tlines 1\nof pass\x07word 2!", "password 2"},
		"one line of it":            {"> of password 2", "password 2"},
		"padded":                    {"got padded-T0ken,", "padded-T0ken"},
		"proxy's password":          {"proxyconnect: hunter/2 and hunter%2F2", "hunter"},
		"proxy's URL":               {`parse "http://bob:s3cr3t@proxy:80": bad`, "s3cr3t"},
		"proxy with at signs":       {"dial http://bob:s3@cr3t@proxy:80", "cr3t"},
		"malformed proxy":           {"proxyconnect tcp: p@ss/w0rd%zz refused", "w0rd"},
		"inside AZURE_CREDENTIALS":  {"app inner-Secret-9", "inner-Secret-9"},
		"AZD_AUTH_KEY":              {"key k3y-of-azd", "k3y-of-azd"},
		"identity header":           {"X-IDENTITY-HEADER: 11111111-2222-3333-4444-555555555555", "5555"},
		"secret header":             {"Secret: 11111111-2222-3333-4444-555555555555\r\nMetadata: true", "5555"},
		"JWT":                       {"token " + testJWT, "eyJ"},
		"JWT in a URL":              {"https://example.com/cb#access_token=" + testJWT + "&state=1", "c2lnbmF0dXJl"},
		"JWT cut off":               {"got " + testJWT[:60], "eyJhdWQ"},
		"JWT in escaped JSON":       {`"{\"token\":\"` + testJWT + `\"}"`, "eyJ"},
		"Authorization":             {"Authorization: Bearer " + testJWT, "eyJ"},
		"Authorization, opaque":     {"> Authorization: Bearer 0123456789abcdef", "0123456789"},
		"Authorization, other":      {`"Authorization":"SharedKey acct:ZmFrZS1zaWc5"`, "ZmFrZS1zaWc5"},
		"bearer alone":              {"sent bearer AbC0123456789-_", "AbC0123"},
		"basic alone":               {"Basic YWxpY2U6aHVudGVyMg==", "YWxpY2U6"},
		"Cookie":                    {"Cookie: ESTSAUTH=0.AxoA; x=1", "AxoA"},
		"Set-Cookie":                {`Set-Cookie: fpc=Amn0t; expires=Mon`, "Amn0t"},
		"opaque access token":       {`{"access_token": "AwABAAAAvPM1KaPlrEqdFSBzjqfTGBCmLdgfST", "a": 1}`, "AwABAAAA"},
		"opaque token of azd":       {`{"token":"AwABAAAAvPM1KaPlrEqdFSBzjqfTGBCmLdgfST"}`, "AwABAAAA"},
		"refresh token":             {"got 0.AXoA-0123456789_abcdefghijklmnop.AgABAAEAAAA-xyz now", "AgABAAEAAAA"},
		"refresh token, newer":      {"got 1.AXoA-0123456789_abcdefghijklmnop", "AXoA"},
		"refresh token, personal":   {"M.C507_BAY.0.U.-CrqrX7abcdefghijklmnop!", "CrqrX7"},
		"client secret":             {"'" + testClientSecret + "'", "x7.-_x7"},
		"client secret in a form":   {"client_id=1&client_secret=hunter&scope=x", "hunter"},
		"password in JSON":          {`{"password": "hunter", "b": 1}`, "hunter"},
		"password in prose":         {"password: hunter2", "hunter2"},
		"password in HTML":          {"{&quot;password&quot;:&quot;hunter&quot;}", "hunter"},
		"SAS":                       {"https://a.blob.core.windows.net/c?sv=2024&sig=aB%2F12cdEF%3D&se=1", "aB%2F12"},
		"function key":              {"https://f.azurewebsites.net/api/x?code=aBcD1234eFgH5678iJkL==", "aBcD1234"},
		"connection string":         {"DefaultEndpointsProtocol=https;AccountName=a;AccountKey=abc/def+1==;EndpointSuffix=x", "abc/def"},
		"service bus":               {"Endpoint=sb://x/;SharedAccessKeyName=n;SharedAccessKey=abcdef=", "abcdef"},
		"storage key alone":         {"key " + key, "QUJD"},
		"GitHub token":              {"ghs_0123456789abcdefABCD and ghp_0123456789abcdefABCD", "0123456789"},
		"private key":               {"x " + pem + " y", "7bq9"},
		"private key cut off":       {"x " + pem[:60], "MIIE"},
		"private key in JSON":       {strconv.Quote(pem), "7bq9"},
		"PKCS #12":                  {"MII" + strings.Repeat("KxwIBAzCCEP", 30), "KxwIBAz"},
		"environment dump":          {"ARM_CLIENT_SECRET=hunter\nARM_ACCESS_KEY=abc\n", "hunter"},
	} {
		t.Run(name, func(t *testing.T) {
			got := registered.cleanText(test.text)
			if strings.Contains(got, test.hidden) || !strings.Contains(got, masked) {
				t.Errorf("cleaned to %q", got)
			}
			if again := registered.cleanText(got); again != got {
				t.Errorf("cleaning again changes %q to %q", got, again)
			}
		})
	}
}

// TestDiagnosesSurvive: texts that only sound secret come through as they are.
func TestDiagnosesSurvive(t *testing.T) {
	environ := Environ{
		"PWD": "/home/alice", "OLDPWD": "/home", "HOME": "/home/alice", "AZURE_TOKEN_CREDENTIALS": "ManagedIdentityCredential", "AZURE_FEDERATED_TOKEN_FILE": "/var/run/secrets/azure/tokens/azure-identity-token",
		"AZURE_CLIENT_ID": "22222222-2222-2222-2222-222222222222", "AZURE_CLIENT_SECRET": "22222222-2222-2222-2222-222222222222", "AZURE_PASSWORD": "password", "MSI_SECRET": "secret", "MY_TOKEN": "production",
		"AZURE_KEY_VAULT_URL": "https://contoso-kv.vault.azure.net", "KEY_VAULT_NAME": "contoso-kv", "A_KEY": "Contoso", "B_KEY": "443", "C_KEY": "my-secret", "AZDOCTOR_SECRET": "db-password", "GIT_ASKPASS": "/usr/bin/askpass",
		"NPM_CONFIG_MAIL_TOKEN": "", "UPN": "alice@contoso.com", "GOOGLE_APPLICATION_CREDENTIALS_FILE": "/home/alice/key.json",
	}
	s := newSecrets(environ)
	for _, text := range []string{
		"", "alice@contoso.com, tenant 11111111-1111-1111-1111-111111111111, token in 420 ms",
		"AADSTS7000215: Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '22222222-2222-2222-2222-222222222222'.",
		"AADSTS7000222: The provided client secret keys for app '22222222-2222-2222-2222-222222222222' are expired. Visit the Azure portal to create new keys for your app: https://aka.ms/NewClientSecret",
		"AADSTS50126: Error validating credentials due to invalid username or password.",
		"AADSTS700082: The refresh token has expired due to inactivity. The token was issued on 2026-08-01T00:00:00.0000000Z and was inactive for 90.00:00:00.",
		"AADSTS900144: The request body must contain the following parameter: 'client_secret'.",
		"password: AADSTS50126: Error validating credentials", "client secret: AADSTS7000215", "secret: https://contoso-kv.vault.azure.net/secrets/db-password",
		`"token": "expired"`, `{"refresh_token": "revoked"}`, "access_token: null", "token: ClientSecretCredential authentication failed", "Token=missing",
		`{"error":"invalid_grant","error_codes":[700082],"error_uri":"https://login.microsoftonline.com/error?code=700082","trace_id":"aaaa1111-0000-0000-0000-000000000000"}`,
		`Bearer authorization="https://login.microsoftonline.com/11111111-1111-1111-1111-111111111111", resource="https://vault.azure.net"`,
		`Bearer authorization_uri="https://login.windows.net/11111111-1111-1111-1111-111111111111"`, "Basic authentication failed", "Bearer token required", "AKV10000: Request is missing a Bearer or PoP token.",
		"Authorization: required", "The Cookie header was rejected: too long", "cookies are switched off", "Authorization header is missing", "Proxy-Authorization: required by proxy",
		"tokenType: Bearer", "Key Vault contoso-kv", "ForbiddenByRbac: Caller is not authorized to perform action. Action: 'Microsoft.KeyVault/vaults/secrets/getSecret/action'",
		"AZURE_TOKEN_CREDENTIALS=ManagedIdentityCredential", "AZURE_FEDERATED_TOKEN_FILE=/var/run/secrets/azure/tokens/azure-identity-token", "AZURE_CLIENT_SECRET is set", "AZURE_CLIENT_SECRET: not set", "AZURE_CLIENT_SECRET=missing",
		"/home/alice/.azure/azureProfile.json", "no value for AZURE_PASSWORD in production", "https://contoso-kv.vault.azure.net:443/secrets/my-secret?api-version=2026-01-01",
		"https://graph.microsoft.com:443/users/alice@contoso.com", "read udp 127.0.0.1:40000->127.0.0.53:53: i/o timeout", "dial tcp [2001:db8::1]:443: connect: no route to host", "mailto:alice@contoso.com",
		"az login --claims-challenge eyJhY2Nlc3NfdG9rZW4iOnsibmJmIjp7ImVzc2VudGlhbCI6dHJ1ZX19fQ==",
		"AzureCLICredential: ERROR: User 'alice@contoso.com' does not exist in MSAL token cache. Run `az login`.",
		"failed to parse \"cert.pem\" due to error \"pkcs12: decryption password incorrect\". This may be due to a limitation of this module's certificate loader.",
		"/subscriptions/33333333-3333-3333-3333-333333333333/resourceGroups/rg/providers/Microsoft.ManagedIdentity/userAssignedIdentities/app-1",
		"SHA1 thumbprint A94A8FE5CCB19BA61C4C0873D391E987982FBBD3", "日本語のエラー, émigré, Ωmega, 👍", "first\nsecond\tthird",
	} {
		if got := s.cleanText(text); got != text {
			t.Errorf("%q\nbecame %q", text, got)
		}
	}
}

// TestSecretVariable: by name alone.
func TestSecretVariable(t *testing.T) {
	for _, name := range strings.Fields(`AZURE_CLIENT_SECRET AZURE_PASSWORD AZURE_CLIENT_CERTIFICATE_PASSWORD ARM_CLIENT_SECRET ARM_CLIENT_CERTIFICATE ARM_OIDC_TOKEN ARM_ACCESS_KEY ARM_SAS_TOKEN IDENTITY_HEADER
		MSI_SECRET AZD_AUTH_KEY SYSTEM_ACCESSTOKEN ACTIONS_ID_TOKEN_REQUEST_TOKEN AZURE_OIDC_TOKEN AZURE_OIDC_REQUEST_TOKEN GITHUB_TOKEN GH_TOKEN AZURE_CREDENTIALS AZURE_STORAGE_CONNECTION_STRING azure_client_secret DB_PWD`) {
		if !SecretVariable(name) {
			t.Errorf("%s is not taken for a secret", name)
		}
	}
	for _, name := range strings.Fields(`AZURE_CLIENT_ID AZURE_TENANT_ID AZURE_TOKEN_CREDENTIALS AZURE_FEDERATED_TOKEN_FILE ARM_OIDC_TOKEN_FILE_PATH ARM_CLIENT_SECRET_FILE_PATH ACTIONS_ID_TOKEN_REQUEST_URL AZURE_KEY_VAULT_NAME
		AZURE_KEY_VAULT_ENDPOINT KEY_VAULT_NAME KEY_VAULT_URL AZURE_KEYVAULT_NAME AZURE_KEYVAULT_URL KEY_VAULT_URI AZDOCTOR_SECRET AZURE_KUBERNETES_TOKEN_PROXY AZURE_OIDC_REQUEST_URL IDENTITY_SERVER_THUMBPRINT PWD OLDPWD PATH
		AZURE_CLIENT_CERTIFICATE_PATH AZURE_AUTHORITY_HOST IDENTITY_ENDPOINT MSI_ENDPOINT HTTPS_PROXY GOOGLE_APPLICATION_CREDENTIALS_PATH KEYBOARD MONKEY`) {
		if SecretVariable(name) {
			t.Errorf("%s is taken for a secret", name)
		}
	}
}

// TestCleanTextBounds: megabytes are cut in the middle, in bounded time, and never so that half a secret stays.
func TestCleanTextBounds(t *testing.T) {
	long := strings.Repeat("k3y-of-azd-", 3000) // 33 kB
	s := secretsOf("AZURE_CLIENT_SECRET", testSecret, "AZD_AUTH_KEY", long)
	filler := strings.Repeat("all is well ", 1<<16)
	for name, text := range map[string]string{
		"words":              "begin " + filler + " end",
		"secrets all over":   "begin " + strings.Repeat(testSecret+" ", 1<<17) + " end",
		"tokens all over":    "begin " + strings.Repeat(testJWT+"\n", 1<<15) + " end",
		"one long secret":    "begin " + strings.Repeat(long+" ", 100) + " end",
		"a token without an": "begin eyJhbGciOiJSUzI1NiJ9." + strings.Repeat("eyJhdWQi", 1<<17),
		"a key with an end":  "begin -----BEGIN PRIVATE KEY-----\n" + strings.Repeat("7bq9\n", 1<<17) + "-----END PRIVATE KEY----- the end",
		"a key without end":  "begin -----BEGIN PRIVATE KEY-----\n" + strings.Repeat("7bq9\n", 1<<17),
		"no place to cut":    strings.Repeat(testSecret[:6], 1<<16),
		"escapes":            "begin " + strings.Repeat("\x1b]8;;x", 1<<16) + " end",
		"quotes":             "begin " + strings.Repeat(`token="`, 1<<16) + " end",
	} {
		t.Run(name, func(t *testing.T) {
			got := s.cleanText(text)
			if len(got) > maxTextBytes || strings.Contains(got, "w&9") || strings.Contains(got, "k3y-of") || strings.Contains(got, "eyJhdWQi") || strings.Contains(got, "7bq9") {
				t.Errorf("%d bytes: %.100q ... %.100q", len(got), got, got[max(0, len(got)-100):])
			}
			if strings.HasPrefix(text, "begin") && !strings.HasPrefix(got, "begin") || strings.HasSuffix(text, " end") && !strings.HasSuffix(got, "end") {
				t.Errorf("its ends are lost: %.100q ... %.100q", got, got[max(0, len(got)-100):])
			}
		})
	}
	for at := 70; at < 125; at += 5 { // a secret on the edge of the window, wherever the edge falls in it
		text := strings.Repeat("x", windowBytes-100+at) + " " + testSecret + " " + strings.Repeat("y", windowBytes-100+at)
		if got := s.cleanText(text); strings.Contains(got, "aB3~") || strings.Contains(got, "k\">'p") {
			t.Fatalf("at %d: %q", at, got)
		}
	}
}

// TestPlainText: what a terminal would obey is gone, and what it would show stays.
func TestPlainText(t *testing.T) {
	for text, want := range map[string]string{
		"\x1b[1;31mred\x1b[0m": "red", "\x1b]0;title\x07text": "text", "\x1b]8;;http://x\x1b\\link\x1b]8;;\x1b\\": "link", "\x1b]0;never ends": "0;never ends", "\u009b31mred": "red",
		"a\x00b\x7fc\u0085d": "abcd", "one\r\ntwo\rthree": "one\ntwo\nthree", "tab\tstays": "tab\tstays", "\xff\xfebad": "\uFFFDbad", "a\u202eb\u2066c\u200dd": "abcd", "a\u2028b": "a\nb",
		"\x1b(Btext\x1bcmore\x1b": "textmore", "\x1bPq data \x1b\\x": "x", "naïve 日本": "naïve 日本", "\ufefftext": "text", "a\U000e0041b\ufe0f": "ab",
	} {
		if got := PlainText(text); got != want {
			t.Errorf("%q became %q, want %q", text, got, want)
		}
	}
}

// TestClean: every string of any shape of facts is cleaned, in a copy.
func TestClean(t *testing.T) {
	type inner struct {
		Text string
		On   *bool
	}
	type facts struct {
		Text     string
		At       time.Time
		Pointer  *inner
		None     *inner
		List     []string
		Pointers []*inner
		Nil      []string
		Array    [2]string
		Map      map[string]string
		Structs  map[string]inner
		Lists    map[string][]string
		Any      any
		Raw      json.RawMessage
		Number   int
		inner
		Named statusText
	}
	s := secretsOf("AZURE_CLIENT_SECRET", testSecret)
	yes, at := true, time.Date(2026, 11, 22, 1, 2, 3, 4, time.UTC)
	dirty := "is " + testSecret
	build := func(text string) facts {
		return facts{Text: text, At: at, Pointer: &inner{Text: text, On: &yes}, List: []string{text}, Pointers: []*inner{{Text: text}, nil}, Array: [2]string{text}, Map: map[string]string{text: text},
			Structs: map[string]inner{text: {Text: text}}, Lists: map[string][]string{"a": {text}}, Any: []any{text, 1, nil}, Raw: json.RawMessage(`"` + text + `"`), Number: 7, Named: statusText(text)}
	}
	original := build(dirty)
	got := s.cleaned(reflect.ValueOf(original)).Interface().(facts)
	if want := build("is [secret]"); !reflect.DeepEqual(got, want) {
		t.Errorf("cleaned to %+v\nwant       %+v", got, want)
	}
	if !reflect.DeepEqual(original, build(dirty)) {
		t.Error("the original was changed")
	}
	if got.Pointer.On == original.Pointer.On {
		t.Error("the copy shares a pointer")
	}
	far := time.Unix(1<<40, 0)
	o := s.clean(&Observations{Tokens: []TokenAttempt{{ExpiresAt: far, Error: dirty}}, Probes: map[string]ProbeRun{"a": {Incomplete: dirty}}})
	if _, err := json.Marshal(o); err != nil || !o.Tokens[0].ExpiresAt.IsZero() || o.Tokens[0].Error != "is [secret]" || o.Probes["a"].Incomplete != "is [secret]" {
		t.Errorf("cleaned to %+v, %v", o, err)
	}
}

type statusText string

// TestFactsHaveNoUnexportedFields: cleaning copies exported fields alone.
func TestFactsHaveNoUnexportedFields(t *testing.T) {
	seen := map[reflect.Type]bool{}
	var walk func(reflect.Type)
	walk = func(of reflect.Type) {
		switch of.Kind() {
		case reflect.Pointer, reflect.Slice, reflect.Array:
			walk(of.Elem())
		case reflect.Map:
			walk(of.Key())
			walk(of.Elem())
		case reflect.Struct:
			if seen[of] || of == timeType {
				return
			}
			seen[of] = true
			for i := range of.NumField() {
				if field := of.Field(i); field.Type == reflect.TypeFor[*cause.Catalogue]() {
					continue // no fact: Run sets it behind the cleaning
				} else if !field.IsExported() {
					t.Errorf("%s.%s is not exported, and would be lost", of, field.Name)
				} else {
					walk(field.Type)
				}
			}
		}
	}
	walk(reflect.TypeFor[Observations]())
}

// FuzzCleanText: no registered secret, no control character, bounded, and the same when done twice.
func FuzzCleanText(f *testing.F) {
	for _, seed := range []string{"", testSecret, "a" + testSecret + testSecret, "Bearer " + testJWT, "\x1b[31m" + testSecret[:5] + "\x1b]0;x\x07" + testSecret[5:], "password=\"x\"", "://a:b@c", "-----BEGIN PRIVATE KEY-----",
		"token: 0123456789abcdef", "\xff\x9b\u202e\r\n", url.QueryEscape(testSecret), strings.Repeat("a ", windowBytes)} {
		f.Add(seed)
	}
	s := secretsOf("AZURE_CLIENT_SECRET", testSecret, "IDENTITY_HEADER", testGUID)
	f.Fuzz(func(t *testing.T, text string) {
		got := s.cleanText(text)
		if strings.Contains(got, testSecret) || strings.Contains(got, testGUID) || len(got) > maxTextBytes+len(masked) {
			t.Errorf("%q became %q", text, got)
		}
		if strings.ContainsFunc(got, func(r rune) bool { return r != '\n' && r != '\t' && unicode.IsControl(r) }) {
			t.Errorf("%q became %q", text, got)
		}
	})
}
