package cause

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"unicode"
)

const (
	contosoTenant = "11111111-1111-1111-1111-111111111111"
	contosoApp    = "22222222-2222-2222-2222-222222222222"
	aliceObject   = "44444444-4444-4444-4444-444444444444"
	otherTenant   = "55555555-5555-5555-5555-555555555555"
	correlation   = "66666666-6666-6666-6666-666666666666"
)

// entra is what Entra says with a code, in words of our own and the shape of its answers.
func entra(code, sentence string) string {
	return fmt.Sprintf("AADSTS%s: %s Trace ID: %s Correlation ID: %s Timestamp: 2026-11-22 17:00:00Z", code, sentence, correlation, correlation)
}

// az is what az prints of it, and cli what azidentity makes of that.
func az(code, sentence string) string {
	return "ERROR: " + entra(code, sentence) + "\nInteractive authentication is needed. Please run:\naz login --scope https://vault.azure.net/.default\n"
}

func cli(text string) string {
	return "AzureCLICredential: " + strings.TrimSpace(text) + ". To troubleshoot, visit https://aka.ms/azsdk/go/identity/troubleshoot#azure-cli"
}

// dump is azidentity's and azcore's picture of an HTTP answer.
func dump(request, status, body string) string {
	line := strings.Repeat("-", 80)
	return request + "\n" + line + "\nRESPONSE " + status + "\n" + line + "\n" + body + "\n" + line
}

func tokenDump(credential, status, body string) string {
	return credential + " authentication failed. \n" + dump("POST https://login.microsoftonline.com/"+contosoTenant+"/oauth2/v2.0/token", status, body)
}

func entraJSON(code, sentence string) string {
	return fmt.Sprintf(`{"error":"invalid_grant","error_description":"%s","error_codes":[%s],"correlation_id":"%s","error_uri":"https://login.microsoftonline.com/error?code=%s"}`,
		entra(code, sentence), code, correlation, code)
}

// vault is an answer of Key Vault in azcore's picture.
func vault(status, code, inner, message string) string {
	return dump("GET https://contoso-kv.vault.azure.net/secrets/db-password", status+"\nERROR CODE: "+code,
		fmt.Sprintf(`{"error": {"code": "%s", "innererror": {"code": "%s"}, "message": "%s"}}`, code, inner, message))
}

// caller is how Key Vault names who called.
const caller = "appid=" + contosoApp + ";oid=" + aliceObject + ";iss=https://sts.windows.net/" + contosoTenant + "/"

type recognition struct {
	name  string
	text  string
	want  string            // slugs in order, separated by spaces; "" for nothing
	holes map[string]string // what the first finding's evidence fills; nil: not checked
}

func check(t *testing.T, tests []recognition) {
	t.Helper()
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			findings := Recognise(test.text)
			if got := strings.Join(slugs(findings), " "); got != test.want {
				t.Fatalf("recognised %q, want %q in:\n%s", got, test.want, test.text)
			}
			if test.holes != nil && !maps.Equal(findings[0].Holes(), test.holes) {
				t.Errorf("evidence fills %v, want %v", findings[0].Holes(), test.holes)
			}
		})
	}
}

func TestCodesWithoutACause(t *testing.T) {
	check(t, []recognition{
		{"a code nobody knows", az("90000001", "Something."), "entra-refused", nil},
		{"and its number alone", `"error_codes":[90000001]`, "entra-refused", nil},
		{"beside one that is known", entra("90000001", "Something.") + " " + entra("53003", "Blocked."), "conditional-access-blocked", nil},
		{"beside words that are known", entra("90000001", "Something.") + " User interaction is required.", "mfa-required", nil},
		{"a number of something else", "error_codes: 90000001, see error 700082", "", nil},
	})
	if found := Recognise(az("90000001", "Something.")); found[0].Basis != ByClass || found[0].Confidence() < Threshold {
		t.Errorf("recognised by %s", found[0].Basis)
	}
}

func TestNothingToRecognise(t *testing.T) {
	check(t, []recognition{
		{"no text", "", "", nil},
		{"a token of az", `{"accessToken": "eyJ0", "expiresOn": "2026-11-22 19:14:04.000000", "tenant": "` + contosoTenant + `", "tokenType": "Bearer"}`, "", nil},
		{"an account of az", `{"environmentName": "AzureCloud", "homeTenantId": "` + contosoTenant + `", "state": "Enabled", "user": {"name": "alice@contoso.com", "type": "user"}}`, "", nil},
		{"a status of azd", `{"status": "authenticated", "type": "user", "email": "alice@contoso.com"}`, "", nil},
		{"device code in progress", "To sign in, use a web browser to open the page https://microsoft.com/devicelogin and enter the code ABCDEFGHJ to authenticate.", "", nil},
		{"the first answer of every vault", dump("GET https://contoso-kv.vault.azure.net/secrets", "401: 401 Unauthorized", `{"error":{"code":"Unauthorized","message":"AKV10000: Request is missing a Bearer or PoP token."}}`), "", nil},
		{"another cloud's words", "An error occurred (AccessDenied) when calling the GetObject operation: Access Denied", "", nil},
		{"another tool that cannot connect", "dial tcp 198.51.100.4:5432: connect: connection refused", "", nil},
		{"another program's missing module", "ModuleNotFoundError: No module named 'requests'", "", nil},
		{"a proxy that works", "Using proxy http://127.0.0.1:8080 for login.microsoftonline.com", "", nil},
		{"half a code", "AADSTS and AADSTS7 and AADSTS50", "", nil},
		{"JSON of nobody", "json.decoder.JSONDecodeError: Expecting value: line 1 column 1 (char 0)", "", nil},
	})
}

func TestRecogniseAzureCLI(t *testing.T) {
	check(t, []recognition{
		{"no subscriptions and nothing else", "No subscriptions found.\n", "subscription-none", nil},
		{"broker by its tag alone", "Error code: 3399614476, Tag: 557973645", "broker-failure", nil},
		{"not installed", "AzureCLICredential: executable not found on path", "cli-not-installed", nil},
		{"not installed, Python", "AzureCliCredential.get_token failed: Azure CLI not found on path", "cli-not-installed", nil},
		{"not installed, Windows", "'az' is not recognized as an internal or external command", "cli-not-installed", nil},
		{"not signed in", "ERROR: Please run 'az login' to setup account.\n", "cli-not-logged-in", map[string]string{}},
		{"not signed in, through Go", cli("ERROR: Please run 'az login' to setup account."), "cli-not-logged-in", nil},
		{"not signed in, in a log of JSON", `"stderr": "ERROR: Please run 'az login' to setup account.", "stdout": ""`, "cli-not-logged-in", nil},
		{"modules missing", "ERROR: No module named 'azure.keyvault.v7_0'\nTraceback (most recent call last):\nModuleNotFoundError: No module named 'azure.keyvault.v7_0'\nTo open a new issue, please run `az feedback`", "cli-installation-broken", nil},
		{"package removed", cli("/usr/bin/python3: Error while finding module specification for 'azure.cli' (ModuleNotFoundError: No module named 'azure')"), "cli-installation-broken", nil},
		{"Python removed", cli("/usr/bin/az: 3: /opt/az/bin/python3: not found"), "cli-installation-broken", nil},
		{"folder of another user", cli("ERROR: [Errno 13] Permission denied: '/home/alice/.azure/az.sess'"), "cli-config-corrupt", nil},
		{"profile unreadable", "Failed to load or parse file /home/alice/.azure/azureProfile.json. It will be overridden by default settings.\nERROR: Please run 'az login' to setup account.",
			"cli-config-corrupt cli-not-logged-in", map[string]string{"config-dir": "/home/alice/.azure"}},
		{"folder is a file", "NotADirectoryError: [Errno 20] Not a directory: '/etc/hostname/azureProfile.json'", "cli-config-corrupt", map[string]string{"config-dir": "/etc/hostname"}},
		{"cache damaged", "Traceback\n  File \"/opt/az/lib/python3.11/site-packages/msal_extensions/token_cache.py\", line 40\njson.decoder.JSONDecodeError: Extra data: line 1 column 15818", "cli-token-cache-corrupt", nil},
		{"cache encrypted for another", "msal_extensions.persistence.PersistenceDecryptionError: Decryption failed: [WinError -2146893813]", "cli-token-cache-undecryptable", nil},
		{"account without tokens", "ERROR: User 'alice@contoso.com' does not exist in MSAL token cache. Run `az login`.", "cli-token-cache-missing-account", nil},
		{"killed", cli("signal: killed"), "cli-timeout", nil},
		{"timed out, .NET", "Azure CLI authentication timed out.", "cli-timeout", nil},
		{"too old for the SDK", "expires_on field not found. Please use Azure CLI 2.54.0 or newer.", "cli-outdated", nil},
		{"too old for a claims challenge", "ERROR: unrecognized arguments: --claims-challenge eyJ9", "cli-outdated", nil},
		{"user wanted", "Authenticating using the Azure CLI is only supported as a User (not a Service Principal).", "cli-service-principal-unsupported", nil},
		{"no subscription", "WARNING: " + contosoTenant + " 'Contoso'\nERROR: No subscriptions found for alice@contoso.com.", "subscription-none", nil},
		{"unknown subscription", cli("ERROR: Subscription 'nope' not found. Check the spelling and casing and try again."), "subscription-not-found", map[string]string{}},
		{"audience of Cloud Shell", "Audience https://appservice.azure.com/ is not a supported MSI token audience.\naz login --scope \"https://appservice.azure.com/.default\"",
			"cloud-shell-audience-unsupported", map[string]string{"scope": "https://appservice.azure.com/.default"}},
		{"no keyring", "Persistence check failed. Reason: libsecret error. Error code: 0.", "linux-keyring-unavailable", nil},
		{"broker", "Unexpected exception while waiting for accounts control to finish: 0x80070520", "broker-failure", nil},
		{"tenant refused", cli("ERROR: Tenant shouldn't be specified for managed identity account"), "cli-tenant-unsupported", nil},
		{"service principal elsewhere", "WARNING: Could not retrieve credential from local cache for service principal " + contosoApp + " under tenant " + otherTenant + ".\n" + az("90002", "Tenant '"+otherTenant+"' not found."),
			"tenant-not-found", nil},
		{"a page in place of a token", "Traceback\n  File \"/usr/lib/python3/dist-packages/msal/oauth2cli/oauth2.py\", line 300\njson.decoder.JSONDecodeError: Expecting value: line 1 column 1 (char 0)", "proxy-blocked", nil},
	})
}

func TestRecogniseAzureDeveloperCLIAndPowerShell(t *testing.T) {
	console := func(message string) string {
		return `{"type":"consoleMessage","timestamp":"2026-11-22T17:55:41Z","data":{"message":"\nERROR: ` + message + `\n"}}`
	}
	check(t, []recognition{
		{"not installed", "AzureDeveloperCLICredential: executable not found on path", "azd-not-installed", nil},
		{"not signed in", console("not logged in, run `azd auth login` to login"), "azd-not-logged-in", nil},
		{"not signed in, early", "Error: listing locations: cli is not logged in", "azd-not-logged-in", nil},
		{"expired, as an object", `{"error":"` + entra("700082", "It was not used.") + `","message":"Login expired.","suggestion":"login expired, run ` + "`azd auth login --scope https://vault.azure.net/.default`" + ` to acquire a new token."}`,
			"refresh-token-expired", map[string]string{"scope": "https://vault.azure.net/.default"}},
		{"stale, without a code", "reauthentication required, run 'azd auth login' to login", "azd-reauthentication-required", nil},
		{"code unknown", `{"error":"` + entra("9002313", "Malformed.") + `","message":"Reauthentication required.","suggestion":"reauthentication required, run ` + "`azd auth login`" + `"}`, "azd-reauthentication-required", nil},
		{"undecryptable", console("failed to decrypt data: Key not valid for use in specified state."), "azd-token-cache-undecryptable", nil},
		{"damaged", console("invalid character 'g' looking for beginning of value"), "azd-token-cache-corrupt", nil},
		{"asks az", console("fetching token: AzureCLICredential: ERROR: Please run 'az login' to setup account."), "azd-delegates-to-cli cli-not-logged-in", nil},
		{"asks az, which has a code", console("fetching token: AzureCLICredential: " + entra("50173", "Revoked.")), "refresh-token-revoked azd-delegates-to-cli", nil},
		{"no browser", `exec: "xdg-open,x-www-browser,www-browser": executable file not found in $PATH`, "azd-no-browser", nil},
		{"too old", "Error: unknown flag: --claims", "azd-outdated", nil},
		{"killed", "AzureDeveloperCLICredential: signal: killed. To troubleshoot, visit https://aka.ms/azsdk/go/identity/troubleshoot#azd", "azd-timeout", nil},
		{"service unavailable", console(`fetching token: failed to authenticate: POST https://login.microsoftonline.com/organizations/oauth2/v2.0/token\n------\nRESPONSE 503: 503 Service Unavailable\n------\nbusy\n`), "entra-unavailable", nil},
		{"a page of a proxy", console(`fetching token: failed to authenticate: POST https://login.microsoftonline.com/organizations/oauth2/v2.0/token\n------\nRESPONSE 403: 403 Forbidden\n------\n\u003chtml\u003eno\u003c/html\u003e`), "proxy-blocked", nil},
		{"expired secret in its dump", `{"error":"fetching token: ClientSecretCredential authentication failed. \nPOST https://login.microsoftonline.com/` + contosoTenant + `/oauth2/v2.0/token\n----\nRESPONSE 401: 401 Unauthorized\n{\n  \"error_codes\": [\n    7000222\n  ]}"}`,
			"client-secret-expired", map[string]string{"tenant": contosoTenant}},
		{"no PowerShell", "AzurePowerShellCredential: executable not found on path", "powershell-not-installed", nil},
		{"no module", "Az.Accounts module not found", "powershell-module-missing", nil},
		{"no context", `Please run "Connect-AzAccount" to set up account.`, "powershell-not-connected", nil},
	})
}

func TestRecogniseCodesOfEntra(t *testing.T) {
	var tests []recognition
	for _, cause := range All() {
		for _, code := range cause.Codes {
			number, ok := strings.CutPrefix(code, "AADSTS")
			if !ok {
				continue
			}
			tests = append(tests,
				recognition{code + " of az", az(number, "Words of our own."), cause.Slug, nil},
				recognition{code + " as a number", `{"error_codes": [` + number + `]}`, cause.Slug, nil},
				recognition{code + " by its page", "see https://login.microsoftonline.com/error?code=" + number, cause.Slug, nil},
				recognition{code + " escaped in a traceback", `'{\"error\":\"invalid_grant\",\"error_description\":\"` + code + `: Words.\\r\\nTrace ID: x\"}'`, cause.Slug, nil})
		}
	}
	check(t, tests)
}

func TestRecogniseEntra(t *testing.T) {
	check(t, []recognition{
		{"expired", az("700082", "It was not used for 90 days."), "refresh-token-expired", map[string]string{"scope": "https://vault.azure.net/.default"}},
		{"expired, in az's scope with more words", cli(az("700082", "It was not used.")), "refresh-token-expired", map[string]string{"scope": "https://vault.azure.net/.default"}},
		{"expired grant", entra("70008", "The grant has expired through inactivity."), "refresh-token-expired", nil},
		{"revoked grant", entra("70008", "The grant was revoked."), "refresh-token-revoked", nil},
		{"expired or revoked, it does not know", entra("70008", "The grant is expired or revoked."), "refresh-token-expired", nil},
		{"revoked beside an outer code", `{"error_codes":[50173,70008],"error_description":"AADSTS70008: expired or revoked"}`, "refresh-token-revoked", nil},
		{"an outer code without a cause", "AADSTS70002: Error. AADSTS50053: Too many tries.", "account-locked", nil},
		{"old code of a wrong secret", "AADSTS70002: Error. AADSTS50012: Invalid client secret is provided.", "client-secret-wrong", nil},
		{"old code of a wrong assertion", "AADSTS70002: Error. AADSTS50012: Client assertion contains an invalid signature.", "certificate-not-registered", nil},
		{"no secret, by the outer code", "AADSTS70002: The request body must contain the following parameter: 'client_secret'.", "client-credential-missing", nil},
		{"advice beside a code", az("53003", "A policy forbids it."), "conditional-access-blocked", nil},
		{"resource unknown", entra("50001", "The application named X was not found in the tenant."), "resource-not-found-in-tenant", nil},
		{"resource disabled", entra("50001", "The resource is disabled."), "resource-disabled", nil},
		{"resource of IMDS", `{"error":"invalid_resource","error_description":"AADSTS50001: The application named https://x was not found in the tenant."}`, "resource-not-found-in-tenant", nil},
		{"resource named", entra("500011", "The resource principal named https://vault.azure.example was not found in the tenant named Contoso."), "resource-not-found-in-tenant", map[string]string{"resource": "https://vault.azure.example"}},
		{"tenant missing", az("90002", "Tenant '"+otherTenant+"' not found."), "tenant-not-found", map[string]string{"scope": "https://vault.azure.net/.default"}},
		{"tenant of China", entra("90002", "Tenant 'contoso.partner.onmschina.cn' not found."), "cloud-wrong", nil},
		{"tenant malformed, before the request", "invalid tenantID. You can locate your tenantID by following the instructions listed here", "tenant-malformed", nil},
		{"certificate unknown", tokenDump("ClientCertificateCredential", "401: 401 Unauthorized", entraJSON("700027", "The key was not found.")), "certificate-not-registered", nil},
		{"certificate expired", tokenDump("ClientCertificateCredential", "401: 401 Unauthorized", entraJSON("700027", "Reason: the key used is expired.")), "certificate-expired", nil},
		{"secret expired", tokenDump("ClientSecretCredential", "401: 401 Unauthorized", entraJSON("7000222", "The keys for app '"+contosoApp+"' are expired.")),
			"client-secret-expired", map[string]string{"tenant": contosoTenant, "client-id": contosoApp}},
		{"application unknown", entra("700016", "Application with identifier '"+contosoApp+"' was not found in the directory 'Contoso'."), "app-not-found-in-tenant", map[string]string{"client-id": contosoApp}},
		{"application padded", entra("700016", "Application with identifier '"+contosoApp+" ' was not found in the directory 'Contoso'."), "env-malformed", nil},
		{"application a placeholder", entra("700016", "Application with identifier 'your-client-id' was not found."), "env-malformed", nil},
		{"application disabled, by the old code", entra("70001", "Application '"+contosoApp+"' is disabled."), "app-disabled", nil},
		{"consent for az itself", entra("65001", "Nobody consented to application with ID '"+toolApplication+"'."), "consent-required", map[string]string{}},
		{"assertion without an issuer", "AADSTS50027: Invalid token. AADSTS90014: The required field 'iss' is missing.", "env-malformed", nil},
		{"another tenant allowed", `ClientSecretCredential isn't configured to acquire tokens for tenant "` + otherTenant + `".`, "tenant-not-allowed", map[string]string{"tenant": otherTenant}},
		{"tenant of a subscription", `{"error":{"code":"InvalidAuthenticationTokenTenant","message":"The access token is from the wrong issuer 'https://sts.windows.net/` + otherTenant + `/'. It must match the tenant 'https://sts.windows.net/` + contosoTenant + `/' associated with this subscription."}}`,
			"tenant-wrong", map[string]string{"tenant": contosoTenant}},
		{"no role", "(AuthorizationFailed) The client 'alice@contoso.com' with object id '" + aliceObject + "' does not have authorization to perform action 'x'", "authorization-missing", map[string]string{"object-id": aliceObject}},
		{"claims", "AzureCLICredential.GetToken(): Azure CLI requires multifactor authentication or additional claims. Run this command then retry the operation: az login --claims-challenge eyJ9", "claims-challenge-required", nil},
		{"federated provider", "ID3242: The security token could not be authenticated or authorized.", "adfs-rejected", nil},
		{"throttled", tokenDump("ClientSecretCredential", "429: 429 Too Many Requests", "slow down"), "entra-throttled", nil},
		{"down, through az", "ERROR: 503 Server Error: Service Unavailable for url: https://login.microsoftonline.com/" + contosoTenant + "/oauth2/v2.0/token", "entra-unavailable", nil},
		{"incomplete", "missing environment variable AZURE_CLIENT_ID", "env-incomplete", map[string]string{"variable": "AZURE_CLIENT_ID"}},
		{"selection invalid", `invalid AZURE_TOKEN_CREDENTIALS value "nope". Valid values are "dev", "prod"`, "token-credentials-invalid", nil},
		{"certificate file missing", `failed to read certificate file "/nope.pem": open /nope.pem: no such file or directory`, "certificate-unreadable", map[string]string{"certificate": "/nope.pem"}},
		{"authority without https", "cannot use an authority host without https", "env-malformed", nil},
		{"clock", "0. The ID token is not yet valid. Current epoch = 1.", "clock-skew", nil},
	})
}

func TestRecogniseFederation(t *testing.T) {
	check(t, []recognition{
		{"subject", entra("700213", "No record for presented assertion subject 'repo:contoso/app:ref:refs/heads/main'."), "federated-subject-mismatch", map[string]string{"subject": "repo:contoso/app:ref:refs/heads/main"}},
		{"issuer", entra("700211", "No record for presented assertion issuer 'https://oidc.contoso.example/'."), "federated-issuer-mismatch", map[string]string{"issuer": "https://oidc.contoso.example/"}},
		{"audience", entra("700212", "No record for presented assertion audience 'api://x'."), "federated-audience-mismatch", map[string]string{"audience": "api://x"}},
		{"all three", entra("70021", "No record. Assertion Issuer: 'https://oidc.contoso.example/'. Assertion Subject: 'system:serviceaccount:default:app'. Assertion Audience: 'api://AzureADTokenExchange'."),
			"federated-credential-mismatch", map[string]string{"issuer": "https://oidc.contoso.example/", "subject": "system:serviceaccount:default:app", "audience": "api://AzureADTokenExchange"}},
		{"cluster without an issuer", entra("70021", "Assertion Issuer: 'https://kubernetes.default.svc.cluster.local'."), "federated-issuer-mismatch", nil},
		{"token file", "WorkloadIdentityCredential: open /var/run/token: no such file or directory. To troubleshoot", "federated-token-file-missing", map[string]string{"file": "/var/run/token"}},
		{"not injected", "no client ID specified. Check pod configuration or set ClientID in the options", "workload-identity-not-injected", nil},
		{"not injected, by its variable", "AZURE_CLIENT_ID environment variable is not set, other variables are set", "workload-identity-not-injected", map[string]string{"variable": "AZURE_CLIENT_ID"}},
		{"GitHub", "Error: Unable to get ACTIONS_ID_TOKEN_REQUEST_URL env variable", "github-id-token-permission-missing", nil},
		{"Azure Pipelines", "No service connection found with identifier contoso", "service-connection-not-found", nil},
		{"pipeline's token", "OIDC token not found in response. Status Code: 401", "oidc-request-failed", nil},
	})
}

func TestRecogniseKeyVault(t *testing.T) {
	resource := `Resource: '/subscriptions/33333333-3333-3333-3333-333333333333/resourcegroups/contoso-rg/providers/microsoft.keyvault/vaults/contoso-kv/secrets/db-password'`
	vaultID := "/subscriptions/33333333-3333-3333-3333-333333333333/resourcegroups/contoso-rg/providers/microsoft.keyvault/vaults/contoso-kv"
	who := map[string]string{"tenant": contosoTenant, "vault": "contoso-kv", "object-id": aliceObject, "secret": "db-password"}
	with := func(more map[string]string) map[string]string {
		all := maps.Clone(who)
		maps.Copy(all, more)
		return all
	}
	check(t, []recognition{
		{"role", vault("403: 403 Forbidden", "Forbidden", "ForbiddenByRbac", `Refused.\r\nCaller: `+caller+`\r\nAction: 'Microsoft.KeyVault/vaults/secrets/getSecret/action'\r\n`+resource+`\r\nVault: contoso-kv;location=westeurope`),
			"keyvault-rbac-missing", with(map[string]string{"vault-id": vaultID})},
		{"role, in words alone", "Caller is not authorized to perform action on resource.\nCaller: " + caller + "\n" + resource, "keyvault-rbac-missing", nil},
		{"role for a user of az", "ForbiddenByRbac appid=" + toolApplication + ";oid=" + aliceObject + ";", "keyvault-rbac-missing", map[string]string{"object-id": aliceObject, "principal-type": "User"}},
		{"policy", vault("403: 403 Forbidden", "Forbidden", "ForbiddenByPolicy", "'"+caller+"' may not on key vault 'contoso-kv;location=westeurope'"), "keyvault-access-policy-missing", who},
		{"policy, wrapped and with the other inner code", vault("403: 403 Forbidden", "Forbidden", "AccessDenied", `The user '`+caller+`'\r\ndoes not have secrets\r\n get permission on key vault 'contoso-kv;location=westeurope'.`), "keyvault-access-policy-missing", who},
		{"firewall", vault("403: 403 Forbidden", "Forbidden", "ForbiddenByFirewall", `Refused.\r\nClient address: 203.0.113.7\r\nCaller: `+caller+`\r\nVault: contoso-kv;location=westeurope`), "keyvault-firewall", with(map[string]string{"address": "203.0.113.7"})},
		{"firewall, IPv6", vault("403: 403 Forbidden", "Forbidden", "ForbiddenByFirewall", `Client address: 2001:db8::7\r\nVault: contoso-kv;location=x`), "keyvault-firewall", map[string]string{"address": "2001:db8::7", "vault": "contoso-kv", "secret": "db-password"}},
		{"private link", vault("403: 403 Forbidden", "Forbidden", "ForbiddenByConnection", "Refused."), "keyvault-private-link", nil},
		{"private link not approved", "(Forbidden) Connection is not an approved private link and caller was ignored", "keyvault-private-link", nil},
		{"tenant", vault("401: 401 Unauthorized", "Unauthorized", "", "AKV10032: Invalid issuer. Expected one of https://sts.windows.net/"+otherTenant+"/, found https://sts.windows.net/"+contosoTenant+"/."),
			"keyvault-tenant-wrong", map[string]string{"tenant": otherTenant, "vault": "contoso-kv", "secret": "db-password"}},
		{"audience", "AKV10022: Invalid audience. Expected https://vault.azure.net, found: https://management.core.windows.net/.", "keyvault-audience-wrong", nil},
		{"no such secret", vault("404: 404 Not Found", "SecretNotFound", "", "A secret with (name/id) db-password was not found in this key vault."), "keyvault-secret-not-found", map[string]string{"vault": "contoso-kv", "secret": "db-password"}},
		{"disabled", vault("403: 403 Forbidden", "Forbidden", "SecretDisabled", "Operation get is not allowed on a disabled secret."), "keyvault-secret-disabled", nil},
		{"expired", vault("403: 403 Forbidden", "Forbidden", "SecretExpired", "Too late."), "keyvault-secret-outside-validity", nil},
		{"throttled", vault("429: 429 Too Many Requests", "Throttled", "", "Too many. Reason: VaultRequestTypeLimitReached"), "keyvault-throttled", nil},
		{"down", dump("GET https://contoso-kv.vault.azure.net/secrets", "503: 503 Service Unavailable\nERROR CODE UNAVAILABLE", "busy"), "keyvault-unreachable", nil},
		{"a page in its place", dump("GET https://contoso-kv.vault.azure.net/secrets", "403: 403 Forbidden\nERROR CODE UNAVAILABLE", "<html>no</html>"), "proxy-blocked", nil},
		{"not a vault's address", `challenge resource "https://vault.azure.net" doesn't match the requested domain. Set DisableChallengeResourceVerification to true`, "keyvault-name-invalid", nil},
		{"does not exist", `Get "https://contoso-kv.vault.azure.net/secrets?api-version=7.6": dial tcp: lookup contoso-kv.vault.azure.net: no such host`, "keyvault-not-found", map[string]string{"vault": "contoso-kv", "host": "contoso-kv.vault.azure.net"}},
		{"does not exist in China", `dial tcp: lookup contoso-kv.vault.azure.cn: no such host`, "keyvault-not-found", nil},
		{"name server does not answer", `Get "https://contoso-kv.vault.azure.net/": dial tcp: lookup contoso-kv.vault.azure.net on 127.0.0.53:53: server misbehaving`, "dns-failure", nil},
		{"cut off", `Get "https://contoso-kv.vault.azure.net/secrets?api-version=7.6": EOF`, "keyvault-unreachable", nil},
	})
}

func FuzzRecognise(f *testing.F) {
	f.Add("")
	f.Add(az("700082", "Old."))
	f.Add("DefaultAzureCredential: failed\nAttempted credentials:\n\tEnvironmentCredential: x\n\tAzureCLICredential: " + entra("50076", "y"))
	f.Add(vault("403: 403 Forbidden", "Forbidden", "ForbiddenByFirewall", `Client address: 203.0.113.7\r\nCaller: `+caller))
	f.Add(`{"error_codes": [50173, 70008], "x": "\\\"\\r\\n\u003c"}`)
	f.Add("\x1b]0;title\x07\x1b[31mAADSTS700082\x00\xff ForbiddenByRbac Vault: contoso-kv;location=x")
	f.Add(`Get "https://contoso-kv.vault.azure.net/": dial tcp: lookup contoso-kv.vault.azure.net: no such host`)
	f.Fuzz(func(t *testing.T, text string) {
		var seen []*Cause
		for _, finding := range Recognise(text) {
			if slices.Contains(seen, finding.Cause) {
				t.Errorf("%s is found twice", finding.Slug)
			}
			seen = append(seen, finding.Cause)
			for _, e := range finding.Evidence {
				if e.Value == "" || e.Source != "" || len(e.Value) > 4096 || strings.ContainsFunc(e.Value, unicode.IsControl) {
					t.Errorf("evidence %+v", e)
				}
				if e.Fills != "" && Holes[e.Fills] == "" {
					t.Errorf("evidence fills {%s}, which there is not", e.Fills)
				}
			}
			for _, fix := range finding.Remedies() {
				fix.Run.POSIX(finding.Holes())
				fix.Run.PowerShell(finding.Holes())
			}
		}
	})
}

func BenchmarkRecognise(b *testing.B) {
	log := strings.Repeat("2026-11-22T17:00:00Z info  step 12 of 40: restoring packages from https://example.com/index.json\n", 2500)
	for name, text := range map[string]string{"line": az("700082", "Old."), "log": log + az("700082", "Old.")} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				Recognise(text)
			}
		})
	}
}

// Each phrase must lead to its own cause and to no other before it.
func TestEveryPhraseIsRecognised(t *testing.T) {
	for _, cause := range All() {
		for _, phrase := range cause.Phrases {
			text := strings.ReplaceAll(phrase, " … ", " something in between ")
			if findings := Recognise(text); len(findings) == 0 || findings[0].Cause != cause {
				t.Errorf("%s: %q is recognised as %v", cause.Slug, text, slugs(findings))
			}
		}
	}
}

func slugs(findings []Finding) []string {
	var slugs []string
	for _, f := range findings {
		slugs = append(slugs, f.Slug)
	}
	return slugs
}
