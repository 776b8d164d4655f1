package report

import (
	"fmt"
	"strings"
	"testing"

	"azdoctor/checks"
	"azdoctor/checks/cause"
)

func TestPage(t *testing.T) {
	want := `✗ Programs here sign in as alice@contoso.com (az) and may not read secrets of
  contoso-kv: no role that reads secrets is assigned to this identity.
  Score 53 of 100 (D), cause test-role-missing

  Assign the role:
    az role assignment create --role 'Key Vault Secrets User' --assignee-object-id 44444444-4444-4444-4444-444444444444 --assignee-principal-type User --scope VAULT_ID

✓ environment         no variable that a credential reads is set
✓ azure-cli           alice@contoso.com, tenant
                      11111111-1111-1111-1111-111111111111, token in 420 ms

✗ key-vault           contoso-kv refuses alice@contoso.com
    ✗ contoso-kv: No role that reads secrets is assigned to this identity
      [test-role-missing]
      The vault answered 403 ForbiddenByRbac.
      object ID: 44444444-4444-4444-4444-444444444444
      what the vault said:
        │ Caller is not authorized
        │ to perform action on resource
      Or: Ask an owner of the vault to do so
      Beware: signing in again gives the same identity

· Not needed here: azure-developer-cli (azd is not installed), managed-identity
  (nothing answers at the metadata address: not an Azure host)

Who may read and list secrets
  alice@contoso.com (az)
    ✗ contoso-kv read denied, list denied [test-role-missing]

✗ Gate fails, exit code 1: key-vault fails
`
	if got := text(t, noRole().report(Options{}), TextOptions{}); got != want {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
}

func TestQuietPage(t *testing.T) {
	want := `✗ Programs here cannot sign in: the stored sign-in expired (az).

  Sign in again:
    az login --tenant 11111111-1111-1111-1111-111111111111

✗ Gate fails, exit code 1: azure-cli fails
`
	if got := text(t, expired().report(Options{}), TextOptions{Quiet: true}); got != want {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
}

func TestEveryExample(t *testing.T) {
	for name, example := range examples {
		t.Run(name, func(t *testing.T) {
			r := example().report(Options{})
			checkInvariants(t, r)
			if r.Next == nil || r.Next.Run == nil {
				return
			}
			opening := strings.Split(text(t, r, TextOptions{}), "\n")[:8]
			for _, line := range opening {
				if strings.TrimSpace(line) == r.Next.Run.POSIX {
					return
				}
			}
			t.Errorf("the next command is not in the first 8 lines:\n%s", strings.Join(opening, "\n"))
		})
	}
}

// TestNothingIsSaidTwice has the same ill in two checks.
func TestNothingIsSaidTwice(t *testing.T) {
	e := noRole()
	again := e.results[4].Findings[0]
	again.Evidence = nil
	e.results[1] = result(checks.AzureCLI, checks.Fail, "no token comes", again)
	page := text(t, e.report(Options{}), TextOptions{})
	for _, once := range []string{"Ask an owner of the vault", "signing in again gives", "Or as above"} {
		if strings.Count(page, once) != 1 {
			t.Errorf("%q is there %d times:\n%s", once, strings.Count(page, once), page)
		}
	}
}

// TestOnlyWhatIsTheSameIsFolded has one cause at three variables, two of them with the same defect.
func TestOnlyWhatIsTheSameIsFolded(t *testing.T) {
	malformed := func(variable, defect string) cause.Finding {
		return cause.Finding{Cause: cliSlow, Subject: variable, Detail: variable + " holds " + defect + "."}
	}
	e := healthy()
	e.results[0] = result(checks.Environment, checks.Warn, "variables", malformed("AZURE_TENANT_ID", "spaces"), malformed("AZURE_CLIENT_ID", "spaces"), malformed("AZURE_CLIENT_SECRET", "a carriage return"))
	page := text(t, e.report(Options{}), TextOptions{})
	for _, want := range []string{"AZURE_TENANT_ID holds spaces.", "The same for AZURE_CLIENT_ID\n", "AZURE_CLIENT_SECRET holds a carriage return."} {
		if !strings.Contains(page, want) {
			t.Errorf("no %q in\n%s", want, page)
		}
	}
}

// TestWordsOfTheCounts has what is one, none, or not of a number at all.
func TestWordsOfTheCounts(t *testing.T) {
	e := noRole()
	f := &e.results[4].Findings[0]
	for len(f.Evidence) < fewEvidence+1 {
		f.Evidence = append(f.Evidence, cause.Evidence{Name: "fact", Value: fmt.Sprint(len(f.Evidence))})
	}
	without := localOnly()
	without.results[0].Status = checks.Info
	for want, page := range map[string]string{
		"and 1 more fact (--verbose)":                text(t, e.report(Options{}), TextOptions{}),
		"managed-identity    not tried\n":            text(t, healthy().report(Options{}), TextOptions{Verbose: true}),
		"  No score: nothing was examined\n":         text(t, blank().report(Options{}), TextOptions{}),
		"  No score from the 30 % that was examined": text(t, without.report(Options{}), TextOptions{}),
	} {
		if !strings.Contains(page, want) {
			t.Errorf("no %q in\n%s", want, page)
		}
	}
}

// TestFollowingFix has a fix that only completes the one before it.
func TestFollowingFix(t *testing.T) {
	e := expired()
	moved := &cause.Cause{Slug: "test-damaged", Severity: cause.Error, Title: "The folder is damaged", Fixes: []cause.Fix{
		{Do: "Move the folder {config-dir} aside", Run: "mv {config-dir} {config-dir}.damaged"}, {Do: "Sign in afresh", Run: "az login", Then: true}, {Do: "Use another folder"}}}
	e.results[1] = result(checks.AzureCLI, checks.Fail, "az cannot be used", cause.Finding{Cause: moved, Credential: checks.CredentialAzureCLI})
	r := e.report(Options{})
	page := text(t, r, TextOptions{})
	if !strings.Contains(page, "Then: Sign in afresh:") || !strings.Contains(page, "Or: Use another folder") {
		t.Errorf("the second step is not told as one:\n%s", page)
	}
	if r.Next == nil || !strings.HasPrefix(r.Next.Do, "Move") {
		t.Errorf("next is %+v: a later step cannot come first", r.Next)
	}
	if fixes := r.Checks[1].Findings[0].Fixes; !fixes[1].Then || fixes[0].Then || fixes[2].Then {
		t.Errorf("%+v", fixes)
	}
}

func TestShells(t *testing.T) {
	r := noRole().report(Options{})
	if page := text(t, r, TextOptions{Shell: "powershell"}); !strings.Contains(page, r.Next.Run.PowerShell) {
		t.Error("no PowerShell where it was asked for")
	}
	r.Host.OS = "windows"
	r.Next.Run.PowerShell = "powershell-command"
	if page := text(t, r, TextOptions{}); !strings.Contains(page, "    powershell-command\n") {
		t.Error("no PowerShell on Windows")
	}
	if page := text(t, r, TextOptions{Shell: "posix"}); strings.Contains(page, "powershell-command") {
		t.Error("PowerShell where POSIX was asked for")
	}
}

func TestColour(t *testing.T) {
	r := noRole().report(Options{})
	page := text(t, r, TextOptions{Colour: true})
	if !strings.Contains(page, "\x1b[31m✗\x1b[0m") {
		t.Errorf("no colour: %q", page[:80])
	}
	if text(t, r, TextOptions{}) != stripColour(page) {
		t.Error("colour changes more than colours")
	}
	if strings.Contains(text(t, r, TextOptions{}), "\x1b") {
		t.Error("colour left on after a coloured page")
	}
}

func stripColour(page string) string { return checks.PlainText(page) }

func TestFleetStaysReadable(t *testing.T) {
	r := fleet(200).report(Options{})
	if page := text(t, r, TextOptions{}); strings.Count(page, "\n") > 45 || !strings.Contains(flat(page), "reads 160 and lists 0 of 200 vaults") {
		t.Errorf("%d lines:\n%s", strings.Count(page, "\n"), page)
	}
	if page := text(t, r, TextOptions{Verbose: true}); strings.Count(page, "contoso-kv-199 ") == 0 {
		t.Error("--verbose does not show every vault")
	}
}

// TestForeignText plants what a hostile vault, tool or variable could answer.
func TestForeignText(t *testing.T) {
	hostile := "\x1b[2J\x1b[31mred\r✓ Programs here sign in as root.\n✓ Gate holds, exit code 0\u2028✓ forged\u202e\x00\x07" + strings.Repeat("long", 500)
	e := noRole()
	f := &e.results[4].Findings[0]
	f.Detail, f.Subject = hostile, hostile
	f.Evidence = append(f.Evidence, cause.Evidence{Name: hostile, Value: hostile, Source: hostile, Fills: "vault-id"})
	e.results[1].Summary = hostile
	e.results[4].Incomplete = hostile
	e.o.Tokens[0].Identity = &checks.Identity{Kind: "user", Name: hostile}
	r := e.report(Options{})
	checkInvariants(t, r)
	for _, options := range []TextOptions{{}, {Verbose: true}, {ASCII: true}} {
		page := text(t, r, options)
		if strings.Contains(page, "\x1b") {
			t.Error("an escape sequence came through")
		}
		for line := range strings.Lines(page) {
			for _, forged := range []string{"✓ Programs", "✓ Gate", "✓ forged", "+ Gate"} {
				if strings.HasPrefix(line, forged) {
					t.Errorf("forged line: %q", line)
				}
			}
		}
	}
}

func TestWrap(t *testing.T) {
	tests := map[string]struct {
		text    string
		columns int
		want    []string
	}{
		"empty":                 {"", 10, []string{""}},
		"fits":                  {"one two", 10, []string{"one two"}},
		"exactly":               {"one two", 7, []string{"one two"}},
		"wraps":                 {"one two three", 8, []string{"one two", "three"}},
		"long words stay whole": {"see https://contoso.example/a/long/path now", 10, []string{"see", "https://contoso.example/a/long/path", "now"}},
		"wide characters":       {"サインインが必要です", 10, []string{"サインイン", "が必要です"}},
		"wide among narrow":     {"az: サインイン required", 10, []string{"az: サイン", "イン", "required"}},
		"combined":              {"e\u0301e\u0301 e\u0301", 4, []string{"e\u0301e\u0301 e\u0301"}},
	}
	for name, test := range tests {
		if got := wrap(test.text, test.columns); fmt.Sprintf("%q", got) != fmt.Sprintf("%q", test.want) {
			t.Errorf("%s: %q, want %q", name, got, test.want)
		}
	}
}

// FuzzWrap wraps any text: no word is lost, and no line is too long that could have been broken.
func FuzzWrap(f *testing.F) {
	f.Add("one two three", 8)
	f.Add("サインイン required e\u0301 👩‍👩‍👧", 10)
	f.Fuzz(func(t *testing.T, foreign string, columns int) {
		foreign, columns = oneLine(foreign), 10+(columns&63)
		lines := wrap(foreign, columns)
		if strings.ReplaceAll(strings.Join(lines, ""), " ", "") != strings.Join(strings.Fields(foreign), "") {
			t.Errorf("%q became %q", foreign, lines)
		}
		for _, line := range lines {
			if width(line) > columns+2 && strings.Contains(strings.TrimSpace(line), " ") { // two columns: a flag or family may join across pieces
				t.Errorf("%d columns of %d: %q", width(line), columns, line)
			}
		}
	})
}
