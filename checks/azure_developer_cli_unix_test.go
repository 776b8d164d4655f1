//go:build unix

package checks

import (
	"context"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"azdoctor/checks/azuretest"
)

// TestPipeForAProfile must not wait for somebody to write.
func TestPipeForAProfile(t *testing.T) {
	m := newMachine(t).signInCLI()
	profile := filepath.Join(m.Home, ".azure", "azureProfile.json")
	os.Remove(profile)
	if err := syscall.Mkfifo(profile, 0o600); err != nil {
		t.Fatal(err)
	}
	if got := observeAzureCLI(m.session(Request{})); got.Profile != "unreadable" || !strings.Contains(got.ProfileError, "not a regular file") {
		t.Errorf("%s: %s", got.Profile, got.ProfileError)
	}
}

// TestAskDirectlyEndsTheGroup lets the context end while azd and a child of it hang.
func TestAskDirectlyEndsTheGroup(t *testing.T) {
	m := newMachine(t).signInDeveloperCLI(azuretest.Alice)
	azd := m.install("azd", azuretest.Script{Hang: true, IgnoreSignals: true, ForkAndKeepPipes: true})
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		for len(azd.PIDs()) < 2 && ctx.Err() == nil {
			time.Sleep(5 * time.Millisecond)
		}
		cancel()
	}()
	s := m.session(Request{})
	if direct := s.askDirectly(ctx, azd.Path, TokenRequest{Credential: CredentialAzureDeveloperCLI, Scope: "https://vault.azure.net/.default"}); direct != nil {
		t.Errorf("%+v", direct)
	}
	for _, pid := range azd.PIDs() {
		for living := 0; syscall.Kill(pid, 0) == nil && !isZombie(pid); living++ {
			if living > 400 {
				t.Fatalf("process %d lives on", pid)
			}
			time.Sleep(5 * time.Millisecond)
		}
	}
}

// isZombie reports whether a process has ended and nobody has asked how.
func isZombie(pid int) bool {
	status, _ := os.ReadFile(filepath.Join("/proc", strconv.Itoa(pid), "status"))
	return strings.Contains(string(status), "State:\tZ")
}
