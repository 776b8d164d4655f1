package cause

import (
	"slices"
	"strings"
	"sync"

	"azdoctor/checks/cause/lazyregexp"
)

// Code is an error code of Entra, Key Vault, IMDS, App Service, Azure Arc, Service Fabric or an SDK.
type Code struct {
	// Code as the service writes it: "AADSTS700016", "ForbiddenByRbac".
	Code string
	// Sense is what it says, in our words: a sentence without a final period. "" for a code that nobody has documented.
	Sense string
	// Cause is the cause it belongs to: that which the code proves, else the class of failure it is one of.
	Cause *Cause
	// Look is where the code can be looked up; "" where only Cause.See helps.
	Look string
}

// entraCode matches a code of Entra as people write it: with AADSTS or the bare number.
var entraCode = lazyregexp.New(`^(?i:AADSTS)?([0-9]{4,8})$`)

// FindCode returns what is known of a code, however it is capitalised; a bare number is a code of Entra. A code of Entra that
// is not in the table belongs to EntraRefused. ok is false for what has the shape of no code and is none that is known.
func (c *Catalogue) FindCode(word string) (code Code, ok bool) {
	if match := entraCode.FindStringSubmatch(word); match != nil {
		word = "AADSTS" + match[1]
	}
	for known, cause := range c.codes {
		if strings.EqualFold(known, word) {
			code = Code{Code: known, Cause: cause}
		}
	}
	if at := slices.IndexFunc(codes, func(known Code) bool { return strings.EqualFold(known.Code, word) }); at >= 0 {
		code.Code, code.Sense = codes[at].Code, codes[at].Sense
		if code.Cause == nil {
			code.Cause = codes[at].Cause
		}
	}
	number, entra := strings.CutPrefix(word, "AADSTS")
	if entra && code.Cause == nil {
		code = Code{Code: word, Cause: EntraRefused}
	}
	if code.Cause == nil {
		return Code{}, false
	}
	if entra {
		code.Look = "https://login.microsoftonline.com/error?code=" + number
	}
	adapted := c.Adapt([]Finding{{Cause: code.Cause}})
	if len(adapted) == 0 {
		return Code{}, false
	}
	code.Cause = adapted[0].Cause
	return code, true
}

// codes is the table of codes. A code that a cause lists itself (Cause.Codes) is here for its sense; the others are here for
// the class of failure they belong to, which a text with such a code is recognised as.
var codes = slices.Concat(entraCodes)

// classOf returns the class of failure that the table gives a code; EntraRefused for a code of Entra that is not there; nil
// for any other word.
func classOf(code string) *Cause {
	if class, known := classes()[code]; known {
		return class
	}
	if strings.HasPrefix(code, "AADSTS") && entraCode.MatchString(code) {
		return EntraRefused
	}
	return nil
}

// classes are the table's causes by code, without the codes that are there for their sense alone.
var classes = sync.OnceValue(func() map[string]*Cause {
	classes := map[string]*Cause{}
	for _, code := range codes {
		if code.Cause != nil {
			classes[code.Code] = code.Cause
		}
	}
	return classes
})

// entraCodes are the codes of Entra, by number.
// https://learn.microsoft.com/entra/identity-platform/reference-error-codes, read 2026-11-22.
var entraCodes = []Code{
	{Code: "AADSTS700016", Sense: "The application was not found in the tenant"},
}

// entraClasses are the kinds of failure that codes without a cause of their own belong to.
var entraClasses = []*Cause{EntraRefused}

// EntraRefused is what a code of Entra means that is in no table.
var EntraRefused = &Cause{
	Slug:     "entra-refused",
	Severity: Error,
	Title:    "Entra refused the sign-in with a code that azdoctor does not know",
	Why:      "The answer carries a code of Entra that is in no list azdoctor has. The sentence beside the code, and the sign-in's entry in Entra's log, say what it is about.",
	Fixes: []Fix{
		{Do: "Look the code up at https://login.microsoftonline.com/error, which knows every code"},
		{Do: "Look the sign-in up in Entra's sign-in log by its correlation ID: the entry names the reason and the policy"},
	},
	See: Source{"https://learn.microsoft.com/entra/identity-platform/reference-error-codes", "2026-11-22"},
}
