// Package azuretest is a stand-in for Azure, as httptest is to net/http: Entra ID, the managed identity endpoints, Key
// Vault and what az login asks of Azure Resource Manager, spoken over real HTTP and real TLS.
//
// One Azure value serves everything. In memory, through the fields of a checks.System:
//
//	azure := azuretest.New(t)
//	system.Dial, system.LookupHost, system.Roots = azure.Dial, azure.LookupHost, azure.Roots()
//
// or over loopback, as an HTTP proxy, for the real az and a built binary: see ListenProxy. A host that nobody added does
// not resolve and refuses connections, so nothing reaches a network. Everything in memory works in a testing/synctest
// bubble; there, New belongs inside of it.
//
// Every secret it hands out or accepts contains Canary.
package azuretest

import (
	"context"
	"io"
	"log"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// The names used in examples and tests. New knows them all: see there.
const (
	TenantID       = "11111111-1111-1111-1111-111111111111"
	ClientID       = "22222222-2222-2222-2222-222222222222"
	SubscriptionID = "33333333-3333-3333-3333-333333333333"
	ObjectID       = "44444444-4444-4444-4444-444444444444"
	OtherTenantID  = "55555555-5555-5555-5555-555555555555"
	VaultName      = "contoso-kv"
	ClientAddress  = "203.0.113.7" // the address vaults say they see
)

// Audiences of tokens in the public cloud.
const (
	VaultAudience      = "https://vault.azure.net"
	ManagementAudience = "https://management.azure.com"
)

// Azure is the stand-in. Its methods may be called at any time from any goroutine; Add, Serve, Break and Fail methods replace
// what an earlier call with the same name said.
type Azure struct {
	listener *pipeListener
	server   *http.Server
	ctx      context.Context // ends with the test

	mu          sync.Mutex
	hosts       map[string]*host    // by "name:port", lower case
	dns         map[string][]string // by name: its addresses
	faults      map[string]Fault    // by name, or by name:port
	conns       map[*pipeConn]struct{}
	requests    []Request
	dials       []string
	tenants     []Tenant
	tokenFaults []TokenFault
	skew        time.Duration
	next        int // numbers addresses
}

// host is one name and port of the stand-in.
type host struct {
	name, port string
	secure     bool
	handler    http.Handler
}

// Request is one HTTP request that the stand-in received.
type Request struct {
	// Host is the host it was sent to, without port.
	Host string
	// Method, Path and Query as sent; Query without the question mark.
	Method, Path, Query string
	// Grant is the grant_type of a token request; "" for others.
	Grant string
	// Authorized reports whether it carried an Authorization header.
	Authorized bool
}

// New returns an Azure that lives until the test ends. It knows the tenant Contoso (TenantID, contoso.com) with the user
// Alice, the application App with the secret ClientSecret, and one subscription (SubscriptionID); the tenant Fabrikam
// (OtherTenantID, fabrikam.com) without anybody; and the sign-in and management hosts of all clouds. There is no vault,
// and the metadata address refuses connections, as on a laptop.
func New(t testing.TB) *Azure {
	ctx, cancel := context.WithCancel(context.Background())
	a := &Azure{
		listener: newPipeListener(),
		ctx:      ctx,
		hosts:    map[string]*host{},
		dns:      map[string][]string{},
		faults:   map[string]Fault{},
		conns:    map[*pipeConn]struct{}{},
	}
	a.server = &http.Server{
		Handler:     http.HandlerFunc(a.serve),
		BaseContext: func(net.Listener) context.Context { return ctx },
		ConnContext: func(ctx context.Context, c net.Conn) context.Context {
			return context.WithValue(ctx, hostKey{}, serverEnd(c).host)
		},
		ErrorLog: log.New(io.Discard, "", 0), // broken handshakes are made on purpose
	}
	for _, name := range loginHosts {
		a.handle(name, "443", http.HandlerFunc(a.serveEntra))
	}
	for _, name := range managementHosts {
		a.handle(name, "443", http.HandlerFunc(a.serveManagement))
	}
	a.AddTenant(Tenant{
		ID: TenantID, Name: "Contoso", Domains: []string{"contoso.com"},
		Users: []Identity{Alice}, Apps: []Application{{Identity: App, Secret: ClientSecret}},
		Subscriptions: []Subscription{{ID: SubscriptionID, Name: "Contoso Dev"}},
	})
	a.AddTenant(Tenant{ID: OtherTenantID, Name: "Fabrikam", Domains: []string{"fabrikam.com"}})
	a.ServeIMDS(IMDS{Fault: Refused})
	go a.server.Serve(a.listener)
	t.Cleanup(func() {
		cancel()
		a.server.Close()
		a.closeConns()
	})
	return a
}

type hostKey struct{}

// handle serves a name and port, with TLS unless the port is another than 443, and gives the name an address.
func (a *Azure) handle(name, port string, handler http.Handler) {
	name = strings.ToLower(name)
	a.mu.Lock()
	defer a.mu.Unlock()
	a.hosts[net.JoinHostPort(name, port)] = &host{name: name, port: port, secure: port == "443", handler: handler}
	if a.dns[name] == nil && net.ParseIP(name) == nil && name != "localhost" {
		a.dns[name] = []string{a.newAddress()}
	}
}

// Serve puts a host of the test's own at an address, host:port: with TLS on port 443, plain on others.
func (a *Azure) Serve(address string, handler http.Handler) {
	name, port, err := net.SplitHostPort(address)
	if err != nil {
		panic("azuretest: an address is host:port: " + err.Error())
	}
	a.handle(name, port, handler)
}

// newAddress returns an unused address of the block for benchmarks, which is no private network and nobody's.
// https://www.rfc-editor.org/rfc/rfc2544#appendix-C, read 2026-11-22.
func (a *Azure) newAddress() string {
	a.next++
	return net.IPv4(198, 18, byte(a.next>>8), byte(a.next)).String()
}

// serve answers a request for any host.
func (a *Azure) serve(w http.ResponseWriter, r *http.Request) {
	h := r.Context().Value(hostKey{}).(*host)
	request := Request{Host: h.name, Method: r.Method, Path: r.URL.Path, Query: r.URL.RawQuery, Authorized: r.Header.Get("Authorization") != ""}
	if r.Method == http.MethodPost {
		request.Grant = r.PostFormValue("grant_type")
	}
	a.mu.Lock()
	a.requests = append(a.requests, request)
	fault, skew := a.faultOf(h), a.skew
	a.mu.Unlock()
	w.Header().Set("Date", time.Now().Add(skew).UTC().Format(http.TimeFormat))
	if !fault.answer(w, r) {
		h.handler.ServeHTTP(w, r)
	}
}

// now is the time on Azure's clock.
func (a *Azure) now() time.Time {
	a.mu.Lock()
	defer a.mu.Unlock()
	return time.Now().Add(a.skew)
}

// faultOf returns what Break said of a host and port, or else of the host. The caller holds the lock.
func (a *Azure) faultOf(h *host) Fault {
	if fault, ok := a.faults[net.JoinHostPort(h.name, h.port)]; ok {
		return fault
	}
	return a.faults[h.name]
}

// Break makes a host (a name or address, with or without port) fail in the given way; Fault{} repairs it. Faults of a name,
// NotFound and LookupTimeout, want it without port. Vaults and the metadata
// address take their faults with AddVault and ServeIMDS, and may be broken with this too.
func (a *Azure) Break(host string, fault Fault) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.faults[strings.ToLower(host)] = fault
}

// SetClock moves Azure's clock against this machine's: the Date header of every answer and the times in its texts.
func (a *Azure) SetClock(ahead time.Duration) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.skew = ahead
}

// Requests returns what was received, in order.
func (a *Azure) Requests() []Request {
	a.mu.Lock()
	defer a.mu.Unlock()
	return slices.Clone(a.requests)
}

// Count is the number of requests to a host whose path contains path. "" stands for any host or path.
func (a *Azure) Count(host, path string) int {
	n := 0
	for _, request := range a.Requests() {
		if (host == "" || strings.EqualFold(host, request.Host)) && strings.Contains(request.Path, path) {
			n++
		}
	}
	return n
}

// Dials is the number of connections attempted to a host, a name or address without port; "" counts all.
func (a *Azure) Dials(host string) int {
	a.mu.Lock()
	defer a.mu.Unlock()
	n := 0
	for _, dialled := range a.dials {
		if host == "" || strings.EqualFold(host, dialled) {
			n++
		}
	}
	return n
}
