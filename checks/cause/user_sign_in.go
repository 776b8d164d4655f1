package cause

// The causes of a user's sign-in to Microsoft Entra ID.
var (
	RefreshTokenExpired = &Cause{
		Slug:     "refresh-token-expired",
		Severity: Error,
		Title:    "The stored sign-in has expired",
		Why:      "A stored sign-in ends when it is not used for 90 days, or sooner where the organisation asks for a fresh sign-in every so often. Tokens already handed out go on working for about an hour, and then fail too.",
		Fixes: []Fix{
			{Do: "Sign in again", Run: `az login [--tenant {tenant}] [--scope {scope}]`, For: forAz},
			{Do: "Sign in again", Run: `azd auth login [--tenant-id {tenant}] [--scope {scope}]`, For: forAzd},
			{Do: "Use a managed identity or a service principal where nobody can sign in again, as on servers"},
		},
		Avoid: "az account show is no test: it reads a file and succeeds with a dead sign-in.",
		See:   Source{"https://learn.microsoft.com/entra/identity-platform/refresh-tokens", "2026-11-22"},
		Codes: []string{"AADSTS700082", "AADSTS70043", "AADSTS70044", "AADSTS70046", "AADSTS70008", "AADSTS700084", "AADSTS700081", "AADSTS50089", "AADSTS50085", "AADSTS70000", "AADB2C90080", "ExpiredAuthenticationToken", "AADSTS70045", "AADSTS700083"},
		Phrases: []string{
			"the refresh token has expired due to inactivity", "the refresh token has expired due to max", "the refresh token has expired or is invalid", "aad … the refresh token has expired.", "sign-in frequency checks by conditional access",
			"sign in frequency checks by conditional access", "could not be authenticated as the grant is expired", "credentials have expired due to inactivity",
			"refresh token was issued to a single page app", "the access token expiry utc time", "lifetime validation failed, the token is expired",
			"the provided grant has expired. please re-authenticate", "does not contain secret material to retrieve a new access token",
			"refresh_token_expired: refresh token has expired",
			// github.com/Azure/azure-sdk-for-net issue 42859, read 2026-11-23.
			"authenticationerrordetail:lifetime validation failed", "authenticationerrordetail: lifetime validation failed. the token is expired",
			// azd 0.4 pkg/azcli, read 2026-11-23.
			"refresh token has expired. try running 'az",
			// github.com/microsoft/powerplatform-build-tools issue 731, read 2026-11-23.
			"trying to use an expired authentication profile",
		},
	}
	RefreshTokenRevoked = &Cause{
		Slug:     "refresh-token-revoked",
		Severity: Error,
		Title:    "The stored sign-in was revoked",
		Why:      "A change or reset of the password, or an administrator, ended every sign-in made before. The token that is stored here is one of those.",
		Fixes: []Fix{
			{Do: "Sign in again with the present password", Run: `az login [--tenant {tenant}] [--scope {scope}]`, For: forAz},
			{Do: "Sign in again with the present password", Run: `azd auth login [--tenant-id {tenant}] [--scope {scope}]`, For: forAzd},
			{Do: "Sign in with a code in a fresh browser window, where the browser keeps bringing the old session back", Run: `az login --use-device-code [--tenant {tenant}]`, For: forAz},
		},
		See:   Source{"https://learn.microsoft.com/entra/identity-platform/reference-error-codes", "2026-11-22"},
		Codes: []string{"AADSTS50173", "AADSTS50132", "AADSTS50133"},
		Phrases: []string{
			"has expired due to it being revoked", "the tokensvalidfrom date", "session is not valid due to password expiration or recent password change",
			"session is invalid due to expiration or recent password change",
		},
	}
	MFARequired = &Cause{
		Slug:     "mfa-required",
		Severity: Error,
		Title:    "This tenant or resource wants a second factor",
		Why:      "The stored sign-in was made without multifactor authentication, or too long ago, and this tenant or resource wants it. A tool that may not ask cannot add the factor later.",
		Fixes: []Fix{
			{Do: "Sign in again for this tenant and resource, and answer the second factor", Run: `az login [--tenant {tenant}] [--scope {scope}]`, For: forAz},
			{Do: "Sign in again for this tenant and resource, and answer the second factor", Run: `azd auth login [--tenant-id {tenant}] [--scope {scope}]`, For: forAzd},
			{Do: "Sign out first, where signing in again brings the same error", Run: `az logout`, For: forAz},
			{Do: "Sign in afresh", Run: `az login [--tenant {tenant}] [--scope {scope}]`, For: forAz, Then: true},
			{Do: "Use a service principal or a managed identity in scripts"},
		},
		Avoid: "User name and password alone cannot pass, nor can a new password: the factor is what is missing.",
		See:   Source{"https://learn.microsoft.com/cli/azure/authenticate-azure-cli-mfa", "2026-11-22"},
		Codes: []string{"AADSTS50076", "AADSTS50079", "AADSTS50074", "AADSTS50078", "AADSTS50072", "AADSTS500121", "AADSTS50203", "AADSTS53004", "AADSTS53010"},
		Phrases: []string{
			"user interaction is required", "must use multi-factor authentication", "must use multifactor authentication", "required to use multi-factor authentication",
			"must enroll in multi-factor authentication", "must enroll for multi-factor authentication", "aad … strong authentication is required", "presented multi-factor authentication has expired",
			"must refresh your multi-factor authentication", "failed during strong authentication request", "configuration of your account was changed. please run 'az login'",
			"reasons: mfa is required", "reasons: 'mfa is required", "users must use mfa for", "users must authenticate with multi-factor", "must authenticate with mfa",
			// azure-cli 2.45.0 azure/cli/core/_profile.py, read 2026-11-23.
			"the following tenants require multi-factor authentication",
		},
	}
	ClaimsChallengeRequired = &Cause{
		Slug:     "claims-challenge-required",
		Severity: Error,
		Title:    "The resource wants a token with further claims",
		Why:      "The resource turned the token down and named what the next one must prove, such as a second factor or a fresh check of policy. Tools that may not ask cannot prove it.",
		Fixes: []Fix{
			{Do: "Sign out, so that the old token is not offered again", Run: `az logout`, For: forAz},
			{Do: "Sign in again for this tenant and resource", Run: `az login [--tenant {tenant}] [--scope {scope}]`, For: forAz, Then: true},
			{Do: "Sign in again for this tenant and resource", Run: `azd auth login [--tenant-id {tenant}] [--scope {scope}]`, For: forAzd},
			{Do: "Run the command with --claims-challenge that the error itself contains, with az 2.76.0 or later"},
		},
		See: Source{"https://learn.microsoft.com/entra/identity-platform/claims-challenge", "2026-11-22"},
		Phrases: []string{
			"insufficient_claims", "requires multifactor authentication or additional claims", "az login … --claims-challenge \"", "az login … --claims-challenge ey",
			"connect-azaccount … -claimschallenge", "continuous access evaluation resulted in challenge", "failed to get token with claims challenge", "tokencreatedwithoutdatedpolicies",
			"locationconditionevaluationsatisfied",
			"claimschallengerequiredexception",
		},
	}
	ExternalChallengeRequired = &Cause{
		Slug:     "external-challenge-required",
		Severity: Error,
		Title:    "A second factor of another provider was not given",
		Why:      "A Conditional Access policy sends the sign-in to a factor outside Microsoft, such as Duo or RSA. Flows without a browser cannot go there.",
		Fixes: []Fix{
			{Do: "Sign in in a browser, not by user name and password", Run: `az login [--tenant {tenant}] [--scope {scope}]`, For: forAz},
			{Do: "Sign in in a browser", Run: `azd auth login [--tenant-id {tenant}] [--scope {scope}]`, For: forAzd},
			{Do: "Use a service principal or a managed identity for what runs unattended"},
		},
		See:     Source{"https://learn.microsoft.com/entra/identity-platform/reference-error-codes", "2026-11-22"},
		Codes:   []string{"AADSTS50158"},
		Phrases: []string{"external security challenge not satisfied", "external security challenge was not satisfied"},
	}
	ConditionalAccessBlocked = &Cause{
		Slug:     "conditional-access-blocked",
		Severity: Error,
		Title:    "A Conditional Access policy blocks this sign-in",
		Why:      "The account is known and the sign-in is right, but a policy of the tenant forbids a token under these circumstances: the place, the app, the risk or the way of signing in.",
		Fixes: []Fix{
			{Do: "Send the correlation ID and the time to an administrator, who finds the policy in the sign-in logs"},
			{Do: "Sign in from the network, the device and in the way that the policy allows: often a browser rather than a device code", Run: `az login [--tenant {tenant}]`, For: forAz},
			{Do: "Sign in in a browser rather than by a device code", Run: `azd auth login --use-device-code=false [--tenant-id {tenant}]`, For: forAzd},
		},
		Avoid:   "Signing in again in the same way from the same place cannot help, whatever az suggests.",
		See:     Source{"https://learn.microsoft.com/entra/identity/conditional-access/troubleshoot-conditional-access", "2026-11-22"},
		Codes:   []string{"AADSTS53003", "AADSTS50131", "AADSTS53005", "AADSTS53011", "AADSTS530031", "AADSTS530032", "AADSTS530035", "AADSTS530034", "AADSTS530036"},
		Phrases: []string{"access has been blocked by conditional access policies", "access policy does not allow token issuance", "blocked by security defaults", "does not meet the criteria to access this resource"},
	}
	ConditionalAccessDevice = &Cause{
		Slug:     "conditional-access-device",
		Severity: Error,
		Title:    "The tenant wants a managed device, and this is not one to it",
		Why:      "A Conditional Access policy asks for a device that is joined, compliant or of a supported kind. Device codes, WSL, containers and most browsers but the device's own cannot show that.",
		Fixes: []Fix{
			{Do: "Sign in on a joined device, through its own broker or browser", Run: `az login [--tenant {tenant}]`, For: forAz},
			{Do: "Sign in on a joined device, in its own browser", Run: `azd auth login --use-device-code=false [--tenant-id {tenant}]`, For: forAzd},
			{Do: "Enrol the device in the organisation's management, or ask an administrator to exempt it"},
			{Do: "Use a managed identity or a service principal on machines that can never be enrolled"},
		},
		Avoid: "A device code cannot help: it never shows which device asks.",
		See:   Source{"https://learn.microsoft.com/entra/identity/conditional-access/troubleshoot-conditional-access", "2026-11-22"},
		Codes: []string{"AADSTS53000", "AADSTS53001", "AADSTS53002", "AADSTS53009", "AADSTS50097", "AADSTS50005", "AADSTS50127", "AADSTS50129", "AADSTS50155", "AADSTS50187", "AADSTS530001", "AADSTS530002", "AADSTS530003", "AADSTS530021", "AADSTS530033", "AADSTS700003", "AADSTS135011", "AADSTS530004"},
		Phrases: []string{
			"your device is required to be managed", "your device is required to be compliant", "device must be managed to access", "requires the device requesting access to be managed",
			"requires the device that's requesting access to be managed", "device authentication is required", "device is not in required device state", "device is not in required state",
			"requires a compliant device", "requires a domain joined device", "aad … device is not authenticated", "application needs to enforce intune protection policies",
			"device object was not found in the tenant",
		},
	}
	ConditionalAccessTokenProtection = &Cause{
		Slug:     "conditional-access-token-protection",
		Severity: Error,
		Title:    "The tenant binds tokens to devices, which this tool cannot do",
		Why:      "A Conditional Access policy for token protection accepts only sign-ins that are bound to the device by its broker. A command line's sign-in is not.",
		Fixes: []Fix{
			{Do: "Ask an administrator to exempt the command lines or this account from token protection"},
			{Do: "Use az on Windows with its account broker, where the policy accepts that", Run: `az config set core.enable_broker_on_windows=true`, For: forAz},
			{Do: "Use a managed identity or a service principal, to which the policy does not apply"},
		},
		Avoid:   "Signing in again cannot help, in a browser or by a code.",
		See:     Source{"https://learn.microsoft.com/entra/identity/conditional-access/concept-token-protection", "2026-11-22"},
		Codes:   []string{"AADSTS530084"},
		Phrases: []string{"conditional access token protection policy", "policy requiring token protection"},
	}
	PasswordWrong = &Cause{
		Slug:     "password-wrong",
		Severity: Error,
		Title:    "The user name or the password is wrong",
		Why:      "Entra knows the account and refused the password, or was sent a password for an account that has none there.",
		Fixes: []Fix{
			{Do: "Sign in in a browser, which also works with a second factor", Run: `az login [--tenant {tenant}]`, For: forAz},
			{Do: "Sign in in a browser", Run: `azd auth login [--tenant-id {tenant}]`, For: forAzd},
			{Do: "Drop AZURE_USERNAME and AZURE_PASSWORD: signing in by password is deprecated", Run: `unset AZURE_USERNAME AZURE_PASSWORD`},
		},
		Avoid: "Do not try further passwords in a script: the account locks.",
		See:   Source{"https://learn.microsoft.com/entra/identity-platform/reference-error-codes", "2026-11-22"},
		Codes: []string{"AADSTS50126", "AADSTS50056", "AADSTS50064", "AADSTS50054"},
		Phrases: []string{
			"error validating credentials due to invalid username or password", "invalid or null password: password does not exist", "password does not exist in the directory for this user",
			"'error_description': 'invalid username or password",
		},
	}
	PasswordExpired = &Cause{
		Slug:     "password-expired",
		Severity: Error,
		Title:    "The password has expired or must be changed",
		Why:      "Entra, or the local Active Directory behind it, takes no sign-in before a new password is set.",
		Fixes: []Fix{
			{Do: "Change the password at https://mysignins.microsoft.com, or on the company's own system"},
			{Do: "Sign in again", Run: `az login [--tenant {tenant}]`, For: forAz, Then: true},
			{Do: "Sign in again", Run: `azd auth login [--tenant-id {tenant}]`, For: forAzd, Then: true},
		},
		See:     Source{"https://learn.microsoft.com/entra/identity-platform/reference-error-codes", "2026-11-22"},
		Codes:   []string{"AADSTS50055", "AADSTS50144", "AADSTS50135", "AADSTS50142", "AADSTS50137"},
		Phrases: []string{"aad … password is expired", "the password is expired. change your password", "user's active directory password has expired", "aad … password change is required due to"},
	}
	AccountLocked = &Cause{
		Slug:     "account-locked",
		Severity: Error,
		Title:    "The account is locked, or this address is blocked",
		Why:      "Too many failed attempts lock an account for a while, and Entra blocks addresses with a bad record. A program that goes on with an old password is the usual source.",
		Fixes: []Fix{
			{Do: "Stop what still tries an old password, and wait until the lock ends"},
			{Do: "Reset the password, or ask an administrator to unblock the account"},
		},
		See:     Source{"https://learn.microsoft.com/entra/identity/authentication/howto-password-smart-lockout", "2026-11-22"},
		Codes:   []string{"AADSTS50053", "AADSTS500532"},
		Phrases: []string{"you've tried to sign in too many times with an incorrect user id or password", "the account is locked, you've tried", "came from an ip address with malicious activity"},
	}
	AccountDisabled = &Cause{
		Slug:     "account-disabled",
		Severity: Error,
		Title:    "The account is disabled",
		Why:      "An administrator switched the account off in the tenant that was asked. It may be well in another.",
		Fixes: []Fix{
			{Do: "Ask an administrator of the tenant to enable the account"},
			{Do: "Sign in to a tenant in which the account is enabled", Run: `az login --tenant {other-tenant}`, For: forAz},
			{Do: "Sign in to a tenant in which the account is enabled", Run: `azd auth login --tenant-id {other-tenant}`, For: forAzd},
		},
		Avoid:   "Signing in again to the same tenant cannot help.",
		See:     Source{"https://learn.microsoft.com/entra/identity-platform/reference-error-codes", "2026-11-22"},
		Codes:   []string{"AADSTS50057", "AADSTS500571"},
		Phrases: []string{"aad … user account is disabled"},
	}
	UserNotInTenant = &Cause{
		Slug:     "user-not-in-tenant",
		Severity: Error,
		Title:    "The account does not exist in the tenant that was asked",
		Why:      "The sign-in went to a tenant in which the account is neither a member nor a guest: often the wrong tenant, or a personal Microsoft account.",
		Fixes: []Fix{
			{Do: "Sign in to this tenant with an account that it has", Run: `az login --tenant {tenant}`, For: forAz},
			{Do: "Sign in to this tenant with an account that it has", Run: `azd auth login --tenant-id {tenant}`, For: forAzd},
			{Do: "Sign in to the account's own tenant, or to one that has it as a guest", Run: `az login --tenant {other-tenant}`, For: forAz},
			{Do: "Sign in to the account's own tenant, or to one that has it as a guest", Run: `azd auth login --tenant-id {other-tenant}`, For: forAzd},
			{Do: "Ask an administrator of the tenant to invite the account as a guest, and accept the invitation"},
		},
		See:   Source{"https://learn.microsoft.com/troubleshoot/entra/entra-id/app-integration/error-code-aadsts50020-user-account-identity-provider-does-not-exist", "2026-11-22"},
		Codes: []string{"AADSTS50020", "AADSTS50034", "AADSTS51004", "AADSTS90072", "AADSTS500200", "AADSTS500202", "AADSTS500208", "AADSTS50014", "AADSTS16000", "AADSTS16003", "AADSTS500207", "AADSTS500341", "AADSTS90125", "AADSTS90126", "AADSTS50177", "AADSTS50178", "AADSTS500204", "AADSTS500205"},
		Phrases: []string{
			"needs to be added as an external user in the tenant", "user account … from identity provider … does not exist in tenant", "aad … user account … does not exist in tenant",
			"aad … user account … does not exist in the … directory", "selected user account does not exist in tenant", "needs to be invited as guest into the tenant",
			"to sign into this application, the account must be added to the", "is a personal microsoft account. personal microsoft accounts are not supported", "unsupported user type 'unknown'",
			"ropc does not support msa accounts",
			// github.com/AzureAD/azure-activedirectory-library-for-dotnet AdalError.cs and Internal/Constants.cs, read 2026-11-23.
			"unknown_user_type: unknown user type",
			"server returned an unknown accounttype: unknown", // ADAL, of a name that no tenant knows
			// github.com/Azure/azure-powershell src/Accounts/Accounts Resources.resx, read 2026-11-23.
			"please ensure that the provided user is found in the provided tenant domain",
		},
	}
	UserNotAssignedToApp = &Cause{
		Slug:     "user-not-assigned-to-app",
		Severity: Error,
		Title:    "The application admits only those assigned to it",
		Why:      "The enterprise application requires assignment, and neither the account nor a group that it is a direct member of is assigned.",
		Fixes: []Fix{
			{Do: "Ask an administrator to assign the account or its group to the enterprise application, under Users and groups"},
			{Do: "See whether the application requires assignment", Run: `az ad sp show --id {client-id} --query appRoleAssignmentRequired`},
		},
		See:     Source{"https://learn.microsoft.com/entra/identity-platform/reference-error-codes", "2026-11-22"},
		Codes:   []string{"AADSTS50105", "AADSTS501051"},
		Phrases: []string{"is not assigned to a role for the application", "to block users unless they are specifically granted"},
	}
	ConsentRequired = &Cause{
		Slug:     "consent-required",
		Severity: Error,
		Title:    "Nobody has consented to what the application asks",
		Why:      "The application asks for permissions that neither this user nor an administrator of the tenant has granted it, and it cannot show the question itself.",
		Fixes: []Fix{
			{Do: "Sign in in a browser for this scope and consent there", Run: `az login [--tenant {tenant}] [--scope {scope}]`, For: forAz},
			{Do: "Sign in in a browser for this scope and consent there", Run: `azd auth login [--tenant-id {tenant}] [--scope {scope}]`, For: forAzd},
			{Do: "Have an administrator consent for the whole tenant, for an application of your own", Run: `az ad app permission admin-consent --id {client-id}`},
		},
		See:   Source{"https://learn.microsoft.com/entra/identity-platform/application-consent-experience", "2026-11-22"},
		Codes: []string{"AADSTS65001", "AADSTS65004", "AADSTS90008", "AADSTS90094", "AADSTS90095", "AADSTS650056"},
		Phrases: []string{
			"has not consented to use the application", "send an interactive authorization request for this user and resource", "user declined to consent",
			"permission to access resources in your organization that only an admin can grant", "admin consent is required for the permissions requested by this application",
		},
	}
	FirstPartyPreauthorizationMissing = &Cause{
		Slug:     "first-party-preauthorization-missing",
		Severity: Error,
		Title:    "This Microsoft tool may not call that Microsoft service",
		Why:      "Microsoft's own applications may call each other only where Microsoft has allowed the pair. No setting of a tenant changes that.",
		Fixes: []Fix{
			{Do: "Use another tool's sign-in for this service: az, Azure PowerShell or an application of your own"},
			{Do: "Leave the other credentials out of the chain", Run: `export AZURE_TOKEN_CREDENTIALS=AzureCLICredential`},
		},
		Avoid:   "Consent cannot help, not even an administrator's.",
		See:     Source{"https://learn.microsoft.com/entra/identity-platform/reference-error-codes", "2026-11-22"},
		Codes:   []string{"AADSTS65002"},
		Phrases: []string{"consent between first party application"},
	}
	ADFSRejected = &Cause{
		Slug:     "adfs-rejected",
		Severity: Error,
		Title:    "The company's own sign-in server refused",
		Why:      "The domain is federated: Entra sends user name and password on to AD FS or another provider by WS-Trust, and that turned them down or does not offer this way.",
		Fixes: []Fix{
			{Do: "Sign in in a browser, where the provider shows its own page", Run: `az login [--tenant {tenant}]`, For: forAz},
			{Do: "Sign in in a browser, where the provider shows its own page", Run: `azd auth login [--tenant-id {tenant}]`, For: forAzd},
			{Do: "Use a service principal or a managed identity for what runs unattended"},
		},
		See: Source{"https://learn.microsoft.com/entra/identity-platform/v2-oauth-ropc", "2026-11-22"},
		Phrases: []string{
			"id3242", "ws-trust … failedauthentication", "wstrust … error", "federated service at … returned error", "error parsing ws-trust response", "ws-trust rst request returned http error",
			"ws-trust endpoint", "federated_service_returned_error", "parsing_wstrust_response_failed",
			"accessing ws metadata exchange failed", "parsing ws metadata exchange failed",
			// github.com/AzureAD/azure-activedirectory-library-for-dotnet Internal/Constants.cs,
			// learn.microsoft.com/uwp/api/windows.security.authentication.web.core.webprovidererror.errorcode, read 2026-11-23.
			"federation metadata url is missing for federated user", "could not discover endpoint for integrate windows authentication",
		},
		Codes: []string{"AADSTS50008", "AADSTS5000819", "AADSTS20001", "AADSTS20012", "AADSTS20033", "AADSTS50107"},
	}
	DeviceCodeExpired = &Cause{
		Slug:     "device-code-expired",
		Severity: Error,
		Title:    "The device code was not used in time",
		Why:      "A device code is good for about 15 minutes. Nobody entered it and finished signing in by then, or the sign-in was declined.",
		Fixes: []Fix{
			{Do: "Ask for a new code and enter it at once", Run: `az login --use-device-code [--tenant {tenant}]`, For: forAz},
			{Do: "Ask for a new code and enter it at once", Run: `azd auth login --use-device-code [--tenant-id {tenant}]`, For: forAzd},
			{Do: "Use a credential that needs nobody in pipelines: workload identity, managed identity, service principal"},
		},
		See:   Source{"https://learn.microsoft.com/entra/identity-platform/v2-oauth2-device-code", "2026-11-22"},
		Codes: []string{"AADSTS70016", "AADSTS70018", "AADSTS70019", "AADSTS70020"},
		Phrases: []string{
			"verification code expired before contacting the server", "aad … verification code expired", "signin failed: verification code expired", "unexpected polling state code_expired",
			"devicetoken: … code expired", "this device code has expired", "device_code_expired", "msal4j … expired device code", "authenticationerror: timed out waiting for user to authenticate",
			"get_token failed: timed out waiting for user to authenticate",
			"user_timeout_reached: user defined timeout for device code",
			// github.com/AzureAD/microsoft-authentication-library-for-js ClientAuthError.ts, read 2026-11-23.
			"device_code_polling_cancelled", "device code stopped polling for unknown reasons",
			// azidentity for Go, as public projects record its errors, read 2026-11-23.
			"devicecodecredential: context deadline exceeded",
		},
	}
)

var userSignIn = []*Cause{
	RefreshTokenExpired,
	RefreshTokenRevoked,
	MFARequired,
	ClaimsChallengeRequired,
	ExternalChallengeRequired,
	ConditionalAccessBlocked,
	ConditionalAccessDevice,
	ConditionalAccessTokenProtection,
	PasswordWrong,
	PasswordExpired,
	AccountLocked,
	AccountDisabled,
	UserNotInTenant,
	UserNotAssignedToApp,
	ConsentRequired,
	FirstPartyPreauthorizationMissing,
	ADFSRejected,
	DeviceCodeExpired,
}
