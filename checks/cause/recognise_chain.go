package cause

import (
	"slices"
	"strings"
	"unicode"

	"azdoctor/checks/cause/lazyregexp"
)

// maxText is how much of a text is read: a chain's error has a few KiB, a CI log what fits here.
const maxText = 256 << 10

var (
	terminalSequence = lazyregexp.New(`\x1b\[[0-9;?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)?`)
	escapes          = strings.NewReplacer(`\\`, `\`, `\r`, "", `\n`, "\n", `\t`, "\t", `\"`, `"`, `\'`, `'`, `\/`, "/",
		`\u0026`, "&", `\u003c`, "<", `\u003C`, "<", `\u003e`, ">", `\u003E`, ">", `\u0027`, "'", `\u0022`, `"`)
)

// readable returns the beginning of a text without terminal sequences and control characters, and with the escapes of
// JSON and Python taken back where it is the inside of a quoted text, as in tracebacks and azd's messages.
func readable(text string) string {
	text = strings.ToValidUTF8(text[:min(len(text), maxText)], "")
	text = terminalSequence.ReplaceAllString(text, "")
	for range 3 {
		inObject := strings.Contains(text, `{"`) && strings.Contains(text, `\n`)
		if !inObject && !strings.Contains(text, `\"`) && !strings.Contains(text, `\r\n`) && !strings.Contains(text, `\n\t`) {
			break
		}
		text = escapes.Replace(text)
	}
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' && r != '\t' {
			return -1
		}
		return r
	}, text)
}

var (
	// chainHeader begins the part of a chain's text that lists its credentials, in the words of Go and Python, .NET and JavaScript.
	chainHeader = lazyregexp.New(`(?i)attempted credentials:|from the included credentials|chainedtokencredential authentication failed`)
	// chainLine begins what one credential said: its name, or in .NET a dash and in JavaScript the error's type before any words.
	// A time may stand before it.
	chainLine = lazyregexp.New(`(?m)^[ \t]*(?:[0-9]{4}-[0-9T:.+-]{6,30}Z?[ \t]+)?(?:- [A-Z]|(?:CredentialUnavailableError|AuthenticationError|AggregateAuthenticationError): |[A-Z][A-Za-z]*Credential\b)`)
	// chainName begins what one credential said where the lines of a list were joined.
	chainName = lazyregexp.New(`\b[A-Z][A-Za-z]*Credential: `)
	// chainSentence begins what one credential said where nothing announces a list, as in Java and in .NET's inner exceptions.
	chainSentence = lazyregexp.New(`\b[A-Z][A-Za-z]*Credential authentication unavailable|Managed Identity authentication is not available|IntelliJ Authentication not available|Azure PowerShell authentication failed using`)
)

// splitChain returns what each credential said where text is a chain's, else nothing.
func (c *Catalogue) splitChain(text string) []part {
	list, line := text, chainSentence
	if headers := chainHeader.FindAllStringIndex(text, -1); headers != nil {
		list, line = text[headers[len(headers)-1][1]:], chainLine
	}
	starts := line.FindAllStringIndex(list, -1)
	if line == chainLine && len(starts) < 2 {
		starts = chainName.FindAllStringIndex(list, -1)
	}
	if line == chainSentence && different(list, starts) < 3 {
		return nil // a stack trace repeats what one credential said
	}
	var parts []part
	for i, start := range starts {
		end := len(list)
		if i+1 < len(starts) {
			end = starts[i+1][0]
		}
		parts = append(parts, c.part(list[start[0]:end]))
	}
	return parts
}

// different returns how many of these stretches of a text differ.
func different(text string, stretches [][]int) int {
	unlike := map[string]bool{}
	for _, stretch := range stretches {
		unlike[text[stretch[0]:stretch[1]]] = true
	}
	return len(unlike)
}

// recogniseChain finds the failure that a chain is to be mended by. Credentials that are not set up on a machine are
// expected; where one was set up and failed, that one is the root. Where none was, the chain itself is the finding, and
// what is absent follows as notes. A credential whose words nobody knows leaves both open, and yields nothing of its own.
func recogniseChain(parts []part) []Finding {
	var failed, absent []Finding
	understood := true
	for _, p := range parts {
		findings := p.findings()
		switch {
		case p.absent(findings):
			for _, f := range findings {
				f.Severity, f.Context = Info, true
				absent = append(absent, f)
			}
		case len(findings) == 0:
			understood = false
		default:
			failed = append(failed, findings...)
		}
	}
	if len(failed) == 0 && understood {
		failed = append([]Finding{{Cause: ChainNoCredential, Basis: ByStructure, Evidence: credentialsAsked(parts)}}, absent...)
	}
	var unique []Finding
	for _, f := range failed {
		if !slices.ContainsFunc(unique, func(known Finding) bool { return known.Cause == f.Cause }) {
			unique = append(unique, f)
		}
	}
	return unique
}

// absences are the causes that are to be expected of a credential nobody set up.
var absences = []*Cause{
	CLINotInstalled, CLINotLoggedIn, AzdNotInstalled, AzdNotLoggedIn, PowerShellNotInstalled, PowerShellModuleMissing, PowerShellNotConnected,
	IMDSUnreachable, IMDSIntercepted, WorkloadIdentityNotInjected,
}

// absent reports whether the credential says only that it is not set up here.
func (p part) absent(findings []Finding) bool {
	if len(findings) == 0 {
		return p.contains("unavailable", "not available", "not installed", "isn't installed", "not found", "could not be found", "requires the", "no accounts were found", "visual studio", "visualstudio", "intellij")
	}
	switch cause := findings[0].Cause; cause {
	case EnvIncomplete:
		return p.contains("missing environment variable azure_tenant_id", "are not fully configured", "aren't fully configured", "environmentcredential is unavailable")
	case FederatedTokenFileMissing:
		return p.contains("no token file specified")
	case IdentityNotAssigned:
		return p.contains("failed to authenticate a system assigned identity")
	default:
		return slices.Contains(absences, cause)
	}
}

func credentialsAsked(parts []part) []Evidence {
	var names []string
	for _, p := range parts {
		names = append(names, credentialName.FindString(p.text))
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
