package cause

import (
	"strings"

	"azdoctor/checks/cause/lazyregexp"
)

// Texts that name failures without having one: release notes, documentation, source code, and logs of a token that came in the
// end. What they name stands in lines of their own kind; what a program said between them is a failure like any other.

// withoutQuotes returns text without the lines that only name failures. It takes a text for what it is by its own structure, as far
// as no answer of Entra and no stack trace in it shows that something failed.
func withoutQuotes(text string) string {
	if ran.MatchString(text) {
		return text
	}
	switch {
	case releaseNotes(text), documentation(text):
		return ""
	}
	return withoutTables(withoutSource(compilerWarning.ReplaceAllString(text, "")))
}

// compilerWarning matches what the compilers of .NET warn of in a line of source: nothing has run yet.
var compilerWarning = lazyregexp.New(`(?m)^.*\([0-9]+,[0-9]+\): warning (?:CS|BC|FS)[0-9]{4}: .*\n?`)

// ran matches what only the report of a failure has.
var ran = lazyregexp.New(`(?i)\b(?:trace|correlation|request)[ _-]?id["']?: ?["']?[0-9a-f*x]{8}|traceback \(most recent call last\)|^\s+at [\w.$<>]+\(|"error_codes":`)

var (
	// releaseHeading matches the headings of release notes, versionHeading a version that is one.
	releaseHeading = lazyregexp.New(`(?im)^[ \t]*(?:#{1,4} .*[0-9]+\.[0-9]+|(?:#{1,4} *)?(?:(?:new )?features(?: added)?:?$|bugs? fix(?:ed|es)|breaking changes|other changes|what's changed|release notes|changelog|release history)\b|(?:features|bug fixes|enhancements):$)`)
	versionHeading = lazyregexp.New(`^[ \t]*(?:#{1,4} *)?\[?v?[0-9]+\.[0-9]+\.[0-9]+[\w.-]*\]?(?: *-? *\(?[\w ,-]{4,20}\)?)?$`)
	bullet         = lazyregexp.New(`^[ \t]*(?:[-*+•] |#{1,6} |[0-9]{1,3}[.)] )`)
	// ruler underlines a heading, or is one of reStructuredText's directives or a bold line.
	ruler = lazyregexp.New(`^[ \t]*(?:[=+~^-]{3,}|\.\. [a-z]+:+.*|\*\*[^*]+\*\*)$`)
)

// releaseNotes reports whether text is the notes of a release: headings of such notes, and bullets for most lines or a version
// as a heading.
func releaseNotes(text string) bool {
	headings := 0
	bullets, others, versions := 0, 0, 0
	for line := range strings.Lines(text) {
		line := strings.TrimRight(line, " \t\n")
		switch {
		case releaseHeading.MatchString(line):
			headings++
			if versionHeading.MatchString(line) {
				versions++
			}
		case versionHeading.MatchString(line):
			versions++
		case bullet.MatchString(line):
			bullets++
		case line == "", ruler.MatchString(line), strings.HasPrefix(line, "  "), strings.HasPrefix(line, "\t"): // a bullet's further lines
		default:
			others++
		}
	}
	switch {
	case headings > 0:
		return bullets > others || versions > 0 && bullets > 0
	case versions > 1:
		return bullets > others
	}
	return false
}

var (
	// explained matches a line that begins with a code of Entra and goes on with what it means: one of a list.
	explained = lazyregexp.New(`(?m)^[\W_]*(?:Error:? )?(AADSTS[0-9]{4,8})\b`)
	// tableHeading matches the headings of the tables in troubleshooting guides, with or without their bars.
	tableHeading = lazyregexp.New(`(?i)\berror(?: (?:code|message))?s?[ |*]+(?:description|issue|meaning|cause)s?[ |*]+(?:mitigation|solution|resolution|fix|remed)`)
	heading      = lazyregexp.New(`(?m)^#{1,6} [A-Z]`)
	complaint    = lazyregexp.New(`(?im)^\W{0,8}(?:error|fatal|failed|panic|exception|[\w.]+(?:error|exception))\b|^\W{0,8}[a-z.]+ : |\berr(?:or)?[:=(]`)
	// advised matches sentences in which documentation tells of errors that others may have.
	advised = lazyregexp.New(`(?i)\byou (?:may|might|could) (?:receive|see|get|encounter) (?:this|the following|an) (?:error|message)`)
)

// documentation reports whether text explains failures to readers: a list of codes, a guide's table, or a page with headings
// and nothing that complains.
func documentation(text string) bool {
	listed := map[string]bool{}
	for _, match := range explained.FindAllStringSubmatch(text, 50) {
		listed[match[1]] = true
	}
	return len(listed) >= 3 || tableHeading.MatchString(text) ||
		len(heading.FindAllStringIndex(text, 2)) == 2 && !strings.Contains(text, "```") && !complaint.MatchString(text) ||
		advised.MatchString(text) && !complaint.MatchString(text)
}

// tableRule matches the line below the head of a table in Markdown, whose first bar may have been taken for a prefix.
var tableRule = lazyregexp.New(`^[ \t]*\|?[ \t:]*-{3,}:?[ \t]*\|[ \t:|-]*$`)

// withoutTables drops tables of Markdown: their rows tell what errors there are.
func withoutTables(text string) string {
	if !strings.Contains(text, "|") || !strings.Contains(text, "--") {
		return text
	}
	var rest strings.Builder
	inTable := false
	for line := range strings.Lines(text) {
		inTable = tableRule.MatchString(strings.TrimRight(line, "\n")) || inTable && strings.Contains(line, "|")
		if !inTable {
			rest.WriteString(line)
		}
	}
	return rest.String()
}

// lineKind is what a line is to withoutSource.
type lineKind int

const (
	other     lineKind = iota // a sentence, a log's line
	neutral                   // as source code and data have it: brackets, literals, comments
	statement                 // as only source code has it
)

var (
	// statements match lines of programs, in the languages that Azure's SDKs are for, of shells, workflows and diffs.
	statements = lazyregexp.New(`^[ \t]*(?:[-+] ?[ \t]*)?(?:` + strings.Join([]string{
		`(?:(?:export|public|private|protected|internal|static|async|abstract|final|default|override|pub) +)*(?:func|function|def|class|interface|enum|struct|trait|impl|fn|namespace|const|let|var)\b.*[({:=;]\)?[^.]*$`,
		`(?:public|private|protected|internal|static) +[\w<>\[\], ]+[({;=].*$`,
		`(?:import [\w."'{*]|from [\w.]+ import |using [\w.]+;|package [\w.]+;?$|#include |require\()`,
		`(?:\} *)?(?:if|else if|elif|for|foreach|while|switch|catch|except|match|when|with)\b.*(?:[{:]|then)$`,
		`(?:\} *)?(?:else|try|finally|do|then|fi|done|esac|default|const \()[ :{]*$`,
		`(?:return|throw|raise|yield|await|assert|case|catch|panic)\b *(?:[("'$\[]|new |await |&|None|nil|null|true|false|[\w.]+\().*`,
		`case ["'][^"']*["']:$`, `(?:echo|printf|Write-Host) ["'].*`, `exit [0-9]$`,
		`[\w.]*(?:[aA]ssert|t\.Fatal|t\.Error|expect|Assert)[\w.]*\(.*`,
		`(?:[\w.<>\[\]]+ +)?[\w.\[\]"']+ +(?::?=|\+=) +(?:[^=].*)?[;({\[]$`, `[\w.]+, [\w.]+ :?= .*`,
		`[\w.]+\(.*\);$`, `@@ -[0-9]+(?:,[0-9]+)? \+[0-9]+(?:,[0-9]+)? @@.*`, `diff --git .*`, `\[[A-Z]\w+\]$`, `@[\w.]+(?:\(.*\))?$`,
	}, "|") + `)`)
	// literals match lines of programs that data has too.
	literals = lazyregexp.New(`^[ \t]*(?:[-+] ?[ \t]*)?(?:[\])}({\[,;]*|(?://|#|/\*|\*|"""|--).*|[rbfu]?["'` + "`" + `].*["'` + "`" + `][\])},;]*|["'\w.-]+ *[:=] *["'` + "`" + `0-9].*|index [0-9a-f]+\.\..*|(?:---|\+\+\+) .*)$`)
	diffHead = lazyregexp.New(`(?m)^@@ -[0-9]+(?:,[0-9]+)? \+[0-9]+(?:,[0-9]+)? @@`)
)

// lineKindOf tells what a line is.
func lineKindOf(line string) lineKind {
	switch {
	case statements.MatchString(line):
		return statement
	case literals.MatchString(line):
		return neutral
	}
	return other
}

// withoutSource drops the lines of source code where they make up most of the text.
func withoutSource(text string) string {
	var kinds []lineKind
	var counts [statement + 1]int
	for line := range strings.Lines(text) {
		k := lineKindOf(strings.TrimRight(line, " \t\n"))
		kinds, counts[k] = append(kinds, k), counts[k]+1
	}
	diff := diffHead.MatchString(text)
	if counts[statement] == 0 || !diff && counts[statement] <= counts[other] {
		return text
	}
	var rest strings.Builder
	i := 0
	for line := range strings.Lines(text) {
		if kinds[i] == other && !(diff && (line[0] == ' ' || line[0] == '+' || line[0] == '-')) {
			rest.WriteString(line)
		}
		i++
	}
	return rest.String()
}
