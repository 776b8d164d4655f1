//go:build unix

package checks

import (
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"testing"
)

// TestReadRegularFile: never blocks, never reads more than the limit, and reads what says it is empty.
func TestReadRegularFile(t *testing.T) {
	dir := t.TempDir()
	in := func(name string) string { return filepath.Join(dir, name) }
	for name, content := range map[string]string{"ten": "0123456789", "empty": ""} {
		if err := os.WriteFile(in(name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, err := range []error{syscall.Mkfifo(in("pipe"), 0o600), os.Symlink("ten", in("link")), os.Symlink("loop", in("loop")), os.Symlink("pipe", in("to-pipe")), os.Symlink("gone", in("dangling"))} {
		if err != nil {
			t.Fatal(err)
		}
	}
	for name, want := range map[string]string{in("ten"): "0123456789", in("link"): "0123456789", in("empty"): "", "/proc/self/comm": "checks.test\n"} {
		if strings.HasPrefix(name, "/proc") && runtime.GOOS != "linux" {
			continue
		}
		if got, err := readRegularFile(name, 100); string(got) != want || err != nil {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
	if got, err := readRegularFile(in("ten"), 10); len(got) != 10 || err != nil {
		t.Errorf("at the limit: %q, %v", got, err)
	}
	for _, name := range []string{in("pipe"), in("to-pipe"), in("loop"), in("dangling"), in("none"), dir, "/dev/null", "/dev/zero", "", "a\x00b"} {
		if got, err := readRegularFile(name, 100); err == nil || got != nil {
			t.Errorf("%q: %q, %v", name, got, err)
		}
	}
	if got, err := readRegularFile(in("ten"), 9); err == nil || got != nil {
		t.Errorf("over the limit: %q, %v", got, err)
	}
}

// TestLookPath: what the SDKs' shell would find, first match first.
func TestLookPath(t *testing.T) {
	root := t.TempDir()
	for name, mode := range map[string]os.FileMode{"one/az-test": 0o755, "two/az-test": 0o700, "plain/az-test": 0o644, "win/az-test.cmd": 0o644, "win/az-test.exe": 0o644} {
		file := filepath.Join(root, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(name), mode); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(file, mode); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.MkdirAll(filepath.Join(root, "directory", "az-test"), 0o700); err != nil {
		t.Fatal(err)
	}
	for link, to := range map[string]string{"same": "one", "linked/az-test": "../two/az-test", "dangling/az-test": "gone"} {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(root, link)), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.Symlink(to, filepath.Join(root, link)); err != nil {
			t.Fatal(err)
		}
	}
	t.Chdir(filepath.Join(root, "one")) // where an empty entry would lead from here
	for name, test := range map[string]struct {
		goos, path, want string
	}{
		"none":             {"linux", "ROOT/none:ROOT/plain:ROOT/directory:ROOT/dangling", ""},
		"all, in order":    {"linux", "ROOT/two:ROOT/one", "ROOT/two/az-test ROOT/one/az-test"},
		"each once":        {"linux", "ROOT/one:ROOT/one:ROOT/same:ROOT/one/", "ROOT/one/az-test"},
		"linked":           {"linux", "ROOT/linked:ROOT/two", "ROOT/linked/az-test"},
		"empty entry":      {"linux", ":ROOT/two:", "ROOT/two/az-test"},
		"relative entries": {"linux", ".:../two", ""},
		"relative to /bin": {"linux", "..ROOT/two", "ROOT/two/az-test"},
		"empty":            {"linux", "", ""},
		"Windows":          {"windows", "ROOT/one:ROOT/win", "ROOT/win/az-test.exe ROOT/win/az-test.cmd"},
	} {
		t.Run(name, func(t *testing.T) {
			here := func(s string) string { return strings.ReplaceAll(s, "ROOT", root) }
			got := lookPath(Environ{"PATH": here(test.path)}, test.goos, "az-test")
			if want := strings.Fields(here(test.want)); !slices.Equal(got, want) {
				t.Errorf("found %q, want %q", got, want)
			}
		})
	}
	if got := lookPath(Environ{}, "linux", "sh"); len(got) == 0 {
		t.Error("no sh where PATH is unset")
	}
}
