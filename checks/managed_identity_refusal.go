package checks

import (
	"fmt"
	"net/http"
	"strings"

	"azdoctor/checks/cause"
)

// judgeRefusedIdentity judges a token request that somebody answered, but not with a token.
func (o *Observations) judgeRefusedIdentity(attempt TokenAttempt) Judgement {
	m, selected := o.ManagedIdentity, o.choice()
	severity := o.refusalSeverity(attempt, selected)
	if severity == cause.Info && m.IMDS != nil && m.IMDS.Kind == kindAzure && o.Host != nil && o.Host.Hosted {
		return Judgement{Status: Info, Summary: fmt.Sprintf("IMDS answers, and has no identity for you: this is %s", o.Host)}
	}
	var findings []cause.Finding
	switch {
	case selected.empty():
		findings = []cause.Finding{{Cause: cause.EnvMalformed, Subject: selected.source,
			Detail:   "AZURE_CLIENT_ID is set to nothing. Go's DefaultAzureCredential takes that for a name and leaves the managed identity out; unset it to use the machine's own identity.",
			Evidence: []cause.Evidence{{Name: "set to nothing", Value: selected.source, Source: "environment", Fills: "variables"}}}}
	case selectorUnsupported(attempt.Error):
		findings = []cause.Finding{{Cause: cause.IdentitySelectorUnsupported, Subject: selected.source,
			Detail: fmt.Sprintf("%s takes no identity by name, and %s names one.", sourceNames[m.Source], selected.source)}}
	case m.Source == sourceIMDS:
		findings = o.explainIMDS(attempt, selected)
	default:
		findings = o.explainEndpoint(attempt, selected)
	}
	if later := o.blocksLater(attempt, selected); later != nil && o.Host != nil && o.Host.Hosted {
		findings = append([]cause.Finding{*later}, findings...) // nobody can assign an identity to such a machine
	} else if later != nil {
		findings = append(findings, *later)
	}
	for i := range findings {
		findings[i].Credential = attempt.Credential
		findings[i].Severity = severity
		findings[i].Evidence = append(findings[i].Evidence, o.identityEvidence(attempt)...)
	}
	return Judgement{Status: Info, Summary: o.refusalSummary(selected, findings), Findings: findings}
}

// refusalSummary says in one line what was refused.
func (o *Observations) refusalSummary(selected identityChoice, findings []cause.Finding) string {
	identity := "its own identity"
	if selected.named() {
		identity = "the identity " + selected.value
	}
	if len(findings) > 0 && (findings[0].Cause == cause.IMDSIntercepted || findings[0].Cause == cause.IMDSProxied) {
		return fmt.Sprintf("%s is not Azure's here: %s answers", o.ManagedIdentity.place(), intercepterName(o.ManagedIdentity.IMDS.asPrograms()))
	}
	return fmt.Sprintf("no token for %s from %s", identity, o.ManagedIdentity.place())
}

// refusalSeverity is an error where the refusal keeps programs from a token: it stops the chain, or the identity was asked
// for by name or meant, and nothing else works. An agent that a CI service lends has no identity, and where AZURE_CLIENT_ID
// belongs to half a service principal nobody means it to.
func (o *Observations) refusalSeverity(attempt TokenAttempt, selected identityChoice) cause.Severity {
	switch {
	case o.Host != nil && o.Host.Hosted && o.Environment.Value("AZURE_TENANT_ID") != "" && !o.OtherWorks(attempt.Credential):
		return o.absenceSeverity(attempt.Credential)
	case o.Walk().StoppedBy == attempt.Credential, o.onlyManagedIdentity():
		return cause.Error
	case o.imposterAnswered(attempt) && attempt.Outcome == OutcomeFailed:
		return cause.Warning
	case (selected.named() || selected.name != "") && !o.OtherWorks(attempt.Credential):
		return cause.Error
	}
	return o.absenceSeverity(attempt.Credential)
}

// blocksLater is the finding that AZURE_CLIENT_ID turns a refusal into the end of the chain before credentials that work.
// azidentity 1.15.0 managed_identity_client.go: IMDS's 400 is final for a named identity, and not for the machine's own.
// Read 2026-11-22.
func (o *Observations) blocksLater(attempt TokenAttempt, selected identityChoice) *cause.Finding {
	if selected.source != "AZURE_CLIENT_ID" || attempt.Status != http.StatusBadRequest || o.Walk().StoppedBy != attempt.Credential {
		return nil
	}
	for _, working := range o.Working() {
		if working.developerTool() {
			return &cause.Finding{Cause: cause.ChainShadowed, Subject: selected.source,
				Detail: fmt.Sprintf("AZURE_CLIENT_ID makes DefaultAzureCredential ask this machine for that identity. The refusal ends the chain, so %s, which works, is never asked.", working.Credential),
				Evidence: []cause.Evidence{
					{Name: "variable that selects the identity", Value: selected.source, Source: "environment", Fills: "variables"},
					{Name: "credential that works", Value: working.Credential, Source: "token request"},
				}}
		}
	}
	return nil
}

// selectorUnsupported recognises the SDK's refusals to name an identity. MSAL Go 1.10.1 managedidentity.go New, read 2026-11-22.
func selectorUnsupported(text string) bool {
	return strings.Contains(text, "doesn't support user-assigned") || strings.Contains(text, "doesn't support specifying a user-assigned") || strings.Contains(text, "by client ID only")
}

// explainIMDS finds why IMDS, or whoever answers in its place, gave no token.
func (o *Observations) explainIMDS(attempt TokenAttempt, selected identityChoice) []cause.Finding {
	imds := o.ManagedIdentity.IMDS
	answered := imds.asPrograms()
	azure := imds != nil && imds.Kind == kindAzure || o.Host != nil && o.Host.Azure
	switch {
	case answered == nil:
		return o.explain(attempt)
	case answered.Kind == kindAzure, imds.ThroughProxy == nil && azure && answered.Kind == kindOther && updating(attempt.Status):
		return o.explainAzure(attempt, selected)
	case imds.ThroughProxy != nil:
		detail := fmt.Sprintf("Programs send the request for 169.254.169.254 to the proxy %s, which answers %d in IMDS's place.", imds.Proxy, attempt.Status)
		if !azure {
			detail += " Go's DefaultAzureCredential ends there, before az and azd; those of other SDKs go on."
		}
		return []cause.Finding{{Cause: cause.IMDSProxied, Subject: imds.Proxy, Detail: detail, Evidence: o.imdsEvidence()}}
	}
	return []cause.Finding{{Cause: cause.IMDSIntercepted, Subject: answered.Kind, Detail: intercepted(answered, attempt), Evidence: o.imdsEvidence()}}
}

// updating tells the statuses that IMDS gives while it is being updated or overloaded.
// https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/how-to-use-vm-token#error-handling, read 2026-11-22.
func updating(status int) bool {
	return status == http.StatusNotFound || status == http.StatusGone || status == http.StatusTooManyRequests || status >= 500
}

func intercepterName(answered *IMDSFacts) string {
	if answered == nil {
		return "something else"
	}
	return fmt.Sprintf("%s (%d)", answered.who(), answered.Status)
}

// who is what answered, in words.
func (i *IMDSFacts) who() string {
	return map[string]string{
		kindDocker: "Docker Desktop", kindAWS: "Amazon's metadata service", kindGoogle: "Google's metadata service",
		kindPortal: "a web page", kindOther: "something else", kindAzure: "Azure",
	}[i.Kind]
}

// intercepted says what the answer of another service does to Go's chain.
// azidentity 1.15.0 managed_identity_client.go, read 2026-11-22.
func intercepted(answered *IMDSFacts, attempt TokenAttempt) string {
	detail := intercepterName(answered) + " answers at 169.254.169.254. "
	switch {
	case attempt.Outcome == OutcomeUnavailable:
		return detail + "DefaultAzureCredential recognises that and goes on to the next credential; ManagedIdentityCredential alone fails."
	case updating(attempt.Status):
		return detail + fmt.Sprintf("Go's credential takes its %d for an IMDS that is being updated, retries for more than a minute and a half, and then ends the chain: az and azd are never asked.", attempt.Status)
	}
	return detail + "Go's credential takes it for IMDS and ends the chain there: az and azd are never asked."
}

// explainAzure finds why Azure's own IMDS gave no token: its status first, then its words, then those of Entra in it.
func (o *Observations) explainAzure(attempt TokenAttempt, selected identityChoice) []cause.Finding {
	words := strings.ToLower(attempt.Error)
	finding := cause.Finding{Evidence: []cause.Evidence{{Name: "what IMDS said", Value: answerIn(attempt.Error), Source: "managed-identity credential"}}}
	switch {
	case attempt.Status == http.StatusTooManyRequests:
		finding.Cause = cause.IMDSThrottled
	case updating(attempt.Status):
		finding.Cause = cause.IMDSServerError
		finding.Detail = fmt.Sprintf("IMDS answered %d, which passes within 70 s when it is being updated.", attempt.Status)
	case attempt.Status == 0 && attempt.Outcome == OutcomeFailed && !strings.Contains(words, "aadsts"):
		finding.Cause = cause.IMDSServerError
		finding.Detail = "IMDS is there, and then did not answer the token request whole."
	case strings.Contains(words, "multiple user assigned identities"):
		finding.Cause = cause.IdentityAmbiguous
	case strings.Contains(words, "identity not found"):
		finding.Cause = cause.IdentityNotAssigned
		finding.Detail = o.whichIdentityIsMissing(selected)
	default:
		return o.explain(attempt)
	}
	return []cause.Finding{finding}
}

// whichIdentityIsMissing says what "Identity not found" can mean here, and how to tell.
func (o *Observations) whichIdentityIsMissing(selected identityChoice) string {
	if !selected.named() {
		return "IMDS knows no identity for a request that names none: the machine has none at all, or only several user-assigned ones. `az vm identity show` lists them."
	}
	detail := fmt.Sprintf("%s names %s, which is not assigned to this machine.", selected.source, selected.value)
	if selected.kind == byClientID && !guid.MatchString(selected.value) {
		return fmt.Sprintf("%s holds %q, which is no client ID; the SDK sends it as one all the same.", selected.source, selected.value)
	}
	switch unnamed := o.ManagedIdentity.IMDS.unnamed(); {
	case o.Host != nil && o.Host.Hosted:
		return fmt.Sprintf("%s makes DefaultAzureCredential ask for a managed identity, and nobody can assign one to a machine of the CI service. Where the variable serves another sign-in, keep it out of this step.", selected.source)
	case unnamed == nil || unnamed.Reach != reachAnswered:
	case unnamed.Status == http.StatusOK:
		detail += " Asked without a name, IMDS gives a token: the machine has another identity."
	case strings.Contains(strings.ToLower(unnamed.Error), "multiple user assigned"):
		detail += " The machine has several other user-assigned identities."
	case unnamed.Status == http.StatusBadRequest:
		detail += " Asked without a name, IMDS knows none either: the machine may have no identity at all."
	}
	return detail
}

// explainEndpoint finds why the endpoint that the host's variables name gave no token.
func (o *Observations) explainEndpoint(attempt TokenAttempt, selected identityChoice) []cause.Finding {
	m, words := o.ManagedIdentity, strings.ToLower(attempt.Error)
	finding := cause.Finding{Evidence: []cause.Evidence{{Name: "what it said", Value: answerIn(attempt.Error), Source: m.Endpoint}}}
	switch {
	case m.Source == sourceArc && strings.Contains(words, "failed to get metadata for"), m.Source == sourceArc && strings.Contains(words, "failed to read"):
		finding.Cause = cause.ArcKeyUnreadable
	case m.Source == sourceArc && strings.Contains(words, "did not confirm the requested user-assigned"):
		finding.Cause = cause.IdentityNotAssigned
		finding.Detail = "The Arc agent answered for another identity than the one named: it is not assigned to this server, or the agent is too old to choose."
	case strings.Contains(words, "managedidentitynotfound"), strings.Contains(words, "no user assigned or delegated managed identity found"), strings.Contains(words, "no managed identity found"):
		finding.Cause = cause.IdentityNotAssigned
		if !selected.named() && m.Source != sourceServiceFabric {
			finding.Cause = cause.IdentityClientIDMissing
			finding.Detail = "No identity was named, and this app has no system-assigned one: name its user-assigned identity, or assign one."
		}
	case attempt.Status == http.StatusTooManyRequests:
		finding.Cause = cause.ManagedIdentityEndpointFailed
		finding.Detail = "The host's identity endpoint is throttling (429)."
	case attempt.Status >= 500, attempt.Status == 0 && attempt.Outcome == OutcomeFailed:
		finding.Cause = cause.ManagedIdentityEndpointFailed
		finding.Detail = o.endpointTrouble(attempt)
	case m.Source == sourceServiceFabric && attempt.Outcome == OutcomeUnavailable:
		finding.Cause, finding.Subject = cause.EnvMalformed, "IDENTITY_ENDPOINT"
		if strings.Contains(words, "identity_server_thumbprint") {
			finding.Subject = "IDENTITY_SERVER_THUMBPRINT"
		}
		finding.Evidence = append(finding.Evidence, cause.Evidence{Name: "variable", Value: finding.Subject, Source: "environment", Fills: "variable"})
	case attempt.Status == http.StatusBadRequest && !selected.named() && (m.Source == sourceAppService || m.Source == sourceAzureML) && !strings.Contains(words, "aadsts"):
		finding.Cause = cause.IdentityClientIDMissing
	default:
		return o.explain(attempt)
	}
	return []cause.Finding{finding}
}

// endpointTrouble says what is known about an endpoint that fails or does not answer.
func (o *Observations) endpointTrouble(attempt TokenAttempt) string {
	m := o.ManagedIdentity
	variables := strings.Join(m.SourceEvidence, ", ")
	switch {
	case m.EndpointProxy != "":
		return fmt.Sprintf("Requests to %s go through the proxy %s; NO_PROXY lacks its host.", m.Endpoint, m.EndpointProxy)
	case attempt.Status != 0:
		return fmt.Sprintf("%s answered %d.", m.Endpoint, attempt.Status)
	case o.Host != nil && !o.Host.Azure:
		return fmt.Sprintf("%s point to %s, and this does not look like an Azure host: they may be left over from another environment.", variables, m.Endpoint)
	}
	return fmt.Sprintf("%s, named by %s, gave no usable answer.", m.Endpoint, variables)
}
