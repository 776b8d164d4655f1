// Package report says what a run's observations mean: one value, Report, and one function for each format that writes it.
// A format computes nothing that another could lack.
package report

import (
	"slices"

	"azdoctor/checks"
	"azdoctor/checks/cause"
)

// Options are what a report needs beside the observations.
type Options struct {
	// Version of azdoctor; "" is written as "development".
	Version string
	// Interrupted tells that the user ended the run: the exit code is 130.
	Interrupted bool
	// Catalogue is the causes that findings are of. nil means that of the run.
	Catalogue *cause.Catalogue
	// Gate decides the exit code.
	Gate Gate
}

// New judges the observations and concludes. It is pure: the same observations and options give the same report.
func New(o *checks.Observations, options Options) Report {
	if options.Catalogue != nil {
		o = o.Under(options.Catalogue)
	}
	return build(o, checks.Judge(o), options)
}

// build concludes from results that were already judged.
func build(o *checks.Observations, results []checks.Result, options Options) Report {
	d := diagnose(o, results)
	r := Report{
		SchemaVersion: SchemaVersion,
		Tool:          Tool{Name: "azdoctor", Version: options.Version},
		GeneratedAt:   o.At.UTC(),
		Redaction:     "secrets",
		Host:          describeHost(o.Host),
		Verdict:       d.verdict(),
		Score:         d.score(),
		Next:          d.next(),
		Checks:        []Check{},
		Credentials:   d.credentials(),
		Access:        d.access(),
		Observations:  o,
	}
	if r.Tool.Version == "" {
		r.Tool.Version = "development"
	}
	for _, result := range results {
		r.Checks = append(r.Checks, d.describeCheck(result))
	}
	r.Gate = options.Gate.decide(r, options.Interrupted)
	r.ExitCode = r.Gate.exitCode
	return r
}

func describeHost(h *checks.HostFacts) Host {
	if h == nil {
		return Host{Kind: "unknown"}
	}
	return Host{Kind: h.Kind, OS: h.OS, Arch: h.Arch, Azure: h.Azure, CI: h.CI}
}

func (d *diagnosis) describeCheck(result checks.Result) Check {
	c := Check{
		ID: result.Check.ID, Title: result.Check.Title, Status: result.Status.String(), Works: result.Works,
		Summary: result.Summary, Reason: result.Incomplete, DurationMs: result.TookMs, Findings: []Finding{},
	}
	if c.Reason == "" && (result.Status == checks.Unknown || result.Status == checks.Skipped) {
		c.Reason = result.Summary
	}
	for _, f := range result.Findings {
		c.Findings = append(c.Findings, d.describe(f))
	}
	return c
}

// describe fills in a finding, with the fixes that suit this machine.
func (d *diagnosis) describe(f cause.Finding) Finding {
	described := Finding{
		Cause: f.Slug, Severity: f.Weight().String(), Title: f.Title, Detail: f.Detail, Why: f.Why,
		Subject: f.Subject, Subjects: append([]string{}, f.Subjects...), Credential: f.Credential, Evidence: []Evidence{}, Fixes: []Fix{}, Avoid: f.Avoid,
	}
	if f.Subject != "" && len(f.Subjects) == 0 {
		described.Subjects = append(described.Subjects, f.Subject)
	}
	for _, e := range d.telling(f) {
		described.Evidence = append(described.Evidence, Evidence{Name: e.Name, Value: e.Value, Source: e.Source})
	}
	holes := f.Holes()
	for _, fix := range d.remedies(f) {
		described.Fixes = append(described.Fixes, describeFix(fix, holes))
	}
	if f.See.URL != "" {
		described.See = &Source{URL: f.See.URL, Read: f.See.Read}
	}
	return described
}

// telling is the evidence, what the best fix is made of first: the address that a firewall must admit, the object ID that
// needs a role. What the text of a failure and the request behind it both tell is told once.
func (d *diagnosis) telling(f cause.Finding) []cause.Evidence {
	var wanted []string
	if fixes := d.remedies(f); len(fixes) > 0 {
		wanted = fixes[0].Run.HoleNames()
	}
	behind := func(e cause.Evidence) int {
		if e.Fills != "" && slices.Contains(wanted, e.Fills) {
			return 0
		}
		return 1
	}
	var told []cause.Evidence
	for _, e := range f.Evidence {
		again := func(k cause.Evidence) bool {
			return k.Value == e.Value && (k.Name == e.Name || k.Fills != "" && k.Fills == e.Fills)
		}
		if !slices.ContainsFunc(told, again) {
			told = append(told, e)
		}
	}
	slices.SortStableFunc(told, func(a, b cause.Evidence) int { return behind(a) - behind(b) })
	return told
}

// remedies are the fixes of a finding that suit this machine, best first.
func (d *diagnosis) remedies(f cause.Finding) []cause.Fix {
	return slices.DeleteFunc(slices.Clone(f.Remedies()), func(fix cause.Fix) bool { return !d.o.Host.Suits(fix.On) })
}

func describeFix(fix cause.Fix, holes map[string]string) Fix {
	described := Fix{Do: fix.Do, Then: fix.Then}
	if fix.Run != "" {
		described.Run = &Command{POSIX: fix.Run.POSIX(holes), PowerShell: fix.Run.PowerShell(holes)}
	}
	return described
}
