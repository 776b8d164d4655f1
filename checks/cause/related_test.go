package cause

import (
	"slices"
	"testing"
)

func TestRelated(t *testing.T) {
	c := Builtin()
	for _, one := range c.All() {
		related := c.Related(one)
		if len(related) == 0 {
			t.Errorf("%s is in no group of relations (related.go)", one.Slug)
		}
		for i, other := range related {
			if other == one || slices.Contains(related[:i], other) || !slices.Contains(c.Related(other), one) {
				t.Errorf("%s and %s are not related once, and to each other", one.Slug, other.Slug)
			}
		}
	}
	for _, relation := range relations {
		if len(relation.Causes) < 2 || len(relation.Causes) > 6 {
			t.Errorf("a group of %d causes: %s", len(relation.Causes), relation.Tell)
		}
		for i, one := range relation.Causes {
			if slices.Contains(relation.Causes[:i], one) || c.Find(one.Slug) != one {
				t.Errorf("%s is twice in a group, or in no catalogue", one.Slug)
			}
		}
		if relation.Tell != "" {
			checkSentence(t, "Tell", relation.Tell, true)
		}
	}
}

// TestRelatedInACompanysCatalogue: what is switched off is nobody's relative, and what stands for a cause has its relatives.
func TestRelatedInACompanysCatalogue(t *testing.T) {
	c := catalogueOf(t, "adapt: {mfa-required: {severity: warning}}\noff: {refresh-token-revoked: not here}")
	adapted := c.Find("mfa-required")
	if related := c.Related(RefreshTokenExpired); !slices.Contains(related, adapted) || slices.Contains(related, MFARequired) || slices.Contains(related, RefreshTokenRevoked) {
		t.Errorf("related: %q", slugsOf(related))
	}
	if !slices.Equal(c.Related(adapted), c.Related(MFARequired)) || len(c.Related(RefreshTokenRevoked)) != 0 {
		t.Errorf("related: %q", slugsOf(c.Related(adapted)))
	}
}

func slugsOf(causes []*Cause) (slugs []string) {
	for _, one := range causes {
		slugs = append(slugs, one.Slug)
	}
	return slugs
}
