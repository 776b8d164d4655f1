package checks

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// alive reports whether a process exists and is not dead.
func alive(id int) bool {
	p, ok := readProcess(strconv.Itoa(id))
	return ok && !p.zombie
}

// noted waits for a file of process numbers to have as many lines, and returns them.
func noted(t *testing.T, file string, lines int) (ids []int) {
	t.Helper()
	for range 500 {
		content, _ := os.ReadFile(file)
		if fields := strings.Fields(string(content)); len(fields) >= lines {
			for _, field := range fields {
				id, err := strconv.Atoi(field)
				if err != nil {
					t.Fatal(err)
				}
				ids = append(ids, id)
			}
			return ids
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatalf("%s never had %d lines", file, lines)
	return nil
}

// tool finds a program that these tests cannot do without.
func tool(t *testing.T, name string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		t.Fatalf("%s, of util-linux or coreutils, is needed: %v", name, err)
	}
	return path
}

// TestProcessesEnd: whatever az is, nothing that it started outlives the run, and nothing else is touched.
func TestProcessesEnd(t *testing.T) {
	sleep, setsid := tool(t, "sleep"), tool(t, "setsid")
	for name, script := range map[string]string{
		"hangs":                     "exec SLEEP 60",
		"forks and keeps the pipes": "SLEEP 60 & echo $! >>PIDS; SLEEP 60",
		"leaves a child behind":     "SLEEP 60 & echo $! >>PIDS; exit 1",
		"leaves its session":        "SETSID SLEEP 60 & echo $! >>PIDS; SLEEP 60",
		"daemon":                    "(SETSID sh -c 'SLEEP 60 & echo $! >>PIDS; exit 0' </dev/null >/dev/null 2>&1 &); SLEEP 60",
		"daemon, without pipes":     "(SETSID sh -c 'SLEEP 60 & echo $! >>PIDS; exit 0' </dev/null >/dev/null 2>&1 &); exit 1",
		"deaf to signals":           "trap '' TERM INT HUP; SLEEP 60 & echo $! >>PIDS; while :; do SLEEP 60; done",
		"forks without end":         "while :; do SLEEP 60 & echo $! >>PIDS; SLEEP 0.01; done",
	} {
		t.Run(name, func(t *testing.T) {
			m := newMachine(t)
			m.isolate()
			t.Setenv("PATH", m.Bin+":/usr/bin:/bin")
			pids := filepath.Join(t.TempDir(), "pids")
			replaced := strings.NewReplacer("SLEEP", sleep, "SETSID", setsid, "PIDS", pids).Replace(script)
			m.write(filepath.Join(m.Bin, "az"), "#!/bin/sh\necho $$ >>"+pids+"\n"+replaced+"\n")
			if err := os.Chmod(filepath.Join(m.Bin, "az"), 0o755); err != nil {
				t.Fatal(err)
			}
			sibling := exec.Command(sleep, "60")
			if err := sibling.Start(); err != nil {
				t.Fatal(err)
			}
			defer func() { _ = sibling.Process.Kill(); _ = sibling.Wait() }()

			lines := 2
			if name == "hangs" {
				lines = 1
			}
			asking := Check{ID: "asking", Probe: func(ctx context.Context, s *Session) (func(*Observations), error) {
				ctx, cancel := context.WithCancel(ctx)
				defer cancel()
				go s.Token(ctx, TokenRequest{Credential: CredentialAzureCLI, Scope: "https://vault.azure.net/.default"})
				noted(t, pids, lines)
				return nil, nil
			}}
			o := run(t.Context(), m.System, Options{Timeout: 10 * time.Second}, []Check{asking})
			for _, id := range noted(t, pids, lines) {
				if alive(id) {
					t.Errorf("process %d outlived the run", id)
				}
			}
			if !alive(sibling.Process.Pid) {
				t.Error("a process that the run did not start was ended")
			}
			if o.Probes["asking"].Incomplete != "" {
				t.Errorf("%+v", o.Probes)
			}
		})
	}
}

// TestProcessesOfOverlappingRuns: a run that ends first leaves the other's processes alone.
func TestProcessesOfOverlappingRuns(t *testing.T) {
	first, second := trackProcesses(), trackProcesses()
	child := exec.Command(tool(t, "sleep"), "60")
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	first()
	first()
	if !alive(child.Process.Pid) {
		t.Error("ended while a run was on")
	}
	second()
	if alive(child.Process.Pid) {
		t.Error("outlived the runs")
	}
	_ = child.Wait()
}

// TestReadProcess: the name in /proc/ID/stat may hold spaces, parentheses and line breaks.
func TestReadProcess(t *testing.T) {
	name := filepath.Join(t.TempDir(), "a) R 1\n(b")
	content, err := os.ReadFile(tool(t, "sleep"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, content, 0o755); err != nil {
		t.Fatal(err)
	}
	child := exec.Command(name, "60")
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() { _ = child.Process.Kill(); _ = child.Wait() }()
	if p, ok := readProcess(strconv.Itoa(child.Process.Pid)); !ok || p.parent != os.Getpid() || p.started == 0 {
		t.Errorf("read %+v, %t", p, ok)
	}
	if _, ok := descendants()[child.Process.Pid]; !ok {
		t.Error("the child is not among the descendants")
	}
}

// TestKillChecks: a number that has passed to another process is left alone.
func TestKillChecks(t *testing.T) {
	child := exec.Command(tool(t, "sleep"), "60")
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	p, _ := readProcess(strconv.Itoa(child.Process.Pid))
	if kill(child.Process.Pid, process{started: p.started + 1}) || !alive(child.Process.Pid) {
		t.Error("another process was ended")
	}
	if !kill(child.Process.Pid, p) {
		t.Error("the process was not ended")
	}
	_ = child.Wait()
}
