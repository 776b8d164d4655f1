package cause

// outsideAzure are the kinds of host that have no managed identity.
const outsideAzure = "workstation docker wsl codespaces kubernetes other-cloud"

// The causes of managed identity.
var (
	IMDSUnreachable = &Cause{
		Slug:     "imds-unreachable",
		Severity: Error,
		Title:    "Nothing answers at the metadata address",
		Why:      "Virtual machines of Azure get managed identity tokens from 169.254.169.254. Machines elsewhere have nothing there; on Azure, a container's network, a firewall rule or a route may keep it away.",
		Fixes: []Fix{
			{Do: "Sign in with az on a machine outside Azure", Run: `az login [--tenant {tenant}]`, On: outsideAzure},
			{Do: "Ask the address by hand on a machine of Azure", Run: `curl --noproxy 169.254.169.254 --max-time 2 --header Metadata:true "http://169.254.169.254/metadata/instance?api-version=2021-02-01"`},
			{Do: "Allow the address in network policies, iptables and routes of the machine or pod"},
			{Do: "Check that the identity is switched on for the app, on App Service, Functions and Container Apps: without it the SDK falls back to this address", On: "app-service container-apps"},
			{Do: "Leave managed identity out of the chain elsewhere", Run: `export AZURE_TOKEN_CREDENTIALS=dev`, On: outsideAzure},
		},
		See:   Source{"https://learn.microsoft.com/azure/virtual-machines/instance-metadata-service", "2026-11-22"},
		Codes: []string{"managed_identity_unreachable_network", "managed_identity_all_sources_unavailable"},
		Phrases: []string{
			"no response from the imds endpoint",
			"no response received from the managed identity endpoint",
			"managed identity timed out",
			"managedidentitycredential: context deadline exceeded",
			"no managed identity endpoint found",
			"managed identity endpoint is not available",
			"managed identity endpoint is not currently available",
			"managedidentitycredential is unavailable. network unreachable",
			"managedidentitycredential: unavailable. network unreachable",
			"managedidentitycredential - no msi credential available",
			"attempted to use the imds endpoint, but it is not available",
			"multiple attempts failed to obtain a token from the managed identity endpoint",
			"msi endpoint is not responding",
			"failed to connect to 169.254.169.254",
			"managedidentitycredential authentication unavailable. no response",
			"managedidentitycredential: network unreachable",
			"connection to imds endpoint cannot be established",
			"imds endpoint is not available",
			"failed to connect to msi. please make sure msi is configured correctly and check the network connection",
			"unable to connect to the instance metadata service",
			"unable to connect to the managed service identity (msi) endpoint",
			"managed service identity. access token could not be acquired. an error occurred while sending the request",
			"all managed identity sources are unavailable",
			"could not use managed identity: could not reach the metadata service",
			"managedidentitycredential authentication failed: retry failed after",
			"msi token failure: failed to acquire access token from imds",
			// azure-identity 1.15 for Java IdentityClient.java and ManagedIdentityCredential.java, read 2026-11-23.
			"could not connect to the url: http://169.254.169.254",
			"managed identity type not configured, authentication not available",
			// github.com/kubernetes-sigs/external-dns issue 2456, read 2026-11-23.
			"managed service identity token: msi not available",
			"credentialunavailableexception: managed identity authentication is not available",
			// github.com/MicrosoftDocs/sql-docs issue 9490: the driver of SQL Server for ODBC on Linux, which reports any failure of a managed identity so, read 2026-11-23.
			"'activedirectorymsi'). error code 0xa190",
			"imds token request timed out", // github.com/Azure/azure-sdk-for-go pull request 19389, read 2026-11-23
		},
	}
	IMDSIntercepted = &Cause{
		Slug:     "imds-intercepted",
		Severity: Error,
		Title:    "Something else than Azure answers at the metadata address",
		Why:      "Docker Desktop, other clouds, captive portals and some proxies answer at 169.254.169.254 too. SDKs take any answer for Azure's and then fail, or stop the chain.",
		Fixes: []Fix{
			{Do: "Leave managed identity out of the chain on this machine", Run: `export AZURE_TOKEN_CREDENTIALS=dev`},
			{Do: "Upgrade the SDK: newer ones recognise Docker Desktop's answer"},
		},
		Avoid: "Assigning an identity cannot help: the request never reaches Azure.",
		See:   Source{"https://github.com/Azure/azure-sdk-for-js/pull/27050", "2026-11-22"},
		Phrases: []string{
			"connecting to 169.254.169.254:80",
			"metadata/identity … server: ec2ws",
			"metadata/identity … metadata-flavor: google",
			"managedidentitycredential: error parsing the json error: invalid character",
			"managed identity response was not in the expected format",
			"[managed identity] unexpected exception occurred when parsing the response",
			"managedidentitycredential: unexpected response \"\\u003c",
			"managedidentitycredential: unexpected response \"<",
			// github.com/AzureAD/microsoft-authentication-library-for-dotnet MsalErrorMessage.cs, read 2026-11-23.
			"msi returned 200 ok, but the response could not be parsed",
		},
	}
	IMDSProxied = &Cause{
		Slug:     "imds-proxied",
		Severity: Error,
		Title:    "The request for the metadata address went to a proxy",
		Why:      "169.254.169.254 exists on the machine itself alone. Go's SDK sends the request to HTTP_PROXY unless NO_PROXY names the address, and no proxy can pass it on.",
		Fixes: []Fix{
			{Do: "Name the address in NO_PROXY, beside what is there", Run: `export NO_PROXY={no-proxy-hosts}`, If: "no-proxy-hosts"},
			{Do: "Add 169.254.169.254 to NO_PROXY, beside what is there", If: "!no-proxy-hosts"},
			{Do: "Ask the address past the proxy by hand", Run: `curl --noproxy 169.254.169.254 --max-time 2 --header Metadata:true "http://169.254.169.254/metadata/instance?api-version=2021-02-01"`},
		},
		Avoid: "Assigning an identity cannot help: the request never reaches Azure.",
		See:   Source{"https://learn.microsoft.com/azure/virtual-machines/instance-metadata-service", "2026-11-22"},
		Phrases: []string{
			"managedidentitycredential … failed due to a gateway error",
			"the request failed due to a gateway error",
			"managedidentitycredential … unexpected content type \"text/html",
			"clientauthenticationerror: unexpected content type \"text/html",
			"managedidentitycredential … '<' is an invalid start of a value",
			"managedidentitycredential … unexpected character ('<' (code 60))",
			"managedidentitycredential … unexpected token < in json",
			"managedidentitycredential … unexpected token '<', '<",
		},
	}
	IMDSThrottled = &Cause{
		Slug:     "imds-throttled",
		Severity: Error,
		Title:    "The metadata service is throttling",
		Why:      "The metadata service answers a few requests a second. Many processes, or one that makes a new credential each time, ask for more.",
		Fixes: []Fix{
			{Do: "Make one credential in the program and share it, so that its cache works"},
			{Do: "Start many processes one after another, and wait longer after each 429"},
		},
		See: Source{"https://learn.microsoft.com/azure/virtual-machines/instance-metadata-service", "2026-11-22"},
		Phrases: []string{
			"temporarily throttled, too many requests",
			"adal: refresh request failed. status code = '429'. response body: { 'error': 'too many requests'",
		},
	}
	IMDSServerError = &Cause{
		Slug:     "imds-server-error",
		Severity: Error,
		Title:    "The metadata service failed",
		Why:      "The service, or Entra behind it, has a fault or is being updated. An update takes up to 70 seconds; right after an identity was assigned the first requests may fail as well.",
		Fixes: []Fix{
			{Do: "Try again in a minute or two"},
			{Do: "Check that the machine's firewall and routes leave the platform's own traffic alone (168.63.129.16 and the sign-in hosts)"},
			{Do: "Restart the machine where it goes on", Run: `az vm restart --name {vm} --resource-group {resource-group}`},
		},
		See:     Source{"https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/how-to-use-vm-token", "2026-11-22"},
		Phrases: []string{"failed to retrieve token from the active directory", "msi: failed to acquire tokens after"},
	}
	IMDSBadRequest = &Cause{
		Slug:     "imds-bad-request",
		Severity: Error,
		Title:    "The metadata service refuses the request itself",
		Why:      "The service is there and did not understand: the header Metadata: true is missing, an X-Forwarded-For came along, or an old address was used.",
		Fixes: []Fix{
			{Do: "Send the header Metadata: true to http://169.254.169.254/metadata/identity/oauth2/token, without a proxy"},
			{Do: "Use a credential of the Azure SDK in place of a request of your own"},
		},
		See:   Source{"https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/how-to-use-vm-token", "2026-11-22"},
		Codes: []string{"bad_request_102"},
		Phrases: []string{
			"refer to aka.ms/azureimds", "required metadata header not specified", "\"error\":\"unknown_source\"", "\"error\": \"unknown_source\"", "parameter resource cannot be empty",
			"unsupported/invalid api-version parameter",
			"msi/token … unsupportedapiversion",
		},
	}
	IdentityNotAssigned = &Cause{
		Slug:     "identity-not-assigned",
		Severity: Error,
		Title:    "This host does not have the identity that is asked for",
		Why:      "The token service is there, and the host has no identity, or not the one named. AZURE_CLIENT_ID names a user-assigned one, even where it was set for another purpose.",
		Fixes: []Fix{
			{Do: "Give the virtual machine an identity of its own", Run: `az vm identity assign --name {vm} --resource-group {resource-group}`, On: "azure-vm", If: "!client-id !identity"},
			{Do: "Assign the identity to the virtual machine", Run: `az vm identity assign --name {vm} --resource-group {resource-group} --identities {identity}`, On: "azure-vm", If: "client-id"},
			{Do: "Assign the identity to the virtual machine", Run: `az vm identity assign --name {vm} --resource-group {resource-group} --identities {identity}`, On: "azure-vm", If: "!client-id identity"},
			{Do: "Give the app an identity of its own", Run: `az webapp identity assign --name {app} --resource-group {resource-group}`, On: "app-service", If: "!client-id !identity"},
			{Do: "Assign the identity to the app", Run: `az webapp identity assign --name {app} --resource-group {resource-group} --identities {identity}`, On: "app-service", If: "client-id"},
			{Do: "Assign the identity to the app", Run: `az webapp identity assign --name {app} --resource-group {resource-group} --identities {identity}`, On: "app-service", If: "!client-id identity"},
			{Do: "Assign the identity to the container app, job, cluster or compute, under Identity in the portal", On: "container-apps service-fabric azure-ml azure-arc"},
			{Do: "See which identities the machine has", Run: `az vm identity show --name {vm} --resource-group {resource-group}`, On: "azure-vm"},
			{Do: "See which identities the app has", Run: `az webapp identity show --name {app} --resource-group {resource-group}`, On: "app-service"},
			{Do: "Find the identity behind a client ID", Run: `az identity list --query "[?clientId=='{client-id}'].id" --output tsv`, If: "client-id"},
			{Do: "Remove a client ID that names no identity of this host", Run: `unset AZURE_CLIENT_ID`, If: "client-id"},
			{Do: "Name one that is assigned", Run: `export AZURE_CLIENT_ID=CLIENT_ID`},
		},
		Avoid: "Granting the identity roles does not assign it to the host.",
		See:   Source{"https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/how-to-configure-managed-identities", "2026-11-22"},
		Codes: []string{"ManagedIdentityNotFound", "MSINotEnabled"},
		Phrases: []string{
			"error_description … identity not found",
			"(invalid_request) identity not found",
			"the managed identity endpoint is indicating there's no available identity",
			"description: identity not found",
			"managedidentitycredential … identity not found",
			"no msi found for specified clientid",
			"no user assigned or delegated managed identity found",
			"no managed identity found for specified",
			"requested identity isn't assigned to this resource",
			"requested identity isn’t assigned to this resource",
			"requested identity hasn't been assigned",
			"requested identity hasn’t been assigned",
			"requested identity has not been assigned",
			"check your managed service identity id",
			"not authorized to request an access token using this method",
			"did not confirm the requested user-assigned managed identity",
			"site managed identity not enabled",
			"there is no system-assigned user identity",
			"access token from imds, verify your clientid",
			"unable to load requested managed identity",
			"_retrieve_token_from_imds_with_retry … httperror",
			// MSAL.NET, which prints IMDS's description in its own sentence.
			"error message: identity not found",
			// azure-identity 1.6 for Python imds.py, read 2026-11-23.
			"no identity has been assigned to this resource",
			// github.com/microsoft/azure-pipelines-tasks-common-packages azure-arm-rest/module.json, azure-pipelines-tasks VstsAzureHelpers_/module.json, read 2026-11-23.
			"could not fetch access token for managed identity. please configure managed identity",
			// azure.azcollection plugins/module_utils/azure_rm_common.py, read 2026-11-23.
			"please check whether your machine enabled msi or grant access to any subscription",
			// Azure SQL, as public projects record its answers, read 2026-11-23.
			"server identity is not configured. please follow the steps",
			// What Kudu answers to a deployment, as public projects record it, read 2026-11-23.
			"msitokenunavailableexception",
			"managedidentitycredential: no default identity is assigned to this resource",
			// github.com/Azure/azure-cli issues 10284 and 11304, read 2026-11-23.
			"azure/cli/core/ … httperror … az login --identity", "az login --identity … azure/cli/core/ … httperror",
		},
	}
	IdentityAmbiguous = &Cause{
		Slug:     "identity-ambiguous",
		Severity: Error,
		Title:    "The host has several identities, and the program names none",
		Why:      "With two or more user-assigned identities and no system-assigned one, the token service cannot choose.",
		Fixes: []Fix{
			{Do: "Name the identity to the SDKs", Run: `export AZURE_CLIENT_ID={client-id}`},
			{Do: "Name the identity to az", Run: `az login --identity --client-id {client-id}`},
			{Do: "Name the identity to az before version 2.69.0", Run: `az login --identity --username {client-id}`},
			{Do: "See which identities the machine has", Run: `az vm identity show --name {vm} --resource-group {resource-group}`, On: "azure-vm"},
		},
		See:     Source{"https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/how-to-use-vm-token", "2026-11-22"},
		Phrases: []string{"multiple user assigned identities exist"},
	}
	IdentityClientIDMissing = &Cause{
		Slug:     "identity-client-id-missing",
		Severity: Error,
		Title:    "The program does not name the host's user-assigned identity",
		Why:      "Without a name the SDK asks for the system-assigned identity. This host has only user-assigned ones, or its token service wants one named.",
		Fixes: []Fix{
			{Do: "Name the identity to the SDKs", Run: `export AZURE_CLIENT_ID={client-id}`},
			{Do: "Set the same as an application setting on App Service and Functions", Run: `az webapp config appsettings set --name {app} --resource-group {resource-group} --settings AZURE_CLIENT_ID={client-id}`, On: "app-service"},
			{Do: "Switch the system-assigned identity on", Run: `az webapp identity assign --name {app} --resource-group {resource-group}`, On: "app-service"},
		},
		See:   Source{"https://learn.microsoft.com/azure/app-service/overview-managed-identity", "2026-11-22"},
		Codes: []string{"DefaultIdentityNotDefined"},
		Phrases: []string{
			"unable to load the proper managed identity",
			"managedidentitycredential: no token received",
			"managedidentitycredential.get_token failed: no token received",
			"appservicecredential.get_token failed: no token received",
			"parameter 'identityresourceid' cannot be empty",
			"parameter 'userassignedid' cannot be empty",
		},
	}
	IdentitySelectorUnsupported = &Cause{
		Slug:     "identity-selector-unsupported",
		Severity: Error,
		Title:    "This kind of host does not let a program choose the identity",
		Why:      "Service Fabric decides by the cluster's configuration, Cloud Shell gives the user's own, older Arc agents have one only. Naming a client ID or resource ID there is an error, also when AZURE_CLIENT_ID does it.",
		Fixes: []Fix{
			{Do: "Remove the client ID from the environment", Run: `unset AZURE_CLIENT_ID`},
			{Do: "Make the credential without an ID in the program"},
			{Do: "Choose the identity in the Service Fabric application's manifest"},
		},
		See:   Source{"https://learn.microsoft.com/azure/service-fabric/concepts-managed-identity", "2026-11-22"},
		Codes: []string{"user_assigned_managed_identity_not_supported", "user_assigned_managed_identity_not_configurable_at_runtime"},
		Phrases: []string{
			"doesn't support specifying a user-assigned identity",
			"doesn't support user-assigned managed identities",
			"does not support user-assigned managed identities",
			"specifying a client id or resource id is not supported",
			"specifying a clientid or resourceid is not supported",
			"specifying a clientid, objectid or resourceid is not supported",
			"supports specifying a user-assigned managed identity by client id only",
			"user assigned identity is not supported by",
			"user assigned identity is currently not supported",
			"clientid or resourceid is not configurable at runtime",
			"user-assigned managed identity is not supported",
			"user assigned managed identity is not supported",
			// github.com/AzureAD/microsoft-authentication-library-for-dotnet MsalErrorMessage.cs, read 2026-11-23.
			"supported for user-assigned managed identity in",
			// MSAL for Python managed_identity.py, @azure/identity 4.10 for JavaScript, read 2026-11-23.
			"azure arc supports only system-assigned managed identity", "does not support specifying a user-assigned managed identity at runtime",
			// azure_identity 0.30 for Rust managed_identity_credential.rs, read 2026-11-23.
			"resource ids aren't supported for app service",
		},
	}
	ManagedIdentityEndpointFailed = &Cause{
		Slug:     "managed-identity-endpoint-failed",
		Severity: Error,
		Title:    "The host's own token service failed",
		Why:      "App Service, Functions, Container Apps, Service Fabric and Azure ML have a token service of their own beside each app. It answered with a fault.",
		Fixes: []Fix{
			{Do: "Check the scope in the program: a misspelt resource gives the same fault"},
			{Do: "Restart the app", Run: `az webapp restart --name {app} --resource-group {resource-group}`, On: "app-service"},
			{Do: "Switch the identity off and on again, where the fault stays"},
		},
		See:   Source{"https://learn.microsoft.com/azure/app-service/overview-managed-identity", "2026-11-22"},
		Codes: []string{"SecretHeaderNotFound", "ArgumentNullOrEmpty", "invalid_managed_identity_endpoint"},
		Phrases: []string{
			"sso failure: unable to retrieve a token",
			"while fetching the aad token",
			"managedidentitycredential: unexpected content type \"text/plain",
			"unknown_error(status code 500)",
			"managed identity endpoint for service fabric must use https",
			"did not match identity_server_thumbprint",
			"identity_server_thumbprint must be",
			"redirects are not permitted for managed identity",
			"secret header is required",
			"internalerror - :{",
			"failed to acquire access token from msi endpoint",
			"response from managed identity was successful, but the operation timed out",
			"invalid secret token header",
			"did not receive expected www-authenticate header in the response from azure arc",
			"did not receive a value for www-authenticate header in the response from azure arc",
			"the www-authenticate header in the response from azure arc managed identity endpoint did not match",
			"msi_endpoint contains an invalid ur",
			"identity_endpoint contains an invalid ur",
			"there was an error retrieving the managed service access token",
			// github.com/AzureAD/microsoft-authentication-library-for-dotnet MsalErrorMessage.cs, read 2026-11-23.
			"the platform is not supported by azure arc", "the platform is not supported for azure arc",
			// azure-identity 1.21 for Python app_service.py and its like, MSAL for Python managed_identity.py, for JavaScript ManagedIdentityError.ts, @azure/identity 4.10 for JavaScript, read 2026-11-23.
			"managed identity configuration not found in environment", "unrecognizable www-authenticate header:", "managedidentityerror: invalid challenge in www-authenticate header",
			"did not receive a value from www-authenticate header", "arcplatformnotsupportederror", "managed identity endpoint was reached, yet no tokens were received",
			"unable to create a managed identity source based on", "azure arc managed identity, but the www-authenticate header is missing",
			// MSAL for Go 1.10.1 apps/managedidentity/managedidentity.go, which azidentity 1.15 asks, read 2026-11-23.
			"managedidentitycredential: response has no www-authenticate header",
		},
	}
	ArcKeyUnreadable = &Cause{
		Slug:     "arc-key-unreadable",
		Severity: Error,
		Title:    "This user may not read the Arc agent's key file",
		Why:      "The agent of Azure Arc proves by a file that the caller is on this machine and trusted. Only members of the group himds (on Linux) or of Hybrid agent extension applications (on Windows) can read it.",
		Fixes: []Fix{
			{Do: "Add the program's user to the group, and start the program anew", Run: `sudo usermod --append --groups himds USER`, On: "linux"},
			{Do: "Add the user to the group on Windows", Run: `net localgroup "Hybrid agent extension applications" USER /add`, On: "windows"},
		},
		Avoid: "Do not loosen the file's permissions: the agent makes a new one for each request.",
		See:   Source{"https://learn.microsoft.com/azure/azure-arc/servers/managed-identity-authentication", "2026-11-22"},
		Codes: []string{"managed_identity_file_read_error"},
		Phrases: []string{
			"azcmagent/tokens",
			"azureconnectedmachineagent\\tokens",
			"azureconnectedmachineagent\\\\tokens",
			"invalid secret file size",
			"the file on the file path in the www-authenticate header is not secure or could not be found",
			"failed to get metadata for … .key",
			// github.com/AzureAD/microsoft-authentication-library-for-dotnet MsalErrorMessage.cs, azure-identity for Java 1.15 ValidationUtil.java, read 2026-11-23.
			"the file on the file path in the www-authenticate header is not secure", "the secret key file is not located in the expected directory",
			"the secret key file does not have the expected file extension", "the secret key file is too large",
			// MSAL for JavaScript ManagedIdentityError.ts, read 2026-11-23.
			"file path in the www-authenticate header does not contain a .key file", "www-authenticate header is greater than 4096 bytes",
			// azure-identity for C++, an older azidentity for Go, @azure/identity for JavaScript arcMsi.ts, read 2026-11-23.
			"azure arc managed identity endpoint has an unexpected file size", "unexpected file path from himds service",
		},
	}
	ArcNotDetected = &Cause{
		Slug:     "arc-not-detected",
		Severity: Error,
		Title:    "The program overlooked the Arc agent of this machine",
		Why:      "On Arc machines tokens come from the agent on port 40342. SDKs find it by IDENTITY_ENDPOINT and IMDS_ENDPOINT or by the agent's files; this one found neither and asked the address of Azure's virtual machines.",
		Fixes: []Fix{
			{Do: "Name the agent's token address", Run: `export IDENTITY_ENDPOINT=http://localhost:40342/metadata/identity/oauth2/token`},
			{Do: "Name the agent's metadata address", Run: `export IMDS_ENDPOINT=http://localhost:40342`},
			{Do: "Upgrade the SDK: msal 1.32.1 and 1.32.2 for Python did not find the agent"},
		},
		See: Source{"https://github.com/AzureAD/microsoft-authentication-library-for-python/issues/814", "2026-11-22"},
	}
	PodIdentityBindingMissing = &Cause{
		Slug:     "pod-identity-binding-missing",
		Severity: Error,
		Title:    "The pod has no identity bound to it",
		Why:      "The old AAD pod identity answers at the metadata address in place of Azure and gives tokens only to pods that a binding selects. It is retired; workload identity took its place.",
		Fixes: []Fix{
			{Do: "Move the pod to workload identity"},
			{Do: "Look at the bindings", Run: `kubectl get azureidentity,azureidentitybinding,azureassignedidentity --all-namespaces`},
			{Do: "Give the pod the label aadpodidbinding with the binding's selector"},
		},
		See: Source{"https://github.com/Azure/aad-pod-identity", "2026-11-22"},
		Phrases: []string{
			"no azureassignedidentity found for pod",
			"no azureidentity found for pod",
			"getting assigned identities for pod",
			"failed to get matching identities for pod",
			"nmi response failed with status code",
			"no azure identity found for request clientid",
			"azureidentity is not configured for the pod",
			"but identity is namespaced will be ignored",
			"nmi did not return expected values in response",
			"managedidentitycredential … pod list is empty",
			"no azure identity found for request",
		},
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
