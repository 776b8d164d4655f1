package report

import (
	"math/rand/v2"
	"testing"

	"azdoctor/checks"
	"azdoctor/checks/cause"
)

func TestGrades(t *testing.T) {
	for value, want := range map[int]OrNull{100: "A", 90: "A", 89: "B", 75: "B", 74: "C", 61: "C", 60: "D", 41: "D", 40: "F", 0: "F"} {
		if got := grade(value); got != want {
			t.Errorf("%d is a %s, want %s", value, got, want)
		}
	}
}

func TestScores(t *testing.T) {
	tests := map[string]struct {
		example  example
		value    int // -1: none
		grade    OrNull
		coverage float64
		caps     []Cap
	}{
		"nothing observed":               {blank(), -1, "", 0, nil},
		"healthy":                        {healthy(), 100, "A", 1, nil},
		"a warning":                      {warned(), 77, "B", 0.7, nil},
		"no credential":                  {expired(), 40, "F", 0.7, []Cap{{40, "test-sign-in-expired"}}},
		"a vault shut":                   {noRole(), 53, "D", 1, []Cap{{60, "test-role-missing"}}},
		"late: unknown is no failure":    {late(), 100, "A", 0.5, nil},
		"only absences":                  {example{machine(), []checks.Result{result(checks.AzureCLI, checks.Info, "az is not installed")}}, -1, "", 0.2, nil},
		"one check asked for":            {example{machine(), []checks.Result{result(checks.Environment, checks.Pass, "fine")}}, 100, "A", 0.15, nil},
		"a check without its own weight": {example{machine(), []checks.Result{result(checks.Check{ID: "later"}, checks.Pass, "fine")}}, 100, "A", 0.13, nil},
	}
	for name, test := range tests {
		s := test.example.report(Options{}).Score
		value := -1
		if s.Value != nil {
			value = *s.Value
		}
		if value != test.value || s.Grade != test.grade || s.Coverage != test.coverage {
			t.Errorf("%s: %d (%s), coverage %v; want %d (%s), %v", name, value, s.Grade, s.Coverage, test.value, test.grade, test.coverage)
		}
		if len(s.Caps) != len(test.caps) || len(s.Caps) > 0 && s.Caps[0] != test.caps[0] {
			t.Errorf("%s: caps %v, want %v", name, s.Caps, test.caps)
		}
	}
}

// TestFailuresNeverRaiseScore adds failing findings to machines at random: the score never rises, however they are judged.
func TestFailuresNeverRaiseScore(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	statuses := []checks.Status{checks.Unknown, checks.Skipped, checks.Pass, checks.Info, checks.Warn, checks.Fail}
	machines := []func() example{healthy, noRole, expired, stopped, nobody, late, warned, blank}
	for range 400 {
		e := machines[random.IntN(len(machines))]()
		for i := range e.results {
			if random.IntN(3) == 0 {
				e.results[i].Status = statuses[random.IntN(len(statuses))]
			}
		}
		before := e.report(Options{})
		checkInvariantsQuick(t, before)
		i := random.IntN(len(e.results))
		applied := e.results[i].Status == checks.Pass || e.results[i].Status == checks.Warn || e.results[i].Status == checks.Fail
		worse := cause.Finding{Cause: signInExpired, Credential: checks.Credentials[random.IntN(len(checks.Credentials))], Subject: []string{"", "contoso-kv"}[random.IntN(2)]}
		if warning := applied && random.IntN(2) == 0; warning {
			worse.Severity, e.results[i].Status = cause.Warning, min(max(e.results[i].Status, checks.Warn), checks.Fail)
		} else {
			e.results[i].Status = checks.Fail
		}
		e.results[i].Findings = append(e.results[i].Findings, worse)
		after := e.report(Options{})
		checkInvariantsQuick(t, after)
		if before.Score.Value != nil && after.Score.Value != nil && *after.Score.Value > *before.Score.Value {
			t.Fatalf("%s %v raised the score from %d to %d", e.results[i].Check.ID, worse.Weight(), *before.Score.Value, *after.Score.Value)
		}
		if before.Score.Value != nil && after.Score.Value == nil {
			t.Fatal("a failure took the score away")
		}
	}
}

func checkInvariantsQuick(t *testing.T, r Report) {
	t.Helper()
	if r.Score.Value != nil && (*r.Score.Value < 0 || *r.Score.Value > 100) || r.Score.Coverage < 0 || r.Score.Coverage > 1 {
		t.Fatalf("score %+v", r.Score)
	}
	for _, limit := range r.Score.Caps {
		if r.Score.Value != nil && *r.Score.Value > limit.Max {
			t.Fatalf("score %d above cap %+v", *r.Score.Value, limit)
		}
	}
}

func TestABrokenVerdictWithoutAFailedCheckScoresNothing(t *testing.T) {
	var absent []checks.Result
	for _, check := range checks.All() {
		absent = append(absent, result(check, checks.Info, "absent"))
	}
	r := example{nobody().o, absent}.report(Options{})
	if r.Verdict.State != Broken || r.Score.Value == nil || *r.Score.Value != 0 || r.Score.Grade != "F" {
		t.Errorf("verdict %s, score %+v; want broken, 0, F", r.Verdict.State, r.Score)
	}
}
