package checks

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"azdoctor/checks/cause"
)

// judgeAzureDeveloperCLI lets the token request decide where there was one, and azd's files where there was none.
func judgeAzureDeveloperCLI(o *Observations) Judgement {
	facts := o.AzureDeveloperCLI
	if facts == nil {
		return Judgement{Status: Unknown, Summary: "nobody looked at azd"}
	}
	var j Judgement
	switch attempt := o.Attempt(CredentialAzureDeveloperCLI); {
	case attempt == nil:
		j = facts.judgeUnasked(o)
	case attempt.Outcome == OutcomeToken:
		j = Judgement{Status: Pass, Summary: tokenSummary(o, attempt, facts.who()), Findings: slices.Concat(o.endedToken("azd", attempt), facts.lateFindings(attempt), o.compareCLIs(), facts.notes(o))}
	case attempt.Outcome == OutcomeTimeout:
		j = judgeSilence(facts.who(), "azd", cause.AzdTimeout, attempt)
		j.Findings = append(facts.quickWhere(j.Findings), o.compareCLIs()...)
	default:
		j = facts.judgeFailure(o, attempt)
	}
	for i := range j.Findings {
		j.Findings[i].Credential = CredentialAzureDeveloperCLI
	}
	worstFirst(j.Findings)
	return j
}

// who names azd's sign-in for people.
func (f *AzureDeveloperCLIFacts) who() string {
	if f.DelegatesToCLI {
		return "az's user"
	}
	return f.Account.String()
}

// judgeUnasked concludes from azd's files alone.
func (f *AzureDeveloperCLIFacts) judgeUnasked(o *Observations) Judgement {
	corrupt := f.corruptFiles(o)
	switch {
	case len(f.Paths) == 0:
		return f.judgeMissing(o)
	case len(corrupt) > 0:
		return Judgement{Status: Info, Summary: "azd's files cannot be read", Findings: corrupt}
	case f.ConfigDir == "":
		return Judgement{Status: Info, Summary: "azd finds no home directory to look for a sign-in in, and fails without one", Findings: []cause.Finding{{
			Cause: cause.AzdNotLoggedIn, Severity: o.absenceSeverity(CredentialAzureDeveloperCLI),
			Detail: "Neither HOME (USERPROFILE on Windows) nor AZD_CONFIG_DIR is set.",
		}}}
	case f.DelegatesToCLI:
		return f.judgeDelegated(o)
	case f.Account == nil:
		return f.judgeSignedOut(o)
	}
	summary := f.who() + " is signed in to azd; no token was asked for"
	if o.Request.Local {
		summary = f.who() + " is signed in, by azd's files; --local asks for no token"
	}
	return Judgement{Status: Unknown, Summary: summary, Findings: slices.Concat(f.cacheFindings(), o.compareCLIs(), f.notes(o))}
}

func (f *AzureDeveloperCLIFacts) judgeMissing(o *Observations) Judgement {
	finding := cause.Finding{Cause: cause.AzdNotInstalled, Severity: o.absenceSeverity(CredentialAzureDeveloperCLI)}
	summary := "azd is not installed"
	if f.Account != nil && f.ConfigDir != "" {
		summary = "azd is not on the search path, though its files say that " + f.who() + " is signed in"
		finding.Detail = "azd keeps a sign-in here, so it is or was installed; directories that only a login shell adds are not there for programs."
		finding.Evidence = f.folder()
	}
	return Judgement{Status: Info, Summary: summary, Findings: []cause.Finding{finding}}
}

// corruptFiles are the files that azd reads first and cannot.
func (f *AzureDeveloperCLIFacts) corruptFiles(o *Observations) []cause.Finding {
	var findings []cause.Finding
	for _, file := range []struct{ name, state, problem string }{{"auth.json", f.Auth, f.AuthError}, {"config.json", f.Config, f.ConfigError}} {
		if file.state != "unreadable" && file.state != "invalid" {
			continue
		}
		finding := cause.Finding{
			Cause: cause.AzdTokenCacheCorrupt, Severity: o.brokenSeverity(CredentialAzureDeveloperCLI),
			Evidence: append([]cause.Evidence{{Name: "file", Value: joinFile(f.ConfigDir, file.name), Source: cmp.Or(file.problem, file.state), Fills: "file"}}, f.folder()...),
		}
		if file.state == "unreadable" {
			finding.Detail = "This user cannot read the file."
		}
		findings = append(findings, finding)
	}
	return findings
}

// folder is the evidence of where azd looks for its sign-in.
func (f *AzureDeveloperCLIFacts) folder() []cause.Evidence {
	evidence := []cause.Evidence{{Name: "azd's configuration folder", Value: f.ConfigDir, Source: f.ConfigDirSource, Fills: "config-dir"}}
	if len(f.Paths) > 0 {
		evidence = append(evidence, cause.Evidence{Name: "azd", Value: f.Paths[0], Source: "PATH"})
	}
	return evidence
}

// judgeDelegated is for an azd that uses az's sign-in and was not asked, because az's cannot work.
func (f *AzureDeveloperCLIFacts) judgeDelegated(o *Observations) Judgement {
	switch az := o.AzureCLI; {
	case az == nil || o.Request.Local && az.SignedIn():
		return Judgement{Status: Unknown, Summary: "azd uses az's sign-in; it was asked for no token"}
	case az.SignedIn() && len(az.Paths) > 0:
		return Judgement{Status: Unknown, Summary: "azd uses az's sign-in, " + az.Account.String() + "; no token was asked for"}
	}
	return Judgement{Status: Info, Summary: "azd uses az's sign-in, and az has none that works", Findings: []cause.Finding{f.delegation(o.absenceSeverity(CredentialAzureDeveloperCLI), "")}}
}

// delegatedFailure points at az's own check where that fails too; else what azd passed on from az is the cause.
func (f *AzureDeveloperCLIFacts) delegatedFailure(o *Observations, explained []cause.Finding) []cause.Finding {
	if az := o.Attempt(CredentialAzureCLI); az != nil && az.Outcome != OutcomeToken {
		return []cause.Finding{f.delegation(cause.Warning, "The azure-cli check tells what fails in az.")}
	}
	explained = slices.DeleteFunc(explained, func(finding cause.Finding) bool { return finding.Cause == cause.AzdDelegatesToCLI })
	if len(explained) == 0 {
		return []cause.Finding{f.delegation(cause.Error, "")}
	}
	return append(explained, f.delegation(cause.Info, ""))
}

func (f *AzureDeveloperCLIFacts) delegation(severity cause.Severity, detail string) cause.Finding {
	evidence := []cause.Evidence{{Name: "auth.useAzCliAuth", Value: "true", Source: joinFile(f.ConfigDir, "config.json")}}
	return cause.Finding{Cause: cause.AzdDelegatesToCLI, Severity: severity, Detail: detail, Evidence: append(evidence, f.folder()...)}
}

func (f *AzureDeveloperCLIFacts) judgeSignedOut(o *Observations) Judgement {
	finding := cause.Finding{Cause: cause.AzdNotLoggedIn, Severity: o.absenceSeverity(CredentialAzureDeveloperCLI), Evidence: append(f.folder(), o.signInEvidence()...)}
	where := fmt.Sprintf("azd looks in %s (from %s).", f.ConfigDir, f.ConfigDirSource)
	if len(f.Elsewhere) > 0 {
		where = fmt.Sprintf("%s makes azd look in %s; a sign-in is in %s.", f.ConfigDirSource, f.ConfigDir, f.Elsewhere[0])
		finding.Evidence = append(finding.Evidence, cause.Evidence{Name: "another folder with a sign-in", Value: f.Elsewhere[0], Source: joinFile(f.Elsewhere[0], "auth.json")})
		if f.SudoUser != "" {
			where = fmt.Sprintf("This runs under sudo, so azd looks in %s; the sign-in of %s is in %s.", f.ConfigDir, f.SudoUser, f.Elsewhere[0])
		}
	}
	finding.Detail = where
	if o.AzureCLI.SignedIn() {
		finding.Detail += " az is signed in, but az and azd keep their sign-ins apart."
	}
	return Judgement{Status: Info, Summary: "nobody is signed in to azd", Findings: []cause.Finding{finding}}
}

// cacheFindings are the faults of azd's token files that they prove by themselves.
func (f *AzureDeveloperCLIFacts) cacheFindings() []cause.Finding {
	finding := cause.Finding{Evidence: []cause.Evidence{{Name: "azd's token file", Value: f.TokenCacheFile, Source: cmp.Or(f.TokenCacheError, f.TokenCache), Fills: "file"}}}
	switch {
	case f.TokenCache == "invalid":
		finding.Cause = cause.AzdTokenCacheCorrupt
	case f.TokenCache == "unreadable":
		finding.Cause, finding.Detail = cause.AzdTokenCacheCorrupt, "This user cannot read the file."
	case f.TokenCache == "missing" || f.TokenCacheHasAccount != nil && !*f.TokenCacheHasAccount:
		finding.Cause = cause.AzdNotLoggedIn
		finding.Detail = fmt.Sprintf("auth.json names %s, and the file with its tokens or secret holds nothing for it; azd takes that for nobody signed in.", f.who())
	default:
		return nil
	}
	return []cause.Finding{finding}
}

// judgeFailure is for an azd that answered with an error.
func (f *AzureDeveloperCLIFacts) judgeFailure(o *Observations, attempt *TokenAttempt) Judgement {
	summary := fmt.Sprintf("%s is signed in, but azd gave no token (%s)", f.who(), seconds(attempt.TookMs))
	findings := o.explain(*attempt)
	switch proven := f.cacheFindings(); {
	case f.DelegatesToCLI:
		summary = "azd uses az's sign-in, and got no token from it"
		findings = f.delegatedFailure(o, findings)
	case len(proven) > 0 && (findings[0].Unspecific() || findings[0].Cause == proven[0].Cause):
		proven[0].Evidence = append(proven[0].Evidence, findings[0].Evidence...)
		findings = append(proven, findings[1:]...)
	}
	findings[0].Evidence = append(findings[0].Evidence, f.folder()...)
	return Judgement{Status: Info, Summary: summary, Findings: slices.Concat(findings, f.lateFindings(attempt), o.compareCLIs(), f.notes(o))}
}

// lateFindings judge the token's time. A slow answer that was quick in the other form is azd's look for extensions.
func (f *AzureDeveloperCLIFacts) lateFindings(attempt *TokenAttempt) []cause.Finding {
	findings := lateFindings("azd", cause.AzdTimeout, attempt)
	quick := f.Direct != nil && f.Direct.TookMs*2 < attempt.TookMs
	if quick && (len(findings) == 0 || findings[0].Weight() < cause.Warning) {
		findings = []cause.Finding{{Cause: cause.AzdTimeout, Severity: cause.Warning, Detail: lateDetail("azd", attempt), Evidence: tookEvidence("azd", attempt)}}
	}
	return f.quickWhere(findings)
}

// quickWhere adds to findings of azd-timeout that azd itself is quick.
func (f *AzureDeveloperCLIFacts) quickWhere(findings []cause.Finding) []cause.Finding {
	if f.Direct == nil {
		return findings
	}
	for i := range findings {
		if findings[i].Cause != cause.AzdTimeout {
			continue
		}
		said := "answered"
		if f.Direct.Outcome == OutcomeToken {
			said = "gave a token"
		}
		findings[i].Detail = strings.TrimSpace(findings[i].Detail + fmt.Sprintf(" azd itself is fine: asked with --flag=value it %s in %s. In the SDKs' form, --flag value, it first looks up its extension registry at aka.ms, which is slow or blocked here.", said, seconds(f.Direct.TookMs)))
		findings[i].Evidence = append(findings[i].Evidence, cause.Evidence{Name: "time azd took with --flag=value", Value: seconds(f.Direct.TookMs), Source: "azd auth token --output=json --no-prompt --scope=" + f.Direct.Scope})
	}
	return findings
}

// notes are what azd's files tell of a working sign-in.
func (f *AzureDeveloperCLIFacts) notes(o *Observations) []cause.Finding {
	set, wanted := CloudNamed(cmp.Or(f.Cloud, Clouds[0].CLIName)), o.Target().Cloud
	if f.DelegatesToCLI || set != nil && set.Name == wanted.Name {
		return nil
	}
	detail := fmt.Sprintf("azd is set to %s and the rest here to %s.", cmp.Or(f.Cloud, Clouds[0].CLIName), wanted.CLIName)
	if set == nil {
		detail = fmt.Sprintf("azd knows no cloud called %s and refuses to work with it.", f.Cloud)
	}
	return []cause.Finding{{
		Cause: cause.CloudWrong, Severity: cause.Warning, Detail: detail,
		Evidence: []cause.Evidence{
			{Name: "azd's cloud", Value: cmp.Or(f.Cloud, Clouds[0].CLIName), Source: cmp.Or(ifSet(f.Cloud, joinFile(f.ConfigDir, "config.json")), "azd's default")},
			{Name: "cloud in use", Value: wanted.CLIName, Source: o.Target().CloudSource, Fills: "cloud"},
		},
	}}
}

func ifSet(value, then string) string {
	if value == "" {
		return ""
	}
	return then
}

// compareCLIs finds az and azd signed in as different people or to different tenants: a program gets one or the other,
// depending on which is asked first. Tokens decide where both gave one, else the files.
func (o *Observations) compareCLIs() []cause.Finding {
	az, azd := o.AzureCLI, o.AzureDeveloperCLI
	if !az.SignedIn() || !azd.SignedIn() || azd.DelegatesToCLI {
		return nil
	}
	azSays, azdSays, differ := az.Account.String(), azd.who(), false
	source := "the tools' files"
	azToken, azdToken := o.Attempt(CredentialAzureCLI), o.Attempt(CredentialAzureDeveloperCLI)
	if tokensComparable(azToken, azdToken) {
		source = "claims of both tokens"
		differ = !strings.EqualFold(azToken.Identity.ObjectID, azdToken.Identity.ObjectID) || !strings.EqualFold(azToken.Identity.TenantID, azdToken.Identity.TenantID)
		azSays, azdSays = withTenant(azToken.Identity.String(), azToken.Identity.TenantID), withTenant(azdToken.Identity.String(), azdToken.Identity.TenantID)
	} else {
		differ = accountsDiffer(az.Account, azd.Account)
		azSays, azdSays = withTenant(azSays, az.Account.TenantID), withTenant(azdSays, azd.Account.TenantID)
	}
	if !differ {
		return nil
	}
	return []cause.Finding{{
		Cause: cause.IdentityUnexpected, Severity: cause.Warning,
		Detail: fmt.Sprintf("az is %s; azd is %s. Programs ask az first and go on to azd where az fails: then they run as somebody else.", azSays, azdSays),
		Evidence: []cause.Evidence{
			{Name: "az", Value: azSays, Source: source},
			{Name: "azd", Value: azdSays, Source: source},
			{Name: "the one asked first", Value: "AzureCLICredential", Source: "DefaultAzureCredential", Fills: "credentials"},
		},
	}}
}

func withTenant(who, tenant string) string {
	if tenant == "" {
		return who
	}
	return who + " in tenant " + tenant
}

func tokensComparable(a, b *TokenAttempt) bool {
	return a != nil && b != nil && a.Identity != nil && b.Identity != nil && strings.EqualFold(a.Tenant, b.Tenant) && a.Identity.ObjectID != "" && b.Identity.ObjectID != ""
}

// accountsDiffer compares what both files tell, and takes what one does not tell for the same. Object IDs are both of the
// user's home tenant; the tenants in the files are not comparable (az: of the subscription, azd: of the user).
func accountsDiffer(az *AzureCLIAccount, azd *AzureDeveloperCLIAccount) bool {
	switch {
	case az.Kind == "cloudShell" || azd.Kind == "cloudShell" || azd.Kind == "external" || azd.Kind == "managedIdentity" && az.Kind == "managedIdentity":
		return false
	case az.Kind != azd.Kind:
		return true
	case az.Kind == "servicePrincipal":
		return !strings.EqualFold(az.Name, azd.ClientID)
	case az.ObjectID != "" && azd.ObjectID != "":
		return !strings.EqualFold(az.ObjectID, azd.ObjectID)
	}
	return az.Name != "" && azd.Name != "" && !strings.EqualFold(az.Name, azd.Name)
}
