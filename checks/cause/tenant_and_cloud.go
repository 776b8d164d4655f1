package cause

// The causes of tenant, cloud and resource.
var (
	TenantNotFound = &Cause{
		Slug:     "tenant-not-found",
		Severity: Error,
		Title:    "no such tenant in this cloud",
	}
	TenantMalformed = &Cause{
		Slug:     "tenant-malformed",
		Severity: Error,
		Title:    "the tenant value is not a GUID or a domain",
	}
	TenantNotSpecified = &Cause{
		Slug:     "tenant-not-specified",
		Severity: Error,
		Title:    "an app token was asked from 'common'/'organizations'",
	}
	TenantDecommissioned = &Cause{
		Slug:     "tenant-decommissioned",
		Severity: Error,
		Title:    "the tenant is gone or blocked",
	}
	TenantWrong = &Cause{
		Slug:     "tenant-wrong",
		Severity: Error,
		Title:    "signed in to another tenant than the resource's",
	}
	TenantNotAllowed = &Cause{
		Slug:     "tenant-not-allowed",
		Severity: Error,
		Title:    "the credential may not ask tokens for that tenant",
	}
	CloudWrong = &Cause{
		Slug:     "cloud-wrong",
		Severity: Error,
		Title:    "authority, account and resource are in different clouds",
	}
	ResourceNotFoundInTenant = &Cause{
		Slug:     "resource-not-found-in-tenant",
		Severity: Error,
		Title:    "the audience is misspelt or not present in the tenant",
	}
	ResourceDisabled = &Cause{
		Slug:     "resource-disabled",
		Severity: Error,
		Title:    "the resource's service principal or subscription is disabled",
	}
	TokenWrongAudience = &Cause{
		Slug:     "token-wrong-audience",
		Severity: Error,
		Title:    "a token for one resource was sent to another (not a vault)",
	}
	AuthorizationMissing = &Cause{
		Slug:     "authorization-missing",
		Severity: Error,
		Title:    "signed in, but no role on the management plane",
	}
	EntraThrottled = &Cause{
		Slug:     "entra-throttled",
		Severity: Error,
		Title:    "Entra is throttling this caller",
	}
	EntraUnavailable = &Cause{
		Slug:     "entra-unavailable",
		Severity: Error,
		Title:    "Entra answered 5xx or a transient code",
	}
)

var tenantAndCloud = []*Cause{
	TenantNotFound,
	TenantMalformed,
	TenantNotSpecified,
	TenantDecommissioned,
	TenantWrong,
	TenantNotAllowed,
	CloudWrong,
	ResourceNotFoundInTenant,
	ResourceDisabled,
	TokenWrongAudience,
	AuthorizationMissing,
	EntraThrottled,
	EntraUnavailable,
}
