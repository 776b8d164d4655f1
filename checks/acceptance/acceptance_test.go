package acceptance

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// program is the built azdoctor.
var program string

func TestMain(m *testing.M) {
	os.Exit(buildAndRun(m))
}

func buildAndRun(m *testing.M) int {
	dir, err := os.MkdirTemp("", "azdoctor-acceptance")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(dir)
	program = filepath.Join(dir, "azdoctor")
	if out, err := exec.Command("go", "build", "-o", program, "azdoctor").CombinedOutput(); err != nil {
		fmt.Fprintf(os.Stderr, "azdoctor does not build: %v\n%s", err, out)
		return 1
	}
	return m.Run()
}

// outcome is how one run of the program ended.
type outcome struct {
	stdout, stderr string
	code           int
	took           time.Duration
}

// closedIMDS keeps every run from the real metadata address: a loopback port on which nobody listens.
const closedIMDS = "AZURE_POD_IDENTITY_AUTHORITY_HOST=http://127.0.0.1:1"

// bareMachine is the environment of a machine without any Azure: no variables, no tools, an own home.
func bareMachine(t testing.TB) []string {
	return []string{"HOME=" + t.TempDir(), "PATH=" + t.TempDir(), "LANG=C.UTF-8", closedIMDS}
}

// azdoctor runs the program to its end.
func azdoctor(t testing.TB, environ []string, args ...string) outcome {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	command := exec.CommandContext(ctx, program, args...)
	return wait(t, command, environ, command.Run)
}

// wait runs a prepared command by its own Run or Wait and collects what it wrote.
func wait(t testing.TB, command *exec.Cmd, environ []string, run func() error) outcome {
	t.Helper()
	var stdout, stderr bytes.Buffer
	command.Env, command.Stdout, command.Stderr = environ, &stdout, &stderr
	started := time.Now()
	err := run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatalf("azdoctor could not be run: %v", err)
	}
	return outcome{stdout.String(), stderr.String(), command.ProcessState.ExitCode(), time.Since(started)}
}

// oneLine fails the test where text is not exactly one line, and returns it.
func oneLine(t *testing.T, text string) string {
	t.Helper()
	if strings.Count(text, "\n") != 1 || !strings.HasSuffix(text, "\n") {
		t.Errorf("want exactly one line, got %q", text)
	}
	return strings.TrimSuffix(text, "\n")
}

// filesBelow lists the files below a folder, relative to it.
func filesBelow(dir string) (files []string, err error) {
	err = filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			name, _ := filepath.Rel(dir, path)
			files = append(files, name)
		}
		return err
	})
	return files, err
}
