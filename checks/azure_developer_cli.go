package checks

import "context"

// AzureDeveloperCLI looks at azd: where it is, who is signed in, and whether a token comes.
var AzureDeveloperCLI = Check{
	ID:    "azure-developer-cli",
	Title: "Azure Developer CLI is signed in",
	Doc:   "Reads azd's own files, then asks it for one token through AzureDeveloperCLICredential. Never starts azd when nobody is signed in.",
	Probe: probeAzureDeveloperCLI,
	Judge: judgeAzureDeveloperCLI,
}

// AzureDeveloperCLIFacts are what azd's installation and files tell, without starting it.
type AzureDeveloperCLIFacts struct {
	// Paths are the executables on the search path, first match first. Empty: not installed.
	Paths []string `json:"paths,omitempty"`
	// ConfigDir is the folder azd keeps its sign-in in, and ConfigDirSource the variable that says so.
	ConfigDir       string `json:"configDir,omitempty"`
	ConfigDirSource string `json:"configDirSource,omitempty"`
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
	// Direct is the token request in --flag=value form, made only where the SDK's own form did not answer in time; nil: not made.
	Direct *TokenAttempt `json:"direct,omitempty"`
}

// AzureDeveloperCLIAccount is azd's current user.
type AzureDeveloperCLIAccount struct {
	// Name is the user's principal name where azd's cache tells it; "" where it does not.
	Name string `json:"name,omitempty"`
	// Kind is "user", "servicePrincipal" or "managedIdentity".
	Kind string `json:"kind"`
	// ObjectID of a user, ClientID of the others.
	ObjectID string `json:"objectId,omitempty"`
	ClientID string `json:"clientId,omitempty"`
	TenantID string `json:"tenantId,omitempty"`
}

// SignedIn reports whether azd's files say that somebody is signed in, by azd itself or through az.
func (a *AzureDeveloperCLIFacts) SignedIn() bool {
	return a != nil && (a.Account != nil || a.DelegatesToCLI)
}

// observeAzureDeveloperCLI must not ask for s.Target.
func observeAzureDeveloperCLI(s *Session) *AzureDeveloperCLIFacts {
	return &AzureDeveloperCLIFacts{Auth: "missing"}
}

func probeAzureDeveloperCLI(ctx context.Context, s *Session) (func(*Observations), error) {
	return func(o *Observations) {}, nil
}

func judgeAzureDeveloperCLI(o *Observations) Judgement { return Judgement{} }
