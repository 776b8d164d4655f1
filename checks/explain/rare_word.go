package explain

import (
	"bytes"
	"slices"
	"sync"

	"azdoctor/checks/cause"
)

// rareWord is a word that is looked for by its rarest letter: texts without it are passed at the speed of bytes.IndexByte, where
// bytes.Contains stops at the word's first letter, which may be a common one.
type rareWord struct {
	word   string
	letter int // where in word the letter stands
}

func newRareWord(word string) rareWord {
	letter := 0
	for i := range word {
		if commonness[word[i]] < commonness[word[letter]] {
			letter = i
		}
	}
	return rareWord{word, letter}
}

// commonness orders words by how often a text has their rarest letter.
func (r rareWord) commonness() int { return commonness[r.word[r.letter]] }

// in reports whether text has the word.
func (r rareWord) in(text []byte) bool {
	for from := r.letter; from < len(text); {
		at := bytes.IndexByte(text[from:], r.word[r.letter])
		if at < 0 {
			return false
		}
		if bytes.HasPrefix(text[from+at-r.letter:], []byte(r.word)) {
			return true
		}
		from += at + 1
	}
	return false
}

// wordsOfAzure are cause.WordsOfAzure.
var wordsOfAzure = sync.OnceValue(func() (words []rareWord) {
	for _, word := range cause.WordsOfAzure {
		words = append(words, newRareWord(word))
	}
	return words
})

// hasWordOfAzure reports whether squeezed text has one of cause.WordsOfAzure.
func hasWordOfAzure(squeezed []byte) bool {
	return slices.ContainsFunc(wordsOfAzure(), func(word rareWord) bool { return word.in(squeezed) })
}
