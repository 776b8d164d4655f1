package report

import (
	"fmt"
	"slices"
	"strings"

	"azdoctor/checks"
)

// fewVaults is how many vaults the table names one by one; of more it gives totals and the exceptions.
const fewVaults = 8

// fewExceptions is how many exceptions are named without --verbose.
const fewExceptions = 10

// access writes who may do what in which vault.
func (t *textReport) access() {
	var vaults []string
	byIdentity := map[OrNull][]Access{}
	var order []OrNull
	for _, a := range t.Access {
		if !slices.Contains(vaults, a.Vault) {
			vaults = append(vaults, a.Vault)
		}
		if byIdentity[a.Credential] == nil {
			order = append(order, a.Credential)
		}
		byIdentity[a.Credential] = append(byIdentity[a.Credential], a)
	}
	if len(vaults) == 0 {
		return
	}
	t.blank()
	t.put(0, nothing, "Who may read and list secrets", t.bold)
	for _, credential := range order {
		rows := byIdentity[credential]
		who := "No identity got as far as"
		if credential != "" {
			who = fmt.Sprintf("%s (%s)", oneLine(string(rows[0].Identity)), words(string(credential)))
		}
		if len(vaults) <= fewVaults || t.Verbose {
			t.put(2, nothing, who, plain)
			t.vaults(rows)
			continue
		}
		t.totals(who, rows, len(vaults))
	}
}

// totals counts, and names the vaults whose secrets may not be read, those with the same cause together.
func (t *textReport) totals(who string, rows []Access, vaults int) {
	type trouble struct {
		read  string
		cause OrNull
	}
	var read, list int
	var kinds []trouble
	names := map[trouble][]string{}
	for _, a := range rows {
		if a.List == "allowed" {
			list++
		}
		if a.Read == "allowed" {
			read++
			continue
		}
		kind := trouble{a.Read, a.Cause}
		if names[kind] == nil {
			kinds = append(kinds, kind)
		}
		names[kind] = append(names[kind], shortVault(a.Vault))
	}
	said := fmt.Sprintf("%s: reads %d and lists %d of %d vaults", who, read, list, vaults)
	if rows[0].Credential == "" {
		said = fmt.Sprintf("%s %d of %d vaults", who, len(rows), vaults)
	}
	t.put(2, nothing, said, plain)
	for _, kind := range kinds {
		said := "read " + kind.read
		if kind.cause != "" {
			said += fmt.Sprintf(" [%s]", kind.cause)
		}
		t.put(4, t.symbol(kind.read), said+": "+some(names[kind], fewExceptions), plain)
	}
}

// vaults writes one row for each vault.
func (t *textReport) vaults(rows []Access) {
	widest := 0
	for _, a := range rows {
		widest = max(widest, width(shortVault(a.Vault)))
	}
	for _, a := range rows {
		m := t.symbol(a.Read)
		m.text += " " + pad(shortVault(a.Vault), widest)
		said := ""
		if a.Credential != "" {
			said = fmt.Sprintf("read %s, list %s", a.Read, a.List)
		}
		if a.Cause != "" {
			said = fmt.Sprintf("%s [%s]", said, a.Cause)
		}
		t.put(4, m, said, plain)
	}
}

// shortVault is a vault's name out of its host name; other text stays as it is.
func shortVault(host string) string {
	host = oneLine(host)
	if checks.CloudOfVault(host) == nil || strings.Contains(host, "/") {
		return host
	}
	name, _, _ := strings.Cut(host, ".")
	return name
}
