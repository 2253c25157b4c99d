// SPDX-License-Identifier: MIT

package source

import (
	"slices"
	"testing"
)

// padded gives text the room that the C pass reads beyond it.
func padded(text string) []byte {
	b := make([]byte, tokenPad+len(text)+tokenPad)
	copy(b[tokenPad:], text)
	return b[tokenPad : tokenPad+len(text)]
}

func TestTokens(t *testing.T) {
	tests := []struct {
		text string
		name string
		use  Use
		want bool
	}{
		{"\tx = foo(1);", "foo", Called, true},
		{"\tx = foo (1);", "foo", Called, true},
		{"\tx = foo(1);", "oo", Called, false},
		{"\tget_user_pages_unlocked(a)", "get_user_pages_unlocked", Called, true},
		{"\tget_user_pages(a)", "get_user_pages", Called, true},
		{"\tx->ops->get_pages(a)", "get_pages", Called, true},
		{"\tx->ops->get_pages(a)", "get_pages", Declared, false},
		{"int foo(int a);\n", "foo", Declared, true},
		{"int foo(int a);\n", "foo", Called, false},
		{"int\nfoo(int a)\n{\n\tbar(a);", "foo", Declared, true},
		{"int\nfoo(int a)\n{\n\tbar(a);", "bar", Called, true},
		{"int foo(int a) { return bar(a); }\n", "bar", Called, true},
		{"#define X(a) bar(a)\n", "bar", Called, true},
		{"p->flags |= FOLL_WRITE;", "flags", Assigned, true},
		{"p->flags == FOLL_WRITE;", "flags", Assigned, false},
		{"\t.get_pages\t= drv_get_pages,\n", "get_pages", Assigned, true},
		{"\t.get_pages\t= drv_get_pages,\n", "drv_get_pages", Stored, true},
		{"\t.get_pages\t= &drv_get_pages\n}", "drv_get_pages", Stored, true},
		{"\tfn = drv_get_pages;\n", "drv_get_pages", Stored, false},
		{"#define pin pin_user_pages_fast\n", "pin_user_pages_fast", Stored, true},
		{"#define pin pin_user_pages_fast\r\n", "pin_user_pages_fast", Stored, true},
		{"#define N 0x1234\n", "0x1234", Stored, false},
	}
	for _, tt := range tests {
		var tok tokenizer
		got := slices.Contains(tok.tokens(padded(tt.text), nil), hashName([]byte(tt.name), tt.use))
		if got != tt.want {
			t.Errorf("%q: use %d of %s found: %v, want %v", tt.text, tt.use, tt.name, got, tt.want)
		}
	}
}

// The two passes agree, whatever the text. Each goes about it in its own order,
// and so forgets repeats differently.
func FuzzTokens(f *testing.F) {
	for _, s := range []string{
		"static int f(struct x *p)\n{\n\tp->flags |= FOLL_WRITE;\n\treturn g(p);\n}\n",
		"#define A b\n  #define C d\n#define", "=", "(", "#", ".x=y", ".x\t= y", "a_name_of_sixteen_bytes_and_more(",
		"12345678901234567(", "\x00=\x00", ".a=b\x00", ">a<<=b;", ".aaaaaaaaaaaaaaaa=1aaaaaaaaaaaaaaaaaa,",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var a, b tokenizer
		got, want := a.tokens(padded(text), nil), b.tokensGo([]byte(text), nil)
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(slices.Compact(got), slices.Compact(want)) {
			t.Errorf("%q: fast pass %x, plain pass %x", text, got, want)
		}
	})
}
