package checks

import (
	"net/url"
	"strings"
	"unicode"

	"azdoctor/checks/cause/lazyregexp"
)

// The defects of a value, as Variable.Defects holds them.
const (
	defectPadded         = "padded"                 // white space before or after
	defectQuoted         = "quoted"                 // within quotation marks that belong to some file's syntax
	defectLineBreak      = "line-break"             // ends in, or holds, a line feed
	defectCarriageReturn = "carriage-return"        // ends in, or holds, a carriage return: written on Windows
	defectByteOrderMark  = "byte-order-mark"        // begins with U+FEFF
	defectInvisible      = "invisible-character"    // holds a control or zero-width character
	defectPlaceholder    = "placeholder"            // stands for a value that nobody filled in
	defectNotGUID        = "not-a-guid"             //
	defectNotTenant      = "not-a-tenant"           // neither a GUID nor a domain
	defectNotURL         = "not-a-url"              //
	defectNotHTTPS       = "not-https"              //
	defectSecretID       = "looks-like-a-secret-id" // a client secret that is a GUID
	defectSecret         = "looks-like-a-secret"    // a secret where none belongs; its value is not kept
	defectToken          = "looks-like-a-token"     // a token where a file's name belongs; its value is not kept
	defectFileMissing    = "file-missing"           //
	defectHomeUnexpanded = "home-not-expanded"      // begins with ~, which only a shell expands
)

var (
	guid = lazyregexp.New(`^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$`)
	// tenantName is what Go's credentials accept (azidentity 1.15.0 azidentity.go, validTenantID, read 2026-11-22).
	tenantName = lazyregexp.New(`^[0-9A-Za-z.-]+$`)
	// clientSecretShape are the characters 4 to 6 of every client secret that Entra has made since 2021, which secret
	// scanners look for: https://learn.microsoft.com/purview/sit-defn-azure-ad-client-secret, read 2026-11-22.
	clientSecretShape = lazyregexp.New(`[0-9A-Za-z_~.-]{3}[0-9]Q~[0-9A-Za-z_~.-]{25,}`)
	jwtShape          = lazyregexp.New(`^eyJ[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.`)
	// placeholders are whole values, lower case, that templates ship for people to replace.
	placeholders = lazyregexp.New(`^(?:<.*>|\$\{.*\}|\$\(.*\)|\{\{.*\}\}|\{[a-z_-]*\}|%[a-z_]+%|\$[a-z_]+|__.*__|#\{.*\}#?` +
		`|x{3,}|[x-]{8,}|[0-]{8,}|\*{3,}|\.{3,}` +
		`|(?:your|enter|insert|replace|paste)[ _-].*|.*[ _-](?:goes-here|goes_here|here)` +
		`|change[ _-]?me|placeholder|todo|tbd|dummy|example|none|null|nil|undefined|n/a` +
		`|(?:azure[ _-])?(?:client|tenant|application|app|directory|subscription)[ _-]?(?:id|secret))$`)
)

// defectsOf says what is wrong with a value. Those of the wrapping come first; what is within it is judged without it,
// so that a quoted GUID is quoted and not "no GUID" as well. An empty value has none.
func defectsOf(value string, form shape) []string {
	if value == "" {
		return nil
	}
	defects, bare := unwrap(value)
	switch {
	case bare == "":
		return defects
	case placeholders.MatchString(strings.ToLower(bare)):
		return append(defects, defectPlaceholder)
	}
	if defect := misshapen(bare, form); defect != "" {
		defects = append(defects, defect)
	}
	return defects
}

// unwrap strips what files, shells and editors leave around a value and names it.
func unwrap(value string) (defects []string, bare string) {
	bare = strings.TrimPrefix(value, "\ufeff")
	if bare != value {
		defects = append(defects, defectByteOrderMark)
	}
	if strings.Contains(bare, "\r") {
		defects = append(defects, defectCarriageReturn)
	} else if strings.Contains(bare, "\n") {
		defects = append(defects, defectLineBreak)
	}
	bare = strings.Trim(bare, "\r\n")
	if trimmed := strings.TrimSpace(bare); trimmed != bare {
		defects, bare = append(defects, defectPadded), trimmed
	}
	if len(bare) >= 2 && strings.ContainsRune("\"'`", rune(bare[0])) && bare[0] == bare[len(bare)-1] {
		defects, bare = append(defects, defectQuoted), strings.TrimSpace(bare[1:len(bare)-1])
	}
	if strings.ContainsFunc(bare, invisible) {
		defects = append(defects, defectInvisible)
	}
	return defects, bare
}

func invisible(r rune) bool {
	return r != '\r' && r != '\n' && (unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || r == '\u00a0')
}

// misshapen returns the defect of an unwrapped value of this form; "" where there is none.
func misshapen(bare string, form shape) string {
	switch {
	case (form == guidShape || form == tenantShape) && clientSecretShape.MatchString(bare):
		return defectSecret
	case form == guidShape && !guid.MatchString(bare):
		return defectNotGUID
	case form == tenantShape && !tenantName.MatchString(bare):
		return defectNotTenant
	case form == secretShape && guid.MatchString(bare):
		return defectSecretID
	case form == fileShape && jwtShape.MatchString(bare):
		return defectToken
	case form == fileShape && strings.HasPrefix(bare, "~"):
		return defectHomeUnexpanded
	case form == proxyShape && proxyURL(bare) == nil:
		return defectNotURL
	case form == authorityShape || form == urlShape:
		return misshapenURL(bare, form == authorityShape)
	}
	return ""
}

// misshapenURL is misshapen for the forms that are URLs.
func misshapenURL(bare string, httpsOnly bool) string {
	parsed, err := url.Parse(bare)
	switch {
	case err == nil && parsed.Scheme == "http" && httpsOnly:
		return defectNotHTTPS
	case err != nil || parsed.Scheme != "http" && parsed.Scheme != "https" || parsed.Hostname() == "":
		return defectNotURL
	}
	return ""
}

// proxyURL reads a proxy's value, with or without a scheme; nil where it cannot be one. It is stricter than
// golang.org/x/net/http/httpproxy, which takes "http" for the host's name where a value with a scheme is malformed.
func proxyURL(value string) *url.URL {
	if !strings.Contains(value, "://") {
		value = "http://" + value
	}
	parsed, err := url.Parse(value)
	if err != nil || parsed.Hostname() == "" {
		return nil
	}
	return parsed
}

// withoutUser returns a proxy's value without user and password, however malformed, and whether it had any.
func withoutUser(value string) (string, bool) {
	at := strings.LastIndex(value, "@")
	if at < 0 {
		return value, false
	}
	scheme := ""
	if before, _, ok := strings.Cut(value[:at], "://"); ok && !strings.ContainsAny(before, ":@/") {
		scheme = before + "://"
	}
	return scheme + value[at+1:], true
}

// proxyUser returns what withoutUser removes, whole and the password alone; nil where there is nothing.
func proxyUser(value string) []string {
	at := strings.LastIndex(value, "@")
	if at < 0 {
		return nil
	}
	user := value[:at]
	if _, after, ok := strings.Cut(user, "://"); ok {
		user = after
	}
	_, password, _ := strings.Cut(user, ":")
	return []string{user, password}
}
