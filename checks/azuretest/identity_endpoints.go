package azuretest

import (
	"crypto/sha1" // Service Fabric names certificates by it
	"encoding/hex"
	"net"
	"net/http"
	"strings"
	"time"
)

// IdentityEndpoint is a managed identity endpoint other than IMDS: the one of App Service, Functions and Container Apps, of
// Cloud Shell, of Azure ML, of Azure Arc, of Service Fabric.
type IdentityEndpoint struct {
	// Address is its host:port, such as "localhost:50342" or "127.0.0.1:41741".
	Address string
	// Secret is what the header must hold; "" means IdentityHeader. Cloud Shell wants none.
	Secret string
	// Identities are those assigned; for Cloud Shell, the user.
	Identities []Identity
	// TokenLifetime is how long tokens live; 0 means MachineTokenLifetime.
	TokenLifetime time.Duration
	// Fault is what it answers instead.
	Fault Fault
}

// IdentityHeader is the secret of identity endpoints that were given none.
const IdentityHeader = Canary + "-identity-header"

// ServeAppService serves the endpoint of App Service, version 2019-08-01, and returns IDENTITY_ENDPOINT and IDENTITY_HEADER.
// https://learn.microsoft.com/azure/app-service/overview-managed-identity#rest-endpoint-reference, read 2026-11-22.
func (a *Azure) ServeAppService(e IdentityEndpoint) (endpoint, header string) {
	secret := or(e.Secret, IdentityHeader)
	a.serveEndpoint(e, func(w http.ResponseWriter, r *http.Request) {
		query := r.URL.Query()
		if r.URL.Path != "/msi/token" || r.Header.Get("X-IDENTITY-HEADER") != secret {
			writeJSON(w, http.StatusUnauthorized, map[string]any{"statusCode": 401, "message": "Unauthorized"})
			return
		}
		id, problem := choose(e.Identities, query.Get("client_id"), or(query.Get("principal_id"), query.Get("object_id")), query.Get("mi_res_id"))
		if problem != "" {
			writeJSON(w, http.StatusBadRequest, map[string]any{"statusCode": 400, "correlationId": CorrelationID,
				"message": "No User Assigned or Delegated Managed Identity found for specified ClientId/ResourceId/PrincipalId."})
			return
		}
		writeJSON(w, http.StatusOK, a.machineToken(id, query.Get("resource"), e.TokenLifetime))
	})
	return "http://" + e.Address + "/msi/token", secret
}

// ServeCloudShell serves the endpoint of Cloud Shell, whose identity is the user, and returns MSI_ENDPOINT.
// MSAL Go 1.10.1 apps/managedidentity/cloud_shell.go, read 2026-11-22.
func (a *Azure) ServeCloudShell(e IdentityEndpoint) (endpoint string) {
	a.serveEndpoint(e, func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodPost || !strings.EqualFold(r.Header.Get("Metadata"), "true") || len(e.Identities) == 0 {
			writeJSON(w, http.StatusBadRequest, map[string]any{"error": map[string]string{"code": "BadRequest", "message": "Required metadata header not specified"}})
			return
		}
		writeJSON(w, http.StatusOK, a.machineToken(e.Identities[0], r.PostFormValue("resource"), e.TokenLifetime))
	})
	return "http://" + e.Address + "/oauth2/token"
}

// ServeAzureML serves the endpoint of Azure ML, version 2017-09-01, and returns MSI_ENDPOINT and MSI_SECRET.
// MSAL Go 1.10.1 apps/managedidentity/azure_ml.go, read 2026-11-22.
func (a *Azure) ServeAzureML(e IdentityEndpoint) (endpoint, secret string) {
	secret = or(e.Secret, IdentityHeader)
	a.serveEndpoint(e, func(w http.ResponseWriter, r *http.Request) {
		id, problem := choose(e.Identities, r.URL.Query().Get("clientid"), "", "")
		if r.Header.Get("secret") != secret || problem != "" {
			writeJSON(w, http.StatusBadRequest, map[string]any{"error": map[string]string{"code": "BadRequest", "message": or(problem, "Wrong secret")}})
			return
		}
		writeJSON(w, http.StatusOK, a.machineToken(id, r.URL.Query().Get("resource"), e.TokenLifetime))
	})
	return "http://" + e.Address + "/MSI/auth/token", secret
}

// ServeArc serves the endpoint of an Azure Arc agent, version 2020-06-01, and returns IDENTITY_ENDPOINT and IMDS_ENDPOINT. It
// asks for the content of keyFile, which the SDKs read only in /var/opt/azcmagent/tokens; "" means one that does not exist.
// MSAL Go 1.10.1 apps/managedidentity/managedidentity.go (acquireTokenForAzureArc), read 2026-11-22.
func (a *Azure) ServeArc(e IdentityEndpoint, keyFile string) (endpoint, imds string) {
	secret := or(e.Secret, IdentityHeader)
	keyFile = or(keyFile, "/var/opt/azcmagent/tokens/11111111.key")
	a.serveEndpoint(e, func(w http.ResponseWriter, r *http.Request) {
		query := r.URL.Query()
		switch key := r.Header.Get("Authorization"); {
		case r.URL.Path == "/metadata/instance":
			instance := IMDS{ResourceID: "/subscriptions/" + SubscriptionID + "/resourceGroups/contoso-rg/providers/Microsoft.HybridCompute/machines/contoso-arc"}.instance()
			instance["compute"].(map[string]any)["provider"] = "Microsoft.HybridCompute"
			writeJSON(w, http.StatusOK, instance)
		case key == "":
			w.Header().Set("WWW-Authenticate", "Basic realm="+keyFile)
			writeJSON(w, http.StatusUnauthorized, map[string]any{"error": "unauthorized_client", "error_description": "Missing Basic Authorization header"})
		case key != "Basic "+secret:
			writeJSON(w, http.StatusUnauthorized, map[string]any{"error": "unauthorized_client", "error_description": "Invalid key"})
		default:
			id, problem := choose(e.Identities, query.Get("client_id"), query.Get("object_id"), query.Get("msi_res_id"))
			if problem != "" {
				writeIMDSError(w, http.StatusBadRequest, "invalid_request", problem)
				return
			}
			answer := a.machineToken(id, query.Get("resource"), e.TokenLifetime)
			answer["object_id"], answer["msi_res_id"] = id.ObjectID, id.ResourceID
			writeJSON(w, http.StatusOK, answer)
		}
	})
	return "http://" + e.Address + "/metadata/identity/oauth2/token", "http://" + e.Address
}

// ServeServiceFabric serves the endpoint of Service Fabric, version 2019-07-01-preview, over TLS, and returns IDENTITY_ENDPOINT,
// IDENTITY_HEADER and IDENTITY_SERVER_THUMBPRINT. The cluster decides which identity answers: the first.
// MSAL Go 1.10.1 apps/managedidentity/servicefabric.go, read 2026-11-22.
func (a *Azure) ServeServiceFabric(e IdentityEndpoint) (endpoint, header, thumbprint string) {
	secret := or(e.Secret, IdentityHeader)
	a.serveEndpoint(e, func(w http.ResponseWriter, r *http.Request) {
		refuse := func(code, message string) {
			writeJSON(w, http.StatusBadRequest, map[string]any{"error": map[string]string{"code": code, "message": message, "correlationId": CorrelationID}})
		}
		switch {
		case r.Header.Get("Secret") != secret:
			refuse("SecretHeaderNotFound", "Secret is not found in the request headers.")
		case len(e.Identities) == 0:
			refuse("ManagedIdentityNotFound", "Managed identity is not found.")
		default:
			writeJSON(w, http.StatusOK, a.machineToken(e.Identities[0], r.URL.Query().Get("resource"), e.TokenLifetime))
		}
	})
	name, port, _ := net.SplitHostPort(e.Address)
	a.mu.Lock()
	a.hosts[net.JoinHostPort(strings.ToLower(name), port)].secure = true
	a.mu.Unlock()
	served, err := certificate(name, certificateGood)
	if err != nil {
		panic(err)
	}
	sum := sha1.Sum(served.Certificate[0])
	return "https://" + e.Address + "/metadata/identity/oauth2/token", secret, strings.ToUpper(hex.EncodeToString(sum[:]))
}

// serveEndpoint serves an identity endpoint at its address.
func (a *Azure) serveEndpoint(e IdentityEndpoint, handler http.HandlerFunc) {
	a.Serve(e.Address, handler)
	a.Break(e.Address, e.Fault)
}
