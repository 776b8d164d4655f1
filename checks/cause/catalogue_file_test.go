package cause

import (
	"errors"
	"os"
	"slices"
	"strings"
	"testing"
)

const exampleCatalogue = "testdata/catalogues/company.yaml"

func readExample(t *testing.T) *Catalogue {
	t.Helper()
	content, err := os.ReadFile(exampleCatalogue)
	if err != nil {
		t.Fatal(err)
	}
	catalogue, err := ReadCatalogue(exampleCatalogue, content)
	if err != nil {
		t.Fatal(err)
	}
	return catalogue
}

func catalogueOf(t *testing.T, text string) *Catalogue {
	t.Helper()
	catalogue, err := ReadCatalogue("company.yaml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return catalogue
}

func TestReadCatalogue(t *testing.T) {
	c := readExample(t)
	vpn := c.Find("contoso-vpn-down")
	if vpn == nil || vpn.Severity != Error || vpn.Title != "The company's VPN is not connected" || vpn.See.URL != "https://wiki.contoso.example/vpn" ||
		vpn.Why != "Sign-in leads through the company's network, and this machine is outside of it." || !slices.Equal(vpn.Phrases, []string{"contoso gateway … session refused"}) {
		t.Fatalf("the company's cause is %+v", vpn)
	}
	want := Fix{Do: "Sign in again", Run: "az login [--tenant {tenant}]", For: forAz, If: "!client-id", Then: true}
	if len(vpn.Fixes) != 3 || vpn.Fixes[1] != want || vpn.Fixes[0].On != "windows darwin linux" {
		t.Errorf("its fixes are %+v", vpn.Fixes)
	}
	areas := c.Areas()
	if last := areas[len(areas)-1]; last.Title != "From company.yaml" || len(last.Causes) != 2 {
		t.Errorf("the company's causes are in %+v", last)
	}
	rbac := c.Find("keyvault-rbac-missing")
	if rbac == KeyVaultRBACMissing || rbac.Fixes[0].Do != "Request access at https://access.contoso.example" || len(rbac.Fixes) != len(KeyVaultRBACMissing.Fixes)+1 ||
		!strings.HasSuffix(rbac.Avoid, "Nobody gets a role by hand here.") {
		t.Errorf("fixes-first and avoid make %+v", rbac)
	}
	if device := c.Find("conditional-access-device"); len(device.Fixes) != 1 || device.Fixes[0].Do != "Enrol the device at https://enrol.contoso.example" {
		t.Errorf("fixes-only makes %+v", device.Fixes)
	}
	if c.Find("cli-outdated").Severity != Info {
		t.Errorf("the severity is not changed")
	}
	if c.Find("account-locked") != nil || len(c.All()) != len(All())+1 {
		t.Errorf("what is switched off is in the catalogue still: %d causes, %d of our own", len(c.All()), len(All()))
	}
	if off := c.Off(); len(off) != 1 || off[0].Cause != AccountLocked || off[0].Reason != "The service desk calls before anybody notices." {
		t.Errorf("switched off: %+v", off)
	}
	for one, other := range map[*Cause]*Cause{vpn: DNSFailure, DNSFailure: vpn, c.Find("conditional-access-device"): vpn, vpn: c.Find("contoso-elevation-missing")} {
		if !slices.Contains(c.Related(one), other) {
			t.Errorf("%s is not related to %s", one.Slug, other.Slug)
		}
	}
	if Find("account-locked") == nil || Find("keyvault-rbac-missing").Fixes[0].Do == rbac.Fixes[0].Do || len(Builtin().phrases) > 0 || Builtin().codes["CONTOSO_VPN_17"] != nil {
		t.Errorf("azdoctor's own catalogue was changed")
	}
}

// TestCompanyRecognition: codes first, then what the company knows, then our words, hosts and structure.
func TestCompanyRecognition(t *testing.T) {
	c := readExample(t)
	for text, want := range map[string]string{
		"CONTOSO_VPN_17": "contoso-vpn-down",
		"contoso_vpn_17": "",
		"the CONTOSO  gateway says: SESSION refused":                                                  "contoso-vpn-down",
		"ERROR: Please run 'az login' to setup account.":                                              "cli-not-logged-in",
		"ERROR: Please run 'az login' to setup account. (Contoso gateway: session refused)":           "contoso-vpn-down cli-not-logged-in",
		"Contoso gateway: session refused. AADSTS50057: The user account is disabled.":                "account-disabled contoso-vpn-down",
		"Code: Forbidden, inner error: ForbiddenByRbac. Vault: contoso-kv;location=westeurope":        "keyvault-rbac-missing",
		"Code: Forbidden, inner error: ForbiddenByRbac. Vault: contoso-prod;location=westeurope":      "contoso-elevation-missing keyvault-rbac-missing",
		"You may not do that. Ask the data office for the role.":                                      "keyvault-rbac-missing",
		"AADSTS50053: The account is locked, you've tried to sign in too many times.":                 "",
		"Contoso gateway: dial tcp: lookup login.microsoftonline.com: no such host; session refused.": "contoso-vpn-down dns-failure",
	} {
		found := c.Recognise(text)
		if got := strings.Join(slugs(found), " "); got != want {
			t.Errorf("%q is recognised as %q, want %q", text, got, want)
		}
		for _, f := range found {
			if c.Find(f.Slug) != f.Cause {
				t.Errorf("%q: the finding is about another %s than the catalogue's", text, f.Slug)
			}
		}
	}
	for i, one := range c.Recognise("Please run 'az login' to setup account. Contoso gateway: session refused.") {
		if want := []Basis{ByCompany, ByWords}[i]; one.Basis != want || one.Confidence() < Threshold {
			t.Errorf("%s is recognised by %v, want %v", one.Slug, one.Basis, want)
		}
	}
	if code, ok := c.FindCode("AADSTS50053"); ok {
		t.Errorf("a code of what is switched off is explained as %+v", code)
	}
	if code, ok := c.FindCode("contoso_vpn_17"); !ok || code.Cause.Slug != "contoso-vpn-down" {
		t.Errorf("the company's code is found as %+v", code)
	}
}

// TestCodeOfWhatIsSwitchedOff: a company may put its own cause in the place of ours.
func TestCodeOfWhatIsSwitchedOff(t *testing.T) {
	c := catalogueOf(t, `
causes:
  - {slug: contoso-locked, severity: warning, title: Locked by the desk, why: The desk locks., fixes: [{do: Call the desk}], codes: [AADSTS50053]}
off: {account-locked: we have our own}
`)
	if got := slugs(c.Recognise("AADSTS50053: The account is locked.")); !slices.Equal(got, []string{"contoso-locked"}) {
		t.Errorf("recognised %q", got)
	}
}

func TestAdaptedSeverity(t *testing.T) {
	raised := catalogueOf(t, "adapt: {chain-shadowed: {severity: error}}")
	lowered := catalogueOf(t, "adapt: {keyvault-firewall: {severity: warning}}")
	for name, test := range map[string]struct {
		catalogue   *Catalogue
		cause       *Cause
		found, want Severity
	}{
		"lowered, as the cause has it":     {lowered, KeyVaultFirewall, 0, Warning},
		"lowered, as the judge has it":     {lowered, KeyVaultFirewall, Error, Warning},
		"lowered, and less by itself":      {lowered, KeyVaultFirewall, Info, Info},
		"raised, as the cause has it":      {raised, ChainShadowed, 0, Error},
		"raised, and an expected absence":  {raised, ChainShadowed, Info, Info},
		"another cause stays as it is":     {raised, KeyVaultFirewall, Info, Info},
		"another cause keeps its own also": {raised, KeyVaultFirewall, 0, KeyVaultFirewall.Severity},
	} {
		got := test.catalogue.Adapt([]Finding{{Cause: test.cause, Severity: test.found}})
		if len(got) != 1 || got[0].Weight() != test.want || !got[0].Is(test.cause) {
			t.Errorf("%s: %v, want %v", name, got[0].Weight(), test.want)
		}
	}
}

// mistakes returns the lines of an error of ReadCatalogue.
func mistakes(t *testing.T, err error) []string {
	t.Helper()
	var lines []string
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		for _, one := range joined.Unwrap() {
			if !errors.As(one, new(*Mistake)) {
				t.Errorf("%v is no *Mistake", one)
			}
			lines = append(lines, one.Error())
		}
	} else if err != nil {
		t.Errorf("%v does not give its mistakes one by one", err)
	}
	return lines
}

func TestMistakesInFileOrder(t *testing.T) {
	_, err := ReadCatalogue("company.yaml", []byte(`causes:
  - slug: contoso-vpn
    severity: error
    title: The VPN is not connected
    why: It is not.
    fixes: [{do: Connect}]
    codes: [CONTOSO_1]
  - slug: contoso-proxy
    severity: fatal
    title: The proxy
    why: It is the proxy.
    fixes:
      - do: Connect
        run: az login {tennant}
    codes: [AADSTS50076, CONTOSO_1]
    relatd: [x]
off:
  mfa: never
`))
	want := []string{
		`company.yaml:9:15: causes[1].severity: "fatal" is not one of info, warning, error; nearest: error`,
		`company.yaml:14:14: causes[1].fixes[0].run: nothing fills {tennant}; nearest: {tenant}`,
		`company.yaml:15:13: causes[1].codes[0]: AADSTS50076 is a code of mfa-required: adapt that cause, or switch it off`,
		`company.yaml:15:26: causes[1].codes[1]: CONTOSO_1 is a code of contoso-vpn in this file already`,
		`company.yaml:16:5: causes[1].relatd: there is no such key; nearest: related`,
		`company.yaml:18:3: off.mfa: azdoctor has no cause "mfa"; nearest: mfa-required`,
	}
	if got := mistakes(t, err); !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	_, err = ReadCatalogue("many.yaml", []byte("causes: []\n"+strings.Repeat("? []\n: x\n", 300)))
	if got := mistakes(t, err); len(got) != maxMistakes+1 || got[maxMistakes] != "many.yaml:100:3: from here on there are 251 further mistakes" {
		t.Errorf("%d mistakes are told, the last: %s", len(got), got[len(got)-1])
	}
}
