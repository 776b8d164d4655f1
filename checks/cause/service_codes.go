package cause

// keyVaultCodes are the codes and inner codes of Key Vault.
// https://learn.microsoft.com/azure/key-vault/general/rest-error-codes,
// https://learn.microsoft.com/azure/key-vault/general/common-error-codes, TROUBLESHOOTING.md of azsecrets and azkeys in
// github.com/Azure/azure-sdk-for-go, github.com/hashicorp/terraform-provider-azurerm issue 30912 (AKV10046), read 2026-11-22.
var keyVaultCodes = []Code{
	{Code: "AKV10000", Sense: "The request carries no token, as every first request of a client", Cause: ServiceTokenRejected, Silent: true},
	{Code: "AKV10022", Sense: "The token is for another service than Key Vault"},
	{Code: "AKV10032", Sense: "The token is from another tenant than the vault's"},
	{Code: "AKV10046", Sense: "The vault does not find the key that the token was signed with, mostly for a moment", Cause: ServiceTokenRejected},
	{Code: "AccessDenied", Sense: "No access policy of the vault allows the operation", Cause: KeyVaultAccessPolicyMissing, Silent: true},
	{Code: "ApplicationGatewayKeyVaultSecretAccessDenied", Sense: "The vault refuses the identity of an application gateway"},
	{Code: "BadParameter", Sense: "A name or value of the request is not one that the vault takes", Cause: KeyVaultRequestRefused, Silent: true},
	{Code: "CertificateDisabled", Sense: "The certificate is disabled", Cause: KeyVaultRequestRefused, Silent: true},
	{Code: "CertificateNotFound", Sense: "The vault has no certificate of this name", Cause: KeyVaultRequestRefused, Silent: true},
	{Code: "Conflict", Sense: "The object is in a state that does not allow the operation, which the inner code names", Cause: KeyVaultRequestRefused, Silent: true},
	{Code: "ConflictError", Sense: "The vault or its name is in a state that does not allow the operation", Cause: KeyVaultRequestRefused, Silent: true},
	{Code: "Forbidden", Sense: "The caller is known and refused, for what the inner code names", Cause: KeyVaultRequestRefused, Silent: true},
	{Code: "ForbiddenByConnection", Sense: "The vault takes private connections only, or this one is not approved"},
	{Code: "ForbiddenByFirewall", Sense: "The vault's firewall does not admit the address"},
	{Code: "ForbiddenByNsp", Sense: "The network security perimeter around the vault does not admit the caller", Cause: KeyVaultFirewall},
	{Code: "ForbiddenByPolicy", Sense: "No access policy of the vault allows the operation"},
	{Code: "ForbiddenByRbac", Sense: "No role of the caller allows the operation on the vault's contents"},
	{Code: "InternalServerError", Sense: "The service failed for the moment", Cause: KeyVaultUnreachable, Silent: true},
	{Code: "AzureKeyVaultMissingPermissions", Sense: "The vault refuses the identity of a database server: it may not get, wrap or unwrap the key", Cause: KeyVaultAccessPolicyMissing},
	{Code: "KeyVaultAccessForbidden", Sense: "The vault refuses a service that encrypts disks or fetches certificates", Cause: KeyVaultRBACMissing},
	{Code: "KeyVaultParameterReferenceAuthorizationFailed", Sense: "The caller of a deployment may not use the vault's secrets in it", Cause: AuthorizationMissing},
	{Code: "KeyVaultParameterReferenceNotFound", Sense: "There is no vault as the parameter of a deployment names it", Cause: KeyVaultNotFound},
	{Code: "KeyVaultParameterReferenceSecretRetrieveFailed", Sense: "The vault refuses its secret to a deployment", Cause: KeyVaultAccessPolicyMissing},
	{Code: "KeyDisabled", Sense: "The key is disabled", Cause: KeyVaultRequestRefused, Silent: true},
	{Code: "KeyNotFound", Sense: "The vault has no key of this name", Cause: KeyVaultRequestRefused, Silent: true},
	{Code: "KeyOperationForbidden", Sense: "The key itself does not allow the operation", Cause: KeyVaultRequestRefused},
	{Code: "ObjectIsBeingDeleted", Sense: "The object is just being deleted", Cause: KeyVaultRequestRefused},
	{Code: "ObjectIsBeingRecovered", Sense: "The object is just being recovered", Cause: KeyVaultRequestRefused},
	{Code: "ObjectIsDeletedButRecoverable", Sense: "The object is deleted, and its name waits for it to be recovered or purged", Cause: KeyVaultRequestRefused},
	{Code: "SecretDisabled", Sense: "The secret is disabled"},
	{Code: "SecretExpired", Sense: "The secret has expired"},
	{Code: "SecretNotFound", Sense: "The vault has no secret of this name"},
	{Code: "SecretNotYetValid", Sense: "The secret is not valid yet"},
	{Code: "SecretVersionNotFound", Sense: "The secret has no such version"},
	{Code: "ServiceUnavailable", Sense: "The service failed for the moment", Cause: KeyVaultUnreachable, Silent: true},
	{Code: "Throttled", Sense: "The vault or its region gets too many requests", Cause: KeyVaultThrottled, Silent: true},
	{Code: "Unauthorized", Sense: "The service does not accept the token, for what the message says", Cause: ServiceTokenRejected, Silent: true},
	{Code: "VaultAlreadyExists", Sense: "The vault's name is taken, perhaps by a deleted vault", Cause: KeyVaultRequestRefused, Silent: true},
	{Code: "VaultNameNotValid", Sense: "The name cannot be a vault's"},
	{Code: "VaultNotFound", Sense: "There is no such vault in the subscription"},
	{Code: "VaultRequestTypeLimitReached", Sense: "The vault gets too many requests of one kind", Cause: KeyVaultThrottled},
}

// resourceManagerCodes are the codes by which Azure Resource Manager refuses a caller.
// https://learn.microsoft.com/azure/azure-resource-manager/troubleshooting/common-deployment-errors,
// https://learn.microsoft.com/azure/role-based-access-control/troubleshooting, read 2026-11-22.
var resourceManagerCodes = []Code{
	{Code: "AuthenticationFailed", Sense: "The service could not verify the caller", Cause: ServiceTokenRejected, Silent: true},
	{Code: "AuthenticationFailedMissingToken", Sense: "The request carries no token", Cause: ServiceTokenRejected},
	{Code: "Authorization_RequestDenied", Sense: "The caller may not do that in the directory"},
	{Code: "AuthorizationFailed", Sense: "The caller holds no role for the action at this scope"},
	{Code: "AuthorizationPermissionMismatch", Sense: "The caller holds no role for the data in the storage account"},
	{Code: "ExpiredAuthenticationToken", Sense: "The token has expired"},
	{Code: "InvalidAuthenticationToken", Sense: "The token is not valid for the service", Cause: ServiceTokenRejected},
	{Code: "InvalidAuthenticationTokenAudience", Sense: "The token is for another service"},
	{Code: "InvalidAuthenticationTokenTenant", Sense: "The token is from another tenant than the subscription's"},
	{Code: "InvalidAuthenticationInfo", Sense: "The storage account does not accept the token, for what the detail says", Cause: ServiceTokenRejected},
	{Code: "InvalidSubscriptionId", Sense: "The value is no subscription's ID"},
	{Code: "LinkedAccessCheckFailed", Sense: "The caller holds no role on a resource that the request refers to"},
	{Code: "LinkedAuthorizationFailed", Sense: "The caller holds no role on a resource that the request refers to"},
	{Code: "NoAuthenticationInformation", Sense: "The request to the storage account carries no token", Cause: ServiceTokenRejected},
	{Code: "ReadOnlyDisabledSubscription", Sense: "The subscription is disabled and can only be read"},
	{Code: "SubscriptionDisabled", Sense: "The subscription is disabled"},
	{Code: "SubscriptionNotFound", Sense: "The caller sees no such subscription"},
}

// metadataCodes are the codes of the token services of virtual machines and Cloud Shell.
// https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/how-to-use-vm-token, read 2026-11-22.
var metadataCodes = []Code{
	{Code: "AudienceNotSupported", Sense: "Cloud Shell gives no tokens for this service"},
	{Code: "DefaultIdentityNotDefined", Sense: "No identity is the default one, and none was named"},
	{Code: "bad_request_102", Sense: "The request to the metadata address lacks its header"},
	{Code: "unknown_source", Sense: "The metadata service does not accept who asks, or how", Cause: IMDSBadRequest, Silent: true},
}

// appServiceCodes are the states of Key Vault references in App Service and Functions.
// https://learn.microsoft.com/azure/app-service/app-service-key-vault-references and ResolveStatus of armappservice in
// github.com/Azure/azure-sdk-for-go, read 2026-11-22.
var appServiceCodes = []Code{
	{Code: "AccessToKeyVaultDenied", Sense: "The vault refuses the app's identity: it lacks a role or policy, or the network is not admitted", Cause: KeyVaultRBACMissing},
	{Code: "FetchTimedOut", Sense: "The vault does not answer the app", Cause: KeyVaultUnreachable, Silent: true},
	{Code: "InvalidSyntax", Sense: "The reference is not one that App Service reads", Cause: KeyVaultNameInvalid, Silent: true},
	{Code: "MSINotEnabled", Sense: "The app has no managed identity"},
	{Code: "UnauthorizedClient", Sense: "The identity that the reference names is not the app's", Cause: IdentityNotAssigned, Silent: true},
}

// serviceFabricCodes are the codes of Service Fabric's token service.
// https://learn.microsoft.com/azure/service-fabric/how-to-managed-identity-service-fabric-app-code, read 2026-11-22.
var serviceFabricCodes = []Code{
	{Code: "ArgumentNullOrEmpty", Sense: "A parameter of the request is missing"},
	{Code: "InvalidApiVersion", Sense: "The request names no version of the token service, or one that it does not have", Cause: ManagedIdentityEndpointFailed, Silent: true},
	{Code: "ManagedIdentityNotFound", Sense: "The application has no managed identity"},
	{Code: "SecretHeaderNotFound", Sense: "The request lacks the header with the application's code"},
}

// arcCodes are the codes of Azure Arc's agent about its sign-in.
// https://learn.microsoft.com/azure/azure-arc/servers/troubleshoot-agent-onboard, read 2026-11-22.
var arcCodes = []Code{
	{Code: "AZCM0041", Sense: "The account or application that connects the machine could not sign in", Cause: EntraTokenInvalid},
	{Code: "AZCM0042", Sense: "The machine's resource could not be made, often for want of a role", Cause: AuthorizationMissing},
	{Code: "AZCM0043", Sense: "The machine's resource could not be deleted, often for want of a role", Cause: AuthorizationMissing},
	{Code: "AZCM0061", Sense: "The agent's service does not answer, or not to this user", Cause: ManagedIdentityEndpointFailed},
}
