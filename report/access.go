package report

import (
	"cmp"
	"net/http"
	"slices"
	"strings"

	"azdoctor/checks"
	"azdoctor/checks/cause"
)

// vaultState says whether the identity that programs get may read the secrets of a vault.
type vaultState int

const (
	vaultUnclear vaultState = iota // the facts do not say
	vaultOpen                      // reading a secret is allowed
	vaultShut                      // reading a secret is refused, or nobody gets that far
)

// vault is one named vault, as the winner of the chain finds it.
type vault struct {
	checks.VaultName
	facts *checks.VaultFacts
	state vaultState
	// refused tells a vault that answered with 401 or 403 from one that nobody gets to.
	refused bool
	// finding is the error that keeps the winner out; nil where no judge named one.
	finding *cause.Finding
}

// label names a vault for people.
func (v vault) label() string { return cmp.Or(v.Name, v.Host, v.Given) }

// id names a vault in JSON.
func (v vault) id() string { return cmp.Or(v.Host, v.Given) }

// climb looks at every named vault; none where key-vault was not among the checks.
func (d *diagnosis) climb() []vault {
	if !slices.ContainsFunc(d.results, func(r checks.Result) bool { return r.Check.ID == checks.KeyVault.ID }) {
		return nil
	}
	var vaults []vault
	for _, name := range d.o.Target().Vaults {
		v := vault{VaultName: name, facts: vaultFacts(d.o.KeyVault, name.Host)}
		v.finding = d.keepsOut(v, d.walk.Winner)
		answer := v.read(d.walk.Winner)
		switch {
		case answer.Allowed():
			v.state = vaultOpen
		case denied(answer):
			v.state, v.refused = vaultShut, true
		case v.finding != nil || v.Host == "":
			v.state = vaultShut
		}
		vaults = append(vaults, v)
	}
	return vaults
}

func vaultFacts(facts *checks.KeyVaultFacts, host string) *checks.VaultFacts {
	if facts == nil || host == "" {
		return nil
	}
	for i := range facts.Vaults {
		if strings.EqualFold(facts.Vaults[i].Host, host) {
			return &facts.Vaults[i]
		}
	}
	return nil
}

func (d *diagnosis) count(state vaultState) (n int) {
	for _, v := range d.vaults {
		if v.state == state {
			n++
		}
	}
	return n
}

// read is the answer that a credential's identity got when reading a secret; nil where it was not asked.
func (v vault) read(credential string) *checks.VaultAnswer {
	if v.facts == nil || credential == "" {
		return nil
	}
	for _, access := range v.facts.Access {
		if access.Credential == credential {
			return access.Read
		}
	}
	return nil
}

func denied(a *checks.VaultAnswer) bool {
	return a != nil && (a.Status == http.StatusUnauthorized || a.Status == http.StatusForbidden)
}

// keepsOut returns the first error about a vault that concerns a credential ("": any).
func (d *diagnosis) keepsOut(v vault, credential string) *cause.Finding {
	vaults := func(id string) bool { return id == checks.KeyVault.ID }
	return d.worst(cause.Error, vaults, func(f cause.Finding) bool {
		return v.is(f.Subject) && (credential == "" || f.Credential == "" || f.Credential == credential)
	})
}

// is reports whether a finding's subject is this vault.
func (v vault) is(subject string) bool {
	return subject != "" && (strings.EqualFold(subject, v.Host) || strings.EqualFold(subject, v.Name) || subject == v.Given)
}

// access is the table of every named vault and every identity that got as far.
func (d *diagnosis) access() []Access {
	table := []Access{}
	for _, v := range d.vaults {
		if v.facts == nil || len(v.facts.Access) == 0 {
			table = append(table, Access{Vault: v.id(), Read: permission(nil), List: permission(nil), Cause: slug(d.keepsOut(v, ""))})
			continue
		}
		for _, a := range v.facts.Access {
			row := Access{Vault: v.id(), Credential: OrNull(a.Credential), Read: permission(a.Read), List: permission(a.List)}
			row.Identity = OrNull(d.identity(a))
			if !a.Read.Allowed() {
				row.Cause = slug(d.keepsOut(v, a.Credential))
			}
			table = append(table, row)
		}
	}
	return table
}

// identity names who a vault request was made as.
func (d *diagnosis) identity(a checks.VaultAccess) string {
	for _, attempt := range d.o.Tokens {
		if attempt.Credential == a.Credential && attempt.Tenant == a.Tenant && attempt.Scope == a.Scope {
			return attempt.Identity.String()
		}
	}
	var unnamed *checks.Identity
	return unnamed.String()
}

func permission(a *checks.VaultAnswer) string {
	switch {
	case a.Allowed():
		return "allowed"
	case denied(a):
		return "denied"
	}
	return "unknown"
}
