package checks

import (
	"cmp"
	"net/url"
	"strings"
	"unicode"

	"azdoctor/checks/cause/lazyregexp"
)

// Target is what a run aims at: the request, completed from the environment and from az's settings.
type Target struct {
	// Cloud in use, and what said so: "--cloud", "--vault", a variable, the source of az's setting, or "default".
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
	// WasURL tells a URL or host name from a name or resource ID.
	WasURL bool
	// HSM tells a managed HSM from a vault.
	HSM bool
}

// VaultVariables are the variables that name a vault, first match first: --vault's stand-ins. They are conventions of
// documentation and templates; no SDK reads one.
var VaultVariables = []string{"AZURE_KEYVAULT_NAME", "AZURE_KEYVAULT_URL", "KEY_VAULT_NAME", "KEY_VAULT_URL", "AZURE_KEY_VAULT_NAME", "AZURE_KEY_VAULT_ENDPOINT"}

// Target resolves what this run aims at. It reads az's settings for the cloud.
func (s *Session) Target() Target {
	environment, _ := s.environment.await(struct{}{})
	azureCLI, _ := s.azureCLI.await(struct{}{})
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
			if _, value := unwrap(environment.Value(variable)); value != "" {
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
	t.ClientID, t.ClientIDSource = resolveClientID(request, environment)
	return t
}

// resolveClientID follows --client-id, AZURE_USER_ASSIGNED_IDENTITY, AZURE_CLIENT_ID. Only the last is read by SDKs.
func resolveClientID(request Request, environment *EnvironmentFacts) (id, source string) {
	if request.ClientID != "" {
		return request.ClientID, "--client-id"
	}
	for _, variable := range []string{"AZURE_USER_ASSIGNED_IDENTITY", "AZURE_CLIENT_ID"} {
		if _, id := unwrap(environment.Value(variable)); id != "" {
			return id, variable
		}
	}
	return "", ""
}

func (t *Target) addVault(given, source string, seen map[string]string) {
	vault := ParseVault(given, source, t.Cloud)
	key := strings.ToLower(cmp.Or(vault.Host, given))
	if seen[key] == "" {
		seen[key] = source
		t.Vaults = append(t.Vaults, vault)
	}
}

// resolveCloud follows --cloud, AZURE_AUTHORITY_HOST, the vault's host name, ARM_ENVIRONMENT, az. The variables that
// name a vault all count where --vault names none: one may hold the name alone, and another the URL that tells its cloud.
func resolveCloud(request Request, environment *EnvironmentFacts, azureCLI *AzureCLIFacts) (Cloud, string) {
	if named := CloudNamed(request.Cloud); named != nil {
		return *named, "--cloud"
	}
	if known := CloudOfAuthority(hostOf(environment.Value("AZURE_AUTHORITY_HOST"))); known != nil {
		return *known, "AZURE_AUTHORITY_HOST"
	}
	for _, vault := range request.Vaults {
		if known := CloudOfVault(hostOf(vault)); known != nil {
			return *known, "--vault"
		}
	}
	if len(request.Vaults) == 0 {
		for _, variable := range VaultVariables {
			if known := CloudOfVault(hostOf(environment.Value(variable))); known != nil {
				return *known, variable
			}
		}
	}
	if known := CloudNamed(strings.TrimSpace(environment.Value("ARM_ENVIRONMENT"))); known != nil {
		return *known, "ARM_ENVIRONMENT"
	}
	if azureCLI != nil && azureCLI.CloudSource != "" {
		if known := CloudNamed(azureCLI.Cloud); known != nil {
			return *known, azureCLI.CloudSource
		}
	}
	return Clouds[0], "default"
}

// hostOf returns the host of a URL or of a bare host name, in lower case and without the dot of a full name, whatever
// white space and quotation marks surround it; "" where there is none, or one that is not ASCII.
func hostOf(value string) string {
	_, value = unwrap(value)
	if !strings.Contains(value, "://") {
		value = "https://" + value
	}
	parsed, err := url.Parse(value)
	if err != nil || strings.ContainsFunc(parsed.Hostname(), func(r rune) bool { return r > unicode.MaxASCII }) {
		return ""
	}
	return strings.TrimSuffix(strings.ToLower(parsed.Hostname()), ".")
}

// ParseVault reads a vault's name, host name, URL (its own or one of a secret in it) or Azure resource ID, within a cloud.
// Name and Host stay empty where the value cannot be a vault: 3 to 24 letters, digits and hyphens, a letter first, no
// hyphen last and no two together.
// https://learn.microsoft.com/azure/key-vault/general/about-keys-secrets-certificates#vault-name-and-object-name, read 2026-11-22.
func ParseVault(given, source string, in Cloud) VaultName {
	vault := VaultName{Given: given, Source: source}
	_, name := unwrap(given)
	if id := resourceID.FindStringSubmatch(name); id != nil {
		name, vault.HSM = id[2], strings.EqualFold(id[1], "managedHSMs")
	} else if vault.WasURL = strings.ContainsAny(name, "./"); vault.WasURL {
		host := hostOf(name)
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
	vault.Name = strings.ToLower(name)
	vault.Host = vault.Name + in.VaultSuffix
	if vault.HSM {
		vault.Host = vault.Name + in.HSMSuffix
	}
	return vault
}

// resourceID matches the Azure resource ID of a vault or of a managed HSM.
var resourceID = lazyregexp.New(`(?i)^/subscriptions/[^/]+/resourceGroups/[^/]+/providers/Microsoft\.KeyVault/(vaults|managedHSMs)/([^/]+)/?$`)

func validVaultName(name string) bool {
	if len(name) < 3 || len(name) > 24 || strings.Contains(name, "--") || strings.HasSuffix(name, "-") {
		return false
	}
	for i, r := range name {
		letter := r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
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
