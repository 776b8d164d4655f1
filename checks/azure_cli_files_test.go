package checks

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"azdoctor/checks/azuretest"
)

// bom is what az writes before its JSON.
const bom = "\ufeff"

// cliSubscription is a subscription as az writes it into azureProfile.json.
func cliSubscription(cloud string, isDefault bool, user string) string {
	return fmt.Sprintf(`{"id": %q, "name": "Contoso Dev", "state": "Enabled", "user": %s, "isDefault": %v, "tenantId": %q, "environmentName": %q, "homeTenantId": %q, "managedByTenants": []}`,
		azuretest.SubscriptionID, user, isDefault, azuretest.TenantID, cloud, azuretest.TenantID)
}

const aliceUser = `{"name": "alice@contoso.com", "type": "user"}`

// cliProfile is azureProfile.json with these subscriptions.
func cliProfile(subscriptions ...string) string {
	return bom + `{"installationId": "00000000-0000-0000-0000-000000000001", "subscriptions": [` + strings.Join(subscriptions, ", ") + `]}`
}

// aliceCache is a token cache with Alice's account and refresh token, as az and azd keep it.
func aliceCache() string {
	home := azuretest.ObjectID + "." + azuretest.TenantID
	return fmt.Sprintf(`{"AccessToken": {"a": {"credential_type": "AccessToken", "secret": "canary-access", "home_account_id": %[1]q}},
"RefreshToken": {"r": {"credential_type": "RefreshToken", "secret": "canary-refresh", "home_account_id": %[1]q, "environment": "login.microsoftonline.com", "client_id": "04b07795-8ddb-461a-bbee-02f9e1bf7b46"}},
"Account": {"k": {"home_account_id": %[1]q, "environment": "login.microsoftonline.com", "realm": %[2]q, "local_account_id": %[3]q, "username": "Alice@contoso.com", "authority_type": "MSSTS"}}}`,
		home, azuretest.TenantID, azuretest.ObjectID)
}

// signInCLI leaves the files of az with Alice signed in.
func (m *machine) signInCLI() *machine {
	m.write(filepath.Join(m.Home, ".azure", "azureProfile.json"), cliProfile(cliSubscription("AzureCloud", true, aliceUser)))
	m.write(filepath.Join(m.Home, ".azure", "msal_token_cache.json"), aliceCache())
	m.write(filepath.Join(m.Home, ".azure", "config"), "[cloud]\nname = AzureCloud\n\n")
	m.write(filepath.Join(m.Home, ".azure", "commandIndex.json"), bom+`{"version": "2.80.0", "cloudProfile": "latest", "commandIndex": {}}`)
	return m
}

func TestObserveAzureCLI(t *testing.T) {
	yes, no := true, false
	alice := &AzureCLIAccount{Name: "alice@contoso.com", Kind: "user", TenantID: azuretest.TenantID, HomeTenantID: azuretest.TenantID,
		SubscriptionID: azuretest.SubscriptionID, SubscriptionName: "Contoso Dev"}
	known := *alice
	known.ObjectID, known.UserTenantID = azuretest.ObjectID, azuretest.TenantID
	as := func(user string) string { return cliProfile(cliSubscription("AzureCloud", true, user)) }
	account := func(change func(*AzureCLIAccount)) *AzureCLIAccount { a := *alice; change(&a); return &a }
	const dir = "/home/alice/.azure"
	tests := []struct {
		name    string
		environ Environ
		files   map[string]string // below dir where relative
		want    AzureCLIFacts
	}{
		{"nothing there", nil, nil, AzureCLIFacts{Profile: "missing"}},
		{"az ran, nobody signed in", nil, map[string]string{"azureProfile.json": bom + "{}"}, AzureCLIFacts{Profile: "empty"}},
		{"signed out", nil, map[string]string{"azureProfile.json": bom + `{"subscriptions": []}`}, AzureCLIFacts{Profile: "empty"}},
		{"null subscriptions", nil, map[string]string{"azureProfile.json": `{"subscriptions": null}`}, AzureCLIFacts{Profile: "empty"}},
		{"healthy", nil, map[string]string{"azureProfile.json": as(aliceUser), "msal_token_cache.json": aliceCache()},
			AzureCLIFacts{Profile: "read", Account: &known, TokenCache: "plain", TokenCacheHasAccount: &yes}},
		{"without byte order mark", nil, map[string]string{"azureProfile.json": strings.TrimPrefix(as(aliceUser), bom), "msal_token_cache.json": aliceCache()},
			AzureCLIFacts{Profile: "read", Account: &known, TokenCache: "plain", TokenCacheHasAccount: &yes}},
		{"tokens of somebody else", nil, map[string]string{"azureProfile.json": as(`{"name": "bob@contoso.com", "type": "user"}`), "msal_token_cache.json": aliceCache()},
			AzureCLIFacts{Profile: "read", Account: account(func(a *AzureCLIAccount) { a.Name = "bob@contoso.com" }), TokenCache: "plain", TokenCacheHasAccount: &no}},
		{"tokens of another cloud", Environ{"AZURE_CLOUD_NAME": "AzureChinaCloud"}, map[string]string{"azureProfile.json": cliProfile(cliSubscription("AzureChinaCloud", true, aliceUser)), "msal_token_cache.json": aliceCache()},
			AzureCLIFacts{Profile: "read", Cloud: "AzureChinaCloud", CloudSource: "AZURE_CLOUD_NAME", Account: alice, TokenCache: "plain", TokenCacheHasAccount: &no}},
		{"no token cache", nil, map[string]string{"azureProfile.json": as(aliceUser)}, AzureCLIFacts{Profile: "read", Account: alice, TokenCache: "missing"}},
		{"encrypted", nil, map[string]string{"azureProfile.json": as(aliceUser), "msal_token_cache.bin": "\x01\x02"},
			AzureCLIFacts{Profile: "read", Account: alice, TokenCache: "encrypted", TokenCacheFile: dir + "/msal_token_cache.bin"}},
		{"in a keyring", nil, map[string]string{"azureProfile.json": as(aliceUser), "msal_token_cache.sig": "x"},
			AzureCLIFacts{Profile: "read", Account: alice, TokenCache: "encrypted", TokenCacheFile: dir + "/msal_token_cache.bin"}},
		{"plain and encrypted", nil, map[string]string{"azureProfile.json": as(aliceUser), "msal_token_cache.sig": "x", "msal_token_cache.json": "{}"},
			AzureCLIFacts{Profile: "read", Account: alice, TokenCache: "unknown"}},
		{"plain by setting", nil, map[string]string{"azureProfile.json": as(aliceUser), "msal_token_cache.sig": "x", "msal_token_cache.json": aliceCache(), "config": "[core]\nencrypt_token_cache = False\n"},
			AzureCLIFacts{Profile: "read", Account: &known, TokenCache: "plain", TokenCacheHasAccount: &yes}},
		{"damaged token cache", nil, map[string]string{"azureProfile.json": as(aliceUser), "msal_token_cache.json": aliceCache() + "}"},
			AzureCLIFacts{Profile: "read", Account: alice, TokenCache: "invalid", TokenCacheError: fmt.Sprintf("not JSON at byte %d of %[1]d", len(aliceCache())+1)}},
		{"service principal", nil, map[string]string{"azureProfile.json": as(`{"name": "22222222-2222-2222-2222-222222222222", "type": "servicePrincipal"}`),
			"service_principal_entries.json": `[{"client_id": "22222222-2222-2222-2222-222222222222", "tenant": "11111111-1111-1111-1111-111111111111", "client_secret": "canary"}]`},
			AzureCLIFacts{Profile: "read", Account: account(func(a *AzureCLIAccount) { a.Name, a.Kind = azuretest.ClientID, "servicePrincipal" }), TokenCache: "plain", TokenCacheHasAccount: &yes, TokenCacheFile: dir + "/service_principal_entries.json"}},
		{"service principal without its secret", nil, map[string]string{"azureProfile.json": as(`{"name": "22222222-2222-2222-2222-222222222222", "type": "servicePrincipal"}`), "service_principal_entries.json": `[]`},
			AzureCLIFacts{Profile: "read", Account: account(func(a *AzureCLIAccount) { a.Name, a.Kind = azuretest.ClientID, "servicePrincipal" }), TokenCache: "plain", TokenCacheHasAccount: &no, TokenCacheFile: dir + "/service_principal_entries.json"}},
		{"managed identity", nil, map[string]string{"azureProfile.json": as(`{"name": "userAssignedIdentity", "type": "servicePrincipal", "assignedIdentityInfo": "MSIClient-22222222-2222-2222-2222-222222222222"}`)},
			AzureCLIFacts{Profile: "read", Account: account(func(a *AzureCLIAccount) {
				a.Name, a.Kind, a.IdentityInfo = "userAssignedIdentity", "managedIdentity", "MSIClient-"+azuretest.ClientID
			})}},
		{"Cloud Shell", Environ{"ACC_CLOUD": "PROD"}, map[string]string{"azureProfile.json": as(`{"name": "alice@contoso.com", "type": "user", "cloudShellID": true}`)},
			AzureCLIFacts{Profile: "read", Account: account(func(a *AzureCLIAccount) { a.Kind = "cloudShell" })}},
		{"Cloud Shell's profile elsewhere", nil, map[string]string{"azureProfile.json": as(`{"name": "alice@contoso.com", "type": "user", "cloudShellID": true}`)},
			AzureCLIFacts{Profile: "read", Account: alice, TokenCache: "missing"}},
		{"tenant-level account", nil, map[string]string{"azureProfile.json": strings.Replace(as(aliceUser), "Contoso Dev", "N/A(tenant level account)", 1)},
			AzureCLIFacts{Profile: "read", Account: account(func(a *AzureCLIAccount) { a.SubscriptionID, a.SubscriptionName = "", "" }), TokenCache: "missing"}},
		{"another cloud's subscriptions", Environ{"AZURE_CLOUD_NAME": "AzureUSGovernment"}, map[string]string{"azureProfile.json": as(aliceUser)},
			AzureCLIFacts{Profile: "read", Cloud: "AzureUSGovernment", CloudSource: "AZURE_CLOUD_NAME", OtherClouds: []string{"AzureCloud"}}},
		{"cloud of the file", nil, map[string]string{"config": "[core]\noutput = table\n[cloud]\n; the cloud\nName: AzureUSGovernment\n", "azureProfile.json": cliProfile(cliSubscription("AzureUSGovernment", true, aliceUser))},
			AzureCLIFacts{Profile: "read", Cloud: "AzureUSGovernment", CloudSource: dir + "/config", Account: alice, TokenCache: "missing"}},
		{"the variable wins over the file", Environ{"AZURE_CLOUD_NAME": "AzureCloud"}, map[string]string{"config": "[cloud]\nname = AzureUSGovernment\n"},
			AzureCLIFacts{Profile: "missing", CloudSource: "AZURE_CLOUD_NAME"}},
		{"no such cloud", Environ{"AZURE_CLOUD_NAME": "azurecloud"}, nil,
			AzureCLIFacts{Profile: "missing", CloudSource: "AZURE_CLOUD_NAME", UnknownCloud: "azurecloud"}},
		{"custom cloud", nil, map[string]string{"config": "[cloud]\nname = stack\n", "clouds.config": "[stack]\nendpoint_active_directory = https://adfs.contoso.com/adfs\n"},
			AzureCLIFacts{Profile: "missing", Cloud: "stack", CloudSource: dir + "/config"}},
		{"default in another cloud", nil, map[string]string{"azureProfile.json": cliProfile(cliSubscription("AzureCloud", false, aliceUser), cliSubscription("AzureChinaCloud", true, aliceUser))},
			AzureCLIFacts{Profile: "read", Unselected: []string{azuretest.SubscriptionID}}},
		{"config without a section", nil, map[string]string{"config": "name = AzureCloud\n"}, AzureCLIFacts{Profile: "missing", ConfigError: "line 1 comes before any [section]"}},
		{"config with a byte order mark", nil, map[string]string{"config": bom + "[cloud]\nname = AzureCloud\n"},
			AzureCLIFacts{Profile: "missing", CloudSource: dir + "/config", ConfigError: "line 1 starts with a byte order mark"}},
		{"empty profile", nil, map[string]string{"azureProfile.json": ""}, AzureCLIFacts{Profile: "invalid", ProfileError: "the file is empty"}},
		{"null profile", nil, map[string]string{"azureProfile.json": "null"}, AzureCLIFacts{Profile: "invalid", ProfileError: "the file says null"}},
		{"UTF-16 profile", nil, map[string]string{"azureProfile.json": "\xff\xfe{\x00}\x00"}, AzureCLIFacts{Profile: "invalid", ProfileError: "the file is not UTF-8"}},
		{"cut off profile", nil, map[string]string{"azureProfile.json": as(aliceUser)[:100]}, AzureCLIFacts{Profile: "invalid", ProfileError: "not JSON at byte 97 of 97"}},
		{"list for a profile", nil, map[string]string{"azureProfile.json": "[]"}, AzureCLIFacts{Profile: "invalid", ProfileError: `"" is of another type than it should be`}},
		{"profile too large", nil, map[string]string{"azureProfile.json": strings.Repeat(" ", maxSignInFile+1)},
			AzureCLIFacts{Profile: "unreadable", ProfileError: fmt.Sprintf("read %s/azureProfile.json: larger than %d bytes", dir, maxSignInFile)}},
		{"directory for a profile", nil, map[string]string{"azureProfile.json/x": ""}, AzureCLIFacts{Profile: "unreadable", ProfileError: "read " + dir + "/azureProfile.json: not a regular file"}},
		{"version of the index", nil, map[string]string{"commandIndex.json": bom + `{"version": "2.45.0"}`, "versionCheck.json": bom + `{"versions": {"azure-cli": {"local": "2.44.0"}}}`},
			AzureCLIFacts{Profile: "missing", Version: "2.45.0"}},
		{"version of the last look", nil, map[string]string{"commandIndex.json": bom + `{"version": ""}`, "versionCheck.json": bom + `{"versions": {"azure-cli": {"local": "2.45.0"}}}`},
			AzureCLIFacts{Profile: "missing", Version: "2.45.0"}},
		{"other folder by variable", Environ{"AZURE_CONFIG_DIR": "/tmp/ci"}, map[string]string{"azureProfile.json": as(aliceUser)},
			AzureCLIFacts{ConfigDir: "/tmp/ci", ConfigDirSource: "AZURE_CONFIG_DIR", Profile: "missing", Elsewhere: []string{dir}}},
		{"relative folder", Environ{"AZURE_CONFIG_DIR": "~/.azure"}, nil,
			AzureCLIFacts{ConfigDir: "/bin/~/.azure", ConfigDirSource: "AZURE_CONFIG_DIR, relative to /bin, where programs start az", Profile: "missing"}},
		{"sudo", Environ{"HOME": "/root", "SUDO_USER": "alice"}, map[string]string{"azureProfile.json": as(aliceUser), "/etc/passwd": "root:x:0:0:root:/root:/bin/sh\nalice:x:1000:1000::/home/alice:/bin/sh\n"},
			AzureCLIFacts{ConfigDir: "/root/.azure", Profile: "missing", SudoUser: "alice", Elsewhere: []string{dir}}},
		{"HOME unset", Environ{"HOME": "unset"}, map[string]string{"azureProfile.json": as(aliceUser), "/proc/self/status": "Name:\tazdoctor\nUid:\t1000\t1000\t1000\t1000\n", "/etc/passwd": "alice:x:1000:1000::/home/alice:/bin/sh\n"},
			AzureCLIFacts{ConfigDirSource: "/etc/passwd, HOME being unset", Profile: "read", Account: alice, TokenCache: "missing"}},
		{"HOME unset and nobody known", Environ{"HOME": "unset"}, nil, AzureCLIFacts{ConfigDir: "none", ConfigDirSource: "none", Profile: "unknown", Cloud: "none"}},
		{"HOME empty", Environ{"HOME": ""}, nil, AzureCLIFacts{ConfigDir: "/.azure", ConfigDirSource: "HOME, which is empty", Profile: "missing"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			m := newMachine(t).set("HOME", "/home/alice")
			for name, value := range test.environ {
				m.set(name, value)
				if value == "unset" {
					delete(m.Environ, name)
				}
			}
			for name, content := range test.files {
				if !filepath.IsAbs(name) {
					name = filepath.Join(dir, name)
				}
				m.Files[name] = content
			}
			test.want.fillDefaults(dir)
			if got := observeAzureCLI(m.session(Request{})); !reflect.DeepEqual(*got, test.want) {
				t.Errorf("got  %s\nwant %s", asJSON(t, got), asJSON(t, test.want))
			}
		})
	}
}

// fillDefaults writes what most rows share.
func (f *AzureCLIFacts) fillDefaults(dir string) {
	for _, field := range []struct {
		value    *string
		fallback string
	}{{&f.ConfigDir, dir}, {&f.ConfigDirSource, "HOME"}, {&f.Cloud, "AzureCloud"}} {
		switch *field.value {
		case "":
			*field.value = field.fallback
		case "none":
			*field.value = ""
		}
	}
	if f.TokenCache != "" && f.TokenCacheFile == "" {
		f.TokenCacheFile = dir + "/msal_token_cache.json"
	}
}

func asJSON(t *testing.T, value any) string {
	t.Helper()
	text, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestObserveAzureCLIOnDisk(t *testing.T) {
	profile := func(m *machine) string { return filepath.Join(m.Home, ".azure", "azureProfile.json") }
	t.Run("link to nowhere", func(t *testing.T) {
		m := newMachine(t).signInCLI()
		os.Remove(profile(m))
		if err := os.Symlink("/nonexistent", profile(m)); err != nil {
			t.Fatal(err)
		}
		if got := observeAzureCLI(m.session(Request{})); got.Profile != "missing" {
			t.Errorf("%s: %s", got.Profile, got.ProfileError)
		}
	})
	t.Run("permission", func(t *testing.T) {
		m := newMachine(t).signInCLI()
		read := m.ReadFile
		m.ReadFile = func(name string, limit int64) ([]byte, error) {
			if name == profile(m) {
				return nil, &os.PathError{Op: "open", Path: name, Err: os.ErrPermission}
			}
			return read(name, limit)
		}
		if got := observeAzureCLI(m.session(Request{})); got.Profile != "unreadable" || got.SignedIn() {
			t.Errorf("%s: %s", got.Profile, got.ProfileError)
		}
	})
}

func TestShellPaths(t *testing.T) {
	m := newMachine(t)
	m.LookPath = func(string) []string { return []string{"az", "bin/az", "/usr/bin/az", "/usr/local/bin/az"} }
	if got := shellPaths(m.System, "az"); !slices.Equal(got, []string{"/usr/bin/az", "/usr/local/bin/az"}) {
		t.Errorf("%q", got)
	}
}

func TestWindowsSide(t *testing.T) {
	const az = "/mnt/c/Program Files/Microsoft SDKs/Azure/CLI2/wbin/az"
	tests := []struct {
		name  string
		files map[string]string
		want  AzureCLIFacts
	}{
		{"one Windows user", map[string]string{"/mnt/c/Users/alice/.azure/azureProfile.json": cliProfile(cliSubscription("AzureCloud", true, aliceUser)), "/mnt/c/Users/alice/.azure/msal_token_cache.bin": "x", "/mnt/c/Users/Public/desktop.ini": ""},
			AzureCLIFacts{ConfigDir: "/mnt/c/Users/alice/.azure", ConfigDirSource: "the Windows user's profile", Profile: "read", TokenCache: "encrypted"}},
		{"two Windows users", map[string]string{"/mnt/c/Users/alice/.azure/azureProfile.json": "{}", "/mnt/c/Users/bob/.azure/azureProfile.json": "{}"}, AzureCLIFacts{Profile: "unknown"}},
		{"none", nil, AzureCLIFacts{Profile: "unknown"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			m := newMachine(t).set("WSL_DISTRO_NAME", "Ubuntu")
			m.LookPath = func(string) []string { return []string{az} }
			m.Files = test.files
			got := observeAzureCLI(m.session(Request{}))
			if !got.WindowsSide || got.ConfigDir != test.want.ConfigDir || got.ConfigDirSource != test.want.ConfigDirSource || got.Profile != test.want.Profile || got.TokenCache != test.want.TokenCache {
				t.Errorf("%s", asJSON(t, got))
			}
		})
	}
}

func FuzzAzureCLIFiles(f *testing.F) {
	f.Add([]byte(cliProfile(cliSubscription("AzureCloud", true, aliceUser))), []byte(aliceCache()), []byte("[cloud]\nname = AzureCloud\n"), []byte(bom+`{"version": "2.45.0"}`))
	f.Add([]byte("null"), []byte("[]"), []byte("[cloud\n = \n\x00"), []byte(`{"versions": {"azure-cli": null}}`))
	f.Add([]byte(`{"subscriptions":[{"user":null,"isDefault":true,"environmentName":"AzureCloud"}]}`), []byte(`{"Account":{"":{"username":""}}}`), []byte("[]\nname=\n"), []byte(""))
	f.Fuzz(func(t *testing.T, profile, cache, config, index []byte) {
		contents := map[string][]byte{"azureProfile.json": profile, "msal_token_cache.json": cache, "service_principal_entries.json": cache, "config": config, "clouds.config": config, "commandIndex.json": index, "versionCheck.json": index}
		s := fileSession(t, contents)
		facts := observeAzureCLI(s)
		if facts.Account != nil && facts.Profile != "read" || facts.ConfigDir == "" || facts.Cloud == "" && facts.CloudSource == "" {
			t.Errorf("%s", asJSON(t, facts))
		}
		judgeAzureCLI(&Observations{AzureCLI: facts})
	})
}

// fileSession is a session on a machine of which only these files exist, by base name, in whatever directory.
func fileSession(t testing.TB, contents map[string][]byte) *Session {
	return newSession(t.Context(), &System{
		OS: "linux", Environ: Environ{"HOME": "/home/alice"},
		Now: func() time.Time { return time.Unix(1795374000, 0) },
		ReadFile: func(name string, _ int64) ([]byte, error) {
			if content, ok := contents[filepath.Base(name)]; ok {
				return content, nil
			}
			return nil, os.ErrNotExist
		},
		Stat:     func(name string) (os.FileInfo, error) { return nil, os.ErrNotExist },
		ListDir:  func(string) ([]string, error) { return nil, os.ErrNotExist },
		LookPath: func(name string) []string { return []string{"/usr/bin/" + name} },
	}, Request{})
}
