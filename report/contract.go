package report

import (
	"encoding/json"
	"time"

	"azdoctor/checks"
)

// SchemaVersion is the version of the JSON contract. Within 1.x fields are added, never renamed, removed or changed in
// meaning, and so are values of the enumerations; a reader ignores what it does not know.
const SchemaVersion = "1.0"

// OrNull is a word that JSON writes as null where it is "".
type OrNull string

// MarshalJSON writes null for "".
func (o OrNull) MarshalJSON() ([]byte, error) {
	if o == "" {
		return []byte("null"), nil
	}
	return json.Marshal(string(o))
}

// Report is the whole answer, and the JSON document as it is. Durations are milliseconds, times RFC 3339 UTC, lists never null.
type Report struct {
	SchemaVersion string `json:"schemaVersion"`
	Tool          Tool   `json:"tool"`
	// GeneratedAt is when the run started.
	GeneratedAt time.Time `json:"generatedAt"`
	// Redaction says what was taken out: "secrets".
	Redaction string `json:"redaction"`
	// ExitCode is the process's: see Gate.
	ExitCode int `json:"exitCode"`
	// Gate says whether what was demanded holds.
	Gate    GateResult `json:"gate"`
	Host    Host       `json:"host"`
	Verdict Verdict    `json:"verdict"`
	Score   Score      `json:"score"`
	// Next is the one thing to do first; nil where nothing is to do, or nothing that azdoctor knows.
	Next *Fix `json:"next"`
	// Checks in report order.
	Checks []Check `json:"checks"`
	// Credentials are all that Go's DefaultAzureCredential has, in its order.
	Credentials []Credential `json:"credentials"`
	// Access is who may do what in which vault, one entry for each pair of a named vault and an identity.
	Access []Access `json:"access"`
	// Observations are the facts that everything above follows from; ReadObservations reads them back.
	Observations *checks.Observations `json:"observations"`
}

// Tool is who wrote the report.
type Tool struct {
	Name    string `json:"name"`
	Version string `json:"version"`
}

// Host is the machine that was examined; see checks.HostFacts. Kind is "unknown" where nobody looked.
type Host struct {
	Kind string `json:"kind"`
	// OS and Arch are GOOS and GOARCH values; "" where they are not known.
	OS    string `json:"os"`
	Arch  string `json:"arch"`
	Azure bool   `json:"azure"`
	CI    bool   `json:"ci"`
}

// The states of a verdict.
const (
	Healthy  = "healthy"  // a token comes, and every named vault opens
	Degraded = "degraded" // so, with warnings
	Broken   = "broken"   // no token comes, a named vault does not open, or another check fails
	Unclear  = "unknown"  // the facts do not say
)

// Verdict answers: can a program here get a token, as whom, and open what was named?
type Verdict struct {
	// State is Healthy, Degraded, Broken or Unclear.
	State string `json:"state"`
	// Cause is the slug of the root cause: the one thing to fix first. "" (null) where there is none, or none is known.
	Cause OrNull `json:"cause"`
	// Text is the verdict in one sentence.
	Text string `json:"text"`
}

// Score is the verdict as a number; see score.go for the arithmetic.
type Score struct {
	// Value is 0 to 100; nil where nothing that was examined applies.
	Value *int `json:"value"`
	// Grade is "A", "B", "C", "D" or "F"; "" (null) without a value.
	Grade OrNull `json:"grade"`
	// Coverage is the share, 0 to 1, of what azdoctor can look at that this run examined.
	Coverage float64 `json:"coverage"`
	// Caps are the limits that fatal causes put on the value, the lowest first.
	Caps []Cap `json:"caps"`
}

// Cap is an upper limit of the score.
type Cap struct {
	Max int `json:"max"`
	// Cause is the slug of what sets it; "" (null) where no finding names it.
	Cause OrNull `json:"cause"`
}

// Check is one judged check.
type Check struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	// Status is the word of checks.Status.
	Status string `json:"status"`
	// Works tells that the thing works, perhaps with a warning: --require asks for that.
	Works bool `json:"works"`
	// Summary is one line on what was found.
	Summary string `json:"summary"`
	// Reason says why the look is partial, or why the check is skipped or unknown; "" otherwise.
	Reason     string    `json:"reason"`
	DurationMs int64     `json:"durationMs"`
	Findings   []Finding `json:"findings"`
}

// Finding is a cause that was found; see cause.Finding and cause.Cause.
type Finding struct {
	Cause string `json:"cause"`
	// Severity is "info", "warning" or "error".
	Severity string `json:"severity"`
	Title    string `json:"title"`
	Detail   string `json:"detail"`
	Why      string `json:"why"`
	// Subject is the thing concerned where there are several, as a vault's host name.
	Subject string `json:"subject"`
	// Subjects are all the things concerned where one finding stands for several; otherwise Subject alone, if any.
	Subjects []string `json:"subjects"`
	// Credential is whose failure this is; "" where it is nobody's in particular.
	Credential string     `json:"credential"`
	Evidence   []Evidence `json:"evidence"`
	// Fixes are alternatives, best first; one with Then is the next step of the one before it.
	Fixes []Fix `json:"fixes"`
	// Avoid says what looks like the fix and is not.
	Avoid string  `json:"avoid"`
	See   *Source `json:"see"`
}

// Evidence is one observed fact. Its value is foreign text.
type Evidence struct {
	Name   string `json:"name"`
	Value  string `json:"value"`
	Source string `json:"source"`
}

// Fix is a thing to do, and the command that does it; Run is nil where no command can.
type Fix struct {
	Do  string   `json:"do"`
	Run *Command `json:"run"`
	// Then tells that this completes the fix before it and is no alternative to it.
	Then bool `json:"then"`
}

// Command is one command line in the words of each shell.
type Command struct {
	POSIX      string `json:"posix"`
	PowerShell string `json:"powershell"`
}

// Source is where a fact was read, and on which day (2006-01-02; "" for a page that a company's catalogue names).
type Source struct {
	URL  string `json:"url"`
	Read string `json:"read"`
}

// String is the source for people.
func (s Source) String() string {
	if s.Read == "" {
		return s.URL
	}
	return s.URL + " (read " + s.Read + ")"
}

// Credential is how one credential fared.
type Credential struct {
	// Name is one of checks.Credentials.
	Name string `json:"name"`
	// Outcome is "token", "unavailable", "failed" or "notTried". A request without an answer is "failed" where a judge found
	// the cause, and otherwise "notTried": nobody knows, and unknown is not failure.
	Outcome string `json:"outcome"`
	// Identity is who the token is for; nil without one.
	Identity *checks.Identity `json:"identity"`
	// StartedMs counts from the start of the run, TookMs from the request.
	StartedMs int64 `json:"startedMs"`
	TookMs    int64 `json:"tookMs"`
	// Cause is the slug of what keeps programs from this credential; "" (null) where it works or nobody knows.
	Cause OrNull `json:"cause"`
}

// Access is what one identity may do in one vault. Read and List are "allowed", "denied" or "unknown" (not asked, or the
// answer does not say).
type Access struct {
	// Vault is the host name, or what was given where that cannot be a vault.
	Vault string `json:"vault"`
	// Credential is one of checks.Credentials; "" (null) where no identity got as far as this vault.
	Credential OrNull `json:"credential"`
	// Identity names who that is, for people; "" (null) without a credential.
	Identity OrNull `json:"identity"`
	// ObjectID is what role assignments and access policies name it by; "" (null) where it is not known.
	ObjectID OrNull `json:"objectId"`
	Read     string `json:"read"`
	List     string `json:"list"`
	// Cause is the slug of what keeps the identity out; "" (null) where nothing does or nobody knows.
	Cause OrNull `json:"cause"`
}
