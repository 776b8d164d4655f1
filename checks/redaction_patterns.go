package checks

import (
	"strings"

	"azdoctor/checks/cause/lazyregexp"
)

// secretPattern is a form that secrets have wherever they come from.
type secretPattern struct {
	// pattern matches it. Group 1, where there is one, goes before the secret and is kept; group 2 is the secret, or all that
	// is matched where there is no group.
	pattern *lazyregexp.Regexp
	// hint stands, in lower case, in every text that has one: looking for it is quicker.
	hint string
	// secret tells a secret from a word that stands in the same place; nil: always one.
	secret func(string) bool
}

// secretPatterns are applied in this order. Each leaves what a diagnosis needs alone: see TestDiagnosesSurvive.
var secretPatterns = []secretPattern{
	// A private key, whole or cut off.
	{lazyregexp.New(`-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)`), "-----begin", nil},
	// A JWT, whole or cut off after its header; without the dot it is a claims challenge, which is no secret.
	{lazyregexp.New(`\beyJ[A-Za-z0-9_-]+\.[A-Za-z0-9_.-]*`), "eyj", nil},
	// Refresh tokens and codes of Entra and of personal accounts, client secrets, keys of storage and its like, PKCS #12, GitHub's tokens.
	{lazyregexp.New(`\b[01]\.A[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*`), ".a", atLeast(24)},
	{lazyregexp.New(`\bM\.[A-Z]\d+_[A-Z0-9]+\.[^\s"'&,]+`), "m.", atLeast(30)},
	{lazyregexp.New(`[A-Za-z0-9_~.-]+\dQ~[A-Za-z0-9_~.-]+`), "q~", atLeast(28)},
	{lazyregexp.New(`[A-Za-z0-9+/]+==`), "==", atLeast(88)},
	{lazyregexp.New(`\bMII[A-Za-z0-9+/]+={0,2}`), "mii", atLeast(200)},
	{lazyregexp.New(`\bgh[pousr]_[A-Za-z0-9]+`), "gh", atLeast(20)},
	{lazyregexp.New(`\bgithub_pat_[A-Za-z0-9_]+`), "github_pat_", atLeast(27)},
	// User and password in a URL.
	{lazyregexp.New(`(://)([^\s"'<>/@:]*:[^\s"'<>/]*)@`), "://", nil},
	// Headers. A cookie has an equals sign where a mention of cookies has none.
	{lazyregexp.New(`(?i)(\b(?:set-)?cookie\\?["']?:[ \t]*\\?["']?)([^\s"'=;]+=[^\r\n"']*)`), "cookie", nil},
	{lazyregexp.New(`(?i)(\bauthorization\\?["']?:[ \t]*\\?["']?)([^\r\n"']+)`), "authorization", hasDigitWord},
	{lazyregexp.New(`(?i)(\b(?:bearer|basic|pop|sharedkey|sharedaccesssignature)[ :]+)([A-Za-z0-9._~+/-]+=*)`), "", credentialWord},
	// Names with a value: in JSON, a form, a connection string, a header or prose.
	{lazyregexp.New(`(?i)([?&]|\b)((?:sig|se?cret|code|key)=[^\s&"'<>;,]+)`), "=", longParameter},
	{lazyregexp.New(`(?i)(token(?:\\?["']|&quot;)?[ \t]*[:=][ \t]*(?:\\?["']|&quot;)?)([^\s"'&,;}<>\\]+)`), "token", opaqueToken},
	{lazyregexp.New(`(?i)((?:secret|assertion|password|passwd|pwd|api_?-?key|access_?-?key|account_?-?key|auth_?-?key|functions-key|identity[-_]header)(?:\\?["'][ \t]*:[ \t]*\\?["']|&quot;:&quot;|\\?["']?[ \t]*=[ \t]*\\?["']?))([^\s"'&,;}<>\\]+)`), "", notAWord},
	{lazyregexp.New(`(?i)((?:secret|assertion|password|passwd|pwd|api_?-?key|access_?-?key|account_?-?key|auth_?-?key|functions-key|identity[-_]header):[ \t]*)([^\s"'&,;}<>\\]+)`), ":", inProse},
}

// maskPatterns replaces every secret that its shape gives away.
func maskPatterns(text string) string {
	lower := strings.ToLower(text)
	for _, p := range secretPatterns {
		if strings.Contains(lower, p.hint) {
			text = p.mask(text)
		}
	}
	return text
}

func (p secretPattern) mask(text string) string {
	var clean strings.Builder
	end := 0
	for _, at := range p.pattern.FindAllStringSubmatchIndex(text, -1) {
		from, to := at[0], at[1]
		if len(at) > 4 {
			from, to = at[4], at[5]
		}
		if value := text[from:to]; value == masked || p.secret != nil && !p.secret(value) {
			continue
		}
		clean.WriteString(text[end:from])
		clean.WriteString(masked)
		end = to
	}
	if end == 0 {
		return text
	}
	return clean.String() + text[end:]
}

// notASecret matches what stands where a secret might: an error code, an address, a path, a word about the secret.
var notASecret = lazyregexp.New(`(?i)^(?:AADSTS\d+|AKV\d+|[a-z]+://|/|[A-Z]:\\|\*+$|\[|\$|%[A-Z_]+%|(?:null|none|nil|true|false|yes|no|empty|unset|set|missing|required|expired|invalid|revoked|redacted|hidden|unknown|wrong|not|is|was|the|REPLACE\w*|YOUR\w*)\b[.:]?$)`)

func hasDigit(value string) bool { return strings.ContainsAny(value, "0123456789") }

// mixed tells random letters from a word: digits, or a capital after a small letter.
func mixed(value string) bool { return hasDigit(value) || innerCapital.MatchString(value) }

var innerCapital = lazyregexp.New(`[a-z][A-Z]`)

func atLeast(length int) func(string) bool {
	return func(value string) bool { return len(value) >= length }
}

// credentialWord tells what follows a scheme's name from the next word of a sentence or the parameters of a challenge.
func credentialWord(value string) bool { return len(value) >= 12 && mixed(value) }

// hasDigitWord tells credentials after "Authorization:" from a sentence.
func hasDigitWord(value string) bool {
	for word := range strings.FieldsSeq(value) {
		if len(word) >= 8 && mixed(word) && !notASecret.MatchString(word) {
			return true
		}
	}
	return false
}

// longParameter tells a signature, key or code ("code=AADSTS70008" and the "code=700082" of an error page are none).
func longParameter(value string) bool {
	name, value, _ := strings.Cut(value, "=")
	return len(value) >= 6 && (len(value) >= 16 || strings.EqualFold(name, "sig")) && mixed(value) && !notASecret.MatchString(value)
}

// opaqueToken tells a token from a word about one, and from an ID. Tokens are long, and hardly ever letters alone.
func opaqueToken(value string) bool {
	return (len(value) >= 16 && hasDigit(value) || len(value) >= 64) && !notASecret.MatchString(value) && !isGUID(value)
}

// notAWord takes whatever follows a name and an equals sign, or stands in JSON, except the words of notASecret.
func notAWord(value string) bool { return !notASecret.MatchString(value) }

// inProse wants more of what follows a colon, where a sentence may go on.
func inProse(value string) bool {
	return len(value) >= 6 && !notASecret.MatchString(value) && (hasDigit(value) || strings.ContainsAny(value, "!#$%^&*+=~@|"))
}
