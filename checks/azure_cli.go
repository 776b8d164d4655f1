package checks

import "context"

// AzureCLI looks at az: where it is, who is signed in, and whether a token comes.
var AzureCLI = Check{
	ID:    "azure-cli",
	Title: "Azure CLI is signed in",
	Doc:   "Reads az's own files, then asks it for one token through AzureCLICredential. Never starts az when nobody is signed in.",
	Probe: probeAzureCLI,
	Judge: judgeAzureCLI,
}

// AzureCLIFacts are what az's installation and files tell, without starting it.
type AzureCLIFacts struct {
	// Paths are the executables on the search path, the one that /bin/sh finds first. Empty: not installed.
	Paths []string `json:"paths,omitempty"`
	// Version as az's own files state it; "" where they do not.
	Version string `json:"version,omitempty"`
	// ConfigDir is the folder az keeps its sign-in in, and ConfigDirSource the variable that says so.
	ConfigDir       string `json:"configDir,omitempty"`
	ConfigDirSource string `json:"configDirSource,omitempty"`
	// Profile is the state of azureProfile.json: "missing", "empty" (nobody signed in), "read", "unreadable", "invalid".
	Profile string `json:"profile"`
	// ProfileError says why it could not be read.
	ProfileError string `json:"profileError,omitempty"`
	// Cloud is az's name of the active cloud, and CloudSource the file or variable that says so ("" where it is az's default).
	Cloud       string `json:"cloud,omitempty"`
	CloudSource string `json:"cloudSource,omitempty"`
	// Account is who is signed in within the active cloud; nil: nobody.
	Account *AzureCLIAccount `json:"account,omitempty"`
	// OtherClouds are the clouds in which somebody is signed in while nobody is in the active one.
	OtherClouds []string `json:"otherClouds,omitempty"`
	// TokenCache is the state of az's token cache: "plain", "encrypted", "missing", "invalid", "unreadable", "unknown".
	TokenCache string `json:"tokenCache,omitempty"`
	// TokenCacheHasAccount tells whether a readable cache holds a refresh token (or secret) for the account; nil: cannot tell.
	TokenCacheHasAccount *bool `json:"tokenCacheHasAccount,omitempty"`
}

// AzureCLIAccount is az's default subscription and its user.
type AzureCLIAccount struct {
	// Name is the user's principal name, or the client ID of a service principal.
	Name string `json:"name"`
	// Kind is "user", "servicePrincipal", "managedIdentity" or "cloudShell".
	Kind string `json:"kind"`
	// TenantID of the subscription, HomeTenantID of the user.
	TenantID     string `json:"tenantId,omitempty"`
	HomeTenantID string `json:"homeTenantId,omitempty"`
	// SubscriptionID and SubscriptionName; both "" for a sign-in without subscriptions.
	SubscriptionID   string `json:"subscriptionId,omitempty"`
	SubscriptionName string `json:"subscriptionName,omitempty"`
	// IdentityInfo is az's note on a managed identity: "MSI", "MSIClient-<id>", "MSIObject-<id>", "MSIResource-<id>".
	IdentityInfo string `json:"identityInfo,omitempty"`
}

// SignedIn reports whether az's files say that somebody is signed in.
func (a *AzureCLIFacts) SignedIn() bool { return a != nil && a.Account != nil }

// observeAzureCLI must not ask for s.Target, which builds on it.
func observeAzureCLI(s *Session) *AzureCLIFacts { return &AzureCLIFacts{Profile: "missing"} }

func probeAzureCLI(ctx context.Context, s *Session) (func(*Observations), error) {
	return func(o *Observations) {}, nil
}

func judgeAzureCLI(o *Observations) Judgement { return Judgement{} }
