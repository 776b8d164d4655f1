package checks

import (
	"fmt"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"azdoctor/checks/azuretest"
)

func TestObserveAzureDeveloperCLI(t *testing.T) {
	yes, no := true, false
	const dir = "/home/alice/.azd"
	const cache = dir + "/auth/msal/cache.json"
	home := azuretest.ObjectID + "." + azuretest.TenantID
	currentUser := func(user string) string { return `{"auth": {"account": {"currentUser": ` + user + `}}}` }
	alice := currentUser(fmt.Sprintf(`{"homeAccountId": %q}`, home))
	known := &AzureDeveloperCLIAccount{Name: "Alice@contoso.com", Kind: "user", ObjectID: azuretest.ObjectID, TenantID: azuretest.TenantID}
	unnamed := &AzureDeveloperCLIAccount{Kind: "user", ObjectID: azuretest.ObjectID, TenantID: azuretest.TenantID}
	app := &AzureDeveloperCLIAccount{Kind: "servicePrincipal", ClientID: azuretest.ClientID, TenantID: azuretest.TenantID}
	credFile := "/auth/cred" + azuretest.TenantID + "." + azuretest.ClientID + ".json"
	tests := []struct {
		name    string
		environ Environ
		files   map[string]string // below dir where relative
		want    AzureDeveloperCLIFacts
	}{
		{"nothing there", nil, nil, AzureDeveloperCLIFacts{Auth: "missing"}},
		{"azd ran, nobody signed in", nil, map[string]string{"config.json": "{}"}, AzureDeveloperCLIFacts{Config: "read", Auth: "missing"}},
		{"signed out", nil, map[string]string{"config.json": "{}", "auth.json": `{"auth": {"account": {}}}`}, AzureDeveloperCLIFacts{Config: "read", Auth: "empty"}},
		{"healthy", nil, map[string]string{"config.json": "{}", "auth.json": alice, "auth/msal/cache.json": aliceCache()},
			AzureDeveloperCLIFacts{Config: "read", Auth: "read", Account: known, TokenCache: "plain", TokenCacheFile: cache, TokenCacheHasAccount: &yes}},
		{"the user of older versions", nil, map[string]string{"config.json": alice, "auth/msal/cache.json": aliceCache()},
			AzureDeveloperCLIFacts{Config: "read", Auth: "read", Account: known, TokenCache: "plain", TokenCacheFile: cache, TokenCacheHasAccount: &yes}},
		{"account not in the cache", nil, map[string]string{"auth.json": alice, "auth/msal/cache.json": "{}"},
			AzureDeveloperCLIFacts{Auth: "read", Account: unnamed, TokenCache: "plain", TokenCacheFile: cache, TokenCacheHasAccount: &no}},
		{"no cache", nil, map[string]string{"auth.json": alice}, AzureDeveloperCLIFacts{Auth: "read", Account: unnamed, TokenCache: "missing", TokenCacheFile: cache}},
		{"damaged cache", nil, map[string]string{"auth.json": alice, "auth/msal/cache.json": "garbage"},
			AzureDeveloperCLIFacts{Auth: "read", Account: unnamed, TokenCache: "invalid", TokenCacheFile: cache, TokenCacheError: "not JSON at byte 1 of 7"}},
		{"service principal", nil, map[string]string{"auth.json": currentUser(fmt.Sprintf(`{"clientId": %q, "tenantId": %q}`, azuretest.ClientID, azuretest.TenantID)), credFile[1:]: `{"clientSecret": "canary"}`},
			AzureDeveloperCLIFacts{Auth: "read", Account: app, TokenCache: "plain", TokenCacheFile: dir + credFile}},
		{"service principal without its file", nil, map[string]string{"auth.json": currentUser(fmt.Sprintf(`{"clientId": %q, "tenantId": %q}`, azuretest.ClientID, azuretest.TenantID))},
			AzureDeveloperCLIFacts{Auth: "read", Account: app, TokenCache: "missing", TokenCacheFile: dir + credFile}},
		{"IDs that lead elsewhere", nil, map[string]string{"auth.json": currentUser(`{"clientId": "x/../../../../etc/passwd", "tenantId": "y"}`)},
			AzureDeveloperCLIFacts{Auth: "read", Account: &AzureDeveloperCLIAccount{Kind: "servicePrincipal", ClientID: "x/../../../../etc/passwd", TenantID: "y"}}},
		{"managed identity", nil, map[string]string{"auth.json": currentUser(`{"managedIdentity": true}`)},
			AzureDeveloperCLIFacts{Auth: "read", Account: &AzureDeveloperCLIAccount{Kind: "managedIdentity"}}},
		{"nobody of any kind", nil, map[string]string{"auth.json": currentUser(`{}`)}, AzureDeveloperCLIFacts{Auth: "read"}},
		{"delegates to az", nil, map[string]string{"config.json": `{"auth": {"useAzCliAuth": "true"}}`, "auth.json": alice}, AzureDeveloperCLIFacts{Config: "read", Auth: "read", DelegatesToCLI: true}},
		{"delegates, as a boolean", nil, map[string]string{"config.json": `{"auth": {"useAzCliAuth": true}}`}, AzureDeveloperCLIFacts{Config: "read", Auth: "missing", DelegatesToCLI: true}},
		{"does not delegate", nil, map[string]string{"config.json": `{"auth": {"useAzCliAuth": "no"}}`}, AzureDeveloperCLIFacts{Config: "read", Auth: "missing"}},
		{"cloud", nil, map[string]string{"config.json": `{"cloud": {"name": "AzureChinaCloud"}}`}, AzureDeveloperCLIFacts{Config: "read", Auth: "missing", Cloud: "AzureChinaCloud"}},
		{"Cloud Shell", Environ{"AZD_IN_CLOUDSHELL": "1"}, nil, AzureDeveloperCLIFacts{Auth: "missing", Account: &AzureDeveloperCLIAccount{Kind: "cloudShell"}}},
		{"started by another program", Environ{"AZD_AUTH_ENDPOINT": "http://127.0.0.1:1", "AZD_AUTH_KEY": "canary"}, nil, AzureDeveloperCLIFacts{Auth: "missing", Account: &AzureDeveloperCLIAccount{Kind: "external"}}},
		{"auth.json cut off", nil, map[string]string{"auth.json": alice[:20]}, AzureDeveloperCLIFacts{Auth: "invalid", AuthError: "not JSON at byte 20 of 20"}},
		{"auth.json a directory", nil, map[string]string{"auth.json/x": ""}, AzureDeveloperCLIFacts{Auth: "unreadable", AuthError: "read " + dir + "/auth.json: not a regular file"}},
		{"config.json of another form", nil, map[string]string{"config.json": `{"cloud": "AzureCloud"}`}, AzureDeveloperCLIFacts{Config: "invalid", ConfigError: `"cloud" is of another type than it should be`, Auth: "missing"}},
		{"other folder", Environ{"AZD_CONFIG_DIR": "/tmp/ci"}, map[string]string{"auth.json": alice},
			AzureDeveloperCLIFacts{ConfigDir: "/tmp/ci", ConfigDirSource: "AZD_CONFIG_DIR", Auth: "missing", Elsewhere: []string{dir}}},
		{"sudo", Environ{"HOME": "/root", "SUDO_USER": "alice"}, map[string]string{"auth.json": alice, "/etc/passwd": "alice:x:1000:1000::/home/alice:/bin/sh"},
			AzureDeveloperCLIFacts{ConfigDir: "/root/.azd", Auth: "missing", SudoUser: "alice", Elsewhere: []string{dir}}},
		{"no home", Environ{"HOME": ""}, nil, AzureDeveloperCLIFacts{ConfigDir: "none", ConfigDirSource: "none", Auth: "missing", Config: "none"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			m := newMachine(t).set("HOME", "/home/alice")
			for name, value := range test.environ {
				m.set(name, value)
			}
			for name, content := range test.files {
				if !filepath.IsAbs(name) {
					name = filepath.Join(dir, name)
				}
				m.Files[name] = content
			}
			test.want.fillDefaults(dir)
			got := observeAzureDeveloperCLI(m.session(Request{}))
			if !reflect.DeepEqual(*got, test.want) {
				t.Errorf("got  %s\nwant %s", asJSON(t, got), asJSON(t, test.want))
			}
		})
	}
}

// fillDefaults writes what most rows share.
func (f *AzureDeveloperCLIFacts) fillDefaults(dir string) {
	for _, field := range []struct {
		value    *string
		fallback string
	}{{&f.ConfigDir, dir}, {&f.ConfigDirSource, "HOME"}, {&f.Config, "missing"}} {
		switch *field.value {
		case "":
			*field.value = field.fallback
		case "none":
			*field.value = ""
		}
	}
}

// TestFilesOfTheCLIs reads what the stand-in, tried with the real tools, writes.
func TestFilesOfTheCLIs(t *testing.T) {
	m := newMachine(t)
	azuretest.WriteAzureCLIFiles(t, filepath.Join(m.Home, ".azure"), azuretest.AzureCLIAccount{Identity: azuretest.Alice})
	azuretest.WriteAzureDeveloperCLIFiles(t, filepath.Join(m.Home, ".azd"), azuretest.AzureDeveloperCLISignIn{Identity: azuretest.Bob})
	s := m.session(Request{})
	az, azd := observeAzureCLI(s), observeAzureDeveloperCLI(s)
	if !az.SignedIn() || az.Account.ObjectID != azuretest.Alice.ObjectID || az.TokenCacheHasAccount == nil || !*az.TokenCacheHasAccount {
		t.Errorf("az: %s", asJSON(t, az))
	}
	if !azd.SignedIn() || azd.Account.Name != azuretest.Bob.Name || azd.TokenCacheHasAccount == nil || !*azd.TokenCacheHasAccount {
		t.Errorf("azd: %s", asJSON(t, azd))
	}
	if all := asJSON(t, az) + asJSON(t, azd); strings.Contains(all, azuretest.Canary) {
		t.Errorf("a secret is among the facts: %s", all)
	}
}

func FuzzAzureDeveloperCLIFiles(f *testing.F) {
	f.Add([]byte(`{"auth": {"account": {"currentUser": {"homeAccountId": "a.b"}}}}`), []byte(`{"auth": {"useAzCliAuth": "true"}, "cloud": {"name": "AzureCloud"}}`), []byte(aliceCache()))
	f.Add([]byte(`{"auth": null}`), []byte(`{"auth": {"useAzCliAuth": {}}}`), []byte(`{"Account": {"": null}}`))
	f.Add([]byte(`{"auth": {"account": {"currentUser": {"clientId": "../..", "tenantId": "\u0000"}}}}`), []byte("\ufeff[]"), []byte("null"))
	f.Fuzz(func(t *testing.T, auth, config, cache []byte) {
		s := fileSession(t, map[string][]byte{"auth.json": auth, "config.json": config, "cache.json": cache})
		facts := observeAzureDeveloperCLI(s)
		if facts.DelegatesToCLI && facts.Config != "read" || facts.Account != nil && facts.Auth != "read" {
			t.Errorf("%s", asJSON(t, facts))
		}
		if facts.TokenCacheFile != "" && !strings.HasPrefix(facts.TokenCacheFile, "/home/alice/.azd/auth/") {
			t.Errorf("read %s", facts.TokenCacheFile)
		}
		judgeAzureDeveloperCLI(&Observations{AzureDeveloperCLI: facts})
	})
}

func FuzzAzdError(f *testing.F) {
	f.Add(`{"type":"consoleMessage","timestamp":"2026-11-22T17:55:41Z","data":{"message":"\nERROR: not logged in, run ` + "`azd auth login`" + ` to login\n"}}`)
	f.Add(`{"error":"AADSTS700082: The refresh token has expired","message":"Login expired.","suggestion":"run azd auth login"}`)
	f.Add("Error: unknown flag: --nope\n{}\nnull\n[]")
	f.Fuzz(func(t *testing.T, stderr string) {
		if got := azdError(stderr); len(got) > 2*maxTextBytes {
			t.Errorf("%d bytes", len(got))
		}
	})
}
