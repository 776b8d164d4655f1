package report

import (
	"cmp"
	"slices"
	"strings"

	"azdoctor/checks"
	"azdoctor/checks/cause"
	"azdoctor/checks/explain"
)

// Explanation is the answer to texts that somebody pasted, and the JSON document as it is. Lists are never null.
type Explanation struct {
	SchemaVersion string `json:"schemaVersion"`
	Tool          Tool   `json:"tool"`
	// ExitCode is the process's: ExitHolds where something was recognised, ExitFails where nothing was, ExitNothing where there
	// was nothing to read, ExitInterrupted.
	ExitCode int `json:"exitCode"`
	// Recognised tells whether there are Findings.
	Recognised bool `json:"recognised"`
	// Findings are the distinct failures, best first.
	Findings []Explained `json:"findings"`
	// Omitted is how many distinct failures there are beyond Findings.
	Omitted int64 `json:"omitted"`
	// Hints tells that something is about a sign-in in Azure that nobody recognises.
	Hints bool `json:"hints"`
	// Programs are the SDKs and tools whose words were seen.
	Programs []string `json:"programs"`
	// Captures say how to get a text that tells more, where nothing was recognised.
	Captures []Capture `json:"captures"`
	// Lines and Bytes are what was read.
	Lines int64 `json:"lines"`
	Bytes int64 `json:"bytes"`
}

// Explained is a failure that texts show, however often they have it.
type Explained struct {
	Cause string `json:"cause"`
	// Confidence is 0 to 1; see cause.Finding.Confidence. Basis says in words what it rests on.
	Confidence float64 `json:"confidence"`
	Basis      string  `json:"basis"`
	// Severity is "info", "warning" or "error".
	Severity string `json:"severity"`
	Title    string `json:"title"`
	Detail   string `json:"detail"`
	Why      string `json:"why"`
	// Context tells that this stands beside a root cause, as what other credentials of a chain said.
	Context bool `json:"context"`
	// Credential is whose failure this is; "" where the text does not tell.
	Credential string `json:"credential"`
	// Count is how often it occurs, Ranges where the first times.
	Count    int64       `json:"count"`
	Ranges   []TextRange `json:"ranges"`
	Evidence []Quote     `json:"evidence"`
	// Fixes are alternatives, best first; one with Then is the next step of the one before it.
	Fixes []ExplainedFix `json:"fixes"`
	// Avoid says what looks like the fix and is not.
	Avoid string  `json:"avoid"`
	See   *Source `json:"see"`
	// Related are the slugs of causes that are easily taken for this one, or come with it.
	Related []string `json:"related"`
	// Tell says how the related ones are told apart.
	Tell []string `json:"tell"`
}

// TextRange is some lines of a text, counted from 1, the last included. File is left out for standard input.
type TextRange struct {
	File  string `json:"file,omitempty"`
	First int64  `json:"first"`
	Last  int64  `json:"last"`
}

// Quote is one fact that a text tells. Its value is foreign text.
type Quote struct {
	Name  string `json:"name"`
	Value string `json:"value"`
	// Source is where it stands; nil where that cannot be told.
	Source *Place `json:"source"`
}

// Place is a place in a text; line and column, in characters, count from 1. File is left out for standard input.
type Place struct {
	File   string `json:"file,omitempty"`
	Line   int64  `json:"line"`
	Column int64  `json:"column"`
}

// ExplainedFix is a Fix for a machine that azdoctor does not see.
type ExplainedFix struct {
	Do   string   `json:"do"`
	Run  *Command `json:"run"`
	Then bool     `json:"then"`
	// Credential is whose failure alone it mends; "" for all.
	Credential string `json:"credential"`
	// On says in words on which machines alone it helps; "" for all.
	On string `json:"on"`
	// Missing are the words in capitals of Run that the reader must put in.
	Missing []Missing `json:"missing"`
}

// Missing is a word in capitals of a command, and where to find what belongs there.
type Missing struct {
	Name string `json:"name"`
	Find string `json:"find"`
}

// Capture says how to make a program tell more.
type Capture struct {
	// Program is one of those that Explanation.Programs may name, Name the same in words.
	Program string   `json:"program"`
	Name    string   `json:"name"`
	Do      string   `json:"do"`
	Run     *Command `json:"run"`
}

// ExplainOptions are what an explanation needs beside the texts.
type ExplainOptions struct {
	// Version of azdoctor; "" is written as "development".
	Version string
	// Interrupted tells that the user ended the reading: the exit code is 130.
	Interrupted bool
	// Catalogue is what recognised the texts.
	Catalogue *cause.Catalogue
}

// NewExplanation words what texts show. Whatever is foreign in it is free of control characters and of what looks like a secret.
func NewExplanation(e *explain.Explanation, options ExplainOptions) Explanation {
	explanation := Explanation{
		SchemaVersion: SchemaVersion, Tool: tool(options.Version), Recognised: len(e.Findings) > 0, Findings: []Explained{},
		Omitted: e.Omitted, Hints: e.Hints, Programs: append([]string{}, e.Programs...), Captures: []Capture{}, Lines: e.Lines, Bytes: e.Bytes,
	}
	for _, f := range e.Findings {
		explanation.Findings = append(explanation.Findings, explained(f, options.Catalogue))
	}
	switch {
	case options.Interrupted:
		explanation.ExitCode = ExitInterrupted
	case e.Bytes == 0:
		explanation.ExitCode = ExitNothing
	case !explanation.Recognised:
		explanation.ExitCode = ExitFails
	}
	if !explanation.Recognised {
		explanation.Captures = captures(e.Programs)
	}
	return explanation
}

func tool(version string) Tool {
	return Tool{Name: "azdoctor", Version: cmp.Or(version, "development")}
}

func explained(f explain.Finding, catalogue *cause.Catalogue) Explained {
	clean, quotes := quoted(f)
	described := Explained{
		Cause: f.Slug, Confidence: f.Confidence(), Basis: f.Basis.String(), Severity: f.Weight().String(), Title: f.Title, Detail: checks.Redact(f.Detail), Why: f.Why,
		Context: f.Context, Credential: f.Credential, Count: f.Count, Ranges: []TextRange{}, Evidence: quotes, Fixes: explainedFixes(clean.Remedies(), clean.Holes()),
		Avoid: f.Avoid, See: source(f.See), Related: related(catalogue, f.Cause), Tell: tell(catalogue, f.Cause),
	}
	for _, r := range f.Ranges {
		described.Ranges = append(described.Ranges, TextRange{File: fileName(r.File), First: r.First, Last: r.Last})
	}
	return described
}

// quoted is the finding with its evidence clean, and the evidence as it is shown: what the best fix is made of first. A
// value that had to be cleaned fills no command.
func quoted(f explain.Finding) (cause.Finding, []Quote) {
	type found struct {
		cause.Evidence
		place *Place
	}
	clean := f.Finding
	clean.Evidence = nil
	var facts []found
	for i, e := range f.Evidence {
		one := found{Evidence: e}
		if one.Name, one.Value = checks.Redact(e.Name), checks.Redact(e.Value); one.Value != e.Value {
			one.Fills = ""
		}
		if i < len(f.Positions) && f.Positions[i].Line > 0 {
			one.place = &Place{File: fileName(f.Positions[i].File), Line: f.Positions[i].Line, Column: f.Positions[i].Column}
		}
		clean.Evidence, facts = append(clean.Evidence, one.Evidence), append(facts, one)
	}
	var wanted []string
	if fixes := clean.Remedies(); len(fixes) > 0 {
		wanted = fixes[0].Run.HoleNames()
	}
	behind := func(one found) int {
		if one.Fills != "" && slices.Contains(wanted, one.Fills) {
			return 0
		}
		return 1
	}
	slices.SortStableFunc(facts, func(a, b found) int { return behind(a) - behind(b) })
	quotes := []Quote{}
	for _, one := range facts {
		quotes = append(quotes, Quote{one.Name, one.Value, one.place})
	}
	return clean, quotes
}

// fileName is a file's name as it may be shown: on one line, without what a terminal acts upon.
func fileName(name string) string { return oneLine(checks.Redact(name)) }

func source(see cause.Source) *Source {
	if see.URL == "" {
		return nil
	}
	return &Source{URL: see.URL, Read: see.Read}
}

func explainedFixes(fixes []cause.Fix, holes map[string]string) []ExplainedFix {
	described := []ExplainedFix{}
	for _, fix := range fixes {
		plain := describeFix(fix, holes)
		described = append(described, ExplainedFix{Do: plain.Do, Run: plain.Run, Then: plain.Then, Credential: fix.For, On: machines(fix.On), Missing: missing(fix.Run, holes)})
	}
	return described
}

// machineWords are GOOS values and kinds of host as Fix.On has them, for people.
var machineWords = map[string]string{
	"windows": "Windows", "darwin": "macOS", "linux": "Linux", "ci": "build agents", "azure-vm": "virtual machines of Azure", "app-service": "App Service", "container-apps": "Container Apps",
	"service-fabric": "Service Fabric", "azure-ml": "Azure Machine Learning", "azure-arc": "Azure Arc", "kubernetes": "Kubernetes", "aks-pod": "pods of AKS", "workstation": "machines outside Azure",
	"docker": "containers", "wsl": "WSL", "codespaces": "GitHub Codespaces", "other-cloud": "virtual machines of other clouds", "cloud-shell": "Cloud Shell", "functions": "Azure Functions", "github-actions": "GitHub Actions",
	"azure-pipelines": "Azure Pipelines",
}

func machines(on string) string {
	var named []string
	for _, one := range strings.Fields(on) {
		named = append(named, cmp.Or(machineWords[one], one))
	}
	return checks.Enumerate(named)
}

// related are the slugs of the catalogue's neighbours of a cause.
func related(catalogue *cause.Catalogue, of *cause.Cause) []string {
	slugs := []string{}
	for _, one := range catalogue.Related(of) {
		slugs = append(slugs, one.Slug)
	}
	return slugs
}

// tell says how a cause is told from its neighbours.
func tell(catalogue *cause.Catalogue, of *cause.Cause) []string {
	apart := []string{}
	for _, relation := range catalogue.Relations(of) {
		if relation.Tell != "" {
			apart = append(apart, relation.Tell)
		}
	}
	return apart
}
