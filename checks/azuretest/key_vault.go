package azuretest

import (
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Vault is a Key Vault. The zero value but for a Name is a vault of Contoso with roles, that everybody reaches and nobody may use.
type Vault struct {
	// Name is its short name. Its host is Host, or Name + ".vault.azure.net".
	Name, Host string
	// TenantID is the tenant it trusts; "" means TenantID.
	TenantID string
	// Location is its region; "" means "westeurope".
	Location string
	// Permissions are what each object ID may do: "get", "list".
	Permissions map[string][]string
	// AccessPolicies says that permissions are access policies; otherwise they are role assignments.
	AccessPolicies bool
	// Secrets are what it holds; their values carry the canary.
	Secrets []Secret
	// Firewall refuses ClientAddress, but for the anonymous call.
	Firewall bool
	// FirewallAnonymous refuses the anonymous call too, where Firewall or PublicAccessDisabled does.
	FirewallAnonymous bool
	// PublicAccessDisabled refuses whoever does not come over a private endpoint.
	PublicAccessDisabled bool
	// ClientAddress is what it says the caller's address is; "" means ClientAddress.
	ClientAddress string
	// Addresses are what its name resolves to; none: one public address. For no name at all see Fault NotFound.
	Addresses []string
	// PrivateLink says that its name exists in the zone of private endpoints too (privatelink.vaultcore.azure.net).
	PrivateLink bool
	// LoginHost is the sign-in host in its challenge; "" means login.microsoftonline.com.
	LoginHost string
	// Audience is the resource in its challenge and what it accepts; "" follows from its host: "https://vault.azure.net".
	Audience string
	// Fault is the whole host's; Delay is before every answer.
	Fault Fault
	Delay time.Duration
	// TokenFault is what requests with a token are answered: Throttled, Status(503), ...
	TokenFault Fault
}

// Secret is a secret of a vault.
type Secret struct {
	Name string
	// Disabled refuses to read it.
	Disabled bool
	// Deleted has it soft-deleted: it is not found.
	Deleted bool
	// Value is what it holds, after the canary.
	Value string
}

// AllPermissions are what azdoctor asks of a vault.
var AllPermissions = []string{"get", "list"}

// AddVault adds a vault, or replaces the one at its host.
func (a *Azure) AddVault(v Vault) {
	v.Host = strings.ToLower(or(v.Host, v.Name+".vault.azure.net"))
	name, suffix, _ := strings.Cut(v.Host, ".")
	v.Name = or(v.Name, name)
	v.Audience = or(v.Audience, "https://"+suffix)
	v.TenantID = or(v.TenantID, TenantID)
	v.Location = or(v.Location, "westeurope")
	v.ClientAddress = or(v.ClientAddress, ClientAddress)
	v.LoginHost = or(v.LoginHost, "login.microsoftonline.com")
	a.handle(v.Host, "443", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { a.serveVault(w, r, v) }))
	a.mu.Lock()
	defer a.mu.Unlock()
	a.faults[v.Host] = v.Fault
	if len(v.Addresses) > 0 {
		a.dns[v.Host] = v.Addresses
	}
	private := v.Name + ".privatelink." + strings.Replace(suffix, "vault.", "vaultcore.", 1)
	delete(a.dns, private)
	if v.PrivateLink {
		a.dns[private] = a.dns[v.Host]
	}
}

// serveVault answers as a vault does: network, token, permission, in this order.
// https://learn.microsoft.com/azure/key-vault/general/authentication#key-vault-request-operation-flow-with-authentication, read 2026-11-22.
func (a *Azure) serveVault(w http.ResponseWriter, r *http.Request, v Vault) {
	sleep(r.Context(), v.Delay)
	header := w.Header()
	header.Set("x-ms-keyvault-region", v.Location)
	header.Set("x-ms-keyvault-service-version", "1.9.2851.1")
	header.Set("x-ms-keyvault-network-info", "conn_type=Ipv4;addr="+v.ClientAddress+";act_addr_fam=InterNetwork;")
	header.Set("x-ms-request-id", "aaaaaaaa-0000-0000-0000-000000000003")
	if r.URL.Path == "/healthstatus" {
		w.WriteHeader(http.StatusOK)
		return
	}
	who := caller(r)
	anonymous := r.Header.Get("Authorization") == ""
	switch {
	case (!anonymous || v.FirewallAnonymous) && v.PublicAccessDisabled:
		v.refuse(w, "ForbiddenByConnection", v.connectionText(who))
	case (!anonymous || v.FirewallAnonymous) && v.Firewall:
		v.refuse(w, "ForbiddenByFirewall", v.firewallText(who))
	case anonymous:
		v.challenge(w, "AKV10000: Request is missing a Bearer or PoP token.")
	case v.TokenFault.answer(w, r):
	case who == nil:
		v.challenge(w, "AKV10001: Request contains an invalid Bearer or PoP token.")
	default:
		if problem := v.refuseToken(who, a.now()); problem != "" {
			v.challenge(w, problem)
			return
		}
		v.serveSecrets(w, r, who)
	}
}

// challenge answers 401 with where to get a token.
func (v Vault) challenge(w http.ResponseWriter, text string) {
	w.Header().Set("WWW-Authenticate", `Bearer authorization="https://`+v.LoginHost+`/`+v.TenantID+`", resource="`+v.Audience+`"`)
	writeVaultError(w, http.StatusUnauthorized, "Unauthorized", text, "")
}

// keyVaultAppID is Key Vault's own application, which tokens may name instead of its audience.
// https://learn.microsoft.com/azure/key-vault/general/authentication, read 2026-11-22.
const keyVaultAppID = "cfa8b339-82a2-471a-a3c9-0fc0be7a4093"

// refuseToken says what is wrong with a token; "" for nothing.
// https://learn.microsoft.com/azure/key-vault/general/rest-error-codes#http-401-unauthenticated-request, read 2026-11-22.
func (v Vault) refuseToken(who *claims, now time.Time) string {
	trusted := "https://sts.windows.net/" + v.TenantID + "/"
	switch {
	case !strings.EqualFold(strings.TrimRight(who.Audience, "/"), v.Audience) && who.Audience != keyVaultAppID:
		return "AKV10022: Invalid audience. Expected " + v.Audience + ", found: " + who.Audience + "."
	case who.Issuer != trusted:
		return "AKV10032: Invalid issuer. Expected one of " + trusted + ", found " + who.Issuer + "."
	case time.Unix(who.Expires, 0).Before(now):
		return "AKV10035: Token validation failed. The token is expired."
	}
	return ""
}

var secretName = regexp.MustCompile(`^[0-9A-Za-z-]{1,127}$`)

// serveSecrets answers a caller whose token is good.
func (v Vault) serveSecrets(w http.ResponseWriter, r *http.Request, who *claims) {
	path := strings.Trim(r.URL.Path, "/")
	name, reading := strings.CutPrefix(path, "secrets/")
	name, _, _ = strings.Cut(name, "/")
	action := "list"
	if reading {
		action = "get"
	}
	switch {
	case r.URL.Query().Get("api-version") == "":
		writeVaultError(w, http.StatusBadRequest, "BadParameter", "api-version must be specified", "")
	case r.Method != http.MethodGet || path != "secrets" && !reading:
		writeVaultError(w, http.StatusNotFound, "NotFound", "The stand-in for Key Vault does not have "+r.Method+" "+r.URL.Path+".", "")
	case reading && !secretName.MatchString(name):
		writeVaultError(w, http.StatusBadRequest, "BadParameter", "The request URI contains an invalid name: "+name, "")
	case !slices.Contains(v.Permissions[who.ObjectID], action):
		v.refusePermission(w, who, action, name)
	case reading:
		v.serveSecret(w, name)
	default:
		v.listSecrets(w, r)
	}
}

func (v Vault) serveSecret(w http.ResponseWriter, name string) {
	i := slices.IndexFunc(v.Secrets, func(s Secret) bool { return strings.EqualFold(s.Name, name) })
	if i < 0 || v.Secrets[i].Deleted {
		writeVaultError(w, http.StatusNotFound, "SecretNotFound", "A secret with (name/id) "+name+" was not found in this key vault. If you recently deleted this secret you may be able to recover it using the correct recovery command. For help resolving this issue, please see https://go.microsoft.com/fwlink/?linkid=2125182", "")
		return
	}
	secret := v.Secrets[i]
	if secret.Disabled {
		v.refuse(w, "SecretDisabled", "Operation get is not allowed on a disabled secret.")
		return
	}
	writeJSON(w, http.StatusOK, map[string]any{
		"value": Canary + "-secret-value-" + secret.Value, "id": "https://" + v.Host + "/secrets/" + secret.Name + "/0123456789abcdef0123456789abcdef",
		"attributes": map[string]any{"enabled": true, "created": 1763800000, "updated": 1763800000, "recoveryLevel": "Recoverable+Purgeable"},
	})
}

func (v Vault) listSecrets(w http.ResponseWriter, r *http.Request) {
	most, err := strconv.Atoi(r.URL.Query().Get("maxresults"))
	if err != nil || most < 1 || most > 25 {
		most = 25
	}
	list := []map[string]any{}
	for _, s := range v.Secrets {
		if !s.Deleted && len(list) < most {
			list = append(list, map[string]any{"id": "https://" + v.Host + "/secrets/" + s.Name, "attributes": map[string]any{"enabled": !s.Disabled}})
		}
	}
	writeJSON(w, http.StatusOK, map[string]any{"value": list, "nextLink": nil})
}
