package cause

// The causes of Azure PowerShell.
var (
	PowerShellNotInstalled = &Cause{
		Slug:     "powershell-not-installed",
		Severity: Error,
		Title:    "PowerShell is not installed",
		Why:      "The credential starts pwsh (or powershell on Windows) and found neither on the program's PATH.",
		Fixes: []Fix{
			{Do: "Install PowerShell on Windows", Run: `winget install --exact --id Microsoft.PowerShell`, On: "windows"},
			{Do: "Install PowerShell on macOS", Run: `brew install powershell/tap/powershell`, On: "darwin"},
			{Do: "Use another credential: most chains try az as well"},
		},
		See:     Source{"https://learn.microsoft.com/powershell/scripting/install/installing-powershell", "2026-11-22"},
		Phrases: []string{"azurepowershellcredential: executable not found on path", "powershell isn't installed", "powershell is not installed", "unable to execute powershell"},
	}
	PowerShellModuleMissing = &Cause{
		Slug:     "powershell-module-missing",
		Severity: Error,
		Title:    "The PowerShell module Az.Accounts is missing or too old",
		Why:      "The credential runs Get-AzAccessToken, which Az.Accounts brings from version 2.2.0 on, for the edition of PowerShell that is started.",
		Fixes: []Fix{
			{Do: "Install the module for this user", Run: `Install-Module -Name Az.Accounts -Scope CurrentUser -Repository PSGallery`},
		},
		See: Source{"https://learn.microsoft.com/powershell/azure/install-azure-powershell", "2026-11-22"},
		Phrases: []string{"az.accounts module not found", "az.account module >= 2.2.0", "az.account' module >= 2.2.0", "az.accounts module >= 2.2.0", "az.account module with version >= 2.2.0", "noazaccountmodule", "the specified module 'az.accounts' … was not loaded", "'get-azaccesstoken' is not recognized", "'connect-azaccount' is not recognized", "found in the module 'az.accounts', but the module could not be loaded", "az.accounts module is not installed",
			"is part of azure powershell module ' … and it is not installed",
			// github.com/microsoft/azure-pipelines-tasks-common-packages azure-arm-rest/module.json, azure-pipelines-tasks VstsAzureHelpers_/module.json, read 2026-11-23.
			"could not find the modules: 'az.", "could not find the modules: 'azure", "the 'azurerm' module may not be fully installed",
			"of the azure powershell module is not installed",
			"could not find the module az.accounts with given version",
			"could not find the modules: 'az.accounts'",
			// github.com/Azure/azure-powershell src/Accounts/Accounts Resources.resx, read 2026-11-23.
			"is in the azurerm powershell module, which is outdated",
		},
	}
	PowerShellNotConnected = &Cause{
		Slug:     "powershell-not-connected",
		Severity: Error,
		Title:    "Azure PowerShell has no usable sign-in",
		Why:      "Azure PowerShell keeps a context of its own, apart from az's. There is none here, or the account behind it gives no tokens any more.",
		Fixes: []Fix{
			{Do: "Sign in", Run: `Connect-AzAccount [-Tenant {tenant}]`},
			{Do: "See which account and tenant are in use", Run: `Get-AzContext -ListAvailable`},
		},
		See: Source{"https://learn.microsoft.com/powershell/azure/authenticate-azureps", "2026-11-22"},
		Phrases: []string{
			"run connect-azaccount", "connect-azaccount to login", "failed to perform auto-login: pscontextcredential", "run \"connect-azaccount\"", "run 'connect-azaccount'", "run connect-azurermaccount", "run login-azurermaccount", "credentials have not been set up or have expired", "no account matching the specified username", "token acquisition failed for user … authenticated with a developer tool", "run: connect-azaccount",
			"login again using connect-az", "log in using connect-az", "login using connect-az", "or execute connect-azaccount", "log in with connect-azaccount", "interactive authentication is not supported in this session, please run cmdlet",
			"in powershell, execute connect-azaccount", "in powershell, execute login-azurermaccount", "try to re-authenticate using connect-azaccount", "provided the appropriate access tokens when using access token login",
			// azure-identity 1.25 for Python azure_powershell.py, which hides what PowerShell said, read 2026-11-23.
			"failed to invoke powershell. enable debug logging",
			// github.com/Azure/azure-powershell src/KeyVault and src/Accounts/Authentication Resources.resx, read 2026-11-23.
			"certificate accounts are not supported with azure key vault", "was found for this subscription. please execute clear-azure",
			// github.com/Azure/azure-powershell src/Accounts/Authentication Resources.resx, read 2026-11-23.
			"unable to retrieve service key for serviceprincipal account", "in powershell, execute connect-azurermaccount",
		},
	}
	PowerShellTimeout = &Cause{
		Slug:     "powershell-timeout",
		Severity: Error,
		Title:    "Azure PowerShell takes longer to answer than the SDK waits",
		Why:      "The credential starts a PowerShell that loads Az.Accounts before it asks for a token, and is stopped after 10 seconds. Cold starts, many modules, network homes and virus scanners take longer.",
		Fixes: []Fix{
			{Do: "Run the same request once by hand and see how long it takes", Run: `pwsh -NoProfile -Command Get-AzContext`},
			{Do: "Give the token request more time: a longer process timeout in the credential's options"},
			{Do: "Use another credential: most chains try az as well", Run: `export AZURE_TOKEN_CREDENTIALS=AzureCLICredential`},
		},
		Avoid:   "Signing in again cannot help: PowerShell was stopped before it answered.",
		See:     Source{"https://github.com/Azure/azure-sdk-for-net/blob/main/sdk/identity/Azure.Identity/src/Credentials/AzurePowerShellCredential.cs", "2026-11-22"},
		Phrases: []string{"azure powershell authentication timed out", "failed to invoke powershell. to mitigate"},
	}
	PowerShellBlocked = &Cause{
		Slug:     "powershell-blocked",
		Severity: Error,
		Title:    "PowerShell's execution policy keeps Azure PowerShell from running",
		Why:      "Az.Accounts is a script module. Where the execution policy of the machine, the user or the organisation allows no scripts, it cannot be loaded, whoever is signed in.",
		Fixes: []Fix{
			{Do: "See which policy applies and who sets it", Run: `Get-ExecutionPolicy -List`},
			{Do: "Allow signed scripts for this user, where no group policy forbids it", Run: `Set-ExecutionPolicy -Scope CurrentUser RemoteSigned`},
			{Do: "Use another credential: most chains try az as well", Run: `export AZURE_TOKEN_CREDENTIALS=AzureCLICredential`},
		},
		Avoid:   "Signing in again cannot help: the module that would use the sign-in is not loaded.",
		See:     Source{"https://learn.microsoft.com/powershell/module/microsoft.powershell.security/get-executionpolicy", "2026-11-22"},
		Phrases: []string{"execution policy prevented invoking azure powershell", "azurepowershellcredential … authorizationmanager check failed", "az.accounts … authorizationmanager check failed", "az.accounts … running scripts is disabled on this system"},
	}
	PowerShellModuleConflict = &Cause{
		Slug:     "powershell-module-conflict",
		Severity: Error,
		Title:    "Azure PowerShell's modules of different versions, or another module, get in each other's way",
		Why:      "A PowerShell session loads one version of each library. Where another module, another version of Az.Accounts or the machine itself has loaded another version of Azure.Identity or MSAL first, Az.Accounts finds methods and types missing.",
		Fixes: []Fix{
			{Do: "Open a new PowerShell without a profile and sign in there first, before other modules are imported", Run: `pwsh -NoProfile`},
			{Do: "Bring all Az modules to one version", Run: `Update-Module -Name Az`},
			{Do: "See which versions are installed, and uninstall the old ones", Run: `Get-Module -ListAvailable -Name Az.Accounts`},
		},
		Avoid:   "Signing in again in the same session cannot help: the wrong library stays loaded until the session ends.",
		See:     Source{"https://github.com/Azure/azure-powershell/issues/29295", "2026-11-22"},
		Phrases: []string{"this module requires az.accounts version", "aka.ms/azps-version-error", "connect-azaccount … method not found: '", "get-azaccesstoken … method not found: '", "connect-azaccount … could not load file or assembly", "get-azaccesstoken … could not load file or assembly", "az.accounts … could not load type 'microsoft.identity", "connect-azaccount … does not have an implementation", "authentication failed: method not found: 'void microsoft.identity.client"},
	}
)

var azurePowerShell = []*Cause{
	PowerShellNotInstalled,
	PowerShellModuleMissing,
	PowerShellNotConnected,
	PowerShellTimeout,
	PowerShellBlocked,
	PowerShellModuleConflict,
}
