package azuretest_test

import (
	"encoding/json"
	"strings"
	"testing"

	"azdoctor/checks/azuretest"
)

// TestRealAzureCLI proves that the stand-in is good enough for the real az, where it is installed.
func TestRealAzureCLI(t *testing.T) {
	path := azuretest.FindAzureCLI(t)
	tests := map[string]azuretest.Identity{"user": azuretest.Alice, "service principal": azuretest.App, "managed identity": azuretest.Machine}
	for name, id := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := azuretest.New(t)
			a.ServeIMDS(azuretest.IMDS{Identities: []azuretest.Identity{azuretest.Machine}})
			az := a.LoginAzureCLI(t, path, id)
			ask := []string{"account", "get-access-token", "--output", "json", "--resource", azuretest.VaultAudience}
			stdout, stderr, code := az.Run(ask...)
			var answer struct{ AccessToken, Tenant, Subscription string }
			if err := json.Unmarshal([]byte(stdout), &answer); code != 0 || err != nil {
				t.Fatalf("get-access-token: exit code %d\n%s", code, stderr)
			}
			if !strings.Contains(answer.AccessToken, azuretest.Canary) || answer.Tenant != azuretest.TenantID || answer.Subscription != azuretest.SubscriptionID {
				t.Errorf("tenant %s, subscription %s", answer.Tenant, answer.Subscription)
			}
			if id.Kind != azuretest.User {
				return
			}
			a.FailTokens(azuretest.TokenFault{Grant: "refresh_token", Fault: azuretest.AADSTS(700082)})
			ask[len(ask)-1] = "https://managedhsm.azure.net"
			if _, stderr, code := az.Run(ask...); code != 1 || !strings.Contains(stderr, "AADSTS700082") {
				t.Errorf("with a dead refresh token: exit code %d\n%s", code, stderr)
			}
		})
	}
}

// TestFilesOfAzureCLI proves that the real az takes the files for its own.
func TestFilesOfAzureCLI(t *testing.T) {
	path := azuretest.FindAzureCLI(t)
	for _, id := range []azuretest.Identity{azuretest.Alice, azuretest.App} {
		t.Run(id.Kind, func(t *testing.T) {
			t.Parallel()
			az := azuretest.New(t).NewAzureCLI(t, path)
			azuretest.WriteAzureCLIFiles(t, az.ConfigDir, azuretest.AzureCLIAccount{Identity: id})
			stdout, stderr, code := az.Run("account", "get-access-token", "--output", "json", "--resource", azuretest.VaultAudience)
			if code != 0 || !strings.Contains(stdout, azuretest.Canary) {
				t.Errorf("exit code %d\n%s", code, stderr)
			}
		})
	}
	t.Run("nobody", func(t *testing.T) {
		t.Parallel()
		az := azuretest.New(t).NewAzureCLI(t, path)
		azuretest.WriteAzureCLIFiles(t, az.ConfigDir)
		if _, stderr, code := az.Run("account", "show"); code != 1 || !strings.Contains(stderr, "az login") {
			t.Errorf("exit code %d\n%s", code, stderr)
		}
	})
}
