package checks

import (
	"encoding/json"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"azdoctor/checks/azuretest"
)

// principal sets the variables of the application that azuretest knows.
func (m *machine) principal() *machine {
	return m.isolate().set("AZURE_TENANT_ID", azuretest.TenantID).set("AZURE_CLIENT_ID", azuretest.ClientID)
}

// runEnvironment examines the environment alone.
func runEnvironment(m *machine, request Request) (*Observations, Result) {
	m.t.Helper()
	request.Checks = []string{Environment.ID}
	o := m.run(request)
	text, err := json.Marshal(o)
	if err != nil {
		m.t.Fatal(err)
	}
	if strings.Contains(string(text), azuretest.Canary) || strings.Contains(string(text), "CANARY") {
		m.t.Errorf("a secret is among the observations: %s", text)
	}
	return o, Judge(o)[0]
}

// foundSlugs names a result's findings, worst first.
func foundSlugs(r Result) []string {
	var names []string
	for _, f := range r.Findings {
		names = append(names, f.Slug)
	}
	return names
}

func TestEnvironmentOfAnEmptyMachine(t *testing.T) {
	m := newMachine(t).isolate()
	o, result := runEnvironment(m, Request{})
	if result.Status != Info || len(result.Findings) > 0 || len(o.Environment.Variables) > 0 || len(o.Tokens) > 0 {
		t.Errorf("%s: %s %q, %+v", result.Status, result.Summary, foundSlugs(result), o.Environment)
	}
	if m.Azure.Dials("") > 0 {
		t.Errorf("%d connections", m.Azure.Dials(""))
	}
}

func TestEnvironmentClientSecret(t *testing.T) {
	m := newMachine(t).principal().set("AZURE_CLIENT_SECRET", azuretest.ClientSecret)
	o, result := runEnvironment(m, Request{})
	attempt := o.Attempt(CredentialEnvironment)
	if result.Status != Pass || len(result.Findings) > 0 || !attempt.Works() || attempt.Identity.ClientID != azuretest.ClientID {
		t.Fatalf("%s: %s %q, %+v", result.Status, result.Summary, foundSlugs(result), attempt)
	}
	if !strings.HasPrefix(result.Summary, "contoso-app (client secret), tenant "+azuretest.TenantID) {
		t.Error(result.Summary)
	}
	if walk := o.Walk(); walk.Winner != CredentialEnvironment {
		t.Errorf("%+v", walk)
	}
	if v := o.Environment.Variable("AZURE_CLIENT_SECRET"); v == nil || !v.Secret || v.Value != "" || len(v.Defects) > 0 {
		t.Errorf("%+v", v)
	}
}

func TestEnvironmentLocalAsksNothing(t *testing.T) {
	m := newMachine(t).principal().set("AZURE_CLIENT_SECRET", azuretest.ClientSecret)
	o, result := runEnvironment(m, Request{Local: true})
	if result.Status != Unknown || len(o.Tokens) > 0 || m.Azure.Dials("") > 0 {
		t.Errorf("%s: %s, %+v, %d connections", result.Status, result.Summary, o.Tokens, m.Azure.Dials(""))
	}
}

func TestEnvironmentSendsNoPassword(t *testing.T) {
	m := newMachine(t).principal().set("AZURE_USERNAME", "alice@contoso.com").set("AZURE_PASSWORD", "CANARY-password")
	o, result := runEnvironment(m, Request{})
	if result.Status != Warn || !slices.Equal(foundSlugs(result), []string{"username-password-deprecated"}) || len(o.Tokens) > 0 || m.Azure.Dials("") > 0 {
		t.Errorf("%s: %s %q, %+v", result.Status, result.Summary, foundSlugs(result), o.Tokens)
	}
	if _, err := newEnvironmentCredential(m.session(Request{})); err == nil {
		t.Error("a credential that would send the password was built")
	}
}

func TestEnvironmentRefused(t *testing.T) {
	for name, test := range map[string]struct {
		prepare func(*machine)
		outcome Outcome
		code    string
		causes  []string
	}{
		"wrong secret":                    {func(m *machine) { m.set("AZURE_CLIENT_SECRET", "CANARY-wrong") }, OutcomeFailed, "AADSTS7000215", []string{"client-secret-wrong"}},
		"secret's ID":                     {func(m *machine) { m.set("AZURE_CLIENT_SECRET", "eeeeeeee-eeee-eeee-eeee-eeeeeeeeeeee") }, OutcomeFailed, "AADSTS7000215", []string{"client-secret-wrong"}},
		"quoted secret":                   {func(m *machine) { m.set("AZURE_CLIENT_SECRET", `"`+azuretest.ClientSecret+`"`) }, OutcomeFailed, "AADSTS7000215", []string{"env-malformed", "client-secret-wrong"}},
		"padded client":                   {func(m *machine) { m.set("AZURE_CLIENT_ID", azuretest.ClientID+" ") }, OutcomeFailed, "AADSTS700016", []string{"env-malformed"}},
		"padded tenant":                   {func(m *machine) { m.set("AZURE_TENANT_ID", azuretest.TenantID+" ") }, OutcomeUnavailable, "invalid tenantID", []string{"env-malformed"}},
		"unknown tenant":                  {func(m *machine) { m.set("AZURE_TENANT_ID", "99999999-9999-9999-9999-999999999999") }, OutcomeFailed, "AADSTS90002", []string{"tenant-not-found"}},
		"other tenant":                    {func(m *machine) { m.set("AZURE_TENANT_ID", azuretest.OtherTenantID) }, OutcomeFailed, "AADSTS700016", []string{"app-not-found-in-tenant"}},
		"expired secret":                  {func(m *machine) { m.Azure.FailTokens(azuretest.TokenFault{Fault: azuretest.AADSTS(7000222)}) }, OutcomeFailed, "AADSTS7000222", []string{"client-secret-expired"}},
		"http authority":                  {func(m *machine) { m.set("AZURE_AUTHORITY_HOST", "http://login.microsoftonline.com") }, OutcomeUnavailable, "without https", []string{"env-malformed"}},
		"bare authority":                  {func(m *machine) { m.set("AZURE_AUTHORITY_HOST", "login.microsoftonline.com") }, OutcomeUnavailable, "without https", []string{"env-malformed"}},
		"tenant of the vault not allowed": {func(m *machine) {}, OutcomeFailed, "isn't configured to acquire tokens", []string{"tenant-not-allowed"}},
	} {
		t.Run(name, func(t *testing.T) {
			m := newMachine(t).principal().set("AZURE_CLIENT_SECRET", azuretest.ClientSecret)
			test.prepare(m)
			request := Request{}
			if strings.Contains(name, "not allowed") {
				request.Tenant = azuretest.OtherTenantID
			}
			o, result := runEnvironment(m, request)
			attempt := o.Attempt(CredentialEnvironment)
			if attempt == nil || attempt.Outcome != test.outcome || !strings.Contains(attempt.Error, test.code) {
				t.Fatalf("attempt: %+v", attempt)
			}
			if result.Status != Fail || !slices.Equal(foundSlugs(result), test.causes) {
				t.Fatalf("%s: %s %q", result.Status, result.Summary, foundSlugs(result))
			}
			stops := strings.Contains(result.Findings[0].Detail, "DefaultAzureCredential stops here")
			if stops != (test.outcome == OutcomeFailed) || (o.Walk().StoppedBy == CredentialEnvironment) != stops {
				t.Errorf("%s; %+v", result.Findings[0].Detail, o.Walk())
			}
		})
	}
}

func TestEnvironmentAdditionalTenants(t *testing.T) {
	m := newMachine(t).principal().set("AZURE_CLIENT_SECRET", azuretest.ClientSecret).set("AZURE_ADDITIONALLY_ALLOWED_TENANTS", "x;"+azuretest.OtherTenantID)
	other := m.Azure.Tenant(azuretest.OtherTenantID)
	other.Apps = []azuretest.Application{{Identity: azuretest.App, Secret: azuretest.ClientSecret}}
	m.Azure.AddTenant(other)
	o, result := runEnvironment(m, Request{Tenant: azuretest.OtherTenantID})
	if result.Status != Pass || o.Attempt(CredentialEnvironment).Identity.TenantID != azuretest.OtherTenantID {
		t.Errorf("%s: %s, %+v", result.Status, result.Summary, o.Tokens)
	}
}

func TestEnvironmentCloud(t *testing.T) {
	for host, settings := range map[string][]string{
		"login.microsoftonline.us": {"AZURE_AUTHORITY_HOST", "https://login.microsoftonline.us/"},
		"login.chinacloudapi.cn":   {"AZURE_AUTHORITY_HOST", "https://login.chinacloudapi.cn"},
	} {
		m := newMachine(t).principal().set("AZURE_CLIENT_SECRET", azuretest.ClientSecret).set(settings[0], settings[1])
		_, result := runEnvironment(m, Request{})
		if result.Status != Pass || m.Azure.Count("", "/oauth2/v2.0/token") != 1 {
			t.Errorf("%s: %s %s %q", host, result.Status, result.Summary, foundSlugs(result))
		}
	}
	m := newMachine(t).principal().set("AZURE_CLIENT_SECRET", azuretest.ClientSecret)
	_, result := runEnvironment(m, Request{Cloud: "usgovernment"})
	if result.Status != Warn || !slices.Equal(foundSlugs(result), []string{"cloud-wrong"}) || m.Azure.Count("login.microsoftonline.us", "/oauth2/v2.0/token") != 1 {
		t.Errorf("--cloud without AZURE_AUTHORITY_HOST: %s %s %q", result.Status, result.Summary, foundSlugs(result))
	}
}

func TestEnvironmentCertificate(t *testing.T) {
	now := time.Now()
	for name, test := range map[string]struct {
		until    time.Duration
		prepare  func(*machine)
		status   Status
		findings []string
	}{
		"healthy":    {until: 90 * 24 * time.Hour, status: Pass},
		"near end":   {until: 10 * 24 * time.Hour, status: Warn, findings: []string{"certificate-expired"}},
		"missing":    {prepare: func(m *machine) { m.set("AZURE_CLIENT_CERTIFICATE_PATH", "/nope.pem") }, status: Fail, findings: []string{"certificate-unreadable"}},
		"a folder":   {prepare: func(m *machine) { m.set("AZURE_CLIENT_CERTIFICATE_PATH", m.Home) }, status: Fail, findings: []string{"certificate-unreadable"}},
		"tilde":      {prepare: func(m *machine) { m.set("AZURE_CLIENT_CERTIFICATE_PATH", "~/app.pem") }, status: Fail, findings: []string{"certificate-unreadable"}},
		"password":   {until: 90 * 24 * time.Hour, prepare: func(m *machine) { m.set("AZURE_CLIENT_CERTIFICATE_PASSWORD", "CANARY-password") }, status: Fail, findings: []string{"certificate-unreadable"}},
		"with chain": {until: 90 * 24 * time.Hour, prepare: func(m *machine) { m.set("AZURE_CLIENT_SEND_CERTIFICATE_CHAIN", "TRUE") }, status: Pass},
	} {
		t.Run(name, func(t *testing.T) {
			m := newMachine(t).principal()
			certificate, key := makeCertificate(t, now.Add(-time.Hour), now.Add(test.until))
			m.set("AZURE_CLIENT_CERTIFICATE_PATH", m.write(filepath.Join(m.Home, "app.pem"), certificate+key))
			if test.prepare != nil {
				test.prepare(m)
			}
			o, result := runEnvironment(m, Request{})
			if result.Status != test.status || !slices.Equal(foundSlugs(result), test.findings) {
				t.Errorf("%s: %s %q; %+v", result.Status, result.Summary, foundSlugs(result), o.Environment.Certificate)
			}
			if test.status == Fail && (o.Walk().StoppedBy != "" || o.Attempt(CredentialEnvironment).Outcome != OutcomeUnavailable) {
				t.Errorf("Go goes on: %+v %+v", o.Walk(), o.Tokens)
			}
		})
	}
}

func TestEnvironmentWorkloadIdentity(t *testing.T) {
	claims := func(extra string) string {
		return federatedToken(`{"iss":"https://oidc.contoso.example/","sub":"system:serviceaccount:default:app","aud":"api://AzureADTokenExchange"` + extra + `}`)
	}
	for name, test := range map[string]struct {
		token   string
		prepare func(*machine)
		status  Status
		first   string
		outcome Outcome
	}{
		"healthy":      {token: claims(`,"exp":4102444800`), status: Pass, outcome: OutcomeToken},
		"expired":      {token: claims(`,"exp":1500000000`), status: Fail, first: "federated-token-expired", outcome: OutcomeFailed},
		"other issuer": {token: federatedToken(`{"iss":"https://other/"}`), status: Fail, outcome: OutcomeFailed},
		"of Entra":     {token: federatedToken(`{"iss":"https://sts.windows.net/11111111-1111-1111-1111-111111111111/"}`), status: Fail, first: "federated-token-entra-issued", outcome: OutcomeFailed},
		"empty":        {token: "", status: Fail, first: "federated-token-file-missing", outcome: OutcomeFailed},
		"no token":     {token: "hello", status: Fail, first: "env-malformed", outcome: OutcomeFailed},
		"missing": {prepare: func(m *machine) { m.set("AZURE_FEDERATED_TOKEN_FILE", filepath.Join(m.Home, "nope")) }, status: Fail,
			first: "federated-token-file-missing", outcome: OutcomeFailed},
		"a folder": {prepare: func(m *machine) { m.set("AZURE_FEDERATED_TOKEN_FILE", m.Home) }, status: Fail, first: "federated-token-file-missing", outcome: OutcomeFailed},
		"set to nothing": {prepare: func(m *machine) {
			m.export("AZURE_FEDERATED_TOKEN_FILE", "")
		}, status: Fail, first: "federated-token-file-missing", outcome: OutcomeFailed},
	} {
		t.Run(name, func(t *testing.T) {
			m := newMachine(t).principal()
			contoso := m.Azure.Tenant(azuretest.TenantID)
			contoso.Apps[0].Federated = []azuretest.FederatedCredential{{Issuer: "https://oidc.contoso.example/", Subject: "system:serviceaccount:default:app"}}
			m.Azure.AddTenant(contoso)
			m.set("AZURE_FEDERATED_TOKEN_FILE", m.write(filepath.Join(m.Home, "token"), test.token))
			if test.prepare != nil {
				test.prepare(m)
			}
			o, result := runEnvironment(m, Request{})
			attempt := o.Attempt(CredentialWorkloadIdentity)
			if attempt == nil || attempt.Outcome != test.outcome || (o.Walk().StoppedBy != "") != (test.outcome == OutcomeFailed) {
				t.Fatalf("%+v, %+v", attempt, o.Walk())
			}
			if result.Status != test.status || test.first != "" && (len(result.Findings) == 0 || result.Findings[0].Slug != test.first) {
				t.Errorf("%s: %s %q", result.Status, result.Summary, foundSlugs(result))
			}
		})
	}
}

func TestEnvironmentUnreachable(t *testing.T) {
	m := newMachine(t).principal().set("AZURE_CLIENT_SECRET", azuretest.ClientSecret)
	m.Azure.Break("login.microsoftonline.com", azuretest.Refused)
	o, result := runEnvironment(m, Request{})
	if result.Status != Fail || !slices.Equal(foundSlugs(result), []string{"authority-unreachable"}) || o.Attempt(CredentialEnvironment).Outcome != OutcomeFailed || m.Azure.Dials("login.microsoftonline.com") > 2 { // MSAL asks for its cache first, and meets the same end
		t.Errorf("%s: %s %q, %+v, %d connections", result.Status, result.Summary, foundSlugs(result), o.Tokens, m.Azure.Dials("login.microsoftonline.com"))
	}
}

func TestEnvironmentHangs(t *testing.T) {
	m := newMachine(t).principal().set("AZURE_CLIENT_SECRET", azuretest.ClientSecret)
	m.Azure.Break("login.microsoftonline.com", azuretest.Hang)
	o := Run(t.Context(), m.System, Options{Request: Request{Checks: []string{Environment.ID}}, Timeout: 300 * time.Millisecond})
	result := Judge(o)[0]
	if result.Status != Unknown || result.Incomplete == "" || o.Environment == nil || o.Attempt(CredentialEnvironment).Outcome != OutcomeTimeout {
		t.Errorf("%s: %s %q, %+v", result.Status, result.Summary, result.Incomplete, o.Tokens)
	}
}

// Secrets of every kind, in every place, are in no fact: neither themselves nor their length.
func TestEnvironmentKeepsNoSecret(t *testing.T) {
	m := newMachine(t).isolate()
	m.Files["/token"] = federatedToken(`{"iss":"https://oidc.contoso.example/"}`)
	for _, known := range knownVariables {
		if SecretVariable(known.name) {
			m.set(known.name, "CANARY-"+known.name)
		}
	}
	m.set("AZURE_FEDERATED_TOKEN_FILE", "/token").
		set("HTTPS_PROXY", "http://alice:CANARY/pass@word@proxy:8080").set("https_proxy", "alice:CANARY%zz@proxy:8080").set("ALL_PROXY", "http://CANARY@proxy:x").
		set("AZURE_SECRET", "CANARY-misnamed").set("AZURE_CLIENT_ID", "abc7Q~CANARYjklmnopqrs0t123456789-_.~").set("KEY_VAULT_URL", "https://alice:CANARYpassword@contoso-kv.vault.azure.net")
	o, _ := runEnvironment(m, Request{Local: true})
	for name, want := range map[string]string{"HTTPS_PROXY": "http://proxy:8080", "https_proxy": "proxy:8080"} {
		if got := o.Environment.Value(name); got != want {
			t.Errorf("%s = %q, want %q", name, got, want)
		}
	}
	if v := o.Environment.Variable("AZURE_CLIENT_ID"); !v.Has(defectSecret) || !v.Secret {
		t.Errorf("%+v", v)
	}
	if v := o.Environment.Variable("AZURE_SECRET"); v == nil || v.Resembles != "AZURE_CLIENT_SECRET" {
		t.Errorf("%+v", v)
	}
}

func TestEnvironmentOnWindows(t *testing.T) {
	m := newMachine(t).isolate()
	m.OS = "windows"
	m.set("HTTPS_PROXY", "http://proxy:8080").set("https_proxy", "http://proxy:8080")
	o, result := runEnvironment(m, Request{})
	if len(o.Environment.Variables) != 1 || len(result.Findings) > 0 {
		t.Errorf("%+v %q", o.Environment.Variables, foundSlugs(result))
	}
}

func TestEnvironmentPlan(t *testing.T) {
	m := newMachine(t).set("AZURE_TENANT_ID", azuretest.TenantID).set("AZURE_CLIENT_ID", azuretest.ClientID).set("AZURE_CLIENT_CERTIFICATE_PATH", "/app.pem").
		set("AZURE_AUTHORITY_HOST", "https://login.microsoftonline.us")
	var got []string
	for _, touch := range planEnvironment(m.session(Request{})) {
		got = append(got, touch.Kind+" "+touch.What)
	}
	if want := []string{"file /app.pem", "network login.microsoftonline.us", "network login.microsoftonline.com"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	if touches := planEnvironment(newMachine(t).session(Request{})); len(touches) > 0 {
		t.Errorf("nothing is configured: %+v", touches)
	}
}
