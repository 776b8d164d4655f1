package explain

import (
	"bytes"
	"context"
	"io"
	"sort"
	"unicode/utf8"

	"azdoctor/checks/cause"
)

const (
	block  = 1 << 20  // how much is read and searched at once
	ahead  = 24 << 10 // how much behind an anchor is read before it is looked at
	behind = 24 << 10 // how much before an anchor is kept
)

// stream is one text while it is read. Its indices are of text, from which what is done with is dropped at its beginning.
type stream struct {
	*explainer
	file     string
	text     []byte // what is kept of the text, decoded
	start    place  // where text begins in the whole
	final    bool   // text reaches to the end of the whole
	whole    bool   // text is the whole, and a short one: nothing in it is too far from anything
	searched chunk  // up to here text was searched for anchors

	squeezed []byte  // of the text behind searched, and a little before
	chunks   []chunk // where what squeezed has behind searched is from
	pending  int     // up to here text is squeezed

	open   *excerpt // anchors that may have further ones near
	closed int      // where the last excerpt ended: the context of the next does not reach before it
	mark   marker
}

// chunk is where a part of the squeezed text begins, there and in the text.
type chunk struct{ squeezed, text int }

// place is a line and a character in it, from 1.
type place struct{ line, column int64 }

// after is the place behind a text that begins at p.
func (p place) after(text []byte) place {
	if lines := bytes.Count(text, []byte{'\n'}); lines > 0 {
		p.line, p.column = p.line+int64(lines), 1
		text = text[bytes.LastIndexByte(text, '\n')+1:]
	}
	p.column += int64(utf8.RuneCount(text))
	return p
}

// marker is the last place that was asked for: places are asked for in order, and counting lines anew takes time.
type marker struct {
	place
	at int
}

// place is where an index of text is in the whole.
func (s *stream) place(at int) place {
	if at < s.mark.at {
		return s.start.after(s.text[:at])
	}
	s.steps += int64(at-s.mark.at) >> 10
	s.mark = marker{s.mark.after(s.text[s.mark.at:at]), at}
	return s.mark.place
}

// short is how much of a text is one matter: what people paste.
const (
	shortBytes = 16 << 10
	shortLines = 150
)

// read reads one input to its end.
func (x *explainer) read(ctx context.Context, input Input) error {
	s := &stream{explainer: x, file: input.Name, start: place{1, 1}, mark: marker{place: place{1, 1}}}
	source := newDecoder(input.Reader)
	var failed error
	for !s.final {
		if err := ctx.Err(); err != nil {
			failed = err
		}
		if failed == nil {
			failed = s.fill(source)
		}
		s.final = failed != nil
		if s.start.line == 1 && s.start.column == 1 && s.searched.text == 0 {
			x.programs.look(s.text[:min(len(s.text), 64<<10)])
			s.whole = s.final && len(s.text) <= shortBytes && bytes.Count(s.text, []byte{'\n'}) <= shortLines
		}
		s.search()
		s.drop()
	}
	x.bytes += source.source.bytes
	x.lines += s.start.line - 1
	if s.start.column > 1 {
		x.lines++
	}
	if failed == io.EOF {
		return nil
	}
	return failed
}

// fill reads the next block, or less at the end; then the error says so.
func (s *stream) fill(source io.Reader) error {
	if cap(s.text)-len(s.text) < block {
		grown := make([]byte, len(s.text), len(s.text)+block+2*(behind+ahead+mostSpan))
		copy(grown, s.text)
		s.text = grown
	}
	n, err := io.ReadAtLeast(source, s.text[len(s.text):len(s.text)+block], block-1) // the decoder wants room for two bytes
	s.text = s.text[:len(s.text)+n]
	s.taken += int64(n)
	if err == io.ErrUnexpectedEOF {
		return io.EOF
	}
	return err
}

// search looks for anchors in what was read, as far as there is enough behind them.
func (s *stream) search() {
	s.squeeze()
	until := s.chunkAt(func(c chunk) bool { return c.text <= len(s.text)-ahead })
	if s.final {
		until = chunk{len(s.squeezed), len(s.text)}
	}
	if until.text > s.searched.text {
		s.finder.each(append(s.squeezed, make([]byte, padding)...), s.searched.squeezed, until.squeezed, func(at int) {
			s.steps++
			s.hit(s.unsqueeze(at), s.squeezed[max(0, at-neighbourhood):min(len(s.squeezed), at+neighbourhood)])
		})
		s.searched = until
	}
	if s.open != nil && (s.final || s.searched.text-s.open.end > mostGap) {
		s.close(len(s.text))
	}
	if s.final && s.whole && s.closed == 0 && len(s.text) > 0 {
		s.open = &excerpt{end: len(s.text)} // what people paste is about a sign-in
		s.close(len(s.text))
	}
}

// chunkSize is how much text a chunk is of: how much is squeezed anew to tell where a letter of it stands.
const chunkSize = 512

// squeeze squeezes what was read and was not yet, up to where a sequence may go on that is not read yet.
func (s *stream) squeeze() {
	for s.pending < len(s.text) {
		end := min(len(s.text), s.pending+chunkSize)
		if end < len(s.text) || !s.final {
			tail := s.text[max(s.pending, end-longestSequence):end]
			if sequence := bytes.IndexAny(tail, "\\\x1b"); sequence >= 0 {
				end -= len(tail) - sequence
			}
		}
		if end == s.pending {
			return
		}
		s.chunks = append(s.chunks, chunk{len(s.squeezed), s.pending})
		s.squeezed = cause.Squeeze(s.squeezed, s.text[s.pending:end])
		s.pending = end
	}
}

// longestSequence is more than an escape or a colour has.
const longestSequence = 32

// chunkAt returns the last chunk for which before is true, of which it is for the first ones.
func (s *stream) chunkAt(before func(chunk) bool) chunk {
	i := sort.Search(len(s.chunks), func(i int) bool { return !before(s.chunks[i]) })
	if i == 0 {
		return chunk{}
	}
	return s.chunks[i-1]
}

// unsqueeze returns where in the text a letter of the squeezed text stands.
func (s *stream) unsqueeze(at int) int {
	from := s.chunkAt(func(c chunk) bool { return c.squeezed <= at })
	return from.text + cause.Unsqueeze(s.text[from.text:min(len(s.text), from.text+chunkSize)], at-from.squeezed)
}

// drop forgets the beginning of the text that nothing needs any more.
func (s *stream) drop() {
	done := s.searched.text
	if s.open != nil {
		done = s.open.start
	}
	if s.final {
		done = len(s.text)
	} else if done -= behind; done <= 0 {
		return
	}
	s.start, s.mark = s.place(done), marker{s.place(done), 0}
	s.text = append(s.text[:0], s.text[done:]...)
	s.closed, s.pending = max(0, s.closed-done), max(0, s.pending-done)
	if s.open != nil {
		s.open.shift(-done)
	}
	kept := chunk{max(0, s.searched.squeezed-near-padding), done}
	s.squeezed = append(s.squeezed[:0], s.squeezed[kept.squeezed:]...)
	first := sort.Search(len(s.chunks), func(i int) bool { return s.chunks[i].text >= s.searched.text })
	s.chunks = append(s.chunks[:0], s.chunks[first:]...)
	for i := range s.chunks {
		s.chunks[i] = s.chunks[i].minus(kept)
	}
	s.searched = s.searched.minus(kept)
}

func (c chunk) minus(d chunk) chunk { return chunk{c.squeezed - d.squeezed, c.text - d.text} }
