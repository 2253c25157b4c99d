// SPDX-License-Identifier: MIT

package injector

import (
	"fmt"
	"strings"
	"testing"

	"github.com/gupvet/gupvet/internal/gup"
	"github.com/gupvet/gupvet/parser"
	"github.com/gupvet/gupvet/parser/syntax"
)

const text = `struct dev {
	int nr;
};

static long some_flags(void) { return 0; }

int take(struct dev *d, unsigned long addr)
{
	struct page *pages[8];
	int i, ret, locked = 1;

	mmap_read_lock(current->mm); /* get_user_pages( */
	ret = get_user_pages(addr, d->nr, f(1, 2), pages, &locked);
	if (locked)
		mmap_read_unlock(current->mm);
	if (ret < 0)
		goto out;
	for (i = 0; i < ret; i++)
		put_page(pages[i]);
	ret = 0;
out:
	d->nr = 0;
	return ret;
}
`

// take gives the function of the text, and the call in it.
func take(t *testing.T) (*Func, *Call) {
	t.Helper()
	u := parser.Scan("a.c", []byte(text))
	r := gup.NoRoles
	r.Start, r.Nr, r.Flags, r.Pages, r.Locked = 0, 1, 2, 3, 4
	k := gup.Check{Alone: gup.Guard{Root: 2, Nodes: []gup.GuardNode{{Atom: gup.Atom{Kind: gup.AtMost, Param: 4}, No: 0, Yes: 1}}}}
	e := &gup.Entry{Name: "get_user_pages", Kind: gup.Get, Roles: r, Returns: "long", Checks: []gup.Check{k}, Lock: gup.Lock{State: gup.CallerHolds},
		Params: []string{"start", "nr", "gup_flags", "pages", "locked"}, Types: []string{"unsigned long ", "int ", "unsigned int ", "struct page **", "int *"}}
	c, err := CallAt(u, syntax.Pos(strings.Index(text, "get_user_pages(addr")), e)
	if err != nil {
		t.Fatal(err)
	}
	f, ok := FuncOf(u, c.Func)
	if !ok {
		t.Fatal("the function cannot be rewritten")
	}
	return f, c
}

func TestCallAt(t *testing.T) {
	_, c := take(t)
	for i, want := range []string{"addr", "d->nr", "f(1, 2)", "pages", "&locked"} {
		if got := c.Arg(i); got != want {
			t.Errorf("argument %d is %q, want %q", i, got, want)
		}
	}
}

// readable tells whether a text can be read as a whole.
func readable(t *testing.T, name string, text []byte) {
	t.Helper()
	u := parser.Scan("a.c", text)
	for i := range u.Items {
		if u.Items[i].Kind != parser.Function {
			continue
		}
		if _, ok := FuncOf(u, &u.Items[i]); !ok {
			t.Errorf("%s: what comes of it cannot be read:\n%s", name, text)
		}
	}
}

func TestShapes(t *testing.T) {
	_, c := take(t)
	for _, s := range Shapes {
		in := s.Inject(c, "FOLL_X", "id")
		out := Apply(c.Unit.Text, in.Edits)
		readable(t, s.Name, out)
		all := string(out)
		for _, text := range in.Files {
			readable(t, s.Name, []byte(text))
			all += text
		}
		if !strings.Contains(all, "FOLL_X") {
			t.Errorf("%s: the flag is not there:\n%s", s.Name, all)
		}
		if i := Moved(in.Edits, c.Span.End) - 1; out[i] != ')' {
			t.Errorf("%s: the call does not end at %d:\n%s", s.Name, i, out)
		}
	}
}

func TestHarmless(t *testing.T) {
	want := map[string]string{
		"inverted conditions":         "if (!(ret < 0)) { } else { goto out; }",
		"goto for early returns":      "", // it has but one
		"early returns for goto":      "{ d->nr = 0; return ret; }",
		"releases by a helper":        "id_put_page(pages[i]);",
		"tests by a helper":           "if (id_lt(ret))",
		"another name for the result": "if (err < 0)",
		"loops unrolled once":         "{ { put_page(pages[i]); } i++; if (!(i < ret)) break; { put_page(pages[i]); } }",
	}
	f, c := take(t)
	for _, r := range Harmless {
		edits := r.Edits(f, "id")
		out := Apply(c.Unit.Text, edits)
		readable(t, r.Name, out)
		if w := want[r.Name]; (w == "") != (len(edits) == 0) || !strings.Contains(string(out), w) {
			t.Errorf("%s: want %q in\n%s", r.Name, w, out)
		}
	}
}

func TestDefects(t *testing.T) {
	want := map[string]string{
		"result made unsigned":       "unsigned int i, ret",
		"release swapped":            "unpin_user_page(pages[i]);",
		"release dropped":            "i++)\n\t\t;",
		"unlock made unconditional":  "&locked);\n\tmmap_read_unlock(current->mm);",
		"lock removed":               "\n\t; /* get",
		"lock taken around the call": "", // it does not take the lock itself
		"*locked left 0":             "locked = 0;",
	}
	f, c := take(t)
	for _, d := range Defects {
		var all strings.Builder
		for _, edits := range d.Break(f, c, "id") {
			out := Apply(c.Unit.Text, edits)
			readable(t, d.Name, out)
			fmt.Fprintf(&all, "%s\n", out)
		}
		if w := want[d.Name]; (w == "") != (all.Len() == 0) || !strings.Contains(all.String(), w) {
			t.Errorf("%s: want %q in\n%s", d.Name, w, all.String())
		}
	}
}
