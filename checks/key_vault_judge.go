package checks

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"azdoctor/checks/cause"
)

// vaultVerdict is what is concluded of one vault.
type vaultVerdict struct {
	// status where no finding is worse: Pass, Info, Skipped or Unknown.
	status Status
	// opensAs names who may read the vault's secrets and lists whether also list them; "" where nobody who counts may.
	opensAs string
	lists   bool
	// says is the verdict in one clause that names the vault.
	says     string
	findings []vaultFinding
}

// vaultFinding is a finding about one vault. Findings with the same cause, weight, credential and likeness are one ill of
// several vaults.
type vaultFinding struct {
	cause.Finding
	likeness string
}

func judgeKeyVault(o *Observations) Judgement {
	facts := o.KeyVault
	switch {
	case facts == nil && len(o.Target().Vaults) > 0:
		return Judgement{Status: Unknown, Summary: "nobody looked at the vault"}
	case facts == nil:
		return Judgement{Status: Unknown, Summary: "nobody looked"}
	case len(facts.Vaults) == 0:
		return Judgement{Status: Skipped, Summary: "no vault was named; name one with --vault NAME"}
	}
	winner := o.Walk().Winner
	var verdicts []vaultVerdict
	var findings []vaultFinding
	for i := range facts.Vaults {
		verdict := o.judgeVault(&facts.Vaults[i], winner)
		verdicts = append(verdicts, verdict)
		findings = append(findings, verdict.findings...)
	}
	judgement := Judgement{Status: worstVaultStatus(verdicts), Summary: summariseVaults(verdicts), Findings: groupVaults(findings, len(facts.Vaults))}
	if skew := o.vaultClockSkew(); skew != nil {
		judgement.Findings = append(judgement.Findings, *skew)
	}
	worstFirst(judgement.Findings)
	return judgement
}

// judgeVault climbs the rungs: the first that is broken is the one hint. winner is the credential that the chain ends at.
func (o *Observations) judgeVault(v *VaultFacts, winner string) vaultVerdict {
	for _, rung := range []func(*Observations, *VaultFacts) *vaultVerdict{judgeVaultName, judgeVaultProxy, judgeVaultDNS, judgeVaultConnection, judgeVaultTLS, judgeVaultChallenge} {
		if verdict := rung(o, v); verdict != nil {
			return *verdict
		}
	}
	return o.judgeVaultAccess(v, winner)
}

// worstVaultStatus: one vault that does not open fails the whole, one of which nothing is known leaves it unknown.
func worstVaultStatus(verdicts []vaultVerdict) Status {
	status := Pass
	for _, verdict := range verdicts {
		switch {
		case slices.ContainsFunc(verdict.findings, func(f vaultFinding) bool { return f.Weight() == cause.Error }):
			return Fail
		case verdict.status == Unknown:
			status = Unknown
		case verdict.status != Pass && status == Pass:
			status = verdict.status
		}
	}
	return status
}

// summariseVaults says in one line what came of all vaults.
func summariseVaults(verdicts []vaultVerdict) string {
	if len(verdicts) == 1 {
		return verdicts[0].says
	}
	open := slices.DeleteFunc(slices.Clone(verdicts), func(v vaultVerdict) bool { return v.opensAs == "" })
	closed := slices.DeleteFunc(slices.Clone(verdicts), func(v vaultVerdict) bool { return v.opensAs != "" })
	if len(closed) == 0 {
		may := "read and list"
		if slices.ContainsFunc(open, func(v vaultVerdict) bool { return !v.lists }) {
			may = "read"
		}
		return fmt.Sprintf("%s may %s secrets of all %d vaults", open[0].opensAs, may, len(open))
	}
	summary := closed[0].says
	switch more := len(closed) - 1; {
	case more == 1:
		summary += ", and 1 more does not open"
	case more > 1:
		summary += fmt.Sprintf(", and %d more do not open", more)
	}
	if len(open) > 0 {
		return fmt.Sprintf("%s may read secrets of %d of %d vaults; %s", open[0].opensAs, len(open), len(verdicts), summary)
	}
	return summary
}

// maxNamed is how many vaults a grouped finding names; the observations and the table hold them all.
const maxNamed = 12

// groupVaults makes one finding of the same ill in several vaults, so that a report on 200 stays readable.
func groupVaults(findings []vaultFinding, vaults int) []cause.Finding {
	type ill struct {
		cause      *cause.Cause
		weight     cause.Severity
		credential string
		likeness   string
	}
	var order []ill
	same := map[ill][]vaultFinding{}
	for _, f := range findings {
		key := ill{f.Cause, f.Weight(), f.Credential, f.likeness}
		if same[key] == nil {
			order = append(order, key)
		}
		same[key] = append(same[key], f)
	}
	var grouped []cause.Finding
	for _, key := range order {
		group := same[key]
		finding := group[0].Finding
		if len(group) > 1 {
			var names []string
			for _, f := range group {
				names = append(names, f.Subject)
			}
			listed := strings.Join(names[:min(len(names), maxNamed)], ", ")
			if len(names) > maxNamed {
				listed += fmt.Sprintf(" and %d more", len(names)-maxNamed)
			}
			finding.Subject, finding.Subjects = "", names
			finding.Detail = strings.TrimSpace(fmt.Sprintf("%d of %d vaults; what follows is of the first, %s. %s", len(group), vaults, names[0], finding.Detail))
			finding.Evidence = append([]cause.Evidence{{Name: "vaults concerned", Value: listed, Source: "requests to each"}}, finding.Evidence...)
		}
		grouped = append(grouped, finding)
	}
	return grouped
}

// clockTolerance is what Entra and its libraries forgive. https://learn.microsoft.com/entra/identity-platform/id-token-claims-reference, read 2026-11-22.
const clockTolerance = 5 * time.Minute

// vaultClockSkew compares this machine's clock with the vaults' own; the first vault that answered speaks for all.
func (o *Observations) vaultClockSkew() *cause.Finding {
	for _, v := range o.KeyVault.Vaults {
		if !v.FromVault || v.ServerTime.IsZero() || o.At.IsZero() {
			continue
		}
		off := v.ServerTime.Sub(o.At)
		if off.Abs() <= clockTolerance {
			return nil
		}
		direction := "behind"
		if off < 0 {
			direction = "ahead"
		}
		return &cause.Finding{Cause: cause.ClockSkew, Severity: cause.Warning, Subject: v.Host,
			Detail: fmt.Sprintf("This machine's clock is %s %s; signed assertions and token lifetimes tolerate %s.", off.Abs().Round(time.Second), direction, clockTolerance),
			Evidence: []cause.Evidence{
				{Name: "time of the vault", Value: v.ServerTime.Format(time.RFC3339), Source: "Date of GET https://" + v.Host},
				{Name: "time of this machine", Value: o.At.Format(time.RFC3339), Source: "the start of this run"},
			}}
	}
	return nil
}
