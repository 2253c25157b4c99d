// SPDX-License-Identifier: MIT

package report

import (
	"bytes"
	"strings"
	"testing"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/gupvet/gupvet/internal/lint"
)

func TestUTF16(t *testing.T) {
	m := NewMapper([]byte("ab\u00fcc\r\n\U0001d11ed\n\xff\xfee"))
	for _, c := range []struct{ line, column, want int }{
		{1, 1, 1}, {1, 3, 3}, {1, 5, 4}, {1, 6, 5},
		{1, 99, 5}, // behind the line: its end
		{2, 1, 1}, {2, 5, 3}, {2, 6, 4},
		{3, 2, 2}, {3, 3, 3}, // bytes that are not UTF-8
		{4, 7, 7}, {0, 0, 1}, // no such line
	} {
		if got := m.UTF16(lint.Position{Line: c.line, Column: c.column}); got != c.want {
			t.Errorf("UTF16(%d:%d) = %d, want %d", c.line, c.column, got, c.want)
		}
	}
}

// FuzzUTF16 compares with the encoder of the standard library.
func FuzzUTF16(f *testing.F) {
	f.Add("a\u00fc\U0001d11eb", 4)
	f.Add("\xc3", 2)
	f.Fuzz(func(t *testing.T, text string, column int) {
		if strings.ContainsAny(text, "\r\n") || !utf8.ValidString(text) || column < 1 || column > len(text)+1 {
			return
		}
		for column <= len(text) && !utf8.RuneStart(text[column-1]) {
			column++
		}
		got := NewMapper([]byte(text)).UTF16(lint.Position{Line: 1, Column: column})
		if want := len(utf16.Encode([]rune(text[:column-1]))) + 1; got != want {
			t.Errorf("UTF16(%q, %d) = %d, want %d", text, column, got, want)
		}
	})
}

func TestExcerpt(t *testing.T) {
	long := strings.Repeat("x", 5000)
	for _, c := range []struct {
		name, text string
		start, end int
		want       string
	}{
		{"tab", "\tf(x);", 2, 6, "     1 |         f(x);\n       |         ^~~~\n"},
		{"escape", "a \x1b]0;t\x07 f()", 3, 8, "     1 | a ?]0;t? f()\n       |   ^~~~~\n"},
		{"bidi", "a\u202eb", 1, 2, "     1 | a?b\n       | ^\n"},
		{"huge", long + "f(x)" + long, 5001, 5005, "     1 | ..." + strings.Repeat("x", 40) + "f(x)" + strings.Repeat("x", 40) + "...\n       | " + strings.Repeat(" ", 43) + "^~~~\n"},
		{"behind", "f", 9, 12, "     1 | f\n       |  ^\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := &lint.Finding{Rule: "r", Severity: lint.Note, Message: "m", At: lint.Range{
				File: "a.c", Start: lint.Position{Line: 1, Column: c.start}, End: lint.Position{Line: 1, Column: c.end}}}
			var b bytes.Buffer
			err := Write(&b, "text", &lint.Result{Tree: "/t", Findings: []*lint.Finding{f}},
				&Options{Cwd: "/t", Source: func(string) ([]byte, error) { return []byte(c.text), nil }})
			if err != nil {
				t.Fatal(err)
			}
			_, got, _ := strings.Cut(b.String(), "[r]\n")
			if got != c.want {
				t.Errorf("got\n%s\nwant\n%s", got, c.want)
			}
		})
	}
}
