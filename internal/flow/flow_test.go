// SPDX-License-Identifier: MIT

package flow

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gupvet/gupvet/callgraph"
	"github.com/gupvet/gupvet/internal/gup"
	"github.com/gupvet/gupvet/internal/source"
)

// testFlags are the flags of these tests.
var testFlags = map[string]int64{
	"FOLL_WRITE": 1, "FOLL_GET": 2, "FOLL_FORCE": 8, "FOLL_NOWAIT": 16, "FOLL_NOFAULT": 32, "FOLL_HWPOISON": 64,
	"FOLL_LONGTERM": 256, "FOLL_INTERRUPTIBLE": 2048, "FOLL_PIN": 1 << 19,
	"EINTR": 4, "EAGAIN": 11, "EFAULT": 14,
}

// testContract has an entry of each kind.
func testContract() *gup.Contract {
	entry := func(name string, kind gup.Kind, mm, start, nr, flags, pages, locked int) *gup.Entry {
		r := gup.NoRoles
		r.MM, r.Start, r.Nr, r.Flags, r.Pages, r.Locked = mm, start, nr, flags, pages, locked
		e := &gup.Entry{Name: name, Kind: kind, Roles: r, Returns: "long", FlagKind: gup.FollFlags}
		if locked >= 0 {
			e.Lock.Drops = gup.Guard{Root: 2, Nodes: []gup.GuardNode{{Atom: gup.Atom{Kind: gup.NonNull, Param: locked}, No: 0, Yes: 1}}}
		}
		return e
	}
	c := &gup.Contract{Entries: []*gup.Entry{
		entry("get_user_pages", gup.Get, -1, 0, 1, 2, 3, -1),
		entry("get_user_pages_fast", gup.Get, -1, 0, 1, 2, 3, -1),
		entry("get_user_pages_unlocked", gup.Get, -1, 0, 1, 3, 2, -1),
		entry("get_user_pages_remote", gup.Get, 0, 1, 2, 3, 4, 5),
		entry("pin_user_pages_fast", gup.Pin, -1, 0, 1, 2, 3, -1),
	}}
	for n, v := range testFlags {
		if strings.HasPrefix(n, "FOLL_") {
			c.Flags = append(c.Flags, gup.Flag{Name: n, Value: uint64(v)})
		}
	}
	return c.Index()
}

// program makes a program of files.
func program(t testing.TB, files map[string]string) *callgraph.Program {
	t.Helper()
	root := t.TempDir()
	for p, text := range files {
		abs := filepath.Join(root, p)
		if err := os.MkdirAll(filepath.Dir(abs), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(abs, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	tree := source.OpenRoot(root)
	ix, _, err := tree.Scan(t.Context(), 1, nil, &source.Progress{})
	if err != nil {
		t.Fatal(err)
	}
	return callgraph.New(tree, func() *source.Index { return ix }, nil)
}

// testEngine makes an engine that follows every call it can.
func testEngine(p *callgraph.Program) *Engine {
	p.SetConstants(testFlags)
	return NewEngine(p, Config{GUP: testContract(), Constants: testFlags, Watch: map[string]bool{"put_page": true, "consume": true},
		Far: func(string) bool { return true }, Enter: func(_, _ *Func) bool { return true }})
}

// summaryOf follows the function f of a file.
func summaryOf(t testing.TB, src string) *Summary {
	t.Helper()
	p := program(t, map[string]string{"a.c": src})
	fs := p.File("a.c").Named("f")
	if len(fs) == 0 {
		t.Fatalf("no function f in %s", src)
	}
	return testEngine(p).Summary(fs[0])
}

// flagText spells what is known of flags.
func flagText(c *gup.Contract, b Bits) string {
	s := "must=" + c.FlagNames(b.Must) + " may=" + c.FlagNames(b.May&^b.Must)
	if b.Unknown != 0 {
		s += fmt.Sprintf(" unknown(%s)", strings.Join(b.Why, "; "))
	}
	return s
}

func callsOf(s *Summary) []*Event {
	var out []*Event
	for i := range s.Events {
		if s.Events[i].Kind == EvCall {
			out = append(out, &s.Events[i])
		}
	}
	return out
}

func TestFlagValues(t *testing.T) {
	c := testContract()
	tests := []struct{ name, src, want string }{
		{"constant", "int f(void) { return get_user_pages(a, 1, FOLL_WRITE, p); }", "must=FOLL_WRITE may=0"},
		{"sum", "int f(void) { return get_user_pages(a, 1, FOLL_WRITE | FOLL_FORCE, p); }", "must=FOLL_WRITE|FOLL_FORCE may=0"},
		{"variable", "int f(void) { int g = FOLL_WRITE; g |= FOLL_FORCE; return get_user_pages(a, 1, g, p); }", "must=FOLL_WRITE|FOLL_FORCE may=0"},
		{"conditional", "int f(int w) { int g = FOLL_FORCE; if (w) g |= FOLL_WRITE; return get_user_pages(a, 1, g, p); }", "must=FOLL_FORCE may=FOLL_WRITE"},
		{"both sides", "int f(int w) { int g; if (w) g = FOLL_WRITE; else g = FOLL_WRITE | FOLL_FORCE; return get_user_pages(a, 1, g, p); }", "must=FOLL_WRITE may=FOLL_FORCE"},
		{"cleared", "int f(void) { int g = FOLL_WRITE | FOLL_NOWAIT; g &= ~FOLL_NOWAIT; return get_user_pages(a, 1, g, p); }", "must=FOLL_WRITE may=0"},
		{"ternary", "int f(int w) { return get_user_pages(a, 1, w ? FOLL_WRITE : 0, p); }", "must=0 may=FOLL_WRITE"},
		{"product", "int f(int w) { return get_user_pages(a, 1, FOLL_WRITE * !!w, p); }", "must=0 may=FOLL_WRITE"},
		{"shift of a condition", "int f(int w) { return get_user_pages(a, 1, (w != 0) << 3, p); }", "must=0 may=FOLL_FORCE"},
		{"macro", "#define G (FOLL_WRITE | FOLL_FORCE)\nint f(void) { return get_user_pages(a, 1, G, p); }", "must=FOLL_WRITE|FOLL_FORCE may=0"},
		{"macro with argument", "#define G(w) ((w) ? FOLL_WRITE : FOLL_FORCE)\nint f(int x) { return get_user_pages(a, 1, G(x), p); }", "must=0 may=FOLL_WRITE|FOLL_FORCE"},
		{"macro that assigns", "#define SET(g) do { (g) |= FOLL_FORCE; } while (0)\nint f(void) { int g = FOLL_WRITE; SET(g); return get_user_pages(a, 1, g, p); }", "must=FOLL_WRITE|FOLL_FORCE may=0"},
		{"macro around the call", "#define GUP(a, p) get_user_pages(a, 1, FOLL_WRITE, p)\nint f(int a, void *p) { return GUP(a, p); }", "must=FOLL_WRITE may=0"},
		{"alias of the entry", "#define my_gup get_user_pages\nint f(int a, void *p) { return my_gup(a, 1, FOLL_WRITE, p); }", "must=FOLL_WRITE may=0"},
		{"enum", "enum { MINE = FOLL_WRITE | FOLL_FORCE };\nint f(void) { return get_user_pages(a, 1, MINE, p); }", "must=FOLL_WRITE|FOLL_FORCE may=0"},
		{"constant variable", "static const int g = FOLL_WRITE;\nint f(void) { return get_user_pages(a, 1, g, p); }", "must=FOLL_WRITE may=0"},
		{"constant table", "static const int tbl[] = { FOLL_WRITE, FOLL_WRITE | FOLL_FORCE };\nint f(int i) { return get_user_pages(a, 1, tbl[i], p); }", "must=0 may=FOLL_WRITE|FOLL_FORCE"},
		{"element of a table", "static const int tbl[] = { FOLL_WRITE, FOLL_FORCE };\nint f(int i) { return get_user_pages(a, 1, tbl[1], p); }", "must=FOLL_FORCE may=0"},
		{"table of structs", "static const struct m { int n, g; } tbl[] = { { .n = 1, .g = FOLL_WRITE } };\nint f(int i) { return get_user_pages(a, 1, tbl[0].g, p); }", "must=FOLL_WRITE may=0"},
		{"switch", "int f(int k) { int g = 0; switch (k) { case 1: g = FOLL_WRITE; break; case 2: g = FOLL_FORCE; } return get_user_pages(a, 1, g, p); }", "must=0 may=FOLL_WRITE|FOLL_FORCE"},
		{"switch with fall through", "int f(int k) { int g = 0; switch (k) { case 1: g |= FOLL_WRITE; default: g |= FOLL_FORCE; } return get_user_pages(a, 1, g, p); }", "must=FOLL_FORCE may=FOLL_WRITE"},
		{"helper", "static int h(int w) { return w ? FOLL_WRITE : 0; }\nint f(int x) { return get_user_pages(a, 1, h(x) | FOLL_FORCE, p); }", "must=FOLL_FORCE may=FOLL_WRITE"},
		{"helper with a constant", "static int h(int w) { return w ? FOLL_WRITE : 0; }\nint f(int x) { return get_user_pages(a, 1, h(1), p); }", "must=FOLL_WRITE may=0"},
		{"helper through a pointer", "static void h(int *g) { *g |= FOLL_FORCE; }\nint f(void) { int g = FOLL_WRITE; h(&g); return get_user_pages(a, 1, g, p); }", "must=FOLL_WRITE|FOLL_FORCE may=0"},
		{"struct handed down", "struct s { int g; };\nstatic int h(struct s *s) { return get_user_pages(a, 1, s->g, p); }\nint f(int w) { struct s s = { .g = FOLL_WRITE }; if (w) s.g |= FOLL_FORCE; return h(&s); }", "must=FOLL_WRITE may=FOLL_FORCE"},
		{"compound literal", "struct s { int g; };\nstatic int h(struct s *s) { return get_user_pages(a, 1, s->g, p); }\nint f(void) { return h(&(struct s){ .g = FOLL_WRITE }); }", "must=FOLL_WRITE may=0"},
		{"struct by value", "struct s { int g; };\nstatic int h(struct s s) { return get_user_pages(a, 1, s.g, p); }\nint f(void) { struct s s = { .g = FOLL_WRITE }; return h(s); }", "must=FOLL_WRITE may=0"},
		{"cleared struct", "struct s { int g; };\nint f(void) { struct s s; memset(&s, 0, sizeof(s)); s.g |= FOLL_WRITE; return get_user_pages(a, 1, s.g, p); }", "must=FOLL_WRITE may=0"},
		{"zeroed allocation", "struct s { int g; };\nint f(void) { struct s *s = kzalloc(sizeof(*s), GFP_KERNEL); if (!s) return -1; s->g |= FOLL_WRITE; return get_user_pages(a, 1, s->g, p); }", "must=FOLL_WRITE may=0"},
		{"bool to flag", "int f(bool write) { return get_user_pages(a, 1, write, p); }", "must=0 may=0 unknown(parameter write)"},
		{"parameter", "int f(int g) { return get_user_pages(a, 1, g | FOLL_FORCE, p); }", "must=FOLL_FORCE may=0 unknown(parameter g)"},
		{"member of a parameter", "int f(struct o *o) { return get_user_pages(a, 1, o->g, p); }", "must=0 may=0 unknown(o->g)"},
		{"call of the unknown", "int f(void) { return get_user_pages(a, 1, flags_of(x), p); }", "must=0 may=0 unknown(the result of flags_of())"},
		{"changed by the unknown", "int f(void) { int g = FOLL_WRITE; change(&g); return get_user_pages(a, 1, g, p); }", "must=0 may=0 unknown(g (changed by change()))"},
		{"loop", "int f(int n) { int g = FOLL_WRITE, i; for (i = 0; i < n; i++) g |= FOLL_FORCE; return get_user_pages(a, 1, g, p); }", "must=FOLL_WRITE may=FOLL_FORCE"},
		{"loop with a parameter", "int f(int g, int n) { int i; for (i = 0; i < n; i++) if (odd(i)) g |= FOLL_FORCE; return get_user_pages(a, 1, g, p); }", "must=0 may=0 unknown(parameter g; changed in a loop)"},
		{"goto loop", "int f(int n) { int g = FOLL_WRITE; again: if (get_user_pages(a, 1, g, p) < n) { n--; goto again; } return 0; }", "must=FOLL_WRITE may=0"},
		{"#if", "int f(int n) { int g = FOLL_WRITE;\n#ifdef CONFIG_X\n\tg |= FOLL_FORCE;\n#endif\n return get_user_pages(a, 1, g, p); }", "must=FOLL_WRITE may=FOLL_FORCE"},
		{"IS_ENABLED", "int f(int n) { int g = FOLL_WRITE; if (IS_ENABLED(CONFIG_X)) g |= FOLL_FORCE; return get_user_pages(a, 1, g, p); }", "must=FOLL_WRITE may=FOLL_FORCE"},
		{"early return", "int f(int w) { int g = FOLL_WRITE; if (!w) return 0; if (w) g |= FOLL_FORCE; return get_user_pages(a, 1, g, p); }", "must=FOLL_WRITE|FOLL_FORCE may=0"},
		{"array on the stack", "int f(void) { int g[2]; g[0] = FOLL_WRITE; g[1] = FOLL_FORCE; return get_user_pages(a, 1, g[1], p); }", "must=FOLL_FORCE may=0"},
		{"statement expression", "int f(int w) { int g = ({ int x = FOLL_WRITE; if (w) x |= FOLL_FORCE; x; }); return get_user_pages(a, 1, g, p); }", "must=FOLL_WRITE may=FOLL_FORCE"},
		{"function pointer parameter", "static int get(int x) { return FOLL_WRITE; }\nstatic int h(int (*fn)(int)) { return get_user_pages(a, 1, fn(1), p); }\nint f(void) { return h(get); }", "must=FOLL_WRITE may=0"},
		{"recursion", "static int h(int n) { if (n) return h(n - 1); return FOLL_WRITE; }\nint f(int n) { return get_user_pages(a, 1, h(n), p); }", "must=FOLL_WRITE may=0"},
		{"container_of", "struct in { int x; }; struct out { int g; struct in in; };\nstatic int h(struct in *in) { struct out *o = container_of(in, struct out, in); return get_user_pages(a, 1, o->g, p); }\nint f(void) { struct out o = { .g = FOLL_WRITE }; return h(&o.in); }", "must=FOLL_WRITE may=0"},
		{"bit-field", "struct s { unsigned w : 1; };\nint f(struct s *s) { s->w = 1; return get_user_pages(a, 1, s->w ? FOLL_WRITE : 0, p); }", "must=FOLL_WRITE may=0"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := summaryOf(t, tt.src)
			evs := callsOf(s)
			if len(evs) != 1 {
				t.Fatalf("%d calls", len(evs))
			}
			flags := evs[0].Args[2]
			if got := flagText(c, s.Arena.BitsOf(flags, evs[0].PC)); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}
