package checks

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"
)

// vaultStageTimeout bounds each stage after the connection: the proxy's tunnel, the handshake, the answer with its body.
// Key Vault answers within a second; 5 s leaves room for a slow proxy and for two vault stages within one run.
const vaultStageTimeout = 5 * time.Second

// vaultAPIVersion is understood by every vault and managed HSM in service.
// https://learn.microsoft.com/rest/api/keyvault/, read 2026-11-22.
const vaultAPIVersion = "7.4"

// maxVaultBodyBytes bounds what is read of an answer. Key Vault's errors are under 2 KB; the rest only matters as far as
// reading it to the end lets the connection be used again.
const maxVaultBodyBytes = 64 << 10

var errVaultSilent = fmt.Errorf("no answer within %s", vaultStageTimeout)

// observeVault climbs to the anonymous challenge. It must not ask for tokens.
func observeVault(ctx context.Context, s *Session, host string) *VaultFacts {
	facts := &VaultFacts{Host: host}
	started := s.Now()
	address := &url.URL{Scheme: "https", Host: host, Path: "/secrets", RawQuery: "maxresults=1&api-version=" + vaultAPIVersion}
	if isHSM(host) {
		address.Path = "/keys" // a managed HSM keeps no secrets
	}
	proxy, _ := s.ProxyFor(address) // Go goes without a proxy whose variable is malformed
	var name, private <-chan nameAnswer
	if proxy == nil {
		name, private = s.lookUp(ctx, host), s.lookUp(ctx, privateEndpointName(host))
	} else {
		facts.Proxy = proxy.Scheme + "://" + proxy.Host
	}
	climb := &vaultClimb{tunnelled: proxy != nil && proxy.Scheme == "https"}
	response, body, err := climb.get(ctx, s.vaultClient, address)
	took := s.Now().Sub(started)
	facts.TookMs = took.Milliseconds()
	facts.Unfinished = err != nil && ctx.Err() != nil
	climb.describe(facts, err, s.Now())
	if response != nil && err == nil {
		facts.readAnswer(response, body)
	}
	if proxy == nil {
		facts.readNames(name, private, took)
	}
	return facts
}

func isHSM(host string) bool {
	in := CloudOfVault(host)
	return in != nil && strings.HasSuffix(strings.ToLower(host), in.HSMSuffix)
}

// newVaultClient returns the client of every vault request of a run, so that an identity's request finds the connection
// of the anonymous one. Its connections report to the climb in their request's context.
func newVaultClient(s *System) *http.Client {
	client := s.Proxied()
	transport := client.Transport.(*http.Transport)
	transport.DialContext = func(ctx context.Context, network, address string) (net.Conn, error) {
		connection, err := s.dial(ctx, network, address)
		if climb, ok := ctx.Value(climbKey{}).(*vaultClimb); ok && err == nil {
			climb.reached(func() { climb.connected = true })
		}
		return connection, err
	}
	transport.OnProxyConnectResponse = func(_ context.Context, _ *url.URL, _ *http.Request, answer *http.Response) error {
		if answer.StatusCode != http.StatusOK {
			return &tunnelRefused{answer.StatusCode}
		}
		return nil
	}
	return client
}

// tunnelRefused is a proxy's answer to CONNECT other than 200.
type tunnelRefused struct{ status int }

func (t *tunnelRefused) Error() string {
	return fmt.Sprintf("the proxy answered %d %s", t.status, http.StatusText(t.status))
}

type climbKey struct{}

// vaultClimb follows one anonymous request from rung to rung. The transport may still report after the request ended,
// so its fields are read under the lock.
type vaultClimb struct {
	tunnelled bool // the proxy itself speaks TLS, so that the first handshake is the proxy's

	mu         sync.Mutex
	onProgress func()
	connected  bool
	handshakes int
	ready      bool
	state      *tls.ConnectionState
}

// reached notes a rung and grants the next one its time.
func (c *vaultClimb) reached(note func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	note()
	c.onProgress()
}

// get sends the anonymous request and reads its answer, each stage within its bound.
func (c *vaultClimb) get(ctx context.Context, client *http.Client, address *url.URL) (*http.Response, []byte, error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	stage := time.AfterFunc(vaultStageTimeout, func() { cancel(errVaultSilent) })
	defer stage.Stop()
	c.onProgress = func() { stage.Reset(vaultStageTimeout) }
	ctx = context.WithValue(ctx, climbKey{}, c)
	ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		TLSHandshakeStart: func() { c.reached(func() { c.handshakes++ }) },
		TLSHandshakeDone: func(state tls.ConnectionState, err error) {
			if err == nil {
				c.reached(func() { c.state = &state })
			}
		},
		GotConn: func(httptrace.GotConnInfo) { c.reached(func() { c.ready = true }) },
	})
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address.String(), nil)
	if err != nil {
		return nil, nil, err
	}
	response, err := client.Do(request)
	if err != nil {
		return nil, nil, err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(io.LimitReader(response.Body, maxVaultBodyBytes))
	if err != nil && len(body) == 0 && response.StatusCode != http.StatusUnauthorized {
		return nil, nil, err
	}
	return response, body, nil // a body cut off leaves the headers true
}

// describe states the rungs that were reached, and what broke the one that was not.
func (c *vaultClimb) describe(facts *VaultFacts, err error, now time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	var refused *tunnelRefused
	var operation *net.OpError
	proxied := facts.Proxy != ""
	ownHandshake := c.handshakes > 1 || c.handshakes > 0 && !c.tunnelled
	if err != nil {
		err = withoutURL(err)
	}
	facts.Connected = c.connected
	switch {
	case err == nil || c.ready:
		facts.TLS = true
		if c.state != nil && len(c.state.PeerCertificates) > 0 {
			facts.describeCertificate(c.state.PeerCertificates[0])
		}
		if err != nil {
			facts.Error = boundedText(err.Error(), maxErrorText)
		}
	case errors.As(err, &refused):
		facts.ProxyStatus, facts.ProxyFailure, facts.ProxyError = refused.status, tunnelFailure(refused.status), err.Error()
	case proxied && (errors.As(err, &operation) && operation.Op == "proxyconnect" || !c.connected):
		facts.ProxyFailure, facts.ProxyError = "unreachable", boundedText(err.Error(), maxErrorText)
	case !c.connected:
		facts.describeConnectError(err)
	case proxied && !ownHandshake:
		facts.ProxyFailure, facts.ProxyError = "cut", boundedText(err.Error(), maxErrorText)
	default:
		facts.describeTLSError(err, now)
	}
}

// withoutURL drops http.Client's wrapping, whose text repeats the address.
func withoutURL(err error) error {
	var wrapped *url.Error
	if errors.As(err, &wrapped) {
		return wrapped.Err
	}
	return err
}

// nameAnswer is the answer to a name lookup.
type nameAnswer struct {
	addresses []string
	err       error
}

// lookUp starts resolving a host; the answer comes within the bound of a connection attempt. host "" has no answer.
func (s *Session) lookUp(ctx context.Context, host string) <-chan nameAnswer {
	if host == "" {
		return nil
	}
	answer := make(chan nameAnswer, 1)
	go func() {
		ctx, cancel := context.WithTimeout(ctx, dialTimeout)
		defer cancel()
		defer func() {
			if p := recover(); p != nil {
				answer <- nameAnswer{err: panicked(p)}
			}
		}()
		addresses, err := s.LookupHost(ctx, host)
		answer <- nameAnswer{addresses, err}
	}()
	return answer
}

// minNamePatience is the least time that a lookup is waited for once the request is over: a scheduler's hiccup, not a network's.
const minNamePatience = 100 * time.Millisecond

// maxAddresses is how many addresses of a name are kept; a vault has one to three.
const maxAddresses = 16

// readNames adds what the lookups told. They ran beside the request, and are waited for no longer than it took.
func (v *VaultFacts) readNames(name, private <-chan nameAnswer, patience time.Duration) {
	over := time.NewTimer(max(patience, minNamePatience))
	defer over.Stop()
	if answer, ok := await(name, over.C); ok && answer.err != nil {
		v.describeNameError(answer.err)
	} else if ok {
		v.DNSError, v.DNSNotFound = "", false
		slices.Sort(answer.addresses)
		v.Addresses = answer.addresses[:min(len(answer.addresses), maxAddresses)]
		v.PrivateAddress = slices.ContainsFunc(v.Addresses, isPrivate)
	}
	if answer, ok := await(private, over.C); ok {
		var dns *net.DNSError
		exists := answer.err == nil && len(answer.addresses) > 0
		if exists || errors.As(answer.err, &dns) && dns.IsNotFound {
			v.PrivateEndpoint = &exists
		}
	}
}

// await returns the answer, or false when the patience is over. An answer that is there wins.
func await(answer <-chan nameAnswer, over <-chan time.Time) (nameAnswer, bool) {
	select {
	case a := <-answer:
		return a, true
	default:
	}
	select {
	case a := <-answer:
		return a, true
	case <-over:
		return nameAnswer{}, false
	}
}

// privateEndpointName is the name that a vault's private endpoint adds in public DNS; "" for a managed HSM.
// https://learn.microsoft.com/azure/key-vault/general/private-link-diagnostics, read 2026-11-22.
func privateEndpointName(host string) string {
	in := CloudOfVault(host)
	if in == nil || isHSM(host) {
		return ""
	}
	return strings.TrimSuffix(strings.ToLower(host), in.VaultSuffix) + in.VaultPrivateZone
}
