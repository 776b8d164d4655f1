package report

import (
	"math"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"azdoctor/checks"
)

var tokenShape = regexp.MustCompile(`eyJ[A-Za-z0-9_-]{8,}\.`)

// checkInvariants checks what must hold for every report, whatever was observed.
func checkInvariants(t *testing.T, r Report) {
	t.Helper()
	if holds := r.ExitCode == ExitHolds; holds != r.Gate.Holds || holds != (len(r.Gate.Reasons) == 0) {
		t.Errorf("exit code %d, gate %+v", r.ExitCode, r.Gate)
	}
	if r.Gate.FailOn == FailOnError && r.ExitCode == ExitHolds && r.Verdict.State == Broken {
		t.Errorf("broken, and the gate holds")
	}
	if r.Gate.FailOn == FailOnWarning && r.ExitCode == ExitHolds && (r.Verdict.State == Broken || r.Verdict.State == Degraded) {
		t.Errorf("%s, and the gate holds", r.Verdict.State)
	}
	token := slices.ContainsFunc(r.Credentials, func(c Credential) bool { return c.Outcome == "token" })
	if r.Verdict.State == Healthy && (!token || r.Verdict.Cause != "" || r.Next != nil) {
		t.Errorf("healthy: token %t, cause %q, next %v", token, r.Verdict.Cause, r.Next)
	}
	if r.Verdict.State == Healthy && slices.ContainsFunc(r.Checks, func(c Check) bool { return c.Status == "fail" || c.Status == "warn" }) {
		t.Error("healthy beside a check that fails or warns")
	}
	if s := r.Score; s.Coverage < 0 || s.Coverage > 1 || math.IsNaN(s.Coverage) || (s.Value == nil) != (s.Grade == "") || s.Value != nil && (*s.Value < 0 || *s.Value > 100) {
		t.Errorf("score %+v", s)
	}
	for _, limit := range r.Score.Caps {
		if r.Score.Value != nil && *r.Score.Value > limit.Max {
			t.Errorf("score %d above the cap %+v", *r.Score.Value, limit)
		}
	}
	if len(r.Credentials) != len(checks.Credentials) {
		t.Errorf("%d credentials", len(r.Credentials))
	}
	if strings.Contains(r.Verdict.Text, "\n") || !strings.HasSuffix(r.Verdict.Text, ".") {
		t.Errorf("the verdict is no sentence: %q", r.Verdict.Text)
	}
	for _, options := range []TextOptions{{}, {Verbose: true}, {Quiet: true}, {ASCII: true, Width: 40}, {Shell: "powershell", Width: 200}} {
		checkText(t, r, options)
	}
}

// checkText checks what must hold for every page.
func checkText(t *testing.T, r Report, options TextOptions) {
	t.Helper()
	page := text(t, r, options)
	if tokenShape.MatchString(page) && !strings.Contains(page, "[secret]") {
		t.Error("the page holds a token's shape")
	}
	if cause := string(r.Verdict.Cause); cause != "" && !options.Quiet && !strings.Contains(flat(page), cause) {
		t.Errorf("the page does not tell the cause %s:\n%s", cause, page)
	}
	if !strings.Contains(flat(page), "exit code ") {
		t.Errorf("the page does not tell the exit code:\n%s", page)
	}
	commands := commandsOf(r)
	for i, line := range strings.Split(strings.TrimSuffix(page, "\n"), "\n") {
		if strings.TrimRight(line, " \t") != line {
			t.Errorf("trailing space: %q", line)
		}
		if line != "" && strings.IndexFunc(line, func(c rune) bool { return unicode.IsControl(c) }) >= 0 {
			t.Errorf("control character: %q", line)
		}
		if command := commands[strings.TrimSpace(line)]; options.ASCII && !command && strings.IndexFunc(line, func(c rune) bool { return c > 0x7e }) >= 0 {
			t.Errorf("not ASCII: %q", line)
		}
		if i == 0 && strings.TrimSpace(line) == "" {
			t.Errorf("the page starts with a blank line")
		}
	}
}

// flat undoes wrapping.
func flat(page string) string { return strings.Join(strings.Fields(page), " ") }

// commandsOf are the commands of a report, in both shells.
func commandsOf(r Report) map[string]bool {
	commands := map[string]bool{}
	add := func(fix *Fix) {
		if fix != nil && fix.Run != nil {
			for _, command := range []string{fix.Run.POSIX, fix.Run.PowerShell} {
				commands[strings.TrimSpace(strings.ReplaceAll(checks.PlainText(command), "\n", " "))] = true
			}
		}
	}
	add(r.Next)
	for _, c := range r.Checks {
		for _, f := range c.Findings {
			for i := range f.Fixes {
				add(&f.Fixes[i])
			}
		}
	}
	return commands
}
