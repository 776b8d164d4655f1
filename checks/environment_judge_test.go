package checks

import (
	"slices"
	"strings"
	"testing"
	"time"

	"azdoctor/checks/cause"
)

const (
	principalTenant = "11111111-1111-1111-1111-111111111111"
	principalClient = "22222222-2222-2222-2222-222222222222"
)

// variables reads them as the probe does, from pairs of name and value.
func variables(pairs ...string) *EnvironmentFacts {
	environ := Environ{}
	for i := 0; i < len(pairs); i += 2 {
		environ[pairs[i]] = pairs[i+1]
	}
	return &EnvironmentFacts{Variables: readVariables(&System{OS: "linux", Environ: environ})}
}

// withSecret puts a secret's service principal before other variables.
func withSecret(pairs ...string) *EnvironmentFacts {
	return variables(append([]string{"AZURE_TENANT_ID", principalTenant, "AZURE_CLIENT_ID", principalClient, "AZURE_CLIENT_SECRET", "CANARY-secret"}, pairs...)...)
}

func tokenOf(credential string) TokenAttempt {
	return TokenAttempt{Credential: credential, Outcome: OutcomeToken, Identity: &Identity{Name: "contoso-app", TenantID: principalTenant}, TookMs: 420}
}

func refusedBy(credential string, outcome Outcome, text string) TokenAttempt {
	return TokenAttempt{Credential: credential, Outcome: outcome, Error: text, Scope: "https://vault.azure.net/.default"}
}

// environmentCase is one machine: what was observed and what the environment check says of it.
type environmentCase struct {
	name        string
	environment *EnvironmentFacts
	certificate *CertificateFacts
	token       *FederatedTokenFacts
	host        *HostFacts
	request     Request
	tokens      []TokenAttempt
	status      Status
	findings    []string // slug, weight and subject
	says        string   // part of the first finding's detail, or of the summary where there is none
	remedy      string   // the first finding's first command
}

func (c environmentCase) run(t *testing.T) {
	t.Helper()
	o := &Observations{At: time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC), Environment: c.environment, Host: c.host, Request: c.request, Tokens: c.tokens}
	if c.environment != nil {
		c.environment.Certificate, c.environment.FederatedToken = c.certificate, c.token
	}
	result := judge(Environment, o)
	var got []string
	for _, f := range result.Findings {
		got = append(got, strings.TrimSpace(f.Slug+" "+f.Weight().String()+" "+f.Subject))
	}
	if result.Status != c.status || !slices.Equal(got, c.findings) {
		t.Errorf("%s: %s %q\n  %q\n  want %s %q", c.name, result.Status, result.Summary, got, c.status, c.findings)
		return
	}
	said, command := result.Summary, ""
	if len(result.Findings) > 0 {
		said, command = result.Findings[0].Detail, firstCommand(result.Findings[0])
	}
	if !strings.Contains(said, c.says) || c.remedy != "" && command != c.remedy {
		t.Errorf("%s: says %q, runs %q\n  want %q, %q", c.name, said, command, c.says, c.remedy)
	}
	if result.Summary == "" || strings.Contains(result.Summary, "CANARY") {
		t.Errorf("%s: summary %q", c.name, result.Summary)
	}
}

func firstCommand(f cause.Finding) string {
	for _, fix := range f.Remedies() {
		if fix.Run != "" {
			return fix.Run.POSIX(f.Holes())
		}
	}
	return ""
}

var (
	laptopHost  = &HostFacts{Kind: "workstation", OS: "linux"}
	vmHost      = &HostFacts{Kind: "azure-vm", Azure: true, OS: "linux"}
	podHost     = &HostFacts{Kind: "aks-pod", Azure: true, OS: "linux"}
	actionsHost = &HostFacts{Kind: "github-actions", CI: true, Hosted: true, OS: "linux"}
	azWorks     = []TokenAttempt{tokenOf(CredentialAzureCLI)}
)

func TestJudgeEnvironmentBasics(t *testing.T) {
	for _, c := range []environmentCase{
		{name: "nothing observed", status: Unknown, says: "nobody looked"},
		{name: "nothing set", environment: variables(), host: laptopHost, status: Info, says: "no sign-in is configured by variables"},
		{name: "healthy", environment: withSecret(), host: laptopHost, tokens: []TokenAttempt{tokenOf(CredentialEnvironment)}, status: Pass, says: "contoso-app (client secret), tenant " + principalTenant + ", token in 420 ms"},
		{name: "healthy workload identity", environment: variables("AZURE_TENANT_ID", principalTenant, "AZURE_CLIENT_ID", principalClient, "AZURE_FEDERATED_TOKEN_FILE", "/token"),
			token: &FederatedTokenFacts{Path: "/token", State: fileRead}, host: podHost, tokens: []TokenAttempt{tokenOf(CredentialWorkloadIdentity)}, status: Pass, says: "contoso-app (workload identity)"},
		{name: "odd values that work", environment: withSecret("AZURE_AUTHORITY_HOST", "https://login.microsoftonline.com/"), tokens: []TokenAttempt{tokenOf(CredentialEnvironment)}, status: Pass, says: "contoso-app"},
		{name: "harmless variables", environment: variables("HTTPS_PROXY", "http://proxy:8080", "https_proxy", "http://proxy:8080", "AZURE_TENANT_ID", principalTenant, "AZURE_SUBSCRIPTION_ID", principalClient, "GITHUB_ACTIONS", "true"),
			host: laptopHost, status: Info, says: "no sign-in"},
		{name: "identity selected on a VM", environment: variables("AZURE_CLIENT_ID", principalClient), host: vmHost, status: Info, says: "no sign-in"},
		{name: "not asked", environment: withSecret(), status: Unknown, says: "it was not asked"},
		{name: "local", environment: withSecret(), request: Request{Local: true}, status: Unknown, says: "--local asks for no token"},
		{name: "no answer", environment: withSecret(), tokens: []TokenAttempt{refusedBy(CredentialEnvironment, OutcomeTimeout, "context deadline exceeded")}, status: Unknown,
			findings: []string{"authority-unreachable info"}, says: "longer --timeout"},
		{name: "password", environment: variables("AZURE_TENANT_ID", principalTenant, "AZURE_CLIENT_ID", principalClient, "AZURE_USERNAME", "alice@contoso.com", "AZURE_PASSWORD", "CANARY"), status: Warn,
			findings: []string{"username-password-deprecated warning"}, remedy: "unset AZURE_USERNAME AZURE_PASSWORD"},
	} {
		c.run(t)
	}
}

func TestJudgeEnvironmentFailures(t *testing.T) {
	const wrong = "ClientSecretCredential authentication failed. AADSTS9999999: words nobody knows"
	failed := []TokenAttempt{refusedBy(CredentialEnvironment, OutcomeFailed, wrong)}
	unavailable := []TokenAttempt{refusedBy(CredentialEnvironment, OutcomeUnavailable, "EnvironmentCredential: words nobody knows")}
	certificate := func(c *CertificateFacts, tokens []TokenAttempt, pairs ...string) environmentCase {
		pairs = append([]string{"AZURE_TENANT_ID", principalTenant, "AZURE_CLIENT_ID", principalClient, "AZURE_CLIENT_CERTIFICATE_PATH", "/app.pem"}, pairs...)
		return environmentCase{environment: variables(pairs...), certificate: c, tokens: tokens}
	}
	day := func(n int) time.Time { return time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC).AddDate(0, 0, n) }
	missing := certificate(&CertificateFacts{Path: "/app.pem", State: fileMissing, Error: "no such file"}, unavailable)
	missing.name, missing.status, missing.findings, missing.says = "certificate missing", Fail, []string{"certificate-unreadable error"}, "does not exist. Go goes on to the next credential without a word, and none works"
	passedOver := certificate(&CertificateFacts{Path: "/app.pem", State: "encrypted", Format: "PEM", Error: "x"}, slices.Concat(unavailable, azWorks))
	passedOver.name, passedOver.status, passedOver.findings, passedOver.says = "certificate passed over", Warn, []string{"certificate-unreadable warning"}, "programs run as another identity"
	password := certificate(&CertificateFacts{Path: "/app.pem", State: "invalid", Format: "PEM", Error: "x"}, unavailable, "AZURE_CLIENT_CERTIFICATE_PASSWORD", "CANARY")
	password.name, password.status, password.findings, password.says = "password for a PEM", Fail, []string{"certificate-unreadable error"}, "takes every file for PKCS#12"
	expired := certificate(&CertificateFacts{Path: "/app.pem", State: fileRead, Thumbprint: "AB", NotBefore: day(-400), NotAfter: day(-1)}, failed)
	expired.name, expired.status, expired.findings, expired.says = "certificate expired", Fail, []string{"certificate-expired error"}, "ended on 2026-11-21. DefaultAzureCredential stops here"
	ending := certificate(&CertificateFacts{Path: "/app.pem", State: fileRead, Thumbprint: "AB", NotBefore: day(-400), NotAfter: day(29)}, []TokenAttempt{tokenOf(CredentialEnvironment)})
	ending.name, ending.status, ending.findings, ending.says = "certificate near its end", Warn, []string{"certificate-expired warning"}, "in 29 days"
	lasting := certificate(&CertificateFacts{Path: "/app.pem", State: fileRead, Thumbprint: "AB", NotBefore: day(-400), NotAfter: day(31)}, []TokenAttempt{tokenOf(CredentialEnvironment)})
	lasting.name, lasting.status, lasting.says = "certificate with time left", Pass, "client certificate"
	early := certificate(&CertificateFacts{Path: "/app.pem", State: fileRead, Thumbprint: "AB", NotBefore: day(1), NotAfter: day(400)}, failed)
	early.name, early.status, early.findings, early.says = "certificate not begun", Fail, []string{"certificate-expired error"}, "not valid before 2026-11-23"
	for _, c := range []environmentCase{
		{name: "unknown words", environment: withSecret(), tokens: failed, status: Fail, findings: []string{"entra-refused error"}, says: "az and azd are never tried"},
		{name: "az works behind it", environment: withSecret(), tokens: slices.Concat(failed, azWorks), status: Fail, findings: []string{"entra-refused error"}, says: "azure-cli works and is never tried"},
		{name: "left out of the chain", environment: withSecret("AZURE_TOKEN_CREDENTIALS", "dev"), tokens: slices.Concat(failed, azWorks), status: Info, findings: []string{"entra-refused info"}, says: "leaves this credential out"},
		{name: "secret is quoted", environment: variables("AZURE_TENANT_ID", principalTenant, "AZURE_CLIENT_ID", principalClient, "AZURE_CLIENT_SECRET", `"CANARY-secret"`), tokens: failed, status: Fail,
			findings: []string{"env-malformed error AZURE_CLIENT_SECRET"}, says: "holds quotation marks", remedy: "export AZURE_CLIENT_SECRET=VALUE"},
		{name: "secret's ID", environment: variables("AZURE_TENANT_ID", principalTenant, "AZURE_CLIENT_ID", principalClient, "AZURE_CLIENT_SECRET", principalTenant), tokens: failed, status: Fail,
			findings: []string{"client-secret-wrong error"}, says: "as a secret's ID is", remedy: "export AZURE_CLIENT_SECRET=VALUE"},
		{name: "tenant is padded", environment: variables("AZURE_TENANT_ID", principalTenant+" ", "AZURE_CLIENT_ID", principalClient, "AZURE_CLIENT_SECRET", "CANARY-secret"), tokens: unavailable, status: Fail,
			findings: []string{"env-malformed error AZURE_TENANT_ID"}, says: "white space", remedy: "export AZURE_TENANT_ID=" + principalTenant},
		{name: "tenant is padded, az works", environment: variables("AZURE_TENANT_ID", principalTenant+" ", "AZURE_CLIENT_ID", principalClient, "AZURE_CLIENT_SECRET", "CANARY-secret"), tokens: slices.Concat(unavailable, azWorks), status: Warn,
			findings: []string{"env-malformed warning AZURE_TENANT_ID"}, says: "programs run as another identity"},
		{name: "placeholders, local", environment: variables("AZURE_TENANT_ID", "<tenant>", "AZURE_CLIENT_ID", "YOUR_CLIENT_ID", "AZURE_CLIENT_SECRET", "changeme"), request: Request{Local: true}, status: Warn,
			findings: []string{"env-malformed warning AZURE_TENANT_ID", "env-malformed warning AZURE_CLIENT_ID", "env-malformed warning AZURE_CLIENT_SECRET"}, says: "placeholder"},
		{name: "token expired", environment: variables("AZURE_TENANT_ID", principalTenant, "AZURE_CLIENT_ID", principalClient, "AZURE_FEDERATED_TOKEN_FILE", "/token"),
			token: &FederatedTokenFacts{Path: "/token", State: fileRead, ExpiresAt: day(-1)}, tokens: []TokenAttempt{refusedBy(CredentialWorkloadIdentity, OutcomeFailed, wrong)}, host: podHost, status: Fail,
			findings: []string{"federated-token-expired error"}, says: "nothing has renewed it"},
		{name: "token missing", environment: variables("AZURE_TENANT_ID", principalTenant, "AZURE_CLIENT_ID", principalClient, "AZURE_FEDERATED_TOKEN_FILE", "/token"),
			token: &FederatedTokenFacts{Path: "/token", State: fileMissing}, tokens: []TokenAttempt{refusedBy(CredentialWorkloadIdentity, OutcomeFailed, "open /token: no such file or directory")}, host: podHost, status: Fail,
			findings: []string{"federated-token-file-missing error"}, says: "does not exist"},
		missing, passedOver, password, expired, ending, lasting, early,
	} {
		c.run(t)
	}
}

func TestJudgeEnvironmentGroups(t *testing.T) {
	ids := variables("AZURE_TENANT_ID", principalTenant, "AZURE_CLIENT_ID", principalClient)
	for _, c := range []environmentCase{
		{name: "no client", environment: variables("AZURE_TENANT_ID", principalTenant, "AZURE_CLIENT_SECRET", "CANARY"), host: laptopHost, status: Fail,
			findings: []string{"env-incomplete error"}, says: "AZURE_CLIENT_ID is missing, so every SDK passes over it", remedy: "export AZURE_CLIENT_ID=VALUE"},
		{name: "no client, az works", environment: variables("AZURE_TENANT_ID", principalTenant, "AZURE_CLIENT_SECRET", "CANARY"), host: laptopHost, tokens: azWorks, status: Warn,
			findings: []string{"env-incomplete warning"}, says: "sign in through azure-cli instead"},
		{name: "certificate alone", environment: variables("AZURE_CLIENT_CERTIFICATE_PATH", "/app.pem"), host: laptopHost, status: Fail,
			findings: []string{"env-incomplete error"}, says: "AZURE_TENANT_ID and AZURE_CLIENT_ID are missing"},
		{name: "empty secret in CI", environment: variables("AZURE_TENANT_ID", principalTenant, "AZURE_CLIENT_ID", principalClient, "AZURE_CLIENT_SECRET", ""), host: actionsHost, status: Fail,
			findings: []string{"env-incomplete error"}, says: "AZURE_CLIENT_SECRET is set to nothing, as CI hosts do"},
		{name: "user without password", environment: variables("AZURE_TENANT_ID", principalTenant, "AZURE_CLIENT_ID", principalClient, "AZURE_USERNAME", "alice@contoso.com"), host: laptopHost, status: Fail,
			findings: []string{"env-incomplete error"}, says: "AZURE_PASSWORD is missing"},
		{name: "IDs on a laptop", environment: ids, host: laptopHost, status: Warn, findings: []string{"env-incomplete warning"}, says: "user-assigned identity"},
		{name: "IDs on a laptop with az", environment: ids, host: laptopHost, tokens: azWorks, status: Info, findings: []string{"env-incomplete info"}},
		{name: "IDs in a pod", environment: ids, host: podHost, status: Fail, findings: []string{"workload-identity-not-injected error"}, says: "webhook",
			remedy: "kubectl annotate serviceaccount SERVICE_ACCOUNT azure.workload.identity/client-id=CLIENT_ID"},
		{name: "IDs in a workflow", environment: ids, host: actionsHost, status: Fail, findings: []string{"env-incomplete error"}, says: "azure/login"},
		{name: "IDs in a workflow after azure/login", environment: ids, host: actionsHost, tokens: azWorks, status: Info, findings: []string{"env-incomplete info"}},
		{name: "secret and certificate", environment: withSecret("AZURE_CLIENT_CERTIFICATE_PATH", "/app.pem"), tokens: []TokenAttempt{tokenOf(CredentialEnvironment)}, status: Pass,
			findings: []string{"env-conflict info AZURE_CLIENT_CERTIFICATE_PATH"}, says: "every SDK takes the secret", remedy: "unset AZURE_CLIENT_SECRET"},
		{name: "secret and workload identity", environment: withSecret("AZURE_FEDERATED_TOKEN_FILE", "/token"), token: &FederatedTokenFacts{Path: "/token", State: fileRead}, request: Request{Local: true}, status: Warn,
			findings: []string{"env-conflict warning AZURE_FEDERATED_TOKEN_FILE"}, says: "comes first"},
		{name: "Terraform differs", environment: withSecret("ARM_CLIENT_ID", principalTenant), tokens: []TokenAttempt{tokenOf(CredentialEnvironment)}, status: Pass, findings: []string{"env-conflict info ARM_CLIENT_ID"}},
		{name: "Terraform the same", environment: withSecret("ARM_CLIENT_ID", principalClient), tokens: []TokenAttempt{tokenOf(CredentialEnvironment)}, status: Pass, says: "contoso-app"},
		{name: "Terraform alone", environment: variables("ARM_CLIENT_ID", principalClient, "ARM_CLIENT_SECRET", "CANARY"), host: laptopHost, status: Warn, findings: []string{"env-variable-unread warning ARM_CLIENT_ID"}, says: "Terraform alone"},
		{name: "misspelt", environment: variables("AZURE_SECRET", "CANARY"), host: laptopHost, status: Warn, findings: []string{"env-variable-unread warning AZURE_SECRET"}, remedy: "export AZURE_CLIENT_SECRET=VALUE"},
		{name: "misspelt, az works", environment: variables("AZURE_CLIENTID", principalClient), host: laptopHost, tokens: azWorks, status: Info, findings: []string{"env-variable-unread info AZURE_CLIENTID"}},
		{name: "identity that nobody reads, laptop", environment: variables("AZURE_USER_ASSIGNED_IDENTITY", principalClient), host: laptopHost, status: Info, findings: []string{"env-variable-unread info AZURE_USER_ASSIGNED_IDENTITY"}},
		{name: "identity that nobody reads, VM", environment: variables("AZURE_USER_ASSIGNED_IDENTITY", principalClient), host: vmHost, status: Warn,
			findings: []string{"env-variable-unread warning AZURE_USER_ASSIGNED_IDENTITY"}, says: "system-assigned", remedy: "export AZURE_CLIENT_ID=" + principalClient},
		{name: "two identities", environment: variables("AZURE_USER_ASSIGNED_IDENTITY", principalTenant, "AZURE_CLIENT_ID", principalClient), host: vmHost, status: Info,
			findings: []string{"env-conflict info AZURE_USER_ASSIGNED_IDENTITY", "env-variable-unread info AZURE_USER_ASSIGNED_IDENTITY"}},
		{name: "metadata override", environment: variables("AZURE_POD_IDENTITY_AUTHORITY_HOST", "http://127.0.0.1:1"), host: laptopHost, status: Info,
			findings: []string{"env-variable-unread info AZURE_POD_IDENTITY_AUTHORITY_HOST"}, remedy: "unset AZURE_POD_IDENTITY_AUTHORITY_HOST"},
		{name: "empty client on a VM", environment: variables("AZURE_CLIENT_ID", ""), host: vmHost, status: Warn, findings: []string{"env-malformed warning AZURE_CLIENT_ID"}, says: "no managed identity credential"},
		{name: "empty client on a laptop", environment: variables("AZURE_CLIENT_ID", ""), host: laptopHost, status: Info, findings: []string{"env-malformed info AZURE_CLIENT_ID"}},
		{name: "secret in the wrong place", environment: variables("AZURE_CLIENT_ID", "abc7Q~CANARYjklmnopqrs0t123456789-_.~"), host: laptopHost, tokens: azWorks, status: Warn,
			findings: []string{"env-malformed warning AZURE_CLIENT_ID"}, says: "looks like a client secret"},
		{name: "client on a VM is no GUID", environment: variables("AZURE_CLIENT_ID", "contoso-id"), host: vmHost, status: Warn, findings: []string{"env-malformed warning AZURE_CLIENT_ID"}, says: "is no GUID"},
	} {
		c.run(t)
	}
}

func TestJudgeEnvironmentSelection(t *testing.T) {
	for _, c := range []environmentCase{
		{name: "dev", environment: variables("AZURE_TOKEN_CREDENTIALS", "dev"), tokens: azWorks, status: Info, says: `AZURE_TOKEN_CREDENTIALS is "dev"`},
		{name: "Dev", environment: variables("AZURE_TOKEN_CREDENTIALS", "Dev"), tokens: azWorks, status: Fail, findings: []string{"token-credentials-invalid error"},
			says: "Go refuses it and builds no DefaultAzureCredential; .NET, Python, Java, JavaScript and C++ take it", remedy: "export AZURE_TOKEN_CREDENTIALS=dev"},
		{name: "empty", environment: variables("AZURE_TOKEN_CREDENTIALS", ""), tokens: azWorks, status: Fail, findings: []string{"token-credentials-invalid error"}, says: "set to nothing"},
		{name: "nonsense", environment: variables("AZURE_TOKEN_CREDENTIALS", "laptop"), tokens: azWorks, status: Fail, findings: []string{"token-credentials-invalid error"}, says: "Every SDK refuses it"},
		{name: "unknown to C++", environment: variables("AZURE_TOKEN_CREDENTIALS", "AzureDeveloperCLICredential"), tokens: []TokenAttempt{tokenOf(CredentialAzureDeveloperCLI)}, status: Info,
			findings: []string{"token-credentials-invalid info"}, says: "C++"},
		{name: "leaves out what works", environment: variables("AZURE_TOKEN_CREDENTIALS", "prod"), tokens: azWorks, status: Fail, findings: []string{"token-credentials-exclude-working error"}, says: "azure-cli works and is left out", remedy: "unset AZURE_TOKEN_CREDENTIALS"},
		{name: "leaves out what works, perhaps", environment: variables("AZURE_TOKEN_CREDENTIALS", "prod"), tokens: append([]TokenAttempt{refusedBy(CredentialManagedIdentity, OutcomeTimeout, "")}, azWorks...), status: Info, says: "prod"},
		{name: "PowerShell, which nobody asks", environment: variables("AZURE_TOKEN_CREDENTIALS", "AzurePowerShellCredential"), tokens: azWorks, status: Info, findings: []string{"token-credentials-invalid info"}},
	} {
		c.run(t)
	}
}

func TestJudgeEnvironmentClouds(t *testing.T) {
	const gov, public = "https://login.microsoftonline.us/", "https://login.microsoftonline.com/"
	works := []TokenAttempt{tokenOf(CredentialEnvironment)}
	failed := []TokenAttempt{refusedBy(CredentialEnvironment, OutcomeFailed, "words nobody knows")}
	vault := func(url string) Request { return Request{Vaults: []string{url}} }
	for _, c := range []environmentCase{
		{name: "government, all of it", environment: withSecret("AZURE_AUTHORITY_HOST", gov), request: vault("https://contoso-kv.vault.usgovcloudapi.net"), tokens: works, status: Pass, says: "contoso-app"},
		{name: "government, vault by name", environment: withSecret("AZURE_AUTHORITY_HOST", gov), request: vault("contoso-kv"), tokens: works, status: Pass, says: "contoso-app"},
		{name: "government sign-in, public vault", environment: withSecret("AZURE_AUTHORITY_HOST", gov), request: vault("https://contoso-kv.vault.azure.net"), tokens: works, status: Warn,
			findings: []string{"cloud-wrong warning"}, says: "signs in to AzureUSGovernment, and contoso-kv.vault.azure.net is of AzureCloud", remedy: "export AZURE_AUTHORITY_HOST=" + public},
		{name: "government sign-in, public vault, refused", environment: withSecret("AZURE_AUTHORITY_HOST", gov), request: vault("https://contoso-kv.vault.azure.net"), tokens: failed, status: Fail,
			findings: []string{"failure-unrecognised error", "cloud-wrong error"}},
		{name: "against --cloud", environment: withSecret("AZURE_AUTHORITY_HOST", public), request: Request{Cloud: "china"}, tokens: works, status: Warn, findings: []string{"cloud-wrong warning"}, says: "--cloud is of AzureChinaCloud"},
		{name: "no principal", environment: variables("AZURE_AUTHORITY_HOST", public), request: Request{Cloud: "china"}, status: Info, findings: []string{"cloud-wrong info"}},
		{name: "Germany", environment: withSecret("AZURE_AUTHORITY_HOST", "https://login.microsoftonline.de/"), tokens: works, status: Warn, findings: []string{"cloud-wrong warning"}, says: "closed"},
		{name: "sovereign vault, default sign-in", environment: withSecret(), request: vault("https://contoso-kv.vault.azure.cn"), tokens: works, status: Warn, findings: []string{"cloud-wrong warning"},
			says: "AZURE_AUTHORITY_HOST is not set", remedy: "export AZURE_AUTHORITY_HOST=https://login.chinacloudapi.cn/"},
		{name: "private cloud", environment: withSecret("AZURE_AUTHORITY_HOST", "https://login.contoso.com/"), tokens: works, status: Pass, says: "contoso-app"},
		{name: "authority without principal", environment: variables("AZURE_AUTHORITY_HOST", "http://login.microsoftonline.com"), host: laptopHost, tokens: azWorks, status: Info, findings: []string{"env-malformed info AZURE_AUTHORITY_HOST"}},
	} {
		c.run(t)
	}
}

func TestJudgeEnvironmentVaultsAndNetwork(t *testing.T) {
	for _, c := range []environmentCase{
		{name: "one vault, twice", environment: variables("AZURE_KEYVAULT_NAME", "contoso-kv", "AZURE_KEYVAULT_URL", "https://contoso-kv.vault.azure.net/"), status: Info, says: "no sign-in"},
		{name: "two vaults", environment: variables("AZURE_KEYVAULT_NAME", "contoso-kv", "KEY_VAULT_URL", "https://other-kv.vault.azure.net/"), status: Warn, findings: []string{"keyvault-name-conflict warning"},
			says: "azdoctor uses contoso-kv from AZURE_KEYVAULT_NAME"},
		{name: "two vaults and --vault", environment: variables("AZURE_KEYVAULT_NAME", "contoso-kv", "KEY_VAULT_URL", "https://other-kv.vault.azure.net/"), request: Request{Vaults: []string{"contoso-kv"}}, status: Info, says: "no sign-in"},
		{name: "name as a URL", environment: variables("KEY_VAULT_URL", "contoso-kv"), status: Info, findings: []string{"env-malformed info KEY_VAULT_URL"}, says: "holds a name",
			remedy: "export KEY_VAULT_URL=https://contoso-kv.vault.azure.net/"},
		{name: "URL as a name", environment: variables("KEY_VAULT_NAME", "https://contoso-kv.vault.azure.net"), status: Info, findings: []string{"env-malformed info KEY_VAULT_NAME"}, says: "holds a URL",
			remedy: "export KEY_VAULT_NAME=contoso-kv"},
		{name: "URL without TLS", environment: variables("KEY_VAULT_URL", "http://contoso-kv.vault.azure.net"), status: Info, findings: []string{"env-malformed info KEY_VAULT_URL"}, says: "no https:// URL",
			remedy: "export KEY_VAULT_URL=https://contoso-kv.vault.azure.net/"},
		{name: "URL of a secret", environment: variables("KEY_VAULT_URL", "https://contoso-kv.vault.azure.net/secrets/db"), status: Info, findings: []string{"env-malformed info KEY_VAULT_URL"}, says: "more than the vault's own URL",
			remedy: "export KEY_VAULT_URL=https://contoso-kv.vault.azure.net/"},
		{name: "host alone", environment: variables("KEY_VAULT_URL", "contoso-kv.vault.azure.net"), status: Info, findings: []string{"env-malformed info KEY_VAULT_URL"}, says: "no https:// URL"},
		{name: "placeholder for a vault", environment: variables("KEY_VAULT_NAME", "<your-vault-name>"), status: Warn, findings: []string{"env-malformed warning KEY_VAULT_NAME"}, says: "placeholder"},
		{name: "proxy malformed", environment: variables("HTTPS_PROXY", "http://alice:CANARY@proxy:port"), status: Warn, findings: []string{"env-malformed warning HTTPS_PROXY"}, says: "without a word"},
		{name: "proxies differ", environment: variables("HTTPS_PROXY", "http://proxy:8080", "https_proxy", "http://other:8080"), status: Info, findings: []string{"env-conflict info HTTPS_PROXY"}, says: "Go and azd take the upper-case one"},
		{name: "CA bundle missing", environment: &EnvironmentFacts{Variables: []Variable{{Name: "REQUESTS_CA_BUNDLE", Value: "/nope.pem", Defects: []string{defectFileMissing}}}}, status: Warn,
			findings: []string{"env-malformed warning REQUESTS_CA_BUNDLE"}, says: "does not exist"},
		{name: "Terraform padded", environment: variables("ARM_SUBSCRIPTION_ID", principalClient+" "), tokens: azWorks, status: Info, findings: []string{"env-malformed info ARM_SUBSCRIPTION_ID"}},
	} {
		c.run(t)
	}
}

// Judging anything that was read from anywhere neither fails nor forgets the summary.
func FuzzJudgeEnvironment(f *testing.F) {
	f.Add("AZURE_CLIENT_ID", principalClient, "AZURE_FEDERATED_TOKEN_FILE", "", "AZURE_TOKEN_CREDENTIALS", "Dev")
	f.Add("AZURE_AUTHORITY_HOST", "http://x", "KEY_VAULT_URL", "a", "KEY_VAULT_NAME", "https://b.vault.azure.cn")
	f.Add("HTTPS_PROXY", "@", "https_proxy", "://", "AZURE_CLIENT_SECRET", "\"")
	f.Fuzz(func(t *testing.T, a, x, b, y, c, z string) {
		for _, facts := range []*EnvironmentFacts{variables(a, x, b, y, c, z), withSecret(a, x, b, y, c, z)} {
			for _, tokens := range [][]TokenAttempt{nil, azWorks, {refusedBy(CredentialEnvironment, OutcomeFailed, x)}, {refusedBy(CredentialWorkloadIdentity, OutcomeUnavailable, y)}} {
				judgement := judgeEnvironment(&Observations{Environment: facts, Tokens: tokens, Host: vmHost})
				if judgement.Summary == "" {
					t.Error("no summary")
				}
				for _, finding := range judgement.Findings {
					if finding.Cause == nil || finding.Weight() == 0 {
						t.Errorf("%+v", finding)
					}
				}
			}
		}
	})
}

// TestConflictsNameACredentialOnlyWhereThatTellsThemApart has two secrets of one credential, and two credentials.
func TestConflictsNameACredentialOnlyWhereThatTellsThemApart(t *testing.T) {
	for variable, want := range map[string]string{"AZURE_CLIENT_CERTIFICATE_PATH": "", "AZURE_FEDERATED_TOKEN_FILE": "export AZURE_TOKEN_CREDENTIALS=WorkloadIdentityCredential"} {
		o := &Observations{Environment: withSecret(variable, "/home/alice/file")}
		for _, finding := range o.judgeConflicts() {
			last := finding.Remedies()[len(finding.Remedies())-1].Run.POSIX(finding.Holes())
			if want == "" && last != "unset AZURE_CLIENT_SECRET" || want != "" && last != want {
				t.Errorf("%s: %q", variable, last)
			}
		}
	}
}
