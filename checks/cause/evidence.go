package cause

import (
	"slices"
	"strings"

	"azdoctor/checks/cause/lazyregexp"
)

const guid = `([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12})`

// toolApplication is the application that az and azd sign users in with.
// azure-cli 2.45.0 azure/cli/core/auth/identity.py, read 2026-11-22.
const toolApplication = "04b07795-8ddb-461a-bbee-02f9e1bf7b46"

// particulars are what texts tell beside their cause. Of several for one hole the first that matches counts.
var particulars = []struct {
	name    string
	fills   string
	pattern *lazyregexp.Regexp
	only    []*Cause // the causes that it is evidence for; none: all
}{
	{"tenant of the vault", "tenant", lazyregexp.New(`Expected one of https://sts\.windows\.net/` + guid), []*Cause{KeyVaultTenantWrong}},
	{"tenant of the token", "", lazyregexp.New(`found:? https://sts\.windows\.net/` + guid), []*Cause{KeyVaultTenantWrong}},
	{"tenant of the resource", "tenant", lazyregexp.New(`must match (?:the tenant|one of the tenants) '?https://sts\.windows\.net/` + guid), []*Cause{TenantWrong}},
	{"tenant asked for", "tenant", lazyregexp.New(`acquire tokens for tenant "?` + guid), []*Cause{TenantNotAllowed}},
	{"tenant asked for", "", lazyregexp.New(`Tenant '([^'\s]{1,100})' not found`), []*Cause{TenantNotFound, CloudWrong}},
	{"tenant asked for", "", lazyregexp.New(`tenant identifier '([^'\s]{1,100})'`), []*Cause{TenantMalformed}},
	{"tenant of the caller", "tenant", lazyregexp.New(`iss=https://sts\.windows\.net/` + guid), nil},
	{"tenant asked", "tenant", lazyregexp.New(`https://login\.[a-z.]+/` + guid), rightTenant},
	{"vault", "vault-id", lazyregexp.New(`(?i)(/subscriptions/[0-9a-zA-Z-]{1,64}/resourcegroups/[\w.()-]{1,90}/providers/microsoft\.keyvault/vaults/[A-Za-z0-9-]{3,24})`), nil},
	{"name of the vault", "vault", lazyregexp.New(`(?i)vault:? '?([A-Za-z0-9-]{3,24});location=`), nil},
	{"name of the vault", "vault", lazyregexp.New(`(?i)https://([A-Za-z0-9-]{3,24})\.vault\.[a-z.]+`), nil},
	{"name of the vault", "vault", lazyregexp.New(`(?i)lookup ([A-Za-z0-9-]{3,24})\.vault\.[a-z.]+`), nil},
	{"secret", "secret", lazyregexp.New(`(?i)(?:/vaults/[A-Za-z0-9-]{3,24}|vault\.[a-z.]{5,40})/secrets/([A-Za-z0-9-]{1,127})`), nil},
	{"secret", "secret", lazyregexp.New(`A secret with \(name/id\) ([A-Za-z0-9-]{1,127})`), nil},
	{"action refused", "", lazyregexp.New(`Action: '([A-Za-z./]{1,100})'`), nil},
	{"permission refused", "", lazyregexp.New(`does not have (\w+ \w+) permission on key vault`), nil},
	{"object ID of the caller", "object-id", lazyregexp.New(`oid=` + guid), nil},
	{"object ID of the caller", "object-id", lazyregexp.New(`with object id '` + guid), nil},
	{"application of the caller", "", lazyregexp.New(`appid=` + guid), nil},
	{"address that the vault saw", "address", lazyregexp.New(`(?i)client address: ([0-9a-f.:]{3,45}[0-9a-f])`), []*Cause{KeyVaultFirewall}},
	{"audience of the token", "", lazyregexp.New(`AKV10022[^\n]{0,200}?found: ?([^\s"]{1,200}[^\s".])`), nil},
	{"application", "client-id", lazyregexp.New(`(?i)app(?:lication)?(?: with identifier| with id| id)? '` + guid), nil},
	{"application", "client-id", lazyregexp.New(`(?i)the client(?: application)? '?` + guid + `'?(?:\([^)\n]{1,100}\))? (?:has no configured|is missing service principal)`), []*Cause{FederatedCredentialMissing, AppNotFoundInTenant}},
	{"directory asked", "", lazyregexp.New(`was not found in the directory '([^'\n]{1,100})'`), []*Cause{AppNotFoundInTenant, EnvMalformed}},
	{"issuer offered", "issuer", lazyregexp.New(`(?i)assertion issuer:? '([^'\s]{1,300})'`), nil},
	{"subject offered", "subject", lazyregexp.New(`(?i)assertion subject:? '([^'\n]{1,300})'`), nil},
	{"issuer offered", "issuer", lazyregexp.New(`Federated token details:\s+issuer - ([^\s*]{1,300})`), nil},
	{"subject offered", "subject", lazyregexp.New(`Federated token details:\s+issuer - \S+\s+subject claim - ([^\s*]{1,300})`), nil},
	{"audience offered", "audience", lazyregexp.New(`(?i)assertion audience:? '([^'\s]{1,300})'`), nil},
	{"resource asked for", "resource", lazyregexp.New(`resource principal named ([^\s]{1,200}) was`), nil},
	{"scope asked for", "scope", lazyregexp.New(`(?:az|azd auth) login[^\n]{0,120}? --scope "?([A-Za-z0-9.:/_-]{1,200}/\.default)`), nil},
	{"variable", "variable", lazyregexp.New(`(?i)missing (?:required )?environment variable (?:either )?((?:AZURE|ARM|SYSTEM)_[A-Z_]{3,60})`), nil},
	{"variable", "variable", lazyregexp.New(`(?:KeyError: '|set the environment variable |the following keys do not have values: )((?:AZURE|ARM)_[A-Z_]{3,60})`), nil},
	{"variable", "variable", lazyregexp.New(`([A-Z_]{3,60}) environment variable is not set`), nil},
	{"certificate file", "certificate", lazyregexp.New(`failed to (?:read certificate file|parse) "([^"\n]{1,300})"`), []*Cause{CertificateUnreadable}},
	{"token file", "file", lazyregexp.New(`open ([^\s:]{1,300}): `), []*Cause{FederatedTokenFileMissing}},
	{"token file", "file", lazyregexp.New(`No such file or directory: '([^'\n]{1,300})'`), []*Cause{FederatedTokenFileMissing}},
	{"folder of az", "config-dir", lazyregexp.New(`(?:file |')([^\s']{1,300})[/\\]azureProfile\.json`), []*Cause{CLIConfigCorrupt}},
	{"client ID asked for", "client-id", lazyregexp.New(`client_id=` + guid), []*Cause{IdentityNotAssigned}},
	{"private address of the vault", "private-address", privateVault, []*Cause{KeyVaultPrivateDNS}},
	{"subscription asked for", "", lazyregexp.New(`(?i)subscription (?:of )?'([^'\n]{1,100})'`), []*Cause{SubscriptionNotFound}},
	{"correlation ID", "", lazyregexp.New(`(?i)correlation[ _]?id["']?: ?["']?` + guid), nil},
	{"time of the answer", "", lazyregexp.New(`(?i)timestamp["']?: ?["']?([0-9]{4}-[0-9]{2}-[0-9]{2} [0-9:]{8}Z)`), nil},
}

// rightTenant are the causes whose text names a tenant that a new sign-in should go to. In others the tenant that was
// asked may be what is wrong.
var rightTenant = []*Cause{
	RefreshTokenExpired, RefreshTokenRevoked, MFARequired, ClaimsChallengeRequired, ExternalChallengeRequired, ConditionalAccessBlocked, ConditionalAccessDevice,
	ConditionalAccessTokenProtection, PasswordWrong, PasswordExpired, ConsentRequired, UserNotAssignedToApp, ClientSecretWrong, ClientSecretExpired,
	CLITokenCacheMissingAccount, DeviceCodeExpired, ADFSRejected,
}

// told returns what the text tells for each of particulars; "" where it tells nothing.
func (p part) told() []string {
	values := make([]string, len(particulars))
	for i, particular := range particulars {
		if match := particular.pattern.FindStringSubmatch(p.text); match != nil && !(particular.fills == "client-id" && match[1] == toolApplication) {
			values[i] = match[1]
		}
	}
	return values
}

// evidence returns what the text tells beside the cause itself, of the values that told returned.
func (p part) evidence(cause *Cause, codes, told []string) []Evidence {
	var evidence []Evidence
	add := func(e Evidence) {
		known := func(k Evidence) bool { return k.Name == e.Name || e.Fills != "" && k.Fills == e.Fills }
		if e.Value != "" && !slices.ContainsFunc(evidence, known) {
			evidence = append(evidence, e)
		}
	}
	for _, code := range codes {
		if p.refine(code) == cause {
			add(Evidence{Name: "error code", Value: code})
		}
	}
	for i, particular := range particulars {
		if particular.only == nil || slices.Contains(particular.only, cause) {
			add(Evidence{Name: particular.name, Value: told[i], Fills: particular.fills})
		}
	}
	if strings.Contains(p.plain, "appid="+toolApplication) {
		add(Evidence{Name: "kind of the caller", Value: "User", Fills: "principal-type"})
	}
	if slices.Contains(aboutHosts, cause) {
		add(Evidence{Name: "host", Value: p.host(), Fills: "host"})
	}
	return evidence
}

// aboutHosts are the causes for which it matters which host did not answer.
var aboutHosts = append([]*Cause{KeyVaultNotFound, KeyVaultUnreachable, KeyVaultPrivateDNS, EntraUnavailable, EntraThrottled, CloudWrong}, network...)
