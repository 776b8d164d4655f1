package checks

import (
	"slices"
	"strings"
)

// shape is the form that a variable's value must have.
type shape int

const (
	anyShape       shape = iota
	guidShape            // an application's or object's ID
	tenantShape          // a GUID or a verified domain
	secretShape          // a client secret: Entra's values are never GUIDs, their IDs are
	authorityShape       // an https URL
	urlShape             // an http or https URL
	proxyShape           // [scheme://][user:password@]host[:port]
	fileShape            // the path of a file
	directoryShape       // the path of a folder
)

// knownVariable is a variable that some credential, az or azd reads.
type knownVariable struct {
	name  string
	shape shape
	// readers says who reads it, for people.
	readers string
}

const (
	readByPrincipals = "EnvironmentCredential and WorkloadIdentityCredential of every SDK"
	readByNoSDK      = "no SDK; a convention of documentation and templates"
)

// knownVariables are all that are looked at; their order is the order of EnvironmentFacts.Variables.
var knownVariables = slices.Concat(principalVariables, chainVariables, hostVariables, pipelineVariables, toolVariables, terraformVariables, vaultVariables, networkVariables)

// azidentity 1.15.0 environment_credential.go, workload_identity.go, managed_identity_credential.go; @azure/identity 4.14.1;
// azure-identity for Python 1.25; read 2026-11-22.
var principalVariables = []knownVariable{
	{"AZURE_TENANT_ID", tenantShape, readByPrincipals},
	{"AZURE_CLIENT_ID", guidShape, readByPrincipals + "; as a user-assigned identity, DefaultAzureCredential's managed identity"},
	{"AZURE_CLIENT_SECRET", secretShape, "EnvironmentCredential of every SDK, before a certificate"},
	{"AZURE_CLIENT_CERTIFICATE_PATH", fileShape, "EnvironmentCredential of every SDK"},
	{"AZURE_CLIENT_CERTIFICATE_PASSWORD", anyShape, "EnvironmentCredential of every SDK"},
	{"AZURE_CLIENT_SEND_CERTIFICATE_CHAIN", anyShape, "EnvironmentCredential; on for 1 and true"},
	{"AZURE_USERNAME", anyShape, "EnvironmentCredential, last and deprecated"},
	{"AZURE_PASSWORD", anyShape, "EnvironmentCredential, last and deprecated"},
	{"AZURE_FEDERATED_TOKEN_FILE", fileShape, "WorkloadIdentityCredential of every SDK"},
	{"AZURE_AUTHORITY_HOST", authorityShape, readByPrincipals + "; not az, azd or managed identity"},
	{"AZURE_ADDITIONALLY_ALLOWED_TENANTS", anyShape, "EnvironmentCredential and DefaultAzureCredential"},
	{"AZURE_REGIONAL_AUTHORITY_NAME", anyShape, readByPrincipals},
	{"AZURE_IDENTITY_DISABLE_MULTITENANTAUTH", anyShape, "the SDKs for .NET, Python and JavaScript; not Go"},
	{"AZURE_KUBERNETES_TOKEN_PROXY", urlShape, "WorkloadIdentityCredential with AKS identity bindings, for Go and JavaScript"},
	{"AZURE_KUBERNETES_SNI_NAME", anyShape, "WorkloadIdentityCredential with AKS identity bindings"},
	{"AZURE_KUBERNETES_CA_FILE", fileShape, "WorkloadIdentityCredential with AKS identity bindings"},
	{"AZURE_KUBERNETES_CA_DATA", anyShape, "WorkloadIdentityCredential with AKS identity bindings"},
}

var chainVariables = []knownVariable{
	{"AZURE_TOKEN_CREDENTIALS", anyShape, "DefaultAzureCredential of every SDK but Rust"},
}

// microsoft-authentication-library-for-go 1.10.1 apps/managedidentity, read 2026-11-22.
var hostVariables = []knownVariable{
	{"IDENTITY_ENDPOINT", urlShape, "managed identity of every SDK (App Service, Functions, Container Apps, Service Fabric, Arc)"},
	{"IDENTITY_HEADER", anyShape, "managed identity of every SDK (App Service, Functions, Container Apps, Service Fabric)"},
	{"IDENTITY_SERVER_THUMBPRINT", anyShape, "managed identity of every SDK (Service Fabric)"},
	{"IDENTITY_API_VERSION", anyShape, "managed identity (Service Fabric)"},
	{"IMDS_ENDPOINT", urlShape, "managed identity of every SDK (Arc)"},
	{"MSI_ENDPOINT", urlShape, "managed identity of every SDK (Cloud Shell, Azure Machine Learning)"},
	{"MSI_SECRET", anyShape, "managed identity of every SDK (Azure Machine Learning)"},
	{"DEFAULT_IDENTITY_CLIENT_ID", guidShape, "managed identity on Azure Machine Learning"},
	{"MSAL_MANAGED_IDENTITY_ENDPOINT", urlShape, "MSAL for Python"},
	{"AZURE_POD_IDENTITY_AUTHORITY_HOST", urlShape, "managed identity of .NET, Python, JavaScript and C++; Go ignores it"},
	{"ACC_CLOUD", anyShape, "az, to recognise Cloud Shell"},
	{"AZUREPS_HOST_ENVIRONMENT", anyShape, "az and MSAL for Python, to recognise Cloud Shell"},
	{"AZURE_USER_ASSIGNED_IDENTITY", anyShape, readByNoSDK},
	{"AZURE_USER_ASSIGNED_IDENTITY_ID", anyShape, readByNoSDK},
	{"AZURE_USER_ASSIGNED_IDENTITY_CLIENT_ID", guidShape, readByNoSDK},
	{"AZURE_USER_ASSIGNED_IDENTITY_NAME", anyShape, readByNoSDK},
}

// https://docs.github.com/actions/reference/security/oidc and azure-dev's cli/azd/pkg/auth, read 2026-11-22.
var pipelineVariables = []knownVariable{
	{"GITHUB_ACTIONS", anyShape, "programs that want to know whether GitHub Actions runs them"},
	{"TF_BUILD", anyShape, "programs that want to know whether Azure Pipelines runs them"},
	{"ACTIONS_ID_TOKEN_REQUEST_URL", urlShape, "azd and the azure/login action; set only with `permissions: id-token: write`"},
	{"ACTIONS_ID_TOKEN_REQUEST_TOKEN", anyShape, "azd and the azure/login action"},
	{"SYSTEM_OIDCREQUESTURI", urlShape, "AzurePipelinesCredential and azd"},
	{"SYSTEM_ACCESSTOKEN", anyShape, "azd; a step sees it only where the pipeline maps it"},
	{"AZURESUBSCRIPTION_CLIENT_ID", guidShape, "programs that use AzurePipelinesCredential"},
	{"AZURESUBSCRIPTION_TENANT_ID", tenantShape, "programs that use AzurePipelinesCredential"},
	{"AZURESUBSCRIPTION_SERVICE_CONNECTION_ID", guidShape, "programs that use AzurePipelinesCredential"},
	{"AZURE_OIDC_TOKEN", anyShape, "azd"},
	{"AZURE_OIDC_REQUEST_TOKEN", anyShape, "azd"},
	{"AZURE_OIDC_REQUEST_URL", urlShape, "azd"},
}

// azure-cli's cloud.py and knack's config.py, azure-dev's cli/azd/pkg/config and pkg/auth, read 2026-11-22.
var toolVariables = []knownVariable{
	{"AZURE_CONFIG_DIR", directoryShape, "az"},
	{"AZURE_CLOUD_NAME", anyShape, "az; it wins over az cloud set"},
	{"AZURE_CLI_DISABLE_CONNECTION_VERIFICATION", anyShape, "az"},
	{"ADAL_PYTHON_SSL_NO_VERIFY", anyShape, "az"},
	{"AZD_CONFIG_DIR", directoryShape, "azd"},
	{"AZD_AUTH_ENDPOINT", urlShape, "azd, for a sign-in that another program holds"},
	{"AZD_AUTH_KEY", anyShape, "azd, for a sign-in that another program holds"},
	{"AZURE_SUBSCRIPTION_ID", guidShape, "azd, which asks tokens of this subscription's tenant"},
	{"AZURE_ENV_NAME", anyShape, "azd"},
}

// https://github.com/hashicorp/terraform-provider-azurerm/blob/main/website/docs/index.html.markdown, read 2026-11-22.
var terraformVariables = []knownVariable{
	{"ARM_TENANT_ID", tenantShape, "Terraform only"},
	{"ARM_CLIENT_ID", guidShape, "Terraform only"},
	{"ARM_CLIENT_SECRET", secretShape, "Terraform only"},
	{"ARM_CLIENT_CERTIFICATE_PATH", fileShape, "Terraform only"},
	{"ARM_CLIENT_CERTIFICATE_PASSWORD", anyShape, "Terraform only"},
	{"ARM_SUBSCRIPTION_ID", guidShape, "Terraform only"},
	{"ARM_ENVIRONMENT", anyShape, "Terraform only"},
	{"ARM_USE_OIDC", anyShape, "Terraform only"},
	{"ARM_USE_MSI", anyShape, "Terraform only"},
	{"ARM_OIDC_TOKEN", anyShape, "Terraform only"},
	{"ARM_OIDC_TOKEN_FILE_PATH", fileShape, "Terraform only"},
	{"ARM_OIDC_REQUEST_URL", urlShape, "Terraform only"},
	{"ARM_OIDC_REQUEST_TOKEN", anyShape, "Terraform only"},
}

// vaultVariables name a vault; see VaultVariables for their order.
var vaultVariables = func() (variables []knownVariable) {
	for _, name := range VaultVariables {
		variables = append(variables, knownVariable{name, anyShape, readByNoSDK})
	}
	return variables
}()

// golang.org/x/net/http/httpproxy, Python's urllib.request.getproxies_environment, crypto/x509 root_unix.go, requests' and
// Node.js's documentation; read 2026-11-22.
var networkVariables = []knownVariable{
	{"HTTPS_PROXY", proxyShape, "Go, azd, az and every SDK; Go and azd read it before https_proxy"},
	{"https_proxy", proxyShape, "Go, azd, az and every SDK; Python and az read it before HTTPS_PROXY"},
	{"HTTP_PROXY", proxyShape, "Go, azd, az and every SDK; Go and azd read it before http_proxy"},
	{"http_proxy", proxyShape, "Go, azd, az and every SDK; Python and az read it before HTTP_PROXY"},
	{"ALL_PROXY", proxyShape, "Python, az, JavaScript, .NET; not Go or azd"},
	{"all_proxy", proxyShape, "Python, az, JavaScript, .NET; not Go or azd"},
	{"NO_PROXY", anyShape, "Go, azd, az and every SDK; Go and azd read it before no_proxy"},
	{"no_proxy", anyShape, "Go, azd, az and every SDK; Python and az read it before NO_PROXY"},
	{"SSL_CERT_FILE", fileShape, "Go and azd on Linux; OpenSSL"},
	{"SSL_CERT_DIR", anyShape, "Go and azd on Linux; OpenSSL"},
	{"REQUESTS_CA_BUNDLE", fileShape, "az and the SDK for Python"},
	{"CURL_CA_BUNDLE", fileShape, "az and the SDK for Python, after REQUESTS_CA_BUNDLE"},
	{"NODE_EXTRA_CA_CERTS", fileShape, "the SDK for JavaScript"},
}

// VariableReaders says who reads a variable, for people; "" for one that azdoctor does not know.
func VariableReaders(name string) string {
	i := slices.IndexFunc(knownVariables, func(k knownVariable) bool { return k.name == name })
	if i < 0 {
		return ""
	}
	return knownVariables[i].readers
}

// fileVariable reports whether a variable names a file.
func fileVariable(name string) bool {
	return slices.ContainsFunc(knownVariables, func(k knownVariable) bool { return k.name == name && k.shape == fileShape })
}

// misspelt are names that people give to a variable of the SDKs, without their underscores.
var misspelt = map[string]string{
	"AZURETENANT":            "AZURE_TENANT_ID",
	"AZUREDIRECTORYID":       "AZURE_TENANT_ID",
	"AZURECLIENT":            "AZURE_CLIENT_ID",
	"AZUREAPPID":             "AZURE_CLIENT_ID",
	"AZUREAPPLICATIONID":     "AZURE_CLIENT_ID",
	"AZURESECRET":            "AZURE_CLIENT_SECRET",
	"AZURECLIENTKEY":         "AZURE_CLIENT_SECRET",
	"AZURECLIENTPASSWORD":    "AZURE_CLIENT_SECRET",
	"AZURECLIENTSECRETVALUE": "AZURE_CLIENT_SECRET",
	"AZURECLIENTCERTIFICATE": "AZURE_CLIENT_CERTIFICATE_PATH",
	"AZURECLIENTCERTPATH":    "AZURE_CLIENT_CERTIFICATE_PATH",
}

// resembled returns the variable of the SDKs that a name which nobody reads was probably meant to be: the same letters in
// another case or with other underscores, one letter off, or another usual word for it. "" where there is none.
func resembled(name string) string {
	letters := strings.ReplaceAll(strings.ToUpper(name), "_", "")
	if !strings.HasPrefix(letters, "AZURE") || VariableReaders(name) != "" {
		return ""
	}
	if meant := misspelt[letters]; meant != "" {
		return meant
	}
	for _, known := range slices.Concat(principalVariables[:9], chainVariables) {
		if oneLetterApart(letters, strings.ReplaceAll(known.name, "_", "")) {
			return known.name
		}
	}
	return ""
}

// oneLetterApart reports whether two words are equal but for at most one letter that was changed, left out, added or
// swapped with its neighbour. A digit does not count: NAME2 is another variable, not a mistake.
func oneLetterApart(a, b string) bool {
	start := 0
	for start < min(len(a), len(b)) && a[start] == b[start] {
		start++
	}
	a, b = a[start:], b[start:]
	for a != "" && b != "" && a[len(a)-1] == b[len(b)-1] {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	switch {
	case strings.ContainsAny(a+b, "0123456789"):
		return false
	case len(a) == 2 && len(b) == 2:
		return a[0] == b[1] && a[1] == b[0]
	}
	return len(a) <= 1 && len(b) <= 1
}
