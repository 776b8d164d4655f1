package cause

import (
	"bufio"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"azdoctor/checks/cause/lazyregexp"
)

// WriteReference writes a catalogue as Markdown: the contents by area, then every cause under its slug, which is its anchor.
// The error is w's.
func WriteReference(w io.Writer, c *Catalogue) error {
	r := reference{Writer: bufio.NewWriter(w), catalogue: c}
	fmt.Fprintln(r, "# What can be wrong with an Azure sign-in")
	r.paragraph("The %d causes that azdoctor knows. `azdoctor explain SLUG` prints an entry, `azdoctor explain FILE` finds those that a text shows.", len(c.All()))
	r.paragraph("In commands, `{tenant}` and the like are filled from what was found; what stands in `[brackets]` is left out where its hole is not filled. A command that PowerShell writes otherwise is there twice.")
	r.contents()
	for _, area := range c.Areas() {
		if len(area.Causes) == 0 {
			continue // all switched off
		}
		r.paragraph("## %s", escapeMarkdown(area.Title))
		for _, one := range area.Causes {
			r.cause(one)
		}
	}
	r.switchedOff()
	return r.Flush()
}

// reference writes one. Errors stay with the writer until its Flush.
type reference struct {
	*bufio.Writer
	catalogue *Catalogue
}

func (r reference) line(format string, arguments ...any) {
	fmt.Fprintf(r, format+"\n", arguments...)
}

// paragraph is a line behind an empty one.
func (r reference) paragraph(format string, arguments ...any) {
	r.line("\n"+format, arguments...)
}

func (r reference) contents() {
	r.paragraph("## Contents")
	for _, area := range r.catalogue.Areas() {
		if len(area.Causes) == 0 {
			continue
		}
		r.paragraph("**%s**", escapeMarkdown(area.Title))
		r.paragraph("| cause | what is wrong |")
		r.line("|---|---|")
		for _, one := range area.Causes {
			r.line("| %s | %s |", link(one), escapeMarkdown(one.Title))
		}
	}
}

func (r reference) cause(one *Cause) {
	r.paragraph("### %s", one.Slug)
	r.paragraph("**%s.** *%s*", escapeMarkdown(one.Title), one.Severity)
	r.paragraph("%s", escapeMarkdown(one.Why))
	r.fixes(one.Fixes)
	if one.Avoid != "" {
		r.paragraph("> **What does not help:** %s", escapeMarkdown(one.Avoid))
	}
	r.codes(one)
	r.related(one)
	if one.See.URL != "" && one.See.Read != "" {
		r.paragraph("Source: <%s>, read %s.", one.See.URL, one.See.Read)
	} else if one.See.URL != "" {
		r.paragraph("See <%s>.", one.See.URL)
	}
}

// fixes writes the alternatives as a numbered list; one that completes another is written below it.
func (r reference) fixes(fixes []Fix) {
	if len(fixes) == 0 {
		return
	}
	r.paragraph("What helps, best first:")
	number, indent := 0, ""
	for _, fix := range fixes {
		if fix.Then {
			r.paragraph("%sThen: %s%s", indent, escapeMarkdown(fix.Do), limitsOf(fix))
		} else {
			number++
			mark := fmt.Sprintf("%d. ", number)
			indent = strings.Repeat(" ", len(mark))
			r.paragraph("%s%s%s", mark, escapeMarkdown(fix.Do), limitsOf(fix))
		}
		if fix.Run != "" {
			r.command(indent, "sh", string(fix.Run))
			if other := referencePowerShell(fix.Run); other != "" {
				r.command(indent, "powershell", other)
			}
		}
	}
}

func (r reference) command(indent, shell, command string) {
	r.paragraph("%s```%s", indent, shell)
	r.line("%s%s", indent, command)
	r.line("%s```", indent)
}

// limitsOf says which findings a fix is for, where it is not for all.
func limitsOf(fix Fix) string {
	var limits []string
	if fix.For != "" {
		limits = append(limits, "for "+fix.For)
	}
	if fix.On != "" {
		limits = append(limits, "on "+strings.Join(strings.Fields(fix.On), ", "))
	}
	for _, condition := range strings.Fields(fix.If) {
		if hole, without := strings.CutPrefix(condition, "!"); without {
			limits = append(limits, "where {"+hole+"} is not known")
		} else {
			limits = append(limits, "where {"+hole+"} is known")
		}
	}
	if len(limits) == 0 {
		return ""
	}
	return " *(" + escapeMarkdown(strings.Join(limits, "; ")) + ")*"
}

// referencePowerShell is a command for PowerShell, its holes as they are named; "" where it is the same for every shell. Only
// setting and clearing variables, and curl, are other commands there.
func referencePowerShell(command Command) string {
	first, _, _ := strings.Cut(string(command), " ")
	if !slices.Contains([]string{"export", "unset", "curl"}, first) {
		return ""
	}
	named := map[string]string{}
	for hole := range maps.Keys(Holes) {
		named[hole] = "{" + hole + "}"
	}
	return command.PowerShell(named)
}

func (r reference) codes(one *Cause) {
	if len(one.Codes) == 0 {
		return
	}
	var codes []string
	for _, code := range one.Codes {
		codes = append(codes, "`"+code+"`")
	}
	r.paragraph("Codes: %s.", strings.Join(codes, ", "))
}

// related writes the groups that a cause is in with how to tell their causes apart, and names the others.
func (r reference) related(one *Cause) {
	var others []string
	groups := r.catalogue.Relations(one)
	if len(groups) == 0 {
		return
	}
	r.paragraph("Related:\n")
	for _, group := range groups {
		var links []string
		for _, member := range group.Causes {
			if member != one {
				links = append(links, link(member))
			}
		}
		if group.Tell == "" {
			others = append(others, links...)
			continue
		}
		r.line("- %s. %s", strings.Join(links, ", "), escapeMarkdown(group.Tell))
	}
	if len(others) > 0 {
		r.line("- %s.", strings.Join(others, ", "))
	}
}

func (r reference) switchedOff() {
	off := r.catalogue.Off()
	if len(off) == 0 {
		return
	}
	r.paragraph("## Switched off\n")
	for _, one := range off {
		r.line("- `%s` (%s): %s", one.Slug, escapeMarkdown(one.Title), escapeMarkdown(one.Reason))
	}
}

func link(one *Cause) string { return "[" + one.Slug + "](#" + one.Slug + ")" }

var markdown = strings.NewReplacer(`\`, `\\`, "*", `\*`, "_", `\_`, "`", "\\`", "[", `\[`, "]", `\]`, "<", "&lt;", ">", "&gt;", "&", "&amp;", "|", `\|`, "#", `\#`, "~", `\~`)

// address matches what a reader of Markdown makes a link of.
var address = lazyregexp.New(`https://[^\s<>]*[^\s<>.,;:)]`)

// escapeMarkdown is a text that means itself in Markdown, with its addresses as links.
func escapeMarkdown(text string) string {
	var escaped strings.Builder
	from := 0
	for _, at := range address.FindAllStringIndex(text, -1) {
		escaped.WriteString(markdown.Replace(text[from:at[0]]) + "<" + text[at[0]:at[1]] + ">")
		from = at[1]
	}
	return escaped.String() + markdown.Replace(text[from:])
}
