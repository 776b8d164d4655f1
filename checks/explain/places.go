package explain

import (
	"bytes"
	"strings"

	"azdoctor/checks/cause"
)

// places finds where evidence stands in an excerpt of the user's own text, where its escapes, wraps and colours still are.
type places struct {
	text     []byte
	file     string
	start    place // where text begins
	anchor   int   // the first anchor's line
	squeezed []byte
}

func newPlaces(text []byte, file string, start place, anchor int) *places {
	return &places{text: text, file: file, start: start, anchor: max(0, anchor)}
}

// of returns where a finding's evidence stands: the value itself, else the code or the words that the finding is known by,
// else the first line that is about it.
func (p *places) of(f cause.Finding, evidence cause.Evidence) Position {
	at := p.find(evidence.Value)
	for _, code := range f.Codes {
		if at < 0 {
			at = p.find(code)
		}
	}
	for _, phrase := range f.Phrases {
		if at < 0 {
			words, _, _ := strings.Cut(phrase, " … ")
			at = p.find(words)
		}
	}
	if at < 0 {
		at = p.anchor
	}
	found := p.start.after(p.text[:at])
	return Position{p.file, found.line, found.column}
}

// find returns where a value begins, also where it is escaped, wrapped or coloured; -1 where it is not.
func (p *places) find(value string) int {
	if at := bytes.Index(p.text, []byte(value)); at >= 0 || value == "" {
		return at
	}
	if p.squeezed == nil {
		p.squeezed = cause.Squeeze(nil, p.text)
	}
	letters := cause.Squeeze(nil, []byte(value))
	if len(letters) < 3 {
		return -1
	}
	at := bytes.Index(p.squeezed, letters)
	if at < 0 {
		return -1
	}
	return cause.Unsqueeze(p.text, at)
}
