package explain

import (
	"hash/maphash"
	"slices"
	"strings"

	"azdoctor/checks/cause"
)

// verdicts remember what excerpts were found to be, so that the recogniser reads each kind of failure once, however often a
// log has it. Excerpts are of one kind when they differ only in values: IDs, times and numbers. Where such a value is
// evidence that fills a command (which vault, which principal), another value is another failure.
type verdicts struct {
	numbers map[string]bool // that are no mere values
	seed    maphash.Seed
	telling map[uint64][]bool      // by shape: which of its values tell failures apart
	known   map[uint64][]*gathered // by shape and telling values
	foreign map[uint64]bool        // shapes of lines with anchors that were nothing, with nothing of Azure near
}

// mostVerdicts bounds what is remembered; then all is forgotten and learned again.
const mostVerdicts = 8192

func newVerdicts(numbers map[string]bool) *verdicts {
	v := &verdicts{numbers: numbers, seed: maphash.MakeSeed()}
	v.forget()
	return v
}

func (v *verdicts) forget() {
	v.telling, v.known, v.foreign = map[uint64][]bool{}, map[uint64][]*gathered{}, map[uint64]bool{}
}

// of returns what an excerpt of this kind was found to be, if one was seen.
func (v *verdicts) of(m masked) (known []*gathered, ok bool) {
	telling, ok := v.telling[m.shape]
	if !ok {
		return nil, false
	}
	known, ok = v.known[v.key(m, telling)]
	return known, ok
}

// remember keeps what an excerpt was found to be.
func (v *verdicts) remember(m masked, findings []cause.Finding, known []*gathered) {
	if len(v.known)+len(v.foreign) >= mostVerdicts {
		v.forget()
	}
	telling := make([]bool, len(m.values))
	copy(telling, v.telling[m.shape])
	for i, value := range m.values {
		telling[i] = telling[i] || slices.ContainsFunc(findings, func(f cause.Finding) bool { return fillsWith(f, value) })
	}
	v.telling[m.shape] = telling
	v.known[v.key(m, telling)] = known
}

// dismiss makes lines of these kinds count for nothing where nothing of Azure is near.
func (v *verdicts) dismiss(s *stream, lines []line) {
	for _, line := range lines {
		v.foreign[v.mask(s.text[line.start:line.end]).shape] = true
	}
}

// fillsWith reports whether a value is part of what fills a command, or the other way about.
func fillsWith(f cause.Finding, value string) bool {
	return slices.ContainsFunc(f.Evidence, func(e cause.Evidence) bool {
		return e.Fills != "" && (strings.Contains(e.Value, value) || strings.Contains(value, e.Value))
	})
}

func (v *verdicts) key(m masked, telling []bool) uint64 {
	var h maphash.Hash
	h.SetSeed(v.seed)
	maphash.WriteComparable(&h, m.shape)
	for i, value := range m.values {
		if telling[i] {
			h.WriteString(value)
			h.WriteByte(0)
		}
	}
	return h.Sum64()
}

// masked is an excerpt as its kind and its values, in order.
type masked struct {
	shape  uint64
	values []string
}

// sameIDs reports whether both have IDs, and the same ones.
func (m masked) sameIDs(other masked) bool {
	isID := func(value string) bool { return len(value) >= 32 }
	without := func(values []string) []string {
		return slices.DeleteFunc(slices.Clone(values), func(v string) bool { return !isID(v) })
	}
	ids := without(m.values)
	return len(ids) > 0 && slices.Equal(ids, without(other.values))
}

// mask tells what is value in a text from what is not. What the recogniser goes by is never a value: digits in words
// (AADSTS50076), the catalogue's numbers, statuses of HTTP, and numbers beside the words of codes.
func (v *verdicts) mask(text []byte) masked {
	var m masked
	var h maphash.Hash
	h.SetSeed(v.seed)
	codes := strings.Contains(string(text), "code")
	for i := 0; i < len(text); {
		if !isHex(text[i]) || i > 0 && isWord(text[i-1]) && !(text[i-1] == 'T' && i > 1 && isDigit(text[i-2])) {
			h.WriteByte(text[i])
			i++
			continue
		}
		end := valueEnd(text, i)
		if value := string(text[i:end]); v.isValue(value, text[:i], codes) {
			m.values = append(m.values, value)
			h.WriteByte(1)
		} else {
			h.WriteString(value)
		}
		i = end
	}
	m.shape = h.Sum64()
	return m
}

// valueEnd returns where the ID, the hex digits or the digits end that begin at i; i+1 where none do.
func valueEnd(text []byte, i int) int {
	end, digits := i, 0
	for end < len(text) && (isHex(text[end]) || text[end] == '-' && end > i && isID(text[i:])) {
		if isDigit(text[end]) {
			digits++
		}
		end++
	}
	if (end-i >= 12 && digits > 0) && (end == len(text) || !isWord(text[end])) {
		return end
	}
	for end = i; end < len(text) && isDigit(text[end]); {
		end++
	}
	return max(end, i+1)
}

// isID reports whether a GUID begins here.
func isID(text []byte) bool {
	if len(text) < 36 {
		return false
	}
	for i, c := range text[:36] {
		if dash := i == 8 || i == 13 || i == 18 || i == 23; dash != (c == '-') || !dash && !isHex(c) {
			return false
		}
	}
	return true
}

// isValue reports whether hex digits tell nothing of what failed; before is what stands before them.
func (v *verdicts) isValue(digits string, before []byte, codes bool) bool {
	switch {
	case digits[0] > '9' && len(digits) < 12:
		return false
	case len(digits) >= 12:
		return true
	case v.numbers[digits]:
		return false
	case len(digits) == 3 && (digits[0] == '4' || digits[0] == '5'):
		return len(before) > 0 && (before[len(before)-1] == '.' || before[len(before)-1] == ',')
	}
	return !codes || len(digits) < 4 || len(digits) > 8 || len(before) > 0 && strings.IndexByte(".:-T", before[len(before)-1]) >= 0 && len(digits) <= 7 && !isCodeBefore(before)
}

// isCodeBefore reports whether a number behind this is a code.
func isCodeBefore(before []byte) bool {
	return strings.Contains(string(before[max(0, len(before)-24):]), "code")
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }
func isHex(c byte) bool   { return isDigit(c) || 'a' <= c|0x20 && c|0x20 <= 'f' }
func isWord(c byte) bool  { return isDigit(c) || 'a' <= c|0x20 && c|0x20 <= 'z' || c == '_' }
