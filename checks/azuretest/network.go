package azuretest

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"os"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
)

// LookupHost resolves a name of the stand-in; see net.Resolver.LookupHost. An unknown name is a *net.DNSError with
// IsNotFound.
func (a *Azure) LookupHost(ctx context.Context, name string) ([]string, error) {
	name = strings.ToLower(strings.TrimSuffix(name, "."))
	if net.ParseIP(name) != nil {
		return []string{name}, nil
	}
	if name == "localhost" {
		return []string{"127.0.0.1"}, nil
	}
	a.mu.Lock()
	addresses, fault := a.dns[name], a.faults[name]
	a.mu.Unlock()
	if fault.lookup != nil {
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		defer context.AfterFunc(a.ctx, cancel)()
		return nil, fault.lookup(ctx, name)
	}
	if len(addresses) == 0 {
		return nil, notFound(name)
	}
	return slices.Clone(addresses), nil
}

func notFound(name string) error {
	return &net.DNSError{Err: "no such host", Name: name, IsNotFound: true}
}

// Dial connects to a host of the stand-in, by name or by the address that LookupHost gave; see net.Dialer.DialContext.
// Whatever else is refused.
func (a *Azure) Dial(ctx context.Context, network, address string) (net.Conn, error) {
	name, port, err := net.SplitHostPort(strings.ToLower(address))
	if err != nil {
		return nil, &net.OpError{Op: "dial", Net: network, Err: err}
	}
	a.mu.Lock()
	h, remote := a.find(name, port)
	var fault Fault
	if h != nil {
		fault = a.faultOf(h)
		a.dials = append(a.dials, h.name)
	} else {
		a.dials = append(a.dials, name)
	}
	a.mu.Unlock()
	if net.ParseIP(name) == nil {
		if _, err := a.LookupHost(ctx, name); err != nil {
			return nil, &net.OpError{Op: "dial", Net: network, Err: err}
		}
	}
	failed := func(err error) error { return &net.OpError{Op: "dial", Net: network, Addr: remote, Err: err} }
	if h != nil && fault.dial != nil {
		return nil, failed(fault.dial(ctx, a.ctx))
	}
	if h == nil {
		return nil, failed(os.NewSyscallError("connect", syscall.ECONNREFUSED))
	}
	return a.connect(h, fault, remote), nil
}

// find returns the host at a name or address, and the address connected to.
func (a *Azure) find(name, port string) (*host, net.Addr) {
	remote := func(address string) net.Addr {
		number, _ := net.LookupPort("tcp", port)
		return &net.TCPAddr{IP: net.ParseIP(address), Port: number}
	}
	if h := a.hosts[net.JoinHostPort(name, port)]; h != nil {
		if addresses := a.dns[name]; len(addresses) > 0 {
			name = addresses[0]
		} else if name == "localhost" {
			name = "127.0.0.1"
		}
		return h, remote(name)
	}
	if name == "127.0.0.1" && a.hosts[net.JoinHostPort("localhost", port)] != nil {
		return a.hosts[net.JoinHostPort("localhost", port)], remote(name)
	}
	for _, h := range a.hosts {
		if h.port == port && slices.Contains(a.dns[h.name], name) {
			return h, remote(name)
		}
	}
	return nil, remote(name)
}

// connect opens a connection in memory and hands its other end to the server.
func (a *Azure) connect(h *host, fault Fault, remote net.Addr) net.Conn {
	near, far := net.Pipe()
	state := &pipeState{}
	client := &pipeConn{Conn: near, state: state, host: h, local: clientEndpoint, remote: remote}
	server := &pipeConn{Conn: far, state: state, host: h, local: remote, remote: clientEndpoint, forget: a.forget}
	a.mu.Lock()
	a.conns[server] = struct{}{}
	a.mu.Unlock()
	switch {
	case fault.connection != nil:
		go func() {
			defer server.Close()
			fault.connection(a.ctx, server)
		}()
	case h.secure:
		a.listener.give(tls.Server(server, &tls.Config{
			SessionTicketsDisabled: true, // a ticket that nobody reads would block the pipe
			GetCertificate: func(hello *tls.ClientHelloInfo) (*tls.Certificate, error) {
				name := hello.ServerName
				if name == "" {
					name = h.name
				}
				return certificate(name, fault.certificate)
			},
		}))
	default:
		a.listener.give(server)
	}
	return client
}

var clientEndpoint = &net.TCPAddr{IP: net.IPv4(192, 0, 2, 10), Port: 50000}

func (a *Azure) forget(c *pipeConn) {
	a.mu.Lock()
	defer a.mu.Unlock()
	delete(a.conns, c)
}

func (a *Azure) closeConns() {
	a.mu.Lock()
	var open []*pipeConn
	for c := range a.conns {
		open = append(open, c)
	}
	a.mu.Unlock()
	for _, c := range open {
		c.Close()
	}
}

// pipeState is what both ends of a connection share.
type pipeState struct{ reset atomic.Bool }

// pipeConn is one end of a connection in memory, with the errors and addresses of TCP.
type pipeConn struct {
	net.Conn
	state         *pipeState
	host          *host
	local, remote net.Addr
	forget        func(*pipeConn)
	closed        atomic.Bool
}

func (c *pipeConn) LocalAddr() net.Addr  { return c.local }
func (c *pipeConn) RemoteAddr() net.Addr { return c.remote }

func (c *pipeConn) Read(b []byte) (int, error) {
	n, err := c.Conn.Read(b)
	return n, c.translate("read", err)
}

func (c *pipeConn) Write(b []byte) (int, error) {
	n, err := c.Conn.Write(b)
	return n, c.translate("write", err)
}

// translate turns a pipe's errors into a socket's.
func (c *pipeConn) translate(op string, err error) error {
	var reason error
	switch {
	case err == nil:
		return nil
	case errors.Is(err, os.ErrDeadlineExceeded):
		reason = os.ErrDeadlineExceeded
	case c.closed.Load():
		reason = net.ErrClosed
	case c.state.reset.Load():
		reason = os.NewSyscallError(op, syscall.ECONNRESET)
	case errors.Is(err, io.EOF):
		return io.EOF
	default: // the other end closed while this one wrote
		reason = os.NewSyscallError(op, syscall.EPIPE)
	}
	return &net.OpError{Op: op, Net: "tcp", Source: c.local, Addr: c.remote, Err: reason}
}

// Close closes both directions.
func (c *pipeConn) Close() error {
	if c.closed.Swap(true) {
		return nil
	}
	if c.forget != nil {
		c.forget(c)
	}
	return c.Conn.Close()
}

// abort closes like a host that sends RST.
func (c *pipeConn) abort() {
	c.state.reset.Store(true)
	c.Close()
}

// serverEnd returns the pipe below a connection that the server accepted.
func serverEnd(c net.Conn) *pipeConn {
	if secured, ok := c.(*tls.Conn); ok {
		c = secured.NetConn()
	}
	return c.(*pipeConn)
}

// pipeListener hands the server its ends of connections.
type pipeListener struct {
	accepted chan net.Conn
	closed   chan struct{}
	once     sync.Once
}

func newPipeListener() *pipeListener {
	return &pipeListener{accepted: make(chan net.Conn), closed: make(chan struct{})}
}

func (l *pipeListener) give(c net.Conn) {
	select {
	case l.accepted <- c:
	case <-l.closed:
		c.Close()
	}
}

func (l *pipeListener) Accept() (net.Conn, error) {
	select {
	case c := <-l.accepted:
		return c, nil
	case <-l.closed:
		return nil, net.ErrClosed
	}
}

func (l *pipeListener) Close() error {
	l.once.Do(func() { close(l.closed) })
	return nil
}

func (l *pipeListener) Addr() net.Addr { return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1)} }

// sleep waits, or until ctx ends.
func sleep(ctx context.Context, d time.Duration) {
	if d <= 0 {
		return
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}
