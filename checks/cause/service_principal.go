package cause

// The causes of service principals and environment variables.
var (
	EnvIncomplete = &Cause{
		Slug:     "env-incomplete",
		Severity: Error,
		Title:    "some but not all of a credential's variables or inputs are set",
	}
	EnvMalformed = &Cause{
		Slug:     "env-malformed",
		Severity: Error,
		Title:    "a variable is empty, quoted, padded, a placeholder or of the wrong shape",
	}
	ClientSecretWrong = &Cause{
		Slug:     "client-secret-wrong",
		Severity: Error,
		Title:    "the secret is not this app's (wrong app, stale copy, or the secret's ID)",
	}
	ClientSecretExpired = &Cause{
		Slug:     "client-secret-expired",
		Severity: Error,
		Title:    "the secret expired",
	}
	ClientCredentialMissing = &Cause{
		Slug:     "client-credential-missing",
		Severity: Error,
		Title:    "the app is confidential and no secret or assertion was sent, or the reverse",
	}
	CertificateNotRegistered = &Cause{
		Slug:     "certificate-not-registered",
		Severity: Error,
		Title:    "the certificate is not on the app registration",
	}
	CertificateExpired = &Cause{
		Slug:     "certificate-expired",
		Severity: Error,
		Title:    "the client certificate is out of its validity",
	}
	CertificateUnreadable = &Cause{
		Slug:     "certificate-unreadable",
		Severity: Error,
		Title:    "the certificate file is missing, encrypted or of the wrong format",
	}
	AppNotFoundInTenant = &Cause{
		Slug:     "app-not-found-in-tenant",
		Severity: Error,
		Title:    "no such application in this tenant",
	}
	AppDisabled = &Cause{
		Slug:     "app-disabled",
		Severity: Error,
		Title:    "the application or its service principal is disabled",
	}
	AppRequestsTokenForItself = &Cause{
		Slug:     "app-requests-token-for-itself",
		Severity: Error,
		Title:    "an app asks a token for itself by name",
	}
	TokenCredentialsInvalid = &Cause{
		Slug:     "token-credentials-invalid",
		Severity: Error,
		Title:    "AZURE_TOKEN_CREDENTIALS holds a value this SDK rejects",
	}
	EnvConflict = &Cause{
		Slug:     "env-conflict",
		Severity: Error,
		Title:    "two credentials are configured at once, and the one that wins may not be the one that was meant",
	}
	EnvVariableUnread = &Cause{
		Slug:     "env-variable-unread",
		Severity: Error,
		Title:    "a variable is set that no SDK reads",
	}
	UsernamePasswordDeprecated = &Cause{
		Slug:     "username-password-deprecated",
		Severity: Warning,
		Title:    "A user's name and password are configured, which no tenant that asks for a second factor accepts",
		Why: "EnvironmentCredential still reads AZURE_USERNAME and AZURE_PASSWORD, but the flow behind them is deprecated: it cannot answer a second factor, " +
			"and Entra ID requires one of every user who signs in to Azure. azdoctor never sends a password.",
		Fixes: []Fix{
			{Do: "Remove the user name and the password, and sign in through the Azure CLI", Run: "unset AZURE_USERNAME AZURE_PASSWORD"},
			{Do: "Give the program a service principal or a managed identity instead"},
		},
		Avoid: "Exempting the user from multifactor authentication leaves a password that opens the subscription.",
		See:   Source{URL: "https://learn.microsoft.com/entra/identity/authentication/concept-mandatory-multifactor-authentication", Read: "2026-11-22"},
	}
)

var servicePrincipal = []*Cause{
	EnvIncomplete,
	EnvMalformed,
	ClientSecretWrong,
	ClientSecretExpired,
	ClientCredentialMissing,
	CertificateNotRegistered,
	CertificateExpired,
	CertificateUnreadable,
	AppNotFoundInTenant,
	AppDisabled,
	AppRequestsTokenForItself,
	TokenCredentialsInvalid,
	EnvConflict,
	EnvVariableUnread,
	UsernamePasswordDeprecated,
}
