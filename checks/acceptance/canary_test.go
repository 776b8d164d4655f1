//go:build unix

package acceptance

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"azdoctor/checks/azuretest"
)

// everyFormat are the ways a run can be written, most talkative first.
var everyFormat = [][]string{
	{"--verbose"}, {"--format", "json"}, {"--format", "json", "--verbose"}, {}, {"--quiet"}, {"--color", "always", "--verbose"}, {"--plan"}, {"--plan", "--format", "json"}, {"--local", "--verbose"}, {"--local", "--format", "json"},
}

// TestNoSecretLeavesInAnyFormat plants a canary in every input, lets every service answer rightly, with errors and with
// garbage that carries it, and looks for it in everything that is written.
func TestNoSecretLeavesInAnyFormat(t *testing.T) {
	leak := `{"error":"invalid_client","error_description":"AADSTS7000215: access_token=` + azuretest.Canary + `.leak client_secret: ` + azuretest.ClientSecret + ` Authorization: Bearer ` +
		azuretest.Token(azuretest.Alice, azuretest.VaultAudience, time.Hour) + `","access_token":"` + azuretest.Token(azuretest.App, azuretest.VaultAudience, time.Hour) + `"}`
	for name, answers := range map[string]struct {
		az, azd azuretest.Script
		spoil   func(*azuretest.Azure)
	}{
		"all is well": {azuretest.Script{Stdout: azuretest.AzureCLIToken(azuretest.Alice, azuretest.VaultAudience, time.Hour)}, azuretest.Script{Stdout: azuretest.AzureDeveloperCLIToken(azuretest.Alice, azuretest.VaultAudience, time.Hour)}, nil},
		"errors that carry secrets": {azuretest.Script{Stderr: "ERROR: " + leak, ExitCode: 1}, azuretest.Script{Stderr: azuretest.AzureDeveloperCLIError(leak, leak, leak), ExitCode: 1}, func(a *azuretest.Azure) {
			fault := azuretest.Answer(401, "application/json", leak)
			a.FailTokens(azuretest.TokenFault{Fault: fault})
			a.ServeIMDS(azuretest.IMDS{Identities: []azuretest.Identity{azuretest.Machine}, TokenFault: fault})
			a.AddVault(azuretest.Vault{Name: azuretest.VaultName, TokenFault: azuretest.Answer(403, "application/json", leak)})
		}},
		"garbage that carries secrets": {azuretest.Script{Stdout: leak, Stderr: leak}, azuretest.Script{Stdout: leak, Stderr: leak}, func(a *azuretest.Azure) {
			fault := azuretest.Answer(200, "text/html", leak)
			a.FailTokens(azuretest.TokenFault{Fault: fault})
			a.ServeIMDS(azuretest.IMDS{Fault: fault})
			a.AddVault(azuretest.Vault{Name: azuretest.VaultName, Fault: fault})
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			azure := azuretest.New(t)
			azure.AddVault(azuretest.Vault{Name: azuretest.VaultName, Secrets: []azuretest.Secret{{Name: "db-password"}}, Permissions: map[string][]string{
				azuretest.Alice.ObjectID: azuretest.AllPermissions, azuretest.App.ObjectID: azuretest.AllPermissions, azuretest.Machine.ObjectID: azuretest.AllPermissions}})
			azure.ServeIMDS(azuretest.IMDS{Identities: []azuretest.Identity{azuretest.Machine}})
			if answers.spoil != nil {
				answers.spoil(azure)
			}
			environ := append(plantedMachine(t, azure, answers.az, answers.azd), "AZURE_POD_IDENTITY_AUTHORITY_HOST="+azure.ListenIMDS(t))
			for _, args := range everyFormat {
				got := azdoctor(t, environ, append(args, "--vault", azuretest.VaultName, "--secret", "db-password", "--timeout", "5s")...)
				output := got.stdout + got.stderr
				if at := strings.Index(output, azuretest.Canary); at >= 0 {
					t.Errorf("%q: a canary at ...%s...", args, output[max(0, at-200):min(len(output), at+60)])
				}
				if name == "all is well" && slices.Equal(args, []string{"--format", "json"}) {
					tokensCame(t, readReport(t, got.stdout), "environment", "managed-identity", "azure-cli", "azure-developer-cli")
				}
				if got.code == 2 || got.stdout == "" {
					t.Errorf("%q: exit code %d, %q", args, got.code, got.stderr)
				}
			}
		})
	}
}

// tokensCame fails where a credential gave no token: then a canary would have had nowhere to leak from.
func tokensCame(t *testing.T, d document, credentials ...string) {
	t.Helper()
	for _, credential := range d.Credentials {
		if slices.Contains(credentials, credential.Name) && credential.Outcome != "token" {
			t.Errorf("%s gave no token: %s %s", credential.Name, credential.Outcome, credential.Cause)
		}
	}
}

// plantedMachine is an environment with a canary in every secret that azdoctor reads, and az and azd signed in.
func plantedMachine(t *testing.T, azure *azuretest.Azure, az, azd azuretest.Script) []string {
	t.Helper()
	home, bin := t.TempDir(), t.TempDir()
	azuretest.WriteAzureCLIFiles(t, filepath.Join(home, ".azure"), azuretest.AzureCLIAccount{Identity: azuretest.Alice})
	azuretest.WriteAzureDeveloperCLIFiles(t, filepath.Join(home, ".azd"), azuretest.AzureDeveloperCLISignIn{Identity: azuretest.Alice})
	azuretest.WriteCLI(t, bin, "az", az)
	azuretest.WriteCLI(t, bin, "azd", azd)
	assertion := filepath.Join(home, "assertion")
	if err := os.WriteFile(assertion, []byte(azuretest.Token(azuretest.App, "api://AzureADTokenExchange", time.Hour)), 0o600); err != nil {
		t.Fatal(err)
	}
	environ := []string{"HOME=" + home, "PATH=" + bin, "LANG=C.UTF-8", "AZURE_TENANT_ID=" + azuretest.TenantID, "AZURE_CLIENT_ID=" + azuretest.ClientID, "AZURE_CLIENT_SECRET=" + azuretest.ClientSecret,
		"AZURE_FEDERATED_TOKEN_FILE=" + assertion, "ALL_PROXY=socks5://alice:" + azuretest.Canary + "@proxy.contoso.com:1080"}
	for name, value := range azure.ProxyEnv(t, azure.ListenProxy(t)) {
		environ = append(environ, name+"="+value)
	}
	for _, name := range []string{"AZURE_PASSWORD", "AZURE_CLIENT_CERTIFICATE_PASSWORD", "ARM_CLIENT_SECRET", "ARM_OIDC_TOKEN", "ARM_OIDC_REQUEST_TOKEN", "ARM_ACCESS_KEY", "MSI_SECRET_OLD", "AZD_AUTH_KEY", "SYSTEM_ACCESSTOKEN",
		"ACTIONS_ID_TOKEN_REQUEST_TOKEN", "AZURE_OIDC_TOKEN", "GITHUB_TOKEN", "AZURE_CLIENTSECRET", "AZURE_CREDENTIALS"} {
		environ = append(environ, name+"="+azuretest.Canary+"~"+strings.ToLower(name))
	}
	return environ
}
