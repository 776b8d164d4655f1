package report

import (
	"fmt"
	"io"
	"slices"

	"azdoctor/checks"
)

// planTitles are the kinds of checks.Touch, in the order they are written.
var planTitles = []struct{ kind, title string }{
	{"file", "Files read"},
	{"process", "Processes started"},
	{"network", "Connections opened"},
}

// WritePlan writes what a run would touch: as one JSON array, or for people, kind by kind. A condition stands below what
// it holds for, or once above several.
func WritePlan(w io.Writer, touches []checks.Touch, asJSON bool) error {
	if asJSON {
		return writeIndented(w, append([]checks.Touch{}, touches...))
	}
	for _, kind := range planTitles {
		ofKind := slices.DeleteFunc(slices.Clone(touches), func(t checks.Touch) bool { return t.Kind != kind.kind })
		if len(ofKind) > 0 {
			fmt.Fprintln(w, kind.title)
		}
		for len(ofKind) > 0 {
			group := slices.IndexFunc(ofKind, func(t checks.Touch) bool { return t.When != ofKind[0].When })
			if group < 0 {
				group = len(ofKind)
			}
			margin, when := "  ", checks.PlainText(ofKind[0].When)
			if when != "" && group > 1 {
				fmt.Fprintln(w, margin+when+":")
				margin += "  "
			}
			for _, touch := range ofKind[:group] {
				fmt.Fprintln(w, margin+checks.PlainText(touch.What))
			}
			if when != "" && group == 1 {
				fmt.Fprintln(w, "      "+when)
			}
			ofKind = ofKind[group:]
		}
	}
	_, err := fmt.Fprintln(w, "Nothing of this has been touched.")
	return err
}
