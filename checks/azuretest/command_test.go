package azuretest_test

import (
	"encoding/json"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"github.com/Azure/azure-sdk-for-go/sdk/azidentity"

	"azdoctor/checks/azuretest"
)

func TestFakeAzureCLI(t *testing.T) {
	cli := azuretest.WriteCLI(t, t.TempDir(), "az",
		azuretest.Script{Match: "account get-access-token*--tenant " + azuretest.OtherTenantID + "*", Stderr: "ERROR: it's \"not\" here\n", ExitCode: 1},
		azuretest.Script{Match: "account get-access-token*", Stdout: azuretest.AzureCLIToken(azuretest.Alice, azuretest.VaultAudience, time.Hour)},
	)
	t.Setenv("PATH", cli.Dir)
	credential, err := azidentity.NewAzureCLICredential(&azidentity.AzureCLICredentialOptions{AdditionallyAllowedTenants: []string{"*"}})
	if err != nil {
		t.Fatal(err)
	}
	token, err := credential.GetToken(t.Context(), policy.TokenRequestOptions{Scopes: []string{vaultScope}})
	if err != nil || !strings.Contains(token.Token, azuretest.Canary) {
		t.Errorf("no token: %v", err)
	}
	if left := time.Until(token.ExpiresOn); left < 50*time.Minute || left > time.Hour {
		t.Errorf("the token lives %v", left)
	}
	_, err = credential.GetToken(t.Context(), policy.TokenRequestOptions{Scopes: []string{vaultScope}, TenantID: azuretest.OtherTenantID})
	if err == nil || !strings.Contains(err.Error(), `it's "not" here`) {
		t.Errorf("the other tenant: %v", err)
	}
	if err := exec.Command(cli.Path, "login").Run(); err == nil || err.(*exec.ExitError).ExitCode() != 2 {
		t.Errorf("an unknown command: %v", err)
	}
	if calls := cli.Calls(); len(calls) != 3 || calls[2] != "login" || !strings.Contains(calls[0], "--resource "+azuretest.VaultAudience) {
		t.Errorf("calls: %q", calls)
	}
	if pids := cli.PIDs(); len(pids) != 3 || slices.Contains(pids, 0) {
		t.Errorf("process IDs: %v", pids)
	}
}

func TestFakeAzureDeveloperCLI(t *testing.T) {
	cli := azuretest.WriteCLI(t, t.TempDir(), "azd", azuretest.Script{Match: "auth token*", Stdout: azuretest.AzureDeveloperCLIToken(azuretest.Alice, azuretest.VaultAudience, time.Hour)})
	t.Setenv("PATH", cli.Dir)
	credential, err := azidentity.NewAzureDeveloperCLICredential(nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := credential.GetToken(t.Context(), policy.TokenRequestOptions{Scopes: []string{vaultScope}}); err != nil {
		t.Errorf("no token: %v", err)
	}
	azuretest.WriteCLI(t, cli.Dir, "azd", azuretest.Script{Stderr: azuretest.AzureDeveloperCLIError("not logged in, run `azd auth login` to login", "Not logged in.", ""), ExitCode: 1})
	if _, err := credential.GetToken(t.Context(), policy.TokenRequestOptions{Scopes: []string{vaultScope}}); err == nil || !strings.Contains(err.Error(), "not logged in") {
		t.Errorf("signed out: %v", err)
	}
	var answer struct{ Token string }
	if err := json.Unmarshal([]byte(azuretest.AzureDeveloperCLIToken(azuretest.Bob, "x", 0)), &answer); err != nil || answer.Token == "" {
		t.Errorf("not azd's JSON: %v", err)
	}
}
