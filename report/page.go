package report

import (
	"cmp"
	"strings"

	"azdoctor/checks"

	"github.com/fatih/color"
	"github.com/rivo/uniseg"
)

// page collects lines for a terminal: wrapped, indented, coloured, without trailing spaces. Whatever text it is given
// cannot start a line of its own, move the cursor or change a colour.
type page struct {
	strings.Builder
	width int
	ascii bool

	bold, dim, good, poor, bad *color.Color
	afterBlank                 bool
	// afterCheck and afterFindings tell what the last check written was like: checks without findings stand close together.
	afterCheck, afterFindings bool
}

const (
	defaultWidth = 80
	minWidth     = 40
)

// plain is the style of text without one.
var plain *color.Color

func newPage(options TextOptions) *page {
	p := &page{width: max(minWidth, cmp.Or(options.Width, defaultWidth)), ascii: options.ASCII, afterBlank: true}
	for style, attribute := range map[**color.Color]color.Attribute{&p.bold: color.Bold, &p.dim: color.Faint, &p.good: color.FgGreen, &p.poor: color.FgYellow, &p.bad: color.FgRed} {
		*style = color.New(attribute)
		if options.Colour {
			(*style).EnableColor()
		} else {
			(*style).DisableColor()
		}
	}
	return p
}

// mark stands before a text and keeps its continuation lines off the margin.
type mark struct {
	text  string
	style *color.Color
	// everyLine repeats the mark before each continuation line.
	everyLine bool
}

// painted colours the mark, but not the spaces that fill it up to a column.
func (m mark) painted() string {
	shown := strings.TrimRight(m.text, " ")
	return paint(m.style, shown) + m.text[len(shown):]
}

// nothing is the empty mark.
var nothing mark

// symbol is the mark of a state, status, severity or permission, by its word in JSON.
func (p *page) symbol(word string) mark {
	choose := func(unicode, ascii string, style *color.Color) mark {
		if p.ascii {
			return mark{text: ascii, style: style}
		}
		return mark{text: unicode, style: style}
	}
	switch word {
	case "pass", "healthy", "allowed":
		return choose("✓", "+", p.good)
	case "warn", "warning", "degraded":
		return choose("!", "!", p.poor)
	case "fail", "error", "broken", "denied":
		return choose("✗", "x", p.bad)
	case "info", "skipped":
		return choose("·", "-", p.dim)
	}
	return choose("?", "?", p.poor)
}

// bar is the mark before lines of foreign text.
func (p *page) bar() mark {
	if p.ascii {
		return mark{"|", p.dim, true}
	}
	return mark{"│", p.dim, true}
}

// put writes a text after a mark, wrapped to the page. Without both it writes nothing.
func (p *page) put(indent int, m mark, text string, style *color.Color) {
	m.text, text = p.asciiOnly(strings.ReplaceAll(checks.PlainText(m.text), "\n", " ")), p.asciiOnly(oneLine(text))
	if m.text == "" && text == "" {
		return
	}
	margin := strings.Repeat(" ", indent)
	first, rest, hang := margin, margin, indent
	if m.text != "" {
		hang += width(m.text) + 1
		rest = strings.Repeat(" ", hang)
		first += m.painted() + " "
		if m.everyLine {
			rest = first
		}
	}
	for i, line := range wrap(text, max(p.width-hang, minWidth/2)) {
		prefix := rest
		if i == 0 {
			prefix = first
		}
		p.line(strings.TrimRight(prefix+paint(style, line), " "))
	}
}

// command writes a command line as it is, on one line; "" writes nothing.
func (p *page) command(indent int, line string) {
	if line = strings.ReplaceAll(checks.PlainText(line), "\n", " "); line != "" {
		p.line(strings.Repeat(" ", indent) + paint(p.bold, strings.TrimRight(line, " \t")))
	}
}

func (p *page) line(line string) {
	p.WriteString(line)
	p.WriteByte('\n')
	p.afterBlank = false
}

// blank separates paragraphs: never two blank lines together, none at the top.
func (p *page) blank() {
	if !p.afterBlank {
		p.line("")
		p.afterBlank = true
	}
}

func (p *page) blankIf(is bool) {
	if is {
		p.blank()
	}
}

func paint(style *color.Color, text string) string {
	if style == nil || text == "" {
		return text
	}
	return style.Sprint(text)
}

// typography is what our own prose and judges use beyond ASCII.
var typography = strings.NewReplacer("…", "...", "–", "-", "—", "-", "‘", "'", "’", "'", "“", `"`, "”", `"`, "·", "-", "→", "->", "×", "x", "\u00a0", " ")

// asciiOnly replaces what an ASCII page cannot show.
func (p *page) asciiOnly(text string) string {
	if !p.ascii {
		return text
	}
	return strings.Map(func(r rune) rune {
		if r > 0x7e {
			return '?'
		}
		return r
	}, typography.Replace(text))
}

// width is how many columns a text takes on a terminal.
func width(text string) int { return uniseg.StringWidth(text) }

// pad fills a text with spaces up to a width.
func pad(text string, columns int) string {
	return text + strings.Repeat(" ", max(0, columns-width(text)))
}
