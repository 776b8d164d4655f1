package report

import (
	"fmt"
	"slices"

	"azdoctor/checks"
)

// FailOn is the least weight of trouble that fails the gate.
type FailOn string

const (
	FailOnError   FailOn = "error"   // a failed check, or a broken verdict; the default
	FailOnWarning FailOn = "warning" // also a check with a warning, or a degraded verdict
	FailOnNever   FailOn = "never"   // neither: only MinScore and Require count
)

// Gate is what a run must satisfy. The zero value demands that nothing fails.
type Gate struct {
	// FailOn is FailOnError where it is "".
	FailOn FailOn
	// MinScore is the least score; a score that just reaches it holds, a run without a score does not. 0 demands none.
	MinScore int
	// Require are IDs of checks whose thing must work, perhaps with a warning; what is absent, skipped or unknown does not.
	Require []string
}

// The exit codes, the same in every format.
const (
	ExitHolds       = 0   // the gate holds
	ExitFails       = 1   // it does not
	ExitUsage       = 2   // the command line or configuration is wrong; no report was made
	ExitNothing     = 3   // nothing could be examined
	ExitInterrupted = 130 // the user ended the run
)

// GateResult says whether the gate holds. It holds exactly where the exit code is 0.
type GateResult struct {
	FailOn FailOn `json:"failOn"`
	// MinScore is 0 where none was demanded.
	MinScore int      `json:"minScore"`
	Require  []string `json:"require"`
	Holds    bool     `json:"holds"`
	// Reasons say in words why it does not hold; empty where it does.
	Reasons []string `json:"reasons"`

	exitCode int
}

// decide weighs a report whose verdict, score and checks are complete.
func (g Gate) decide(r Report, interrupted bool) GateResult {
	if g.FailOn == "" {
		g.FailOn = FailOnError
	}
	result := GateResult{FailOn: g.FailOn, MinScore: g.MinScore, Require: append([]string{}, g.Require...), Reasons: []string{}}
	unexamined := !slices.ContainsFunc(r.Checks, func(c Check) bool { return c.Status != checks.Unknown.String() })
	if interrupted {
		result.Reasons = append(result.Reasons, "interrupted before everything was examined")
	}
	if unexamined {
		result.Reasons = append(result.Reasons, "nothing could be examined")
	}
	result.Reasons = append(result.Reasons, g.severities(r)...)
	result.Reasons = append(result.Reasons, g.score(r)...)
	result.Reasons = append(result.Reasons, g.required(r)...)
	result.Holds = len(result.Reasons) == 0
	switch {
	case interrupted:
		result.exitCode = ExitInterrupted
	case unexamined:
		result.exitCode = ExitNothing
	case !result.Holds:
		result.exitCode = ExitFails
	}
	return result
}

func (g Gate) severities(r Report) (reasons []string) {
	if g.FailOn == FailOnNever {
		return nil
	}
	refused := map[string]string{checks.Fail.String(): "%s fails"}
	states := []string{Broken}
	if g.FailOn == FailOnWarning {
		refused[checks.Warn.String()] = "%s warns"
		states = append(states, Degraded)
	}
	for _, c := range r.Checks {
		if words := refused[c.Status]; words != "" {
			reasons = append(reasons, fmt.Sprintf(words, c.ID))
		}
	}
	if len(reasons) == 0 && slices.Contains(states, r.Verdict.State) {
		reasons = append(reasons, "the verdict is "+r.Verdict.State)
	}
	return reasons
}

func (g Gate) score(r Report) []string {
	switch {
	case g.MinScore <= 0:
	case r.Score.Value == nil:
		return []string{fmt.Sprintf("there is no score, and at least %d was demanded", g.MinScore)}
	case *r.Score.Value < g.MinScore:
		return []string{fmt.Sprintf("the score is %d, and at least %d was demanded", *r.Score.Value, g.MinScore)}
	}
	return nil
}

func (g Gate) required(r Report) (reasons []string) {
	for _, id := range g.Require {
		state, works := "was not run", false
		if i := slices.IndexFunc(r.Checks, func(c Check) bool { return c.ID == id }); i >= 0 {
			state, works = fmt.Sprintf("does not work (%s)", r.Checks[i].Status), r.Checks[i].Works
		}
		if !works {
			reasons = append(reasons, fmt.Sprintf("%s was required and %s", id, state))
		}
	}
	return reasons
}
