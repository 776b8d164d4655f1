package explain

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"

	"azdoctor/checks/cause"
)

const expired = "ERROR: AADSTS700082: The refresh token has expired due to inactivity.\n"

// chunks is a reader that gives this many bytes at once.
type chunks struct {
	io.Reader
	size int
}

func (c chunks) Read(p []byte) (int, error) { return c.Reader.Read(p[:min(c.size, len(p))]) }

// TestTextsAreReadHoweverTheyCome: a pipe gives what its writer wrote at once, and ends of blocks fall anywhere.
func TestTextsAreReadHoweverTheyCome(t *testing.T) {
	text := strings.Repeat("building\n", 3*block/9) + expired
	for name, reader := range map[string]io.Reader{
		"whole": strings.NewReader(text), "bytes": iotest.OneByteReader(strings.NewReader(text)), "halves": iotest.HalfReader(strings.NewReader(text)),
		"a byte less": chunks{strings.NewReader(text), block - 1}, "lines": chunks{strings.NewReader(text), 9}, "end with data": iotest.DataErrReader(strings.NewReader(text)),
	} {
		got, err := Explain(t.Context(), cause.Builtin(), Input{Reader: reader})
		if err != nil || len(got.Findings) != 1 || got.Bytes != int64(len(text)) {
			t.Errorf("%s: %v, %d findings, %d bytes of %d", name, err, len(got.Findings), got.Bytes, len(text))
		}
	}
}

func TestOpenReadsEachFileOnceAndTellsWhatItCannotRead(t *testing.T) {
	dir := t.TempDir()
	file, empty, missing := filepath.Join(dir, "ci.log"), filepath.Join(dir, "empty.log"), filepath.Join(dir, "missing.log")
	for name, content := range map[string]string{file: expired, empty: ""} {
		if err := os.WriteFile(name, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	texts := Open(t.Context(), []string{file, dir, missing, empty, file}, nil)
	got, err := Explain(t.Context(), cause.Builtin(), texts.Inputs...)
	if err != nil || len(got.Findings) != 1 || got.Findings[0].Count != 1 {
		t.Errorf("%v, %+v", err, got)
	}
	problems := texts.Problems()
	if len(problems) != 3 {
		t.Fatalf("%v", problems)
	}
	for i, words := range [][]string{{dir, "folder"}, {missing, "cannot be read"}, {empty, "empty"}} {
		for _, part := range words {
			if !strings.Contains(problems[i].Error(), part) {
				t.Errorf("%q does not say %q", problems[i], part)
			}
		}
	}
}

// TestReadingEndsWithItsContext: also where nobody writes any more, and with what was found until then.
func TestReadingEndsWithItsContext(t *testing.T) {
	reader, writer, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer writer.Close()
	ctx, cancel := context.WithCancel(t.Context())
	texts := Open(ctx, []string{StandardInput}, reader)
	buffer := make([]byte, 100)
	writer.WriteString(expired)
	if n, err := texts.Inputs[0].Reader.Read(buffer); string(buffer[:n]) != expired || err != nil {
		t.Fatalf("%q, %v", buffer[:n], err)
	}
	cancel()
	if n, err := texts.Inputs[0].Reader.Read(buffer); n > 0 || !errors.Is(err, context.Canceled) {
		t.Errorf("%d, %v", n, err)
	}
	if problems := texts.Problems(); len(problems) > 0 {
		t.Errorf("%v", problems)
	}
}
