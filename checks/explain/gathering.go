package explain

import (
	"cmp"
	"hash/maphash"
	"slices"

	"azdoctor/checks/cause"
)

// gathering is the distinct failures found so far. A failure that fills the same commands in the same way is the same.
type gathering struct {
	findings []*gathered
	groups   int
	beyond   map[uint64]bool // hashes of those that are no more listed
	seed     maphash.Seed
}

const (
	maxFindings = 200
	maxBeyond   = 1 << 16 // more distinct failures than these are told apart no more
)

// gathered is a finding with where it was found first.
type gathered struct {
	Finding
	order
}

// order is a finding's place: the excerpts in theirs, and in each excerpt as the recogniser has it.
type order struct{ group, index int }

// group is the number of the next excerpt.
func (g *gathering) group() int { g.groups++; return g.groups }

// again counts findings once more.
func (g *gathering) again(known []*gathered, seen Range) {
	for _, one := range known {
		if one != nil {
			one.occur(seen)
		}
	}
}

func (f *gathered) occur(seen Range) {
	f.Count++
	if len(f.Ranges) < maxRanges {
		f.Ranges = append(f.Ranges, seen)
	}
}

// add counts a finding, and returns it as it is gathered; nil where there are too many to keep it.
func (g *gathering) add(f cause.Finding, places *places, at order, seen Range) *gathered {
	if one := g.same(f); one != nil {
		one.learn(f, places)
		one.occur(seen)
		return one
	}
	if len(g.findings) >= maxFindings {
		g.leaveOut(f)
		return nil
	}
	f.Evidence = slices.Clone(f.Evidence)
	one := &gathered{Finding: Finding{Finding: f}, order: at}
	for _, evidence := range f.Evidence {
		one.Positions = append(one.Positions, places.of(f, evidence))
	}
	one.occur(seen)
	g.findings = append(g.findings, one)
	return one
}

// same returns the finding that f may be: none of its commands is filled in two ways.
func (g *gathering) same(f cause.Finding) *gathered {
	for _, one := range g.findings {
		if one.Cause == f.Cause && one.Context == f.Context && (one.Credential == f.Credential || one.Credential == "" || f.Credential == "") && !contradict(one.Evidence, f.Evidence) {
			return one
		}
	}
	return nil
}

// contradict reports whether two findings fill a hole with two values.
func contradict(a, b []cause.Evidence) bool {
	return slices.ContainsFunc(a, func(one cause.Evidence) bool {
		return one.Fills != "" && slices.ContainsFunc(b, func(other cause.Evidence) bool { return other.Fills == one.Fills && other.Value != one.Value })
	})
}

// learn takes over what another occurrence of the same failure tells besides.
func (f *gathered) learn(other cause.Finding, places *places) {
	f.Credential = cmp.Or(f.Credential, other.Credential)
	f.Basis = max(f.Basis, other.Basis)
	for _, evidence := range other.Evidence {
		if evidence.Fills != "" && !slices.ContainsFunc(f.Evidence, func(known cause.Evidence) bool { return known.Fills == evidence.Fills }) {
			f.Evidence, f.Positions = append(f.Evidence, evidence), append(f.Positions, places.of(other, evidence))
		}
	}
}

// leaveOut counts a failure that is not listed.
func (g *gathering) leaveOut(f cause.Finding) {
	if g.beyond == nil {
		g.beyond, g.seed = map[uint64]bool{}, maphash.MakeSeed()
	}
	var h maphash.Hash
	h.SetSeed(g.seed)
	h.WriteString(f.Slug + "\x00" + f.Credential)
	for _, evidence := range f.Evidence {
		if evidence.Fills != "" {
			h.WriteString("\x00" + evidence.Fills + "\x00" + evidence.Value)
		}
	}
	if len(g.beyond) < maxBeyond {
		g.beyond[h.Sum64()] = true
	}
}

func (g *gathering) omitted() int64 { return int64(len(g.beyond)) }

// best returns the findings, the surest first and what is context last; those of an excerpt stay in the recogniser's order.
func (g *gathering) best() []Finding {
	type ranked struct {
		*gathered
		context bool
		surest  float64
	}
	all := make([]ranked, len(g.findings))
	for i, one := range g.findings {
		all[i] = ranked{one, one.Context, one.Confidence()}
		if i > 0 && one.group == all[i-1].group {
			all[i].context = all[i].context || all[i-1].context
			all[i].surest = min(all[i].surest, all[i-1].surest)
		}
	}
	slices.SortStableFunc(all, func(a, b ranked) int {
		if a.context != b.context {
			return cmp.Compare(b2i(a.context), b2i(b.context))
		}
		return cmp.Compare(b.surest, a.surest)
	})
	var findings []Finding
	for _, one := range all {
		findings = append(findings, one.Finding)
	}
	return findings
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}
