package checks

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"azdoctor/checks/azuretest"
)

// machine is a computer made up for a test: a laptop with an empty home and nothing installed, whose network is an Azure
// in memory. Change it before session or run.
type machine struct {
	*System
	t *testing.T
	// Azure is the other end of every connection.
	Azure *azuretest.Azure
	// Home is HOME, Bin the only directory of PATH. Both exist and are empty.
	Home, Bin string
	// Files are files by absolute path, read before the disk's. Of the disk, only what is below the test's own directories exists.
	Files map[string]string
	// own are the directories of the disk that may be read.
	own []string
}

// newMachine returns a laptop: nobody is signed in, and nothing answers at the metadata address.
func newMachine(t *testing.T) *machine {
	t.Helper()
	m := &machine{t: t, Azure: azuretest.New(t), Home: t.TempDir(), Bin: t.TempDir(), Files: map[string]string{}}
	m.own = []string{m.Home, m.Bin}
	m.System = &System{
		OS:         "linux",
		Environ:    Environ{"HOME": m.Home, "PATH": m.Bin},
		Now:        time.Now,
		ReadFile:   m.readFile,
		Stat:       m.stat,
		ListDir:    m.listDir,
		LookPath:   func(name string) []string { return lookPath(Environ{"PATH": m.Bin}, m.OS, name) },
		LookupHost: m.Azure.LookupHost,
		Dial:       m.Azure.Dial,
		Roots:      m.Azure.Roots(),
	}
	return m
}

// set sets a variable for the probes alone: the process's own environment stays.
func (m *machine) set(name, value string) *machine {
	m.Environ[name] = value
	return m
}

// export sets a variable for the probes and for this process, as azidentity and what it starts read it.
func (m *machine) export(name, value string) *machine {
	m.t.Helper()
	m.t.Setenv(name, value)
	return m.set(name, value)
}

// isolate takes every variable that Azure's libraries read out of this process's environment and gives it this machine's
// home and search path, for tests in which azidentity reads the environment or starts az or azd.
func (m *machine) isolate() *machine {
	m.t.Helper()
	for _, entry := range os.Environ() {
		name, _, _ := strings.Cut(entry, "=")
		if slices.ContainsFunc([]string{"AZURE_", "IDENTITY_", "MSI_", "IMDS_", "ARM_", "AZD_", "ACTIONS_ID_TOKEN_", "SYSTEM_"}, func(prefix string) bool { return strings.HasPrefix(name, prefix) }) ||
			slices.Contains([]string{"HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "SSL_CERT_FILE", "REQUESTS_CA_BUNDLE"}, strings.ToUpper(name)) {
			unset(m.t, name)
		}
	}
	for name, value := range m.Environ {
		m.t.Setenv(name, value)
	}
	return m
}

// unset removes a variable until the test ends; t.Setenv puts it back then.
func unset(t *testing.T, name string) {
	t.Helper()
	t.Setenv(name, "")
	if err := os.Unsetenv(name); err != nil {
		t.Fatal(err)
	}
}

// install puts a fake az or azd on the search path, of the probes and of this process; see azuretest.WriteCLI.
func (m *machine) install(name string, scripts ...azuretest.Script) *azuretest.CLI {
	m.t.Helper()
	m.isolate()
	return azuretest.WriteCLI(m.t, m.Bin, name, scripts...)
}

// tempDir returns an empty directory of the disk that the probes may read.
func (m *machine) tempDir() string {
	dir := m.t.TempDir()
	m.own = append(m.own, dir)
	return dir
}

// write writes a file below one of the machine's own directories of the disk and returns its name.
func (m *machine) write(name, content string) string {
	m.t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
		m.t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(content), 0o600); err != nil {
		m.t.Fatal(err)
	}
	return name
}

// session prepares a run that ends with the test.
func (m *machine) session(request Request) *Session {
	return newSession(m.t.Context(), m.System, request)
}

// run examines the machine, with DefaultTimeout.
func (m *machine) run(request Request) *Observations {
	return Run(m.t.Context(), m.System, Options{Request: request})
}

func (m *machine) mayRead(name string) bool {
	return slices.ContainsFunc(m.own, func(dir string) bool { return name == dir || strings.HasPrefix(name, dir+"/") })
}

func notExist(op, name string) error { return &fs.PathError{Op: op, Path: name, Err: fs.ErrNotExist} }

func (m *machine) readFile(name string, limit int64) ([]byte, error) {
	content, ok := m.Files[name]
	switch {
	case ok && int64(len(content)) > limit:
		return nil, &fs.PathError{Op: "read", Path: name, Err: fmt.Errorf("larger than %d bytes", limit)}
	case ok:
		return []byte(content), nil
	case m.isDir(name):
		return nil, &fs.PathError{Op: "read", Path: name, Err: errors.New("not a regular file")}
	case !m.mayRead(name):
		return nil, notExist("open", name)
	}
	return readRegularFile(name, limit)
}

func (m *machine) isDir(name string) bool {
	for file := range m.Files {
		if strings.HasPrefix(file, strings.TrimSuffix(name, "/")+"/") {
			return true
		}
	}
	return false
}

func (m *machine) stat(name string) (fs.FileInfo, error) {
	content, ok := m.Files[name]
	switch {
	case ok:
		return madeUp{name: filepath.Base(name), size: int64(len(content)), mode: 0o644}, nil
	case m.isDir(name):
		return madeUp{name: filepath.Base(name), mode: fs.ModeDir | 0o755}, nil
	case !m.mayRead(name):
		return nil, notExist("stat", name)
	}
	return os.Stat(name)
}

func (m *machine) listDir(name string) ([]string, error) {
	names := map[string]bool{}
	for file := range m.Files {
		if below, ok := strings.CutPrefix(file, strings.TrimSuffix(name, "/")+"/"); ok {
			first, _, _ := strings.Cut(below, "/")
			names[first] = true
		}
	}
	if m.mayRead(name) {
		onDisk, err := listDir(name)
		if err != nil && len(names) == 0 {
			return nil, err
		}
		for _, n := range onDisk {
			names[n] = true
		}
	} else if len(names) == 0 {
		return nil, notExist("open", name)
	}
	return slices.Sorted(maps.Keys(names)), nil
}

// madeUp describes a file of machine.Files.
type madeUp struct {
	name string
	size int64
	mode fs.FileMode
}

func (f madeUp) Name() string       { return f.name }
func (f madeUp) Size() int64        { return f.size }
func (f madeUp) Mode() fs.FileMode  { return f.mode }
func (f madeUp) ModTime() time.Time { return time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC) }
func (f madeUp) IsDir() bool        { return f.mode.IsDir() }
func (f madeUp) Sys() any           { return nil }

func TestMachine(t *testing.T) {
	m := newMachine(t)
	m.Files["/sys/class/dmi/id/chassis_asset_tag"] = "7783-7084-3265-9085-8269-3286-77\n"
	if content, err := m.ReadFile("/sys/class/dmi/id/chassis_asset_tag", 100); err != nil || len(content) != 33 {
		t.Errorf("made-up file: %q, %v", content, err)
	}
	if names, err := m.ListDir("/sys/class"); err != nil || !slices.Equal(names, []string{"dmi"}) {
		t.Errorf("made-up directory: %q, %v", names, err)
	}
	if _, err := m.ReadFile("/etc/hostname", 100); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("this machine's own file: %v", err)
	}
	if _, err := m.Stat("/etc"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("this machine's own directory: %v", err)
	}
	file := m.write(filepath.Join(m.Home, ".azure", "config"), "[cloud]\n")
	if content, err := m.ReadFile(file, 100); err != nil || string(content) != "[cloud]\n" {
		t.Errorf("file at home: %q, %v", content, err)
	}
	if paths := m.LookPath("az"); len(paths) != 0 {
		t.Errorf("az is installed: %q", paths)
	}
	if dir := m.tempDir(); m.write(filepath.Join(dir, "token"), "t") == "" || m.set("SEEN", dir).Environ["SEEN"] != dir {
		t.Error("a directory of the machine's own")
	} else if info, err := m.Stat(filepath.Join(dir, "token")); err != nil || info.Size() != 1 {
		t.Errorf("file in its own directory: %v", err)
	}
	if m.export("AZURE_CLIENT_ID", azuretest.ClientID); os.Getenv("AZURE_CLIENT_ID") != m.Environ["AZURE_CLIENT_ID"] {
		t.Error("the process has another AZURE_CLIENT_ID")
	}
	m.install("az", azuretest.Script{Stdout: "{}"})
	if paths := m.LookPath("az"); !slices.Equal(paths, []string{filepath.Join(m.Bin, "az")}) {
		t.Errorf("az is not installed: %q", paths)
	}
	o := m.run(Request{})
	if o == nil || o.Environment == nil {
		t.Error("nothing was observed")
	}
}
