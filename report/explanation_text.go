package report

import (
	"fmt"
	"io"
	"strings"
)

// fewExplained is how many failures are explained in full without --verbose.
const fewExplained = 3

// fewRelated is how many related causes are named without --verbose.
const fewRelated = 4

// WriteExplanationText writes the explanation for people: what is wrong, where it stands, why, and what to type.
func WriteExplanationText(w io.Writer, e Explanation, options TextOptions) error {
	t := &explanationText{TextOptions: options, page: newPage(options), told: map[string]bool{}}
	switch {
	case !e.Recognised:
		t.unrecognised(e)
	case t.Quiet:
		t.quiet(e.Findings[0])
	default:
		t.findings(e)
	}
	_, err := io.WriteString(w, t.page.String())
	return err
}

type explanationText struct {
	TextOptions
	*page
	// told holds the places to find a value that were written.
	told map[string]bool
}

// quiet is the root cause and what to type.
func (t *explanationText) quiet(f Explained) {
	t.title(0, f)
	if len(f.Fixes) > 0 {
		t.blank()
		t.fix(2, "", f.Fixes[0].forFinding(f))
	}
}

func (t *explanationText) findings(e Explanation) {
	var roots, contexts []Explained
	for _, f := range e.Findings {
		if f.Context {
			contexts = append(contexts, f)
		} else {
			roots = append(roots, f)
		}
	}
	if len(roots) == 0 {
		roots, contexts = contexts, nil
	}
	if len(roots) > 1 {
		t.put(0, nothing, fmt.Sprintf("%d different failures, the clearest first", len(roots)), t.bold)
	}
	for i, f := range roots {
		if len(roots) > 1 {
			t.blankIf(t.Verbose || i <= fewExplained)
		}
		number := 0
		if len(roots) > 1 {
			number = i + 1
		}
		if t.Verbose || i < fewExplained {
			t.finding(number, f)
		} else {
			t.brief(0, mark{text: fmt.Sprintf("%d.", number)}, f)
		}
	}
	t.contexts(contexts)
	if e.Omitted > 0 {
		t.blank()
		t.put(0, nothing, fmt.Sprintf("And %s that did not fit here", counted(int(e.Omitted), "more different failure")), plain)
	}
}

// contexts are what stood beside the failures above, in a line each.
func (t *explanationText) contexts(contexts []Explained) {
	if len(contexts) > 0 {
		t.blank()
		t.put(0, nothing, "Also seen, and not what has to be fixed first", t.bold)
	}
	for _, f := range contexts {
		t.brief(2, t.symbol("info"), f)
	}
}

func (t *explanationText) brief(indent int, m mark, f Explained) {
	said := oneLine(f.Title)
	if f.Credential != "" {
		said = words(f.Credential) + ": " + said
	}
	t.put(indent, m, fmt.Sprintf("%s [%s], %s", said, f.Cause, t.where(f)), plain)
}

func (t *explanationText) title(number int, f Explained) {
	m := t.symbol(f.Severity)
	if number > 0 {
		m.text = fmt.Sprintf("%d. %s", number, m.text)
	}
	t.put(0, m, fmt.Sprintf("%s [%s]", oneLine(f.Title), f.Cause), t.bold)
}

// finding explains one failure in full.
func (t *explanationText) finding(number int, f Explained) {
	t.title(number, f)
	t.put(2, nothing, "Seen "+t.where(f), t.dim)
	t.put(2, nothing, fmt.Sprintf("Recognised by %s: %s", f.Basis, confidence(f.Confidence)), t.dim)
	t.put(2, nothing, f.Detail, plain)
	t.blank()
	t.put(2, nothing, f.Why, plain)
	t.blank()
	for i, fix := range f.Fixes {
		word := "Or: "
		switch {
		case fix.Then:
			word = "Then: "
		case i == 0:
			word = ""
		}
		t.fix(2, word, fix.forFinding(f))
	}
	if f.Avoid != "" {
		t.blank()
		t.put(2, nothing, "Beware: "+f.Avoid, plain)
	}
	t.quotes(f.Evidence)
	t.see(f.See, f.Related, f.Tell)
}

// confidence is a confidence in words.
func confidence(value float64) string {
	switch {
	case value >= 0.9:
		return "certain"
	case value >= 0.7:
		return "very likely"
	}
	return "likely, and no more than that"
}

// where tells where a failure stands, and how often.
func (t *explanationText) where(f Explained) string {
	if len(f.Ranges) == 0 {
		return counted(int(f.Count), "time")
	}
	first, last := f.Ranges[0], f.Ranges[len(f.Ranges)-1]
	files := map[string]bool{}
	var places []string
	for _, r := range f.Ranges {
		files[r.File] = true
		places = append(places, place(r))
	}
	switch {
	case f.Count <= 1:
		return place(first)
	case t.Verbose:
		return strings.TrimSuffix(fmt.Sprintf("%d times: %s, ...", f.Count, strings.Join(places, ", ")), map[bool]string{true: ", ..."}[int64(len(places)) >= f.Count])
	case len(files) > 1:
		return fmt.Sprintf("%d times in %d files, first in %s", f.Count, len(files), place(first))
	case int64(len(f.Ranges)) < f.Count:
		return fmt.Sprintf("%d times from line %d%s on", f.Count, first.First, ofFile(first.File))
	}
	return fmt.Sprintf("%d times, %s", f.Count, place(TextRange{first.File, first.First, last.Last}))
}

// place is a range in words: "line 7 of build.log".
func place(r TextRange) string {
	if r.Last <= r.First {
		return fmt.Sprintf("in line %d%s", r.First, ofFile(r.File))
	}
	return fmt.Sprintf("in lines %d-%d%s", r.First, r.Last, ofFile(r.File))
}

func ofFile(name string) string {
	if name == "" {
		return ""
	}
	return " of " + name
}

// fix writes a thing to do with its command, and where to find what the command lacks.
func (t *explanationText) fix(indent int, word string, fix ExplainedFix) {
	t.put(indent, nothing, word+fix.Do+fix.limits()+colonIf(fix.Run != nil), plain)
	if fix.Run == nil {
		return
	}
	here, other, otherShell := fix.Run.POSIX, fix.Run.PowerShell, "in PowerShell:"
	if t.Shell == "powershell" {
		here, other, otherShell = other, here, "in a POSIX shell:"
	}
	t.command(indent+2, here)
	if t.Verbose && other != here {
		t.put(indent+2, nothing, otherShell, t.dim)
		t.command(indent+2, other)
	}
	for _, m := range fix.Missing {
		if m.Find != "" && !t.told[m.Name] {
			t.told[m.Name] = true
			t.put(indent+2, nothing, m.Name+" is "+m.Find, t.dim)
		}
	}
}

// forFinding is the fix without what goes without saying: whose failure it mends, where that is the finding's.
func (f ExplainedFix) forFinding(of Explained) ExplainedFix {
	if f.Credential == of.Credential {
		f.Credential = ""
	}
	return f
}

// limits say in words for which machines and credentials a fix is; "" for all.
func (f ExplainedFix) limits() string {
	var limits []string
	if f.Credential != "" {
		limits = append(limits, "for "+words(f.Credential))
	}
	if f.On != "" {
		limits = append(limits, "on "+f.On)
	}
	if len(limits) == 0 {
		return ""
	}
	return " (" + strings.Join(limits, ", ") + ")"
}

// quotes are what the text tells, with the place of each.
func (t *explanationText) quotes(quotes []Quote) {
	if len(quotes) == 0 {
		return
	}
	t.blank()
	t.put(2, nothing, "What the text tells:", plain)
	for i, q := range quotes {
		if !t.Verbose && i == fewEvidence && len(quotes) > fewEvidence+1 {
			t.put(4, nothing, fmt.Sprintf("and %s (--verbose)", counted(len(quotes)-i, "more fact")), t.dim)
			return
		}
		value, at := oneLine(q.Value), ""
		if runes := []rune(value); !t.Verbose && len(runes) > fewEvidenceRunes {
			value = string(runes[:fewEvidenceRunes]) + "…"
		}
		if q.Source != nil {
			at = fmt.Sprintf(" (%d:%d)", q.Source.Line, q.Source.Column)
			if q.Source.File != "" {
				at = fmt.Sprintf(" (%s:%d:%d)", q.Source.File, q.Source.Line, q.Source.Column)
			}
		}
		t.put(4, nothing, oneLine(q.Name)+": "+value+at, t.dim)
	}
}

func (t *explanationText) see(see *Source, related, tell []string) {
	if see != nil || len(related) > 0 {
		t.blank()
	}
	if see != nil {
		t.put(2, nothing, "See "+see.String(), t.dim)
	}
	if !t.Verbose {
		related, tell = related[:min(len(related), fewRelated)], tell[:min(len(tell), 1)]
	}
	if len(related) > 0 {
		t.put(2, nothing, "Related: "+strings.Join(related, ", "), t.dim)
	}
	for _, apart := range tell {
		t.put(4, nothing, apart, t.dim)
	}
}
