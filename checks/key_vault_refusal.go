package checks

import (
	"fmt"
	"slices"

	"azdoctor/checks/cause"
)

// refusal is the cause of a vault's own answer that is neither a challenge nor a success.
func (o *Observations) refusal(v *VaultFacts, status int, body string) cause.Finding {
	var finding cause.Finding
	recognised := o.Catalogue().RecogniseOwn(body)
	switch {
	case status == 429:
		finding = cause.Finding{Cause: cause.KeyVaultThrottled}
	case status >= 500:
		finding = cause.Finding{Cause: cause.KeyVaultUnreachable, Detail: fmt.Sprintf("Key Vault itself answered %d: a fault on its side that passes.", status)}
	case len(recognised) > 0:
		finding = recognised[0]
	default:
		finding = cause.Finding{Cause: cause.FailureUnrecognised, Detail: fmt.Sprintf("Key Vault answered %d with words azdoctor does not know.", status)}
	}
	if finding.Cause == cause.KeyVaultPrivateLink && !v.PrivateAddress && v.PrivateEndpoint != nil && *v.PrivateEndpoint {
		finding.Cause = cause.KeyVaultPrivateDNS
		finding.Detail = "The vault has a private endpoint and accepts nothing else, and the name resolves to its public address here: this resolver does not know the private zone, or this machine is outside the network."
	}
	if v.Proxy != "" && (finding.Cause == cause.KeyVaultFirewall || finding.Cause == cause.KeyVaultPrivateLink) {
		finding.Detail = "The request went through the proxy " + v.Proxy + ": the vault saw the proxy, not this machine. NO_PROXY must name the vault's host for a connection of this machine's own."
	}
	finding.Severity = cause.Error
	finding.Subject = v.Host
	finding.Evidence = v.around(finding.Evidence)
	return finding
}

// around puts behind what an answer told the vault, and what fills the holes that the answer left. What is told twice is
// said once.
func (v *VaultFacts) around(told []cause.Evidence) []cause.Evidence {
	vault := v.itself()
	if v.TenantID != "" {
		vault = append(vault, cause.Evidence{Name: "tenant of the vault", Value: v.TenantID, Source: "its challenge", Fills: "tenant"})
	}
	return addUntold(addUntold(addUntold(nil, told), vault), []cause.Evidence{{Name: "this machine's address as the vault sees it", Value: v.ClientAddress, Source: "its challenge", Fills: "address"}})
}

// itself is the vault as evidence.
func (v *VaultFacts) itself() []cause.Evidence {
	return []cause.Evidence{
		{Name: "vault", Value: v.Name, Source: v.Source, Fills: "vault"},
		{Name: "host", Value: v.Host, Source: v.Source, Fills: "host"},
	}
}

// addUntold adds what neither repeats a value nor fills a hole that is filled already.
func addUntold(evidence, more []cause.Evidence) []cause.Evidence {
	for _, e := range more {
		known := func(k cause.Evidence) bool { return k.Value == e.Value || e.Fills != "" && k.Fills == e.Fills }
		if e.Value == "" || slices.ContainsFunc(evidence, known) {
			continue
		}
		if e.Source == "" {
			e.Source = "the vault's answer"
		}
		evidence = append(evidence, e)
	}
	return evidence
}

// refusalClause is the refusal after the vault's name.
func refusalClause(c *cause.Cause, status int) string {
	switch c {
	case cause.KeyVaultFirewall:
		return "refuses this machine's address"
	case cause.KeyVaultPrivateLink, cause.KeyVaultPrivateDNS:
		return "accepts private connections only"
	case cause.KeyVaultThrottled:
		return "is throttling"
	case cause.KeyVaultUnreachable:
		return fmt.Sprintf("answers %d", status)
	}
	return fmt.Sprintf("refuses the request (%d)", status)
}
