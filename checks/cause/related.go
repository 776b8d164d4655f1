package cause

import "slices"

// Relation is a group of causes that are easily taken for one another or that lead to one another.
type Relation struct {
	// Causes are those of the group, the commonest first.
	Causes []*Cause
	// Tell says how they are told apart, in a sentence or two; "" where nothing short does.
	Tell string
}

// Relations returns the groups that a cause is in, as this catalogue has them: without causes that it switches off.
func (c *Catalogue) Relations(one *Cause) []Relation {
	var in []Relation
	for _, relation := range slices.Concat(relations, c.relations) {
		standing := Relation{Tell: relation.Tell}
		for _, member := range relation.Causes {
			if member = c.standing(member); member != nil {
				standing.Causes = append(standing.Causes, member)
			}
		}
		if len(standing.Causes) > 1 && slices.Contains(standing.Causes, c.standing(one)) {
			in = append(in, standing)
		}
	}
	return in
}

// Related returns the causes to think of where one was found, each once, those of its nearest group first. Whatever is
// related to another cause has that one related to it.
func (c *Catalogue) Related(one *Cause) []*Cause {
	var related []*Cause
	for _, relation := range c.Relations(one) {
		for _, other := range relation.Causes {
			if other != c.standing(one) && !slices.Contains(related, other) {
				related = append(related, other)
			}
		}
	}
	return related
}

// standing returns what stands for a cause in this catalogue; nil where it is switched off.
func (c *Catalogue) standing(one *Cause) *Cause {
	if other, changed := c.adapted[one]; changed {
		return other
	}
	return one
}

var relations = []Relation{}
