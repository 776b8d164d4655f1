package checks

import (
	"cmp"
	"maps"
	"path/filepath"
	"slices"
	"strings"
)

// observeAzureCLI must not ask for s.Target, which builds on it.
//
// az starts slowly and writes into its folder whenever it runs; its files tell who is signed in without that.
// azure-cli-core 2.45.0 _profile.py, _environment.py, cloud.py and auth/identity.py, read 2026-11-22.
func observeAzureCLI(s *Session) *AzureCLIFacts {
	f := &AzureCLIFacts{Paths: shellPaths(s.System, "az"), Profile: "unknown", SudoUser: s.Environ["SUDO_USER"]}
	f.ConfigDir, f.ConfigDirSource = azureCLIConfigDir(s.System)
	if isWindowsSide(s.System, f.Paths) {
		f.WindowsSide = true
		f.ConfigDir, f.ConfigDirSource = windowsSideConfigDir(s.System, f.Paths[0])
	}
	if f.ConfigDir == "" {
		return f
	}
	f.Version = azureCLIVersion(s.System, f.ConfigDir)
	settings := f.readCloud(s.System)
	f.readProfile(s.System)
	if f.Account != nil {
		f.readTokenCache(s.System, settings)
	} else {
		f.Elsewhere = signedInElsewhere(s.System, f.ConfigDir, ".azure", func(dir string) bool {
			var profile azureProfile
			readSignInFile(s.System, filepath.Join(dir, "azureProfile.json")).decode(&profile)
			return len(profile.Subscriptions) > 0
		})
	}
	return f
}

// shellPaths are the executables that the SDKs' /bin/sh, started in /bin, can find: relative entries of the search path
// lead elsewhere there.
// azidentity 1.15.0 developer_credential_util.go, read 2026-11-22.
func shellPaths(s *System, name string) []string {
	return slices.DeleteFunc(s.LookPath(name), func(path string) bool { return s.OS != "windows" && !filepath.IsAbs(path) })
}

// azureCLIVersion reads the version from the command index, which az rewrites when its version changed, or from the
// record of its last look for updates.
// azure-cli-core 2.45.0 __init__.py (CommandIndex) and util.py, read 2026-11-22.
func azureCLIVersion(s *System, dir string) string {
	var index struct {
		Version string `json:"version"`
	}
	var check struct {
		Versions map[string]struct {
			Local string `json:"local"`
		} `json:"versions"`
	}
	readSignInFile(s, filepath.Join(dir, "commandIndex.json")).decode(&index)
	if index.Version == "" {
		readSignInFile(s, filepath.Join(dir, "versionCheck.json")).decode(&check)
	}
	return cmp.Or(index.Version, check.Versions["azure-cli"].Local)
}

// azureCLIClouds are the clouds that az knows by itself; others are sections of clouds.config.
// azure-cli-core 2.45.0 cloud.py (KNOWN_CLOUDS), read 2026-11-22.
var azureCLIClouds = []string{"AzureCloud", "AzureChinaCloud", "AzureUSGovernment", "AzureGermanCloud"}

// readCloud finds the active cloud: the variable wins over the file, and a name that az does not know, in any spelling
// but its own, is replaced by the default. It returns az's settings.
// knack 0.9 config.py and azure-cli-core 2.45.0 cloud.py (get_active_cloud), read 2026-11-22.
func (f *AzureCLIFacts) readCloud(s *System) iniFile {
	file := readSignInFile(s, filepath.Join(f.ConfigDir, "config"))
	settings, problem := parseINI(string(file.content))
	if file.marked {
		problem = "line 1 starts with a byte order mark"
	}
	f.ConfigError = cmp.Or(file.problem, problem)
	if name, set := s.Environ["AZURE_CLOUD_NAME"]; set {
		f.Cloud, f.CloudSource = name, "AZURE_CLOUD_NAME"
	} else if name := settings["cloud"]["name"]; name != "" {
		f.Cloud, f.CloudSource = name, file.name
	}
	if f.CloudSource == "" || slices.Contains(azureCLIClouds, f.Cloud) {
		f.Cloud = cmp.Or(f.Cloud, azureCLIClouds[0])
		return settings
	}
	custom, _ := parseINI(string(readSignInFile(s, filepath.Join(f.ConfigDir, "clouds.config")).content))
	if _, registered := custom[f.Cloud]; !registered {
		f.UnknownCloud, f.Cloud = cmp.Or(f.Cloud, `""`), azureCLIClouds[0]
	}
	return settings
}

// azureProfile are the fields of azureProfile.json that are read.
type azureProfile struct {
	Subscriptions []azureSubscription `json:"subscriptions"`
}

type azureSubscription struct {
	ID           string `json:"id"`
	Name         string `json:"name"`
	TenantID     string `json:"tenantId"`
	HomeTenantID string `json:"homeTenantId"`
	Cloud        string `json:"environmentName"`
	IsDefault    bool   `json:"isDefault"`
	User         struct {
		Name         string `json:"name"`
		Type         string `json:"type"`
		IdentityInfo string `json:"assignedIdentityInfo"`
		CloudShell   bool   `json:"cloudShellID"`
	} `json:"user"`
}

// readProfile finds the default subscription of the active cloud and its user.
func (f *AzureCLIFacts) readProfile(s *System) {
	var profile azureProfile
	f.Profile, f.ProfileError = readSignInFile(s, filepath.Join(f.ConfigDir, "azureProfile.json")).decode(&profile)
	if f.Profile != "read" {
		return
	}
	if len(profile.Subscriptions) == 0 {
		f.Profile = "empty"
		return
	}
	others := map[string]bool{}
	for _, subscription := range profile.Subscriptions {
		switch {
		case subscription.Cloud != f.Cloud:
			others[subscription.Cloud] = true
		case subscription.IsDefault && f.Account == nil:
			f.Account = subscription.account(s.Environ)
		case len(f.Unselected) < 10:
			f.Unselected = append(f.Unselected, subscription.ID)
		}
	}
	if f.Account != nil {
		f.Unselected = nil
	} else if len(f.Unselected) == 0 {
		f.OtherClouds = slices.Sorted(maps.Keys(others))
	}
}

// account is the subscription's user. Sign-ins without a subscription carry the tenant in its place.
// azure-cli-core 2.45.0 _profile.py (_TENANT_LEVEL_ACCOUNT_NAME, _try_parse_msi_account_name, get_raw_token), read 2026-11-22.
func (u azureSubscription) account(environ Environ) *AzureCLIAccount {
	a := &AzureCLIAccount{Name: u.User.Name, Kind: "user", TenantID: u.TenantID, HomeTenantID: u.HomeTenantID}
	if u.Name != "N/A(tenant level account)" {
		a.SubscriptionID, a.SubscriptionName = u.ID, u.Name
	}
	switch {
	case u.User.Name == "systemAssignedIdentity" || u.User.Name == "userAssignedIdentity":
		a.Kind, a.IdentityInfo = "managedIdentity", cmp.Or(u.User.IdentityInfo, u.Name)
	case u.User.CloudShell && environ["ACC_CLOUD"] != "":
		a.Kind = "cloudShell"
	case u.User.Type == "servicePrincipal":
		a.Kind = "servicePrincipal"
	}
	return a
}

// readTokenCache tells whether az still has what it redeems for tokens. On Windows az encrypts its cache; elsewhere
// newer versions do where a keyring is there, and keep a plain one where it is not.
// azure-cli-core 2.45.0 auth/persistence.py and util.py (should_encrypt_token_cache), read 2026-11-22;
// https://github.com/Azure/azure-cli/pull/33849, read 2026-11-22.
func (f *AzureCLIFacts) readTokenCache(s *System, settings iniFile) {
	base := "msal_token_cache"
	switch f.Account.Kind {
	case "managedIdentity", "cloudShell":
		return
	case "servicePrincipal":
		base = "service_principal_entries"
	}
	path := filepath.Join(f.ConfigDir, base)
	f.TokenCacheFile = path + ".json"
	plain := readSignInFile(s, f.TokenCacheFile)
	encrypted := exists(s, path+".bin") || exists(s, path+".sig")
	setting := strings.ToLower(s.Environ.Default("AZURE_CORE_ENCRYPT_TOKEN_CACHE", settings["core"]["encrypt_token_cache"]))
	never := slices.Contains([]string{"0", "no", "false", "off"}, setting)
	switch {
	case never || plain.state != "missing" && !encrypted && s.OS != "windows":
		f.readPlainCache(plain)
	case encrypted && plain.state != "missing" && s.OS != "windows":
		f.TokenCache = "unknown"
	case encrypted:
		f.TokenCache, f.TokenCacheFile = "encrypted", path+".bin"
	default:
		f.TokenCache = "missing"
	}
}

func (f *AzureCLIFacts) readPlainCache(file signInFile) {
	var has bool
	if f.Account.Kind == "servicePrincipal" {
		var entries []struct {
			ClientID string `json:"client_id"`
		}
		f.TokenCache, f.TokenCacheError = file.decode(&entries)
		for _, entry := range entries {
			has = has || entry.ClientID == f.Account.Name
		}
	} else {
		var cache tokenCache
		f.TokenCache, f.TokenCacheError = file.decode(&cache)
		account, refreshable := cache.find(f.Cloud, func(a tokenCacheAccount) bool { return strings.EqualFold(a.Username, f.Account.Name) })
		f.Account.ObjectID, f.Account.UserTenantID, _ = strings.Cut(account.HomeAccountID, ".")
		has = refreshable
	}
	if f.TokenCache == "read" {
		f.TokenCache, f.TokenCacheHasAccount = "plain", &has
	}
}
