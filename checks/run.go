package checks

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"azdoctor/checks/cause"
)

// Options say how a run goes.
type Options struct {
	// Request is what to examine; its Checks name the checks to run (all, where it names none).
	Request Request
	// Timeout bounds the whole run. 0 means DefaultTimeout.
	Timeout time.Duration
	// Catalogue is the causes that the findings are of. nil means azdoctor's own.
	Catalogue *cause.Catalogue
	// Progress, where set, is told when a check's look starts and ends. Calls do not overlap, and Run waits for them.
	Progress func(Progress)
}

// DefaultTimeout leaves room for the longest wait of an SDK (13 s, .NET's limit for az) and the vault request after it.
const DefaultTimeout = 15 * time.Second

// deadlineGrace is how long probes may take to wrap up after the deadline, and interruptGrace after an interruption,
// where somebody is waiting; both outlast the 100 ms that azidentity waits for an az it has ended. What is deaf to its
// context longer is abandoned.
const (
	deadlineGrace  = 500 * time.Millisecond
	interruptGrace = 200 * time.Millisecond
)

// Progress is one step of a run.
type Progress struct {
	// Check is the check concerned.
	Check Check
	// Done is false when its look starts and true when it ends.
	Done bool
}

// Run looks at the machine with every requested check at once, under one deadline, and returns what was seen, free of
// secrets and control characters. It always returns observations, however much hangs or panics; when ctx ends it
// returns at once what is known until then. Processes that were started are gone when it returns: that ends whatever
// else the calling program has started meanwhile, so it starts none during a run.
func Run(ctx context.Context, system *System, options Options) *Observations {
	return run(ctx, system, options, All())
}

// run is Run with checks to choose from.
func run(ctx context.Context, system *System, options Options, checks []Check) *Observations {
	timeout := options.Timeout
	if timeout <= 0 {
		timeout = DefaultTimeout
	}
	request := options.Request
	selected := slices.DeleteFunc(slices.Clone(checks), func(c Check) bool { return !request.includes(c.ID) })
	request.Checks = nil
	for _, check := range selected {
		request.Checks = append(request.Checks, check.ID)
	}

	endProcesses := trackProcesses()
	limited, cancel := context.WithTimeoutCause(ctx, timeout, fmt.Errorf("no answer within %s", timeout))
	defer cancel()
	session := newSession(limited, system, request)
	o := &Observations{At: session.started.UTC().Truncate(time.Second), Request: request, Probes: map[string]ProbeRun{}}
	gather(limited, o, session, append([]Check{basics}, selected...), options.Progress)
	o.Tokens = session.tokens.attempts()
	cancel()
	session.tokens.settle()
	endProcesses()
	return session.secrets.clean(o).Under(options.Catalogue)
}

// basics is what every judge may use. It is no check: nobody is told of it, and Probes names it only where it failed.
var basics = Check{ID: "host", Probe: func(ctx context.Context, s *Session) (func(*Observations), error) {
	environment, _ := s.environment.get(ctx, struct{}{})
	host, _ := s.host.get(ctx, struct{}{})
	return func(o *Observations) { o.Environment, o.Host = environment, host }, nil
}}

// look is one probe on its way. The goroutine that runs the probe writes it and then sends it, once; from then on gather
// alone has it.
type look struct {
	check   Check
	started time.Time
	ended   time.Time
	store   func(*Observations)
	err     error
}

// gather starts every check's probe and stores what they see, until all have ended or the deadline and its grace are
// over. This goroutine alone writes to o and calls progress, so a probe that is abandoned can disturb neither.
func gather(ctx context.Context, o *Observations, s *Session, checks []Check, progress func(Progress)) {
	tell := func(check Check, done bool) {
		if progress != nil && check.ID != basics.ID {
			progress(Progress{Check: check, Done: done})
		}
	}
	arrived := make(chan *look, len(checks)) // room for all: an abandoned probe must not wait for a reader
	waiting := map[string]time.Time{}
	for _, check := range checks {
		if check.Probe != nil {
			tell(check, false)
			waiting[check.ID] = s.Now()
			go take(ctx, s, check, arrived)
		}
	}
	keep := func(l *look) {
		record(ctx, o, l)
		delete(waiting, l.check.ID)
		tell(l.check, true)
	}
	ended := ctx.Done()
	var over <-chan time.Time
	for len(waiting) > 0 {
		select {
		case l := <-arrived:
			keep(l)
		case <-ended:
			ended, over = nil, time.After(graceAfter(ctx))
		case <-over:
			for len(arrived) > 0 { // what has arrived by now still counts
				keep(<-arrived)
			}
			for _, check := range checks {
				if started, abandoned := waiting[check.ID]; abandoned {
					keep(&look{check: check, started: started, ended: s.Now(), err: ctx.Err()})
				}
			}
		}
	}
}

// take runs one probe.
func take(ctx context.Context, s *Session, check Check, arrived chan<- *look) {
	l := &look{check: check, started: s.Now()}
	defer func() {
		if p := recover(); p != nil {
			l.store, l.err = nil, panicked(p)
		}
		l.ended = s.Now()
		arrived <- l
	}()
	l.store, l.err = check.Probe(ctx, s)
}

// panicked is the error of what panicked with p.
func panicked(p any) error { return fmt.Errorf("internal error: %v", p) }

// record stores one look's facts and says how it went.
func record(ctx context.Context, o *Observations, l *look) {
	took := ProbeRun{TookMs: l.ended.Sub(l.started).Milliseconds()}
	defer func() {
		if p := recover(); p != nil {
			took.Incomplete = panicked(p).Error()
		}
		if l.check.ID != basics.ID || took.Incomplete != "" {
			o.Probes[l.check.ID] = took
		}
	}()
	if l.err != nil {
		took.Incomplete = l.err.Error()
		if ctx.Err() != nil && (errors.Is(l.err, context.DeadlineExceeded) || errors.Is(l.err, context.Canceled)) {
			took.Incomplete = whyEnded(ctx)
		}
	}
	if l.store != nil {
		l.store(o)
	}
}

// interrupted reports whether the run was cut short from outside. The context's error tells, not its cause: that of
// signal.NotifyContext names the signal.
func interrupted(ctx context.Context) bool { return errors.Is(ctx.Err(), context.Canceled) }

func graceAfter(ctx context.Context) time.Duration {
	if interrupted(ctx) {
		return interruptGrace
	}
	return deadlineGrace
}

// whyEnded says why the run's context ended, for people.
func whyEnded(ctx context.Context) string {
	if interrupted(ctx) {
		return "interrupted"
	}
	if cause := context.Cause(ctx); cause != nil && cause != context.DeadlineExceeded {
		return cause.Error()
	}
	return "no answer in time"
}

// UnknownChecks returns the names in ids that are no check's ID.
func UnknownChecks(ids []string) []string {
	return slices.DeleteFunc(slices.Clone(ids), func(id string) bool {
		return slices.ContainsFunc(All(), func(c Check) bool { return c.ID == id })
	})
}
