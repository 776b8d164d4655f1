package checks

import (
	"cmp"
	"net/url"
	"strings"
)

// Target is what a run aims at: the request, completed from the environment and from az's settings.
type Target struct {
	// Cloud in use, and where that was learnt ("--cloud", a variable, "az", "the vault's name", "default").
	Cloud       Cloud
	CloudSource string
	// Vaults to open, in the order named, without doubles.
	Vaults []VaultName
	// Scope to ask tokens for.
	Scope string
	// Tenant that was asked for by --tenant; "" where it was not.
	Tenant string
	// ClientID of the user-assigned identity to ask for; "" means the system-assigned one. ClientIDSource is the flag or
	// variable that named it.
	ClientID, ClientIDSource string
}

// VaultName is a vault as it was named.
type VaultName struct {
	// Given is the value as given, Source the flag or variable that gave it.
	Given, Source string
	// Name is the vault's short name, Host its host name. Both are "" where Given cannot be a vault.
	Name, Host string
	// WasURL tells a URL from a name.
	WasURL bool
	// HSM tells a managed HSM from a vault.
	HSM bool
}

// VaultVariables are the variables that name a vault, first match first: --vault's stand-ins. They are conventions of
// documentation and templates; no SDK reads one.
var VaultVariables = []string{"AZURE_KEYVAULT_NAME", "AZURE_KEYVAULT_URL", "KEY_VAULT_NAME", "KEY_VAULT_URL", "AZURE_KEY_VAULT_NAME", "AZURE_KEY_VAULT_ENDPOINT"}

// Target resolves what this run aims at. It reads az's settings for the cloud.
func (s *Session) Target() Target {
	environment, _ := s.environment.get(s.tokens.asked.state.ctx, struct{}{})
	azureCLI, _ := s.azureCLI.get(s.tokens.asked.state.ctx, struct{}{})
	return resolveTarget(s.Request, environment, azureCLI)
}

// Target resolves what the run aimed at, from its observations.
func (o *Observations) Target() Target { return resolveTarget(o.Request, o.Environment, o.AzureCLI) }

func resolveTarget(request Request, environment *EnvironmentFacts, azureCLI *AzureCLIFacts) Target {
	t := Target{Tenant: request.Tenant}
	t.Cloud, t.CloudSource = resolveCloud(request, environment, azureCLI)
	given := map[string]string{}
	for _, vault := range request.Vaults {
		t.addVault(vault, "--vault", given)
	}
	if len(t.Vaults) == 0 {
		for _, variable := range VaultVariables {
			if value := strings.TrimSpace(environment.Value(variable)); value != "" {
				t.addVault(value, variable, given)
				break
			}
		}
	}
	switch {
	case request.Scope != "":
		t.Scope = request.Scope
	case len(t.Vaults) > 0 && t.Vaults[0].Host != "":
		t.Scope = t.Vaults[0].Scope()
	default:
		t.Scope = t.Cloud.ManagementScope()
	}
	t.ClientID, t.ClientIDSource = request.ClientID, "--client-id"
	for _, variable := range []string{"AZURE_USER_ASSIGNED_IDENTITY", "AZURE_CLIENT_ID"} {
		if t.ClientID == "" {
			t.ClientID, t.ClientIDSource = strings.TrimSpace(environment.Value(variable)), variable
		}
	}
	if t.ClientID == "" {
		t.ClientIDSource = ""
	}
	return t
}

func (t *Target) addVault(given, source string, seen map[string]string) {
	vault := ParseVault(given, source, t.Cloud)
	key := strings.ToLower(cmp.Or(vault.Host, given))
	if seen[key] == "" {
		seen[key] = source
		t.Vaults = append(t.Vaults, vault)
	}
}

// resolveCloud follows --cloud, then AZURE_AUTHORITY_HOST, then the first vault's URL, then ARM_ENVIRONMENT, then az.
func resolveCloud(request Request, environment *EnvironmentFacts, azureCLI *AzureCLIFacts) (Cloud, string) {
	if named := CloudNamed(request.Cloud); named != nil {
		return *named, "--cloud"
	}
	if authority, err := url.Parse(strings.TrimSpace(environment.Value("AZURE_AUTHORITY_HOST"))); err == nil {
		if known := CloudOfAuthority(authority.Hostname()); known != nil {
			return *known, "AZURE_AUTHORITY_HOST"
		}
	}
	named := request.Vaults
	for _, variable := range VaultVariables {
		named = append(named[:len(named):len(named)], environment.Value(variable))
	}
	for _, vault := range named {
		if known := CloudOfVault(hostOf(vault)); known != nil {
			return *known, "the vault's host name"
		}
	}
	if azureCLI != nil {
		if known := CloudNamed(azureCLI.Cloud); known != nil && azureCLI.CloudSource != "" {
			return *known, azureCLI.CloudSource
		}
	}
	return Clouds[0], "default"
}

// hostOf returns the host of a URL or of a bare host name, lower case; "" where there is none.
func hostOf(value string) string {
	value = strings.ToLower(strings.TrimSpace(value))
	if !strings.Contains(value, "://") {
		value = "https://" + value
	}
	parsed, err := url.Parse(value)
	if err != nil {
		return ""
	}
	return parsed.Hostname()
}

// ParseVault reads a vault's name, host name or URL, within a cloud. Name and Host stay empty where the value cannot be a
// vault: 3 to 24 letters, digits and hyphens, a letter first, no hyphen last and no two together.
// https://learn.microsoft.com/azure/key-vault/general/about-keys-secrets-certificates#vault-name-and-object-name, read 2026-11-22.
func ParseVault(given, source string, in Cloud) VaultName {
	vault := VaultName{Given: given, Source: source, WasURL: strings.Contains(given, ".") || strings.Contains(given, "/")}
	name := strings.ToLower(strings.TrimSpace(given))
	if vault.WasURL {
		host := hostOf(given)
		known := CloudOfVault(host)
		if known == nil {
			return vault
		}
		in = *known
		name, vault.HSM = strings.CutSuffix(host, in.HSMSuffix)
		name = strings.TrimSuffix(name, in.VaultSuffix)
	}
	if !validVaultName(name) {
		return vault
	}
	vault.Name = name
	vault.Host = name + in.VaultSuffix
	if vault.HSM {
		vault.Host = name + in.HSMSuffix
	}
	return vault
}

func validVaultName(name string) bool {
	if len(name) < 3 || len(name) > 24 || strings.Contains(name, "--") || strings.HasSuffix(name, "-") {
		return false
	}
	for i, r := range name {
		letter := r >= 'a' && r <= 'z'
		if !letter && (i == 0 || r != '-' && (r < '0' || r > '9')) {
			return false
		}
	}
	return true
}

// Scope is the scope of the vault's tokens.
func (v VaultName) Scope() string {
	if known := CloudOfVault(v.Host); known != nil {
		if v.HSM {
			return "https://" + strings.TrimPrefix(known.HSMSuffix, ".") + "/.default"
		}
		return known.VaultScope()
	}
	return Clouds[0].VaultScope()
}
