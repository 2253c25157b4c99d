// SPDX-License-Identifier: MIT

package callgraph

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"github.com/gupvet/gupvet/internal/source"
)

// program makes a program of the files of a txtar archive.
func program(t *testing.T, archive string) *Program {
	t.Helper()
	fsys, err := txtar.FS(txtar.Parse([]byte(archive)))
	if err != nil {
		t.Fatal(err)
	}
	root := t.TempDir()
	if err := os.CopyFS(root, fsys); err != nil {
		t.Fatal(err)
	}
	tree := source.OpenRoot(root)
	ix, _, err := tree.Scan(t.Context(), 1, nil, &source.Progress{})
	if err != nil {
		t.Fatal(err)
	}
	return New(tree, func() *source.Index { return ix }, nil)
}

// spell names functions by file and name, sorted.
func spell(fs []*Func) string {
	var out []string
	for _, f := range fs {
		s := f.File.Path + ":" + f.Name
		if c := f.Cond(); c != "" {
			s += " if " + c
		}
		out = append(out, s)
	}
	slices.Sort(out)
	return strings.Join(out, ", ")
}

func TestDefinitions(t *testing.T) {
	p := program(t, `
-- include/linux/a.h --
static inline int helper(void) { return 1; }
#ifdef CONFIG_X
int twin(void);
#else
static inline int twin(void) { return 0; }
#endif
-- lib/a.c --
#include <linux/a.h>
static int local(void) { return 1; }
int exported(void) { return local(); }
int twin(void) { return 1; }
#ifdef CONFIG_Y
int both(void) { return 1; }
#else
int both(void) { return 2; }
#endif
-- lib/b.c --
#include <linux/a.h>
static int local(void) { return 2; }
int user(void) { return local() + exported() + helper() + twin() + both() + unseen() + arch_fn(); }
-- arch/arm/x.c --
int arch_fn(void) { return 1; }
-- arch/x86/x.c --
int arch_fn(void) { return 2; }
int arch_user(void) { return arch_fn(); }
-- lib/c.c --
static int unseen(void) { return 3; }
`)
	for _, c := range []struct{ file, name, want string }{
		{"lib/b.c", "local", "lib/b.c:local"},
		{"lib/b.c", "exported", "lib/a.c:exported"},
		{"lib/b.c", "helper", "include/linux/a.h:helper"},
		{"lib/b.c", "twin", "include/linux/a.h:twin if !CONFIG_X, lib/a.c:twin"},
		{"lib/b.c", "both", "lib/a.c:both if !CONFIG_Y, lib/a.c:both if CONFIG_Y"},
		{"lib/b.c", "unseen", ""}, // static in another file
		{"lib/b.c", "arch_fn", "arch/arm/x.c:arch_fn, arch/x86/x.c:arch_fn"},
		{"arch/x86/x.c", "arch_fn", "arch/x86/x.c:arch_fn"},
	} {
		p.SetCommon("include/linux/a.h")
		if got := spell(p.Definitions(p.File(c.file).Unit, c.name)); got != c.want {
			t.Errorf("%s in %s: got %q, want %q", c.name, c.file, got, c.want)
		}
	}
}

func TestCallers(t *testing.T) {
	p := program(t, `
-- include/linux/ops.h --
struct foo_ops {
	int (*get)(int n);
	int (*put)(int n);
};
struct foo { const struct foo_ops *ops; };
struct bar_ops {
	int (*get)(int n);
};
struct bar { const struct bar_ops *ops; };
int do_get(int n);
#define GET(n) do_get(n)
-- drivers/impl.c --
#include <linux/ops.h>
static int my_get(int n) { return do_get(n); }
static const struct foo_ops my_ops = {
	.get = my_get,
};
int with_macro(void) { return GET(1); }
-- drivers/late.c --
#include <linux/ops.h>
static int late_get(int n) { return n; }
int init(struct bar_ops *ops) { ops->get = late_get; return 0; }
-- drivers/user.c --
#include <linux/ops.h>
int through_foo(struct foo *f) { return f->ops->get(1); }
int through_bar(struct bar *b) { return b->ops->get(1); }
int not_get(struct foo *f) { return f->ops->put(1); }
-- drivers/other.c --
static int do_get(int n) { return 0; }
int own(void) { return do_get(2); }
-- drivers/def.c --
#include <linux/ops.h>
int do_get(int n) { return n; }
int recursive(int n) { return n ? recursive(n - 1) : do_get(n); }
-- drivers/macro.c --
#include "../include/linux/ops.h"
int only_macro(void) { return GET(3); }
`)
	for _, c := range []struct{ file, name, want string }{
		{"drivers/def.c", "do_get", "drivers/def.c:recursive, drivers/impl.c:my_get, drivers/impl.c:with_macro, drivers/macro.c:only_macro"},
		{"drivers/other.c", "do_get", "drivers/other.c:own"},
		{"drivers/impl.c", "my_get", "drivers/user.c:through_foo through get"},
		{"drivers/late.c", "late_get", "drivers/user.c:through_bar through get"},
		{"drivers/def.c", "recursive", "drivers/def.c:recursive"},
	} {
		fs := p.File(c.file).Named(c.name)
		if len(fs) != 1 {
			t.Fatalf("%s: %d functions %s", c.file, len(fs), c.name)
		}
		list, limited := p.Callers(fs[0])
		var got []string
		for _, caller := range list {
			s := caller.Func.File.Path + ":" + caller.Func.Name
			if caller.Ops != "" {
				s += " through " + caller.Ops
			}
			if caller.Guess {
				s += "?"
			}
			got = append(got, s)
		}
		slices.Sort(got)
		if d := cmp.Diff(c.want, strings.Join(got, ", ")); d != "" || limited {
			t.Errorf("callers of %s in %s (limited %v): -want +got\n%s", c.name, c.file, limited, d)
		}
	}
}

// TestGuess calls through a member of something whose type cannot be found.
func TestGuess(t *testing.T) {
	p := program(t, `
-- drivers/impl.c --
static int my_fetch(int n) { return n; }
static const struct far_ops ops = { .fetch_it = my_fetch };
int caller(void *unknown) { return to_far(unknown)->ops->fetch_it(1); }
`)
	list, _ := p.Callers(p.File("drivers/impl.c").Named("my_fetch")[0])
	if len(list) != 1 || !list[0].Guess || list[0].Func.Name != "caller" {
		t.Errorf("got %+v, want a guess", list)
	}
}

func TestConstants(t *testing.T) {
	p := program(t, `
-- include/linux/c.h --
enum {
	A,
	B = 5,
	C,
	D = B | (1 << 3),
	E = BIT(4),
};
#define F 0x10
#define G (F | D)
#define H G
#define LOOP LOOP2
#define LOOP2 LOOP
#define NOT_ONE sizeof(int)
-- a.c --
#include "include/linux/c.h"
#define LOCAL (H + 1)
-- b.c --
int x;
`)
	for _, c := range []struct {
		file, name string
		want       string
	}{
		{"a.c", "A", "0"}, {"a.c", "B", "5"}, {"a.c", "C", "6"}, {"a.c", "D", "13"}, {"a.c", "E", "16"},
		{"a.c", "F", "16"}, {"a.c", "G", "29"}, {"a.c", "H", "29"}, {"a.c", "LOCAL", "30"},
		{"a.c", "LOOP", "none"}, {"a.c", "NOT_ONE", "none"}, {"a.c", "MISSING", "none"}, {"b.c", "LOCAL", "none"},
	} {
		got := "none"
		if v, ok := p.Constant(p.File(c.file).Unit, c.name); ok {
			got = fmt.Sprint(v)
		}
		if got != c.want {
			t.Errorf("%s in %s is %s, want %s", c.name, c.file, got, c.want)
		}
	}
}

func TestFieldType(t *testing.T) {
	p := program(t, `
-- a.h --
struct inner { unsigned int flags; };
struct outer {
	struct inner in;
	struct { long hidden; };
	union { u8 byte; struct page *page; } u;
	int bit : 3;
	struct page **pages;
};
typedef struct outer outer_t;
-- a.c --
#include "a.h"
-- b.c --
int x;
`)
	for _, c := range []struct{ file, base, field, want string }{
		{"a.c", "struct inner", "flags", "unsigned int"},
		{"a.c", "struct outer", "in", "struct inner"},
		{"a.c", "struct outer", "hidden", "long"},
		{"a.c", "struct outer", "pages", "struct page **"},
		{"a.c", "outer_t", "pages", "struct page **"},
		{"a.c", "struct outer", "missing", "none"},
		{"b.c", "struct outer", "pages", "none"},
	} {
		got := "none"
		if ty := p.FieldType(p.File(c.file).Unit, c.base, c.field); ty != nil {
			got = ty.String()
		}
		if got != c.want {
			t.Errorf("%s.%s in %s is %s, want %s", c.base, c.field, c.file, got, c.want)
		}
	}
}
