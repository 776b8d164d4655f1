package checks

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"azdoctor/checks/azuretest"
)

// canaryWord is in every secret of these tests and in none of the facts.
var canaryWord = regexp.MustCompile(`(?i)canary`)

// canaries plants secrets in every input that a machine has: variables, proxies' addresses, files, what az and azd print.
func canaries(t *testing.T) *machine {
	m := newMachine(t).principal()
	for i, name := range []string{"AZURE_CLIENT_SECRET", "AZURE_PASSWORD", "AZURE_CLIENT_CERTIFICATE_PASSWORD", "ARM_CLIENT_SECRET", "ARM_CLIENT_CERTIFICATE", "ARM_CLIENT_CERTIFICATE_PASSWORD", "ARM_OIDC_TOKEN",
		"ARM_OIDC_REQUEST_TOKEN", "ARM_ACCESS_KEY", "ARM_SAS_TOKEN", "IDENTITY_HEADER", "MSI_SECRET", "AZD_AUTH_KEY", "SYSTEM_ACCESSTOKEN", "ACTIONS_ID_TOKEN_REQUEST_TOKEN", "AZURE_OIDC_TOKEN", "AZURE_OIDC_REQUEST_TOKEN",
		"GITHUB_TOKEN", "GH_TOKEN", "AZURE_STORAGE_KEY", "IDTOKEN", "CI_JOB_JWT_V2", "BITBUCKET_STEP_OIDC_TOKEN", "AZURE_CLIENT_SECRETS", "AZURE_CLIENTSECRET", "Azure_Client_Secret"} {
		m.set(name, fmt.Sprintf("canary-%d~variable", i))
	}
	m.set("AZURE_CLIENT_SECRET", azuretest.ClientSecret)
	m.set("AZURE_CREDENTIALS", `{"clientId":"app","clientSecret":"canary-in-json-1"}`)
	m.set("ALL_PROXY", "socks5://alice:canary%2Fproxy-1@proxy.contoso.com:1080").set("http_proxy", "alice:canary-proxy-2@proxy.contoso.com:3128").set("NO_PROXY", "*")
	certificate := m.write(filepath.Join(m.Home, "cert.pem"), "-----BEGIN PRIVATE KEY-----\nMIIcanary1\n-----END PRIVATE KEY-----\n")
	m.set("AZURE_CLIENT_CERTIFICATE_PATH", certificate)
	m.set("AZURE_FEDERATED_TOKEN_FILE", m.write(filepath.Join(m.Home, "token"), azuretest.Token(azuretest.App, "api://AzureADTokenExchange", time.Hour)))
	azuretest.WriteAzureCLIFiles(t, filepath.Join(m.Home, ".azure"), azuretest.AzureCLIAccount{Identity: azuretest.Alice})
	azuretest.WriteAzureDeveloperCLIFiles(t, filepath.Join(m.Home, ".azd"), azuretest.AzureDeveloperCLISignIn{Identity: azuretest.Alice})
	return m
}

// noCanary fails where a canary is among the observations, or among what the judges say about them.
func noCanary(t *testing.T, o *Observations) {
	t.Helper()
	text, err := json.Marshal(o)
	if err != nil {
		t.Fatal(err)
	}
	judged := fmt.Sprintf("%+v", Judge(o))
	for _, output := range []string{string(text), judged} {
		if at := canaryWord.FindStringIndex(output); at != nil {
			t.Errorf("a canary at: ...%s...", output[max(0, at[0]-200):min(len(output), at[1]+100)])
		}
	}
}

// TestCanaries: no secret of any input is among the observations, however it comes: rightly, in an error's words, in
// garbage, or too late.
func TestCanaries(t *testing.T) {
	const (
		leak   = "canary-7~leaked"
		bearer = "Authorization: Bearer canary0123456789abcdef"
	)
	token := azuretest.Token(azuretest.Alice, azuretest.VaultAudience, time.Hour)
	words := "ERROR: AADSTS700082: The refresh token has expired. refresh_token=1.Acanary0123456789abcdefghijk client_secret=" + leak + " " + bearer + "\nCookie: ESTSAUTH=canary; x=y\n" + token
	body := fmt.Sprintf(`{"error":"invalid_client","error_description":"AADSTS7000215: Invalid client secret provided. %s","access_token":"%s","password":"%s","url":"https://alice:%s@proxy/?sig=canary123456"}`,
		strings.ReplaceAll(bearer, `"`, ""), token, leak, leak)
	for name, arrange := range map[string]func(m *machine){
		"all is well": func(m *machine) {
			m.install("az", azuretest.Script{Match: "*get-access-token*", Stdout: azuretest.AzureCLIToken(azuretest.Alice, azuretest.VaultAudience, time.Hour)})
			azuretest.WriteCLI(m.t, m.Bin, "azd", azuretest.Script{Stdout: azuretest.AzureDeveloperCLIToken(azuretest.Alice, azuretest.VaultAudience, time.Hour)})
			m.Azure.ServeIMDS(azuretest.IMDS{Identities: []azuretest.Identity{azuretest.Machine}})
		},
		"words": func(m *machine) {
			m.install("az", azuretest.Script{Stdout: token, Stderr: words, ExitCode: 1})
			azuretest.WriteCLI(m.t, m.Bin, "azd", azuretest.Script{Stdout: token, Stderr: azuretest.AzureDeveloperCLIError(words, words, words), ExitCode: 1})
			m.Azure.FailTokens(azuretest.TokenFault{Fault: azuretest.Answer(http.StatusUnauthorized, "application/json", body)})
			m.Azure.ServeIMDS(azuretest.IMDS{Fault: azuretest.Answer(http.StatusBadRequest, "application/json", body)})
			m.Azure.AddVault(azuretest.Vault{Name: azuretest.VaultName, TokenFault: azuretest.Answer(http.StatusForbidden, "application/json", body), Fault: azuretest.Fault{}})
		},
		"bare words": func(m *machine) {
			m.install("az", azuretest.Script{Stdout: `{"accessToken": "` + token + `"`, Stderr: bearer, ExitCode: 0})
			azuretest.WriteCLI(m.t, m.Bin, "azd", azuretest.Script{Stdout: `{"token":"` + token, Stderr: "\x1b[31m" + token[:30] + "\x1b[0m" + token[30:], ExitCode: 1})
			m.Azure.FailTokens(azuretest.TokenFault{Fault: azuretest.HTML(http.StatusOK, "<p>"+azuretest.ClientSecret+" "+body)})
			m.Azure.ServeIMDS(azuretest.IMDS{Fault: azuretest.HTML(http.StatusForbidden, "<p>"+body)})
			m.Azure.AddVault(azuretest.Vault{Name: azuretest.VaultName, Fault: azuretest.HTML(http.StatusBadGateway, body)})
		},
		"garbage": func(m *machine) {
			m.install("az", azuretest.Script{Stdout: strings.Repeat(token+"\n", 2000), Stderr: strings.Repeat(words+"\n", 2000), ExitCode: 3})
			azuretest.WriteCLI(m.t, m.Bin, "azd", azuretest.Script{Stdout: token, Stderr: strings.Repeat(words, 2000), ExitCode: 3})
			m.Azure.FailTokens(azuretest.TokenFault{Fault: azuretest.Garbage})
			m.Azure.ServeIMDS(azuretest.IMDS{TokenFault: azuretest.Garbage})
			m.Azure.AddVault(azuretest.Vault{Name: azuretest.VaultName, Fault: azuretest.Huge})
		},
		"damaged files": func(m *machine) {
			m.install("az", azuretest.Script{Stderr: words, ExitCode: 1})
			for _, dir := range []string{".azure", ".azd", ".azd/auth/msal"} {
				names, _ := os.ReadDir(filepath.Join(m.Home, dir))
				for _, name := range names {
					if name.Type().IsRegular() {
						m.write(filepath.Join(m.Home, dir, name.Name()), `{"refresh_token": "1.Acanary0123456789abcdefghijk", "secret": "canary-8", `+token)
					}
				}
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			m := canaries(t)
			m.Azure.AddVault(azuretest.Vault{Name: azuretest.VaultName, Permissions: map[string][]string{azuretest.ObjectID: azuretest.AllPermissions}, Secrets: []azuretest.Secret{{Name: "db", Value: "x"}}})
			arrange(m)
			for _, request := range []Request{{Vaults: []string{azuretest.VaultName}, Secret: "db"}, {}, {Local: true}} {
				o := Run(t.Context(), m.System, Options{Request: request, Timeout: 10 * time.Second})
				noCanary(t, o)
				if len(o.Tokens) == 0 && !request.Local {
					t.Error("no token was asked for: this test proves nothing")
				}
			}
		})
	}
}

// TestCanariesAbandoned: the same where the run ends before the answers.
func TestCanariesAbandoned(t *testing.T) {
	m := canaries(t)
	m.install("az", azuretest.Script{Stderr: "refresh_token=1.Acanary0123456789abcdefghijk", Hang: true})
	m.Azure.FailTokens(azuretest.TokenFault{Fault: azuretest.Hang})
	m.Azure.AddVault(azuretest.Vault{Name: azuretest.VaultName, Delay: time.Minute})
	noCanary(t, Run(t.Context(), m.System, Options{Request: Request{Vaults: []string{azuretest.VaultName}}, Timeout: 500 * time.Millisecond}))
}
