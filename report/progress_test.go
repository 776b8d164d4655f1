package report

import (
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"azdoctor/checks"
)

// screen shows what a terminal's line looks like after what was written.
type screen struct {
	mu      sync.Mutex
	line    []rune
	column  int
	written int
	widest  int
}

func (s *screen) Write(text []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, r := range string(text) {
		if r == '\r' {
			s.column = 0
			continue
		}
		if s.column == len(s.line) {
			s.line = append(s.line, r)
		}
		s.line[s.column] = r
		s.column++
		s.widest = max(s.widest, s.column)
	}
	s.written += len(text)
	return len(text), nil
}

func (s *screen) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return strings.TrimRight(string(s.line), " ")
}

func TestProgressLine(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var s screen
		p := StartProgress(&s, 80)
		p.Update(checks.Progress{Check: checks.AzureCLI})
		p.Update(checks.Progress{Check: checks.KeyVault})
		time.Sleep(200 * time.Millisecond)
		synctest.Wait()
		if got := s.String(); got != "" {
			t.Errorf("drawn at once: %q", got)
		}
		see := func(after time.Duration, want string) {
			t.Helper()
			time.Sleep(after)
			synctest.Wait()
			if got := s.String(); got != want {
				t.Errorf("%q, want %q", got, want)
			}
		}
		see(200*time.Millisecond, "waiting for azure-cli, key-vault  0 s")
		see(2800*time.Millisecond, "waiting for azure-cli, key-vault  3 s")
		p.Update(checks.Progress{Check: checks.KeyVault, Done: true})
		see(time.Second, "waiting for azure-cli  4 s")
		p.Update(checks.Progress{Check: checks.AzureCLI, Done: true})
		see(time.Second, "")
		p.Update(checks.Progress{Check: checks.AzureCLI})
		see(time.Second, "waiting for azure-cli  6 s")
		p.Stop()
		p.Stop()
		if s.String() != "" || s.column != 0 {
			t.Errorf("left behind: %q, column %d", s.String(), s.column)
		}
		p.Update(checks.Progress{Check: checks.KeyVault})
		see(time.Minute, "")
	})
}

func TestProgressLineFits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var s screen
		p := StartProgress(&s, 40)
		for _, check := range checks.All() {
			p.Update(checks.Progress{Check: check})
		}
		time.Sleep(time.Second)
		p.Stop()
		if s.widest == 0 || s.widest >= 40 {
			t.Errorf("%d columns of 40", s.widest)
		}
	})
}

func TestShortRunShowsNoProgress(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var s screen
		p := StartProgress(&s, 0)
		p.Update(checks.Progress{Check: checks.AzureCLI})
		time.Sleep(100 * time.Millisecond)
		p.Stop()
		if s.written != 0 {
			t.Errorf("%d bytes written", s.written)
		}
	})
}
