package azuretest

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
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
	if strings.HasPrefix(strings.ToLower(rest), "userrealm/") {
		writeJSON(w, http.StatusOK, map[string]string{"ver": "1.0", "account_type": "Managed", "domain_name": "contoso.com", "cloud_instance_name": "microsoftonline.com"})
		return
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

func writeJSON(w http.ResponseWriter, status int, value any) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	encoder.Encode(value)
}
