package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"azdoctor/checks"
	"azdoctor/checks/cause"
)

// credentialWords are the credentials as a colleague names them.
var credentialWords = map[string]string{
	checks.CredentialEnvironment:       "environment variables",
	checks.CredentialWorkloadIdentity:  "workload identity",
	checks.CredentialManagedIdentity:   "managed identity",
	checks.CredentialAzureCLI:          "az",
	checks.CredentialAzureDeveloperCLI: "azd",
}

func words(credential string) string {
	if known := credentialWords[credential]; known != "" {
		return known
	}
	return credential
}

// networkCauses lie between this machine and Azure: they say nothing against a credential.
var networkCauses = []*cause.Cause{
	cause.DNSFailure, cause.AuthorityUnreachable, cause.TLSInspection, cause.TLSCertificateExpired, cause.TLSBroken,
	cause.ProxyAuthenticationRequired, cause.ProxyBlocked, cause.ProxyUnreachable, cause.EntraUnavailable,
}

func (d *diagnosis) verdict() Verdict {
	text := ""
	switch {
	case d.winner != nil:
		text = d.signedIn()
	case d.state == Broken:
		text = d.notSignedIn()
	default:
		text = "Whether programs here can sign in is not known: " + d.whyUnclear()
	}
	return Verdict{State: d.state, Cause: slug(d.root), Text: oneLine(text) + "."}
}

// notSignedIn words a chain that gives no token.
func (d *diagnosis) notSignedIn() string {
	shadowed := d.shadowed()
	switch {
	case shadowed != nil && d.walk.StoppedBy != "":
		return fmt.Sprintf("Programs here cannot sign in: %s, and that stops the chain before %s (%s), which works",
			d.ill(d.walk.StoppedBy), words(shadowed.Credential), shadowed.Identity)
	case shadowed != nil && d.root == nil:
		return fmt.Sprintf("Programs here cannot sign in: the chain leaves out %s (%s), which works", words(shadowed.Credential), shadowed.Identity)
	case d.root != nil && d.root.Is(networkCauses...):
		return fmt.Sprintf("Programs here cannot reach Azure to sign in: %s; this says nothing against the credentials", inSentence(d.root.Title))
	case d.root != nil && slices.ContainsFunc(d.vaults, func(v vault) bool { return v.Host == "" && v.finding == d.root }):
		return "Programs here " + d.shutOut() + d.whyShut()
	}
	return "Programs here cannot sign in: " + d.ill("")
}

// ill is the root cause as part of a sentence, with the credential it is about (where the root names none: this one)
// unless its title names that, or the sentence has.
func (d *diagnosis) ill(credential string) string {
	if d.root == nil {
		return "no token comes from " + words(credential)
	}
	credential = cmp.Or(d.root.Credential, credential)
	title := d.rootTitle(words(credential))
	told := d.winner != nil && d.winner.Credential == credential
	if told || !slices.Contains(checks.Credentials, credential) || names(title, words(credential)) {
		return title
	}
	return fmt.Sprintf("%s (%s)", title, words(credential))
}

// rootTitle is the root cause's title within a sentence. A failure that azdoctor does not know is told of who failed.
func (d *diagnosis) rootTitle(who string) string {
	if d.root.Is(cause.FailureUnrecognised) {
		return "azdoctor does not know this failure of " + who
	}
	return inSentence(d.root.Title)
}

// names reports whether a text has these words as whole words.
func names(text, words string) bool {
	separated := strings.NewReplacer(",", " ", ":", " ", "(", " ", ")", " ", "'", " ").Replace(text)
	return strings.Contains(" "+separated+" ", " "+words+" ")
}

// signedIn words a chain that gives a token, and what its identity may open.
func (d *diagnosis) signedIn() string {
	who := fmt.Sprintf("Programs here sign in as %s (%s)", d.winner.Identity, words(d.winner.Credential))
	open, shut, unclear := d.count(vaultOpen), d.count(vaultShut), d.count(vaultUnclear)
	switch {
	case len(d.vaults) == 0:
		return who + d.besides()
	case open == len(d.vaults) && !slices.ContainsFunc(d.vaults, func(v vault) bool { return !v.HSM }):
		return who + " and get a token for " + d.vaultNames(vaultOpen) + ", whose own roles decide the rest" + d.besides()
	case open == len(d.vaults):
		return who + " and may read secrets of " + d.vaultNames(vaultOpen) + d.besides()
	case shut > 0 && open == 0 && unclear == 0:
		return who + " and " + d.shutOut() + d.whyShut()
	case shut > 0:
		return fmt.Sprintf("%s and may read secrets of %d of %d named vaults, but %s%s", who, open, len(d.vaults), d.shutOut(), d.whyShut())
	case open > 0:
		return fmt.Sprintf("%s and may read secrets of %d of %d named vaults; of the others it is not known: %s", who, open, len(d.vaults), d.whyUnclear())
	}
	return fmt.Sprintf("%s; whether that identity may read secrets of %s is not known: %s", who, d.vaultNames(vaultUnclear), d.whyUnclear())
}

// besides words a defect that does not stop the sign-in.
func (d *diagnosis) besides() string {
	if d.root == nil {
		return ""
	}
	return ", but " + d.ill("")
}

// shutOut words the first thing that goes wrong at the vaults.
func (d *diagnosis) shutOut() string {
	refused := slices.ContainsFunc(d.vaults, func(v vault) bool { return v.state == vaultShut && v.refused })
	invalid := slices.ContainsFunc(d.vaults, func(v vault) bool { return v.state == vaultShut && v.Host == "" })
	switch {
	case refused:
		return "may not read secrets of " + d.vaultNames(vaultShut)
	case invalid:
		return "cannot open " + d.vaultNames(vaultShut)
	}
	return "cannot get to secrets of " + d.vaultNames(vaultShut)
}

// whyShut names the cause, and an identity that is let in where the winner is not.
func (d *diagnosis) whyShut() string {
	why := ""
	if d.root != nil && slices.ContainsFunc(d.vaults, func(v vault) bool { return v.finding == d.root }) {
		why = ": " + d.rootTitle("Key Vault")
	}
	for _, v := range d.vaults {
		if v.state != vaultShut {
			continue
		}
		for _, attempt := range d.o.Working() {
			if row := v.row(attempt.Credential); row != nil && row.Read == checks.AccessAllowed {
				return fmt.Sprintf("%s; %s (%s), later in the chain, may", why, attempt.Identity, words(attempt.Credential))
			}
		}
	}
	return why
}

// vaultNames lists the vaults in a state, the first two by name.
func (d *diagnosis) vaultNames(state vaultState) string {
	var names []string
	for _, v := range d.vaults {
		if v.state == state {
			names = append(names, v.label())
		}
	}
	switch {
	case len(names) > 3 && len(names) == len(d.vaults):
		return fmt.Sprintf("all %d named vaults", len(names))
	case len(names) > 3:
		return fmt.Sprintf("%s, %s and %d more", names[0], names[1], len(names)-2)
	}
	return checks.Enumerate(names)
}

// whyUnclear says why the facts do not tell.
func (d *diagnosis) whyUnclear() string {
	if d.o.Request.Local {
		return "--local starts no process and opens no connection"
	}
	var late []string
	reason := ""
	for _, result := range d.results {
		if result.Incomplete != "" && (reason == "" || reason == result.Incomplete) {
			reason, late = result.Incomplete, append(late, result.Check.ID)
		}
	}
	if reason != "" {
		return fmt.Sprintf("%s (%s)", reason, checks.Enumerate(late))
	}
	for _, attempt := range d.o.Tokens {
		if attempt.Outcome == checks.OutcomeTimeout {
			return words(attempt.Credential) + " gave no answer in time"
		}
	}
	var unexamined []string
	for _, credential := range checks.Credentials {
		if id := homeCheck(credential); !d.examined(id) && !slices.Contains(unexamined, id) {
			unexamined = append(unexamined, id)
		}
	}
	ran := func(id string) bool {
		return slices.ContainsFunc(d.results, func(r checks.Result) bool { return r.Check.ID == id })
	}
	switch {
	case d.winner != nil || len(unexamined) == 0:
	case !slices.ContainsFunc(unexamined, ran):
		return checks.Enumerate(unexamined) + " did not run"
	default:
		return checks.Enumerate(unexamined) + " told nothing"
	}
	return "what was seen does not tell"
}

// next is the root cause's first fix, the best one. Where its command lacks what nobody here knows, a later fix whose
// command is complete comes before it: often the one that finds out.
func (d *diagnosis) next() *Fix {
	if d.root == nil {
		return nil
	}
	holes, fixes := d.root.Holes(), d.remedies(*d.root)
	if len(fixes) == 0 {
		return nil
	}
	best := fixes[0]
	if !best.Run.Complete(holes) {
		if i := slices.IndexFunc(fixes, func(fix cause.Fix) bool { return fix.Run != "" && !fix.Then && fix.Run.Complete(holes) }); i >= 0 {
			best = fixes[i]
		}
	}
	described := describeFix(best, holes)
	return &described
}

// properNames keep their capital within a sentence, as whatever has a second one (IMDS, PowerShell) does.
var properNames = []string{"Azure", "Cloud", "Conditional", "Docker", "Entra", "Key", "Kubernetes", "Linux", "Microsoft", "Python", "Windows"}

// inSentence turns a title into part of a sentence.
func inSentence(title string) string {
	title = strings.TrimSuffix(title, ".")
	first, rest, _ := strings.Cut(title, " ")
	if first == "" || slices.Contains(properNames, first) || strings.ContainsFunc(first[1:], func(r rune) bool { return !unicode.IsLower(r) && r != '-' && r != '\'' }) {
		return title
	}
	return strings.TrimSpace(strings.ToLower(first) + " " + rest)
}

// oneLine makes one line of a text of several, without control characters.
func oneLine(text string) string { return strings.Join(strings.Fields(checks.PlainText(text)), " ") }
