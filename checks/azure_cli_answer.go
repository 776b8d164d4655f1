package checks

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"azdoctor/checks/cause"
)

// judgeToken is for an az that gave a token: whose it is, and what will hurt later or elsewhere.
func (f *AzureCLIFacts) judgeToken(o *Observations, attempt *TokenAttempt) Judgement {
	findings := slices.Concat(o.endedToken("az", attempt), lateFindings("az", cause.CLITimeout, attempt), f.unexpectedIdentity(attempt), f.tenantNotes(o, attempt), f.notes())
	return Judgement{Status: Pass, Summary: tokenSummary(o, attempt, "az's "+f.Account.String()), Findings: findings}
}

// tokenSummary is "alice@contoso.com, tenant 1111..., token in 420 ms".
func tokenSummary(o *Observations, attempt *TokenAttempt, unnamed string) string {
	who, tenant := unnamed, ""
	if identity := attempt.Identity; identity != nil {
		if named := identity.String(); identity.Name != "" || identity.ObjectID != "" || identity.ClientID != "" {
			who = named
		}
		if identity.TenantID != "" {
			tenant = ", tenant " + identity.TenantID
		}
	}
	summary := fmt.Sprintf("%s%s, token in %s", who, tenant, seconds(attempt.TookMs))
	if left := attempt.ExpiresAt.Sub(o.At); !attempt.ExpiresAt.IsZero() && left > 0 && left < 10*time.Minute {
		summary += fmt.Sprintf(", which ends in %d min", int(left.Minutes()))
	}
	return summary
}

// lateFindings judge an answer's time against the SDKs' limits: for a token, an error past the first of them. A failure that
// came late has its own cause, and programs report the time alone.
func lateFindings(tool string, timeout *cause.Cause, attempt *TokenAttempt) []cause.Finding {
	took := time.Duration(attempt.TookMs) * time.Millisecond
	if took < uneasy {
		return nil
	}
	finding := cause.Finding{Cause: timeout, Severity: cause.Warning, Detail: lateDetail(tool, attempt), Evidence: tookEvidence(tool, attempt)}
	switch late := took > chainLimit; {
	case attempt.Outcome != OutcomeToken && !late:
		return nil
	case attempt.Outcome != OutcomeToken:
		finding.Severity = cause.Info
		finding.Detail += " They report that they gave up waiting (\"signal: killed\" in Go) and not what " + tool + " says."
	case late:
		finding.Severity = cause.Error
	}
	return []cause.Finding{finding}
}

// unexpectedIdentity compares whom the token is for with whom az's profile names. Object IDs decide where both are known;
// names are compared only where both are plain, since guests and personal accounts have other names in each tenant.
func (f *AzureCLIFacts) unexpectedIdentity(attempt *TokenAttempt) []cause.Finding {
	token, account := attempt.Identity, f.Account
	if token == nil || account == nil || account.Kind != "user" || token.Kind != "user" {
		return nil
	}
	same := strings.EqualFold(token.Name, account.Name) || token.Name == "" || strings.Contains(token.Name+account.Name, "#")
	if account.ObjectID != "" && token.ObjectID != "" && strings.EqualFold(account.UserTenantID, token.TenantID) {
		same = strings.EqualFold(account.ObjectID, token.ObjectID)
	}
	otherTenant := attempt.Tenant == "" && token.TenantID != "" && account.TenantID != "" && !strings.EqualFold(token.TenantID, account.TenantID)
	if same && !otherTenant {
		return nil
	}
	return []cause.Finding{{
		Cause: cause.IdentityUnexpected, Severity: cause.Warning,
		Detail: "az's token is for another person or tenant than az account show names.",
		Evidence: []cause.Evidence{
			{Name: "the token is for", Value: token.String() + ", tenant " + cmp.Or(token.TenantID, "not named"), Source: "claims of az's token"},
			{Name: "az account show names", Value: account.String() + ", tenant " + cmp.Or(account.TenantID, "not named"), Source: joinFile(f.ConfigDir, "azureProfile.json")},
		},
	}}
}

// tenantNotes tell what programs meet that azdoctor's own question did not: az's own tenant where another was asked for, and
// the tenant of a vault where az refuses one.
func (f *AzureCLIFacts) tenantNotes(o *Observations, attempt *TokenAttempt) []cause.Finding {
	if f.Account == nil {
		return nil
	}
	if attempt.Tenant == "" && (f.Account.Kind == "managedIdentity" || f.Account.Kind == "cloudShell") {
		finding := f.tenantUnsupported(o, attempt)
		finding.Severity = cause.Info
		return []cause.Finding{finding}
	}
	if asked := o.Request.Tenant; isGUID(asked) && isGUID(f.Account.TenantID) && !strings.EqualFold(asked, f.Account.TenantID) {
		return []cause.Finding{{
			Cause: cause.TenantWrong, Severity: cause.Info,
			Detail:   "A token for the tenant asked for came all the same. A program that names no tenant gets az's own.",
			Evidence: f.tenantEvidence(asked),
		}}
	}
	return nil
}

func (f *AzureCLIFacts) tenantEvidence(asked string) []cause.Evidence {
	return []cause.Evidence{
		{Name: "tenant az is signed in to", Value: f.Account.TenantID, Source: joinFile(f.ConfigDir, "azureProfile.json")},
		{Name: "tenant asked for", Value: asked, Source: "token request", Fills: "tenant"},
	}
}

// notes are what az's files tell of a working sign-in.
func (f *AzureCLIFacts) notes() []cause.Finding {
	var findings []cause.Finding
	if f.UnknownCloud != "" {
		findings = append(findings, f.unknownCloud())
	}
	if olderThan(f.Version, 2, 54) {
		findings = append(findings, cause.Finding{
			Cause: cause.CLIOutdated, Severity: cause.Info,
			Detail:   "Before 2.54.0, az tells a token's end only in local time without a zone: the Rust SDK refuses that, and the others may be an hour off when clocks change.",
			Evidence: []cause.Evidence{{Name: "version of az", Value: f.Version, Source: joinFile(f.ConfigDir, "commandIndex.json")}},
		})
	}
	if f.Account != nil && f.Account.Kind == "servicePrincipal" {
		findings = append(findings, cause.Finding{
			Cause: cause.CLIServicePrincipalUnsupported, Severity: cause.Info,
			Detail:   "az is signed in as an application. The SDKs take its tokens; Terraform's azurerm provider, for one, does not.",
			Evidence: []cause.Evidence{{Name: "application", Value: f.Account.Name, Source: joinFile(f.ConfigDir, "azureProfile.json"), Fills: "client-id"}},
		})
	}
	return findings
}

// olderThan compares a version such as "2.45.0"; a version that is not known is not older.
func olderThan(version string, major, minor int) bool {
	first, rest, _ := strings.Cut(version, ".")
	second, _, _ := strings.Cut(rest, ".")
	gotMajor, err1 := strconv.Atoi(first)
	gotMinor, err2 := strconv.Atoi(second)
	return err1 == nil && err2 == nil && (gotMajor < major || gotMajor == major && gotMinor < minor)
}

func isGUID(text string) bool { return guid.MatchString(text) }

// tenantRefusal are az's words for a tenant named to a sign-in that has but one.
// azure-cli-core 2.45.0 _profile.py (get_raw_token), read 2026-11-22.
const tenantRefusal = "Tenant shouldn't be specified for "

// judgeFailure is for an az that answered with an error. Where its words are not known, its files may tell.
func (f *AzureCLIFacts) judgeFailure(o *Observations, attempt *TokenAttempt) Judgement {
	summary := fmt.Sprintf("%s is signed in, but az gave no token (%s)", f.Account, seconds(attempt.TookMs))
	if strings.Contains(attempt.Error, tenantRefusal) {
		return Judgement{Status: Info, Summary: summary, Findings: append([]cause.Finding{f.tenantUnsupported(o, attempt)}, f.notes()...)}
	}
	findings := o.explain(*attempt)
	if proven := append(f.configFindings(), f.cacheFindings()...); len(proven) > 0 && findings[0].Unspecific() {
		proven[0].Evidence = append(proven[0].Evidence, findings[0].Evidence...)
		findings = append(proven, findings[1:]...)
	}
	if findings[0].Unspecific() && isDecodingError(attempt.Error) {
		findings[0].Detail = "az ended without an error, and what az printed is not the JSON that SDKs read: a wrapper of that name, or an extension that prints text of its own."
	}
	findings[0].Evidence = append(findings[0].Evidence, f.signInContext(attempt)...)
	return Judgement{Status: Info, Summary: summary, Findings: slices.Concat(findings, lateFindings("az", cause.CLITimeout, attempt), f.notes())}
}

// isDecodingError reports whether the text is that of Go's JSON decoder: the SDK hands it on as it is.
func isDecodingError(text string) bool {
	return strings.Contains(text, "unexpected end of JSON input") || strings.Contains(text, "invalid character ")
}

// endedToken is for a token whose time was over when it came: a tool that keeps old ones, or a clock that is ahead.
func (o *Observations) endedToken(tool string, attempt *TokenAttempt) []cause.Finding {
	if attempt.ExpiresAt.IsZero() || !attempt.ExpiresAt.Before(o.At) {
		return nil
	}
	return []cause.Finding{{
		Cause: cause.ClockSkew, Severity: cause.Warning,
		Detail:   "The token was over when it came, by this machine's clock: the clock is ahead, or " + tool + " hands out what it has kept for too long.",
		Evidence: []cause.Evidence{{Name: "end of the token", Value: attempt.ExpiresAt.UTC().Format(time.RFC3339), Source: tool + "'s answer"}, {Name: "this machine's clock", Value: o.At.UTC().Format(time.RFC3339), Source: "system"}},
	}}
}

func (f *AzureCLIFacts) configFindings() []cause.Finding {
	if f.ConfigError == "" {
		return nil
	}
	return []cause.Finding{{
		Cause:    cause.CLIConfigCorrupt,
		Detail:   "az reads its settings at every start and stops where it cannot.",
		Evidence: []cause.Evidence{{Name: "file", Value: joinFile(f.ConfigDir, "config"), Source: f.ConfigError, Fills: "file"}},
	}}
}

// signInContext is what a reader needs beside az's words: who, where, and whether the tenant is az's own.
func (f *AzureCLIFacts) signInContext(attempt *TokenAttempt) []cause.Evidence {
	if f.Account == nil {
		return f.folder()
	}
	evidence := []cause.Evidence{{Name: "signed in to az", Value: f.Account.String(), Source: joinFile(f.ConfigDir, "azureProfile.json")}}
	if f.Account.TenantID != "" {
		fills := ""
		if attempt.Tenant == "" {
			fills = "tenant"
		}
		evidence = append(evidence, cause.Evidence{Name: "tenant az is signed in to", Value: f.Account.TenantID, Source: joinFile(f.ConfigDir, "azureProfile.json"), Fills: fills})
	}
	return append(evidence, f.folder()...)
}

// tenantUnsupported is for sign-ins that Key Vault clients cannot use through az: they name the vault's tenant, and az takes
// none for a managed identity or Cloud Shell. The same identity works by itself, which DefaultAzureCredential tries first.
func (f *AzureCLIFacts) tenantUnsupported(o *Observations, attempt *TokenAttempt) cause.Finding {
	finding := cause.Finding{
		Cause:  cause.CLITenantUnsupported,
		Detail: "Key Vault clients name the vault's tenant, and az takes none for this sign-in. ManagedIdentityCredential, or DefaultAzureCredential where it reaches it first, uses the same identity without az.",
		Evidence: []cause.Evidence{
			{Name: "scope asked for", Value: attempt.Scope, Source: "token request", Fills: "scope"},
			{Name: "tenant asked for", Value: cmp.Or(attempt.Tenant, "none"), Source: "token request"},
		},
	}
	if f.Account != nil {
		finding.Evidence = append(finding.Evidence, cause.Evidence{Name: "az's sign-in", Value: strings.TrimSpace(f.Account.Kind + " " + f.Account.IdentityInfo), Source: joinFile(f.ConfigDir, "azureProfile.json")})
		if id, ok := strings.CutPrefix(f.Account.IdentityInfo, "MSIClient-"); ok {
			finding.Evidence = append(finding.Evidence, cause.Evidence{Name: "client ID of the identity", Value: id, Source: joinFile(f.ConfigDir, "azureProfile.json"), Fills: "client-id"})
		}
	}
	if o.Attempt(CredentialManagedIdentity).Works() {
		finding.Severity = cause.Warning
		finding.Detail += " Here it does: ManagedIdentityCredential gets a token."
	}
	return finding
}
