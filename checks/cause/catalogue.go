package cause

import (
	"slices"
	"sync"
)

// Catalogue is the causes that a run knows, and the recogniser over them. It is never changed once made; all its methods
// may be called at the same time.
type Catalogue struct {
	causes  []*Cause
	codes   map[string]*Cause
	adapted map[*Cause]*Cause // what stands for a cause of azdoctor's own here; nil: switched off
}

// Builtin is azdoctor's own catalogue.
var Builtin = sync.OnceValue(func() *Catalogue {
	return newCatalogue(slices.Concat(azureCLI, azureDeveloperCLI, azurePowerShell, userSignIn, tenantAndCloud, servicePrincipal, federation, managedIdentity, keyVault, network, credentialChain, entraClasses))
})

func newCatalogue(causes []*Cause) *Catalogue {
	c := &Catalogue{causes: causes, codes: map[string]*Cause{}}
	for _, cause := range causes {
		for _, code := range cause.Codes {
			c.codes[code] = cause
		}
	}
	return c
}

// All returns every cause, area by area, in the order of the reference.
func (c *Catalogue) All() []*Cause { return slices.Clone(c.causes) }

// Find returns the cause with this slug, or nil.
func (c *Catalogue) Find(slug string) *Cause {
	if at := slices.IndexFunc(c.causes, func(one *Cause) bool { return one.Slug == slug }); at >= 0 {
		return c.causes[at]
	}
	return nil
}

// Adapt returns findings about azdoctor's own causes as findings about what stands for them in this catalogue: without those
// that it switches off.
func (c *Catalogue) Adapt(findings []Finding) []Finding {
	if len(c.adapted) == 0 {
		return findings
	}
	var adapted []Finding
	for _, f := range findings {
		if other, changed := c.adapted[f.Cause]; changed {
			f.Cause = other
		}
		if f.Cause != nil {
			adapted = append(adapted, f)
		}
	}
	return adapted
}

// All returns the causes of azdoctor's own catalogue, area by area, in the order of the reference.
func All() []*Cause { return Builtin().All() }

// Find returns the cause with this slug of azdoctor's own catalogue, or nil.
func Find(slug string) *Cause { return Builtin().Find(slug) }

// Recognise is Catalogue.Recognise with azdoctor's own catalogue.
func Recognise(text string) []Finding { return Builtin().Recognise(text) }
