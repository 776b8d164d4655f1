package report

import (
	"slices"

	"azdoctor/checks"
	"azdoctor/checks/cause"
)

// diagnosis is what the observations and the judged checks amount to, before it is worded.
type diagnosis struct {
	o       *checks.Observations
	results []checks.Result
	walk    checks.Walk
	// winner is the token that a program gets; nil where it gets none.
	winner *checks.TokenAttempt
	vaults []vault
	state  string
	// root is the one thing to fix first; nil where there is nothing, or nothing is known.
	root *cause.Finding
}

func diagnose(o *checks.Observations, results []checks.Result) *diagnosis {
	d := &diagnosis{o: o, results: results, walk: o.Walk()}
	if d.walk.Winner != "" {
		d.winner = o.Attempt(d.walk.Winner)
	}
	d.vaults = d.climb()
	if d.winner == nil {
		d.withoutToken()
	} else {
		d.withToken()
	}
	return d
}

// withoutToken finds what keeps programs from every token.
func (d *diagnosis) withoutToken() {
	d.root = d.whyNoToken()
	switch {
	case d.root != nil || len(d.o.Working()) > 0:
		d.state = Broken
	case d.allCredentialsExamined():
		d.state = Broken
		if adapted := d.o.Catalogue().Adapt([]cause.Finding{{Cause: cause.ChainNoCredential}}); len(adapted) > 0 {
			d.root = &adapted[0]
		}
	default:
		d.state = Unclear
	}
}

// whyNoToken returns the error to remove first: of the credential that stops the chain before one that works, of
// AZURE_TOKEN_CREDENTIALS, of the credential that was meant, and only then of any other. An expected absence is no error.
func (d *diagnosis) whyNoToken() *cause.Finding {
	invalid := func(f cause.Finding) bool { return f.Is(cause.TokenCredentialsInvalid) }
	anything := func(cause.Finding) bool { return true }
	candidates := []func() *cause.Finding{
		func() *cause.Finding { return d.failure(d.o.Meant()) },
		func() *cause.Finding { return d.failure(d.walk.StoppedBy) },
		func() *cause.Finding { return d.worst(cause.Error, notVaults, anything) },
		func() *cause.Finding { return d.worst(cause.Error, nil, anything) },
	}
	if d.shadowed() != nil {
		candidates = append([]func() *cause.Finding{
			func() *cause.Finding { return d.failure(d.walk.StoppedBy) },
			func() *cause.Finding { return d.failure(checks.CredentialEnvironment) },
		}, candidates...)
	}
	if f := d.worst(cause.Error, notVaults, invalid); f != nil {
		return f
	}
	for _, candidate := range candidates {
		if f := candidate(); f != nil {
			return f
		}
	}
	return nil
}

// shadowed is a token that would come if the chain went as far; nil where there is none, or where the chain has a winner.
func (d *diagnosis) shadowed() *checks.TokenAttempt {
	if working := d.o.Working(); d.winner == nil && len(working) > 0 {
		return working[0]
	}
	return nil
}

// withToken finds what the token's identity cannot open, and what else is wrong.
func (d *diagnosis) withToken() {
	shut, unclear := d.count(vaultShut), d.count(vaultUnclear)
	anything := func(cause.Finding) bool { return true }
	for _, v := range d.vaults {
		if v.state == vaultShut && d.root == nil {
			d.root = v.finding
		}
	}
	if d.root == nil {
		d.root = d.failure(d.walk.Winner)
	}
	if d.root == nil {
		d.root = d.worst(cause.Error, nil, anything)
	}
	switch {
	case shut > 0 || d.root != nil:
		d.state = Broken
	case d.has(checks.Fail):
		d.state, d.root = Broken, d.worst(cause.Warning, nil, anything)
	case unclear > 0:
		d.state = Unclear
	case d.has(checks.Warn):
		d.state, d.root = Degraded, d.worst(cause.Warning, nil, anything)
	default:
		d.state = Healthy
	}
}

// homeCheck is the ID of the check that judges a credential.
func homeCheck(credential string) string {
	if credential == checks.CredentialWorkloadIdentity {
		return checks.Environment.ID
	}
	return credential
}

// failure returns the first error about a credential, from its own check before any other. "" has none.
func (d *diagnosis) failure(credential string) *cause.Finding {
	if credential == "" {
		return nil
	}
	home := func(id string) bool { return id == homeCheck(credential) }
	if f := d.worst(cause.Error, home, func(f cause.Finding) bool { return f.Credential == "" || f.Credential == credential }); f != nil {
		return f
	}
	return d.worst(cause.Error, nil, func(f cause.Finding) bool { return f.Credential == credential })
}

func notVaults(id string) bool { return id != checks.KeyVault.ID }

// worst returns the first finding of at least this weight, in report order, among the checks (nil: all) and findings that fit.
func (d *diagnosis) worst(weight cause.Severity, inCheck func(id string) bool, fits func(cause.Finding) bool) *cause.Finding {
	for _, result := range d.results {
		if inCheck != nil && !inCheck(result.Check.ID) {
			continue
		}
		for i, f := range result.Findings {
			if f.Weight() >= weight && fits(f) {
				return &result.Findings[i]
			}
		}
	}
	return nil
}

func (d *diagnosis) has(status checks.Status) bool {
	return slices.ContainsFunc(d.results, func(r checks.Result) bool { return r.Status == status })
}

// examined reports whether a check ran and its facts told.
func (d *diagnosis) examined(id string) bool {
	return slices.ContainsFunc(d.results, func(r checks.Result) bool { return r.Check.ID == id && r.Status != checks.Unknown })
}

// allCredentialsExamined reports whether the lack of a token is proven rather than not looked for.
func (d *diagnosis) allCredentialsExamined() bool {
	for _, credential := range checks.Credentials {
		if !d.examined(homeCheck(credential)) {
			return false
		}
	}
	return !d.o.Request.Local && !slices.ContainsFunc(d.o.Tokens, func(a checks.TokenAttempt) bool { return a.Outcome == checks.OutcomeTimeout })
}

// credentials tells how each credential fared. A timeout is a failure only where a judge knows its cause.
func (d *diagnosis) credentials() []Credential {
	fared := []Credential{}
	for _, name := range checks.Credentials {
		c := Credential{Name: name, Outcome: "notTried"}
		attempt := d.o.Attempt(name)
		if attempt != nil {
			c.Identity, c.StartedMs, c.TookMs = attempt.Identity, attempt.StartedMs, attempt.TookMs
		}
		if !attempt.Works() {
			c.Cause = d.keepsFrom(name)
		}
		switch {
		case attempt == nil:
		case attempt.Outcome != checks.OutcomeTimeout:
			c.Outcome = string(attempt.Outcome)
		case c.Cause != "":
			c.Outcome = string(checks.OutcomeFailed)
		}
		fared = append(fared, c)
	}
	return fared
}

// keepsFrom returns the slug of the first finding, of any weight, about a credential that gives no token.
func (d *diagnosis) keepsFrom(credential string) OrNull {
	about := func(f cause.Finding) bool { return f.Credential == credential }
	home := func(id string) bool { return id == homeCheck(credential) }
	f := d.failure(credential)
	if f == nil {
		f = d.worst(cause.Info, home, about)
	}
	return slug(f)
}

func slug(f *cause.Finding) OrNull {
	if f == nil {
		return ""
	}
	return OrNull(f.Slug)
}
