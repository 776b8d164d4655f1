package report

import (
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"azdoctor/checks"
)

// WriteJSON writes the report as one JSON document, indented, with a final newline.
func WriteJSON(w io.Writer, r Report) error {
	return writeIndented(w, r)
}

func writeIndented(w io.Writer, value any) error {
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(value)
}

//go:embed schema.json
var schema []byte

// Schema returns the JSON Schema (draft 2020-12) of the document that WriteJSON writes.
func Schema() []byte { return slices.Clone(schema) }

// ReadObservations reads the observations out of a report of any 1.x version, or out of a document that holds nothing
// else. Fields it does not know are passed over; text is taken as it stands, so what judges or writes it must treat it as
// foreign.
func ReadObservations(document []byte) (*checks.Observations, error) {
	var envelope struct {
		SchemaVersion string          `json:"schemaVersion"`
		Observations  json.RawMessage `json:"observations"`
		At            json.RawMessage `json:"at"`
	}
	if err := json.Unmarshal(document, &envelope); err != nil {
		return nil, fmt.Errorf("not a JSON document of azdoctor: %w", err)
	}
	switch {
	case envelope.SchemaVersion != "":
		if major, _, _ := strings.Cut(envelope.SchemaVersion, "."); major != "1" {
			return nil, fmt.Errorf("schemaVersion %q: this azdoctor reads 1.x", envelope.SchemaVersion)
		}
		document = envelope.Observations
	case envelope.At == nil:
		return nil, errors.New("neither a report (no schemaVersion) nor observations (no at)")
	}
	var o *checks.Observations
	if len(document) == 0 {
		return nil, errors.New("the report holds no observations")
	}
	if err := json.Unmarshal(document, &o); err != nil {
		return nil, fmt.Errorf("cannot read the observations: %w", err)
	}
	if o == nil || o.At.IsZero() {
		return nil, errors.New("the observations do not say when they were made (at)")
	}
	return o, nil
}
