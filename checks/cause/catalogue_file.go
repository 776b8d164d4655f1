package cause

import (
	_ "embed"
	"path/filepath"
	"slices"
	"strings"
)

// CatalogueSchema is the JSON Schema (draft 2020-12) of the files that ReadCatalogue reads. What needs azdoctor's own
// catalogue to be known, such as whether a slug is one of ours, the schema does not say.
//
//go:embed catalogue_schema.json
var CatalogueSchema string

// maxCatalogue is the size of the largest file that ReadCatalogue reads.
const maxCatalogue = 1 << 20

// ReadCatalogue returns azdoctor's own catalogue as a company's file changes it. The file is YAML:
//
//	causes:                          # a company's own
//	  - slug: contoso-vpn-down
//	    severity: error
//	    title: The VPN is not connected
//	    why: Sign-in leads through the VPN, and this machine is outside.
//	    fixes:
//	      - {do: Connect the VPN, run: contoso-vpn connect}
//	    see: https://wiki.contoso.example/vpn
//	    phrases: ["contoso gateway … refused"]
//	    related: [dns-failure]
//	adapt:                           # what is different about azdoctor's own
//	  keyvault-rbac-missing:
//	    fixes-first:
//	      - do: Request access at https://access.contoso.example
//	    avoid: Nobody gets a role by hand here.
//	off:                             # azdoctor's own that are not to be reported, and why
//	  account-locked: Our help desk calls before anybody notices
//
// The error joins one *Mistake for each thing that is wrong, in the order of the file, so that Unwrap() []error gives them one by
// one. The catalogue is nil then. name is what the file is called in mistakes.
func ReadCatalogue(name string, content []byte) (*Catalogue, error) {
	r := &catalogueReader{file: name, own: Builtin(), switchedOff: map[string]bool{}, slugs: map[string]bool{}, codes: map[string]string{}, phrases: map[string]string{}}
	document, ok := r.parse(content)
	if ok {
		r.document(document)
	}
	if err := r.err(); err != nil {
		return nil, err
	}
	return r.catalogue(), nil
}

// catalogueReader reads one file. Whatever is wrong goes to mistakes, and reading goes on.
type catalogueReader struct {
	file        string
	own         *Catalogue
	mistakes    []*Mistake
	company     []*Cause
	adaptations []adaptation
	off         []Off
	relations   []Relation

	switchedOff map[string]bool   // slugs
	slugs       map[string]bool   // of the company's causes
	codes       map[string]string // the slug of the cause that the file gives a code
	phrases     map[string]string // the slug of the cause that the file gives a phrase
	relate      []func()          // looks related causes up, when all are known
}

// adaptation is what a company changes about a cause of azdoctor's own.
type adaptation struct {
	own      *Cause
	severity Severity // 0: none
	fixes    []Fix
	only     bool // the fixes replace azdoctor's own
	avoid    string
	codes    []string
	phrases  []string
}

func (r *catalogueReader) document(document value) {
	fields := r.fields(document, "causes", "adapt", "off")
	if off, given := fields["off"]; given {
		r.readOff(off)
	}
	if adapt, given := fields["adapt"]; given {
		for _, one := range r.pairs(adapt) {
			r.readAdaptation(one)
		}
	}
	if causes, given := fields["causes"]; given {
		for _, one := range r.items(causes, 200) {
			r.readCause(one)
		}
	}
	for _, look := range r.relate {
		look()
	}
}

func (r *catalogueReader) readOff(off value) {
	for _, one := range r.pairs(off) {
		reason := r.text(one.value, asSentence)
		if own := r.ownCause(one.key); own != nil {
			r.off = append(r.off, Off{own, reason})
			r.switchedOff[own.Slug] = true
		}
	}
}

// ownCause returns the cause of azdoctor's own whose slug a key is.
func (r *catalogueReader) ownCause(key value) *Cause {
	own := r.own.Find(key.node.Value)
	if own == nil {
		r.wrong(key, "azdoctor has no cause %s; nearest: %s", quoted(key.node.Value), nearest(key.node.Value, r.ownSlugs()))
	}
	return own
}

func (r *catalogueReader) ownSlugs() []string {
	var slugs []string
	for _, one := range r.own.causes {
		slugs = append(slugs, one.Slug)
	}
	return slugs
}

func (r *catalogueReader) readAdaptation(one pair) {
	own := r.ownCause(one.key)
	fields := r.fields(one.value, "severity", "fixes-first", "fixes-only", "avoid", "codes", "phrases", "related")
	if own == nil {
		own = &Cause{} // so that the rest is read for its mistakes
	} else if r.switchedOff[own.Slug] {
		r.wrong(one.key, "%s is switched off in this file: there is nothing to adapt", own.Slug)
	}
	a := adaptation{own: own, severity: r.severity(fields), avoid: r.optional(fields, "avoid", asSentence)}
	first, before := fields["fixes-first"]
	only, instead := fields["fixes-only"]
	switch {
	case before && instead:
		r.wrong(only, "there are fixes-first too: fixes come before azdoctor's own or instead of them")
	case before:
		a.fixes = r.fixes(first)
	case instead:
		a.fixes, a.only = r.fixes(only), true
	}
	a.codes, a.phrases = r.signals(own, fields)
	r.related(own, fields)
	r.adaptations = append(r.adaptations, a)
}

func (r *catalogueReader) readCause(v value) {
	fields := r.fields(v, "slug", "severity", "title", "why", "fixes", "avoid", "see", "codes", "phrases", "related")
	if fields == nil {
		return
	}
	one := &Cause{}
	for _, required := range []string{"slug", "severity", "title", "why"} {
		if _, given := fields[required]; !given {
			r.wrong(value{v.node, v.field + "." + required}, "it is missing")
		}
	}
	one.Slug = r.ownSlug(fields)
	one.Severity = r.severity(fields)
	one.Title = r.optional(fields, "title", asTitle)
	one.Why = r.optional(fields, "why", asSentence)
	one.Avoid = r.optional(fields, "avoid", asSentence)
	one.See = Source{URL: r.optional(fields, "see", asAddress)}
	if fixes, given := fields["fixes"]; given {
		one.Fixes = r.fixes(fixes)
	} else if one.Severity > Info {
		r.wrong(value{v.node, v.field + ".fixes"}, "it is missing: a cause of severity %s says what to do", one.Severity)
	}
	one.Codes, one.Phrases = r.signals(one, fields)
	if _, codes := fields["codes"]; !codes {
		if _, phrases := fields["phrases"]; !phrases {
			r.wrong(v, "it has neither codes nor phrases: nothing would ever be recognised as it")
		}
	}
	r.related(one, fields)
	r.company = append(r.company, one)
}

// ownSlug reads the slug of a company's cause, which nobody else has.
func (r *catalogueReader) ownSlug(fields map[string]value) string {
	v, given := fields["slug"]
	slug := r.optional(fields, "slug", asSlug)
	switch {
	case !given || slug == "":
	case r.own.Find(slug) != nil:
		r.wrong(v, "%s is a cause of azdoctor's own: change it under adapt, or give yours another slug, such as company-%s", slug, slug)
	case r.slugs[slug]:
		r.wrong(v, "%s is the slug of two causes", slug)
	default:
		r.slugs[slug] = true
	}
	return slug
}

func (r *catalogueReader) fixes(v value) []Fix {
	var fixes []Fix
	for i, one := range r.items(v, 50) {
		fields := r.fields(one, "do", "run", "for", "on", "if", "then")
		if _, given := fields["do"]; !given && fields != nil {
			r.wrong(value{one.node, one.field + ".do"}, "it is missing: a fix says what to do, in words")
		}
		fix := Fix{
			Do: r.optional(fields, "do", asVerbPhrase), Run: Command(r.optional(fields, "run", asCommand)), For: r.optional(fields, "for", asCredential),
			On: r.optional(fields, "on", asMachines), If: r.optional(fields, "if", asConditions),
		}
		if then, given := fields["then"]; given {
			fix.Then = r.truth(then)
			if fix.Then && i == 0 {
				r.wrong(then, "the first fix completes nothing: then belongs to the fix that follows another")
			}
		}
		fixes = append(fixes, fix)
	}
	return fixes
}

// catalogue makes the catalogue of a file without mistakes.
func (r *catalogueReader) catalogue() *Catalogue {
	c := newCatalogue(r.own.Areas())
	c.adapted, c.off, c.relations = map[*Cause]*Cause{}, r.off, r.relations
	for _, off := range r.off {
		c.adapted[off.Cause] = nil
	}
	for _, a := range r.adaptations {
		c.adapted[a.own] = a.cause()
		c.learn(a.own, a.codes, a.phrases)
	}
	for _, one := range r.company {
		c.learn(one, one.Codes, one.Phrases)
	}
	for i, area := range c.areas {
		var standing []*Cause
		for _, one := range area.Causes {
			if one = c.standing(one); one != nil {
				standing = append(standing, one)
			}
		}
		c.areas[i].Causes = standing
	}
	if len(r.company) > 0 {
		c.areas = append(c.areas, Area{"From " + filepath.Base(r.file), r.company})
	}
	return c
}

// learn adds what a company knows a cause by.
func (c *Catalogue) learn(one *Cause, codes, known []string) {
	for _, code := range codes {
		c.codes[code] = one
	}
	if len(known) > 0 {
		c.phrases = append(c.phrases, phrases{one, known})
	}
}

// cause is what stands for azdoctor's own cause.
func (a adaptation) cause() *Cause {
	adapted := *a.own
	if a.severity != 0 {
		adapted.Severity = a.severity
	}
	switch {
	case a.only:
		adapted.Fixes = a.fixes
	case len(a.fixes) > 0:
		adapted.Fixes = slices.Concat(a.fixes, a.own.Fixes)
	}
	adapted.Avoid = strings.TrimSpace(adapted.Avoid + " " + a.avoid)
	adapted.Codes = slices.Concat(a.own.Codes, a.codes)
	adapted.Phrases = slices.Concat(a.own.Phrases, a.phrases)
	return &adapted
}
