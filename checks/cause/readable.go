package cause

import (
	"html"
	"net/url"
	"strconv"
	"strings"
	"unicode"

	"azdoctor/checks/cause/lazyregexp"
)

// maxText is how much of a text is read: a chain's error has a few KiB, an excerpt of a log what fits here.
const maxText = 256 << 10

// readable returns the beginning of a text as the program wrote it, as far as that can be told: without terminal sequences,
// control characters and what loggers, terminals, mails and web pages put around its lines, and with the escapes of JSON,
// Python, HTML, URLs and PowerShell taken back.
func readable(text string) string {
	text = strings.ToValidUTF8(text[:min(len(text), maxText)], "")
	text = withoutTerminal(text)
	text = unescaped(text)
	text = withoutTerminal(typography.Replace(text)) // once more for sequences that were escaped
	text = linkedDigits.ReplaceAllString(text, "$1")
	return withoutPrefixes(text)
}

// terminalSequence matches what moves cursors and colours words; its last form has lost the escape character, as logs
// that were copied from a page.
var terminalSequence = lazyregexp.New("(?:\x1b|\u009b|\u241b|\\^\\[)\\[[0-9;?]*[ -/]*[@-~]|\x1b\\][^\x07\x1b\n]*(?:\x07|\x1b\\\\)?|\\[[0-9]{1,2}(?:;[0-9]{1,3})*m")

// withoutTerminal drops terminal sequences, control characters but newlines and tabs, and invisible characters. A lone
// carriage return ends a line.
func withoutTerminal(text string) string {
	text = strings.ReplaceAll(terminalSequence.ReplaceAllString(text, ""), "\r\n", "\n")
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return r
		case r == '\r':
			return '\n'
		case unicode.IsControl(r) || unicode.Is(unicode.Cf, r):
			return -1
		}
		return r
	}, text)
}

// typography takes back what word processors and chats make of quotes and spaces.
var typography = strings.NewReplacer("\u2018", "'", "\u2019", "'", "\u201c", `"`, "\u201d", `"`, "\u00a0", " ", "\u202f", " ")

// linkedDigits matches digits that GitHub's page of a log has made links of, in the middle of codes and GUIDs.
var linkedDigits = lazyregexp.New(`\[([0-9]{1,4})\]\(https?://[^)\s]{1,300}\)`)

var (
	escapes = strings.NewReplacer(`\\`, `\`, `\r\n`, "\n", `\r`, "\n", `\n`, "\n", `\t`, "\t", `\"`, `"`, `\'`, `'`, `\/`, "/")
	// unicodeEscape matches a character as JSON and Python write it, and as PowerShell does in its XML of errors.
	unicodeEscape = lazyregexp.New(`\\u([0-9a-fA-F]{4})|\\x([0-9a-fA-F]{2})|_x([0-9a-fA-F]{4})_`)
	// queryError matches Entra's sentence in the address of a redirect.
	queryError = lazyregexp.New(`error_description=([^&\s"'<>]+)`)
)

// maxNesting is how often escaped text may be inside escaped text.
const maxNesting = 4

// unescaped takes escapes back where text is the inside of a quoted text, as in tracebacks, logs of JSON and azd's messages.
// A path of Windows has backslashes too: single ones count only beside those that no path has.
func unescaped(text string) string {
	for range maxNesting {
		inObject := strings.Contains(text, `{"`) && strings.Contains(text, `\n`)
		if !inObject && !containsAny(text, `\"`, `\r\n`, `\n\t`, `\\n`, `\u00`, `\u001b`, `\x1b`, `\n\n`) {
			break
		}
		text = unicodeEscape.ReplaceAllStringFunc(escapes.Replace(text), unescapedCharacter)
	}
	if strings.Contains(text, "_x00") {
		text = unicodeEscape.ReplaceAllStringFunc(text, unescapedCharacter)
	}
	if strings.Contains(text, "&") {
		text = html.UnescapeString(text)
	}
	if strings.Contains(text, "error_description=") {
		text = queryError.ReplaceAllStringFunc(text, func(match string) string {
			if plain, err := url.QueryUnescape(match); err == nil {
				return plain
			}
			return match
		})
	}
	return text
}

func containsAny(text string, parts ...string) bool {
	for _, part := range parts {
		if strings.Contains(text, part) {
			return true
		}
	}
	return false
}

func unescapedCharacter(escape string) string {
	match := unicodeEscape.FindStringSubmatch(escape)
	code, err := strconv.ParseUint(match[1]+match[2]+match[3], 16, 32)
	if err != nil {
		return escape
	}
	return string(rune(code))
}

// linePrefixes are what stands before a program's line, each with the spaces that part it from the line.
var linePrefixes = []string{
	`(?:>[ \t]?)+`, // a quoted mail, Markdown
	`[\[(]?\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:\d\d(?::\d\d(?:[.,:]\d{1,9})?)?(?: ?(?:Z|UTC|GMT|[+-]\d\d:?\d\d))?[\])]?[:|,]?(?:[ \t]|$)`, // a date and a time
	`[\[(]?\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?: [AP]M)?[\])]?[:|]?(?:[ \t]|$)`,                                                         // a time
	`[A-Z][a-z]{2} +\d{1,2} \d\d:\d\d:\d\d [\w.-]{1,100} [\w./@()-]{1,80}(?:\[\d+\])?:(?: |$)`,                                      // syslog, journald
	`[IWEF]\d{4} \d\d:\d\d:\d\d\.\d+ +\d+ [\w.-]+:\d+\] `,                                                                           // klog
	`(?:stdout|stderr) [FP] `, // the container runtime's
	`##\[\w+\]`,               // GitHub's and Azure Pipelines'
	`##vso\[[^\]\n]{1,200}\]`, // Azure Pipelines'
	`::(?:error|warning|notice|debug)(?: [^:\n]{0,200})?::`, // GitHub's commands
	`[│╷╵┃║](?:[ \t]|$)`,                                    // Terraform's box
	`\d{0,5} {0,8}\|(?:[ \t]|$)`,                            // PowerShell's picture of a line
	`[a-z0-9][\w.-]{0,60} +\|(?:[ \t]|$)`,                   // Compose's
	`remote:(?:[ \t]|$)`,                                    // a server behind git
}

var (
	linePrefix = lazyregexp.New(`^[ \t]{0,40}(?:` + strings.Join(linePrefixes, "|") + `)`)
	// level matches how bad a logger calls its line, where another prefix has shown that a logger wrote it, with where the
	// line comes from in the forms of Spring and Python.
	level = lazyregexp.New(`^[ \t]{0,40}(?:\[(?i:error|err|warn|warning|info|information|debug|trace|fatal|critical|fail)\]|(?:ERROR|ERR|WARN|WARNING|INFO|DEBUG|TRACE|FATAL|CRITICAL)\b)[:|]?(?: +\d{1,8} +--- +\[[^\]\n]{0,80}\] +[\w.$\[\]/]{1,120} *:)?(?:[ \t]|$)`)
)

// maxPrefixes is how many prefixes a line may have.
const maxPrefixes = 6

// withoutPrefixes drops what stands before the lines.
func withoutPrefixes(text string) string {
	var plain strings.Builder
	plain.Grow(len(text))
	for line := range strings.Lines(text) {
		line, ending := strings.CutSuffix(line, "\n")
		logged := false
		for range maxPrefixes {
			end := len(linePrefix.FindString(line))
			if end == 0 && logged {
				end = len(level.FindString(line))
			}
			if end == 0 {
				break
			}
			line, logged = line[end:], true
		}
		plain.WriteString(line)
		if ending {
			plain.WriteByte('\n')
		}
	}
	return plain.String()
}

// narrowestWrap is the fewest characters to a line that a terminal or a mail wraps text at.
const narrowestWrap = 60

// unwrapped joins the lines of a text that was cut every so many characters, in the middle of words. A line is taken for cut
// where it is as long as the longest, and several are.
func unwrapped(text string) string {
	lines := strings.Split(text, "\n")
	longest, many := 0, 0
	for _, line := range lines {
		switch length := len(line); {
		case length > longest:
			longest, many = length, 1
		case length == longest:
			many++
		}
	}
	if longest < narrowestWrap || many < 2 {
		return text
	}
	var joined strings.Builder
	for i, line := range lines {
		joined.WriteString(line)
		if len(line) < longest && i+1 < len(lines) {
			joined.WriteByte('\n')
		}
	}
	return joined.String()
}

var (
	// releaseHeading matches the headings of release notes.
	releaseHeading = lazyregexp.New(`(?im)^[ \t]*(?:#{1,4} .*[0-9]+\.[0-9]+|(?:#{1,4} *)?(?:features added|bugs? fix(?:ed|es)|breaking changes|other changes|what's changed|release notes|changelog|release history)\b)`)
	bullet         = lazyregexp.New(`^[ \t]*(?:[-*+•] |#{1,6} |[0-9]{1,3}[.)] )`)
)

// releaseNotes reports whether text is the notes of a release, which name failures without having any: headings of such
// notes, and bullets for most lines.
func releaseNotes(text string) bool {
	if !releaseHeading.MatchString(text) {
		return false
	}
	bullets, others := 0, 0
	for line := range strings.Lines(text) {
		switch {
		case strings.TrimSpace(line) == "" || strings.HasPrefix(line, "    "), strings.HasPrefix(line, "\t"), strings.HasPrefix(line, "  "):
		case bullet.MatchString(line):
			bullets++
		default:
			others++
		}
	}
	return bullets > others
}
