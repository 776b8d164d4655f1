package cause

// The causes of Azure PowerShell.
var (
	PowerShellNotInstalled = &Cause{
		Slug:     "powershell-not-installed",
		Severity: Error,
		Title:    "pwsh is not installed",
	}
	PowerShellModuleMissing = &Cause{
		Slug:     "powershell-module-missing",
		Severity: Error,
		Title:    "Az.Accounts is missing or older than 2.2.0",
	}
	PowerShellNotConnected = &Cause{
		Slug:     "powershell-not-connected",
		Severity: Error,
		Title:    "no usable Az context",
	}
)

var azurePowerShell = []*Cause{
	PowerShellNotInstalled,
	PowerShellModuleMissing,
	PowerShellNotConnected,
}
