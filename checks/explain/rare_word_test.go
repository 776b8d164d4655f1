package explain

import (
	"bytes"
	"slices"
	"testing"

	"azdoctor/checks/cause"
)

func FuzzRareWord(f *testing.F) {
	for _, seed := range []string{"", "azure", "azur", "zure", "xkeyvaul", "keykeyvault", "microsoftonlin", "zzazurez"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		want := slices.ContainsFunc(cause.WordsOfAzure, func(word string) bool { return bytes.Contains(text, []byte(word)) })
		if got := hasWordOfAzure(text); got != want {
			t.Fatalf("%q has one of the words: %t, want %t", text, got, want)
		}
	})
}
