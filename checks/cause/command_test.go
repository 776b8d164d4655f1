package cause

import (
	"maps"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

func TestCommandForEachShell(t *testing.T) {
	tests := []struct {
		name       string
		command    Command
		filled     map[string]string
		posix      string
		powerShell string
	}{
		{"empty", "", nil, "", ""},
		{"optional parts left out", "az login [--tenant {tenant}] [--scope {scope}]", nil, "az login", "az login"},
		{"optional parts filled", "az login [--tenant {tenant}] [--scope {scope}]", Holes,
			"az login --tenant 11111111-1111-1111-1111-111111111111 --scope https://vault.azure.net/.default",
			"az login --tenant 11111111-1111-1111-1111-111111111111 --scope https://vault.azure.net/.default"},
		{"one of two optional parts", "az login [--tenant {tenant}] [--scope {scope}]", map[string]string{"scope": "https://vault.azure.net/.default"},
			"az login --scope https://vault.azure.net/.default", "az login --scope https://vault.azure.net/.default"},
		{"unfilled holes", "az vm identity show --name {vm} --resource-group {resource-group}", nil,
			"az vm identity show --name VM --resource-group RESOURCE_GROUP", "az vm identity show --name VM --resource-group RESOURCE_GROUP"},
		{"quoted word", `az role assignment create --role "Key Vault Secrets User" --scope {vault-id}`, nil,
			"az role assignment create --role 'Key Vault Secrets User' --scope VAULT_ID", "az role assignment create --role 'Key Vault Secrets User' --scope VAULT_ID"},
		{"brackets and braces of a query", `az account list --query "[].{name:name, state:state}"`, nil,
			"az account list --query '[].{name:name, state:state}'", "az account list --query '[].{name:name, state:state}'"},
		{"query of one bracketed word", `az keyvault list --query "[].name" --output tsv`, nil,
			"az keyvault list --query '[].name' --output tsv", "az keyvault list --query '[].name' --output tsv"},
		{"hole inside a word", "mv {config-dir} {config-dir}.damaged", map[string]string{"config-dir": "/home/o'brien/my azure"},
			`mv '/home/o'\''brien/my azure' '/home/o'\''brien/my azure.damaged'`, `mv '/home/o''brien/my azure' '/home/o''brien/my azure.damaged'`},
		{"unset", "unset {variables...}", Holes, "unset AZURE_CLIENT_ID AZURE_CLIENT_SECRET",
			"Remove-Item -ErrorAction SilentlyContinue Env:AZURE_CLIENT_ID, Env:AZURE_CLIENT_SECRET"},
		{"unset nothing known", "unset {variables...}", nil, "unset VARIABLES", "Remove-Item -ErrorAction SilentlyContinue Env:VARIABLES"},
		{"unset no names", "unset {variables...}", map[string]string{"variables": "* A;reboot"}, "unset VARIABLES", "Remove-Item -ErrorAction SilentlyContinue Env:VARIABLES"},
		{"export", "export AZURE_CLIENT_ID={client-id}", Holes,
			"export AZURE_CLIENT_ID=22222222-2222-2222-2222-222222222222", "$env:AZURE_CLIENT_ID = '22222222-2222-2222-2222-222222222222'"},
		{"export a value with spaces and quotes", "export AZURE_CONFIG_DIR={config-dir}", map[string]string{"config-dir": "/home/o'brien ’x/.azure"},
			`export AZURE_CONFIG_DIR='/home/o'\''brien ’x/.azure'`, `$env:AZURE_CONFIG_DIR = '/home/o''brien ’’x/.azure'`},
		{"export a named variable", "export {variable}=VALUE", Holes, "export AZURE_CLIENT_ID=VALUE", "$env:AZURE_CLIENT_ID = 'VALUE'"},
		{"curl", "curl --head https://{host}/", Holes, "curl --head https://contoso-kv.vault.azure.net/", "curl.exe --head https://contoso-kv.vault.azure.net/"},
		{"equals sign first", "az login --tenant {tenant}", map[string]string{"tenant": "=ls"}, "az login --tenant '=ls'", "az login --tenant =ls"},
		{"substitutions stay words", "az login --tenant {tenant}", map[string]string{"tenant": "$(reboot);`id`"},
			"az login --tenant '$(reboot);`id`'", "az login --tenant TENANT"},
		{"what cmd would act upon", "az login --tenant {tenant}", map[string]string{"tenant": "a&calc"}, "az login --tenant 'a&calc'", "az login --tenant TENANT"},
		{"an option in place of a value", "az login [--tenant {tenant}]", map[string]string{"tenant": "--debug"}, "az login", "az login"},
		{"line ends", "az login --tenant {tenant}", map[string]string{"tenant": "a\nreboot\n"}, "az login --tenant TENANT", "az login --tenant TENANT"},
		{"escape sequences and text that runs backwards", "az login --tenant {tenant} --scope {scope}", map[string]string{"tenant": "\x1b[2J", "scope": "a\u202eb"},
			"az login --tenant TENANT --scope SCOPE", "az login --tenant TENANT --scope SCOPE"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := test.command.POSIX(test.filled); got != test.posix {
				t.Errorf("POSIX:\n got %s\nwant %s", got, test.posix)
			}
			if got := test.command.PowerShell(test.filled); got != test.powerShell {
				t.Errorf("PowerShell:\n got %s\nwant %s", got, test.powerShell)
			}
		})
	}
}

// A real shell must see each value as one argument.
func TestPOSIXInAShell(t *testing.T) {
	shell, err := exec.LookPath("sh")
	if err != nil {
		t.Skip("no sh on this machine: ", err)
	}
	for _, value := range []string{"plain", "two words", "o'brien", `"x"`, "$HOME", "`id`", "$(id)", "a;b|c&d", "*", "~", "!!", `back\slash`, "#x", "{a,b}", "ü", "''"} {
		line := Command("printf %s {value}").POSIX(map[string]string{"value": value})
		out, err := exec.Command(shell, "-c", line).CombinedOutput()
		if err != nil || string(out) != value {
			t.Errorf("%s printed %q, %v; want %q", line, out, err, value)
		}
	}
}

func FuzzCommand(f *testing.F) {
	f.Add("o'brien")
	f.Add("$(id) `id` \"x\" & | ; < > % ! ^")
	f.Add("‘a’")
	f.Add("--debug")
	f.Add("a\nb\x00\x1b[31m\u202e")
	f.Add("AZURE_CLIENT_ID AZURE_TENANT_ID")
	f.Add("[x] {tenant}")
	f.Fuzz(func(t *testing.T, value string) {
		filled := map[string]string{}
		for name := range Holes {
			filled[name] = value
		}
		for _, c := range []Command{"az login --tenant {tenant} [--scope {scope}] --name x{vault}y", "tool {variables...} end", "printf {value}"} {
			if got, want := splitPOSIX(t, c.POSIX(filled)), c.words(filled, fits); !slices.Equal(got, want) {
				t.Errorf("POSIX form of %q reads as %q, want %q", c, got, want)
			}
			if got, want := splitPowerShell(t, c.PowerShell(filled)), c.words(filled, fitsPowerShell); !slices.Equal(got, want) {
				t.Errorf("PowerShell form of %q reads as %q, want %q", c, got, want)
			}
		}
		export := Command("export AZURE_CONFIG_DIR={config-dir}")
		if got, want := strings.Join(splitPOSIX(t, export.POSIX(filled)), "\n"), strings.Join(export.words(filled, fits), "\n"); got != want {
			t.Errorf("export reads as %q, want %q", got, want)
		}
		assigned, _ := strings.CutPrefix(export.PowerShell(filled), "$env:AZURE_CONFIG_DIR = ")
		if got := splitPowerShell(t, assigned); len(got) != 1 {
			t.Errorf("the value that PowerShell assigns reads as %q, want one word", got)
		}
	})
}

// splitPOSIX reads a line as sh does, of the few constructs that POSIX may write.
func splitPOSIX(t *testing.T, line string) []string {
	var words []string
	var word strings.Builder
	inside, escaped := false, false
	for _, r := range line + " " {
		switch {
		case escaped:
			escaped = false
			word.WriteRune(r)
		case r == '\'':
			inside = !inside
		case inside:
			word.WriteRune(r)
		case r == '\\':
			escaped = true
		case r == ' ':
			words = append(words, word.String())
			word.Reset()
		case strings.ContainsRune("\t\n;&|<>()$`\"*?[#~!{}", r):
			t.Fatalf("%q acts upon the shell in %q", r, line)
		default:
			word.WriteRune(r)
		}
	}
	if inside || escaped {
		t.Fatalf("a quote stays open in %q", line)
	}
	return words
}

// splitPowerShell reads a line as PowerShell does, of the few constructs that PowerShell may write.
func splitPowerShell(t *testing.T, line string) []string {
	const quotes = "'‘’‚‛"
	var words []string
	var word strings.Builder
	inside := false
	runes := []rune(line + " ")
	for i := 0; i < len(runes); i++ {
		r := runes[i]
		switch {
		case inside && strings.ContainsRune(quotes, r):
			if strings.ContainsRune(quotes, runes[i+1]) {
				i++
				word.WriteRune(runes[i])
			} else {
				inside = false
			}
		case inside:
			word.WriteRune(r)
		case strings.ContainsRune(quotes, r):
			inside = true
		case r == ' ':
			words = append(words, word.String())
			word.Reset()
		case strings.ContainsRune("\t\n;&|<>()$`\"@#{},", r):
			t.Fatalf("%q acts upon PowerShell in %q", r, line)
		default:
			word.WriteRune(r)
		}
	}
	if inside {
		t.Fatalf("a quote stays open in %q", line)
	}
	return words
}

func TestRemedies(t *testing.T) {
	forAll, forOne, forOther := Fix{Do: "All"}, Fix{Do: "One", For: forAz}, Fix{Do: "Other", For: forAzd}
	cause := &Cause{Fixes: []Fix{forOne, forOther, forAll}}
	for credential, want := range map[string][]Fix{forAz: {forOne, forAll}, forAzd: {forOther, forAll}, "environment": {forAll}, "": {forOne, forOther, forAll}} {
		if got := (Finding{Cause: cause, Credential: credential}).Remedies(); !slices.Equal(got, want) {
			t.Errorf("for %q: %v, want %v", credential, got, want)
		}
	}
	only := &Cause{Fixes: []Fix{forOne}}
	if got := (Finding{Cause: only, Credential: forAzd}).Remedies(); !slices.Equal(got, only.Fixes) {
		t.Errorf("with none that suits: %v, want all", got)
	}
}

func TestFindingHoles(t *testing.T) {
	finding := Finding{Cause: &Cause{Severity: Error}, Evidence: []Evidence{
		{Value: "first", Fills: "tenant"}, {Value: "second", Fills: "tenant"}, {Value: "", Fills: "scope"}, {Value: "plain"},
	}}
	if want := map[string]string{"tenant": "first"}; !maps.Equal(finding.Holes(), want) {
		t.Errorf("Holes() = %v, want %v", finding.Holes(), want)
	}
	if finding.Weight() != Error {
		t.Errorf("Weight() = %v, want the cause's", finding.Weight())
	}
	finding.Severity = Info
	if finding.Weight() != Info {
		t.Errorf("Weight() = %v, want the finding's own", finding.Weight())
	}
}
