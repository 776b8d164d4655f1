package cause

import (
	"slices"
	"strings"

	"azdoctor/checks/cause/lazyregexp"
)

// Words of the programs that make connections. Those of operating systems are translated on users' machines and are
// looked for only beside such structure.
var (
	proxySignIn  = []string{"proxy authentication required", "proxyauthenticationrequired", "http code 407 from proxy", "tunnel connection failed: 407", "failed with status code '407'", "err_proxy_auth", "proxyauth", "407 authenticationrequired"}
	proxyRefusal = []string{"tunnel connection failed: ", "from proxy after connect", "connect tunnel failed, response", "the proxy tunnel request to proxy", "unable to tunnel through proxy", "httpproxyconnectexception", "tunneling socket could not be established, statuscode", "unsuccessful tunnel"}
	proxyAbsence = []string{"proxyconnect tcp:", "cannot connect to proxy", "unable to connect to proxy", "could not resolve proxy", "couldn't resolve proxy", "tunneling socket could not be established, cause", "proxyconnectexception", "err_proxy_connection_failed"}
	tlsNoTLS     = []string{
		"wrong_version_number", "wrong version number", "ssleoferror", "unexpected_eof_while_reading", "eof occurred in violation of protocol", "first record does not look like a tls handshake",
		"tls: handshake failure", "sslv3_alert_handshake_failure", "sslv3 alert handshake failure", "received fatal alert: ", "server gave http response to https client", "could not create ssl/tls secure channel",
		"unable to read data from the transport connection", "unsupported or unrecognized ssl message", "curl: (35)", "ssl_error_syscall", "authentication failed because the remote party",
		"received an unexpected eof or 0 bytes", "tlsv1 alert", "sslzeroreturnerror", "bad handshake: syscallerror", "remote host terminated the handshake", "remote host closed connection during handshake", "sslexception: connection reset", "socket disconnected before secure tls connection", "decryption_failed_or_bad_record_mac", "error code: 12175", ". ssl connect error",
	}
	tlsUntrusted = []string{
		"x509: certificate signed by", "tls: failed to verify certificate", "x509: certificate is valid for", "x509: certificate is not valid for any names", "certificate is not trusted", "certificate_verify_failed", "certificate verify failed", "unable to get local issuer certificate",
		"unable_to_get_issuer_cert_locally", "self_signed_cert_in_chain", "depth_zero_self_signed_cert", "self-signed certificate", "self signed certificate", "unable_to_verify_leaf_signature",
		"unable to verify the first certificate", "err_tls_cert_altname_invalid", "pkix path building failed", "unable to find valid certification path", "pkix path validation failed", "remotecertificatechainerrors",
		"remotecertificatenamemismatch", "the remote certificate is invalid", "could not establish trust relationship", "partialchain", "untrustedroot", "curl: (60)", "invalid peer certificate",
		"ssl peer certificate or ssh remote key was not ok", "problem with the ssl ca cert (path? access rights?)", "peer certificate cannot be authenticated with given ca certificates", "clientconnectorcertificateerror", "could not find a suitable tls ca certificate bundle", "[x509] ", "[x509: ",
	}
	// tlsPreambles are what .NET, Go, Netty and az say of every failure of TLS, whatever its reason.
	tlsPreambles = []string{"the ssl connection could not be established", "tls: failed to verify certificate", "certificate verification failed. this typically happens when using azure cli behind a proxy that intercepts traffic with a self-signed certificate", "general opensslengine problem", "general sslengine problem"}
	tlsExpired   = []string{"x509: certificate has expired", "certificate has expired", "cert_has_expired", "certificateexpiredexception", "certificate expired", "certexpired", "notimevalid"}
	unresolved   = []string{
		"no such host", "name or service not known", "nodename nor servname", "name does not resolve", "[errno 11001]", "[errno -2]", "[errno -5]", " enotfound", "'enotfound'", "err_name_not_resolved", "could not resolve host",
		"couldn't resolve host", "unknownhostexception", "the remote name could not be resolved", "socketexception (11001)", "error code: 12007", "error 12007 opening url", "a non-recoverable error occurred during a database lookup", ": nxdomain", ": non-existent domain",
	}
	resolverDown = []string{
		"dial tcp: lookup ", "temporary failure in name resolution", "[errno -3]", "gaierror", "getaddrinfo", "nameresolutionerror", "nameresolutionfailure", "eai_again", "failed to resolve '", "' failed to resolve", "dns error", "failed to lookup address", "socketexception (11002)",
		"socketexception (00000001, 11)", "resource temporarily unavailable (", ": no response from server", ": servfail",
	}
	notConnected = []string{
		"dial tcp", "newconnectionerror", "failed to establish a new connection", "connecttimeouterror", "readtimeout", "read timed out", "connect timeout=", "max retries exceeded", "remotedisconnected", "connectionreseterror", "connection aborted", `": eof`,
		`": context deadline exceeded`, "client.timeout exceeded", "i/o timeout", "tls handshake timeout", "econnrefused", "etimedout", "econnreset", "ehostunreach", "enetunreach", "ehostdown", "und_err_connect_timeout",
		"failed to connect to ", "connection reset by peer", "connection refused", "connection timed out", "connect timed out", "response timed out", "connecttimeoutexception", "sockettimeoutexception", "prematurecloseexception", "connectexception", "socketexception: connection reset", "cannot connect to host", "socketexception (", "], socketexception",
		"could not connect to server", "couldn't connect to server", "unable to connect to the remote server", "tcp connect error", "client error (connect)", "fail to get a new connection for: http", "fetch failed", "curl: (28)", "error code: 12029", "error code: 12002", "error 12029 opening url", "error 12002 opening url", "error sending request for url (", "socket hang up",
		"network_error", "exceeded the configured timeout of", "failure sending request: statuscode=0", "failed to execute the refresh request",
	}
)

var (
	// proxyStatus407 is a proxy's demand for an account, by its status.
	proxyStatus407 = lazyregexp.New(`proxy.{0,120}\b407\b|\b407\b.{0,40}proxy`)
	// goProxyRefusal is how Go reports a proxy's refusal: the words of the proxy's status after the address.
	// net/http transport.go of Go 1.26, dialConn, read 2026-11-22.
	goProxyRefusal = lazyregexp.New(`(?:get|post|head|put) "https://[^"]+": (?:forbidden|bad gateway|service unavailable|gateway timeout|method not allowed|not found|access denied)(?:$|[^a-z])`)
	// dotnetConnection is how .NET ends what the operating system says of a connection, in whatever language.
	dotnetConnection = lazyregexp.New(`\([a-z0-9.-]+\.[a-z0-9]+:(?:443|80)\)`)
	// serverFailed is how nslookup for Windows says that a name server failed.
	serverFailed = lazyregexp.New(`can't find [a-z0-9.-]+: server failed`)
	// ownEndpoint is a host's own token service, which answers on the machine itself, where a program says that it failed there.
	ownEndpoint = lazyregexp.New(`(?:\(|dial tcp |econnrefused |(?:get|post) "?http://)(?:localhost|127\.0\.0\.1|\[?::1\]?):[0-9]{2,5}`)
	// metadataByProxy is a request to the metadata address that urllib3 sends to another host. curl -v shows the header
	// Proxy-Connection instead.
	metadataByProxy = lazyregexp.New(`https?://[^ "]{1,200} "(?:get|put) http://169\.254\.169\.254`)
	// maskedVault is a vault's host with its name made unreadable by whoever shows it, where a program says that it failed there.
	maskedVault = lazyregexp.New(`(?:lookup |resolve(?: host:)? ?'?|host='|enotfound |could not be resolved: '|unknownhostexception: )(?:["'<\[*x._…-]{1,40}|['"]?<[^<>]{1,30}>)\.vault\.(?:azure\.net|azure\.cn|usgovcloudapi\.net)`)
	// privateVault is a connection to a vault by an address of a private network, in the words of Go, Java, .NET and curl.
	privateVault = lazyregexp.New(`(?:dial tcp |vault[a-z]*\.[a-z.]+/|trying |\()((?:10|192\.168|172\.(?:1[6-9]|2[0-9]|3[01]))\.[0-9.]{3,11})(?::443|\))`)
)

// network returns the cause of a connection that did not come about; nil where the text shows none, or one that has nothing
// to do with Azure. What stands nearest to this machine comes first: proxy, then TLS, then names, then addresses. own tells that
// it is a program of Azure that says so, or of a host of Azure; else it is the only one that the text shows.
func (p part) network() (cause *Cause, own bool) {
	if p.contains("connecting to " + metadataAddress + ":80") {
		return IMDSIntercepted, true
	}
	if p.contains(metadataAddress+"/metadata/") && (p.contains("proxy-connection: ") || metadataByProxy.MatchString(p.plain)) {
		return IMDSProxied, true
	}
	if p.contains("fetch client threw: error: http status code") { // MSAL for JavaScript, of an answer
		return nil, false
	}
	if p.catalogue.excerpts {
		if cause := p.lostInLog(); cause != nil {
			return cause, true
		}
	}
	log, whole := p.isLog(), p
	if rest := p.withoutOthers(); len(rest) < len(p.lines) {
		p = p.catalogue.part(rest)
	}
	if cause := p.disconnected(); cause != nil && (p.aboutAzure() || p.onTheWay(cause) || cause == ProxyAuthenticationRequired && p.anybodys()) {
		return cause, !log || p.namesHost()
	}
	cause = whole.lostInLog()
	return cause, cause != nil
}

// lostInLog is network for a log in which a message says of itself that it could not reach Azure.
func (p part) lostInLog() *Cause {
	own, others := p.ownMessages()
	if own == "" {
		return nil
	}
	if closer := p.catalogue.part(own + others).disconnected(); slices.Contains(toldBeside, closer) {
		return closer
	}
	return p.catalogue.part(own).disconnected()
}

// toldBeside are the causes that lines beside a failure tell from others: what a machine has, and what a name leads to.
var toldBeside = []*Cause{ArcNotDetected, KeyVaultPrivateDNS, ManagedIdentityEndpointFailed}

// onTheWay are the causes that lie between this machine and all of Azure alike, whichever host of it a program went to first.
var onTheWay = []*Cause{TLSInspection, ProxyAuthenticationRequired, ProxyBlocked, ProxyUnreachable}

// onTheWay reports whether a cause lies between this machine and all of Azure, and the host that failed is one of Microsoft's, as
// those of storage accounts and registries are.
func (p part) onTheWay(cause *Cause) bool {
	return slices.Contains(onTheWay, cause) && slices.ContainsFunc(hostsIn(p.plain, failingHost...), microsoftHost.MatchString)
}

func (p part) disconnected() *Cause {
	switch {
	case p.contains("because the ssl module is not available") && p.contains("please ensure you have network connection", "azure-cli", "azure/cli", `azure\cli`, "az login"):
		return CLIInstallationBroken // az's Python was built without TLS
	case p.contains(proxySignIn...), p.contains("407") && proxyStatus407.MatchString(p.plain):
		return ProxyAuthenticationRequired
	case p.contains(proxyAbsence...) && !p.contains(tlsNoTLS...) && !p.contains(proxyRefusal...) && !p.without(tlsPreambles...).contains(tlsUntrusted...):
		if p.asksMetadata() {
			return IMDSProxied
		}
		return ProxyUnreachable
	case p.contains(proxyRefusal...), p.contains(`"https://`) && goProxyRefusal.MatchString(p.plain):
		return ProxyBlocked
	case p.contains(tlsExpired...):
		return TLSCertificateExpired
	case p.without(tlsPreambles...).contains(tlsUntrusted...):
		return TLSInspection
	case p.contains(tlsNoTLS...):
		return TLSBroken
	case p.contains(tlsPreambles...):
		return TLSInspection
	}
	return p.unreached()
}

// without returns the part as if it did not have these words.
func (p part) without(phrases ...string) part {
	for _, phrase := range phrases {
		p.plain = strings.ReplaceAll(p.plain, phrase, "")
	}
	return p
}

// asksMetadata reports whether the text is about the metadata address, or a host of its path that a mask hides.
func (p part) asksMetadata() bool {
	if !p.contains(metadataAddress, "/metadata/identity/", "authenticatetoimdsendpoint") {
		return false
	}
	host := p.host()
	return host == metadataAddress || !ofAzure(host) && (p.contains(metadataAddress) || !p.contains("localhost:40342", "127.0.0.1:40342"))
}

// arcHosts are signs of a machine that has the agent of Azure Arc, as its owner shows them beside an error.
var arcHosts = []string{"himdsd", "azcmagent show", "localhost:40342", "127.0.0.1:40342", "arc-enabled server"}

// cloudShell is the address of Cloud Shell's token service.
// learn.microsoft.com/azure/cloud-shell/msi-authorization, read 2026-11-22.
const cloudShell = "localhost:50342/oauth2/token"

// unreached returns the cause of a name that does not resolve or an address that does not answer, by whose it is.
func (p part) unreached() *Cause {
	missing, failing := p.contains(unresolved...), p.contains(resolverDown...) || p.find(serverFailed, ": server failed") != nil
	if !missing && !failing && !p.contains(notConnected...) && !(p.contains(":443)", ":80)") && dotnetConnection.MatchString(p.plain)) {
		return nil
	}
	host := p.host()
	if tokenAudience.MatchString(host) && !slices.Contains(hostsIn(p.plain, failingHost...), host) {
		host = "" // what a token was asked for
	}
	vault := vaultHost.MatchString(host) || maskedVault.MatchString(p.plain)
	switch {
	case host == "" && p.contains("attempting to connect to vault"): // az, of a vault whose name it made itself
		return KeyVaultNotFound
	case p.asksMetadata() && p.contains(arcHosts...):
		return ArcNotDetected
	case p.asksMetadata():
		return IMDSUnreachable
	case p.contains("localhost:40342", "127.0.0.1:40342", cloudShell), (p.credential == "managed-identity" || p.contains("/msi/token")) && ownEndpoint.MatchString(p.plain):
		return ManagedIdentityEndpointFailed
	case p.contains("localhost:2579", "127.0.0.1:2579"): // NMI, as the CSI driver's provider asks for a pod's token
		return PodIdentityBindingMissing
	case host == "login.microsoftonline.de": // closed with the German cloud in 2021
		return CloudWrong
	case missing && vault && !p.contains("temporary failure"):
		return KeyVaultNotFound
	case missing || failing:
		return DNSFailure
	case vault && privateVault.MatchString(p.plain):
		return KeyVaultPrivateDNS
	case vault:
		return KeyVaultUnreachable
	case signInHost.MatchString(host), signInPath.MatchString(p.plain):
		return AuthorityUnreachable
	case host != "" || p.fromMSI():
		return nil
	case p.credential == "managed-identity", p.contains("managed identity authentication is not available"):
		return IMDSUnreachable
	case p.credential != "", p.contains("adal: failed to execute the refresh request", "adal4j", "msal", "get-access-token"):
		return AuthorityUnreachable // all that az, azd, the other credentials and their libraries connect to for a token
	case p.contains(vaultClients...), p.contains("azurerm_key_vault"):
		return KeyVaultUnreachable
	}
	return nil
}

// Answers of name servers, as nslookup, dig and Resolve-DnsName print them.
var (
	privateAlias = lazyregexp.New(`\.privatelink\.vaultcore\.[a-z.]+`)
	namedAddress = lazyregexp.New(`(?:name: +\S+ +address(?:es)?: *|\sin a |\sa [0-9]{1,6} +answer )((?:[0-9]{1,3}\.){3}[0-9]{1,3})(?:[^0-9.]|$)`)
	notPublic    = lazyregexp.New(`^(?:10|127|192\.168|169\.254|172\.(?:1[6-9]|2[0-9]|3[01]))\.`)
)

// resolved returns the cause of a vault's name that has an alias for a private endpoint and leads to a public address.
// learn.microsoft.com/azure/key-vault/general/private-link-diagnostics, read 2026-11-22.
func (p part) resolved() *Cause {
	if !p.contains(".privatelink.") || !privateAlias.MatchString(p.plain) {
		return nil
	}
	for _, match := range namedAddress.FindAllStringSubmatch(p.plain, 20) {
		if !notPublic.MatchString(match[1]) {
			return KeyVaultPrivateDNS
		}
	}
	return nil
}
