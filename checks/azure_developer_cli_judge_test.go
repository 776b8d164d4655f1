package checks

import (
	"testing"

	"azdoctor/checks/azuretest"
)

// azdFacts are those of an azd with Alice signed in.
func azdFacts(change func(*AzureDeveloperCLIFacts)) *AzureDeveloperCLIFacts {
	f := &AzureDeveloperCLIFacts{Paths: []string{"/usr/bin/azd"}, ConfigDir: "/home/alice/.azd", ConfigDirSource: "HOME", Config: "read", Auth: "read",
		Account:    &AzureDeveloperCLIAccount{Name: "alice@contoso.com", Kind: "user", ObjectID: azuretest.ObjectID, TenantID: azuretest.TenantID},
		TokenCache: "plain", TokenCacheFile: "/home/alice/.azd/auth/msal/cache.json"}
	if change != nil {
		change(f)
	}
	return f
}

func TestJudgeAzureDeveloperCLI(t *testing.T) {
	no := false
	azd := func(change func(*TokenAttempt)) TokenAttempt {
		return attemptOf(CredentialAzureDeveloperCLI, change)
	}
	az := attemptOf(CredentialAzureCLI, nil)
	bob := func(a *TokenAttempt) {
		a.Identity = &Identity{Kind: "user", Name: "bob@contoso.com", ObjectID: azuretest.Bob.ObjectID, TenantID: azuretest.OtherTenantID}
	}
	signedOutOf := func(f *AzureDeveloperCLIFacts) {
		f.Auth, f.Account, f.TokenCache, f.TokenCacheFile = "missing", nil, "", ""
	}
	delegates := func(f *AzureDeveloperCLIFacts) { signedOutOf(f); f.DelegatesToCLI = true }
	quick := attemptOf(CredentialAzureDeveloperCLI, tookMs(100))
	direct := func(f *AzureDeveloperCLIFacts) { f.Direct = &quick }
	silent := func(a *TokenAttempt) { failedWith("")(a); a.Outcome, a.TookMs = OutcomeTimeout, 14500 }
	tokens := func(attempts ...TokenAttempt) []TokenAttempt { return attempts }
	judgeAll(t, AzureDeveloperCLI, []judgeRow{
		{name: "nothing observed", status: Unknown, summary: "nobody looked"},
		{name: "healthy", o: Observations{AzureDeveloperCLI: azdFacts(nil), Tokens: tokens(azd(nil))}, status: Pass, summary: "alice@contoso.com, tenant 11111111-1111-1111-1111-111111111111, token in 420 ms"},
		{name: "healthy, the same as az", o: Observations{AzureCLI: cliFacts(nil), AzureDeveloperCLI: azdFacts(nil), Tokens: tokens(az, azd(nil))}, status: Pass},
		{name: "not installed", o: Observations{AzureCLI: signedOut(nil), AzureDeveloperCLI: &AzureDeveloperCLIFacts{Auth: "missing"}}, status: Info, summary: "not installed", causes: []string{"azd-not-installed info"}},
		{name: "not on the path, but signed in", o: Observations{AzureDeveloperCLI: azdFacts(func(f *AzureDeveloperCLIFacts) { f.Paths = nil })}, status: Fail, summary: "not on the search path", causes: []string{"azd-not-installed error"}},
		{name: "nobody signed in, az is", o: Observations{AzureCLI: cliFacts(nil), AzureDeveloperCLI: azdFacts(signedOutOf), Tokens: tokens(az)}, status: Info, causes: []string{"azd-not-logged-in info"}, detail: "az is signed in, but"},
		{name: "nobody signed in, az not installed", o: Observations{AzureCLI: &AzureCLIFacts{Profile: "missing"}, AzureDeveloperCLI: azdFacts(signedOutOf)}, status: Fail, causes: []string{"azd-not-logged-in error"}},
		{name: "sudo", o: Observations{AzureDeveloperCLI: azdFacts(func(f *AzureDeveloperCLIFacts) {
			signedOutOf(f)
			f.SudoUser, f.ConfigDir, f.Elsewhere = "alice", "/root/.azd", []string{"/home/alice/.azd"}
		})}, status: Info, causes: []string{"azd-not-logged-in info"}, detail: "under sudo"},
		{name: "no home", o: Observations{AzureDeveloperCLI: &AzureDeveloperCLIFacts{Paths: []string{"/usr/bin/azd"}, Auth: "missing"}}, status: Info, summary: "no home directory", causes: []string{"azd-not-logged-in info"}},
		{name: "damaged auth.json", o: Observations{AzureDeveloperCLI: azdFacts(func(f *AzureDeveloperCLIFacts) { signedOutOf(f); f.Auth, f.AuthError = "invalid", "not JSON" })}, status: Fail, causes: []string{"azd-token-cache-corrupt error"}},
		{name: "unreadable config.json", o: Observations{AzureDeveloperCLI: azdFacts(func(f *AzureDeveloperCLIFacts) {
			signedOutOf(f)
			f.Config, f.ConfigError = "unreadable", "permission denied"
		}), Tokens: tokens(az)}, status: Warn, causes: []string{"azd-token-cache-corrupt warning"}, detail: "cannot read"},
		{name: "--local", o: Observations{Request: Request{Local: true}, AzureDeveloperCLI: azdFacts(nil)}, status: Unknown, summary: "--local"},
		{name: "--local, tokens gone", o: Observations{Request: Request{Local: true}, AzureDeveloperCLI: azdFacts(func(f *AzureDeveloperCLIFacts) { f.TokenCacheHasAccount = &no })}, status: Fail, causes: []string{"azd-not-logged-in error"}},
		{name: "--local, another person than az", o: Observations{Request: Request{Local: true}, AzureCLI: cliFacts(nil), AzureDeveloperCLI: azdFacts(func(f *AzureDeveloperCLIFacts) { f.Account.ObjectID = azuretest.Bob.ObjectID })}, status: Warn, causes: []string{"identity-unexpected warning"}},
		{name: "another person than az", o: Observations{AzureCLI: cliFacts(nil), AzureDeveloperCLI: azdFacts(nil), Tokens: tokens(az, azd(bob))}, status: Warn, causes: []string{"identity-unexpected warning"},
			detail: "az is alice@contoso.com in tenant 11111111-1111-1111-1111-111111111111; azd is bob@contoso.com in tenant 55555555-5555-5555-5555-555555555555"},
		{name: "the same person in another tenant", o: Observations{AzureCLI: cliFacts(nil), AzureDeveloperCLI: azdFacts(nil), Tokens: tokens(az, azd(func(a *TokenAttempt) { a.Identity.TenantID = azuretest.OtherTenantID }))}, status: Warn, causes: []string{"identity-unexpected warning"}},
		{name: "az is an application", o: Observations{AzureCLI: cliFacts(func(f *AzureCLIFacts) { f.Account.Kind, f.Account.Name = "servicePrincipal", azuretest.ClientID }), AzureDeveloperCLI: azdFacts(nil), Tokens: tokens(azd(nil))}, status: Warn, causes: []string{"identity-unexpected warning"}},
		{name: "names in different case", o: Observations{AzureCLI: cliFacts(func(f *AzureCLIFacts) { f.Account.Name, f.Account.ObjectID = "Alice@Contoso.com", "" }), AzureDeveloperCLI: azdFacts(nil), Tokens: tokens(azd(nil))}, status: Pass},
		{name: "delegates to a working az", o: Observations{AzureCLI: cliFacts(nil), AzureDeveloperCLI: azdFacts(delegates), Tokens: tokens(az, azd(nil))}, status: Pass},
		{name: "delegates to nobody", o: Observations{AzureCLI: signedOut(nil), AzureDeveloperCLI: azdFacts(delegates)}, status: Fail, summary: "azd uses az's sign-in, and az has none", causes: []string{"azd-delegates-to-cli error"}},
		{name: "delegates, az not observed", o: Observations{AzureDeveloperCLI: azdFacts(delegates)}, status: Unknown},
		{name: "delegates to a failing az", o: Observations{AzureCLI: cliFacts(nil), AzureDeveloperCLI: azdFacts(delegates), Tokens: tokens(attemptOf(CredentialAzureCLI, failedWith("ERROR: boom")), azd(failedWith("ERROR: boom")))}, status: Warn, causes: []string{"azd-delegates-to-cli warning"}},
		{name: "late, quick in the other form", o: Observations{AzureDeveloperCLI: azdFacts(direct), Tokens: tokens(azd(tookMs(9600)))}, status: Warn, causes: []string{"azd-timeout warning"}, detail: "azd itself is fine: asked with --flag=value it gave a token in 100 ms"},
		{name: "somewhat late, quick in the other form", o: Observations{AzureDeveloperCLI: azdFacts(direct), Tokens: tokens(azd(tookMs(3500)))}, status: Warn, causes: []string{"azd-timeout warning"}, detail: "azd itself is fine"},
		{name: "failed late, quick in the other form", o: Observations{AzureDeveloperCLI: azdFacts(direct), Tokens: tokens(azd(func(a *TokenAttempt) {
			failedWith("AADSTS700082: The refresh token has expired due to inactivity.")(a)
			a.TookMs = 9500
		}))}, status: Fail, causes: []string{"refresh-token-expired error", "azd-timeout warning"}},
		{name: "too late", o: Observations{AzureDeveloperCLI: azdFacts(nil), Tokens: tokens(azd(tookMs(11000)))}, status: Fail, causes: []string{"azd-timeout error"}},
		{name: "silent, quick in the other form", o: Observations{AzureDeveloperCLI: azdFacts(direct), Tokens: tokens(azd(silent))}, status: Fail, summary: "had not answered after 14.5 s", causes: []string{"azd-timeout error"}, detail: "aka.ms"},
		{name: "silent", o: Observations{AzureDeveloperCLI: azdFacts(nil), Tokens: tokens(azd(silent))}, status: Fail, causes: []string{"azd-timeout error"}},
		{name: "refresh token expired", o: Observations{AzureDeveloperCLI: azdFacts(nil), Tokens: tokens(azd(failedWith("AzureDeveloperCLICredential: AADSTS700082: The refresh token has expired due to inactivity.")))}, status: Fail, causes: []string{"refresh-token-expired error"}},
		{name: "azd says nobody is signed in", o: Observations{AzureDeveloperCLI: azdFacts(func(f *AzureDeveloperCLIFacts) { f.TokenCacheHasAccount = &no }), Tokens: tokens(azd(failedWith("AzureDeveloperCLICredential: ERROR: not logged in, run `azd auth login` to login")))}, status: Fail, causes: []string{"azd-not-logged-in error"}, detail: "auth.json names"},
		{name: "delegates, and az works by itself", o: Observations{AzureCLI: cliFacts(nil), AzureDeveloperCLI: azdFacts(delegates), Tokens: tokens(az, azd(failedWith("ERROR: fetching token: AzureCLICredential: ERROR: AADSTS50076: Due to a configuration change")))}, status: Fail, causes: []string{"mfa-required error", "azd-delegates-to-cli info"}},
		{name: "words nobody knows", o: Observations{AzureDeveloperCLI: azdFacts(nil), Tokens: tokens(azd(failedWith("boom")))}, status: Fail, causes: []string{"failure-unrecognised error"}},
		{name: "words nobody knows, tokens gone", o: Observations{AzureDeveloperCLI: azdFacts(func(f *AzureDeveloperCLIFacts) { f.TokenCache = "missing" }), Tokens: tokens(azd(failedWith("boom")))}, status: Fail, causes: []string{"azd-not-logged-in error"}},
		{name: "another cloud", o: Observations{Request: Request{Cloud: "usgovernment"}, AzureDeveloperCLI: azdFacts(nil), Tokens: tokens(azd(nil))}, status: Warn, causes: []string{"cloud-wrong warning"}},
		{name: "a cloud azd does not know", o: Observations{AzureDeveloperCLI: azdFacts(func(f *AzureDeveloperCLIFacts) { f.Cloud = "stack" }), Tokens: tokens(azd(nil))}, status: Warn, causes: []string{"cloud-wrong warning"}},
	})
}
