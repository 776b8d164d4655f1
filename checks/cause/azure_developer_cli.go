package cause

// The causes of the Azure Developer CLI.
var (
	AzdNotInstalled = &Cause{
		Slug:     "azd-not-installed",
		Severity: Error,
		Title:    "azd is not installed or not on PATH",
	}
	AzdNotLoggedIn = &Cause{
		Slug:     "azd-not-logged-in",
		Severity: Error,
		Title:    "nobody is signed in to azd here",
	}
	AzdReauthenticationRequired = &Cause{
		Slug:     "azd-reauthentication-required",
		Severity: Error,
		Title:    "azd's session is stale or lacks the scope",
	}
	AzdTokenCacheUndecryptable = &Cause{
		Slug:     "azd-token-cache-undecryptable",
		Severity: Error,
		Title:    "azd's cache cannot be decrypted",
	}
	AzdDelegatesToCLI = &Cause{
		Slug:     "azd-delegates-to-cli",
		Severity: Error,
		Title:    "azd is set to use az's sign-in, and that is what fails",
	}
	AzdNoBrowser = &Cause{
		Slug:     "azd-no-browser",
		Severity: Error,
		Title:    "azd cannot open a browser here",
	}
	AzdOutdated = &Cause{
		Slug:     "azd-outdated",
		Severity: Error,
		Title:    "azd is too old for what the SDK asks",
	}
	AzdTimeout = &Cause{
		Slug:     "azd-timeout",
		Severity: Error,
		Title:    "azd started but took longer than the SDK waits (10 s Go, Python; 13 s .NET)",
	}
	AzdTokenCacheCorrupt = &Cause{
		Slug:     "azd-token-cache-corrupt",
		Severity: Error,
		Title:    "azd's sign-in files are not valid JSON",
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
