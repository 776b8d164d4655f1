package cause

// The causes of Key Vault.
var (
	KeyVaultNameInvalid = &Cause{
		Slug:     "keyvault-name-invalid",
		Severity: Error,
		Title:    "The name or URL cannot be a vault's",
		Why:      "A vault's name has 3 to 24 letters, digits and single hyphens, begins with a letter and ends with a letter or digit. Its URL is that name and the suffix of its cloud.",
		Fixes: []Fix{
			{Do: "List the vaults that the account sees", Run: `az keyvault list --query "[].name" --output tsv`},
			{Do: "Give the name alone, or the whole URL with https://"},
		},
		See:   Source{"https://learn.microsoft.com/azure/key-vault/general/common-error-codes", "2026-11-22"},
		Codes: []string{"VaultNameNotValid"},
		Phrases: []string{
			"challenge resource … match the requested domain", "invalid vault name:", "is not a valid versioned key vault", "vault name should be string of 3 to 24 characters", "failed to mount objects, error: keyvaultname is not set", "vault's name must be between 3-24 alphanumeric",
			"vault … bearer token authentication is not permitted for non-tls protected", "bearer token authentication is not permitted for non-tls protected … vault",
			// azure-keyvault for Python client_base.py, read 2026-11-23.
			"must be the url of an azure key vault",
			// github.com/Azure/azure-sdk-for-java SecretClientBuilder.java and kvErrorStrings.properties, its policies for tokens, read 2026-11-23.
			"the azure key vault url is malformed", "azure key vault endpoint url is required", "keyvault … token credentials require a url using the https protocol scheme",
			"token credentials require a url using the https protocol scheme … keyvault",
			// github.com/Azure/azure-powershell src/KeyVault Resources.resx, read 2026-11-23.
			"invalid vault uri ' … vault uri must contain valid dns host name",
			// Azure.Security.KeyVault.Secrets 4.7 and Azure.Core 1.44 for .NET, @azure/keyvault-secrets 4.10 for JavaScript, azure-keyvault-secrets 4.9 for Python, read 2026-11-23.
			"uriformatexception: … azure.security.keyvault", "(parameter 'vaulturi')", "(parameter 'uristring') … azure.security.keyvault",
			"bearer token authentication is not permitted for non tls protected (https) endpoints … keyvault", "invalid url … @azure/keyvault-",
			"'https:// … .vault.azure.net … is not a valid id",
			// azure-cli 2.45.0 command_modules/keyvault, read 2026-11-23.
			"argument --vault-name: expected one argument",
		},
	}
	KeyVaultNotFound = &Cause{
		Slug:     "keyvault-not-found",
		Severity: Error,
		Title:    "The vault's host name does not exist",
		Why:      "Every vault has a public DNS name. That this one has none means a typing error, another cloud's suffix, or a vault that is gone; within a network with a private zone it may be a record missing from that zone.",
		Fixes: []Fix{
			{Do: "List the vaults that the account sees", Run: `az keyvault list --query "[].properties.vaultUri" --output tsv`},
			{Do: "Recover the vault if it was deleted", Run: `az keyvault recover --name {vault}`},
			{Do: "See what the name leads to", Run: `nslookup {host}`},
			{Do: "Add a record for the vault to Key Vault's private DNS zone (privatelink.vaultcore.azure.net in the public cloud), where this network has one"},
		},
		Avoid: "Signing in or granting roles cannot help: no request gets as far as the vault.",
		See:   Source{"https://learn.microsoft.com/azure/key-vault/general/private-link-diagnostics", "2026-11-22"},
		Codes: []string{"VaultNotFound"},
		Phrases: []string{
			// azure-cli 2.45.0 command_modules/keyvault/_validators.py, Azure Resource Manager, read 2026-11-23.
			"the vault ' … ' not found within subscription", "the hsm ' … ' not found within subscription", "the resource 'microsoft.keyvault/vaults/ … was not found",
			"the resource 'microsoft.keyvault/vaults/ … not found within subscription",
			// github.com/Azure/azure-powershell src/KeyVault Resources.resx, read 2026-11-23.
			"cannot find vault ' … ' in resource group '",
			// terraform-provider-azurerm 4 internal/services/keyvault, read 2026-11-23.
			"unable to determine the resource id for the key vault at url", "key vault (subscription: … key vault name: … was not found",
			"keyvault ' … ' (resource group ' … ') does not exist",
		},
	}
	KeyVaultTenantWrong = &Cause{
		Slug:     "keyvault-tenant-wrong",
		Severity: Error,
		Title:    "The token is of another tenant than the vault's",
		Why:      "A vault takes tokens of one tenant. The credential signed in to another: the account's home, the default of az, or AZURE_TENANT_ID.",
		Fixes: []Fix{
			{Do: "Sign in to the vault's tenant", Run: `az login --tenant {tenant} [--scope {scope}]`, For: forAz},
			{Do: "Sign in to the vault's tenant", Run: `azd auth login --tenant-id {tenant} [--scope {scope}]`, For: forAzd},
			{Do: "Name the vault's tenant to programs", Run: `export AZURE_TENANT_ID={tenant}`, For: forEnvironment},
			{Do: "Correct the vault's own tenant, only where its subscription has moved to another", Run: `az keyvault update --name {vault} --set properties.tenantId={other-tenant}`},
		},
		Avoid: "A role or access policy cannot help: the vault does not read them before it accepts the tenant.",
		See:   Source{"https://learn.microsoft.com/azure/key-vault/general/rest-error-codes", "2026-11-22"},
		Codes: []string{"AKV10032"},
	}
	KeyVaultAudienceWrong = &Cause{
		Slug:     "keyvault-audience-wrong",
		Severity: Error,
		Title:    "The token is for another service than Key Vault",
		Why:      "A vault takes tokens made for its cloud's Key Vault, without a slash at the end. This one was made for something else, mostly Azure Resource Manager.",
		Fixes: []Fix{
			{Do: "Ask for Key Vault's scope in the program: https://vault.azure.net/.default, or that of the vault's cloud"},
			{Do: "Let the Key Vault client ask: given a credential, it finds scope and tenant itself"},
		},
		Avoid: "A role or access policy cannot help.",
		See:   Source{"https://learn.microsoft.com/azure/key-vault/general/rest-error-codes", "2026-11-22"},
		Codes: []string{"AKV10022"},
	}
	KeyVaultRBACMissing = &Cause{
		Slug:     "keyvault-rbac-missing",
		Severity: Error,
		Title:    "The identity has no role that opens this vault's data",
		Why:      "The vault uses Azure roles and found none that allows the action for this identity. Owner and Contributor manage the vault and do not read what is in it. A new assignment takes up to 10 minutes.",
		Fixes: []Fix{
			{Do: "Grant the right to read secrets", Run: `az role assignment create --role "Key Vault Secrets User" --assignee-object-id {object-id} [--assignee-principal-type {principal-type}] --scope {vault-id}`},
			{Do: "Find the vault's ID, where it is not known", Run: `az keyvault show --name {vault} --query id --output tsv`, If: "!vault-id"},
			{Do: "Take the role Key Vault Crypto User for keys, Key Vault Certificate User for certificates, Key Vault Secrets Officer to write secrets"},
			{Do: "See which roles the identity holds there", Run: `az role assignment list --assignee {object-id} --scope {vault-id} --include-inherited --output table`},
			{Do: "Wait some minutes after a grant; sign in again if it was given to a group"},
		},
		Avoid: "Access policies are ignored on such a vault, so az keyvault set-policy cannot help. Grant the object ID of the service principal, not that of the app registration.",
		See:   Source{"https://learn.microsoft.com/azure/key-vault/general/rbac-guide", "2026-11-22"},
		Codes: []string{"ForbiddenByRbac"},
		Phrases: []string{
			"caller is not authorized to perform action", "microsoft.keyvault/vaults … deniedwithnovalidrbac", "deniedwithnovalidrbac … microsoft.keyvault",
			"site was denied access to key vault reference's vault",
			// Azure Container Apps and Azure Databricks, as public projects record their answers, read 2026-11-23.
			"unable to get value using managed identity", "invalid permissions on the specified keyvault",
		},
	}
	KeyVaultAccessPolicyMissing = &Cause{
		Slug:     "keyvault-access-policy-missing",
		Severity: Error,
		Title:    "The vault has no access policy for this identity",
		Why:      "The vault uses access policies, and none gives this identity the permission. Get and list are separate permissions.",
		Fixes: []Fix{
			{Do: "Add an access policy to read secrets", Run: `az keyvault set-policy --name {vault} --object-id {object-id} --secret-permissions get list`},
			{Do: "Name --key-permissions or --certificate-permissions in place of the secret's, where a key or a certificate was refused"},
			{Do: "Remove the application from the policy, where the answer asks for an on-behalf-of flow: such a policy admits a user through that application alone"},
			{Do: "See whether the vault uses policies or roles", Run: `az keyvault show --name {vault} --query properties.enableRbacAuthorization`},
		},
		Avoid: "Roles for the data are ignored on a vault with access policies. Name the object ID of the service principal, not that of the app registration.",
		See:   Source{"https://learn.microsoft.com/azure/key-vault/general/assign-access-policy", "2026-11-22"},
		Codes: []string{"ForbiddenByPolicy", "ApplicationGatewayKeyVaultSecretAccessDenied"},
		Phrases: []string{
			"permission on key vault", "does not have secrets get permission", "does not have secrets list permission", "does not have secrets set permission", "\"code\":\"accessdenied\" … key vault", "forbidden … key vault … \"code\":\"accessdenied\"",
			"keyvaulterrorexception: access denied", "azurekeyvaultsecret … access denied", "azkeyvaultsecret … access denied", "access denied for keyvault secret", "access denied to first party service. caller: name=",
			"is not allowed by vault policy", "needs to have get, list secret management permissions",
			// App Service certificates, API Management and Application Gateway, as public projects record their answers, read 2026-11-23.
			"the service does not have access to ' … key vault. please make sure that you have granted",
			"failed to access keyvault secret … using managed service identity", "accessing and validating keyvault secrets associated with application gateway",
			"code='forbidden' … innererror={'code':'accessdenied'}",
		},
	}
	KeyVaultFirewall = &Cause{
		Slug:     "keyvault-firewall",
		Severity: Error,
		Title:    "The vault's firewall does not admit this address",
		Why:      "The vault admits listed addresses and networks only, and the address it saw is not among them. It sees the public address of the network, proxy or VPN, which is not the machine's own.",
		Fixes: []Fix{
			{Do: "Admit the address that the vault saw", Run: `az keyvault network-rule add --name {vault} --ip-address {address}`},
			{Do: "Connect from a network or VPN that the vault admits"},
			{Do: "See what the vault admits", Run: `az keyvault network-rule list --name {vault}`},
		},
		Avoid: "A role or access policy cannot help: the firewall comes first. App Service is not among the trusted services that may pass.",
		See:   Source{"https://learn.microsoft.com/azure/key-vault/general/network-security", "2026-11-22"},
		Codes: []string{"ForbiddenByFirewall"},
		Phrases: []string{
			"client address is not authorized and caller is not a trusted service", "client address is not authorized",
			"client ip address is not authorized to access this key vault",
		},
	}
	KeyVaultPrivateLink = &Cause{
		Slug:     "keyvault-private-link",
		Severity: Error,
		Title:    "The vault takes private connections only, and this is not one",
		Why:      "Public access to the vault is off. The request came in over the public address, because the name resolved to it here, or over a private endpoint that nobody has approved.",
		Fixes: []Fix{
			{Do: "Connect from a network in which the name resolves to the vault's private endpoint"},
			{Do: "See the private endpoints and whether they are approved", Run: `az keyvault show --name {vault} --query properties.privateEndpointConnections`},
			{Do: "Open public access again, where policy allows it", Run: `az keyvault update --name {vault} --public-network-access Enabled`},
		},
		Avoid: "A firewall rule, a role or an access policy cannot help while public access is off.",
		See:   Source{"https://learn.microsoft.com/azure/key-vault/general/private-link-diagnostics", "2026-11-22"},
		Codes: []string{"ForbiddenByConnection"},
		Phrases: []string{
			"public network access is disabled and request is not from a trusted service", "is not an approved private link", "this tcp connection does not allow access to"},
	}
	KeyVaultPrivateDNS = &Cause{
		Slug:     "keyvault-private-dns",
		Severity: Warning,
		Title:    "The vault has a private endpoint, and this machine is not led to it",
		Why:      "The name's alias shows a private endpoint. Here it ends in a public address, which means that the private DNS zone is not used, or in a private one that does not answer, which means that no route leads there.",
		Fixes: []Fix{
			{Do: "Connect this machine to the vault's network: by VPN, by peering, or from a subnet within it", If: "private-address"},
			{Do: "Link Key Vault's private DNS zone (privatelink.vaultcore.azure.net in the public cloud) to this network, or forward that name to a resolver that has it", If: "!private-address"},
			{Do: "See what the name leads to", Run: `nslookup {host}`},
			{Do: "Connect the VPN, and let its name server answer", If: "!private-address"},
		},
		Avoid: "A line in the hosts file helps one machine, until the endpoint's address changes.",
		See:   Source{"https://learn.microsoft.com/azure/key-vault/general/private-link-diagnostics", "2026-11-22"},
	}
	KeyVaultSecretNotFound = &Cause{
		Slug:     "keyvault-secret-not-found",
		Severity: Error,
		Title:    "The vault has no secret of this name",
		Why:      "The vault knows the caller, allows the reading and has no such secret. Names have letters, digits and hyphens; a deleted secret waits to be recovered.",
		Fixes: []Fix{
			{Do: "List the secrets", Run: `az keyvault secret list --vault-name {vault} --query "[].name" --output tsv`},
			{Do: "Recover the secret if it was deleted", Run: `az keyvault secret recover --vault-name {vault} --name {secret}`},
		},
		Avoid: "No role is missing: the answer itself proves that reading is allowed.",
		See:   Source{"https://learn.microsoft.com/azure/key-vault/general/rest-error-codes", "2026-11-22"},
		Codes: []string{"SecretNotFound", "SecretVersionNotFound"},
		Phrases: []string{
			"a secret with (name/id)", "a key with (name/id)", "a certificate with (name/id)", "deleted secret not found", "(keyvault uri … does not exist",
			// azure-pipelines-tasks AzureKeyVaultV2, read 2026-11-23.
			"secret name must be a string 1-127 characters in length containing only",
			// terraform-provider-azurerm 4 internal/services/keyvault, read 2026-11-23.
			"was not found in key vault at uri",
			"secret not found: … @azure/",
			// github.com/microsoft/Partner-Center-DotNet-Samples issue 8, read 2026-11-23.
			"keyvaulterrorexception: operation returned an invalid status code 'notfound'",
		},
	}
	KeyVaultSecretDisabled = &Cause{
		Slug:     "keyvault-secret-disabled",
		Severity: Error,
		Title:    "The secret is disabled",
		Why:      "The secret is there and the caller may read it, but it, or the version asked for, is switched off.",
		Fixes: []Fix{
			{Do: "Switch it on", Run: `az keyvault secret set-attributes --vault-name {vault} --name {secret} --enabled true`},
			{Do: "Ask for another version", Run: `az keyvault secret list-versions --vault-name {vault} --name {secret} --output table`},
		},
		Avoid:   "No role is missing, although the status is 403.",
		See:     Source{"https://learn.microsoft.com/azure/key-vault/secrets/about-secrets", "2026-11-22"},
		Codes:   []string{"SecretDisabled"},
		Phrases: []string{"is not allowed on a disabled secret"},
	}
	KeyVaultSecretOutsideValidity = &Cause{
		Slug:     "keyvault-secret-outside-validity",
		Severity: Error,
		Title:    "The secret has expired or is not valid yet",
		Why:      "The secret carries dates, and today is not between them. It is there, and the caller may read it.",
		Fixes: []Fix{
			{Do: "Set a new value, or new dates if the value is still good", Run: `az keyvault secret set-attributes --vault-name {vault} --name {secret} --expires DATE`},
			{Do: "Look at the dates of its versions", Run: `az keyvault secret list-versions --vault-name {vault} --name {secret} --output table`},
		},
		See:   Source{"https://learn.microsoft.com/azure/key-vault/secrets/about-secrets", "2026-11-22"},
		Codes: []string{"SecretExpired", "SecretNotYetValid"},
		Phrases: []string{
			"is not allowed on an expired secret", "is not allowed on a expired secret", "is not allowed on a secret that is not yet valid", "secret is not yet valid"},
	}
	KeyVaultThrottled = &Cause{
		Slug:     "keyvault-throttled",
		Severity: Error,
		Title:    "Key Vault is throttling",
		Why:      "A vault serves about 4000 transactions in 10 seconds to all its callers together. Programs that read a secret for each request reach that.",
		Fixes: []Fix{
			{Do: "Keep secrets in memory for minutes, and share one client in the program"},
			{Do: "Wait as long as Retry-After says, then longer each time"},
			{Do: "Spread heavy users over several vaults"},
		},
		See:     Source{"https://learn.microsoft.com/azure/key-vault/general/overview-throttling", "2026-11-22"},
		Phrases: []string{"vaultrequesttypelimitreached", "error code: throttled", "\"code\": \"throttled\"", "\"code\":\"throttled\""},
	}
	KeyVaultUnreachable = &Cause{
		Slug:     "keyvault-unreachable",
		Severity: Error,
		Title:    "The vault's address does not answer",
		Why:      "The name resolves, and no usable connection comes about: a firewall on the way, a VPN that is off, or a service that is down.",
		Fixes: []Fix{
			{Do: "See whether a connection comes about at all", Run: `curl --silent --show-error --head https://{host}/healthstatus`},
			{Do: "Allow port 443 to the vault's host in this network's firewall, or connect the VPN"},
			{Do: "Set the proxy that this network wants", Run: `export HTTPS_PROXY=http://PROXY:PORT`},
		},
		Avoid: "Signing in or granting roles cannot help: no request gets as far as the vault.",
		See:   Source{"https://learn.microsoft.com/azure/key-vault/general/access-behind-firewall", "2026-11-22"},
		Phrases: []string{
			// azure-sdk-for-go internal/keyvault challenge_policy.go: what answers is no vault, read 2026-11-23.
			"response has no www-authenticate header for challenge authentication", "could not find resource in the www-authenticate header",
		},
	}
	KeyVaultNameConflict = &Cause{
		Slug:     "keyvault-name-conflict",
		Severity: Warning,
		Title:    "Two variables name different vaults",
		Why:      "Frameworks and samples read the vault from different variables. Here they disagree, so two parts of one program may open two vaults.",
		Fixes: []Fix{
			{Do: "Remove the ones that are not meant", Run: `unset {variables...}`},
			{Do: "Name the vault to examine", Run: `azdoctor --vault {vault}`},
		},
		See:     Source{"https://learn.microsoft.com/azure/key-vault/general/developers-guide", "2026-11-22"},
		Phrases: reported("keyvault-name-conflict"),
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
