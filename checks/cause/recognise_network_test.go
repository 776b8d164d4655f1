package cause

import "testing"

func TestRecogniseManagedIdentity(t *testing.T) {
	metadata := func(status, body string) string {
		return "ManagedIdentityCredential authentication failed. \n" + dump("GET http://169.254.169.254/metadata/identity/oauth2/token", status, body)
	}
	check(t, []recognition{
		{"refused", `ManagedIdentityCredential: Get "http://169.254.169.254/metadata/identity/oauth2/token": dial tcp 169.254.169.254:80: connect: connection refused`, "imds-unreachable", nil},
		{"refused, in a translated system's words", `ManagedIdentityCredential: Get "http://169.254.169.254/metadata/identity/oauth2/token": dial tcp 169.254.169.254:80: connectex: Es konnte keine Verbindung hergestellt werden`, "imds-unreachable", nil},
		{"no answer in time", "ManagedIdentityCredential: context deadline exceeded. To troubleshoot, visit https://aka.ms/x", "imds-unreachable", nil},
		{"no answer, Python", "ManagedIdentityCredential authentication unavailable, no response from the IMDS endpoint.", "imds-unreachable", nil},
		{"no answer, curl", "curl: (28) Failed to connect to 169.254.169.254 port 80: Connection timed out", "imds-unreachable", nil},
		{"Docker Desktop", `ManagedIdentityCredential: unexpected response "connecting to 169.254.169.254:80: dial tcp 169.254.169.254:80: connectex: A socket operation was attempted to an unreachable network."`, "imds-intercepted", nil},
		{"a page", "ManagedIdentityCredential: error parsing the json error: invalid character '<' looking for beginning of value", "imds-intercepted", nil},
		{"proxy", `ManagedIdentityCredential: Get "http://169.254.169.254/metadata/identity/oauth2/token": proxyconnect tcp: dial tcp 127.0.0.1:1: connect: connection refused`, "imds-proxied", nil},
		{"gateway", metadata("502: 502 Bad Gateway", "x"), "imds-proxied", nil},
		{"throttled", metadata("429: 429 Too Many Requests", "{}"), "imds-throttled", nil},
		{"updating", metadata("410: 410 Gone", "x"), "imds-server-error", nil},
		{"header", metadata("400: 400 Bad Request", `{"error":"invalid_request","error_description":"Required metadata header not specified"}`), "imds-bad-request", nil},
		{"no identity", `ManagedIdentityCredential: failed to authenticate a system assigned identity. The endpoint responded with {"error":"invalid_request","error_description":"Identity not found"}`, "identity-not-assigned", nil},
		{"another identity", "ManagedIdentityCredential authentication failed. the requested identity isn't assigned to this resource\n" + dump("GET http://169.254.169.254/metadata/identity/oauth2/token", "400: 400 Bad Request", `{"error": "invalid_request", "error_description": "Identity not found"}`), "identity-not-assigned", nil},
		{"another identity, App Service", `{"statusCode":400,"message":"No User Assigned or Delegated Managed Identity found for specified ClientId/ResourceId/PrincipalId.","correlationId":"` + correlation + `"}`, "identity-not-assigned", nil},
		{"several", `{"error":"invalid_request","error_description":"Multiple user assigned identities exist, please specify the clientId"}`, "identity-ambiguous", nil},
		{"through az", "ERROR: Failed to connect to MSI. Please make sure MSI is configured correctly.\nGet Token request returned http error: 400, reason: Bad Request", "identity-not-assigned", nil},
		{"selector", "Cloud Shell doesn't support user-assigned managed identities", "identity-selector-unsupported", nil},
		{"App Service fails", `ManagedIdentityCredential authentication failed. {"statusCode":500,"message":"An unexpected error occurred"}`, "managed-identity-endpoint-failed", nil},
		{"Arc's key", "open /var/opt/azcmagent/tokens/1.key: permission denied", "arc-key-unreadable", nil},
		{"pod identity", "no AzureAssignedIdentity found for pod:default/app", "pod-identity-binding-missing", nil},
	})
}

func TestRecogniseNetwork(t *testing.T) {
	requests := func(why string) string {
		return "ERROR: HTTPSConnectionPool(host='login.microsoftonline.com', port=443): Max retries exceeded with url: /" + contosoTenant + "/oauth2/v2.0/token (Caused by " + why + ")\nTo check existing issues, please visit: https://github.com/Azure/azure-cli/issues\nPlease run `az feedback`"
	}
	golang := func(why string) string {
		return "ClientSecretCredential: unable to resolve an endpoint: server response error:\n Get \"https://login.microsoftonline.com/" + contosoTenant + "/v2.0/.well-known/openid-configuration\": " + why + ". To troubleshoot, visit https://aka.ms/azsdk/go/identity/troubleshoot#client-secret"
	}
	host := map[string]string{"host": "login.microsoftonline.com"}
	check(t, []recognition{
		{"name, Python", requests("NewConnectionError('<urllib3.connection.HTTPSConnection object at 0x7f>: Failed to establish a new connection: [Errno -3] Temporary failure in name resolution')"), "dns-failure", host},
		{"name, Go", golang("dial tcp: lookup login.microsoftonline.com on 127.0.0.1:53: read udp 127.0.0.1:5->127.0.0.1:53: read: connection refused"), "dns-failure", host},
		{"name, JavaScript", "getaddrinfo ENOTFOUND login.microsoftonline.com", "dns-failure", host},
		{"name, curl", "curl: (6) Could not resolve host: login.microsoftonline.com", "dns-failure", host},
		{"refused, Go", golang("dial tcp 198.51.100.4:443: connect: connection refused"), "authority-unreachable", host},
		{"no answer, Go", golang("dial tcp 198.51.100.4:443: i/o timeout"), "authority-unreachable", host},
		{"late, without an address", "ClientSecretCredential: server response error:\n context deadline exceeded. To troubleshoot", "authority-unreachable", nil},
		{"cut off, az", "ERROR: ('Connection aborted.', RemoteDisconnected('Remote end closed connection without response'))\nTo open a new issue, please run `az feedback`", "authority-unreachable", nil},
		{"refused, a cloud that closed", "HTTPSConnectionPool(host='login.microsoftonline.de', port=443): Max retries exceeded with url: / (Caused by NewConnectionError('refused'))", "cloud-wrong", nil},
		{"inspection, Go", golang("tls: failed to verify certificate: x509: certificate signed by unknown authority"), "tls-inspection", host},
		{"inspection, Python", requests("SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: unable to get local issuer certificate (_ssl.c:992)'))"), "tls-inspection", host},
		{"expired, Go", golang("tls: failed to verify certificate: x509: certificate has expired or is not yet valid"), "tls-certificate-expired", host},
		{"expired, Python", requests("SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: certificate has expired (_ssl.c:992)'))"), "tls-certificate-expired", host},
		{"no TLS", requests("ProxyError('Unable to connect to proxy', SSLError(SSLError(1, '[SSL: WRONG_VERSION_NUMBER] wrong version number')))"), "tls-broken", host},
		{"proxy wants an account, Python", requests("ProxyError('Cannot connect to proxy.', OSError('Tunnel connection failed: 407 Proxy Authentication Required'))"), "proxy-authentication-required", host},
		{"proxy wants an account, Go", golang("Proxy Authentication Required"), "proxy-authentication-required", host},
		{"proxy refuses, Python", requests("ProxyError('Cannot connect to proxy.', OSError('Tunnel connection failed: 403 Forbidden'))"), "proxy-blocked", host},
		{"proxy refuses, Go", golang("Forbidden"), "proxy-blocked", host},
		{"proxy gone, Python", requests("ProxyError('Cannot connect to proxy.', NewConnectionError('<urllib3.connection.HTTPSConnection object at 0x7f>: Failed to establish a new connection: [Errno 111] Connection refused'))"), "proxy-unreachable", host},
		{"proxy gone, Go", golang("proxyconnect tcp: dial tcp 127.0.0.1:1: connect: connection refused"), "proxy-unreachable", host},
	})
}

// What a text tells beside its cause fills the commands that mend it.
func TestWhatFailuresOfHostsTell(t *testing.T) {
	check(t, []recognition{
		{"private address", `Get "https://contoso-kv.vault.azure.net/secrets": dial tcp 10.1.2.3:443: i/o timeout`, "keyvault-private-dns",
			map[string]string{"private-address": "10.1.2.3", "host": "contoso-kv.vault.azure.net", "vault": "contoso-kv"}},
		{"address behind a proxy", `Get "https://contoso-kv.vault.azure.net/secrets": proxyconnect tcp: dial tcp 10.1.2.3:3128: i/o timeout`, "proxy-unreachable",
			map[string]string{"host": "contoso-kv.vault.azure.net", "vault": "contoso-kv"}},
		{"identity asked for", `ManagedIdentityAuthorizer: failed to request token from metadata endpoint: Get "http://169.254.169.254/metadata/identity/oauth2/token?client_id=` + contosoApp + `": received HTTP status 400 with body: {"error":"invalid_request","error_description":"Identity not found"}`,
			"identity-not-assigned", map[string]string{"client-id": contosoApp}},
		{"translated by .NET", "System.Net.Http.HttpRequestException: Der angegebene Host ist unbekannt. (contoso-kv.vault.azure.net:443)\n ---> System.Net.Sockets.SocketException (11001): Der angegebene Host ist unbekannt.",
			"keyvault-not-found", map[string]string{"host": "contoso-kv.vault.azure.net"}},
	})
}
