package explain

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"maps"
	"math"
	"slices"

	"azdoctor/checks/cause"
)

// finder finds the anchors of a catalogue in squeezed text. It leaps: of each three letters it knows how far the next run can
// begin from there at the nearest, as Wu and Manber do ("A fast algorithm for multi-pattern searching", 1994). Two libraries
// for Aho and Corasick's automaton were tried: they read every byte, a third as fast (petar-dambovaliev/aho-corasick and
// BobuSumisu/aho-corasick, 2026-11-22).
type finder struct {
	leaps [hashes]uint8 // by hash of three letters: how far to go on; 0: a run's first letters may end here
	runs  [slots][]run  // by slot of the six letters that they are looked for by
}

// run is an anchor's run with the anchors that have it.
type run struct {
	six     uint64 // the letters of it that are looked for, as sixLetters has them
	offset  int    // where in it they stand
	end     uint64 // the last six letters of it: most that begin alike end in another way
	endsAt  int    // where in it those stand
	text    []byte
	anchors []condition
}

// condition is what an anchor wants near its run.
type condition struct {
	with  []rareWord // all of them, the rarest first
	azure bool       // a word of Azure
}

func newCondition(anchor cause.Anchor) condition {
	c := condition{azure: anchor.Beside}
	for _, word := range anchor.With {
		c.with = append(c.with, newRareWord(word))
	}
	slices.SortStableFunc(c.with, func(a, b rareWord) int { return cmp.Compare(a.commonness(), b.commonness()) })
	return c
}

const (
	shortest = 6   // letters of a run that are looked for first; cause.Anchors has none shorter
	near     = 300 // squeezed bytes before and after a run in which the words are looked for that belong to it
	padding  = 8   // bytes after the text that each reads and that are no text
	hashes   = 1 << 14
	slots    = 1 << 12
)

func newFinder(anchors []cause.Anchor) *finder {
	f := &finder{}
	runs := map[string][]condition{}
	for _, anchor := range anchors {
		runs[anchor.Run] = append(runs[anchor.Run], newCondition(anchor))
	}
	for i := range f.leaps {
		f.leaps[i] = shortest - 2
	}
	for _, text := range slices.Sorted(maps.Keys(runs)) {
		f.add([]byte(text), runs[text])
	}
	return f
}

// add makes f find a run, by those six letters of it that cost the search least: that it already stops at, or that are rare.
func (f *finder) add(text []byte, anchors []condition) {
	offset, least := 0, math.MaxInt
	for i := range len(text) - shortest + 1 {
		if cost := f.cost(text[i : i+shortest]); cost < least {
			offset, least = i, cost
		}
	}
	window := append(slices.Clone(text[offset:offset+shortest]), make([]byte, padding)...)
	for end := 3; end <= shortest; end++ {
		h := hash(window[end-3:])
		f.leaps[h] = min(f.leaps[h], uint8(shortest-end))
		if end == shortest {
			six := sixLetters(window)
			last := append(slices.Clone(text[len(text)-shortest:]), make([]byte, padding)...)
			f.runs[slot(six)] = append(f.runs[slot(six)], run{six, offset, sixLetters(last), len(text) - shortest, text, anchors})
		}
	}
}

// cost is how much slower the search becomes by looking for these letters too.
func (f *finder) cost(window []byte) int {
	sum := 0
	for end := 3; end <= shortest; end++ {
		three := [4]byte{window[end-3], window[end-2], window[end-1]}
		frequency := commonness[three[0]] * commonness[three[1]] * commonness[three[2]]
		sum += frequency * max(0, int(f.leaps[hash(three[:])])-(shortest-end))
	}
	return sum
}

// commonness orders letters by how often English has them.
var commonness = func() (table [256]int) {
	for i, c := range []byte("zqxjkvbwygupfmhdlcr0123456789snotiae") {
		table[c] = i + 1
	}
	return table
}()

// hash is of the first three of four bytes.
func hash(letters []byte) uint16 {
	return uint16(binary.LittleEndian.Uint32(letters) << 8 * 0x9e3779b1 >> 18)
}

// slot is a hash of six letters.
func slot(six uint64) uint16 { return uint16(six * 0x9e3779b97f4a7c15 >> 52) }

// sixLetters are the first six of eight bytes, in one number.
func sixLetters(text []byte) uint64 { return binary.LittleEndian.Uint64(text) << 16 }

// each calls hit with places in the anchors of squeezed, one in each, from from to before to, in order. The last bytes of
// squeezed are padding.
func (f *finder) each(squeezed []byte, from, to int, hit func(at int)) {
	to = min(to, len(squeezed)-padding-shortest+1)
	beside := vicinity{squeezed: squeezed[:len(squeezed)-padding]}
	for at := from; at < to; {
		h := hash(squeezed[at+shortest-3:])
		if leap := int(f.leaps[h]); leap > 0 {
			at += leap
			continue
		}
		six := sixLetters(squeezed[at:])
		runs := f.runs[slot(six)]
		for i := range runs {
			run := &runs[i]
			if start := at - run.offset; run.six == six && start >= 0 && start+run.endsAt <= len(squeezed)-padding && run.end == sixLetters(squeezed[start+run.endsAt:]) && run.anchored(&beside, start) {
				hit(at)
				break
			}
		}
		at++
	}
}

// anchored reports whether the run stands at this place with what one of its anchors wants near.
func (r *run) anchored(beside *vicinity, at int) bool {
	if !bytes.HasPrefix(beside.squeezed[at:], r.text) {
		return false
	}
	end := at + len(r.text)
	around := beside.squeezed[max(0, at-near):min(len(beside.squeezed), end+near)]
	return slices.ContainsFunc(r.anchors, func(c condition) bool {
		return (!c.azure || beside.azure(at, end)) && !slices.ContainsFunc(c.with, func(word rareWord) bool { return !word.in(around) })
	})
}

// vicinity tells whether words of Azure stand near a place. It is asked for places in order, and remembers how far there are none.
type vicinity struct {
	squeezed []byte
	from, to int // here are none
}

// stride is how far vicinity looks at once.
const stride = 8 << 10

// azure reports whether a word of Azure stands near what begins and ends here.
func (v *vicinity) azure(start, end int) bool {
	from, to := max(0, start-near), min(len(v.squeezed), end+near)
	if v.from <= from && to <= v.to {
		return false
	}
	if hasWordOfAzure(v.squeezed[from:to]) {
		return true
	}
	if further := min(len(v.squeezed), from+stride); further > to && !hasWordOfAzure(v.squeezed[from:further]) {
		to = further
	}
	v.from, v.to = from, to
	return false
}
