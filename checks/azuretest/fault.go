package azuretest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strings"
	"syscall"
	"time"
)

// Fault is a way to go wrong; the zero value is none. Any of them fits any host, by Break; those that are answers also fit
// the narrower places that take a Fault: the token endpoint, the paths of IMDS.
type Fault struct {
	delay       time.Duration
	lookup      func(ctx context.Context, name string) error
	dial        func(ctx, end context.Context) error
	connection  func(ctx context.Context, c *pipeConn)
	certificate certificateKind
	serve       http.HandlerFunc
}

// Slow answers rightly, but late.
func Slow(delay time.Duration) Fault { return Fault{delay: delay} }

// Faults of a name or a connection.
var (
	// NotFound: the name does not exist (NXDOMAIN).
	NotFound = Fault{lookup: func(_ context.Context, name string) error { return notFound(name) }}
	// LookupTimeout: no DNS server answers.
	LookupTimeout = Fault{lookup: func(ctx context.Context, name string) error {
		<-ctx.Done()
		return &net.DNSError{Err: "i/o timeout", Name: name, IsTimeout: true, IsTemporary: true}
	}}
	// Refused: nothing listens.
	Refused = dialError(syscall.ECONNREFUSED)
	// NoRoute: no route to the host.
	NoRoute = dialError(syscall.EHOSTUNREACH)
	// NetworkUnreachable: the machine has no network.
	NetworkUnreachable = dialError(syscall.ENETUNREACH)
	// BlackHole: packets vanish; connecting takes as long as its context lets it.
	BlackHole = Fault{dial: func(ctx, end context.Context) error {
		select {
		case <-ctx.Done():
		case <-end.Done():
		}
		if errors.Is(ctx.Err(), context.DeadlineExceeded) {
			return dialTimeout{}
		}
		return dialCanceled{}
	}}
	// Silent: connects and never says a word, not even for TLS.
	Silent = Fault{connection: func(ctx context.Context, c *pipeConn) {
		stop := context.AfterFunc(ctx, func() { c.Close() })
		defer stop()
		io.Copy(io.Discard, c)
	}}
	// CutTLS: the connection is reset at the first word, as a firewall that reads names does.
	CutTLS = Fault{connection: func(_ context.Context, c *pipeConn) {
		c.Read(make([]byte, 4096))
		c.abort()
	}}
	// NotTLS: something that speaks plain HTTP answers on the port.
	NotTLS = Fault{connection: func(_ context.Context, c *pipeConn) {
		c.Read(make([]byte, 4096))
		io.WriteString(c, "HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n")
	}}
	// UntrustedCertificate: signed by InspectionAuthorityName, as behind a proxy that inspects TLS.
	UntrustedCertificate = Fault{certificate: certificateUntrusted}
	// ExpiredCertificate: ended in 1999.
	ExpiredCertificate = Fault{certificate: certificateExpired}
	// OtherNameCertificate: for portal.contoso.com.
	OtherNameCertificate = Fault{certificate: certificateOtherName}
)

// dialTimeout and dialCanceled are what net.Dialer reports when its context ends.
// Go 1.26 net/net.go (mapErr), read 2026-11-22.
type (
	dialTimeout  struct{}
	dialCanceled struct{}
)

func (dialTimeout) Error() string         { return "i/o timeout" }
func (dialTimeout) Timeout() bool         { return true }
func (dialTimeout) Temporary() bool       { return true }
func (dialTimeout) Is(target error) bool  { return target == context.DeadlineExceeded }
func (dialCanceled) Error() string        { return "operation was canceled" }
func (dialCanceled) Is(target error) bool { return target == context.Canceled }

func dialError(number syscall.Errno) Fault {
	return Fault{dial: func(context.Context, context.Context) error { return os.NewSyscallError("connect", number) }}
}

// Faults of an answer.
var (
	// Hang: takes the request and never answers.
	Hang = Fault{serve: func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }}
	// Reset: takes the request and resets the connection.
	Reset = Fault{serve: func(w http.ResponseWriter, _ *http.Request) {
		conn, _, err := w.(http.Hijacker).Hijack()
		if err == nil {
			serverEnd(conn).abort()
		}
	}}
	// Drop: takes the request and closes the connection.
	Drop = Fault{serve: func(w http.ResponseWriter, _ *http.Request) {
		conn, _, err := w.(http.Hijacker).Hijack()
		if err == nil {
			serverEnd(conn).Close()
		}
	}}
	// Portal: a captive portal's page, with status 200.
	Portal = HTML(http.StatusOK, "<title>Hotel Wi-Fi</title><p>Accept our terms to go online.</p>")
	// PortalRedirect: a captive portal's redirect to its page.
	PortalRedirect = Fault{serve: func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "http://portal.hotel.example/login", http.StatusFound)
	}}
	// ProxyDenied: a company proxy's page, with status 403.
	ProxyDenied = HTML(http.StatusForbidden, "<title>Access denied</title><p>Blocked by policy.</p>")
	// BadGateway: a proxy's page, with status 502.
	BadGateway = HTML(http.StatusBadGateway, "<title>502 Bad Gateway</title><p>The proxy could not connect.</p>")
	// Garbage: status 200, called JSON, and noise with control and escape sequences.
	Garbage = Answer(http.StatusOK, "application/json", "\x00\xff\x1b[2J\x1b]0;owned\a{\"access_token\":\r\n\u202e\x7f")
	// Huge: status 200, called JSON, and eight megabytes of one string.
	Huge = Fault{serve: func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		io.WriteString(w, `{"access_token":"`)
		block := strings.Repeat("A", 1<<16)
		for range 128 {
			if _, err := io.WriteString(w, block); err != nil {
				return
			}
		}
		io.WriteString(w, `"}`)
	}}
	// HugeHeader: a header of a megabyte.
	HugeHeader = Fault{serve: func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("X-Padding", strings.Repeat("A", 1<<20))
	}}
	// EndlessBody: bytes without end, some each second.
	EndlessBody = Fault{serve: func(w http.ResponseWriter, r *http.Request) {
		for r.Context().Err() == nil {
			io.WriteString(w, " ")
			w.(http.Flusher).Flush()
			sleep(r.Context(), time.Second)
		}
	}}
)

// HTML answers every request with a page.
func HTML(status int, body string) Fault {
	return Answer(status, "text/html; charset=utf-8", "<html><body>"+body+"</body></html>")
}

// Status answers every request with a status and a body of a few words.
func Status(status int) Fault {
	return Answer(status, "text/plain; charset=utf-8", fmt.Sprintf("%d %s", status, http.StatusText(status)))
}

// Answer answers every request with exactly this.
func Answer(status int, contentType, body string) Fault {
	return Fault{serve: func(w http.ResponseWriter, _ *http.Request) { write(w, status, contentType, body) }}
}

// Throttled answers 429 and asks to wait.
func Throttled(wait time.Duration) Fault {
	return Fault{serve: func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Retry-After", fmt.Sprint(int(wait.Seconds())))
		write(w, http.StatusTooManyRequests, "application/json", `{"error":{"code":"Throttled","message":"Request was not processed because too many requests were received. Reason: VaultRequestTypeLimitReached"}}`)
	}}
}

func write(w http.ResponseWriter, status int, contentType, body string) {
	w.Header().Set("Content-Type", contentType)
	w.WriteHeader(status)
	io.WriteString(w, body)
}

// answer waits the fault's delay and then answers in the fault's way; false where the fault is no answer.
func (f Fault) answer(w http.ResponseWriter, r *http.Request) bool {
	sleep(r.Context(), f.delay)
	if f.serve == nil {
		return false
	}
	f.serve(w, r)
	return true
}
