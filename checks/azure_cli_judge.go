package checks

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"azdoctor/checks/cause"
)

// judgeAzureCLI lets the token request decide where there was one, and az's files where there was none.
func judgeAzureCLI(o *Observations) Judgement {
	facts := o.AzureCLI
	if facts == nil {
		return Judgement{Status: Unknown, Summary: "nobody looked at az"}
	}
	var j Judgement
	switch attempt := o.Attempt(CredentialAzureCLI); {
	case attempt == nil:
		j = facts.judgeUnasked(o)
	case attempt.Outcome == OutcomeToken:
		j = facts.judgeToken(o, attempt)
	case attempt.Outcome == OutcomeTimeout:
		j = judgeSilence(facts.Account.String(), "az", cause.CLITimeout, attempt)
	default:
		j = facts.judgeFailure(o, attempt)
	}
	for i := range j.Findings {
		j.Findings[i].Credential = CredentialAzureCLI
		if j.Findings[i].Cause == cause.CLINotLoggedIn {
			facts.leaveFolder(j.Findings[i].Evidence)
		}
	}
	worstFirst(j.Findings)
	return j
}

// leaveFolder keeps the folder without a sign-in out of the command that points az at the one with it.
func (f *AzureCLIFacts) leaveFolder(evidence []cause.Evidence) {
	for i := range evidence {
		if evidence[i].Fills == "config-dir" && evidence[i].Value == f.ConfigDir {
			evidence[i].Fills = ""
		}
	}
}

// judgeUnasked concludes from az's files alone.
func (f *AzureCLIFacts) judgeUnasked(o *Observations) Judgement {
	switch {
	case len(f.Paths) == 0:
		return f.judgeMissing(o)
	case f.Profile == "unreadable" || f.Profile == "invalid":
		return Judgement{Status: Info, Summary: "az's azureProfile.json cannot be read", Findings: []cause.Finding{{
			Cause:    cause.CLIConfigCorrupt,
			Severity: o.brokenSeverity(CredentialAzureCLI),
			Detail:   f.corruptDetail(),
			Evidence: append([]cause.Evidence{{Name: "file", Value: joinFile(f.ConfigDir, "azureProfile.json"), Source: cmp.Or(f.ProfileError, f.Profile), Fills: "file"}}, f.folder()...),
		}}}
	case f.Profile == "unknown" && f.WindowsSide:
		return Judgement{Status: Unknown, Summary: "the az found here is Windows's, and its sign-in was not found from inside WSL"}
	case f.Profile == "unknown":
		return Judgement{Status: Unknown, Summary: "az's configuration folder is not known, because no home directory is"}
	case f.Account == nil:
		return f.judgeSignedOut(o)
	}
	summary := fmt.Sprintf("%s is signed in, tenant %s; no token was asked for", f.Account, cmp.Or(f.Account.TenantID, "not known"))
	if o.Request.Local {
		summary = fmt.Sprintf("%s is signed in, tenant %s, by az's files; --local asks for no token", f.Account, cmp.Or(f.Account.TenantID, "not known"))
	}
	findings := f.cacheFindings()
	for i := range findings {
		findings[i].Evidence = append(findings[i].Evidence, f.folder()...)
	}
	return Judgement{Status: Unknown, Summary: summary, Findings: append(findings, f.notes()...)}
}

// brokenSeverity is the weight of what makes a sign-in unusable that somebody once made: an error where nothing else
// works, else a warning.
func (o *Observations) brokenSeverity(credential string) cause.Severity {
	if o.OtherWorks(credential) {
		return cause.Warning
	}
	return cause.Error
}

func joinFile(dir, name string) string {
	separator := "/"
	if strings.Contains(dir, `\`) {
		separator = `\`
	}
	return strings.TrimRight(dir, `/\`) + separator + name
}

func (f *AzureCLIFacts) corruptDetail() string {
	if f.Profile == "unreadable" {
		return "az reads its sign-in from this file and stops where it cannot; a file that root wrote, as sudo az does, is the usual reason."
	}
	return "az overwrites this file with an empty one the next time it runs, so copy it first if anything in it matters. azdoctor did not start az."
}

func (f *AzureCLIFacts) judgeMissing(o *Observations) Judgement {
	finding := cause.Finding{Cause: cause.CLINotInstalled, Severity: o.absenceSeverity(CredentialAzureCLI)}
	summary := "az is not installed"
	if f.Account != nil {
		summary = "az is not on the search path, though its files say that " + f.Account.String() + " is signed in"
		finding.Detail = "az keeps a sign-in here, so it is or was installed: aliases, functions and directories that only a login shell adds are not there for programs."
		finding.Evidence = append(f.folder(), cause.Evidence{Name: "account", Value: f.Account.Name, Source: joinFile(f.ConfigDir, "azureProfile.json")})
	}
	return Judgement{Status: Info, Summary: summary, Findings: []cause.Finding{finding}}
}

// folder is the evidence of where az looks for its sign-in.
func (f *AzureCLIFacts) folder() []cause.Evidence {
	evidence := []cause.Evidence{{Name: "az's configuration folder", Value: f.ConfigDir, Source: f.ConfigDirSource, Fills: "config-dir"}}
	if len(f.Paths) > 0 {
		evidence = append(evidence, cause.Evidence{Name: "az", Value: f.Paths[0], Source: "PATH"})
	}
	if len(f.Paths) > 1 {
		evidence = append(evidence, cause.Evidence{Name: "other az, not used", Value: strings.Join(f.Paths[1:], ", "), Source: "PATH"})
	}
	return evidence
}

// judgeSignedOut tells apart why az knows nobody: no sign-in at all, one in another cloud, one in another folder, and
// subscriptions of which none is selected.
func (f *AzureCLIFacts) judgeSignedOut(o *Observations) Judgement {
	finding := cause.Finding{Cause: cause.CLINotLoggedIn, Severity: o.absenceSeverity(CredentialAzureCLI), Evidence: f.folder()}
	summary := "nobody is signed in to az"
	profile := joinFile(f.ConfigDir, "azureProfile.json")
	switch {
	case len(f.Unselected) > 0:
		finding.Cause, finding.Severity = cause.SubscriptionNotSelected, o.brokenSeverity(CredentialAzureCLI)
		finding.Evidence = append(finding.Evidence, cause.Evidence{Name: "subscriptions", Value: strings.Join(f.Unselected, ", "), Source: profile})
		finding.Evidence = append(finding.Evidence, cause.Evidence{Name: "first subscription", Value: f.Unselected[0], Source: profile, Fills: "subscription"})
		summary = "somebody is signed in to az, but no subscription is selected, and az gives no token without one"
	case len(f.OtherClouds) > 0:
		finding.Cause, finding.Severity = cause.CloudWrong, o.brokenSeverity(CredentialAzureCLI)
		finding.Detail = f.otherCloudDetail()
		finding.Evidence = append(finding.Evidence, f.cloudEvidence()...)
		finding.Evidence = append(finding.Evidence, cause.Evidence{Name: "cloud of the sign-in", Value: f.OtherClouds[0], Source: profile, Fills: "cloud"})
		summary = fmt.Sprintf("az is set to %s, and the sign-in is in %s", f.Cloud, strings.Join(f.OtherClouds, ", "))
	default:
		finding.Detail = f.signedOutDetail(o)
		finding.Evidence = append(finding.Evidence, o.signInEvidence()...)
		for _, dir := range f.Elsewhere {
			finding.Evidence = append(finding.Evidence, cause.Evidence{Name: "another folder with a sign-in", Value: dir, Source: joinFile(dir, "azureProfile.json"), Fills: "config-dir"})
		}
	}
	findings := []cause.Finding{finding}
	if len(f.Unselected)+len(f.OtherClouds) == 0 && f.UnknownCloud != "" {
		findings = append(findings, f.unknownCloud())
	}
	return Judgement{Status: Info, Summary: summary, Findings: findings}
}

// signInEvidence fills what a sign-in command needs: the tenant that was asked for, or else the first vault's.
func (o *Observations) signInEvidence() []cause.Evidence {
	target := o.Target()
	var evidence []cause.Evidence
	switch {
	case target.Tenant != "":
		evidence = append(evidence, cause.Evidence{Name: "tenant asked for", Value: target.Tenant, Source: "--tenant", Fills: "tenant"})
	case o.KeyVault != nil && len(o.KeyVault.Vaults) > 0 && o.KeyVault.Vaults[0].TenantID != "":
		vault := o.KeyVault.Vaults[0]
		evidence = append(evidence, cause.Evidence{Name: "tenant of the vault", Value: vault.TenantID, Source: "challenge of " + vault.Host, Fills: "tenant"})
	}
	return evidence
}

func (f *AzureCLIFacts) otherCloudDetail() string {
	how := "az cloud set"
	if f.CloudSource == "AZURE_CLOUD_NAME" {
		how = "AZURE_CLOUD_NAME"
	}
	return fmt.Sprintf("az looks only at sign-ins of its active cloud, %s, and says no more than \"Please run 'az login'\". Signing in again is not needed: %s chooses the cloud.", f.Cloud, how)
}

func (f *AzureCLIFacts) cloudEvidence() []cause.Evidence {
	evidence := []cause.Evidence{{Name: "az's active cloud", Value: f.Cloud, Source: cmp.Or(f.CloudSource, "az's default")}}
	if f.CloudSource == "AZURE_CLOUD_NAME" {
		evidence = append(evidence, cause.Evidence{Name: "variable that chooses it", Value: f.CloudSource, Source: "environment", Fills: "cloud-variable"})
	}
	return evidence
}

func (f *AzureCLIFacts) signedOutDetail(o *Observations) string {
	var parts []string
	switch {
	case len(f.Elsewhere) > 0 && f.SudoUser != "":
		parts = append(parts, fmt.Sprintf("This runs under sudo, so az looks in %s; the sign-in of %s is in %s.", f.ConfigDir, f.SudoUser, f.Elsewhere[0]))
	case len(f.Elsewhere) > 0:
		parts = append(parts, fmt.Sprintf("%s makes az look in %s; a sign-in is in %s.", f.ConfigDirSource, f.ConfigDir, f.Elsewhere[0]))
	case f.WindowsSide:
		parts = append(parts, "The az found here is Windows's, with the sign-in of the Windows side.")
	case f.Profile == "missing":
		parts = append(parts, fmt.Sprintf("az has never run with %s (from %s).", f.ConfigDir, f.ConfigDirSource))
	default:
		parts = append(parts, fmt.Sprintf("az looks in %s (from %s).", f.ConfigDir, f.ConfigDirSource))
	}
	if o.AzureDeveloperCLI != nil && o.AzureDeveloperCLI.Account != nil {
		parts = append(parts, "azd is signed in, but az and azd keep their sign-ins apart.")
	}
	return strings.Join(parts, " ")
}

func (f *AzureCLIFacts) unknownCloud() cause.Finding {
	return cause.Finding{
		Cause: cause.CloudWrong, Severity: cause.Warning,
		Detail:   fmt.Sprintf("az knows no cloud called %s and falls back to %s. Names are exact: AzureCloud, AzureUSGovernment, AzureChinaCloud.", f.UnknownCloud, f.Cloud),
		Evidence: append([]cause.Evidence{{Name: "cloud that was set", Value: f.UnknownCloud, Source: f.CloudSource}}, f.cloudEvidence()...),
	}
}

// cacheFindings are the faults of az's token cache that its file proves.
func (f *AzureCLIFacts) cacheFindings() []cause.Finding {
	finding := cause.Finding{Evidence: []cause.Evidence{{Name: "az's token cache", Value: f.TokenCacheFile, Source: cmp.Or(f.TokenCacheError, f.TokenCache), Fills: "file"}}}
	switch {
	case f.TokenCache == "invalid":
		finding.Cause = cause.CLITokenCacheCorrupt
	case f.TokenCache == "unreadable":
		finding.Cause = cause.CLIConfigCorrupt
		finding.Detail = "The file with az's tokens cannot be read by this user."
	case f.TokenCache == "missing":
		finding.Cause = cause.CLITokenCacheMissingAccount
		finding.Detail = fmt.Sprintf("azureProfile.json names %s, and there is no token cache beside it.", f.Account)
	case f.TokenCacheHasAccount != nil && !*f.TokenCacheHasAccount:
		finding.Cause = cause.CLITokenCacheMissingAccount
		finding.Detail = fmt.Sprintf("azureProfile.json names %s, and the token cache holds nothing to renew that sign-in with.", f.Account)
	default:
		return nil
	}
	return []cause.Finding{finding}
}

// Limits after which SDKs stop waiting for az and azd; JavaScript and Rust wait without end.
// Azure.Identity's AzureCliCredential.cs, azure-identity's azure_cli.py and azidentity 1.15.0, read 2026-11-22.
const (
	dotnetLimit = 13 * time.Second
	// uneasy is when a token came so late that a slower day loses it.
	uneasy = chainLimit / 2
)

// judgeSilence is for a tool that had not answered when the run ended.
func judgeSilence(who, tool string, timeout *cause.Cause, attempt *TokenAttempt) Judgement {
	took := time.Duration(attempt.TookMs) * time.Millisecond
	j := Judgement{Status: Unknown, Summary: fmt.Sprintf("%s is signed in to %s, which had not answered after %s", who, tool, seconds(attempt.TookMs))}
	if took < chainLimit {
		return j
	}
	j.Findings = []cause.Finding{{Cause: timeout, Detail: lateDetail(tool, attempt), Evidence: tookEvidence(tool, attempt)}}
	return j
}

func tookEvidence(tool string, attempt *TokenAttempt) []cause.Evidence {
	return []cause.Evidence{
		{Name: "time " + tool + " took", Value: seconds(attempt.TookMs), Source: attempt.Credential + " credential"},
		{Name: "scope asked for", Value: attempt.Scope, Source: attempt.Credential + " credential", Fills: "scope"},
	}
}

// lateDetail says which SDKs lose patience with what happened.
func lateDetail(tool string, attempt *TokenAttempt) string {
	took := time.Duration(attempt.TookMs) * time.Millisecond
	what := "An answer came after " + seconds(attempt.TookMs)
	switch attempt.Outcome {
	case OutcomeToken:
		what = "A token came after " + seconds(attempt.TookMs)
	case OutcomeTimeout:
		what = "There was no answer for " + seconds(attempt.TookMs)
	}
	switch {
	case took <= chainLimit:
		return what + ": in time for every SDK, but Go, Python and Java wait only 10 s."
	case took <= dotnetLimit:
		return what + ": too late for Go, Python and Java (10 s), still in time for .NET (13 s). azdoctor waited longer than programs do."
	}
	return what + ": too late for Go, Python and Java (10 s) and for .NET (13 s). azdoctor waited longer than programs do."
}

// seconds words a duration in milliseconds for people.
func seconds(ms int64) string {
	if ms < 1000 {
		return fmt.Sprintf("%d ms", ms)
	}
	return fmt.Sprintf("%.1f s", float64(ms)/1000)
}
