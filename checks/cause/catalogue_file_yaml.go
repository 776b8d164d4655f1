package cause

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/xrash/smetrics"
	"go.yaml.in/yaml/v4"
)

// Mistake is one thing that is wrong in a company's catalogue.
type Mistake struct {
	// File is the name given to ReadCatalogue.
	File string
	// Line and Column are where it stands, from 1.
	Line, Column int
	// Field is what it is about, as in "causes[1].severity"; "" where the file as a whole cannot be read.
	Field string
	// Wrong says what is wrong and, where there is one, the nearest right value: a clause on one line.
	Wrong string
}

// Error is the mistake on one line: "company.yaml:12:15: causes[1].severity: ...".
func (m *Mistake) Error() string {
	field := ""
	if m.Field != "" {
		field = m.Field + ": "
	}
	return fmt.Sprintf("%s:%d:%d: %s%s", m.File, m.Line, m.Column, field, m.Wrong)
}

// maxMistakes is how many mistakes of one file are worth reading.
const maxMistakes = 50

// err joins the mistakes in the order of the file; nil where there are none.
func (r *catalogueReader) err() error {
	slices.SortStableFunc(r.mistakes, func(a, b *Mistake) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
	if more := len(r.mistakes) - maxMistakes; more > 0 {
		last := *r.mistakes[maxMistakes]
		last.Field, last.Wrong = "", fmt.Sprintf("from here on there are %d further mistakes", more)
		r.mistakes = append(r.mistakes[:maxMistakes:maxMistakes], &last)
	}
	var all []error
	for _, mistake := range r.mistakes {
		all = append(all, mistake)
	}
	return errors.Join(all...)
}

func (r *catalogueReader) wrong(v value, format string, arguments ...any) {
	r.at(v.node.Line, v.node.Column, v.field, fmt.Sprintf(format, arguments...))
}

func (r *catalogueReader) at(line, column int, field, wrong string) {
	r.mistakes = append(r.mistakes, &Mistake{r.file, max(line, 1), max(column, 1), field, wrong})
}

// value is a value of the file and where it stands among the others ("causes[1].severity").
type value struct {
	node  *yaml.Node
	field string
}

// pair is a key of a mapping, with its value's field, and the value.
type pair struct{ key, value value }

// parse returns the one document of a file, which has neither anchors nor tags: whatever it holds is written out.
func (r *catalogueReader) parse(content []byte) (document value, ok bool) {
	if len(content) > maxCatalogue {
		r.at(1, 1, "", fmt.Sprintf("the file has more than %d KiB", maxCatalogue>>10))
		return value{}, false
	}
	if line, column, bad := notUTF8(content); bad {
		r.at(line, column, "", "the file is not UTF-8 text; save it as UTF-8")
		return value{}, false
	}
	loader, err := yaml.NewLoader(bytes.NewReader(content))
	if err != nil {
		r.unreadable(err)
		return value{}, false
	}
	var first, second yaml.Node
	if err := loader.Load(&first); err != nil && !errors.Is(err, io.EOF) {
		r.unreadable(err)
		return value{}, false
	}
	if len(first.Content) == 0 || first.Content[0].Kind == yaml.ScalarNode && first.Content[0].ShortTag() == "!!null" {
		r.at(1, 1, "", "the file is empty: it has causes, adapt or off")
		return value{}, false
	}
	if err := loader.Load(&second); err == nil {
		r.at(cmp.Or(second.Line, 1), second.Column, "", "a second document begins: a catalogue is one")
	} else if !errors.Is(err, io.EOF) {
		r.unreadable(err)
	}
	r.plain(first.Content[0])
	return value{first.Content[0], ""}, len(r.mistakes) == 0
}

// notUTF8 returns where the first byte stands that is no text in UTF-8.
func notUTF8(content []byte) (line, column int, bad bool) {
	at := 0
	for at < len(content) {
		r, size := utf8.DecodeRune(content[at:])
		if r == utf8.RuneError && size < 2 || r == 0 {
			before := content[:at]
			return 1 + bytes.Count(before, []byte("\n")), 1 + utf8.RuneCount(before[bytes.LastIndexByte(before, '\n')+1:]), true
		}
		at += size
	}
	return 0, 0, false
}

// unreadable reports what the YAML library says.
func (r *catalogueReader) unreadable(err error) {
	line, column, message := 1, 1, err.Error()
	var loading *yaml.LoadError
	if errors.As(err, &loading) {
		line, column, message = loading.Mark.Line, loading.Mark.Column, loading.Message
		if loading.ContextMsg != "" {
			message = loading.ContextMsg + ", " + message
		}
	}
	r.at(line, column, "", "it is no YAML: "+printable(message))
}

// plain reports anchors, aliases and tags: they make a file mean what it does not say, and small files endless.
func (r *catalogueReader) plain(node *yaml.Node) {
	switch {
	case node.Kind == yaml.AliasNode:
		r.at(node.Line, node.Column, "", "*"+oneLine(node.Value)+" is an alias: write the value out")
		return
	case node.Anchor != "":
		r.at(node.Line, node.Column, "", "&"+oneLine(node.Anchor)+" is an anchor: values are written out where they belong")
	case node.Style&yaml.TaggedStyle != 0:
		r.at(node.Line, node.Column, "", oneLine(node.Tag)+" is a tag: values are written without")
	}
	for _, child := range node.Content {
		r.plain(child)
	}
}

// kindOf says what a value is.
func kindOf(v value) string {
	switch {
	case v.node.Kind == yaml.MappingNode:
		return "a mapping"
	case v.node.Kind == yaml.SequenceNode:
		return "a list"
	}
	switch v.node.ShortTag() {
	case "!!null":
		return "empty"
	case "!!bool":
		return "true or false"
	case "!!int", "!!float":
		return "a number"
	case "!!str":
		return "a text"
	}
	return "a date"
}

// pairs returns what a mapping holds, without keys that come again.
func (r *catalogueReader) pairs(v value) []pair {
	if v.node.Kind != yaml.MappingNode {
		r.wrong(v, "it is %s and must be a mapping", kindOf(v))
		return nil
	}
	if len(v.node.Content) == 0 {
		r.wrong(v, "it is empty")
	}
	seen := map[string]int{}
	var pairs []pair
	for i := 0; i+1 < len(v.node.Content); i += 2 {
		key, content := v.node.Content[i], v.node.Content[i+1]
		if key.Kind != yaml.ScalarNode {
			r.wrong(value{key, v.field}, "a key is %s and must be a word", kindOf(value{key, ""}))
			continue
		}
		field := strings.TrimPrefix(v.field+"."+keyName(key.Value), ".")
		if line, again := seen[key.Value]; again {
			r.wrong(value{key, field}, "it is there twice, first on line %d", line)
			continue
		}
		seen[key.Value] = key.Line
		pairs = append(pairs, pair{value{key, field}, value{content, field}})
	}
	return pairs
}

// fields returns the values of a mapping that has these keys and no other; nil for what is no mapping.
func (r *catalogueReader) fields(v value, known ...string) map[string]value {
	if v.node.Kind != yaml.MappingNode {
		r.wrong(v, "it is %s and must be a mapping with %s", kindOf(v), strings.Join(known, ", "))
		return nil
	}
	fields := map[string]value{}
	for _, one := range r.pairs(v) {
		if name := one.key.node.Value; slices.Contains(known, name) {
			fields[name] = one.value
		} else {
			r.wrong(one.key, "there is no such key; nearest: %s", nearest(name, known))
		}
	}
	return fields
}

// items returns the values of a list that has some; nothing for one that is not there.
func (r *catalogueReader) items(v value, most int) []value {
	switch {
	case v.node == nil:
		return nil
	case v.node.Kind != yaml.SequenceNode:
		r.wrong(v, "it is %s and must be a list", kindOf(v))
		return nil
	case len(v.node.Content) == 0:
		r.wrong(v, "it is empty")
	case len(v.node.Content) > most:
		r.wrong(v, "it has %d entries; %d at most", len(v.node.Content), most)
		return nil
	}
	var items []value
	for i, one := range v.node.Content {
		items = append(items, value{one, fmt.Sprintf("%s[%d]", v.field, i)})
	}
	return items
}

// rule returns a text as the catalogue has it, or what is wrong with it.
type rule func(text string) (as, wrong string)

// text reads a text by its rule; "" where something is wrong with it.
func (r *catalogueReader) text(v value, as rule) string {
	if v.node.Kind != yaml.ScalarNode || v.node.ShortTag() != "!!str" {
		hint := ""
		if v.node.Kind == yaml.ScalarNode && v.node.Value != "" {
			hint = "; put it in quotes"
		}
		r.wrong(v, "it is %s and must be a text%s", kindOf(v), hint)
		return ""
	}
	text, wrong := as(v.node.Value)
	if wrong != "" {
		r.wrong(v, "%s", wrong)
		return ""
	}
	return text
}

// optional reads a text that may be missing.
func (r *catalogueReader) optional(fields map[string]value, name string, as rule) string {
	if v, given := fields[name]; given {
		return r.text(v, as)
	}
	return ""
}

func (r *catalogueReader) severity(fields map[string]value) Severity {
	var severity Severity
	if word := r.optional(fields, "severity", asSeverity); word != "" {
		_ = severity.UnmarshalText([]byte(word)) // asSeverity lets no other words through
	}
	return severity
}

func (r *catalogueReader) truth(v value) bool {
	if v.node.Kind != yaml.ScalarNode || v.node.ShortTag() != "!!bool" {
		r.wrong(v, "it is %s and must be true or false", kindOf(v))
		return false
	}
	return strings.EqualFold(v.node.Value, "true")
}

// printable is a text on one line, without what a terminal acts upon.
func printable(text string) string {
	return strings.Map(func(r rune) rune {
		if unprintable(r) {
			return ' '
		}
		return r
	}, text)
}

// oneLine is a text of the file in a mistake: printable and bounded.
func oneLine(text string) string {
	text = printable(text)
	if runes := []rune(text); len(runes) > 60 {
		return string(runes[:60]) + "…"
	}
	return text
}

// keyName is a key in a field: in quotes where it is nothing or has a space, which would not be seen.
func keyName(key string) string {
	if key = oneLine(key); key == "" || strings.ContainsFunc(key, unicode.IsSpace) {
		return quoted(key)
	}
	return key
}

func quoted(text string) string { return `"` + oneLine(text) + `"` }

// nearest is the known word that looks most like the one given, as far as that one is of a word's length.
func nearest(word string, known []string) string {
	word = strings.ToLower(oneLine(word))
	return slices.MaxFunc(known, func(a, b string) int {
		return cmp.Compare(smetrics.JaroWinkler(word, a, 0.7, 4), smetrics.JaroWinkler(word, b, 0.7, 4))
	})
}
