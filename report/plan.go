package report

import (
	"encoding/json"
	"fmt"
	"io"

	"azdoctor/checks"
)

// planTitles are the kinds of checks.Touch, in the order they are written.
var planTitles = []struct{ kind, title string }{
	{"file", "Files read"},
	{"process", "Processes started"},
	{"network", "Connections opened"},
}

// WritePlan writes what a run would touch: as one JSON array, or for people, kind by kind.
func WritePlan(w io.Writer, touches []checks.Touch, asJSON bool) error {
	if asJSON {
		encoder := json.NewEncoder(w)
		encoder.SetEscapeHTML(false)
		encoder.SetIndent("", "  ")
		return encoder.Encode(append([]checks.Touch{}, touches...))
	}
	for _, kind := range planTitles {
		titled := false
		for _, touch := range touches {
			if touch.Kind != kind.kind {
				continue
			}
			if !titled {
				fmt.Fprintln(w, kind.title)
				titled = true
			}
			fmt.Fprintln(w, "  "+checks.PlainText(touch.What))
			if touch.When != "" {
				fmt.Fprintln(w, "      "+checks.PlainText(touch.When))
			}
		}
	}
	_, err := fmt.Fprintln(w, "Nothing of this has been touched.")
	return err
}
