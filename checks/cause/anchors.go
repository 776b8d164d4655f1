package cause

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"sync"
)

// Anchor tells where in a stream Recognise could find something: at Run, with every one of With not far from it. All are
// letters and digits as Squeeze leaves them, so that line ends, escapes, quotes and wraps do not part them.
type Anchor struct {
	// Run is one word of a phrase or several that follow each other: minRun letters or more.
	Run string
	// With are the phrase's other words, in no order.
	With []string
	// Beside tells that one of WordsOfAzure must stand near, too: the run is everybody's.
	Beside bool
}

// WordsOfAzure are words that tell, as Squeeze leaves them, that a text is about Azure.
var WordsOfAzure = []string{"azure", "keyvault", "microsoftonline"}

// minRun is how many letters an anchor has at least: a search for many anchors leaps over nearly that many.
const minRun = 6

// Anchors returns where to look for whatever Recognise knows by a code or a phrase, the company's own included, or by the
// structures of recognise_network.go and recognise_program.go: a text in which it finds something has at least one of them.
// An anchor in a text proves nothing.
func (c *Catalogue) Anchors() []Anchor {
	var anchors []Anchor
	for _, known := range c.knownWords() {
		anchor := anchorOf(known)
		anchor.Beside = slices.Contains(everyonesWords, anchor.Run) && !slices.ContainsFunc(anchor.With, rare)
		anchors = append(anchors, anchor)
	}
	for _, structure := range structures {
		run, with, _ := strings.Cut(structure, " + ")
		anchor := Anchor{Run: strings.Join(words(run), ""), With: words(with)}
		anchor.Beside = slices.ContainsFunc(anchor.With, everyones)
		anchors = append(anchors, anchor)
	}
	anchors = slices.DeleteFunc(anchors, func(a Anchor) bool { return len(a.Run) < minRun })
	compare := func(a, b Anchor) int {
		return cmp.Or(cmp.Compare(a.Run, b.Run), slices.Compare(a.With, b.With), cmp.Compare(fmt.Sprint(a.Beside), fmt.Sprint(b.Beside)))
	}
	slices.SortFunc(anchors, compare)
	return slices.CompactFunc(anchors, func(a, b Anchor) bool { return compare(a, b) == 0 })
}

// knownWords are the codes and phrases of the catalogue and of the recogniser's own rules. Entra's codes all begin alike.
func (c *Catalogue) knownWords() []string {
	known := slices.Concat([]string{"aadsts"}, proxySignIn, proxyRefusal, proxyAbsence, tlsNoTLS, tlsUntrusted, tlsExpired, unresolved, resolverDown, notConnected)
	for _, cause := range c.causes {
		known = append(known, cause.Phrases...)
	}
	for _, company := range c.phrases {
		known = append(known, company.phrases...)
	}
	for code := range c.codes {
		known = append(known, code)
	}
	for _, code := range codes {
		if !code.Silent {
			known = append(known, code.Code)
		}
	}
	return slices.DeleteFunc(known, func(word string) bool { return strings.HasPrefix(word, "AADSTS") })
}

// Numbers returns the numbers in the catalogue's phrases: any other that is no code and no status of HTTP tells Recognise
// nothing but a value.
func (c *Catalogue) Numbers() []string {
	var numbers []string
	for _, known := range c.knownWords() {
		for _, word := range words(known) {
			if strings.Trim(word, "0123456789") == "" {
				numbers = append(numbers, word)
			}
		}
	}
	slices.Sort(numbers)
	return slices.Compact(numbers)
}

// Squeeze appends to squeezed the ASCII letters, in lower case, and the digits of text: without terminal sequences and
// without the letters of escaped white space ("\n", "\\r").
func Squeeze(squeezed, text []byte) []byte {
	at := len(squeezed)
	squeezed = slices.Grow(squeezed, len(text)+1)[:at+len(text)+1]
	for i := 0; i < len(text); i++ {
		became := letters[text[i]]
		squeezed[at] = byte(became) // overwritten by the next where this is no letter: cheaper than a branch
		at += int(became >> 8 & 1)
		if became >= sequence {
			i += sequenceLength(text[i:]) - 1
		}
	}
	return squeezed[:at]
}

// Unsqueeze returns where in text the letter stands that Squeeze puts at this place, or the text's length where it has fewer.
func Unsqueeze(text []byte, place int) int {
	for i := 0; i < len(text); i++ {
		switch became := letters[text[i]]; {
		case became >= sequence:
			i += sequenceLength(text[i:]) - 1
		case place < int(became>>8):
			return i
		default:
			place -= int(became >> 8)
		}
	}
	return len(text)
}

// What becomes of each byte: a letter or a digit with isLetter, 0 for what parts words, sequence for what begins an escape or a
// terminal sequence.
var letters = func() (letters [256]uint16) {
	for c := range letters {
		switch {
		case 'a' <= c && c <= 'z', '0' <= c && c <= '9':
			letters[c] = isLetter | uint16(c)
		case 'A' <= c && c <= 'Z':
			letters[c] = isLetter | uint16(c) | 0x20
		}
	}
	letters['\\'], letters['\x1b'] = sequence, sequence
	return letters
}()

const (
	isLetter = 1 << 8
	sequence = 2 << 8
)

// sequenceLength is how many bytes the escape or the colour at the beginning of text has.
func sequenceLength(text []byte) int {
	if text[0] == '\\' {
		if len(text) > 1 && (text[1] == 'n' || text[1] == 'r' || text[1] == 't') {
			return 2
		}
		return 1
	}
	if len(text) < 2 || text[1] != '[' {
		return 1
	}
	for i := 2; i < min(len(text), 30); i++ {
		if text[i] >= '@' {
			return i + 1
		}
	}
	return 1
}

// words returns the words of a phrase as Squeeze leaves them.
func words(phrase string) []string {
	var found []string
	for _, word := range strings.FieldsFunc(phrase, func(r rune) bool { return r < 0x80 && letters[r] == 0 }) {
		for part := range strings.SplitSeq(strings.ReplaceAll(word, `\`, " \\"), " ") {
			if squeezed := Squeeze(nil, []byte(part)); len(squeezed) > 0 {
				found = append(found, string(squeezed))
			}
		}
	}
	return found
}

// anchorOf returns the anchor of a phrase: the words that follow each other and are rare enough together, with the others.
// Of "a … b" it is that half which has the rarest, since the halves may stand far apart.
func anchorOf(phrase string) Anchor {
	var best Anchor
	var most int
	for half := range strings.SplitSeq(phrase, "…") {
		all := words(half)
		for n := 1; n <= len(all); n++ {
			first, rare := rarest(all, n)
			if rare > most {
				best = Anchor{Run: strings.Join(all[first:first+n], ""), With: slices.Concat(all[:first], all[first+n:])}
				most = rare
			}
			if most >= rareEnough {
				break // longer runs are the likelier to be parted by a prefix
			}
		}
	}
	return best
}

// rareEnough is the rarity from which on a run needs no further words.
const rareEnough = 9

// rarest returns where the rarest n words that follow each other begin, and how rare they are.
func rarest(words []string, n int) (first, rare int) {
	for i := range len(words) - n + 1 {
		sum, length := 0, 0
		for _, word := range words[i : i+n] {
			sum, length = sum+rarity(word), length+len(word)
		}
		if sum > rare && length >= minRun {
			first, rare = i, sum
		}
	}
	return first, rare
}

// rarity orders words by how seldom logs have them: the longer, the seldomer, and those of commonWords often.
func rarity(word string) int {
	if commonWords()[word] {
		return 2 + len(word)/4
	}
	return min(len(word), rareEnough)
}

// commonWords are words of phrases that the logs of builds and of healthy sign-ins are full of.
var commonWords = sync.OnceValue(func() map[string]bool {
	common := map[string]bool{}
	for _, word := range strings.Fields(`a access account accounts actions address after again allowed an any app application applications are as at auth authentication
	authenticated authority authorize authorized available azure azurerm be been before browser building by cache can cannot cause certificate certificates chain
	check client cloud code codes command config configuration configure configured connect connecting connection contact contain contains content could couldn
	create credential credentials current data default deployment described description determine developer directory disabled do does doesn doing double
	during either empty end endpoint environment error errors exception executable exec exist exists expected expired expires extension extensions extra
	failed failing failure field file files find first following forbidden form format found from fully gave github give grant group handle handling has have
	head header health host http https id identifier identity if in include included incorrect input installed int interactive internal invalid is issuer it its java
	json key keys keyvault known later length line list load loading local locate lock log logged login make managed match message metadata method microsoft
	missing mode module modules more most multiple must name named names net network no not null object obtain occurred of on one only open operation option options
	or org out override package parameter parameters parse parsing part password path permission permissions platform please policy port post powershell
	present principal process program project properties protected protocol provide provided provider public python read reading reason received request
	requested requesting requests require required reset resolve resource resources response result results retrieve return returned role root run running
	runtime scope scopes script search secret secrets security self send sent server service services session set setup should sign signed size source
	specified specify start started state status store string strings subject subscription subscriptions successful successfully such support supported sure system take task
	temporary tenant test text that the their then there these this time timed timeout to token tokens took tool tried try type unable unauthorized
	unavailable unexpected unknown unsupported update upgrade url use used user username using valid validation value values variable variables vault
	version was were when where which while will with within would write you your`) {
		common[word] = true
	}
	return common
})

// everyonesWords are codes that are words of HTTP or of other clouds too. They tell something only beside words of Azure.
var everyonesWords = []string{"accessdenied", "badparameter", "badrequest", "conflict", "forbidden", "internalservererror", "invalidrequest", "notfound", "serviceunavailable", "throttled",
	"throttling", "toomanyrequests", "unauthorized", "invalidclient", "invalidgrant", "invalidscope", "unauthorizedclient", "expiredtoken", "servererror", "invalidtoken"}

// rare reports whether a word is one that only texts about its phrase's matter have.
func rare(word string) bool { return rarity(word) >= minRun }

// everyones reports whether a structure is of HTTP and not of Azure.
func everyones(with string) bool { return with == "https" || with == "http" || with == "url" }

// structures are what Recognise reads by structure rather than by phrases: chains, answers, numbers of codes, and programs
// that are not there. After a plus: other words that stand near.
var structures = []string{
	"attempted credentials", "the included credentials", "chainedtokencredential", "credential authentication unavailable", "credential is unavailable",
	"credentialunavailable", "authentication is not available", "azureclicredential", "error_codes", "error?code= + login",
	"response 4 + http", "response 5 + http", "status 4 + http response", "status 5 + http response", "server error + url", "client error + url", `"statusCode": 5`,
	"jsondecodeerror", "line 1 column 1", "_reload_if_necessary", "invoking azure cli failed with the following error", "parse azure cli version", "detect azure cli version", "authorization token from the azure cli", "access token for managed service principal", "access token for managed identity", "az failed with exit code + auth type", "credentials in serviceprincipalprofile", "error code + tag", "have installed azure cli version", "keyvaultreferenceexception", "login failed please check the credentials", "service principal used for the deployment", "vault azure net + eof", "microsoftonline + eof", "169254169254 + eof",
	"forbidden + https get", "forbidden + https post", "bad gateway + https", "gateway timeout + https", "service unavailable + https", "method not allowed + https", "access denied + https get",
	"reply status code was + http", "msalnetinvalidclient", "refer to the information in the www-authenticate header", "user canceled authentication", "token with interactive browser authentication", "acquire token with device code", "interactive authentication is needed + az login", "azconfigio + 403", "searchwindowsnet + forbidden", "searchwindowsnet + 403", "azuresearchdocuments + 403", "azuredataappconfiguration + 403",
	"executable file not found", "spawn az", "spawn azd", "spawn pwsh", "unable to locate executable file", "cannot run program", "is not recognized",
	"no such file or directory az", "no such file or directory pwsh", "unknown command az", "unknown command pwsh", "command not found + az", "command not found + azd", "command not found + pwsh",
	"az not found", "azd not found", "pwsh not found", "az is not found", "azd is not found", "pwsh is not found",
	"azure cli + not installed", "azure cli + isn installed", "azure cli + found", "azure developer cli + installed", "azure developer cli + found",
	"az cli + installed", "az cli + found", "azd cli + installed", "azd cli + found", "powershell + not installed", "powershell + isn installed", "powershell + not found",
	"bad interpreter + az", "az line + python", "bin az + python",
	"azureprofile json", "accesstokens json", "commandindex json", "versioncheck json", "az sess", "subscriptions found", "subscription found", "service_principal_entries", "msal_token_cache", "msal_http_cache", "clouds config",
	"permissionerror + azure", "notadirectoryerror + azure", "fileexistserror + azure", "errno 13 + azure", "errno 17 + azure", "errno 20 + azure", "errno 28 + azure", "errno 30 + azure",
	"winerror 5 + azure", "winerror 32 + azure", "winerror 183 + azure", "az login", "azd login", "azd auth login",
	"privatelink + vault", "vaultcore azure net", "service request failed + azure", "throttled by aad", "invalid status code + keyvault", "status 4 + azure", "status 5 + azure", "status code 4 + msi", "status code 5 + msi", "status code 4 + identity",
	"status code 5 + identity", "responsecode + msi", "managed service identity", "token from msi", "imds endpoint", "general opensslengine problem", "unknown error ssl c", "managedidentity + failed", "managedidentity + error", "login microsoftonline + error",
	"ran out of input + azure", "azure_tenant_id environment variable", "azure_client_id environment variable", "azure_client_secret environment variable", "variable azure_tenant_id", "variable azure_client_id", "variable azure_client_secret",
}
