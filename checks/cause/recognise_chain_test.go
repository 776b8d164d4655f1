package cause

import (
	"strings"
	"testing"
)

func TestRecogniseChain(t *testing.T) {
	chain := func(lines ...string) string {
		return "DefaultAzureCredential: failed to acquire a token.\nAttempted credentials:\n\t" + strings.Join(lines, "\n\t")
	}
	const (
		noVariables = "EnvironmentCredential: missing environment variable AZURE_TENANT_ID"
		noPod       = "WorkloadIdentityCredential: no client ID specified. Check pod configuration or set ClientID in the options"
		noMetadata  = `ManagedIdentityCredential: Get "http://169.254.169.254/metadata/identity/oauth2/token": dial tcp 169.254.169.254:80: connect: no route to host`
		noAz        = "AzureCLICredential: ERROR: Please run 'az login' to setup account. To troubleshoot, visit https://aka.ms/x"
		noAzd       = "AzureDeveloperCLICredential: ERROR: not logged in, run `azd auth login` to login. To troubleshoot, visit https://aka.ms/x"
		noPwsh      = "AzurePowerShellCredential: executable not found on path"
	)
	const (
		besideAz = " azd-not-logged-in powershell-not-installed env-incomplete workload-identity-not-injected imds-unreachable"
		all      = "chain-no-credential cli-not-logged-in" + besideAz
	)
	check(t, []recognition{
		{"nothing set up", chain(noVariables, noPod, noMetadata, noAz, noAzd, noPwsh), all, nil},
		{"az expired", chain(noVariables, noPod, noMetadata, cli(az("700082", "Old.")), noAzd, noPwsh), "refresh-token-expired" + besideAz, nil},
		{"secret expired stops it", chain(strings.ReplaceAll(tokenDump("ClientSecretCredential", "401: 401 Unauthorized", entraJSON("7000222", "Expired.")), "\n", "\n\t\t")), "client-secret-expired", nil},
		{"variables incomplete", chain("EnvironmentCredential: incomplete environment variable configuration. Only AZURE_TENANT_ID and AZURE_CLIENT_ID are set", noPod, noMetadata, noAz), "env-incomplete cli-not-logged-in workload-identity-not-injected imds-unreachable", nil},
		{"variables incomplete, and az in another tenant", chain("EnvironmentCredential: incomplete environment variable configuration. Only AZURE_TENANT_ID and AZURE_CLIENT_ID are set", noMetadata, "AzureCLICredential isn't configured to acquire tokens for tenant "+otherTenant),
			"tenant-not-allowed env-incomplete imds-unreachable", nil},
		{"identity named and not assigned", chain(noVariables, "WorkloadIdentityCredential: no token file specified. Check pod configuration", "ManagedIdentityCredential authentication failed. the requested identity isn't assigned to this resource"), "identity-not-assigned env-incomplete federated-token-file-missing", nil},
		{"managed identity alone", chain("ManagedIdentityCredential: context deadline exceeded"), "imds-unreachable", nil},
		{"a failure nobody knows", chain(noVariables, noPod, "AzureCLICredential: ERROR: the moon is full"), "chain-no-credential env-incomplete workload-identity-not-injected", nil},
		{"Python", "azure.core.exceptions.ClientAuthenticationError: DefaultAzureCredential failed to retrieve a token from the included credentials.\nAttempted credentials:\n\tEnvironmentCredential: EnvironmentCredential authentication unavailable. Environment variables are not fully configured.\n\tSharedTokenCacheCredential: SharedTokenCacheCredential authentication unavailable. No accounts were found in the cache.\n\tAzureCliCredential: " + entra("50076", "A factor."), "mfa-required env-incomplete", nil},
		{".NET", "DefaultAzureCredential failed to retrieve a token from the included credentials.\n- EnvironmentCredential authentication unavailable. Environment variables are not fully configured.\n- AzureCliCredential: Azure CLI not installed", "chain-no-credential cli-not-installed env-incomplete", nil},
		{".NET, with credentials that do not name themselves", "DefaultAzureCredential failed to retrieve a token from the included credentials.\n- WorkloadIdentityCredential authentication unavailable. The workload options are not fully configured.\n- Azure CLI authentication timed out.\n- Azure Developer CLI could not be found.", "cli-timeout azd-not-installed workload-identity-not-injected", nil},
		{"times before the lines", "DefaultAzureCredential failed to retrieve a token from the included credentials.\n2026-11-22T17:00:00.1234567Z - EnvironmentCredential authentication unavailable. Environment variables are not fully configured.\n2026-11-22T17:00:00.1234567Z - AzureCliCredential authentication failed: " + entra("50076", "A factor."), "mfa-required env-incomplete", nil},
		{"JavaScript", "ChainedTokenCredential authentication failed.\nCredentialUnavailableError: EnvironmentCredential is unavailable. No underlying credential could be used.\nCredentialUnavailableError: Azure CLI could not be found. Please visit https://aka.ms/azure-cli", "chain-no-credential cli-not-installed env-incomplete", nil},
		{"Java", "EnvironmentCredential authentication unavailable. Environment variables are not fully configured.\r\nManaged Identity authentication is not available.\r\nIntelliJ Authentication not available. Please log in with Azure Tools for IntelliJ plugin in the IDE.\r\nAzureCliCredential authentication unavailable. Azure CLI not installed.", "chain-no-credential cli-not-installed env-incomplete imds-unreachable", nil},
		{".NET before Azure.Identity", "Tried the following 2 methods to get an access token, but none of them worked.\nParameters: Connection String: [No connection string specified], Resource: https://vault.azure.net, Authority: . Exception Message: Tried to get token using Visual Studio. Access token could not be acquired. Visual Studio Token provider file not found.\nParameters: Connection String: [No connection string specified]. Exception Message: Tried to get token using Azure CLI. Access token could not be acquired. ERROR: " + entra("700082", "Old."), "refresh-token-expired", nil},
		{"on one line", "Attempted credentials: EnvironmentCredential: EnvironmentCredential authentication unavailable. Environment variables are not fully configured. AzureCliCredential: " + entra("50076", "A factor."), "mfa-required env-incomplete", nil},
		{"one credential, in the words of a stack trace", strings.Repeat("AzureCliCredential authentication unavailable. Azure CLI not installed.\n\tat x\n", 4), "cli-not-installed", nil},
		{"quoted in JSON", `{"err": "DefaultAzureCredential: failed to acquire a token.\nAttempted credentials:\n\tEnvironmentCredential: missing environment variable AZURE_TENANT_ID\n\tAzureCLICredential: signal: killed"}`, "cli-timeout env-incomplete", nil},
	})
	findings := Recognise(chain(noVariables, noAz))
	if findings[0].Weight() != Error || findings[1].Weight() != Info {
		t.Errorf("the chain weighs %v and what is absent %v, want error and info", findings[0].Weight(), findings[1].Weight())
	}
}

func TestWhoseFailure(t *testing.T) {
	for text, want := range map[string]string{
		cli(az("700082", "Old.")): forAz,
		az("700082", "Old."):      forAz,
		"AzureDeveloperCLICredential: " + entra("700082", "Old."):                         forAzd,
		tokenDump("ClientSecretCredential", "401: 401", entraJSON("7000222", "Expired.")): "environment",
		"WorkloadIdentityCredential: open /x: gone":                                       "workload-identity",
		"ManagedIdentityCredential: context deadline exceeded":                            "managed-identity",
		entra("50126", "Wrong."):                                                          "",
	} {
		if findings := Recognise(text); len(findings) != 1 || findings[0].Credential != want {
			t.Errorf("%q: %v, want one finding of %q", text, findings, want)
		}
	}
}
