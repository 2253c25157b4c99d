// SPDX-License-Identifier: MIT

package passes

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gupvet/gupvet/internal/gup"
)

func TestSplitArgs(t *testing.T) {
	for _, test := range []struct {
		text string
		want []string
	}{
		{"(a)", []string{"a"}},
		{" ((a), b[c, d],\n\t\tf(g, h) + 1)", []string{"(a)", "b[c, d]", "f(g, h) + 1"}},
		{"(&(struct s){ 1, 2 }, 3)", []string{"&(struct s){ 1, 2 }", "3"}},
		{"(a, b /* two */)", nil},
		{"a, b", nil},
		{"", nil},
	} {
		if diff := cmp.Diff(test.want, splitArgs(test.text)); diff != "" {
			t.Errorf("%q (-want +got):\n%s", test.text, diff)
		}
	}
}

func TestTakesNull(t *testing.T) {
	ifGiven := gup.Guard{Root: 2, Nodes: []gup.GuardNode{{Atom: gup.Atom{Kind: gup.NonNull, Param: 5}, No: 0, Yes: 1}}}
	always := gup.Guard{Root: 1}
	for _, test := range []struct {
		name string
		lock gup.Lock
		want bool
	}{
		{"drops the lock for a pointer", gup.Lock{State: gup.CallerHolds, Drops: ifGiven}, true},
		{"drops it anyway", gup.Lock{State: gup.CallerHolds, Drops: always}, false},
		{"takes it where there is none", gup.Lock{State: gup.TakesItself, Drops: ifGiven}, false},
	} {
		v := &View{Site: &Site{Entry: &gup.Entry{Lock: test.lock}}}
		if got := v.takesNull(5); got != test.want {
			t.Errorf("%s: %v", test.name, got)
		}
	}
}
