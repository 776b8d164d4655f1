package cause

import (
	"slices"
	"sync"
)

// Catalogue is the causes that a run knows, and the recogniser over them. It is never changed once made; all its methods
// may be called at the same time.
type Catalogue struct {
	causes    []*Cause          // azdoctor's own, which the rules of the recogniser and the judges speak of
	codes     map[string]*Cause // azdoctor's own causes and the company's, by code
	phrases   []phrases         // the company's
	areas     []Area            // what stands here
	adapted   map[*Cause]*Cause // what stands for a cause of azdoctor's own here; nil: switched off
	off       []Off
	relations []Relation // the company's, of what stands here
	excerpts  bool       // what it reads are excerpts of logs; see OfExcerpts
}

// OfExcerpts returns the catalogue for reading excerpts of logs, amid which other programs may speak: there a failed connection
// that names no host of Microsoft's is not taken for a sign-in's.
func (c *Catalogue) OfExcerpts() *Catalogue {
	excerpts := *c
	excerpts.excerpts = true
	return &excerpts
}

// Area is the causes of one part of signing in.
type Area struct {
	// Title names it: a heading.
	Title string
	// Causes in the order of the reference.
	Causes []*Cause
}

// Off is a cause of azdoctor's own that a company switched off.
type Off struct {
	*Cause
	// Reason is why, in the company's words.
	Reason string
}

// phrases are what a company knows a cause by.
type phrases struct {
	cause   *Cause // azdoctor's own as it has it, or the company's
	phrases []string
}

// Builtin is azdoctor's own catalogue.
var Builtin = sync.OnceValue(func() *Catalogue {
	return newCatalogue([]Area{
		{"Azure CLI (az)", azureCLI},
		{"Azure Developer CLI (azd)", azureDeveloperCLI},
		{"Azure PowerShell", azurePowerShell},
		{"Signing in as a user", userSignIn},
		{"Tenant, cloud and resource", tenantAndCloud},
		{"Service principals and environment variables", servicePrincipal},
		{"Federation: workload identity, GitHub Actions, Azure Pipelines", federation},
		{"Managed identity", managedIdentity},
		{"Key Vault", keyVault},
		{"Network, TLS, proxy, clock", network},
		{"The chain as a whole", credentialChain},
		{"Kinds of failure that codes without a cause of their own belong to", slices.Concat(entraClasses, serviceClasses)},
	})
})

func newCatalogue(areas []Area) *Catalogue {
	c := &Catalogue{areas: areas, codes: map[string]*Cause{}}
	c.causes = c.All()
	for _, cause := range c.causes {
		for _, code := range cause.Codes {
			c.codes[code] = cause
		}
	}
	return c
}

// All returns every cause, area by area, in the order of the reference.
func (c *Catalogue) All() []*Cause {
	var all []*Cause
	for _, area := range c.areas {
		all = append(all, area.Causes...)
	}
	return all
}

// Areas returns the causes by area, in the order of the reference; a company's own come last.
func (c *Catalogue) Areas() []Area { return slices.Clone(c.areas) }

// Off returns the causes that the company switched off, in the order of its file.
func (c *Catalogue) Off() []Off { return slices.Clone(c.off) }

// Find returns the cause with this slug, or nil.
func (c *Catalogue) Find(slug string) *Cause {
	for _, area := range c.areas {
		if at := slices.IndexFunc(area.Causes, func(one *Cause) bool { return one.Slug == slug }); at >= 0 {
			return area.Causes[at]
		}
	}
	return nil
}

// Adapt returns findings about azdoctor's own causes as findings about what stands for them in this catalogue: without those
// that it switches off. A severity that the company changed counts as far as circumstances leave it: one that it lowered bounds
// the findings', one that it raised leaves an expected absence a note.
func (c *Catalogue) Adapt(findings []Finding) []Finding {
	if len(c.adapted) == 0 {
		return findings
	}
	var adapted []Finding
	for _, f := range findings {
		if other, changed := c.adapted[f.Cause]; changed && other != nil {
			f.Severity = adaptedSeverity(f, other.Severity)
			f.Cause = other
		} else if changed {
			continue
		}
		adapted = append(adapted, f)
	}
	return adapted
}

// adaptedSeverity is the severity of a finding about a cause of azdoctor's own to which a company gave another.
func adaptedSeverity(f Finding, given Severity) Severity {
	own, weight := f.Cause.Severity, f.Weight()
	switch {
	case given < own:
		return min(weight, given)
	case given > own && weight >= own:
		return max(weight, given)
	}
	return f.Severity
}

// Is reports whether the finding is about one of these causes of azdoctor's own, or about what stands for one in the finding's
// catalogue.
func (f Finding) Is(causes ...*Cause) bool {
	return slices.ContainsFunc(causes, func(one *Cause) bool { return one.Slug == f.Slug })
}

// All returns the causes of azdoctor's own catalogue, area by area, in the order of the reference.
func All() []*Cause { return Builtin().All() }

// Find returns the cause with this slug of azdoctor's own catalogue, or nil.
func Find(slug string) *Cause { return Builtin().Find(slug) }

// Recognise is Catalogue.Recognise with azdoctor's own catalogue.
func Recognise(text string) []Finding { return Builtin().Recognise(text) }
