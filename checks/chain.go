package checks

import (
	"context"
	"time"

	"azdoctor/checks/cause"
)

// Walk is what Go's DefaultAzureCredential would do here with what was observed.
type Walk struct {
	// Winner is the credential whose token a program gets; "" when none does.
	Winner string
	// StoppedBy is the credential whose failure ends the chain before later ones are tried; "" when none does.
	StoppedBy string
	// Tried are the credentials asked, in order, the winner or stopper last.
	Tried []string
}

// chainLimit is how long Go's credentials wait for az or azd when the program sets no deadline.
// azidentity 1.15.0 developer_credential_util.go, read 2026-11-22.
const chainLimit = 10 * time.Second

// Walk follows the chain over the attempts for the run's own scope and tenant.
func (o *Observations) Walk() Walk {
	var w Walk
	chain, _ := o.chain()
	for _, credential := range chain {
		attempt := o.Attempt(credential)
		if attempt == nil {
			continue
		}
		w.Tried = append(w.Tried, credential)
		if attempt.Works() {
			w.Winner = credential
			return w
		}
		if o.stops(*attempt) {
			w.StoppedBy = credential
			return w
		}
	}
	return w
}

// chain is the order of credentials that AZURE_TOKEN_CREDENTIALS leaves of the default one. A value that Go rejects, which
// valid tells, leaves none.
// azidentity 1.15.0 default_azure_credential.go, read 2026-11-22.
func (o *Observations) chain() (credentials []string, valid bool) {
	chosen := o.Environment.Variable("AZURE_TOKEN_CREDENTIALS")
	if chosen == nil {
		return Credentials, true
	}
	return chainFor(chosen.Value)
}

// Attempt returns the token request that stands for a credential: the one for the run's own scope and tenant where there
// is one, since vaults of several tenants have it asked several times, else the first made; nil where none was made.
func (o *Observations) Attempt(credential string) *TokenAttempt {
	target := o.Target()
	tenant := target.Tenant
	if tenant == "" && o.Request.Scope == "" && o.KeyVault != nil && len(o.KeyVault.Vaults) > 0 {
		tenant = o.KeyVault.Vaults[0].TenantID
	}
	var first *TokenAttempt
	for i := range o.Tokens {
		attempt := &o.Tokens[i]
		if attempt.Credential != credential {
			continue
		}
		if attempt.Scope == target.Scope && attempt.Tenant == tenant {
			return attempt
		}
		if first == nil {
			first = attempt
		}
	}
	return first
}

// Works reports whether a program gets this token: it came, and for az and azd within the SDK's limit.
func (a *TokenAttempt) Works() bool {
	if a == nil || a.Outcome != OutcomeToken {
		return false
	}
	return !a.developerTool() || a.TookMs <= chainLimit.Milliseconds()
}

func (a *TokenAttempt) developerTool() bool {
	return a.Credential == CredentialAzureCLI || a.Credential == CredentialAzureDeveloperCLI
}

// stops reports whether a failure ends Go's chain: only an "unavailable" credential lets it go on, and az and azd always
// count as unavailable inside it. A managed identity without a client ID asked for counts as unavailable when IMDS
// answers 400.
// azidentity 1.15.0 chained_token_credential.go and managed_identity_client.go, read 2026-11-22.
func (o *Observations) stops(attempt TokenAttempt) bool {
	return !attempt.developerTool() && attempt.Outcome == OutcomeFailed && !o.imposterAnswered(attempt)
}

// imposterAnswered tells a managed identity's failure at a proxy or another service that answers in IMDS's place, on a
// machine that is not Azure's. Go's chain ends there; the other SDKs' go on, so it is no reason to call a sign-in broken.
// azidentity 1.15.0 managed_identity_client.go; Azure.Identity's ImdsManagedIdentityProbeSource.cs; read 2026-11-22.
func (o *Observations) imposterAnswered(attempt TokenAttempt) bool {
	if attempt.Credential != CredentialManagedIdentity || o.Host == nil || o.Host.Azure || o.ManagedIdentity == nil || o.onlyManagedIdentity() {
		return false
	}
	answered := o.ManagedIdentity.IMDS.asPrograms()
	return answered != nil && answered.Kind != kindAzure
}

// Working returns the attempts that gave a token, in the order of Credentials, one for each credential.
func (o *Observations) Working() []*TokenAttempt {
	var working []*TokenAttempt
	for _, credential := range Credentials {
		for i := range o.Tokens {
			if o.Tokens[i].Credential == credential && o.Tokens[i].Works() {
				working = append(working, &o.Tokens[i])
				break
			}
		}
	}
	return working
}

// OtherWorks reports whether another credential than this one gives a token: then its own absence or failure is no
// reason for a red report.
func (o *Observations) OtherWorks(credential string) bool {
	for _, attempt := range o.Working() {
		if attempt.Credential != credential {
			return true
		}
	}
	return false
}

// Meant is the credential that is meant to work on this machine, where none does: the one somebody configured, else the
// one this kind of host is made for.
func (o *Observations) Meant() string {
	switch {
	case o.Environment.Configured() != "":
		return CredentialEnvironment
	case o.Environment.WorkloadIdentityConfigured():
		return CredentialWorkloadIdentity
	case o.AzureCLI.SignedIn():
		return CredentialAzureCLI
	case o.AzureDeveloperCLI.SignedIn():
		return CredentialAzureDeveloperCLI
	case o.Host != nil && o.Host.Azure && !o.Host.Hosted:
		return CredentialManagedIdentity
	case o.Host != nil && o.Host.CI:
		return CredentialEnvironment
	case o.AzureCLI != nil && len(o.AzureCLI.Paths) == 0 && o.AzureDeveloperCLI != nil && len(o.AzureDeveloperCLI.Paths) > 0:
		return CredentialAzureDeveloperCLI
	}
	return CredentialAzureCLI
}

// absenceSeverity is the weight of "this credential is not here": an error where it was meant to work and nothing else
// does, otherwise worth a note.
func (o *Observations) absenceSeverity(credential string) cause.Severity {
	if !o.OtherWorks(credential) && o.Meant() == credential {
		return cause.Error
	}
	return cause.Info
}

// worthAsking reports whether a credential may be asked for a token: it is configured or signed in, and processes and
// connections are allowed.
func (s *Session) worthAsking(ctx context.Context, credential string) bool {
	if s.Request.Local {
		return false
	}
	environment, _ := s.environment.get(ctx, struct{}{})
	switch credential {
	case CredentialEnvironment:
		return environment.Configured() != "" && environment.Configured() != configuredPassword
	case CredentialWorkloadIdentity:
		return environment.WorkloadIdentityConfigured()
	case CredentialManagedIdentity:
		facts, _ := s.managedIdentity.get(ctx, struct{}{})
		return facts.Offered()
	case CredentialAzureCLI:
		facts, _ := s.azureCLI.get(ctx, struct{}{})
		return facts.SignedIn() && len(facts.Paths) > 0
	case CredentialAzureDeveloperCLI:
		facts, _ := s.azureDeveloperCLI.get(ctx, struct{}{})
		if facts != nil && facts.DelegatesToCLI && !s.worthAsking(ctx, CredentialAzureCLI) {
			return false // azd would start az, which is not worth it or not safe
		}
		return facts.SignedIn() && len(facts.Paths) > 0
	}
	return false
}

// challengePatience bounds how long a token request waits to learn the vault's tenant: a vault that has not answered by
// then is asked about without it.
const challengePatience = time.Second

// tokenRequest is the question that stands for a credential in this run: for the target's scope, and for the tenant
// that --tenant or the first vault's challenge names, as a Key Vault client would ask.
func (s *Session) tokenRequest(ctx context.Context, credential string) TokenRequest {
	target := s.Target()
	request := TokenRequest{Credential: credential, Scope: target.Scope, Tenant: target.Tenant}
	if request.Tenant == "" && s.Request.Scope == "" && len(target.Vaults) > 0 && target.Vaults[0].Host != "" && !s.Request.Local {
		patient, cancel := context.WithTimeout(ctx, challengePatience)
		defer cancel()
		if vault, ok := s.anonymous.get(patient, target.Vaults[0].Host); ok {
			request.Tenant = vault.TenantID
		}
	}
	return request
}

// ask asks a credential this run's question where that can succeed. It reports false where it was not asked.
func (s *Session) ask(ctx context.Context, credential string) (TokenAttempt, bool) {
	if !s.worthAsking(ctx, credential) {
		return TokenAttempt{}, false
	}
	request := s.tokenRequest(ctx, credential)
	s.tokens.leads(request)
	return s.Token(ctx, request), true
}

// explain turns a failed attempt into findings, the root cause first: what Recognise finds in the credential's words, and
// where it finds nothing, that the words are not known. The attempt's tenant, scope and identity fill the fixes.
func (o *Observations) explain(attempt TokenAttempt) []cause.Finding {
	source := attempt.Credential + " credential"
	asked := []cause.Evidence{
		{Name: "scope asked for", Value: attempt.Scope, Source: source, Fills: "scope"},
		{Name: "tenant asked for", Value: attempt.Tenant, Source: source, Fills: "tenant"},
	}
	if attempt.Tenant == "" {
		asked = asked[:1]
	}
	findings := o.Catalogue().RecogniseOwn(attempt.Error)
	if len(findings) == 0 {
		findings = []cause.Finding{{Cause: cause.FailureUnrecognised, Evidence: []cause.Evidence{{Name: "what it said", Value: attempt.Error, Source: source}}}}
	}
	for i := range findings {
		findings[i].Credential = attempt.Credential
		for j := range findings[i].Evidence {
			if findings[i].Evidence[j].Source == "" {
				findings[i].Evidence[j].Source = source
			}
		}
		findings[i].Evidence = append(findings[i].Evidence, asked...)
	}
	return findings
}
