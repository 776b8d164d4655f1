package checks

import (
	"context"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azidentity"
)

// ManagedIdentity looks for the identity that Azure gives to the machine itself.
var ManagedIdentity = Check{
	ID:    "managed-identity",
	Title: "Managed identity hands out tokens",
	Doc: "Finds the endpoint this host offers, reaches IMDS directly and, where a proxy is configured for it, the way programs do; then asks for one token. " +
		"Never reads custom data or user data.",
	Probe: probeManagedIdentity,
	Judge: judgeManagedIdentity,
	Plan:  planManagedIdentity,
}

// ManagedIdentityFacts are what this host offers, before any token is asked.
type ManagedIdentityFacts struct {
	// Source is where Go's credential would ask: "service-fabric", "app-service", "azure-ml", "cloud-shell", "azure-arc", "imds".
	Source string `json:"source"`
	// SourceEvidence names the variables or file that decided; empty for IMDS, which is the last resort.
	SourceEvidence []string `json:"sourceEvidence,omitempty"`
	// Endpoint is the address the source's variables name, without query; "" for IMDS, whose address is fixed.
	Endpoint string `json:"endpoint,omitempty"`
	// EndpointProxy is the proxy (without user and password) that requests to Endpoint go through; "" for none.
	EndpointProxy string `json:"endpointProxy,omitempty"`
	// IMDS is what answered at the metadata address; nil where the source is another, or where nothing may be connected to.
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
	// Status of the answer and Kind of who gave it: "azure", "docker-desktop", "aws", "google", "captive-portal" (any web page
	// or redirect in the place of metadata), "other".
	Status int    `json:"status,omitempty"`
	Kind   string `json:"kind,omitempty"`
	// Server and ContentType are headers of the answer.
	Server      string `json:"server,omitempty"`
	ContentType string `json:"contentType,omitempty"`
	// TookMs until the first answer or failure.
	TookMs int64 `json:"tookMs"`
	// Proxy is the proxy (without user and password) that Go's credential would send the request to; "" for none.
	// ThroughProxy is what it got there: nil without a proxy.
	Proxy        string     `json:"proxy,omitempty"`
	ThroughProxy *IMDSFacts `json:"throughProxy,omitempty"`
	// Instance is what the instance endpoint says of the machine; nil where it did not answer.
	Instance *InstanceFacts `json:"instance,omitempty"`
	// TenantID is the tenant of the machine's identities; "" where the endpoint does not tell.
	TenantID string `json:"tenantId,omitempty"`
	// Unnamed is the answer to a token request that names no identity, made where another request named one that a program
	// would not name, or that failed. nil where it was not made. Its token is discarded unread.
	Unnamed *IMDSFacts `json:"unnamed,omitempty"`
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
	facts := detectSource(s.System)
	if facts.Source == sourceIMDS && !s.Request.Local {
		facts.IMDS = lookAtIMDS(ctx, s.System)
	}
	return facts
}

// Offered reports whether a token is worth asking for: another source than IMDS, or an answer on the way that programs take
// to IMDS. Who answered does not matter: Go's credential goes on to ask whoever did, and its chain lives with the outcome.
// azidentity 1.15.0 managed_identity_client.go, read 2026-11-22.
func (m *ManagedIdentityFacts) Offered() bool {
	return m != nil && (m.Source != sourceIMDS || m.IMDS.asPrograms() != nil && m.IMDS.asPrograms().Reach == reachAnswered)
}

// asPrograms is what a program finds: the answer through the proxy where one is configured, else the direct one.
func (i *IMDSFacts) asPrograms() *IMDSFacts {
	if i != nil && i.ThroughProxy != nil {
		return i.ThroughProxy
	}
	return i
}

func probeManagedIdentity(ctx context.Context, s *Session) (func(*Observations), error) {
	shared, ok := s.managedIdentity.get(ctx, struct{}{})
	if !ok {
		return nil, ctx.Err()
	}
	facts := *shared // others read the shared facts; this check completes its own copy
	var details group
	if shared.IMDS != nil {
		imds := *shared.IMDS
		facts.IMDS = &imds
		if imds.Kind == kindAzure {
			details.Go(func() { imds.Instance = readInstance(ctx, s.System) })
			details.Go(func() { imds.TenantID = readIdentityTenant(ctx, s.System) })
		}
	}
	attempt, asked := s.ask(ctx, CredentialManagedIdentity)
	if asked && facts.IMDS != nil && facts.IMDS.asPrograms().Kind == kindAzure {
		environment, _ := s.environment.get(ctx, struct{}{})
		if selected := selectIdentity(s.Target(), environment); selected.worthAskingUnnamed(attempt) {
			facts.IMDS.Unnamed = askUnnamed(ctx, s.System, attempt.Scope)
		}
	}
	details.Wait()
	return func(o *Observations) { o.ManagedIdentity = &facts }, ctx.Err()
}

// newManagedIdentityCredential builds the credential as DefaultAzureCredential would: same source, same identity, same way
// through a proxy. What it refuses to build is unavailable, not failed, as in the chain.
// azidentity 1.15.0 default_azure_credential.go and managed_identity_client.go, read 2026-11-22.
func newManagedIdentityCredential(s *Session) (azcore.TokenCredential, error) {
	client := s.Proxied()
	environment, _ := s.environment.await(struct{}{})
	options := &azidentity.ManagedIdentityCredentialOptions{
		ClientOptions: s.clientOptions(client),
		ID:            selectIdentity(s.Target(), environment).id(),
	}
	if detectSource(s.System).Source == sourceServiceFabric {
		options.Transport = client // it pins a certificate, and can do so only to a plain client
	}
	credential, err := azidentity.NewManagedIdentityCredential(options)
	if err != nil {
		return nil, azidentity.NewCredentialUnavailableError("ManagedIdentityCredential: " + err.Error())
	}
	// Being put into a chain tells the credential that an answer which is not JSON is another's, and no failure of its own.
	_, err = azidentity.NewChainedTokenCredential([]azcore.TokenCredential{credential}, nil)
	return closing{credential, client}, err
}

func planManagedIdentity(s *Session) []Touch {
	facts := detectSource(s.System)
	if facts.Source != sourceIMDS {
		return []Touch{{Kind: "network", What: facts.Endpoint}}
	}
	address := IMDSAddress
	if override := s.IMDSOverride(); override != "" {
		address = override
	}
	touches := []Touch{{Kind: "network", What: address}}
	if proxy, _ := s.ProxyFor(imdsURL()); proxy != nil {
		touches = append(touches, Touch{Kind: "network", What: proxyAddress(proxy), When: "the proxy that programs use for " + IMDSAddress})
	}
	return touches
}
