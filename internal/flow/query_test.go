// SPDX-License-Identifier: MIT

package flow

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestNegate(t *testing.T) {
	for text, want := range map[string]string{
		"CONFIG_MMU":                 "!CONFIG_MMU",
		"!CONFIG_MMU":                "CONFIG_MMU",
		"!IS_ENABLED(CONFIG_KVM)":    "IS_ENABLED(CONFIG_KVM)",
		"defined(A) && defined(B)":   "!(defined(A) && defined(B))",
		"!(defined(A) || B)":         "!(!(defined(A) || B))",
		"!defined(A) && !defined(B)": "!(!defined(A) && !defined(B))",
	} {
		if got := negate(text); got != want {
			t.Errorf("negate(%q) = %q, want %q", text, got, want)
		}
	}
}

// TestSources looks for the constants that set FOLL_FORCE.
func TestSources(t *testing.T) {
	const force = 3
	for _, test := range []struct {
		name, body string
		want       []string
	}{
		{"itself", "int g = FOLL_WRITE | FOLL_FORCE;", []string{"FOLL_FORCE"}},
		{"others cleared", "int g = FOLL_WRITE | FOLL_FORCE; g &= ~FOLL_WRITE;", []string{"FOLL_FORCE"}},
		{"others cleared, the mask first", "int g = ~FOLL_WRITE & (FOLL_WRITE | FOLL_FORCE);", []string{"FOLL_FORCE"}},
		{"picked", "unsigned int g = FOLL_WRITE | FOLL_FORCE; g &= FOLL_FORCE;", []string{"FOLL_FORCE"}},
		{"chosen", "int g = w ? FOLL_WRITE : FOLL_FORCE; g &= ~FOLL_WRITE;", []string{"FOLL_FORCE"}},
		{"twice", "int g = FOLL_WRITE; if (w) g |= FOLL_FORCE; else g |= FOLL_FORCE | FOLL_NOWAIT;", []string{"FOLL_FORCE", "FOLL_FORCE"}},
		{"alias", "int g = MINE;", []string{"MINE"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := summaryOf(t, "#define MINE (1 << 3)\nint f(int w) { "+test.body+" return get_user_pages(a, 1, g, p); }")
			e := callsOf(s)[0]
			var got []string
			s.Arena.Sources(e.Args[2], force, e.PC, func(src Term, when Cond) {
				w := s.Arena.Origin(src)
				got = append(got, w.Unit.Slice(w.Span))
			})
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// TestLocalsOfCallees sees the address of a variable that the caller does not
// have.
func TestLocalsOfCallees(t *testing.T) {
	s := summaryOf(t, `static int h(int g) { int locked = 1; return get_user_pages_remote(m, a, 1, g, p, &locked); }
static int h2(int g) { return h(g | FOLL_FORCE); }
int f(void) { return h2(FOLL_WRITE); }`)
	e := callsOf(s)[0]
	if got := s.Arena.Truth(e.Args[5]); got != True {
		t.Errorf("it is not NULL: %s", s.Arena.Text(got))
	}
	if got := s.Arena.PointerKind(e.Args[5]); got != "address-of-local" {
		t.Errorf("it is %s", got)
	}
	if n, ok := s.Arena.Number(e.Deref[5]); !ok || n != 1 {
		t.Errorf("it points to %s", s.Arena.Describe(e.Deref[5]))
	}
}

// TestNoRoom asks about conditions for which there was no room.
func TestNoRoom(t *testing.T) {
	s := summaryOf(t, "int f(int x, int y) { if (x > 3) return get_user_pages(a, 1, y, p); return 0; }")
	a, e := s.Arena, callsOf(s)[0]
	if !a.Possible(e.PC) {
		t.Fatal("the call is never made")
	}
	flags := e.Args[2]
	a.Bit(flags, 0)
	a.room = len(a.nodes)
	c := a.And(e.PC, a.Bit(flags, 0))
	for _, c := range []Cond{c, e.PC, a.Not(e.PC)} {
		if a.Possible(c) || a.Implies(c, e.PC) {
			t.Errorf("%s is said to be possible, or to imply something", a.Text(c))
		}
	}
}
