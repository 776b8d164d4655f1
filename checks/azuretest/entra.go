package azuretest

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"time"
)

// loginHosts are the sign-in hosts of the clouds.
// azure-cli's cloud.py and MSAL Go 1.10.1 apps/internal/oauth/ops/authority, read 2026-11-22.
var loginHosts = []string{
	"login.microsoftonline.com", "login.windows.net", "login.microsoft.com", "sts.windows.net",
	"login.microsoftonline.us", "login.usgovcloudapi.net",
	"login.chinacloudapi.cn", "login.partner.microsoftonline.cn",
}

// Tenant is a directory of Entra ID.
type Tenant struct {
	// ID is its GUID.
	ID string
	// Name is its display name.
	Name string
	// Domains name it as well as its ID does.
	Domains []string
	// Cloud is the cloud_instance_name of its configuration; "" means "microsoftonline.com".
	Cloud string
	// Users may sign in; the first one does when a device code is asked for. A guest has another home: its TenantID.
	Users []Identity
	// Apps are the applications that exist here.
	Apps []Application
	// Subscriptions are what its users and applications see in Azure Resource Manager.
	Subscriptions []Subscription
}

// Application is an application with its credentials.
type Application struct {
	Identity
	// Secret is its client secret; "" for none. Any other is answered with AADSTS7000215.
	Secret string
	// SecretExpired answers the right secret with AADSTS7000222.
	SecretExpired bool
	// Thumbprints are the SHA-1 or SHA-256 thumbprints of its certificates, in hexadecimal. Empty: any certificate will do.
	// Others are answered with AADSTS700027.
	Thumbprints []string
	// Federated are its federated credentials, for assertions of other issuers.
	Federated []FederatedCredential
	// Disabled answers AADSTS7000112.
	Disabled bool
}

// FederatedCredential is what an assertion must say. An empty Audience is "api://AzureADTokenExchange".
type FederatedCredential struct{ Issuer, Subject, Audience string }

// Subscription is an Azure subscription.
type Subscription struct {
	ID, Name string
	// State is "Enabled" where empty.
	State string
}

// AddTenant adds a tenant, or replaces the one with this ID.
func (a *Azure) AddTenant(t Tenant) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.tenants = append(slices.DeleteFunc(a.tenants, func(old Tenant) bool { return old.ID == t.ID }), t)
}

// Tenant returns the tenant with this ID or domain, to be changed and added again; a zero one where there is none.
func (a *Azure) Tenant(idOrDomain string) Tenant {
	t, _ := a.tenant(idOrDomain)
	return t
}

func (a *Azure) tenant(idOrDomain string) (Tenant, bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	for _, t := range a.tenants {
		if strings.EqualFold(t.ID, idOrDomain) || slices.ContainsFunc(t.Domains, func(d string) bool { return strings.EqualFold(d, idOrDomain) }) {
			return t, true
		}
	}
	return Tenant{}, false
}

// everybody are the names of authorities that are no tenant.
var everybody = []string{"common", "organizations", "consumers"}

// serveEntra answers for a sign-in host.
func (a *Azure) serveEntra(w http.ResponseWriter, r *http.Request) {
	host := "https://" + r.Host
	tenant, rest, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	if rest == "discovery/instance" {
		writeJSON(w, http.StatusOK, instanceDiscovery(host))
		return
	}
	found, known := a.tenant(tenant)
	if !known && !slices.Contains(everybody, tenant) {
		a.writeUnknownTenant(w, tenant, strings.HasSuffix(rest, "openid-configuration"))
		return
	}
	if known {
		tenant = found.ID
	}
	switch rest {
	case "v2.0/.well-known/openid-configuration", ".well-known/openid-configuration":
		writeJSON(w, http.StatusOK, openIDConfiguration(host, tenant, found))
	case "oauth2/v2.0/devicecode":
		writeJSON(w, http.StatusOK, map[string]any{
			"user_code": "AZTEST123", "device_code": Canary + "-device-code", "verification_uri": "https://microsoft.com/devicelogin",
			"expires_in": 900, "interval": 1,
			"message": "To sign in, use a web browser to open the page https://microsoft.com/devicelogin and enter the code AZTEST123 to authenticate.",
		})
	case "oauth2/v2.0/token", "oauth2/token":
		a.serveToken(w, r, tenant)
	default:
		http.NotFound(w, r)
	}
}

// instanceDiscovery lists every host as an alias, as Entra does for its own clouds.
func instanceDiscovery(host string) map[string]any {
	return map[string]any{
		"tenant_discovery_endpoint": host + "/common/v2.0/.well-known/openid-configuration",
		"api-version":               "1.1",
		"metadata": []map[string]any{
			{"preferred_network": "login.microsoftonline.com", "preferred_cache": "login.windows.net", "aliases": []string{"login.microsoftonline.com", "login.windows.net", "login.microsoft.com", "sts.windows.net"}},
			{"preferred_network": "login.partner.microsoftonline.cn", "preferred_cache": "login.partner.microsoftonline.cn", "aliases": []string{"login.partner.microsoftonline.cn", "login.chinacloudapi.cn"}},
			{"preferred_network": "login.microsoftonline.us", "preferred_cache": "login.microsoftonline.us", "aliases": []string{"login.microsoftonline.us", "login.usgovcloudapi.net"}},
		},
	}
}

func openIDConfiguration(host, tenant string, t Tenant) map[string]any {
	issuer := tenant
	if slices.Contains(everybody, tenant) {
		issuer = "{tenantid}"
	}
	base := host + "/" + tenant
	cloud := t.Cloud
	if cloud == "" {
		cloud = "microsoftonline.com"
	}
	return map[string]any{
		"issuer":                        host + "/" + issuer + "/v2.0",
		"token_endpoint":                base + "/oauth2/v2.0/token",
		"authorization_endpoint":        base + "/oauth2/v2.0/authorize",
		"device_authorization_endpoint": base + "/oauth2/v2.0/devicecode",
		"end_session_endpoint":          base + "/oauth2/v2.0/logout",
		"jwks_uri":                      base + "/discovery/v2.0/keys",
		"tenant_region_scope":           "EU",
		"cloud_instance_name":           cloud,
		"cloud_graph_host_name":         "graph.windows.net",
		"msgraph_host":                  "graph.microsoft.com",
	}
}

// TokenFault makes token requests fail. Empty fields fit every request.
type TokenFault struct {
	// Tenant is the GUID asked.
	Tenant string
	// Audience is the resource asked for, such as VaultAudience.
	Audience string
	// ClientID is the application that asks.
	ClientID string
	// Grant is the grant_type.
	Grant string
	// Fault is what is answered: AADSTS(7000222), Hang, Portal, Status(503), ...
	Fault Fault
}

// FailTokens makes token requests fail; the first fault that fits decides. It replaces earlier calls: without faults it heals.
func (a *Azure) FailTokens(faults ...TokenFault) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.tokenFaults = faults
}

func (a *Azure) tokenFault(tenant, audience, clientID, grant string) Fault {
	a.mu.Lock()
	defer a.mu.Unlock()
	fits := func(want, is string) bool {
		return want == "" || strings.EqualFold(strings.TrimRight(want, "/"), strings.TrimRight(is, "/"))
	}
	for _, f := range a.tokenFaults {
		if fits(f.Tenant, tenant) && fits(f.Audience, audience) && fits(f.ClientID, clientID) && fits(f.Grant, grant) {
			return f.Fault
		}
	}
	return Fault{}
}

// serveToken answers the token endpoint of a tenant, or of everybody.
func (a *Azure) serveToken(w http.ResponseWriter, r *http.Request, tenant string) {
	grant, clientID, audience := r.PostFormValue("grant_type"), r.PostFormValue("client_id"), audienceOf(r)
	if a.tokenFault(tenant, audience, clientID, grant).answer(w, r) {
		return
	}
	switch grant {
	case "client_credentials":
		a.serveApplication(w, r, tenant, audience)
	case "refresh_token":
		user, ok := a.userOf(r.PostFormValue("refresh_token"))
		if !ok {
			a.writeAADSTS(w, r, 9002313)
			return
		}
		a.serveUser(w, r, user, tenant, audience)
	case "urn:ietf:params:oauth:grant-type:device_code", "device_code", "authorization_code", "password":
		home := tenant
		if slices.Contains(everybody, tenant) {
			home = TenantID
		}
		found, _ := a.tenant(home)
		if len(found.Users) == 0 {
			a.writeAADSTS(w, r, 50034)
			return
		}
		a.serveUser(w, r, found.Users[0], tenant, audience)
	default:
		a.writeAADSTS(w, r, 70003)
	}
}

// refreshToken is a user's, for every tool and resource.
func refreshToken(user Identity) string { return "1." + Canary + "-refresh-" + user.ObjectID }

// userOf returns the user with this refresh token, at home.
func (a *Azure) userOf(refresh string) (Identity, bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	for _, t := range a.tenants {
		for _, user := range t.Users {
			if refreshToken(user) == refresh {
				user.TenantID = or(user.TenantID, t.ID)
				return user, true
			}
		}
	}
	return Identity{}, false
}

// audienceOf returns the resource that a token request asks for: its scope without "/.default" and the OpenID words.
func audienceOf(r *http.Request) string {
	for scope := range strings.FieldsSeq(r.PostFormValue("scope")) {
		if audience, ok := strings.CutSuffix(scope, "/.default"); ok {
			return audience
		}
		if i := strings.LastIndex(scope, "/"); strings.Contains(scope, "://") && i > len("https://") {
			return scope[:i]
		}
	}
	return r.PostFormValue("resource")
}

// serveUser answers with tokens for a user, in the tenant asked for or at home.
func (a *Azure) serveUser(w http.ResponseWriter, r *http.Request, user Identity, tenant, audience string) {
	home := user.tenant()
	if slices.Contains(everybody, tenant) {
		tenant = home
	}
	found, _ := a.tenant(tenant)
	i := slices.IndexFunc(found.Users, func(u Identity) bool { return strings.EqualFold(u.Name, user.Name) })
	if i < 0 {
		a.writeAADSTS(w, r, 50020)
		return
	}
	here := found.Users[i]
	here.Kind, here.TenantID, here.ClientID = User, tenant, r.PostFormValue("client_id")
	now, lifetime := a.now(), a.tokenLifetime()
	info, _ := json.Marshal(map[string]string{"uid": user.ObjectID, "utid": home})
	writeJSON(w, http.StatusOK, map[string]any{
		"token_type": "Bearer", "scope": r.PostFormValue("scope"), "expires_in": seconds(lifetime), "ext_expires_in": seconds(lifetime),
		"access_token": tokenAt(here, audience, now, lifetime), "refresh_token": refreshToken(user), "foci": "1",
		"client_info": base64.RawURLEncoding.EncodeToString(info),
		"id_token": encodeJWT(map[string]string{"typ": "JWT", "alg": "RS256"}, map[string]any{
			"aud": here.ClientID, "iss": "https://" + r.Host + "/" + tenant + "/v2.0", "iat": now.Unix(), "nbf": now.Unix(), "exp": now.Add(time.Hour).Unix(),
			"name": user.Name, "preferred_username": user.Name, "oid": here.ObjectID, "sub": here.ObjectID, "tid": tenant, "ver": "2.0",
		}),
	})
}

func (a *Azure) tokenLifetime() time.Duration {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.lifetime
}

func seconds(d time.Duration) int { return int(d.Seconds()) }

// serveApplication answers the client credentials grant.
func (a *Azure) serveApplication(w http.ResponseWriter, r *http.Request, tenant, audience string) {
	found, _ := a.tenant(tenant)
	clientID := r.PostFormValue("client_id")
	i := slices.IndexFunc(found.Apps, func(app Application) bool { return strings.EqualFold(app.ClientID, clientID) })
	if i < 0 {
		a.writeAADSTS(w, r, 700016)
		return
	}
	app := found.Apps[i]
	if code := a.refuse(app, r); code != 0 {
		a.writeAADSTS(w, r, code)
		return
	}
	if app.Kind == "" {
		app.Kind = ServicePrincipal
	}
	app.TenantID = tenant
	lifetime := a.tokenLifetime()
	writeJSON(w, http.StatusOK, map[string]any{
		"token_type": "Bearer", "expires_in": seconds(lifetime), "ext_expires_in": seconds(lifetime),
		"access_token": tokenAt(app.Identity, audience, a.now(), lifetime),
	})
}

// refuse returns the AADSTS code that an application's credential earns; 0 where it is good.
func (a *Azure) refuse(app Application, r *http.Request) int {
	secret, assertion := r.PostFormValue("client_secret"), r.PostFormValue("client_assertion")
	switch {
	case app.Disabled:
		return 7000112
	case assertion != "":
		return a.refuseAssertion(app, assertion)
	case secret == "":
		return 7000218
	case app.Secret == "" || secret != app.Secret:
		return 7000215
	case app.SecretExpired:
		return 7000222
	}
	return 0
}

// assertion is what is read of a client assertion.
type assertion struct {
	Issuer   string `json:"iss"`
	Subject  string `json:"sub"`
	Audience any    `json:"aud"`
	Expires  int64  `json:"exp"`
}

func (a *Azure) refuseAssertion(app Application, token string) int {
	var said assertion
	var header struct {
		SHA1   string `json:"x5t"`
		SHA256 string `json:"x5t#S256"`
	}
	first, _, _ := strings.Cut(token, ".")
	text, err := base64.RawURLEncoding.DecodeString(first)
	if err != nil || json.Unmarshal(text, &header) != nil || !decodeJWT(token, &said) {
		return 50027
	}
	if said.Expires != 0 && time.Unix(said.Expires, 0).Before(a.now()) {
		return 700024
	}
	if said.Issuer == app.ClientID {
		shown := func(known string) bool {
			return strings.EqualFold(known, hexOf(header.SHA1)) || strings.EqualFold(known, hexOf(header.SHA256))
		}
		if len(app.Thumbprints) > 0 && !slices.ContainsFunc(app.Thumbprints, shown) {
			return 700027
		}
		return 0
	}
	code := 700211
	for _, known := range app.Federated {
		audience := known.Audience
		if audience == "" {
			audience = "api://AzureADTokenExchange"
		}
		switch {
		case known.Issuer != said.Issuer:
		case known.Subject != said.Subject:
			code = 700213
		case !slices.Contains(audiences(said.Audience), audience):
			code = 700212
		default:
			return 0
		}
	}
	return code
}

// hexOf turns a thumbprint of an assertion's header, in any form of base64, into hexadecimal.
func hexOf(thumbprint string) string {
	plain := strings.NewReplacer("+", "-", "/", "_", "=", "").Replace(thumbprint)
	sum, err := base64.RawURLEncoding.DecodeString(plain)
	if err != nil || len(sum) == 0 {
		return "none"
	}
	return hex.EncodeToString(sum)
}

// audiences reads an aud claim, which is a string or several.
func audiences(claim any) []string {
	switch said := claim.(type) {
	case string:
		return []string{said}
	case []any:
		var all []string
		for _, one := range said {
			if text, ok := one.(string); ok {
				all = append(all, text)
			}
		}
		return all
	}
	return nil
}

func writeJSON(w http.ResponseWriter, status int, value any) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	encoder.Encode(value)
}
