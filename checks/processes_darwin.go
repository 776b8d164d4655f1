package checks

import (
	"os"
	"sync"
	"time"

	"golang.org/x/sys/unix"
)

// processTracker looks every watchPeriod at what runs below this process: macOS hands orphans to launchd at once, so a
// process must be seen while its parents live. What leaves its parents faster than that is missed.
type processTracker struct {
	mu      sync.Mutex
	before  map[process]bool
	known   map[process]bool
	stop    chan struct{}
	stopped chan struct{}
}

// watchPeriod is a tenth of the time az needs to start.
const watchPeriod = 40 * time.Millisecond

// process names a process for ever: its number and the time it started.
type process struct {
	id      int32
	started unix.Timeval
}

func newProcessTracker() *processTracker {
	t := &processTracker{before: map[process]bool{}, known: map[process]bool{}, stop: make(chan struct{}), stopped: make(chan struct{})}
	for _, p := range descendants() {
		t.before[p] = true
	}
	go func() {
		defer close(t.stopped)
		for {
			select {
			case <-t.stop:
				return
			case <-time.After(watchPeriod):
				t.note()
			}
		}
	}()
	return t
}

// note adds what runs now to what is known.
func (t *processTracker) note() {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, p := range descendants() {
		if !t.before[p] {
			t.known[p] = true
		}
	}
}

func (t *processTracker) end() {
	close(t.stop)
	<-t.stopped
	for deadline := time.Now().Add(endPatience); time.Now().Before(deadline); time.Sleep(5 * time.Millisecond) {
		t.note()
		signalled := false
		for p := range t.known {
			signalled = p.kill() || signalled
		}
		if !signalled {
			return
		}
	}
}

// zombie is SZOMB of macOS's sys/proc.h.
const zombie = 5

// kill ends the process unless it is dead or its number has passed to another. It reports whether the signal was delivered.
func (p process) kill() bool {
	now, err := unix.SysctlKinfoProc("kern.proc.pid", int(p.id))
	if err != nil || now.Proc.P_pid != p.id || now.Proc.P_starttime != p.started || now.Proc.P_stat == zombie {
		return false
	}
	return unix.Kill(int(p.id), unix.SIGKILL) == nil
}

// descendants returns all processes below this one.
func descendants() []process {
	all, err := unix.SysctlKinfoProcSlice("kern.proc.all")
	if err != nil {
		return nil
	}
	children := map[int32][]process{}
	for _, p := range all {
		children[p.Eproc.Ppid] = append(children[p.Eproc.Ppid], process{p.Proc.P_pid, p.Proc.P_starttime})
	}
	var found []process
	seen := map[process]bool{}
	for queue := children[int32(os.Getpid())]; len(queue) > 0; queue = queue[1:] {
		if !seen[queue[0]] {
			seen[queue[0]] = true
			found = append(found, queue[0])
			queue = append(queue, children[queue[0].id]...)
		}
	}
	return found
}
