package cause

// The causes of the Azure CLI.
var (
	CLINotInstalled = &Cause{
		Slug:     "cli-not-installed",
		Severity: Error,
		Title:    "az is not installed or not on PATH",
	}
	CLINotLoggedIn = &Cause{
		Slug:     "cli-not-logged-in",
		Severity: Error,
		Title:    "nobody is signed in to az here (also: another container, WSL side, HOME or AZURE_CONFIG_DIR is)",
	}
	CLIInstallationBroken = &Cause{
		Slug:     "cli-installation-broken",
		Severity: Error,
		Title:    "az cannot run: its Python modules are missing or shadowed",
	}
	CLIConfigCorrupt = &Cause{
		Slug:     "cli-config-corrupt",
		Severity: Error,
		Title:    "az's own configuration folder cannot be read",
	}
	CLITokenCacheCorrupt = &Cause{
		Slug:     "cli-token-cache-corrupt",
		Severity: Error,
		Title:    "az's token cache is not valid JSON",
	}
	CLITokenCacheUndecryptable = &Cause{
		Slug:     "cli-token-cache-undecryptable",
		Severity: Error,
		Title:    "az's encrypted token cache belongs to another user, host or elevation",
	}
	CLITokenCacheMissingAccount = &Cause{
		Slug:     "cli-token-cache-missing-account",
		Severity: Error,
		Title:    "the profile names an account whose tokens are not in the cache",
	}
	CLITimeout = &Cause{
		Slug:     "cli-timeout",
		Severity: Error,
		Title:    "az started but took longer than the SDK waits (10 s Go, Python, Java; 13 s .NET)",
	}
	CLIOutdated = &Cause{
		Slug:     "cli-outdated",
		Severity: Error,
		Title:    "az is too old for what the SDK asks",
	}
	CLIServicePrincipalUnsupported = &Cause{
		Slug:     "cli-service-principal-unsupported",
		Severity: Error,
		Title:    "the tool accepts az only with a user signed in",
	}
	SubscriptionNone = &Cause{
		Slug:     "subscription-none",
		Severity: Error,
		Title:    "signed in, but no subscription is visible",
	}
	SubscriptionNotFound = &Cause{
		Slug:     "subscription-not-found",
		Severity: Error,
		Title:    "the named subscription is not in this account or cloud",
	}
	SubscriptionNotSelected = &Cause{
		Slug:     "subscription-not-selected",
		Severity: Error,
		Title:    "az has subscriptions in this cloud, and none of them is selected",
		Why:      "az signs in by way of its default subscription. Where the active cloud has none, az account get-access-token fails, for programs too.",
		Fixes:    []Fix{{Do: "Select a subscription", Run: "az account set --subscription {subscription}"}},
		Avoid:    "AZURE_SUBSCRIPTION_ID does not help: az does not read it.",
		See:      Source{URL: "https://learn.microsoft.com/cli/azure/manage-azure-subscriptions-azure-cli", Read: "2026-11-22"},
		Phrases:  []string{"no subscription found. run 'az account set' to select a subscription"},
	}
	CloudShellAudienceUnsupported = &Cause{
		Slug:     "cloud-shell-audience-unsupported",
		Severity: Error,
		Title:    "Cloud Shell's token service does not serve this audience",
	}
	LinuxKeyringUnavailable = &Cause{
		Slug:     "linux-keyring-unavailable",
		Severity: Error,
		Title:    "the token store needs libsecret / a keyring that is not there",
	}
	BrokerFailure = &Cause{
		Slug:     "broker-failure",
		Severity: Error,
		Title:    "the Windows account broker (WAM) failed",
	}
	CLITenantUnsupported = &Cause{
		Slug:     "cli-tenant-unsupported",
		Severity: Error,
		Title:    "az is signed in with a managed identity or in Cloud Shell and refuses the tenant that Key Vault clients ask for",
	}
)

var azureCLI = []*Cause{
	CLINotInstalled,
	CLINotLoggedIn,
	CLIInstallationBroken,
	CLIConfigCorrupt,
	CLITokenCacheCorrupt,
	CLITokenCacheUndecryptable,
	CLITokenCacheMissingAccount,
	CLITimeout,
	CLIOutdated,
	CLIServicePrincipalUnsupported,
	SubscriptionNone,
	SubscriptionNotFound,
	SubscriptionNotSelected,
	CloudShellAudienceUnsupported,
	LinuxKeyringUnavailable,
	BrokerFailure,
	CLITenantUnsupported,
}
