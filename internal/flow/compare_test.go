// SPDX-License-Identifier: MIT

package flow

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

// A ctype is a type of C that results are stored in.
type ctype struct {
	name   string
	bits   uint
	signed bool
}

var resultTypes = []ctype{{"int", 32, true}, {"unsigned int", 32, false}, {"long", 64, true}, {"unsigned long", 64, false}, {"short", 16, true}, {"unsigned char", 8, false}}

// convert gives the value of v in a type.
func (c ctype) convert(v int64) int64 {
	switch shift := 64 - c.bits; {
	case c.bits == 64:
		return v // unsigned long is told apart where it is compared
	case c.signed:
		return v << shift >> shift
	default:
		return int64(uint64(v) << shift >> shift)
	}
}

// usual is the type in which two operands are compared (C11 6.3.1.8), for types
// of the table and int.
func usual(a, b ctype) ctype {
	promote := func(c ctype) ctype {
		if c.bits < 32 {
			return resultTypes[0]
		}
		return c
	}
	a, b = promote(a), promote(b)
	switch {
	case a.bits != b.bits && a.bits > b.bits, a.bits == b.bits && !a.signed:
		return a
	default:
		return b
	}
}

var compareOps = []struct {
	text  string
	holds func(c int) bool // of the sign of the difference
}{
	{"<", func(c int) bool { return c < 0 }}, {"<=", func(c int) bool { return c <= 0 }}, {">", func(c int) bool { return c > 0 }},
	{">=", func(c int) bool { return c >= 0 }}, {"==", func(c int) bool { return c == 0 }}, {"!=", func(c int) bool { return c != 0 }},
}

// compareAs gives the sign of x - y in a type.
func compareAs(c ctype, x, y int64) int {
	x, y = c.convert(x), c.convert(y)
	less := x < y
	if c.bits == 64 && !c.signed {
		less = uint64(x) < uint64(y)
	}
	switch {
	case x == y:
		return 0
	case less:
		return -1
	}
	return 1
}

// TestRandomComparisons stores a result in variables of all types, one from the
// other, compares them with constants, and asks for which results a point is
// reached.
func TestRandomComparisons(t *testing.T) {
	constants := []int64{-14, -4, -1, 0, 1, 2, 7, 300}
	results := []int64{-4095, -133, -14, -4, -1, 1, // this entry never returns 0
		2, 7, 8, 300, 301}
	for seed := range uint64(300) {
		rng := rand.New(rand.NewPCG(seed, 11))
		var b strings.Builder
		b.WriteString("void f(unsigned long n, struct page **p)\n{\n\tlong r = get_user_pages(0, n, 0, p);\n")
		last := ctype{"long", 64, true}
		var chain []ctype
		narrow := false // then flow does not look closely, but must not exclude what happens
		name := "r"
		for i := range 1 + rng.IntN(2) {
			c := resultTypes[rng.IntN(len(resultTypes))]
			fmt.Fprintf(&b, "\t%s v%d = %s;\n", c.name, i, name)
			narrow = narrow || c.bits < 32
			chain, last, name = append(chain, c), c, fmt.Sprintf("v%d", i)
		}
		type test struct {
			op int
			k  int64
		}
		var tests []test
		for range 1 + rng.IntN(2) {
			q := test{rng.IntN(len(compareOps)), constants[rng.IntN(len(constants))]}
			tests = append(tests, q)
			fmt.Fprintf(&b, "\tif (!(%s %s %d))\n\t\treturn;\n", name, compareOps[q.op].text, q.k)
		}
		b.WriteString("\tconsume(r);\n}\n")
		s := summaryOf(t, b.String())
		var result Term
		pc := False
		for i := range s.Events {
			switch e := &s.Events[i]; {
			case e.Kind == EvCall && e.Name == "get_user_pages":
				result = e.Result
			case e.Name == "consume":
				pc = s.Arena.Or(pc, e.PC)
			}
		}
		for _, r := range results {
			v := r
			for _, c := range chain {
				v = c.convert(v)
			}
			want := true
			for _, q := range tests {
				want = want && compareOps[q.op].holds(compareAs(usual(last, resultTypes[0]), v, q.k))
			}
			got := s.Arena.Possible(s.Arena.And(pc, s.Arena.EqualConst(result, r)))
			if got != want && (want || !narrow) {
				t.Errorf("seed %d: reached for %d: %v, want %v\n%s", seed, r, got, want, b.String())
				break
			}
		}
	}
}
