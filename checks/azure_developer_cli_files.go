package checks

import (
	"encoding/json"
	"path/filepath"
	"strconv"
	"strings"
)

// observeAzureDeveloperCLI must not ask for s.Target.
//
// azure-dev cli/azd/pkg/auth/manager.go and pkg/config, read 2026-11-22.
func observeAzureDeveloperCLI(s *Session) *AzureDeveloperCLIFacts {
	f := &AzureDeveloperCLIFacts{Paths: shellPaths(s.System, "azd"), Auth: "missing", SudoUser: s.Environ["SUDO_USER"]}
	f.ConfigDir, f.ConfigDirSource = azureDeveloperCLIConfigDir(s.System)
	if f.ConfigDir == "" {
		return f
	}
	f.readAccount(s.System)
	switch {
	case f.Account == nil && !f.DelegatesToCLI:
		f.Elsewhere = signedInElsewhere(s.System, f.ConfigDir, ".azd", func(dir string) bool {
			var auth azdConfig
			readSignInFile(s.System, filepath.Join(dir, "auth.json")).decode(&auth)
			return auth.Auth.Account.CurrentUser != nil
		})
	case f.Account != nil:
		f.readTokenCache(s.System)
	}
	return f
}

// azureDeveloperCLIConfigDir is the folder azd keeps its files in and the variable that says so. A relative folder leads
// into /bin, where the SDKs start azd. Without a home directory azd fails.
// azure-dev cli/azd/pkg/config/config.go (GetUserConfigDir), read 2026-11-22.
func azureDeveloperCLIConfigDir(s *System) (dir, source string) {
	if dir := s.Environ["AZD_CONFIG_DIR"]; dir != "" {
		if s.OS != "windows" && !filepath.IsAbs(dir) {
			return filepath.Join("/bin", dir), "AZD_CONFIG_DIR, relative to /bin, where programs start azd"
		}
		return dir, "AZD_CONFIG_DIR"
	}
	if home, variable := s.HomeDir(); home != "" {
		return filepath.Join(home, ".azd"), variable
	}
	return "", ""
}

// azdConfig are the fields that are read of auth.json and config.json. Older versions kept the user in config.json.
type azdConfig struct {
	Auth struct {
		Account struct {
			CurrentUser *azdUser `json:"currentUser"`
		} `json:"account"`
		UseAzCliAuth json.RawMessage `json:"useAzCliAuth"`
	} `json:"auth"`
	Cloud struct {
		Name string `json:"name"`
	} `json:"cloud"`
}

type azdUser struct {
	ManagedIdentity bool   `json:"managedIdentity"`
	HomeAccountID   string `json:"homeAccountId"`
	ClientID        string `json:"clientId"`
	TenantID        string `json:"tenantId"`
}

// readAccount follows azd's own order: a program that signs in for it, az, the current user, Cloud Shell's user.
func (f *AzureDeveloperCLIFacts) readAccount(s *System) {
	var config, auth azdConfig
	f.Config, f.ConfigError = readSignInFile(s, filepath.Join(f.ConfigDir, "config.json")).decode(&config)
	f.Auth, f.AuthError = readSignInFile(s, filepath.Join(f.ConfigDir, "auth.json")).decode(&auth)
	f.Cloud = config.Cloud.Name
	user := auth.Auth.Account.CurrentUser
	if f.Auth == "missing" && config.Auth.Account.CurrentUser != nil {
		f.Auth, user = "read", config.Auth.Account.CurrentUser
	}
	if f.Auth == "read" && user == nil {
		f.Auth = "empty"
	}
	switch {
	case s.Environ["AZD_AUTH_ENDPOINT"] != "" && s.Environ["AZD_AUTH_KEY"] != "":
		f.Account = &AzureDeveloperCLIAccount{Kind: "external"}
	case f.Config == "read" && isTrue(strings.Trim(string(config.Auth.UseAzCliAuth), `"`)):
		f.DelegatesToCLI = true
	case f.Auth == "read":
		f.Account = user.account()
	case f.Auth != "unreadable" && f.Auth != "invalid" && isTrue(s.Environ["AZD_IN_CLOUDSHELL"]):
		f.Account = &AzureDeveloperCLIAccount{Kind: "cloudShell"}
	}
}

func isTrue(text string) bool {
	value, err := strconv.ParseBool(text)
	return err == nil && value
}

// account is the user as azd takes it; nil where it names nobody, which azd takes for nobody signed in.
func (u azdUser) account() *AzureDeveloperCLIAccount {
	switch {
	case u.HomeAccountID != "":
		object, tenant, _ := strings.Cut(u.HomeAccountID, ".")
		return &AzureDeveloperCLIAccount{Kind: "user", ObjectID: object, TenantID: tenant}
	case u.ManagedIdentity:
		return &AzureDeveloperCLIAccount{Kind: "managedIdentity", ClientID: u.ClientID}
	case u.ClientID != "" && u.TenantID != "":
		return &AzureDeveloperCLIAccount{Kind: "servicePrincipal", ClientID: u.ClientID, TenantID: u.TenantID}
	}
	return nil
}

// readTokenCache tells a user's name from the token cache, and whether what azd redeems for tokens is still there. On Windows
// azd encrypts both files.
// azure-dev cli/azd/pkg/auth/cache_unix.go, cache_windows.go and file_cache.go, read 2026-11-22.
func (f *AzureDeveloperCLIFacts) readTokenCache(s *System) {
	base := filepath.Join(f.ConfigDir, "auth", "msal", "cache")
	switch f.Account.Kind {
	case "user":
	case "servicePrincipal":
		base = filepath.Join(f.ConfigDir, "auth", "cred"+f.Account.TenantID+"."+f.Account.ClientID)
		if filepath.Dir(base) != filepath.Join(f.ConfigDir, "auth") { // IDs with slashes are no IDs
			return
		}
	default:
		return
	}
	f.TokenCacheFile = base + ".json"
	if encrypted := base + ".bin"; s.OS == "windows" {
		f.TokenCacheFile, f.TokenCache = encrypted, "missing"
		if exists(s, encrypted) {
			f.TokenCache = "encrypted"
		}
		return
	}
	var cache tokenCache
	if f.TokenCache, f.TokenCacheError = readSignInFile(s, f.TokenCacheFile).decode(&cache); f.TokenCache != "read" {
		return
	}
	f.TokenCache = "plain"
	if f.Account.Kind == "user" {
		account, refreshable := cache.find("", func(a tokenCacheAccount) bool {
			return strings.EqualFold(a.HomeAccountID, f.Account.ObjectID+"."+f.Account.TenantID)
		})
		f.Account.Name, f.TokenCacheHasAccount = account.Username, &refreshable
	}
}
