package checks

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"time"

	"golang.org/x/net/http/httpproxy"
)

// System is the machine as a probe sees it. Probes reach the world through it alone, so that a test can stand in for any
// part of it (see azuretest). Exceptions: azidentity starts az and azd itself, with the process's own environment, opens
// the federated token file itself, and reads AZURE_REGIONAL_AUTHORITY_NAME.
type System struct {
	// OS is a GOOS value: "linux", "darwin", "windows".
	OS string
	// Environ is the environment, read once.
	Environ Environ
	// Now is the wall clock.
	Now func() time.Time
	// ReadFile returns a regular file's content; a file of more than limit bytes, a directory, pipe or device is an error. It
	// never blocks on one.
	ReadFile func(name string, limit int64) ([]byte, error)
	// Stat describes a file, following links.
	Stat func(name string) (fs.FileInfo, error)
	// ListDir returns the names in a directory, sorted.
	ListDir func(name string) ([]string, error)
	// LookPath returns every executable of this name that the search path leads to, first match first.
	LookPath func(name string) []string
	// LookupHost resolves a host name to addresses.
	LookupHost func(ctx context.Context, host string) ([]string, error)
	// Dial opens connections. The metadata address (IMDSAddress) has been replaced by then: see dial.
	Dial func(ctx context.Context, network, address string) (net.Conn, error)
	// Roots are the trusted certificate authorities; nil: the operating system's.
	Roots *x509.CertPool
}

// Environ is a snapshot of environment variables. On Windows its keys are upper case.
type Environ map[string]string

// Host returns the machine this process runs on.
func Host() *System {
	environ := Environ{}
	for _, entry := range os.Environ() {
		if name, value, ok := strings.Cut(entry, "="); ok && name != "" {
			if runtime.GOOS == "windows" {
				name = strings.ToUpper(name)
			}
			environ[name] = value
		}
	}
	dialer := &net.Dialer{}
	return &System{
		OS:         runtime.GOOS,
		Environ:    environ,
		Now:        time.Now,
		ReadFile:   readRegularFile,
		Stat:       os.Stat,
		ListDir:    listDir,
		LookPath:   func(name string) []string { return lookPath(environ, runtime.GOOS, name) },
		LookupHost: net.DefaultResolver.LookupHost,
		Dial:       dialer.DialContext,
	}
}

// readRegularFile looks before it opens, since opening alone can block (a pipe without a writer) or act (a watchdog), and
// looks again at what it opened, which may be another file by then.
func readRegularFile(name string, limit int64) ([]byte, error) {
	notRegular := &fs.PathError{Op: "read", Path: name, Err: errors.New("not a regular file")}
	info, err := os.Stat(name)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, notRegular
	}
	file, err := os.OpenFile(name, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	if info, err = file.Stat(); err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, notRegular
	}
	content, err := io.ReadAll(io.LimitReader(file, limit+1)) // files of /proc say that they are empty: the size tells nothing
	if err == nil && int64(len(content)) > limit {
		return nil, &fs.PathError{Op: "read", Path: name, Err: fmt.Errorf("larger than %d bytes", limit)}
	}
	return content, err
}

func listDir(name string) ([]string, error) {
	entries, err := os.ReadDir(name)
	var names []string
	for _, entry := range entries {
		names = append(names, entry.Name())
	}
	return names, err
}

// lookPath finds what the SDKs' shell finds. An empty or relative entry of PATH counts from the directory that they start
// the shell in, not from this process's. The same file under two names (/bin is /usr/bin) counts once.
// azidentity 1.15.0 developer_credential_util_nonwindows.go and _windows.go, read 2026-11-22.
func lookPath(environ Environ, goos, name string) []string {
	from, extensions := "/bin", []string{""}
	if goos == "windows" {
		from = environ["SYSTEMROOT"]
		extensions = strings.Split(strings.ToLower(environ.Default("PATHEXT", ".com;.exe;.bat;.cmd")), ";")
	}
	var found []string
	var seen []fs.FileInfo
	for _, dir := range searchPath(environ, goos) {
		if !filepath.IsAbs(dir) {
			dir = filepath.Join(from, dir)
		}
		for _, extension := range extensions {
			file := filepath.Join(dir, name+extension)
			info, err := os.Stat(file)
			if err != nil || !info.Mode().IsRegular() || goos != "windows" && info.Mode()&0o111 == 0 {
				continue
			}
			if !slices.ContainsFunc(seen, func(other fs.FileInfo) bool { return os.SameFile(info, other) }) {
				seen = append(seen, info)
				found = append(found, file)
			}
		}
	}
	return found
}

// defaultPath is what shells use where PATH is unset: dash's, of which other shells' are parts.
const defaultPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

func searchPath(environ Environ, goos string) []string {
	path, set := environ["PATH"]
	switch {
	case set && path == "" && goos != "windows":
		return []string{""}
	case !set && goos != "windows":
		path = defaultPath
	}
	return filepath.SplitList(path)
}

// Default returns the variable's value, or fallback where it is unset or empty.
func (e Environ) Default(name, fallback string) string {
	if value := e[name]; value != "" {
		return value
	}
	return fallback
}

// HomeDir returns the user's home directory as az, azd and Go find it, and the variable that says so; "" where none does.
func (s *System) HomeDir() (dir, variable string) {
	variable = "HOME"
	if s.OS == "windows" {
		variable = "USERPROFILE"
	}
	return s.Environ[variable], variable
}

// IMDSAddress is the link-local address at which Azure hosts serve instance metadata and managed identity tokens.
// https://learn.microsoft.com/azure/virtual-machines/instance-metadata-service, read 2026-11-22.
const IMDSAddress = "169.254.169.254:80"

// IMDSOverride returns the host:port that AZURE_POD_IDENTITY_AUTHORITY_HOST puts in the place of the metadata address, or
// "". .NET, Python, JavaScript and C++ follow the variable; Go's credential ignores it, so azdoctor redirects its
// connections. A value that is no http URL counts as unset.
func (s *System) IMDSOverride() string {
	override, err := url.Parse(s.Environ["AZURE_POD_IDENTITY_AUTHORITY_HOST"])
	if err != nil || override.Scheme != "http" || override.Hostname() == "" {
		return ""
	}
	if override.Port() == "" {
		return net.JoinHostPort(override.Hostname(), "80")
	}
	return override.Host
}

// dial opens a connection, to the override where the metadata address is meant.
func (s *System) dial(ctx context.Context, network, address string) (net.Conn, error) {
	if override := s.IMDSOverride(); override != "" && address == IMDSAddress {
		address = override
	}
	ctx, cancel := context.WithTimeout(ctx, dialTimeout)
	defer cancel()
	return s.Dial(ctx, network, address)
}

// dialTimeout bounds one connection attempt. A packet lost once is resent after 1 s, so 3 s leaves room for two losses;
// the SDKs' own 30 s would outlast the whole run.
const dialTimeout = 3 * time.Second

// maxHeaderBytes bounds response headers, against servers that send them without end.
const maxHeaderBytes = 64 << 10

// maxBodyBytes bounds every HTTP body that is read. Entra's and Key Vault's largest answers are some kilobytes.
const maxBodyBytes = 1 << 20

// ProxyFor returns the proxy that this environment's variables name for a URL, as Go programs and azd read them; nil:
// none. A variable that is no URL counts as unset, as in Go: the environment check is who says so. The error is that of a
// CGI program (REQUEST_METHOD is set), where Go refuses HTTP_PROXY.
//
// Upper case wins over lower case, as in net/http of Go 1.26, which carries its own copy of httpproxy: that of
// golang.org/x/net 0.62 prefers lower case where it reads the environment itself, and so is given values here. Both read
// 2026-11-22.
func (s *System) ProxyFor(target *url.URL) (*url.URL, error) {
	either := func(name string) string { return s.Environ.Default(name, s.Environ[strings.ToLower(name)]) }
	config := httpproxy.Config{HTTPProxy: either("HTTP_PROXY"), HTTPSProxy: either("HTTPS_PROXY"), NoProxy: either("NO_PROXY"), CGI: s.Environ["REQUEST_METHOD"] != ""}
	return config.ProxyFunc()(target)
}

// Direct returns a client that uses no proxy, as the metadata address wants it. The caller closes idle connections.
func (s *System) Direct() *http.Client { return s.client(nil) }

// Proxied returns a client that goes through the environment's proxy, as the SDKs' own clients do.
func (s *System) Proxied() *http.Client {
	return s.client(func(r *http.Request) (*url.URL, error) { return s.ProxyFor(r.URL) })
}

// client speaks as the SDK's own transport does, HTTP/2 included, where a middlebox may treat that differently.
// azure-sdk-for-go sdk/internal 1.13.0 transport/transport.go, read 2026-11-22.
func (s *System) client(proxy func(*http.Request) (*url.URL, error)) *http.Client {
	return &http.Client{
		Transport: &http.Transport{
			Proxy:                  proxy,
			DialContext:            s.dial,
			TLSClientConfig:        &tls.Config{RootCAs: s.Roots, MinVersion: tls.VersionTLS12, Renegotiation: tls.RenegotiateFreelyAsClient},
			TLSHandshakeTimeout:    5 * time.Second,
			MaxResponseHeaderBytes: maxHeaderBytes,
			MaxIdleConnsPerHost:    4,
			IdleConnTimeout:        30 * time.Second,
			ForceAttemptHTTP2:      true,
		},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }, // a portal's redirect is a fact
	}
}
