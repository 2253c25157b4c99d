// SPDX-License-Identifier: MIT

package review

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/gupvet/gupvet/internal/driver"
	"github.com/gupvet/gupvet/internal/kerneltest"
	"github.com/gupvet/gupvet/internal/source"
)

// newCache is an empty cache, for trees that were written just now.
func newCache(t testing.TB) *source.Cache {
	c := source.NewCache(t.TempDir(), "test")
	c.Tick = -time.Hour
	return c
}

// loadWith reads the tree as it lies there, with a cache.
func loadWith(t testing.TB, tree *source.Tree, c *source.Cache) *driver.Loaded {
	t.Helper()
	l, err := driver.Load(t.Context(), tree, driver.LoadOptions{Jobs: 2, Cache: c})
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// whole writes down all that came of a review.
func whole(t testing.TB, r *Review) string {
	t.Helper()
	text, err := json.MarshalIndent(r.Result, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("%s\n%v\n%v\n%v\n%v", text, r.Errors, r.Notes, r.Offsets, r.Tree.Stats)
}

// sameWithCache judges mail with what a cache has of the tree, of this state or one
// before, and with what it has then.
func sameWithCache(t *testing.T, c *source.Cache, root, mail string, want *Review, o Options) {
	t.Helper()
	for range 2 {
		l := loadWith(t, openRoot(root), c)
		got := judgeMail(t, l, mail, o)
		if diff := cmp.Diff(whole(t, want), whole(t, got)); diff != "" {
			t.Fatalf("judged with the cache (-without +with):\n%s\n%s", diff, mail)
		}
		if err := l.Keep(o.Rules); err != nil {
			t.Fatal(err)
		}
	}
}

// TestRealCached judges the patches of a real kernel with and without a cache.
func TestRealCached(t *testing.T) {
	root := kerneltest.Tree(t, "6.12")
	c, o := newCache(t), options()
	o.All = true
	cases := slices.Concat(misuse, harmlessReal)
	r := realRepo(t, root, cases)
	l := load(t, openRoot(root))
	for i, test := range cases {
		mail := r.mailOf(test, i+1, len(cases))
		want := judgeMail(t, l, mail, o)
		cached := loadWith(t, openRoot(root), c)
		got := judgeMail(t, cached, mail, o)
		want.Result.Stats.Parsed, got.Result.Stats.Parsed = 0, 0 // l has read more for the cases before
		if diff := cmp.Diff(whole(t, want), whole(t, got)); diff != "" {
			t.Errorf("%s (-without the cache +with it):\n%s", test.name, diff)
		}
		if err := cached.Keep(o.Rules); err != nil {
			t.Fatal(err)
		}
	}
}
