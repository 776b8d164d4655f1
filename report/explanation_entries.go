package report

import (
	"io"

	"azdoctor/checks/cause"
)

// Entries are what the catalogue says about slugs and codes, and the JSON document as it is. Lists are never null.
type Entries struct {
	SchemaVersion string  `json:"schemaVersion"`
	Tool          Tool    `json:"tool"`
	Entries       []Entry `json:"entries"`
}

// Entry is a cause of the catalogue; see cause.Cause.
type Entry struct {
	Cause string `json:"cause"`
	// Code is what the entry was asked for by; nil where that was the slug.
	Code *KnownCode `json:"code"`
	// Severity is "info", "warning" or "error".
	Severity string `json:"severity"`
	Title    string `json:"title"`
	Why      string `json:"why"`
	// Fixes are alternatives, best first; one with Then is the next step of the one before it.
	Fixes []ExplainedFix `json:"fixes"`
	Avoid string         `json:"avoid"`
	// Codes prove the cause wherever they appear.
	Codes   []KnownCode `json:"codes"`
	See     *Source     `json:"see"`
	Related []string    `json:"related"`
	// Tell says how the related ones are told apart.
	Tell []string `json:"tell"`
}

// KnownCode is an error code; see cause.Code. Sense and Look are "" where nothing is known.
type KnownCode struct {
	Code  string `json:"code"`
	Sense string `json:"sense"`
	Look  string `json:"look"`
}

// Asked is a question for an entry: for a cause, or for a code, whose cause it is.
type Asked struct {
	Cause *cause.Cause
	Code  *cause.Code // nil: the cause was asked for
}

// NewEntries answers questions from the catalogue.
func NewEntries(version string, catalogue *cause.Catalogue, asked ...Asked) Entries {
	entries := Entries{SchemaVersion: SchemaVersion, Tool: tool(version), Entries: []Entry{}}
	for _, one := range asked {
		c := one.Cause
		entry := Entry{Cause: c.Slug, Severity: c.Severity.String(), Title: c.Title, Why: c.Why, Fixes: explainedFixes(c.Fixes, nil), Avoid: c.Avoid,
			Codes: []KnownCode{}, See: source(c.See), Related: related(catalogue, c), Tell: tell(catalogue, c)}
		if one.Code != nil {
			entry.Code = &KnownCode{one.Code.Code, one.Code.Sense, one.Code.Look}
		}
		for _, code := range c.Codes {
			known, _ := catalogue.FindCode(code)
			entry.Codes = append(entry.Codes, KnownCode{code, known.Sense, known.Look})
		}
		entries.Entries = append(entries.Entries, entry)
	}
	return entries
}

// WriteEntriesText writes entries for people, every fix with names in capitals for what only the reader knows.
func WriteEntriesText(w io.Writer, e Entries, options TextOptions) error {
	t := &explanationText{TextOptions: options, page: newPage(options), told: map[string]bool{}}
	for _, entry := range e.Entries {
		t.blank()
		t.entry(entry)
	}
	_, err := io.WriteString(w, t.page.String())
	return err
}

// consequences say what a severity means.
var consequences = map[string]string{"error": "stops a sign-in or the opening of a vault", "warning": "works today, and will hurt", "info": "worth knowing, nothing to do"}

func (t *explanationText) entry(e Entry) {
	t.code(e.Code)
	t.title(0, Explained{Cause: e.Cause, Title: e.Title, Severity: e.Severity})
	t.put(2, nothing, "Severity "+e.Severity+": "+consequences[e.Severity], t.dim)
	t.blank()
	if !t.Quiet {
		t.put(2, nothing, e.Why, plain)
		t.blank()
	}
	for i, fix := range e.Fixes {
		word := map[bool]string{true: "Then: ", false: "Or: "}[fix.Then]
		if i == 0 {
			word = ""
		} else if t.Quiet {
			break
		}
		t.fix(2, word, fix)
	}
	if t.Quiet {
		return
	}
	if e.Avoid != "" {
		t.blank()
		t.put(2, nothing, "Beware: "+e.Avoid, plain)
	}
	t.codes(e)
	t.see(e.See, e.Related, e.Tell)
}

// code is what an entry was asked for by.
func (t *explanationText) code(c *KnownCode) {
	if c == nil {
		return
	}
	t.put(0, nothing, c.Code+colonIf(c.Sense != "")+" "+c.Sense, t.bold)
	if c.Look != "" {
		t.put(2, nothing, "Look it up: "+c.Look, t.dim)
	}
	t.blank()
}

// codes are the further codes of an entry.
func (t *explanationText) codes(e Entry) {
	var others []KnownCode
	for _, c := range e.Codes {
		if e.Code == nil || c.Code != e.Code.Code {
			others = append(others, c)
		}
	}
	if len(others) == 0 {
		return
	}
	t.blank()
	t.put(2, nothing, "Codes that show it:", plain)
	for _, c := range others {
		t.put(4, nothing, c.Code+colonIf(c.Sense != "")+" "+c.Sense, t.dim)
	}
}
