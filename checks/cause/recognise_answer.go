package cause

import (
	"strings"

	"azdoctor/checks/cause/lazyregexp"
)

// Answers as azcore and azidentity for Go print them, as MSAL for Go and Python's requests do, and as all others name a status.
var (
	dumpedAnswer    = lazyregexp.New(`(?:get|post|put|head) https?://([a-z0-9.-]+)\S* [- ]*\s*response ([0-9]{3})`)
	msalGoAnswer    = lazyregexp.New(`http call\(https?://([a-z0-9.-]+)[^)]{0,500}\)\([a-z]{3,6}\) error: reply status code was ([0-9]{3})`)
	requestsAnswer  = lazyregexp.New(`([0-9]{3}) (?:server|client) error: .{0,200}? for url: https?://([a-z0-9.-]+)`)
	attemptedAnswer = lazyregexp.New(`status code ([0-9]{3})(?: \|)? attempted to reach: https?://([a-z0-9.-]+)`) // MSAL for JavaScript
	statedAnswer    = lazyregexp.New(`(?:status(?: ?code)?|response ?code|http error)["']?\W{1,4}([0-9]{3}|badrequest|forbidden|notfound|gone|toomanyrequests|internalservererror|badgateway|serviceunavailable|gatewaytimeout)\b|http/[0-9.]{1,3} ([0-9]{3})\b|<response \[([0-9]{3})\]>`)
)

// statusNames are the names of .NET's HttpStatusCode.
var statusNames = map[string]string{
	"badrequest": "400", "forbidden": "403", "notfound": "404", "gone": "410", "toomanyrequests": "429",
	"internalservererror": "500", "badgateway": "502", "serviceunavailable": "503", "gatewaytimeout": "504",
}

// answered returns the cause of an answer that has no code and no known words, by who gave it and its status.
func (p part) answered() *Cause {
	if cause := p.adalAnswer(); cause != nil {
		return cause
	}
	if match := p.find(dumpedAnswer, "response "); match != nil {
		return p.answer(match[1], match[2])
	}
	if match := p.find(msalGoAnswer, "reply status code was "); match != nil {
		return p.answer(match[1], match[2])
	}
	if match := p.find(requestsAnswer, " for url: "); match != nil {
		return p.answer(match[2], match[1])
	}
	if match := p.find(attemptedAnswer, " attempted to reach: "); match != nil {
		return p.answer(match[2], match[1])
	}
	for _, match := range p.statuses() {
		status := match[1] + match[2] + match[3]
		if name := statusNames[status]; name != "" {
			status = name
		}
		if cause := p.answer("", status); cause != nil {
			return cause
		}
	}
	if cause := p.undecoded(); cause != nil {
		return cause
	}
	switch {
	case p.fromMSI():
		return IdentityNotAssigned
	case p.contains("msi: failed to retrieve a token from"):
		return ManagedIdentityEndpointFailed
	case p.contains(managedIdentityClients...) && p.contains(unusableAnswers...):
		return ManagedIdentityEndpointFailed
	}
	return p.resolved()
}

// unusableAnswers are what Azure.Identity and MSAL say of a token service's answer that has neither a token nor an error.
// Azure.Identity 1.1.1 ManagedIdentityClient.cs, MSAL.NET 4.66.1 MsalErrorMessage.cs, read 2026-11-22.
var unusableAnswers = []string{
	"authentication response was not in the expected format", "authentication response received did not contain the expected fields", "error response was either empty or could not be parsed",
	"received from managed service identity, but it could not be parsed",
}

// adalAnswer is the cause of a refusal in ADAL's words without Entra's code: by pod identity, which passes on what IMDS answered
// to itself, or by the token service of a service principal, whose only 401 is about the secret.
// aad-pod-identity 1.8.17 pkg/nmi/server/server.go, go-autorest/adal 0.9.24 token.go, read 2026-11-22.
func (p part) adalAnswer() *Cause {
	const refused = "adal: refresh request failed. status code = "
	switch {
	case p.contains("statuscode=404 -- original error: adal: refresh request failed"): // Entra has no such answer
		return IMDSServerError
	case !p.contains(refused):
		return nil
	case p.contains("failed to refresh token, error: "+refused, "response: "+refused, "failed to get service principal token for pod"):
		if p.contains(refused + "'400'") {
			return IdentityNotAssigned
		}
		return PodIdentityBindingMissing
	case p.contains(refused + "'400'. response body: {\"error\":\"invalid_request\""): // Entra's has a code behind it
		return IdentityNotAssigned
	case p.contains(refused+"'401'") && !p.contains(metadataAddress):
		return ClientSecretWrong
	}
	return nil
}

// find returns the pattern's first match where the text has one of the words that every match has: most texts have none, and
// looking for words is far cheaper.
func (p part) find(pattern *lazyregexp.Regexp, words ...string) []string {
	if !p.contains(words...) {
		return nil
	}
	return pattern.FindStringSubmatch(p.plain)
}

// maxStatuses is how many statuses of a text are looked at: a log of retries has many, and says the same with each.
const maxStatuses = 20

func (p part) statuses() [][]string {
	if !p.contains("status", "response code", "responsecode", "http error", "http/", "<response [") {
		return nil
	}
	return statedAnswer.FindAllStringSubmatch(p.plain, maxStatuses)
}

// answer is what a status of a host means; host is "" where the text names none beside it.
func (p part) answer(host, status string) *Cause {
	page := p.contains("<html", "<!doctype")
	if host == "" && p.contains("and server response: ") && p.contains("token request returned http error", "device code request returned http error") { // ADAL, of Entra
		if page || p.contains("<title", "<body") {
			return ProxyBlocked
		}
		return signInAnswer(status)
	}
	switch {
	case host == metadataAddress, host == "" && p.fromMetadata():
		return metadataAnswer(status)
	case page && (status == "403" || status == "503") && (ofAzure(host) || p.credential != ""):
		return ProxyBlocked // Azure answers JSON; a page is from something on the way
	case signInHost.MatchString(host):
		return signInAnswer(status)
	case vaultHost.MatchString(host), host == "" && p.contains(vaultClients...):
		return p.vaultAnswer(status)
	case status == "403" && p.contains(dataClients...):
		return AuthorizationMissing
	case p.fromMSI():
		return p.msiAnswer(status)
	case p.credential == "managed-identity", p.contains(managedIdentityClients...):
		return p.hostAnswer(status)
	}
	return nil
}

// Words of the clients that ask IMDS, a host's own token service, and a vault.
var (
	managedIdentityClients = []string{"managedidentityauthorizer", "managedidentitycredential", "appservicecredential", "msal-managed-identity", "[managed identity]", "managedidentityclient", "managed service identity", "identity response code", "failed to connect to msi", "msi: failed to retrieve", "failed to get token from msi", "/msi/token", "/msi/auth", "access token for managed service principal", "access token for managed identity"}
	vaultClients           = []string{"azure.security.keyvault", "microsoft.azure.keyvault", "microsoft.azure.commands.keyvault", "-azkeyvault", "-azurekeyvault", "keyvaulterrorexception", "keyvault.baseclient", "azsdk-js-keyvault", "azure.keyvault.", "com.azure.security.keyvault"}
	// dataClients are the clients and hosts of services that say no more of a missing role than 403.
	// learn.microsoft.com/azure/azure-app-configuration/rest-api-authorization-azure-ad and azure/search/search-security-rbac, read 2026-11-23.
	dataClients = []string{".azconfig.io", "azure.data.appconfiguration", "azureappconfiguration", ".search.windows.net", "azure.search.documents", ".digitaltwins.azure.net", "azure.digitaltwins"}
)

// fromMetadata reports whether the answer in the text is IMDS's own or to a request for it.
func (p part) fromMetadata() bool {
	return p.contains("server: imds/", "imdsmanagedidentitysource", "imdscredential", "from metadata endpoint", "retrieve_token_from_imds") || p.contains(managedIdentityClients...) && p.contains(metadataAddress)
}

// metadataAnswer is what a status of the metadata address means.
// learn.microsoft.com/entra/identity/managed-identities-azure-resources/how-to-use-vm-token, read 2026-11-22.
func metadataAnswer(status string) *Cause {
	switch status {
	case "400":
		return IdentityNotAssigned
	case "403":
		return IMDSIntercepted
	case "404", "410", "500", "503":
		return IMDSServerError
	case "429":
		return IMDSThrottled
	case "502", "504":
		return IMDSProxied
	}
	return nil
}

// hostAnswer is what a status of a managed identity endpoint means that may be IMDS or a host's own.
func (p part) hostAnswer(status string) *Cause {
	switch status {
	case "400":
		if p.contains("x-correlation-id", "server: kestrel", "identity_endpoint", "app service", "appservice") && !p.contains("client_id=", "clientid=") {
			return IdentityClientIDMissing
		}
		return IdentityNotAssigned
	case "500", "503":
		return ManagedIdentityEndpointFailed
	case "403", "404":
		if p.contains("server: kestrel", "/msi/") {
			return ManagedIdentityEndpointFailed
		}
	}
	return metadataAnswer(status)
}

// fromMSI reports whether az speaks of the managed identity it signed in with.
func (p part) fromMSI() bool {
	return p.contains("failed to connect to msi") || p.contains("get token request returned http error") && p.contains(", reason: ")
}

// msiAnswer is what az's report of a managed identity means. It prints <Response [400]> of Cloud Shell's endpoint alone, which
// knows no identities of machines but only the user's own tokens.
// azure-cli 2.45.0 azure/cli/core/auth/adal_authentication.py, read 2026-11-22.
func (p part) msiAnswer(status string) *Cause {
	if status == "400" && p.contains("<response [400]>") {
		return CloudShellAudienceUnsupported
	}
	if status == "405" { // Container Apps' own endpoint: github.com/microsoft/azure-container-apps/issues/502, read 2026-11-23
		return ManagedIdentityEndpointFailed
	}
	return metadataAnswer(status)
}

func signInAnswer(status string) *Cause {
	switch {
	case status == "401": // invalid_client, which is about the secret
		return ClientSecretWrong
	case status == "429":
		return EntraThrottled
	case strings.HasPrefix(status, "5"):
		return EntraUnavailable
	}
	return nil
}

// vaultAnswer is what a vault's status means where its words are lost. A 401 is how every conversation with a vault begins.
// learn.microsoft.com/azure/key-vault/general/rest-error-codes, read 2026-11-22.
func (p part) vaultAnswer(status string) *Cause {
	switch {
	case status == "403" && p.contains("microsoft.azure.keyvault", "invalid status code 'forbidden'", "keyvault.baseclient"):
		return KeyVaultAccessPolicyMissing // clients of a time when vaults had policies
	case status == "403":
		return KeyVaultRBACMissing
	case status == "404":
		return KeyVaultSecretNotFound
	case status == "429":
		return KeyVaultThrottled
	case strings.HasPrefix(status, "5"):
		return KeyVaultUnreachable
	}
	return nil
}

// undecoded returns the cause of an answer that Python could not read as JSON, by the module that read it.
func (p part) undecoded() *Cause {
	if !p.contains("jsondecodeerror", "expecting value: line 1 column 1") {
		return nil
	}
	switch {
	case p.contains("oauth2cli", "msal/authority", `msal\authority`):
		return ProxyBlocked
	case p.contains("_session.py") && p.contains("azure/cli", `azure\cli`, `azure\\cli`):
		return CLIConfigCorrupt
	case p.contains("logout_all", "auth/identity.py", "auth/persistence.py", "auth/binary_cache.py"):
		return CLITokenCacheCorrupt
	case p.contains("msrestazure", "adal_authentication", "login_with_managed_identity"):
		return IMDSIntercepted
	}
	return nil
}
