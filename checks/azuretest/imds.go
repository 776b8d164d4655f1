package azuretest

import (
	"fmt"
	"net/http"
	"strings"
	"time"
)

// IMDS is the instance metadata service of a machine, at 169.254.169.254:80. The zero value is a virtual machine without
// any identity.
type IMDS struct {
	// Identities are those assigned: those whose ResourceID is no userAssignedIdentities are system-assigned.
	Identities []Identity
	// TenantID is the identities' tenant; "" means TenantID.
	TenantID string
	// Location, Name, Environment and ResourceID describe the machine; "" means westeurope, contoso-vm, AzurePublicCloud and Machine's.
	Location, Name, Environment, ResourceID string
	// TokenLifetime is how long tokens live; 0 means MachineTokenLifetime.
	TokenLifetime time.Duration
	// Fault is the whole service's: Refused, BlackHole, DockerDesktop, AmazonMetadata, Portal, ...
	Fault Fault
	// TokenFault, InstanceFault and IdentityInfoFault are those of one path: IMDSError(410, ...), Hang, ...
	TokenFault, InstanceFault, IdentityInfoFault Fault
}

// metadataHost is where IMDS answers.
const metadataHost = "169.254.169.254"

// What else answers at the metadata address.
var (
	// DockerDesktop is its proxy's answer for link-local addresses.
	// azidentity 1.15.0 managed_identity_client.go (a 403 that says "unreachable"), read 2026-11-22.
	DockerDesktop = Answer(http.StatusForbidden, "text/plain", "connecting to 169.254.169.254:80: connecting to 169.254.169.254:80: dial tcp 169.254.169.254:80: connectex: A socket operation was attempted to an unreachable network.")
	// AmazonMetadata is an EC2 instance's metadata service, which wants a session token.
	// https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-instance-metadata-service.html, read 2026-11-22.
	AmazonMetadata = Fault{serve: func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Server", "EC2ws")
		write(w, http.StatusUnauthorized, "text/html", "<?xml version=\"1.0\" encoding=\"iso-8859-1\"?>\n<html><head><title>401 - Unauthorized</title></head><body><h1>401 - Unauthorized</h1></body></html>")
	}}
	// GoogleMetadata is Compute Engine's, which does not know the path.
	// https://cloud.google.com/compute/docs/metadata/querying-metadata, read 2026-11-22.
	GoogleMetadata = Fault{serve: func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Server", "Metadata Server for VM")
		w.Header().Set("Metadata-Flavor", "Google")
		write(w, http.StatusNotFound, "text/html; charset=UTF-8", "<!DOCTYPE html><html lang=en><title>Error 404 (Not Found)!!1</title>")
	}}
)

// IMDSError is an error in the words of IMDS: {"error": name, "error_description": description}.
func IMDSError(status int, name, description string) Fault {
	return Fault{serve: func(w http.ResponseWriter, _ *http.Request) { writeIMDSError(w, status, name, description) }}
}

func writeIMDSError(w http.ResponseWriter, status int, name, description string) {
	writeJSON(w, status, map[string]string{"error": name, "error_description": description})
}

// ServeIMDS puts an instance metadata service at the metadata address.
func (a *Azure) ServeIMDS(m IMDS) {
	a.handle(metadataHost, "80", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { a.serveIMDS(w, r, m) }))
	a.Break(metadataHost, m.Fault)
}

// serveIMDS answers as IMDS does.
// https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/how-to-use-vm-token#error-handling, read 2026-11-22.
func (a *Azure) serveIMDS(w http.ResponseWriter, r *http.Request, m IMDS) {
	w.Header().Set("Server", "IMDS/150.870.65.1854")
	switch {
	case !strings.EqualFold(r.Header.Get("Metadata"), "true") || r.Header.Get("X-Forwarded-For") != "":
		writeIMDSError(w, http.StatusBadRequest, "invalid_request", "Required metadata header not specified")
	case r.URL.Query().Get("api-version") == "":
		writeIMDSError(w, http.StatusBadRequest, "invalid_request", "Required query parameter 'api-version' not specified")
	case r.URL.Path == "/metadata/identity/oauth2/token":
		if !m.TokenFault.answer(w, r) {
			a.serveIMDSToken(w, r, m)
		}
	case r.URL.Path == "/metadata/instance":
		if !m.InstanceFault.answer(w, r) {
			writeJSON(w, http.StatusOK, m.instance())
		}
	case r.URL.Path == "/metadata/identity/info":
		if !m.IdentityInfoFault.answer(w, r) {
			writeJSON(w, http.StatusOK, map[string]string{"tenantId": or(m.TenantID, TenantID)})
		}
	default:
		writeIMDSError(w, http.StatusNotFound, "Not found", "The requested resource was not found")
	}
}

func or(value, fallback string) string {
	if value == "" {
		return fallback
	}
	return value
}

func (i Identity) systemAssigned() bool {
	return !strings.Contains(strings.ToLower(i.ResourceID), "/userassignedidentities/")
}

// choose returns the identity that a request names, or that is meant where it names none, and "", or the reason why not.
func choose(identities []Identity, clientID, objectID, resourceID string) (Identity, string) {
	var assigned []Identity
	for _, id := range identities {
		switch {
		case clientID != "" && strings.EqualFold(id.ClientID, clientID), objectID != "" && strings.EqualFold(id.ObjectID, objectID),
			resourceID != "" && strings.EqualFold(id.ResourceID, resourceID):
			return id, ""
		case clientID+objectID+resourceID != "":
		case id.systemAssigned():
			return id, ""
		default:
			assigned = append(assigned, id)
		}
	}
	switch {
	case len(assigned) == 1:
		return assigned[0], ""
	case len(assigned) > 1:
		return Identity{}, "Multiple user assigned identities exist, please specify the clientId / resourceId of the identity in the token request"
	}
	return Identity{}, "Identity not found"
}

func (a *Azure) serveIMDSToken(w http.ResponseWriter, r *http.Request, m IMDS) {
	query := r.URL.Query()
	resource := query.Get("resource")
	if resource == "" {
		writeIMDSError(w, http.StatusBadRequest, "invalid_request", "Required query parameter 'resource' not specified")
		return
	}
	id, problem := choose(m.Identities, query.Get("client_id"), query.Get("object_id"), or(query.Get("msi_res_id"), query.Get("mi_res_id")))
	if problem != "" {
		writeIMDSError(w, http.StatusBadRequest, "invalid_request", problem)
		return
	}
	if m.TenantID != "" {
		id.TenantID = m.TenantID
	}
	writeJSON(w, http.StatusOK, a.machineToken(id, resource, m.TokenLifetime))
}

// MachineTokenLifetime is the life of managed identities' tokens, a day in Azure. MSAL keeps them for the whole process, so a
// test would get another's; it does not use again what lives less than 5 minutes.
// MSAL Go 1.10.1 apps/managedidentity/managedidentity.go (cacheManager), read 2026-11-22.
const MachineTokenLifetime = 4 * time.Minute

// machineToken is the answer of every managed identity endpoint: its numbers are strings.
func (a *Azure) machineToken(id Identity, resource string, lifetime time.Duration) map[string]string {
	now := a.now()
	if lifetime == 0 {
		lifetime = MachineTokenLifetime
	}
	return map[string]string{
		"access_token": tokenAt(id, resource, now, lifetime), "client_id": id.ClientID, "resource": resource, "token_type": "Bearer",
		"expires_in": fmt.Sprint(seconds(lifetime) - 1), "ext_expires_in": fmt.Sprint(seconds(lifetime) - 1),
		"expires_on": fmt.Sprint(now.Add(lifetime).Unix()), "not_before": fmt.Sprint(now.Unix()),
	}
}

// instance is the machine's description; its user data and keys must not be shown, so they carry the canary.
// https://learn.microsoft.com/azure/virtual-machines/instance-metadata-service#instance-metadata, read 2026-11-22.
func (m IMDS) instance() map[string]any {
	return map[string]any{
		"compute": map[string]any{
			"azEnvironment": or(m.Environment, "AzurePublicCloud"), "location": or(m.Location, "westeurope"), "name": or(m.Name, "contoso-vm"),
			"osType": "Linux", "provider": "Microsoft.Compute", "resourceGroupName": "contoso-rg", "resourceId": or(m.ResourceID, Machine.ResourceID),
			"subscriptionId": SubscriptionID, "vmId": "aaaaaaaa-0000-0000-0000-00000000000a", "vmSize": "Standard_D2s_v5", "vmScaleSetName": "", "zone": "1",
			"tags": "", "customData": "", "userData": Canary + "-user-data",
			"publicKeys": []map[string]string{{"keyData": "ssh-rsa " + Canary + "-public-key", "path": "/home/contoso/.ssh/authorized_keys"}},
		},
		"network": map[string]any{"interface": []any{map[string]any{
			"ipv4": map[string]any{"ipAddress": []any{map[string]string{"privateIpAddress": "10.0.0.4", "publicIpAddress": ClientAddress}}},
		}}},
	}
}
