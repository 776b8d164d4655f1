package cause

// The classes of the services' failures: what a code belongs to that proves no cause of its own, and how to find that out.
var (
	ServiceTokenRejected = &Cause{
		Slug:     "service-token-rejected",
		Severity: Error,
		Title:    "The service does not accept the token",
		Why:      "A token was made and sent, and the service that got it refuses it: it is over, cut off, of another cloud, or the service could not verify its signature for the moment.",
		Fixes: []Fix{
			{Do: "Try again after a minute, with a new token: a vault that does not find the signing key mostly finds it then"},
			{Do: "Get a new token, where the program keeps one by itself", Run: `az account get-access-token --scope {scope} --query expiresOn`},
			{Do: "Hand the program a credential of the SDK in place of a token: it renews tokens in time"},
			{Do: "Set the clock by the network", Run: `sudo timedatectl set-ntp true`, On: "linux"},
		},
		Avoid: "A role or an access policy cannot help: the service does not know yet who asks.",
		See:   Source{"https://learn.microsoft.com/azure/key-vault/general/rest-error-codes", "2026-11-22"},
		Phrases: []string{
			// Cosmos DB, Azure OpenAI, Azure Storage, Azure Database for PostgreSQL, as public projects record their answers, read 2026-11-23.
			"the input authorization token can't serve the request", "access token is missing, invalid, audience is incorrect (https://",
			"please provide a custom subdomain for token authentication", "authentication scheme bearer is not supported in this version", "azure ad access token not valid for role",
			// Azure Storage, as it words its other details.
			"authenticationerrordetail: signature validation failed",
			// what Key Vault answers, as public tests of its clients have it, read 2026-11-23.
			"error validating token: 's2s", "error validating token: s2s", "error validating token: 'idx", "error validating token: idx",
			// github.com/darold/ora2pg issue 1851, learn.microsoft.com/azure/azure-app-configuration/rest-api-authentication-azure-ad, read 2026-11-23; Azure Resource Manager.
			"the access token has expired. please acquire a new token and retry", "'authenticationfailed' … authentication failed. the 'authorization' header is missing", "management.azure.com … authentication failed. the 'authorization' header is missing",
			"'authenticationfailed' … authentication failed. the 'authorization' header is provided in an invalid format", "error_description='authorization token failed validation'",
			// terraform-provider-azurerm issue 656, read 2026-11-23.
			"keyvault.baseclient … failure responding to request: statuscode=401", "keyvault.managementclient … failure responding to request: statuscode=401",
			// azure-keyvault 1.1 key_vault_error.py, read 2026-11-23.
			"keyvaulterrorexception … invalid status code 'unauthorized'",
			// Microsoft.Azure.KeyVault 3 for .NET, azure-keyvault 1 for Java, azure-core for Python: errors that were raised, where a challenge is none, read 2026-11-23.
			"keyvaulterrorexception: operation returned an invalid status code 'unauthorized'", "keyvaulterrorexception: … request is missing a bearer or pop token",
			"(unauthorized) akv10000: request is missing",
			// github.com/Azure/azure-powershell issue 22035, read 2026-11-23.
			"invalid status code 'unauthorized' … akv10000",
			// github.com/Azure/azure-functions-core-tools issue 1101, read 2026-11-23.
			"the authorization header is missing access token",
			// github.com/Azure/azure-uamqp-python below azure-eventhub and azure-servicebus, which lose what the service said, read 2026-11-23.
			"authentication put-token failed. retries exhausted",
			// Microsoft Graph, as public projects record its answers, read 2026-11-23.
			"compacttoken parsing failed with error code",
		},
	}
	KeyVaultRequestRefused = &Cause{
		Slug:     "keyvault-request-refused",
		Severity: Error,
		Title:    "Key Vault refuses what was asked, not who asks",
		Why:      "The vault knows the caller. The name, the value, the key's own limits or a deleted object of the same name stand against the operation, as the inner code and the message say.",
		Fixes: []Fix{
			{Do: "Recover a deleted secret, whose name is taken until then", Run: `az keyvault secret recover --vault-name {vault} --name {secret}`},
			{Do: "See the deleted secrets", Run: `az keyvault secret list-deleted --vault-name {vault} --query "[].name" --output tsv`},
			{Do: "Read the message beside the code: it names the parameter or the operation"},
			{Do: "Wait a minute where the object is just being deleted or recovered"},
		},
		Avoid: "No role is missing, and signing in again changes nothing.",
		See:   Source{"https://learn.microsoft.com/azure/key-vault/general/soft-delete-overview", "2026-11-22"},
		Phrases: []string{
			// learn.microsoft.com/azure/key-vault/general/rest-error-codes, read 2026-11-23.
			"the request uri contains an invalid name",
		},
	}
)

// serviceClasses are the kinds of failure that the services' codes without a cause of their own belong to.
var serviceClasses = []*Cause{ServiceTokenRejected, KeyVaultRequestRefused}
