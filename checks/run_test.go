package checks

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"azdoctor/checks/cause"
)

// emptySystem is a machine with nothing on it.
func emptySystem() *System {
	return &System{
		OS: "linux", Environ: Environ{}, Now: time.Now,
		ReadFile:   func(name string, _ int64) ([]byte, error) { return nil, notExist("open", name) },
		Stat:       func(name string) (fs.FileInfo, error) { return nil, notExist("stat", name) },
		ListDir:    func(name string) ([]string, error) { return nil, notExist("open", name) },
		LookPath:   func(string) []string { return nil },
		LookupHost: func(context.Context, string) ([]string, error) { return nil, errors.New("no network") },
		Dial:       func(context.Context, string, string) (net.Conn, error) { return nil, errors.New("no network") },
	}
}

// seen returns a check whose look takes a while, heeds its context, and stores a host's kind.
func seen(id string, takes time.Duration) Check {
	return Check{ID: id, Probe: func(ctx context.Context, s *Session) (func(*Observations), error) {
		select {
		case <-time.After(takes):
		case <-ctx.Done():
			return nil, ctx.Err()
		}
		return func(o *Observations) { o.Request.Vaults = append(o.Request.Vaults, id) }, nil
	}}
}

// deaf returns a check whose look heeds nothing.
func deaf(id string, takes time.Duration) Check {
	return Check{ID: id, Probe: func(context.Context, *Session) (func(*Observations), error) {
		time.Sleep(takes)
		return func(o *Observations) { o.Request.Vaults = append(o.Request.Vaults, id) }, nil
	}}
}

func panicking(id string) Check {
	return Check{ID: id, Probe: func(context.Context, *Session) (func(*Observations), error) { panic("no such index") }}
}

// TestRun: what each kind of look leaves in the observations, and how long the run takes for it.
func TestRun(t *testing.T) {
	const timeout = 10 * time.Second
	partial := Check{ID: "partial", Probe: func(ctx context.Context, _ *Session) (func(*Observations), error) {
		<-ctx.Done()
		return func(o *Observations) { o.Request.Vaults = append(o.Request.Vaults, "partial") }, ctx.Err()
	}}
	own := Check{ID: "own", Probe: func(ctx context.Context, _ *Session) (func(*Observations), error) {
		return nil, fmt.Errorf("asked the oracle: %w", context.DeadlineExceeded) // its own limit, not the run's
	}}
	storing := Check{ID: "storing", Probe: func(context.Context, *Session) (func(*Observations), error) {
		return func(*Observations) { panic("cannot store") }, nil
	}}
	judgeOnly := Check{ID: "judge-only"}
	for name, test := range map[string]struct {
		checks     []Check
		stored     []string
		incomplete map[string]string
		takes      time.Duration
	}{
		"nothing to do":     {nil, nil, nil, 0},
		"no probe":          {[]Check{judgeOnly}, nil, nil, 0},
		"all at once":       {[]Check{seen("a", 3*time.Second), seen("b", 2*time.Second)}, []string{"b", "a"}, nil, 3 * time.Second},
		"heeds the end":     {[]Check{seen("a", time.Minute), seen("b", 0)}, []string{"b"}, map[string]string{"a": "no answer within 10s"}, timeout},
		"partial":           {[]Check{partial}, []string{"partial"}, map[string]string{"partial": "no answer within 10s"}, timeout},
		"deaf":              {[]Check{deaf("a", time.Hour), seen("b", 0)}, []string{"b"}, map[string]string{"a": "no answer within 10s"}, timeout + deadlineGrace},
		"deaf for a moment": {[]Check{deaf("a", timeout+deadlineGrace/2)}, []string{"a"}, nil, timeout + deadlineGrace/2},
		"at the deadline":   {[]Check{deaf("a", timeout)}, []string{"a"}, nil, timeout},
		"panic":             {[]Check{panicking("a"), seen("b", 0)}, []string{"b"}, map[string]string{"a": "internal error: no such index"}, 0},
		"panic storing":     {[]Check{storing, seen("b", time.Second)}, []string{"b"}, map[string]string{"storing": "internal error: cannot store"}, time.Second},
		"limit of its own":  {[]Check{own}, nil, map[string]string{"own": "asked the oracle: context deadline exceeded"}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			for range 20 { // selects choose at random
				synctest.Test(t, func(t *testing.T) {
					started := time.Now()
					o := run(t.Context(), emptySystem(), Options{Timeout: timeout}, test.checks)
					took := time.Since(started)
					if !slices.Equal(o.Request.Vaults, test.stored) {
						t.Errorf("stored %q, want %q", o.Request.Vaults, test.stored)
					}
					for _, check := range test.checks {
						if got := o.Probes[check.ID].Incomplete; got != test.incomplete[check.ID] {
							t.Errorf("%s: %q, want %q", check.ID, got, test.incomplete[check.ID])
						}
					}
					if took != test.takes {
						t.Errorf("took %v, want %v", took, test.takes)
					}
					if o.Environment == nil || o.Host == nil || len(o.Probes) > len(test.checks) {
						t.Errorf("basics: %+v", o)
					}
					time.Sleep(2 * time.Hour) // past whatever is abandoned
				})
			}
		})
	}
}

// TestRunInterrupted: at whatever moment the caller's context ends, the run returns at once with what is known.
func TestRunInterrupted(t *testing.T) {
	for name, test := range map[string]struct {
		checks []Check
		at     time.Duration
		takes  time.Duration
		reason map[string]string
	}{
		"before":   {[]Check{seen("a", time.Second)}, 0, 0, map[string]string{"a": "interrupted"}},
		"heeded":   {[]Check{seen("a", time.Minute), seen("b", time.Second)}, 2 * time.Second, 2 * time.Second, map[string]string{"a": "interrupted"}},
		"deaf":     {[]Check{deaf("a", time.Hour), seen("b", time.Second)}, 2 * time.Second, 2*time.Second + interruptGrace, map[string]string{"a": "interrupted"}},
		"too late": {[]Check{seen("a", time.Second)}, time.Minute, time.Second, nil},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithCancelCause(t.Context())
				stop := time.AfterFunc(test.at, func() { cancel(errors.New("interrupt signal received")) }) // as signal.NotifyContext does
				defer stop.Stop()
				if test.at == 0 {
					cancel(nil)
				}
				started := time.Now()
				o := run(ctx, emptySystem(), Options{}, test.checks)
				if took := time.Since(started); took != test.takes {
					t.Errorf("took %v, want %v", took, test.takes)
				}
				for _, check := range test.checks {
					if got := o.Probes[check.ID].Incomplete; got != test.reason[check.ID] {
						t.Errorf("%s: %q, want %q", check.ID, got, test.reason[check.ID])
					}
				}
				time.Sleep(2 * time.Hour)
			})
		})
	}
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		o := run(ctx, emptySystem(), Options{}, []Check{seen("a", time.Minute)})
		if got := o.Probes["a"].Incomplete; got != "no answer in time" {
			t.Errorf("the caller's own deadline: %q", got)
		}
	})
}

// TestRunSelects: the request names the checks to run, and the observations name those that were.
func TestRunSelects(t *testing.T) {
	checks := []Check{seen("a", 0), seen("b", 0), seen("c", 0)}
	for _, test := range []struct{ asked, ran []string }{
		{nil, []string{"a", "b", "c"}},
		{[]string{"c", "a"}, []string{"a", "c"}},
		{[]string{"x"}, nil},
	} {
		o := run(t.Context(), emptySystem(), Options{Request: Request{Checks: test.asked}}, checks)
		if !slices.Equal(o.Request.Checks, test.ran) || len(o.Probes) != len(test.ran) {
			t.Errorf("asked %q: ran %q, %v", test.asked, o.Request.Checks, o.Probes)
		}
	}
	if got := UnknownChecks([]string{"azure-cli", "azur-cli", "host"}); !slices.Equal(got, []string{"azur-cli", "host"}) {
		t.Errorf("unknown checks: %q", got)
	}
}

// TestRunProgress: each look's start and end are told once, one call at a time, abandoned looks included.
func TestRunProgress(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var calls []string
		var inside atomic.Int32
		tell := func(p Progress) {
			if inside.Add(1) != 1 {
				t.Error("calls overlap")
			}
			time.Sleep(time.Millisecond)
			calls = append(calls, fmt.Sprint(p.Check.ID, " ", p.Done))
			inside.Add(-1)
		}
		run(t.Context(), emptySystem(), Options{Progress: tell}, []Check{deaf("deaf", time.Hour), panicking("panics"), seen("a", time.Second), {ID: "judge-only"}})
		slices.Sort(calls)
		if want := []string{"a false", "a true", "deaf false", "deaf true", "panics false", "panics true"}; !slices.Equal(calls, want) {
			t.Errorf("told %q, want %q", calls, want)
		}
		time.Sleep(2 * time.Hour)
	})
}

// TestRunAbandonedWriter: a look that is abandoned may go on reading and storing without disturbing what was returned. The
// race detector watches.
func TestRunAbandonedWriter(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		facts := &HostFacts{Kind: "vm\x1b[31m"}
		late := Check{ID: "late", Probe: func(ctx context.Context, s *Session) (func(*Observations), error) {
			for range 100 {
				time.Sleep(time.Second)
				_ = facts.Kind
			}
			return func(o *Observations) { o.Host = nil }, nil
		}}
		prompt := Check{ID: "prompt", Probe: func(context.Context, *Session) (func(*Observations), error) {
			return func(o *Observations) { o.Host = facts }, nil
		}}
		o := run(t.Context(), emptySystem(), Options{}, []Check{prompt, late})
		if facts.Kind != "vm\x1b[31m" {
			t.Errorf("the probe's own facts were changed: %q", facts.Kind)
		}
		if o.Host == facts {
			t.Error("the probe's own facts were handed out")
		}
		time.Sleep(time.Hour)
	})
}

// TestShared: every key is computed once, for all who ask; a ready value wins over an ended context; a panic reaches every asker.
func TestShared(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var computed atomic.Int32
		s := newShared(t.Context(), func(_ context.Context, key string) int {
			computed.Add(1)
			time.Sleep(time.Second)
			if key == "panic" {
				panic("no value")
			}
			return len(key)
		})
		var all group
		for range 50 {
			all.Go(func() {
				if v, ok := s.get(t.Context(), "four"); v != 4 || !ok {
					t.Errorf("get: %d, %t", v, ok)
				}
			})
		}
		all.Wait()
		if computed.Load() != 1 {
			t.Errorf("computed %d times", computed.Load())
		}
		ended, cancel := context.WithCancel(t.Context())
		cancel()
		for range 100 {
			if v, ok := s.get(ended, "four"); v != 4 || !ok {
				t.Fatal("an ended context won over a ready value")
			}
		}
		if _, ok := s.peek("other"); ok || computed.Load() != 1 {
			t.Error("peek computed")
		}
		if _, ok := s.get(ended, "other"); ok {
			t.Error("a value came at once")
		}
		for range 2 {
			func() {
				defer func() {
					if p := recover(); p != "no value" {
						t.Errorf("recovered %v", p)
					}
				}()
				s.get(t.Context(), "panic")
			}()
		}
		time.Sleep(time.Minute)
	})
}

// TestGroup: a panic in one part is raised in Wait, after all parts have ended.
func TestGroup(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var parts group
		var ended atomic.Int32
		for i := range 3 {
			parts.Go(func() {
				defer ended.Add(1)
				time.Sleep(time.Duration(i) * time.Second)
				if i == 0 {
					panic("first")
				}
			})
		}
		defer func() {
			if p := recover(); p != "first" || ended.Load() != 3 {
				t.Errorf("recovered %v after %d parts", p, ended.Load())
			}
		}()
		parts.Wait()
	})
}

// TestJudge: the findings' weight decides over the judge's own status; missing facts and panics make a check Unknown.
func TestJudge(t *testing.T) {
	finding := func(weight cause.Severity) cause.Finding {
		return cause.Finding{Cause: &cause.Cause{Slug: "test-" + weight.String(), Severity: weight}}
	}
	says := func(status Status, findings ...cause.Finding) func(*Observations) Judgement {
		return func(*Observations) Judgement { return Judgement{Status: status, Summary: "said", Findings: findings} }
	}
	for name, test := range map[string]struct {
		judge      func(*Observations) Judgement
		incomplete string
		want       Status
		first      string
	}{
		"works":                     {says(Pass), "", Pass, ""},
		"absent":                    {says(Info), "", Info, ""},
		"note":                      {says(Pass, finding(cause.Info)), "", Pass, "test-info"},
		"warning":                   {says(Pass, finding(cause.Warning)), "", Warn, "test-warning"},
		"error":                     {says(Pass, finding(cause.Error)), "", Fail, "test-error"},
		"worst first":               {says(Pass, finding(cause.Info), finding(cause.Warning), finding(cause.Error)), "", Fail, "test-error"},
		"interrupted":               {says(Pass), "interrupted", Unknown, ""},
		"error, then interrupted":   {says(Unknown, finding(cause.Error)), "interrupted", Fail, "test-error"},
		"warning, then interrupted": {says(Pass, finding(cause.Warning)), "interrupted", Warn, "test-warning"},
		"nothing observed":          {says(Unknown), "", Unknown, ""},
		"panics":                    {func(*Observations) Judgement { panic("no facts") }, "", Unknown, ""},
		"no cause":                  {says(Pass, cause.Finding{}), "", Unknown, ""},
		"no judge":                  {nil, "", Unknown, ""},
	} {
		t.Run(name, func(t *testing.T) {
			o := &Observations{Probes: map[string]ProbeRun{"a": {TookMs: 7, Incomplete: test.incomplete}}}
			result := judge(Check{ID: "a", Judge: test.judge}, o)
			if result.Status != test.want || result.Summary == "" || result.TookMs != 7 || !strings.HasPrefix(result.Incomplete, test.incomplete) {
				t.Errorf("judged %+v", result)
			}
			if test.first != "" && result.Findings[0].Slug != test.first {
				t.Errorf("first is %q", result.Findings[0].Slug)
			}
		})
	}
}

// TestJudgeNothing: every check can be judged where nothing was observed, and none takes that for a failure.
func TestJudgeNothing(t *testing.T) {
	for _, result := range Judge(&Observations{}) {
		if result.Status != Unknown && result.Status != Skipped || result.Summary == "" || len(result.Findings) > 0 {
			t.Errorf("%s: %s, %q, %v", result.Check.ID, result.Status, result.Summary, result.Findings)
		}
	}
}
