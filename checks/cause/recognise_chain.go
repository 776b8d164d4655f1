package cause

import (
	"cmp"
	"slices"
	"strings"

	"azdoctor/checks/cause/lazyregexp"
)

var (
	// chainHeader begins the part of a chain's text that lists its credentials, in the words of Go and Python, .NET,
	// JavaScript, Rust, and .NET's AppAuthentication before Azure.Identity.
	chainHeader = lazyregexp.New(`(?i)attempted\s+credentials:|from\s+the\s+included\s+credentials\.?|chainedtokencredential\s+authentication\s+failed|multiple\s+errors\s+were\s+encountered\s+while\s+attempting\s+to\s+authenticate|tried\s+the\s+following\s+[0-9]+\s+methods\s+to\s+get\s+an\s+access\s+token`)
	// credentialStatement begins what one credential said, wherever in a line: the credential's name with what each SDK puts
	// behind it.
	credentialStatement = lazyregexp.New(`\b[A-Z][A-Za-z]{2,40}Credential(?:\.[Gg]et_?[Tt]oken(?:Async|_info)?)?(?::|\s+-\s|\s+failed\b|\s+authentication\s+(?:unavailable|failed)|\s+is\s+unavailable|\s+=>\s+(?:getToken\(\)\s+=>\s+)?ERROR)`)
	// anonymousStatement begins a line of a chain in which the credential is not named, or not first: .NET's list, JavaScript's
	// errors, and Java's sentences.
	anonymousStatement = lazyregexp.New(`(?m)Exception Message: Tried to get token using|^[ \t]*(?:- |(?:Aggregate)?(?:CredentialUnavailable|AuthenticationRequired|Authentication)Error: |--->|Managed Identity authentication is not available|IntelliJ [Aa]uthentication not available|VS Code Authentication is not available|Azure PowerShell authentication |Azure CLI |AADSTS[0-9]|[A-Z][A-Za-z]{2,40}Credential\b)`)
	// outerCredential matches the statements of chains themselves.
	outerCredential = lazyregexp.New(`^(?:Default\w*|Chained\w*|DeveloperTools)Credential\b`)
	// succeeded tells that a credential of the chain gave a token after all.
	succeeded = lazyregexp.New(`(?i)acquired a token (?:from|for)|get_?token(?:_info)? succeeded|successfully acquired (?:a )?token|get_?token\(\) => success|credential returns a token|authenticated with \w+credential`)
)

// splitChain returns what each credential said where text is a chain's, else nothing: a text with a chain's header, or with
// statements of several credentials.
func (c *Catalogue) splitChain(text string) []part {
	var starts []int
	named := map[string]bool{}
	for _, at := range credentialStatement.FindAllStringIndex(text, -1) {
		if strings.HasSuffix(text[:at[0]], azdPassesOn) {
			continue // the same statement, azd's, goes on
		}
		starts = append(starts, at[0])
		if statement := text[at[0]:at[1]]; !outerCredential.MatchString(statement) {
			name := strings.ToLower(credentialName.FindString(statement))
			named[cmp.Or(credentials[name], name)] = true // SDKs have several names for one
		}
	}
	header := chainHeader.FindStringIndex(text)
	if header == nil && len(named) < 2 {
		return nil
	}
	for _, at := range anonymousStatement.FindAllStringIndex(text, -1) {
		starts = append(starts, at[0])
	}
	for _, at := range chainHeader.FindAllStringIndex(text, -1) {
		starts = append(starts, at[1])
	}
	slices.Sort(starts)
	starts = slices.Compact(starts)
	if header != nil {
		starts = slices.DeleteFunc(starts, func(at int) bool { return at < header[0] })
	}
	return c.statements(text, starts)
}

// statements cuts the text at starts. Statements of one credential that follow each other are one, and one that only says
// that a chain failed, or nothing, is none.
func (c *Catalogue) statements(text string, starts []int) []part {
	var parts []part
	last := ""
	begin := 0
	for i, start := range starts {
		end := len(text)
		if i+1 < len(starts) {
			end = starts[i+1]
		}
		statement := strings.TrimSpace(text[start:end])
		name := ""
		if at := credentialStatement.FindStringIndex(statement); at != nil && at[0] < 40 {
			name = credentialName.FindString(statement[at[0]:])
		}
		switch {
		case strings.Trim(statement, "-:. \t\n") == "":
		case outerCredential.MatchString(statement) && c.part(statement).codes() == nil:
			last = ""
		case name != "" && name == last:
			parts[len(parts)-1] = c.part(strings.TrimSpace(text[begin:end]))
		default:
			parts = append(parts, c.part(statement))
			begin, last = start, name
		}
	}
	return parts
}

// recogniseChain finds the failure that a chain is to be mended by. Credentials that are not set up on a machine are
// expected; where one was set up and failed, that one is the root, and what is absent follows as context. Where none was,
// the chain itself is the finding. A credential whose words nobody knows leaves that open: the chain is named by its kind.
// Where a credential gave a token after all, what is absent is no finding.
func recogniseChain(text string, parts []part) []Finding {
	var failed, absent []Finding
	basis := ByStructure
	for _, p := range parts {
		findings := p.findings()
		switch {
		case p.absent(findings):
			for _, f := range findings {
				if f.Cause == ChainNoCredential {
					continue
				}
				f.Severity, f.Context = Info, true
				absent = append(absent, f)
			}
		case len(findings) == 0:
			basis = ByClass
		default:
			failed = append(failed, findings...)
		}
	}
	if len(failed) == 0 {
		if succeeded.MatchString(text) {
			return nil
		}
		failed = []Finding{{Cause: ChainNoCredential, Basis: basis, Evidence: credentialsAsked(parts)}}
	}
	slices.SortStableFunc(failed, func(a, b Finding) int { return cmp.Compare(passable(a.Cause), passable(b.Cause)) })
	slices.SortStableFunc(absent, func(a, b Finding) int { return cmp.Compare(telling(b.Cause), telling(a.Cause)) })
	var unique []Finding
	for _, f := range append(failed, absent...) {
		if !slices.ContainsFunc(unique, func(known Finding) bool { return known.Cause == f.Cause }) {
			unique = append(unique, f)
		}
	}
	return unique
}

// passable is 1 for a credential that is set up in part: a chain goes on behind it, so that what failed later ended it.
func passable(cause *Cause) int {
	if cause == EnvIncomplete {
		return 1
	}
	return 0
}

// telling is how much an absence tells: a tool that is there and that nobody is signed in to before one that is not there.
func telling(cause *Cause) int {
	switch cause {
	case CLINotLoggedIn, AzdNotLoggedIn, PowerShellNotConnected:
		return 2
	case CLINotInstalled, AzdNotInstalled, PowerShellNotInstalled, PowerShellModuleMissing:
		return 1
	}
	return 0
}

// absences are the causes that are to be expected of a credential nobody set up.
var absences = []*Cause{
	CLINotInstalled, CLINotLoggedIn, AzdNotInstalled, AzdNotLoggedIn, PowerShellNotInstalled, PowerShellModuleMissing, PowerShellNotConnected,
	IMDSUnreachable, IMDSIntercepted, WorkloadIdentityNotInjected,
}

// absent reports whether the credential says only that it is not set up here.
func (p part) absent(findings []Finding) bool {
	if len(findings) == 0 || findings[0].Cause == ChainNoCredential {
		return p.contains("unavailable", "not available", "not installed", "isn't installed", "is not installed", "not found", "could not be found", "couldn't be found", "requires the", "no accounts were found",
			"unable to execute powershell", "can't be accessed", "please run 'az login' to set", "stored credentials not found", "authenticate silently", "silently authenticate", "needs to be installed", "visual studio", "visualstudio", "intellij")
	}
	switch cause := findings[0].Cause; cause {
	case EnvIncomplete:
		return p.contains("missing environment variable azure_tenant_id", "are not fully configured", "aren't fully configured", "not fully configured", "unavailable")
	case FederatedTokenFileMissing:
		return p.contains("no token file specified")
	case BrokerFailure:
		return p.contains("no native broker was configured", "but the broker is unavailable")
	default:
		return slices.Contains(absences, cause)
	}
}

// credentialsAsked names the credentials of a chain.
func credentialsAsked(parts []part) []Evidence {
	var names []string
	for _, p := range parts {
		if name := credentialName.FindString(p.text); name != "" && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return []Evidence{{Name: "credentials asked", Value: strings.Join(names, ", ")}}
}

var credentialName = lazyregexp.New(`[A-Z][A-Za-z]*Credential\b`)

// credentials are the names of package checks for what SDKs call their credentials, in lower case.
var credentials = map[string]string{
	"environmentcredential": "environment", "clientsecretcredential": "environment", "clientcertificatecredential": "environment", "usernamepasswordcredential": "environment",
	"workloadidentitycredential": "workload-identity",
	"managedidentitycredential":  "managed-identity", "imdscredential": "managed-identity",
	"azureclicredential":          forAz,
	"azuredeveloperclicredential": forAzd,
}

var anyCredential = lazyregexp.New(`[a-z]+credential\b`)

// credentialOf tells whose failure a text in lower case is, by the credential it names first, else by the tool it advises
// to use; "" where it tells neither.
func credentialOf(plain string) string {
	for _, name := range anyCredential.FindAllString(plain, -1) {
		if credential := credentials[name]; credential != "" {
			return credential
		}
	}
	switch {
	case strings.Contains(plain, "azd auth login"), strings.Contains(plain, `"consolemessage"`):
		return forAzd
	case strings.Contains(plain, "az login"), strings.Contains(plain, "az feedback"):
		return forAz
	}
	return ""
}
