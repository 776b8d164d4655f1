package explain

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
)

// StandardInput is the name by which Open knows standard input.
const StandardInput = "-"

// Texts are files, and standard input, that are opened one after the other as they are read. What cannot be read is passed
// over and told by Problems; only the end of ctx ends the reading, with ctx's error.
type Texts struct {
	// Inputs are the texts in the order of their names, each once.
	Inputs []Input

	sources []*source
}

// Open prepares the texts of these names for Explain.
func Open(ctx context.Context, names []string, stdin *os.File) *Texts {
	texts := &Texts{}
	for i, name := range names {
		if slices.Contains(names[:i], name) {
			continue
		}
		one := &source{ctx: ctx, name: name}
		if name == StandardInput {
			one.stdin, one.said = stdin, "standard input"
			texts.Inputs = append(texts.Inputs, Input{Reader: one})
		} else {
			one.said = name
			texts.Inputs = append(texts.Inputs, Input{Name: name, Reader: one})
		}
		texts.sources = append(texts.sources, one)
	}
	return texts
}

// Problems says of each text that could not be read, or holds nothing, what to do about it. It is for after the reading.
func (t *Texts) Problems() (problems []error) {
	for _, one := range t.sources {
		switch {
		case one.failure != nil:
			problems = append(problems, one.failure)
		case one.ended && !one.something:
			problems = append(problems, fmt.Errorf("%s is empty: there is nothing to explain", one.said))
		}
	}
	return problems
}

// source reads one text. Errors other than ctx's are its end.
type source struct {
	ctx              context.Context
	name, said       string
	stdin            *os.File
	reader           io.ReadCloser // nil before the first Read
	something, ended bool
	failure          error
}

func (s *source) Read(into []byte) (int, error) {
	if err := s.ctx.Err(); err != nil || s.ended {
		return 0, orEnd(err)
	}
	if s.reader == nil {
		if s.failure = s.open(); s.failure != nil {
			s.ended = true
			return 0, io.EOF
		}
	}
	n, err := s.reader.Read(into)
	s.something = s.something || n > 0
	if err == nil {
		return n, nil
	}
	s.reader.Close()
	s.ended = true
	if err != io.EOF && s.ctx.Err() == nil {
		s.failure = fmt.Errorf("%s could not be read to its end: %w", s.said, reason(err))
	}
	return n, orEnd(s.ctx.Err())
}

// orEnd is the error, or the end of the text where there is none.
func orEnd(err error) error {
	if err == nil {
		return io.EOF
	}
	return err
}

// open opens what is read from. Reading a pipe or a terminal may last for ever, so that is done beside.
func (s *source) open() error {
	if s.stdin != nil {
		s.reader = interruptible(s.ctx, func() (*os.File, error) { return s.stdin, nil })
		return nil
	}
	info, err := os.Stat(s.name)
	switch {
	case err != nil:
	case info.IsDir():
		return fmt.Errorf("%s is a folder: name the files in it", s.said)
	case !info.Mode().IsRegular():
		s.reader = interruptible(s.ctx, func() (*os.File, error) { return os.Open(s.name) })
		return nil
	default:
		var file *os.File
		if file, err = os.Open(s.name); err == nil {
			s.reader = file
			return nil
		}
	}
	if errors.Is(err, fs.ErrPermission) {
		return fmt.Errorf("%s may not be read by you: read it as who may, and pass it on to azdoctor explain -", s.said)
	}
	return fmt.Errorf("%s cannot be read: %w", s.said, reason(err))
}

// interruptible reads a file until ctx ends, even where the system is still waiting for somebody to write.
func interruptible(ctx context.Context, open func() (*os.File, error)) io.ReadCloser {
	reader, writer := io.Pipe()
	stop := context.AfterFunc(ctx, func() { reader.CloseWithError(ctx.Err()); writer.CloseWithError(ctx.Err()) })
	go func() {
		defer stop()
		file, err := open()
		if err == nil {
			_, err = io.Copy(writer, file)
		}
		writer.CloseWithError(err)
	}()
	return reader
}

// reason is an error without the operation and the path, which the reader knows.
func reason(err error) error {
	if path, ok := errors.AsType[*fs.PathError](err); ok {
		return path.Err
	}
	return err
}
