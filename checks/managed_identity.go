package checks

import (
	"context"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
)

// ManagedIdentity looks for the identity that Azure gives to the machine itself.
var ManagedIdentity = Check{
	ID:    "managed-identity",
	Title: "Managed identity hands out tokens",
	Doc:   "Finds the endpoint this host offers, reaches IMDS directly without a proxy, then asks for one token. Never reads custom data or user data.",
	Probe: probeManagedIdentity,
	Judge: judgeManagedIdentity,
}

// ManagedIdentityFacts are what this host offers, before any token is asked.
type ManagedIdentityFacts struct {
	// Source is where Go's credential would ask: "service-fabric", "app-service", "azure-ml", "cloud-shell", "azure-arc", "imds".
	Source string `json:"source"`
	// SourceEvidence names the variables or file that decided; "" for IMDS, which is the last resort.
	SourceEvidence []string `json:"sourceEvidence,omitempty"`
	// IMDS is what answered at the metadata address; nil where the source is another.
	IMDS *IMDSFacts `json:"imds,omitempty"`
}

// IMDSFacts are what was found at the metadata address.
type IMDSFacts struct {
	// Address that was connected to, and Override the variable that moved it there.
	Address  string `json:"address"`
	Override string `json:"override,omitempty"`
	// Reach is "answered", "refused", "timeout", "unreachable" or "error".
	Reach string `json:"reach"`
	// Error is the text behind a Reach other than "answered".
	Error string `json:"error,omitempty"`
	// Status of the answer and Kind of who gave it: "azure", "docker-desktop", "aws", "google", "captive-portal", "other".
	Status int    `json:"status,omitempty"`
	Kind   string `json:"kind,omitempty"`
	// Server and ContentType are headers of the answer.
	Server      string `json:"server,omitempty"`
	ContentType string `json:"contentType,omitempty"`
	// TookMs until the first answer or failure.
	TookMs int64 `json:"tookMs"`
	// Proxy is the proxy (without user and password) that Go's credential would send the request to; "" for none.
	Proxy string `json:"proxy,omitempty"`
	// Instance is what the instance endpoint says of the machine; nil where it did not answer.
	Instance *InstanceFacts `json:"instance,omitempty"`
	// TenantID is the tenant of the machine's identities; "" where the endpoint does not tell.
	TenantID string `json:"tenantId,omitempty"`
}

// InstanceFacts are the parts of instance metadata a diagnosis needs.
type InstanceFacts struct {
	Name        string `json:"name,omitempty"`
	Location    string `json:"location,omitempty"`
	ResourceID  string `json:"resourceId,omitempty"`
	Environment string `json:"environment,omitempty"`
	Provider    string `json:"provider,omitempty"`
}

// observeManagedIdentity looks without asking for a token. It never takes longer than its 1 s probe where nothing answers.
func observeManagedIdentity(ctx context.Context, s *Session) *ManagedIdentityFacts {
	return &ManagedIdentityFacts{Source: "imds"}
}

// Offered reports whether a token is worth asking for: another source than IMDS, or an IMDS that is Azure's.
func (m *ManagedIdentityFacts) Offered() bool {
	return m != nil && (m.Source != "imds" || m.IMDS != nil && m.IMDS.Kind == "azure")
}

func probeManagedIdentity(ctx context.Context, s *Session) (func(*Observations), error) {
	return func(o *Observations) {}, nil
}

func judgeManagedIdentity(o *Observations) Judgement { return Judgement{} }

func newManagedIdentityCredential(s *Session) (azcore.TokenCredential, error) { return nil, nil }
