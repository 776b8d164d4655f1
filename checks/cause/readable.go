package cause

import (
	"encoding/json"
	"html"
	"net/url"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"azdoctor/checks/cause/lazyregexp"
)

// maxText is how much of a text is read: a chain's error has a few KiB, an excerpt of a log what fits here.
const maxText = 256 << 10

// readable returns the beginning of a text as the program wrote it, as far as that can be told: without terminal sequences,
// control characters and what loggers, terminals, mails and web pages put around its lines, and with the escapes of JSON,
// Python, HTML, URLs and PowerShell taken back.
func readable(text string) string {
	text = strings.ToValidUTF8(text[:min(len(text), maxText)], "")
	text = unescaped(unpacked(withoutTerminal(text)))
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

// unpacked replaces the lines of Docker's JSON log, each an object around a line, by those lines.
// https://docs.docker.com/engine/logging/drivers/json-file, read 2026-11-22.
func unpacked(text string) string {
	const begin = `{"log":"`
	if !strings.Contains(text, begin) {
		return text
	}
	var plain strings.Builder
	for line := range strings.Lines(text) {
		var entry struct {
			Log    string `json:"log"`
			Stream string `json:"stream"`
		}
		if strings.HasPrefix(line, begin) && json.Unmarshal([]byte(line), &entry) == nil && entry.Stream != "" {
			line = entry.Log
		}
		plain.WriteString(line)
	}
	return plain.String()
}

var (
	escapes = strings.NewReplacer(`\\`, `\`, `\r\n`, "\n", `\r`, "\n", `\n`, "\n", `\t`, "\t", `\"`, `"`, `\'`, `'`, `\/`, "/")
	// unicodeEscape matches a character as JSON and Python write it, and as PowerShell does in its XML of errors.
	unicodeEscape = lazyregexp.New(`\\u([0-9a-fA-F]{4})|\\x([0-9a-fA-F]{2})|_x([0-9a-fA-F]{4})_`)
	// escapedLine matches an escaped line end as no path of Windows has it: a sentence begins behind it.
	escapedLine = lazyregexp.New(`\\n(?:[A-Z]|[ \t{\[(-])`)
	// queryError matches Entra's sentence in the address of a redirect.
	queryError = lazyregexp.New(`error_description=([^&\s"'<>]+)`)
)

// maxNesting is how often escaped text may be inside escaped text.
const maxNesting = 4

// unescaped takes escapes back where text is the inside of a quoted text, as in tracebacks, logs of JSON and azd's messages.
// A path of Windows has backslashes too: single ones count only beside those that no path has.
func unescaped(text string) string {
	if strings.Contains(text, "&") {
		text = html.UnescapeString(text)
	}
	for range maxNesting {
		inObject := containsAny(text, `{"`, "{ context: ") && strings.Contains(text, `\n`) // JSON; Rust's errors as a developer prints them
		if !inObject && !escapedLine.MatchString(text) && !containsAny(text, `\"`, `\r\n`, `\n\t`, `\\n`, `\'`, `\u00`, `\u001b`, `\x1b`, `\n\n`) {
			break
		}
		text = unicodeEscape.ReplaceAllStringFunc(escapes.Replace(text), unescapedCharacter)
	}
	if strings.Contains(text, "_x00") {
		text = unicodeEscape.ReplaceAllStringFunc(text, unescapedCharacter)
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

// unescapedAnyway takes escapes back that may as well be a path of Windows. ok is false where there are none.
func unescapedAnyway(text string) (plain string, ok bool) {
	return escapes.Replace(unpacked(text)), strings.Contains(text, `\n`)
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
	`<\d{1,3}>1 (?:\S{1,100} ){5}(?:-|\[[^\]\n]{0,200}\])(?:[ \t]|$)`,                                                               // syslog, RFC 5424
	`[^\t\n]{1,100}\t[^\t\n]{1,100}\t\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{1,9}Z(?:[ \t]|$)`,                                           // gh run view --log: job, step
	`[A-Z][a-z]{2} +\d{1,2} \d\d:\d\d:\d\d [\w.-]{1,100} [\w./@()-]{1,80}(?:\[\d+\])?:(?: |$)`,                                      // syslog, journald
	`[IWEF]\d{4} \d\d:\d\d:\d\d\.\d+ +\d+ [\w.-]+:\d+\] `,                                                                           // klog
	`(?:stdout|stderr) [FP] `,       // the container runtime's
	`\[pod/[\w./-]{1,150}\](?: |$)`, // kubectl logs --prefix
	`##\[\w+\]`,                     // GitHub's and Azure Pipelines'
	`##vso\[[^\]\n]{1,200}\]`,       // Azure Pipelines'
	`::(?:error|warning|notice|debug)(?: [^:\n]{0,200})?::`, // GitHub's commands
	`[│╷╵┃║](?:[ \t]|$)`,                                    // Terraform's box
	`\d{0,5} {0,8}\|(?:[ \t]|$)`,                            // PowerShell's picture of a line
	`[a-z0-9][\w.-]{0,60} +\|(?:[ \t]|$)`,                   // Compose's
	`remote:(?:[ \t]|$)`,                                    // a server behind git
}

var (
	linePrefix = lazyregexp.New(`^[ \t]{0,40}(?:` + strings.Join(linePrefixes, "|") + `)`)
	// level matches how bad a logger calls its line, where another prefix has shown that a logger wrote it, with where the
	// line comes from in the forms of Log4j and Spring.
	level = lazyregexp.New(`^[ \t]{0,40}(?:\[(?i:error|err|warn|warning|info|information|debug|trace|fatal|critical|fail)\]|(?:ERROR|ERR|WARN|WARNING|INFO|DEBUG|TRACE|FATAL|CRITICAL)\b)\|?(?: +\[(?:main|[\w .:#/-]{0,40}(?:thread|worker|pool|exec)[\w .:#/-]{0,40})\])?(?: +\d{1,8} +--- +\[[^\]\n]{0,80}\] +[\w.$\[\]/]{1,120} *:)?(?:[ \t]|$)`)
)

// maxPrefixes is how many prefixes a line may have.
const maxPrefixes = 6

// withoutPrefixes drops what stands before the lines, and joins those that a program wrapped to fit into a box of its own.
func withoutPrefixes(text string) string {
	var plain strings.Builder
	plain.Grow(len(text))
	var box []boxedLine
	for line := range strings.Lines(text) {
		line, ending := strings.CutSuffix(line, "\n")
		content, boxed := withoutPrefix(line)
		if boxed {
			box = append(box, boxedLine{content, utf8.RuneCountInString(line)})
			if ending {
				continue
			}
		}
		plain.WriteString(unboxed(box))
		box = nil
		if !boxed {
			plain.WriteString(content)
			if ending {
				plain.WriteByte('\n')
			}
		}
	}
	plain.WriteString(unboxed(box))
	return plain.String()
}

// withoutPrefix drops what stands before one line. boxed tells that the line is one of a box or a picture.
func withoutPrefix(line string) (rest string, boxed bool) {
	logged := false
	for range maxPrefixes {
		end := len(linePrefix.FindString(line))
		if end == 0 && logged {
			end = len(level.FindString(line))
		}
		if end == 0 || boxed && pictureSide.MatchString(line[:end]) {
			break
		}
		boxed = boxed || boxSide.MatchString(line[:end])
		line, logged = line[end:], true
	}
	return line, boxed
}

var (
	// boxSide matches the prefixes of boxes and pictures, in which nobody else speaks.
	boxSide = lazyregexp.New(`^[ \t]*(?:[│┃║]|\|)[ \t]?$`)
	// pictureSide matches what is a prefix in a picture, and a part of the line in a box.
	pictureSide = lazyregexp.New(`^[ \t]*\d{0,5} {0,8}\|`)
)

// boxedLine is a line of a box without what stands before it, and its width with that.
type boxedLine struct {
	content string
	width   int
}

// unboxed returns the lines of a box as they were before they were wrapped: those are joined of which the second begins with a
// word that had no room in the first.
func unboxed(lines []boxedLine) string {
	width := 0
	for _, line := range lines {
		if strings.Contains(line.content, " ") { // a word alone may be longer than the box
			width = max(width, line.width)
		}
	}
	var whole strings.Builder
	for i, line := range lines {
		whole.WriteString(line.content)
		if i+1 < len(lines) && line.content != "" && wrappedBefore(lines[i+1].content, width-line.width) {
			whole.WriteByte(' ')
		} else {
			whole.WriteByte('\n')
		}
	}
	return whole.String()
}

// narrowestWrap is the fewest characters to a line that a terminal or a mail wraps text at.
const narrowestWrap = 60

// unwrapped joins the lines of a text that was cut every so many characters, in the middle of words: a line is taken for cut
// where it is as long as the longest and a word or an address may go on in the next. ok is false where no line can have been cut.
func unwrapped(text string) (whole string, ok bool) {
	lines, longest := measured(text)
	if longest < narrowestWrap || len(lines) < 2 {
		return "", false
	}
	var joined strings.Builder
	for i, line := range lines {
		joined.WriteString(line)
		if utf8.RuneCountInString(line) < longest || i+1 < len(lines) && !oneToken(line, lines[i+1]) {
			joined.WriteByte('\n')
		}
	}
	return joined.String(), true
}

// measured returns the lines of a text and how many characters the longest has.
func measured(text string) (lines []string, longest int) {
	lines = strings.Split(strings.ReplaceAll(text[:min(len(text), maxText)], "\r\n", "\n"), "\n")
	for _, line := range lines {
		longest = max(longest, utf8.RuneCountInString(line))
	}
	return lines, longest
}

// cut tells whether a text was cut every so many characters: a line as long as the longest ends in a word
// or an address that the next may go on with. It is sure where that is so more often than that a line ends early because the next
// word had no room in it. cuts is how many lines were cut; 0 where none can be seen to be.
func cut(text string) (cuts int, sure bool) {
	lines, longest := measured(text)
	inWords, between := 0, 0
	for i, line := range lines[:len(lines)-1] {
		if room := longest - utf8.RuneCountInString(line); room == 0 {
			cuts++
			if goesOn(line, lines[i+1]) {
				inWords++
			}
		} else if wrappedBefore(lines[i+1], room) {
			between++
		}
	}
	if inWords == 0 {
		return 0, false
	}
	return cuts, inWords > between
}

// wrappedBefore reports whether a line begins with a word that had no room behind the line before.
func wrappedBefore(line string, room int) bool {
	word, _, _ := strings.Cut(line, " ")
	return word != "" && utf8.RuneCountInString(word)+1 > room
}

// oneToken reports whether what a line ends in and what the next begins with can be parts of one word, address or quotation.
func oneToken(line, next string) bool {
	return line != "" && next != "" && !strings.HasSuffix(line, " ") && strings.IndexByte(" \t[", next[0]) < 0 && !linePrefix.MatchString(next)
}

// goesOn reports whether a word that a line ends in can go on in the next.
func goesOn(line, next string) bool {
	if line == "" || next == "" {
		return false
	}
	last, first := line[len(line)-1]|0x20, next[0]
	return wordByte(last) && (wordByte(first) || strings.IndexByte("./-", first) >= 0)
}
