package checks

import (
	"net/url"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"
)

// secrets knows what must never leave: values seen in this run, and the shapes that tokens and keys have. Everything a
// run observed passes clean before anybody judges or writes it.
type secrets struct {
	mu     sync.Mutex
	values map[string]bool
}

// masked stands where a secret was.
const masked = "[secret]"

// minSecretLength keeps short words ("true", "prod") out of the values that are masked everywhere by comparison.
// Shorter secrets are safe all the same: no fact has a field for them.
const minSecretLength = 6

// newSecrets registers what the environment holds.
func newSecrets(environ Environ) *secrets {
	s := &secrets{values: map[string]bool{}}
	for name, value := range environ {
		if SecretVariable(name) {
			s.add(value)
		}
		if proxy, err := url.Parse(value); err == nil && proxy.User != nil {
			if password, ok := proxy.User.Password(); ok {
				s.add(password)
			}
			s.add(proxy.User.String())
		}
	}
	return s
}

// secretName finds names whose value is a secret. It errs on the side of hiding; names that only sound like it and whose
// value a diagnosis needs are listed in publicNames.
var secretName = regexp.MustCompile(`(?i)SECRET|PASSW|PWD$|TOKEN|(^|_)KEY($|_)|APIKEY|ACCESSKEY|CREDENTIAL|IDENTITY_HEADER|ASSERTION|CONNECTION_?STRING|COOKIE|SAS$|AUTHORIZATION`)

var publicNames = []string{
	"AZURE_TOKEN_CREDENTIALS", "AZURE_FEDERATED_TOKEN_FILE", "ARM_OIDC_TOKEN_FILE_PATH", "ARM_CLIENT_SECRET_FILE_PATH", "ACTIONS_ID_TOKEN_REQUEST_URL", "AZURE_KEY_VAULT_NAME",
	"AZURE_KEY_VAULT_ENDPOINT", "KEY_VAULT_NAME", "KEY_VAULT_URL", "AZURE_KEYVAULT_NAME", "AZURE_KEYVAULT_URL", "KEY_VAULT_URI", "AZDOCTOR_SECRET", "AZURE_KUBERNETES_TOKEN_PROXY",
	"AZURE_OIDC_REQUEST_URL", "ARM_OIDC_REQUEST_URL", "IDENTITY_SERVER_THUMBPRINT",
}

// SecretVariable reports whether a variable's value must not be shown.
func SecretVariable(name string) bool {
	name = strings.ToUpper(name)
	return secretName.MatchString(name) && !slices.Contains(publicNames, name)
}

// add registers a value, and the form it takes inside a URL.
func (s *secrets) add(value string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, form := range []string{value, strings.TrimSpace(value), url.QueryEscape(value), url.PathEscape(value)} {
		if len(form) >= minSecretLength {
			s.values[form] = true
		}
	}
}

// secretShapes are the forms secrets have wherever they come from; group 1 is kept.
var secretShapes = []*regexp.Regexp{
	regexp.MustCompile(`()eyJ[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]*){0,4}`),                                                         // a JWT, whole or cut off
	regexp.MustCompile(`(?i)\b((?:bearer|basic|pop)[ :]+)[A-Za-z0-9._~+/=-]{12,}`),                                                // an Authorization header
	regexp.MustCompile(`(?i)((?:access|refresh|id)_?token["']?\s*[:=]\s*["']?)[^\s"'&,}]+`),                                       // a token in JSON or a form
	regexp.MustCompile(`(?i)((?:client_?secret|client_?assertion|password|passwd)["']?\s*[:=]\s*["']?)[^\s"'&,}]+`),               // a secret in JSON or a form
	regexp.MustCompile(`(?i)((?:x-identity-header|secret|set-cookie|cookie|sharedaccesskey|accountkey)["']?:\s*["']?)[^\r\n"']+`), // headers and connection strings
	regexp.MustCompile(`(?i)([?&](?:sig|code|key)=)[^\s&"']+`),                                                                    // a SAS or function key in a URL
	regexp.MustCompile(`(://)[^/\s:@"']+:[^/\s@"']+@`),                                                                            // user and password in a URL
	regexp.MustCompile(`()-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)`),                      // a private key
	regexp.MustCompile(`()\b[01]\.A[A-Za-z0-9_-]{60,}`),                                                                           // an Entra refresh token or code
}

// cleanText removes secrets, then control characters and escape sequences, then what is longer than maxTextBytes.
func (s *secrets) cleanText(text string) string {
	if text == "" {
		return ""
	}
	text = PlainText(text)
	s.mu.Lock()
	values := make([]string, 0, len(s.values))
	for value := range s.values {
		values = append(values, value)
	}
	s.mu.Unlock()
	slices.SortFunc(values, func(a, b string) int { return len(b) - len(a) }) // the longest first: one may contain another
	for _, value := range values {
		text = strings.ReplaceAll(text, value, masked)
	}
	for _, shape := range secretShapes {
		text = shape.ReplaceAllString(text, "${1}"+masked)
	}
	return bound(text)
}

// maxTextBytes bounds one text: enough for a whole chain error or a Python traceback's telling end.
const maxTextBytes = 8 << 10

// bound shortens a text, keeping its start and its end.
func bound(text string) string {
	if len(text) <= maxTextBytes {
		return text
	}
	half := maxTextBytes / 2
	return strings.ToValidUTF8(text[:half], "") + "\n[... shortened ...]\n" + strings.ToValidUTF8(text[len(text)-half:], "")
}

// escapeSequence matches the terminal's control sequences: CSI, OSC and the two-character ones.
var escapeSequence = regexp.MustCompile("\x1b\\[[0-?]*[ -/]*[@-~]|\x1b\\][^\x07\x1b]*(?:\x07|\x1b\\\\)?|\x1b[PX^_][^\x1b]*(?:\x1b\\\\)?|\x1b.?|\u009b[0-?]*[ -/]*[@-~]")

// PlainText strips escape sequences, control characters (but newline and tab) and the characters that reorder or hide
// text, so that foreign words cannot move a cursor, forge a line or pretend to be others. Invalid UTF-8 becomes U+FFFD.
func PlainText(text string) string {
	if !utf8.ValidString(text) {
		text = strings.ToValidUTF8(text, "\uFFFD")
	}
	text = strings.ReplaceAll(escapeSequence.ReplaceAllString(text, ""), "\r\n", "\n")
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return r
		case r == '\r':
			return '\n'
		case r < 0x20 || r >= 0x7f && r <= 0x9f:
			return -1
		case r >= 0x200b && r <= 0x200f || r >= 0x202a && r <= 0x202e || r >= 0x2060 && r <= 0x2069 || r == 0xfeff || r >= 0xe0000 && r <= 0xe007f:
			return -1
		case r == 0x2028 || r == 0x2029:
			return '\n'
		}
		return r
	}, text)
}

// clean rewrites every string within the observations in place.
func (s *secrets) clean(o *Observations) { s.cleanValue(reflect.ValueOf(o)) }

func (s *secrets) cleanValue(v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() {
			s.cleanValue(v.Elem())
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if field := v.Field(i); field.CanSet() {
				s.cleanValue(field)
			}
		}
	case reflect.Slice, reflect.Array:
		for i := range v.Len() {
			s.cleanValue(v.Index(i))
		}
	case reflect.Map:
		for _, key := range v.MapKeys() {
			if v.Type().Elem().Kind() == reflect.String {
				v.SetMapIndex(key, reflect.ValueOf(s.cleanText(v.MapIndex(key).String())).Convert(v.Type().Elem()))
				continue
			}
			element := reflect.New(v.Type().Elem()).Elem()
			element.Set(v.MapIndex(key))
			s.cleanValue(element)
			v.SetMapIndex(key, element)
		}
	case reflect.String:
		if v.CanSet() {
			v.SetString(s.cleanText(v.String()))
		}
	}
}
