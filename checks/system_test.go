package checks

import (
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestReadRegularFile: never blocks, never reads more than the limit, and reads what says it is empty.
func TestReadRegularFile(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("needs a system with pipes among its files")
	}
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
	if runtime.GOOS == "windows" {
		t.Skip("needs executable bits")
	}
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

// TestProxyFor: as Go's net/http reads the variables.
func TestProxyFor(t *testing.T) {
	const vault, imds = "https://contoso-kv.vault.azure.net/", "http://169.254.169.254/"
	for name, test := range map[string]struct {
		environ     Environ
		target      string
		want, error string
	}{
		"none":             {Environ{}, vault, "", ""},
		"upper":            {Environ{"HTTPS_PROXY": "http://up:1"}, vault, "http://up:1", ""},
		"lower":            {Environ{"https_proxy": "http://low:1"}, vault, "http://low:1", ""},
		"both":             {Environ{"HTTPS_PROXY": "http://up:1", "https_proxy": "http://low:1"}, vault, "http://up:1", ""},
		"empty upper":      {Environ{"HTTPS_PROXY": "", "https_proxy": "http://low:1"}, vault, "http://low:1", ""},
		"no scheme":        {Environ{"HTTPS_PROXY": "up:1"}, vault, "http://up:1", ""},
		"other scheme":     {Environ{"HTTP_PROXY": "http://up:1"}, vault, "", ""},
		"ALL_PROXY":        {Environ{"ALL_PROXY": "http://up:1"}, vault, "", ""},
		"IMDS":             {Environ{"HTTP_PROXY": "http://up:1"}, imds, "http://up:1", ""},
		"IMDS, excepted":   {Environ{"HTTP_PROXY": "http://up:1", "NO_PROXY": "169.254.0.0/16"}, imds, "", ""},
		"excepted, lower":  {Environ{"HTTPS_PROXY": "http://up:1", "no_proxy": ".vault.azure.net"}, vault, "", ""},
		"exceptions, both": {Environ{"HTTPS_PROXY": "http://up:1", "NO_PROXY": "x", "no_proxy": "*"}, vault, "http://up:1", ""},
		"malformed":        {Environ{"HTTPS_PROXY": "http://alice:%zz@up:1"}, vault, "", ""},
		"CGI":              {Environ{"HTTP_PROXY": "http://up:1", "REQUEST_METHOD": "GET"}, imds, "", "CGI"},
		"CGI, https":       {Environ{"HTTPS_PROXY": "http://up:1", "REQUEST_METHOD": "GET"}, vault, "http://up:1", ""},
	} {
		t.Run(name, func(t *testing.T) {
			target, _ := url.Parse(test.target)
			got, err := (&System{Environ: test.environ}).ProxyFor(target)
			if (err != nil) != (test.error != "") || err != nil && !strings.Contains(err.Error(), test.error) {
				t.Errorf("error %v, want %q", err, test.error)
			}
			if got == nil && test.want != "" || got != nil && got.String() != test.want {
				t.Errorf("%v, want %q", got, test.want)
			}
		})
	}
}

// TestIMDSOverride: an http URL moves the metadata address; anything else counts as unset.
func TestIMDSOverride(t *testing.T) {
	for value, want := range map[string]string{
		"": "", "http://127.0.0.1:8080": "127.0.0.1:8080", "http://127.0.0.1:8080/": "127.0.0.1:8080", "http://imds.contoso.com": "imds.contoso.com:80", "http://[::1]": "[::1]:80", "http://[::1]:81/x": "[::1]:81",
		"HTTP://host:1": "host:1", "https://127.0.0.1": "", "127.0.0.1:8080": "", "http://": "", "http://:80": "", "%zz": "", "http://host:": "host:80",
	} {
		if got := (&System{Environ: Environ{"AZURE_POD_IDENTITY_AUTHORITY_HOST": value}}).IMDSOverride(); got != want {
			t.Errorf("%q: %q, want %q", value, got, want)
		}
	}
}

// TestHost: the snapshot is taken once.
func TestHost(t *testing.T) {
	t.Setenv("AZDOCTOR_TEST", "a=b")
	s := Host()
	t.Setenv("AZDOCTOR_TEST", "other")
	t.Setenv("AZD_DEBUG", "true")
	t.Setenv("AZURE_CORE_COLLECT_TELEMETRY", "yes")
	t.Setenv("AZURE_DEV_COLLECT_TELEMETRY", "yes")
	t.Setenv("AZD_SKIP_UPDATE_CHECK", "")
	PrepareChildren()
	if s.Environ["AZDOCTOR_TEST"] != "a=b" || s.OS != runtime.GOOS || time.Since(s.Now()) > time.Hour {
		t.Errorf("%q on %s", s.Environ["AZDOCTOR_TEST"], s.OS)
	}
	if _, set := os.LookupEnv("AZD_DEBUG"); set || os.Getenv("AZURE_CORE_COLLECT_TELEMETRY") != "no" || os.Getenv("AZURE_DEV_COLLECT_TELEMETRY") != "no" || os.Getenv("AZD_SKIP_UPDATE_CHECK") != "true" {
		t.Error("children would report home or chatter")
	}
}
