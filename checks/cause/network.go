package cause

// The causes of the network, TLS, proxies and the clock.
var (
	DNSFailure = &Cause{
		Slug:     "dns-failure",
		Severity: Error,
		Title:    "host names do not resolve (not only a vault's)",
	}
	AuthorityUnreachable = &Cause{
		Slug:     "authority-unreachable",
		Severity: Error,
		Title:    "the sign-in host cannot be reached",
	}
	TLSInspection = &Cause{
		Slug:     "tls-inspection",
		Severity: Error,
		Title:    "a proxy's certificate authority is not trusted by this runtime",
	}
	TLSCertificateExpired = &Cause{
		Slug:     "tls-certificate-expired",
		Severity: Error,
		Title:    "a certificate on the way has expired",
	}
	TLSBroken = &Cause{
		Slug:     "tls-broken",
		Severity: Error,
		Title:    "the TLS session is cut or is not TLS",
	}
	ProxyAuthenticationRequired = &Cause{
		Slug:     "proxy-authentication-required",
		Severity: Error,
		Title:    "the proxy wants credentials",
	}
	ProxyBlocked = &Cause{
		Slug:     "proxy-blocked",
		Severity: Error,
		Title:    "the proxy refuses the host",
	}
	ProxyUnreachable = &Cause{
		Slug:     "proxy-unreachable",
		Severity: Error,
		Title:    "the configured proxy does not resolve or answer",
	}
	ClockSkew = &Cause{
		Slug:     "clock-skew",
		Severity: Error,
		Title:    "this machine's clock is off",
	}
)

var network = []*Cause{
	DNSFailure,
	AuthorityUnreachable,
	TLSInspection,
	TLSCertificateExpired,
	TLSBroken,
	ProxyAuthenticationRequired,
	ProxyBlocked,
	ProxyUnreachable,
	ClockSkew,
}
