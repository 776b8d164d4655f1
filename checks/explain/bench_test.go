package explain

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"azdoctor/checks/cause"
)

// benchmarkSize is how long the log of BenchmarkExplain is.
const benchmarkSize = 500 << 20

// BenchmarkExplain reads a log of 500 MB of builds, with twenty different failures in it and some thousands of other programs'
// errors, on one core, and prints what it took beside
// what grep and ripgrep take to count the lines with a code of Entra in the same file:
//
//	GOMAXPROCS=1 go test ./checks/explain -run '^$' -bench 'Explain$' -benchtime 1x
//
// It wants 200 MB/s, less than 64 MB of memory, and all twenty.
func BenchmarkExplain(b *testing.B) {
	file, failures := writeLog(b)
	for _, search := range [][]string{{"grep", "-cE", "AADSTS[0-9]+", file}, {"rg", "-c", "AADSTS[0-9]+", file}} {
		if _, err := exec.LookPath(search[0]); err == nil {
			start := time.Now()
			count, _ := exec.Command(search[0], search[1:]...).Output()
			b.Logf("%s: %.0f MB/s, %s", search[0], benchmarkSize/1e6/time.Since(start).Seconds(), count)
		}
	}
	b.SetBytes(benchmarkSize)
	var most uint64
	for b.Loop() {
		log, err := os.Open(file)
		if err != nil {
			b.Fatal(err)
		}
		watched := &watcher{Reader: log}
		e, err := Explain(context.Background(), cause.Builtin(), Input{Reader: watched})
		if err != nil {
			b.Fatal(err)
		}
		log.Close()
		found := map[string]bool{}
		for _, f := range e.Findings {
			found[f.Slug] = true
		}
		for slug := range failures {
			if !found[slug] {
				b.Errorf("%s was not found", slug)
			}
		}
		most = max(most, watched.most)
	}
	b.ReportMetric(float64(most)/1e6, "MB-from-system")
}

// watcher looks now and then at how much memory the process took from the system.
type watcher struct {
	io.Reader
	reads int
	most  uint64
}

func (w *watcher) Read(p []byte) (int, error) {
	if w.reads++; w.reads%64 == 0 {
		var memory runtime.MemStats
		runtime.ReadMemStats(&memory)
		w.most = max(w.most, memory.Sys)
	}
	return w.Reader.Read(p)
}

// writeLog writes the benchmark's log, a failure in each twentieth of it, and returns what the failures are.
func writeLog(b *testing.B) (file string, failures map[string]bool) {
	b.Helper()
	var texts []form
	failures = map[string]bool{}
	for _, form := range readForms(b) {
		if form.slug != "" && !failures[form.slug] && len(texts) < 20 && first(explained(b, bury(form.text, true))) == form.slug {
			texts, failures[form.slug] = append(texts, form), true
		}
	}
	file = filepath.Join(b.TempDir(), "build.log")
	out, err := os.Create(file)
	if err != nil {
		b.Fatal(err)
	}
	buffered, log, written := bufio.NewWriterSize(out, 1<<20), newForeign(500), 0
	for i := 0; written < benchmarkSize; i++ {
		if len(texts) > 0 && written > (21-len(texts))*(benchmarkSize/22) {
			n, _ := buffered.WriteString(texts[0].text)
			texts, written = texts[1:], written+n
		}
		n, _ := fmt.Fprintf(buffered, "%s %s\n", clock(i).Format("2006-01-02T15:04:05.0000000Z"), log.coloured(log.usual()))
		written += n
	}
	if err := buffered.Flush(); err != nil {
		b.Fatal(err)
	}
	if err := out.Close(); err != nil {
		b.Fatal(err)
	}
	return file, failures
}
