package checks

import (
	"encoding/base64"
	"encoding/json"
	"html"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode"

	"azdoctor/checks/cause/lazyregexp"
)

// secrets knows what must never leave: values seen in this run, and (redaction_patterns.go) the shapes that tokens and keys
// have. Everything a run observed passes clean before anybody judges or writes it.
type secrets struct {
	mu       sync.Mutex
	forms    map[string]bool   // each registered value in every form it may take
	replacer *strings.Replacer // of forms; nil: to be made
	public   map[string]bool   // values that stand in public variables too
}

// masked stands where a secret was.
const masked = "[secret]"

// newSecrets registers what the environment holds.
func newSecrets(environ Environ) *secrets {
	s := &secrets{forms: map[string]bool{}, public: map[string]bool{}}
	for name, value := range environ {
		if !SecretVariable(name) {
			s.public[strings.TrimSpace(value)] = true
		}
	}
	for name, value := range environ {
		if SecretVariable(name) {
			s.add(value)
			s.addWithin(value)
		}
		s.addUser(value)
	}
	return s
}

// addUser registers user and password of a URL, well formed or not. A proxy may lack the scheme; anything else that has an
// at sign is no URL without one.
func (s *secrets) addUser(value string) {
	_, rest, hasScheme := strings.Cut(value, "://")
	if !hasScheme {
		rest = value
	}
	at := strings.LastIndex(rest, "@")
	if at < 0 {
		return
	}
	user := rest[:at]
	if _, password, ok := strings.Cut(user, ":"); ok {
		s.add(password)
		if plain, err := url.PathUnescape(password); err == nil {
			s.add(plain)
		}
		s.add(user)
	}
}

// addWithin registers the secrets inside a value that is a JSON object, as AZURE_CREDENTIALS is.
func (s *secrets) addWithin(value string) {
	var object map[string]any
	if json.Unmarshal([]byte(value), &object) != nil {
		return
	}
	for name, inner := range object {
		if text, ok := inner.(string); ok && (secretName.MatchString(name) || strings.HasSuffix(strings.ToLower(name), "secret")) {
			s.add(text)
		}
	}
}

// secretName finds names whose value is a secret. It errs on the side of hiding; publicName finds those that only sound
// like it: places, names and settings that a diagnosis needs.
var (
	secretName = lazyregexp.New(`(?i)SECRET|PASSW|_PWD$|TOKEN|(^|_)KEY($|_)|APIKEY|ACCESSKEY|CREDENTIAL|IDENTITY_HEADER|ASSERTION|CONNECTION_?STRING|COOKIE|(^|_)SAS($|_)|AUTHORIZATION|CLIENT_CERTIFICATE$`)
	publicName = lazyregexp.New(`(?i)(_FILE|_PATH|_URL|_URI|_ENDPOINT|_NAME|_DIR|_DIRECTORY|_HOST|_PROXY|_THUMBPRINT)$|^AZURE_TOKEN_CREDENTIALS$|^AZDOCTOR_`)
)

// SecretVariable reports whether a variable's value must not be shown.
func SecretVariable(name string) bool {
	return secretName.MatchString(name) && !publicName.MatchString(name)
}

// add registers a value and the forms it takes: inside a URL, JSON, Go's quotes, HTML or base64, and line by line.
func (s *secrets) add(value string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, text := range append(strings.Split(value, "\n"), value, PlainText(value)) {
		for _, text := range []string{text, strings.TrimSpace(text)} {
			if !distinctive(text) || s.public[text] || s.forms[text] {
				continue
			}
			for _, form := range formsOf(text) {
				s.forms[PlainText(form)] = true
			}
			s.replacer = nil
		}
	}
}

func formsOf(text string) []string {
	inJSON, _ := json.Marshal(text)
	quoted := strconv.Quote(text)
	forms := []string{text, string(inJSON[1 : len(inJSON)-1]), quoted[1 : len(quoted)-1], html.EscapeString(text)}
	for _, escaped := range []string{url.QueryEscape(text), url.PathEscape(text), (&url.URL{User: url.User(text)}).User.String()} {
		forms = append(forms, escaped, percentEscape.ReplaceAllStringFunc(escaped, strings.ToLower))
	}
	for _, encoding := range []*base64.Encoding{base64.RawStdEncoding, base64.RawURLEncoding} {
		forms = append(forms, encoding.EncodeToString([]byte(text)))
	}
	return forms
}

var percentEscape = lazyregexp.New(`%[0-9A-F]{2}`)

// wordLike matches what people call things by.
var wordLike = lazyregexp.New(`^[A-Z]?[a-z]*(?:[-_. ][A-Z]?[a-z]*)*$|^[A-Z_. -]*$|^[0-9]*$`)

// distinctive reports whether a value can be masked wherever it appears without mangling texts that happen to have the
// same word ("password", "production", "443"). The others are safe all the same: no fact has a field for them.
func distinctive(value string) bool {
	return len(value) >= 20 || len(value) >= 6 && !wordLike.MatchString(value)
}

// mask replaces the registered values.
func (s *secrets) mask(text string) string {
	s.mu.Lock()
	if s.replacer == nil {
		byLength := slices.SortedFunc(maps.Keys(s.forms), func(a, b string) int { return len(b) - len(a) }) // one may begin with another
		var pairs []string
		for _, form := range byLength {
			pairs = append(pairs, form, masked)
		}
		s.replacer = strings.NewReplacer(pairs...)
	}
	replacer := s.replacer
	s.mu.Unlock()
	return replacer.Replace(text)
}

// cleanText removes escape sequences and control characters, then secrets (which they may have hidden), then what is
// longer than maxTextBytes. A long text loses its middle first, so that the time taken is bounded too.
func (s *secrets) cleanText(text string) string {
	if text == "" {
		return ""
	}
	head, tail := text, ""
	if len(text) > 2*windowBytes {
		head, tail = ends(text)
	}
	if head = s.maskAll(head); tail == "" {
		return bound(head)
	}
	return shortened(head, s.maskAll(tail))
}

// Redact returns foreign text as it may be shown: without control characters and what looks like a secret. It is for text that
// no Session observed; a secret without a telling shape, or without its name beside it, it cannot know.
func Redact(text string) string { return new(secrets).cleanText(text) }

func (s *secrets) maskAll(text string) string { return maskPatterns(s.mask(PlainText(text))) }

// maxTextBytes bounds one text: enough for a whole chain error or a Python traceback's telling end.
const maxTextBytes = 8 << 10

// windowBytes is how much of each end of a long text is looked at: what is kept and, beyond, the longest secret.
const windowBytes = maxTextBytes + 32<<10

// ends returns both ends of a long text, each up to a place where no secret goes on: a piece of one has lost its shape.
func ends(text string) (head, tail string) {
	const between = " \t\r\n\"'<>,;"
	cut := len(text) - windowBytes
	head, tail = text[:windowBytes], text[cut:]
	head = head[:strings.LastIndexAny(head, between)+1]
	tail = tail[max(0, strings.IndexAny(tail, between)):]
	if !strings.ContainsAny(tail[:1], between) {
		return head, " "
	}
	if begun := strings.LastIndex(text[:cut], "-----BEGIN "); begun >= 0 && !strings.Contains(text[begun:cut], "-----END ") {
		_, after, _ := strings.Cut(tail, "-----END ")
		return head, " " + after
	}
	return head, tail
}

// bound shortens a text to maxTextBytes, keeping its start and its end.
func bound(text string) string {
	if len(text) <= maxTextBytes {
		return text
	}
	return shortened(text, text)
}

// shortened joins the start of one text and the end of another.
func shortened(head, tail string) string {
	const gap = "\n[... shortened ...]\n"
	half := (maxTextBytes - len(gap)) / 2
	return strings.ToValidUTF8(head[:min(half, len(head))], "") + gap + strings.ToValidUTF8(tail[max(0, len(tail)-half):], "")
}

// escapeSequence matches the terminal's control sequences: CSI, then OSC, DCS and their like where they end, then the
// two-character ones.
var escapeSequence = lazyregexp.New("(?:\x1b\\[|\u009b)[0-?]*[ -/]*[@-~]|\x1b[\\]PX^_][^\x07\x1b\n]*(?:\x07|\x1b\\\\)|\x1b[ -/]*[0-~]?")

// PlainText strips escape sequences, control characters (but newline and tab) and the characters that reorder or hide
// text, so that foreign words cannot move a cursor, forge a line or pretend to be others. Invalid UTF-8 becomes U+FFFD.
func PlainText(text string) string {
	text = strings.ToValidUTF8(text, "\uFFFD")
	text = strings.ReplaceAll(escapeSequence.ReplaceAllString(text, ""), "\r\n", "\n")
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return r
		case r == '\r' || r == 0x2028 || r == 0x2029: // carriage return, line and paragraph separator
			return '\n'
		case unicode.In(r, unicode.Cc, unicode.Cf, unicode.Variation_Selector), r == 0x034f, r == 0x115f, r == 0x1160, r == 0x3164, r == 0xffa0:
			return -1 // controls, invisible format characters, and letters that show as nothing
		}
		return r
	}, text)
}
