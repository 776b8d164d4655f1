package checks

import (
	"context"
	"time"
)

// KeyVault climbs a ladder for each named vault: name, DNS, TCP, TLS, anonymous challenge, token, permission.
var KeyVault = Check{
	ID:    "key-vault",
	Title: "Key Vault opens",
	Doc:   "Asks each named vault without a credential, then with every credential that works. No secret's value is ever read.",
	Probe: probeKeyVault,
	Judge: judgeKeyVault,
}

// KeyVaultFacts are what each vault answered, in the order named.
type KeyVaultFacts struct {
	Vaults []VaultFacts `json:"vaults"`
}

// VaultFacts are one vault's rungs. A rung that was not reached has its zero value.
type VaultFacts struct {
	// Host is the vault's host name.
	Host string `json:"host"`
	// Proxy is the proxy (without user and password) in between; "" for none. Behind one, DNS and TCP are the proxy's.
	Proxy string `json:"proxy,omitempty"`
	// Addresses the name resolves to, or DNSError why it does not; DNSNotFound when the name does not exist.
	Addresses   []string `json:"addresses,omitempty"`
	DNSError    string   `json:"dnsError,omitempty"`
	DNSNotFound bool     `json:"dnsNotFound,omitempty"`
	// PrivateAddress tells that an address is of a private network; PrivateEndpoint that the privatelink name exists (nil: not known).
	PrivateAddress  bool  `json:"privateAddress,omitempty"`
	PrivateEndpoint *bool `json:"privateEndpoint,omitempty"`
	// Connected tells that a TCP connection came about; ConnectError why not.
	Connected    bool   `json:"connected,omitempty"`
	ConnectError string `json:"connectError,omitempty"`
	// TLS tells that the handshake succeeded; TLSError why not; TLSIssuer who signed what was presented, either way.
	TLS         bool      `json:"tls,omitempty"`
	TLSError    string    `json:"tlsError,omitempty"`
	TLSIssuer   string    `json:"tlsIssuer,omitempty"`
	TLSNotAfter time.Time `json:"tlsNotAfter,omitzero"`
	// Status of the anonymous request; 401 is the healthy answer. Error is why there was none, Body the start of an unusual one.
	Status int    `json:"status,omitempty"`
	Error  string `json:"error,omitempty"`
	Body   string `json:"body,omitempty"`
	// TenantID and Resource are what the challenge asks for; "" without a challenge.
	TenantID string `json:"tenantId,omitempty"`
	Resource string `json:"resource,omitempty"`
	// Region and ClientAddress are what the vault's headers tell: where it is and which address it sees us come from.
	Region        string `json:"region,omitempty"`
	ClientAddress string `json:"clientAddress,omitempty"`
	// ServerTime is the answer's Date header, UTC.
	ServerTime time.Time `json:"serverTime,omitzero"`
	// TookMs until the anonymous answer or failure.
	TookMs int64 `json:"tookMs"`
	// Access is what each identity may do, in the order of Credentials.
	Access []VaultAccess `json:"access,omitempty"`
}

// VaultAccess is what one credential's identity may do in one vault.
type VaultAccess struct {
	// Credential, Scope and Tenant name the token request behind it, which is among Observations.Tokens.
	Credential string `json:"credential"`
	Scope      string `json:"scope"`
	Tenant     string `json:"tenant,omitempty"`
	// Read is the answer to reading a secret that does not exist, or the one named by --secret. List to listing one.
	Read *VaultAnswer `json:"read,omitempty"`
	List *VaultAnswer `json:"list,omitempty"`
}

// VaultAnswer is one authenticated answer.
type VaultAnswer struct {
	// Secret is the --secret asked for; "" for a random name.
	Secret string `json:"secret,omitempty"`
	// Status of the answer; 0 where there was none. 404 on a random name proves the permission.
	Status int `json:"status,omitempty"`
	// Error is the body of a refusal or the reason for no answer, bounded; cause.Recognise reads it.
	Error string `json:"error,omitempty"`
	// TookMs is how long it took.
	TookMs int64 `json:"tookMs"`
}

// Allowed reports whether the answer proves the permission.
func (a *VaultAnswer) Allowed() bool {
	return a != nil && (a.Status == 200 || a.Status == 404)
}

// observeVault climbs to the anonymous challenge. It must not ask for tokens.
func observeVault(ctx context.Context, s *Session, host string) *VaultFacts {
	return &VaultFacts{Host: host}
}

func probeKeyVault(ctx context.Context, s *Session) (func(*Observations), error) {
	return func(o *Observations) {}, nil
}

func judgeKeyVault(o *Observations) Judgement { return Judgement{} }
