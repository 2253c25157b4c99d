// SPDX-License-Identifier: MIT

package flow

import (
	"math/rand/v2"
	"testing"

	"github.com/gupvet/gupvet/parser/syntax"
)

// TestCalculate checks that what two numbers come to is within the bounds that are
// found for all numbers between theirs.
func TestCalculate(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	ops := []syntax.Op{syntax.Add, syntax.Sub, syntax.Mul, syntax.And, syntax.Shr, syntax.Div, syntax.Rem}
	number := func() int64 { return int64(rnd.Uint64()) >> rnd.IntN(64) }
	between := func(b bounds) int64 { return b.lo + int64(rnd.Uint64()%uint64(b.hi-b.lo+1)) }
	some := 0
	for range 200000 {
		x, y := bounds{number(), number()}, bounds{number(), number()}
		if x.lo > x.hi || y.lo > y.hi || uint64(x.hi-x.lo) == ^uint64(0) || uint64(y.hi-y.lo) == ^uint64(0) {
			continue
		}
		op, unsigned := ops[rnd.IntN(len(ops))], rnd.IntN(2) == 0
		got := calculate(op, x, y, unsigned)
		a, b := between(x), between(y)
		typ := cLong
		if unsigned {
			typ = cUlong
		}
		v, ok := fold(op, a, b, typ)
		if !ok || got == anything {
			continue
		}
		some++
		if v < got.lo || v > got.hi {
			t.Fatalf("%d %v %d is %d, not within %v, for %v and %v, unsigned %v", a, op, b, v, got, x, y, unsigned)
		}
	}
	if some < 1000 {
		t.Errorf("only %d calculations have bounds", some)
	}
}
