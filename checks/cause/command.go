package cause

import (
	"regexp"
	"strings"
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
// in capitals (OBJECT_ID), never <angle brackets>, which a shell would read as a redirection. `unset NAME...` and
// `export NAME=VALUE` are written in each shell's own way.
type Command string

// Holes are the names a hole may have, each with a value of the right shape for tests and documentation.
var Holes = map[string]string{
	"address":        "203.0.113.7",
	"audience":       "api://AzureADTokenExchange",
	"certificate":    "/home/alice/app.pem",
	"client-id":      "22222222-2222-2222-2222-222222222222",
	"cloud":          "AzureUSGovernment",
	"config-dir":     "/home/alice/.azure",
	"credentials":    "dev",
	"file":           "/home/alice/.azure/azureProfile.json",
	"host":           "contoso-kv.vault.azure.net",
	"identity":       "/subscriptions/33333333-3333-3333-3333-333333333333/resourceGroups/contoso-rg/providers/Microsoft.ManagedIdentity/userAssignedIdentities/contoso-id",
	"issuer":         "https://oidc.contoso.example/",
	"object-id":      "44444444-4444-4444-4444-444444444444",
	"principal-type": "User",
	"resource":       "https://vault.azure.net",
	"resource-group": "contoso-rg",
	"scope":          "https://vault.azure.net/.default",
	"secret":         "db-password",
	"subject":        "repo:contoso/app:ref:refs/heads/main",
	"subscription":   "33333333-3333-3333-3333-333333333333",
	"tenant":         "11111111-1111-1111-1111-111111111111",
	"variable":       "AZURE_CLIENT_ID",
	"variables":      "AZURE_CLIENT_ID AZURE_CLIENT_SECRET",
	"value":          "value",
	"vault":          "contoso-kv",
	"vault-id":       "/subscriptions/33333333-3333-3333-3333-333333333333/resourceGroups/contoso-rg/providers/Microsoft.KeyVault/vaults/contoso-kv",
	"vm":             "contoso-vm",
}

var hole = regexp.MustCompile(`\{([a-z-]+)(\.\.\.)?\}`)

// HoleNames returns the names of the command's holes in order of appearance.
func (c Command) HoleNames() []string {
	var names []string
	for _, match := range hole.FindAllStringSubmatch(string(c), -1) {
		names = append(names, match[1])
	}
	return names
}

// POSIX returns the command for sh, bash and zsh with its holes filled and every word quoted where it must be.
func (c Command) POSIX(filled map[string]string) string {
	return c.render(filled, quotePOSIX, func(words []string) []string { return words })
}

// PowerShell returns the command for PowerShell 5.1 and later.
func (c Command) PowerShell(filled map[string]string) string {
	return c.render(filled, quotePowerShell, func(words []string) []string {
		switch words[0] {
		case "unset":
			for i := 1; i < len(words); i++ {
				words[i] = "Env:" + words[i]
			}
			return []string{"Remove-Item", strings.Join(words[1:], ", ")}
		case "export":
			name, value, _ := strings.Cut(strings.Join(words[1:], " "), "=")
			return []string{"$env:" + name, "=", "'" + strings.ReplaceAll(strings.Trim(value, "'"), "'", "''") + "'"}
		}
		return words
	})
}

func (c Command) render(filled map[string]string, quote func(string) string, dialect func([]string) []string) string {
	if c == "" {
		return ""
	}
	var words []string
	for _, word := range c.words(filled) {
		words = append(words, quote(word))
	}
	return strings.Join(dialect(words), " ")
}

// words splits the template and fills its holes; each result is one argument, unquoted.
func (c Command) words(filled map[string]string) []string {
	var words []string
	for _, part := range splitTemplate(string(c)) {
		if optional, ok := strings.CutPrefix(part, "["); ok {
			optional = strings.TrimSuffix(optional, "]")
			if allFilled(Command(optional), filled) {
				words = append(words, Command(optional).words(filled)...)
			}
			continue
		}
		if match := hole.FindStringSubmatch(part); match != nil && match[0] == part && match[2] != "" {
			words = append(words, strings.Fields(fill(part, filled))...)
			continue
		}
		words = append(words, fill(part, filled))
	}
	return words
}

// splitTemplate cuts a template into words and [optional parts]; double quotes are removed, brackets are kept.
func splitTemplate(template string) []string {
	var parts []string
	var part strings.Builder
	quoted, optional := false, false
	flush := func() {
		if part.Len() > 0 {
			parts = append(parts, part.String())
			part.Reset()
		}
	}
	for _, r := range template {
		switch {
		case r == '"' && !optional:
			quoted = !quoted
		case r == ' ' && !quoted && !optional:
			flush()
		case r == '[' && !quoted:
			optional = true
			part.WriteRune(r)
		case r == ']' && optional:
			optional = false
			part.WriteRune(r)
		default:
			part.WriteRune(r)
		}
	}
	flush()
	return parts
}

func allFilled(c Command, filled map[string]string) bool {
	for _, name := range c.HoleNames() {
		if filled[name] == "" {
			return false
		}
	}
	return true
}

func fill(word string, filled map[string]string) string {
	return hole.ReplaceAllStringFunc(word, func(match string) string {
		name := hole.FindStringSubmatch(match)[1]
		if value := filled[name]; value != "" {
			return value
		}
		return strings.ToUpper(strings.ReplaceAll(name, "-", "_"))
	})
}

var (
	plainPOSIX      = regexp.MustCompile(`^[A-Za-z0-9_@%+=:,./-]+$`)
	plainPowerShell = regexp.MustCompile(`^[A-Za-z0-9_+=:./-]+$`)
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
	return "'" + strings.ReplaceAll(word, "'", "''") + "'"
}
