package checks

import (
	"cmp"
	"context"
	"crypto/rand"
	"encoding/hex"
	"io"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"sync"
)

// vaultsAtOnce bounds how many vaults are spoken to at the same time: 200 that answer in 50 ms take half a second, and 200
// behind a firewall that drops packets are known to be so (after 3 s each) within one run.
const vaultsAtOnce = 64

// probeKeyVault asks every vault without a credential and, as answers and tokens come in, what each identity may do there.
func probeKeyVault(ctx context.Context, s *Session) (func(*Observations), error) {
	target := s.Target()
	look := &vaultLook{session: s, target: target, turn: make(chan struct{}, vaultsAtOnce)}
	for _, vault := range target.Vaults {
		look.vaults = append(look.vaults, VaultFacts{Given: vault.Given, Source: vault.Source, Name: vault.Name, Host: vault.Host, HSM: vault.HSM,
			Unfinished: vault.Host != "" && !s.Request.Local})
	}
	done := make(chan struct{})
	go func() { // beside this, which hands out what is known when ctx ends; each part of the look catches its own panic
		defer close(done)
		if !s.Request.Local {
			look.all(ctx)
		}
	}()
	var err error
	select {
	case <-done:
	default:
		select {
		case <-done:
		case <-ctx.Done():
			err = ctx.Err()
		}
	}
	facts, failed := look.snapshot()
	return func(o *Observations) { o.KeyVault = facts }, cmp.Or(failed, err)
}

// vaultLook gathers the facts of all vaults.
type vaultLook struct {
	session *Session
	target  Target
	turn    chan struct{} // holds one item for each vault being spoken to

	mu     sync.Mutex
	vaults []VaultFacts // in the order of target.Vaults
	failed error
	closed bool // the facts were handed out: what still comes is lost
}

// all looks until everything is known or ctx ends. Each credential goes at its own pace: waiting to learn that there is
// no managed identity delays no other.
func (l *vaultLook) all(ctx context.Context) {
	var everybody sync.WaitGroup
	answered := make([]chan struct{}, len(l.vaults))
	for i := range l.vaults {
		answered[i] = make(chan struct{})
		l.start(&everybody, func() {
			defer close(answered[i])
			l.knock(ctx, i)
		})
	}
	for _, credential := range Credentials {
		l.start(&everybody, func() {
			if len(l.vaults) == 0 || !l.session.worthAsking(ctx, credential) {
				return
			}
			for i := range l.vaults {
				l.start(&everybody, func() {
					select {
					case <-answered[i]:
						l.open(ctx, i, credential)
					case <-ctx.Done():
					}
				})
			}
		})
	}
	everybody.Wait()
}

// start runs one part of the look; its panic becomes the look's error.
func (l *vaultLook) start(everybody *sync.WaitGroup, part func()) {
	everybody.Go(func() {
		defer func() {
			if p := recover(); p != nil {
				l.mu.Lock()
				l.failed = cmp.Or(l.failed, panicked(p))
				l.mu.Unlock()
			}
		}()
		part()
	})
}

// takeTurn waits for a turn; false: ctx ended first. Whoever got one gives it back by reading from l.turn.
func (l *vaultLook) takeTurn(ctx context.Context) bool {
	select {
	case l.turn <- struct{}{}:
		return true
	case <-ctx.Done():
		return false
	}
}

// knock asks a vault without a credential.
func (l *vaultLook) knock(ctx context.Context, i int) {
	vault := l.target.Vaults[i]
	if vault.Host == "" || !l.takeTurn(ctx) {
		return
	}
	defer func() { <-l.turn }()
	answer, ok := l.session.anonymous.get(ctx, vault.Host)
	if !ok {
		return
	}
	facts := *answer
	facts.Given, facts.Source, facts.Name, facts.HSM = vault.Given, vault.Source, vault.Name, vault.HSM
	facts.Addresses = slices.Clone(facts.Addresses)
	l.mu.Lock()
	defer l.mu.Unlock()
	if !l.closed {
		l.vaults[i] = facts
	}
}

// open asks what a credential's identity may do in a vault that challenged us. The token is for the vault's own resource
// and for the tenant of its challenge (--tenant goes before), as Key Vault's clients ask for it.
func (l *vaultLook) open(ctx context.Context, i int, credential string) {
	l.mu.Lock()
	vault := l.vaults[i]
	l.mu.Unlock()
	if vault.Status != http.StatusUnauthorized || vault.TenantID == "" {
		return
	}
	token := TokenRequest{Credential: credential, Scope: l.target.Vaults[i].Scope(), Tenant: cmp.Or(l.target.Tenant, vault.TenantID)}
	access := VaultAccess{Credential: credential, Scope: token.Scope, Tenant: token.Tenant}
	attempt := l.session.Token(ctx, token)
	l.keep(i, access)
	if attempt.Outcome != OutcomeToken || vault.HSM || !l.takeTurn(ctx) {
		return
	}
	defer func() { <-l.turn }()
	secret := l.session.Request.Secret
	name := cmp.Or(secret, absentSecret())
	access.Read = l.ask(ctx, token, &url.URL{Scheme: "https", Host: vault.Host, Path: "/secrets/" + name, RawPath: "/secrets/" + url.PathEscape(name), RawQuery: "api-version=" + vaultAPIVersion})
	if access.Read != nil {
		access.Read.Secret = secret
		access.List = l.ask(ctx, token, &url.URL{Scheme: "https", Host: vault.Host, Path: "/secrets", RawQuery: "maxresults=1&api-version=" + vaultAPIVersion})
	}
	l.keep(i, access)
}

// keep puts an access in its place, instead of an earlier one of the same credential.
func (l *vaultLook) keep(i int, access VaultAccess) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.closed {
		return
	}
	kept := slices.DeleteFunc(slices.Clone(l.vaults[i].Access), func(a VaultAccess) bool { return a.Credential == access.Credential })
	kept = append(kept, access)
	slices.SortFunc(kept, func(a, b VaultAccess) int {
		return cmp.Compare(slices.Index(Credentials, a.Credential), slices.Index(Credentials, b.Credential))
	})
	l.vaults[i].Access = kept
}

// snapshot returns what is known now. Nothing in it is written to afterwards.
func (l *vaultLook) snapshot() (*KeyVaultFacts, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.closed = true
	return &KeyVaultFacts{Vaults: l.vaults}, l.failed
}

// absentSecret is a name that no secret has. Names are letters, digits and hyphens.
// https://learn.microsoft.com/azure/key-vault/general/about-keys-secrets-certificates#object-identifiers, read 2026-11-22.
func absentSecret() string {
	random := make([]byte, 8)
	_, _ = rand.Read(random) // never fails
	return "azdoctor-permission-" + hex.EncodeToString(random)
}

// ask sends one request with a token and keeps the status and the words of a refusal. The body of a 200 is a secret or a
// list of names: it is not read. nil: the run ended, or there was no token.
func (l *vaultLook) ask(ctx context.Context, token TokenRequest, address *url.URL) *VaultAnswer {
	limited, cancel := context.WithTimeoutCause(ctx, dialTimeout+vaultStageTimeout, errVaultSilent)
	defer cancel()
	request, err := http.NewRequestWithContext(limited, http.MethodGet, address.String(), nil)
	if err != nil || !l.session.Authorize(request, token) {
		return nil
	}
	started := l.session.Now()
	response, err := l.session.vaultClient.Do(request)
	answer := &VaultAnswer{TookMs: l.session.Now().Sub(started).Milliseconds()}
	if err != nil {
		answer.Error = boundedText(withoutURL(err).Error(), maxErrorText)
		if ctx.Err() != nil {
			return nil
		}
		return answer
	}
	defer response.Body.Close()
	kind, _, _ := mime.ParseMediaType(response.Header.Get("Content-Type"))
	answer.Status = response.StatusCode
	answer.FromVault = kind == "application/json"
	if response.StatusCode == http.StatusOK {
		return answer
	}
	body, _ := io.ReadAll(io.LimitReader(response.Body, maxVaultBodyBytes)) // a body cut off is read as far as it came
	answer.Code, answer.InnerCode = errorCodes(body)
	answer.Error = boundedText(string(body), maxErrorText)
	if claims := challengeParameters(response.Header.Values("WWW-Authenticate"))["error"]; claims != "" {
		answer.Error += "\nWWW-Authenticate: error=" + boundedText(claims, maxName) // "insufficient_claims": Conditional Access
	}
	return answer
}
