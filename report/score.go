package report

import (
	"cmp"
	"math"
	"slices"

	"azdoctor/checks"
)

// The score. Every check that applies is worth its points: all of them where it passes, warnPart of them where it only
// warns, none where it fails. Absent and not expected (Info), does not apply (Skipped) and nobody knows (Unknown) count on neither side.
//
//	value = 100 x points earned / points of the checks that pass, warn or fail, rounded down, then cut to the lowest cap
//
// A check can only lose points by a failing finding, and one that joins by failing earns none, so that no failure raises
// the value. The caps say that a number is no comfort where nothing opens:
//
//	no credential gives a program a token   at most noCredentialCap
//	a named vault cannot be opened          at most shutVaultCap
//
// Where no check passes, warns or fails there is no value, unless the verdict is broken all the same: then it is 0.
//
// Coverage is the share of all checks, by points, that were examined (neither Unknown nor Skipped, nor left out by --only
// or --skip): what is skipped buys no grade unseen.
const (
	warnPart        = 0.6
	noCredentialCap = 40
	shutVaultCap    = 60
	otherPoints     = 15 // a check without an entry in points
)

// points of each check: what a program needs most weighs most.
var points = map[string]float64{
	checks.Environment.ID:       15,
	checks.AzureCLI.ID:          20,
	checks.AzureDeveloperCLI.ID: 15,
	checks.ManagedIdentity.ID:   20,
	checks.KeyVault.ID:          30,
}

// grades by the least value that earns them. A shut vault allows a D at best, no credential an F.
var grades = []struct {
	least int
	grade OrNull
}{{90, "A"}, {75, "B"}, {shutVaultCap + 1, "C"}, {noCredentialCap + 1, "D"}, {0, "F"}}

// score follows the comment above.
func (d *diagnosis) score() Score {
	var earned, possible, examined, all float64
	seen := map[string]bool{}
	for _, result := range d.results {
		worth := cmp.Or(points[result.Check.ID], otherPoints)
		seen[result.Check.ID] = true
		all += worth
		if result.Status != checks.Unknown && result.Status != checks.Skipped {
			examined += worth
		}
		switch result.Status {
		case checks.Pass:
			earned, possible = earned+worth, possible+worth
		case checks.Warn:
			earned, possible = earned+worth*warnPart, possible+worth
		case checks.Fail:
			possible += worth
		}
	}
	for _, check := range checks.All() {
		if !seen[check.ID] {
			all += cmp.Or(points[check.ID], otherPoints)
		}
	}
	s := Score{Caps: d.caps()}
	if all > 0 {
		s.Coverage = math.Round(100*examined/all) / 100
	}
	if possible > 0 || d.state == Broken {
		value := int(math.Floor(100*earned/max(possible, 1) + 1e-9))
		for _, limit := range s.Caps {
			value = min(value, limit.Max)
		}
		s.Value, s.Grade = &value, grade(value)
	}
	return s
}

func (d *diagnosis) caps() []Cap {
	caps := []Cap{}
	if d.winner == nil && d.state == Broken {
		caps = append(caps, Cap{Max: noCredentialCap, Cause: slug(d.root)})
	}
	if i := slices.IndexFunc(d.vaults, func(v vault) bool { return v.state == vaultShut }); i >= 0 {
		caps = append(caps, Cap{Max: shutVaultCap, Cause: slug(d.vaults[i].finding)})
	}
	return caps
}

func grade(value int) OrNull {
	for _, g := range grades {
		if value >= g.least {
			return g.grade
		}
	}
	return "F"
}
