package cause

import (
	"slices"
	"strings"
	"unicode"

	"azdoctor/checks/cause/lazyregexp"
)

// Command is a command line with {named} holes, as a catalogue entry writes it:
//
//	az login [--tenant {tenant}] [--scope {scope}]
//	az role assignment create --role "Key Vault Secrets User" --assignee-object-id {object-id} --scope {vault-id}
//	unset {variables...}
//	export AZURE_CLIENT_ID={client-id}
//
// Words are separated by spaces; double quotes hold a word together. A [bracketed] part is left out when one of its holes
// is not filled. {hole...} becomes one word for each space-separated value. A hole that nothing fills becomes its name
// in capitals (OBJECT_ID), never <angle brackets>, which a shell would read as a redirection. So does a hole whose value
// no honest evidence has: see fits. `unset NAME...` and `export NAME=VALUE` are written in each shell's own way.
type Command string

// Holes are the names a hole may have, each with a value of the right shape for tests and documentation.
var Holes = map[string]string{
	"address":         "203.0.113.7",
	"app":             "contoso-app",
	"audience":        "api://AzureADTokenExchange",
	"certificate":     "/home/alice/app.pem",
	"client-id":       "22222222-2222-2222-2222-222222222222",
	"cloud":           "AzureUSGovernment",
	"cloud-variable":  "AZURE_CLOUD_NAME",
	"config-dir":      "/home/alice/.azure",
	"credentials":     "dev",
	"file":            "/home/alice/.azure/azureProfile.json",
	"host":            "contoso-kv.vault.azure.net",
	"identity":        "/subscriptions/33333333-3333-3333-3333-333333333333/resourceGroups/contoso-rg/providers/Microsoft.ManagedIdentity/userAssignedIdentities/contoso-id",
	"issuer":          "https://oidc.contoso.example/",
	"no-proxy-hosts":  "localhost,169.254.169.254",
	"object-id":       "44444444-4444-4444-4444-444444444444",
	"other-tenant":    "66666666-6666-6666-6666-666666666666",
	"own-dir":         "/home/alice/.azure-job",
	"path":            "/home/alice/contoso.pem",
	"principal-type":  "User",
	"private-address": "10.1.2.3",
	"resource":        "https://vault.azure.net",
	"resource-group":  "contoso-rg",
	"scope":           "https://vault.azure.net/.default",
	"secret":          "db-password",
	"subject":         "repo:contoso/app:ref:refs/heads/main",
	"subscription":    "33333333-3333-3333-3333-333333333333",
	"tenant":          "11111111-1111-1111-1111-111111111111",
	"variable":        "AZURE_CLIENT_ID",
	"variables":       "AZURE_CLIENT_ID AZURE_CLIENT_SECRET",
	"value":           "value",
	"vault":           "contoso-kv",
	"vault-id":        "/subscriptions/33333333-3333-3333-3333-333333333333/resourceGroups/contoso-rg/providers/Microsoft.KeyVault/vaults/contoso-kv",
	"vm":              "contoso-vm",
}

var hole = lazyregexp.New(`\{([a-z-]+)(\.\.\.)?\}`)

// HoleNames returns the names of the command's holes in order of appearance.
func (c Command) HoleNames() []string {
	var names []string
	for _, match := range hole.FindAllStringSubmatch(string(c), -1) {
		names = append(names, match[1])
	}
	return names
}

// Complete reports whether the command can be typed as it stands: every hole outside an optional part is filled. {value}
// and {path} stand for what only the user knows, so they do not count.
func (c Command) Complete(filled map[string]string) bool {
	for _, part := range splitTemplate(string(c)) {
		for _, name := range Command(part.text).HoleNames() {
			if !part.optional && name != "value" && name != "path" && filled[name] == "" {
				return false
			}
		}
	}
	return true
}

// Missing returns the holes outside optional parts that stand as their names in capitals in what POSIX returns, each once.
func (c Command) Missing(filled map[string]string) []string {
	var missing []string
	for _, part := range splitTemplate(string(c)) {
		for _, name := range Command(part.text).HoleNames() {
			if !part.optional && (filled[name] == "" || !fits(name, filled[name])) && !slices.Contains(missing, name) {
				missing = append(missing, name)
			}
		}
	}
	return missing
}

// Placeholder is what stands in a command for a hole that nothing fills: its name in capitals.
func Placeholder(hole string) string { return strings.ToUpper(strings.ReplaceAll(hole, "-", "_")) }

// POSIX returns the command for sh, bash and zsh with its holes filled and every word quoted where it must be; "" for "".
func (c Command) POSIX(filled map[string]string) string {
	words := c.words(filled, fits)
	quoted := make([]string, len(words))
	for i, word := range words {
		quoted[i] = quotePOSIX(word)
	}
	if len(words) == 2 && words[0] == "export" {
		name, value, _ := strings.Cut(words[1], "=")
		quoted[1] = name + "=" + quotePOSIX(value)
	}
	return strings.Join(quoted, " ")
}

// PowerShell returns the command for PowerShell 5.1 and later; "" for "".
func (c Command) PowerShell(filled map[string]string) string {
	words := c.words(filled, fitsPowerShell)
	if len(words) == 0 {
		return ""
	}
	switch words[0] {
	case "unset":
		return "Remove-Item -ErrorAction SilentlyContinue Env:" + strings.Join(words[1:], ", Env:")
	case "export":
		name, value, _ := strings.Cut(words[1], "=")
		return "$env:" + name + " = '" + escapePowerShell(value) + "'"
	case "curl":
		words[0] = "curl.exe" // in Windows PowerShell curl is another command
	}
	for i, word := range words {
		words[i] = quotePowerShell(word)
	}
	return strings.Join(words, " ")
}

// words splits the template and fills its holes with the values that fit; each result is one argument, unquoted.
func (c Command) words(filled map[string]string, fit func(hole, value string) bool) []string {
	value := func(name string) string {
		if v := filled[name]; v != "" && fit(name, v) {
			return v
		}
		return ""
	}
	var words []string
	for _, part := range splitTemplate(string(c)) {
		match := hole.FindStringSubmatch(part.text)
		switch {
		case part.optional:
			unfilled := func(name string) bool { return value(name) == "" }
			if !slices.ContainsFunc(Command(part.text).HoleNames(), unfilled) {
				words = append(words, Command(part.text).words(filled, fit)...)
			}
		case match != nil && match[0] == part.text && match[2] != "":
			words = append(words, strings.Fields(fill(part.text, value))...)
		default:
			words = append(words, fill(part.text, value))
		}
	}
	return words
}

// templatePart is a word of a template, or the inside of a [bracketed] part.
type templatePart struct {
	text     string
	optional bool
}

// splitTemplate cuts a template into its parts; the double quotes around words and the brackets are removed.
func splitTemplate(template string) []templatePart {
	var parts []templatePart
	var text strings.Builder
	quoted, optional := false, false
	flush := func() {
		if text.Len() > 0 {
			parts = append(parts, templatePart{text.String(), optional})
			text.Reset()
		}
	}
	for _, r := range template {
		switch {
		case r == '"' && !optional:
			quoted = !quoted
		case r == ' ' && !quoted && !optional:
			flush()
		case r == '[' && !quoted && !optional && text.Len() == 0:
			optional = true
		case r == ']' && optional:
			flush()
			optional = false
		default:
			text.WriteRune(r)
		}
	}
	flush()
	return parts
}

// fill replaces the holes of a word by their values, or by their names in capitals where value gives "".
func fill(word string, value func(name string) string) string {
	return hole.ReplaceAllStringFunc(word, func(match string) string {
		name := hole.FindStringSubmatch(match)[1]
		if v := value(name); v != "" {
			return v
		}
		return Placeholder(name)
	})
}

var variableNames = lazyregexp.New(`^[A-Za-z_][A-Za-z0-9_]*( +[A-Za-z_][A-Za-z0-9_]*)*$`)

// fits reports whether a value may stand in a command: whatever a value holds, it stays one argument, and neither an
// option nor something that a terminal acts upon.
func fits(hole, value string) bool {
	if hole == "variable" || hole == "variables" {
		return variableNames.MatchString(value)
	}
	return strings.TrimSpace(value) != "" && !strings.HasPrefix(value, "-") && !strings.ContainsFunc(value, unprintable)
}

// unprintable reports characters that a terminal acts upon when they are pasted, or that hide or reorder others.
func unprintable(r rune) bool {
	return !unicode.IsPrint(r) || r == unicode.ReplacementChar
}

// fitsPowerShell is fits for PowerShell, which hands a quoted argument on to cmd for programs such as az.cmd, where these
// characters act again.
func fitsPowerShell(hole, value string) bool {
	return fits(hole, value) && !strings.ContainsAny(value, "\"&|<>^%!`")
}

// Words of these characters mean themselves in the shell. A leading = is an expansion in zsh.
var (
	plainPOSIX      = lazyregexp.New(`^[A-Za-z0-9_@%+:,./-][A-Za-z0-9_@%+=:,./-]*$`)
	plainPowerShell = lazyregexp.New(`^[A-Za-z0-9_+=:./-]+$`)
)

func quotePOSIX(word string) string {
	if plainPOSIX.MatchString(word) {
		return word
	}
	return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
}

func quotePowerShell(word string) string {
	if plainPowerShell.MatchString(word) {
		return word
	}
	return "'" + escapePowerShell(word) + "'"
}

// escapePowerShell doubles what ends a single-quoted string; PowerShell takes typographic quotes for quotes too.
// learn.microsoft.com/powershell/module/microsoft.powershell.core/about/about_quoting_rules, read 2026-11-22.
func escapePowerShell(value string) string {
	return strings.NewReplacer("'", "''", "‘", "‘‘", "’", "’’", "‚", "‚‚", "‛", "‛‛").Replace(value)
}
