package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"azdoctor/checks"
	"azdoctor/checks/cause"
)

// What is shown of evidence without --verbose.
const (
	fewEvidence      = 5   // facts of a finding
	fewEvidenceLines = 3   // lines of a fact: the first ones and the last
	fewEvidenceRunes = 240 // characters of a line: some three lines of a terminal
	fewSubjects      = 6   // names of things that share a finding
)

// findings writes each cause once: the first thing it was found at in full, the others by name where all is the same there.
func (t *textReport) findings(findings []Finding) {
	type kind struct{ cause, severity, credential, detail string }
	kindOf := func(f Finding) kind {
		same := strings.NewReplacer(cmp.Or(f.Subject, "\x00"), "", cmp.Or(shortVault(f.Subject), "\x00"), "")
		return kind{f.Cause, f.Severity, f.Credential, same.Replace(f.Detail)}
	}
	others := map[kind][]string{}
	first := map[kind]int{}
	for i, f := range findings {
		k := kindOf(f)
		if _, seen := first[k]; !seen || f.Subject == "" {
			first[k] = i
			continue
		}
		others[k] = append(others[k], shortVault(f.Subject))
	}
	for i, f := range findings {
		k := kindOf(f)
		switch {
		case !t.worthSpace(f):
		case t.Verbose || f.Subject == "":
			t.finding(f, nil)
		case first[k] == i:
			t.finding(f, others[k])
		}
	}
}

// finding writes one cause in full; others are the further things it was found at.
func (t *textReport) finding(f Finding, others []string) {
	title := f.Title
	if f.Subject != "" {
		title = shortVault(f.Subject) + ": " + title
	}
	t.put(4, t.symbol(f.Severity), fmt.Sprintf("%s [%s]", oneLine(title), f.Cause), plain)
	t.put(6, nothing, f.Detail, plain)
	if t.Verbose {
		t.put(6, nothing, f.Why, plain)
	}
	if len(others) > 0 {
		t.put(6, nothing, "The same for "+some(others, fewSubjects), plain)
	}
	if f.Severity == cause.Info.String() && !t.Verbose {
		return // a note: nothing has to be done
	}
	t.evidence(f.Evidence)
	t.fixes(f)
	runnable := slices.ContainsFunc(f.Fixes, func(fix Fix) bool { return fix.Run != nil })
	if f.See != nil && (t.Verbose || !runnable) {
		t.put(6, nothing, "See "+f.See.String(), t.dim)
	}
}

// some lists the first few items and counts the rest.
func some(items []string, few int) string {
	if len(items) <= few+1 {
		return checks.Enumerate(items)
	}
	return fmt.Sprintf("%s and %d more (--verbose)", strings.Join(items[:few], ", "), len(items)-few)
}

func (t *textReport) evidence(facts []Evidence) {
	if !t.Verbose {
		facts = slices.DeleteFunc(slices.Clone(facts), func(e Evidence) bool { return strings.TrimSpace(e.Value) == "" })
	}
	for i, e := range facts {
		if !t.Verbose && i == fewEvidence {
			t.put(6, nothing, fmt.Sprintf("and %s (--verbose)", counted(len(facts)-i, "more fact")), t.dim)
			return
		}
		source := ""
		if t.Verbose && e.Source != "" {
			source = " (" + oneLine(e.Source) + ")"
		}
		t.fact(oneLine(e.Name), e.Value, source)
	}
}

// counted is a number of things in words: "1 fact", "2 facts".
func counted(n int, thing string) string {
	if n != 1 {
		thing += "s"
	}
	return fmt.Sprintf("%d %s", n, thing)
}

// fact writes a foreign value: after its name where it is one line, else behind a bar.
func (t *textReport) fact(name, value, source string) {
	lines := strings.FieldsFunc(checks.PlainText(value), func(r rune) bool { return r == '\n' })
	if len(lines) <= 1 {
		t.put(6, nothing, name+": "+cmp.Or(t.shorten(strings.Join(lines, "")), "(empty)")+source, t.dim)
		return
	}
	t.put(6, nothing, name+source+":", t.dim)
	for i, line := range lines {
		hidden := len(lines) - fewEvidenceLines
		if !t.Verbose && hidden > 0 && i >= fewEvidenceLines-1 && i < len(lines)-1 {
			if i == fewEvidenceLines-1 {
				t.put(8, t.bar(), fmt.Sprintf("(%d more: --verbose)", hidden), t.dim)
			}
			continue
		}
		t.put(8, t.bar(), t.shorten(line), t.dim)
	}
}

func (t *textReport) shorten(line string) string {
	if runes := []rune(line); !t.Verbose && len(runes) > fewEvidenceRunes {
		return string(runes[:fewEvidenceRunes]) + "…"
	}
	return line
}

// fixes writes the alternatives. What stands further up already, as the next step does, is not said again.
func (t *textReport) fixes(f Finding) {
	word, again := "Fix: ", 0
	for _, fix := range f.Fixes {
		if fix.Then {
			word = "Then: "
		}
		switch {
		case t.isNext(fix):
		case t.told[fix.Do+t.inShell(fix.Run)] && !t.Verbose:
			again++
		default:
			t.told[fix.Do+t.inShell(fix.Run)] = true
			t.put(6, nothing, word+fix.Do+colonIf(fix.Run != nil), plain)
			t.command(8, t.inShell(fix.Run))
		}
		word = "Or: "
	}
	if again > 0 {
		t.put(6, nothing, "Or as above", plain)
	}
	if f.Avoid != "" && (!t.told[f.Avoid] || t.Verbose) {
		t.told[f.Avoid] = true
		t.put(6, nothing, "Beware: "+f.Avoid, plain)
	}
}

// isNext reports whether a fix is the one that the report opened with.
func (t *textReport) isNext(f Fix) bool {
	return t.Next != nil && f.Do == t.Next.Do && t.inShell(f.Run) == t.inShell(t.Next.Run)
}
