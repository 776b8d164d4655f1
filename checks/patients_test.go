package checks

import (
	"bytes"
	"encoding/json"
	"flag"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"azdoctor/checks/azuretest"
)

var update = flag.Bool("update", false, "record the patients' observations anew")

// patientsDir holds one machine per folder. The report package writes the golden reports beside these observations.
const patientsDir = "../testdata/patients"

// TestPatients examines a made-up machine for each patient and compares what is observed with what is recorded, so that
// the reports people see in `azdoctor demo` are those that real probes lead to.
func TestPatients(t *testing.T) {
	seen := map[string]bool{}
	for _, p := range patients {
		seen[p.name] = true
		t.Run(p.name, func(t *testing.T) {
			m := newMachine(t).isolate()
			request := Request{}
			if p.vaults != nil {
				request.Vaults = p.vaults
			}
			request.Secret = p.secret
			p.set(m)
			o := m.run(request)
			if p.adjust != nil {
				p.adjust(o)
			}
			got := recorded(t, m, o)
			file := filepath.Join(patientsDir, p.name, "observations.json")
			if *update {
				if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(file, got, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatalf("%v; go test ./checks -run Patients -update records it", err)
			}
			if !bytes.Equal(got, want) {
				t.Errorf("the machine is observed otherwise than recorded in %s:\n%s", file, firstDifference(string(got), string(want)))
			}
			p.expect(t, got)
		})
	}
	folders, err := os.ReadDir(patientsDir)
	if err != nil {
		t.Fatal(err)
	}
	for _, folder := range folders {
		if !seen[folder.Name()] && folder.Name() != "README.md" {
			t.Logf("%s was not made here: a machine recorded elsewhere", folder.Name())
		}
	}
}

// expect judges the recorded observations and compares what each check concludes.
func (p patient) expect(t *testing.T, document []byte) {
	t.Helper()
	var o Observations
	if err := json.Unmarshal(document, &o); err != nil {
		t.Fatal(err)
	}
	for _, result := range Judge(&o) {
		want, named := p.want[result.Check.ID]
		if !named {
			continue
		}
		got := result.Status.String()
		if len(result.Findings) > 0 && (result.Status == Fail || result.Status == Warn) {
			got += " " + result.Findings[0].Slug
		}
		if got != want {
			t.Errorf("%s: %s (%s), want %s", result.Check.ID, got, result.Summary, want)
		}
	}
}

func firstDifference(got, want string) string {
	gotLines, wantLines := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range gotLines {
		if i >= len(wantLines) || gotLines[i] != wantLines[i] {
			around := max(0, i-2)
			return "got:\n" + strings.Join(gotLines[around:min(i+4, len(gotLines))], "\n") + "\nrecorded:\n" + strings.Join(wantLines[min(around, len(wantLines)):min(i+4, len(wantLines))], "\n")
		}
	}
	return "the recorded document goes on longer"
}

// patientTime is when every patient was examined.
var patientTime = time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)

// timeInText finds times inside the texts of services.
var timeInText = regexp.MustCompile(`\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?( ?Z)`)

// probeSecret finds the random name that is asked for to prove a permission.
var probeSecret = regexp.MustCompile(`azdoctor-permission-[0-9a-f]+`)

// recorded writes observations with everything taken out that differs from run to run: times become those of a run at
// patientTime, durations typical ones, directories those of alice's laptop.
func recorded(t *testing.T, m *machine, o *Observations) []byte {
	t.Helper()
	shift := patientTime.Sub(o.At)
	slices.SortStableFunc(o.Tokens, func(a, b TokenAttempt) int {
		return slices.Index(Credentials, a.Credential) - slices.Index(Credentials, b.Credential)
	})
	for i := range o.Tokens {
		o.Tokens[i].TookMs, o.Tokens[i].StartedMs = typicalMs(o.Tokens[i].Credential, o.Tokens[i].TookMs), 5
	}
	for id, run := range o.Probes {
		run.TookMs = typicalMs(id, run.TookMs)
		o.Probes[id] = run
	}
	if m := o.ManagedIdentity; m != nil && m.IMDS != nil && m.IMDS.Reach == reachTimeout {
		o.Probes["managed-identity"] = ProbeRun{TookMs: 1000}
	}
	text, err := json.Marshal(o)
	if err != nil {
		t.Fatal(err)
	}
	var document any
	if err := json.Unmarshal(text, &document); err != nil {
		t.Fatal(err)
	}
	settle(document.(map[string]any)["managedIdentity"])
	settle(document.(map[string]any)["keyVault"])
	document = normal(document, func(s string) string {
		if at, err := time.Parse(time.RFC3339, s); err == nil {
			if at.Year() < 2001 || at.Year() > 2098 {
				return s // a certificate of the last century
			}
			return at.Add(shift).Round(time.Minute).UTC().Format(time.RFC3339)
		}
		s = probeSecret.ReplaceAllString(s, "azdoctor-permission-0123456789abcdef")
		s = strings.NewReplacer(m.Home, "/home/alice", m.Bin, "/usr/bin").Replace(s)
		return timeInText.ReplaceAllStringFunc(s, func(at string) string {
			if at < "2020" { // a certificate's
				return at
			}
			return patientTime.Format("2006-01-02 15:04:05") + "Z"
		})
	})
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(document); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// waited is the least time that is told as it was, in milliseconds: what is shorter depends on how busy this machine is.
const waited = 2500

// typicalMs is how long a look usually takes; one that waited keeps its seconds.
func typicalMs(what string, took int64) int64 {
	if took >= waited {
		return (took + 500) / 1000 * 1000
	}
	typical := map[string]int64{CredentialEnvironment: 180, CredentialWorkloadIdentity: 190, CredentialManagedIdentity: 35, CredentialAzureCLI: 420, CredentialAzureDeveloperCLI: 90, "key-vault": 510}
	return typical[what]
}

// settle makes the durations below value those of a network that answers in 40 ms, but for what waited.
func settle(value any) {
	switch value := value.(type) {
	case map[string]any:
		switch took, timed := value["tookMs"].(float64); {
		case !timed:
		case value["reach"] == reachTimeout:
			value["tookMs"] = 1000
		case took >= waited:
			value["tookMs"] = math.Round(took/1000) * 1000
		default:
			value["tookMs"] = 40
		}
		for _, v := range value {
			settle(v)
		}
	case []any:
		for _, v := range value {
			settle(v)
		}
	}
}

// normal rewrites every text below value.
func normal(value any, text func(string) string) any {
	switch value := value.(type) {
	case map[string]any:
		for key, v := range value {
			value[key] = normal(v, text)
		}
	case []any:
		for i, v := range value {
			value[i] = normal(v, text)
		}
	case string:
		return text(value)
	}
	return value
}

// patient is a made-up machine.
type patient struct {
	name   string
	vaults []string
	// secret is --secret.
	secret string
	// set makes the machine ill.
	set func(*machine)
	// adjust changes what a test cannot wait for, such as an az that takes 12 s.
	adjust func(*Observations)
	// want is what checks conclude: a status, and for warn and fail the slug of the first finding.
	want map[string]string
}

var contoso = []string{azuretest.VaultName}

const hour = time.Hour

// signIn signs somebody in to az; az answers with a token.
func signIn(m *machine, who azuretest.Identity) {
	azuretest.WriteAzureCLIFiles(m.t, filepath.Join(m.Home, ".azure"), azuretest.AzureCLIAccount{Identity: who})
	m.install("az", azuretest.Script{Match: "*management.azure.com*", Stdout: azuretest.AzureCLIToken(who, azuretest.ManagementAudience, hour)},
		azuretest.Script{Match: "*get-access-token*", Stdout: azuretest.AzureCLIToken(who, azuretest.VaultAudience, hour)})
}

// signInFails signs alice in to az, and az answers with an error.
func signInFails(m *machine, stderr string) {
	azuretest.WriteAzureCLIFiles(m.t, filepath.Join(m.Home, ".azure"), azuretest.AzureCLIAccount{Identity: azuretest.Alice})
	m.install("az", azuretest.Script{Match: "*get-access-token*", Stderr: stderr, ExitCode: 1})
}

// signInAzd signs somebody in to azd; azd answers with a token.
func signInAzd(m *machine, who azuretest.Identity) {
	azuretest.WriteAzureDeveloperCLIFiles(m.t, filepath.Join(m.Home, ".azd"), azuretest.AzureDeveloperCLISignIn{Identity: who})
	m.install("azd", azuretest.Script{Match: "*management.azure.com*", Stdout: azuretest.AzureDeveloperCLIToken(who, azuretest.ManagementAudience, hour)},
		azuretest.Script{Match: "*auth token*", Stdout: azuretest.AzureDeveloperCLIToken(who, azuretest.VaultAudience, hour)})
}

// vault serves contoso-kv, changed by the functions given, to which alice, the app and the machine's identities have access.
func vault(m *machine, change ...func(*azuretest.Vault)) {
	v := azuretest.Vault{Name: azuretest.VaultName, Permissions: map[string][]string{}}
	for _, who := range []azuretest.Identity{azuretest.Alice, azuretest.App, azuretest.Machine, azuretest.Assigned} {
		v.Permissions[who.ObjectID] = azuretest.AllPermissions
	}
	for _, f := range change {
		f(&v)
	}
	m.Azure.AddVault(v)
}

func servicePrincipal(m *machine, secret string) {
	m.export("AZURE_TENANT_ID", azuretest.TenantID).export("AZURE_CLIENT_ID", azuretest.ClientID).export("AZURE_CLIENT_SECRET", secret)
}

// virtualMachine makes it an Azure virtual machine.
func virtualMachine(m *machine, imds azuretest.IMDS) {
	m.Files["/sys/class/dmi/id/chassis_asset_tag"] = "7783-7084-3265-9085-8269-3286-77\n"
	m.Files["/sys/class/dmi/id/sys_vendor"] = "Microsoft Corporation\n"
	m.Azure.ServeIMDS(imds)
}

// entraSays is how az prints an error of Entra.
func entraSays(code, text string) string {
	return "ERROR: AADSTS" + code + ": " + text + " Trace ID: " + azuretest.TraceID + " Correlation ID: " + azuretest.CorrelationID +
		" Timestamp: 2026-11-22 09:00:00Z\nInteractive authentication is needed. Please run:\naz login --scope https://vault.azure.net/.default\n"
}

func azdSays(code, text string) string {
	return azuretest.AzureDeveloperCLIError("AADSTS"+code+": "+text+" Trace ID: "+azuretest.TraceID+" Correlation ID: "+azuretest.CorrelationID+" Timestamp: 2026-11-22 09:00:00Z",
		"Login expired.", "login expired, run `azd auth login --scope https://vault.azure.net/.default` to acquire a new token.")
}

var patients = slices.Concat(azureCLIPatients, azureDeveloperCLIPatients, environmentPatients, managedIdentityPatients, keyVaultPatients)

var azureCLIPatients = []patient{
	{name: "healthy-laptop", vaults: contoso, set: func(m *machine) { vault(m); signIn(m, azuretest.Alice) },
		want: map[string]string{"environment": "info", "azure-cli": "pass", "azure-developer-cli": "info", "managed-identity": "info", "key-vault": "pass"}},
	{name: "nobody-signed-in", vaults: contoso, set: func(m *machine) {
		vault(m)
		azuretest.WriteAzureCLIFiles(m.t, filepath.Join(m.Home, ".azure"))
		m.install("az", azuretest.Script{Stderr: "ERROR: Please run 'az login' to setup account.\n", ExitCode: 1})
	}, want: map[string]string{"azure-cli": "fail cli-not-logged-in", "key-vault": "unknown"}},
	{name: "nothing-installed", set: func(m *machine) {}, want: map[string]string{"azure-cli": "fail cli-not-installed", "azure-developer-cli": "info", "key-vault": "skipped"}},
	{name: "refresh-token-expired", vaults: contoso, set: func(m *machine) {
		vault(m)
		signInFails(m, entraSays("700082", "The refresh token has expired due to inactivity. It was issued on 2026-05-01T09:50:47.0000000Z and was inactive for 90.00:00:00."))
	}, want: map[string]string{"azure-cli": "fail refresh-token-expired", "key-vault": "unknown"}},
	{name: "mfa-required", vaults: contoso, set: func(m *machine) {
		vault(m)
		signInFails(m, entraSays("50076", "Multi-factor authentication is now wanted to access 'cfa8b339-82a2-471a-a3c9-0fc0be7a4093'."))
	}, want: map[string]string{"azure-cli": "fail mfa-required"}},
	{name: "conditional-access-blocks", vaults: contoso, set: func(m *machine) {
		vault(m)
		signInFails(m, entraSays("53003", "A Conditional Access policy does not allow the token to be issued."))
	}, want: map[string]string{"azure-cli": "fail conditional-access-blocked"}},
	{name: "az-profile-corrupt", vaults: contoso, set: func(m *machine) {
		vault(m)
		signIn(m, azuretest.Alice)
		m.write(filepath.Join(m.Home, ".azure", "azureProfile.json"), "\ufeff{\"subscriptions\": [{\"id\": \"3333")
	}, want: map[string]string{"azure-cli": "fail cli-config-corrupt"}},
	{name: "az-token-cache-lost", vaults: contoso, set: func(m *machine) {
		vault(m)
		azuretest.WriteAzureCLIFiles(m.t, filepath.Join(m.Home, ".azure"), azuretest.AzureCLIAccount{Identity: azuretest.Alice, NotInTokenCache: true})
		m.install("az", azuretest.Script{Match: "*get-access-token*", Stderr: "ERROR: User 'alice@contoso.com' does not exist in MSAL token cache. Run `az login`.\n", ExitCode: 1})
	}, want: map[string]string{"azure-cli": "fail cli-token-cache-missing-account"}},
	{name: "az-too-slow", vaults: contoso, set: func(m *machine) { vault(m); signIn(m, azuretest.Alice) }, adjust: func(o *Observations) {
		for i := range o.Tokens {
			o.Tokens[i].TookMs = 11800
		}
		o.Probes["azure-cli"] = ProbeRun{TookMs: 11800}
	}, want: map[string]string{"azure-cli": "fail cli-timeout"}},
	{name: "az-managed-identity-refuses-tenant", vaults: contoso, set: func(m *machine) {
		vault(m)
		virtualMachine(m, azuretest.IMDS{Identities: []azuretest.Identity{azuretest.Machine}})
		azuretest.WriteAzureCLIFiles(m.t, filepath.Join(m.Home, ".azure"), azuretest.AzureCLIAccount{Identity: azuretest.Machine})
		m.install("az", azuretest.Script{Match: "*get-access-token*", Stderr: "ERROR: Tenant shouldn't be specified for managed identity account\n", ExitCode: 1})
		m.export("AZURE_TOKEN_CREDENTIALS", "dev")
	}, want: map[string]string{"environment": "fail token-credentials-exclude-working", "azure-cli": "warn cli-tenant-unsupported", "managed-identity": "pass"}},
	{name: "az-other-cloud", vaults: contoso, set: func(m *machine) {
		vault(m)
		signIn(m, azuretest.Alice)
		m.export("AZURE_CLOUD_NAME", "AzureUSGovernment")
	}, want: map[string]string{"azure-cli": "fail cloud-wrong"}},
	{name: "everything-unreachable", vaults: contoso, set: func(m *machine) {
		signInFails(m, "ERROR: The command failed with an unexpected error. Here is the traceback:\nERROR: HTTPSConnectionPool(host='login.microsoftonline.com', port=443): Max retries exceeded with url: /"+azuretest.TenantID+
			"/oauth2/v2.0/token (Caused by NewConnectionError('<urllib3.connection.HTTPSConnection object at 0x7f0000000000>: Failed to establish a new connection: [Errno -3] Temporary failure in name resolution'))\n"+
			"Traceback (most recent call last):\nsocket.gaierror: [Errno -3] Temporary failure in name resolution\n")
		vault(m, func(v *azuretest.Vault) { v.Fault = azuretest.LookupTimeout })
	}, want: map[string]string{"azure-cli": "fail dns-failure", "key-vault": "fail dns-failure"}},
}

var azureDeveloperCLIPatients = []patient{
	{name: "azd-alone", vaults: contoso, set: func(m *machine) { vault(m); signInAzd(m, azuretest.Alice) },
		want: map[string]string{"azure-cli": "info", "azure-developer-cli": "pass", "key-vault": "pass"}},
	{name: "azd-login-expired", vaults: contoso, set: func(m *machine) {
		vault(m)
		signInAzd(m, azuretest.Alice)
		m.install("azd", azuretest.Script{Match: "*auth token*", Stderr: azdSays("700082", "The refresh token has expired due to inactivity."), ExitCode: 1})
	}, want: map[string]string{"azure-developer-cli": "fail refresh-token-expired"}},
	{name: "azd-session-lost", vaults: contoso, set: func(m *machine) {
		vault(m)
		azuretest.WriteAzureDeveloperCLIFiles(m.t, filepath.Join(m.Home, ".azd"), azuretest.AzureDeveloperCLISignIn{Identity: azuretest.Alice, NotInTokenCache: true})
		m.install("azd", azuretest.Script{Match: "*auth token*", Stderr: `{"type":"consoleMessage","timestamp":"2026-11-22T09:00:00Z","data":{"message":"\nERROR: not logged in, run ` + "`azd auth login`" + ` to login\n"}}` + "\n", ExitCode: 1})
	}, want: map[string]string{"azure-developer-cli": "fail azd-not-logged-in"}},
	{name: "azd-delegates-to-az", vaults: contoso, set: func(m *machine) {
		vault(m)
		azuretest.WriteAzureCLIFiles(m.t, filepath.Join(m.Home, ".azure"))
		m.install("az", azuretest.Script{Stderr: "ERROR: Please run 'az login' to setup account.\n", ExitCode: 1})
		azuretest.WriteAzureDeveloperCLIFiles(m.t, filepath.Join(m.Home, ".azd"), azuretest.AzureDeveloperCLISignIn{UseAzureCLI: true})
		m.install("azd", azuretest.Script{Match: "*auth token*", Stderr: `{"type":"consoleMessage","timestamp":"2026-11-22T09:00:00Z","data":{"message":"\nERROR: fetching token: AzureCLICredential: ERROR: Please run 'az login' to setup account.\n\n"}}` + "\n", ExitCode: 1})
	}, want: map[string]string{"azure-developer-cli": "fail azd-delegates-to-cli"}},
	{name: "azd-files-corrupt", vaults: contoso, set: func(m *machine) {
		vault(m)
		signInAzd(m, azuretest.Alice)
		m.write(filepath.Join(m.Home, ".azd", "auth.json"), `{"auth": {"account": `)
	}, want: map[string]string{"azure-developer-cli": "fail azd-token-cache-corrupt"}},
	{name: "az-and-azd-differ", vaults: contoso, set: func(m *machine) { vault(m); signIn(m, azuretest.Alice); signInAzd(m, azuretest.Bob) },
		want: map[string]string{"azure-cli": "pass", "azure-developer-cli": "warn identity-unexpected"}},
}

var environmentPatients = []patient{
	{name: "service-principal", vaults: contoso, set: func(m *machine) { vault(m); servicePrincipal(m, azuretest.ClientSecret) },
		want: map[string]string{"environment": "pass", "key-vault": "pass", "azure-cli": "info"}},
	{name: "secret-expired-stops-the-chain", vaults: contoso, set: func(m *machine) {
		vault(m)
		signIn(m, azuretest.Alice)
		servicePrincipal(m, azuretest.ClientSecret)
		m.Azure.FailTokens(azuretest.TokenFault{Fault: azuretest.AADSTS(7000222)})
	}, want: map[string]string{"environment": "fail client-secret-expired", "azure-cli": "pass"}},
	{name: "secret-id-for-secret", vaults: contoso, set: func(m *machine) { vault(m); servicePrincipal(m, "aaaaaaaa-1111-2222-3333-444444444444") },
		want: map[string]string{"environment": "fail client-secret-wrong"}},
	{name: "app-in-another-tenant", vaults: contoso, set: func(m *machine) {
		vault(m)
		servicePrincipal(m, azuretest.ClientSecret)
		m.export("AZURE_TENANT_ID", azuretest.OtherTenantID)
	}, want: map[string]string{"environment": "fail tenant-not-allowed"}},
	{name: "ci-incomplete-variables", vaults: contoso, set: func(m *machine) {
		vault(m)
		m.export("AZURE_TENANT_ID", azuretest.TenantID).export("AZURE_CLIENT_ID", azuretest.ClientID).export("AZURE_CLIENT_SECRET", "")
		m.set("GITHUB_ACTIONS", "true").set("CI", "true").set("RUNNER_ENVIRONMENT", "github-hosted")
		virtualMachine(m, azuretest.IMDS{})
	}, want: map[string]string{"environment": "fail env-incomplete", "managed-identity": "info"}},
	{name: "certificate-missing", vaults: contoso, set: func(m *machine) {
		vault(m)
		signIn(m, azuretest.Alice)
		m.export("AZURE_TENANT_ID", azuretest.TenantID).export("AZURE_CLIENT_ID", azuretest.ClientID).export("AZURE_CLIENT_CERTIFICATE_PATH", "/etc/contoso/app.pem")
	}, want: map[string]string{"environment": "warn certificate-unreadable", "azure-cli": "pass"}},
	{name: "workload-identity-file-missing", vaults: contoso, set: func(m *machine) {
		vault(m)
		m.export("AZURE_TENANT_ID", azuretest.TenantID).export("AZURE_CLIENT_ID", azuretest.ClientID).export("AZURE_FEDERATED_TOKEN_FILE", "/var/run/secrets/azure/tokens/azure-identity-token")
		m.export("AZURE_AUTHORITY_HOST", "https://login.microsoftonline.com/").set("KUBERNETES_SERVICE_HOST", "10.0.0.1")
	}, want: map[string]string{"environment": "fail federated-token-file-missing"}},
	{name: "token-credentials-misspelt", vaults: contoso, set: func(m *machine) {
		vault(m)
		signIn(m, azuretest.Alice)
		m.export("AZURE_TOKEN_CREDENTIALS", "Dev")
	}, want: map[string]string{"environment": "fail token-credentials-invalid"}},
	{name: "authority-of-another-cloud", vaults: []string{"https://contoso-kv.vault.azure.net/"}, set: func(m *machine) {
		vault(m)
		servicePrincipal(m, azuretest.ClientSecret)
		m.export("AZURE_AUTHORITY_HOST", "https://login.microsoftonline.us")
	}, want: map[string]string{"environment": "warn cloud-wrong"}},
}

var managedIdentityPatients = []patient{
	{name: "virtual-machine", vaults: contoso, set: func(m *machine) {
		vault(m)
		virtualMachine(m, azuretest.IMDS{Identities: []azuretest.Identity{azuretest.Machine}})
	}, want: map[string]string{"managed-identity": "pass", "azure-cli": "info", "key-vault": "pass"}},
	{name: "virtual-machine-two-identities", vaults: contoso, set: func(m *machine) {
		vault(m)
		virtualMachine(m, azuretest.IMDS{Identities: []azuretest.Identity{azuretest.Assigned, azuretest.Assigned2}})
	}, want: map[string]string{"managed-identity": "fail identity-ambiguous"}},
	{name: "virtual-machine-no-identity", vaults: contoso, set: func(m *machine) { vault(m); virtualMachine(m, azuretest.IMDS{}) },
		want: map[string]string{"managed-identity": "fail identity-not-assigned"}},
	{name: "virtual-machine-imds-blocked", vaults: contoso, set: func(m *machine) { vault(m); virtualMachine(m, azuretest.IMDS{Fault: azuretest.BlackHole}) },
		want: map[string]string{"managed-identity": "fail imds-unreachable"}},
	{name: "virtual-machine-imds-throttled", vaults: contoso, set: func(m *machine) {
		vault(m)
		virtualMachine(m, azuretest.IMDS{Identities: []azuretest.Identity{azuretest.Machine}, TokenFault: azuretest.Throttled(time.Second)})
	}, want: map[string]string{"managed-identity": "fail imds-throttled"}},
	{name: "laptop-behind-a-proxy", vaults: contoso, set: func(m *machine) {
		vault(m)
		signIn(m, azuretest.Alice)
		m.Azure.ServeProxy("proxy.contoso.com:8080")
		m.set("HTTP_PROXY", "http://proxy.contoso.com:8080")
	}, want: map[string]string{"managed-identity": "warn imds-proxied", "azure-cli": "pass", "key-vault": "pass"}},
	{name: "amazon-machine", vaults: contoso, set: func(m *machine) {
		vault(m)
		signIn(m, azuretest.Alice)
		m.Files["/sys/class/dmi/id/sys_vendor"] = "Amazon EC2\n"
		m.Azure.ServeIMDS(azuretest.IMDS{Fault: azuretest.AmazonMetadata})
	}, want: map[string]string{"managed-identity": "warn imds-intercepted", "azure-cli": "pass", "key-vault": "pass"}},
	{name: "docker-desktop", vaults: contoso, set: func(m *machine) {
		vault(m)
		signIn(m, azuretest.Alice)
		m.Files["/.dockerenv"] = ""
		m.Azure.ServeIMDS(azuretest.IMDS{Fault: azuretest.DockerDesktop})
	}, want: map[string]string{"managed-identity": "info", "azure-cli": "pass"}},
	{name: "app-service", vaults: contoso, set: func(m *machine) {
		vault(m)
		appService(m, azuretest.Assigned)
		m.export("AZURE_CLIENT_ID", azuretest.Assigned.ClientID)
	}, want: map[string]string{"managed-identity": "pass", "key-vault": "pass"}},
	{name: "app-service-other-identity", vaults: contoso, set: func(m *machine) {
		vault(m)
		appService(m, azuretest.Assigned)
		m.export("AZURE_CLIENT_ID", azuretest.Assigned2.ClientID)
	}, want: map[string]string{"managed-identity": "fail identity-not-assigned"}},
}

func appService(m *machine, who ...azuretest.Identity) {
	endpoint, header := m.Azure.ServeAppService(azuretest.IdentityEndpoint{Address: "127.0.0.1:41741", Identities: who})
	m.export("IDENTITY_ENDPOINT", endpoint).export("IDENTITY_HEADER", header)
	m.set("WEBSITE_SITE_NAME", "contoso-app").set("WEBSITE_INSTANCE_ID", "0123456789abcdef")
}

// vaultPatient is a laptop on which alice is signed in to az, and whose vault is ill.
func vaultPatient(name, want string, change ...func(*azuretest.Vault)) patient {
	return patient{name: name, vaults: contoso, set: func(m *machine) { vault(m, change...); signIn(m, azuretest.Alice) },
		want: map[string]string{"azure-cli": "pass", "key-vault": want}}
}

// secretPatient is a laptop whose vault opens, and on which --secret db-password is asked for.
func secretPatient(name, want string, holds azuretest.Secret) patient {
	p := vaultPatient(name, want, func(v *azuretest.Vault) { v.Secrets = []azuretest.Secret{holds} })
	p.secret = "db-password"
	return p
}

var keyVaultPatients = []patient{
	{name: "vault-name-invalid", vaults: []string{"contoso_kv"}, set: func(m *machine) { signIn(m, azuretest.Alice) }, want: map[string]string{"key-vault": "fail keyvault-name-invalid"}},
	vaultPatient("vault-not-found", "fail keyvault-not-found", func(v *azuretest.Vault) { v.Fault = azuretest.NotFound }),
	vaultPatient("vault-private-address-silent", "fail keyvault-private-dns", func(v *azuretest.Vault) {
		v.Addresses, v.PrivateLink, v.Fault = []string{"10.1.2.3"}, true, azuretest.BlackHole
	}),
	vaultPatient("vault-refuses-connections", "fail keyvault-unreachable", func(v *azuretest.Vault) { v.Fault = azuretest.Refused }),
	vaultPatient("vault-behind-tls-inspection", "fail tls-inspection", func(v *azuretest.Vault) { v.Fault = azuretest.UntrustedCertificate }),
	vaultPatient("vault-certificate-expired", "fail tls-certificate-expired", func(v *azuretest.Vault) { v.Fault = azuretest.ExpiredCertificate }),
	vaultPatient("vault-tls-cut", "fail tls-broken", func(v *azuretest.Vault) { v.Fault = azuretest.CutTLS }),
	vaultPatient("vault-captive-portal", "fail keyvault-unreachable", func(v *azuretest.Vault) { v.Fault = azuretest.Portal }),
	vaultPatient("vault-in-another-tenant", "fail keyvault-tenant-wrong", func(v *azuretest.Vault) { v.TenantID = azuretest.OtherTenantID }),
	vaultPatient("vault-rbac-missing", "fail keyvault-rbac-missing", func(v *azuretest.Vault) { v.Permissions = nil }),
	vaultPatient("vault-access-policy-missing", "fail keyvault-access-policy-missing", func(v *azuretest.Vault) { v.Permissions, v.AccessPolicies = nil, true }),
	vaultPatient("vault-list-only", "fail keyvault-rbac-missing", func(v *azuretest.Vault) { v.Permissions = map[string][]string{azuretest.Alice.ObjectID: {"list"}} }),
	vaultPatient("vault-firewall", "fail keyvault-firewall", func(v *azuretest.Vault) { v.Firewall = true }),
	vaultPatient("vault-private-link", "fail keyvault-private-link", func(v *azuretest.Vault) { v.PublicAccessDisabled = true }),
	vaultPatient("vault-resolved-to-its-public-address", "fail keyvault-private-dns", func(v *azuretest.Vault) { v.PublicAccessDisabled, v.PrivateLink = true, true }),
	vaultPatient("vault-throttled", "fail keyvault-throttled", func(v *azuretest.Vault) { v.TokenFault = azuretest.Throttled(time.Second) }),
	vaultPatient("vault-wants-another-audience", "fail keyvault-audience-wrong", func(v *azuretest.Vault) { v.Audience = "https://managedhsm.azure.net" }),
	{name: "vault-tenant-without-the-account", vaults: contoso, set: func(m *machine) {
		vault(m, func(v *azuretest.Vault) { v.TenantID = azuretest.OtherTenantID })
		signInFails(m, entraSays("50020", "The account 'alice@contoso.com' of 'https://sts.windows.net/"+azuretest.TenantID+"/' does not exist in the tenant 'Fabrikam'."))
	}, want: map[string]string{"azure-cli": "fail user-not-in-tenant"}},
	secretPatient("vault-secret-disabled", "fail keyvault-secret-disabled", azuretest.Secret{Name: "db-password", Disabled: true}),
	secretPatient("vault-secret-not-found", "fail keyvault-secret-not-found", azuretest.Secret{Name: "db-passwd"}),
	{name: "two-vaults-one-shut", vaults: []string{azuretest.VaultName, "contoso-kv2"}, set: func(m *machine) {
		vault(m)
		m.Azure.AddVault(azuretest.Vault{Name: "contoso-kv2"})
		signIn(m, azuretest.Alice)
	}, want: map[string]string{"key-vault": "fail keyvault-rbac-missing"}},
}
