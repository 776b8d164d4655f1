//go:build unix

package checks

import (
	"os/exec"
	"syscall"
)

// ownGroup lets the command lead a process group and, when its context ends, kills the whole group.
func ownGroup(command *exec.Cmd) {
	command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	command.Cancel = func() error { return syscall.Kill(-command.Process.Pid, syscall.SIGKILL) }
}
