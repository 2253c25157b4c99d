// SPDX-License-Identifier: MIT

// Package injector rewrites C code around calls of the family, to measure what
// gupvet finds: it puts flags into calls in many ways, breaks what follows them,
// and changes what ought to change nothing. It works on texts and writes none.
package injector

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/gupvet/gupvet/internal/gup"
	"github.com/gupvet/gupvet/parser"
	"github.com/gupvet/gupvet/parser/syntax"
)

// An Edit puts a text in the place of a piece of another one.
type Edit struct {
	syntax.Span
	Text string
}

// Apply applies edits that do not overlap. Insertions at one place keep their
// order.
func Apply(text []byte, edits []Edit) []byte {
	edits = slices.Clone(edits)
	slices.SortStableFunc(edits, func(a, b Edit) int { return cmp.Compare(a.Start, b.Start) })
	var out bytes.Buffer
	at := syntax.Pos(0)
	for _, e := range edits {
		out.Write(text[at:e.Start])
		out.WriteString(e.Text)
		at = e.End
	}
	out.Write(text[at:])
	return out.Bytes()
}

// Moved tells where a place of the text is after edits were applied; one that was
// replaced is where its replacement begins.
func Moved(edits []Edit, p syntax.Pos) syntax.Pos {
	out := p
	for _, e := range edits {
		switch {
		case e.End <= p && e.Start < p || e.Start == e.End && e.Start <= p:
			out += syntax.Pos(len(e.Text)) - (e.End - e.Start)
		case e.Start < p:
			out -= p - e.Start
		}
	}
	return out
}

// A Call is a call of an entry in the body of a function.
type Call struct {
	Unit  *parser.Unit
	Func  *parser.Item
	Entry *gup.Entry
	Name  syntax.Span
	Args  []syntax.Span // without blanks around them
	Span  syntax.Span   // from the name to the closing parenthesis
}

// CallAt finds the call of an entry whose name stands at a place.
func CallAt(u *parser.Unit, pos syntax.Pos, e *gup.Entry) (*Call, error) {
	it := u.ItemAt(pos)
	if it == nil || it.Kind != parser.Function {
		return nil, fmt.Errorf("%s: no function around offset %d", u.Path, pos)
	}
	code := Code(u.Text)
	end := pos
	for int(end) < len(code) && isWord(code[end]) {
		end++
	}
	open := end
	for int(open) < len(code) && isSpace(code[open]) {
		open++
	}
	if int(open) >= len(code) || code[open] != '(' {
		return nil, fmt.Errorf("%s: no call at offset %d", u.Path, pos)
	}
	c := &Call{Unit: u, Func: it, Entry: e, Name: syntax.Span{Start: pos, End: end}}
	args, last, ok := split(code, open)
	if !ok {
		return nil, fmt.Errorf("%s: the call at offset %d does not end", u.Path, pos)
	}
	c.Args, c.Span = args, syntax.Span{Start: pos, End: last + 1}
	return c, nil
}

// split takes the arguments apart that begin behind a parenthesis, and gives the
// place of the closing one.
func split(code []byte, open syntax.Pos) (args []syntax.Span, last syntax.Pos, ok bool) {
	depth, start := 0, open+1
	add := func(end syntax.Pos) {
		s := syntax.Span{Start: start, End: end}
		for s.Start < s.End && isSpace(code[s.Start]) {
			s.Start++
		}
		for s.End > s.Start && isSpace(code[s.End-1]) {
			s.End--
		}
		args = append(args, s)
		start = end + 1
	}
	for i := open; int(i) < len(code); i++ {
		switch code[i] {
		case '(', '[', '{':
			depth++
		case ')', ']', '}':
			if depth--; depth == 0 {
				if i > open+1 {
					add(i)
				}
				return args, i, true
			}
		case ',':
			if depth == 1 {
				add(i)
			}
		}
	}
	return nil, 0, false
}

// Arg gives the text of an argument.
func (c *Call) Arg(i int) string { return c.Unit.Slice(c.Args[i]) }

// Replace replaces an argument.
func (c *Call) Replace(i int, text string) Edit { return Edit{c.Args[i], text} }

// Rename replaces the function that is called.
func (c *Call) Rename(name string) Edit { return Edit{c.Name, name} }

// Before inserts a text before the function around the call.
func (c *Call) Before(text string) Edit {
	return Edit{at(c.Func.Start), text + "\n"}
}

// First inserts a text as the first of the function's body.
func (c *Call) First(text string) Edit {
	return Edit{at(c.Func.Body.Start + 1), "\n\t" + text}
}

// Code blanks comments, strings, character constants and preprocessor lines of a
// C text at equal length.
func Code(text []byte) []byte {
	out := bytes.Clone(text)
	lineStart := true
	for i := 0; i < len(text); {
		n, blank := 1, true
		switch rest := text[i:]; {
		case rest[0] == '\n':
			lineStart, blank = true, false
		case isSpace(rest[0]):
			blank = false
		case bytes.HasPrefix(rest, []byte("/*")):
			if n = bytes.Index(rest[2:], []byte("*/")); n < 0 {
				n = len(rest) - 4
			}
			n += 4
		case bytes.HasPrefix(rest, []byte("//")), lineStart && rest[0] == '#':
			n = logicalLine(rest)
		case rest[0] == '"' || rest[0] == '\'':
			n, lineStart = quoted(rest), false
		default:
			lineStart, blank = false, false
		}
		for j := i; blank && j < i+n && j < len(out); j++ {
			if out[j] != '\n' {
				out[j] = ' '
			}
		}
		i += n
	}
	return out
}

// logicalLine gives the length of a line with those that a backslash joins to it.
func logicalLine(text []byte) int {
	for i, b := range text {
		if b == '\n' && text[i-1] != '\\' {
			return i
		}
	}
	return len(text)
}

// quoted gives the length of a string or character constant.
func quoted(text []byte) int {
	for i := 1; i < len(text); i++ {
		switch text[i] {
		case '\\':
			i++
		case '\n':
			return i
		case text[0]:
			return i + 1
		}
	}
	return len(text)
}

func isWord(b byte) bool {
	return b == '_' || b >= '0' && b <= '9' || b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z'
}

func isSpace(b byte) bool { return strings.IndexByte(" \t\r\n", b) >= 0 }

// Words lists the places of a name in code, within a span.
func Words(code []byte, in syntax.Span, name string) []syntax.Span {
	var list []syntax.Span
	for i := int(in.Start); i < int(in.End); {
		k := bytes.Index(code[i:in.End], []byte(name))
		if k < 0 {
			break
		}
		s, e := i+k, i+k+len(name)
		if (s == 0 || !isWord(code[s-1])) && (e == len(code) || !isWord(code[e])) {
			list = append(list, syntax.Span{Start: syntax.Pos(s), End: syntax.Pos(e)})
		}
		i = e
	}
	return list
}

// at is the empty span at a place.
func at(p syntax.Pos) syntax.Span { return syntax.Span{Start: p, End: p} }
