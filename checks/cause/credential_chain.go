package cause

// The causes of the chain as a whole.
var (
	ChainNoCredential = &Cause{
		Slug:     "chain-no-credential",
		Severity: Error,
		Title:    "No credential of the chain can work here",
		Why:      "The chain asked one credential after another, and each says that it is not set up on this machine: no variables, no managed identity, nobody signed in to a tool.",
		Fixes: []Fix{
			{Do: "Sign the pipeline in: by federation where the CI service has it, else with AZURE_TENANT_ID, AZURE_CLIENT_ID and a secret in this very step", On: "ci"},
			{Do: "Sign in with az on a developer's machine", Run: `az login [--tenant {tenant}]`},
			{Do: "Sign in with azd on a developer's machine", Run: `azd auth login [--tenant-id {tenant}]`},
			{Do: "Assign a managed identity to a host in Azure, or give the program a service principal's variables elsewhere"},
			{Do: "Lift a restriction that leaves nothing of the chain", Run: `unset AZURE_TOKEN_CREDENTIALS`},
		},
		See: Source{"https://learn.microsoft.com/azure/developer/go/sdk/authentication/credential-chains", "2026-11-22"},
		Phrases: []string{
			"failed to retrieve a token from the included credentials", "defaultazurecredential: failed to acquire a token", "no authorizer could be configured, please check your configuration", "sources must contain at least one tokencredential", "methods to get an access token, but none of them worked", "define a profile in ~/.azure/credentials",
			// Visual Studio's own credential, alone or as what stopped a chain: there is nothing of Visual Studio to be mended beside it.
			"tokenservice.exe' has failed", "tokenservice.exe' failed to",
			"cannot configure default credentials … azure_",
			// Azure.Identity 1.13 VisualStudioCredential.cs, VisualStudioCodeCredential.cs, BrokerCredential.cs, SharedTokenCacheCredential.cs, read 2026-11-23.
			"visual studio token provider file not found at", "visual studio token provider can't be accessed at", "no installed instance of visual studio was",
			"tokenprovider.json' isn't a valid json file", "tokenprovider.json' has invalid schema", "visualstudiocredential authentication unavailable",
			"failed to silently authenticate via the broker", "requires the azure.identity.broker package", "need to authenticate user in vscode",
			"sharedtokencachecredential authentication unavailable. no accounts were found", "sharedtokencachecredential authentication unavailable. multiple accounts",
			"at least one credential type must be included in the authentication flow",
			// azure-identity 1.25 for Python vscode.py and broker.py, @azure/identity 4.13 for JavaScript visualStudioCodeCredential.ts, read 2026-11-23.
			"shared token cache is unavailable", "failed to get azure user details from visual studio code", "requires the 'azure-identity-broker' package",
			"initialization of visual studio code broker credential failed", "interactivebrowserbrokercredential unavailable", "visual studio code authentication is not available",
			"visual studio code authentication failed to initialize", "cannot load authentication record in visual studio code",
			"no implementation of 'visualstudiocodecredential' is available", "could not retrieve the token associated with vscode", "silently with default broker account",
			// terraform-provider-azapi 2 internal/provider/provider.go, read 2026-11-23.
			"no credentials were successfully initialized",
			// azure-identity 1.15 for Java and azure-identity for C++, azure_identity 0.30 for Rust, read 2026-11-23.
			"intellij authentication not available", "required to use intellij credential", "vs code authentication is not available",
			"azure-identity-broker dependency is not available", "failed to get token from chainedtokencredential", "failed to get token from defaultazurecredential",
			"azure arc managed identity isn't supported", "azure ml managed identity isn't supported", "cloudshell managed identity isn't supported",
			"service fabric managed identity isn't supported",
			// github.com/Azure/azure-sdk-for-net VisualStudioAccessTokenProvider.cs, read 2026-11-23.
			"exception for visual studio token provider",
			// Azure.Identity 1.2 VisualStudioCodeCredential.cs and SharedTokenCacheCredential.cs: what other tools keep, which stops the chain, read 2026-11-23.
			"visualstudiocodecredential authentication failed", "sharedtokencachecredential authentication failed: access to the path",
			"sharedtokencachecredential authentication failed: persistence",
		},
	}
	ChainShadowed = &Cause{
		Slug:     "chain-shadowed",
		Severity: Warning,
		Title:    "An earlier credential wins or stops the chain",
		Why:      "DefaultAzureCredential takes the first credential that works, and gives up at the first that is configured and fails. Variables and managed identities come before az and azd.",
		Fixes: []Fix{
			{Do: "Remove the variables that configure the earlier one", Run: `unset {variables...}`},
			{Do: "Say which credential is meant", Run: `export AZURE_TOKEN_CREDENTIALS={credentials}`},
		},
		Avoid: "az login changes nothing while an earlier credential is configured.",
		See:   Source{"https://learn.microsoft.com/azure/developer/go/sdk/authentication/credential-chains", "2026-11-22"},
		Phrases: append(reported("chain-shadowed"), "credential selected: azure.identity.environmentcredential … 403", "credential selected: azure.identity.workloadidentitycredential … 403", "credential selected: azure.identity.managedidentitycredential … 403",
			"acquired a token from environmentcredential … 403", "acquired a token from workloadidentitycredential … 403", "acquired a token from managedidentitycredential … 403", "defaultazurecredential authenticated with environmentcredential … 403", "defaultazurecredential authenticated with workloadidentitycredential … 403", "defaultazurecredential authenticated with managedidentitycredential … 403",
			"attempted credential environmentcredential returns a token … 403", "attempted credential managedidentitycredential returns a token … 403"),
	}
	IdentityUnexpected = &Cause{
		Slug:     "identity-unexpected",
		Severity: Warning,
		Title:    "The sign-in is somebody else's than expected",
		Why:      "Each tool and host keeps an identity of its own. The one that answers is not the one that was meant, so roles that were granted to the other do not count.",
		Fixes: []Fix{
			{Do: "Sign in as the one that is meant", Run: `az login [--tenant {tenant}]`, For: forAz},
			{Do: "Sign in as the one that is meant", Run: `azd auth login [--tenant-id {tenant}]`, For: forAzd},
			{Do: "Say which credential is meant", Run: `export AZURE_TOKEN_CREDENTIALS={credentials}`},
			{Do: "Let azd use az's sign-in, so that there is one", Run: `azd config set auth.useAzCliAuth true`},
		},
		See: Source{"https://learn.microsoft.com/azure/developer/go/sdk/authentication/credential-chains", "2026-11-22"},
		Phrases: append(reported("identity-unexpected"), "returned by service does not match user", "acquired a token from azureclicredential … 403", "credential selected: azure.identity.azureclicredential … 403", "defaultazurecredential authenticated with azureclicredential … 403",
			// vault-plugin-auth-azure 0.15 path_login.go, read 2026-11-23.
			"token object id does not match expected identities", "token object id does not match virtual machine identities",
		),
	}
	FailureUnrecognised = &Cause{
		Slug:     "failure-unrecognised",
		Severity: Error,
		Title:    "A credential failed with words azdoctor does not know",
		Why:      "The text that the credential gave matches no cause in this catalogue. It is shown as it came.",
		Fixes: []Fix{
			{Do: "Read the text: the first line that names an error is the one to search for"},
			{Do: "Look an AADSTS code up at https://login.microsoftonline.com/error"},
		},
		See:     Source{"https://github.com/Azure/azure-sdk-for-go/blob/main/sdk/azidentity/TROUBLESHOOTING.md", "2026-11-22"},
		Phrases: reported("failure-unrecognised"),
	}
)

var credentialChain = []*Cause{
	ChainNoCredential,
	ChainShadowed,
	IdentityUnexpected,
	FailureUnrecognised,
}

// reported are the words by which azdoctor's own reports name a cause: in a finding, in JSON and under the verdict. They serve the
// causes that a look at the machine shows and hardly any other program's words do.
func reported(slug string) []string {
	return []string{"[" + slug + "]", `"cause": "` + slug + `"`, ", cause " + slug}
}
