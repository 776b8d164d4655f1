package cause

// The causes of managed identity.
var (
	IMDSUnreachable = &Cause{
		Slug:     "imds-unreachable",
		Severity: Error,
		Title:    "nothing answers at the metadata address: not an Azure host, or blocked",
	}
	IMDSIntercepted = &Cause{
		Slug:     "imds-intercepted",
		Severity: Error,
		Title:    "something else answers at the metadata address (Docker Desktop, another cloud, a captive portal)",
	}
	IMDSProxied = &Cause{
		Slug:     "imds-proxied",
		Severity: Error,
		Title:    "the request went through a proxy",
	}
	IMDSThrottled = &Cause{
		Slug:     "imds-throttled",
		Severity: Error,
		Title:    "IMDS is throttling",
	}
	IMDSServerError = &Cause{
		Slug:     "imds-server-error",
		Severity: Error,
		Title:    "IMDS or its back end failed or is updating",
	}
	IMDSBadRequest = &Cause{
		Slug:     "imds-bad-request",
		Severity: Error,
		Title:    "the request itself is malformed",
	}
	IdentityNotAssigned = &Cause{
		Slug:     "identity-not-assigned",
		Severity: Error,
		Title:    "the identity asked for is not assigned to this host, or none is",
	}
	IdentityAmbiguous = &Cause{
		Slug:     "identity-ambiguous",
		Severity: Error,
		Title:    "several user-assigned identities and none selected",
	}
	IdentityClientIDMissing = &Cause{
		Slug:     "identity-client-id-missing",
		Severity: Error,
		Title:    "this host has only a user-assigned identity, or needs one named, and none was named",
	}
	IdentitySelectorUnsupported = &Cause{
		Slug:     "identity-selector-unsupported",
		Severity: Error,
		Title:    "this host takes no client ID or resource ID",
	}
	ManagedIdentityEndpointFailed = &Cause{
		Slug:     "managed-identity-endpoint-failed",
		Severity: Error,
		Title:    "the host's own token service failed",
	}
	ArcKeyUnreadable = &Cause{
		Slug:     "arc-key-unreadable",
		Severity: Error,
		Title:    "the Arc challenge file cannot be read by this user",
	}
	ArcNotDetected = &Cause{
		Slug:     "arc-not-detected",
		Severity: Error,
		Title:    "an Arc host, but the program went to IMDS",
	}
	PodIdentityBindingMissing = &Cause{
		Slug:     "pod-identity-binding-missing",
		Severity: Error,
		Title:    "legacy AAD pod identity has no binding or assignment for the pod",
	}
)

var managedIdentity = []*Cause{
	IMDSUnreachable,
	IMDSIntercepted,
	IMDSProxied,
	IMDSThrottled,
	IMDSServerError,
	IMDSBadRequest,
	IdentityNotAssigned,
	IdentityAmbiguous,
	IdentityClientIDMissing,
	IdentitySelectorUnsupported,
	ManagedIdentityEndpointFailed,
	ArcKeyUnreadable,
	ArcNotDetected,
	PodIdentityBindingMissing,
}
