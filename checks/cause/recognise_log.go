package cause

import (
	"slices"
	"strings"

	"azdoctor/checks/cause/lazyregexp"
)

// logLines is from how many lines on a text may have those of several programs.
const logLines = 8

// fetching matches lines that say what is fetched, installed or made, of Azure's libraries and resources too: nobody of Azure
// speaks in them.
var fetching = lazyregexp.New(`(?i)^(?:\[[^\]\n]{1,80}\] )?\W{0,8}(?:#[0-9]+ +)?(?:[0-9.]+ +)?(?:(?:collecting|downloading|downloaded|successfully installed|installing collected packages|requirement already satisfied|using cached|go: downloading|npm warn|finding|installing|installed|get:[0-9]+) |[\w.\[\]"-]+: (?:refreshing state|(?:still )?(?:creating|reading|modifying|destroying)|(?:creation|read|modifications|destruction) complete))`)

var (
	// goesOnBefore matches lines that go on with what a program said in the line before: those of stack traces, of objects that
	// are printed over several lines, and all that are indented.
	goesOnBefore = lazyregexp.New(`^(?:[ \t}\])]|-+> |at |Caused by: |\.\.\. [0-9]+ more|---+ End of|During handling of|The above exception was|The remote server returned an error|javax?\.[\w.]{3,80}Exception\b)`)
	// goesOnBehind matches lines that others go on with: commands, and what az says when it shows what it does.
	goesOnBehind = lazyregexp.New(`^(?:[$+] |PS [^>\n]{0,200}> ?)[a-zA-Z]|^\[(?:GET|POST|PUT)\]https?://|^cli\.azure\.cli\.[a-z_.]+: `)
)

// messages returns what the programs of a log said, each in one line or several.
func messages(log string) []string {
	var all []string
	begin, at, before := 0, 0, ""
	for line := range strings.Lines(log) {
		if at > begin && !goesOnBefore.MatchString(line) && !goesOnBehind.MatchString(before) {
			all, begin = append(all, log[begin:at]), at
		}
		at += len(line)
		before = line
	}
	return append(all, log[begin:])
}

// ownMessages returns the messages of a log that say of themselves that they could not reach Azure, and all others that are not
// of programs that could not reach something. own is "" where there is none.
func (p part) ownMessages() (own, others string) {
	if !p.isLog() {
		return "", ""
	}
	var ours, rest strings.Builder
	for _, message := range messages(p.lines) {
		said := p.catalogue.part(message)
		switch lost := said.disconnected(); {
		case lost == nil:
			rest.WriteString(message)
		case said.namesAzure(never) || said.onTheWay(lost):
			ours.WriteString(message)
		}
	}
	return ours.String(), rest.String()
}

// never is for a line of a log that names neither a host nor a program: nobody can tell whose it is.
func never(bool) bool { return false }

// withoutOthers returns a log without the messages in which other programs fetch something, or fail to reach hosts of their own.
func (p part) withoutOthers() string {
	if !p.isLog() {
		return p.lines
	}
	var rest strings.Builder
	for _, message := range messages(p.lines) {
		if !fetching.MatchString(message) && !otherFailure(strings.ToLower(message)) {
			rest.WriteString(message)
		}
	}
	return rest.String()
}

// bareLine is the length up to which a message of a log has nothing but the failure itself.
const bareLine = 60

// otherFailure reports whether in this message another program says that it did not reach a host of its own.
func otherFailure(message string) bool {
	p := part{plain: message}
	if p.disconnected() == nil && !p.contains(notConnected...) {
		return false
	}
	failing := hostsIn(message, failingHost...)
	if slices.ContainsFunc(failing, ofMicrosoft) || p.contains(azurePrograms...) || p.contains(cloudShell) || p.contains(metadataAddress) && !p.contains(otherMetadata...) {
		return false
	}
	if len(failing) == 0 && len(message) <= bareLine && !p.contains("exception", "error") {
		return true // in a log nobody can tell whose it is
	}
	return p.contains(otherPrograms...) || p.contains(otherMetadata...) || slices.ContainsFunc(failing, func(host string) bool { return host == "localhost" || !isAddress(host) })
}

func ofMicrosoft(host string) bool { return ofAzure(host) || microsoftHost.MatchString(host) }
