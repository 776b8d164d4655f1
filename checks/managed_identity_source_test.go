package checks

import (
	"crypto/sha1"
	"encoding/hex"
	"encoding/json"
	"io"
	stdlog "log"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore/log"
	"github.com/Azure/azure-sdk-for-go/sdk/azidentity"

	"azdoctor/checks/azuretest"
)

// TestDetectSource compares the order of detection with the one of the SDK itself, as its log tells it.
func TestDetectSource(t *testing.T) {
	const endpoint, header = "http://alice:" + azuretest.Canary + "@127.0.0.1:41741/msi/token?secret=" + azuretest.Canary, "header"
	thumbprint := strings.Repeat("ab", 20)
	tests := []struct {
		name     string
		env      map[string]string
		source   string
		sdk      string
		evidence []string
	}{
		{"nothing", nil, "imds", "IMDS", nil},
		{"Service Fabric", map[string]string{"IDENTITY_ENDPOINT": "https://127.0.0.1:2377/metadata/identity/oauth2/token", "IDENTITY_HEADER": header, "IDENTITY_SERVER_THUMBPRINT": thumbprint, "MSI_ENDPOINT": endpoint, "IMDS_ENDPOINT": endpoint}, "service-fabric", "ServiceFabric", []string{"IDENTITY_ENDPOINT", "IDENTITY_HEADER", "IDENTITY_SERVER_THUMBPRINT"}},
		{"App Service", map[string]string{"IDENTITY_ENDPOINT": endpoint, "IDENTITY_HEADER": header, "MSI_ENDPOINT": endpoint, "MSI_SECRET": header, "IMDS_ENDPOINT": endpoint}, "app-service", "AppService", []string{"IDENTITY_ENDPOINT", "IDENTITY_HEADER"}},
		{"Azure ML", map[string]string{"MSI_ENDPOINT": endpoint, "MSI_SECRET": header, "IDENTITY_ENDPOINT": endpoint, "IMDS_ENDPOINT": endpoint}, "azure-ml", "AzureML", []string{"MSI_ENDPOINT", "MSI_SECRET"}},
		{"Cloud Shell", map[string]string{"MSI_ENDPOINT": endpoint}, "cloud-shell", "CloudShell", []string{"MSI_ENDPOINT"}},
		{"Arc", map[string]string{"IDENTITY_ENDPOINT": endpoint, "IMDS_ENDPOINT": endpoint}, "azure-arc", "AzureArc", []string{"IDENTITY_ENDPOINT", "IMDS_ENDPOINT"}},
		{"endpoint without header", map[string]string{"IDENTITY_ENDPOINT": endpoint}, "imds", "IMDS", nil},
		{"header without endpoint", map[string]string{"IDENTITY_HEADER": header}, "imds", "IMDS", nil},
		{"secret without endpoint", map[string]string{"MSI_SECRET": header}, "imds", "IMDS", nil},
		{"empty is unset", map[string]string{"IDENTITY_ENDPOINT": "", "IDENTITY_HEADER": "", "MSI_ENDPOINT": endpoint, "MSI_SECRET": ""}, "cloud-shell", "CloudShell", []string{"MSI_ENDPOINT"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			m := newMachine(t)
			for name, value := range test.env {
				m.set(name, value)
			}
			m.isolate()
			facts := detectSource(m.System)
			if facts.Source != test.source || !slices.Equal(facts.SourceEvidence, test.evidence) {
				t.Errorf("found %+v", facts)
			}
			if strings.Contains(facts.Endpoint, azuretest.Canary) || strings.Contains(facts.Endpoint, "alice") {
				t.Errorf("the endpoint leaks: %s", facts.Endpoint)
			}
			used := ""
			log.SetEvents(azidentity.EventAuthentication)
			log.SetListener(func(_ log.Event, text string) {
				if _, after, ok := strings.Cut(text, "will use "); ok {
					used = strings.Fields(after)[0]
				}
			})
			defer log.SetListener(nil)
			if _, err := azidentity.NewManagedIdentityCredential(nil); err != nil || used != test.sdk {
				t.Errorf("the SDK uses %q, %v", used, err)
			}
		})
	}
}

// TestDetectArcService finds the agent's service where Go does, and only there.
func TestDetectArcService(t *testing.T) {
	for _, test := range []struct {
		os, file string
		env      map[string]string
		source   string
		endpoint string
	}{
		{"linux", "/opt/azcmagent/bin/himds", nil, "azure-arc", "http://127.0.0.1:40342/metadata/identity/oauth2/token"},
		{"linux", "/opt/azcmagent/bin/himds", map[string]string{"IDENTITY_ENDPOINT": "http://localhost:40342/x"}, "azure-arc", "http://localhost:40342/x"},
		{"linux", "/opt/azcmagent/bin/himds", map[string]string{"MSI_ENDPOINT": "http://localhost:50342/oauth2/token"}, "cloud-shell", "http://localhost:50342/oauth2/token"},
		{"linux", "/var/opt/azcmagent/bin/himds", nil, "imds", ""},
		{"windows", `C:\ProgramData\AzureConnectedMachineAgent\himds.exe`, map[string]string{"PROGRAMDATA": `C:\ProgramData`}, "azure-arc", "http://127.0.0.1:40342/metadata/identity/oauth2/token"},
		{"windows", `C:\Program Files\AzureConnectedMachineAgent\himds.exe`, map[string]string{"PROGRAMDATA": `C:\ProgramData`, "PROGRAMFILES": `C:\Program Files`}, "imds", ""},
		{"darwin", "/opt/azcmagent/bin/himds", nil, "imds", ""},
	} {
		m := newMachine(t)
		m.OS = test.os
		m.Files[test.file] = ""
		for name, value := range test.env {
			m.set(name, value)
		}
		if facts := detectSource(m.System); facts.Source != test.source || facts.Endpoint != test.endpoint {
			t.Errorf("%s with %s and %v: %+v", test.os, test.file, test.env, facts)
		}
	}
}

// TestManagedIdentityEndpoints asks the endpoints other than IMDS through the real credential.
func TestManagedIdentityEndpoints(t *testing.T) {
	const address = "127.0.0.1:41741"
	app := func(identities ...azuretest.Identity) func(*machine) {
		return func(m *machine) {
			endpoint, header := m.Azure.ServeAppService(azuretest.IdentityEndpoint{Address: address, Identities: identities})
			m.set("IDENTITY_ENDPOINT", endpoint).set("IDENTITY_HEADER", header).set("WEBSITE_INSTANCE_ID", "1")
		}
	}
	broken := func(fault azuretest.Fault) func(*machine) {
		return func(m *machine) {
			endpoint, header := m.Azure.ServeAppService(azuretest.IdentityEndpoint{Address: address, Fault: fault})
			m.set("IDENTITY_ENDPOINT", endpoint).set("IDENTITY_HEADER", header).set("WEBSITE_INSTANCE_ID", "1")
		}
	}
	shell := func(fault azuretest.Fault) func(*machine) {
		return func(m *machine) {
			m.set("MSI_ENDPOINT", m.Azure.ServeCloudShell(azuretest.IdentityEndpoint{Address: "localhost:50342", Identities: []azuretest.Identity{azuretest.Alice}, Fault: fault})).set("ACC_CLOUD", "PROD")
		}
	}
	ml := func(identities ...azuretest.Identity) func(*machine) {
		return func(m *machine) {
			endpoint, secret := m.Azure.ServeAzureML(azuretest.IdentityEndpoint{Address: address, Identities: identities})
			m.set("MSI_ENDPOINT", endpoint).set("MSI_SECRET", secret).set("AZUREML_RUN_ID", "1")
		}
	}
	tests := []struct {
		name    string
		serve   func(*machine)
		env     map[string]string
		request Request
		outcome Outcome
		status  Status
		causes  []string
		said    string // a part of the summary and the details
	}{
		{"App Service, system-assigned", app(azuretest.Machine), nil, Request{}, OutcomeToken, Pass, nil, "from App Service"},
		{"App Service, named", app(azuretest.Assigned, azuretest.Assigned2), map[string]string{"AZURE_CLIENT_ID": azuretest.Assigned2.ClientID}, Request{}, OutcomeToken, Pass, nil, "contoso-id2 (user-assigned)"},
		{"App Service, by resource ID", app(azuretest.Assigned, azuretest.Assigned2), nil, Request{ClientID: azuretest.Assigned.ResourceID}, OutcomeToken, Pass, nil, "contoso-id (user-assigned)"},
		{"App Service, none named of two", app(azuretest.Assigned, azuretest.Assigned2), nil, Request{}, OutcomeFailed, Fail, []string{"identity-client-id-missing error"}, "No identity was named"},
		{"App Service, another named", app(azuretest.Assigned), map[string]string{"AZURE_CLIENT_ID": azuretest.ClientID}, Request{}, OutcomeFailed, Fail, []string{"identity-not-assigned error"}, ""},
		{"App Service, failing", broken(azuretest.Status(500)), nil, Request{}, OutcomeFailed, Fail, []string{"managed-identity-endpoint-failed error"}, "answered 500"},
		{"App Service, throttling", broken(azuretest.Throttled(1)), nil, Request{}, OutcomeFailed, Fail, []string{"managed-identity-endpoint-failed error"}, "429"},
		{"App Service, refused", broken(azuretest.Refused), nil, Request{}, OutcomeFailed, Fail, []string{"managed-identity-endpoint-failed error"}, "no usable answer"},
		{"App Service, a page", broken(azuretest.Portal), nil, Request{}, OutcomeFailed, Fail, []string{"managed-identity-endpoint-failed error"}, ""},
		{"App Service, garbage", broken(azuretest.Garbage), nil, Request{}, OutcomeFailed, Fail, []string{"managed-identity-endpoint-failed error"}, ""},
		{"App Service, eight megabytes", broken(azuretest.Huge), nil, Request{}, OutcomeFailed, Fail, []string{"managed-identity-endpoint-failed error"}, ""},
		{"variables left over on a laptop", func(m *machine) {
			m.set("IDENTITY_ENDPOINT", "http://127.0.0.1:1/msi/token").set("IDENTITY_HEADER", azuretest.Canary)
		}, nil, Request{}, OutcomeFailed, Fail, []string{"managed-identity-endpoint-failed error"}, "left over"},
		{"Cloud Shell", shell(azuretest.Fault{}), nil, Request{}, OutcomeToken, Pass, nil, "alice@contoso.com"},
		{"Cloud Shell takes no name", shell(azuretest.Fault{}), map[string]string{"AZURE_CLIENT_ID": azuretest.ClientID}, Request{}, OutcomeUnavailable, Fail, []string{"identity-selector-unsupported error"}, "AZURE_CLIENT_ID names one"},
		{"Cloud Shell, failing", shell(azuretest.Status(503)), nil, Request{}, OutcomeFailed, Fail, []string{"managed-identity-endpoint-failed error"}, "answered 503"},
		{"Azure ML", ml(azuretest.Assigned), nil, Request{}, OutcomeToken, Pass, nil, "from Azure Machine Learning"},
		{"Azure ML, by its own variable", ml(azuretest.Assigned, azuretest.Assigned2), map[string]string{"DEFAULT_IDENTITY_CLIENT_ID": azuretest.Assigned2.ClientID}, Request{}, OutcomeToken, Pass, nil, "contoso-id2"},
		{"Azure ML takes client IDs only", ml(azuretest.Assigned), nil, Request{ClientID: azuretest.Assigned.ResourceID}, OutcomeUnavailable, Fail, []string{"identity-selector-unsupported error"}, ""},
		{"Azure ML, none named", ml(), nil, Request{}, OutcomeFailed, Fail, []string{"identity-client-id-missing error"}, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			m := newMachine(t)
			test.serve(m)
			for name, value := range test.env {
				m.set(name, value)
			}
			o, result := m.examine(test.request)
			if attempt := o.Attempt(CredentialManagedIdentity); attempt == nil || attempt.Outcome != test.outcome {
				t.Errorf("asked for a token: %+v", attempt)
			}
			said := result.Summary
			for _, f := range result.Findings {
				said += " " + f.Detail
			}
			if result.Status != test.status || !slices.Equal(slugs(result.Findings), test.causes) || !strings.Contains(said, test.said) {
				t.Errorf("judged %s, %q, %q\n%+v", result.Status, slugs(result.Findings), said, o.Tokens)
			}
		})
	}
}

// TestManagedIdentityServiceFabric: the SDK pins the endpoint's certificate, which it can do to our client.
func TestManagedIdentityServiceFabric(t *testing.T) {
	for name, test := range map[string]struct {
		pinned  bool
		body    any
		code    int
		env     map[string]string
		outcome Outcome
		causes  []string
	}{
		"token":            {true, map[string]string{"access_token": azuretest.Token(azuretest.Machine, azuretest.VaultAudience, azuretest.MachineTokenLifetime), "expires_in": "240", "resource": azuretest.ManagementAudience}, 200, nil, OutcomeToken, nil},
		"no identity":      {true, map[string]any{"error": map[string]string{"code": "ManagedIdentityNotFound", "message": "not found"}}, 404, nil, OutcomeFailed, []string{"identity-not-assigned error"}},
		"another server":   {false, nil, 200, nil, OutcomeFailed, []string{"managed-identity-endpoint-failed error"}},
		"takes no name":    {true, nil, 200, map[string]string{"AZURE_CLIENT_ID": azuretest.ClientID}, OutcomeUnavailable, []string{"identity-selector-unsupported error"}},
		"failing":          {true, map[string]any{"error": map[string]string{"code": "InternalServerError"}}, 500, nil, OutcomeFailed, []string{"managed-identity-endpoint-failed error"}},
		"bad thumbprint":   {true, nil, 200, map[string]string{"IDENTITY_SERVER_THUMBPRINT": "zz"}, OutcomeUnavailable, []string{"env-malformed error"}},
		"endpoint is http": {true, nil, 200, map[string]string{"IDENTITY_ENDPOINT": "http://127.0.0.1:1/x"}, OutcomeUnavailable, []string{"env-malformed error"}},
	} {
		t.Run(name, func(t *testing.T) {
			server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("Content-Type", "application/json")
				w.WriteHeader(test.code)
				json.NewEncoder(w).Encode(test.body)
			}))
			server.Config.ErrorLog = stdlog.New(io.Discard, "", 0) // one handshake is broken on purpose
			server.StartTLS()
			defer server.Close()
			thumbprint := sha1.Sum(server.Certificate().Raw)
			if !test.pinned {
				thumbprint[0]++
			}
			m := newMachine(t)
			m.connect(server.URL)
			m.set("IDENTITY_ENDPOINT", server.URL+"/metadata/identity/oauth2/token").set("IDENTITY_HEADER", azuretest.Canary).set("Fabric_ApplicationName", "fabric:/Contoso")
			m.set("IDENTITY_SERVER_THUMBPRINT", hex.EncodeToString(thumbprint[:]))
			for variable, value := range test.env {
				m.set(variable, value)
			}
			o, result := m.examine(Request{})
			attempt := o.Attempt(CredentialManagedIdentity)
			if attempt == nil || attempt.Outcome != test.outcome {
				t.Fatalf("asked for a token: %+v", attempt)
			}
			if !slices.Equal(slugs(result.Findings), test.causes) || (result.Status == Pass) != (test.outcome == OutcomeToken) {
				t.Errorf("judged %s, %q from %q", result.Status, slugs(result.Findings), attempt.Error)
			}
		})
	}
}

// TestManagedIdentityArc: the agent challenges with a key file that only its group may read. The SDK accepts files of one
// directory alone, which no test may write to, so the way ends there.
func TestManagedIdentityArc(t *testing.T) {
	for name, test := range map[string]struct {
		status    int
		challenge string
		causes    []string
	}{
		"key that is not there":   {401, "Basic realm=/var/opt/azcmagent/tokens/azdoctor-test.key", []string{"arc-key-unreadable error"}},
		"key in another place":    {401, "Basic realm=/etc/shadow.key", []string{"managed-identity-endpoint-failed error"}},
		"challenge without a key": {401, "", []string{"managed-identity-endpoint-failed error"}},
		"no challenge":            {200, "", []string{"managed-identity-endpoint-failed error"}},
		"failing":                 {500, "", []string{"managed-identity-endpoint-failed error"}},
	} {
		t.Run(name, func(t *testing.T) {
			agent := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if test.challenge != "" {
					w.Header().Set("WWW-Authenticate", test.challenge)
				}
				w.WriteHeader(test.status)
			}))
			defer agent.Close()
			m := newMachine(t)
			m.connect(agent.URL)
			m.set("IDENTITY_ENDPOINT", agent.URL+"/metadata/identity/oauth2/token").set("IMDS_ENDPOINT", agent.URL)
			_, result := m.examine(Request{})
			if result.Status != Fail || !slices.Equal(slugs(result.Findings), test.causes) {
				t.Errorf("judged %s, %q", result.Status, slugs(result.Findings))
			}
		})
	}
}
