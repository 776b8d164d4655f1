package cause

// The credentials that fixes of one tool are for; the names are those of package checks.
const (
	forAz          = "azure-cli"
	forAzd         = "azure-developer-cli"
	forEnvironment = "environment"
)

// The causes of the Azure CLI.
var (
	CLINotInstalled = &Cause{
		Slug:     "cli-not-installed",
		Severity: Error,
		Title:    "az is not installed or not on PATH",
		Why:      "The SDK starts az through a plain shell (sh or cmd) with the program's own PATH. An az that only an interactive shell knows, by a profile, an alias or a virtual environment, is not found there.",
		Fixes: []Fix{
			{Do: "Install the Azure CLI on Windows", Run: `winget install --exact --id Microsoft.AzureCLI`, On: "windows"},
			{Do: "Install the Azure CLI on macOS", Run: `brew install azure-cli`, On: "darwin"},
			{Do: "Install the Azure CLI on Linux from Microsoft's package repository, as the page in the reference says for the distribution", On: "linux"},
			{Do: "Put the folder of an az that is installed on the PATH of the program: services, cron jobs and editors have their own"},
		},
		See: Source{"https://learn.microsoft.com/cli/azure/install-azure-cli", "2026-11-22"},
		Phrases: []string{
			"azureclicredential: executable not found on path", "azure cli not found on path", "azure cli not installed", "azure cli could not be found", "azure cli couldn't be found", "please make sure azure cli is installed",
			// azure_identity 0.30 for Rust process/mod.rs, read 2026-11-23.
			"azureclicredential authentication failed: '/bin/sh' wasn't found on path",
		},
	}
	CLINotLoggedIn = &Cause{
		Slug:     "cli-not-logged-in",
		Severity: Error,
		Title:    "Nobody is signed in to az here",
		Why:      "az keeps its sign-in in one folder (AZURE_CONFIG_DIR, else .azure in the home folder), apart for each user, container, WSL side and cloud. In the folder that az reads here, no account is signed in.",
		Fixes: []Fix{
			{Do: "Sign in", Run: `az login [--tenant {tenant}]`},
			{Do: "Sign in from a machine without a browser", Run: `az login --use-device-code [--tenant {tenant}]`},
			{Do: "Point az at the folder in which somebody is signed in", Run: `export AZURE_CONFIG_DIR={config-dir}`},
			{Do: "Look whether az is set to another cloud than the one signed in to, which hides the account", Run: `az cloud list --query "[?isActive].name" --output tsv`},
		},
		Avoid: "Signing in elsewhere does not help: sudo, containers, the other side of WSL and services have homes of their own.",
		See:   Source{"https://learn.microsoft.com/cli/azure/authenticate-azure-cli-interactively", "2026-11-22"},
		Phrases: []string{
			"please run 'az login' to set", "please run \"az login\" to set", "please run `az login` to set", "please run 'az login' from a command prompt", "please run 'az login' to access your accounts", "please run az login to setup account", "please run az login to set up", "azure cli could not login. interactive login is required", "please run azure cli to authenticate", "no authorization tokens were found", "azure cli auth tokens found",
			"invalid tenantid or unable to determine tenantid",
			"was not found in your azure cli credentials", "from azure cli (are you logged on using 'az login'?)", "azure cli profile cannot be loaded",
			"error: there are no active accounts",
			// azure-devops-cli-extension common/services.py, read 2026-11-23.
			"before you can run azure devops commands, you need to run the login command",
			// github.com/Azure/webapps-deploy and functions-action, read 2026-11-23.
			"no credentials found. add an azure login action",
			// azure-functions-core-tools BaseAzureAction.cs, read 2026-11-23.
			"unable to connect to azure. make sure you have the 'az' cli",
			// azureml-core 1.60 authentication.py, read 2026-11-23.
			"could not retrieve user token. please run 'az login'",
			"obtain subscription() from azure cli: error parsing json result from the azure cli: error waiting for the azure cli: exit status 1",
			// azure-functions-core-tools BaseAzureAction.cs, read 2026-11-23.
			"unable to connect to azure. make sure you have the az cli",
			// azure-xplat-cli lib/util/profile, read 2026-11-23.
			"please run 'azure login'",
			"azure cli authorization profile was not found",
		},
	}
	CLIInstallationBroken = &Cause{
		Slug:     "cli-installation-broken",
		Severity: Error,
		Title:    "az cannot run: its Python or modules are missing or shadowed",
		Why:      "az is a Python program. A PYTHONPATH, a second installation by pip or an upgrade of the system's Python puts other modules in front of those that az was built with, or takes them away.",
		Fixes: []Fix{
			{Do: "Take Python's own variables out of the environment of az", Run: `unset PYTHONPATH PYTHONHOME`},
			{Do: "Remove every copy of az (package, pip, Homebrew) and install one, from Microsoft's package"},
			{Do: "See which az runs and with which Python", Run: `az version`},
			{Do: "Keep the shell and az from printing anything beside the answer, where an SDK quotes unexpected output", Run: `az account get-access-token --query expiresOn --output tsv`},
		},
		Avoid: "Signing in again cannot help: az fails before it reads an account, or its answer cannot be read.",
		See:   Source{"https://learn.microsoft.com/cli/azure/use-azure-cli-successfully-troubleshooting", "2026-11-22"},
		Phrases: []string{
			"no module named azure.cli", "python: no module named azure", "python3: no module named azure", "python.exe: no module named azure", "finding module specification for 'azure.cli'", "no module named 'azure.cli", "azure/cli … no module named", "azure\\cli … no module named", "no module named … az feedback", "no module named 'msal_extensions", "no module named 'knack", "azure/cli/ … importerror:", "azure\\cli\\ … importerror:", "knack/cli.py … importerror:", "knack\\cli.py … importerror:", "cannot import name … msal_extensions", "cannot import name … az feedback", "error loading command module '", "dyld: library not loaded … azure-cli", "azure-cli … no module named '_ctypes'", "azure-cli … no module named 'ctypes'", "got an unexpected keyword argument … knack/cli.py", "got an unexpected keyword argument … azure/cli/", "azure/cli/ … attributeerror: module '", "azure/cli/ … typeerror: … got an unexpected keyword argument", "unexpected output from azure cli: '",
			"importerror: cannot import name … cli.knack", "importerror: cannot import name … cli.azure.cli", "cli.knack … importerror: cannot import name", "azure-cli … attributeerror: module 'lib' has no attribute",
			"unexpected response from azure cli when getting token",
			// azure-identity 1.15 for Java IdentityClientBase.java, read 2026-11-23.
			"failed to invoke azure cli",
			"cannot import name ' … from 'azure.cli",
		},
	}
	CLIConfigCorrupt = &Cause{
		Slug:     "cli-config-corrupt",
		Severity: Error,
		Title:    "az cannot read its own configuration folder",
		Why:      "A file in az's folder is damaged, usually by two az processes writing at once or a full disk, or the folder is no folder.",
		Fixes: []Fix{
			{Do: "Move the folder aside", Run: `mv {config-dir} {config-dir}.damaged`},
			{Do: "Sign in afresh", Run: `az login [--tenant {tenant}]`, Then: true},
			{Do: "Give each parallel job its own folder", Run: `export AZURE_CONFIG_DIR={own-dir}`},
		},
		Avoid:   "Do not run az to look at the damage: it replaces an unreadable azureProfile.json by an empty one. Copy the file first.",
		See:     Source{"https://learn.microsoft.com/cli/azure/azure-cli-configuration", "2026-11-22"},
		Phrases: []string{"failed to load or parse file … azureprofile.json", "loading all installed modules as module with name … not found", "filenotfounderror: … azureprofile.json"},
	}
	CLITokenCacheCorrupt = &Cause{
		Slug:     "cli-token-cache-corrupt",
		Severity: Error,
		Title:    "az's token cache is damaged",
		Why:      "The file with az's tokens is not valid JSON any more: two processes wrote it at once, or the disk was full. az cannot open it, whatever account is asked for.",
		Fixes: []Fix{
			{Do: "Remove the cache", Run: `rm {config-dir}/msal_token_cache.json`, For: forAz},
			{Do: "Sign in again", Run: `az login [--tenant {tenant}] [--scope {scope}]`, For: forAz, Then: true},
			{Do: "Remove az's memory of earlier answers as well, where its text names msal.throttled_http_client", Run: `rm {config-dir}/msal_http_cache.bin`, For: forAz},
			{Do: "Give each parallel job its own folder", Run: `export AZURE_CONFIG_DIR={own-dir}`, For: forAz},
		},
		See: Source{"https://learn.microsoft.com/cli/azure/msal-based-azure-cli", "2026-11-22"},
		Phrases: []string{"failed to load token files … azure", "msal_extensions … jsondecodeerror", "msal_extensions … extra data: line", "expecting value … msal_extensions", "extra data: line … msal_extensions", "msal_token_cache.json … jsondecodeerror", "failed to parse … accesstokens.json", "here is the traceback: extra data: line", "here is the traceback: error: extra data: line", "can't get attribute … msal.throttled_http_client",
			// azcopy 10 common/credCache_windows.go, read 2026-11-23.
			"failed to unmarshal token during loading token",
		},
	}
	CLITokenCacheUndecryptable = &Cause{
		Slug:     "cli-token-cache-undecryptable",
		Severity: Error,
		Title:    "az's encrypted token cache belongs to another user or machine",
		Why:      "Windows encrypts the cache for one user on one machine. Another user, a copied profile, a roaming one after a password reset, or another elevation cannot open it.",
		Fixes: []Fix{
			{Do: "Remove the cache", Run: `rm {config-dir}/msal_token_cache.bin`, For: forAz},
			{Do: "Sign in again as the user who runs the program", Run: `az login [--tenant {tenant}]`, For: forAz, Then: true},
			{Do: "Store tokens unencrypted where encryption cannot work, as under service accounts", Run: `az config set core.encrypt_token_cache=false`, For: forAz},
		},
		See: Source{"https://learn.microsoft.com/cli/azure/msal-based-azure-cli", "2026-11-22"},
		Phrases: []string{"decryption failed: [winerror", "[winerror -2146893813]", "persistencedecryptionerror", "msal_extensions … cryptunprotectdata",
			"[winerror 87] … azure/cli",
			// github.com/Azure/azure-cli issue 26124, read 2026-11-23.
			"here is the traceback: [winerror 0]",
		},
	}
	CLITokenCacheMissingAccount = &Cause{
		Slug:     "cli-token-cache-missing-account",
		Severity: Error,
		Title:    "az knows the account but has no tokens for it",
		Why:      "az's list of accounts and its token cache are two files. The account stands in the list, but the cache holds nothing for it: cleared, replaced, left behind when the folder was copied, or last written by an az before 2.30, which kept tokens elsewhere.",
		Fixes: []Fix{
			{Do: "Sign in again", Run: `az login [--tenant {tenant}] [--scope {scope}]`},
			{Do: "Sign in again as the service principal, which asks for its secret", Run: `az login --service-principal --username {client-id} --tenant {tenant}`},
		},
		See:     Source{"https://learn.microsoft.com/cli/azure/msal-based-azure-cli", "2026-11-22"},
		Phrases: []string{"does not exist in msal token cache", "can't find token from msal cache", "could not retrieve credential from local cache for service principal", "could not retrieve token from local cache"},
	}
	CLITimeout = &Cause{
		Slug:     "cli-timeout",
		Severity: Error,
		Title:    "az takes longer to answer than the SDK waits",
		Why:      "The SDKs stop az after a time (10 s in Go, Python and Java, 13 s in .NET) and report a killed process. az is slow on its first run after an upgrade, on network homes, under virus scanners, and when its own requests hang.",
		Fixes: []Fix{
			{Do: "Run the same request once by hand and see how long it takes", Run: `az account get-access-token --output none [--scope {scope}]`},
			{Do: "Give the token request more time: a context with a later deadline in Go, a longer process timeout in Python, .NET and JavaScript"},
			{Do: "Use a credential that starts no process in services: a managed identity or a service principal"},
		},
		Avoid: "Signing in again cannot help: az was stopped before it answered.",
		See:   Source{"https://github.com/Azure/azure-sdk-for-go/blob/main/sdk/azidentity/TROUBLESHOOTING.md", "2026-11-22"},
		Phrases: []string{
			"azureclicredential: signal: killed", "azure cli authentication timed out", "azure cli process took too long", "az account get-access-token … timed out after", "failed to invoke the azure cli", "azure cli: signal: killed", "azureclicredential: context deadline exceeded", "'account', 'get-access-token' … timed out after",
			// azure-identity 1.15 for Java IdentityClientBase.java: what it asks of a process that still runs, read 2026-11-23.
			"process hasn't exited … com.azure.identity",
		},
	}
	CLIOutdated = &Cause{
		Slug:     "cli-outdated",
		Severity: Error,
		Title:    "az is too old for what is asked of it",
		Why:      "SDKs use options and fields that old versions of az lack, such as expires_on (2.54.0) or --claims-challenge (2.76.0). Linux distributions ship versions that are years behind.",
		Fixes: []Fix{
			{Do: "Upgrade the Azure CLI", Run: `az upgrade`},
			{Do: "Replace a distribution's package by Microsoft's, which az upgrade cannot do"},
		},
		See:     Source{"https://learn.microsoft.com/cli/azure/update-azure-cli", "2026-11-22"},
		Phrases: []string{"expires_on field not found", "unrecognized arguments: --claims-challenge", "please use azure cli 2.", "please upgrade azure cli", "az login … unrecognized arguments: --client-id", "unrecognized arguments: --client-id … az login", "az: error: unrecognized arguments: --", "azureclicredential … unrecognized arguments: --", "unsupported azure cli version"},
	}
	CLIServicePrincipalUnsupported = &Cause{
		Slug:     "cli-service-principal-unsupported",
		Severity: Error,
		Title:    "This tool accepts az only with a user signed in",
		Why:      "az is signed in as a service principal or managed identity. Tools that borrow az's sign-in, Terraform among them, refuse that and want the principal configured directly.",
		Fixes: []Fix{
			{Do: "Configure the service principal in the tool's own variables (ARM_CLIENT_ID, ARM_TENANT_ID and its secret, certificate or token)"},
			{Do: "Sign in to az as a user", Run: `az login [--tenant {tenant}]`},
		},
		See:     Source{"https://github.com/hashicorp/terraform-provider-azurerm/blob/main/website/docs/guides/azure_cli.html.markdown", "2026-11-22"},
		Phrases: []string{"only supported as a user (not a service principal)", "getting authenticated object id: error pars", "getting authenticated object id: parsing json result from the azure cli", "is only supported when using a user account … az login --service-principal"},
	}
	SubscriptionNone = &Cause{
		Slug:     "subscription-none",
		Severity: Error,
		Title:    "The sign-in works, but the account sees no subscription",
		Why:      "A subscription shows only to accounts that hold some role on it or below it. az counts a sign-in without any as failed, although a vault's data needs no subscription.",
		Fixes: []Fix{
			{Do: "Sign in without a subscription, which is enough for Key Vault and Microsoft Graph", Run: `az login --allow-no-subscriptions [--tenant {tenant}]`},
			{Do: "Name the tenant that holds the subscription", Run: `az login --tenant {tenant}`},
			{Do: "Ask an owner of the subscription for a role on it, then refresh the list", Run: `az account list --refresh --output table`},
		},
		See: Source{"https://learn.microsoft.com/cli/azure/manage-azure-subscriptions-azure-cli", "2026-11-22"},
		Phrases: []string{"no subscriptions were found for", "don't contain accessible subscriptions", "no subscription found in the context", "no subscriptions available in the account", "'this.client.subscriptionid' cannot be null", "does not have access to any subscriptions",
			"this.client.subscriptionid cannot be null",
			"no access was configured for the vm, hence no subscriptions were found", "no subscriptions were found in the cloud shell",
			"no subscriptions were found. set up your account",
			"no subscription found in the account", // github.com/microsoft/azure-tools-for-java issue 3191, read 2026-11-23
		},
	}
	SubscriptionNotFound = &Cause{
		Slug:     "subscription-not-found",
		Severity: Error,
		Title:    "The subscription named is not among this account's",
		Why:      "az looks the name or ID up in the list it made at the last sign-in, for the cloud it is set to. A new subscription, one of another tenant or cloud, and a misspelt one are not in it.",
		Fixes: []Fix{
			{Do: "Refresh the list and look for it", Run: `az account list --refresh --all --output table`},
			{Do: "Choose one that is there", Run: `az account set --subscription SUBSCRIPTION`},
			{Do: "Sign in to the tenant that holds it", Run: `az login --tenant {tenant}`},
		},
		See: Source{"https://learn.microsoft.com/cli/azure/manage-azure-subscriptions-azure-cli", "2026-11-22"},
		Phrases: []string{
			"the subscription of … doesn't exist in cloud", "subscription … not found. check the spelling and casing", "subscription … contains invalid characters", "invalid subscription: [ … provided", "please provide a valid tenant or a valid subscription", "failed to resolve user … access to subscription with id", "failed to resolve user access to subscription with id", "the provided account … does not have access to subscription id",
			"unable to find subscription with name '", "provided subscription ' … does not exist", "please verify that the subscription exists in this tenant", "the provided subscription id ' … is not a valid guid",
			"multiple subscriptions with the name ' … specify the subscription id", "has more than one match in cloud '",
			// azureml-core 1.60 authentication.py, read 2026-11-23.
			"subscription, please check if it is in this tenant. all the subscriptions",
			"the provided subscription id … is not known by azure cli",
		},
		Codes: []string{"SubscriptionNotFound", "InvalidSubscriptionId"},
	}
	SubscriptionNotSelected = &Cause{
		Slug:     "subscription-not-selected",
		Severity: Error,
		Title:    "az has subscriptions in this cloud, and none of them is selected",
		Why:      "az signs in by way of its default subscription. Where the active cloud has none, az account get-access-token fails, for programs too.",
		Fixes:    []Fix{{Do: "Select a subscription", Run: "az account set --subscription {subscription}"}},
		Avoid:    "AZURE_SUBSCRIPTION_ID does not help: az does not read it.",
		See:      Source{URL: "https://learn.microsoft.com/cli/azure/manage-azure-subscriptions-azure-cli", Read: "2026-11-22"},
		Phrases: []string{"no subscription found. run 'az account set' to select a subscription",
			// github.com/Azure/azure-powershell src/KeyVault and src/Accounts/Authentication Resources.resx, read 2026-11-23.
			"no current subscription has been designated. use set-az", "no subscription is currently selected. use set-az",
			"no default subscription has been designated. use select-azure",
		},
	}
	CloudShellAudienceUnsupported = &Cause{
		Slug:     "cloud-shell-audience-unsupported",
		Severity: Error,
		Title:    "Cloud Shell's token service does not serve this resource",
		Why:      "Cloud Shell signs az in through a token service of its own that knows a fixed list of resources. For any other it answers that the audience is not supported.",
		Fixes: []Fix{
			{Do: "Sign in inside Cloud Shell, which replaces that service", Run: `az login [--tenant {tenant}] [--scope {scope}]`},
			{Do: "Run the command on another machine"},
		},
		Avoid:   "Where Conditional Access wants a managed device, az login in Cloud Shell fails too: the policy then judges the container, not the computer with the browser.",
		See:     Source{"https://learn.microsoft.com/azure/cloud-shell/msi-authorization", "2026-11-22"},
		Phrases: []string{"is not a supported msi token audience", "a cloud shell credential problem occurred", "400 client error: bad request for url: http://localhost:50342/", "msi: failed to retrieve a token from 'http://localhost:50342/"},
		Codes:   []string{"AudienceNotSupported"},
	}
	LinuxKeyringUnavailable = &Cause{
		Slug:     "linux-keyring-unavailable",
		Severity: Error,
		Title:    "The token store needs a keyring that is not there",
		Why:      "Encrypted token storage on Linux goes through libsecret to a keyring on the session's D-Bus. Servers, containers and SSH sessions have none.",
		Fixes: []Fix{
			{Do: "Install a keyring and unlock it in a session with D-Bus", Run: `sudo apt-get install gnome-keyring libsecret-1-0`, On: "linux"},
			{Do: "Let az keep its tokens in a file that only this user reads", Run: `az config set core.encrypt_token_cache=false`, For: forAz},
		},
		See: Source{"https://github.com/AzureAD/microsoft-authentication-extensions-for-python", "2026-11-22"},
		Phrases: []string{
			"persistence check failed", "processing libsecret error", "microsoft.identity … org.freedesktop.secrets", "microsoft.identity … dllnotfoundexception: unable to load shared library 'libsecret", "msal … cannot autolaunch d-bus", "msal … org.freedesktop.secrets", "msal … namespace secret not available", "msalcachepersistenceexception", "persistent storage isn't available due to error", "libsecret did not perform properly", "require a package \"gir1.2-secret-1\"", "unable to import module 'gi' runtime dependency of pygobject is missing",
			// azure-identity 1.25 for Python _persistent_cache.py, azidentity/cache 0.3 for Go, read 2026-11-23.
			"cache encryption is impossible because",
			// azcopy 10 common/credCache_linux.go, read 2026-11-23.
			"failed to get keyring during",
			// github.com/Azure/azure-powershell src/Accounts/Authentication Resources.resx, read 2026-11-23.
			"context autosave is not supported on current environment",
			// @azure/msal-node-extensions 1.5 PersistenceError.ts, @azure/identity-vscode 1, read 2026-11-23.
			"persistenceerror: libsecreterror", "keytar.node' … @azure/identity", "libsecret-1.so.0: cannot open shared object file … @azure/",
			// github.com/Azure/azure-powershell src/Accounts/Accounts Resources.resx, read 2026-11-23.
			"context autosave is not supported in current environment", "persistence check fails due to unknown error",
		},
	}
	BrokerFailure = &Cause{
		Slug:     "broker-failure",
		Severity: Error,
		Title:    "The account broker of Windows failed",
		Why:      "az and Azure PowerShell sign in through the Web Account Manager of Windows. It fails in sessions without a desktop or window, under another user's elevation, and when its own store is damaged.",
		Fixes: []Fix{
			{Do: "Drop az's accounts", Run: `az account clear`},
			{Do: "Have az sign in through the browser instead of the broker", Run: `az config set core.enable_broker_on_windows=false`, Then: true},
			{Do: "Sign in again", Run: `az login [--tenant {tenant}]`, Then: true},
			{Do: "Have Azure PowerShell sign in through the browser instead", Run: `Update-AzConfig -EnableLoginByWam 0`},
			{Do: "Sign in again", Run: `Connect-AzAccount [-Tenant {tenant}]`, Then: true},
		},
		See: Source{"https://learn.microsoft.com/cli/azure/authenticate-azure-cli-interactively", "2026-11-22"},
		Phrases: []string{
			"unexpected exception while waiting for accounts control to finish", "response_status.status_", "wam error … error code:", "wam_provider_error", "wam_runtime_init_failed", "wam_interactive_picker_error", "window_handle_required", "a window handle must be configured", "platforms.features.runtimebroker", "install dependency by: pip install \"msal[broker]", "wamusercanceled", "created an error: … statusinternal::", "unknown status: … tag: 0x", "user cancelled the accounts control operation",
			"unknown_broker_error", "could not find a wam account for the selected user",
			// github.com/AzureAD/microsoft-authentication-library-for-dotnet MsalErrorMessage.cs, read 2026-11-23.
			"wam account picker did not return an account", "wab responded with: status =", "msal cannot invoke the broker", "embedded webview2 browser cannot be started",
			// @azure/identity 4.13 for JavaScript msalPlugins.ts, read 2026-11-23.
			"but no native broker was configured", "is configured, but the broker is unavailable",
			// github.com/Azure/azure-cli issue 29134, read 2026-11-23.
			"in pymsalruntime.pymsalruntime.", "'pymsalruntime.pymsalruntime.",
		},
	}
	CLITenantUnsupported = &Cause{
		Slug:     "cli-tenant-unsupported",
		Severity: Error,
		Title:    "az refuses the tenant that Key Vault clients ask for",
		Why:      "A Key Vault client asks az for a token of the vault's tenant by name. az refuses a tenant when it is signed in with a managed identity or runs on Cloud Shell's own sign-in, even the right one.",
		Fixes: []Fix{
			{Do: "Use the managed identity without az in between", Run: `export AZURE_TOKEN_CREDENTIALS=ManagedIdentityCredential`},
			{Do: "Sign in to az as a user", Run: `az login [--tenant {tenant}]`},
		},
		Avoid:   "A test by hand misleads: az account get-access-token works as long as no --tenant is given.",
		See:     Source{"https://github.com/Azure/azure-cli/blob/dev/src/azure-cli-core/azure/cli/core/_profile.py", "2026-11-22"},
		Phrases: []string{"tenant shouldn't be specified for managed identity account", "tenant shouldn't be specified for cloud shell account", "tenant shouldn't be specified for msi account"},
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
