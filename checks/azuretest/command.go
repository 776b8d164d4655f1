package azuretest

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// Script is how a fake az or azd behaves when it is called.
type Script struct {
	// Match is a shell pattern on the arguments, joined by spaces: "*get-access-token*". "" matches every call.
	Match string
	// Stdout and Stderr are what it prints, ExitCode how it ends.
	Stdout, Stderr string
	ExitCode       int
	// Delay is before it prints anything.
	Delay time.Duration
	// Hang never ends: it sleeps for a minute, which outlasts every test.
	Hang bool
	// ForkAndKeepPipes leaves a child behind that keeps stdout and stderr open for a minute.
	ForkAndKeepPipes bool
	// IgnoreSignals makes it deaf to SIGTERM and SIGINT.
	IgnoreSignals bool
}

// CLI is a fake az or azd.
type CLI struct {
	// Dir holds it. The script needs nothing else on the search path.
	Dir string
	// Path is the executable.
	Path        string
	calls, pids string
	t           testing.TB
}

// WriteCLI writes an executable shell script called name into dir, which answers as the first script that matches its
// arguments, or with exit code 2 where none does. It replaces an earlier one, keeping its record of calls. Unix only.
func WriteCLI(t testing.TB, dir, name string, scripts ...Script) *CLI {
	t.Helper()
	c := &CLI{Dir: dir, Path: filepath.Join(dir, name), t: t}
	c.calls, c.pids = filepath.Join(dir, "."+name+".calls"), filepath.Join(dir, "."+name+".pids")
	var b strings.Builder
	fmt.Fprintf(&b, "#!/bin/sh\nprintf '%%s\\n' \"$*\" >>%s\nprintf '%%s\\n' $$ >>%s\ncase \"$*\" in\n", quote(c.calls), quote(c.pids))
	for i, s := range scripts {
		c.writeCase(&b, filepath.Join(dir, fmt.Sprintf(".%s.%d", name, i)), s)
	}
	fmt.Fprintf(&b, "*) printf 'ERROR: unrecognized arguments: %%s\\n' \"$*\" >&2; exit 2;;\nesac\n")
	// A new file under a new name: a script that is running keeps its own.
	writeFile(t, c.Path+".new", b.String(), 0o755)
	if err := os.Rename(c.Path+".new", c.Path); err != nil {
		t.Fatal(err)
	}
	return c
}

func (c *CLI) writeCase(b *strings.Builder, file string, s Script) {
	pattern := "*"
	if s.Match != "" {
		pattern = strings.NewReplacer(" ", `\ `, "'", `\'`, `"`, `\"`, "(", `\(`, ")", `\)`, "&", `\&`, ";", `\;`, "$", `\$`, "`", "\\`").Replace(s.Match)
	}
	fmt.Fprintf(b, "%s)\n", pattern)
	if s.IgnoreSignals {
		b.WriteString("trap '' TERM INT\n")
	}
	if s.Delay > 0 {
		fmt.Fprintf(b, "%s %g\n", tool(c.t, "sleep"), s.Delay.Seconds())
	}
	if s.ForkAndKeepPipes {
		fmt.Fprintf(b, "%s 60 &\nprintf '%%s\\n' $! >>%s\n", tool(c.t, "sleep"), quote(c.pids))
	}
	for _, output := range []struct{ text, suffix, to string }{{s.Stdout, ".out", ""}, {s.Stderr, ".err", " >&2"}} {
		if output.text != "" {
			writeFile(c.t, file+output.suffix, output.text, 0o600)
			fmt.Fprintf(b, "%s %s%s\n", tool(c.t, "cat"), quote(file+output.suffix), output.to)
		}
	}
	if s.Hang {
		fmt.Fprintf(b, "%s 60\n", tool(c.t, "sleep"))
	}
	fmt.Fprintf(b, "exit %d;;\n", s.ExitCode)
}

// Calls returns the arguments of each call so far, joined by spaces.
func (c *CLI) Calls() []string { return lines(c.calls) }

// PIDs returns the process IDs of each call so far, and of the children that ForkAndKeepPipes left.
func (c *CLI) PIDs() []int {
	var pids []int
	for _, line := range lines(c.pids) {
		if pid, err := strconv.Atoi(line); err == nil {
			pids = append(pids, pid)
		}
	}
	return pids
}

func lines(file string) []string {
	content, err := os.ReadFile(file)
	if err != nil || len(content) == 0 {
		return nil
	}
	return strings.Split(strings.TrimSuffix(string(content), "\n"), "\n")
}

// tool is the path of a program of the system, quoted.
func tool(t testing.TB, name string) string {
	for _, dir := range []string{"/bin", "/usr/bin"} {
		if _, err := os.Stat(filepath.Join(dir, name)); err == nil {
			return quote(filepath.Join(dir, name))
		}
	}
	t.Fatalf("there is no %s on this machine", name)
	return ""
}

func quote(path string) string { return "'" + strings.ReplaceAll(path, "'", `'\''`) + "'" }

func writeFile(t testing.TB, name, content string, mode os.FileMode) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(content), mode); err != nil {
		t.Fatal(err)
	}
}

// AzureCLIToken is what "az account get-access-token --output json" prints: expiresOn in local time, and expires_on, which
// az has since 2.54.0. audience is the resource of the token.
func AzureCLIToken(id Identity, audience string, lifetime time.Duration) string {
	return azureCLIToken(id, audience, lifetime, true)
}

// OldAzureCLIToken is the same as az printed it before 2.54.0, without expires_on.
func OldAzureCLIToken(id Identity, audience string, lifetime time.Duration) string {
	return azureCLIToken(id, audience, lifetime, false)
}

func azureCLIToken(id Identity, audience string, lifetime time.Duration, expiresOn bool) string {
	until := time.Now().Add(lifetime)
	answer := map[string]any{
		"accessToken": Token(id, audience, lifetime), "expiresOn": until.Local().Format("2006-01-02 15:04:05.000000"),
		"subscription": SubscriptionID, "tenant": id.tenant(), "tokenType": "Bearer",
	}
	if expiresOn {
		answer["expires_on"] = until.Unix()
	}
	return indent(answer)
}

// AzureDeveloperCLIToken is what "azd auth token --output json" prints.
func AzureDeveloperCLIToken(id Identity, audience string, lifetime time.Duration) string {
	return indent(map[string]any{"token": Token(id, audience, lifetime), "expiresOn": time.Now().Add(lifetime).UTC().Format(time.RFC3339)})
}

// AzureDeveloperCLIError is how azd writes an error to stderr with --output json, since version 1.24.
// recorded from azd built of August 2026, read 2026-11-22.
func AzureDeveloperCLIError(text, message, suggestion string) string {
	return compact(map[string]string{"error": text, "message": message, "suggestion": suggestion}) + "\n"
}

func indent(value any) string {
	text, err := json.MarshalIndent(value, "", "  ")
	if err != nil {
		panic(err)
	}
	return string(text) + "\n"
}

func compact(value any) string {
	text, err := json.Marshal(value)
	if err != nil {
		panic(err)
	}
	return string(text)
}
