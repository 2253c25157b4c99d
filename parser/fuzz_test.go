// SPDX-License-Identifier: MIT

package parser

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/gupvet/gupvet/parser/syntax"
)

// parseAll parses every item of a text and checks what must hold of any text.
func parseAll(t *testing.T, text []byte) {
	u := Scan("fuzz.c", text)
	inside := func(s syntax.Span, what string) {
		if s.Start > s.End || int(s.End) > len(text) {
			t.Fatalf("%s: span %v is outside of the text of %d bytes", what, s, len(text))
		}
	}
	for i := range u.Items {
		it := &u.Items[i]
		inside(it.Span, it.Name)
		inside(it.Body, it.Name)
		switch it.Kind {
		case Function:
			for _, f := range u.Function(it) {
				for _, g := range f.Gaps {
					inside(g.Span, "gap")
				}
				syntax.Walk(f, func(n syntax.Node) bool {
					inside(n.Range(), "node")
					return true
				})
			}
			u.Signature(it)
		case Macro:
			u.Macro(it)
		case Struct:
			u.Struct(it)
		case Enum:
			u.Enum(it)
		case Var:
			u.Vars(it)
		case Typedef:
			u.Typedef(it)
			u.TypedefFields(it)
		}
	}
}

// FuzzParse feeds the whole way from text to syntax.
func FuzzParse(f *testing.F) {
	for _, s := range []string{
		"static int f(void)\n{\n\treturn g(1);\n}\n",
		"#define X(a) do { a; } while (0)\n#if A\nint x;\n#else\nint y\n#endif\n;",
		"SYSCALL_DEFINE3(a, int, b, int, c, int, d)\n{\n}\nSYSCALL_DEFINE0(x)\n{}\n",
		"void f(void)\n{\n\tx = ({ ({ 1; }); });\n\tasm goto(\"\" : : : : l);\nl:}\n",
		"struct a { struct_group(x, int b;); int c : 3; } d = { .b = 1 };\n",
		"int f(){switch(x){case 1 ... 2:}do{}for_each_x(1);}",
		"int f()\n{\n#ifdef AAAAAAAA\nout:\n#else\n\tg();\n#endif\n}\n",
		"f(\n", "{", "}", "\"", "'", "/*", "#if\n#else\n#elif\n#endif", "int f() { goto *x; }", "enum { A, B = A << 1 };",
	} {
		f.Add([]byte(s))
	}
	files, _ := filepath.Glob("../kernel-fixtures/*/mm/gup.c")
	for _, name := range files {
		if b, err := os.ReadFile(name); err == nil {
			f.Add(b)
		}
	}
	f.Fuzz(parseAll)
}
