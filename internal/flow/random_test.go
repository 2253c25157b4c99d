// SPDX-License-Identifier: MIT

package flow

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

// The tests of this file make functions at random, run them for all values of
// their parameters, and compare which flags reach the call with what flow says.

// A runner is one execution of a random function.
type runner struct {
	params [3]bool // a, b, c
	flags  uint32
	left   bool // returned, or jumped to the end
}

// A stmt is a random statement: as C, and as what it does.
type stmt struct {
	text string
	run  func(*runner)
}

// A maker makes random statements.
type maker struct {
	rng   *rand.Rand
	loops bool
}

var randomFlags = []struct {
	name string
	bit  uint32
}{{"FOLL_WRITE", 1}, {"FOLL_FORCE", 8}, {"FOLL_NOWAIT", 16}, {"FOLL_LONGTERM", 256}, {"FOLL_INTERRUPTIBLE", 2048}}

// mask makes a constant of one flag or two.
func (m *maker) mask() (string, uint32) {
	f := randomFlags[m.rng.IntN(len(randomFlags))]
	if m.rng.IntN(3) > 0 {
		return f.name, f.bit
	}
	g := randomFlags[m.rng.IntN(len(randomFlags))]
	return "(" + f.name + " | " + g.name + ")", f.bit | g.bit
}

func (m *maker) cond(depth int) (string, func(*runner) bool) {
	switch k := m.rng.IntN(7); {
	case k < 3 || depth <= 0:
		i := m.rng.IntN(3)
		return string("abc"[i]), func(r *runner) bool { return r.params[i] }
	case k == 3:
		text, f := m.cond(depth - 1)
		return "!(" + text + ")", func(r *runner) bool { return !f(r) }
	case k == 4:
		t, f := m.cond(depth - 1)
		u, g := m.cond(depth - 1)
		return "(" + t + " && " + u + ")", func(r *runner) bool { return f(r) && g(r) }
	case k == 5:
		t, f := m.cond(depth - 1)
		u, g := m.cond(depth - 1)
		return "(" + t + " || " + u + ")", func(r *runner) bool { return f(r) || g(r) }
	default:
		name, bits := m.mask()
		return "(flags & " + name + ")", func(r *runner) bool { return r.flags&bits != 0 }
	}
}

func (m *maker) block(n, depth int) stmt {
	var list []stmt
	var b strings.Builder
	for range n {
		s := m.stmt(depth)
		list = append(list, s)
		b.WriteString(s.text + "\n")
	}
	return stmt{b.String(), func(r *runner) {
		for _, s := range list {
			if !r.left {
				s.run(r)
			}
		}
	}}
}

func (m *maker) stmt(depth int) stmt {
	name, bits := m.mask()
	kinds := 6
	if depth > 0 {
		kinds = 10
	}
	switch m.rng.IntN(kinds) {
	case 0, 1:
		return stmt{"flags |= " + name + ";", func(r *runner) { r.flags |= bits }}
	case 2:
		return stmt{"flags &= ~" + name + ";", func(r *runner) { r.flags &^= bits }}
	case 3:
		return stmt{"flags = " + name + ";", func(r *runner) { r.flags = bits }}
	case 4:
		text, cond := m.cond(2)
		other, more := m.mask()
		return stmt{"flags |= " + text + " ? " + name + " : " + other + ";", func(r *runner) {
			if cond(r) {
				r.flags |= bits
			} else {
				r.flags |= more
			}
		}}
	case 5:
		return stmt{"flags ^= " + name + ";", func(r *runner) { r.flags ^= bits }}
	case 6:
		text, cond := m.cond(2)
		return stmt{"if (" + text + ")\ngoto out;", func(r *runner) { r.left = cond(r) }}
	case 7:
		if m.loops {
			return m.loop(depth)
		}
		fallthrough
	default:
		text, cond := m.cond(2)
		then, other := m.block(1+m.rng.IntN(2), depth-1), m.block(m.rng.IntN(2), depth-1)
		return stmt{"if (" + text + ") {\n" + then.text + "} else {\n" + other.text + "}", func(r *runner) {
			if cond(r) {
				then.run(r)
			} else {
				other.run(r)
			}
		}}
	}
}

// loop makes a loop of up to three rounds: flow does not count them.
func (m *maker) loop(depth int) stmt {
	body := m.block(1+m.rng.IntN(2), depth-1)
	return stmt{"for (int i = 0; i < n; i++) {\n" + body.text + "}", func(r *runner) {
		for range 3 {
			if !r.left {
				body.run(r)
			}
		}
	}}
}

// function makes a function, and what can reach the call in it: the flags of all
// executions, and those of any.
func (m *maker) function() (src string, reached bool, must, may uint32) {
	body := m.block(2+m.rng.IntN(4), 2)
	src = "int f(int a, int b, int c, int n, struct page **p)\n{\nunsigned int flags = 0;\n" + body.text +
		"return get_user_pages(0, 1, flags, p);\nout:\nreturn 0;\n}\n"
	must = ^uint32(0)
	for n := range 8 {
		r := &runner{params: [3]bool{n&1 > 0, n&2 > 0, n&4 > 0}}
		if body.run(r); !r.left {
			reached, must, may = true, must&r.flags, may|r.flags
		}
	}
	return src, reached, must, may
}

func spell(bits uint32) string {
	var out []string
	for _, f := range randomFlags {
		if bits&f.bit != 0 {
			out = append(out, f.name)
		}
	}
	return strings.Join(out, "|")
}

// TestRandomFunctions asks for exact answers where there are no loops, and for
// safe ones where there are: what is said to be set always, is, and what is set
// once is said to be possible.
func TestRandomFunctions(t *testing.T) {
	for seed := range uint64(400) {
		m := &maker{rng: rand.New(rand.NewPCG(seed, 7)), loops: seed%4 == 0}
		src, reached, must, may := m.function()
		s := summaryOf(t, src)
		var got string
		for _, e := range callsOf(s) {
			if !s.Arena.Possible(e.PC) {
				continue
			}
			b := s.Arena.BitsOf(e.Args[2], e.PC)
			got = fmt.Sprintf("must %s, may %s", spell(uint32(b.Must)), spell(uint32(b.May)))
			if strings.Contains(src, "for (") {
				if reached && (uint32(b.Must)&^must != 0 || may&^uint32(b.May|b.Unknown) != 0) {
					t.Errorf("seed %d: %s, but must %s, may %s\n%s", seed, got, spell(must), spell(may), src)
				}
				got = ""
			}
		}
		if strings.Contains(src, "for (") {
			continue
		}
		want := ""
		if reached {
			want = fmt.Sprintf("must %s, may %s", spell(must), spell(may))
		}
		if got != want {
			t.Errorf("seed %d: got %s, want %s\n%s", seed, got, want, src)
		}
	}
}
