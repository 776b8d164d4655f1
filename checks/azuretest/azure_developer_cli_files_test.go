package azuretest_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"azdoctor/checks/azuretest"
)

func TestFilesOfAzureDeveloperCLI(t *testing.T) {
	tests := map[string]struct {
		signIn azuretest.AzureDeveloperCLISignIn
		want   map[string]string // part of each file; "" for a file that is not there
	}{
		"nobody": {want: map[string]string{"config.json": "{}", "auth.json": ""}},
		"user": {signIn: azuretest.AzureDeveloperCLISignIn{Identity: azuretest.Alice, Cloud: "AzureUSGovernment"}, want: map[string]string{
			"auth.json": azuretest.ObjectID + "." + azuretest.TenantID, "config.json": "AzureUSGovernment", "auth/msal/cache.json": azuretest.Alice.Name}},
		"user without tokens": {signIn: azuretest.AzureDeveloperCLISignIn{Identity: azuretest.Alice, NotInTokenCache: true}, want: map[string]string{
			"auth.json": azuretest.ObjectID, "auth/msal/cache.json": `"RefreshToken": {}`}},
		"service principal": {signIn: azuretest.AzureDeveloperCLISignIn{Identity: azuretest.App}, want: map[string]string{
			"auth.json": azuretest.ClientID, "auth/cred" + azuretest.TenantID + "." + azuretest.ClientID + ".json": azuretest.ClientSecret}},
		"managed identity": {signIn: azuretest.AzureDeveloperCLISignIn{Identity: azuretest.Assigned}, want: map[string]string{"auth.json": `"managedIdentity": true`}},
		"az":               {signIn: azuretest.AzureDeveloperCLISignIn{UseAzureCLI: true}, want: map[string]string{"config.json": `"useAzCliAuth": "true"`, "auth.json": ""}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			azuretest.WriteAzureDeveloperCLIFiles(t, dir, test.signIn)
			for file, want := range test.want {
				content, err := os.ReadFile(filepath.Join(dir, file))
				switch {
				case want == "" && err == nil:
					t.Errorf("%s is there", file)
				case want != "" && (err != nil || !json.Valid(content) || !strings.Contains(string(content), want)):
					t.Errorf("%s: %s, %v", file, content, err)
				}
			}
		})
	}
}
