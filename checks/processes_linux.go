package checks

import (
	"bytes"
	"errors"
	"os"
	"strconv"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"
)

// processTracker makes this process the reaper of its orphans while it lives: a daemon that forks twice and leaves its
// session (prctl(2), PR_SET_CHILD_SUBREAPER, Linux 3.4) still shows up below it in /proc.
type processTracker struct {
	before    map[int]process // those below this process when tracking began
	wasReaper int32
}

// process is one entry of /proc. A number together with the time it started names a process for ever.
type process struct {
	parent  int
	started uint64 // in clock ticks since boot
	zombie  bool
}

func newProcessTracker() *processTracker {
	t := &processTracker{before: map[int]process{}}
	if hasChildren() {
		t.before = descendants()
	}
	if unix.Prctl(unix.PR_GET_CHILD_SUBREAPER, uintptr(unsafe.Pointer(&t.wasReaper)), 0, 0, 0) == nil {
		_ = unix.Prctl(unix.PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
	}
	return t
}

func (t *processTracker) end() {
	defer func() { _ = unix.Prctl(unix.PR_SET_CHILD_SUBREAPER, uintptr(t.wasReaper), 0, 0, 0) }()
	for deadline := time.Now().Add(endPatience); hasChildren() && time.Now().Before(deadline); time.Sleep(2 * time.Millisecond) {
		signalled := false
		for id, p := range t.added() {
			signalled = !p.zombie && kill(id, p) || signalled
		}
		if !signalled {
			break
		}
	}
	t.reap()
}

// added returns the living and dead processes below this one that are new.
func (t *processTracker) added() map[int]process {
	found := descendants()
	for id, p := range t.before {
		if found[id].started == p.started {
			delete(found, id)
		}
	}
	return found
}

// reap takes the dead that nobody waits for off the process table. Those that os/exec waits for are gone a moment later.
func (t *processTracker) reap() {
	if !hasChildren() || len(t.added()) == 0 {
		return
	}
	time.Sleep(20 * time.Millisecond)
	for id, p := range t.added() {
		if p.zombie && p.parent == os.Getpid() {
			_, _ = unix.Wait4(id, nil, unix.WNOHANG, nil)
		}
	}
}

// kill ends the process unless its number has passed to another. It reports whether the signal was delivered.
func kill(id int, p process) bool {
	handle, err := unix.PidfdOpen(id, 0)
	if errors.Is(err, unix.ENOSYS) { // before Linux 5.3
		now, ok := readProcess(strconv.Itoa(id))
		return ok && now.started == p.started && unix.Kill(id, unix.SIGKILL) == nil
	}
	if err != nil {
		return false
	}
	defer unix.Close(handle)
	now, ok := readProcess(strconv.Itoa(id)) // of the process that the handle holds, since its number is still taken
	return ok && now.started == p.started && unix.PidfdSendSignal(handle, unix.SIGKILL, nil, 0) == nil
}

// hasChildren reports whether this process has any child, dead or alive; it changes nothing.
func hasChildren() bool {
	return !errors.Is(unix.Waitid(unix.P_ALL, 0, nil, unix.WEXITED|unix.WNOHANG|unix.WNOWAIT, nil), unix.ECHILD)
}

// descendants returns all processes below this one. It is empty where /proc is missing or another namespace's, whose
// numbers mean other processes.
func descendants() map[int]process {
	found := map[int]process{}
	self := strconv.Itoa(os.Getpid())
	if seen, err := os.Readlink("/proc/self"); err != nil || seen != self {
		return found
	}
	entries, _ := os.ReadDir("/proc")
	children := map[int][]int{}
	all := map[int]process{}
	for _, entry := range entries {
		if id, err := strconv.Atoi(entry.Name()); err == nil {
			if p, ok := readProcess(entry.Name()); ok {
				all[id] = p
				children[p.parent] = append(children[p.parent], id)
			}
		}
	}
	for queue := children[os.Getpid()]; len(queue) > 0; queue = queue[1:] {
		if _, seen := found[queue[0]]; !seen {
			found[queue[0]] = all[queue[0]]
			queue = append(queue, children[queue[0]]...)
		}
	}
	return found
}

// readProcess reads /proc/ID/stat: "ID (name) state parent ...", the start time being field 22; the name may hold anything.
// proc_pid_stat(5), read 2026-11-22.
func readProcess(id string) (process, bool) {
	content, err := os.ReadFile("/proc/" + id + "/stat")
	end := bytes.LastIndexByte(content, ')')
	if err != nil || end < 0 {
		return process{}, false
	}
	fields := bytes.Fields(content[end+1:])
	if len(fields) < 20 {
		return process{}, false
	}
	parent, err1 := strconv.Atoi(string(fields[1]))
	started, err2 := strconv.ParseUint(string(fields[19]), 10, 64)
	return process{parent: parent, started: started, zombie: fields[0][0] == 'Z' || fields[0][0] == 'X'}, err1 == nil && err2 == nil
}
