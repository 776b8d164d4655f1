package checks

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"github.com/Azure/azure-sdk-for-go/sdk/azidentity"
)

// The credentials azdoctor asks, by the names used in every output. EnvironmentCredential and WorkloadIdentity read the
// environment, ManagedIdentityCredential this host, the last two the tools' own sign-ins.
const (
	CredentialEnvironment       = "environment"
	CredentialWorkloadIdentity  = "workload-identity"
	CredentialManagedIdentity   = "managed-identity"
	CredentialAzureCLI          = "azure-cli"
	CredentialAzureDeveloperCLI = "azure-developer-cli"
)

// Credentials are all of them in the order of Go's DefaultAzureCredential.
// azidentity 1.15.0 default_azure_credential.go, read 2026-11-22.
var Credentials = []string{CredentialEnvironment, CredentialWorkloadIdentity, CredentialManagedIdentity, CredentialAzureCLI, CredentialAzureDeveloperCLI}

// TokenRequest is one question to one credential. Equal requests are asked once per run.
type TokenRequest struct {
	// Credential is one of Credentials.
	Credential string
	// Scope is "https://RESOURCE/.default".
	Scope string
	// Tenant to ask for; "" leaves it to the credential.
	Tenant string
}

// Outcome is how a token request ended.
type Outcome string

const (
	OutcomeToken       Outcome = "token"       // a token came
	OutcomeFailed      Outcome = "failed"      // the credential answered with an error
	OutcomeUnavailable Outcome = "unavailable" // the credential says it cannot be used here; a chain goes on to the next
	OutcomeTimeout     Outcome = "timeout"     // no answer within the run, or within credentialPatience
)

// TokenAttempt is what is kept of a token request. The token itself is not.
type TokenAttempt struct {
	Credential string  `json:"credential"`
	Scope      string  `json:"scope"`
	Tenant     string  `json:"tenant,omitempty"`
	Outcome    Outcome `json:"outcome"`
	// Identity is who the token is for; nil without a token.
	Identity *Identity `json:"identity,omitempty"`
	// Audience is the token's aud claim.
	Audience string `json:"audience,omitempty"`
	// ExpiresAt is when the token ends, UTC; zero without a token.
	ExpiresAt time.Time `json:"expiresAt,omitzero"`
	// StartedMs and TookMs count from the start of the run and of the request.
	StartedMs int64 `json:"startedMs"`
	TookMs    int64 `json:"tookMs"`
	// Error is the credential's own text, bounded and free of secrets; cause.Recognise reads it.
	Error string `json:"error,omitempty"`
	// Status is the HTTP status behind the error; 0 where there was no answer or none is known.
	Status int `json:"status,omitempty"`
	// ServerTime is the Date header of the answer behind the error, UTC; zero where there is none.
	ServerTime time.Time `json:"serverTime,omitzero"`
}

// tokens asks credentials, each question once, and keeps the answers. A token lives only here and in the request that
// Authorize puts it on.
type tokens struct {
	session *Session
	asked   shared[TokenRequest, *tokenAnswer]
	turns   map[string]chan struct{} // by credential; see developerToolsAtOnce
	mu      sync.Mutex
	kept    []TokenAttempt
	pending map[TokenRequest]int64  // startedMs of requests still on their way
	lead    map[string]TokenRequest // the run's own question, by credential
}

type tokenAnswer struct {
	attempt TokenAttempt
	bearer  string
}

// credentialPatience bounds one token request within a run of any length: no SDK that sets a limit waits longer than 13 s
// for az (.NET's AzureCliCredential), so what has not come by then comes too late for every program.
const credentialPatience = 20 * time.Second

// developerToolsAtOnce bounds how many processes of az, and of azd, run at the same time, for runs that need tokens of many
// tenants: each takes half a second of a processor and tens of megabytes, and all wait for one lock on the token cache.
const developerToolsAtOnce = 3

func newTokens(ctx context.Context, s *Session) *tokens {
	t := &tokens{session: s, turns: map[string]chan struct{}{}, pending: map[TokenRequest]int64{}, lead: map[string]TokenRequest{}}
	for _, credential := range []string{CredentialAzureCLI, CredentialAzureDeveloperCLI} {
		t.turns[credential] = make(chan struct{}, developerToolsAtOnce)
	}
	t.asked = newShared(ctx, t.request)
	return t
}

// Token asks for a token, or waits for the answer to the same question asked before. When ctx ends first the attempt
// says OutcomeTimeout.
func (s *Session) Token(ctx context.Context, request TokenRequest) TokenAttempt {
	answer, ok := s.tokens.asked.get(ctx, request)
	if !ok {
		return TokenAttempt{Credential: request.Credential, Scope: request.Scope, Tenant: request.Tenant, Outcome: OutcomeTimeout}
	}
	return answer.attempt
}

// Authorize puts the token of an earlier Token call on r. It reports false, leaving r as it was, where there is none.
func (s *Session) Authorize(r *http.Request, request TokenRequest) bool {
	answer, ok := s.tokens.asked.peek(request)
	if !ok || answer.bearer == "" {
		return false
	}
	r.Header.Set("Authorization", "Bearer "+answer.bearer)
	return true
}

// request asks the credential. It is called once for each question.
func (t *tokens) request(ctx context.Context, request TokenRequest) *tokenAnswer {
	s := t.session
	answer := &tokenAnswer{attempt: TokenAttempt{Credential: request.Credential, Scope: request.Scope, Tenant: request.Tenant, StartedMs: s.sinceStart()}}
	t.began(request, answer.attempt.StartedMs)
	defer t.ended(request, answer)
	if turn := t.turns[request.Credential]; turn != nil {
		select {
		case turn <- struct{}{}:
			defer func() { <-turn }()
		case <-ctx.Done():
			answer.attempt.Outcome, answer.attempt.Error = OutcomeTimeout, "not asked: the run ended before its turn came"
			return answer
		}
	}
	answer.attempt.StartedMs = s.sinceStart()
	at := s.Now()
	patient, cancel := context.WithTimeout(ctx, credentialPatience)
	defer cancel()
	token, err := s.askCredential(patient, request)
	if err == nil {
		s.secrets.add(token.Token) // before anything else sees it
		err = checkToken(token.Token)
	}
	answer.attempt.TookMs = s.Now().Sub(at).Milliseconds()
	if err != nil {
		describeTokenError(patient, &answer.attempt, err)
		return answer
	}
	answer.bearer = token.Token
	answer.attempt.Outcome = OutcomeToken
	answer.attempt.ExpiresAt = token.ExpiresOn.UTC().Truncate(time.Second)
	answer.attempt.Identity, answer.attempt.Audience = readClaims(token.Token)
	return answer
}

// checkToken refuses what a credential takes for a token and no service would: az's and azd's answers are not looked at
// closer than their JSON.
func checkToken(token string) error {
	if token == "" {
		return errors.New("the answer holds no token")
	}
	if strings.ContainsFunc(token, func(r rune) bool { return r <= ' ' || r >= 0x7f }) {
		return errors.New("the answer's token holds characters that no token has")
	}
	return nil
}

func (t *tokens) began(request TokenRequest, startedMs int64) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.pending[request] = startedMs
}

// ended keeps the attempt. One without an outcome ended in a panic: no fact.
func (t *tokens) ended(request TokenRequest, answer *tokenAnswer) {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.pending, request)
	if answer.attempt.Outcome != "" {
		t.kept = append(t.kept, answer.attempt)
	}
}

// settle waits until no az and no azd is being started or asked, or for endPatience. A run's end does not wait for the answer
// to a question, and a process that is only just being started is not there yet to be ended. Call it when the run's
// context has ended: what comes after that starts nothing.
func (t *tokens) settle() {
	over := time.After(endPatience)
	for _, turn := range t.turns {
		for range developerToolsAtOnce {
			select {
			case turn <- struct{}{}:
				defer func() { <-turn }()
			case <-over:
				return
			}
		}
	}
}

// leads notes the run's own question to a credential, the first that is told.
func (t *tokens) leads(request TokenRequest) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if _, told := t.lead[request.Credential]; !told {
		t.lead[request.Credential] = request
	}
}

// attempts returns every question asked so far, those without an answer as OutcomeTimeout: in the order of Credentials, of
// each the run's own question first, then by tenant and scope. So the order does not hang on who was quicker.
func (t *tokens) attempts() []TokenAttempt {
	t.mu.Lock()
	defer t.mu.Unlock()
	all := slices.Clone(t.kept)
	for request, started := range t.pending {
		all = append(all, TokenAttempt{Credential: request.Credential, Scope: request.Scope, Tenant: request.Tenant,
			Outcome: OutcomeTimeout, StartedMs: started, TookMs: t.session.sinceStart() - started})
	}
	behind := func(a TokenAttempt) int {
		if t.lead[a.Credential] == (TokenRequest{a.Credential, a.Scope, a.Tenant}) {
			return 0
		}
		return 1
	}
	slices.SortFunc(all, func(a, b TokenAttempt) int {
		return cmp.Or(cmp.Compare(slices.Index(Credentials, a.Credential), slices.Index(Credentials, b.Credential)),
			cmp.Compare(behind(a), behind(b)), cmp.Compare(a.Tenant, b.Tenant), cmp.Compare(a.Scope, b.Scope))
	})
	return all
}

// describeTokenError turns an azidentity error into facts.
func describeTokenError(ctx context.Context, attempt *TokenAttempt, err error) {
	attempt.Outcome = OutcomeFailed
	attempt.Error = bound(err.Error())
	answered := strings.Contains(attempt.Error, "AADSTS") // az and azd pass Entra's answer on
	var failed *azidentity.AuthenticationFailedError
	if errors.As(err, &failed) && failed.RawResponse != nil {
		answered = true
		attempt.Status = failed.RawResponse.StatusCode
		if date, err := http.ParseTime(failed.RawResponse.Header.Get("Date")); err == nil {
			attempt.ServerTime = date.UTC()
		}
	}
	switch {
	case unavailable(err):
		attempt.Outcome = OutcomeUnavailable
	case ctx.Err() != nil && !answered:
		attempt.Outcome = OutcomeTimeout // a killed az reports "signal: killed": that is our deadline, not its words
	}
}

// unavailable reports whether azidentity's chain goes on to the next credential after this error. Its rule is a method
// that it keeps to itself, so its chain is asked.
// azidentity 1.15.0 chained_token_credential.go and errors.go, read 2026-11-22.
func unavailable(err error) bool {
	goneOn := false
	failing := credentialFunc(func() error { return err })
	next := credentialFunc(func() error { goneOn = true; return errors.New("asked") })
	if chain, err := azidentity.NewChainedTokenCredential([]azcore.TokenCredential{failing, next}, nil); err == nil {
		_, _ = chain.GetToken(context.Background(), policy.TokenRequestOptions{})
	}
	return goneOn
}

// credentialFunc is a credential that gives an error instead of a token.
type credentialFunc func() error

// GetToken returns the error; see azcore.TokenCredential.
func (f credentialFunc) GetToken(context.Context, policy.TokenRequestOptions) (azcore.AccessToken, error) {
	return azcore.AccessToken{}, f()
}

// askCredential builds azidentity's credential and asks it as the SDK's clients do: with continuous access evaluation, for
// which the vault may want more than a plain token (azcore 1.23.3 runtime/policy_bearer_token.go, which azsecrets uses,
// read 2026-11-22). It changes nothing for az, azd and managed identities.
func (s *Session) askCredential(ctx context.Context, request TokenRequest) (azcore.AccessToken, error) {
	credential, err := s.credential(request.Credential)
	if err != nil {
		return azcore.AccessToken{}, err
	}
	return credential.GetToken(ctx, policy.TokenRequestOptions{Scopes: []string{request.Scope}, TenantID: request.Tenant, EnableCAE: true})
}

// credential builds one of Credentials as an application's DefaultAzureCredential would here. Each owner of the facts
// behind it builds it in its own file.
func (s *Session) credential(name string) (azcore.TokenCredential, error) {
	switch name {
	case CredentialEnvironment:
		return newEnvironmentCredential(s)
	case CredentialWorkloadIdentity:
		return newWorkloadIdentityCredential(s)
	case CredentialManagedIdentity:
		return newManagedIdentityCredential(s)
	case CredentialAzureCLI:
		return azidentity.NewAzureCLICredential(nil)
	case CredentialAzureDeveloperCLI:
		return azidentity.NewAzureDeveloperCLICredential(nil)
	}
	return nil, errors.New("no credential is called " + name)
}
