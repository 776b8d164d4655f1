package checks

import (
	"context"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
)

// Environment looks at the variables that credentials read.
var Environment = Check{
	ID:    "environment",
	Title: "Environment variables are consistent",
	Doc:   "Reads every variable that a credential reads, and the certificate and token files they name. Values of secrets are never kept.",
	Probe: probeEnvironment,
	Judge: judgeEnvironment,
}

// EnvironmentFacts are the variables that some credential reads and that are set here.
type EnvironmentFacts struct {
	Variables []Variable `json:"variables"`
}

// Variable is one that is set.
type Variable struct {
	Name string `json:"name"`
	// Value as set; "" where it is a secret or empty.
	Value string `json:"value,omitempty"`
	// Secret tells that there is a value that is not kept.
	Secret bool `json:"secret,omitempty"`
	// Empty tells that it is set to nothing, which is not the same as unset.
	Empty bool `json:"empty,omitempty"`
	// Defects of the value: "padded", "quoted", "placeholder", "carriage-return", "byte-order-mark", "not-a-guid", ...
	Defects []string `json:"defects,omitempty"`
}

// Value returns a variable's value; "" where it is unset, empty, secret, or nothing was observed.
func (e *EnvironmentFacts) Value(name string) string {
	if v := e.Variable(name); v != nil {
		return v.Value
	}
	return ""
}

// Variable returns what is known of a variable that is set; nil where it is not, or where nothing was observed.
func (e *EnvironmentFacts) Variable(name string) *Variable {
	if e == nil {
		return nil
	}
	for i := range e.Variables {
		if e.Variables[i].Name == name {
			return &e.Variables[i]
		}
	}
	return nil
}

// observeEnvironment must not ask for s.Target, which builds on it.
func observeEnvironment(s *Session) *EnvironmentFacts { return &EnvironmentFacts{} }

func probeEnvironment(ctx context.Context, s *Session) (func(*Observations), error) {
	return func(o *Observations) {}, nil
}

func judgeEnvironment(o *Observations) Judgement { return Judgement{} }

func newEnvironmentCredential(s *Session) (azcore.TokenCredential, error) { return nil, nil }

func newWorkloadIdentityCredential(s *Session) (azcore.TokenCredential, error) { return nil, nil }

// Configured is the service principal that EnvironmentCredential would use: "client-secret", "client-certificate",
// "username-password", or "" where its variables are incomplete.
func (e *EnvironmentFacts) Configured() string { return "" }

// WorkloadIdentityConfigured reports whether WorkloadIdentityCredential has its three variables.
func (e *EnvironmentFacts) WorkloadIdentityConfigured() bool { return false }

// chainFor is what Go's DefaultAzureCredential makes of an AZURE_TOKEN_CREDENTIALS value; ok is false where it refuses it.
func chainFor(value string) (chain []string, ok bool) { return Credentials, true }
