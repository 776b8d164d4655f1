package checks

import (
	"context"
	"net/http"
	"sync"
	"time"
)

// Session is one run: the machine, what was asked, and the answers that several probes need. Probes of one run share it;
// all its methods may be called at the same time.
type Session struct {
	*System
	Request Request

	started time.Time
	tokens  *tokens
	secrets *secrets

	environment       shared[struct{}, *EnvironmentFacts]
	host              shared[struct{}, *HostFacts]
	azureCLI          shared[struct{}, *AzureCLIFacts]
	azureDeveloperCLI shared[struct{}, *AzureDeveloperCLIFacts]
	managedIdentity   shared[struct{}, *ManagedIdentityFacts]
	anonymous         shared[string, *VaultFacts]
	vaultClient       *http.Client
}

// newSession prepares a run. Work that probes share runs under ctx, not under the context of the probe that asked first.
func newSession(ctx context.Context, system *System, request Request) *Session {
	s := &Session{System: system, Request: request, started: system.Now(), secrets: newSecrets(system.Environ)}
	s.tokens = newTokens(ctx, s)
	s.environment = newShared(ctx, func(_ context.Context, _ struct{}) *EnvironmentFacts { return observeEnvironment(s) })
	s.host = newShared(ctx, func(_ context.Context, _ struct{}) *HostFacts { return observeHost(s) })
	s.azureCLI = newShared(ctx, func(_ context.Context, _ struct{}) *AzureCLIFacts { return observeAzureCLI(s) })
	s.azureDeveloperCLI = newShared(ctx, func(_ context.Context, _ struct{}) *AzureDeveloperCLIFacts { return observeAzureDeveloperCLI(s) })
	s.managedIdentity = newShared(ctx, func(ctx context.Context, _ struct{}) *ManagedIdentityFacts { return observeManagedIdentity(ctx, s) })
	s.vaultClient = newVaultClient(system)
	context.AfterFunc(ctx, s.vaultClient.CloseIdleConnections)
	s.anonymous = newShared(ctx, func(ctx context.Context, host string) *VaultFacts { return observeVault(ctx, s, host) })
	return s
}

// sinceStart is the time since the run began, in milliseconds.
func (s *Session) sinceStart() int64 { return s.Now().Sub(s.started).Milliseconds() }

// shared computes each key's value at most once and lets everybody wait for it.
type shared[K comparable, V any] struct {
	state *sharedState[K, V]
}

type sharedState[K comparable, V any] struct {
	ctx     context.Context
	compute func(context.Context, K) V
	mu      sync.Mutex
	entries map[K]*sharedEntry[V]
}

type sharedEntry[V any] struct {
	done  chan struct{} // closed when value and panic are written
	value V
	panic any
}

func newShared[K comparable, V any](ctx context.Context, compute func(context.Context, K) V) shared[K, V] {
	return shared[K, V]{&sharedState[K, V]{ctx: ctx, compute: compute, entries: map[K]*sharedEntry[V]{}}}
}

// get returns the key's value, computing it where nobody has; ok is false when ctx ended first. A value that is ready
// wins over an ended ctx. A panic of the computation is raised in every caller, where run.go catches it.
func (s shared[K, V]) get(ctx context.Context, key K) (value V, ok bool) {
	s.state.mu.Lock()
	entry := s.state.entries[key]
	if entry == nil {
		entry = &sharedEntry[V]{done: make(chan struct{})}
		s.state.entries[key] = entry
		go func() {
			defer close(entry.done)
			defer func() { entry.panic = recover() }()
			entry.value = s.state.compute(s.state.ctx, key)
		}()
	}
	s.state.mu.Unlock()
	select {
	case <-entry.done:
	case <-ctx.Done():
	}
	return entry.read()
}

// await is get for as long as the run lasts.
func (s shared[K, V]) await(key K) (value V, ok bool) { return s.get(s.state.ctx, key) }

// peek returns the key's value where it is ready; it neither waits nor computes.
func (s shared[K, V]) peek(key K) (value V, ok bool) {
	s.state.mu.Lock()
	entry := s.state.entries[key]
	s.state.mu.Unlock()
	if entry == nil {
		return value, false
	}
	return entry.read()
}

// read returns the value where it is ready.
func (e *sharedEntry[V]) read() (value V, ok bool) {
	select {
	case <-e.done:
		if e.panic != nil {
			panic(e.panic)
		}
		return e.value, true
	default:
		return value, false
	}
}

// group is a sync.WaitGroup for probes that do several things at once: a panic in one of them is raised in Wait, where
// run.go catches it, instead of ending the program.
type group struct {
	all   sync.WaitGroup
	first sync.Once
	panic any
}

// Go runs part beside the caller.
func (g *group) Go(part func()) {
	g.all.Go(func() {
		defer func() {
			if p := recover(); p != nil {
				g.first.Do(func() { g.panic = p })
			}
		}()
		part()
	})
}

// Wait returns when all parts have.
func (g *group) Wait() {
	g.all.Wait()
	if g.panic != nil {
		panic(g.panic)
	}
}
