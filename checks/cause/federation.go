package cause

// The causes of federation: workload identity, GitHub Actions, Azure Pipelines.
var (
	FederatedCredentialMissing = &Cause{
		Slug:     "federated-credential-missing",
		Severity: Error,
		Title:    "The application trusts no outside token at all",
		Why:      "The program offers another issuer's token in place of a secret, and the application or identity has no federated credential that would let it.",
		Fixes: []Fix{
			{Do: "Add one to a managed identity", Run: `az identity federated-credential create --name CREDENTIAL_NAME --identity-name IDENTITY_NAME --resource-group {resource-group} --issuer {issuer} --subject {subject} --audiences api://AzureADTokenExchange`},
			{Do: "Add one to an application, in the portal under Certificates and secrets"},
			{Do: "See those of an application", Run: `az ad app federated-credential list --id {client-id}`},
			{Do: "Check that the client ID is that of the application or identity which has the federated credential"},
		},
		See:     Source{"https://learn.microsoft.com/entra/workload-id/workload-identity-federation-create-trust", "2026-11-22"},
		Codes:   []string{"AADSTS70025", "AADSTS7000226"},
		Phrases: []string{"has no configured federated identity credentials"},
	}
	FederatedCredentialMismatch = &Cause{
		Slug:     "federated-credential-mismatch",
		Severity: Error,
		Title:    "No federated credential fits the token that was offered",
		Why:      "Issuer, subject and audience of the token must each equal those of one federated credential, letter for letter. At least one of them differs, and the answer does not say which. A new credential takes some minutes to count.",
		Fixes: []Fix{
			{Do: "Compare with the federated credentials of a managed identity", Run: `az identity federated-credential list --identity-name IDENTITY_NAME --resource-group {resource-group}`},
			{Do: "Compare with those of an application", Run: `az ad app federated-credential list --id {client-id}`},
			{Do: "Look first at the slash at the end of the issuer and at upper and lower case in the subject"},
		},
		See:     Source{"https://learn.microsoft.com/entra/workload-id/workload-identity-federation-considerations", "2026-11-22"},
		Codes:   []string{"AADSTS70021", "AADSTS7000227"},
		Phrases: []string{"no matching federated identity record found", "federated identity record found for presented assertion."},
	}
	FederatedSubjectMismatch = &Cause{
		Slug:     "federated-subject-mismatch",
		Severity: Error,
		Title:    "No federated credential has this token's subject",
		Why: "The subject names who asks: a repository with its branch, environment or pull request, or a service account. It is compared letter for letter, upper and lower case included. " +
			"GitHub writes the numbers of owner and repository into it where the repository was made, renamed or transferred after July 15, 2026, or has asked for that.",
		Fixes: []Fix{
			{Do: "Add a federated credential for this subject to a managed identity", Run: `az identity federated-credential create --name CREDENTIAL_NAME --identity-name IDENTITY_NAME --resource-group {resource-group} --issuer {issuer} --subject {subject} --audiences api://AzureADTokenExchange`},
			{Do: "Compare with the federated credentials of an application", Run: `az ad app federated-credential list --id {client-id}`},
			{Do: "Add one to the application for this subject, in the portal under Certificates and secrets", Then: true},
			{Do: "Run the job from the branch, environment or event that an existing credential names"},
		},
		See:     Source{"https://learn.microsoft.com/entra/workload-id/workload-identities-github-immutable-subjects", "2026-11-22"},
		Codes:   []string{"AADSTS700213", "AADSTS7002138", "AADSTS7002137", "AADSTS7002131", "AADSTS7002203"},
		Phrases: []string{"no matching federated identity record found for presented assertion subject", "federated identity record found for presented assertion subject", "the subject matches with case-insensitive comparison"},
	}
	FederatedIssuerMismatch = &Cause{
		Slug:     "federated-issuer-mismatch",
		Severity: Error,
		Title:    "No federated credential has this token's issuer",
		Why:      "The issuer is compared letter for letter, with the slash at its end. A cluster without an OIDC issuer of its own signs tokens as kubernetes.default.svc, which Entra cannot trust.",
		Fixes: []Fix{
			{Do: "Ask the cluster for its issuer", Run: `az aks show --name CLUSTER --resource-group {resource-group} --query oidcIssuerProfile.issuerUrl --output tsv`},
			{Do: "Switch the cluster's issuer on, if it has none", Run: `az aks update --name CLUSTER --resource-group {resource-group} --enable-oidc-issuer --enable-workload-identity`},
			{Do: "Add a federated credential with that issuer", Run: `az identity federated-credential create --name CREDENTIAL_NAME --identity-name IDENTITY_NAME --resource-group {resource-group} --issuer {issuer} --subject {subject} --audiences api://AzureADTokenExchange`},
		},
		See:     Source{"https://learn.microsoft.com/azure/aks/workload-identity-overview", "2026-11-22"},
		Codes:   []string{"AADSTS700211"},
		Phrases: []string{"no matching federated identity record found for presented assertion issuer", "federated identity record found for presented assertion issuer", "no matching federated identity record found for presented assertion. assertion issuer: 'https://kubernetes.default.svc"},
	}
	FederatedAudienceMismatch = &Cause{
		Slug:     "federated-audience-mismatch",
		Severity: Error,
		Title:    "No federated credential has this token's audience",
		Why:      "The token must be made out to the audience that the federated credential names, api://AzureADTokenExchange unless somebody chose another. On AKS with identity bindings it also means that the SDK's proxy for them is not switched on.",
		Fixes: []Fix{
			{Do: "Ask for the token with the audience api://AzureADTokenExchange, in the workflow or the service account's volume"},
			{Do: "Compare with the federated credentials of the application", Run: `az ad app federated-credential list --id {client-id}`},
			{Do: "Set EnableAzureProxy in Go's WorkloadIdentityCredentialOptions where AKS identity bindings are used"},
		},
		See:     Source{"https://learn.microsoft.com/entra/workload-id/workload-identity-federation-considerations", "2026-11-22"},
		Codes:   []string{"AADSTS700212", "AADSTS7002121"},
		Phrases: []string{"no matching federated identity record found for presented assertion audience", "federated identity record found for presented assertion audience"},
	}
	FederatedTokenExpired = &Cause{
		Slug:     "federated-token-expired",
		Severity: Error,
		Title:    "The token offered in place of a secret is outside its time",
		Why:      "Such a token is good for minutes on CI systems, for an hour in a pod. The job outlived it, a file is not renewed, or this machine's clock is off.",
		Fixes: []Fix{
			{Do: "Sign in again in the pipeline right before the step that fails"},
			{Do: "Read the token file anew for each request: Kubernetes replaces it"},
			{Do: "Set the clock by the network", Run: `sudo timedatectl set-ntp true`, On: "linux"},
		},
		See:     Source{"https://learn.microsoft.com/entra/identity-platform/certificate-credentials", "2026-11-22"},
		Codes:   []string{"AADSTS700024", "AADSTS500133"},
		Phrases: []string{"assertion is not within its valid time range"},
	}
	FederatedTokenEntraIssued = &Cause{
		Slug:     "federated-token-entra-issued",
		Severity: Error,
		Title:    "A token that Entra itself issued was offered in place of a secret",
		Why:      "Federation is for other issuers' tokens. One of Entra's is accepted only from a managed identity of the same tenant, and from an application rather than a user.",
		Fixes: []Fix{
			{Do: "Offer the token of the outside issuer: the CI system, the cluster, the other cloud"},
			{Do: "Use a managed identity as the application's federated credential, with the scope api://AzureADTokenExchange/.default"},
		},
		See:     Source{"https://learn.microsoft.com/entra/workload-id/workload-identity-federation-config-app-trust-managed-identity", "2026-11-22"},
		Codes:   []string{"AADSTS700222", "AADSTS700229", "AADSTS700226", "AADSTS700231", "AADSTS700236"},
		Phrases: []string{"issued tokens may not be used for federated identity flows", "only app-only tokens may be used as federated identity credentials"},
	}
	FederatedIssuerNotAllowed = &Cause{
		Slug:     "federated-issuer-not-allowed",
		Severity: Error,
		Title:    "The tenant's policy does not let this issuer's tokens be used",
		Why:      "Administrators can limit for the whole tenant which issuers federated credentials may trust, and which claims their tokens must have. The token's issuer is not among them, or lacks such a claim.",
		Fixes: []Fix{
			{Do: "Ask an administrator of the tenant to allow the issuer in the policy for workload identity federation"},
			{Do: "Use a managed identity's federated credential, where the policy is for applications alone"},
			{Do: "Run the job from an organisation whose tokens have the claim that the policy wants"},
		},
		Avoid: "Another subject or another federated credential cannot help: the policy comes before them.",
		See:   Source{"https://learn.microsoft.com/azure/devops/pipelines/release/troubleshoot-workload-identity", "2026-11-22"},
		Codes: []string{"AADSTS700223", "AADSTS700238", "AADSTS7002381"},
	}
	FederatedTokenFileMissing = &Cause{
		Slug:     "federated-token-file-missing",
		Severity: Error,
		Title:    "The file with the outside token is not there",
		Why:      "Workload identity reads a token from the file that AZURE_FEDERATED_TOKEN_FILE names. The variable is not set, or there is no such file, or it is empty: mostly a pod without the volume, or variables copied out of one.",
		Fixes: []Fix{
			{Do: "Give the pod the label azure.workload.identity/use with the value true and start it anew", Run: `kubectl rollout restart deployment DEPLOYMENT`, On: "kubernetes aks-pod"},
			{Do: "Point the variable at the file", Run: `export AZURE_FEDERATED_TOKEN_FILE={path}`},
			{Do: "Remove the variable where no workload identity is meant: it stops the chain", Run: `unset AZURE_FEDERATED_TOKEN_FILE`},
		},
		See: Source{"https://learn.microsoft.com/azure/aks/workload-identity-overview", "2026-11-22"},
		Phrases: []string{
			"no token file specified", "workloadidentitycredential: open", "is required. please pass it in or set the environment variable azure_federated_token_file", "failed to parse workload identity tokens", "unable to read token file /var/run/secrets/azure", "failed to read the service account token from the filesystem", "failed to read service account token: open", "nosuchfileexception: /var/run/secrets/azure",
			"enoent: no such file or directory, open '/var/run/secrets/azure", "could not find file '/var/run/secrets/azure", "could not find a part of the path '/var/run/secrets/azure", "workloadidentitycredential: is unavailable. invalid file path", "workloadidentitycredential: is unavailable. no content on the file",
			"azure-identity-token: no such file", "azure-identity-token' … no such file", "no such file or directory: '/var/run/secrets/azure", "federated token file … does not exist", "azure federated token file environment variable is empty",
			"could not configure oidc authorizer: reading token file",
			"federated token file cannot be empty",
			// azure-identity for Python workload_identity.py, read 2026-11-23.
			"'token_file_path' is required. please pass it in or set",
			// terraform-provider-azurerm 4, github.com/pulumi/pulumi-azure-native auth_azidentity.go, read 2026-11-23.
			"reading oidc token from file", "failed to read oidc token from",
			// azure_identity 0.30 for Rust workload_identity_credential.rs, read 2026-11-23.
			"failed to read federated token from file",
		},
	}
	OIDCIssuerUnreachable = &Cause{
		Slug:     "oidc-issuer-unreachable",
		Severity: Error,
		Title:    "Entra cannot fetch the keys of the token's issuer",
		Why:      "Entra reads the issuer's discovery document over the public internet to check the signature. The issuer is private, gone, slow, or its document is wrong.",
		Fixes: []Fix{
			{Do: "Fetch the document from outside the issuer's own network", Run: `curl --silent --show-error {issuer}/.well-known/openid-configuration`},
			{Do: "Make the issuer public, or use one that is, such as the OIDC issuer of AKS"},
			{Do: "Try again later: the fetch may have failed in passing"},
		},
		See:     Source{"https://learn.microsoft.com/entra/workload-id/workload-identity-federation-considerations", "2026-11-22"},
		Codes:   []string{"AADSTS50166", "AADSTS90061", "AADSTS501661"},
		Phrases: []string{"request to external oidc endpoint failed"},
	}
	OIDCRequestFailed = &Cause{
		Slug:     "oidc-request-failed",
		Severity: Error,
		Title:    "The CI system did not hand out its token",
		Why:      "Before Entra is asked at all, the job asks its CI system for a token and got none: the access token for that is missing or wrong, or the service failed.",
		Fixes: []Fix{
			{Do: "Map System.AccessToken to the step's environment in Azure Pipelines, as SYSTEM_ACCESSTOKEN"},
			{Do: "Give the job the permission id-token: write in GitHub Actions"},
			{Do: "Name the service connection to Terraform in Azure Pipelines: without it, its providers ask in GitHub's way, which is answered 405", Run: `export ARM_ADO_PIPELINE_SERVICE_CONNECTION_ID=VALUE`},
			{Do: "Run the job again, where the CI system reports trouble"},
		},
		See: Source{"https://github.com/Azure/azure-sdk-for-go/blob/main/sdk/azidentity/TROUBLESHOOTING.md", "2026-11-22"},
		Phrases: []string{
			"oidc token not found in response", "oidctoken field not detected", "from the oidc endpoint", "response from oidc endpoint", "response from oidc token endpoint", "received null token from oidc request", "couldn't send oidc token request", "no value for environment variable system_oidcrequesturi",
			"missing value for the system_oidcrequesturi", "azurepipelinescredential: is unavailable", "failed to get id token. error code :", "error message: failed to get id token", "no system access token specified", "githubassertion: received http status", "getassertion: received http status", "adopipelineassertion: received http status", "githubassertion: failed to request token", "adopipelineassertion: failed to request token",
			"login failed with error: error message: cannot read properties of undefined (reading 'message')",
			"githuboidcauthorizer: received http status", "githuboidcauthorizer: failed to", "githuboidcauthorizer: cannot",
			"github actions id token request failed with status code", "github actions id token is empty", "system_accesstoken environment variable not set",
			"failed to fetch federated token. remaining retries",
			// Azure.Identity 1.13 AzurePipelinesCredential.cs, read 2026-11-23.
			"azurepipelinescredential is not available: ensure that you're running this task in an azure pipeline",
			// github.com/Azure/azure-dev cli/azd/pkg/auth/manager.go, read 2026-11-23.
			"system access token not found, ensure the system.accesstoken value",
			// github.com/microsoft/azure-pipelines-tasks-common-packages azure-arm-rest/module.json, azure-pipelines-tasks VstsAzureHelpers_/module.json, read 2026-11-23.
			"could not fetch federated token for workload identity federation", "could not generate a client assertion for federated login",
			// github.com/pulumi/pulumi-azure-native auth_azidentity.go, read 2026-11-23.
			"github oidc: couldn't request token", "github oidc: … with response:", "github oidc: cannot unmarshal response",
			// The same credential of the SDKs for Java and C++, read 2026-11-23.
			"you're running this task in an azure pipeline", "failed to get the client assertion token", "azure pipelines environment is not set up correctly",
		},
	}
	GitHubIDTokenPermissionMissing = &Cause{
		Slug:     "github-id-token-permission-missing",
		Severity: Error,
		Title:    "The GitHub job lacks the permission id-token: write",
		Why:      "GitHub hands its token only to jobs that ask for it. Without the permission the variables for the request are not set. Pull requests from forks never get it.",
		Fixes: []Fix{
			{Do: "Add to the job or workflow: permissions with id-token: write and contents: read"},
			{Do: "Give the same permissions to the caller of a reusable workflow"},
		},
		Avoid: "Setting ACTIONS_ID_TOKEN_REQUEST_URL by hand cannot help.",
		See:   Source{"https://github.com/Azure/login", "2026-11-22"},
		Phrases: []string{"unable to get actions_id_token_request_url", "unable to get actions_id_token_request_token", "no actions_id_token_request_url set in the environment", "no actions_id_token_request_token set in the environment", "failed to fetch federated token from github", "please make sure to give write permissions to id-token", "getassertion: no token request url", "githubassertion: no token request url", "githubassertion: cannot request token: get \"?audience=",
			"actions_id_token_request_token or actions_id_token_request_url is not set",
			// github.com/Azure/azure-dev cli/azd/pkg/auth/manager.go, read 2026-11-23.
			"no actions_id_token_request_token set in environment",
			// actions that ask GitHub for its token, read 2026-11-23.
			"could not get id-token from github",
		},
	}
	WorkloadIdentityNotInjected = &Cause{
		Slug:     "workload-identity-not-injected",
		Severity: Error,
		Title:    "The pod did not get its workload identity",
		Why:      "A webhook gives pods their variables and token at their start, if the pod has the label and its service account the annotation. Here it gave nothing, or only part.",
		Fixes: []Fix{
			{Do: "Annotate the service account with the identity's client ID", Run: `kubectl annotate serviceaccount SERVICE_ACCOUNT azure.workload.identity/client-id={client-id}`},
			{Do: "Put the label azure.workload.identity/use with the value true on the pod's template, not on the service account, and start the pods anew", Run: `kubectl rollout restart deployment DEPLOYMENT`},
			{Do: "Switch workload identity on in the cluster", Run: `az aks update --name CLUSTER --resource-group {resource-group} --enable-oidc-issuer --enable-workload-identity`},
		},
		See: Source{"https://learn.microsoft.com/azure/aks/workload-identity-overview", "2026-11-22"},
		Phrases: []string{
			"no client id specified. check pod configuration", "no tenant id specified. check pod configuration", "azure_client_id environment variable is not set", "azure tenant id environment variable is empty", "the workload options are not fully configured", "workloadidentitycredential authentication unavailable", "workloadidentitycredential: is unavailable", "azure kubernetes environment is not set up correctly", "is required. please pass it in or set the environment variable azure_tenant_id", "is required. please pass it in or set the environment variable azure_client_id", "missing environment variables. azure_client_id, azure_tenant_id and azure_federated_token_file must be set", "missing service account annotation: azure.workload.identity",
			"missing clientid: either serviceaccountref or service account annotation",
			// azure-identity for Python workload_identity.py, read 2026-11-23.
			"workload identity was selected but required environment variables", "'tenant_id' is required. please pass it in or set the azure_tenant_id",
			"'client_id' is required. please pass it in or set the azure_client_id",
		},
	}
	ServiceConnectionNotFound = &Cause{
		Slug:     "service-connection-not-found",
		Severity: Error,
		Title:    "The pipeline names a service connection that does not exist",
		Why:      "A task takes the connection's name, AzurePipelinesCredential its ID. Here it got the other, or one of another project, or one that this pipeline or stage does not name or may not use.",
		Fixes: []Fix{
			{Do: "Take the ID from the connection's page: it is resourceId in the page's address"},
			{Do: "Allow the pipeline to use the connection, on the connection's security page"},
			{Do: "Name the connection in a task of the very stage that asks for the token"},
		},
		See: Source{"https://github.com/Azure/azure-sdk-for-go/blob/main/sdk/azidentity/TROUBLESHOOTING.md", "2026-11-22"},
		Phrases: []string{"no service connection found with identifier", "from the oidc endpoint … no service connection found with identifier", "response from oidc token endpoint … no service connection found with identifier", "oidctoken field not detected … no service connection found with identifier", "oidc token not found in response … no service connection found with identifier",
			"oidc token not found in response … there is no explicit reference to service connection", "from the oidc endpoint … there is no explicit reference to service connection", "references service connection … which could not be found", "there is no explicit reference to service connection", "the service connection does not exist", "no service connection id specified", "service connection … could not be found. the service connection", "endpoint auth data not present", "input required: connectedservicename",
			// github.com/microsoft/azure-pipelines-tasks-common-packages azure-arm-rest/module.json, azure-pipelines-tasks VstsAzureHelpers_/module.json, read 2026-11-23.
			"specified azurerm endpoint is invalid",
			// learn.microsoft.com/azure/devops/pipelines/library/service-endpoints, read 2026-11-23.
			"does not have permissions to use the referenced service connection",
		},
	}
)

var federation = []*Cause{
	FederatedCredentialMissing,
	FederatedSubjectMismatch,
	FederatedIssuerMismatch,
	FederatedAudienceMismatch,
	FederatedCredentialMismatch, // its words are the beginning of those above
	FederatedTokenExpired,
	FederatedTokenEntraIssued,
	FederatedIssuerNotAllowed,
	FederatedTokenFileMissing,
	OIDCIssuerUnreachable,
	ServiceConnectionNotFound, // its words follow those of the next
	OIDCRequestFailed,
	GitHubIDTokenPermissionMissing,
	WorkloadIdentityNotInjected,
}
