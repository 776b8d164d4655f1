package explain

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"azdoctor/checks/cause"
)

// span is where an anchor's run stands.
type span struct{ start, end int }

// anchorsAt is what a finder must find, found in the plainest way.
func anchorsAt(anchors []cause.Anchor, squeezed []byte) []span {
	var found []span
	squeezed = squeezed[:len(squeezed)-padding]
	for at := range len(squeezed) {
		for _, anchor := range anchors {
			around := squeezed[max(0, at-near):min(len(squeezed), at+len(anchor.Run)+near)]
			if bytes.HasPrefix(squeezed[at:], []byte(anchor.Run)) && !slices.ContainsFunc(anchor.With, func(word string) bool { return !bytes.Contains(around, []byte(word)) }) && (!anchor.Beside || hasWordOfAzure(around)) {
				found = append(found, span{at, at + len(anchor.Run)})
			}
		}
	}
	return found
}

func FuzzFinder(f *testing.F) {
	anchors := append(cause.Builtin().Anchors(), cause.Anchor{Run: "aaaaaa"}, cause.Anchor{Run: "aaabaaa", With: []string{"b9"}}, cause.Anchor{Run: "bbbbbb", Beside: true})
	find := newFinder(anchors)
	f.Add("ERROR: AADSTS50076: Please run: az login --scope x")
	f.Add("aaaaaaaabaaaaaab9 dial tcp: lookup x: no such host")
	f.Add("az\nlogin aadst aadsts")
	f.Add("bbbbbb " + strings.Repeat("x", near) + " bbbbbb azure " + strings.Repeat("x", stride) + "bbbbbb keyvault")
	for _, form := range readForms(f) {
		f.Add(form.text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		squeezed := append(cause.Squeeze(nil, []byte(text)), make([]byte, padding)...)
		var got []int
		find.each(squeezed, 0, len(squeezed), func(at int) { got = append(got, at) })
		want := anchorsAt(anchors, squeezed)
		for _, span := range want {
			if !slices.ContainsFunc(got, func(at int) bool { return span.start <= at && at < span.end }) {
				t.Fatalf("nothing found at %+v, but at %v, in %q", span, got, squeezed)
			}
		}
		for _, at := range got {
			if !slices.ContainsFunc(want, func(span span) bool { return span.start <= at && at < span.end }) {
				t.Fatalf("found at %d, where nothing stands, in %q", at, squeezed)
			}
		}
		half := len(squeezed) / 2
		var parts []int
		find.each(squeezed, 0, half, func(at int) { parts = append(parts, at) })
		find.each(squeezed, half, len(squeezed), func(at int) { parts = append(parts, at) })
		if !slices.Equal(parts, got) {
			t.Fatalf("in two halves found at %v, in one at %v", parts, got)
		}
	})
}
