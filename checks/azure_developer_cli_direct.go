package checks

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"os/exec"
	"strings"
	"time"
)

// directPatience is how long azd may take in the SDK's own form before it is also asked in the quick one. A token request
// over a slow network takes one or two seconds.
const directPatience = 3 * time.Second

// askAzureDeveloperCLI asks the run's question through azidentity. azd takes a flag's value that stands apart from it
// (--scope X) for the name of an extension and looks that up at aka.ms before anything else, which takes 8 to 10 s where
// aka.ms cannot be reached; SDKs use that form. So, where no answer came within patience, azd is asked in the form it need
// not look up, and that answer is returned; nil where it was not needed or not finished before the other.
// azure-dev cli/azd/cmd/auto_install.go, read 2026-11-22.
func (s *Session) askAzureDeveloperCLI(ctx context.Context, executable string, patience time.Duration) *TokenAttempt {
	request := s.tokenRequest(ctx, CredentialAzureDeveloperCLI)
	waiting, answered := context.WithCancel(ctx)
	var direct *TokenAttempt
	var asking group
	asking.Go(func() {
		timer := time.NewTimer(patience)
		defer timer.Stop()
		select {
		case <-waiting.Done():
		case <-timer.C:
			direct = s.askDirectly(waiting, executable, request)
		}
	})
	s.tokens.leads(request)
	s.Token(ctx, request)
	answered()
	asking.Wait()
	return direct
}

// askDirectly starts azd with --flag=value and keeps of the answer what TokenAttempt has fields for; nil when ctx ended first.
// The token itself is dropped.
func (s *Session) askDirectly(ctx context.Context, executable string, request TokenRequest) *TokenAttempt {
	arguments := []string{"auth", "token", "--output=json", "--no-prompt", "--scope=" + request.Scope}
	if request.Tenant != "" {
		arguments = append(arguments, "--tenant-id="+request.Tenant)
	}
	attempt := TokenAttempt{Credential: request.Credential, Scope: request.Scope, Tenant: request.Tenant, StartedMs: s.sinceStart(), Outcome: OutcomeFailed}
	started := s.Now()
	command := exec.CommandContext(ctx, executable, arguments...)
	command.Dir = workingDirectory(s.System)
	command.WaitDelay = 100 * time.Millisecond // for children that keep the pipes open
	var stdout, stderr boundedBuffer
	command.Stdout, command.Stderr = &stdout, &stderr
	ownGroup(command)
	err := command.Run()
	attempt.TookMs = s.Now().Sub(started).Milliseconds()
	var answer struct {
		Token     string    `json:"token"`
		ExpiresOn time.Time `json:"expiresOn"`
	}
	switch decodeErr := json.Unmarshal(stdout.kept.Bytes(), &answer); {
	case decodeErr == nil && answer.Token != "":
		s.secrets.add(answer.Token)
		attempt.Outcome, attempt.ExpiresAt = OutcomeToken, answer.ExpiresOn.UTC().Truncate(time.Second)
		attempt.Identity, attempt.Audience = readClaims(answer.Token)
	case ctx.Err() != nil:
		return nil
	case err != nil:
		attempt.Error = cmp.Or(azdError(stderr.kept.String()), err.Error())
	default:
		attempt.Error = "azd's answer is not the JSON that was asked for"
	}
	return &attempt
}

// workingDirectory is where the SDKs start az and azd.
// azidentity 1.15.0 developer_credential_util_nonwindows.go and _windows.go, read 2026-11-22.
func workingDirectory(s *System) string {
	if s.OS == "windows" {
		return s.Environ["SYSTEMROOT"]
	}
	return "/bin"
}

// azdError is what azd's JSON lines on stderr say: the error field of newer versions, else the first console message.
// azidentity 1.15.0 developer_credential_util.go (extractAzdError), read 2026-11-22.
func azdError(stderr string) string {
	message := ""
	for line := range strings.Lines(stderr) {
		var parsed struct {
			Error string `json:"error"`
			Data  struct {
				Message string `json:"message"`
			} `json:"data"`
		}
		if json.Unmarshal([]byte(line), &parsed) != nil {
			continue
		}
		if parsed.Error != "" {
			return bound(parsed.Error)
		}
		message = cmp.Or(message, strings.TrimSpace(parsed.Data.Message))
	}
	return bound(cmp.Or(message, strings.TrimSpace(stderr)))
}

// boundedBuffer keeps the first maxBodyBytes written to it and drops the rest.
type boundedBuffer struct{ kept bytes.Buffer }

// Write never fails; see io.Writer.
func (b *boundedBuffer) Write(content []byte) (int, error) {
	b.kept.Write(content[:min(len(content), maxBodyBytes-b.kept.Len())])
	return len(content), nil
}
