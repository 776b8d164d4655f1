package cause

import (
	"strings"

	"azdoctor/checks/cause/lazyregexp"
)

// metadataAddress is where IMDS answers, on a machine in Azure and nowhere else.
const metadataAddress = "169.254.169.254"

// hostPatterns find the host that a network failure is about, the surest first.
var hostPatterns = []*lazyregexp.Regexp{
	lazyregexp.New(`lookup ([a-z0-9.-]+)`),
	lazyregexp.New(`could not resolve host: ([a-z0-9.-]+)`),
	lazyregexp.New(`failed to connect to ([a-z0-9.-]+) port`),
	lazyregexp.New(`(?:enotfound|eai_again|econnrefused|etimedout) ([a-z0-9.-]+\.[a-z0-9.-]+)`),
	lazyregexp.New(`host='([a-z0-9.-]+)'`),
	lazyregexp.New(`(?:get|post|head|put) "?https?://([a-z0-9.-]+)`),
	lazyregexp.New(`for url: https?://([a-z0-9.-]+)`),
	lazyregexp.New(`\(([a-z0-9.-]+\.[a-z]{2,}):443\)`),
	lazyregexp.New(`https?://([a-z0-9.-]+)`),
}

// advice matches hosts that programs send people to for help.
var advice = lazyregexp.New(`^(?:github\.com|aka\.ms|(?:learn|docs|go|support)\.microsoft\.com|pip\.pypa\.io|urllib3\.readthedocs\.io)$`)

// host returns the host that the text is about; "" where it names none.
func (p part) host() string {
	for _, pattern := range hostPatterns {
		for _, match := range pattern.FindAllStringSubmatch(p.plain, 50) {
			if host := strings.Trim(match[1], ".-"); host != "" && !advice.MatchString(host) {
				return host
			}
		}
	}
	return ""
}

// vaultHost matches a vault's host name in any cloud.
// learn.microsoft.com/azure/key-vault/general/about-keys-secrets-certificates, read 2026-11-22.
var vaultHost = lazyregexp.New(`^([a-z0-9-]+)\.(?:privatelink\.)?(?:vault\.azure\.net|vault\.azure\.cn|vault\.usgovcloudapi\.net|vault\.microsoftazure\.de|vaultcore\.azure\.net)$`)

// signInHost matches Entra's hosts in any cloud, and signInPath the addresses that only a sign-in service has.
// learn.microsoft.com/entra/identity-platform/authentication-national-cloud, read 2026-11-22.
var (
	signInHost = lazyregexp.New(`^(?:login\.[a-z0-9.-]+|sts\.windows\.net|[a-z0-9-]+\.b2clogin\.com|[a-z0-9-]+\.ciamlogin\.com)$`)
	signInPath = lazyregexp.New(`/oauth2/|openid-configuration|/discovery/instance`)
)

// Words of the programs that make connections. Those of operating systems are translated on users' machines and are
// looked for only beside such structure.
var (
	proxySignIn  = []string{"tunnel connection failed: 407", `": proxy authentication required`, "http code 407 from proxy", "failed with status code '407'", "407 (proxy authentication required)", "407 proxy authentication required"}
	proxyRefusal = []string{"tunnel connection failed: ", "from proxy after connect", "the proxy tunnel request to proxy"}
	proxyAbsence = []string{"proxyconnect tcp:", "cannot connect to proxy", "unable to connect to proxy", "could not resolve proxy"}
	tlsNoTLS     = []string{"wrong_version_number", "wrong version number", "ssleoferror", "unexpected_eof_while_reading", "eof occurred in violation of protocol", "first record does not look like a tls handshake", "tls: handshake failure", "sslv3_alert_handshake_failure", "sslv3 alert handshake failure", "server gave http response to https client"}
	tlsUntrusted = []string{"x509: certificate signed by unknown authority", "certificate_verify_failed", "certificate verify failed", "unable to get local issuer certificate", "unable_to_get_issuer_cert_locally", "self_signed_cert_in_chain", "self-signed certificate in certificate chain", "self signed certificate in certificate chain", "unable_to_verify_leaf_signature", "unable to verify the first certificate", "pkix path building failed", "remotecertificatechainerrors", "partialchain", "untrustedroot", "curl: (60)"}
	tlsExpired   = []string{"x509: certificate has expired", "certificate verify failed: certificate has expired", "cert_has_expired", "ssl certificate problem: certificate has expired", "notimevalid"}
	unresolved   = []string{"no such host", "name or service not known", "nodename nor servname", "[errno 11001]", "[errno -2]", " enotfound", "'enotfound'", "could not resolve host", "unknownhostexception"}
	resolverDown = []string{"dial tcp: lookup ", "temporary failure in name resolution", "getaddrinfo", "nameresolutionerror", "nameresolutionfailure", "eai_again", "failed to resolve '"}
	notConnected = []string{"dial tcp", "newconnectionerror", "connecttimeouterror", "readtimeout", "read timed out", "max retries exceeded", "remotedisconnected", "connectionreseterror", "connection aborted", `": eof`, `": context deadline exceeded`, "client.timeout exceeded", "i/o timeout", "tls handshake timeout", "econnrefused", "etimedout", "econnreset", "failed to connect to ", "connection reset by peer"}
)

// goProxyRefusal is how Go reports a proxy's refusal: the words of the proxy's status after the address.
// net/http transport.go of Go 1.26, dialConn, read 2026-11-22.
var goProxyRefusal = lazyregexp.New(`(?:get|post|head|put) "https://[^"]+": (?:forbidden|bad gateway|service unavailable|gateway timeout|method not allowed|not found|access denied)(?:$|[^a-z])`)

// network returns the cause of a connection that did not come about; nil where the text shows none. What stands nearest
// to this machine comes first: proxy, then TLS, then names, then addresses.
func (p part) network() *Cause {
	metadata := strings.Contains(p.plain, metadataAddress)
	switch {
	case p.contains("connecting to " + metadataAddress + ":80"):
		return IMDSIntercepted
	case p.contains(proxySignIn...):
		return ProxyAuthenticationRequired
	case p.contains(proxyRefusal...), goProxyRefusal.MatchString(p.plain):
		return ProxyBlocked
	case p.contains(tlsExpired...):
		return TLSCertificateExpired
	case p.contains(tlsUntrusted...):
		return TLSInspection
	case p.contains(tlsNoTLS...):
		return TLSBroken
	case p.contains(proxyAbsence...):
		if metadata {
			return IMDSProxied
		}
		return ProxyUnreachable
	case metadata && p.contains(notConnected...):
		return IMDSUnreachable
	}
	return p.unreached()
}

// unreached returns the cause of a name that does not resolve or an address that does not answer, by whose it is.
func (p part) unreached() *Cause {
	host := p.host()
	vault := vaultHost.MatchString(host)
	missing, failing := p.contains(unresolved...), p.contains(resolverDown...)
	if !missing && !failing && !p.contains(notConnected...) {
		return nil
	}
	switch {
	case host == "login.microsoftonline.de": // closed with the German cloud in 2021
		return CloudWrong
	case missing && vault && !p.contains("temporary failure"):
		return KeyVaultNotFound
	case missing || failing:
		return DNSFailure
	case vault:
		return KeyVaultUnreachable
	case signInHost.MatchString(host), signInPath.MatchString(p.plain):
		return AuthorityUnreachable
	case host == "" && (p.credential == forAz || p.credential == forAzd):
		return AuthorityUnreachable // all that az and azd connect to for a token
	}
	return nil
}

// An HTTP answer as azcore and azidentity print it, as Python's requests does, and as .NET does.
var (
	dumpedAnswer   = lazyregexp.New(`(?:get|post|put|head) https?://([a-z0-9.-]+)\S* -*\s*response ([0-9]{3})`)
	requestsAnswer = lazyregexp.New(`([0-9]{3}) (?:server|client) error: .{0,200}? for url: https?://([a-z0-9.-]+)`)
	hostAnswer     = lazyregexp.New(`"statuscode": ?(5[0-9]{2}), ?"message"`)
)

// answered returns the cause of an answer that has no code and no known words, by who gave it and its status.
func (p part) answered() *Cause {
	host, status := "", ""
	if match := dumpedAnswer.FindStringSubmatch(p.plain); match != nil {
		host, status = match[1], match[2]
	} else if match := requestsAnswer.FindStringSubmatch(p.plain); match != nil {
		host, status = match[2], match[1]
	} else if hostAnswer.MatchString(p.plain) {
		return ManagedIdentityEndpointFailed
	}
	failed := strings.HasPrefix(status, "5")
	page := strings.Contains(p.plain, "<html") || strings.Contains(p.plain, "<!doctype")
	switch {
	case host == metadataAddress:
		return metadataAnswer(status)
	case page && status == "403", page && status == "503":
		return ProxyBlocked // Azure answers JSON; a page is from something on the way
	case signInHost.MatchString(host) && status == "429":
		return EntraThrottled
	case signInHost.MatchString(host) && failed:
		return EntraUnavailable
	case vaultHost.MatchString(host) && status == "429":
		return KeyVaultThrottled
	case vaultHost.MatchString(host) && failed:
		return KeyVaultUnreachable
	case p.credential == "managed-identity" && failed:
		return ManagedIdentityEndpointFailed
	}
	return p.undecoded()
}

// metadataAnswer is what a status of the metadata address means.
// learn.microsoft.com/entra/identity/managed-identities-azure-resources/how-to-use-vm-token, read 2026-11-22.
func metadataAnswer(status string) *Cause {
	switch status {
	case "429":
		return IMDSThrottled
	case "502", "504":
		return IMDSProxied
	case "403":
		return IMDSIntercepted
	case "404", "410", "500", "503":
		return IMDSServerError
	}
	return nil
}

// undecoded returns the cause of an answer that Python could not read as JSON, by the module that read it.
func (p part) undecoded() *Cause {
	if !p.contains("jsondecodeerror", "expecting value: line 1 column 1") {
		return nil
	}
	switch {
	case p.contains("oauth2cli", "msal/authority", `msal\authority`):
		return ProxyBlocked
	case p.contains("msrestazure", "adal_authentication"):
		return IMDSIntercepted
	}
	return nil
}
