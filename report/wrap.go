package report

import (
	"strings"

	"github.com/rivo/uniseg"
)

// wrap breaks a line of text into lines of at most so many columns: at spaces, and between wide characters, which are
// written without spaces. A longer word without either, as a path or an URL, stays whole on a line of its own. Empty text
// is one empty line.
func wrap(text string, columns int) []string {
	var lines []string
	var line strings.Builder
	used := 0
	for i, word := range strings.Fields(text) {
		for j, piece := range pieces(word) {
			space := 0
			if j == 0 && i > 0 {
				space = 1
			}
			size := width(piece)
			if used > 0 && used+space+size > columns {
				lines = append(lines, line.String())
				line.Reset()
				used, space = 0, 0
			}
			if used == 0 {
				space = 0
			}
			line.WriteString(strings.Repeat(" ", space))
			line.WriteString(piece)
			used += space + size
		}
	}
	return append(lines, line.String())
}

// pieces cuts a word where it may be broken: before and after each wide character.
func pieces(word string) []string {
	var cut []string
	var narrow strings.Builder
	flush := func() {
		if narrow.Len() > 0 {
			cut = append(cut, narrow.String())
			narrow.Reset()
		}
	}
	state := -1
	for word != "" {
		var cluster string
		var columns int
		cluster, word, columns, state = uniseg.FirstGraphemeClusterInString(word, state)
		if columns < 2 {
			narrow.WriteString(cluster)
			continue
		}
		flush()
		cut = append(cut, cluster)
	}
	flush()
	return cut
}
