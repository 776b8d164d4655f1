package lazyregexp

import (
	"sync"
	"testing"
)

func TestCompilesOnceForAll(t *testing.T) {
	r := &Regexp{expression: `a(b+)`}
	var users sync.WaitGroup
	for range 8 {
		users.Go(func() {
			if got := r.FindStringSubmatch("xabbx"); len(got) != 2 || got[1] != "bb" {
				t.Errorf("found %q", got)
			}
		})
	}
	users.Wait()
	if !r.MatchString("ab") || r.FindString("xab") != "ab" || r.ReplaceAllString("ab", "c") != "c" {
		t.Error("the methods are not those of the expression")
	}
}

func TestAWrongExpressionFailsItsTest(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("a wrong expression was taken")
		}
	}()
	New(`(`)
}
