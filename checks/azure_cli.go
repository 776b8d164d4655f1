package checks

import (
	"context"
	"path/filepath"
)

// AzureCLI looks at az: where it is, who is signed in, and whether a token comes.
var AzureCLI = Check{
	ID:    "azure-cli",
	Title: "Azure CLI is signed in",
	Doc:   "Reads az's own files, then asks it for one token through AzureCLICredential. Never starts az when nobody is signed in or its profile cannot be read.",
	Probe: probeAzureCLI,
	Judge: judgeAzureCLI,
	Plan:  planAzureCLI,
}

// AzureCLIFacts are what az's installation and files tell, without starting it.
type AzureCLIFacts struct {
	// Paths are the executables on the search path, the one that /bin/sh finds first. Empty: not installed.
	Paths []string `json:"paths,omitempty"`
	// Version as az's own files state it (the az that ran last); "" where they do not.
	Version string `json:"version,omitempty"`
	// ConfigDir is the folder az keeps its sign-in in, and ConfigDirSource the variable or place that says so. Both are ""
	// where that cannot be told.
	ConfigDir       string `json:"configDir,omitempty"`
	ConfigDirSource string `json:"configDirSource,omitempty"`
	// ConfigError says why az's config file cannot be used; az then fails at every start.
	ConfigError string `json:"configError,omitempty"`
	// Profile is the state of azureProfile.json: "missing", "empty" (nobody signed in), "read", "unreadable", "invalid",
	// "unknown" (its folder is).
	Profile string `json:"profile"`
	// ProfileError says why it could not be read.
	ProfileError string `json:"profileError,omitempty"`
	// Cloud is az's name of the active cloud, and CloudSource the file or variable that says so ("" where it is az's default).
	Cloud       string `json:"cloud,omitempty"`
	CloudSource string `json:"cloudSource,omitempty"`
	// UnknownCloud is the cloud that was set and that az does not know: it falls back to its default.
	UnknownCloud string `json:"unknownCloud,omitempty"`
	// Account is who is signed in within the active cloud; nil: nobody, or no subscription is selected.
	Account *AzureCLIAccount `json:"account,omitempty"`
	// Unselected are the subscriptions (at most ten) of the active cloud where none of them is selected: az then refuses.
	Unselected []string `json:"unselected,omitempty"`
	// OtherClouds are the clouds in which somebody is signed in while nobody is in the active one.
	OtherClouds []string `json:"otherClouds,omitempty"`
	// Elsewhere are other configuration folders of this machine in which somebody is signed in while nobody is in this one.
	Elsewhere []string `json:"elsewhere,omitempty"`
	// SudoUser is who ran sudo, where this process runs under it.
	SudoUser string `json:"sudoUser,omitempty"`
	// WindowsSide tells that, inside WSL, the az found first is Windows's, which keeps its sign-in on the Windows side.
	WindowsSide bool `json:"windowsSide,omitempty"`
	// TokenCache is the state of az's token cache: "plain", "encrypted", "missing", "invalid", "unreadable", "unknown"; ""
	// where the account needs none.
	TokenCache string `json:"tokenCache,omitempty"`
	// TokenCacheFile is the file that was looked at, and TokenCacheError why it could not be read.
	TokenCacheFile  string `json:"tokenCacheFile,omitempty"`
	TokenCacheError string `json:"tokenCacheError,omitempty"`
	// TokenCacheHasAccount tells whether a readable cache holds a refresh token (or secret) for the account; nil: cannot tell.
	TokenCacheHasAccount *bool `json:"tokenCacheHasAccount,omitempty"`
}

// AzureCLIAccount is az's default subscription and its user.
type AzureCLIAccount struct {
	// Name is the user's principal name, or the client ID of a service principal.
	Name string `json:"name"`
	// Kind is "user", "servicePrincipal", "managedIdentity" or "cloudShell".
	Kind string `json:"kind"`
	// TenantID is the tenant az signs in to for the subscription, HomeTenantID the one the subscription belongs to.
	TenantID     string `json:"tenantId,omitempty"`
	HomeTenantID string `json:"homeTenantId,omitempty"`
	// ObjectID and UserTenantID are a user's own, in the home tenant, where az's token cache tells them.
	ObjectID     string `json:"objectId,omitempty"`
	UserTenantID string `json:"userTenantId,omitempty"`
	// SubscriptionID and SubscriptionName; both "" for a sign-in without subscriptions.
	SubscriptionID   string `json:"subscriptionId,omitempty"`
	SubscriptionName string `json:"subscriptionName,omitempty"`
	// IdentityInfo is az's note on a managed identity: "MSI", "MSIClient-<id>", "MSIObject-<id>", "MSIResource-<id>".
	IdentityInfo string `json:"identityInfo,omitempty"`
}

// SignedIn reports whether az's files say that somebody is signed in.
func (a *AzureCLIFacts) SignedIn() bool { return a != nil && a.Account != nil }

// String names the account for people.
func (a *AzureCLIAccount) String() string {
	switch {
	case a == nil:
		return "nobody"
	case a.Kind == "managedIdentity":
		return "a managed identity"
	case a.Kind == "cloudShell":
		return a.Name + " (Cloud Shell)"
	case a.Kind == "servicePrincipal":
		return "application " + a.Name
	}
	return a.Name
}

func probeAzureCLI(ctx context.Context, s *Session) (func(*Observations), error) {
	facts, ok := s.azureCLI.get(ctx, struct{}{})
	if !ok {
		return nil, ctx.Err()
	}
	s.ask(ctx, CredentialAzureCLI)
	return func(o *Observations) { o.AzureCLI = facts }, nil
}

// azureCLIFiles are the files that are read of az's configuration folder.
var azureCLIFiles = []string{"commandIndex.json", "versionCheck.json", "config", "clouds.config", "azureProfile.json", "msal_token_cache.json", "service_principal_entries.json"}

func planAzureCLI(s *Session) []Touch {
	dir, _ := azureCLIConfigDir(s.System)
	var touches []Touch
	for _, name := range azureCLIFiles {
		touches = append(touches, Touch{Kind: "file", What: filepath.Join(dir, name)})
	}
	touches = append(touches, planElsewhere(s.System)...)
	if s.Request.Local {
		return touches
	}
	return append(touches, Touch{Kind: "process", What: "az account get-access-token", When: "az is on the search path and its files say that somebody is signed in"})
}
