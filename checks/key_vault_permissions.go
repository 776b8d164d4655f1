package checks

import (
	"fmt"
	"slices"
	"strings"

	"azdoctor/checks/cause"
)

// judgeVaultAccess judges what the identities may do in a vault that challenged us. The identity that counts is the one
// programs here sign in as: that of the credential that the chain ends at.
func (o *Observations) judgeVaultAccess(v *VaultFacts, winner string) vaultVerdict {
	verdict := vaultVerdict{status: Unknown, says: fmt.Sprintf("%s answers (%d ms), and %s", v.label(), v.TookMs, o.nobodyFor(v))}
	var counts visit
	for _, access := range v.Access {
		if access.Credential == winner {
			counts = o.visit(access)
			verdict = o.judgeVisit(v, counts)
		}
	}
	switch {
	case winner == "":
		if findings := o.strangerToTenant(v); len(findings) > 0 {
			verdict.findings = findings
			verdict.says = fmt.Sprintf("%s belongs to tenant %s, for which %s gives no token", v.label(), v.TenantID, findings[0].Credential)
		}
	case counts.attempt == nil:
		verdict.says = fmt.Sprintf("%s answers (%d ms); what %s may do there was not learnt in time", v.label(), v.TookMs, winner)
	}
	for _, access := range v.Access {
		if access.Credential != winner {
			verdict.findings = append(verdict.findings, o.judgeOther(v, o.visit(access), counts)...)
		}
	}
	return verdict
}

// visit is an access with the token behind it.
type visit struct {
	VaultAccess
	attempt *TokenAttempt // nil: not known
}

func (o *Observations) visit(access VaultAccess) visit {
	return visit{access, o.attemptFor(access)}
}

// who names the identity.
func (t visit) who() string {
	if t.attempt == nil {
		return t.Credential
	}
	return t.attempt.Identity.String()
}

// objectID is the identity's; "" where it is not known.
func (t visit) objectID() string {
	if t.attempt == nil || t.attempt.Identity == nil {
		return ""
	}
	return t.attempt.Identity.ObjectID
}

// judgeVisit judges the identity that counts.
func (o *Observations) judgeVisit(v *VaultFacts, t visit) vaultVerdict {
	verdict := vaultVerdict{status: Unknown}
	name := v.label()
	switch {
	case t.attempt == nil || t.attempt.Outcome == OutcomeTimeout:
		verdict.says = fmt.Sprintf("%s answers (%d ms); %s gave no token for it in time", name, v.TookMs, t.Credential)
	case t.attempt.Outcome != OutcomeToken:
		verdict.findings = o.tokenFailure(v, t, cause.Error)
		verdict.says = fmt.Sprintf("%s answers (%d ms), and %s gives no token for its tenant", name, v.TookMs, t.Credential)
	case v.HSM:
		verdict.findings = o.wrongTenant(v, t, cause.Error)
		verdict.says = fmt.Sprintf("%s, a managed HSM, answers (%d ms) and %s has a token for it; its roles are not asked", name, v.TookMs, t.who())
	case t.Read == nil:
		verdict.says = fmt.Sprintf("%s answers (%d ms); what %s may do there was not learnt in time", name, v.TookMs, t.who())
	case t.Read.opensSecret():
		verdict.status, verdict.opensAs, verdict.lists = Pass, t.who(), t.List.Allowed()
		verdict.says = fmt.Sprintf("%s may %s (%d ms)", t.who(), t.mayDo(name), t.Read.TookMs)
		if t.List.permission() == AccessDenied {
			finding := o.denial(v, t, t.List, "list")
			finding.Severity = cause.Info
			finding.Detail = strings.TrimSpace("Reading a secret by its name is allowed; programs that enumerate secrets fail. " + finding.Detail)
			verdict.findings = []vaultFinding{{finding, t.who() + " list"}}
		}
	default:
		finding := o.denial(v, t, t.Read, "read")
		finding.Detail = strings.TrimSpace(finding.Detail + " " + o.readHints(v, t))
		verdict.findings = []vaultFinding{{finding, t.who() + " read " + t.Read.InnerCode}}
		verdict.says = o.refusedReading(v, t, finding.Cause)
	}
	return verdict
}

// mayDo says which permissions are there: "read and list secrets of contoso-kv".
func (t visit) mayDo(vault string) string {
	what := "secrets"
	if t.Read.Secret != "" {
		what = "the secret " + t.Read.Secret
	}
	switch t.List.permission() {
	case AccessAllowed:
		if t.Read.Secret != "" {
			return "read " + what + " and list secrets of " + vault
		}
		return "read and list secrets of " + vault
	case AccessDenied:
		return "read " + what + " of " + vault + ", not list them"
	}
	return "read " + what + " of " + vault
}

// opensSecret reports whether reading works: the permission is there, and the secret that --secret names is usable.
func (a *VaultAnswer) opensSecret() bool {
	return a.Allowed() && (a.Secret == "" || a.Status == 200)
}

// refusedReading says in one clause why reading does not work.
func (o *Observations) refusedReading(v *VaultFacts, t visit, c *cause.Cause) string {
	switch c {
	case cause.KeyVaultFirewall, cause.KeyVaultPrivateLink, cause.KeyVaultPrivateDNS, cause.KeyVaultThrottled, cause.KeyVaultUnreachable:
		return v.label() + " " + refusalClause(c, t.Read.Status)
	case cause.KeyVaultTenantWrong:
		return fmt.Sprintf("%s belongs to another tenant than %s's token", v.label(), t.who())
	case cause.KeyVaultSecretNotFound:
		return fmt.Sprintf("%s may read secrets of %s, and there is no %s", t.who(), v.label(), t.Read.Secret)
	case cause.KeyVaultSecretDisabled, cause.KeyVaultSecretOutsideValidity:
		return fmt.Sprintf("the secret %s of %s cannot be used now", t.Read.Secret, v.label())
	}
	return fmt.Sprintf("%s may not read secrets of %s", t.who(), v.label())
}

// readHints say what the neighbouring answers tell about a refusal to read.
func (o *Observations) readHints(v *VaultFacts, t visit) string {
	var hints []string
	if t.List.Allowed() && t.Read.permission() == AccessDenied {
		hints = append(hints, "Listing is allowed, reading is not: so it is with the role Key Vault Reader, which shows names and never values.")
	}
	if t.Read.InnerCode == "ForbiddenByRbac" && t.Read.Secret == "" {
		hints = append(hints, "A role on one secret alone does not show this way: name that secret with --secret.")
	}
	for _, access := range v.Access {
		if other := o.visit(access); access.Credential != t.Credential && access.Read.Allowed() && t.Read.permission() == AccessDenied {
			hints = append(hints, fmt.Sprintf("%s (%s) may read, but programs here sign in as %s (%s).", other.who(), other.Credential, t.who(), t.Credential))
			break
		}
	}
	return strings.Join(hints, " ")
}

// denial is the cause of an identity's answer that is no success, with all that the fixes need.
func (o *Observations) denial(v *VaultFacts, t visit, answer *VaultAnswer, permission string) cause.Finding {
	var finding cause.Finding
	switch wrong := o.wrongTenant(v, t, cause.Error); {
	case answer.Status == 401 && len(wrong) > 0:
		finding = wrong[0].Finding
	case answer.Status == 0:
		finding = o.refusal(v, 0, "")
		finding.Cause, finding.Detail = cause.KeyVaultUnreachable, "The anonymous request was answered, the one with a token was not: "+answer.Error
	case answer.Status == 404 && answer.Code == "SecretNotFound":
		finding = o.refusal(v, 404, "")
		finding.Cause, finding.Detail = cause.KeyVaultSecretNotFound, ""
	case answer.Status == 400 && answer.Secret != "":
		finding = o.refusal(v, 400, "")
		finding.Cause, finding.Detail = cause.KeyVaultSecretNotFound, "The vault does not take this for a secret's name, which has 1 to 127 letters, digits and hyphens: no underscore."
	case answer.Status < 300 || answer.Status == 404 || !answer.FromVault && answer.Status < 500:
		finding = o.refusal(v, answer.Status, "")
		finding.Cause, finding.Detail = cause.KeyVaultUnreachable, fmt.Sprintf("Something else than Key Vault answered %d to the request with a token.", answer.Status)
	default:
		finding = o.refusal(v, answer.Status, answer.Error)
	}
	if answer.Secret == "" { // the name asked for is azdoctor's own
		finding.Evidence = slices.DeleteFunc(finding.Evidence, func(e cause.Evidence) bool { return e.Fills == "secret" })
	}
	finding.Severity, finding.Credential, finding.Subject = cause.Error, t.Credential, v.Host
	finding.Evidence = withIdentity(finding.Evidence, v, t)
	if answer.Secret != "" {
		finding.Evidence = addUntold(finding.Evidence, []cause.Evidence{{Name: "secret", Value: answer.Secret, Source: "--secret", Fills: "secret"}})
	}
	if answer.Error != "" {
		finding.Evidence = append(finding.Evidence, cause.Evidence{Name: "answer to the request to " + permission, Value: fmt.Sprintf("%d\n%s", answer.Status, answer.Error), Source: "GET https://" + v.Host + "/secrets"})
	}
	return finding
}

// nobodyFor says why nobody opens a vault: programs get no token, though a credential that they do not reach may have one.
func (o *Observations) nobodyFor(v *VaultFacts) string {
	for _, access := range v.Access {
		if access.Read.Allowed() {
			t := o.visit(access)
			return t.who() + " may read it, but programs here do not sign in that way"
		}
	}
	return "no credential here can open it"
}

// withIdentity puts the identity's name before what an answer told, and its IDs behind. What an answer told of them is left
// where the token does not tell.
func withIdentity(evidence []cause.Evidence, v *VaultFacts, t visit) []cause.Evidence {
	source := "token of " + t.Credential
	identity := &Identity{}
	if t.attempt != nil && t.attempt.Identity != nil {
		identity = t.attempt.Identity
	}
	name := []cause.Evidence{{Name: "identity", Value: identity.String(), Source: source}}
	var ids []cause.Evidence
	if identity.ObjectID != "" {
		ids = append(ids,
			cause.Evidence{Name: "object ID of the identity", Value: identity.ObjectID, Source: source, Fills: "object-id"},
			cause.Evidence{Name: "kind of principal", Value: identity.PrincipalType(), Source: source, Fills: "principal-type"})
	}
	if identity.ClientID != "" && identity.Kind != "user" {
		ids = append(ids, cause.Evidence{Name: "client ID of the identity", Value: identity.ClientID, Source: source, Fills: "client-id"})
	}
	fills := func(e cause.Evidence) bool {
		return e.Fills != "" && slices.ContainsFunc(ids, func(id cause.Evidence) bool { return id.Fills == e.Fills })
	}
	return addUntold(addUntold(name, slices.DeleteFunc(evidence, fills)), ids)
}

// wrongTenant finds a token of another tenant than the vault's; nil where they agree or are not known.
func (o *Observations) wrongTenant(v *VaultFacts, t visit, weight cause.Severity) []vaultFinding {
	if t.attempt == nil || t.attempt.Identity == nil || !isGUID(t.attempt.Identity.TenantID) || !isGUID(v.TenantID) || strings.EqualFold(t.attempt.Identity.TenantID, v.TenantID) {
		return nil
	}
	detail := fmt.Sprintf("The token of %s is from tenant %s, the vault belongs to %s.", t.who(), t.attempt.Identity.TenantID, v.TenantID)
	if o.Request.Tenant != "" {
		detail += " It was asked for by --tenant."
	}
	finding := cause.Finding{Cause: cause.KeyVaultTenantWrong, Severity: weight, Credential: t.Credential, Subject: v.Host, Detail: detail,
		Evidence: append(v.around(nil), cause.Evidence{Name: "tenant of the token", Value: t.attempt.Identity.TenantID, Source: "token of " + t.Credential})}
	return []vaultFinding{{finding, t.who() + v.TenantID}}
}

// tenantCauses say that an account or application is not of the tenant a token was asked for.
var tenantCauses = []*cause.Cause{cause.UserNotInTenant, cause.TenantNotAllowed, cause.TenantWrong, cause.AppNotFoundInTenant, cause.TenantNotFound}

// tokenFailure judges a credential that gives tokens, and none for this vault's tenant.
func (o *Observations) tokenFailure(v *VaultFacts, t visit, weight cause.Severity) []vaultFinding {
	f := o.explain(*t.attempt)[0] // the root cause; the rest is context
	if slices.Contains(tenantCauses, f.Cause) {
		f.Cause = cause.KeyVaultTenantWrong
		f.Detail = fmt.Sprintf("The vault belongs to tenant %s, for which %s gives no token.", v.TenantID, t.Credential)
		if home := o.homeTenant(t.Credential); home != "" && !strings.EqualFold(home, v.TenantID) {
			f.Evidence = append([]cause.Evidence{{Name: "tenant signed in to", Value: home, Source: t.Credential}}, f.Evidence...)
		}
		f.Evidence = append(v.around(f.Evidence), cause.Evidence{Name: "what it said", Value: t.attempt.Error, Source: t.Credential + " credential"})
	}
	f.Severity, f.Subject = weight, v.Host
	return []vaultFinding{{f, t.Tenant}}
}

// homeTenant is the tenant that a credential signed in to, as its other tokens or its files tell; "" where nothing does.
func (o *Observations) homeTenant(credential string) string {
	for _, attempt := range o.Tokens {
		if attempt.Credential == credential && attempt.Outcome == OutcomeToken && attempt.Identity != nil {
			return attempt.Identity.TenantID
		}
	}
	if credential == CredentialAzureCLI && o.AzureCLI.SignedIn() {
		return o.AzureCLI.Account.TenantID
	}
	return ""
}

// strangerToTenant is for a machine where no credential works: the one that was meant to may just not be of the vault's tenant.
func (o *Observations) strangerToTenant(v *VaultFacts) []vaultFinding {
	meant := o.Meant()
	for _, access := range v.Access {
		t := o.visit(access)
		if access.Credential != meant || t.attempt == nil || t.attempt.Outcome == OutcomeToken || t.attempt.Error == "" {
			continue
		}
		if findings := o.tokenFailure(v, t, cause.Error); len(findings) > 0 && findings[0].Cause == cause.KeyVaultTenantWrong {
			return findings
		}
	}
	return nil
}

// judgeOther judges an identity that programs here do not sign in as: a warning where the one that counts may not read
// either, else a note. The same person through another tool is not told twice.
func (o *Observations) judgeOther(v *VaultFacts, t, counts visit) []vaultFinding {
	weight := cause.Warning
	if counts.Read.Allowed() {
		weight = cause.Info
	}
	same := counts.objectID() != "" && counts.objectID() == t.objectID()
	if t.attempt == nil || t.attempt.Outcome != OutcomeToken || same || t.Read.permission() != AccessDenied {
		return nil
	}
	finding := o.denial(v, t, t.Read, "read")
	finding.Severity = weight
	finding.Detail = strings.TrimSpace(fmt.Sprintf("This is about %s, which programs here do not sign in as. %s", t.who(), finding.Detail))
	return []vaultFinding{{finding, t.who() + " read " + t.Read.InnerCode}}
}
