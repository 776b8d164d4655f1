package cause

import (
	"slices"
	"strings"

	"azdoctor/checks/cause/lazyregexp"
)

// programMissing finds a program of Azure that could not be started, in the words of whatever should have started it: Go,
// Node, the runner of GitHub Actions, Python, Ruby, Java, zsh, sh and bash, fish, Ubuntu, cmd and PowerShell. The name is
// a whole word in each, so that no other program is taken for it.
var programMissing = []*lazyregexp.Regexp{
	lazyregexp.New(`exec: "(az|azd|pwsh)(?:\.cmd|\.exe)?": executable file not found`),
	lazyregexp.New(`spawn(?:sync)? (az|azd|pwsh)(?:\.cmd|\.exe)? enoent`),
	lazyregexp.New(`unable to locate executable file: (az|azd|pwsh)(?:[^a-z0-9_-]|$)`),
	lazyregexp.New(`no such file or directory: ['"](az|azd|pwsh)['"]`),
	lazyregexp.New(`no such file or directory - (az|azd|pwsh)(?:[^a-z0-9_-]|$)`),
	lazyregexp.New(`cannot run program "(az|azd|pwsh)(?:\.cmd|\.exe)?"`),
	lazyregexp.New(`(?:command not found|unknown command): (az|azd|pwsh)(?:[^a-z0-9_.-]|$)`),
	lazyregexp.New(`(?:^|[^a-z0-9_.-])(az|azd|pwsh)(?:\.cmd|\.exe)?: (?:command )?not found`),
	lazyregexp.New(`command '(az|azd|pwsh)' not found`),
	lazyregexp.New(`['"](az|azd|pwsh)(?:\.cmd|\.exe)?['"] is not recognized`),
	lazyregexp.New(`(?:^|[^a-z0-9_.-])(az|azd|pwsh) (?:is )?not found on path`),
}

// toolMissing finds programs that say so themselves, by the name of the product.
var toolMissing = lazyregexp.New(`(azure cli|az cli|azure developer cli|azd cli|powershell)(?: 2\.x)?(?: \((?:az|azd|pwsh)\))? (?:is |was |has )?(?:not (?:been )?|isn't |couldn't be |could not be )(?:installed|found)(?:[^a-z0-9]|$)`)

// absentPrograms are the causes of a program that is missing, by its name or that of its product.
var absentPrograms = map[string]*Cause{
	"az": CLINotInstalled, "azure cli": CLINotInstalled, "az cli": CLINotInstalled,
	"azd": AzdNotInstalled, "azure developer cli": AzdNotInstalled, "azd cli": AzdNotInstalled,
	"pwsh": PowerShellNotInstalled, "powershell": PowerShellNotInstalled,
}

// pythonMissing finds az's starter without the Python that it was made for.
var pythonMissing = lazyregexp.New(`(?:^|[ /])az: (?:line )?(?:[0-9]+: )?\S*python[0-9.]*: (?:not found|command not found|no such file|bad interpreter)`)

// fileRefused finds the file or folder that Python could not open or make, by the names and numbers that are the same in
// every language.
var fileRefused = lazyregexp.New(`(?:permissionerror|notadirectoryerror|fileexistserror|\[errno (?:13|17|20|28|30)\]|\[winerror (?:5|32|183)\])[^'"]{0,150}['"]([^'"]{1,300})`)

// program returns the cause of a program that cannot run: it, its Python or its folder is not there or not to be used; nil
// where the text shows none.
func (p part) program() *Cause {
	if cause := p.missingProgram(); cause != nil {
		return cause
	}
	if p.contains("/az: ", "az: line ") && pythonMissing.MatchString(p.plain) {
		return CLIInstallationBroken
	}
	if !p.contains("error", "[errno ") {
		return nil
	}
	for _, match := range fileRefused.FindAllStringSubmatch(p.plain, 50) {
		switch {
		case azKeeps(match[1]):
			return CLIConfigCorrupt
		case strings.Contains(match[1], "azurecliextensiondirectory"):
			return CLIInstallationBroken // where an installer of Windows puts extensions for all users
		}
	}
	return nil
}

// missingProgram returns the cause of a program that is not there. The words that are looked for first are cheap to find,
// and most texts have none.
func (p part) missingProgram() *Cause {
	if !p.contains("not found", "enoent", "unable to locate executable file: ", "no such file or directory", "cannot run program", "unknown command", "not recognized", "installed", "could not be found", "couldn't be found") {
		return nil
	}
	for _, pattern := range append(programMissing, toolMissing) {
		if match := pattern.FindStringSubmatch(p.plain); match != nil {
			return absentPrograms[match[1]]
		}
	}
	return nil
}

// azFiles are names of files that only az's folder has.
// azure-cli 2.45.0 azure/cli/core/__init__.py and azure/cli/core/auth/identity.py, read 2026-11-22.
var azFiles = lazyregexp.New(`[/\\](?:azureprofile\.json|accesstokens\.json|commandindex\.json|versioncheck\.json|az\.json|az\.sess|service_principal_entries\.(?:json|bin)|msal_token_cache\.(?:json|bin)|msal_http_cache\.bin|clouds\.config)`)

// azKeeps reports whether a path is az's folder or in it. Azure PowerShell keeps its own files, AzureRm..., beside az's.
func azKeeps(path string) bool {
	path = strings.ReplaceAll(path, `\`, "/")
	if strings.Contains(path, "/azurerm") {
		return false
	}
	return strings.HasSuffix(path, "/.azure") || strings.Contains(path, "/.azure/") || azFiles.MatchString(path)
}

// toSignIn finds the advice of other programs to sign in with az or azd, beside their complaint that nobody is.
var toSignIn = lazyregexp.New(`(?:not (?:currently )?(?:logged|signed) ?in|not (?:been )?authenticated|log ?in (?:is )?required|need to (?:log|sign) ?in|no (?:azure )?(?:account|credentials|authorization tokens|access token)|auth tokens found|re-?authenticate|could not log ?in)[^\n]{0,120}?(?:run|running|execute|use|using|with):? ?['"` + "`" + `]{0,2}(az|azd)(?: auth)? login`)

// noSubscriptions finds the end of a sign-in without any subscription, and the account where az names it.
var noSubscriptions = lazyregexp.New(`no subscriptions found(?:\.| for (\S+@\S+|[*<\['"]\S*|[0-9a-f]{8}-[0-9a-f-]{20,30})\.)`)

// brokerTag finds what the account broker of Windows ends its errors with.
// github.com/Azure/azure-cli issues 25861, 27539 and 29666, read 2026-11-23.
var brokerTag = lazyregexp.New(`error code: -?[0-9]{1,12}, tag: [0-9]{6,10}`)

// shortest is how long a text is that has nothing but one sentence.
const shortest = 40

// lastWords are what programs say around a failure whose own words come first where there are any.
var lastWords = []struct {
	words []string
	cause *Cause
}{
	// azure-cli 2.45.0 azure/cli/core/auth/util.py, read 2026-11-23.
	{[]string{"please explicitly log in with: az login"}, BrokerFailure},
	{[]string{"interactive authentication is needed. please run"}, EntraInteractionRequired},
	// azidentity 1.15.0 developer_credential_util.go, read 2026-11-23: az wrote nothing.
	{[]string{"azureclicredential: exit status 1"}, CLINotLoggedIn},
	// go-azure-sdk internal/azurecli/azcli.go, go-azure-helpers authentication/azure_cli_profile.go, read 2026-11-23.
	{[]string{"could not parse azure cli version: unmarshal", "could not parse azure cli version: running", "could not detect azure cli version"}, CLIInstallationBroken},
	{[]string{"authorization token from the azure cli: error waiting for the azure cli: exit status 1"}, CLINotLoggedIn},
	{[]string{"please ensure you have installed azure cli version"}, CLIOutdated},
	// azure-core 1.30 for Python exceptions.py, Microsoft.Extensions.Configuration.AzureAppConfiguration 8, read 2026-11-23.
	{[]string{"json is invalid: expecting value: line 1 column 1"}, EntraUnavailable},
	{[]string{"azureappconfiguration.keyvaultreferenceexception"}, KeyVaultRBACMissing},
	// github.com/Azure/login 2 main.ts, github.com/microsoft/azure-pipelines-tasks VstsAzureHelpers_/module.json, read 2026-11-23.
	{[]string{"az' failed with exit code 1. double check if the 'auth-type'", "az.cmd' failed with exit code 1. double check if the 'auth-type'", "login failed. please check the credentials. error: the process '/usr/bin/az' failed"}, EnvMalformed},
	{[]string{"there was an error with the service principal used for the deployment"}, EntraAppConfiguration},
	// AKS's answer, as its guides and azure-cli's command_modules/acs quote it, read 2026-11-23.
	{[]string{"the credentials in serviceprincipalprofile were invalid"}, EntraAppConfiguration},
	// azure-identity 1.15 for Java IdentityClient.java, github.com/AzureAD/microsoft-authentication-library-for-dotnet MsalErrorMessage.cs, read 2026-11-23.
	{[]string{"failed to acquire token with interactive browser authentication"}, EntraInteractionRequired},
	{[]string{"failed to acquire token with device code"}, DeviceCodeExpired},
	{[]string{"managed identity authentication is not available"}, IMDSUnreachable},
	// an older azure-cli's azure/cli/core/_session.py, read 2026-11-23: it says so of files that are not there too.
	{[]string{"azureprofile.json. it is overridden by default settings"}, CLIConfigCorrupt},
	{[]string{"workload identity authentication is not available"}, WorkloadIdentityNotInjected},
	{[]string{"aka.ms/msal-net-invalid-client"}, EntraAppConfiguration},
	{[]string{"the returned error contains a claims challenge"}, ClaimsChallengeRequired},
	// learn.microsoft.com/rest/api/storageservices/common-rest-api-error-codes, read 2026-11-23.
	{[]string{"server failed to authenticate the request. please refer to the information in the www-authenticate header"}, ServiceTokenRejected},
}

// unsetVariable finds a program that misses a variable which credentials are made of, in the words that programs have for it.
var unsetVariable = []*lazyregexp.Regexp{
	lazyregexp.New(signInVariable + `['"]{0,2} (?:(?:environment )?variables? )?(?:(?:(?:is|was|are|were|has|have) )?not (?:been )?(?:set|found|defined|provided|specified|configured|present)|(?:is|are|was|were) (?:missing|undefined|empty|unset|required|null|nil)|(?:must|needs? to|has to|have to) be (?:set|defined|provided|specified|configured|present))`),
	lazyregexp.New(`(?:missing|neither is the|please (?:set|provide|define|specify)|you (?:must|need to|have to) (?:set|provide|define|specify)|failed to read|could not (?:find|read|get)) [^.;\n]{0,80}\b` + signInVariable),
}

// signInVariable matches the names of the variables that say as whom to sign in.
const signInVariable = `(?:azure|arm)_(?:tenant_id|client_id|client_secret|client_certificate_path|client_certificate|subscription_id|oidc_token|federated_token_file|username|password)`

// concluded returns the cause of what az and other programs end with, whatever went before: that somebody should sign in, or
// that there is no subscription. It counts where nothing else in the text tells more.
func (p part) concluded() *Cause {
	if p.contains("aadsts") {
		return nil
	}
	match := noSubscriptions.FindStringSubmatch(p.plain)
	if match != nil && (match[1] != "" || p.contains("az login", "azure", "azd ")) {
		return SubscriptionNone
	}
	switch {
	case match != nil && !p.catalogue.excerpts && len(p.plain) <= shortest:
		return SubscriptionNone // and that is all that there is to it
	case p.contains("ran out of input") && p.contains("azure/cli", `azure\cli`):
		return CLITokenCacheCorrupt // what Python says of an empty pickle, as which az keeps answers of Entra
	case p.contains("_reload_if_necessary"), p.contains("jsondecodeerror") && p.credential == forAz:
		return CLITokenCacheCorrupt // az was reading its cache, whatever is left of the error
	case p.contains("invoking azure cli failed with the following error"):
		return CLINotInstalled // and az said nothing
	case p.contains("please select the account you want to log in with"):
		return BrokerFailure // and nothing came of it
	case p.contains("user canceled authentication") && p.contains("identity.client", "clients.activedirectory", "authentication failed", "in active directory"):
		return EntraInteractionRequired // and no broker stands beside it
	}
	if p.contains(", tag: ") && brokerTag.MatchString(p.plain) {
		return BrokerFailure
	}
	for _, last := range lastWords {
		if p.contains(last.words...) {
			return last.cause
		}
	}
	if p.contains("azure_", "arm_") && slices.ContainsFunc(unsetVariable, func(r *lazyregexp.Regexp) bool { return r.MatchString(p.words) }) {
		return EnvIncomplete
	}
	if !p.contains("az login", "azd login", "azd auth login") {
		return nil
	}
	match = toSignIn.FindStringSubmatch(p.plain)
	switch {
	case match == nil:
		return nil
	case match[1] == "azd":
		return AzdNotLoggedIn
	}
	return CLINotLoggedIn
}
