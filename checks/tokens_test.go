package checks

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azidentity"

	"azdoctor/checks/azuretest"
)

// vaultToken is a question to the service principal of the environment.
var vaultToken = TokenRequest{Credential: CredentialEnvironment, Scope: "https://vault.azure.net/.default"}

// TestTokenAskedOnce: however many ask, and whoever comes later, one request is made for each question.
func TestTokenAskedOnce(t *testing.T) {
	m := newMachine(t).principal().set("AZURE_CLIENT_SECRET", azuretest.ClientSecret)
	s := m.session(Request{})
	var all group
	for range 30 {
		all.Go(func() {
			if attempt := s.Token(t.Context(), vaultToken); attempt.Outcome != OutcomeToken || attempt.Identity.ClientID != azuretest.ClientID || attempt.Error != "" {
				t.Errorf("%+v", attempt)
			}
		})
	}
	all.Wait()
	s.Token(t.Context(), TokenRequest{CredentialEnvironment, "https://management.azure.com/.default", ""})
	path := "/" + azuretest.TenantID + "/oauth2/v2.0/token"
	if n := m.Azure.Count("login.microsoftonline.com", path); n != 2 {
		t.Errorf("%d token requests for two questions", n)
	}
	attempts := s.tokens.attempts()
	if len(attempts) != 2 || attempts[0].Scope > attempts[1].Scope {
		t.Errorf("kept %+v", attempts)
	}
}

// TestTokenNoRetries: an answer that the SDK would ask for again, and a connection that fails, is asked for once.
func TestTokenNoRetries(t *testing.T) {
	for name, fault := range map[string]azuretest.Fault{
		"503": azuretest.Status(http.StatusServiceUnavailable), "500": azuretest.Status(http.StatusInternalServerError), "429": azuretest.Throttled(time.Second), "408": azuretest.Status(http.StatusRequestTimeout),
		"reset": azuretest.Reset, "garbage": azuretest.Garbage, "huge": azuretest.Huge, "empty": azuretest.Answer(200, "application/json", ""),
	} {
		t.Run(name, func(t *testing.T) {
			m := newMachine(t).principal().set("AZURE_CLIENT_SECRET", azuretest.ClientSecret)
			m.Azure.FailTokens(azuretest.TokenFault{Fault: fault})
			s := m.session(Request{})
			attempt := s.Token(t.Context(), vaultToken)
			if n := m.Azure.Count("login.microsoftonline.com", "/"+azuretest.TenantID+"/oauth2/v2.0/token"); n != 1 {
				t.Errorf("%d token requests", n)
			}
			if attempt.Outcome != OutcomeFailed || attempt.Error == "" || len(attempt.Error) > maxTextBytes {
				t.Errorf("%s, %.200q", attempt.Outcome, attempt.Error)
			}
			if name == "huge" && !strings.Contains(attempt.Error, errTooLarge.Error()) {
				t.Errorf("%.300q", attempt.Error)
			}
		})
		t.Run("IMDS "+name, func(t *testing.T) {
			m := newMachine(t)
			m.isolate()
			m.Azure.ServeIMDS(azuretest.IMDS{Identities: []azuretest.Identity{azuretest.Machine}, TokenFault: fault})
			s := m.session(Request{})
			attempt := s.Token(t.Context(), TokenRequest{CredentialManagedIdentity, vaultToken.Scope, ""})
			if n := m.Azure.Count("169.254.169.254", "/metadata/identity/oauth2/token"); n != 1 {
				t.Errorf("%d token requests", n)
			}
			if attempt.Outcome != OutcomeFailed && attempt.Outcome != OutcomeUnavailable || attempt.Error == "" {
				t.Errorf("%+v", attempt)
			}
		})
	}
}

// TestTokenTimeout: an endpoint that never answers costs the run, or the patience with one credential where that is less.
func TestTokenTimeout(t *testing.T) {
	for name, test := range map[string]struct{ run, takes time.Duration }{
		"the run's end": {10 * time.Second, 10 * time.Second},
		"long run":      {time.Hour, credentialPatience},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				m := newMachine(t).principal().set("AZURE_CLIENT_SECRET", azuretest.ClientSecret)
				m.Azure.FailTokens(azuretest.TokenFault{Fault: azuretest.Hang})
				ctx, cancel := context.WithTimeout(t.Context(), test.run)
				defer cancel()
				s := newSession(ctx, m.System, Request{})
				started := time.Now()
				attempt := s.Token(t.Context(), vaultToken)
				if took := time.Since(started); attempt.Outcome != OutcomeTimeout || took != test.takes || attempt.TookMs != test.takes.Milliseconds() {
					t.Errorf("%+v after %v", attempt, took)
				}
			})
		})
	}
}

// TestTokenPending: a question without an answer is among the attempts.
func TestTokenPending(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := newMachine(t).principal().set("AZURE_CLIENT_SECRET", azuretest.ClientSecret)
		m.Azure.FailTokens(azuretest.TokenFault{Fault: azuretest.Hang})
		s := m.session(Request{})
		impatient, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if attempt := s.Token(impatient, vaultToken); attempt.Outcome != OutcomeTimeout {
			t.Errorf("%+v", attempt)
		}
		if all := s.tokens.attempts(); len(all) != 1 || all[0].Outcome != OutcomeTimeout || all[0].TookMs != 1000 {
			t.Errorf("%+v", all)
		}
		if r, _ := http.NewRequest(http.MethodGet, "https://contoso-kv.vault.azure.net", nil); s.Authorize(r, vaultToken) || len(r.Header) > 0 {
			t.Error("authorized without an answer")
		}
		time.Sleep(time.Minute)
	})
}

// TestAuthorize: a token goes onto a request once it came, and asking for it starts nothing.
func TestAuthorize(t *testing.T) {
	m := newMachine(t).principal().set("AZURE_CLIENT_SECRET", azuretest.ClientSecret)
	s := m.session(Request{})
	r, _ := http.NewRequest(http.MethodGet, "https://contoso-kv.vault.azure.net", nil)
	if s.Authorize(r, vaultToken) || len(r.Header) > 0 || len(m.Azure.Requests()) > 0 || len(s.tokens.attempts()) > 0 {
		t.Error("asked for a token")
	}
	s.Token(t.Context(), vaultToken)
	if !s.Authorize(r, vaultToken) || !strings.HasPrefix(r.Header.Get("Authorization"), "Bearer eyJ") {
		t.Errorf("headers %v", r.Header)
	}
	bearer := strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")
	if got := s.secrets.cleanText("<" + bearer[len(bearer)-30:] + bearer + ">"); strings.Contains(got, bearer) {
		t.Errorf("the token is not registered: %q", got)
	}
}

// TestTokenOrder: the attempts' order does not hang on who was quicker.
func TestTokenOrder(t *testing.T) {
	own := TokenRequest{CredentialAzureCLI, "s", "zz"}
	kept := []TokenAttempt{
		{Credential: CredentialAzureCLI, Scope: "s", Tenant: "aa", Outcome: OutcomeToken, StartedMs: 1},
		{Credential: own.Credential, Scope: own.Scope, Tenant: own.Tenant, Outcome: OutcomeToken, StartedMs: 5},
		{Credential: CredentialAzureCLI, Scope: "r", Tenant: "aa", Outcome: OutcomeToken, StartedMs: 3},
		{Credential: CredentialEnvironment, Scope: "s", Outcome: OutcomeFailed, StartedMs: 9},
	}
	want := []int64{9, 5, 3, 1}
	for range 24 {
		kept = append(kept[1:], kept[0])
		s := newSession(t.Context(), emptySystem(), Request{})
		s.tokens.leads(own)
		s.tokens.leads(TokenRequest{CredentialAzureCLI, "s", "aa"}) // told later: not the run's own
		s.tokens.kept = kept
		var got []int64
		for _, attempt := range s.tokens.attempts() {
			got = append(got, attempt.StartedMs)
		}
		if !slices.Equal(got, want) {
			t.Fatalf("order %v, want %v", got, want)
		}
	}
}

// TestDescribeTokenError: structure decides, then Entra's codes; a deadline is not the credential's failure.
func TestDescribeTokenError(t *testing.T) {
	response := &http.Response{StatusCode: 401, Status: "401 Unauthorized", Header: http.Header{"Date": {"Sun, 22 Nov 2026 10:00:00 GMT"}}, Body: http.NoBody}
	answered := &azidentity.AuthenticationFailedError{RawResponse: response}
	missing := azidentity.NewCredentialUnavailableError("AzureCLICredential: executable not found on path")
	for name, test := range map[string]struct {
		err   error
		ended bool
		want  Outcome
	}{
		"unavailable":               {missing, false, OutcomeUnavailable},
		"unavailable, wrapped":      {fmt.Errorf("asking: %w", missing), false, OutcomeUnavailable},
		"unavailable, at the end":   {missing, true, OutcomeUnavailable},
		"words only":                {errors.New("azidentity.credentialUnavailableError"), false, OutcomeFailed},
		"answered":                  {answered, false, OutcomeFailed},
		"answered, at the end":      {answered, true, OutcomeFailed},
		"az's words":                {errors.New("AzureCLICredential: ERROR: Please run 'az login' to setup account."), false, OutcomeFailed},
		"az ended":                  {errors.New("AzureCLICredential: signal: killed"), true, OutcomeTimeout},
		"az ended, having spoken":   {errors.New("AzureCLICredential: ERROR: AADSTS700082: The refresh token has expired"), true, OutcomeFailed},
		"az ended by somebody else": {errors.New("AzureCLICredential: signal: killed"), false, OutcomeFailed},
		"no answer":                 {context.DeadlineExceeded, true, OutcomeTimeout},
	} {
		t.Run(name, func(t *testing.T) {
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			if test.ended {
				cancel()
			}
			var attempt TokenAttempt
			describeTokenError(ctx, &attempt, test.err)
			if attempt.Outcome != test.want || attempt.Error == "" {
				t.Errorf("%+v, want %s", attempt, test.want)
			}
			if test.err == error(answered) && (attempt.Status != 401 || attempt.ServerTime.Hour() != 10) {
				t.Errorf("%+v", attempt)
			}
		})
	}
}

// TestTokenOddAnswers: what az may print in the place of a token is a failure, and never reaches a header or a text.
func TestTokenOddAnswers(t *testing.T) {
	for name, stdout := range map[string]string{
		"no token": `{"expires_on": 1900000000}`, "line break": `{"accessToken": "CANARY\nX: y", "expires_on": 1900000000}`, "no JSON": "hello", "nothing": "",
		"expires in the year 36000": `{"accessToken": "opaque-CANARY-1", "expires_on": 1099511627776}`,
	} {
		t.Run(name, func(t *testing.T) {
			m := newMachine(t)
			m.install("az", azuretest.Script{Stdout: stdout})
			s := m.session(Request{})
			request := TokenRequest{CredentialAzureCLI, vaultToken.Scope, ""}
			attempt := s.Token(t.Context(), request)
			r, _ := http.NewRequest(http.MethodGet, "https://contoso-kv.vault.azure.net", nil)
			works := name == "expires in the year 36000"
			if s.Authorize(r, request) != works || (attempt.Outcome == OutcomeToken) != works || strings.Contains(attempt.Error, "CANARY") {
				t.Errorf("%+v", attempt)
			}
		})
	}
}

// TestDeveloperToolsAtOnce: questions for many tenants do not start as many processes.
func TestDeveloperToolsAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		busy := newSession(ctx, emptySystem(), Request{})
		for range developerToolsAtOnce {
			busy.tokens.turns[CredentialAzureCLI] <- struct{}{}
		}
		attempt := busy.Token(t.Context(), TokenRequest{CredentialAzureCLI, "s", ""})
		if attempt.Outcome != OutcomeTimeout || !strings.HasPrefix(attempt.Error, "not asked") {
			t.Errorf("%+v", attempt)
		}
	})
}

// TestRunEndWaitsForToolsBeingStarted: what is only just being started is there to be ended when the run's end looks.
func TestRunEndWaitsForToolsBeingStarted(t *testing.T) {
	for name, test := range map[string]struct{ busy, want time.Duration }{
		"nothing":       {0, 0},
		"a slow start":  {300 * time.Millisecond, 300 * time.Millisecond},
		"deaf for ever": {time.Hour, endPatience},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newMachine(t).session(Request{})
				turn := s.tokens.turns[CredentialAzureCLI]
				if test.busy > 0 {
					turn <- struct{}{}
					time.AfterFunc(test.busy, func() { <-turn })
				}
				began := time.Now()
				s.tokens.settle()
				if waited := time.Since(began); waited != test.want {
					t.Errorf("waited %s, want %s", waited, test.want)
				}
				time.Sleep(2 * time.Hour)
				if len(turn) != 0 {
					t.Errorf("%d turns are kept", len(turn))
				}
			})
		})
	}
}
