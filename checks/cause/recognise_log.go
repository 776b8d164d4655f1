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
var fetching = lazyregexp.New(`(?i)^\W{0,8}(?:#[0-9]+ )?(?:[0-9.]+ )?(?:(?:collecting|downloading|downloaded|successfully installed|installing collected packages|requirement already satisfied|using cached|go: downloading|npm warn|finding|installing|installed|get:[0-9]+) |[\w.\[\]"-]+: (?:refreshing state|(?:still )?(?:creating|reading|modifying|destroying)|(?:creation|read|modifications|destruction) complete))`)

// withoutOthers returns a log without the lines in which other programs fetch something, or fail to reach hosts of their own.
func withoutOthers(text string) string {
	if strings.Count(text, "\n") < logLines {
		return text
	}
	var rest strings.Builder
	for line := range strings.Lines(text) {
		if !fetching.MatchString(line) && !otherFailure(strings.ToLower(line)) {
			rest.WriteString(line)
		}
	}
	return rest.String()
}

// bareLine is the length up to which a line of a log has nothing but the failure itself.
const bareLine = 60

// otherFailure reports whether in this line another program says that it did not reach a host of its own.
func otherFailure(line string) bool {
	p := part{plain: line}
	if p.disconnected() == nil && !p.contains(notConnected...) {
		return false
	}
	failing := hostsIn(line, failingHost...)
	if slices.ContainsFunc(failing, ofMicrosoft) || p.contains(azurePrograms...) || p.contains(cloudShell) || p.contains(metadataAddress) && !p.contains(otherMetadata...) {
		return false
	}
	if len(failing) == 0 && len(line) <= bareLine && !p.contains("exception", "error") {
		return true // in a log nobody can tell whose it is
	}
	return p.contains(otherPrograms...) || p.contains(otherMetadata...) || slices.ContainsFunc(failing, func(host string) bool { return host == "localhost" || !isAddress(host) })
}

func ofMicrosoft(host string) bool { return ofAzure(host) || microsoftHost.MatchString(host) }
