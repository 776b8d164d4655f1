package cause

import (
	"slices"
	"strings"
)

// signals reads what a cause is recognised by.
func (r *catalogueReader) signals(one *Cause, fields map[string]value) (codes, phrases []string) {
	for _, v := range r.items(fields["codes"], 50) {
		code := r.text(v, asCode)
		other := r.own.codes[code]
		switch {
		case code == "":
		case other != nil && other.Slug == one.Slug:
			r.wrong(v, "%s has this code already", one.Slug)
		case other != nil && !r.switchedOff[other.Slug]:
			r.wrong(v, "%s is a code of %s: adapt that cause, or switch it off", code, other.Slug)
		case r.codes[code] != "":
			r.wrong(v, "%s is a code of %s in this file already", code, r.codes[code])
		default:
			r.codes[code] = nameless(one.Slug)
			codes = append(codes, code)
		}
	}
	for _, v := range r.items(fields["phrases"], 50) {
		phrase := r.text(v, asPhrase)
		owner, whole := r.phraseOwner(phrase)
		switch {
		case phrase == "":
		case owner != "":
			r.wrong(v, "every text of azdoctor's own %s has this (%s): add the words that are the company's", owner, quoted(whole))
		case r.phrases[phrase] != "":
			r.wrong(v, "it is a phrase of %s in this file already", r.phrases[phrase])
		default:
			r.phrases[phrase] = nameless(one.Slug)
			phrases = append(phrases, phrase)
		}
	}
	return codes, phrases
}

func nameless(slug string) string {
	if slug == "" {
		return "another cause"
	}
	return slug
}

// phraseOwner returns the cause of azdoctor's own, and its phrase, in all of whose texts a phrase stands.
func (r *catalogueReader) phraseOwner(phrase string) (slug, whole string) {
	for _, own := range r.own.causes {
		for _, known := range own.Phrases {
			if phrase != "" && !r.switchedOff[own.Slug] && strings.Contains(known, phrase) {
				return own.Slug, known
			}
		}
	}
	return "", ""
}

// related notes the causes that a cause is related to; they are looked up when the whole file is read.
func (r *catalogueReader) related(one *Cause, fields map[string]value) {
	for _, v := range r.items(fields["related"], 50) {
		slug := r.text(v, asSlug)
		if slug == "" {
			continue
		}
		r.relate = append(r.relate, func() {
			other := r.own.Find(slug)
			if at := slices.IndexFunc(r.company, func(c *Cause) bool { return c.Slug == slug }); at >= 0 {
				other = r.company[at]
			}
			switch {
			case other == nil:
				known := r.ownSlugs()
				for _, c := range r.company {
					known = append(known, c.Slug)
				}
				r.wrong(v, "there is no cause %s; nearest: %s", quoted(slug), nearest(slug, known))
			case other == one:
				r.wrong(v, "a cause is not related to itself")
			case r.switchedOff[slug]:
				r.wrong(v, "%s is switched off in this file", slug)
			default:
				r.relations = append(r.relations, Relation{Causes: []*Cause{one, other}})
			}
		})
	}
}
