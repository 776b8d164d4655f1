package checks

import (
	"time"
)

// KeyVault climbs a ladder for each named vault: name, DNS, TCP, TLS, anonymous challenge, token, permission.
var KeyVault = Check{
	ID:    "key-vault",
	Title: "Key Vault opens",
	Doc: "Asks each named vault without a credential, then with every credential that works whether it may read and list secrets. " +
		"No secret's value is ever read: a 404 for a name that cannot exist proves the permission, and the body of a 200 stays unread.",
	Probe: probeKeyVault,
	Judge: judgeKeyVault,
	Plan:  planKeyVault,
}

// KeyVaultFacts are what each vault answered, in the order named.
type KeyVaultFacts struct {
	Vaults []VaultFacts `json:"vaults"`
}

// VaultFacts are one vault's rungs. A rung that was not reached has its zero value.
type VaultFacts struct {
	// Given is the value that named the vault, and Source the flag or variable that gave it.
	Given  string `json:"given,omitempty"`
	Source string `json:"source,omitempty"`
	// Name is the vault's short name and Host its host name; both "" where Given cannot be a vault. HSM tells a managed HSM.
	Name string `json:"name,omitempty"`
	Host string `json:"host"`
	HSM  bool   `json:"hsm,omitempty"`
	// Unfinished tells that the run ended before the anonymous request did, so that nothing is known of the rungs.
	Unfinished bool `json:"unfinished,omitempty"`
	// Proxy is the proxy (without user and password) in between; "" for none. Behind one, DNS and TCP are the proxy's.
	Proxy string `json:"proxy,omitempty"`
	// ProxyFailure is why the proxy was no help: "unreachable", "authentication" (407), "refused" (403 and other refusals), "gateway" (502, 503, 504: it could not reach the vault either), "cut"; "" where it was.
	// ProxyStatus is its answer to the tunnel request, 0 where there was none; ProxyError the words behind the failure.
	ProxyFailure string `json:"proxyFailure,omitempty"`
	ProxyStatus  int    `json:"proxyStatus,omitempty"`
	ProxyError   string `json:"proxyError,omitempty"`
	// Addresses the name resolves to, or DNSError why it does not; DNSNotFound when the name does not exist.
	Addresses   []string `json:"addresses,omitempty"`
	DNSError    string   `json:"dnsError,omitempty"`
	DNSNotFound bool     `json:"dnsNotFound,omitempty"`
	// PrivateAddress tells that an address is of a private network; PrivateEndpoint that the privatelink name exists (nil: not known).
	PrivateAddress  bool  `json:"privateAddress,omitempty"`
	PrivateEndpoint *bool `json:"privateEndpoint,omitempty"`
	// Connected tells that a TCP connection came about; ConnectError why not, and ConnectFailure which kind: "refused",
	// "timeout", "unreachable", "other".
	Connected      bool   `json:"connected,omitempty"`
	ConnectError   string `json:"connectError,omitempty"`
	ConnectFailure string `json:"connectFailure,omitempty"`
	// TLS tells that the handshake succeeded; TLSError why not, and TLSFailure which kind: "untrusted", "expired",
	// "not-yet-valid", "wrong-host", "cut", "not-tls", "timeout", "other". TLSIssuer is who signed what was presented, either
	// way, and TLSNotAfter when that ends, UTC.
	TLS         bool      `json:"tls,omitempty"`
	TLSError    string    `json:"tlsError,omitempty"`
	TLSFailure  string    `json:"tlsFailure,omitempty"`
	TLSIssuer   string    `json:"tlsIssuer,omitempty"`
	TLSNotAfter time.Time `json:"tlsNotAfter,omitzero"`
	// Status of the anonymous request; 401 is the healthy answer. Error is why there was none, Body the start of an unusual one.
	Status int    `json:"status,omitempty"`
	Error  string `json:"error,omitempty"`
	Body   string `json:"body,omitempty"`
	// FromVault tells that the answer carries the marks of Key Vault; an answer without them is a portal's or a proxy's.
	FromVault bool `json:"fromVault,omitempty"`
	// Redirect is the host that an answer without those marks points to; "" for none.
	Redirect string `json:"redirect,omitempty"`
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
	// Access is what each identity may do, in the order of Credentials. A managed HSM's entries have a token and no answers:
	// it keeps no secrets, and its roles are its own.
	Access []VaultAccess `json:"access,omitempty"`
}

// VaultAccess is what one credential's identity may do in one vault.
type VaultAccess struct {
	// Credential, Scope and Tenant name the token request behind it, which is among Observations.Tokens.
	Credential string `json:"credential"`
	Scope      string `json:"scope"`
	Tenant     string `json:"tenant,omitempty"`
	// Read is the answer to reading a secret that does not exist, or the one named by --secret. List to listing one. nil: not asked.
	Read *VaultAnswer `json:"read,omitempty"`
	List *VaultAnswer `json:"list,omitempty"`
}

// VaultAnswer is one authenticated answer.
type VaultAnswer struct {
	// Secret is the --secret asked for; "" for a random name.
	Secret string `json:"secret,omitempty"`
	// Status of the answer; 0 where there was none. 404 on a random name proves the permission.
	Status int `json:"status,omitempty"`
	// Code and InnerCode are the error's codes ("Forbidden", "ForbiddenByRbac"); "" where the answer has none.
	Code      string `json:"code,omitempty"`
	InnerCode string `json:"innerCode,omitempty"`
	// FromVault tells that the answer is JSON, as all of a vault's are; another is a portal's or a proxy's.
	FromVault bool `json:"fromVault,omitempty"`
	// Error is the body of a refusal or the reason for no answer, bounded; cause.Recognise reads it.
	Error string `json:"error,omitempty"`
	// TookMs is how long it took.
	TookMs int64 `json:"tookMs"`
}

// The words of VaultAccessRow.
const (
	AccessAllowed = "allowed"
	AccessDenied  = "denied"
	AccessUnknown = "unknown"
)

// VaultAccessRow is one line of the table identity x vault x permission.
type VaultAccessRow struct {
	// Credential is one of Credentials.
	Credential string
	// Identity names who the credential's token is for (see Identity.String); ObjectID is its object ID, "" where not known.
	Identity string
	ObjectID string
	// Vault is the vault's host name.
	Vault string
	// Read and List are AccessAllowed, AccessDenied or AccessUnknown (not asked, or the answer does not tell).
	Read string
	List string
}

// planKeyVault tells which hosts a run would connect to.
func planKeyVault(s *Session) []Touch {
	if s.Request.Local {
		return nil
	}
	var touches []Touch
	for _, vault := range s.Target().Vaults {
		if vault.Host == "" {
			continue
		}
		touches = append(touches, Touch{Kind: "network", What: "https://" + vault.Host})
		if private := privateEndpointName(vault.Host); private != "" {
			touches = append(touches, Touch{Kind: "network", What: "DNS lookup of " + private, When: "without a proxy"})
		}
		if !vault.HSM {
			touches = append(touches, Touch{Kind: "network", What: "https://" + vault.Host + "/secrets", When: "with the token of each credential that gives one"})
		}
	}
	return touches
}
