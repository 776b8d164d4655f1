package cause

import (
	"slices"
	"strings"
	"testing"
)

// anchored reports whether a text has an anchor; amid words of Azure, where besides says so.
func anchored(anchors []Anchor, text string, besides bool) bool {
	squeezed := string(Squeeze(nil, []byte(text)))
	has := func(word string) bool { return strings.Contains(squeezed, word) }
	lacks := func(word string) bool { return !has(word) }
	besides = besides || slices.ContainsFunc(WordsOfAzure, has)
	return slices.ContainsFunc(anchors, func(a Anchor) bool {
		return has(a.Run) && !slices.ContainsFunc(a.With, lacks) && (besides || !a.Beside)
	})
}

func TestEveryCaseHasAnAnchor(t *testing.T) {
	anchors := Builtin().Anchors()
	for slug, archive := range readCases(t) {
		for _, form := range archive.Files {
			if slug != noCause && !anchored(anchors, string(form.Data), false) {
				t.Errorf("%s/%s has no anchor: a log would hide it. Add its stable words to structures in anchors.go\n%s", slug, form.Name, form.Data)
			}
		}
	}
}

func TestEveryCodeAndPhraseHasAnAnchor(t *testing.T) {
	anchors := Builtin().Anchors()
	for _, cause := range All() {
		for _, known := range slices.Concat(cause.Codes, cause.Phrases) {
			if !anchored(anchors, known, true) {
				t.Errorf("%s: %q has no anchor", cause.Slug, known)
			}
		}
	}
}

func TestAnchorsAreRuns(t *testing.T) {
	for _, anchor := range Builtin().Anchors() {
		if len(anchor.Run) < minRun || string(Squeeze(nil, []byte(anchor.Run))) != anchor.Run {
			t.Errorf("%+v is no anchor", anchor)
		}
	}
	for phrase, want := range map[string]string{
		"az login … Interaction_required": "interaction",
		"dial tcp":                        "dialtcp",
		"ForbiddenByRbac":                 "forbiddenbyrbac",
		`agent\tokens … [errno 5]`:        "agentokens",
	} {
		if got := anchorOf(phrase); got.Run != want {
			t.Errorf("%q has the anchor %+v, want %s", phrase, got, want)
		}
	}
}

func TestSqueeze(t *testing.T) {
	for text, want := range map[string]string{
		"AADSTS50076: Due to…":            "aadsts50076dueto",
		"az\nlogin":                       "azlogin",
		`az\r\n\tlogin`:                   "azlogin",
		`az\\nlogin`:                      "azlogin",
		"\x1b[1;91maz\x1b[0m \x1b[klogin": "azlogin",
		"\x1b":                            "",
		`\`:                               "",
		"\x1b[12":                         "12",
	} {
		if got := string(Squeeze(nil, []byte(text))); got != want {
			t.Errorf("%q becomes %q, want %q", text, got, want)
		}
	}
}

func TestUnsqueeze(t *testing.T) {
	const text = "1 \x1b[1;91maZ\x1b[0m \\n\\login"
	squeezed := Squeeze(nil, []byte(text))
	for i, letter := range squeezed {
		if at := Unsqueeze([]byte(text), i); text[at]|0x20 != letter|0x20 {
			t.Errorf("letter %d, %c, is said to stand before %q", i, letter, text[at:])
		}
	}
	if at := Unsqueeze([]byte(text), len(squeezed)); at != len(text) {
		t.Errorf("what is not there stands at %d", at)
	}
}

func TestNumbersAreThoseOfPhrases(t *testing.T) {
	numbers := Builtin().Numbers()
	if !slices.Contains(numbers, "169") || slices.Contains(numbers, "") {
		t.Errorf("%v", numbers)
	}
}
