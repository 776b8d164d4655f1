// Package cause is the catalogue of what can be wrong with an Azure sign-in: one Cause per root cause,
// one file per area, and the recogniser that finds causes in the text of az, azd, the SDKs, Entra, IMDS and Key Vault.
//
// A cause is what the user must change, not the symptom. Judges (package checks) and Recognise both conclude in causes,
// so there is one place where an error is understood and one place where its fix is worded.
package cause

import (
	"fmt"
	"slices"
	"strings"
)

// Severity says what a finding does to the verdict. The zero value means "not stated": a Finding then takes its Cause's.
type Severity int

const (
	Info    Severity = iota + 1 // worth knowing; nothing to do
	Warning                     // works today, and will hurt
	Error                       // stops a sign-in or the opening of a named vault
)

// String returns "info", "warning", "error", or "" for the zero value: the words of the JSON contract and of --fail-on.
func (s Severity) String() string {
	switch s {
	case Info:
		return "info"
	case Warning:
		return "warning"
	case Error:
		return "error"
	}
	return ""
}

// MarshalText writes the word of String; the zero value is an error, so that no report ever carries an empty severity.
func (s Severity) MarshalText() ([]byte, error) {
	if s.String() == "" {
		return nil, fmt.Errorf("severity %d is not one of info, warning, error", int(s))
	}
	return []byte(s.String()), nil
}

// UnmarshalText reads the words that MarshalText writes and refuses every other.
func (s *Severity) UnmarshalText(text []byte) error {
	for _, known := range []Severity{Info, Warning, Error} {
		if known.String() == string(text) {
			*s = known
			return nil
		}
	}
	return fmt.Errorf("severity %q is not one of info, warning, error", text)
}

// Cause is one entry of the catalogue. Entries are values that nobody changes after start-up; compare them by pointer.
type Cause struct {
	// Slug is the stable ID in every output: lower-kebab-case, never renamed, never reused.
	Slug string
	// Severity is what the cause does to the verdict where nothing is known of the circumstances; a Finding may state another.
	Severity Severity
	// Title says the ill in the user's words: a sentence without a final period.
	Title string
	// Why is the mechanism, one to three sentences.
	Why string
	// Fixes are alternatives, best first; a fix with Then is the next step of the one before it.
	Fixes []Fix
	// Avoid says what looks like the fix and is not; "" where nothing misleads.
	Avoid string
	// See is the primary source of the entry.
	See Source
	// Codes are the machine-readable codes that prove the cause wherever they appear, written as the service writes them
	// ("AADSTS700082", "AKV10032", "ForbiddenByRbac"). A code belongs to at most one cause.
	Codes []string
	// Phrases are stable words of programs (never of an operating system, which translates its own). Each is lower case;
	// "a … b" asks for a and, later in the same text, b.
	Phrases []string
}

// Fix is one way to remove a cause.
type Fix struct {
	// Do is a verb phrase without a final period: "Sign in again", "Add this machine's address to the vault's firewall".
	Do string
	// Run is the command that does it; "" where no command can.
	Run Command
	// For limits the fix to findings about one credential ("azure-cli", "azure-developer-cli"); "" fits every finding.
	For string
	// On limits the fix to machines of one of these GOOS values ("windows", "darwin", "linux") or kinds of host ("azure-vm",
	// "app-service"; see checks.HostFacts) or to CI hosts ("ci"), separated by spaces; "" fits every machine.
	On string
	// If limits the fix to findings whose evidence fills these holes, separated by spaces, and fills none with a "!" before it:
	// a variable that overrides a setting makes the command that sets it useless. "" fits every finding.
	If string
	// Then tells that the fix completes the one before it and is no alternative to it. It carries the limits of that one.
	Then bool
}

// Source is where a fact was read.
type Source struct {
	// URL is https and public.
	URL string
	// Read is the day it was read, as 2006-01-02.
	Read string
}

// Evidence is one observed fact that a finding rests on.
type Evidence struct {
	// Name says what the value is, in words: "tenant of the vault".
	Name string
	// Value is what was seen, already free of secrets.
	Value string
	// Source is where it was seen: a variable, a file, a header, a command.
	Source string
	// Fills names the hole of the cause's commands that the value fills ("tenant"); "" where it fills none. See Holes.
	Fills string
}

// Finding is a cause that was found, with what shows it.
type Finding struct {
	*Cause
	// Severity in these circumstances. The zero value means the cause's own; read it by Finding.Weight.
	Severity Severity
	// Credential is the credential or check whose failure this is ("azure-cli"); it selects among the cause's fixes.
	Credential string
	// Subject is the thing concerned where there are several: a vault's host name, a variable; "" otherwise.
	Subject string
	// Subjects are all the things concerned where one finding stands for several, Subject then being ""; nil otherwise.
	Subjects []string
	// Detail says what is particular here, one or two sentences; "" where the title says it all.
	Detail string
	// Evidence in the order a reader needs it.
	Evidence []Evidence
	// Basis is what in a text the cause was recognised by; zero where a judge concluded in it.
	Basis Basis
	// Context tells that the failure stands beside the root cause, as what other credentials of a chain said.
	Context bool
}

// Basis is what in a text a cause is recognised by. The zero value: by no text.
type Basis int

// The bases, the weakest first.
const (
	ByHint      Basis = iota + 1 // words that several failures share, or that fit no known one: below Threshold
	ByClass                      // a code that tells the kind of failure and not its cause
	ByWords                      // stable words of a program
	ByAnswer                     // the status or the network's failure, with the host it came from
	ByStructure                  // a field of a known answer
	ByCompany                    // words that the company's own catalogue knows it by
	ByCode                       // a code of its own
)

// Threshold is the confidence below which a text counts as not recognised.
const Threshold = 0.5

// bases are the words for people and the confidence of each Basis, by its number. Confidence is an order that was set by hand
// along how often each basis misled in recorded failures, not a measured frequency.
var bases = [...]struct {
	words      string
	confidence float64
}{ByHint: {"a hint", 0.3}, ByClass: {"the kind of its error code", 0.6}, ByWords: {"its words", 0.75}, ByAnswer: {"the host and its answer", 0.8}, ByStructure: {"the structure of the answer", 0.9}, ByCompany: {"words of the company's catalogue", 0.92}, ByCode: {"its error code", 0.95}}

// String says what the basis is, as in "recognised by its error code"; "" for the zero value.
func (b Basis) String() string { return bases[b].words }

// Unspecific reports whether the finding says only that something failed or what kind of failure it is: what is known from
// elsewhere explains it better.
func (f Finding) Unspecific() bool {
	return f.Cause == FailureUnrecognised || f.Basis == ByHint || f.Basis == ByClass
}

// Confidence is how far a finding from a text can be trusted as its root cause, from 0 to 1: its basis' confidence; Threshold
// where the failure is context. 0 where the finding is from no text.
func (f Finding) Confidence() float64 {
	if f.Context {
		return min(Threshold, bases[f.Basis].confidence)
	}
	return bases[f.Basis].confidence
}

// Weight is the severity that counts: the finding's own where stated, else its cause's.
func (f Finding) Weight() Severity {
	if f.Severity != 0 {
		return f.Severity
	}
	return f.Cause.Severity
}

// Holes returns what the evidence fills: hole name to value, the first value winning. Empty values fill nothing.
func (f Finding) Holes() map[string]string {
	filled := map[string]string{}
	for _, e := range f.Evidence {
		if e.Fills != "" && e.Value != "" && filled[e.Fills] == "" {
			filled[e.Fills] = e.Value
		}
	}
	return filled
}

// Remedies returns the cause's fixes that suit the finding, best first: those for its credential and those for all. Where
// that leaves none, or the credential is not known, all of them.
func (f Finding) Remedies() []Fix {
	holes := f.Holes()
	var all, fitting []Fix
	for _, fix := range f.Fixes {
		if slices.ContainsFunc(strings.Fields(fix.If), func(condition string) bool {
			hole, without := strings.CutPrefix(condition, "!")
			return (holes[hole] != "") == without
		}) {
			continue
		}
		all = append(all, fix)
		if fix.For == "" || fix.For == f.Credential {
			fitting = append(fitting, fix)
		}
	}
	if len(fitting) == 0 || f.Credential == "" {
		return all
	}
	return fitting
}
