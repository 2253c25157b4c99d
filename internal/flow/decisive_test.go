// SPDX-License-Identifier: MIT

package flow

import "testing"

// TestDecisive asks about a test of what one of two functions returned.
func TestDecisive(t *testing.T) {
	a := newArena()
	r, q, nr := a.result("f", cInt, Where{}), a.result("g", cInt, Where{}), a.unknown("asked", cInt, Where{})
	i := a.unknown(inALoop, cInt, Where{})
	user := a.free()
	failed, all := a.equalConst(r, -14), a.and(a.equal(r, nr), a.not(a.atMost(r, 0)))
	for _, test := range []struct {
		name string
		c    Cond
		want bool
	}{
		{"r <= 0", a.atMost(r, 0), true},
		{"(user ? r : q) <= 0", a.atMost(a.choose(user, r, q, Where{}), 0), true},
		{"q <= 0", a.atMost(q, 0), false},
		{"r <= -20 || q <= 0", a.or(a.atMost(r, -20), a.atMost(q, 0)), false},
		{"i < r", a.less(i, r), false},
		{"user ? i < r : q <= 0", a.ite(user, a.less(i, r), a.atMost(q, 0)), false},
	} {
		if got := a.Decisive(test.c, r, failed, all); got != test.want {
			t.Errorf("%s is decisive: %v, want %v", test.name, got, test.want)
		}
	}
}
