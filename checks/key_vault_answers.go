package checks

import (
	"cmp"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"os"
	"strings"
	"syscall"
	"time"
)

// maxErrorText bounds an error's or a body's text within the facts. Key Vault's longest refusals are under 2 KB.
const maxErrorText = 4 << 10

// maxName bounds a name taken from a certificate or a header.
const maxName = 200

// boundedText cuts a text to at most limit bytes, at a character.
func boundedText(text string, limit int) string {
	if len(text) > limit {
		text = text[:limit]
	}
	return strings.ToValidUTF8(text, "")
}

// describeConnectError says why no TCP connection came about; a name that does not resolve is the rung before.
func (v *VaultFacts) describeConnectError(err error) {
	var dns *net.DNSError
	if errors.As(err, &dns) {
		v.describeNameError(err)
		return
	}
	v.ConnectError = boundedText(err.Error(), maxErrorText)
	v.ConnectFailure = cmp.Or(connectFailure(err), "other")
}

// connectFailure says why no connection came about: "refused", "unreachable" or "timeout"; "" where it is none of these.
func connectFailure(err error) string {
	var number syscall.Errno
	switch known := errors.As(err, &number); {
	case known && (number == syscall.ECONNREFUSED || number == windowsRefused):
		return "refused"
	case known && (number == syscall.ENETUNREACH || number == syscall.EHOSTUNREACH || number == windowsNetworkUnreachable || number == windowsHostUnreachable):
		return "unreachable"
	case timedOut(err):
		return "timeout"
	}
	return ""
}

// Windows's own numbers; package syscall's names stand for others there.
// https://learn.microsoft.com/windows/win32/winsock/windows-sockets-error-codes-2, read 2026-11-22.
const (
	windowsNetworkUnreachable = syscall.Errno(10051)
	windowsReset              = syscall.Errno(10054)
	windowsRefused            = syscall.Errno(10061)
	windowsHostUnreachable    = syscall.Errno(10065)
)

func timedOut(err error) bool {
	var timeout net.Error
	return errors.Is(err, errVaultSilent) || errors.Is(err, context.DeadlineExceeded) || errors.Is(err, os.ErrDeadlineExceeded) ||
		errors.As(err, &timeout) && timeout.Timeout()
}

func (v *VaultFacts) describeNameError(err error) {
	var dns *net.DNSError
	v.DNSError = boundedText(err.Error(), maxErrorText)
	v.DNSNotFound = errors.As(err, &dns) && dns.IsNotFound
}

// describeTLSError says which kind of handshake failed, and who signed what was presented.
func (v *VaultFacts) describeTLSError(err error, now time.Time) {
	v.TLSError = boundedText(err.Error(), maxErrorText)
	v.TLSFailure = "other"
	var unverified *tls.CertificateVerificationError
	if errors.As(err, &unverified) && len(unverified.UnverifiedCertificates) > 0 {
		v.describeCertificate(unverified.UnverifiedCertificates[0])
	}
	var (
		invalid x509.CertificateInvalidError
		unknown x509.UnknownAuthorityError
		noRoots x509.SystemRootsError
		name    x509.HostnameError
		record  tls.RecordHeaderError
	)
	switch {
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		v.TLSFailure = "expired"
		if invalid.Cert != nil { // the certificate at fault need not be the vault's own
			v.TLSNotAfter = invalid.Cert.NotAfter.UTC()
			if now.Before(invalid.Cert.NotBefore) {
				v.TLSFailure = "not-yet-valid"
			}
		}
	case errors.As(err, &name):
		v.TLSFailure = "wrong-host"
	case errors.As(err, &unknown), errors.As(err, &noRoots), errors.As(err, &invalid), unverified != nil:
		v.TLSFailure = "untrusted"
	case errors.As(err, &record), errors.Is(err, http.ErrSchemeMismatch):
		v.TLSFailure = "not-tls"
	case timedOut(err):
		v.TLSFailure = "timeout"
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, syscall.ECONNRESET), errors.Is(err, syscall.EPIPE), errors.Is(err, net.ErrClosed), errors.Is(err, windowsReset):
		v.TLSFailure = "cut"
	}
}

// describeCertificate keeps who signed the certificate presented, and until when it is valid.
func (v *VaultFacts) describeCertificate(certificate *x509.Certificate) {
	v.TLSNotAfter = certificate.NotAfter.UTC()
	v.TLSIssuer = certificate.Issuer.CommonName
	if organization := certificate.Issuer.Organization; len(organization) > 0 && organization[0] != v.TLSIssuer {
		v.TLSIssuer = strings.TrimPrefix(v.TLSIssuer+", "+organization[0], ", ")
	}
	v.TLSIssuer = boundedText(v.TLSIssuer, maxName)
}

// tunnelFailure is the kind of a proxy's refusal to open a tunnel.
func tunnelFailure(status int) string {
	switch status {
	case http.StatusProxyAuthRequired:
		return "authentication"
	case http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return "gateway"
	}
	return "refused"
}

// isPrivate reports whether an address belongs to a private network: RFC 1918, IPv6 unique local, or the shared space
// (100.64.0.0/10) that some virtual networks use.
func isPrivate(address string) bool {
	parsed, err := netip.ParseAddr(address)
	return err == nil && (parsed.Unmap().IsPrivate() || sharedSpace.Contains(parsed.Unmap()))
}

var sharedSpace = netip.MustParsePrefix("100.64.0.0/10")

// readAnswer keeps what the anonymous answer tells.
func (v *VaultFacts) readAnswer(response *http.Response, body []byte) {
	v.Status = response.StatusCode
	parameters := challengeParameters(response.Header.Values("WWW-Authenticate"))
	v.TenantID, v.Resource = challengeTarget(parameters)
	v.FromVault = v.TenantID != "" && v.Status == http.StatusUnauthorized || vaultHeaders(response.Header)
	v.Region = boundedText(response.Header.Get("x-ms-keyvault-region"), maxName)
	v.ClientAddress = clientAddress(response.Header.Get("x-ms-keyvault-network-info"))
	if date, err := http.ParseTime(response.Header.Get("Date")); err == nil {
		v.ServerTime = date.UTC()
	}
	if v.Status != http.StatusUnauthorized || v.TenantID == "" {
		v.Body = boundedText(string(body), maxErrorText)
	}
	if location, err := url.Parse(response.Header.Get("Location")); err == nil && !v.FromVault {
		v.Redirect = boundedText(location.Hostname(), maxName)
	}
}

// vaultHeaders reports whether an answer carries headers that only Key Vault sets.
// https://learn.microsoft.com/azure/key-vault/general/private-link-diagnostics, read 2026-11-22.
func vaultHeaders(header http.Header) bool {
	return header.Get("x-ms-keyvault-service-version") != "" || header.Get("x-ms-keyvault-region") != "" || header.Get("x-ms-keyvault-network-info") != ""
}

// maxChallenge bounds the challenge that is parsed; Key Vault's is under 200 bytes, claims make it some kilobytes.
const maxChallenge = 8 << 10

// challengeParameters reads the parameters of a Bearer challenge, names in lower case. What is malformed is left out.
func challengeParameters(headers []string) map[string]string {
	parameters := map[string]string{}
	for _, header := range headers {
		header = boundedText(header, maxChallenge)
		scheme, rest, _ := strings.Cut(strings.TrimSpace(header), " ")
		if !strings.EqualFold(scheme, "Bearer") {
			continue
		}
		for rest != "" {
			var name, value string
			var ok bool
			name, rest, ok = strings.Cut(rest, "=")
			if !ok {
				break
			}
			rest = strings.TrimLeft(rest, " ")
			if quoted, found := strings.CutPrefix(rest, `"`); found {
				value, rest, _ = strings.Cut(quoted, `"`)
				_, rest, _ = strings.Cut(rest, ",")
			} else {
				value, rest, _ = strings.Cut(rest, ",")
			}
			name = strings.ToLower(strings.Trim(name, " ,"))
			if _, seen := parameters[name]; !seen && name != "" {
				parameters[name] = strings.TrimSpace(value)
			}
		}
	}
	return parameters
}

// challengeTarget returns the tenant and the resource a challenge asks for. The tenant is the first segment of the
// authority's path, whatever the authority's host: vaults also name login.windows.net. Managed HSMs may say scope.
// azsecrets 1.5.1's challenge_policy.go, read 2026-11-22.
func challengeTarget(parameters map[string]string) (tenant, resource string) {
	authority := cmp.Or(parameters["authorization"], parameters["authorization_uri"])
	if parsed, err := url.Parse(authority); err == nil && parsed.Scheme == "https" {
		tenant, _, _ = strings.Cut(strings.TrimPrefix(parsed.Path, "/"), "/")
	}
	if !validTenant(tenant) {
		tenant = ""
	}
	resource = cmp.Or(parameters["resource"], strings.TrimSuffix(parameters["scope"], "/.default"))
	return tenant, boundedText(resource, maxName)
}

// validTenant reports whether a tenant has the characters azidentity accepts, which keep it one word of a command line. A
// GUID has 36, and domains in use are far from 100.
func validTenant(tenant string) bool {
	return len(tenant) <= 100 && tenantName.MatchString(tenant) && tenant[0] != '-'
}

// clientAddress reads "conn_type=Ipv4;addr=203.0.113.7;act_addr_fam=InterNetwork;": the address a vault sees us come from.
// The parts come in no fixed order and not all of them always; "" where there is no address.
// https://learn.microsoft.com/azure/key-vault/general/private-link-diagnostics, read 2026-11-22.
func clientAddress(info string) string {
	for part := range strings.SplitSeq(boundedText(info, maxChallenge), ";") {
		name, value, _ := strings.Cut(part, "=")
		if strings.EqualFold(strings.TrimSpace(name), "addr") {
			if address, err := netip.ParseAddr(strings.TrimSpace(value)); err == nil {
				return address.WithZone("").Unmap().String()
			}
		}
	}
	return ""
}

// errorCodes reads the codes of Key Vault's error body; both "" where it is none.
// https://learn.microsoft.com/azure/key-vault/general/rest-error-codes, read 2026-11-22.
func errorCodes(body []byte) (code, inner string) {
	var answer struct {
		Error struct {
			Code       string `json:"code"`
			InnerError struct {
				Code string `json:"code"`
			} `json:"innererror"`
		} `json:"error"`
	}
	if json.Unmarshal(body, &answer) != nil {
		return "", ""
	}
	return boundedText(answer.Error.Code, maxName), boundedText(answer.Error.InnerError.Code, maxName)
}
