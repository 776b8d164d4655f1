package cause

// The causes of a user's sign-in to Microsoft Entra ID.
var (
	RefreshTokenExpired = &Cause{
		Slug:     "refresh-token-expired",
		Severity: Error,
		Title:    "the stored sign-in aged out, by inactivity or by sign-in frequency",
	}
	RefreshTokenRevoked = &Cause{
		Slug:     "refresh-token-revoked",
		Severity: Error,
		Title:    "the stored sign-in was revoked: password change or admin",
	}
	MFARequired = &Cause{
		Slug:     "mfa-required",
		Severity: Error,
		Title:    "this tenant or resource needs a stronger sign-in than the stored one",
	}
	ClaimsChallengeRequired = &Cause{
		Slug:     "claims-challenge-required",
		Severity: Error,
		Title:    "Conditional Access wants the claims of a challenge satisfied",
	}
	ExternalChallengeRequired = &Cause{
		Slug:     "external-challenge-required",
		Severity: Error,
		Title:    "a third-party factor was not satisfied",
	}
	ConditionalAccessBlocked = &Cause{
		Slug:     "conditional-access-blocked",
		Severity: Error,
		Title:    "a Conditional Access policy blocks the sign-in; signing in again cannot help",
	}
	ConditionalAccessDevice = &Cause{
		Slug:     "conditional-access-device",
		Severity: Error,
		Title:    "the policy wants a managed, compliant, joined or supported device",
	}
	ConditionalAccessTokenProtection = &Cause{
		Slug:     "conditional-access-token-protection",
		Severity: Error,
		Title:    "the policy binds tokens to the device; a command line cannot satisfy it",
	}
	PasswordWrong = &Cause{
		Slug:     "password-wrong",
		Severity: Error,
		Title:    "wrong user name or password",
	}
	PasswordExpired = &Cause{
		Slug:     "password-expired",
		Severity: Error,
		Title:    "the password expired or must change",
	}
	AccountLocked = &Cause{
		Slug:     "account-locked",
		Severity: Error,
		Title:    "too many attempts, or a blocked address",
	}
	AccountDisabled = &Cause{
		Slug:     "account-disabled",
		Severity: Error,
		Title:    "the account is disabled",
	}
	UserNotInTenant = &Cause{
		Slug:     "user-not-in-tenant",
		Severity: Error,
		Title:    "the account does not exist in the tenant asked (guest, personal account, wrong tenant)",
	}
	UserNotAssignedToApp = &Cause{
		Slug:     "user-not-assigned-to-app",
		Severity: Error,
		Title:    "the app requires assignment and the user has none",
	}
	ConsentRequired = &Cause{
		Slug:     "consent-required",
		Severity: Error,
		Title:    "the app lacks consent for what it asks",
	}
	FirstPartyPreauthorizationMissing = &Cause{
		Slug:     "first-party-preauthorization-missing",
		Severity: Error,
		Title:    "this Microsoft client may not call that Microsoft API",
	}
	ADFSRejected = &Cause{
		Slug:     "adfs-rejected",
		Severity: Error,
		Title:    "the federated identity provider refused the sign-in",
	}
	DeviceCodeExpired = &Cause{
		Slug:     "device-code-expired",
		Severity: Error,
		Title:    "the device code was not redeemed in time",
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
