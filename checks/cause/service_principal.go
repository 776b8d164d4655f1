package cause

// The causes of service principals and environment variables.
var (
	EnvIncomplete = &Cause{
		Slug:     "env-incomplete",
		Severity: Error,
		Title:    "Some variables of the service principal are missing",
		Why:      "A service principal is configured by AZURE_TENANT_ID, AZURE_CLIENT_ID and one of AZURE_CLIENT_SECRET, AZURE_CLIENT_CERTIFICATE_PATH or a federated token file. With part of them set the SDK passes it over or refuses, in words that differ by language.",
		Fixes: []Fix{
			{Do: "Set what is missing, in the environment of the program itself", Run: `export {variable}=VALUE`, If: "variable"},
			{Do: "Set AZURE_TENANT_ID, AZURE_CLIENT_ID and a secret, certificate or token file, in the environment of the program itself", If: "!variable"},
			{Do: "Remove the rest where no service principal is meant", Run: `unset {variables...}`, If: "variables"},
			{Do: "Remove what is set where no service principal is meant", Run: `unset AZURE_CLIENT_ID AZURE_CLIENT_SECRET AZURE_TENANT_ID`, If: "!variables"},
			{Do: "In a pipeline, map the secret to the variable in the very step: secrets are not passed on by themselves"},
		},
		See: Source{"https://github.com/Azure/azure-sdk-for-go/blob/main/sdk/azidentity/README.md", "2026-11-22"},
		Phrases: []string{
			"missing environment variable azure_", "incomplete environment variable configuration", "incomplete environment configuration", "not all values are present", "environment variables are not fully configured", "environment variables aren't fully configured", "clientid, and clientsecret are required parameters", "no value for azure_password", "environmentcredential is unavailable", "environmentcredential cannot return a token because", "environment variables not fully configured", "cannot create any credentials with the current environment variables", "environment variable azure_auth_location is not set", "one of the following … is required: subscription_id",
			"not all parameters are provided in 'creds'", "must be configured when authenticating as a service principal", "is a required provider property when performing a plan/apply operation", "failed to get credentials, nodepublishsecretref secret is not set", "could not find clientid in secrets", "could not find clientsecret in secrets", "no valid credentials provided … keyvault", "clientid is not set but neither", "missing clientid/clientsecret in store config", "missing accesskeyid/secretaccesskey in store config … azure", "missing tenantid in store config",
			"the following keys do not have values: azure_", "no credentials provided for azure api", "keyerror: 'azure_tenant_id'", "keyerror: 'azure_client_id'", "keyerror: 'azure_client_secret'", "keyerror: 'azure_subscription_id'", "keyerror: 'arm_tenant_id'", "keyerror: 'arm_client_id'", "keyerror: 'arm_client_secret'",
			"(parameter 'tenantid') … azure.identity", "(parameter 'clientid') … azure.identity", "(parameter 'clientsecret') … azure.identity", "no clientid was specified … microsoft.identity.client", "msalclientexception: no clientid was specified", "idw10106: the 'clientid'", "idw10106: the 'tenantid'", "idw10106: the 'instance'", "is null or empty … com.microsoft.aad.msal4j", "secret can't be empty string", "ensure subscriptionid is supplied", "must set both `client-id` and `tenant-id` for service principal login", "must set exactly one of client-secret",
			"usage error: --service-principal --username", "please specify both username and password in non-interactive mode", "aadsts900144 … must contain the following parameter: 'client_id'",
			"clientsecretcredential: clientsecret is a required parameter", "clientcertificatecredential: tenantid and clientid are required parameters",
			"provide either a pem certificate in string form, or the path", "must provide non-null values for … credentialbuilder", "error in environmentcredential: failed to create", "error in environmentcredential: failed to determine", "error in environmentcredential: missing required environment variable", "client_id should be the id of a microsoft entra application", "client_id should be the id of an azure active directory application", "secret should be a microsoft entra application's client secret", "secret should be an azure active directory application's client secret",
			"certificatecredential requires a value for", "azure_kubernetes_token_proxy is not set but", "azure_token_credentials must be set when", "environment variable azure_token_credentials is not set",
			"'error': 'missing_environment_variables'", "'error':'missing_environment_variables'", "subscription id could not be determined and was not specified", "no valid authtype was specified", "missing secretref in provider config", "azure … could not find secret … not found", "resourcemanagerendpointurl is a required parameter when environment is defined",
			"a subscription id must be configured", "a tenant id must be configured when", "a client id must be configured when", "a client secret must be configured when", "resource group for the storage account must be specified", "you must specify either the access key / sas token or the resource group", "no valid set of authentication values specified", "failed to get token: … client id cannot be empty", "failed to get token: … tenant id cannot be empty", "failed to get token: … client secret cannot be empty", "failed to get token: … client certificate cannot be empty", "kubelogin … client id cannot be empty", "kubelogin … tenant id cannot be empty",
			// Azure.Identity 1.14 DefaultAzureCredential.cs, read 2026-11-23.
			"environment variable 'azure_token_credentials' is not set",
			// azure-identity 1.25 for Python, @azure/identity 4.13 for JavaScript, read 2026-11-23.
			"and 'system_access_token' must be passed in", "tenant_id should be an azure active directory tenant's id", "tenant_id should be a microsoft entra tenant's id",
			"azure_token_credentials environment variable is not set", "'azure_token_credentials' for defaultazurecredential is not set",
			"credential: tenantid is a required parameter", "credential: clientid is a required parameter", "credential: username is a required parameter",
			"credential: password is a required parameter", "credential: userassertiontoken is a required parameter",
			// github.com/Azure/azure-dev cli/azd/pkg/auth/manager.go, read 2026-11-23.
			"azure_oidc_token (most common in typical setups", "missing required environment variable: azure_oidc_request_",
			// terraform-provider-azurerm 4 internal/provider, read 2026-11-23.
			"reading client id from file … azurerm", "reading client secret from file … azurerm",
			// github.com/pulumi/pulumi-azure-native auth_azidentity.go, read 2026-11-23.
			"must be configured when authenticating with oidc",
			// kubelogin 0.2 pkg/internal/token, read 2026-11-23.
			"failed to create azidentity credential: … client id cannot be empty", "failed to create azidentity credential: … tenant id cannot be empty",
			"failed to create azidentity credential: … client secret cannot be empty", "failed to create azidentity credential: … client certificate cannot be empty",
			// cert-manager 1.16, KEDA 2, cluster-autoscaler 1.31, velero-plugin-for-microsoft-azure 1, secrets-store-csi-driver-provider-azure 1, external-dns 0.15, provider-upjet-azure 2, read 2026-11-23.
			"error getting azuredns client secret", "clientid, tenantid and clientsecret are expected when not using a pod identity",
			"keyvaultresourceurl and activedirectoryendpoint must be provided", "azure manager: subscription id not set",
			"no credentials provided for azure cloud provider", "error loading environment from azure_credentials_file",
			"failed to mount objects, error: tenantid is not set", "failed to read azure config file '", "must be set in providerconfig when credential source is",
			// azure.azcollection plugins/module_utils/azure_rm_common.py, read 2026-11-23.
			"some attributes were missing. credentials must include client_id",
			// github.com/Azure/azure-sdk-for-java kvErrorStrings.properties and CryptographyClientBuilder.java, azure-identity for Python, go-autorest/adal as programs test it, read 2026-11-23.
			"azure key vault credentials are required", "environmentcredential authentication unavailable", "azure … parameter 'clientid' cannot be empty", "adal: … parameter 'clientid' cannot be empty",
			"azure … parameter 'secret' cannot be empty", "adal: … parameter 'secret' cannot be empty",
			// github.com/AzureAD/microsoft-identity-web IDWebErrorMessage.cs, github.com/Azure/azure-sdk-for-net AzureServiceTokenProviderFactory.cs, read 2026-11-23.
			"idw10503: cannot determine the cloud instance", "connection string runas= … is not valid. must contain",
			// github.com/dotnet/SqlClient AADConnectionTest.cs, github.com/openai/openai-python lib/azure.py, openai-node azure.ts,
			// github.com/apache/hadoop ConfigurationPropertyNotFoundException.java and InvalidConfigurationValueException.java, read 2026-11-23.
			"connection string keywords must be specified, if 'authentication=", "missing credentials. please pass one of 'api_key', 'azure_ad_token'",
			"missing credentials. please pass one of 'apikey' and 'azureadtokenprovider'", "invalid configuration value detected for fs.azure.account.key",
			"configuration property fs.azure.account.oauth2.",
			// github.com/ansible-collections/azure issue 1174, read 2026-11-23.
			"azure_keyvault_secret … local variable 'credentials' referenced before assignment",
			"clientid is null or empty … adal4j",
			"oidc authentication was requested via useoidc/arm_use_oidc but no token", // Pulumi
			"clientid must be a non empty string",                                     // github.com/Azure/ms-rest-nodeauth, as github.com/Azure/boilerplate-azurefunctions issue 8 has it, read 2026-11-23
		},
	}
	EnvMalformed = &Cause{
		Slug:     "env-malformed",
		Severity: Error,
		Title:    "A variable's value has the wrong shape",
		Why:      "The value is empty, a placeholder, in quotes, padded by spaces or a line end, or of another kind than the SDK reads there. What comes of it looks like a wrong account, tenant or secret.",
		Fixes: []Fix{
			{Do: "Set the value again, without quotes and spaces inside it", Run: `export {variable}={value}`, If: "variable"},
			{Do: "Set the values again, without quotes and spaces inside them: tenant and client ID are GUIDs", If: "!variable"},
			{Do: "Remove a variable that is set but empty: some SDKs count it as set", Run: `unset {variable}`, If: "variable"},
			{Do: "Save the .env file without a byte order mark and with Unix line ends"},
		},
		See:   Source{"https://github.com/Azure/azure-sdk-for-go/blob/main/sdk/azidentity/TROUBLESHOOTING.md", "2026-11-22"},
		Codes: []string{"AADSTS700038"},
		Phrases: []string{
			"azure client id environment variable is empty", "aadsts90014 … 'iss'", "cannot use an authority host without https", "aadsts50027: jwt token is invalid or malformed", "error: clientid is not a guid", "unsupported federated token provider", "client id must have characters in the range of", "unsupported value ' … for environment is passed", "content is not a valid json object … auth-type", "is not valid json. double check if the 'auth-type'", "in json at position … double check if the 'auth-type'", "expected one argument … az login --service-principal", "az login … expected one argument",
			"untrusted_authority: the provided authority is not a trusted authority", "authority_uri_insecure: authority uris must use https", "for authentication type is passed. the list of supported values", "az cli login failed. please check the credentials",
			"unable to fetch service principal token, status: 4", "there is no cloud environment matching the name '", "client_jwt is not a jwt", "client_jwt is missing the x5t header value",
			"authority should use the 'https' scheme",
			// Azure.Identity 1.13 Validations.cs, azure-identity for Java 1.15 ValidationUtil.java, read 2026-11-23.
			"authority host must be a tls protected (https) endpoint", "must provide a valid uri for authority host", "authority host must use https scheme",
			// azure-identity 1.25 for Python utils.py, read 2026-11-23.
			"is an invalid authority. the value must be a tls protected (https) url",
			// github.com/Azure/login 2 LoginConfig.ts, read 2026-11-23.
			"unexpected end of json input. double check if the 'auth-type'",
			// pulumi-azure-native 2, cert-manager 1.16 azuredns.go, azure.azcollection, KEDA 2 azure_keyvault_handler.go, provider-upjet-azure 2, go-azure-sdk metadata.go, read 2026-11-23.
			"as auxiliary tenants: invalid character", "azuredns … unknown cloud configuration name:", "cloud_environment … could not be resolved:",
			"key vault does not support pod identity provider", "cannot unmarshal azure credentials as json", "unable to locate metadata … from custom metadata host",
			"managedidentitycredential authentication failed: no clientid was specified",
		},
	}
	ClientSecretWrong = &Cause{
		Slug:     "client-secret-wrong",
		Severity: Error,
		Title:    "The client secret is not this application's",
		Why:      "Entra knows the application and none of its secrets matches: a secret of another application, an old copy, the secret's ID instead of its value, or a value that a shell or file has changed.",
		Fixes: []Fix{
			{Do: "Set the secret's value, which the portal shows only once, not its ID", Run: `export AZURE_CLIENT_SECRET=VALUE`},
			{Do: "Make a new secret beside the present ones", Run: `az ad app credential reset --id {client-id} --append`},
			{Do: "Put the value into the pipeline's secret or service connection too", Then: true},
			{Do: "Restart what read the old value at its start, such as an App Service with Key Vault references"},
		},
		Avoid: "Without --append that command takes the application's other secrets away.",
		See:   Source{"https://learn.microsoft.com/entra/identity-platform/how-to-add-credentials", "2026-11-22"},
		Codes: []string{"AADSTS7000215", "AADSTS50012"},
		Phrases: []string{"invalid client secret is provided", "invalid client secret provided. ensure the secret being sent in the request is the client secret value",
			// github.com/microsoft/azure-pipelines-tasks-common-packages azure-arm-rest/module.json, azure-pipelines-tasks VstsAzureHelpers_/module.json, read 2026-11-23.
			"could not fetch access token for azure. status code: 401",
		},
	}
	ClientSecretExpired = &Cause{
		Slug:     "client-secret-expired",
		Severity: Error,
		Title:    "The client secret has expired",
		Why:      "A client secret ends on the day that was set when it was made, two years later at most. Entra knows this one and takes it no more.",
		Fixes: []Fix{
			{Do: "Make a new secret", Run: `az ad app credential reset --id {client-id} --append`},
			{Do: "Give the new value to the program", Run: `export AZURE_CLIENT_SECRET=VALUE`, Then: true},
			{Do: "Put the value into the pipeline's secret or service connection too", Then: true},
			{Do: "Remove the service principal where another credential is meant, since it stops the chain", Run: `unset AZURE_CLIENT_ID AZURE_CLIENT_SECRET AZURE_TENANT_ID`},
			{Do: "Use a managed identity or workload identity, which have no secret that expires"},
		},
		Avoid: "az login cannot help while the variables are set: they come first in the chain and their failure ends it.",
		See:   Source{"https://learn.microsoft.com/entra/identity-platform/how-to-add-credentials", "2026-11-22"},
		Codes: []string{"AADSTS7000222"},
		Phrases: []string{"client secret keys are expired", "the provided client secret keys for app", "verify if the service principal used is valid and not expired",
			// github.com/microsoft/azure-pipelines-tasks-common-packages azure-arm-rest/module.json, azure-pipelines-tasks VstsAzureHelpers_/module.json, read 2026-11-23.
			"secret expired, update service connection at",
		},
	}
	ClientCredentialMissing = &Cause{
		Slug:     "client-credential-missing",
		Severity: Error,
		Title:    "The application must prove itself, and the request does not",
		Why:      "A confidential application has to send a secret or an assertion, a public one may not. The application is registered as the one and used as the other.",
		Fixes: []Fix{
			{Do: "Give the program the application's secret, certificate or token", Run: `export AZURE_CLIENT_SECRET=VALUE`},
			{Do: "Allow public client flows, where people sign in to the application on their own machines", Run: `az ad app update --id {client-id} --is-fallback-public-client true`},
			{Do: "Move its redirect URI from Web to Mobile and desktop applications, for the same case"},
		},
		See:   Source{"https://learn.microsoft.com/entra/identity-platform/msal-client-applications", "2026-11-22"},
		Codes: []string{"AADSTS7000218", "AADSTS700025", "AADSTS7000216"},
		Phrases: []string{
			"aadsts70002 … must contain the following parameter", "aadsts900144 … client_secret", "must contain the following parameter: 'client_assertion'", "must contain the following parameter: ‘client_assertion’", "must contain the following parameter: client_assertion", "one client credential type required either: clientsecret", "(secret, certificate, or assertion) must not be empty when creating a confidential client", "idw10104: both client secret", "client is public so neither 'client_assertion'", "is required for the 'client_credentials' grant type",
			// github.com/AzureAD/microsoft-authentication-library-for-dotnet MsalErrorMessage.cs, read 2026-11-23.
			"assertion jwt cannot be null or empty. verify the delegate",
			// github.com/AzureAD/microsoft-authentication-library-for-js ClientAuthError.ts, read 2026-11-23.
			"clientautherror: invalid_assertion",
			// github.com/AzureAD/microsoft-authentication-library-for-js ClientAuthError.ts: code and sentence, which other errors repeat, read 2026-11-23.
			"invalid_assertion: client assertion must meet",
		},
	}
	CertificateNotRegistered = &Cause{
		Slug:     "certificate-not-registered",
		Severity: Error,
		Title:    "The certificate is not registered with the application",
		Why:      "The program proves itself with a certificate whose thumbprint is on none of the application's registered ones: another file, a renewed certificate, or another application.",
		Fixes: []Fix{
			{Do: "Compare with the certificates that are registered", Run: `az ad app credential list --id {client-id} --cert --output table`},
			{Do: "Register the certificate beside the present ones", Run: `az ad app credential reset --id {client-id} --append --cert @{certificate}`},
			{Do: "Send the chain along, where the application trusts an issuer and a subject name", Run: `export AZURE_CLIENT_SEND_CERTIFICATE_CHAIN=true`},
		},
		Avoid:   "Register the certificate alone, without its private key.",
		See:     Source{"https://learn.microsoft.com/entra/identity-platform/certificate-credentials", "2026-11-22"},
		Codes:   []string{"AADSTS700027", "AADSTS700030", "AADSTS700026", "AADSTS700028", "AADSTS7000281"},
		Phrases: []string{"client assertion contains an invalid signature", "used to sign the client assertion is not registered on application", "no certificate thumbprint specified in token header"},
	}
	CertificateExpired = &Cause{
		Slug:     "certificate-expired",
		Severity: Error,
		Title:    "The client certificate is outside its validity or near its end",
		Why:      "Entra takes a certificate only between its first and last day. This one has ended or not begun, or this machine's clock says otherwise.",
		Fixes: []Fix{
			{Do: "Make a new certificate and register it", Run: `az ad app credential reset --id {client-id} --append --create-cert`},
			{Do: "Point the program at the new file", Run: `export AZURE_CLIENT_CERTIFICATE_PATH={path}`, Then: true},
			{Do: "Look at the dates", Run: `openssl x509 -in {certificate} -noout -dates`},
		},
		See:     Source{"https://learn.microsoft.com/entra/identity-platform/certificate-credentials", "2026-11-22"},
		Codes:   []string{"AADSTS7000214", "AADSTS1000502"},
		Phrases: []string{"client assertion contains an invalid signature. [reason - the key used is expired"},
	}
	CertificateUnreadable = &Cause{
		Slug:     "certificate-unreadable",
		Severity: Error,
		Title:    "The certificate file cannot be used",
		Why:      "The file is missing, unreadable to this user, encrypted without its password being set, or of a format that this SDK does not load. Go's chain then goes on silently and may end as another identity.",
		Fixes: []Fix{
			{Do: "Point the variable at the file", Run: `export AZURE_CLIENT_CERTIFICATE_PATH={path}`},
			{Do: "Set the file's password", Run: `export AZURE_CLIENT_CERTIFICATE_PASSWORD=VALUE`},
			{Do: "Look whether the file holds certificate and private key as PEM", Run: `openssl pkey -in {certificate} -noout`},
		},
		Avoid: "Password-protected PEM files are read by few SDKs, and newer PKCS#12 encryption not by Go's.",
		See:   Source{"https://github.com/Azure/azure-sdk-for-go/blob/main/sdk/azidentity/TROUBLESHOOTING.md", "2026-11-22"},
		Phrases: []string{
			"failed to read certificate file", "failed to parse … certificate loader", "password protection for pem encoded certificates is not supported", "doesn't contain a pem-encoded certificate", "certificatecredential … failed to load certificate", "azurerm … pkcs12:", "building account … pkcs12:", "authorizer … pkcs12:", "certificatecredential … pkcs12:", "environmentcredential … pkcs12:", "azidentity … pkcs12:", "failed to deserialize certificate in pem or pkcs12 format", "could not deserialize pkcs12 data … azure", "azure … could not deserialize pkcs12 data", "msal … unable to load pem file", "azure … unable to load pem file", "could not deserialize key data … msal",
			"pem certificate provided does not contain", "certificatecredential authentication failed: could not use the certificate for signing", "could not load certificate file … azure.identity", "credentialunavailableexception: could not load certificate file", "credentialunavailableexception: only .pfx and .pem files are supported", "the file at the specified path does not contain a pem-encoded certificate",
			"certificatecredential requires an rsa private key", "no certificate was found in the certificate store with thumbprint", "connect-mggraph … certificate was not found or has expired", "connect-graph … certificate was not found or has expired", "connect-entra … certificate was not found or has expired", "cannot find certificate with this thumbprint in the certificate store", "could not decode pkcs12 credential store", "could not read pkcs12 store at", "idw10109: no credential could be loaded", "idw10109: all client certificates",
			"clientcertificatecredential authentication failed: keyset", "clientcertificatecredential authentication failed: key not valid", "clientcertificatecredential authentication failed: cannot find", "clientcertificatecredential authentication failed: the certificate", "clientcertificatecredential authentication failed: invalid", "clientcertificatecredential authentication failed: access", "clientcertificatecredential authentication failed: could not load", "clientcertificatecredential authentication failed: the private key", "clientcertificatecredential authentication failed: the specified network password", "invalid certificate: expected start of certificate", "clientcertificatecredential: failed to open file", "identity: clientcertificatecredential: failed",
			"could not read pkcs#12 archive at", "could not decode pkcs#12 archive", "clientcertificatecredential authentication failed: the system cannot find", "aka.ms/msal-net-signed-assertion", "microsoft.identity … does not have a private key", "the provided certificate is not of type rsa", "invalid certificate, please use a valid pem file",
			"clientassertionauthorizer: cannot parse", "clientassertionauthorizer: failed to encode and sign", "client_cert_path is not an accessible file", "failed to get token: … failed to read certificate:", "kubelogin … failed to read certificate:", "failed to read the certificate file (",
			"failed to load the certificate, this can be because of any of the following reasons",
			// github.com/AzureAD/microsoft-authentication-library-for-dotnet MsalErrorMessage.cs, read 2026-11-23.
			"a cryptographic exception occurred. possible cause: the certificate has been disposed",
			// azure-identity 1.25 for Python certificate.py, MSAL for JavaScript NodeAuthError.ts, read 2026-11-23.
			"_credentials/certificate.py … malformed certificate", "client certificate does not contain a sha-1 or sha-256 thumbprint",
			// github.com/Azure/azure-dev cli/azd/pkg/auth/manager.go, read 2026-11-23.
			"logging in: parsing certificate:",
			// github.com/pulumi/pulumi-azure-native auth_azidentity.go, read 2026-11-23.
			"the client certificate path is not a valid pfx file",
			// azure-identity 1.15 for Java IdentityClientBase.java and CertificateUtil.java, azure-identity for C++, azidentity 1.15 for Go, read 2026-11-23.
			"failed to parse the certificate for the credential … com.azure.identity", "filenotfoundexception: … identityclientbase.getcertificate",
			"nosuchfileexception: … identityclientbase.getcertificate", "toderinputstream rejects tag type … com.azure.identity",
			"keystore password was incorrect … com.azure.identity", "certificateutil.privatekeyfrompem", "identity: clientcertificatecredential: pem_",
			"environmentcredential … failed to load certificate from '", "azidentity … failed to load certificate from '",
			// MSAL.NET's own types, where it signs.
			"cryptographicexception: … microsoft.identity.client.internal.jsonwebtoken", "cryptographicexception: … commoncryptographymanager",
			// Azure.Identity 1.13 X509Certificate2FromFileProvider.cs, read 2026-11-23.
			"cryptographicexception: … azure.identity.x509certificate2from",
		},
	}
	AppNotFoundInTenant = &Cause{
		Slug:     "app-not-found-in-tenant",
		Severity: Error,
		Title:    "There is no such application in this tenant",
		Why:      "The client ID or the tenant ID is another's: a typing error, a managed identity's ID used as an application's, or an application of another tenant that nobody here has consented to.",
		Fixes: []Fix{
			{Do: "Look for the application in the tenant", Run: `az ad sp show --id {client-id} --query displayName`},
			{Do: "Name the tenant that the application is registered in", Run: `export AZURE_TENANT_ID={other-tenant}`},
			{Do: "Correct the client ID", Run: `export AZURE_CLIENT_ID=CLIENT_ID`},
			{Do: "Install an application of another tenant in this one", Run: `az ad sp create --id {client-id}`},
		},
		Avoid: "A new secret cannot help: Entra does not get as far as the secret.",
		See:   Source{"https://learn.microsoft.com/entra/identity-platform/reference-error-codes", "2026-11-22"},
		Codes: []string{"AADSTS700016", "AADSTS70001", "AADSTS700011", "AADSTS7000229", "AADSTS7000217", "AADSTS1001010"},
		Phrases: []string{"application with identifier … was not found in the directory", "the client does not exist or is not enabled for consumers", "is missing service principal in the tenant", "please make sure service principal is properly created in the tenant",
			// AKS's answer, as azure-cli's command_modules/acs quotes it, read 2026-11-23.
			"service principal clientid: … not found in active directory tenant",
			// github.com/Azure/azure-powershell src/Accounts/Accounts Resources.resx, read 2026-11-23.
			"please ensure that the provided service principal ' … is found in the provided tenant domain",
		},
	}
	AppDisabled = &Cause{
		Slug:     "app-disabled",
		Severity: Error,
		Title:    "The application is disabled in this tenant",
		Why:      "An administrator, or Microsoft after abuse, switched the application's service principal off. Nobody signs in as it or to it until it is on again.",
		Fixes: []Fix{
			{Do: "Have an administrator switch it on", Run: `az ad sp update --id {client-id} --set accountEnabled=true`},
			{Do: "See its state", Run: `az ad sp show --id {client-id} --query accountEnabled`},
		},
		Avoid:   "A new secret or certificate cannot help.",
		See:     Source{"https://learn.microsoft.com/entra/identity-platform/reference-error-codes", "2026-11-22"},
		Codes:   []string{"AADSTS7000112", "AADSTS7000116"},
		Phrases: []string{"aadsts … application ' … is disabled"},
	}
	ManagedIdentityAsApplication = &Cause{
		Slug:     "managed-identity-as-application",
		Severity: Error,
		Title:    "The client ID is a managed identity's, and a secret was sent with it",
		Why:      "A managed identity has no secret and no certificate: its tokens come from the host. A secret beside its client ID makes the SDK sign in as an application, mostly because another application's AZURE_CLIENT_SECRET is still set.",
		Fixes: []Fix{
			{Do: "Remove the secret where the managed identity is meant", Run: `unset AZURE_CLIENT_SECRET`},
			{Do: "Set the application's own client ID where the application is meant", Run: `export AZURE_CLIENT_ID={value}`},
		},
		Avoid: "A new secret cannot help: a managed identity takes none.",
		See:   Source{"https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/overview", "2026-11-22"},
		Codes: []string{"AADSTS7000232"},
	}
	AppRequestsTokenForItself = &Cause{
		Slug:     "app-requests-token-for-itself",
		Severity: Error,
		Title:    "The application asks for a token for itself, by name",
		Why:      "An application may ask for a token whose audience is itself only by its GUID, not by its identifier URI.",
		Fixes: []Fix{
			{Do: "Ask for the client ID with /.default as the scope: CLIENT_ID/.default"},
			{Do: "Ask for the scope of the service that is meant, if it is another"},
		},
		See:   Source{"https://learn.microsoft.com/entra/identity-platform/reference-error-codes", "2026-11-22"},
		Codes: []string{"AADSTS90009"},
		Phrases: []string{
			"is requesting a token for itself. this scenario is supported only if resource is specified using the guid",
			"api does not accept client id as a user-provided scope", "api does not accept client_id value as user-provided scopes",
		},
	}
	TokenCredentialsInvalid = &Cause{
		Slug:     "token-credentials-invalid",
		Severity: Error,
		Title:    "AZURE_TOKEN_CREDENTIALS holds a value that an SDK rejects",
		Why:      "The variable narrows the chain to dev, prod or one credential. Each SDK knows its own names, in its own spelling, and makes no chain at all for others.",
		Fixes: []Fix{
			{Do: "Use a value that every SDK knows: dev, prod or the name of a credential they share", Run: `export AZURE_TOKEN_CREDENTIALS={credentials}`},
			{Do: "Remove it, for the whole chain", Run: `unset AZURE_TOKEN_CREDENTIALS`},
		},
		See:     Source{"https://learn.microsoft.com/azure/developer/go/sdk/authentication/credential-chains", "2026-11-22"},
		Phrases: []string{"invalid azure_token_credentials value", "invalid value for environment variable azure_token_credentials", "invalid value for azure_token_credentials"},
	}
	TokenCredentialsExcludeWorking = &Cause{
		Slug:     "token-credentials-exclude-working",
		Severity: Error,
		Title:    "AZURE_TOKEN_CREDENTIALS leaves out the credential that works here",
		Why:      "The variable narrows the chain of DefaultAzureCredential. What it leaves gives no token on this machine, and what it leaves out would.",
		Fixes: []Fix{
			{Do: "Remove it, for the whole chain", Run: `unset AZURE_TOKEN_CREDENTIALS`},
			{Do: "Choose the credentials that work here", Run: `export AZURE_TOKEN_CREDENTIALS={credentials}`},
			{Do: "Set up one of the credentials that it leaves, where the narrowing is meant"},
		},
		See:     Source{"https://learn.microsoft.com/azure/developer/go/sdk/authentication/credential-chains", "2026-11-22"},
		Phrases: reported("token-credentials-exclude-working"),
	}
	EnvConflict = &Cause{
		Slug:     "env-conflict",
		Severity: Warning,
		Title:    "Two credentials are configured at once",
		Why:      "The variables describe more than one credential, or two families of variables disagree. Which one wins is a matter of the SDK's order, and may not be the one that was meant.",
		Fixes: []Fix{
			{Do: "Remove the one that wins, where the other is meant", Run: `unset {variables...}`},
			{Do: "Say which credential is meant", Run: `export AZURE_TOKEN_CREDENTIALS={credentials}`, If: "credentials"},
		},
		See: Source{"https://github.com/Azure/azure-sdk-for-go/blob/main/sdk/azidentity/README.md", "2026-11-22"},
		Phrases: append(reported("env-conflict"),
			// github.com/AzureAD/microsoft-authentication-library-for-dotnet MsalErrorMessage.cs, Azure.Identity 1.13 DefaultAzureCredential.cs, read 2026-11-23.
			// github.com/dotnet/SqlClient AADConnectionTest.cs, github.com/openai/openai-python lib/azure.py, openai-node azure.ts, read 2026-11-23.
			"cannot set the accesstoken property if", "cannot use 'authentication=active directory", "'azureadtokenprovider' arguments are mutually exclusive", "'azure_ad_token_provider' arguments are mutually exclusive",
			"tenantid and aadauthorityaudience are both set", "instance and azurecloudinstance are both set", "managedidentityclientid and managedidentityresourceid cannot both be specified",
			"cannot specify both managedidentityresourceid and managedidentityclientid", "only one of 'clientid', 'resourceid', or 'objectid' can be provided", "only one of clientid, resourceid, or objectid can be specified",
			"is set. 'creds' will be ignored", "idw10105: both client secret", "clientsecret, certificate and clientassertion are mutually exclusive", "cannot set both clientsecret and clientcertificate", "only one of azure_kubernetes_ca_file and azure_kubernetes_ca_data", "providing both the contents of a pem certificate and the path",
			"multiple clientid found. check secretref", "multiple tenantid found. check secretref", "both clientsecret and clientcredentials set",
			// terraform-provider-azurerm 4 internal/provider, read 2026-11-23.
			"please either remove one or ensure they match",
			// secrets-store-csi-driver-provider-azure 1 pkg/auth/auth.go, read 2026-11-23.
			"cannot enable both pod identity and user-assigned managed identity",
			// terraform-provider-azurerm 4 internal/provider, read 2026-11-23.
			"provided by aks workload identity - please remove",
		),
	}
	EnvVariableUnread = &Cause{
		Slug:     "env-variable-unread",
		Severity: Info,
		Title:    "A variable is set that no SDK reads",
		Why:      "Credentials do not look at this name: it is a custom of samples and frameworks, another tool's, or misspelt. It changes nothing unless the program itself reads it.",
		Fixes: []Fix{
			{Do: "Set the variable that the SDKs read", Run: `export {variable}={value}`, For: forEnvironment},
			{Do: "Remove the one that they do not read", Run: `unset {variables...}`},
		},
		See:     Source{"https://github.com/Azure/azure-sdk-for-go/blob/main/sdk/azidentity/README.md", "2026-11-22"},
		Phrases: append(reported("env-variable-unread"), "unexpected input(s) … valid inputs are ['creds', 'client-id'"),
	}
	UsernamePasswordDeprecated = &Cause{
		Slug:     "username-password-deprecated",
		Severity: Warning,
		Title:    "A user's name and password are configured, which no tenant that asks for a second factor accepts",
		Why: "EnvironmentCredential still reads AZURE_USERNAME and AZURE_PASSWORD, but the flow behind them is deprecated: it cannot answer a second factor, " +
			"and Entra ID requires one of every user who signs in to Azure. azdoctor never sends a password.",
		Fixes: []Fix{
			{Do: "Remove the user name and the password, and sign in through the Azure CLI", Run: "unset AZURE_USERNAME AZURE_PASSWORD"},
			{Do: "Give the program a service principal or a managed identity instead"},
		},
		Avoid: "Exempting the user from multifactor authentication leaves a password that opens the subscription.",
		See:   Source{URL: "https://learn.microsoft.com/entra/identity/authentication/concept-mandatory-multifactor-authentication", Read: "2026-11-22"},
		Phrases: []string{"environment is configured to use username and password authentication", "with username and password in the command line is not supported with mfa", "with username and password in the command line is strongly discouraged", "aka.ms/azsdk/identity/mfa",
			"username + password authentication is not supported in powershell core",
			"usernamepasswordcredential authentication failed: response status code does not indicate success: 400",
		},
	}
)

var servicePrincipal = []*Cause{
	EnvIncomplete,
	EnvMalformed,
	ClientSecretWrong,
	ClientSecretExpired,
	ClientCredentialMissing,
	CertificateExpired, // its words begin as those of the next
	CertificateNotRegistered,
	CertificateUnreadable,
	AppNotFoundInTenant,
	AppDisabled,
	ManagedIdentityAsApplication,
	AppRequestsTokenForItself,
	TokenCredentialsInvalid,
	TokenCredentialsExcludeWorking,
	EnvConflict,
	EnvVariableUnread,
	UsernamePasswordDeprecated,
}
