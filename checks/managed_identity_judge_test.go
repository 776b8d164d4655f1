package checks

import (
	"slices"
	"strings"
	"testing"

	"azdoctor/checks/azuretest"
	"azdoctor/checks/cause"
)

func TestJudgeManagedIdentity(t *testing.T) {
	vm := &HostFacts{Kind: "azure-vm", Azure: true, Cloud: "azure", Evidence: []string{"/sys/class/dmi/id/chassis_asset_tag"}}
	runner := &HostFacts{Kind: "github-actions", Also: []string{"azure-vm"}, Azure: true, CI: true, Hosted: true}
	laptop := &HostFacts{Kind: "workstation"}
	imds := func(facts IMDSFacts) *ManagedIdentityFacts {
		return &ManagedIdentityFacts{Source: "imds", IMDS: &facts}
	}
	refused := imds(IMDSFacts{Address: IMDSAddress, Reach: "refused"})
	azure := imds(IMDSFacts{Address: IMDSAddress, Reach: "answered", Kind: "azure", Status: 400})
	az := TokenAttempt{Credential: CredentialAzureCLI, Outcome: OutcomeToken, Identity: &Identity{Kind: "user", Name: "alice@contoso.com"}}
	machine := TokenAttempt{Credential: CredentialManagedIdentity, Outcome: OutcomeToken, TookMs: 42,
		Identity: &Identity{Kind: "managedIdentity", ClientID: azuretest.ClientID, ResourceID: azuretest.Assigned.ResourceID, TenantID: azuretest.TenantID}}
	missing := TokenAttempt{Credential: CredentialManagedIdentity, Outcome: OutcomeUnavailable, Error: `ManagedIdentityCredential: failed to authenticate a system assigned identity. The endpoint responded with {"error":"invalid_request","error_description":"Identity not found"}`}
	unassigned := TokenAttempt{Credential: CredentialManagedIdentity, Outcome: OutcomeFailed, Status: 400, Error: `ManagedIdentityCredential authentication failed. the requested identity isn't assigned to this resource ... "error_description": "Identity not found"`}
	clientID := func(value string) *EnvironmentFacts {
		return &EnvironmentFacts{Variables: []Variable{{Name: "AZURE_CLIENT_ID", Value: value}}}
	}
	signedIn := &AzureCLIFacts{Paths: []string{"/usr/bin/az"}}

	tests := []struct {
		name    string
		o       Observations
		status  Status
		causes  []string
		summary string
	}{
		{"nothing observed", Observations{}, Unknown, nil, "nobody looked"},
		{"nothing but the source", Observations{ManagedIdentity: &ManagedIdentityFacts{Source: "imds"}}, Unknown, nil, "was not asked"},
		{"an endpoint that was not asked", Observations{ManagedIdentity: &ManagedIdentityFacts{Source: "app-service"}}, Unknown, nil, "App Service"},
		{"healthy", Observations{Host: vm, ManagedIdentity: azure, Tokens: []TokenAttempt{machine}}, Pass, nil, "contoso-id (user-assigned), tenant 1111"},
		{"healthy, of a token that tells nothing", Observations{Host: vm, ManagedIdentity: azure, Tokens: []TokenAttempt{{Credential: CredentialManagedIdentity, Outcome: OutcomeToken}}}, Pass, nil, "an identity that its token does not name"},
		{"named and answered", Observations{Host: vm, Environment: clientID(azuretest.ClientID), ManagedIdentity: azure, Tokens: []TokenAttempt{machine}}, Pass, nil, "contoso-id"},
		{"named, and another answered", Observations{Host: vm, Environment: clientID(azuretest.ObjectID), ManagedIdentity: azure, Tokens: []TokenAttempt{machine}}, Warn, []string{"identity-unexpected warning"}, "contoso-id"},
		{"named twice alike", Observations{Host: vm, Environment: &EnvironmentFacts{Variables: []Variable{{Name: "AZURE_CLIENT_ID", Value: azuretest.ClientID}, {Name: "AZURE_USER_ASSIGNED_IDENTITY", Value: azuretest.ClientID}}}, ManagedIdentity: azure, Tokens: []TokenAttempt{machine}}, Pass, nil, ""},
		{"named twice, differently", Observations{Host: vm, Environment: &EnvironmentFacts{Variables: []Variable{{Name: "AZURE_CLIENT_ID", Value: azuretest.ObjectID}, {Name: "AZURE_USER_ASSIGNED_IDENTITY", Value: azuretest.ClientID}}}, ManagedIdentity: azure, Tokens: []TokenAttempt{machine}}, Warn, []string{"identity-client-id-missing warning"}, ""},
		{"laptop", Observations{Host: laptop, ManagedIdentity: refused}, Info, nil, "no Azure host, and 169.254.169.254 refuses connections"},
		{"nobody looked at the host", Observations{ManagedIdentity: refused}, Info, nil, "a machine nobody looked at"},
		{"VM whose IMDS is blocked", Observations{Host: vm, ManagedIdentity: refused}, Fail, []string{"imds-unreachable error"}, ""},
		{"VM whose IMDS is blocked, and az works", Observations{Host: vm, ManagedIdentity: refused, AzureCLI: signedIn, Tokens: []TokenAttempt{az}}, Info, []string{"imds-unreachable info"}, ""},
		{"pod without IMDS", Observations{Host: &HostFacts{Kind: "aks-pod", Also: []string{"kubernetes"}, Azure: true}, ManagedIdentity: refused}, Fail, []string{"imds-unreachable error"}, "AKS pod"},
		{"codespace", Observations{Host: &HostFacts{Kind: "codespaces", Also: []string{"azure-vm"}}, ManagedIdentity: refused}, Info, nil, "codespace"},
		{"Arc that Go does not find", Observations{Host: &HostFacts{Kind: "azure-arc", Azure: true}, ManagedIdentity: refused}, Fail, []string{"arc-not-detected error"}, ""},
		{"VM without an identity", Observations{Host: vm, ManagedIdentity: azure, Tokens: []TokenAttempt{missing}}, Fail, []string{"identity-not-assigned error"}, ""},
		{"VM without an identity, and az works", Observations{Host: vm, ManagedIdentity: azure, Tokens: []TokenAttempt{missing, az}}, Info, []string{"identity-not-assigned info"}, ""},
		{"VM where AZURE_CLIENT_ID ends the chain before az", Observations{Host: vm, Environment: clientID(azuretest.ClientID), ManagedIdentity: azure, Tokens: []TokenAttempt{unassigned, az}}, Fail, []string{"identity-not-assigned error", "chain-shadowed error"}, azuretest.ClientID},
		{"hosted runner", Observations{Host: runner, ManagedIdentity: azure, Tokens: []TokenAttempt{missing}}, Info, nil, "GitHub Actions runner of the CI service"},
		{"hosted runner where AZURE_CLIENT_ID ends the chain before az", Observations{Host: runner, Environment: clientID(azuretest.ClientID), ManagedIdentity: azure, Tokens: []TokenAttempt{unassigned, az}}, Fail, []string{"chain-shadowed error", "identity-not-assigned error"}, ""},
		{"hosted runner where AZURE_CLIENT_ID asks for an identity", Observations{Host: runner, Environment: clientID(azuretest.ClientID), ManagedIdentity: azure, Tokens: []TokenAttempt{unassigned}}, Fail, []string{"identity-not-assigned error"}, ""},
		{"no answer to the token request", Observations{Host: vm, ManagedIdentity: azure, Tokens: []TokenAttempt{{Credential: CredentialManagedIdentity, Outcome: OutcomeTimeout}}}, Unknown, nil, "no answer"},
		{"words nobody knows", Observations{Host: vm, ManagedIdentity: azure, Tokens: []TokenAttempt{{Credential: CredentialManagedIdentity, Outcome: OutcomeFailed, Status: 418, Scope: "https://vault.azure.net/.default", Error: "teapot"}}}, Fail, []string{"failure-unrecognised error"}, ""},
		{"a request without facts about who answered", Observations{ManagedIdentity: &ManagedIdentityFacts{Source: "imds"}, Tokens: []TokenAttempt{{Credential: CredentialManagedIdentity, Outcome: OutcomeFailed, Scope: "https://vault.azure.net/.default", Error: "teapot"}}}, Fail, []string{"failure-unrecognised error"}, ""},
		{"local", Observations{Request: Request{Local: true}, Host: vm, ManagedIdentity: &ManagedIdentityFacts{Source: "imds"}}, Unknown, nil, "--local"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := judge(ManagedIdentity, &test.o)
			if got.Status != test.status || !slices.Equal(slugs(got.Findings), test.causes) || !strings.Contains(got.Summary, test.summary) {
				t.Errorf("judged %s, %q, %q", got.Status, slugs(got.Findings), got.Summary)
			}
			checkWording(t, got)
		})
	}
}

// checkWording holds every judgement to one line without a final period, and every finding to evidence with a source.
func checkWording(t *testing.T, result Result) {
	t.Helper()
	if result.Summary == "" || strings.HasSuffix(result.Summary, ".") || strings.Contains(result.Summary, "\n") || strings.Contains(result.Summary, "bug in azdoctor") {
		t.Errorf("the summary is %q", result.Summary)
	}
	for _, f := range result.Findings {
		if f.Credential != CredentialManagedIdentity || f.Cause == nil {
			t.Errorf("finding %+v", f)
		}
		for _, e := range f.Evidence {
			if e.Name == "" || e.Value == "" || e.Source == "" && e.Name != "this machine" {
				t.Errorf("%s: evidence %+v", f.Slug, e)
			}
			if _, known := cause.Holes[e.Fills]; e.Fills != "" && !known {
				t.Errorf("%s: fills %q", f.Slug, e.Fills)
			}
		}
	}
}

// TestIdentityFixes fills what the commands of a missing identity need.
func TestIdentityFixes(t *testing.T) {
	o := Observations{
		Host:            &HostFacts{Kind: "azure-vm", Azure: true},
		Request:         Request{ClientID: azuretest.Assigned.ResourceID},
		ManagedIdentity: &ManagedIdentityFacts{Source: "imds", IMDS: &IMDSFacts{Reach: "answered", Kind: "azure", TenantID: azuretest.TenantID, Instance: &InstanceFacts{ResourceID: azuretest.Machine.ResourceID}}},
		Tokens:          []TokenAttempt{{Credential: CredentialManagedIdentity, Outcome: OutcomeFailed, Status: 400, Error: "Identity not found"}},
	}
	holes := judge(ManagedIdentity, &o).Findings[0].Holes()
	for hole, want := range map[string]string{"identity": azuretest.Assigned.ResourceID, "vm": "contoso-vm", "resource-group": "contoso-rg", "subscription": azuretest.SubscriptionID} {
		if holes[hole] != want {
			t.Errorf("{%s} is %q, want %q", hole, holes[hole], want)
		}
	}
}

// TestIdentityFixesByClientID: the command that assigns an identity never means the machine's own where another was named.
func TestIdentityFixesByClientID(t *testing.T) {
	o := Observations{
		Request:         Request{ClientID: azuretest.ClientID},
		ManagedIdentity: &ManagedIdentityFacts{Source: "imds", IMDS: &IMDSFacts{Reach: "answered", Kind: "azure"}},
		Tokens:          []TokenAttempt{{Credential: CredentialManagedIdentity, Outcome: OutcomeFailed, Status: 400, Error: "Identity not found"}},
	}
	finding := judge(ManagedIdentity, &o).Findings[0]
	assigns := 0
	for _, fix := range finding.Remedies() {
		command := fix.Run.POSIX(finding.Holes())
		if strings.Contains(command, " identity assign ") {
			assigns++
			if !strings.HasSuffix(command, "--identities IDENTITY") {
				t.Errorf("a fix is %s", command)
			}
		}
	}
	if assigns == 0 {
		t.Error("no fix assigns the identity")
	}
}

func TestParseResourceID(t *testing.T) {
	for id, want := range map[string]resourceParts{
		"":                           {},
		"/":                          {},
		"/subscriptions":             {},
		azuretest.Machine.ResourceID: {azuretest.SubscriptionID, "contoso-rg", "contoso-vm"},
		"/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/virtualMachineScaleSets/set/virtualMachines/0": {"s", "g", ""},
		"/SUBSCRIPTIONS/s/RESOURCEGROUPS/g/PROVIDERS/Microsoft.Compute/VIRTUALMACHINES/v":                             {"s", "g", "v"},
	} {
		if got := parseResourceID(id); got != want {
			t.Errorf("%q is %+v", id, got)
		}
	}
}

func TestSelectIdentity(t *testing.T) {
	set := func(pairs ...string) *EnvironmentFacts {
		facts := &EnvironmentFacts{}
		for i := 0; i < len(pairs); i += 2 {
			facts.Variables = append(facts.Variables, Variable{Name: pairs[i], Value: pairs[i+1], Empty: pairs[i+1] == ""})
		}
		return facts
	}
	const id, variable, own = azuretest.ClientID, "AZURE_CLIENT_ID", "AZURE_USER_ASSIGNED_IDENTITY"
	for _, test := range []struct {
		name        string
		flag        string
		environment *EnvironmentFacts
		want        identityChoice
	}{
		{"nothing observed", "", nil, identityChoice{kind: systemAssigned}},
		{"nothing set", "", set(), identityChoice{kind: systemAssigned}},
		{"AZURE_CLIENT_ID", "", set(variable, id), identityChoice{kind: byClientID, value: id, source: variable}},
		{"AZURE_CLIENT_ID is sent as it is", "", set(variable, id+"\r"), identityChoice{kind: byClientID, value: id + "\r", source: variable}},
		{"AZURE_CLIENT_ID empty", "", set(variable, ""), identityChoice{kind: byClientID, source: variable}},
		{"AZURE_CLIENT_ID of space", "", set(variable, " "), identityChoice{kind: byClientID, value: " ", source: variable}},
		{"AZURE_CLIENT_ID of a federated application", "", set(variable, id, "AZURE_TENANT_ID", id, "AZURE_FEDERATED_TOKEN_FILE", "/f"), identityChoice{kind: systemAssigned, reserved: true}},
		{"AZURE_CLIENT_ID and a tenant alone", "", set(variable, id, "AZURE_TENANT_ID", id), identityChoice{kind: byClientID, value: id, source: variable}},
		{"the flag before the variable", id, set(variable, "x"), identityChoice{kind: byClientID, value: id, source: "--client-id"}},
		{"the flag beside a service principal", id, set(variable, "x", "AZURE_TENANT_ID", id, "AZURE_FEDERATED_TOKEN_FILE", "/f"), identityChoice{kind: byClientID, value: id, source: "--client-id"}},
		{"a resource ID", "", set(own, azuretest.Assigned.ResourceID), identityChoice{kind: byResourceID, value: azuretest.Assigned.ResourceID, source: own}},
		{"a name", "", set(own, "contoso-id"), identityChoice{kind: systemAssigned, name: "contoso-id", source: own}},
	} {
		got := selectIdentity(resolveTarget(Request{ClientID: test.flag}, test.environment, nil), test.environment)
		if got != test.want {
			t.Errorf("%s: %+v", test.name, got)
		}
		if (got.id() == nil) != (got.kind == systemAssigned) {
			t.Errorf("%s: the SDK gets %v", test.name, got.id())
		}
	}
}

func TestPlanManagedIdentity(t *testing.T) {
	m := newMachine(t)
	s := m.session(Request{})
	if plan := ManagedIdentity.Plan(s); len(plan) != 1 || plan[0].What != IMDSAddress {
		t.Errorf("plan %+v", plan)
	}
	m.set("HTTP_PROXY", "http://alice:"+azuretest.Canary+"@proxy.contoso.com:3128").set("AZURE_POD_IDENTITY_AUTHORITY_HOST", "http://127.0.0.1:1")
	if plan := ManagedIdentity.Plan(s); len(plan) != 2 || plan[0].What != "127.0.0.1:1" || plan[1].What != "http://proxy.contoso.com:3128" {
		t.Errorf("plan %+v", plan)
	}
	m.set("MSI_ENDPOINT", "http://localhost:50342/oauth2/token")
	if plan := ManagedIdentity.Plan(s); len(plan) != 1 || plan[0].What != "http://localhost:50342/oauth2/token" {
		t.Errorf("plan %+v", plan)
	}
}

func TestAnswerIn(t *testing.T) {
	rule := strings.Repeat("-", 80)
	for text, want := range map[string]string{
		"":      "",
		"words": "words",
		"ManagedIdentityCredential: failed. The endpoint responded with {\"error\":\"x\"}":                                                    `{"error":"x"}`,
		"A failed. B\nGET http://h/p\n" + rule + "\nRESPONSE 400: 400\n" + rule + "\n{\n  \"error\": \"x\"\n}\n" + rule + "\nTo troubleshoot": `{ "error": "x" }`,
		"A\n" + rule + "\nRESPONSE 400\n" + rule: "A " + rule + " RESPONSE 400 " + rule,
	} {
		if got := answerIn(text); got != want {
			t.Errorf("%q says %q, want %q", text, got, want)
		}
	}
}

// TestFixesNameHosts: what a fix is limited to is a kind of host, an operating system or CI.
func TestFixesNameHosts(t *testing.T) {
	for _, c := range cause.All() {
		for _, fix := range c.Fixes {
			for _, on := range strings.Fields(fix.On) {
				if hostNames[on] == "" && !slices.Contains([]string{"linux", "darwin", "windows", "ci"}, on) {
					t.Errorf("%s: no host is %q", c.Slug, on)
				}
			}
		}
	}
}

func TestOutcomeOfAnAnswer(t *testing.T) {
	for kind, want := range map[string]string{kindAWS: "HTTP 401 from Amazon's metadata service", kindAzure: "HTTP 401 from Azure", "": "HTTP 401"} {
		if got := (&IMDSFacts{Reach: reachAnswered, Status: 401, Kind: kind}).outcome(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
