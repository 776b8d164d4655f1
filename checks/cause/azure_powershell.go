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
		Phrases: []string{"azurepowershellcredential: executable not found on path", "powershell isn't installed", "powershell is not installed"},
	}
	PowerShellModuleMissing = &Cause{
		Slug:     "powershell-module-missing",
		Severity: Error,
		Title:    "The PowerShell module Az.Accounts is missing or too old",
		Why:      "The credential runs Get-AzAccessToken, which Az.Accounts brings from version 2.2.0 on, for the edition of PowerShell that is started.",
		Fixes: []Fix{
			{Do: "Install the module for this user", Run: `Install-Module -Name Az.Accounts -Scope CurrentUser -Repository PSGallery`},
		},
		See:     Source{"https://learn.microsoft.com/powershell/azure/install-azure-powershell", "2026-11-22"},
		Phrases: []string{"az.accounts module not found", "az.account module >= 2.2.0", "az.accounts module >= 2.2.0", "noazaccountmodule"},
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
		See:     Source{"https://learn.microsoft.com/powershell/azure/authenticate-azureps", "2026-11-22"},
		Phrases: []string{"run connect-azaccount", "run \"connect-azaccount\"", "run 'connect-azaccount'", "credentials have not been set up or have expired"},
	}
)

var azurePowerShell = []*Cause{
	PowerShellNotInstalled,
	PowerShellModuleMissing,
	PowerShellNotConnected,
}
