package explain

import (
	"bytes"
	"slices"

	"azdoctor/checks/cause"
)

// excerpt is some lines with anchors that are about one matter.
type excerpt struct {
	start, end int      // from the first line with an anchor to the last, in stream.text
	lines      []line   // with anchors
	ours       []line   // those of them that say of themselves that they are about a sign-in
	marks      []masked // of ours
}

// line is where a line, or what of a long one is near an anchor, begins and ends, without its line end.
type line struct{ start, end int }

// said is the lines of the excerpt that say what it is about, from the first to the last.
func (e *excerpt) said() line {
	if len(e.ours) > 0 {
		return line{e.ours[0].start, e.ours[len(e.ours)-1].end}
	}
	return line{e.start, e.end}
}

const (
	mostGap      = 6 << 10  // how many bytes may stand between anchors of one matter: a traceback has some
	mostGapLines = 40       // and how many lines
	strangeLines = 8        // and how many beside a line that does not say that it is about a sign-in
	mostSpan     = 64 << 10 // how long one matter is at most
	mostLines    = 300      // and how many of its lines have anchors
	lineReach    = 2 << 10  // how much of a long line counts, on either side of an anchor
)

// What of the lines around an excerpt is read with it: little at first, since the next lines may be of other programs; where
// that shows nothing, as much as a traceback has.
var (
	narrow = reach{linesBefore: 3, linesAfter: 8, bytes: 6 << 10}
	wide   = reach{linesBefore: 100, linesAfter: 100, bytes: min(behind, ahead) - lineReach}
)

type reach struct{ linesBefore, linesAfter, bytes int }

func (e *excerpt) shift(by int) {
	e.start, e.end = e.start+by, e.end+by
	for _, lines := range [][]line{e.lines, e.ours} {
		for i := range lines {
			lines[i] = line{lines[i].start + by, lines[i].end + by}
		}
	}
}

// neighbourhood is how many letters before and after a line of a foreign kind are looked through for words of Azure.
const neighbourhood = 400

// hit tells that an anchor stands here, amid these letters.
func (s *stream) hit(at int, letters []byte) {
	if s.open != nil && at < s.open.end {
		return
	}
	found := s.lineAt(at)
	marks := s.verdicts.mask(s.text[found.start:found.end])
	s.steps += int64(found.end - found.start)
	if s.verdicts.foreign[marks.shape] && !nearAzure(letters) {
		return
	}
	ours := aboutAzure(s.text[found.start:found.end])
	if s.open != nil && !s.goesOn(found, marks, ours) {
		s.close(found.start)
	}
	if s.open == nil {
		s.open = &excerpt{start: found.start}
	}
	s.open.lines = append(s.open.lines, found)
	s.open.end = found.end
	if ours {
		s.open.ours, s.open.marks = append(s.open.ours, found), append(s.open.marks, marks)
	}
}

// lineAt returns the line here, as far as no excerpt has it.
func (s *stream) lineAt(at int) line {
	floor := max(0, at-lineReach, s.closed)
	if s.open != nil {
		floor = max(floor, s.open.end)
	}
	start := floor + bytes.LastIndexByte(s.text[floor:at], '\n') + 1
	end := min(len(s.text), at+lineReach)
	if length := bytes.IndexByte(s.text[at:end], '\n'); length >= 0 {
		end = at + length
	}
	return line{start, end}
}

// goesOn reports whether a line belongs to the open excerpt: near, and not the same failure once more. The same line with the
// same IDs is the same occurrence, printed twice.
func (s *stream) goesOn(next line, marks masked, ours bool) bool {
	e := s.open
	gap, most := s.text[e.end:max(e.end, next.start)], mostGapLines
	if last := e.lines[len(e.lines)-1]; !ours || len(e.ours) == 0 || e.ours[len(e.ours)-1] != last {
		most = strangeLines
	}
	if len(gap) > mostGap || next.end-e.start > mostSpan || len(e.lines) >= mostLines || bytes.Count(gap, []byte{'\n'}) > most {
		return false
	}
	return !slices.ContainsFunc(e.marks, func(m masked) bool { return m.shape == marks.shape && !m.sameIDs(marks) })
}

// close judges the open excerpt. What follows it of the text is its own up to until.
func (s *stream) close(until int) {
	e := s.open
	s.open = nil
	s.judge(e, until)
	s.closed = e.end
}

// around returns the lines of an excerpt with those before and after it that are in reach and no other's.
func (s *stream) around(e *excerpt, until int, r reach) line {
	if s.whole {
		return line{s.closed, until}
	}
	floor, ceiling := max(s.closed, e.start-r.bytes), min(until, e.end+r.bytes)
	start, end := e.start, e.end
	for range r.linesBefore + 1 {
		at := bytes.LastIndexByte(s.text[floor:max(floor, start-1)], '\n')
		if start = floor + at + 1; at < 0 {
			break
		}
	}
	for range r.linesAfter + 1 {
		at := bytes.IndexByte(s.text[min(ceiling, end+1):ceiling], '\n')
		if at < 0 {
			end = ceiling
			break
		}
		end += 1 + at
	}
	return line{start, end}
}

// judge finds out what an excerpt shows, and counts it.
func (s *stream) judge(e *excerpt, until int) {
	context := s.around(e, until, narrow)
	own, all := s.verdicts.mask(s.joined(e.lines)), s.verdicts.mask(s.text[context.start:context.end])
	s.steps += int64(context.end - context.start)
	said := e.said()
	seen := Range{s.file, s.place(said.start).line, s.place(said.end).line}
	for _, marks := range []masked{own, all} {
		if known, ok := s.verdicts.of(marks); ok {
			s.found.again(known, seen)
			return
		}
	}
	findings, hint := s.recognise(s.text[context.start:context.end])
	ours := suspicious(s.text[context.start:context.end])
	if len(findings) == 0 && !s.whole {
		findings = s.recogniseAlone(e, &context) // hosts of the lines around may be those of other programs
	}
	if len(findings) == 0 && ours && !s.whole && s.mayWiden() {
		context = s.around(e, until, wide)
		s.widened += int64(context.end - context.start)
		findings, hint = s.recognise(s.text[context.start:context.end])
	}
	if len(findings) == 0 && !hint && !ours {
		s.verdicts.dismiss(s, e.lines)
	}
	s.programs.look(s.text[context.start:context.end])
	s.hints = s.hints || hint || len(findings) == 0 && ours
	known := s.count(e, context, findings, seen)
	if len(findings) > 0 && s.tellsAll(e, findings) {
		s.verdicts.remember(own, findings, known)
	} else {
		s.verdicts.remember(all, findings, known)
	}
}

// fewBytes is how much the lines of one failure to connect have at most.
const fewBytes = 8 << 10

// recogniseAlone reads the excerpt without the lines around it, which it takes off the context where that shows something.
func (s *stream) recogniseAlone(e *excerpt, context *line) []cause.Finding {
	own := e.said()
	if own.end-own.start > fewBytes || !aboutAzure(s.text[own.start:own.end]) {
		return nil
	}
	findings, _ := s.recognise(s.text[own.start:own.end])
	if len(findings) > 0 {
		*context = own
	}
	return findings
}

// mayWiden reports whether the recogniser may be given much text on a suspicion: in proportion to what was read.
func (s *stream) mayWiden() bool { return s.widened <= 8*int64(wide.bytes)+s.taken/128 }

// joined returns lines as one text.
func (s *stream) joined(lines []line) []byte {
	var text []byte
	for _, line := range lines {
		text = append(append(text, s.text[line.start:line.end]...), '\n')
	}
	return text
}

// tellsAll reports whether everything that tells one failure from another stands in the excerpt's own lines: then the same
// lines are the same failure wherever they stand.
func (s *stream) tellsAll(e *excerpt, findings []cause.Finding) bool {
	own := s.joined(e.lines)
	for _, f := range findings {
		for _, evidence := range f.Evidence {
			if evidence.Fills != "" && !bytes.Contains(own, []byte(evidence.Value)) {
				return false
			}
		}
	}
	return len(e.lines) > 0
}

// count adds what was found in an excerpt.
func (s *stream) count(e *excerpt, context line, findings []cause.Finding, seen Range) []*gathered {
	text := s.text[context.start:context.end]
	places := newPlaces(text, s.file, s.place(context.start), e.said().start-context.start)
	var known []*gathered
	group := s.found.group()
	for i, f := range findings {
		known = append(known, s.found.add(f, places, order{group, i}, seen))
	}
	return known
}
