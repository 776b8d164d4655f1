package azuretest

import (
	"context"
	"io"
	"net"
	"net/http"
	"net/http/httputil"
	"os"
	"path/filepath"
	"sync"
	"testing"
)

// ListenProxy serves this Azure as an HTTP proxy on loopback until the test ends, and returns its URL. CONNECT reaches every
// host by its real name, an absolute-form GET the metadata address. A host that does not resolve, or that cannot be connected
// to, is answered 502; the proxy never dials out.
func (a *Azure) ListenProxy(t testing.TB) (url string) { return a.listen(t, a.proxy()) }

// ServeProxy puts a proxy like that of ListenProxy at an address in memory, such as "proxy.contoso.com:8080".
func (a *Azure) ServeProxy(address string) { a.Serve(address, a.proxy()) }

// ProxyAuthentication is the answer of a proxy that wants to know who asks.
var ProxyAuthentication = Fault{serve: func(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Proxy-Authenticate", "Negotiate")
	write(w, http.StatusProxyAuthRequired, "text/html; charset=utf-8", "<html><title>407</title>Proxy authentication required</html>")
}}

func (a *Azure) proxy() http.Handler {
	client := &http.Transport{DialContext: a.Dial, DisableKeepAlives: true}
	forward := &httputil.ReverseProxy{Transport: client, ErrorLog: a.server.ErrorLog, Rewrite: func(*httputil.ProxyRequest) {}}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.Method == http.MethodConnect:
			a.tunnel(w, r)
		case r.URL.IsAbs() && r.URL.Scheme == "http":
			forward.ServeHTTP(w, r)
		default:
			http.Error(w, "this is a proxy", http.StatusBadRequest)
		}
	})
}

// Listen serves one plain host of this Azure, such as "localhost:50342", on a loopback port until the test ends, and returns
// its URL without path.
func (a *Azure) Listen(t testing.TB, address string) (url string) {
	forward := &httputil.ReverseProxy{
		ErrorLog:  a.server.ErrorLog,
		Transport: &http.Transport{DialContext: a.Dial, DisableKeepAlives: true},
		Rewrite: func(r *httputil.ProxyRequest) {
			r.Out.URL.Scheme, r.Out.URL.Host = "http", address
		},
	}
	return a.listen(t, forward)
}

// ListenIMDS serves the metadata address on a loopback port until the test ends, and returns its URL: the value of
// AZURE_POD_IDENTITY_AUTHORITY_HOST. Faults of the connection become status 502; for a refused one use ClosedPort.
func (a *Azure) ListenIMDS(t testing.TB) (url string) { return a.Listen(t, metadataHost+":80") }

// ClosedPort returns the URL of a loopback port that refuses connections.
func ClosedPort(t testing.TB) (url string) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	listener.Close()
	return "http://" + listener.Addr().String()
}

func (a *Azure) listen(t testing.TB, handler http.Handler) string {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server := &http.Server{Handler: handler, ErrorLog: a.server.ErrorLog, BaseContext: func(net.Listener) context.Context { return a.ctx }}
	go server.Serve(listener)
	t.Cleanup(func() { server.Close() })
	return "http://" + listener.Addr().String()
}

// tunnel joins a client with a host of this Azure.
func (a *Azure) tunnel(w http.ResponseWriter, r *http.Request) {
	far, err := a.Dial(r.Context(), "tcp", r.URL.Host)
	if err != nil {
		http.Error(w, "the proxy could not connect: "+err.Error(), http.StatusBadGateway)
		return
	}
	near, buffered, err := w.(http.Hijacker).Hijack()
	if err != nil {
		far.Close()
		return
	}
	stop := context.AfterFunc(a.ctx, func() { near.Close(); far.Close() })
	defer stop()
	io.WriteString(near, "HTTP/1.1 200 Connection established\r\n\r\n")
	var both sync.WaitGroup
	both.Go(func() { io.Copy(far, buffered); far.Close() })
	both.Go(func() {
		_, err := io.Copy(near, far)
		if tcp, ok := near.(*net.TCPConn); ok && err != nil {
			tcp.SetLinger(0) // a reset stays a reset
		}
		near.Close()
	})
	both.Wait()
}

// CAFile writes the certificate authority that Roots trusts into a file of PEM form, for SSL_CERT_FILE and
// REQUESTS_CA_BUNDLE, and returns its path.
func (a *Azure) CAFile(t testing.TB) string {
	file := filepath.Join(t.TempDir(), "ca.pem")
	if err := os.WriteFile(file, trustedAuthority().pem, 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// ProxyEnv returns the variables that make az, azd and Go programs use a proxy of ListenProxy and trust this Azure, and that
// keep az and azd from telling anybody. Go ignores SSL_CERT_FILE on macOS and Windows.
func (a *Azure) ProxyEnv(t testing.TB, proxy string) map[string]string {
	ca := a.CAFile(t)
	return map[string]string{
		"HTTPS_PROXY": proxy, "https_proxy": proxy, "HTTP_PROXY": proxy, "http_proxy": proxy, "NO_PROXY": "", "no_proxy": "",
		"SSL_CERT_FILE": ca, "REQUESTS_CA_BUNDLE": ca,
		"AZURE_CORE_COLLECT_TELEMETRY": "no", "AZURE_CORE_NO_COLOR": "yes", "AZURE_CORE_SURVEY_MESSAGE": "no",
		"AZURE_EXTENSION_USE_DYNAMIC_INSTALL": "no",
		"AZURE_DEV_COLLECT_TELEMETRY":         "no", "AZD_SKIP_UPDATE_CHECK": "true",
	}
}
