//go:build unix

package acceptance

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"azdoctor/checks/azuretest"
)

// ill is a machine with a fake az on which alice is signed in.
func ill(t *testing.T, script azuretest.Script) (environ []string, az *azuretest.CLI) {
	t.Helper()
	environ = bareMachine(t)
	home, bin := environ[0][len("HOME="):], environ[1][len("PATH="):]
	azuretest.WriteAzureCLIFiles(t, filepath.Join(home, ".azure"), azuretest.AzureCLIAccount{Identity: azuretest.Alice})
	return environ, azuretest.WriteCLI(t, bin, "az", script)
}

// alive reports whether a process still runs.
func alive(pid int) bool {
	status, err := os.ReadFile(filepath.Join("/proc", strconv.Itoa(pid), "stat"))
	return err == nil && !strings.Contains(string(status), ") Z ")
}

func TestInterruptPrintsWhatIsKnownAndLeavesNoProcess(t *testing.T) {
	for _, delay := range []time.Duration{0, 20 * time.Millisecond, 200 * time.Millisecond, time.Second} {
		for _, format := range []string{"json", "text"} {
			t.Run(delay.String()+" "+format, func(t *testing.T) {
				environ, az := ill(t, azuretest.Script{Hang: true, IgnoreSignals: true})
				ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
				defer cancel()
				command := exec.CommandContext(ctx, program, "--format", format)
				got := wait(t, command, environ, func() error {
					if err := command.Start(); err != nil {
						return err
					}
					time.Sleep(delay)
					command.Process.Signal(os.Interrupt)
					return command.Wait()
				})
				if delay >= 200*time.Millisecond && got.code != 130 || got.code != 130 && got.code != -1 {
					t.Errorf("exit code %d, want 130", got.code)
				}
				if got.code == 130 && format == "json" && readReport(t, got.stdout).ExitCode != 130 {
					t.Error("the report carries another exit code")
				}
				if got.took > delay+3*time.Second {
					t.Errorf("ended %s after the interrupt", got.took-delay)
				}
				for _, pid := range az.PIDs() {
					if alive(pid) {
						t.Errorf("process %d of az still runs", pid)
						syscall.Kill(pid, syscall.SIGKILL)
					}
				}
			})
		}
	}
}

func TestHostileToolsNeitherHangNorLeakNorBreakTheReport(t *testing.T) {
	noise := strings.Repeat("\x1b]0;owned\x07\x1b[2J\u202e{\"accessToken\": \"", 20000)
	for name, script := range map[string]azuretest.Script{
		"hangs":                        {Hang: true, IgnoreSignals: true},
		"forks and never closes pipes": {Stdout: azuretest.AzureCLIToken(azuretest.Alice, azuretest.ManagementAudience, time.Hour), ForkAndKeepPipes: true},
		"forks and says nothing":       {ForkAndKeepPipes: true, ExitCode: 1},
		"prints megabytes of escapes":  {Stderr: noise, ExitCode: 1},
		"prints secrets":               {Stderr: "ERROR: access_token=" + azuretest.Token(azuretest.Alice, azuretest.VaultAudience, time.Hour) + " client_secret=" + azuretest.ClientSecret + "\n", ExitCode: 1},
		"prints garbage":               {Stdout: "\x00\xff not json", ExitCode: 0},
		"is gone":                      {ExitCode: 127},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			environ, az := ill(t, script)
			for _, args := range [][]string{{"--format", "json", "--timeout", "2s"}, {"--verbose", "--timeout", "2s"}} {
				got := azdoctor(t, environ, args...)
				if got.took > 5*time.Second {
					t.Errorf("%q took %s", args, got.took)
				}
				if args[0] == "--format" {
					readReport(t, got.stdout)
				}
				if strings.Contains(got.stdout+got.stderr, azuretest.Canary) || strings.ContainsAny(got.stdout, "\x1b\x07\u202e") {
					t.Errorf("%q lets a secret or an escape sequence through", args)
				}
			}
			for _, pid := range az.PIDs() {
				if alive(pid) {
					t.Errorf("process %d of az still runs", pid)
					syscall.Kill(pid, syscall.SIGKILL)
				}
			}
		})
	}
}
