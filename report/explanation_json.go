package report

import (
	_ "embed"
	"io"
	"slices"
)

// WriteExplanationJSON writes the explanation as one JSON document, indented, with a final newline.
func WriteExplanationJSON(w io.Writer, e Explanation) error { return writeIndented(w, e) }

// WriteEntriesJSON writes entries of the catalogue as one JSON document, indented, with a final newline.
func WriteEntriesJSON(w io.Writer, e Entries) error { return writeIndented(w, e) }

//go:embed explanation_schema.json
var explanationSchema []byte

// ExplanationSchema returns the JSON Schema (draft 2020-12) of the documents of WriteExplanationJSON and WriteEntriesJSON.
func ExplanationSchema() []byte { return slices.Clone(explanationSchema) }
