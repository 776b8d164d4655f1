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
	OutcomeTimeout     Outcome = "timeout"     // no answer within the run
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
	mu      sync.Mutex
	kept    []TokenAttempt
	pending map[TokenRequest]int64 // startedMs of requests still on their way
}

type tokenAnswer struct {
	attempt TokenAttempt
	bearer  string
}

func newTokens(ctx context.Context, s *Session) *tokens {
	t := &tokens{session: s, pending: map[TokenRequest]int64{}}
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
	ended, cancel := context.WithCancel(context.Background())
	cancel()
	answer, ok := s.tokens.asked.get(ended, request)
	if !ok || answer.bearer == "" {
		return false
	}
	r.Header.Set("Authorization", "Bearer "+answer.bearer)
	return true
}

// request asks the credential. It is called once for each question.
func (t *tokens) request(ctx context.Context, request TokenRequest) *tokenAnswer {
	s := t.session
	started, at := s.sinceStart(), s.Now()
	t.mu.Lock()
	t.pending[request] = started
	t.mu.Unlock()
	answer := &tokenAnswer{attempt: TokenAttempt{Credential: request.Credential, Scope: request.Scope, Tenant: request.Tenant, StartedMs: started}}
	token, err := s.askCredential(ctx, request)
	answer.attempt.TookMs = s.Now().Sub(at).Milliseconds()
	if err != nil {
		describeTokenError(ctx, &answer.attempt, err)
	} else {
		s.secrets.add(token.Token)
		answer.bearer = token.Token
		answer.attempt.Outcome = OutcomeToken
		answer.attempt.ExpiresAt = token.ExpiresOn.UTC().Truncate(time.Second)
		answer.attempt.Identity, answer.attempt.Audience = readClaims(token.Token)
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.pending, request)
	t.kept = append(t.kept, answer.attempt)
	return answer
}

// attempts returns every question asked so far; those without an answer say OutcomeTimeout.
func (t *tokens) attempts() []TokenAttempt {
	t.mu.Lock()
	defer t.mu.Unlock()
	all := slices.Clone(t.kept)
	for request, started := range t.pending {
		all = append(all, TokenAttempt{Credential: request.Credential, Scope: request.Scope, Tenant: request.Tenant,
			Outcome: OutcomeTimeout, StartedMs: started, TookMs: t.session.sinceStart() - started})
	}
	slices.SortStableFunc(all, func(a, b TokenAttempt) int {
		return cmp.Or(cmp.Compare(a.StartedMs, b.StartedMs), cmp.Compare(slices.Index(Credentials, a.Credential), slices.Index(Credentials, b.Credential)), cmp.Compare(a.Tenant, b.Tenant), cmp.Compare(a.Scope, b.Scope))
	})
	return all
}

// describeTokenError turns an azidentity error into facts.
func describeTokenError(ctx context.Context, attempt *TokenAttempt, err error) {
	attempt.Outcome = OutcomeUnavailable
	attempt.Error = err.Error()
	var failed *azidentity.AuthenticationFailedError
	if errors.As(err, &failed) {
		attempt.Outcome = OutcomeFailed
		if failed.RawResponse != nil {
			attempt.Status = failed.RawResponse.StatusCode
			if date, err := http.ParseTime(failed.RawResponse.Header.Get("Date")); err == nil {
				attempt.ServerTime = date.UTC()
			}
		}
	} else if !strings.Contains(typeName(err), "credentialUnavailable") {
		attempt.Outcome = OutcomeFailed
	}
	if ctx.Err() != nil {
		attempt.Outcome = OutcomeTimeout // a killed az reports "signal: killed": that is our deadline, not its words
	}
}

// askCredential builds azidentity's credential and asks it, without retries.
func (s *Session) askCredential(ctx context.Context, request TokenRequest) (azcore.AccessToken, error) {
	credential, err := s.credential(request.Credential)
	if err != nil {
		return azcore.AccessToken{}, err
	}
	return credential.GetToken(ctx, policy.TokenRequestOptions{Scopes: []string{request.Scope}, TenantID: request.Tenant, EnableCAE: false})
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

// clientOptions are the options of every credential that speaks HTTP: this machine's transport, no retries.
func (s *Session) clientOptions(client *http.Client) azcore.ClientOptions {
	return azcore.ClientOptions{
		Cloud:     s.Target().Cloud.configuration(),
		Retry:     policy.RetryOptions{MaxRetries: -1},
		Transport: boundedTransport{client},
	}
}

// boundedTransport cuts off response bodies, which azidentity reads whole.
type boundedTransport struct{ client *http.Client }

// Do sends the request; see policy.Transporter.
func (b boundedTransport) Do(r *http.Request) (*http.Response, error) {
	response, err := b.client.Do(r)
	if response != nil {
		response.Body = http.MaxBytesReader(nil, response.Body, maxBodyBytes)
	}
	return response, err
}
