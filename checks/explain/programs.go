package explain

import (
	"bytes"
	"slices"

	"azdoctor/checks/cause"
)

// programWords are words by which SDKs and tools are known, in lower case: names of packages, types and files that only they have.
var programWords = []struct {
	program string
	words   []string
}{
	{"az", []string{"az login", "az account ", "az feedback", "azure-cli", "azurecli", "azure cli"}},
	{"azd", []string{"azd auth", "azd up", "azd provision", "azd deploy", "azuredeveloperclicredential", "azure developer cli", "\"consolemessage\""}},
	{"go", []string{"azidentity", "azsdk/go/", "azure-sdk-for-go", "gettoken(): "}},
	{"dotnet", []string{"azure.identity.", "azsdk/net/", "microsoft.identity.client", "system.aggregateexception", "   at azure.", "azure-sdk-for-net"}},
	{"python", []string{"azure.identity", "azure/identity/", "azsdk/python/", "azure-sdk-for-python", "traceback (most recent call last)", "msal_extensions", "clientauthenticationerror", "site-packages"}},
	{"java", []string{"com.azure.", "com.microsoft.aad.msal4j", "azsdk/java/", "reactor.core.", "azure-sdk-for-java"}},
	{"javascript", []string{"@azure/identity", "@azure\\identity", "azsdk/js/", "msal-node", "credentialunavailableerror", "aggregateauthenticationerror", "azure-sdk-for-js"}},
	{"rust", []string{"azure_identity", "azsdk/rust/", "azure_core::", "azure-sdk-for-rust"}},
	{"cpp", []string{"azsdk/cpp/", "azure::identity", "azure::core", "azure-sdk-for-cpp"}},
	{"terraform", []string{"terraform", "provider[\"registry", "azurerm", "azapi_", "azuread_", "opentofu"}},
	{"powershell", []string{"connect-azaccount", "az.accounts", "get-azaccesstoken", "categoryinfo", "fullyqualifiederrorid", "\nline |\n"}},
	{"github-actions", []string{"azure/login", "##[error]azure", "actions_id_token", "github.com/actions", "actions/checkout", "runner.worker", "github actions"}},
	{"azure-pipelines", []string{"##vso[", "##[section]", "service connection", "dev.azure.com", "visualstudio.com/_", "azurecli@2", "vsts"}},
	{"kubernetes", []string{"kubelet", "kubectl", "mountvolume.setup", "secretproviderclass", "azure-workload-identity", "serviceaccount", "csi-driver", "externalsecret", "aadpodidentity", "pod/", "namespace/"}},
}

// programs are those that were seen.
type programs struct{ known [64]bool }

// look adds the programs whose words a text has.
func (p *programs) look(text []byte) {
	lower := bytes.ToLower(text)
	for i, one := range programWords {
		p.known[i] = p.known[i] || slices.ContainsFunc(one.words, func(word string) bool { return bytes.Contains(lower, []byte(word)) })
	}
}

func (p *programs) seen() []string {
	var seen []string
	for i, one := range programWords {
		if p.known[i] {
			seen = append(seen, one.program)
		}
	}
	return seen
}

// What is about a sign-in in Azure, and what about a failure.
var (
	azureWords   = []string{"aadsts", "az login", "azd auth", "login.microsoftonline", "login.windows.net", "credential.gettoken", "azidentity", "azure.identity", "azure/identity", "@azure/identity", "defaultazurecredential", "managedidentitycredential", "azureclicredential", "msal", "connect-azaccount", "vault.azure.net", "akv10", "azure/login", "169.254.169.254/metadata/identity"}
	failureWords = []string{"error", "fail", "denied", "unauthori", "forbidden", "unavailable", "exception", "refused", "expired", "invalid", "could not", "unable to", "no such host", "not known", "timed out", "timeout", "certificate", "proxy", "reset by", "enotfound", "unknownhost", "aborted"}
)

// nearAzure reports whether squeezed text has words of Azure.
func nearAzure(letters []byte) bool {
	return slices.ContainsFunc(azureLetters, func(word []byte) bool { return bytes.Contains(letters, word) })
}

// azureLetters are azureWords, squeezed; of those that begin alike the beginning.
var azureLetters = func() (squeezed [][]byte) {
	for _, word := range append([]string{"azure", "managed identity", "tenant", "oidc", "federated", "entra id"}, azureWords...) {
		letters := cause.Squeeze(nil, []byte(word))
		if !slices.ContainsFunc(squeezed, func(known []byte) bool { return bytes.Contains(letters, known) }) {
			squeezed = append(squeezed, letters)
		}
	}
	return squeezed
}()

// signInWords are what lines about a sign-in in Azure have, and lines of other programs seldom.
var signInWords = append([]string{"azure", "credential", "tenant", "vault", "appid=", "forbiddenby", "sts.windows.net", "managed identity", "service principal", "adal:", "msal", "imds", "169.254.169.254", "oidc", "federated", "entra", "subscription", "azd ", "microsoftonline"}, azureWords...)

// suspicious reports whether a text seems to be about the failure of a sign-in in Azure.
func suspicious(text []byte) bool {
	lower := bytes.ToLower(text)
	has := func(word string) bool { return bytes.Contains(lower, []byte(word)) }
	return slices.ContainsFunc(azureWords, has) && slices.ContainsFunc(failureWords, has)
}

// aboutAzure reports whether a line says of itself that it is about a failure of a sign-in in Azure.
func aboutAzure(line []byte) bool {
	lower := bytes.ToLower(line)
	has := func(word string) bool { return bytes.Contains(lower, []byte(word)) }
	return slices.ContainsFunc(signInWords, has) && slices.ContainsFunc(failureWords, has)
}
