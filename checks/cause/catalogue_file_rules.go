package cause

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"azdoctor/checks/cause/lazyregexp"
)

// The bounds of a company's texts, in characters. A title fits beside a mark on a terminal of 100 columns.
const (
	maxTitle    = 98
	maxDo       = 300
	maxSentence = 1000
	maxWord     = 60
	maxPhrase   = 300
	minPhrase   = 8
)

// Machines are what Fix.On may hold: values of GOOS, the kinds of host of package checks, and "ci".
var Machines = []string{
	"windows", "darwin", "linux",
	"workstation", "cloud-shell", "container-apps", "functions", "app-service", "azure-ml", "service-fabric", "azure-arc", "aks-pod", "kubernetes",
	"github-actions", "azure-pipelines", "azure-vm", "other-cloud", "codespaces", "docker", "wsl", "ci",
}

// Credentials are what Fix.For may hold.
var Credentials = []string{"environment", "workload-identity", "managed-identity", forAz, forAzd}

// prose returns a text on one line, or what is wrong with it.
func prose(text string, most int) (as, wrong string) {
	as = strings.Join(strings.Fields(text), " ")
	switch {
	case !strings.ContainsFunc(as, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }):
		return "", "it is empty"
	case strings.ContainsFunc(as, unprintable):
		return "", fmt.Sprintf("it has the character %+q, which is not printed", []rune(as[strings.IndexFunc(as, unprintable):])[0])
	case utf8.RuneCountInString(as) > most:
		return "", fmt.Sprintf("it has %d characters; %d at most", utf8.RuneCountInString(as), most)
	}
	return as, ""
}

func asTitle(text string) (as, wrong string) {
	as, wrong = prose(text, maxTitle)
	return strings.TrimSuffix(as, "."), wrong
}

func asVerbPhrase(text string) (as, wrong string) {
	as, wrong = prose(text, maxDo)
	return strings.TrimSuffix(as, "."), wrong
}

// asSentence takes one or more sentences, the last of which may lack its period.
func asSentence(text string) (as, wrong string) {
	as, wrong = prose(text, maxSentence)
	if last, _ := utf8.DecodeLastRuneInString(as); unicode.IsLetter(last) || unicode.IsDigit(last) {
		as += "."
	}
	return as, wrong
}

var (
	slugShape = lazyregexp.New(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	notInSlug = lazyregexp.New(`[^a-z0-9]+`)
)

func asSlug(text string) (as, wrong string) {
	switch like := strings.Trim(notInSlug.ReplaceAllString(strings.ToLower(oneLine(text)), "-"), "-"); {
	case text == "":
		return "", "it is empty"
	case len(text) > maxWord:
		return "", fmt.Sprintf("it has %d characters; %d at most", utf8.RuneCountInString(text), maxWord)
	case slugShape.MatchString(text):
		return text, ""
	case like == "":
		return "", quoted(text) + " is not lower-case words with hyphens between"
	default:
		return "", fmt.Sprintf("%s is not lower-case words with hyphens between; nearest: %s", quoted(text), like)
	}
}

// oneOf is a rule for a word out of a list.
func oneOf(words []string) rule {
	return func(text string) (as, wrong string) {
		if slices.Contains(words, text) {
			return text, ""
		}
		like := nearest(text, words)
		if meant := otherWords[strings.ToLower(text)]; slices.Contains(words, meant) {
			like = meant
		}
		return "", fmt.Sprintf("%s is not one of %s; nearest: %s", quoted(text), strings.Join(words, ", "), like)
	}
}

// otherWords are other tools' words for severities and machines.
var otherWords = map[string]string{
	"fatal": "error", "critical": "error", "high": "error", "severe": "error", "blocker": "error", "medium": "warning", "moderate": "warning",
	"low": "info", "note": "info", "notice": "info", "hint": "info", "minor": "info", "debug": "info",
	"macos": "darwin", "osx": "darwin", "mac": "darwin", "win": "windows", "vm": "azure-vm", "aks": "aks-pod", "arc": "azure-arc", "github": "github-actions",
}

var (
	asSeverity   = oneOf([]string{Info.String(), Warning.String(), Error.String()})
	asCredential = oneOf(Credentials)
	asMachine    = oneOf(Machines)
)

// eachOf is a rule for words of another rule, separated by spaces.
func eachOf(word rule) rule {
	return func(text string) (as, wrong string) {
		for _, one := range strings.Fields(text) {
			if _, wrong = word(one); wrong != "" {
				return "", wrong
			}
		}
		if as, wrong = prose(text, maxSentence); wrong != "" {
			return "", wrong
		}
		return as, ""
	}
}

var (
	asMachines   = eachOf(asMachine)
	asConditions = eachOf(func(text string) (as, wrong string) { return text, unknownHole(strings.TrimPrefix(text, "!")) })
)

// unknownHole says that nothing fills a hole; "" where something does.
func unknownHole(name string) string {
	if Holes[name] != "" {
		return ""
	}
	var known []string
	for hole := range Holes {
		known = append(known, hole)
	}
	slices.Sort(known)
	return fmt.Sprintf("nothing fills {%s}; nearest: {%s}", oneLine(name), nearest(name, known))
}

// asAddress takes a page that a browser opens.
func asAddress(text string) (as, wrong string) {
	address, err := url.Parse(text)
	switch {
	case err != nil || strings.ContainsFunc(text, func(r rune) bool { return unicode.IsSpace(r) || unprintable(r) }):
		return "", quoted(text) + " is no address such as https://wiki.contoso.example/sign-in"
	case address.User != nil:
		return "", "an address has no user and no password in it"
	case address.Scheme == "http" && address.Host != "":
		return "", quoted(text) + " is not https; nearest: " + oneLine("https"+strings.TrimPrefix(text, address.Scheme))
	case address.Scheme != "https" || address.Hostname() == "":
		return "", quoted(text) + " does not begin with https:// and a host"
	}
	return text, ""
}

var (
	codeShape = lazyregexp.New(`^[A-Za-z][A-Za-z0-9_]{5,50}$`)
	// codeMark is what tells a code from a word: a digit, an underscore, or a capital within.
	codeMark = lazyregexp.New(`[0-9_]|[a-z][A-Z]`)
)

// generalCodes look like codes and stand for failures of every kind.
var generalCodes = []string{"BadRequest", "NotFound", "InternalServerError", "InternalError", "ServiceUnavailable", "GatewayTimeout", "BadGateway", "TooManyRequests", "StatusCode", "ErrorCode", "AccessDenied"}

// asCode takes a code as programs write it. Text is searched for codes by their exact spelling.
func asCode(text string) (as, wrong string) {
	number := strings.TrimPrefix(strings.ToUpper(text), "AADSTS")
	switch {
	case entraCode.MatchString(text) && text != "AADSTS"+number:
		return "", fmt.Sprintf("%s is not as Entra writes its codes; nearest: AADSTS%s", quoted(text), number)
	case !codeShape.MatchString(text):
		return "", quoted(text) + " is no code: 6 to 51 letters, digits and underscores, a letter first"
	case !codeMark.MatchString(text):
		return "", quoted(text) + " is a word and no code: a code has a digit, an underscore or a capital within; words are for phrases"
	case slices.Contains(generalCodes, text), slices.ContainsFunc(codes, func(known Code) bool { return known.Code == text && known.Silent }):
		return "", quoted(text) + " is too generic: failures of every kind have it"
	}
	return text, ""
}

var (
	ellipsis = lazyregexp.New(`(?:\s*(?:…|\.\.\.+))+\s*`)
	// oneWord is a phrase that any text may have by accident: a single word of letters alone.
	oneWord = lazyregexp.New(`^\pL+$`)
)

// generalPhrases are what programs say about failures of every kind.
var generalPhrases = []string{
	"access denied", "access is denied", "an error occurred", "an error has occurred", "authentication failed", "authentication failure", "azure cli", "bad gateway", "bad request",
	"connection refused", "connection reset", "connection timed out", "could not connect", "does not exist", "exit code 1", "exit status 1", "failed to connect", "gateway timeout",
	"internal server error", "invalid request", "login failed", "no such file", "not allowed", "not authorized", "not found", "operation timed out", "permission denied",
	"request failed", "service unavailable", "sign in failed", "something went wrong", "status code", "timed out", "too many requests", "try again", "unexpected error", "unknown error",
}

// asPhrase takes words of programs as they are looked for: in lower case, each run of white space one space, "a … b" for
// a gap, which may be written "...".
func asPhrase(text string) (as, wrong string) {
	lower := ellipsis.ReplaceAllString(strings.ToLower(text), " … ")
	as, wrong = prose(strings.Trim(lower, "… \t\r\n"), maxPhrase)
	if wrong != "" {
		return "", wrong
	}
	telling := slices.ContainsFunc(strings.Split(as, " … "), func(part string) bool { return genericPhrase(part) == "" })
	if !telling {
		return "", quoted(text) + genericPhrase(strings.Split(as, " … ")[0])
	}
	return as, ""
}

// genericPhrase says why a phrase tells nothing; "" where it may.
func genericPhrase(phrase string) string {
	switch {
	case utf8.RuneCountInString(phrase) < minPhrase:
		return fmt.Sprintf(" is too short to tell anything: %d characters at least", minPhrase)
	case oneWord.MatchString(phrase):
		return " is one word: add the words that stand beside it"
	case slices.Contains(generalPhrases, phrase):
		return " is too generic: failures of every kind say it"
	}
	return ""
}
