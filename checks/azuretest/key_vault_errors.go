package azuretest

import (
	"net/http"
	"strings"
)

// The texts below follow
// https://learn.microsoft.com/azure/key-vault/general/rest-error-codes#http-403-insufficient-permissions, read 2026-11-22.

// writeVaultError writes an error in Key Vault's form; inner "" leaves the inner error out.
func writeVaultError(w http.ResponseWriter, status int, code, message, inner string) {
	body := map[string]any{"code": code, "message": message}
	if inner != "" {
		body["innererror"] = map[string]string{"code": inner}
	}
	writeJSON(w, status, map[string]any{"error": body})
}

func (v Vault) refuse(w http.ResponseWriter, inner, message string) {
	writeVaultError(w, http.StatusForbidden, "Forbidden", message, inner)
}

// named is how Key Vault names a caller; nil is nobody.
func named(who *claims) string {
	if who == nil {
		return "appid=;oid=;iss="
	}
	return "appid=" + who.AppID + ";oid=" + who.ObjectID + ";iss=" + who.Issuer
}

func (v Vault) firewallText(who *claims) string {
	return "Client address is not authorized and caller is not a trusted service.\r\nClient address: " + v.ClientAddress +
		"\r\nCaller: " + named(who) + "\r\nVault: " + v.Name + ";location=" + v.Location
}

func (v Vault) connectionText(who *claims) string {
	return "Public network access is disabled and request is not from a trusted service nor via an approved private link.\r\nCaller: " +
		named(who) + "\r\nVault: " + v.Name + ";location=" + v.Location
}

// refusePermission answers a caller who may not do this.
func (v Vault) refusePermission(w http.ResponseWriter, who *claims, action, secret string) {
	if v.AccessPolicies {
		v.refuse(w, "AccessDenied", "The user, group or application '"+named(who)+"' does not have secrets "+action+
			" permission on key vault '"+v.Name+";location="+v.Location+"'. For help resolving this issue, please see https://go.microsoft.com/fwlink/?linkid=2125287")
		return
	}
	operation := "Microsoft.KeyVault/vaults/secrets/readMetadata/action"
	resource := "/subscriptions/" + SubscriptionID + "/resourcegroups/contoso-rg/providers/microsoft.keyvault/vaults/" + strings.ToLower(v.Name)
	if action == "get" {
		operation = "Microsoft.KeyVault/vaults/secrets/getSecret/action"
		resource += "/secrets/" + secret
	}
	v.refuse(w, "ForbiddenByRbac", "Caller is not authorized to perform action on resource.\r\n"+
		"If role assignments, deny assignments or role definitions were changed recently, please observe propagation time.\r\n"+
		"Caller: "+named(who)+"\r\nAction: '"+operation+"'\r\nResource: '"+resource+"'\r\nAssignment: (not found)\r\n"+
		"DenyAssignmentId: null\r\nDecisionReason: 'DeniedWithNoValidRBAC' \r\nVault: "+v.Name+";location="+v.Location+"\r\n")
}
