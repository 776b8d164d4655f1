package checks

import (
	"os"
	"sync"
	"time"
	"unsafe"

	"golang.org/x/sys/windows"
)

// processTracker ends what the job of this process has gained since it was made. Everything started below this process
// belongs to the job and cannot leave it; jobs nest, so one that already holds this process is no hindrance
// (https://learn.microsoft.com/windows/win32/procthread/nested-jobs, Windows 8, read 2026-11-22).
type processTracker struct {
	before map[process]bool
}

// process names a process for ever: its number and the time it was created.
type process struct {
	id      uintptr
	created windows.Filetime
}

// job holds this process and all below it; 0 where Windows refuses one. It is never closed by hand: Windows closes it when
// this process ends, however it ends, and then ends the rest of the job.
var job = sync.OnceValue(func() windows.Handle {
	handle, err := windows.CreateJobObject(nil, nil)
	if err != nil {
		return 0
	}
	limits := windows.JOBOBJECT_EXTENDED_LIMIT_INFORMATION{}
	limits.BasicLimitInformation.LimitFlags = windows.JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE
	_, err = windows.SetInformationJobObject(handle, windows.JobObjectExtendedLimitInformation, uintptr(unsafe.Pointer(&limits)), uint32(unsafe.Sizeof(limits)))
	if err == nil {
		err = windows.AssignProcessToJobObject(handle, windows.CurrentProcess())
	}
	if err != nil {
		_ = windows.CloseHandle(handle)
		return 0
	}
	return handle
})

func newProcessTracker() *processTracker {
	t := &processTracker{before: map[process]bool{}}
	for _, id := range jobMembers() {
		if handle, p, ok := open(id); ok {
			t.before[p] = true
			_ = windows.CloseHandle(handle)
		}
	}
	return t
}

func (t *processTracker) end() {
	for deadline := time.Now().Add(endPatience); time.Now().Before(deadline); time.Sleep(5 * time.Millisecond) {
		ended := false
		for _, id := range jobMembers() {
			ended = t.endMember(id) || ended
		}
		if !ended {
			return
		}
	}
}

// endMember ends a process of the job that is new. While the handle is open its number cannot pass to another process, so
// a second look at the job tells that the handle is a member's.
func (t *processTracker) endMember(id uintptr) bool {
	handle, p, ok := open(id)
	if !ok {
		return false
	}
	defer windows.CloseHandle(handle)
	for _, member := range jobMembers() {
		if member == id {
			return !t.before[p] && windows.TerminateProcess(handle, 1) == nil
		}
	}
	return false
}

func open(id uintptr) (windows.Handle, process, bool) {
	handle, err := windows.OpenProcess(windows.PROCESS_TERMINATE|windows.PROCESS_QUERY_LIMITED_INFORMATION, false, uint32(id))
	if err != nil {
		return 0, process{}, false
	}
	p := process{id: id}
	var exited, kernel, user windows.Filetime
	if windows.GetProcessTimes(handle, &p.created, &exited, &kernel, &user) != nil {
		_ = windows.CloseHandle(handle)
		return 0, process{}, false
	}
	return handle, p, true
}

// jobMembers returns the numbers of the job's processes but this one.
func jobMembers() []uintptr {
	// JOBOBJECT_BASIC_PROCESS_ID_LIST. More processes than fit are met on the next look, when the first are gone.
	var list struct {
		assigned, listed uint32
		ids              [1024]uintptr
	}
	if job() == 0 {
		return nil
	}
	err := windows.QueryInformationJobObject(job(), windows.JobObjectBasicProcessIdList, uintptr(unsafe.Pointer(&list)), uint32(unsafe.Sizeof(list)), nil)
	if err != nil && err != windows.ERROR_MORE_DATA {
		return nil
	}
	var members []uintptr
	for _, id := range list.ids[:min(int(list.listed), len(list.ids))] {
		if id != uintptr(os.Getpid()) {
			members = append(members, id)
		}
	}
	return members
}
