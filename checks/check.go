// Package checks looks at the ways this machine can sign in to Azure and says what they mean.
//
// A probe touches the world through its Session and states facts; a judge holds every opinion and touches nothing, so that
// saved Observations can be judged again by a newer azdoctor, on another machine, in a test or in a demo. Run does the
// first, Judge the second.
package checks

import (
	"cmp"
	"context"
	"slices"
	"time"

	"azdoctor/checks/cause"
)

// Check is one thing that is looked at and judged.
type Check struct {
	// ID is lower-kebab-case and stable for ever: --only, --skip, --require, JSON and the file name (with underscores) use it.
	ID string
	// Title states the healthy condition, at most 40 characters: "Azure CLI is signed in".
	Title string
	// Doc says what is looked at and what is never touched.
	Doc string
	// Probe looks. nil: the check combines facts that others gathered.
	Probe ProbeFunc
	// Judge concludes, from the observations alone.
	Judge func(*Observations) Judgement
	// Plan says what Probe would touch on this machine, from the environment alone. nil: nothing.
	Plan func(*Session) []Touch
}

// ProbeFunc gathers facts. It returns what to write into the observations (called later, by one goroutine) and an error
// only when it could not look; a tool that is missing or a server that refuses is a fact. It may return both: what was
// seen until then, and why the rest is missing. It must return soon after ctx ends.
type ProbeFunc func(context.Context, *Session) (store func(*Observations), err error)

// Judgement is what a judge concludes.
type Judgement struct {
	// Status where no finding is worse: Pass (the thing works), Info (it is absent, and nothing expected it), Skipped (it does
	// not apply here), Unknown (the facts do not say). A finding of weight Error makes it Fail, one of Warning at least Warn.
	Status Status
	// Summary is one line on what was found: "alice@contoso.com, tenant 1111..., token in 420 ms". Required.
	Summary string
	// Findings, worst first.
	Findings []cause.Finding
}

// Touch is one thing that a run would touch, for --plan.
type Touch struct {
	// Kind is "file" (read), "process" (started) or "network" (connected to).
	Kind string `json:"kind"`
	// What is the path, command or address.
	What string `json:"what"`
	// When says on what condition; "" means always.
	When string `json:"when,omitempty"`
}

// All returns every check, in report order.
func All() []Check {
	return []Check{Environment, AzureCLI, AzureDeveloperCLI, ManagedIdentity, KeyVault}
}

// Request is what the user asked to have examined. The zero value asks for everything that needs no name.
type Request struct {
	// Vaults as given by --vault: names or URLs. Empty: the environment's (see Target).
	Vaults []string `json:"vaults,omitempty"`
	// Secret is the secret that may be read with --secret; its value is discarded unread. "" reads none.
	Secret string `json:"secret,omitempty"`
	// Tenant to ask tokens for: a GUID or a domain. "" leaves it to the vault and the credential.
	Tenant string `json:"tenant,omitempty"`
	// ClientID selects the user-assigned identity. "": the environment's (see Target).
	ClientID string `json:"clientId,omitempty"`
	// Cloud is "public", "usgovernment" or "china". "": recognised.
	Cloud string `json:"cloud,omitempty"`
	// Scope to ask tokens for, "https://.../.default". "": the vault's if a vault is named, else Azure Resource Manager's.
	Scope string `json:"scope,omitempty"`
	// Checks are the IDs of the checks that were run, in report order.
	Checks []string `json:"checks"`
	// Local forbids processes and connections: environment and files only.
	Local bool `json:"local,omitempty"`
}

// Observations are the facts of one run, free of secrets. A nil field was not observed.
type Observations struct {
	// At is when the run started, UTC.
	At time.Time `json:"at"`
	// Request is what was asked.
	Request Request `json:"request"`
	// Probes tells how each check's look went, by check ID.
	Probes map[string]ProbeRun `json:"probes,omitempty"`
	// Tokens are all token requests of the run, in the order of Credentials; of each the run's own question first.
	Tokens []TokenAttempt `json:"tokens,omitempty"`

	Host              *HostFacts              `json:"host,omitempty"`
	Environment       *EnvironmentFacts       `json:"environment,omitempty"`
	AzureCLI          *AzureCLIFacts          `json:"azureCli,omitempty"`
	AzureDeveloperCLI *AzureDeveloperCLIFacts `json:"azureDeveloperCli,omitempty"`
	ManagedIdentity   *ManagedIdentityFacts   `json:"managedIdentity,omitempty"`
	KeyVault          *KeyVaultFacts          `json:"keyVault,omitempty"`

	catalogue *cause.Catalogue // nil: azdoctor's own; no fact, so no document has it
}

// Under returns the observations as they are judged under a catalogue; nil: azdoctor's own.
func (o *Observations) Under(catalogue *cause.Catalogue) *Observations {
	judged := *o
	judged.catalogue = catalogue
	return &judged
}

// Catalogue is what the observations are judged under.
func (o *Observations) Catalogue() *cause.Catalogue {
	if o.catalogue == nil {
		return cause.Builtin()
	}
	return o.catalogue
}

// ProbeRun tells how one look went.
type ProbeRun struct {
	// TookMs is how long it took, in milliseconds.
	TookMs int64 `json:"tookMs"`
	// Incomplete says why the look is missing or partial ("no answer within 15s", "interrupted", "internal error: ...");
	// "" for a complete one.
	Incomplete string `json:"incomplete,omitempty"`
}

// Status is the state of a check. The zero value is Unknown: nobody looked, or looking did not tell.
type Status int

const (
	Unknown Status = iota // nobody looked, or looking did not tell
	Skipped               // does not apply here; the summary says why
	Pass                  // works
	Info                  // absent, and nothing here expected it
	Warn                  // works, with something that will hurt
	Fail                  // does not work, and should
)

var statusWords = [...]string{"unknown", "skipped", "pass", "info", "warn", "fail"}

// String returns the word of the JSON contract.
func (s Status) String() string {
	if s < 0 || int(s) >= len(statusWords) {
		return statusWords[Unknown]
	}
	return statusWords[s]
}

// MarshalText writes the word of String.
func (s Status) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// Result is a judged check.
type Result struct {
	Check Check
	Judgement
	// Works tells that the thing works, perhaps with a warning: --require asks for that.
	Works bool
	// Incomplete says why the look behind it is missing or partial; "" for a complete one.
	Incomplete string
	// TookMs is how long the look took, in milliseconds.
	TookMs int64
}

// Judge judges the observations with every check that the request names (all, where it names none). It is pure: the
// same observations give the same results. A judge that panics leaves its check Unknown.
func Judge(o *Observations) []Result {
	var results []Result
	for _, check := range All() {
		if o.Request.includes(check.ID) {
			results = append(results, judge(check, o))
		}
	}
	return results
}

func (r Request) includes(id string) bool { return len(r.Checks) == 0 || slices.Contains(r.Checks, id) }

func judge(check Check, o *Observations) (result Result) {
	run := o.Probes[check.ID]
	result = Result{Check: check, Incomplete: run.Incomplete, TookMs: run.TookMs}
	defer func() {
		if p := recover(); p != nil {
			result.Judgement = Judgement{Status: Unknown, Summary: "the judge failed on these observations; this is a bug in azdoctor"}
			result.Incomplete = panicked(p).Error()
		}
	}()
	result.Judgement = check.Judge(o)
	result.Findings = o.Catalogue().Adapt(result.Findings)
	worstFirst(result.Findings)
	works, worst := result.Status == Pass, cause.Severity(0)
	for _, f := range result.Findings {
		worst = max(worst, f.Weight())
	}
	switch {
	case worst == cause.Error:
		result.Status = Fail
	case worst == cause.Warning && result.Status != Fail:
		result.Status = Warn
	}
	if run.Incomplete != "" && result.Status != Fail && result.Status != Warn {
		result.Status = Unknown
	}
	result.Works = works && (result.Status == Pass || result.Status == Warn)
	return result
}

// worstFirst sorts findings by weight; those of the same weight keep their order.
func worstFirst(findings []cause.Finding) {
	slices.SortStableFunc(findings, func(a, b cause.Finding) int { return cmp.Compare(b.Weight(), a.Weight()) })
}
