package checks

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"
)

// Options say how a run goes.
type Options struct {
	// Request is what to examine; its Checks name the checks to run (all, where it names none).
	Request Request
	// Timeout bounds the whole run. 0 means DefaultTimeout.
	Timeout time.Duration
	// Progress, where set, is told when a check's look starts and ends. Calls do not overlap.
	Progress func(Progress)
}

// DefaultTimeout leaves room for the longest wait of an SDK (13 s, .NET's limit for az) and the vault request after it.
const DefaultTimeout = 15 * time.Second

// grace is how long probes may take to wrap up after the deadline; what is deaf to its context longer is abandoned.
const grace = 500 * time.Millisecond

// Progress is one step of a run.
type Progress struct {
	// Check is the check concerned.
	Check Check
	// Done is false when its look starts and true when it ends.
	Done bool
}

// Run looks at the machine with every requested check at once, under one deadline, and returns what was seen, free of
// secrets and control characters. It always returns observations, however much hangs or panics; when ctx ends it
// returns at once what is known until then. Processes that were started are gone when it returns.
func Run(ctx context.Context, system *System, options Options) *Observations {
	timeout := options.Timeout
	if timeout <= 0 {
		timeout = DefaultTimeout
	}
	request := options.Request
	var selected []Check
	for _, check := range All() {
		if request.includes(check.ID) {
			selected = append(selected, check)
		}
	}
	request.Checks = nil
	for _, check := range selected {
		request.Checks = append(request.Checks, check.ID)
	}

	limited, cancel := context.WithTimeoutCause(ctx, timeout, fmt.Errorf("no answer within %s", timeout))
	defer cancel()
	session := newSession(limited, system, request)
	o := &Observations{At: session.started.UTC().Truncate(time.Second), Request: request, Probes: map[string]ProbeRun{}}
	looks := startAll(limited, session, selected, options.Progress)
	gather(limited, o, session, looks, options.Progress)
	cancel()
	reapProcesses()
	session.secrets.clean(o)
	return o
}

// look is one probe on its way. Its fields are written before done is closed and read after.
type look struct {
	check   Check
	started time.Time
	done    chan struct{}
	store   func(*Observations)
	err     error
	ended   time.Time
}

// startAll starts the basics, which every judge may use, and every check's probe.
func startAll(ctx context.Context, s *Session, selected []Check, progress func(Progress)) []*look {
	basics := Check{Probe: func(ctx context.Context, s *Session) (func(*Observations), error) {
		host, _ := s.host.get(ctx, struct{}{})
		environment, _ := s.environment.get(ctx, struct{}{})
		return func(o *Observations) { o.Host, o.Environment = host, environment }, nil
	}}
	var looks []*look
	for _, check := range append([]Check{basics}, selected...) {
		if check.Probe == nil {
			continue
		}
		l := &look{check: check, started: s.Now(), done: make(chan struct{})}
		looks = append(looks, l)
		if progress != nil && check.ID != "" {
			progress(Progress{Check: check})
		}
		go func() {
			defer close(l.done)
			defer func() {
				l.ended = s.Now()
				if p := recover(); p != nil {
					l.store, l.err = nil, fmt.Errorf("internal error: %v", p)
				}
			}()
			l.store, l.err = l.check.Probe(ctx, s)
		}()
	}
	return looks
}

// gather waits for every look, until the deadline and its grace are over, and stores what came.
func gather(ctx context.Context, o *Observations, s *Session, looks []*look, progress func(Progress)) {
	abandon := make(chan struct{})
	stop := context.AfterFunc(ctx, func() {
		time.Sleep(grace)
		close(abandon)
	})
	defer stop()
	var reporting sync.Mutex
	var waiting sync.WaitGroup
	finished := make([]bool, len(looks))
	for i, l := range looks {
		waiting.Go(func() {
			select {
			case <-l.done:
				finished[i] = true
			default:
				select {
				case <-l.done:
					finished[i] = true
				case <-abandon:
				}
			}
			if progress != nil && l.check.ID != "" {
				reporting.Lock()
				defer reporting.Unlock()
				progress(Progress{Check: l.check, Done: true})
			}
		})
	}
	waiting.Wait()
	for i, l := range looks {
		record(ctx, o, s, l, finished[i])
	}
	o.Tokens = s.tokens.attempts()
}

// record stores one look's facts and says how it went.
func record(ctx context.Context, o *Observations, s *Session, l *look, finished bool) {
	run := ProbeRun{}
	switch {
	case !finished:
		run = ProbeRun{TookMs: s.Now().Sub(l.started).Milliseconds(), Incomplete: whyEnded(ctx)}
	default:
		run.TookMs = l.ended.Sub(l.started).Milliseconds()
		if l.store != nil {
			l.store(o)
		}
		if l.err != nil {
			run.Incomplete = l.err.Error()
			if errors.Is(l.err, context.DeadlineExceeded) || errors.Is(l.err, context.Canceled) {
				run.Incomplete = whyEnded(ctx)
			}
		}
	}
	if l.check.ID != "" {
		o.Probes[l.check.ID] = run
	}
}

// whyEnded says why the run's context ended, for people.
func whyEnded(ctx context.Context) string {
	err := context.Cause(ctx)
	if errors.Is(err, context.Canceled) {
		return "interrupted"
	}
	if err == nil {
		return "no answer"
	}
	return strings.TrimSpace(err.Error())
}

// UnknownChecks returns the names in ids that are no check's ID.
func UnknownChecks(ids []string) []string {
	return slices.DeleteFunc(slices.Clone(ids), func(id string) bool {
		return slices.ContainsFunc(All(), func(c Check) bool { return c.ID == id })
	})
}
