package report

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"time"

	"azdoctor/checks"
)

// ProgressLine is the one line, redrawn in place, that says what a run still waits for:
//
//	waiting for azure-cli, key-vault  3 s
//
// It is for a terminal; whoever makes it decides whether there is one. It appears only when a run takes a moment, and
// leaves nothing behind. Its methods may be called at the same time.
type ProgressLine struct {
	w       io.Writer
	width   int
	started time.Time
	stop    chan struct{}
	stopped sync.WaitGroup

	mu      sync.Mutex // guards what follows, and writing to w
	waiting []string
	drawn   string
	ended   bool
}

const (
	progressDelay = 300 * time.Millisecond // a run that is over by then shows no line
	progressEvery = 250 * time.Millisecond // often enough that seconds and endings look live
)

// StartProgress draws on w, at most width columns wide (0 means 80), until Stop.
func StartProgress(w io.Writer, width int) *ProgressLine {
	if width <= 0 {
		width = defaultWidth
	}
	p := &ProgressLine{w: w, width: width, started: time.Now(), stop: make(chan struct{})}
	p.stopped.Go(p.keepDrawing)
	return p
}

// Update takes a step of the run; it is what checks.Options.Progress wants.
func (p *ProgressLine) Update(step checks.Progress) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.waiting = slices.DeleteFunc(p.waiting, func(id string) bool { return id == step.Check.ID })
	if !step.Done {
		p.waiting = append(p.waiting, step.Check.ID)
	}
}

// Stop erases the line. Nothing is drawn after it returns; further calls do nothing.
func (p *ProgressLine) Stop() {
	p.mu.Lock()
	first := !p.ended
	p.ended = true
	p.mu.Unlock()
	if first {
		close(p.stop)
	}
	p.stopped.Wait()
}

func (p *ProgressLine) keepDrawing() {
	defer p.draw("")
	delay := time.NewTimer(progressDelay)
	defer delay.Stop()
	select {
	case <-p.stop:
		return
	case <-delay.C:
	}
	ticker := time.NewTicker(progressEvery)
	defer ticker.Stop()
	for {
		p.draw(p.line())
		select {
		case <-p.stop:
			return
		case <-ticker.C:
		}
	}
}

// line is what is to be seen now; "" while nothing is waited for.
func (p *ProgressLine) line() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.waiting) == 0 {
		return ""
	}
	seconds := fmt.Sprintf("  %d s", int(time.Since(p.started).Seconds()))
	names := "waiting for " + strings.Join(p.waiting, ", ")
	if room := p.width - 1 - len(seconds); len(names) > room { // the last column stays free: some terminals wrap there
		names = names[:max(0, room-3)] + "..."
	}
	return names + seconds
}

// draw replaces the line. It overwrites with spaces instead of an escape sequence, which not every console knows.
func (p *ProgressLine) draw(line string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if line == p.drawn {
		return
	}
	blanks := strings.Repeat(" ", max(0, len(p.drawn)-len(line)))
	back := ""
	if line == "" {
		back = "\r"
	}
	fmt.Fprint(p.w, "\r"+line+blanks+back) // a terminal that is gone is no reason to fail
	p.drawn = line
}
