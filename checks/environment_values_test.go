package checks

import (
	"slices"
	"strings"
	"testing"
)

func TestDefectsOf(t *testing.T) {
	const id = "22222222-2222-2222-2222-222222222222"
	for _, test := range []struct {
		value string
		form  shape
		want  []string
	}{
		{"", guidShape, nil},
		{id, guidShape, nil},
		{strings.ToUpper("aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa"), guidShape, nil},
		{" " + id, guidShape, []string{defectPadded}},
		{id + "\u00a0", guidShape, []string{defectPadded}},
		{id + "\r", guidShape, []string{defectCarriageReturn}},
		{id + "\r\n", guidShape, []string{defectCarriageReturn}},
		{id + "\n", guidShape, []string{defectLineBreak}},
		{"\ufeff" + id, guidShape, []string{defectByteOrderMark}},
		{`"` + id + `"`, guidShape, []string{defectQuoted}},
		{" '" + id + "' \r\n", guidShape, []string{defectCarriageReturn, defectPadded, defectQuoted}},
		{id[:10] + "\u200b" + id[10:], guidShape, []string{defectInvisible, defectNotGUID}},
		{`""`, guidShape, []string{defectQuoted}},
		{"   ", guidShape, []string{defectPadded}},
		{"contoso-app", guidShape, []string{defectNotGUID}},
		{"abc7Q~defghijklmnopqrs0t123456789-_.~", guidShape, []string{defectSecret}},
		{"contoso.onmicrosoft.com", tenantShape, nil},
		{"contoso_corp", tenantShape, []string{defectNotTenant}},
		{"https://contoso.com", tenantShape, []string{defectNotTenant}},
		{"abc7Q~defghijklmnopqrs0t123456789-_.~", secretShape, nil},
		{id, secretShape, []string{defectSecretID}},
		{"login.microsoftonline.us", authorityShape, []string{defectNotURL}},
		{"http://login.microsoftonline.us", authorityShape, []string{defectNotHTTPS}},
		{"https://login.microsoftonline.us/", authorityShape, nil},
		{"https://", authorityShape, []string{defectNotURL}},
		{"http://127.0.0.1:41741/msi/token", urlShape, nil},
		{"127.0.0.1:41741", urlShape, []string{defectNotURL}},
		{"proxy:8080", proxyShape, nil},
		{"http://proxy:8080", proxyShape, nil},
		{"alice:secret@proxy:8080", proxyShape, nil},
		{"http://proxy:port", proxyShape, []string{defectNotURL}},
		{"/home/alice/app.pem", fileShape, nil},
		{"~/app.pem", fileShape, []string{defectHomeUnexpanded}},
		{"eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJ4In0.c2ln", fileShape, []string{defectToken}},
	} {
		if got := defectsOf(test.value, test.form); !slices.Equal(got, test.want) {
			t.Errorf("defectsOf(%q, %d) = %q, want %q", test.value, test.form, got, test.want)
		}
	}
}

func TestPlaceholders(t *testing.T) {
	for _, value := range []string{"YOUR_TENANT_ID", "your-client-id", "<client-id>", "<your secret>", "${AZURE_CLIENT_ID}", "$(clientSecret)", "${{ secrets.CLIENT_ID }}", "{{ .Values.clientId }}",
		"%AZURE_CLIENT_ID%", "$AZURE_CLIENT_ID", "__CLIENT_ID__", "#{ClientId}#", "changeme", "change-me", "CHANGE_ME", "xxxx", "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx",
		"00000000-0000-0000-0000-000000000000", "***", "...", "null", "undefined", "TODO", "client-id", "azure_client_secret", "insert-secret-here", "paste-your-secret-here"} {
		if got := defectsOf(value, anyShape); !slices.Contains(got, defectPlaceholder) {
			t.Errorf("%q is a placeholder, got %q", value, got)
		}
	}
	for _, value := range []string{"contoso.com", "22222222-2222-2222-2222-222222222222", "abc7Q~defghijklmnopqrs0t123456789-_.~", "true", "1", "dev", "/var/run/secrets/token", "contoso-kv",
		"https://contoso-kv.vault.azure.net", "myapp", "AzureCloud", "alice@contoso.com", "localhost,127.0.0.1", "000001"} {
		if got := defectsOf(value, anyShape); slices.Contains(got, defectPlaceholder) {
			t.Errorf("%q is taken for a placeholder", value)
		}
	}
}

func TestProxyWithoutUser(t *testing.T) {
	for _, test := range []struct{ value, want string }{
		{"http://proxy:8080", "http://proxy:8080"},
		{"http://alice:hunter2@proxy:8080", "http://proxy:8080"},
		{"http://alice@proxy:8080", "http://proxy:8080"},
		{"alice:hunter2@proxy:8080", "proxy:8080"},
		{"http://alice:hun/ter2@proxy:8080", "http://proxy:8080"},
		{"http://alice:hun@ter2@proxy:8080", "http://proxy:8080"},
		{"alice:hun://ter2@proxy:8080", "proxy:8080"},
	} {
		if got, removed := withoutUser(test.value); got != test.want || removed != strings.Contains(test.value, "@") {
			t.Errorf("withoutUser(%q) = %q, %t, want %q", test.value, got, removed, test.want)
		}
	}
}

func TestResembled(t *testing.T) {
	for name, want := range map[string]string{
		"AZURE_CLIENTID": "AZURE_CLIENT_ID", "azure_client_id": "AZURE_CLIENT_ID", "AZURE_TENANTID": "AZURE_TENANT_ID", "AZURE_CLEINT_SECRET": "AZURE_CLIENT_SECRET",
		"AZURE_CLIENT_SECERT": "AZURE_CLIENT_SECRET", "AZURE_SECRET": "AZURE_CLIENT_SECRET", "AZURE_APP_ID": "AZURE_CLIENT_ID", "AZURE_TOKEN_CREDENTIAL": "AZURE_TOKEN_CREDENTIALS",
		"AZURE_CLIENT_ID": "", "AZURE_CLIENT_ID2": "", "AZURE_SUBSCRIPTION": "", "PATH": "", "AZURE": "", "AZURE_STORAGE_KEY": "", "CLIENT_ID": "", "AZURE_LOCATION": "",
	} {
		if got := resembled(name); got != want {
			t.Errorf("resembled(%q) = %q, want %q", name, got, want)
		}
	}
}

// Every variable that is looked at is known once, says who reads it, and hides its value if that is a secret.
func TestKnownVariables(t *testing.T) {
	seen := map[string]bool{}
	for _, known := range knownVariables {
		if seen[known.name] || known.readers == "" {
			t.Errorf("%s is listed twice or has no reader", known.name)
		}
		seen[known.name] = true
		if fileVariable(known.name) && SecretVariable(known.name) {
			t.Errorf("%s names a file and is taken for a secret", known.name)
		}
	}
	for _, name := range []string{"AZURE_CLIENT_SECRET", "AZURE_CLIENT_CERTIFICATE_PASSWORD", "AZURE_PASSWORD", "IDENTITY_HEADER", "MSI_SECRET", "SYSTEM_ACCESSTOKEN", "ACTIONS_ID_TOKEN_REQUEST_TOKEN",
		"AZURE_OIDC_TOKEN", "AZURE_OIDC_REQUEST_TOKEN", "AZD_AUTH_KEY", "ARM_CLIENT_SECRET", "ARM_OIDC_TOKEN", "ARM_OIDC_REQUEST_TOKEN", "ARM_CLIENT_CERTIFICATE_PASSWORD"} {
		if !seen[name] || !SecretVariable(name) {
			t.Errorf("%s: looked at %t, secret %t", name, seen[name], SecretVariable(name))
		}
	}
}

func FuzzReadVariable(f *testing.F) {
	f.Add("AZURE_CLIENT_ID", " \"22222222-2222-2222-2222-222222222222\"\r\n")
	f.Add("AZURE_CLIENT_SECRET", "abc7Q~defghijklmnopqrs0t123456789-_.~")
	f.Add("HTTPS_PROXY", "http://alice:hun@ter2@proxy:8080")
	f.Add("AZURE_AUTHORITY_HOST", "https://[::1")
	f.Add("AZURE_FEDERATED_TOKEN_FILE", "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJ4In0.c2ln")
	f.Add("AZURE_TENANT_ID", "\ufeff<tenant>")
	f.Fuzz(func(t *testing.T, name, value string) {
		known := knownVariable{name: name, shape: shapeOf(name)}
		v := readVariable(known, value)
		switch {
		case v.Empty != (value == ""):
			t.Errorf("empty: %t", v.Empty)
		case v.Secret && v.Value != "" && known.shape != proxyShape:
			t.Errorf("a secret's value is kept: %q", v.Value)
		case SecretVariable(name) && known.shape != proxyShape && v.Value != "":
			t.Errorf("the value of %s is kept: %q", name, v.Value)
		case known.shape == proxyShape && strings.Contains(v.Value, "@"):
			t.Errorf("a proxy's user is kept: %q", v.Value)
		}
		for _, defect := range v.Defects {
			if defectWords[defect] == "" {
				t.Errorf("no words for %q", defect)
			}
		}
		resembled(name)
	})
}
