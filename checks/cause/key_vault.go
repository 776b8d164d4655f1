package cause

// The causes of Key Vault.
var (
	KeyVaultNameInvalid = &Cause{
		Slug:     "keyvault-name-invalid",
		Severity: Error,
		Title:    "the name or URL cannot be a vault",
	}
	KeyVaultNotFound = &Cause{
		Slug:     "keyvault-not-found",
		Severity: Error,
		Title:    "the vault's host name does not resolve",
	}
	KeyVaultTenantWrong = &Cause{
		Slug:     "keyvault-tenant-wrong",
		Severity: Error,
		Title:    "the token is from another tenant than the vault's",
	}
	KeyVaultAudienceWrong = &Cause{
		Slug:     "keyvault-audience-wrong",
		Severity: Error,
		Title:    "the token is for another resource",
	}
	KeyVaultRBACMissing = &Cause{
		Slug:     "keyvault-rbac-missing",
		Severity: Error,
		Title:    "no role with the data action on an RBAC vault",
	}
	KeyVaultAccessPolicyMissing = &Cause{
		Slug:     "keyvault-access-policy-missing",
		Severity: Error,
		Title:    "no access policy with the permission",
	}
	KeyVaultFirewall = &Cause{
		Slug:     "keyvault-firewall",
		Severity: Error,
		Title:    "the caller's address is not allowed",
	}
	KeyVaultPrivateLink = &Cause{
		Slug:     "keyvault-private-link",
		Severity: Error,
		Title:    "only private connections are accepted, and this is not one",
	}
	KeyVaultPrivateDNS = &Cause{
		Slug:     "keyvault-private-dns",
		Severity: Error,
		Title:    "the vault has a private endpoint and this resolver does not lead to it",
	}
	KeyVaultSecretNotFound = &Cause{
		Slug:     "keyvault-secret-not-found",
		Severity: Error,
		Title:    "authorised, but no such secret",
	}
	KeyVaultSecretDisabled = &Cause{
		Slug:     "keyvault-secret-disabled",
		Severity: Error,
		Title:    "the secret is disabled",
	}
	KeyVaultSecretOutsideValidity = &Cause{
		Slug:     "keyvault-secret-outside-validity",
		Severity: Error,
		Title:    "the secret is expired or not yet valid",
	}
	KeyVaultThrottled = &Cause{
		Slug:     "keyvault-throttled",
		Severity: Error,
		Title:    "Key Vault is throttling",
	}
	KeyVaultUnreachable = &Cause{
		Slug:     "keyvault-unreachable",
		Severity: Error,
		Title:    "the name resolves and nothing usable answers",
	}
	KeyVaultNameConflict = &Cause{
		Slug:     "keyvault-name-conflict",
		Severity: Error,
		Title:    "the vault is named twice, and the names differ",
	}
)

var keyVault = []*Cause{
	KeyVaultNameInvalid,
	KeyVaultNotFound,
	KeyVaultTenantWrong,
	KeyVaultAudienceWrong,
	KeyVaultRBACMissing,
	KeyVaultAccessPolicyMissing,
	KeyVaultFirewall,
	KeyVaultPrivateLink,
	KeyVaultPrivateDNS,
	KeyVaultSecretNotFound,
	KeyVaultSecretDisabled,
	KeyVaultSecretOutsideValidity,
	KeyVaultThrottled,
	KeyVaultUnreachable,
	KeyVaultNameConflict,
}
