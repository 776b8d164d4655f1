package azuretest

import (
	"net/http"
	"strings"
)

// managementHosts are Azure Resource Manager's.
var managementHosts = []string{"management.azure.com", "management.usgovcloudapi.net", "management.chinacloudapi.cn"}

// serveManagement answers what az login asks: the tenants and the subscriptions of the caller.
// https://learn.microsoft.com/rest/api/resources/subscriptions/list, read 2026-11-22.
func (a *Azure) serveManagement(w http.ResponseWriter, r *http.Request) {
	who := caller(r)
	if who == nil {
		w.Header().Set("WWW-Authenticate", `Bearer authorization_uri="https://login.microsoftonline.com/`+TenantID+`", error="invalid_token", error_description="The authentication failed because of missing 'Authorization' header."`)
		writeJSON(w, http.StatusUnauthorized, map[string]any{"error": map[string]string{"code": "AuthenticationFailed", "message": "Authentication failed. The 'Authorization' header is missing."}})
		return
	}
	switch strings.ToLower(strings.TrimSuffix(r.URL.Path, "/")) {
	case "/tenants":
		writeJSON(w, http.StatusOK, map[string]any{"value": a.tenantsOf(who)})
	case "/subscriptions":
		writeJSON(w, http.StatusOK, map[string]any{"value": a.subscriptionsOf(who)})
	default:
		writeJSON(w, http.StatusNotFound, map[string]any{"error": map[string]string{"code": "ResourceNotFound", "message": "The stand-in for Azure Resource Manager does not have " + r.URL.Path + "."}})
	}
}

// tenantsOf lists the tenants that a caller is a member of: its own, and those with a user of its name.
func (a *Azure) tenantsOf(who *claims) []map[string]any {
	a.mu.Lock()
	defer a.mu.Unlock()
	list := []map[string]any{}
	for _, t := range a.tenants {
		member := t.ID == who.TenantID
		for _, u := range t.Users {
			member = member || who.UPN != "" && strings.EqualFold(u.Name, who.UPN)
		}
		if member {
			domain := ""
			if len(t.Domains) > 0 {
				domain = t.Domains[0]
			}
			list = append(list, map[string]any{"id": "/tenants/" + t.ID, "tenantId": t.ID, "countryCode": "DE", "displayName": t.Name,
				"defaultDomain": domain, "domains": t.Domains, "tenantCategory": "Home", "tenantType": "AAD"})
		}
	}
	return list
}

func (a *Azure) subscriptionsOf(who *claims) []map[string]any {
	t, _ := a.tenant(who.TenantID)
	list := []map[string]any{}
	for _, s := range t.Subscriptions {
		state := s.State
		if state == "" {
			state = "Enabled"
		}
		list = append(list, map[string]any{"id": "/subscriptions/" + s.ID, "subscriptionId": s.ID, "displayName": s.Name, "state": state,
			"tenantId": t.ID, "authorizationSource": "RoleBased", "managedByTenants": []any{},
			"subscriptionPolicies": map[string]string{"locationPlacementId": "Public_2014-09-01", "quotaId": "PayAsYouGo_2014-09-01", "spendingLimit": "Off"}})
	}
	return list
}
