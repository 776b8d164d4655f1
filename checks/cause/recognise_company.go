package cause

import (
	"slices"
	"strings"
)

// withCompany returns what was found together with what the company knows the text by. A company knows its environment, so its
// words come before ours, before hosts and before structure; a code says what the service itself has to say, and comes
// before a company's words unless they name that very code ("aadsts53003 … policy 17"): then they know more than the code.
func (p part) withCompany(codes []string, found []recognised) []recognised {
	if len(p.catalogue.phrases) == 0 {
		return found
	}
	var surer, words []recognised
	for _, known := range p.catalogue.phrases {
		for _, phrase := range known.phrases {
			if indexPhrase(p.plain, phrase) < 0 {
				continue
			}
			if slices.ContainsFunc(codes, func(code string) bool { return strings.Contains(phrase, strings.ToLower(code)) }) {
				surer = append(surer, recognised{known.cause, ByCode})
			} else {
				words = append(words, recognised{known.cause, ByCompany})
			}
		}
	}
	coded := 0
	for coded < len(found) && found[coded].by == ByCode {
		coded++
	}
	return slices.Concat(surer, found[:coded], words, found[coded:])
}
