package checks

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"azdoctor/checks/azuretest"
)

// judgeRow is one row of a judge's table.
type judgeRow struct {
	name    string
	o       Observations
	status  Status
	summary string   // must be within the summary
	causes  []string // "slug severity", in order
	detail  string   // must be within the first finding's detail
}

var judgedAt = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

// judgeAll runs a table. Observations go through JSON first, as when they are judged again later.
func judgeAll(t *testing.T, check Check, rows []judgeRow) {
	t.Helper()
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			row.o.At = judgedAt
			var o Observations
			if err := json.Unmarshal([]byte(asJSON(t, row.o)), &o); err != nil {
				t.Fatal(err)
			}
			result := judge(check, &o)
			var causes []string
			for _, finding := range result.Findings {
				causes = append(causes, finding.Slug+" "+finding.Weight().String())
				if finding.Credential != check.ID {
					t.Errorf("%s is a finding of %q", finding.Slug, finding.Credential)
				}
				for _, fix := range finding.Remedies() {
					if strings.Contains(fix.Run.POSIX(finding.Holes()), "<") {
						t.Errorf("%s: %s", finding.Slug, fix.Run.POSIX(finding.Holes()))
					}
				}
			}
			if result.Status != row.status || strings.Join(causes, ", ") != strings.Join(row.causes, ", ") {
				t.Errorf("%s: %q; want %s: %q", result.Status, causes, row.status, row.causes)
			}
			if !strings.Contains(result.Summary, row.summary) || result.Summary == "" || strings.HasSuffix(result.Summary, ".") || strings.Contains(result.Summary, "\n") {
				t.Errorf("summary: %s", result.Summary)
			}
			if row.detail != "" && (len(result.Findings) == 0 || !strings.Contains(result.Findings[0].Detail, row.detail)) {
				t.Errorf("no %q in the detail of %q", row.detail, causes)
				for _, finding := range result.Findings {
					t.Log(finding.Detail)
				}
			}
		})
	}
}

// facts of az in common states.
func cliFacts(change func(*AzureCLIFacts)) *AzureCLIFacts {
	f := &AzureCLIFacts{Paths: []string{"/usr/bin/az"}, Version: "2.80.0", ConfigDir: "/home/alice/.azure", ConfigDirSource: "HOME", Cloud: "AzureCloud", Profile: "read",
		Account:    &AzureCLIAccount{Name: "alice@contoso.com", Kind: "user", TenantID: azuretest.TenantID, ObjectID: azuretest.ObjectID, UserTenantID: azuretest.TenantID},
		TokenCache: "plain"}
	if change != nil {
		change(f)
	}
	return f
}

func signedOut(change func(*AzureCLIFacts)) *AzureCLIFacts {
	return cliFacts(func(f *AzureCLIFacts) {
		f.Profile, f.Account, f.TokenCache = "empty", nil, ""
		if change != nil {
			change(f)
		}
	})
}

// attemptOf is a token of Alice's that came in 420 ms.
func attemptOf(credential string, change func(*TokenAttempt)) TokenAttempt {
	a := TokenAttempt{Credential: credential, Scope: "https://vault.azure.net/.default", Outcome: OutcomeToken, TookMs: 420, ExpiresAt: judgedAt.Add(time.Hour),
		Identity: &Identity{Kind: "user", Name: "alice@contoso.com", ObjectID: azuretest.ObjectID, TenantID: azuretest.TenantID}}
	if change != nil {
		change(&a)
	}
	return a
}

func failedWith(text string) func(*TokenAttempt) {
	return func(a *TokenAttempt) {
		a.Outcome, a.Identity, a.ExpiresAt, a.Error = OutcomeFailed, nil, time.Time{}, text
	}
}

func tookMs(ms int64) func(*TokenAttempt) { return func(a *TokenAttempt) { a.TookMs = ms } }

func TestJudgeAzureCLI(t *testing.T) {
	az := func(change func(*TokenAttempt)) []TokenAttempt {
		return []TokenAttempt{attemptOf(CredentialAzureCLI, change)}
	}
	managed := attemptOf(CredentialManagedIdentity, nil)
	identity := func(f *AzureCLIFacts) {
		f.Account = &AzureCLIAccount{Name: "userAssignedIdentity", Kind: "managedIdentity", TenantID: azuretest.TenantID, IdentityInfo: "MSIClient-" + azuretest.ClientID}
		f.TokenCache = ""
	}
	no := false
	refusal := failedWith("AzureCLICredential: ERROR: Tenant shouldn't be specified for managed identity account. To troubleshoot, visit https://aka.ms/azsdk/go/identity/troubleshoot#azure-cli")
	silent := func(ms int64) func(*TokenAttempt) {
		return func(a *TokenAttempt) { failedWith("")(a); a.Outcome, a.TookMs = OutcomeTimeout, ms }
	}
	judgeAll(t, AzureCLI, []judgeRow{
		{name: "nothing observed", status: Unknown, summary: "nobody looked"},
		{name: "healthy", o: Observations{AzureCLI: cliFacts(nil), Tokens: az(nil)}, status: Pass, summary: "alice@contoso.com, tenant 11111111-1111-1111-1111-111111111111, token in 420 ms"},
		{name: "not installed, and nothing else works", o: Observations{AzureCLI: &AzureCLIFacts{Profile: "missing"}}, status: Fail, summary: "not installed", causes: []string{"cli-not-installed error"}},
		{name: "not installed, and something else works", o: Observations{AzureCLI: &AzureCLIFacts{Profile: "missing"}, Tokens: []TokenAttempt{managed}}, status: Info, summary: "not installed", causes: []string{"cli-not-installed info"}},
		{name: "not installed on an Azure host", o: Observations{Host: &HostFacts{Kind: "azure-vm", Azure: true}, AzureCLI: &AzureCLIFacts{Profile: "missing"}}, status: Info, causes: []string{"cli-not-installed info"}},
		{name: "not on the path, but signed in", o: Observations{AzureCLI: cliFacts(func(f *AzureCLIFacts) { f.Paths = nil })}, status: Fail, summary: "not on the search path", causes: []string{"cli-not-installed error"}, detail: "login shell"},
		{name: "nobody signed in", o: Observations{AzureCLI: signedOut(nil)}, status: Fail, summary: "nobody is signed in", causes: []string{"cli-not-logged-in error"}, detail: "/home/alice/.azure (from HOME)"},
		{name: "nobody signed in, and something else works", o: Observations{AzureCLI: signedOut(nil), Tokens: []TokenAttempt{managed}}, status: Info, causes: []string{"cli-not-logged-in info"}},
		{name: "never ran", o: Observations{AzureCLI: signedOut(func(f *AzureCLIFacts) { f.Profile = "missing" })}, status: Fail, causes: []string{"cli-not-logged-in error"}, detail: "has never run"},
		{name: "only azd signed in", o: Observations{AzureCLI: signedOut(nil), AzureDeveloperCLI: azdFacts(nil)}, status: Info, causes: []string{"cli-not-logged-in info"}, detail: "azd is signed in, but"},
		{name: "sudo", o: Observations{AzureCLI: signedOut(func(f *AzureCLIFacts) {
			f.ConfigDir, f.SudoUser, f.Elsewhere = "/root/.azure", "alice", []string{"/home/alice/.azure"}
		})}, status: Fail, causes: []string{"cli-not-logged-in error"}, detail: "under sudo, so az looks in /root/.azure; the sign-in of alice is in /home/alice/.azure"},
		{name: "AZURE_CONFIG_DIR leads away", o: Observations{AzureCLI: signedOut(func(f *AzureCLIFacts) {
			f.ConfigDir, f.ConfigDirSource, f.Elsewhere = "/tmp/ci", "AZURE_CONFIG_DIR", []string{"/home/alice/.azure"}
		})}, status: Fail, causes: []string{"cli-not-logged-in error"}, detail: "AZURE_CONFIG_DIR makes az look in /tmp/ci"},
		{name: "another cloud", o: Observations{AzureCLI: signedOut(func(f *AzureCLIFacts) {
			f.Profile, f.Cloud, f.CloudSource, f.OtherClouds = "read", "AzureUSGovernment", "AZURE_CLOUD_NAME", []string{"AzureCloud"}
		})}, status: Fail, summary: "az is set to AzureUSGovernment, and the sign-in is in AzureCloud", causes: []string{"cloud-wrong error"}, detail: "AZURE_CLOUD_NAME chooses the cloud"},
		{name: "a cloud az does not know", o: Observations{AzureCLI: signedOut(func(f *AzureCLIFacts) { f.UnknownCloud, f.CloudSource = "azurecloud", "AZURE_CLOUD_NAME" })}, status: Fail, causes: []string{"cli-not-logged-in error", "cloud-wrong warning"}},
		{name: "no default subscription", o: Observations{AzureCLI: signedOut(func(f *AzureCLIFacts) { f.Profile, f.Unselected = "read", []string{azuretest.SubscriptionID} })}, status: Fail, summary: "no subscription is selected", causes: []string{"subscription-not-selected error"}},
		{name: "damaged profile", o: Observations{AzureCLI: signedOut(func(f *AzureCLIFacts) { f.Profile, f.ProfileError = "invalid", "the file is empty" })}, status: Fail, causes: []string{"cli-config-corrupt error"}, detail: "overwrites"},
		{name: "damaged profile, and something else works", o: Observations{AzureCLI: signedOut(func(f *AzureCLIFacts) { f.Profile = "invalid" }), Tokens: []TokenAttempt{managed}}, status: Warn, causes: []string{"cli-config-corrupt warning"}},
		{name: "unreadable profile", o: Observations{AzureCLI: signedOut(func(f *AzureCLIFacts) { f.Profile, f.ProfileError = "unreadable", "permission denied" })}, status: Fail, causes: []string{"cli-config-corrupt error"}, detail: "root"},
		{name: "WSL, two Windows users", o: Observations{AzureCLI: &AzureCLIFacts{Paths: []string{"/mnt/c/az"}, Profile: "unknown", WindowsSide: true}}, status: Unknown, summary: "Windows"},
		{name: "no home", o: Observations{AzureCLI: &AzureCLIFacts{Paths: []string{"/usr/bin/az"}, Profile: "unknown"}}, status: Unknown, summary: "no home directory"},
		{name: "--local", o: Observations{Request: Request{Local: true}, AzureCLI: cliFacts(nil)}, status: Unknown, summary: "--local"},
		{name: "--local, tokens gone", o: Observations{Request: Request{Local: true}, AzureCLI: cliFacts(func(f *AzureCLIFacts) { f.TokenCacheHasAccount = &no })}, status: Fail, causes: []string{"cli-token-cache-missing-account error"}},
		{name: "--local, encrypted", o: Observations{Request: Request{Local: true}, AzureCLI: cliFacts(func(f *AzureCLIFacts) { f.TokenCache = "encrypted" })}, status: Unknown},
		{name: "not asked, no reason known", o: Observations{AzureCLI: cliFacts(nil)}, status: Unknown, summary: "no token was asked for"},
		{name: "slow, but in time", o: Observations{AzureCLI: cliFacts(nil), Tokens: az(tookMs(7000))}, status: Warn, summary: "token in 7.0 s", causes: []string{"cli-timeout warning"}, detail: "in time for every SDK"},
		{name: "in time for .NET alone", o: Observations{AzureCLI: cliFacts(nil), Tokens: az(tookMs(12000))}, status: Fail, causes: []string{"cli-timeout error"}, detail: "still in time for .NET"},
		{name: "too late for all", o: Observations{AzureCLI: cliFacts(nil), Tokens: az(tookMs(13500))}, status: Fail, causes: []string{"cli-timeout error"}, detail: "and for .NET"},
		{name: "silent past the limit", o: Observations{AzureCLI: cliFacts(nil), Tokens: az(silent(14800))}, status: Fail, summary: "had not answered after 14.8 s", causes: []string{"cli-timeout error"}, detail: "no answer for 14.8 s"},
		{name: "interrupted", o: Observations{AzureCLI: cliFacts(nil), Tokens: az(silent(3000))}, status: Unknown, summary: "had not answered after 3.0 s"},
		{name: "ends soon", o: Observations{AzureCLI: cliFacts(nil), Tokens: az(func(a *TokenAttempt) { a.ExpiresAt = judgedAt.Add(6 * time.Minute) })}, status: Pass, summary: "which ends in 6 min"},
		{name: "another person", o: Observations{AzureCLI: cliFacts(nil), Tokens: az(func(a *TokenAttempt) {
			a.Identity.Name, a.Identity.ObjectID = "bob@contoso.com", azuretest.Bob.ObjectID
		})}, status: Warn, causes: []string{"identity-unexpected warning"}},
		{name: "renamed person", o: Observations{AzureCLI: cliFacts(nil), Tokens: az(func(a *TokenAttempt) { a.Identity.Name = "bob@contoso.com" })}, status: Pass},
		{name: "guest", o: Observations{AzureCLI: cliFacts(func(f *AzureCLIFacts) { f.Account.TenantID = azuretest.OtherTenantID }), Tokens: az(func(a *TokenAttempt) {
			a.Identity.Name, a.Identity.ObjectID, a.Identity.TenantID = "alice_contoso.com#EXT#@fabrikam.com", azuretest.Bob.ObjectID, azuretest.OtherTenantID
		})}, status: Pass},
		{name: "another tenant than the profile's", o: Observations{AzureCLI: cliFacts(func(f *AzureCLIFacts) { f.Account.TenantID = azuretest.OtherTenantID }), Tokens: az(nil)}, status: Warn, causes: []string{"identity-unexpected warning"}},
		{name: "--tenant of another tenant works", o: Observations{Request: Request{Tenant: azuretest.OtherTenantID}, AzureCLI: cliFacts(nil), Tokens: az(func(a *TokenAttempt) {
			a.Tenant, a.Identity.TenantID, a.Identity.Name = azuretest.OtherTenantID, azuretest.OtherTenantID, "alice_contoso.com#EXT#@fabrikam.com"
		})}, status: Pass, causes: []string{"tenant-wrong info"}},
		{name: "old az", o: Observations{AzureCLI: cliFacts(func(f *AzureCLIFacts) { f.Version = "2.45.0" }), Tokens: az(nil)}, status: Pass, causes: []string{"cli-outdated info"}},
		{name: "service principal", o: Observations{AzureCLI: cliFacts(func(f *AzureCLIFacts) { f.Account.Kind, f.Account.Name = "servicePrincipal", azuretest.ClientID }), Tokens: az(func(a *TokenAttempt) {
			a.Identity = &Identity{Kind: "servicePrincipal", ClientID: azuretest.ClientID, ObjectID: azuretest.App.ObjectID, TenantID: azuretest.TenantID}
		})}, status: Pass, summary: "application 22222222", causes: []string{"cli-service-principal-unsupported info"}},
		{name: "managed identity, vault's tenant refused", o: Observations{AzureCLI: cliFacts(identity), Tokens: az(func(a *TokenAttempt) { refusal(a); a.Tenant = azuretest.TenantID })}, status: Fail, causes: []string{"cli-tenant-unsupported error"}},
		{name: "and works without az", o: Observations{AzureCLI: cliFacts(identity), Tokens: append(az(func(a *TokenAttempt) { refusal(a); a.Tenant = azuretest.TenantID }), managed)}, status: Warn, causes: []string{"cli-tenant-unsupported warning"}, detail: "Here it does"},
		{name: "managed identity, no tenant asked", o: Observations{AzureCLI: cliFacts(identity), Tokens: az(func(a *TokenAttempt) { a.Identity.Kind = "managedIdentity" })}, status: Pass, causes: []string{"cli-tenant-unsupported info"}},
		{name: "refresh token expired", o: Observations{AzureCLI: cliFacts(nil), Tokens: az(failedWith("AzureCLICredential: ERROR: AADSTS700082: The refresh token has expired due to inactivity. Interactive authentication is needed. Please run:\naz login --scope https://vault.azure.net/.default"))}, status: Fail, causes: []string{"refresh-token-expired error"}},
		{name: "refresh token expired, late", o: Observations{AzureCLI: cliFacts(nil), Tokens: az(func(a *TokenAttempt) {
			failedWith("ERROR: AADSTS700082: The refresh token has expired")(a)
			a.TookMs = 6000
		})}, status: Fail, causes: []string{"refresh-token-expired error"}},
		{name: "the shell finds no az", o: Observations{AzureCLI: cliFacts(nil), Tokens: az(failedWith("AzureCLICredential: executable not found on path"))}, status: Fail, causes: []string{"cli-not-installed error"}},
		{name: "az says nobody is signed in", o: Observations{AzureCLI: cliFacts(nil), Tokens: az(failedWith("AzureCLICredential: ERROR: Please run 'az login' to setup account."))}, status: Fail, causes: []string{"cli-not-logged-in error"}},
		{name: "Cloud Shell, vault's tenant refused", o: Observations{AzureCLI: cliFacts(func(f *AzureCLIFacts) { f.Account.Kind = "cloudShell" }), Tokens: az(failedWith("ERROR: Tenant shouldn't be specified for Cloud Shell account"))}, status: Fail, causes: []string{"cli-tenant-unsupported error"}},
		{name: "words nobody knows", o: Observations{AzureCLI: cliFacts(nil), Tokens: az(failedWith("ERROR: boom"))}, status: Fail, summary: "alice@contoso.com is signed in, but az gave no token", causes: []string{"failure-unrecognised error"}},
		{name: "words nobody knows, tokens gone", o: Observations{AzureCLI: cliFacts(func(f *AzureCLIFacts) { f.TokenCacheHasAccount = &no }), Tokens: az(failedWith("ERROR: boom"))}, status: Fail, causes: []string{"cli-token-cache-missing-account error"}},
		{name: "words nobody knows, damaged cache", o: Observations{AzureCLI: cliFacts(func(f *AzureCLIFacts) { f.TokenCache = "invalid" }), Tokens: az(failedWith("ERROR: boom"))}, status: Fail, causes: []string{"cli-token-cache-corrupt error"}},
		{name: "words nobody knows, damaged settings", o: Observations{AzureCLI: cliFacts(func(f *AzureCLIFacts) { f.ConfigError = "line 1 comes before any [section]" }), Tokens: az(failedWith("Traceback"))}, status: Fail, causes: []string{"cli-config-corrupt error"}},
		{name: "prints no JSON", o: Observations{AzureCLI: cliFacts(nil), Tokens: az(failedWith("unexpected end of JSON input"))}, status: Fail, causes: []string{"failure-unrecognised error"}, detail: "what az printed is not the JSON that SDKs read"},
		{name: "prints a banner before the JSON", o: Observations{AzureCLI: cliFacts(nil), Tokens: az(failedWith("invalid character 'W' looking for beginning of value"))}, status: Fail, causes: []string{"failure-unrecognised error"}, detail: "what az printed is not the JSON that SDKs read"},
		{name: "a token that has ended", o: Observations{AzureCLI: cliFacts(nil), Tokens: az(func(a *TokenAttempt) { a.ExpiresAt = judgedAt.Add(-time.Hour) })}, status: Warn, causes: []string{"clock-skew warning"}, detail: "by this machine's clock"},
		{name: "late failure", o: Observations{AzureCLI: cliFacts(nil), Tokens: az(func(a *TokenAttempt) { failedWith("ERROR: boom")(a); a.TookMs = 11000 })}, status: Fail, causes: []string{"failure-unrecognised error", "cli-timeout info"}},
	})
}

func TestOlderThan(t *testing.T) {
	for version, want := range map[string]bool{"2.45.0": true, "2.53.1": true, "2.54.0": false, "2.100.0": false, "3.0.0": false, "1.9": true, "": false, "x.y": false} {
		if got := olderThan(version, 2, 54); got != want {
			t.Errorf("%q: %v", version, got)
		}
	}
}

// TestFolderOfTheSignIn points az at the folder with a sign-in, never at the one without.
func TestFolderOfTheSignIn(t *testing.T) {
	for _, elsewhere := range []string{"", "/home/alice/.azure"} {
		o := Observations{AzureCLI: signedOut(func(f *AzureCLIFacts) { f.ConfigDir = "/root/.azure" })}
		if elsewhere != "" {
			o.AzureCLI.Elsewhere = []string{elsewhere}
		}
		if got := judge(AzureCLI, &o).Findings[0].Holes()["config-dir"]; got != elsewhere {
			t.Errorf("%q instead of %q", got, elsewhere)
		}
	}
}
