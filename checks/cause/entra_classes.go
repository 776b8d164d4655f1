package cause

// signInLogs says where an administrator finds what Entra did not tell.
// https://learn.microsoft.com/entra/identity/monitoring-health/howto-troubleshoot-sign-in-errors, read 2026-11-22.
const signInLogs = "Look the sign-in up in Entra's sign-in logs by its correlation ID: the entry names the reason and the policy"

// The classes of Entra's failures: what a code belongs to that proves no cause of its own, and how to find that out.
var (
	EntraRequestMalformed = &Cause{
		Slug:     "entra-request-malformed",
		Severity: Error,
		Title:    "The program's request to Entra breaks the protocol",
		Why:      "Entra could not read the request or misses something in it. The program or the library made it so: no account, password or role is at fault. Which part it is stands in the sentence beside the code.",
		Fixes: []Fix{
			{Do: "Read the sentence beside the code: it names the parameter, and what it should be"},
			{Do: "Ask for one resource, by its address and /.default, where the program signs in as itself", Run: `az account get-access-token --scope {scope} --query expiresOn`},
			{Do: "Remove the choice of a region, which few applications may make", Run: `unset AZURE_REGIONAL_AUTHORITY_NAME`},
			{Do: "Upgrade the library that makes the request, or use one where the program makes it by hand"},
		},
		Avoid: "Signing in again sends the same request and gets the same answer.",
		See:   Source{"https://learn.microsoft.com/entra/identity-platform/reference-error-codes", "2026-11-22"},
		Phrases: []string{
			// github.com/AzureAD/microsoft-authentication-library-for-dotnet MsalErrorMessage.cs, Azure.Identity 1.13 ScopeUtilities.cs, read 2026-11-23.
			"you have configured a claims parameter that is not in json format", "only one scope is supported when acquiring an access token",
			// azure-identity 1.25 and MSAL 1.34 for Python, MSAL for JavaScript ClientConfigurationError.ts, read 2026-11-23.
			"'get_token' requires at least one scope", "this credential requires exactly one scope per token request", "value as user-provided scopes",
			"you cannot use any scope value that is reserved", "no azure region was detected and no fallback was made available",
			"scopes cannot be passed as null, undefined or empty array because", "clientconfigurationerror: invalid_claims",
			// azure_identity 0.30 for Rust, azidentity 1.15 for Go, read 2026-11-23.
			"only one scope is supported for imds authentication", "managedidentitycredential requires exactly one scope", "credential.gettoken() requires at least one scope",
			"credential.gettoken() requires exactly one scope",
			// github.com/AzureAD/microsoft-authentication-library-for-js ClientConfigurationError.ts: code and sentence, which other errors repeat, read 2026-11-23.
			"invalid_claims: given claims parameter must be",
		},
	}
	EntraAppConfiguration = &Cause{
		Slug:     "entra-app-configuration",
		Severity: Error,
		Title:    "The application is registered otherwise than the program uses it",
		Why:      "Redirect addresses, kinds of account, permissions and ways of signing in are fixed in the application's registration. The request asks for something that the registration does not hold.",
		Fixes: []Fix{
			{Do: "See the registration, and compare it with the sentence beside the code", Run: `az ad app show --id {client-id}`},
			{Do: "Register the redirect address exactly as the program sends it, under the platform that the program is: web, single page or desktop"},
			{Do: "Check the client ID where the registration is as it should be: another application's gives the same answer"},
		},
		Avoid: "The user cannot help it: only an owner of the application or an administrator can change the registration.",
		See:   Source{"https://learn.microsoft.com/entra/identity-platform/reply-url", "2026-11-22"},
		Phrases: []string{
			// github.com/AzureAD/microsoft-authentication-library-for-dotnet MsalErrorMessage.cs, as public projects record its errors, read 2026-11-23.
			"no redirecturi was configured. msal", "only loopback redirect uri is supported, but",
			// MSAL for JavaScript ClientConfigurationError.ts, read 2026-11-23.
			"clientconfigurationerror: redirect_uri_empty",
			// github.com/microsoft/azure-pipelines-tasks-common-packages azure-arm-rest/module.json, azure-pipelines-tasks VstsAzureHelpers_/module.json, read 2026-11-23.
			"could not fetch access token for azure. status code: 400",
			// github.com/AzureAD/microsoft-authentication-library-for-js BrowserAuthError.ts, read 2026-11-23.
			"check that the redirecturi is registered in the azure app portal as type 'spa'",
			// github.com/AzureAD/microsoft-authentication-library-for-js ClientConfigurationError.ts: code and sentence, which other errors repeat, read 2026-11-23.
			"redirect_uri_empty: a redirect uri is required",
		},
	}
	EntraAccountState = &Cause{
		Slug:     "entra-account-state",
		Severity: Error,
		Title:    "The account has to be put in order before it can sign in",
		Why:      "The account is known, and something about it stops the sign-in: a password to change or register, a consent to give, a rule about who it belongs to.",
		Fixes: []Fix{
			{Do: "Sign in at https://myaccount.microsoft.com in a browser, which shows what is to be done"},
			{Do: "Sign in again after that", Run: `az login [--tenant {tenant}]`, For: forAz},
			{Do: signInLogs},
		},
		Avoid: "A command line cannot show the question that the browser asks.",
		See:   Source{"https://learn.microsoft.com/entra/identity/monitoring-health/howto-troubleshoot-sign-in-errors", "2026-11-22"},
	}
	EntraPolicyBlocked = &Cause{
		Slug:     "entra-policy-blocked",
		Severity: Error,
		Title:    "A rule of an organisation does not let this account into this tenant",
		Why:      "Beside Conditional Access, organisations restrict which tenants a network reaches, which tenants their own users go to and whose users come to them. One of these rules stands between account and tenant.",
		Fixes: []Fix{
			{Do: "Use an account of the tenant itself", Run: `az login [--tenant {tenant}]`, For: forAz},
			{Do: "Leave the network, the VPN or the proxy that adds the restriction, where that is allowed"},
			{Do: "Ask the administrators of both organisations for an exception in their cross-tenant access settings"},
			{Do: signInLogs},
		},
		Avoid: "Signing in again, another factor or a role in Azure cannot help: the rule applies before them.",
		See:   Source{"https://learn.microsoft.com/entra/external-id/cross-tenant-access-overview", "2026-11-22"},
	}
	EntraInteractionRequired = &Cause{
		Slug:     "entra-interaction-required",
		Severity: Error,
		Title:    "Entra has to show its sign-in page, and the program gave it no chance to",
		Why:      "The stored sign-in does not suffice: there is none, it is another account's, or a question has to be answered. A request without a page cannot ask it.",
		Fixes: []Fix{
			{Do: "Sign in in a browser", Run: `az login [--tenant {tenant}]`, For: forAz},
			{Do: "Sign in in a browser", Run: `azd auth login [--tenant-id {tenant}]`, For: forAzd},
			{Do: "Begin anew in a private window, where the browser has several accounts or an old session"},
			{Do: "Use a service principal or a managed identity where nobody can answer a page"},
		},
		See: Source{"https://learn.microsoft.com/entra/identity-platform/reference-error-codes", "2026-11-22"},
		Phrases: []string{
			"no_account_found: no account found in cache", "no_account_in_silent_request", "no account or login hint was passed to the acquiretokensilent call", "no_tokens_found: no", "no refresh token found in the cache", "failed to acquire token silently as no token was found in the cache", "failed_to_acquire_token_silently", "using a login hint. no account was found in the token cache", "msaluirequiredexception … errorcode: user_null", "native_account_unavailable: the requested account", "token request cannot be made without authorization code or refresh token",
			"automatic authentication has been disabled. you may call the", "interactive authentication is needed to acquire token. call authenticate", "interactive authentication is required to get a token. call 'authenticate'", "msalclientexception: token not found in the cache", "msal4j … token not found in the cache",
			"adalsilenttokenacquisitionexception", "failed to acquire token silently. call method acquiretoken", "sqlexception … user account not received",
			// github.com/AzureAD/microsoft-authentication-library-for-dotnet MsalErrorMessage.cs, Azure.Identity 1.13 SharedTokenCacheCredential.cs, read 2026-11-23.
			"aka.ms/msal-statemismatcherror",
			"password is required for managed user", "the cache contains multiple tokens satisfying the requirements", "unable to open a web page using xdg-open, gnome-open",
			"does not contain a token with an obo cache key", "on .net core, interactive authentication is not supported", "the prompt.never flag was passed, but",
			// azure-identity 1.25 and MSAL 1.34 for Python, @azure/identity 4.13 and MSAL for JavaScript, read 2026-11-23.
			"azure/identity … failed to open a browser", "azure\\identity … failed to open a browser", "interactivebrowsercredential … failed to open a browser",
			"azure/identity … couldn't start an http server on http", "interactivebrowsercredential … couldn't start an http server on http",
			"for the user to authenticate … azure.core", "azure/identity … seconds for the user to authenticate", "the user canceled the authentication",
			"oauth2cli … state mismatch:", "interactivebrowsercredential: could not open a browser window", "clientautherror: state_mismatch", "clientautherror: nonce_mismatch",
			"clientautherror: multiple_matching_accounts", "clientautherror: token_refresh_required", "authorization_code_missing_from_server_response",
			"timed out waiting for auth code listener to be registered", "no loopback server exists yet",
			"auth code not found in the server response. please check your network trace",
			// github.com/Azure/azure-dev cli/azd/pkg/auth/remote_credential.go, read 2026-11-23.
			"remotecredential: failed to acquire token: code:",
			// azcopy 10 common/oauthTokenManager.go, read 2026-11-23.
			"no cached token found, please log in with azcopy",
			// azidentity 1.15 for Go errors.go, read 2026-11-23.
			"can't acquire a token without user interaction",
			// github.com/Azure/azure-powershell src/Accounts/Authentication Resources.resx, read 2026-11-23.
			"password is missing and no cache found for the current user",
			// github.com/microsoft/powerplatform-vscode issue 793, powerplatform-build-tools, read 2026-11-23.
			"no profiles were found on this computer. please run 'pac auth", "no auth profiles were found on this computer", "please run 'pac auth create'",
			// azcopy 10 cmd/credentialUtil.go and common/azError.go, read 2026-11-23.
			"no sas token or oauth token is present and the resource is not public",
			// vscode-azuretools azureauth NotSignedInError.ts, read 2026-11-23.
			"you are not signed in to an azure account",
			// github.com/AzureAD/microsoft-identity-web IDWebErrorMessage.cs, read 2026-11-23.
			"idw10502: an msaluirequiredexception was thrown",
			// azure-cli 2.45.0 azure/cli/core/auth/landing_pages/error.html, read 2026-11-23.
			"access_denied: $error_description",
			// github.com/microsoft/perfview pull request 2275, read 2026-11-23.
			"needs re-authentication. please open visual studio",
			// Azure Databricks, as public projects record its answers, read 2026-11-23.
			"must have useraadtoken defined",
			// github.com/AzureAD/microsoft-authentication-library-for-js BrowserAuthErrorCodes.ts and BrowserAuthError.ts, read 2026-11-23.
			"browserautherror: interaction_in_progress", "browserautherror: popup_window_error", "browserautherror: empty_window_error", "browserautherror: user_cancelled",
			"browserautherror: monitor_window_timeout", "browserautherror: monitor_popup_timeout", "browserautherror: timed_out", "browserautherror: no_account_error",
			"browserautherror: silent_sso_error", "browserautherror: hash_empty_error", "browserautherror: state_interaction_type_mismatch",
			// github.com/AzureAD/microsoft-authentication-library-for-js ClientAuthError.ts and BrowserAuthError.ts: code and sentence, which other errors repeat, read 2026-11-23.
			"state_mismatch: state mismatch error", "nonce_mismatch: nonce mismatch error", "multiple_matching_accounts: the cache contains",
			"token_refresh_required: cannot return token from cache", "interaction_in_progress: interaction is currently in progress", "popup_window_error: error opening popup",
			"user_cancelled: user cancelled the flow", "monitor_window_timeout: token acquisition", "monitor_popup_timeout: token acquisition",
			"no_account_error: no account object provided", "hash_empty_error: hash value cannot be processed", "silent_sso_error: silent sso could not be",
		},
	}
	EntraFederationTrust = &Cause{
		Slug:     "entra-federation-trust",
		Severity: Error,
		Title:    "Entra and the federated identity provider or application do not understand each other",
		Why:      "The sign-in goes through another identity provider, or through SAML or WS-Federation. What one side sends does not fit what the other has registered: a certificate, an address, a name, a time.",
		Fixes: []Fix{
			{Do: "Send the correlation ID and the time to those who run the identity provider or the federated application"},
			{Do: "Compare the signing certificate and the issuer of the provider with those registered in Entra, first where a certificate was renewed of late"},
			{Do: "Use an account that Entra itself holds, or a service principal, to go on meanwhile"},
		},
		Avoid: "Nothing on this machine can mend it.",
		See:   Source{"https://learn.microsoft.com/entra/identity/enterprise-apps/debug-saml-sso-issues", "2026-11-22"},
		Phrases: []string{
			// github.com/AzureAD/microsoft-authentication-library-for-dotnet MsalErrorMessage.cs, read 2026-11-23.
			"non-https url redirect is not supported in a web view",
		},
	}
	EntraDevice = &Cause{
		Slug:     "entra-device",
		Severity: Error,
		Title:    "Entra does not take this device's own sign-in",
		Why:      "A joined or registered device proves itself with keys of its own. The tenant has no such device, has it disabled, or cannot verify what it sends.",
		Fixes: []Fix{
			{Do: "Look at the device's state, on Windows", Run: `dsregcmd /status`, On: "windows"},
			{Do: "Disconnect the work account in the system's settings and connect it again, which registers the device anew"},
			{Do: "Ask an administrator whether the device is there and enabled in the tenant"},
		},
		See: Source{"https://learn.microsoft.com/entra/identity/devices/faq", "2026-11-22"},
	}
	EntraTokenInvalid = &Cause{
		Slug:     "entra-token-invalid",
		Severity: Error,
		Title:    "Entra does not accept the token, code or assertion that the program presents",
		Why:      "What the program hands in to get a token is malformed, used up, of another purpose, application or tenant, or its signature does not fit. A stored sign-in can be so, and an assertion that a program made itself.",
		Fixes: []Fix{
			{Do: "Sign in again, which replaces a stored sign-in", Run: `az login [--tenant {tenant}]`, For: forAz},
			{Do: "Sign in again, which replaces a stored sign-in", Run: `azd auth login [--tenant-id {tenant}]`, For: forAzd},
			{Do: "Make issuer and subject of an assertion of your own the client ID, and its audience the tenant's token address"},
			{Do: "Redeem an authorization code once, and at the tenant that gave it"},
		},
		Avoid: "Never paste the token somewhere to decode it: whoever has it can use it.",
		See:   Source{"https://learn.microsoft.com/entra/identity-platform/certificate-credentials", "2026-11-22"},
	}
	EntraTenantConfiguration = &Cause{
		Slug:     "entra-tenant-configuration",
		Severity: Error,
		Title:    "Something is not set up in the tenant that this sign-in needs",
		Why:      "The sign-in uses a feature of the tenant, such as certificates, external providers or claims. Its settings are incomplete or point nowhere.",
		Fixes: []Fix{
			{Do: "Send the code, the correlation ID and the time to an administrator of the tenant"},
			{Do: signInLogs},
			{Do: "Sign in in another way that the tenant allows, to go on meanwhile"},
		},
		Avoid: "Nothing on this machine can mend it.",
		See:   Source{"https://learn.microsoft.com/entra/identity/monitoring-health/howto-troubleshoot-sign-in-errors", "2026-11-22"},
	}
	EntraSignInMethod = &Cause{
		Slug:     "entra-sign-in-method",
		Severity: Error,
		Title:    "The way of signing in that the account uses does not work now",
		Why:      "A passkey, Windows Hello, a certificate, a Temporary Access Pass or another factor is not registered, has expired or is not allowed for this account.",
		Fixes: []Fix{
			{Do: "Choose another way on the sign-in page"},
			{Do: "Look at the registered ways, and register anew, at https://mysignins.microsoft.com/security-info"},
			{Do: "Ask an administrator for a new Temporary Access Pass, where the account has no other way"},
		},
		See: Source{"https://learn.microsoft.com/entra/identity/authentication/concept-authentication-methods", "2026-11-22"},
	}
	EntraOnPremises = &Cause{
		Slug:     "entra-on-premises",
		Severity: Error,
		Title:    "The organisation's own directory or its agent did not confirm the sign-in",
		Why:      "The tenant lets its own Active Directory check passwords or Windows' sign-in, through agents and Kerberos. They did not answer, or not with yes.",
		Fixes: []Fix{
			{Do: "Try again with the password, where Windows' own sign-in failed"},
			{Do: "Send the code and the time to those who run the authentication agents or seamless single sign-on"},
		},
		Avoid: "Nothing on this machine can mend it but its connection to the organisation's network and its clock.",
		See:   Source{"https://learn.microsoft.com/entra/identity/hybrid/connect/tshoot-connect-pass-through-authentication", "2026-11-22"},
		Phrases: []string{
			// github.com/AzureAD/microsoft-authentication-library-for-dotnet MsalErrorMessage.cs, read 2026-11-23.
			"integrated windows auth is not supported for managed users", "could not identify the user logged into the os", "identity.client … failed to get user name",
			"credential authentication failed: failed to get user name",
			// github.com/AzureAD/azure-activedirectory-library-for-dotnet Internal/Constants.cs, read 2026-11-23.
			"integrated authentication failed. you may try an alternative",
		},
	}
	EntraRefused = &Cause{
		Slug:     "entra-refused",
		Severity: Error,
		Title:    "Entra refused the sign-in with a code that azdoctor does not know",
		Why:      "The answer carries a code of Entra that is in no list azdoctor has. The sentence beside the code, and the sign-in's entry in Entra's log, say what it is about.",
		Fixes: []Fix{
			{Do: "Look the code up at https://login.microsoftonline.com/error, which knows every code"},
			{Do: signInLogs},
		},
		See: Source{"https://learn.microsoft.com/entra/identity-platform/reference-error-codes", "2026-11-22"},
	}
)

// entraClasses are the kinds of failure that Entra's codes without a cause of their own belong to.
var entraClasses = []*Cause{
	EntraRequestMalformed,
	EntraAppConfiguration,
	EntraAccountState,
	EntraPolicyBlocked,
	EntraInteractionRequired,
	EntraFederationTrust,
	EntraDevice,
	EntraTokenInvalid,
	EntraTenantConfiguration,
	EntraSignInMethod,
	EntraOnPremises,
	EntraRefused,
}
