// Package explain finds the sign-in failures in texts of any size: a pasted line, a stack trace, a CI log of gigabytes. It
// reads streams; what a failure is, package cause knows.
//
// A text is decoded (decode.go), searched for the anchors of the catalogue (finder.go, stream.go), and what stands around them is
// given to the recogniser (excerpts.go), each kind of excerpt once (verdicts.go). What that finds is counted (gathering.go).
package explain

import (
	"context"
	"io"
	"sync"

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
	// Omitted is how many distinct failures beyond those of Findings there are; of very many, at least how many.
	Omitted int64
	// Hints tells that something was seen that is about a sign-in in Azure and that nobody recognises.
	Hints bool
	// Programs are the SDKs and tools whose words were seen: "az", "go", "dotnet", ...
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
// or ctx's; the explanation of what was read until then comes with it. Memory does not grow with the texts.
//
// A line ends with LF, CR LF or a lone CR, as in an editor; NUL bytes and a byte order mark count nothing.
func Explain(ctx context.Context, catalogue *cause.Catalogue, inputs ...Input) (*Explanation, error) {
	x := newExplainer(catalogue)
	for _, input := range inputs {
		if err := x.read(ctx, input); err != nil {
			return x.explanation(), err
		}
	}
	return x.explanation(), ctx.Err()
}

// explainer is what is known of all the texts read so far.
type explainer struct {
	catalogue    *cause.Catalogue
	excerpts     *cause.Catalogue // catalogue, of excerpts
	finder       *finder
	verdicts     *verdicts
	found        gathering
	programs     programs
	hints        bool
	lines, bytes int64
	recognised   int64 // bytes that the recogniser was given
	steps        int64 // bytes that were looked at besides, and hits
	taken        int64 // bytes that were read, decoded
	widened      int64 // bytes that the recogniser may have been given on a suspicion
}

// searches are what texts are searched for, by the catalogues that were used: a run has one or two, which live as long as it.
var searches sync.Map

type searched struct {
	finder  *finder
	numbers map[string]bool
}

func newExplainer(catalogue *cause.Catalogue) *explainer {
	known, ok := searches.Load(catalogue)
	if !ok {
		numbers := map[string]bool{}
		for _, number := range catalogue.Numbers() {
			numbers[number] = true
		}
		known, _ = searches.LoadOrStore(catalogue, searched{newFinder(catalogue.Anchors()), numbers})
	}
	search := known.(searched)
	return &explainer{catalogue: catalogue, excerpts: catalogue.OfExcerpts(), finder: search.finder, verdicts: newVerdicts(search.numbers)}
}

func (x *explainer) explanation() *Explanation {
	return &Explanation{
		Findings: x.found.best(), Omitted: x.found.omitted(), Hints: x.hints, Programs: x.programs.seen(), Lines: x.lines, Bytes: x.bytes,
	}
}

// recognise is Catalogue.Recognise, told apart into what counts and whether there is less than that.
func (s *stream) recognise(text []byte) (findings []cause.Finding, hint bool) {
	s.recognised += int64(len(text))
	catalogue := s.excerpts
	if s.whole {
		catalogue = s.catalogue
	}
	all := catalogue.Recognise(string(text))
	for _, f := range all {
		if f.Confidence() >= cause.Threshold {
			findings = append(findings, f)
		}
	}
	return findings, len(findings) < len(all)
}
