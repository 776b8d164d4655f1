package cause

// The causes of tenant, cloud and resource.
var (
	TenantNotFound = &Cause{
		Slug:     "tenant-not-found",
		Severity: Error,
		Title:    "There is no such tenant in this cloud",
		Why:      "The tenant's ID or domain is misspelt, the tenant is deleted, or it lives in another cloud than the sign-in host that was asked.",
		Fixes: []Fix{
			{Do: "See the tenants of the subscriptions that the account sees", Run: `az account list --all --query "[].{tenant:tenantId, subscription:name}" --output table`},
			{Do: "Sign in to the right one", Run: `az login --tenant {other-tenant}`, For: forAz},
			{Do: "Sign in to the right one", Run: `azd auth login --tenant-id {other-tenant}`, For: forAzd},
			{Do: "Correct the tenant that programs read", Run: `export AZURE_TENANT_ID={other-tenant}`},
		},
		See:   Source{"https://learn.microsoft.com/entra/identity-platform/reference-error-codes", "2026-11-22"},
		Codes: []string{"AADSTS90002"},
		Phrases: []string{
			"\"code\": \"invalid_tenant\"", "authority_not_found\"", "\"code\":\"invalid_tenant\"", "\"error\":\"invalid_tenant\"", "\"error\": \"invalid_tenant\"",
			"this may happen if there are no active subscriptions for the tenant", "make sure you have the correct tenant id and are signing into the correct cloud",
			"could not find tenant id for provided tenant domain",
			"connect-az … unable to find tenant '", "failed to query tenant information by domain name", "oidc discovery endpoint rejects our request", "oidc discovery failed on … http status: 4",
		},
	}
	TenantMalformed = &Cause{
		Slug:     "tenant-malformed",
		Severity: Error,
		Title:    "The tenant's value is no GUID and no domain name",
		Why:      "Entra, or the SDK before it, cannot read the value as a tenant: a display name, a URL, a placeholder, or quotes and spaces around it.",
		Fixes: []Fix{
			{Do: "Use the tenant's ID or one of its domain names", Run: `export AZURE_TENANT_ID={other-tenant}`},
			{Do: "See the tenants of the subscriptions that the account sees", Run: `az account list --all --query "[].{tenant:tenantId, subscription:name}" --output table`},
		},
		See:   Source{"https://learn.microsoft.com/entra/fundamentals/how-to-find-tenant", "2026-11-22"},
		Codes: []string{"AADSTS900023", "AADSTS900021", "AADSTS900022"},
		Phrases: []string{
			"invalid tenantid. you can locate your tenantid", "'authority' should be in uri format", "credential: invalid tenantid", "invalid tenant id provided", "expected \"tenant_id\" to be a valid uuid", "is neither a valid dns name, nor a valid external domain",
			"requested tenant identifier … is not valid",
			"openid-configuration … reply status code was 404", "the authority uri should have at least one segment in the path", "the authority (including the tenant id) must be in a well-formed uri format", "authority uri is invalid", "authority url must be in the format of",
			"should consist of an https url with a minimum of one segment in a path", "authority must be an https url such as",
			// github.com/AzureAD/microsoft-authentication-library-for-dotnet MsalErrorMessage.cs, read 2026-11-23.
			"issuer validation failed for authority:", "endpoint was not found in the openid configuration",
			// github.com/AzureAD/microsoft-authentication-library-for-js ClientConfigurationError.ts, read 2026-11-23.
			"clientconfigurationerror: url_parse_error", "clientconfigurationerror: empty_url_error",
			// github.com/Azure/azure-sdk-for-rust azure_identity/src/lib.rs, azure-identity for C++ azure_cli_credential.cpp, read 2026-11-23.
			"invalid tenant id … you can locate your tenantid by following", "unsafe command line input found in tenantid",
			// github.com/AzureAD/azure-activedirectory-library-for-dotnet Internal/Constants.cs, read 2026-11-23.
			"'authority' uri should have at least one segment in the path",
			// MSAL for Java Authority.java and IllegalArgumentExceptionMessages.java, read 2026-11-23.
			"authority uri should have at least one segment in the path", "authority uri should not have empty path segments", "authority uri must have at least one path segment",
			"illegalargumentexception: authority cannot contain query parameters", "illegalargumentexception: authority is invalid format",
			// github.com/AzureAD/microsoft-authentication-library-for-js ClientConfigurationError.ts: code and sentence, which other errors repeat, read 2026-11-23.
			"url_parse_error: url could not be parsed", "empty_url_error: url was empty",
		},
	}
	TenantNotSpecified = &Cause{
		Slug:     "tenant-not-specified",
		Severity: Error,
		Title:    "The request names no tenant, and the application needs one",
		Why:      "An application signs in as itself in one tenant, so its request must go to that tenant and not to common or organizations.",
		Fixes: []Fix{
			{Do: "Name the tenant that the application is registered in", Run: `export AZURE_TENANT_ID={tenant}`},
			{Do: "Name the tenant when az signs in as the application", Run: `az login --service-principal --username {client-id} --tenant {tenant}`, For: forAz},
		},
		See:   Source{"https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow", "2026-11-22"},
		Codes: []string{"AADSTS50059", "AADSTS50128", "AADSTS50194", "AADSTS90019", "AADSTS90130", "AADSTS9001023", "AADSTS90124", "AADSTS501941", "AADSTS900191", "AADSTS900192"},
		Phrases: []string{
			"no tenant-identifying information found", "tenant-identifying information wasn't found", "unable to determine the tenant identifier from the request",
			"is not configured as a multi-tenant application. usage of the /common endpoint", "not supported over the /common or /consumers endpoints",
			"missing_tenant_id_error", "a tenant id - not common, organizations, or consumers - must be specified", "when specifying aadauthorityaudience.azureadmyorg, you must also specify a tenant",
		},
	}
	TenantDecommissioned = &Cause{
		Slug:     "tenant-decommissioned",
		Severity: Error,
		Title:    "The tenant is closed or blocked",
		Why:      "Microsoft or its owner has closed the tenant, or Microsoft has blocked it because nobody used it. It answers, and gives tokens to nobody.",
		Fixes: []Fix{
			{Do: "Sign in to another tenant", Run: `az login --tenant {other-tenant}`, For: forAz},
			{Do: "Sign in to another tenant", Run: `azd auth login --tenant-id {other-tenant}`, For: forAzd},
			{Do: "Remove the closed tenant from configuration and variables", Run: `unset AZURE_TENANT_ID`},
			{Do: "Have the tenant's administrator follow https://aka.ms/TenantLifecycle, where it is blocked for inactivity"},
		},
		Avoid:   "No sign-in and no role can help in a closed tenant.",
		See:     Source{"https://learn.microsoft.com/entra/identity-platform/reference-error-codes", "2026-11-22"},
		Codes:   []string{"AADSTS5000224", "AADSTS5000225"},
		Phrases: []string{"this tenant has been blocked due to inactivity", "we are sorry, this resource is not available"},
	}
	TenantWrong = &Cause{
		Slug:     "tenant-wrong",
		Severity: Error,
		Title:    "The sign-in is for another tenant than the resource's",
		Why:      "A token is good in one tenant. This one was issued by another than the one in which the subscription or resource lives.",
		Fixes: []Fix{
			{Do: "Sign in to the resource's tenant", Run: `az login --tenant {tenant}`, For: forAz},
			{Do: "Sign in to the resource's tenant", Run: `azd auth login --tenant-id {tenant}`, For: forAzd},
			{Do: "Name the resource's tenant to programs", Run: `export AZURE_TENANT_ID={tenant}`},
			{Do: "List the other tenant in the provider's auxiliary_tenant_ids, where Terraform links resources of two tenants"},
		},
		See:   Source{"https://learn.microsoft.com/cli/azure/authenticate-azure-cli-interactively", "2026-11-22"},
		Codes: []string{"InvalidAuthenticationTokenTenant"},
		Phrases: []string{
			"the access token is from the wrong issuer", "is not authorized to access linked subscription", "issuer validation failed. issuer did not match", "tenant provided in token does not match resource token", "token tenant … does not match resource tenant",
			// Event Hubs, as public projects record its answers; github.com/Azure/azure-sdk-for-js issue 32391, read 2026-11-23.
			"invalidissuer: token issuer is invalid", "provided aad token was issued by the authority",
			// github.com/Azure/azure-powershell src/Accounts/Accounts Resources.resx, read 2026-11-23.
			"found on this machine has proper permissions to the provided tenant domain",
		},
	}
	TenantNotAllowed = &Cause{
		Slug:     "tenant-not-allowed",
		Severity: Error,
		Title:    "The program does not let its credential use that tenant",
		Why:      "A credential asks only the tenant it was made for, unless the program lists others. The resource, often a vault, named a tenant that is not listed.",
		Fixes: []Fix{
			{Do: "List the tenant in the program, as AdditionallyAllowedTenants of the credential's options"},
			{Do: "Make the resource's tenant the credential's own", Run: `export AZURE_TENANT_ID={tenant}`},
			{Do: "Check that the vault named is the right one: its tenant is another than the application's"},
		},
		See: Source{"https://github.com/Azure/azure-sdk-for-go/blob/main/sdk/azidentity/BREAKING_CHANGES.md", "2026-11-22"},
		Phrases: []string{
			"isn't configured to acquire tokens for tenant", "not configured to acquire tokens for tenant", "add it to the additionallyallowedtenants", "add it to the additionally_allowed_tenants",
			// @azure/identity 4.13 for JavaScript tenantIdUtils.ts, azure-identity 1.15 for Java IdentityUtil.java, read 2026-11-23.
			"multi-tenant authentication has been disabled by the environment variable azure_identity_disable_multitenantauth",
			"the multi tenant authentication is disabled. an updated tenant id",
		},
	}
	CloudWrong = &Cause{
		Slug:     "cloud-wrong",
		Severity: Error,
		Title:    "Sign-in host, account and resource are in different clouds",
		Why:      "Azure, Azure Government and Azure in China are apart: each has its own sign-in host, tenants, vault names and audiences. The German cloud closed in 2021.",
		Fixes: []Fix{
			{Do: "Name the sign-in host of the cloud that is meant", Run: `export AZURE_AUTHORITY_HOST={value}`, For: forEnvironment},
			{Do: "Remove the variable that chooses the other cloud", Run: `unset {cloud-variable}`, If: "cloud-variable"},
			{Do: "Set az to the account's cloud", Run: `az cloud set --name {cloud}`, For: forAz, If: "!cloud-variable"},
			{Do: "Sign in again, where that cloud has no sign-in yet", Run: `az login [--tenant {tenant}]`, For: forAz, If: "!cloud-variable", Then: true},
			{Do: "Drop a sign-in host that does not fit", Run: `unset AZURE_AUTHORITY_HOST AZURE_CLOUD_NAME`, If: "!cloud-variable"},
			{Do: "Set azd to the account's cloud", Run: `azd config set cloud.name {cloud}`, For: forAzd},
		},
		See:   Source{"https://learn.microsoft.com/entra/identity-platform/authentication-national-cloud", "2026-11-22"},
		Codes: []string{"AADSTS90038", "AADSTS900382", "AADSTS90043", "AADSTS900432", "AADSTS50049", "AADSTS50134", "AADSTS90051", "AADSTS1000104", "AADSTS90501", "AADSTS900381", "AADSTS900439", "AADSTS900440", "AADSTS900441", "AADSTS900442"},
		Phrases: []string{
			"login.microsoftonline.de", "the access token has been obtained … wrong audience or resource 'https://management.core.usgovcloudapi",
			"the access token has been obtained … wrong audience or resource 'https://management.core.chinacloudapi", "not supported in cross cloud request", "belongs to the national cloud",
			"current cloud instance … does not federate with", "unknown or invalid instance", "\"error\":\"invalid_instance\"", "\"error\": \"invalid_instance\"",
			"connect-az … unable to find environment with name '", "authority_mismatch: authority mismatch error",
			"invalid_instance: the authority you provided", "'error':'invalid_instance'", "'error': 'invalid_instance'",
			"authority_not_in_valid_list", "'authority' is not in the list of valid addresses",
			// azure-cli 2.45.0 azure/cli/core/cloud.py, read 2026-11-23.
			"the cloud 'azure … ' is not registered.",
			// github.com/pulumi/pulumi-azure-native auth_azidentity.go, read 2026-11-23.
			"does not match the active cloud ' … az cloud set",
		},
	}
	ResourceNotFoundInTenant = &Cause{
		Slug:     "resource-not-found-in-tenant",
		Severity: Error,
		Title:    "The tenant does not know the resource that a token is asked for",
		Why:      "The scope or resource is misspelt, is of another cloud, or names an application that nobody has installed in this tenant.",
		Fixes: []Fix{
			{Do: "Compare the scope with the service's own, such as https://vault.azure.net/.default or https://management.azure.com/.default"},
			{Do: "Look for the resource in the tenant", Run: `az ad sp list --spn {resource} --query "[].appId" --output tsv`},
			{Do: "Ask the tenant that has it", Run: `az login --tenant {other-tenant} [--scope {scope}]`, For: forAz},
		},
		See:   Source{"https://learn.microsoft.com/entra/identity-platform/reference-error-codes", "2026-11-22"},
		Codes: []string{"AADSTS500011", "AADSTS50001", "AADSTS65005", "AADSTS650052", "AADSTS650053", "AADSTS650054", "AADSTS650057", "AADSTS70011", "AADSTS28002", "AADSTS28003", "AADSTS1002012"},
		Phrases: []string{
			"\"error\":\"invalid_resource\"", "\"error\": \"invalid_resource\"", "azureclicredential.gettoken(): invalid scope", "the resource principal named … was not found in the tenant",
			"the application named … was not found in the tenant", "the provided value for the input parameter 'scope' is not valid", "flows must have a scope value with /.default",
			"that your organization … has not subscribed to or enabled", "which is not listed in the requested permissions in the client's application registration",
			// Azure.Identity 1.13 ScopeUtilities.cs, read 2026-11-23.
			"the specified scope is not in expected format",
			// azure-identity 1.25 for Python _internal/__init__.py, @azure/identity 4.13 for JavaScript scopeUtils.ts, read 2026-11-23.
			"an invalid character was found in the scope", "invalid scope was specified by the user or calling client",
			// azure-identity for C++ azure_cli_credential.cpp, read 2026-11-23.
			"unsafe command line input found in scopes",
		},
	}
	ResourceDisabled = &Cause{
		Slug:     "resource-disabled",
		Severity: Error,
		Title:    "The resource is switched off in this tenant",
		Why:      "The service principal of the resource, or the subscription behind it, is disabled. Nobody gets a token for it in this tenant.",
		Fixes: []Fix{
			{Do: "Have an administrator enable the resource's enterprise application", Run: `az ad sp update --id {resource} --set accountEnabled=true`},
			{Do: "See whether the subscription is disabled or its payment is overdue", Run: `az account list --all --query "[].{name:name, state:state}" --output table`},
		},
		See:     Source{"https://learn.microsoft.com/entra/identity-platform/reference-error-codes", "2026-11-22"},
		Codes:   []string{"AADSTS500014", "SubscriptionDisabled", "ReadOnlyDisabledSubscription"},
		Phrases: []string{"the service principal for resource … is disabled", "is disabled and therefore marked as read only", "a subscription within the tenant has lapsed"},
	}
	TokenWrongAudience = &Cause{
		Slug:     "token-wrong-audience",
		Severity: Error,
		Title:    "A token for one service was sent to another",
		Why:      "A token names the one service it is good for. The service that got it is not the one it names.",
		Fixes: []Fix{
			{Do: "Ask for the scope of the service that is called, in the program's code"},
			{Do: "See what a token for the service looks like", Run: `az account get-access-token --scope {scope} --query expiresOn`},
		},
		See:   Source{"https://learn.microsoft.com/entra/identity-platform/access-tokens", "2026-11-22"},
		Codes: []string{"InvalidAuthenticationTokenAudience", "AADSTS50013", "AADSTS500131"},
		Phrases: []string{
			"access token validation failure. invalid audience", "the access token has been obtained for wrong audience", "the access token has been obtained from wrong audience",
			"assertion audience does not match the client app", "assertion audience claim does not match the required value", "audience validation failed. audience did not match",
			"invalid authorization token audience", "expected aud claim to be … management.core.windows.net", "expected aud claim to be … management.azure.com",
			// What Service Bus and Event Hubs call the error, beside the words of their clients.
			"cbs … invalidaudience:", "put token failed … invalidaudience:",
			// vault-plugin-auth-azure 0.19 path_login.go, read 2026-11-23.
			"oidc: expected audience 'https://management.",
			// learn.microsoft.com/entra/identity-platform/reference-error-codes, AADSTS50013, read 2026-11-23.
			"assertion failed signature validation",
		},
	}
	AuthorizationMissing = &Cause{
		Slug:     "authorization-missing",
		Severity: Error,
		Title:    "The sign-in works, but holds no role for this action",
		Why:      "Azure knows the caller and finds no role or permission that allows the action at this scope. A new assignment takes minutes to count, and a token made before it may not show it.",
		Fixes: []Fix{
			{Do: "Grant a role at the resource, its group or its subscription", Run: `az role assignment create --role Reader --assignee-object-id {object-id} --assignee-principal-type {principal-type} --scope SCOPE`},
			{Do: "See which roles the caller holds", Run: `az role assignment list --assignee {object-id} --all --include-inherited --output table`},
			{Do: "Sign in again where the role was granted within the hour", Run: `az login [--tenant {tenant}]`, For: forAz},
			{Do: "Ask for a directory role or an API permission with consent, where Microsoft Graph refused (Authorization_RequestDenied)"},
			{Do: "Grant a data role such as Storage Blob Data Reader, where storage refused (AuthorizationPermissionMismatch): Owner and Contributor hold none"},
			{Do: "Make the principal a user of the database, where Azure SQL calls it only a token-identified principal: CREATE USER [NAME] FROM EXTERNAL PROVIDER in that database, then a role"},
		},
		See:   Source{"https://learn.microsoft.com/azure/role-based-access-control/troubleshooting", "2026-11-22"},
		Codes: []string{"AuthorizationFailed", "LinkedAuthorizationFailed", "LinkedAccessCheckFailed", "AuthorizationPermissionMismatch", "Authorization_RequestDenied"},
		Phrases: []string{
			"does not have authorization to perform action", "does not have permission to perform action … linked scope", "does not have permission to perform action 'microsoft.",
			"authorization failed for template resource", "insufficient privileges to complete the operation",
			"not authorized to perform this operation using this permission",
			"graphrbac. … statuscode:403", "graphrbac. … statuscode=403", "baseclient. … unexpected status 403", "login failed for user '<token-identified principal>'",
			// What the services' own roles refuse: Service Bus and Event Hubs, Cosmos DB, Azure OpenAI, Event Grid, Azure SQL, Log Analytics, Data Explorer, as public projects record their answers, read 2026-11-23.
			"claim(s) are required to perform this operation. resource: 'sb://", "entityread claims required for this operation",
			"unauthorized access for ' … operation on endpoint 'sb://", "does not have required rbac permissions to perform action", "cannot be authorized by aad token in data plane",
			"lacks the required data action", "principal does not have access to api/operation", "presented with the incoming request does not have permission to send data to",
			"the provided credentials have insufficient access to perform the requested operation", "login failed for user 'nt authority\\anonymous logon' … .database.windows.net",
			".database.windows.net … login failed for user 'nt authority\\anonymous logon'",
			"azure signalr … if you were using azure active directory, please note that the role assignments",
			"azuresignalr … if you were using azure active directory, please note that the role assignments", "principal 'aaduser= … is not authorized to",
			"principal 'aadapp= … is not authorized to",
			// azure-cli 2.45.0 command_modules/storage and acr, read 2026-11-23.
			"you do not have the required permissions needed to perform this operation. depending on your operation",
			"access to registry ' … was denied. response code: 401",
			// terraform-provider-azurerm 4 internal/resourceproviders and internal/provider, read 2026-11-23.
			"does not have the necessary permissions to register resource providers", "ensuring resource providers are registered … unexpected status 403",
			"ensuring resource providers are registered … statuscode=403", "unable to list provider registration status … statuscode=403",
			// github.com/microsoft/powerplatform-build-tools issue 892, github.com/MicrosoftDocs/power-platform issue 1109, read 2026-11-23.
			"for application … does not have permission to access the path 'https:// … microsoft.businessappplatform",
			// Azure SQL, as public projects record its answers, read 2026-11-23.
			"server identity does not have azure active directory readers permission",
			// Azure SQL, as it may word the same later.
			"server identity does not have the required permissions",
			"unexpected arm status code on get existing app gateway config: 403",
		},
	}
	EntraThrottled = &Cause{
		Slug:     "entra-throttled",
		Severity: Error,
		Title:    "Entra is throttling this caller",
		Why:      "One caller asked for too many tokens in too short a time, mostly a program that makes a new credential for each request and so never uses its cache.",
		Fixes: []Fix{
			{Do: "Make one credential in the program and share it, so that its cache works"},
			{Do: "Wait for the time that the answer's Retry-After header names, then try once"},
		},
		Avoid: "Trying again at once prolongs it.",
		See:   Source{"https://learn.microsoft.com/entra/identity-platform/reference-error-codes", "2026-11-22"},
		Codes: []string{"AADSTS90055", "AADSTS50196", "AADSTS50195"},
		Phrases: []string{
			"encountered a client request loop", "encountered a loop while processing a request", "msalthrottledserviceexception", "get token request returned http error: 429 and server response",
			"your app has been throttled by aad",
			// MSAL for Java MsalThrottlingException.java, read 2026-11-23.
			"throttled according to instructions from sts",
		},
	}
	EntraUnavailable = &Cause{
		Slug:     "entra-unavailable",
		Severity: Error,
		Title:    "Entra failed for the moment",
		Why:      "The sign-in service answered that it has a passing fault. Nothing on this machine is wrong as far as the answer tells.",
		Fixes: []Fix{
			{Do: "Try again in some minutes"},
			{Do: "Look at https://azure.status.microsoft for an incident"},
		},
		Avoid: "Signing out makes it worse: the stored sign-in is what still works.",
		See:   Source{"https://learn.microsoft.com/entra/identity-platform/reference-error-codes", "2026-11-22"},
		Codes: []string{"AADSTS90033", "AADSTS90006", "AADSTS50033", "AADSTS50087", "AADSTS70012", "AADSTS90024", "AADSTS90012", "AADSTS90036", "AADSTS90041", "AADSTS50000"},
		Phrases: []string{
			"microsoftonline … \"error\":\"temporarily_unavailable\"", "microsoftonline … \"error\": \"temporarily_unavailable\"", "microsoftonline … \"error\":\"server_error\"",
			"microsoftonline … \"error\": \"server_error\"", "servererror: temporarily_unavailable", "ccs could not serve the request that had failed at ests",
			"aad … a transient error has occurred. please try again", "get token request returned http error: 500", "get token request returned http error: 502",
			"get token request returned http error: 503", "get token request returned http error: 504", "authentication failed: service is unavailable to process the request",
			"msal … service is unavailable to process the request",
			// github.com/AzureAD/azure-activedirectory-library-for-dotnet core/src/Http/HttpManager.cs, read 2026-11-23.
			"adalserviceexception: service is unavailable to process the request",
		},
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
