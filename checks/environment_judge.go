package checks

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"azdoctor/checks/cause"
)

// judgeEnvironment says what the variables make each SDK do, and whether the sign-in they configure works.
func judgeEnvironment(o *Observations) Judgement {
	if o.Environment == nil {
		return Judgement{Status: Unknown, Summary: "nobody looked at the environment"}
	}
	findings := slices.Concat(
		o.judgeTokenCredentials(),
		o.judgePrincipal(CredentialEnvironment),
		o.judgePrincipal(CredentialWorkloadIdentity),
		o.judgeIncomplete(),
		o.judgeConflicts(),
		o.judgeLooseValues(),
		o.judgeAuthority(),
		o.judgeVaultVariables(),
		o.judgeNetworkVariables(),
		o.judgeUnread(),
	)
	findings = mergeFindings(findings)
	status, summary := o.principalStatus()
	return Judgement{Status: status, Summary: summary, Findings: findings}
}

// mergeFindings keeps one finding for each cause and subject, with the evidence of all, worst first.
func mergeFindings(findings []cause.Finding) []cause.Finding {
	var merged []cause.Finding
	for _, f := range findings {
		i := slices.IndexFunc(merged, func(m cause.Finding) bool { return m.Cause == f.Cause && m.Subject == f.Subject })
		if i < 0 {
			merged = append(merged, f)
			continue
		}
		known := &merged[i]
		if f.Weight() > known.Weight() {
			known.Severity = f.Weight()
		}
		known.Detail = cmp.Or(known.Detail, f.Detail)
		known.Credential = cmp.Or(known.Credential, f.Credential)
		for _, e := range f.Evidence {
			if !slices.Contains(known.Evidence, e) {
				known.Evidence = append(known.Evidence, e)
			}
		}
	}
	worstFirst(merged)
	return merged
}

// principalStatus is the state of the sign-in that the environment configures, where no finding is worse, and the line about
// it. A failure's weight is its findings': it depends on what else works.
func (o *Observations) principalStatus() (Status, string) {
	e := o.Environment
	configured := e.Configured()
	asked := CredentialEnvironment
	if configured == "" && (o.Attempt(CredentialWorkloadIdentity) != nil || e.WorkloadIdentityConfigured()) {
		asked, configured = CredentialWorkloadIdentity, "workload identity"
	}
	what := strings.ReplaceAll(configured, "-", " ")
	attempt := o.Attempt(asked)
	switch {
	case configured == "":
		return Info, o.nothingConfigured()
	case configured == configuredPassword:
		return Unknown, "a user's name and password are configured; azdoctor never sends a password"
	case attempt == nil && o.Request.Local:
		return Unknown, fmt.Sprintf("%s of application %s is configured; --local asks for no token", what, o.clientName())
	case attempt == nil:
		return Unknown, fmt.Sprintf("%s of application %s is configured; it was not asked for a token", what, o.clientName())
	case attempt.Works():
		return Pass, fmt.Sprintf("%s (%s), tenant %s, token in %d ms", attempt.Identity, what, cmp.Or(attempt.tenant(), e.Value("AZURE_TENANT_ID")), attempt.TookMs)
	case attempt.Outcome == OutcomeTimeout:
		return Unknown, fmt.Sprintf("%s of application %s: no answer within the run", what, o.clientName())
	case attempt.Outcome == OutcomeUnavailable:
		return Info, fmt.Sprintf("%s of application %s cannot be used", what, o.clientName())
	}
	return Info, fmt.Sprintf("%s of application %s gets no token", what, o.clientName())
}

func (a *TokenAttempt) tenant() string {
	if a.Identity == nil {
		return ""
	}
	return a.Identity.TenantID
}

// nothingConfigured says what there is where no sign-in is configured.
func (o *Observations) nothingConfigured() string {
	if group, missing := o.incomplete(); len(missing) > 0 {
		return fmt.Sprintf("%s without %s: no credential is configured", strings.Join(group, ", "), strings.Join(missing, " or "))
	}
	if value := o.Environment.Value("AZURE_TOKEN_CREDENTIALS"); value != "" {
		return fmt.Sprintf("no sign-in is configured by variables; AZURE_TOKEN_CREDENTIALS is %q", value)
	}
	return "no sign-in is configured by variables"
}

// clientName is AZURE_CLIENT_ID for people.
func (o *Observations) clientName() string {
	_, bare := unwrap(o.Environment.Value("AZURE_CLIENT_ID"))
	return cmp.Or(bare, "(not told)")
}

// judgePrincipal explains why a sign-in that the environment configures gives no token: first what the variables and files
// themselves show, then what the credential and Entra said.
func (o *Observations) judgePrincipal(credential string) []cause.Finding {
	attempt := o.Attempt(credential)
	shown := o.shownDefects(credential)
	if credential == CredentialEnvironment && o.Environment.Configured() == configuredPassword {
		shown = append(shown, cause.Finding{Cause: cause.UsernamePasswordDeprecated, Evidence: o.principalEvidence(credential)})
	}
	switch {
	case attempt.Works():
		return o.expiryFindings(credential)
	case attempt == nil:
		for i := range shown {
			shown[i].Severity = cause.Warning
		}
		return append(shown, o.expiryFindings(credential)...)
	case attempt.Outcome == OutcomeTimeout:
		return append(o.expiryFindings(credential), cause.Finding{Cause: cause.AuthorityUnreachable, Severity: cause.Info, Credential: credential,
			Detail: "The run ended before the sign-in host answered; a longer --timeout tells more."})
	}
	weight, consequence := o.failureWeight(*attempt)
	shown = append(o.expiryFindings(credential), shown...)
	for i := range shown {
		shown[i].Severity, shown[i].Credential = weight, credential
	}
	return append(shown, o.saidFindings(*attempt, weight, consequence, shown)...)
}

// saidFindings are the causes in the credential's words, without those that the variables have shown already.
func (o *Observations) saidFindings(attempt TokenAttempt, weight cause.Severity, consequence string, shown []cause.Finding) []cause.Finding {
	var said []cause.Finding
	for _, f := range o.explain(attempt) {
		if len(shown) > 0 && (f.Unspecific() || f.Cause == cause.TenantMalformed || f.Cause == cause.EnvMalformed) {
			continue
		}
		if f.Weight() > weight {
			f.Severity = weight
		}
		f.Evidence = append(f.Evidence, o.principalEvidence(attempt.Credential)...)
		if f.Cause == cause.AppNotFoundInTenant && o.Host != nil && o.Host.Azure {
			f.Detail = strings.TrimSpace(f.Detail + " AZURE_CLIENT_ID also selects a user-assigned identity on this host: if it is that identity's, a secret does not belong beside it.")
		}
		said = append(said, f)
	}
	for _, findings := range [][]cause.Finding{shown, said} {
		if len(findings) > 0 {
			findings[0].Detail = strings.TrimSpace(findings[0].Detail + " " + consequence)
			break
		}
	}
	return said
}

// failureWeight says how much a failed attempt matters and what the SDKs do next.
// azidentity 1.15.0 chained_token_credential.go; Azure.Identity, azure-identity for Python and @azure/identity alike; read 2026-11-22.
func (o *Observations) failureWeight(attempt TokenAttempt) (cause.Severity, string) {
	stops := "DefaultAzureCredential stops here in Go, .NET, Python and JavaScript: "
	if attempt.Credential == CredentialWorkloadIdentity && o.Environment.emptyTokenFileStops() {
		stops = "DefaultAzureCredential stops here in Go: "
	}
	chain, valid := o.chain()
	switch {
	case valid && !slices.Contains(chain, attempt.Credential):
		return cause.Info, "AZURE_TOKEN_CREDENTIALS leaves this credential out, so DefaultAzureCredential does not meet the failure."
	case attempt.Outcome == OutcomeFailed && o.OtherWorks(attempt.Credential):
		return cause.Error, stops + does(o.workingBut(attempt.Credential), "works and is", "work and are") + " never tried."
	case attempt.Outcome == OutcomeFailed:
		return cause.Error, stops + "az and azd are never tried."
	case o.OtherWorks(attempt.Credential):
		return cause.Warning, "Go goes on to the next credential without a word, so programs run as another identity than the one configured."
	}
	return cause.Error, "Go goes on to the next credential without a word, and none works here."
}

func (o *Observations) workingBut(credential string) []string {
	var names []string
	for _, attempt := range o.Working() {
		if attempt.Credential != credential {
			names = append(names, attempt.Credential)
		}
	}
	return names
}

// Enumerate joins words as people do: "a, b and c".
func Enumerate(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:len(words)-1], ", ") + " and " + words[len(words)-1]
}

// does puts a verb after names, in the number that they ask for.
func does(names []string, one, many string) string {
	if len(names) == 1 {
		return names[0] + " " + one
	}
	return Enumerate(names) + " " + many
}

// principalEvidence is what the environment tells about a sign-in that it configures.
func (o *Observations) principalEvidence(credential string) []cause.Evidence {
	e := o.Environment
	var evidence []cause.Evidence
	for _, id := range []cause.Evidence{{Name: "client id", Source: "AZURE_CLIENT_ID", Fills: "client-id"}, {Name: "tenant", Source: "AZURE_TENANT_ID", Fills: "tenant"}} {
		if v := e.Variable(id.Source); v != nil && v.Value != "" && len(v.Defects) == 0 {
			id.Value = v.Value
			evidence = append(evidence, id)
		}
	}
	names := e.principalNames(credential)
	evidence = append(evidence, cause.Evidence{Name: "variables set", Value: strings.Join(names, " "), Source: "environment", Fills: "variables"})
	if c := e.Certificate; c != nil && credential == CredentialEnvironment && e.Configured() == configuredCertificate {
		evidence = append(evidence, c.evidence()...)
	}
	if t := e.FederatedToken; t != nil && credential == CredentialWorkloadIdentity {
		evidence = append(evidence, t.evidence()...)
	}
	return evidence
}

// principalNames are the variables that make up a sign-in and are set here.
func (e *EnvironmentFacts) principalNames(credential string) []string {
	names := []string{"AZURE_TENANT_ID", "AZURE_CLIENT_ID", "AZURE_FEDERATED_TOKEN_FILE"}
	if credential == CredentialEnvironment {
		names = []string{"AZURE_TENANT_ID", "AZURE_CLIENT_ID", "AZURE_CLIENT_SECRET", "AZURE_CLIENT_CERTIFICATE_PATH", "AZURE_CLIENT_CERTIFICATE_PASSWORD", "AZURE_USERNAME", "AZURE_PASSWORD"}
	}
	return slices.DeleteFunc(names, func(name string) bool { return e.Variable(name) == nil })
}

// evidence tells of the certificate.
func (c *CertificateFacts) evidence() []cause.Evidence {
	source := "AZURE_CLIENT_CERTIFICATE_PATH"
	evidence := []cause.Evidence{{Name: "certificate file", Value: c.Path, Source: source}}
	if c.State != fileMissing {
		evidence[0].Fills = "certificate"
	}
	if c.Thumbprint != "" {
		evidence = append(evidence,
			cause.Evidence{Name: "thumbprint", Value: c.Thumbprint, Source: c.Path},
			cause.Evidence{Name: "valid until", Value: c.NotAfter.Format(time.RFC3339), Source: c.Path})
	}
	if c.Error != "" {
		evidence = append(evidence, cause.Evidence{Name: "what the reader said", Value: c.Error, Source: "azidentity"})
	}
	return evidence
}

// evidence tells of the federated token.
func (f *FederatedTokenFacts) evidence() []cause.Evidence {
	evidence := []cause.Evidence{{Name: "token file", Value: f.Path, Source: "AZURE_FEDERATED_TOKEN_FILE", Fills: "file"}}
	for _, e := range []cause.Evidence{
		{Name: "issuer of the token", Value: f.Issuer, Fills: "issuer"},
		{Name: "subject of the token", Value: f.Subject, Fills: "subject"},
		{Name: "audience of the token", Value: strings.Join(f.Audience, " "), Fills: "audience"},
	} {
		if e.Source = f.Path; e.Value != "" {
			evidence = append(evidence, e)
		}
	}
	if !f.ExpiresAt.IsZero() {
		evidence = append(evidence, cause.Evidence{Name: "valid until", Value: f.ExpiresAt.Format(time.RFC3339), Source: f.Path})
	}
	if f.Error != "" {
		evidence = append(evidence, cause.Evidence{Name: "what the system said", Value: f.Error, Source: f.Path})
	}
	return evidence
}
