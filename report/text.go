package report

// The rules of this prose, which the catalogue and the judges follow too:
//
//   - The verdict is a sentence with its period. Titles, summaries, fixes and evidence have none.
//   - A fix starts with a verb. No "please", no exclamation mark, no "successfully".
//   - A command stands alone on its line, complete, for one shell, and is never wrapped or cut. Paths, addresses and URLs are
//     not broken either: the terminal may do that, and copying still works.
//   - The state of a check is told by a symbol and by words; colour only repeats it.
//   - What nobody needs here takes one line altogether. What there are many of is counted, and only exceptions are named.
//   - Foreign words come after a name and a colon, or behind a bar; never at the start of a line.

import (
	"cmp"
	"fmt"
	"io"
	"math"
	"strings"

	"azdoctor/checks"
	"azdoctor/checks/cause"
)

// TextOptions say how a report is written for people. The zero value is 80 columns, Unicode, no colour.
type TextOptions struct {
	// Width in columns; 0 means 80. Less than 40 counts as 40.
	Width int
	// Colour writes colours.
	Colour bool
	// ASCII writes no other characters (but in commands).
	ASCII bool
	// Shell is "posix" or "powershell"; "" takes the host's.
	Shell string
	// Quiet leaves only the verdict, the next step and the gate.
	Quiet bool
	// Verbose adds why, all evidence and its sources, durations, and what is otherwise folded or counted.
	Verbose bool
}

// WriteText writes the report for people: the verdict, the score, what to type next, then what that rests on.
func WriteText(w io.Writer, r Report, options TextOptions) error {
	t := &textReport{Report: r, TextOptions: options, page: newPage(options), told: map[string]bool{}}
	if t.Shell == "" && r.Host.OS == "windows" {
		t.Shell = "powershell"
	}
	t.opening()
	if !t.Quiet {
		t.checks()
		t.access()
		if t.Verbose {
			t.credentials()
		}
	}
	t.gate()
	_, err := io.WriteString(w, t.page.String())
	return err
}

type textReport struct {
	Report
	TextOptions
	*page
	// told holds the fixes and warnings that were written.
	told map[string]bool
}

// opening is all that most readers need: verdict, score, next command.
func (t *textReport) opening() {
	t.put(0, t.symbol(t.Verdict.State), t.Verdict.Text, t.bold)
	if !t.Quiet {
		t.put(2, nothing, t.scoreLine(), t.dim)
	}
	if t.Next != nil {
		t.blank()
		t.put(2, nothing, t.Next.Do+colonIf(t.Next.Run != nil), plain)
		t.command(4, t.inShell(t.Next.Run))
	}
}

func (t *textReport) scoreLine() string {
	share := ""
	if t.Score.Coverage < 1 {
		share = fmt.Sprintf("the %.0f %% that was examined", math.Round(100*t.Score.Coverage))
	}
	line := "No score"
	switch {
	case t.Score.Value != nil:
		line = strings.TrimSuffix(fmt.Sprintf("Score %d of 100 (%s) for %s", *t.Score.Value, t.Score.Grade, share), " for ")
	case t.Score.Coverage == 0:
		line += ": nothing was examined"
	case share != "":
		line += " from " + share
	}
	if t.Verdict.Cause != "" {
		line += ", cause " + string(t.Verdict.Cause)
	}
	return line
}

// inShell is the command in the reader's shell; "" where there is none.
func (t *textReport) inShell(c *Command) string {
	switch {
	case c == nil:
		return ""
	case t.Shell == "powershell":
		return c.PowerShell
	}
	return c.POSIX
}

// checks writes each check that says something, then the others in one line.
func (t *textReport) checks() {
	idWidth := 0
	for _, c := range t.Checks {
		idWidth = max(idWidth, len(c.ID))
	}
	var folded []string
	for _, c := range t.Checks {
		if !t.Verbose && (c.Status == checks.Info.String() || c.Status == checks.Skipped.String()) {
			folded = append(folded, strings.TrimSuffix(c.ID+" ("+oneLine(cmp.Or(c.Summary, c.Reason)), " (")+")")
			continue
		}
		t.check(c, idWidth)
	}
	if len(folded) > 0 {
		t.blank()
		t.put(0, t.symbol(checks.Info.String()), "Not needed here: "+strings.Join(folded, ", "), t.dim)
	}
}

func (t *textReport) check(c Check, idWidth int) {
	findings := 0
	for _, f := range c.Findings {
		if t.worthSpace(f) {
			findings++
		}
	}
	t.blankIf(findings > 0 || t.afterFindings || !t.afterCheck)
	said := cmp.Or(c.Summary, c.Reason, c.Title)
	if c.Reason != "" && c.Reason != said {
		said += " (" + c.Reason + ")"
	}
	if t.Verbose {
		said += fmt.Sprintf(" [%dms]", c.DurationMs)
	}
	m := t.symbol(c.Status)
	m.text += fmt.Sprintf(" %-*s", idWidth, c.ID)
	t.put(0, m, said, plain)
	t.afterCheck, t.afterFindings = true, findings > 0
	t.findings(c.Findings)
}

// worthSpace reports whether a finding is written: a note without anything particular is for --verbose.
func (t *textReport) worthSpace(f Finding) bool {
	return t.Verbose || f.Severity != cause.Info.String() || f.Detail != ""
}

// gate ends the report with what the exit code says.
func (t *textReport) gate() {
	t.blank()
	if t.Gate.Holds {
		demanded := []string{"--fail-on " + string(t.Gate.FailOn)}
		if t.Gate.MinScore > 0 {
			demanded = append(demanded, fmt.Sprintf("--min-score %d", t.Gate.MinScore))
		}
		for _, id := range t.Gate.Require {
			demanded = append(demanded, "--require "+id)
		}
		t.put(0, t.symbol(checks.Pass.String()), fmt.Sprintf("Gate holds (%s), exit code %d", strings.Join(demanded, " "), t.ExitCode), t.dim)
		return
	}
	t.put(0, t.symbol(checks.Fail.String()), fmt.Sprintf("Gate fails, exit code %d: %s", t.ExitCode, strings.Join(t.Gate.Reasons, "; ")), plain)
}

// credentials writes how each credential fared, for --verbose.
func (t *textReport) credentials() {
	t.blank()
	t.put(0, nothing, "Credentials, in the order Go's DefaultAzureCredential asks them", t.bold)
	for _, c := range t.Credentials {
		said := strings.Replace(c.Outcome, "notTried", "not tried", 1)
		if c.Identity != nil {
			said += " for " + c.Identity.String()
		}
		if c.Outcome != "notTried" {
			said += fmt.Sprintf(", asked at %d ms, took %d ms", c.StartedMs, c.TookMs)
		}
		if c.Cause != "" {
			said += ", " + string(c.Cause)
		}
		t.put(2, mark{text: fmt.Sprintf("%-19s", c.Name)}, said, plain)
	}
}

func colonIf(is bool) string {
	if is {
		return ":"
	}
	return ""
}
