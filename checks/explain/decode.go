package explain

import (
	"bytes"
	"errors"
	"io"

	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// sniffed is how much of a text its encoding is told by.
const sniffed = 4096

// decoder reads a text as UTF-8 with "\n" at the end of every line, as an editor shows it: without a byte order mark and
// without NUL bytes, a lone carriage return (of a progress bar) being the end of a line. Bytes that are no UTF-8 stay.
type decoder struct {
	source *counter
	text   io.Reader // source in UTF-8; nil before its encoding is known
	rest   []byte    // what was read and did not fit
	held   bool      // a carriage return was read, and not yet what follows it
}

func newDecoder(source io.Reader) *decoder { return &decoder{source: &counter{Reader: source}} }

// counter counts what is read.
type counter struct {
	io.Reader
	bytes int64
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.Reader.Read(p)
	c.bytes += int64(n)
	return n, err
}

// Read fills p with what is next of the text, as io.Reader wants it.
func (d *decoder) Read(p []byte) (int, error) {
	if len(d.rest) == 0 && len(p) < 2 {
		var two [2]byte
		n, err := d.Read(two[:])
		if d.rest = append(d.rest, two[:n]...); n == 0 {
			return 0, err
		}
	}
	if len(d.rest) > 0 {
		n := copy(p, d.rest)
		d.rest = d.rest[n:]
		return n, nil
	}
	if d.text == nil {
		d.sniff()
	}
	for idle := 0; idle < 100; idle++ {
		n, err := d.text.Read(p[1:]) // the first is for a carriage return that was held
		if n > 0 {
			idle = 0
		}
		n = d.tidy(p, n, err != nil)
		if n > 0 || err != nil {
			return n, err
		}
	}
	return 0, io.ErrNoProgress
}

// sniff finds out the encoding by the text's beginning.
func (d *decoder) sniff() {
	beginning := make([]byte, sniffed)
	n, err := io.ReadFull(d.source, beginning)
	if err != nil && err != io.EOF && !errors.Is(err, io.ErrUnexpectedEOF) {
		d.source.Reader = io.MultiReader(d.source.Reader, failing{err})
	}
	beginning = beginning[:n]
	text := io.MultiReader(bytes.NewReader(beginning), d.source)
	switch {
	case bytes.HasPrefix(beginning, []byte("\xef\xbb\xbf")):
		text = io.MultiReader(bytes.NewReader(beginning[3:]), d.source)
	case bytes.HasPrefix(beginning, []byte("\xff\xfe")), doubled(beginning, 1):
		text = transform.NewReader(text, unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder())
	case bytes.HasPrefix(beginning, []byte("\xfe\xff")), doubled(beginning, 0):
		text = transform.NewReader(text, unicode.UTF16(unicode.BigEndian, unicode.UseBOM).NewDecoder())
	}
	d.text = text
}

// failing is a reader that fails.
type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

// doubled reports whether text has two bytes for each character without saying so, as a redirection of Windows PowerShell
// writes that goes on with a file: in a log nearly every other byte is then 0, those at even places or at odd ones.
func doubled(text []byte, zeros int) bool {
	var count [2]int
	for i, c := range text {
		if c == 0 {
			count[i%2]++
		}
	}
	return count[zeros] > len(text)/4 && count[1-zeros] < len(text)/40+1
}

// tidy brings p[1:1+n] in order, at the beginning of p, and returns how long it is now.
func (d *decoder) tidy(p []byte, n int, last bool) int {
	text := p[1 : 1+n]
	if !d.held && bytes.IndexByte(text, '\r') < 0 && bytes.IndexByte(text, 0) < 0 {
		return copy(p, text)
	}
	at := 0
	for _, c := range text {
		if c == 0 {
			continue
		}
		if d.held && c != '\n' {
			p[at] = '\n'
			at++
		}
		if d.held = c == '\r'; !d.held {
			p[at] = c
			at++
		}
	}
	if d.held && last {
		p[at], d.held = '\n', false
		at++
	}
	return at
}
