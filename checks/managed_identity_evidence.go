package checks

import (
	"cmp"
	"fmt"
	"strings"

	"azdoctor/checks/cause"
)

// imdsEvidence is what was seen at the metadata address, directly and through the proxy.
func (o *Observations) imdsEvidence() []cause.Evidence {
	imds := o.ManagedIdentity.IMDS
	if imds == nil {
		return nil
	}
	evidence := []cause.Evidence{{Name: "metadata address, asked directly", Value: imds.outcome(), Source: imds.Address}}
	if imds.Server != "" {
		evidence = append(evidence, cause.Evidence{Name: "server that answered", Value: imds.Server, Source: "Server header of " + imds.Address})
	}
	if imds.ThroughProxy != nil {
		evidence = append(evidence,
			cause.Evidence{Name: "proxy that programs use for it", Value: imds.Proxy, Source: "HTTP_PROXY and NO_PROXY"},
			cause.Evidence{Name: "metadata address, asked through the proxy", Value: imds.ThroughProxy.outcome(), Source: imds.Proxy})
	}
	if imds.Proxy != "" {
		hosts := cmp.Or(o.Environment.Value("NO_PROXY"), o.Environment.Value("no_proxy"))
		evidence = append(evidence, cause.Evidence{Name: "NO_PROXY with the address in it", Value: strings.TrimPrefix(hosts+",169.254.169.254", ","), Source: "environment", Fills: "no-proxy-hosts"})
	}
	if imds.Override != "" {
		evidence = append(evidence, cause.Evidence{Name: "address in its place, which Go's credential ignores", Value: imds.Address, Source: imds.Override})
	}
	if o.Host != nil {
		evidence = append(evidence, cause.Evidence{Name: "this machine", Value: o.Host.String(), Source: strings.Join(o.Host.Evidence, ", ")})
	}
	return evidence
}

// outcome is one answer in a few words.
func (i *IMDSFacts) outcome() string {
	if i.Reach == reachAnswered {
		return strings.TrimSuffix(fmt.Sprintf("HTTP %d from %s", i.Status, i.who()), " from ")
	}
	if i.Error == "" {
		return i.Reach
	}
	return fmt.Sprintf("%s after %d ms: %s", i.Reach, i.TookMs, i.Error)
}

// identityEvidence is which identity was asked for and which machine was asked; it fills the holes of the fixes.
func (o *Observations) identityEvidence(attempt TokenAttempt) []cause.Evidence {
	var evidence []cause.Evidence
	add := func(name, value, source, fills string) {
		if value != "" {
			evidence = append(evidence, cause.Evidence{Name: name, Value: value, Source: source, Fills: fills})
		}
	}
	selected := o.choice()
	switch selected.kind {
	case byClientID:
		add("client ID asked for", selected.value, selected.source, "client-id")
	case byResourceID:
		add("identity asked for", selected.value, selected.source, "identity")
	}
	add("identity asked for", selected.name, selected.source, "")
	if identity := attempt.Identity; identity != nil {
		add("identity that answered", identity.String(), "the token's claims", "")
		add("its client ID", identity.ClientID, "the token's claims", "client-id")
		add("its object ID", identity.ObjectID, "the token's claims", "object-id")
	}
	if o.Host != nil {
		add("app", o.Host.App, "environment", "app")
		add("resource group", o.Host.ResourceGroup, "environment", "resource-group")
	}
	if imds := o.ManagedIdentity.IMDS; imds != nil {
		if imds.Instance != nil {
			resource := parseResourceID(imds.Instance.ResourceID)
			add("virtual machine", resource.vm, "IMDS", "vm")
			add("resource group", resource.group, "IMDS", "resource-group")
			add("subscription", resource.subscription, "IMDS", "subscription")
		}
		add("tenant of the machine's identities", imds.TenantID, "IMDS", "tenant")
	}
	return evidence
}

// resourceParts are the parts of a machine's resource ID that commands name.
type resourceParts struct{ subscription, group, vm string }

// parseResourceID reads "/subscriptions/S/resourceGroups/G/providers/Microsoft.Compute/virtualMachines/N". The instances of
// a scale set have no vm: commands address the set. What is not there stays "".
func parseResourceID(id string) resourceParts {
	var parts resourceParts
	segments := strings.Split(strings.Trim(id, "/"), "/")
	scaleSet := false
	for i := 0; i+1 < len(segments); i += 2 {
		switch strings.ToLower(segments[i]) {
		case "subscriptions":
			parts.subscription = segments[i+1]
		case "resourcegroups":
			parts.group = segments[i+1]
		case "virtualmachinescalesets":
			scaleSet = true
		}
		// "providers/Microsoft.Compute/virtualMachines/N": the pairs stay aligned behind the provider.
		if strings.EqualFold(segments[i], "virtualMachines") && !scaleSet {
			parts.vm = segments[i+1]
		}
	}
	return parts
}

// answerIn is the body of the answer that azidentity quotes in an error, on one line, or the whole text where it quotes none.
// azidentity 1.15.0 errors.go and managed_identity_client.go, read 2026-11-22.
func answerIn(text string) string {
	parts := strings.Split(text, strings.Repeat("-", 80))
	body := text
	if _, after, found := strings.Cut(text, "The endpoint responded with "); found {
		body = after
	} else if len(parts) > 2 {
		body = parts[2]
	}
	if body = strings.Join(strings.Fields(body), " "); body == "" {
		return strings.Join(strings.Fields(text), " ")
	}
	return body
}
