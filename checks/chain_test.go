package checks

import (
	"slices"
	"testing"
)

// attempt makes a token attempt of a credential with an outcome, for tables.
func attempt(credential string, outcome Outcome) TokenAttempt {
	return TokenAttempt{Credential: credential, Outcome: outcome, Scope: "https://vault.azure.net/.default", TookMs: 400}
}

func TestWalkFollowsGoDefaultAzureCredential(t *testing.T) {
	slow := attempt(CredentialAzureCLI, OutcomeToken)
	slow.TookMs = chainLimit.Milliseconds() + 1
	for _, test := range []struct {
		name    string
		tokens  []TokenAttempt
		setting *Variable
		want    Walk
	}{
		{name: "nothing observed"},
		{name: "healthy laptop", tokens: []TokenAttempt{attempt(CredentialAzureCLI, OutcomeToken)}, want: Walk{Winner: CredentialAzureCLI, Tried: []string{CredentialAzureCLI}}},
		{name: "the environment comes before az", tokens: []TokenAttempt{attempt(CredentialAzureCLI, OutcomeToken), attempt(CredentialEnvironment, OutcomeToken)},
			want: Walk{Winner: CredentialEnvironment, Tried: []string{CredentialEnvironment}}},
		{name: "a failed service principal stops the chain before az", tokens: []TokenAttempt{attempt(CredentialEnvironment, OutcomeFailed), attempt(CredentialAzureCLI, OutcomeToken)},
			want: Walk{StoppedBy: CredentialEnvironment, Tried: []string{CredentialEnvironment}}},
		{name: "an unavailable one does not", tokens: []TokenAttempt{attempt(CredentialEnvironment, OutcomeUnavailable), attempt(CredentialAzureCLI, OutcomeToken)},
			want: Walk{Winner: CredentialAzureCLI, Tried: []string{CredentialEnvironment, CredentialAzureCLI}}},
		{name: "a failed workload identity stops it", tokens: []TokenAttempt{attempt(CredentialWorkloadIdentity, OutcomeFailed), attempt(CredentialManagedIdentity, OutcomeToken)},
			want: Walk{StoppedBy: CredentialWorkloadIdentity, Tried: []string{CredentialWorkloadIdentity}}},
		{name: "a managed identity without an identity does not", tokens: []TokenAttempt{attempt(CredentialManagedIdentity, OutcomeUnavailable), attempt(CredentialAzureCLI, OutcomeToken)},
			want: Walk{Winner: CredentialAzureCLI, Tried: []string{CredentialManagedIdentity, CredentialAzureCLI}}},
		{name: "a failed az goes on to azd", tokens: []TokenAttempt{attempt(CredentialAzureCLI, OutcomeFailed), attempt(CredentialAzureDeveloperCLI, OutcomeToken)},
			want: Walk{Winner: CredentialAzureDeveloperCLI, Tried: []string{CredentialAzureCLI, CredentialAzureDeveloperCLI}}},
		{name: "a token of az after the SDK's limit is none", tokens: []TokenAttempt{slow}, want: Walk{Tried: []string{CredentialAzureCLI}}},
		{name: "AZURE_TOKEN_CREDENTIALS=dev leaves the environment out", setting: &Variable{Name: "AZURE_TOKEN_CREDENTIALS", Value: "dev"},
			tokens: []TokenAttempt{attempt(CredentialEnvironment, OutcomeFailed), attempt(CredentialAzureCLI, OutcomeToken)}, want: Walk{Winner: CredentialAzureCLI, Tried: []string{CredentialAzureCLI}}},
		{name: "AZURE_TOKEN_CREDENTIALS=prod leaves az out", setting: &Variable{Name: "AZURE_TOKEN_CREDENTIALS", Value: "prod"},
			tokens: []TokenAttempt{attempt(CredentialAzureCLI, OutcomeToken)}},
		{name: "a value Go refuses leaves nothing", setting: &Variable{Name: "AZURE_TOKEN_CREDENTIALS", Value: "Dev"}, tokens: []TokenAttempt{attempt(CredentialAzureCLI, OutcomeToken)}},
	} {
		t.Run(test.name, func(t *testing.T) {
			o := &Observations{Tokens: test.tokens}
			if test.setting != nil {
				o.Environment = &EnvironmentFacts{Variables: []Variable{*test.setting}}
			}
			got := o.Walk()
			if got.Winner != test.want.Winner || got.StoppedBy != test.want.StoppedBy || !slices.Equal(got.Tried, test.want.Tried) {
				t.Errorf("Walk() = %+v, want %+v", got, test.want)
			}
		})
	}
}

func TestMeantIsWhatIsConfiguredElseWhatTheHostIsMadeFor(t *testing.T) {
	signedIn := &AzureCLIFacts{Paths: []string{"/usr/bin/az"}, Account: &AzureCLIAccount{Name: "alice@contoso.com"}}
	for _, test := range []struct {
		name string
		o    Observations
		want string
	}{
		{"nothing observed", Observations{}, CredentialAzureCLI},
		{"laptop with az", Observations{Host: &HostFacts{Kind: "workstation"}, AzureCLI: signedIn}, CredentialAzureCLI},
		{"laptop with azd alone", Observations{AzureCLI: &AzureCLIFacts{}, AzureDeveloperCLI: &AzureDeveloperCLIFacts{Paths: []string{"/usr/bin/azd"}}}, CredentialAzureDeveloperCLI},
		{"virtual machine", Observations{Host: &HostFacts{Kind: "azure-vm", Azure: true}, AzureCLI: &AzureCLIFacts{}}, CredentialManagedIdentity},
		{"virtual machine with somebody signed in to az", Observations{Host: &HostFacts{Kind: "azure-vm", Azure: true}, AzureCLI: signedIn}, CredentialAzureCLI},
		{"build agent of one's own on a virtual machine", Observations{Host: &HostFacts{Kind: "azure-pipelines", Azure: true, CI: true}}, CredentialManagedIdentity},
		{"hosted build agent", Observations{Host: &HostFacts{Kind: "github-actions", Azure: true, CI: true, Hosted: true}}, CredentialEnvironment},
	} {
		if got := test.o.Meant(); got != test.want {
			t.Errorf("%s: Meant() = %q, want %q", test.name, got, test.want)
		}
	}
}
