package report

import (
	"cmp"
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
	// rows are what each identity that got a token for it may do.
	rows  []checks.VaultAccessRow
	state vaultState
	// refused tells a vault that answered with a refusal from one that nobody gets to.
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
	rows := map[string][]checks.VaultAccessRow{}
	for _, row := range d.o.VaultAccessTable() {
		host := strings.ToLower(row.Vault)
		rows[host] = append(rows[host], row)
	}
	var vaults []vault
	for _, name := range d.o.Target().Vaults {
		v := vault{VaultName: name}
		if name.Host != "" {
			v.rows = rows[strings.ToLower(name.Host)]
		}
		v.finding = d.keepsOut(v, d.walk.Winner, cause.Error)
		row := v.row(d.walk.Winner)
		switch {
		case row != nil && row.Read == checks.AccessAllowed:
			v.state = vaultOpen
		case row != nil && row.Read == checks.AccessDenied:
			v.state, v.refused = vaultShut, true
		case v.finding != nil || v.Host == "":
			v.state = vaultShut
		case row != nil && v.HSM: // it keeps no secrets to ask for: a token for it is all that can be seen
			v.state = vaultOpen
		}
		vaults = append(vaults, v)
	}
	return vaults
}

func (d *diagnosis) count(state vaultState) (n int) {
	for _, v := range d.vaults {
		if v.state == state {
			n++
		}
	}
	return n
}

// row is what a credential's identity may do; nil where it got no token for this vault.
func (v vault) row(credential string) *checks.VaultAccessRow {
	for i := range v.rows {
		if v.rows[i].Credential == credential {
			return &v.rows[i]
		}
	}
	return nil
}

// keepsOut returns the first finding of at least this weight about a vault that concerns a credential ("": any).
func (d *diagnosis) keepsOut(v vault, credential string, weight cause.Severity) *cause.Finding {
	vaults := func(id string) bool { return id == checks.KeyVault.ID }
	return d.worst(weight, vaults, func(f cause.Finding) bool {
		return (v.is(f.Subject) || slices.ContainsFunc(f.Subjects, v.is)) && (credential == "" || f.Credential == "" || f.Credential == checks.KeyVault.ID || f.Credential == credential)
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
		if len(v.rows) == 0 {
			table = append(table, Access{Vault: v.id(), Read: checks.AccessUnknown, List: checks.AccessUnknown, Cause: slug(d.keepsOut(v, "", cause.Error))})
		}
		for _, row := range v.rows {
			a := Access{Vault: v.id(), Credential: OrNull(row.Credential), Identity: OrNull(row.Identity), ObjectID: OrNull(row.ObjectID), Read: row.Read, List: row.List}
			if a.Read != checks.AccessAllowed {
				a.Cause = slug(d.keepsOut(v, row.Credential, cause.Info))
			}
			table = append(table, a)
		}
	}
	return table
}
