// Package explain finds the sign-in failures in texts of any size: a pasted line, a stack trace, a CI log of gigabytes. It
// reads streams; what a failure is, package cause knows.
package explain

import (
	"cmp"
	"context"
	"io"
	"slices"
	"strings"

	"azdoctor/checks/cause"
)

// Input is one text.
type Input struct {
	// Name is what positions in it are named by: a file's path, "" for standard input.
	Name string
	// Reader gives the text, in UTF-8 or UTF-16.
	Reader io.Reader
}

// Explanation is what texts show.
type Explanation struct {
	// Findings are the distinct failures, best first; none where nothing was recognised with cause.Threshold or more.
	Findings []Finding
	// Omitted is how many distinct failures beyond those of Findings there are.
	Omitted int64
	// Hints tells that something was seen that is about a sign-in in Azure and that nobody recognises.
	Hints bool
	// Programs are the SDKs and tools whose words were seen, by the keys of Captures.
	Programs []string
	// Lines and Bytes are what was read.
	Lines, Bytes int64
}

// Finding is one failure, however often the texts have it.
type Finding struct {
	cause.Finding
	// Count is how often it occurs.
	Count int64
	// Ranges are the lines of its first occurrences, at most maxRanges.
	Ranges []Range
	// Positions are where each of the finding's Evidence stands first, in its order; the zero value where it cannot be told.
	Positions []Position
}

// maxRanges bounds what is kept of where a failure occurs.
const maxRanges = 20

// Range is some lines of a text, counted from 1, the last included.
type Range struct {
	File        string // Input.Name
	First, Last int64
}

// Position is a place in a text.
type Position struct {
	File   string // Input.Name
	Line   int64  // from 1; 0: not known
	Column int64  // in characters, from 1
}

// Explain reads the inputs to their ends, one after the other, and returns what they show. The error is that of reading one
// or ctx's; the explanation of what was read until then comes with it.
func Explain(ctx context.Context, catalogue *cause.Catalogue, inputs ...Input) (*Explanation, error) {
	explanation := &Explanation{}
	for _, input := range inputs {
		content, err := io.ReadAll(input.Reader)
		if err != nil {
			return explanation, err
		}
		text := string(content)
		explanation.Bytes += int64(len(content))
		explanation.Lines += int64(strings.Count(text, "\n"))
		for _, f := range catalogue.Recognise(text) {
			found := Finding{Finding: f, Count: 1, Ranges: []Range{{input.Name, 1, int64(strings.Count(text, "\n"))}}, Positions: make([]Position, len(f.Evidence))}
			explanation.Findings = append(explanation.Findings, found)
		}
	}
	slices.SortStableFunc(explanation.Findings, func(a, b Finding) int { return cmp.Compare(b.Confidence(), a.Confidence()) })
	return explanation, ctx.Err()
}
