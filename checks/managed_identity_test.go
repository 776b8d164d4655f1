package checks

import (
	"context"
	"encoding/json"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"azdoctor/checks/azuretest"
	"azdoctor/checks/cause"
)

// onAzure makes the machine a virtual machine of Azure.
func (m *machine) onAzure() *machine {
	m.Files["/sys/class/dmi/id/chassis_asset_tag"] = azureAssetTag + "\n"
	return m
}

// examine runs the managed identity check alone and judges it.
func (m *machine) examine(request Request) (*Observations, Result) {
	m.t.Helper()
	m.isolate()
	request.Checks = []string{ManagedIdentity.ID}
	o := m.run(request)
	text, err := json.Marshal(o)
	if err != nil || strings.Contains(string(text), azuretest.Canary) {
		m.t.Errorf("the observations leak, or are no JSON: %v\n%s", err, text)
	}
	results := Judge(o)
	return o, results[0]
}

func slugs(findings []cause.Finding) []string {
	var all []string
	for _, f := range findings {
		all = append(all, f.Slug+" "+f.Weight().String())
	}
	return all
}

// TestManagedIdentityIMDS asks everything that may answer at the metadata address through the real credential.
func TestManagedIdentityIMDS(t *testing.T) {
	both := []azuretest.Identity{azuretest.Assigned, azuretest.Assigned2}
	machine := []azuretest.Identity{azuretest.Machine}
	tests := []struct {
		name    string
		imds    azuretest.IMDS
		azure   bool // the machine is an Azure VM
		env     map[string]string
		request Request
		reach   string
		kind    string
		outcome Outcome // "": no token was asked for
		status  Status
		causes  []string
		summary string // a part of it
	}{
		{name: "laptop", imds: azuretest.IMDS{Fault: azuretest.Refused}, reach: "refused", status: Info, summary: "no Azure host"},
		{name: "no route", imds: azuretest.IMDS{Fault: azuretest.NoRoute}, reach: "unreachable", status: Info, summary: "no route"},
		{name: "no network", imds: azuretest.IMDS{Fault: azuretest.NetworkUnreachable}, reach: "unreachable", status: Info},
		{name: "connection cut", imds: azuretest.IMDS{Fault: azuretest.Reset}, reach: "error", status: Info},
		{name: "blocked on an Azure VM", imds: azuretest.IMDS{Fault: azuretest.Refused}, azure: true, reach: "refused", status: Fail, causes: []string{"imds-unreachable error"}},
		{name: "laptop whose chain is the managed identity alone", imds: azuretest.IMDS{Fault: azuretest.Refused}, env: map[string]string{"AZURE_TOKEN_CREDENTIALS": "ManagedIdentityCredential"}, reach: "refused", status: Fail, causes: []string{"imds-unreachable error"}},

		{name: "system-assigned", imds: azuretest.IMDS{Identities: machine}, azure: true, reach: "answered", kind: "azure", outcome: OutcomeToken, status: Pass, summary: "contoso-vm (system-assigned), tenant 1111"},
		{name: "one user-assigned, not named", imds: azuretest.IMDS{Identities: both[:1]}, azure: true, reach: "answered", kind: "azure", outcome: OutcomeToken, status: Pass, summary: "contoso-id (user-assigned)"},
		{name: "user-assigned by AZURE_CLIENT_ID", imds: azuretest.IMDS{Identities: both}, azure: true, env: map[string]string{"AZURE_CLIENT_ID": azuretest.Assigned2.ClientID}, reach: "answered", kind: "azure", outcome: OutcomeToken, status: Pass, summary: "contoso-id2"},
		{name: "user-assigned by --client-id", imds: azuretest.IMDS{Identities: both}, azure: true, request: Request{ClientID: azuretest.Assigned.ClientID}, reach: "answered", kind: "azure", outcome: OutcomeToken, status: Pass, summary: "contoso-id ("},
		{name: "user-assigned by resource ID", imds: azuretest.IMDS{Identities: both}, azure: true, request: Request{ClientID: azuretest.Assigned.ResourceID}, reach: "answered", kind: "azure", outcome: OutcomeToken, status: Pass, summary: "contoso-id ("},
		{name: "named where no SDK looks", imds: azuretest.IMDS{Identities: both}, azure: true, env: map[string]string{"AZURE_USER_ASSIGNED_IDENTITY": azuretest.Assigned.ClientID}, reach: "answered", kind: "azure", outcome: OutcomeToken, status: Warn, causes: []string{"identity-client-id-missing warning"}},
		{name: "named by a name, which another identity answers to", imds: azuretest.IMDS{Identities: machine}, azure: true, env: map[string]string{"AZURE_USER_ASSIGNED_IDENTITY": "contoso-id"}, reach: "answered", kind: "azure", outcome: OutcomeToken, status: Warn, causes: []string{"identity-unexpected warning", "identity-client-id-missing warning"}},
		{name: "two user-assigned, none named", imds: azuretest.IMDS{Identities: both}, azure: true, reach: "answered", kind: "azure", outcome: OutcomeUnavailable, status: Fail, causes: []string{"identity-ambiguous error"}},
		{name: "no identity", azure: true, reach: "answered", kind: "azure", outcome: OutcomeUnavailable, status: Fail, causes: []string{"identity-not-assigned error"}},
		{name: "another identity is named", imds: azuretest.IMDS{Identities: machine}, azure: true, env: map[string]string{"AZURE_CLIENT_ID": azuretest.ClientID}, reach: "answered", kind: "azure", outcome: OutcomeFailed, status: Fail, causes: []string{"identity-not-assigned error"}},
		{name: "AZURE_CLIENT_ID holds a name", imds: azuretest.IMDS{Identities: machine}, azure: true, env: map[string]string{"AZURE_CLIENT_ID": "contoso-id"}, reach: "answered", kind: "azure", outcome: OutcomeFailed, status: Fail, causes: []string{"identity-not-assigned error"}},
		{name: "AZURE_CLIENT_ID set to nothing", imds: azuretest.IMDS{Identities: machine}, azure: true, env: map[string]string{"AZURE_CLIENT_ID": ""}, reach: "answered", kind: "azure", outcome: OutcomeUnavailable, status: Fail, causes: []string{"env-malformed error"}},
		{name: "AZURE_CLIENT_ID is a service principal's", imds: azuretest.IMDS{Identities: machine}, azure: true, env: map[string]string{"AZURE_CLIENT_ID": azuretest.ClientID, "AZURE_TENANT_ID": azuretest.TenantID, "AZURE_CLIENT_SECRET": azuretest.ClientSecret}, reach: "answered", kind: "azure", outcome: OutcomeToken, status: Pass, summary: "contoso-vm"},
		{name: "hosted GitHub runner", env: map[string]string{"GITHUB_ACTIONS": "true", "RUNNER_ENVIRONMENT": "github-hosted"}, azure: true, reach: "answered", kind: "azure", outcome: OutcomeUnavailable, status: Info, summary: "GitHub Actions runner"},

		{name: "throttled", imds: azuretest.IMDS{TokenFault: azuretest.IMDSError(429, "Too many requests", "Temporarily throttled, too many requests")}, azure: true, reach: "answered", kind: "azure", outcome: OutcomeFailed, status: Fail, causes: []string{"imds-throttled error"}},
		{name: "being updated", imds: azuretest.IMDS{TokenFault: azuretest.Status(410)}, azure: true, reach: "answered", kind: "azure", outcome: OutcomeFailed, status: Fail, causes: []string{"imds-server-error error"}},
		{name: "failing", imds: azuretest.IMDS{TokenFault: azuretest.IMDSError(500, "unknown", "Failed to retrieve token from the Active directory. For details see logs in C:\\Packages")}, azure: true, reach: "answered", kind: "azure", outcome: OutcomeFailed, status: Fail, causes: []string{"imds-server-error error"}},
		{name: "cut off", imds: azuretest.IMDS{TokenFault: azuretest.Reset}, azure: true, reach: "answered", kind: "azure", outcome: OutcomeFailed, status: Fail, causes: []string{"imds-server-error error"}},
		{name: "garbage for a token", imds: azuretest.IMDS{TokenFault: azuretest.Garbage}, azure: true, reach: "answered", kind: "azure", outcome: OutcomeUnavailable, status: Fail, causes: []string{"imds-intercepted error"}},
		{name: "eight megabytes for a token", imds: azuretest.IMDS{TokenFault: azuretest.Huge}, azure: true, reach: "answered", kind: "azure", outcome: OutcomeFailed, status: Fail, causes: []string{"imds-server-error error"}},
		{name: "no such resource", imds: azuretest.IMDS{TokenFault: azuretest.IMDSError(400, "invalid_resource", "AADSTS500011: The resource principal named https://x was not found in the tenant named Contoso.")}, azure: true, reach: "answered", kind: "azure", outcome: OutcomeUnavailable, status: Fail, causes: []string{"resource-not-found-in-tenant error"}},
		{name: "gone altogether while it is updated", imds: azuretest.IMDS{Fault: azuretest.Status(404)}, azure: true, reach: "answered", kind: "other", outcome: OutcomeFailed, status: Fail, causes: []string{"imds-server-error error"}},

		{name: "Docker Desktop", imds: azuretest.IMDS{Fault: azuretest.DockerDesktop}, reach: "answered", kind: "docker-desktop", outcome: OutcomeUnavailable, status: Info, causes: []string{"imds-intercepted info"}, summary: "Docker Desktop"},
		{name: "Docker Desktop in German", imds: azuretest.IMDS{Fault: azuretest.Answer(403, "text/plain", "connecting to 169.254.169.254:80: dial tcp 169.254.169.254:80: connectex: Der Host war nicht erreichbar.")}, reach: "answered", kind: "docker-desktop", outcome: OutcomeFailed, status: Warn, causes: []string{"imds-intercepted warning"}},
		{name: "Amazon", imds: azuretest.IMDS{Fault: azuretest.AmazonMetadata}, reach: "answered", kind: "aws", outcome: OutcomeFailed, status: Warn, causes: []string{"imds-intercepted warning"}},
		{name: "Google", imds: azuretest.IMDS{Fault: azuretest.GoogleMetadata}, reach: "answered", kind: "google", outcome: OutcomeFailed, status: Warn, causes: []string{"imds-intercepted warning"}},
		{name: "captive portal", imds: azuretest.IMDS{Fault: azuretest.Portal}, reach: "answered", kind: "captive-portal", outcome: OutcomeUnavailable, status: Info, causes: []string{"imds-intercepted info"}},
		{name: "captive portal on an Azure VM", imds: azuretest.IMDS{Fault: azuretest.Portal}, azure: true, reach: "answered", kind: "captive-portal", outcome: OutcomeUnavailable, status: Fail, causes: []string{"imds-intercepted error"}},
		{name: "portal's redirect", imds: azuretest.IMDS{Fault: azuretest.PortalRedirect}, reach: "answered", kind: "captive-portal", outcome: OutcomeFailed, status: Warn, causes: []string{"imds-intercepted warning"}},
		{name: "garbage", imds: azuretest.IMDS{Fault: azuretest.Garbage}, reach: "answered", kind: "other", outcome: OutcomeUnavailable, status: Info, causes: []string{"imds-intercepted info"}},
		{name: "eight megabytes", imds: azuretest.IMDS{Fault: azuretest.Huge}, reach: "answered", kind: "other", outcome: OutcomeFailed, status: Warn, causes: []string{"imds-intercepted warning"}},
		{name: "endless header", imds: azuretest.IMDS{Fault: azuretest.HugeHeader}, reach: "error", status: Info},
		{name: "local", imds: azuretest.IMDS{Identities: machine}, azure: true, request: Request{Local: true}, status: Unknown, summary: "--local"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			m := newMachine(t)
			m.Azure.ServeIMDS(test.imds)
			if test.azure {
				m.onAzure()
			}
			for name, value := range test.env {
				m.set(name, value)
			}
			o, result := m.examine(test.request)
			if o.ManagedIdentity == nil || o.ManagedIdentity.Source != "imds" {
				t.Fatalf("facts are %+v", o.ManagedIdentity)
			}
			if imds := o.ManagedIdentity.IMDS; imds != nil && (imds.Reach != test.reach || imds.Kind != test.kind) {
				t.Errorf("found %+v", imds)
			}
			attempt := o.Attempt(CredentialManagedIdentity)
			if attempt == nil && test.outcome != "" || attempt != nil && attempt.Outcome != test.outcome {
				t.Errorf("asked for a token: %+v", attempt)
			}
			if result.Status != test.status || !slices.Equal(slugs(result.Findings), test.causes) || !strings.Contains(result.Summary, test.summary) || result.Summary == "" {
				t.Errorf("judged %s, %q, %q", result.Status, slugs(result.Findings), result.Summary)
			}
		})
	}
}

func TestManagedIdentityInstance(t *testing.T) {
	m := newMachine(t).onAzure()
	m.Azure.ServeIMDS(azuretest.IMDS{TenantID: azuretest.OtherTenantID})
	o, result := m.examine(Request{})
	want := InstanceFacts{Name: "contoso-vm", Location: "westeurope", ResourceID: azuretest.Machine.ResourceID, Environment: "AzurePublicCloud", Provider: "Microsoft.Compute"}
	if got := o.ManagedIdentity.IMDS; got.Instance == nil || *got.Instance != want || got.TenantID != azuretest.OtherTenantID {
		t.Errorf("IMDS tells %+v of %+v", got, got.Instance)
	}
	holes := result.Findings[0].Holes()
	for hole, want := range map[string]string{"vm": "contoso-vm", "resource-group": "contoso-rg", "subscription": azuretest.SubscriptionID, "tenant": azuretest.OtherTenantID} {
		if holes[hole] != want {
			t.Errorf("{%s} is %q", hole, holes[hole])
		}
	}
}

// TestManagedIdentityDetails: what only sharpens the diagnosis may fail in every way without harm to the rest.
func TestManagedIdentityDetails(t *testing.T) {
	for name, fault := range map[string]azuretest.Fault{
		"refused": azuretest.Status(500), "page": azuretest.Portal, "garbage": azuretest.Garbage, "huge": azuretest.Huge, "cut": azuretest.Drop,
		"of other types": azuretest.Answer(200, "application/json", `{"compute":["x"],"tenantId":{}}`), "tenant of another shape": azuretest.Answer(200, "application/json", `{"tenantId":"<script>"}`),
	} {
		t.Run(name, func(t *testing.T) {
			m := newMachine(t).onAzure()
			m.Azure.ServeIMDS(azuretest.IMDS{Identities: []azuretest.Identity{azuretest.Machine}, InstanceFault: fault, IdentityInfoFault: fault})
			o, result := m.examine(Request{})
			if result.Status != Pass || o.ManagedIdentity.IMDS.Instance != nil || o.ManagedIdentity.IMDS.TenantID != "" {
				t.Errorf("judged %s with %+v", result.Status, o.ManagedIdentity.IMDS)
			}
		})
	}
}

// TestManagedIdentityBlackHole: where packets vanish, or a server keeps silent, the look takes exactly its one second.
func TestManagedIdentityBlackHole(t *testing.T) {
	for name, fault := range map[string]azuretest.Fault{"black hole": azuretest.BlackHole, "silent": azuretest.Silent, "hanging": azuretest.Hang} {
		t.Run(name, func(t *testing.T) {
			m := newMachine(t)
			m.isolate()
			synctest.Test(t, func(t *testing.T) {
				azure := azuretest.New(t)
				azure.ServeIMDS(azuretest.IMDS{Fault: fault})
				m.Dial, m.LookupHost = azure.Dial, azure.LookupHost
				started := time.Now()
				s := newSession(t.Context(), m.System, Request{})
				facts := observeManagedIdentity(t.Context(), s)
				if took := time.Since(started); took != time.Second || facts.IMDS.Reach != "timeout" || facts.Offered() {
					t.Errorf("%s after %s", facts.IMDS.Reach, took)
				}
			})
		})
	}
}

func TestManagedIdentitySlowBody(t *testing.T) {
	m := newMachine(t)
	m.isolate()
	synctest.Test(t, func(t *testing.T) {
		azure := azuretest.New(t)
		azure.ServeIMDS(azuretest.IMDS{Fault: azuretest.EndlessBody})
		m.Dial, m.LookupHost = azure.Dial, azure.LookupHost
		started := time.Now()
		facts := observeManagedIdentity(t.Context(), newSession(t.Context(), m.System, Request{}))
		if took := time.Since(started); took > time.Second || facts.IMDS.Kind != "other" {
			t.Errorf("%+v after %s", facts.IMDS, took)
		}
	})
}

// TestManagedIdentityInterrupted: a run that ends while IMDS hangs leaves what is known.
func TestManagedIdentityInterrupted(t *testing.T) {
	m := newMachine(t).onAzure()
	m.Azure.ServeIMDS(azuretest.IMDS{TokenFault: azuretest.Hang})
	m.isolate()
	o := Run(t.Context(), m.System, Options{Request: Request{Checks: []string{ManagedIdentity.ID}}, Timeout: 300 * time.Millisecond})
	result := Judge(o)[0]
	if o.ManagedIdentity == nil || o.ManagedIdentity.IMDS.Kind != "azure" || result.Status != Unknown || !strings.Contains(result.Summary, "no answer") {
		t.Errorf("judged %s, %q, with %+v", result.Status, result.Summary, o.ManagedIdentity)
	}
}

// connect lets the machine's connections reach a server of the test on loopback.
func (m *machine) connect(server string) *url.URL {
	m.t.Helper()
	parsed, err := url.Parse(server)
	if err != nil {
		m.t.Fatal(err)
	}
	dial := m.Dial
	m.Dial = func(ctx context.Context, network, address string) (net.Conn, error) {
		if address == parsed.Host {
			return (&net.Dialer{}).DialContext(ctx, network, address)
		}
		return dial(ctx, network, address)
	}
	return parsed
}

// throughProxy makes the machine use a proxy for IMDS.
func (m *machine) throughProxy(proxy string) *machine {
	m.t.Helper()
	address := m.connect(proxy)
	address.User = url.UserPassword("alice", azuretest.Canary)
	return m.set("HTTP_PROXY", address.String())
}

func TestManagedIdentityProxied(t *testing.T) {
	answers := func(status int, body string) string {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html")
			w.WriteHeader(status)
			w.Write([]byte(body))
		}))
		t.Cleanup(server.Close)
		return server.URL
	}
	tests := []struct {
		name    string
		azure   bool
		noProxy string
		proxy   func(*machine) string
		outcome Outcome
		status  Status
		causes  []string
	}{
		{"VM behind a proxy that cannot connect", true, "", func(*machine) string { return answers(502, "<p>no") }, OutcomeFailed, Fail, []string{"imds-proxied error"}},
		{"VM behind a proxy that is down", true, "", func(m *machine) string { return azuretest.ClosedPort(m.t) }, "", Fail, []string{"imds-proxied error"}},
		{"VM that bypasses the proxy", true, "169.254.169.254", func(*machine) string { return answers(502, "<p>no") }, OutcomeToken, Pass, nil},
		{"VM whose proxy reaches some IMDS", true, "", func(m *machine) string { return m.Azure.ListenProxy(m.t) }, OutcomeToken, Warn, []string{"imds-proxied warning"}},
		{"laptop behind a proxy that denies", false, "", func(*machine) string { return answers(403, "<p>denied") }, OutcomeFailed, Warn, []string{"imds-proxied warning"}},
		{"laptop behind a proxy with a page", false, "", func(*machine) string { return answers(200, "<p>welcome") }, OutcomeUnavailable, Info, []string{"imds-proxied info"}},
		{"laptop behind a proxy that is down", false, "", func(m *machine) string { return azuretest.ClosedPort(m.t) }, "", Info, nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			m := newMachine(t)
			if test.azure {
				m.onAzure().Azure.ServeIMDS(azuretest.IMDS{Identities: []azuretest.Identity{azuretest.Machine}})
			}
			m.throughProxy(test.proxy(m)).set("NO_PROXY", test.noProxy)
			o, result := m.examine(Request{})
			attempt := o.Attempt(CredentialManagedIdentity)
			if attempt == nil && test.outcome != "" || attempt != nil && attempt.Outcome != test.outcome {
				t.Errorf("asked for a token: %+v", attempt)
			}
			if result.Status != test.status || !slices.Equal(slugs(result.Findings), test.causes) {
				t.Errorf("judged %s, %q, %q", result.Status, slugs(result.Findings), result.Summary)
			}
			if imds := o.ManagedIdentity.IMDS; (test.noProxy == "") != (imds.ThroughProxy != nil) || strings.Contains(imds.Proxy, "alice") {
				t.Errorf("found %+v", imds)
			}
		})
	}
}

// TestManagedIdentityOddProxy: Go passes over a proxy variable that is no URL, and refuses any in a CGI program.
func TestManagedIdentityOddProxy(t *testing.T) {
	for name, test := range map[string]struct {
		env    map[string]string
		status Status
		causes []string
	}{
		"no URL": {map[string]string{"HTTP_PROXY": "http://alice:" + azuretest.Canary + "@%zz"}, Pass, nil},
		"CGI":    {map[string]string{"HTTP_PROXY": "http://alice:" + azuretest.Canary + "@proxy.contoso.com:3128", "REQUEST_METHOD": "GET"}, Fail, []string{"imds-proxied error"}},
	} {
		t.Run(name, func(t *testing.T) {
			m := newMachine(t).onAzure()
			m.Azure.ServeIMDS(azuretest.IMDS{Identities: []azuretest.Identity{azuretest.Machine}})
			for variable, value := range test.env {
				m.set(variable, value)
			}
			o, result := m.examine(Request{})
			if result.Status != test.status || !slices.Equal(slugs(result.Findings), test.causes) {
				t.Errorf("judged %s, %q, with %+v", result.Status, slugs(result.Findings), o.ManagedIdentity.IMDS)
			}
		})
	}
}

// TestManagedIdentityOverride: the connection follows AZURE_POD_IDENTITY_AUTHORITY_HOST, so that a trial run stays off the network.
func TestManagedIdentityOverride(t *testing.T) {
	m := newMachine(t)
	m.Azure.ServeIMDS(azuretest.IMDS{Identities: []azuretest.Identity{azuretest.Machine}})
	m.set("AZURE_POD_IDENTITY_AUTHORITY_HOST", "http://127.0.0.1:1")
	o, result := m.examine(Request{})
	if imds := o.ManagedIdentity.IMDS; imds.Reach != "refused" || imds.Address != "127.0.0.1:1" || result.Status != Info || m.Azure.Count("169.254.169.254", "") != 0 {
		t.Errorf("judged %s with %+v", result.Status, imds)
	}
}

// TestManagedIdentityUnnamed: a named identity that is missing is told from a machine without any.
func TestManagedIdentityUnnamed(t *testing.T) {
	for name, test := range map[string]struct {
		identities []azuretest.Identity
		detail     string
	}{
		"none":    {nil, "knows none either"},
		"another": {[]azuretest.Identity{azuretest.Machine}, "another identity"},
		"several": {[]azuretest.Identity{azuretest.Assigned, azuretest.Assigned2}, "several other"},
	} {
		t.Run(name, func(t *testing.T) {
			m := newMachine(t).onAzure().set("AZURE_CLIENT_ID", azuretest.ClientID)
			m.Azure.ServeIMDS(azuretest.IMDS{Identities: test.identities})
			_, result := m.examine(Request{})
			if len(result.Findings) != 1 || !strings.Contains(result.Findings[0].Detail, test.detail) {
				t.Errorf("judged %+v", result.Findings)
			}
		})
	}
}
