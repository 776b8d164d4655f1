package report

import (
	"slices"
	"testing"

	"azdoctor/checks"
	"azdoctor/checks/cause"
)

func TestVerdicts(t *testing.T) {
	vaults := func(answers ...map[string]int) example {
		names := []string{"contoso-kv", "fabrikam-kv", "tailspin-kv"}[:len(answers)]
		o := machine(names...)
		o.Tokens = []checks.TokenAttempt{token("azure-cli", alice)}
		for i, answer := range answers {
			o.KeyVault.Vaults = append(o.KeyVault.Vaults, vaultSeenBy(names[i], answer))
			if answer["managed-identity"] != 0 && len(o.Tokens) == 1 {
				o.Tokens = []checks.TokenAttempt{token("managed-identity", app), token("azure-cli", alice)}
			}
		}
		return example{o, usual(result(checks.KeyVault, checks.Pass, ""))}
	}
	yes, no := map[string]int{"azure-cli": 404}, map[string]int{"azure-cli": 403}
	silent := map[string]int{}
	refused := func(vault string) cause.Finding {
		return cause.Finding{Cause: roleMissing, Subject: vault + ".vault.azure.net", Credential: "azure-cli"}
	}
	local := localOnly()
	local.o.Tokens = nil
	shadowing := stopped()
	shadowing.results[0] = result(checks.Environment, checks.Warn, "")
	both := judged(stopped(), checks.AzureCLI, checks.Fail, cause.Finding{Cause: signInExpired, Credential: "azure-cli"})
	both.o.Tokens[1] = refusal("azure-cli", "AADSTS700082")
	slow := warned()
	slow.o.Tokens[0].TookMs = 11_000
	slow = judged(slow, checks.AzureCLI, checks.Fail, cause.Finding{Cause: cliSlow, Severity: cause.Error, Credential: "azure-cli"})

	tests := map[string]struct {
		example     example
		state       string
		cause       OrNull
		text, next_ string // next_: the POSIX command, "" for none
	}{
		"nothing observed":          {blank(), Unclear, "", "Whether programs here can sign in is not known: environment, managed-identity, azure-cli and azure-developer-cli told nothing.", ""},
		"healthy":                   {healthy(), Healthy, "", "Programs here sign in as alice@contoso.com (az) and may read secrets of contoso-kv.", ""},
		"healthy, no vault":         {example{warned().o, usual()}, Healthy, "", "Programs here sign in as alice@contoso.com (az).", ""},
		"two vaults":                {vaults(yes, yes), Healthy, "", "Programs here sign in as alice@contoso.com (az) and may read secrets of contoso-kv and fabrikam-kv.", ""},
		"warned":                    {warned(), Degraded, "test-cli-slow", "Programs here sign in as alice@contoso.com (az), but az is slow.", "az upgrade"},
		"the first fix comes first": {expired(), Broken, "test-sign-in-expired", "Programs here cannot sign in: the stored sign-in expired (az).", "az login --tenant " + tenant},
		"an earlier credential stops the chain": {stopped(), Broken, "test-secret-expired",
			"Programs here cannot sign in: the client secret expired (environment variables), and that stops the chain before az (alice@contoso.com), which works.", "az ad app credential reset --id CLIENT_ID"},
		"stopped, and no judge says why": {shadowing, Broken, "",
			"Programs here cannot sign in: no token comes from environment variables, and that stops the chain before az (alice@contoso.com), which works.", ""},
		"nobody":                    {nobody(), Broken, "cli-not-logged-in", "", "*"},
		"slower than the SDK waits": {slow, Broken, "test-cli-slow", "Programs here cannot sign in: az is slow.", "az upgrade"},
		"the network is down":       {networkDown(), Broken, "dns-failure", "", "*"},
		"late":                      {late(), Unclear, "", "Whether programs here can sign in is not known: no answer within 15s (azure-cli).", ""},
		"local":                     {local, Unclear, "", "Whether programs here can sign in is not known: --local starts no process and opens no connection.", ""},
		"nothing is expected and nothing is there": {example{nobody().o, usual(result(checks.AzureCLI, checks.Info, "", cause.Finding{Cause: unneeded, Credential: "azure-cli"}))},
			Broken, "chain-no-credential", "", "*"},
		"not all were asked": {example{nobody().o, []checks.Result{result(checks.Environment, checks.Pass, "")}}, Unclear, "",
			"Whether programs here can sign in is not known: managed-identity, azure-cli and azure-developer-cli did not run.", ""},
		"refused": {noRole(), Broken, "test-role-missing",
			"Programs here sign in as alice@contoso.com (az) and may not read secrets of contoso-kv: no role that reads secrets is assigned to this identity.", "*"},
		"refused, and no judge says why": {vaults(no), Broken, "", "Programs here sign in as alice@contoso.com (az) and may not read secrets of contoso-kv.", ""},
		"one of three refused": {judged(vaults(yes, no, yes), checks.KeyVault, checks.Fail, refused("fabrikam-kv")), Broken, "test-role-missing",
			"Programs here sign in as alice@contoso.com (az) and may read secrets of 2 of 3 named vaults, but may not read secrets of fabrikam-kv: no role that reads secrets is assigned to this identity.", "*"},
		"nobody gets there": {judged(vaults(silent), checks.KeyVault, checks.Fail, cause.Finding{Cause: roleMissing, Subject: "contoso-kv.vault.azure.net"}), Broken, "test-role-missing",
			"Programs here sign in as alice@contoso.com (az) and cannot get to secrets of contoso-kv: no role that reads secrets is assigned to this identity.", "*"},
		"a name that no vault has, and no token asked for": {misnamed(), Broken, "keyvault-name-invalid", "Programs here cannot open no_vault: the name or URL cannot be a vault's.", "*"},
		"one not known": {vaults(yes, silent), Unclear, "", "Programs here sign in as alice@contoso.com (az) and may read secrets of 1 of 2 named vaults; of the others it is not known: what was seen does not tell.", ""},
		"none is known": {vaults(silent), Unclear, "", "Programs here sign in as alice@contoso.com (az); whether that identity may read secrets of contoso-kv is not known: what was seen does not tell.", ""},
		"another identity may": {judged(vaults(map[string]int{"managed-identity": 403, "azure-cli": 404}), checks.KeyVault, checks.Fail, cause.Finding{Cause: roleMissing, Subject: "contoso-kv.vault.azure.net", Credential: "managed-identity"}),
			Broken, "test-role-missing", "Programs here sign in as application 22222222-2222-2222-2222-222222222222 (managed identity) and may not read secrets of contoso-kv: no role that reads secrets is assigned to this identity; alice@contoso.com (az), later in the chain, may.", "*"},
		"an error beside what works": {judged(healthy(), checks.Environment, checks.Fail, cause.Finding{Cause: secretExpired, Credential: "environment"}), Broken, "test-secret-expired",
			"Programs here sign in as alice@contoso.com (az) and may read secrets of contoso-kv, but the client secret expired (environment variables).", "*"},
		"a failed check with warnings alone": {judged(healthy(), checks.Environment, checks.Fail, cause.Finding{Cause: cliSlow, Credential: "environment"}), Broken, "test-cli-slow",
			"Programs here sign in as alice@contoso.com (az) and may read secrets of contoso-kv, but az is slow (environment variables).", "az upgrade"},
		"words that are not known": {judged(expired(), checks.AzureCLI, checks.Fail, cause.Finding{Cause: cause.FailureUnrecognised, Credential: "azure-cli"}), Broken, "failure-unrecognised",
			"Programs here cannot sign in: azdoctor does not know this failure of az.", "*"},
		"one finding for several vaults": {judged(vaults(no, yes, no), checks.KeyVault, checks.Fail, cause.Finding{Cause: roleMissing, Subjects: []string{"contoso-kv.vault.azure.net", "tailspin-kv.vault.azure.net"}, Credential: "azure-cli"}), Broken, "test-role-missing",
			"Programs here sign in as alice@contoso.com (az) and may read secrets of 1 of 3 named vaults, but may not read secrets of contoso-kv and tailspin-kv: no role that reads secrets is assigned to this identity.", "*"},
		"another error is not why a vault is shut": {judged(vaults(no), checks.Environment, checks.Fail, cause.Finding{Cause: secretExpired, Credential: "environment"}), Broken, "test-secret-expired",
			"Programs here sign in as alice@contoso.com (az) and may not read secrets of contoso-kv.", "*"},
		"neither works: the configured one first": {both, Broken, "test-secret-expired", "", "*"},
		"the chain is told wrongly":               {judged(stopped(), checks.Environment, checks.Fail, cause.Finding{Cause: secretExpired, Credential: "environment"}, cause.Finding{Cause: cause.TokenCredentialsInvalid}), Broken, "token-credentials-invalid", "", "*"},
	}
	for name, test := range tests {
		r := test.example.report(Options{})
		if r.Verdict.State != test.state || r.Verdict.Cause != test.cause || test.text != "" && r.Verdict.Text != test.text {
			t.Errorf("%s: %s, cause %q: %s\nwant %s, cause %q: %s", name, r.Verdict.State, r.Verdict.Cause, r.Verdict.Text, test.state, test.cause, test.text)
		}
		next := ""
		if r.Next != nil && r.Next.Run != nil {
			next = r.Next.Run.POSIX
		}
		if test.next_ != "*" && next != test.next_ {
			t.Errorf("%s: next %q, want %q", name, next, test.next_)
		}
		checkInvariants(t, r)
	}
}

// misnamed is a machine that is not to be asked for a token, with a vault whose name cannot be one.
func misnamed() example {
	e := example{machine("no_vault"), usual()}
	e.o.Request.Local = true
	return judged(e, checks.KeyVault, checks.Fail, cause.Finding{Cause: cause.KeyVaultNameInvalid, Subject: "no_vault"})
}

// judged puts a judgement of one check in the place of the example's.
func judged(e example, check checks.Check, status checks.Status, f ...cause.Finding) example {
	for i := range e.results {
		if e.results[i].Check.ID == check.ID {
			e.results[i] = result(check, status, "judged", f...)
		}
	}
	return e
}

func TestNextIsTheBestFixThatCanBeFollowed(t *testing.T) {
	for name, test := range map[string]struct {
		fixes []cause.Fix
		want  Fix
	}{
		"the best has no command":             {[]cause.Fix{{Do: "Ask an administrator"}, {Do: "Sign in", Run: "az login"}}, Fix{Do: "Ask an administrator"}},
		"the best lacks what nobody knows":    {[]cause.Fix{{Do: "Name it", Run: "export AZURE_CLIENT_ID={client-id}"}, {Do: "Read"}, {Do: "Look", Run: "az account show"}}, Fix{Do: "Look"}},
		"what the user alone knows is no gap": {[]cause.Fix{{Do: "Set it", Run: "export AZURE_CLIENT_SECRET={value}"}, {Do: "Look", Run: "az account show"}}, Fix{Do: "Set it"}},
		"an optional part is no gap":          {[]cause.Fix{{Do: "Sign in", Run: "az login [--tenant {client-id}]"}, {Do: "Look", Run: "az account show"}}, Fix{Do: "Sign in"}},
		"none is complete":                    {[]cause.Fix{{Do: "Name it", Run: "export AZURE_CLIENT_ID={client-id}"}, {Do: "Read"}}, Fix{Do: "Name it"}},
	} {
		ill := &cause.Cause{Slug: "test-ill", Severity: cause.Error, Title: "Ill", Fixes: test.fixes}
		r := judged(nobody(), checks.AzureCLI, checks.Fail, cause.Finding{Cause: ill}).report(Options{})
		if r.Next == nil || r.Next.Do != test.want.Do {
			t.Errorf("%s: next %+v, want %q", name, r.Next, test.want.Do)
		}
	}
}

func TestNetworkDownIsItsOwnSentence(t *testing.T) {
	r := networkDown().report(Options{})
	if want := "Programs here cannot reach Azure to sign in: "; len(r.Verdict.Text) < len(want) || r.Verdict.Text[:len(want)] != want {
		t.Error(r.Verdict.Text)
	}
}

func TestCredentials(t *testing.T) {
	outcome := func(r Report, name string) Credential {
		for _, c := range r.Credentials {
			if c.Name == name {
				return c
			}
		}
		t.Fatalf("no credential %s", name)
		return Credential{}
	}
	known := late()
	known.results[1] = result(checks.AzureCLI, checks.Fail, "", cause.Finding{Cause: signInExpired, Credential: "azure-cli"})
	for name, test := range map[string]struct {
		report     Report
		credential string
		outcome    string
		cause      OrNull
	}{
		"token":                             {stopped().report(Options{}), "azure-cli", "token", ""},
		"failed":                            {stopped().report(Options{}), "environment", "failed", "test-secret-expired"},
		"not tried":                         {stopped().report(Options{}), "managed-identity", "notTried", ""},
		"not signed in":                     {nobody().report(Options{}), "azure-cli", "notTried", "cli-not-logged-in"},
		"a timeout that nobody can explain": {late().report(Options{}), "azure-cli", "notTried", ""},
		"a timeout whose cause is known":    {known.report(Options{}), "azure-cli", "failed", "test-sign-in-expired"},
	} {
		if c := outcome(test.report, test.credential); c.Outcome != test.outcome || c.Cause != test.cause {
			t.Errorf("%s: %s, cause %q", name, c.Outcome, c.Cause)
		}
	}
}

// TestFixesSuitTheMachine takes the fixes of one operating system alone, or all where it is not known.
func TestFixesSuitTheMachine(t *testing.T) {
	install := &cause.Cause{Slug: "test-install", Severity: cause.Error, Title: "az is missing", Fixes: []cause.Fix{
		{Do: "Install it on Windows", Run: "winget install az", On: "windows"}, {Do: "Install it on macOS", Run: "brew install az", On: "darwin"}, {Do: "Install it"}}}
	for os, want := range map[string]int{"windows": 2, "darwin": 2, "linux": 1, "": 3} {
		e := nobody()
		e.o.Host.OS = os
		e.results[1] = result(checks.AzureCLI, checks.Fail, "", cause.Finding{Cause: install, Credential: "azure-cli"})
		r := e.report(Options{})
		if got := len(r.Checks[1].Findings[0].Fixes); got != want {
			t.Errorf("%q: %d fixes, want %d", os, got, want)
		}
		if os == "darwin" && r.Next.Run.POSIX != "brew install az" || os == "linux" && r.Next.Do != "Install it" {
			t.Errorf("%q: next %+v", os, r.Next)
		}
	}
}

func TestAccess(t *testing.T) {
	o := machine("contoso-kv", "fabrikam-kv", "no_vault")
	o.Tokens = []checks.TokenAttempt{token("managed-identity", app), token("azure-cli", alice)}
	o.KeyVault.Vaults = []checks.VaultFacts{vaultSeenBy("contoso-kv", map[string]int{"managed-identity": 403, "azure-cli": 404}), {Host: "fabrikam-kv.vault.azure.net", DNSNotFound: true}}
	name := cause.Finding{Cause: cause.KeyVaultNameInvalid, Subject: "no_vault"}
	role := cause.Finding{Cause: roleMissing, Subject: "contoso-kv.vault.azure.net", Credential: "managed-identity"}
	got := example{o, usual(result(checks.KeyVault, checks.Fail, "", role, name))}.report(Options{}).Access
	want := []Access{
		{"contoso-kv.vault.azure.net", "managed-identity", OrNull(app.String()), "", "denied", "denied", "test-role-missing"},
		{"contoso-kv.vault.azure.net", "azure-cli", "alice@contoso.com", object, "allowed", "denied", ""},
		{"fabrikam-kv.vault.azure.net", "", "", "", "unknown", "unknown", ""},
		{"no_vault", "", "", "", "unknown", "unknown", "keyvault-name-invalid"},
	}
	if !slices.Equal(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}

func TestInSentence(t *testing.T) {
	for title, want := range map[string]string{
		"The stored sign-in has expired": "the stored sign-in has expired",
		"Nobody is signed in to az here": "nobody is signed in to az here",
		"az is too old.":                 "az is too old",
		"Key Vault is throttling":        "Key Vault is throttling",
		"AZURE_CLIENT_ID is empty":       "AZURE_CLIENT_ID is empty",
		"":                               "",
	} {
		if got := inSentence(title); got != want {
			t.Errorf("%q: %q", title, got)
		}
	}
}

// TestReportIsPure builds every report twice.
func TestReportIsPure(t *testing.T) {
	for name, example := range examples {
		e := example()
		first, _ := asJSON(t, e.report(Options{}))
		second, _ := asJSON(t, e.report(Options{}))
		if string(first) != string(second) {
			t.Errorf("%s: two reports of the same observations differ", name)
		}
	}
}
