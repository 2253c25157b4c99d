// SPDX-License-Identifier: MIT

package callgraph

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestNamed asks for callers and tables in some files: no others are read.
func TestNamed(t *testing.T) {
	p := program(t, `
-- lib/a.c --
#define TAKE(n) take(n)
static int keep(int n) { return n; }
int take(int n) { return keep(n); }
int by_macro(int n) { return TAKE(n); }
int lonely(int n) { return keep(n) + ops->take(n); }
static const struct a_ops a = { .get = take, .put = keep };
-- lib/b.c --
int far(int n) { return take(n); }
static const struct b_ops b = { .get = take };
-- lib/c.c --
static int take(int n) { return n; }
static int keep(int n) { return n; }
int other(int n) { return take(n) + keep(n); }
static const struct c_ops c = { .get = take };
`)
	for _, c := range []struct {
		name  string
		in    []string
		want  string
		all   bool
		slots []string
	}{
		{"keep", nil, "lib/a.c:lonely, lib/a.c:take", true, []string{"struct a_ops.put"}},
		{"lonely", nil, "", true, nil},
		{"take", nil, "lib/a.c:by_macro", false, []string{"struct a_ops.get"}},
		{"take", []string{"lib/b.c", "lib/c.c"}, "lib/a.c:by_macro, lib/b.c:far", true, []string{"struct a_ops.get", "struct b_ops.get"}},
	} {
		in := func(path string) bool { return slices.Contains(c.in, path) }
		f := p.File("lib/a.c").Named(c.name)[0]
		list, all := p.NamedCallers(f, in)
		if got := spell(list); got != c.want || all != c.all {
			t.Errorf("%s in %v: got %q, all %v; want %q, %v", c.name, c.in, got, all, c.want, c.all)
		}
		var slots []string
		for _, s := range p.Slots(f, in) {
			slots = append(slots, s.Struct+"."+s.Member)
		}
		if diff := cmp.Diff(c.slots, slots); diff != "" {
			t.Errorf("%s in %v (-want +got):\n%s", c.name, c.in, diff)
		}
		if c.in == nil && p.files["lib/b.c"] != nil {
			t.Errorf("%s: lib/b.c was read", c.name)
		}
	}
}
