package checks

import (
	"context"
	"path/filepath"
)

// AzureDeveloperCLI looks at azd: where it is, who is signed in, and whether a token comes.
var AzureDeveloperCLI = Check{
	ID:    "azure-developer-cli",
	Title: "Azure Developer CLI is signed in",
	Doc:   "Reads azd's own files, then asks it for one token through AzureDeveloperCLICredential. Never starts azd when nobody is signed in.",
	Probe: probeAzureDeveloperCLI,
	Judge: judgeAzureDeveloperCLI,
	Plan:  planAzureDeveloperCLI,
}

// AzureDeveloperCLIFacts are what azd's installation and files tell, without starting it.
type AzureDeveloperCLIFacts struct {
	// Paths are the executables on the search path, first match first. Empty: not installed.
	Paths []string `json:"paths,omitempty"`
	// ConfigDir is the folder azd keeps its sign-in in, and ConfigDirSource the variable that says so. Both are "" where no
	// home directory is known; azd then fails.
	ConfigDir       string `json:"configDir,omitempty"`
	ConfigDirSource string `json:"configDirSource,omitempty"`
	// Config is the state of config.json: "missing", "read", "unreadable", "invalid". ConfigError says why it could not be read.
	Config      string `json:"config,omitempty"`
	ConfigError string `json:"configError,omitempty"`
	// Auth is the state of auth.json: "missing", "empty" (nobody signed in), "read", "unreadable", "invalid".
	Auth string `json:"auth"`
	// AuthError says why it could not be read.
	AuthError string `json:"authError,omitempty"`
	// Account is who is signed in; nil: nobody, or the sign-in is az's.
	Account *AzureDeveloperCLIAccount `json:"account,omitempty"`
	// DelegatesToCLI tells that azd uses az's sign-in (auth.useAzCliAuth).
	DelegatesToCLI bool `json:"delegatesToCli,omitempty"`
	// Cloud is the cloud set in azd's configuration; "" for its default.
	Cloud string `json:"cloud,omitempty"`
	// Elsewhere are other configuration folders of this machine in which somebody is signed in while nobody is in this one.
	Elsewhere []string `json:"elsewhere,omitempty"`
	// SudoUser is who ran sudo, where this process runs under it.
	SudoUser string `json:"sudoUser,omitempty"`
	// TokenCache is the state of the file with the account's tokens or secret: "plain", "encrypted", "missing", "invalid",
	// "unreadable"; "" where the account needs none. TokenCacheFile is that file, TokenCacheError why it could not be read.
	TokenCache      string `json:"tokenCache,omitempty"`
	TokenCacheFile  string `json:"tokenCacheFile,omitempty"`
	TokenCacheError string `json:"tokenCacheError,omitempty"`
	// TokenCacheHasAccount tells whether a readable cache holds a refresh token for the account; nil: cannot tell.
	TokenCacheHasAccount *bool `json:"tokenCacheHasAccount,omitempty"`
	// Direct is the token request in --flag=value form, made only where the SDK's own form did not answer in time; nil: not made.
	Direct *TokenAttempt `json:"direct,omitempty"`
}

// AzureDeveloperCLIAccount is azd's current user.
type AzureDeveloperCLIAccount struct {
	// Name is the user's principal name where azd's cache tells it; "" where it does not.
	Name string `json:"name,omitempty"`
	// Kind is "user", "servicePrincipal", "managedIdentity", "cloudShell" (Cloud Shell's own user) or "external" (the program
	// that started azd signs in for it).
	Kind string `json:"kind"`
	// ObjectID of a user in the home tenant, ClientID of the others.
	ObjectID string `json:"objectId,omitempty"`
	ClientID string `json:"clientId,omitempty"`
	// TenantID is a user's home tenant, or a service principal's.
	TenantID string `json:"tenantId,omitempty"`
}

// SignedIn reports whether azd's files say that somebody is signed in, by azd itself or through az.
func (a *AzureDeveloperCLIFacts) SignedIn() bool {
	return a != nil && (a.Account != nil || a.DelegatesToCLI)
}

// String names the account for people.
func (a *AzureDeveloperCLIAccount) String() string {
	switch {
	case a == nil:
		return "nobody"
	case a.Name != "":
		return a.Name
	case a.Kind == "managedIdentity":
		return "a managed identity"
	case a.Kind == "cloudShell":
		return "Cloud Shell's user"
	case a.Kind == "external":
		return "the program that started azd"
	case a.ClientID != "":
		return "application " + a.ClientID
	}
	return "object " + a.ObjectID
}

func probeAzureDeveloperCLI(ctx context.Context, s *Session) (func(*Observations), error) {
	facts, ok := s.azureDeveloperCLI.get(ctx, struct{}{})
	if !ok {
		return nil, ctx.Err()
	}
	observed := *facts
	if s.worthAsking(ctx, CredentialAzureDeveloperCLI) {
		observed.Direct = s.askAzureDeveloperCLI(ctx, facts.Paths[0], directPatience)
	}
	return func(o *Observations) { o.AzureDeveloperCLI = &observed }, nil
}

func planAzureDeveloperCLI(s *Session) []Touch {
	dir, _ := azureDeveloperCLIConfigDir(s.System)
	var touches []Touch
	for _, name := range []string{"auth.json", "config.json", "auth/msal/cache.json"} {
		touches = append(touches, Touch{Kind: "file", What: filepath.Join(dir, name)})
	}
	touches = append(touches, planElsewhere(s.System)...)
	if s.Request.Local {
		return touches
	}
	return append(touches, Touch{Kind: "process", What: "azd auth token", When: "azd is on the search path and its files say that somebody is signed in"})
}
