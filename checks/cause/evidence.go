package cause

import (
	"regexp"
	"slices"
	"strings"
)

const guid = `([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12})`

// toolApplication is the application that az and azd sign users in with.
// azure-cli 2.45.0 azure/cli/core/auth/identity.py, read 2026-11-22.
const toolApplication = "04b07795-8ddb-461a-bbee-02f9e1bf7b46"

// particulars are what texts tell beside their cause. Of several for one hole the first that matches counts.
var particulars = []struct {
	name    string
	fills   string
	pattern *regexp.Regexp
	only    []*Cause // the causes that it is evidence for; none: all
}{
	{"tenant of the vault", "tenant", regexp.MustCompile(`Expected one of https://sts\.windows\.net/` + guid), []*Cause{KeyVaultTenantWrong}},
	{"tenant of the token", "", regexp.MustCompile(`found:? https://sts\.windows\.net/` + guid), []*Cause{KeyVaultTenantWrong}},
	{"tenant of the resource", "tenant", regexp.MustCompile(`must match (?:the tenant|one of the tenants) '?https://sts\.windows\.net/` + guid), []*Cause{TenantWrong}},
	{"tenant asked for", "tenant", regexp.MustCompile(`acquire tokens for tenant "?` + guid), []*Cause{TenantNotAllowed}},
	{"tenant asked for", "", regexp.MustCompile(`Tenant '([^'\s]{1,100})' not found`), []*Cause{TenantNotFound, CloudWrong}},
	{"tenant asked for", "", regexp.MustCompile(`tenant identifier '([^'\s]{1,100})'`), []*Cause{TenantMalformed}},
	{"tenant of the caller", "tenant", regexp.MustCompile(`iss=https://sts\.windows\.net/` + guid), nil},
	{"tenant asked", "tenant", regexp.MustCompile(`https://login\.[a-z.]+/` + guid), rightTenant},
	{"vault", "vault-id", regexp.MustCompile(`(?i)(/subscriptions/[0-9a-zA-Z-]{1,64}/resourcegroups/[\w.()-]{1,90}/providers/microsoft\.keyvault/vaults/[A-Za-z0-9-]{3,24})`), nil},
	{"name of the vault", "vault", regexp.MustCompile(`(?i)vault:? '?([A-Za-z0-9-]{3,24});location=`), nil},
	{"name of the vault", "vault", regexp.MustCompile(`(?i)https://([A-Za-z0-9-]{3,24})\.vault\.[a-z.]+`), nil},
	{"name of the vault", "vault", regexp.MustCompile(`(?i)lookup ([A-Za-z0-9-]{3,24})\.vault\.[a-z.]+`), nil},
	{"secret", "secret", regexp.MustCompile(`(?i)(?:/vaults/[A-Za-z0-9-]{3,24}|vault\.[a-z.]{5,40})/secrets/([A-Za-z0-9-]{1,127})`), nil},
	{"secret", "secret", regexp.MustCompile(`A secret with \(name/id\) ([A-Za-z0-9-]{1,127})`), nil},
	{"action refused", "", regexp.MustCompile(`Action: '([A-Za-z./]{1,100})'`), nil},
	{"permission refused", "", regexp.MustCompile(`does not have (\w+ \w+) permission on key vault`), nil},
	{"object ID of the caller", "object-id", regexp.MustCompile(`oid=` + guid), nil},
	{"object ID of the caller", "object-id", regexp.MustCompile(`with object id '` + guid), nil},
	{"application of the caller", "", regexp.MustCompile(`appid=` + guid), nil},
	{"address that the vault saw", "address", regexp.MustCompile(`(?i)client address: ([0-9a-f.:]{3,45}[0-9a-f])`), []*Cause{KeyVaultFirewall}},
	{"audience of the token", "", regexp.MustCompile(`AKV10022[^\n]{0,200}?found: ?([^\s"]{1,200}[^\s".])`), nil},
	{"application", "client-id", regexp.MustCompile(`(?i)app(?:lication)?(?: with identifier| with id)? '` + guid), nil},
	{"issuer offered", "issuer", regexp.MustCompile(`(?i)assertion issuer:? '([^'\s]{1,300})'`), nil},
	{"subject offered", "subject", regexp.MustCompile(`(?i)assertion subject:? '([^'\n]{1,300})'`), nil},
	{"audience offered", "audience", regexp.MustCompile(`(?i)assertion audience:? '([^'\s]{1,300})'`), nil},
	{"resource asked for", "resource", regexp.MustCompile(`resource principal named ([^\s]{1,200}) was`), nil},
	{"scope asked for", "scope", regexp.MustCompile(`(?:az|azd auth) login[^\n]{0,120}? --scope "?([A-Za-z0-9.:/_-]{1,200}/\.default)`), nil},
	{"variable", "variable", regexp.MustCompile(`missing environment variable ([A-Z_]{3,60})`), nil},
	{"variable", "variable", regexp.MustCompile(`([A-Z_]{3,60}) environment variable is not set`), nil},
	{"certificate file", "certificate", regexp.MustCompile(`failed to (?:read certificate file|parse) "([^"\n]{1,300})"`), []*Cause{CertificateUnreadable}},
	{"token file", "file", regexp.MustCompile(`open ([^\s:]{1,300}): `), []*Cause{FederatedTokenFileMissing}},
	{"token file", "file", regexp.MustCompile(`No such file or directory: '([^'\n]{1,300})'`), []*Cause{FederatedTokenFileMissing}},
	{"folder of az", "config-dir", regexp.MustCompile(`(?:file |')([^\s']{1,300})[/\\]azureProfile\.json`), []*Cause{CLIConfigCorrupt}},
	{"client ID asked for", "", regexp.MustCompile(`client_id=` + guid), []*Cause{IdentityNotAssigned}},
	{"subscription asked for", "", regexp.MustCompile(`(?i)subscription (?:of )?'([^'\n]{1,100})'`), []*Cause{SubscriptionNotFound}},
	{"correlation ID", "", regexp.MustCompile(`(?i)correlation[ _]?id["']?: ?["']?` + guid), nil},
	{"time of the answer", "", regexp.MustCompile(`(?i)timestamp["']?: ?["']?([0-9]{4}-[0-9]{2}-[0-9]{2} [0-9:]{8}Z)`), nil},
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
var aboutHosts = append([]*Cause{KeyVaultNotFound, KeyVaultUnreachable, EntraUnavailable, EntraThrottled, CloudWrong}, network...)
