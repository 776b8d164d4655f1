package cause

import (
	"cmp"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"azdoctor/checks/cause/lazyregexp"
)

// Recognise returns what text shows to be wrong, the root cause first: the words of az, azd, an SDK, Entra, IMDS or a vault.
// Evidence carries what the text itself tells (tenant, object ID, address) with Source "". Text without a known failure
// yields nothing. It never returns more than one finding per cause. The time it takes grows in proportion to the text,
// of which it reads the first 256 KiB.
//
// Codes come before structure and structure before words: a text that holds a code is what the code says, whatever it
// advises besides. Of a chain's text, credentials that are merely absent are no findings where another one failed.
//
// What a company's catalogue knows texts by comes behind codes and before all else.
func (c *Catalogue) Recognise(text string) []Finding { return c.Adapt(c.RecogniseOwn(text)) }

// RecogniseOwn is Recognise before Adapt, for judges: they know azdoctor's own causes as it has them, and what they conclude is
// adapted as a whole.
func (c *Catalogue) RecogniseOwn(text string) []Finding {
	cuts, sure := cut(text)
	switch {
	case cuts == 0 && c.excerpts:
		return c.read(text, asItIs, unescapedAnyway)
	case cuts == 0:
		return c.read(text, asItIs, unescapedAnyway, unwrapped)
	}
	ways := []reading{asItIs, unwrapped}
	if sure {
		slices.Reverse(ways)
	}
	first, second := c.read(text, ways[0]), c.read(text, ways[1])
	switch {
	case len(first) == 0 && len(second) == 0:
		return c.read(text, unescapedAnyway)
	case len(first) == 0 || (cuts == 1 || !sure) && len(second) > 0 && tellsMore(second[0], first[0]):
		return second
	}
	return first
}

// tellsMore reports whether a finding is of what failed, and the other of what many failures come with.
func tellsMore(one, other Finding) bool {
	return lateness(one.Cause) == failure && lateness(other.Cause) == outside
}

// reading is a way to read a text. ok is false where it is none for this text.
type reading func(text string) (as string, ok bool)

// asItIs is how most texts are read; the other ways are for those that it leads to nothing in.
func asItIs(text string) (string, bool) { return text, true }

// read returns the findings of the first way that leads to some that rest on more than a class.
func (c *Catalogue) read(text string, ways ...reading) (findings []Finding) {
	for _, way := range ways {
		text, ok := way(text)
		if !ok {
			continue
		}
		more, quoted := c.recognise(readable(text))
		if len(more) > 0 {
			findings = more
		}
		if quoted || len(findings) > 0 && findings[0].Basis > ByClass {
			break
		}
	}
	return findings
}

// recognise is Recognise for what readable returned. quoted tells that the text has lines that only name failures.
func (c *Catalogue) recognise(text string) (findings []Finding, quoted bool) {
	findings = c.failures(text)
	if len(findings) == 0 {
		return nil, false
	}
	if rest := withoutQuotes(text); rest != text {
		return c.failures(rest), true
	}
	return findings, false
}

// failures returns what text names, as a chain's or as one failure. What was absent before a token came is none.
func (c *Catalogue) failures(text string) []Finding {
	if parts := c.splitChain(text); len(parts) > 1 {
		return recogniseChain(text, parts)
	}
	findings := c.part(text).findings()
	if slices.ContainsFunc(findings, func(f Finding) bool { return !expected(f.Cause) }) {
		return findings
	}
	if all := succeeded.FindAllStringIndex(text, -1); all != nil && len(c.part(text[all[len(all)-1][1]:]).findings()) == 0 {
		return nil
	}
	return findings
}

// expected reports whether a cause is one that credentials nobody set up are expected to have.
func expected(cause *Cause) bool {
	return cause == EnvIncomplete || cause == ChainNoCredential || slices.Contains(absences, cause)
}

// part is what one credential of a chain said, or a whole text where there is no chain.
type part struct {
	catalogue  *Catalogue
	credential string // as Finding.Credential; "" where the text does not tell
	lines      string // as readable returns it
	text       string // lines, each run of white space one space
	plain      string // text in lower case
	words      string // plain with one kind of quotes: what phrases are looked for in
}

func (c *Catalogue) part(text string) part {
	lines := text
	text = strings.Join(strings.Fields(text), " ")
	plain := strings.ToLower(text)
	return part{catalogue: c, credential: credentialOf(plain), lines: lines, text: text, plain: plain, words: sameQuotes.Replace(plain)}
}

// sameQuotes makes quotes of all kinds one, as programs and those who quote them do not agree on them.
var sameQuotes = strings.NewReplacer(`"`, "'", "`", "'", "**", "")

// recognised is a cause and what it was recognised by.
type recognised struct {
	*Cause
	by Basis
}

func (p part) findings() []Finding {
	codes := p.codes()
	found := p.causes(codes)
	if len(found) == 0 {
		return nil
	}
	var findings []Finding
	told := p.told()
	for _, one := range found {
		findings = append(findings, Finding{Cause: one.Cause, Credential: p.credential, Basis: one.by, Evidence: p.evidence(one.Cause, codes, told)})
	}
	return findings
}

// causes returns the causes that the part shows, whose codes these are: each once, the root first.
func (p part) causes(codes []string) []recognised {
	found := p.coded(codes)
	if len(found) == 0 {
		lost, own := p.network()
		found = recognisedBy(ByAnswer, lost)
		if lost != nil && !own {
			found = append(p.worded(), recognised{lost, ByClass})
		}
	}
	delegated := p.contains(azdAsksAz)
	switch {
	case len(found) > 0 && delegated:
		found = append(found, recognised{AzdDelegatesToCLI, ByStructure})
	case delegated:
		found = append([]recognised{{AzdDelegatesToCLI, ByStructure}}, p.worded()...)
	case len(found) == 0:
		found = p.worded()
	}
	if len(found) == 0 {
		found = recognisedBy(ByAnswer, p.answered())
	}
	if len(found) == 0 {
		found = classed(codes)
	}
	if len(found) == 0 {
		found = recognisedBy(ByWords, p.concluded())
	}
	return once(p.withCompany(codes, found))
}

// worded returns what the words of programs show: first which program cannot run at all.
func (p part) worded() []recognised {
	return append(recognisedBy(ByStructure, p.program()), p.phrased()...)
}

// isLog reports whether the text may have lines of several programs: what one says of itself then comes before a failed
// connection of which nobody can tell whose it is.
func (p part) isLog() bool {
	return p.catalogue.excerpts || strings.Count(p.lines, "\n") >= logLines
}

// namesHost reports whether the text names a host of Microsoft that could not be reached.
func (p part) namesHost() bool {
	return p.contains(metadataAddress) || slices.ContainsFunc(hostsIn(p.plain, failingHost...), ofMicrosoft)
}

// recognisedBy is the cause with its basis; nothing where there is none.
func recognisedBy(basis Basis, cause *Cause) []recognised {
	if cause == nil {
		return nil
	}
	return []recognised{{cause, basis}}
}

// azdAsksAz is how azd's text begins where it passes az's failure on, in lower case, and azdPassesOn what stands before the
// failure.
const (
	azdAsksAz   = "fetching token: azureclicredential:"
	azdPassesOn = "fetching token: "
)

func (p part) contains(phrases ...string) bool {
	return slices.ContainsFunc(phrases, func(phrase string) bool { return strings.Contains(p.plain, phrase) })
}

// once returns each cause at its first place.
func once(found []recognised) []recognised {
	var unique []recognised
	for _, one := range found {
		if !slices.ContainsFunc(unique, func(known recognised) bool { return known.Cause == one.Cause }) {
			unique = append(unique, one)
		}
	}
	return unique
}

// What may be a code: a word, and the bare numbers that Entra gives beside its sentences.
var (
	codeWord    = lazyregexp.New(`(?:0x)?[A-Za-z][A-Za-z0-9_]{5,60}`)
	codeNumbers = lazyregexp.New(`error_codes["']?:\s*\[([0-9,\s]{1,200})\]|(?:error\?code=|errorNo["']?: ?|server_error_code["']?: ?)([0-9]{4,8})|` +
		// Entra's page in a browser, MSAL for JavaScript, and the sign-in log.
		`(?:[eE]rror ?[cC]ode["']?|_unavailable|_grant|_required|_client|_request|_error): ?([0-9]{4,8})(?:\s+Request Id|\s+- \[[0-9]{4}-|,\s*["']failureReason)`)
)

// codes returns the codes that the text holds, in order of appearance: those of the catalogue and its table, and any that has
// the shape of Entra's.
func (p part) codes() []string {
	var found []string
	add := func(code string) {
		if !slices.Contains(found, code) {
			found = append(found, code)
		}
	}
	for _, word := range codeWord.FindAllString(p.text, -1) {
		switch bare, hex := strings.CutPrefix(word, "0x"); {
		case hex && len(bare) == 8 && (bare[0]|0x20) == 'c':
			word = "0x" + strings.ToUpper(bare)
		case hex: // SqlClient puts it before MSAL's codes too: github.com/dotnet/SqlClient issue 4426, read 2026-11-23
			word = bare
		case strings.HasPrefix(strings.ToUpper(word), "AADSTS"):
			word = strings.ToUpper(word)
		}
		if p.catalogue.codes[word] != nil || classOf(word) != nil {
			add(word)
		}
	}
	for _, match := range codeNumbers.FindAllStringSubmatch(p.text, -1) {
		for _, number := range strings.FieldsFunc(match[1]+match[2]+match[3], func(r rune) bool { return r < '0' || r > '9' }) {
			if code := "AADSTS" + number; p.catalogue.codes[code] != nil || classOf(code) != nil {
				add(code)
			}
		}
	}
	return found
}

// outerCodes are printed around the code that says what happened; they count where they stand alone.
var outerCodes = []string{"AADSTS70008", "AADSTS70016", "AADSTS50001"}

// coded returns the causes that codes prove, in the codes' order.
func (p part) coded(codes []string) []recognised {
	inner := slices.DeleteFunc(slices.Clone(codes), func(code string) bool { return slices.Contains(outerCodes, code) })
	if len(inner) > 0 {
		codes = inner
	}
	var found []recognised
	for _, code := range codes {
		found = append(found, recognisedBy(ByCode, p.refine(code))...)
	}
	return once(found)
}

// classed returns the classes of failure of codes that prove no cause.
func classed(codes []string) []recognised {
	var found []recognised
	for _, code := range codes {
		found = append(found, recognisedBy(ByClass, classOf(code))...)
	}
	return once(found)
}

// refinements tell apart the causes that share a code, by what its sentence says besides. The first that fits counts;
// where none does, the code means the cause that lists it.
var refinements = []struct {
	code     string
	contains []string // any of these
	not      string   // and not this
	cause    *Cause
}{
	{"AADSTS50001", []string{"disabled"}, "", ResourceDisabled},
	// Resource Manager refuses a token for Resource Manager only where it is another cloud's.
	{"InvalidAuthenticationTokenAudience", []string{"resource 'https://management.", "usgovcloudapi.net/'. it should exactly match", "chinacloudapi.cn/'. it should exactly match"}, "", CloudWrong},
	{"AADSTS16000", []string{"session is invalid"}, "", RefreshTokenRevoked},
	{"LinkedAuthorizationFailed", []string{"is not authorized to access linked subscription"}, "", TenantWrong},
	{"InvalidAuthenticationToken", []string{"claimschallengerequired"}, "", ClaimsChallengeRequired},
	{"AADSTS90014", []string{"client_secret or client_assertion"}, "", ClientCredentialMissing},
	{"AADSTS70008", []string{"revoked"}, "expired", RefreshTokenRevoked},
	{"AADSTS70008", []string{"due to it being revoked"}, "", RefreshTokenRevoked}, // the sentence before AADSTS50173 was
	{"AADSTS700027", []string{"expired", "not within its valid time"}, "", CertificateExpired},
	{"AADSTS70001", []string{"is disabled"}, "", AppDisabled},
	{"AADSTS50012", []string{"not within its valid time range"}, "", ClockSkew}, // made on the spot, so the clock is off
	{"AADSTS50012", []string{"assertion", "certificate"}, "client secret", CertificateNotRegistered},
	{"AADSTS70021", []string{"kubernetes.default.svc"}, "", FederatedIssuerMismatch},
	{"AADSTS90002", []string{".onmschina.cn", ".onmicrosoft.us", ".onmicrosoft.de", "login.microsoftonline.de"}, "", CloudWrong},
	{"AADSTS50000", []string{"microsoft.com/deviceloginde", "microsoft.com/deviceloginchina", "microsoft.com/deviceloginus", "login.microsoftonline.us", "login.chinacloudapi.cn", "login.partner.microsoftonline.cn", "login.microsoftonline.de"}, "", CloudWrong},
}

func (p part) refine(code string) *Cause {
	for _, r := range refinements {
		if r.code == code && p.contains(r.contains...) && (r.not == "" || !p.contains(r.not)) {
			return r.cause
		}
	}
	if code == "AADSTS700016" && p.identifiesNothing() {
		return EnvMalformed
	}
	return p.catalogue.codes[code]
}

// The application that Entra did not find: a GUID or an identifier URI if it can be one, or what is left of it behind a mask.
var (
	unknownApplication = lazyregexp.New(`application with identifier '([^']{0,200})'`)
	applicationID      = lazyregexp.New(`^(?:[0-9a-fx*#-]{4,}|[a-z][a-z0-9+.-]*:.+|[^a-z0-9]*(?:redacted|removed|omitted|hidden|masked|snip|obfuscated|sanitized|anonymized|edited|censored|guid|uuid|(?:app|application|client)?[ _-]?id)[^a-z0-9]*|[x*.…_-]+)$`)
)

// identifiesNothing reports whether the application that Entra did not find has the name of nothing: a variable that nobody
// replaced, a display name, nothing.
func (p part) identifiesNothing() bool {
	match := unknownApplication.FindStringSubmatch(p.plain)
	return match != nil && !applicationID.MatchString(match[1])
}

// phrased returns the causes whose phrases the text holds, in order of appearance, failures first; the phrase that says
// only that a whole chain failed comes last.
func (p part) phrased() []recognised {
	type hit struct {
		cause *Cause
		at    int
	}
	var hits []hit
	for _, cause := range p.catalogue.causes {
		first := -1
		for _, phrase := range spelled()[cause] {
			if at := indexPhrase(p.words, phrase); at >= 0 && (first < 0 || at < first) {
				first = at
			}
		}
		if first >= 0 {
			hits = append(hits, hit{cause, first})
		}
	}
	slices.SortStableFunc(hits, func(a, b hit) int {
		return cmp.Or(cmp.Compare(lateness(a.cause), lateness(b.cause)), cmp.Compare(a.at, b.at))
	})
	var found []recognised
	for _, hit := range hits {
		if hit.cause != ChainNoCredential || len(hits) == 1 {
			found = append(found, recognised{hit.cause, ByWords})
		}
	}
	return found
}

// spelled are the phrases of azdoctor's own causes as part.words has them.
var spelled = sync.OnceValue(func() map[*Cause][]string {
	spelled := map[*Cause][]string{}
	for _, cause := range Builtin().causes {
		for _, phrase := range cause.Phrases {
			spelled[cause] = append(spelled[cause], sameQuotes.Replace(phrase))
		}
	}
	return spelled
})

// How late a cause comes among others that words show.
const (
	failure = iota // what failed
	outside        // what is said around failures of several kinds
	absence        // what is to be expected
	warning        // what programs print before they fail
)

// lateness puts what is to be expected behind what failed, and warnings, which programs print before they fail, behind both.
func lateness(cause *Cause) int {
	switch {
	case cause.Severity < Error:
		return warning
	case expected(cause):
		return absence
	case cause == IdentityNotAssigned, // what .NET says of every refusal by IMDS, before the refusal itself
		cause == AuthorityUnreachable: // what MSAL says of whatever its discovery of a tenant fails by
		return outside
	}
	return failure
}

// phraseGap is how far apart the two halves of a phrase may be: a traceback's length, not a log's.
const phraseGap = 4000

// phraseTries is how often the first half of a phrase is looked at again where the second does not follow.
const phraseTries = 20

// indexPhrase returns where phrase begins in plain, or -1. The halves of "a … b" stand in this order, b at its nearest.
func indexPhrase(plain, phrase string) int {
	first, rest, split := strings.Cut(phrase, " … ")
	from := 0
	for range phraseTries {
		at := strings.Index(plain[from:], first)
		if at < 0 {
			return -1
		}
		if from+at > 0 && shortWord(first) && wordByte(plain[from+at-1]) { // the end of another word
			from += at + 1
			continue
		}
		after := from + at + len(first)
		if !split || indexPhrase(plain[after:min(len(plain), after+phraseGap)], rest) >= 0 {
			return from + at
		}
		from = after
	}
	return -1
}

// shortWord reports whether text begins with a word that is the end of many others, such as az.
func shortWord(text string) bool {
	length := strings.IndexFunc(text, func(r rune) bool { return r >= utf8.RuneSelf || !wordByte(byte(r)) })
	return 0 < length && length <= 3
}

// wordByte reports whether b is part of a word.
func wordByte(b byte) bool {
	return 'a' <= b && b <= 'z' || '0' <= b && b <= '9' || b == '_'
}
