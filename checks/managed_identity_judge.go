package checks

import (
	"fmt"
	"slices"
	"strings"

	"azdoctor/checks/cause"
)

// judgeManagedIdentity says whether the machine has an identity that programs get, whose it is, and what stands in the way.
func judgeManagedIdentity(o *Observations) Judgement {
	m, attempt := o.ManagedIdentity, o.Attempt(CredentialManagedIdentity)
	switch {
	case m == nil:
		return Judgement{Status: Unknown, Summary: "nobody looked for a managed identity"}
	case attempt.Works():
		return o.judgeWorkingIdentity(*attempt)
	case attempt != nil && attempt.Outcome == OutcomeTimeout:
		return Judgement{Status: Unknown, Summary: fmt.Sprintf("%s gave no answer within the run", m.place())}
	case attempt != nil:
		return o.judgeRefusedIdentity(*attempt)
	case o.Request.Local:
		return Judgement{Status: Unknown, Summary: fmt.Sprintf("%s was not asked: --local opens no connection", m.place())}
	case m.IMDS == nil || m.Offered():
		return Judgement{Status: Unknown, Summary: fmt.Sprintf("%s was not asked for a token", m.place())}
	}
	return o.judgeAbsentIMDS()
}

// place names where a token is asked for, for people.
func (m *ManagedIdentityFacts) place() string {
	if m.Source != sourceIMDS {
		return "the " + sourceNames[m.Source] + " identity endpoint"
	}
	return "the metadata address " + m.IMDS.host()
}

var sourceNames = map[string]string{
	sourceServiceFabric: "Service Fabric", sourceAppService: "App Service", sourceAzureML: "Azure Machine Learning",
	sourceCloudShell: "Cloud Shell", sourceArc: "Azure Arc", sourceIMDS: "IMDS",
}

func (i *IMDSFacts) host() string {
	if i == nil || i.Override == "" {
		return strings.TrimSuffix(IMDSAddress, ":80")
	}
	return i.Address + " (" + i.Override + ")"
}

// choice is the identity that was asked for.
func (o *Observations) choice() identityChoice { return selectIdentity(o.Target(), o.Environment) }

// judgeWorkingIdentity looks at who answered, and whether programs get the same.
func (o *Observations) judgeWorkingIdentity(attempt TokenAttempt) Judgement {
	m, selected, identity := o.ManagedIdentity, o.choice(), attempt.Identity
	kind := ""
	if resource := strings.ToLower(identity.resourceID()); resource != "" {
		kind = " (" + systemAssigned + ")"
		if strings.Contains(resource, "/userassignedidentities/") {
			kind = " (user-assigned)"
		}
	}
	judgement := Judgement{Status: Pass, Summary: identity.String() + kind}
	if identity != nil && identity.TenantID != "" {
		judgement.Summary += ", tenant " + identity.TenantID
	}
	judgement.Summary += fmt.Sprintf(", token from %s in %d ms", sourceNames[m.Source], attempt.TookMs)

	var findings []cause.Finding
	if !selected.fits(identity) {
		findings = append(findings, cause.Finding{Cause: cause.IdentityUnexpected, Severity: cause.Warning, Subject: selected.source,
			Detail:   fmt.Sprintf("%s names %s, and the token is for another identity.", selected.source, selected.value+selected.name),
			Evidence: o.identityEvidence(attempt)})
	}
	if finding := o.unreadName(attempt, selected); finding != nil {
		findings = append(findings, *finding)
	}
	if imds := m.IMDS; imds != nil && imds.ThroughProxy != nil {
		findings = append(findings, cause.Finding{Cause: cause.IMDSProxied, Severity: cause.Warning, Subject: imds.Proxy,
			Detail:   "The token came through the proxy: if the proxy forwards the request from another machine, it is that machine's identity.",
			Evidence: o.identityEvidence(attempt)})
	}
	for i := range findings {
		findings[i].Credential = attempt.Credential
	}
	judgement.Findings = findings
	return judgement
}

func (i *Identity) resourceID() string {
	if i == nil {
		return ""
	}
	return i.ResourceID
}

// unreadName warns where the identity is named only in a variable that no SDK reads; nil where programs name it too, or
// get it anyway.
func (o *Observations) unreadName(attempt TokenAttempt, selected identityChoice) *cause.Finding {
	if !selected.unreadByPrograms() || strings.EqualFold(o.Environment.Value("AZURE_CLIENT_ID"), attempt.Identity.clientID()) && selected.fits(attempt.Identity) {
		return nil
	}
	detail := "No SDK reads AZURE_USER_ASSIGNED_IDENTITY: a program that names no identity itself gets "
	switch unnamed := o.ManagedIdentity.IMDS.unnamed(); {
	case o.Environment.Value("AZURE_CLIENT_ID") != "":
		detail += "the one of AZURE_CLIENT_ID."
	case unnamed == nil || unnamed.Reach != reachAnswered:
		detail += "the machine's default identity, or an error where there is none."
	case unnamed.Status == 200:
		detail += "whatever identity IMDS chooses, which need not be this one."
	default:
		detail += fmt.Sprintf("an error here: IMDS answers %d when none is named.", unnamed.Status)
	}
	return &cause.Finding{Cause: cause.IdentityClientIDMissing, Severity: cause.Warning, Subject: "AZURE_USER_ASSIGNED_IDENTITY", Detail: detail, Evidence: o.identityEvidence(attempt)}
}

func (i *Identity) clientID() string {
	if i == nil || i.ClientID == "" {
		return "unknown"
	}
	return i.ClientID
}

func (i *IMDSFacts) unnamed() *IMDSFacts {
	if i == nil {
		return nil
	}
	return i.Unnamed
}

// judgeAbsentIMDS judges a metadata address where nothing answers on the way that programs take.
func (o *Observations) judgeAbsentIMDS() Judgement {
	imds := o.ManagedIdentity.IMDS
	finding := cause.Finding{Cause: cause.IMDSUnreachable, Credential: CredentialManagedIdentity, Severity: o.absenceSeverity(CredentialManagedIdentity), Evidence: o.imdsEvidence()}
	words := map[string]string{"refused": "refuses connections", reachTimeout: "does not answer", "unreachable": "has no route"}[imds.Reach]
	if words == "" {
		words = "cannot be reached"
	}
	judgement := Judgement{Status: Info, Summary: fmt.Sprintf("no managed identity: this is %s, and %s %s", o.Host, imds.host(), words)}
	azure := o.Host != nil && o.Host.Azure && !o.Host.Hosted
	switch {
	case imds.Reach == reachAnswered: // directly, and nothing through the proxy
		finding.Cause, finding.Subject = cause.IMDSProxied, imds.Proxy
		finding.Detail = fmt.Sprintf("IMDS answers directly, but programs send the request to the proxy %s, where it fails.", imds.Proxy)
		judgement.Summary = "programs look for IMDS through the proxy " + imds.Proxy + ", where it cannot be reached"
	case o.Host.Is("azure-arc"):
		finding.Cause = cause.ArcNotDetected
		finding.Detail = "The Arc agent is installed, but neither IDENTITY_ENDPOINT and IMDS_ENDPOINT are set in this process nor is himds where Go looks for it, so programs ask IMDS instead."
	case azure && o.Host.Is("kubernetes"):
		finding.Detail = "A network policy of the cluster may block the metadata address for pods."
	case azure:
		finding.Detail = "An Azure host has IMDS: a firewall, a route or a VPN on this machine blocks it."
	case o.onlyManagedIdentity():
		finding.Severity = cause.Error
		finding.Detail = "AZURE_TOKEN_CREDENTIALS leaves nothing but the managed identity. Go's credential then skips its 1 s probe and retries for more than a minute and a half before it fails."
	default:
		return judgement
	}
	judgement.Findings = []cause.Finding{finding}
	return judgement
}

// onlyManagedIdentity tells that AZURE_TOKEN_CREDENTIALS names the managed identity alone.
// azidentity 1.15.0 default_azure_credential.go (no probe), managed_identity_client.go (six retries), read 2026-11-22.
func (o *Observations) onlyManagedIdentity() bool {
	chain, _ := o.chain()
	return slices.Equal(chain, []string{CredentialManagedIdentity})
}
