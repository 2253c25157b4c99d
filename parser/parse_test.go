// SPDX-License-Identifier: MIT

package parser

import (
	"fmt"
	"strings"
	"testing"

	"github.com/gupvet/gupvet/parser/syntax"
)

// dump writes statements on one line, in a notation of this test.
func dump(n syntax.Stmt) string {
	switch s := n.(type) {
	case nil:
		return ""
	case *syntax.Block:
		if s == nil {
			return ""
		}
		var parts []string
		for _, st := range s.Stmts {
			parts = append(parts, dump(st))
		}
		return "{" + strings.Join(parts, " ") + "}"
	case *syntax.DeclStmt:
		var parts []string
		for _, v := range s.Vars {
			d := v.Type.String() + " " + v.Name
			if v.Cleanup != "" {
				d += " free=" + v.Cleanup
			}
			if v.Init != nil {
				d += " = " + syntax.Text(v.Init)
			}
			parts = append(parts, d)
		}
		return strings.Join(parts, ", ") + ";"
	case *syntax.ExprStmt:
		if s.X == nil {
			return ";"
		}
		return deep(s.X) + ";"
	case *syntax.If:
		return "if(" + syntax.Text(s.Cond) + ")" + dump(s.Then) + orElse(s.Else)
	case *syntax.IfConfig:
		out := "#if[" + s.Cond + "]" + dump(s.Then)
		if s.Else != nil {
			out += "#else" + dump(s.Else)
		}
		return out
	case *syntax.While:
		if s.DoWhile {
			return "do" + dump(s.Body) + "while(" + syntax.Text(s.Cond) + ")"
		}
		return "while(" + syntax.Text(s.Cond) + ")" + dump(s.Body)
	case *syntax.For:
		return "for(" + dump(s.Init) + text(s.Cond) + ";" + text(s.Post) + ")" + dump(s.Body)
	case *syntax.MacroLoop:
		kind := "loop"
		if s.Once {
			kind = "once"
		}
		var args []string
		for _, a := range s.Args {
			args = append(args, syntax.Text(a))
		}
		return kind + "[" + s.Name + "](" + strings.Join(args, "; ") + ")" + dump(s.Body)
	case *syntax.Switch:
		return "switch(" + syntax.Text(s.Tag) + ")" + dump(s.Body)
	case *syntax.Case:
		switch {
		case s.Value == nil:
			return "default:"
		case s.Last != nil:
			return "case " + text(s.Value) + ".." + text(s.Last) + ":"
		}
		return "case " + text(s.Value) + ":"
	case *syntax.Label:
		return s.Name + ":"
	case *syntax.Goto:
		return "goto " + s.Name + ";"
	case *syntax.Jump:
		if s.Continue {
			return "continue;"
		}
		return "break;"
	case *syntax.Return:
		return "return " + text(s.X) + ";"
	case *syntax.Asm:
		return fmt.Sprintf("asm%v%v;", s.Outputs, s.Labels)
	}
	return fmt.Sprintf("<%T>", n)
}

func orElse(s syntax.Stmt) string {
	if s == nil {
		return ""
	}
	return "else" + dump(s)
}

func text(e syntax.Expr) string {
	if e == nil {
		return ""
	}
	return syntax.Text(e)
}

// deep shows the block of a statement expression too.
func deep(e syntax.Expr) string {
	out := syntax.Text(e)
	syntax.Walk(e, func(n syntax.Node) bool {
		if se, ok := n.(*syntax.StmtExpr); ok {
			out = strings.Replace(out, "({...})", "("+dump(se.Body)+")", 1)
		}
		return true
	})
	return out
}

func function(t *testing.T, src string) []*syntax.Function {
	t.Helper()
	u := Scan("test.c", []byte(src))
	for i := range u.Items {
		if u.Items[i].Kind == Function {
			return u.Function(&u.Items[i])
		}
	}
	t.Fatalf("no function in %q", src)
	return nil
}

// Bodies as kernel code has them near calls of get_user_pages.
func TestBodies(t *testing.T) {
	tests := []struct{ name, body, want string }{
		{"call", "ret = get_user_pages_fast(addr, 1, FOLL_WRITE, &page);",
			"{ret = get_user_pages_fast(addr, 1, FOLL_WRITE, &page);}"},
		{"annotation", "void __user *p = (void __user *)arg;", "{void * p = (void *)arg;}"},
		{"unknown attribute", "struct foo __mystery *p;", "{struct foo * p;}"},
		{"reserved type", "__u32 x = (__u32)y;", "{__u32 x = (__u32)y;}"},
		{"tag like an attribute", "struct __key key = { .a = 1 };", "{struct __key key = { .a = 1 };}"},
		{"type argument", "x = container_of(p, struct foo, bar);", "{x = container_of(p, struct foo, bar);}"},
		{"two-word type argument", "x = min_t(unsigned long, a, b);", "{x = min_t(unsigned long, a, b);}"},
		{"basic type argument", "x = va_arg(ap, int);", "{x = va_arg(ap, int);}"},
		{"pointer type argument", "p = kzalloc_objs(struct page *, n);", "{p = kzalloc_objs(struct page *, n);}"},
		{"typedef pointer argument", "p = va_arg(ap, foo_t *);", "{p = va_arg(ap, foo_t *);}"},
		{"product is no type", "f(a * b, c);", "{f(a * b, c);}"},
		{"loop macro", "for_each_sgtable_sg(sgt, sg, i) { f(sg); }", "{loop[for_each_sgtable_sg](sgt; sg; i){f(sg);}}"},
		{"loop macro without braces", "list_for_each_entry(p, &l, node)\n\tf(p);", "{loop[list_for_each_entry](p; &l; node)f(p);}"},
		{"loop macro under if", "if (x)\n\tfor_each_node(n) {\n\t\tf(n);\n\t}", "{if(x)loop[for_each_node](n){f(n);}}"},
		{"unknown block macro", "walk_pages(p, q) {\n\tf(p);\n}", "{loop[walk_pages](p; q){f(p);}}"},
		{"do with a loop macro", "do {\n\tf();\n} for_each_range(i, n);", "{do{f();}while(i, n)}"},
		{"guard", "guard(mutex)(&m->lock);\nf();", "{guard(mutex)(&m->lock); f();}"},
		{"scoped guard", "scoped_guard(mmap_read_lock, mm) {\n\tf();\n}", "{once[scoped_guard](mmap_read_lock; mm){f();}}"},
		{"scoped guard without braces", "scoped_guard(rcu)\n\tf();", "{once[scoped_guard](rcu)f();}"},
		{"class", "CLASS(fd, f)(n);\ng();", "{CLASS(fd, f)(n); g();}"},
		{"free", "struct page **p __free(kvfree) = NULL;\nf(p);", "{struct page ** p free=kvfree = NULL; f(p);}"},
		{"free without value", "struct page **p __free(kvfree);", "{struct page ** p free=kvfree;}"},
		{"statement expression", "x = ({ int r = f(); r; });", "{x = ({int r = f(); r;});}"},
		{"nested statement expressions", "x = ({ int r = ({ f(); }); r; });", "{x = ({int r = ({f();}); r;});}"},
		{"asm goto", "asm goto(\"1: jmp %l[out]\" : : \"r\" (x) : \"memory\" : out, bad);\nout:\n\treturn 1;\nbad:\n\treturn 2;",
			"{asm[][out bad]; out: return 1; bad: return 2;}"},
		{"asm output", "asm volatile(\"mov %0, %1\" : \"=r\" (val) : \"r\" (x));", "{asm[val][];}"},
		{"case range", "switch (x) {\ncase 1 ... 5:\n\tf();\n\tbreak;\ndefault:\n\tg();\n}",
			"{switch(x){case 1..5: f(); break; default: g();}}"},
		{"label before brace", "f();\nout:\n", "{f(); out: ;}"},
		{"computed goto", "goto *table[i];", "{goto ;}"},
		{"elvis", "x = a ?: b;", "{x = a ?: b;}"},
		{"compound literal", "f(&(struct foo){ .a = 1, .b[2] = 3 });", "{f(&(struct foo){ .a = 1, .b[2] = 3 });}"},
		{"range initializer", "int a[] = { [0 ... 4] = 7, 8 };", "{int[] a = { [0 ... 4] = 7, 8 };}"},
		{"string macros", "printk(KERN_ERR DRV \": %d\" FMT \"\\n\", x);", "{printk(\"...\", x);}"},
		{"macro without semicolon", "TRACE(x)\n\tf();", "{TRACE(x); f();}"},
		{"statements in a macro", "DEB( f(); g(); )", "{{f(); g();}}"},
		{"static macro declaration", "static DEFINE_RATELIMIT_STATE(rs, 5 * HZ, 10);\nf();", "{f();}"},
		{"cast of a call", "x = (u32)(f(y));", "{x = (u32)f(y);}"},
		{"cast that looks like a call", "x = (u32)(y);", "{x = (u32)y;}"},
		{"auto", "auto x = f();", "{int x = f();}"},
		{"offsetof path", "x = offsetof(struct foo, a.b[1]);", "{x = sizeof(...);}"},
		{"for", "for (int i = 0; i < n; i++)\n\tput_page(pages[i]);", "{for(int i = 0;i < n;i++)put_page(pages[i]);}"},
		{"flags", "flags |= (write ? FOLL_WRITE : 0) & ~FOLL_FORCE;", "{flags |= (write ? FOLL_WRITE : 0) & ~FOLL_FORCE;}"},
		{"numbers", "x = 0x10 + 010 + 'a' + 1UL - 0b11;", "{x = 16 + 8 + 97 + 1 - 3;}"},
		{"negative errno", "return -EINTR;", "{return -EINTR;}"},
		{"crlf", "f();\r\n\tg();\r\n", "{f(); g();}"},
		{"ifdef", "a();\n#ifdef CONFIG_X\n\tb();\n#endif\n\tc();", "{a(); #if[CONFIG_X]{b();} c();}"},
		{"ifdef else", "a();\n#ifndef CONFIG_X\n\tb();\n#else\n\tc();\n#endif\n", "{a(); #if[!CONFIG_X]{b();}#else{c();}}"},
		{"elif", "a();\n#if defined(CONFIG_X)\n\tb();\n#elif defined(CONFIG_Y)\n\tc();\n#else\n\td();\n#endif\n\te();",
			"{a(); #if[CONFIG_X]{b();}#else{#if[CONFIG_Y]{c();}#else{d();}} e();}"},
		{"nested ifdef", "#ifdef A_LONG\n\ta();\n#ifdef B_LONG\n\tb();\n#endif\n#endif\n", "{#if[A_LONG]{a(); #if[B_LONG]{b();}}}"},
		{"ifdef around a case", "switch (x) {\ncase 1:\n\ta();\n\tbreak;\n#ifdef CONFIG_X\ncase 2:\n\tb();\n\tbreak;\n#endif\n}",
			"{switch(x){case 1: a(); break; #if[CONFIG_X]{case 2: b(); break;}}}"},
		{"ifdef around a label", "a();\n#ifdef CONFIG_X\nout:\n#endif\n\tb();", "{a(); #if[CONFIG_X]{out: ;} b();}"},
		{"define inside", "#define X 1\n\ta(X);\n#undef X\n", "{a(X);}"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			src := "static int f(void)\n{\n\t" + tt.body + "\n}\n"
			fs := function(t, src)
			if len(fs) != 1 {
				t.Fatalf("%d variants, want 1", len(fs))
			}
			if got := dump(fs[0].Body); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
			for _, g := range fs[0].Gaps {
				t.Errorf("gap: %s at %q", g.Why, src[g.Start:g.End])
			}
		})
	}
}

func TestHeads(t *testing.T) {
	tests := []struct{ src, want string }{
		{"int f(void)\n{\n}\n", "int f()"},
		{"static __always_inline long f(struct mm_struct *mm, int *locked)\n{\n}\n", "long f(struct mm_struct * mm, int * locked)"},
		{"static struct page __init *f(struct file __user *p)\n{\n}\n", "struct page * f(struct file * p)"},
		{"u64 __weak f(u64 x) __acquires(y)\n{\n}\n", "u64 f(u64 x)"},
		{"static noinline_for_stack ssize_t f(int a, ...)\n{\n}\n", "ssize_t f(int a, ... ...)"},
		{"__printf(1, 2) static int f(const char *fmt)\n{\n}\n", "int f(char * fmt)"},
		{"static __printf(1, 2) int f(const char *fmt)\n{\n}\n", "int f(char * fmt)"},
		{"SYSCALL_DEFINE3(move_it, pid_t, pid, unsigned long, nr, const void __user * __user *, p)\n{\n}\n",
			"long sys_move_it(pid_t pid, unsigned long nr, void ** p)"},
		{"SYSCALL_DEFINE0(fork_it)\n{\n}\n", "long sys_fork_it()"},
		{"COMPAT_SYSCALL_DEFINE1(x, int, a)\n{\n}\n", "long sys_x(int a)"},
		{"TEST_F(fix, one)\n{\n}\n", "int TEST_F()"},
		{"int f(a, b)\n\tint a;\n\tchar *b;\n{\n}\n", "int f(int a, char * b)"},
		{"module_init(g)\nstatic int f(int (*cb)(struct page *), void *d)\n{\n}\n", "int f(int *() cb, void * d)"},
		{"#ifdef A\nint f(int a)\n#else\nint f(long a)\n#endif\n{\n\tg();\n}\n", "int f(int a)"},
	}
	for _, tt := range tests {
		f := function(t, tt.src)[0]
		var ps []string
		for _, p := range f.Params {
			ps = append(ps, p.Type.String()+" "+p.Name)
		}
		got := fmt.Sprintf("%s %s(%s)", f.Ret, f.Name, strings.Join(ps, ", "))
		if got != tt.want {
			t.Errorf("%q\ngot  %s\nwant %s", tt.src, got, tt.want)
		}
		for _, g := range f.Gaps {
			t.Errorf("%q: gap: %s", tt.src, g.Why)
		}
	}
}

// An #if that cuts through a statement gives one reading for each branch.
func TestVariants(t *testing.T) {
	src := `static int f(int a)
{
	if (a)
#ifdef CONFIG_MMU
		r = get_user_pages_fast(a, 1, FOLL_WRITE, &p);
	else
#else
		r = get_user_pages_unlocked(a, 1, &p, FOLL_WRITE);
	else
#endif
		r = 0;
	return r;
}
`
	fs := function(t, src)
	want := []string{
		"CONFIG_MMU: {if(a)r = get_user_pages_fast(a, 1, FOLL_WRITE, &p);elser = 0; return r;}",
		"!CONFIG_MMU: {if(a)r = get_user_pages_unlocked(a, 1, &p, FOLL_WRITE);elser = 0; return r;}",
	}
	if len(fs) != len(want) {
		t.Fatalf("%d variants, want %d", len(fs), len(want))
	}
	for i, f := range fs {
		if got := f.Cond + ": " + dump(f.Body); got != want[i] {
			t.Errorf("got  %s\nwant %s", got, want[i])
		}
	}
}

func TestScanItems(t *testing.T) {
	src := `#ifndef _X_H
#define _X_H
#include <linux/mm.h>
#include "drv.h"
#define FLAGS(w) ((w) ? FOLL_WRITE : 0)
struct ops { int (*get)(int); };
enum { A, B = 4 };
typedef struct { int x; } thing_t;
typedef int (*fn_t)(void);
static const struct ops my_ops = { .get = my_get };
static int table[] = { 1, 2 };
int extern_fn(int a);
EXPORT_SYMBOL(extern_fn);
module_init(start)
#ifdef CONFIG_MMU
static inline int twin(void) { return get_user_pages(1); }
#else
static inline int twin(void) { return 0; }
#endif
#endif
`
	u := Scan("x.h", []byte(src))
	var got []string
	for _, it := range u.Items {
		got = append(got, fmt.Sprintf("%d %s [%s]", it.Kind, it.Name, it.Cond))
	}
	want := []string{
		"2 _X_H []", "2 FLAGS []", "3 ops []", "4  []", "3  []", "6 thing_t []", "6 fn_t []",
		"5 my_ops []", "5 table []", "7 extern_fn []", "0 EXPORT_SYMBOL []", "0 module_init []",
		"1 twin [CONFIG_MMU]", "1 twin [!CONFIG_MMU]",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if len(u.Includes) != 2 || u.Includes[0] != (Include{"linux/mm.h", false}) || u.Includes[1] != (Include{"drv.h", true}) {
		t.Errorf("includes: %v", u.Includes)
	}
}

func TestMacros(t *testing.T) {
	tests := []struct{ src, want string }{
		{"#define FLAGS (FOLL_WRITE | FOLL_FORCE)\n", "FLAGS [] = FOLL_WRITE | FOLL_FORCE"},
		{"#define FLAGS(w) ((w) ? FOLL_WRITE : 0)\n", "FLAGS [w] = w ? FOLL_WRITE : 0"},
		{"#define GUP(a, p) \\\n\tget_user_pages_fast(a, 1, FOLL_WRITE, p)\n", "GUP [a p] = get_user_pages_fast(a, 1, FOLL_WRITE, p)"},
		{"#define SET(f) do { (f) |= FOLL_WRITE; } while (0)\n", "SET [f] : {do{f |= FOLL_WRITE;}while(0)}"},
		{"#define SET(f) f |= FOLL_WRITE; g()\n", "SET [f] : {f |= FOLL_WRITE; g();}"},
		{"#define GET(f) ({ int r = g(f); r; })\n", "GET [f] = ({...})"},
		{"#define CALL(x, ...) f(x, __VA_ARGS__)\n", "CALL [x __VA_ARGS__] = f(x, __VA_ARGS__)"},
		{"#define CALL(x, args...) f(x, args)\n", "CALL [x args] = f(x, args)"},
		{"#define PASTE(x) f_##x()\n", "PASTE [x]"},
		{"#define OPEN if (x) {\n", "OPEN []"},
		{"#define EMPTY\n", "EMPTY []"},
		{"#define ALIAS pin_user_pages_fast\n", "ALIAS [] = pin_user_pages_fast"},
		{"#define SIZE(t) sizeof(t)\n", "SIZE [t] = sizeof(...)"},
		{"#define CONT(p) container_of(p, struct foo, bar)\n", "CONT [p] = container_of(p, struct foo, bar)"},
	}
	for _, tt := range tests {
		u := Scan("x.h", []byte(tt.src))
		m := u.Macro(&u.Items[0])
		got := fmt.Sprintf("%s %v", m.Name, m.Params)
		if m.Value != nil {
			got += " = " + syntax.Text(m.Value)
		}
		if m.Body != nil {
			got += " : " + dump(m.Body)
		}
		if got != tt.want {
			t.Errorf("%q\ngot  %s\nwant %s", tt.src, got, tt.want)
		}
	}
}

func TestDeclarations(t *testing.T) {
	u := Scan("x.h", []byte(`
struct obj {
	struct list_head node;
	struct page **pages __counted_by(n);
	unsigned int n : 3, m;
#ifdef CONFIG_X
	int x;
#endif
	struct { u32 flags; union { int a; long b; }; };
	DECLARE_BITMAP(bits, 64);
	struct_group(grp,
		int g1;
		int g2;
	);
	int (*get)(struct obj *o, int k);
} __packed;
enum foll { FOLL_A = 1 << 0, FOLL_B, /* c */ FOLL_C = 0x10 };
static const struct obj_ops ops __ro_after_init = {
	.get = obj_get,
#ifdef CONFIG_X
	.put = obj_put,
#else
	.put = obj_put_slow,
#endif
};
static const unsigned int table[] = { [0] = FOLL_A, FOLL_B };
typedef struct obj obj_t;
long proto(struct mm_struct *mm, unsigned long start, unsigned int gup_flags);
`))
	var got []string
	for i := range u.Items {
		it := &u.Items[i]
		switch it.Kind {
		case Struct:
			for _, f := range u.Struct(it).Fields {
				got = append(got, "field "+f.Type.String()+" "+f.Name)
			}
		case Enum:
			for _, c := range u.Enum(it).Consts {
				got = append(got, "enum "+c.Name+" "+text(c.Value))
			}
		case Var:
			for _, v := range u.Vars(it) {
				got = append(got, "var "+v.Type.String()+" "+v.Name+" = "+text(v.Init))
			}
		case Typedef:
			got = append(got, "typedef "+it.Name+" "+u.Typedef(it).String())
		case Prototype:
			ret, ps := u.Signature(it)
			got = append(got, fmt.Sprintf("proto %s %s %d %s", ret, it.Name, len(ps), ps[2].Name))
		}
	}
	want := []string{
		"field struct list_head node", "field struct page ** pages", "field unsigned int n", "field unsigned int m",
		"field int x", "field u32 flags", "field int a", "field long b", "field int g1", "field int g2", "field int *() get",
		"enum FOLL_A 1 << 0", "enum FOLL_B ", "enum FOLL_C 16",
		"var struct obj_ops ops = { .get = obj_get, .put = obj_put, .put = obj_put_slow }",
		"var unsigned int[] table = { [0] = FOLL_A, FOLL_B }",
		"typedef obj_t struct obj", "proto long proto 3 gup_flags",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}
