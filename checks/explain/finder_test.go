package explain

import (
	"bytes"
	"slices"
	"testing"

	"azdoctor/checks/cause"
)

// anchorsAt is what a finder must find, found in the plainest way.
func anchorsAt(anchors []cause.Anchor, squeezed []byte) []int {
	var found []int
	squeezed = squeezed[:len(squeezed)-padding]
	for at := range len(squeezed) {
		for _, anchor := range anchors {
			around := squeezed[max(0, at-near):min(len(squeezed), at+len(anchor.Run)+near)]
			if bytes.HasPrefix(squeezed[at:], []byte(anchor.Run)) && hasAll(around, anchor.With) {
				found = append(found, at)
				break
			}
		}
	}
	return found
}

func FuzzFinder(f *testing.F) {
	anchors := append(cause.Builtin().Anchors(), cause.Anchor{Run: "aaaaaa"}, cause.Anchor{Run: "aaabaaa", With: []string{"b9"}})
	find := newFinder(anchors)
	f.Add("ERROR: AADSTS50076: Please run: az login --scope x")
	f.Add("aaaaaaaabaaaaaab9 dial tcp: lookup x: no such host")
	f.Add("az\nlogin aadst aadsts")
	for _, form := range readForms(f) {
		f.Add(form.text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		squeezed := append(cause.Squeeze(nil, []byte(text)), make([]byte, padding)...)
		var got []int
		find.each(squeezed, 0, len(squeezed), func(at int) { got = append(got, at) })
		if want := anchorsAt(anchors, squeezed); !slices.Equal(got, want) {
			t.Fatalf("found at %v, want %v in %q", got, want, squeezed)
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
