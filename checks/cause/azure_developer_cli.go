package cause

// The causes of the Azure Developer CLI.
var (
	AzdNotInstalled = &Cause{
		Slug:     "azd-not-installed",
		Severity: Error,
		Title:    "azd is not installed or not on PATH",
		Why:      "The SDK starts azd through a plain shell with the program's own PATH and found none.",
		Fixes: []Fix{
			{Do: "Install the Azure Developer CLI on Windows", Run: `winget install --exact --id Microsoft.Azd`, On: "windows"},
			{Do: "Install the Azure Developer CLI on macOS", Run: `brew install azure/azd/azd`, On: "darwin"},
			{Do: "Install the Azure Developer CLI on Linux, as the page in the reference says", On: "linux"},
			{Do: "Put the folder of an azd that is installed on the PATH of the program"},
		},
		See:     Source{"https://learn.microsoft.com/azure/developer/azure-developer-cli/install-azd", "2026-11-22"},
		Phrases: []string{"azuredeveloperclicredential: executable not found on path", "azure developer cli could not be found", "azure developer cli couldn't be found", "azure developer cli not found on path", "azure developer cli not installed"},
	}
	AzdNotLoggedIn = &Cause{
		Slug:     "azd-not-logged-in",
		Severity: Error,
		Title:    "Nobody is signed in to azd here",
		Why:      "azd keeps a sign-in of its own, apart from az's, in AZD_CONFIG_DIR or .azd in the home folder. There is none in the folder it reads here.",
		Fixes: []Fix{
			{Do: "Sign in", Run: `azd auth login [--tenant-id {tenant}]`},
			{Do: "Sign in from a machine without a browser", Run: `azd auth login --use-device-code [--tenant-id {tenant}]`},
			{Do: "Let azd use az's sign-in", Run: `azd config set auth.useAzCliAuth true`},
		},
		Avoid:   "az login does not sign azd in, unless azd is set to use az. The old command azd login is gone; it is azd auth login.",
		See:     Source{"https://learn.microsoft.com/azure/developer/azure-developer-cli/reference", "2026-11-22"},
		Phrases: []string{"not logged in, run `azd auth login`", "not logged in, run 'azd auth login'", "not logged in, run azd auth login", "not logged in, run `azd login`", "not logged in, run 'azd login'", "not logged in, run azd login", "cli is not logged in", "please run \"azd auth login\"", "please run 'azd auth login'", "please run `azd auth login`", "please run 'azd login'", "please run \"azd login\"", "unknown command \"login\" for \"azd\""},
	}
	AzdReauthenticationRequired = &Cause{
		Slug:     "azd-reauthentication-required",
		Severity: Error,
		Title:    "azd's sign-in is stale or lacks what is asked",
		Why:      "azd has an account, but its stored sign-in gives no token for this scope any more. Its text does not say what Entra objected to.",
		Fixes: []Fix{
			{Do: "Sign in again for this scope", Run: `azd auth login [--tenant-id {tenant}] [--scope {scope}]`},
			{Do: "Drop a cache that an old version left, then sign in", Run: `azd auth logout`},
		},
		See: Source{"https://github.com/Azure/azure-dev/issues/2299", "2026-11-22"},
		Phrases: []string{
			"reauthentication required, run `azd", "reauthentication required, run 'azd", "reauthentication required, run azd", "reauthentication required: run `azd", "reauthentication required: run 'azd", "login expired, run `azd", "login expired, run 'azd", "login expired, run azd", "\"message\":\"reauthentication required.\"", "\"message\":\"login expired.\"", "error: login expired. … azd auth login", "error: reauthentication required. … azd auth login", "run 'azd auth login' to sign in again",
			// Azure.Identity 1.13 AzureDeveloperCliCredential.cs, read 2026-11-23.
			"azure developer cli could not login. interactive login is required",
			// github.com/Azure/azure-dev cli/azd/pkg/auth/mfa_challenge_policy.go, read 2026-11-23.
			"reauthentication required by azure policies",
			// azd 0.4 pkg/azcli, read 2026-11-23.
			"refresh token has expired. try running 'azd",
		},
	}
	AzdTokenCacheUndecryptable = &Cause{
		Slug:     "azd-token-cache-undecryptable",
		Severity: Error,
		Title:    "azd's encrypted sign-in belongs to another user or machine",
		Why:      "Windows encrypts azd's files for one user on one machine. Another user, a copied profile or a reset password cannot open them.",
		Fixes: []Fix{
			{Do: "Drop the stored sign-in", Run: `azd auth logout`},
			{Do: "Sign in again as the user who runs the program", Run: `azd auth login [--tenant-id {tenant}]`, Then: true},
		},
		See:     Source{"https://learn.microsoft.com/azure/developer/azure-developer-cli/reference", "2026-11-22"},
		Phrases: []string{"failed to decrypt data: key not valid for use in specified state", "failed to authenticate: failed to decrypt data", "fetching token: failed to decrypt data", "logging in: failed to decrypt data", "consolemessage … failed to decrypt data", "azuredeveloperclicredential … failed to decrypt data"},
	}
	AzdDelegatesToCLI = &Cause{
		Slug:     "azd-delegates-to-cli",
		Severity: Error,
		Title:    "azd is set to use az's sign-in, and that is what fails",
		Why:      "With auth.useAzCliAuth azd asks az for every token and keeps no account itself. What ails az then ails azd, and azd auth login is refused.",
		Fixes: []Fix{
			{Do: "Mend az's sign-in", Run: `az login [--tenant {tenant}]`},
			{Do: "Give azd a sign-in of its own again", Run: `azd config unset auth.useAzCliAuth`},
		},
		See:     Source{"https://learn.microsoft.com/azure/developer/azure-developer-cli/reference", "2026-11-22"},
		Phrases: []string{"log in is not supported on current mode: az cli"},
	}
	AzdNoBrowser = &Cause{
		Slug:     "azd-no-browser",
		Severity: Error,
		Title:    "azd cannot open a browser here",
		Why:      "azd auth login opens a browser for the sign-in, and this session has none.",
		Fixes: []Fix{
			{Do: "Sign in with a code on another device", Run: `azd auth login --use-device-code [--tenant-id {tenant}]`},
		},
		See:     Source{"https://learn.microsoft.com/azure/developer/azure-developer-cli/reference", "2026-11-22"},
		Phrases: []string{"xdg-open,x-www-browser,www-browser\":", "failed to authenticate: exec: \"xdg-open", "logging in: exec: \"xdg-open"},
	}
	AzdOutdated = &Cause{
		Slug:     "azd-outdated",
		Severity: Error,
		Title:    "azd is too old for what is asked of it",
		Why:      "SDKs pass options that old versions of azd lack, such as --claims (1.18.1).",
		Fixes: []Fix{
			{Do: "Upgrade azd on Windows", Run: `winget upgrade --exact --id Microsoft.Azd`, On: "windows"},
			{Do: "Upgrade azd on macOS", Run: `brew upgrade azd`, On: "darwin"},
			{Do: "Upgrade azd on Linux by its install script, as the page in the reference says", On: "linux"},
		},
		See:     Source{"https://learn.microsoft.com/azure/developer/azure-developer-cli/install-azd", "2026-11-22"},
		Phrases: []string{"unknown flag: --claims", "azuredeveloperclicredential … unknown flag: --", "azd auth … unknown flag: --", "unknown command \"auth\" for \"azd\"", "upgrade to version 1.18.1 or later", "please update to azd cli version"},
	}
	AzdTimeout = &Cause{
		Slug:     "azd-timeout",
		Severity: Error,
		Title:    "azd takes longer to answer than the SDK waits",
		Why:      "The SDKs stop azd after a time (10 s in Go and Python, 13 s in .NET). azd can spend that long on lookups at aka.ms before it runs the command, where a firewall swallows them.",
		Fixes: []Fix{
			{Do: "Allow this machine to reach aka.ms, or have the firewall refuse it at once"},
			{Do: "Run the same request once by hand and see how long it takes", Run: `azd auth status`},
			{Do: "Give the token request more time: a context with a later deadline in Go, a longer process timeout elsewhere"},
			{Do: "Leave azd out of the chain", Run: `export AZURE_TOKEN_CREDENTIALS=AzureCLICredential`},
		},
		Avoid:   "Signing in again cannot help: azd was stopped before it answered.",
		See:     Source{"https://github.com/Azure/azure-dev/issues/7360", "2026-11-22"},
		Phrases: []string{"azuredeveloperclicredential: signal: killed", "azure developer cli authentication timed out", "failed to invoke the azure developer cli", "azuredeveloperclicredential: context deadline exceeded", "'auth', 'token' … timed out after", "azd auth token … timed out after"},
	}
	AzdTokenCacheCorrupt = &Cause{
		Slug:     "azd-token-cache-corrupt",
		Severity: Error,
		Title:    "azd's sign-in files are damaged",
		Why:      "A file in azd's folder is not valid JSON any more, so azd cannot tell who is signed in.",
		Fixes: []Fix{
			{Do: "Move the folder aside", Run: `mv {config-dir} {config-dir}.damaged`},
			{Do: "Sign in again", Run: `azd auth login [--tenant-id {tenant}]`, Then: true},
		},
		See: Source{"https://learn.microsoft.com/azure/developer/azure-developer-cli/reference", "2026-11-22"},
		Phrases: []string{"azuredeveloperclicredential: error: invalid character", "consolemessage … error: invalid character", "azuredeveloperclicredential: invalid character", "consolemessage … error: unexpected end of json input", "azuredeveloperclicredential: error: unexpected end of json input",
			// github.com/Azure/azure-dev cli/azd/pkg/auth/manager.go, read 2026-11-23.
			"reading auth config: … invalid character", "reading auth config: … unexpected end of json input",
		},
	}
)

var azureDeveloperCLI = []*Cause{
	AzdNotInstalled,
	AzdNotLoggedIn,
	AzdReauthenticationRequired,
	AzdTokenCacheUndecryptable,
	AzdDelegatesToCLI,
	AzdNoBrowser,
	AzdOutdated,
	AzdTimeout,
	AzdTokenCacheCorrupt,
}
