package explain

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"
)

func TestDecoding(t *testing.T) {
	const text = "ERROR: AADSTS50076: Zwei Faktoren für „alice“ 😀\nnext line\n"
	for name, test := range map[string]struct{ text, want string }{
		"UTF-8":                        {text, text},
		"UTF-8 with a byte order mark": {"\ufeff" + text, text},
		"UTF-16":                       {"\xff\xfe" + littleEndian(text), text},
		"UTF-16, big endian":           {"\xfe\xff" + bigEndian(text), text},
		"UTF-16 that does not say so":  {littleEndian(text), text},
		"UTF-16, big endian, that does not say so": {bigEndian(text), text},
		"ASCII that goes on in UTF-16":             {strings.Repeat("a log\n", 2000) + littleEndian("AADSTS50076\n"), strings.Repeat("a log\n", 2000) + "AADSTS50076\n"},
		"Windows line ends":                        {"a\r\nb\r\n", "a\nb\n"},
		"a progress bar":                           {"1%\r2%\rdone\r\n\r", "1%\n2%\ndone\n\n"},
		"NUL bytes":                                {"a\x00b\x00\x00", "ab"},
		"nothing but NUL bytes":                    {strings.Repeat("\x00", 9000), ""},
		"nothing":                                  {"", ""},
		"bytes that are no text":                   {"a\xff\xc3b\n", "a\xff\xc3b\n"},
	} {
		for reading, reader := range map[string]io.Reader{
			"at once": strings.NewReader(test.text), "byte by byte": iotest.OneByteReader(strings.NewReader(test.text)), "with its end": iotest.DataErrReader(strings.NewReader(test.text)),
		} {
			decoder := newDecoder(reader)
			got, err := io.ReadAll(decoder)
			if err != nil || string(got) != test.want {
				t.Errorf("%s, read %s: %q, %v, want %q", name, reading, got, err, test.want)
			}
			if decoder.source.bytes != int64(len(test.text)) {
				t.Errorf("%s: %d bytes counted of %d", name, decoder.source.bytes, len(test.text))
			}
		}
	}
}

func TestDecodingAnErrorComesAfterTheText(t *testing.T) {
	broken := errors.New("broken")
	for _, length := range []int{0, 10, sniffed, 3 * sniffed} {
		want := bytes.Repeat([]byte("x"), length)
		got, err := io.ReadAll(newDecoder(io.MultiReader(bytes.NewReader(want), iotest.ErrReader(broken))))
		if !errors.Is(err, broken) || !bytes.Equal(got, want) {
			t.Errorf("%d bytes: read %d, %v", length, len(got), err)
		}
	}
}
