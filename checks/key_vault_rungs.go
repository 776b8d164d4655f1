package checks

import (
	"cmp"
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"time"

	"azdoctor/checks/cause"
)

// label names a vault in a sentence: its name, or what was given where that is none.
func (v *VaultFacts) label() string {
	switch {
	case v.Name != "":
		return v.Name
	case v.Host != "":
		return v.Host
	}
	return fmt.Sprintf("%q", boundedText(v.Given, maxName))
}

// fault is a verdict of one finding: the vault does not open because of c. The evidence follows the vault's own.
func (v *VaultFacts) fault(c *cause.Cause, says, detail string, evidence ...cause.Evidence) *vaultVerdict {
	all := slices.DeleteFunc(append(v.itself(), evidence...), func(e cause.Evidence) bool { return e.Value == "" })
	finding := cause.Finding{Cause: c, Severity: cause.Error, Subject: v.Host, Detail: detail, Evidence: all}
	return &vaultVerdict{status: Unknown, says: v.label() + " " + says, findings: []vaultFinding{{Finding: finding}}}
}

// alike sets what a group of vaults must share beside the cause.
func (v *vaultVerdict) alike(likeness string) *vaultVerdict {
	for i := range v.findings {
		v.findings[i].likeness = likeness
	}
	return v
}

func judgeVaultName(o *Observations, v *VaultFacts) *vaultVerdict {
	switch {
	case v.Host == "":
		wrong := nameFault(v.Given)
		verdict := v.fault(cause.KeyVaultNameInvalid, "cannot be a vault: "+wrong, strings.ToUpper(wrong[:1])+wrong[1:]+".", cause.Evidence{Name: "vault as named", Value: v.Given, Source: v.Source})
		verdict.findings[0].Subject = v.Given
		return verdict.alike(wrong)
	case o.Request.Local:
		return &vaultVerdict{status: Unknown, says: v.label() + " was not asked: --local opens no connection"}
	case v.Unfinished:
		return &vaultVerdict{status: Unknown, says: v.label() + " had not answered when the run ended"}
	}
	return nil
}

// nameFault says why a value cannot be a vault. It knows the rules of ParseVault.
func nameFault(given string) string {
	_, name := unwrap(strings.ToLower(given))
	if strings.HasPrefix(name, "/subscriptions/") {
		id := resourceID.FindStringSubmatch(name)
		if id == nil {
			return "this is the resource ID of something else"
		}
		name = id[2]
	} else if strings.ContainsAny(name, "./") {
		host := hostOf(name)
		known := CloudOfVault(host)
		for _, in := range Clouds {
			if short, ok := strings.CutSuffix(host, in.VaultPrivateZone); ok {
				return "this is the name of its private endpoint; name it " + short
			}
		}
		if known == nil {
			return "its host does not end in " + Clouds[0].VaultSuffix + " or another cloud's suffix"
		}
		name = strings.TrimSuffix(strings.TrimSuffix(host, known.HSMSuffix), known.VaultSuffix)
	}
	odd := strings.IndexFunc(name, func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '-' })
	switch {
	case odd >= 0:
		return fmt.Sprintf("a name has letters, digits and hyphens only, not %q", []rune(name[odd:])[0])
	case len(name) < 3 || len(name) > 24:
		return fmt.Sprintf("a name has 3 to 24 characters, not %d", len(name))
	case name[0] < 'a':
		return "a name begins with a letter"
	case strings.HasSuffix(name, "-"):
		return "a name does not end with a hyphen"
	case strings.Contains(name, "--"):
		return "a name has no two hyphens together"
	}
	return "it is not the name of a vault"
}

func judgeVaultProxy(_ *Observations, v *VaultFacts) *vaultVerdict {
	proxy := cause.Evidence{Name: "proxy", Value: v.Proxy, Source: "HTTPS_PROXY"}
	said := cause.Evidence{Name: "what happened", Value: v.ProxyError, Source: "CONNECT " + v.Host + ":443"}
	var verdict *vaultVerdict
	switch v.ProxyFailure {
	case "":
		return nil
	case "authentication":
		verdict = v.fault(cause.ProxyAuthenticationRequired, "cannot be reached: the proxy "+v.Proxy+" wants a user and a password", "", proxy, said)
	case "refused":
		verdict = v.fault(cause.ProxyBlocked, "cannot be reached: the proxy "+v.Proxy+" refuses the host", fmt.Sprintf("The proxy answered %d to the tunnel request.", v.ProxyStatus), proxy, said)
	case "gateway":
		verdict = v.fault(cause.KeyVaultUnreachable, fmt.Sprintf("cannot be reached: the proxy answered %d", v.ProxyStatus),
			"The proxy took the request and could not reach the vault: either the vault's name does not exist, or the proxy's own way is broken.", proxy, said)
	default:
		verdict = v.fault(cause.ProxyUnreachable, "cannot be reached: the proxy "+v.Proxy+" does not answer", "", proxy, said)
	}
	return verdict.alike(v.ProxyFailure + v.Proxy)
}

func judgeVaultDNS(o *Observations, v *VaultFacts) *vaultVerdict {
	if v.Connected || v.Proxy != "" || v.DNSError == "" {
		return nil
	}
	said := cause.Evidence{Name: "resolver's answer", Value: v.DNSError, Source: "DNS lookup of " + v.Host}
	others := o.otherNamesResolve(v)
	switch {
	case v.DNSNotFound && others != resolvesNothing:
		return v.fault(cause.KeyVaultNotFound, "does not exist: no such name in DNS",
			"The name does not exist here: it is misspelt, the vault is deleted or in another cloud, or a private DNS zone is linked to this network and has no record of it.", said)
	case others == resolvesOthers:
		return v.fault(cause.DNSFailure, "does not resolve: the resolver fails for it",
			"The resolver fails for this name and not for others, as where the forwarder of a private DNS zone does not answer.", said).alike("one")
	}
	return v.fault(cause.DNSFailure, "does not resolve: the resolver fails", "", said).alike("all")
}

// What the rest of a run tells about this machine's resolver.
const (
	resolvesUnknown = iota // nothing else needed a name
	resolvesOthers         // another name was resolved
	resolvesNothing        // another name failed too, and none was resolved
)

// otherNamesResolve looks for evidence beyond one vault: other vaults, and the sign-in host.
func (o *Observations) otherNamesResolve(v *VaultFacts) int {
	verdict := resolvesUnknown
	for i := range o.KeyVault.Vaults {
		other := &o.KeyVault.Vaults[i]
		if other.Host != v.Host && other.Proxy == "" && (len(other.Addresses) > 0 || other.Connected) {
			return resolvesOthers
		}
	}
	for _, attempt := range o.Tokens {
		overNetwork := attempt.Credential == CredentialEnvironment || attempt.Credential == CredentialWorkloadIdentity
		if overNetwork && (attempt.Outcome == OutcomeToken || attempt.Status != 0) {
			return resolvesOthers
		}
		if attempt.Outcome != OutcomeToken && slices.ContainsFunc(o.Catalogue().RecogniseOwn(attempt.Error), func(f cause.Finding) bool { return f.Cause == cause.DNSFailure }) {
			verdict = resolvesNothing
		}
	}
	return verdict
}

func judgeVaultConnection(_ *Observations, v *VaultFacts) *vaultVerdict {
	if v.Connected || v.ConnectError == "" {
		return nil
	}
	how := map[string]string{"refused": "the connection is refused", "timeout": "nothing answers within " + dialTimeout.String(), "unreachable": "there is no route to it"}[v.ConnectFailure]
	if how == "" {
		how = "no connection comes about"
	}
	addresses := cause.Evidence{Name: "addresses", Value: strings.Join(v.Addresses, ", "), Source: "DNS lookup of " + v.Host}
	said := cause.Evidence{Name: "what happened", Value: v.ConnectError, Source: "connecting to " + v.Host + ":443"}
	switch {
	case v.PrivateAddress:
		addresses.Fills = "private-address"
		return v.fault(cause.KeyVaultPrivateDNS, "leads to a private address, and "+how,
			"The name resolves to a private address that this machine cannot reach: it is not in the vault's virtual network, and no VPN or peering leads there.", addresses, said).alike(v.ConnectFailure)
	case len(v.Addresses) > 0 && !slices.ContainsFunc(v.Addresses, func(a string) bool { return !leadsNowhere(a) }):
		return v.fault(cause.KeyVaultUnreachable, "leads to this machine itself, and "+how,
			"The name resolves to this machine itself: a line of the hosts file or a blocking resolver says so.", addresses, said).alike("nowhere")
	}
	return v.fault(cause.KeyVaultUnreachable, "cannot be reached: "+how, "The name resolves, but "+how+". A firewall on the way out is the usual reason.", addresses, said).alike(v.ConnectFailure)
}

// leadsNowhere reports whether an address is this machine or nothing at all, as blocking resolvers answer.
func leadsNowhere(address string) bool {
	parsed, err := netip.ParseAddr(address)
	return err == nil && (parsed.Unmap().IsLoopback() || parsed.Unmap().IsUnspecified())
}

func judgeVaultTLS(_ *Observations, v *VaultFacts) *vaultVerdict {
	if v.TLS || v.TLSError == "" {
		return nil
	}
	issuer := cause.Evidence{Name: "signed by", Value: v.TLSIssuer, Source: "certificate presented for " + v.Host}
	said := cause.Evidence{Name: "what happened", Value: v.TLSError, Source: "TLS handshake with " + v.Host}
	signer := cmp.Or(v.TLSIssuer, "an authority without a name")
	var verdict *vaultVerdict
	switch v.TLSFailure {
	case "untrusted":
		verdict = v.fault(cause.TLSInspection, "answers with a certificate signed by "+signer+", which is not trusted here",
			fmt.Sprintf("The certificate presented is signed by %s. Key Vault's own are signed by public authorities: something on the way opens the connection. Its authority must be known to each runtime: SSL_CERT_FILE (Go, azd), REQUESTS_CA_BUNDLE (az, Python), NODE_EXTRA_CA_CERTS (Node.js).", signer), issuer, said)
	case "expired":
		verdict = v.fault(cause.TLSCertificateExpired, "answers with an expired certificate signed by "+signer, fmt.Sprintf("The certificate ended on %s, or this machine's clock is ahead.", v.TLSNotAfter.Format(time.DateOnly)), issuer, said)
	case "not-yet-valid":
		verdict = v.fault(cause.ClockSkew, "answers with a certificate that is not valid yet by this machine's clock", "By this machine's clock the certificate begins in the future.", issuer, said)
	case "wrong-host":
		verdict = v.fault(cause.KeyVaultUnreachable, "is answered by something else, with a certificate of "+signer, "The certificate presented is for other names: something else than the vault answers at this address.", issuer, said)
	case "not-tls":
		verdict = v.fault(cause.TLSBroken, "is answered by something that does not speak TLS", "What answers at port 443 does not speak TLS: a proxy or portal in the way.", said)
	case "timeout":
		verdict = v.fault(cause.TLSBroken, "accepts the connection and then says nothing", "The connection comes about and the TLS handshake gets no answer: a firewall that inspects names, or packets too large for a tunnel on the way.", said)
	case "cut":
		verdict = v.fault(cause.TLSBroken, "is cut off during the TLS handshake", "The connection is closed as soon as the vault is named in the TLS handshake: typical of a firewall that filters by name.", said)
	default:
		verdict = v.fault(cause.TLSBroken, "fails the TLS handshake", "", said)
	}
	return verdict.alike(v.TLSFailure + v.TLSIssuer)
}

// judgeVaultChallenge judges the anonymous answer; a challenge that names the tenant is the way on.
func judgeVaultChallenge(o *Observations, v *VaultFacts) *vaultVerdict {
	said := cause.Evidence{Name: "answer", Value: fmt.Sprintf("%d\n%s", v.Status, v.Body), Source: "GET https://" + v.Host + " without a credential"}
	signer := cause.Evidence{Name: "certificate signed by", Value: v.TLSIssuer, Source: "TLS handshake"}
	switch {
	case v.Error != "":
		return v.fault(cause.KeyVaultUnreachable, "accepts the connection and does not answer", "TLS came about, and the request got no answer.", cause.Evidence{Name: "what happened", Value: v.Error, Source: said.Source}).alike("silent")
	case v.Status == 0:
		return &vaultVerdict{status: Unknown, says: v.label() + " was not asked"}
	case v.Status == 401 && v.TenantID != "":
		return nil
	case v.Status == 407:
		return v.fault(cause.ProxyAuthenticationRequired, "is answered by a proxy that wants a user and a password", "", signer).alike("answer")
	case !v.FromVault && (v.Status == 403 || v.Status == 451):
		return v.fault(cause.ProxyBlocked, fmt.Sprintf("is answered %d by something else than Key Vault", v.Status), "The answer has none of Key Vault's headers: a proxy that opens connections refuses the host.", said, signer).alike("answer")
	case !v.FromVault:
		return v.fault(cause.KeyVaultUnreachable, fmt.Sprintf("is answered %d by something else than Key Vault", v.Status),
			"The answer has none of Key Vault's headers: a sign-in page of this network or a proxy answers in the vault's place.", said, signer, cause.Evidence{Name: "leads to", Value: v.Redirect, Source: "Location"}).alike(fmt.Sprint(v.Status))
	}
	finding := o.refusal(v, v.Status, v.Body)
	finding.Evidence = append(finding.Evidence, said)
	return &vaultVerdict{status: Unknown, says: v.label() + " " + refusalClause(finding.Cause, v.Status), findings: []vaultFinding{{finding, "anonymous"}}}
}
