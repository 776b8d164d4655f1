package cause

// The causes of federation: workload identity, GitHub Actions, Azure Pipelines.
var (
	FederatedCredentialMissing = &Cause{
		Slug:     "federated-credential-missing",
		Severity: Error,
		Title:    "the app or identity has no federated credential at all",
	}
	FederatedCredentialMismatch = &Cause{
		Slug:     "federated-credential-mismatch",
		Severity: Error,
		Title:    "no federated credential matches, and the text does not say which part",
	}
	FederatedSubjectMismatch = &Cause{
		Slug:     "federated-subject-mismatch",
		Severity: Error,
		Title:    "the subject differs, perhaps only in case",
	}
	FederatedIssuerMismatch = &Cause{
		Slug:     "federated-issuer-mismatch",
		Severity: Error,
		Title:    "the issuer differs, often a slash or a cluster without OIDC issuer",
	}
	FederatedAudienceMismatch = &Cause{
		Slug:     "federated-audience-mismatch",
		Severity: Error,
		Title:    "the audience is not api://AzureADTokenExchange",
	}
	FederatedTokenExpired = &Cause{
		Slug:     "federated-token-expired",
		Severity: Error,
		Title:    "the assertion is outside its validity: job outlived it, or clock",
	}
	FederatedTokenEntraIssued = &Cause{
		Slug:     "federated-token-entra-issued",
		Severity: Error,
		Title:    "an Entra-issued token was used as the assertion",
	}
	FederatedTokenFileMissing = &Cause{
		Slug:     "federated-token-file-missing",
		Severity: Error,
		Title:    "the token file is not set, not there or empty",
	}
	OIDCIssuerUnreachable = &Cause{
		Slug:     "oidc-issuer-unreachable",
		Severity: Error,
		Title:    "Entra cannot fetch the issuer's keys",
	}
	OIDCRequestFailed = &Cause{
		Slug:     "oidc-request-failed",
		Severity: Error,
		Title:    "the CI host could not hand out its OIDC token",
	}
	GitHubIDTokenPermissionMissing = &Cause{
		Slug:     "github-id-token-permission-missing",
		Severity: Error,
		Title:    "the job lacks 'permissions: id-token: write'",
	}
	WorkloadIdentityNotInjected = &Cause{
		Slug:     "workload-identity-not-injected",
		Severity: Error,
		Title:    "the pod lacks the label, the service account its annotation, so variables are missing",
	}
	ServiceConnectionNotFound = &Cause{
		Slug:     "service-connection-not-found",
		Severity: Error,
		Title:    "the pipeline names no such service connection",
	}
)

var federation = []*Cause{
	FederatedCredentialMissing,
	FederatedCredentialMismatch,
	FederatedSubjectMismatch,
	FederatedIssuerMismatch,
	FederatedAudienceMismatch,
	FederatedTokenExpired,
	FederatedTokenEntraIssued,
	FederatedTokenFileMissing,
	OIDCIssuerUnreachable,
	OIDCRequestFailed,
	GitHubIDTokenPermissionMissing,
	WorkloadIdentityNotInjected,
	ServiceConnectionNotFound,
}
