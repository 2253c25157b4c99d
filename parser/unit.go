// SPDX-License-Identifier: MIT

package parser

import (
	"sort"
	"sync"

	"github.com/gupvet/gupvet/parser/syntax"
)

// A Unit is a file cut into its top-level items. It is made without parsing:
// one pass of the lexer that matches braces. What an item says is parsed when
// it is asked for.
//
// A Unit is immutable and safe for concurrent use.
type Unit struct {
	Path  string // as the caller named it
	Text  []byte
	Items []Item
	// Calls are the names that stand before a parenthesis, in order.
	Calls    []Name
	Includes []Include
	// Unbalanced tells that braces did not match and columns had to be
	// trusted instead.
	Unbalanced bool

	once  sync.Once
	lines []syntax.Pos // where each begins
}

// ItemKind is what an item declares.
type ItemKind uint8

// The kinds of items.
const (
	Other     ItemKind = iota // a macro call, a stray semicolon
	Function                  // a function definition
	Macro                     // a #define
	Struct                    // a struct or union definition
	Enum                      // an enumeration
	Var                       // a variable
	Typedef                   // a typedef, of a struct defined there or not
	Prototype                 // a function declaration
)

// An Item is one top-level thing of a file.
type Item struct {
	Kind ItemKind
	syntax.Span
	Name    string     // what it declares; the tag of a struct or enum, or ""
	NamePos syntax.Pos // where the name stands
	Body    syntax.Span
	Cond    string // the #if conditions around it, joined by &&; "" for none
	Static  bool
	Inline  bool
	args    syntax.Span // the parameter list of a function, with parentheses
}

// A Name is an identifier in the text.
type Name struct {
	Text string
	Pos  syntax.Pos
}

// An Include is an #include of a file: "name" or <name>.
type Include struct {
	Name   string
	Quoted bool
}

// ItemAt finds the item that holds a position, or nil: the function rather
// than a #define inside it.
func (u *Unit) ItemAt(p syntax.Pos) *Item {
	var found *Item
	for i := sort.Search(len(u.Items), func(i int) bool { return u.Items[i].End > p }); i < len(u.Items); i++ {
		it := &u.Items[i]
		if it.Contains(p) && (found == nil || it.Kind == Function) {
			found = it
		}
		if it.Start > p && it.Kind != Macro {
			break
		}
	}
	return found
}

// CallsIn lists the called names within a span.
func (u *Unit) CallsIn(s syntax.Span) []Name {
	lo := sort.Search(len(u.Calls), func(i int) bool { return u.Calls[i].Pos >= s.Start })
	hi := sort.Search(len(u.Calls), func(i int) bool { return u.Calls[i].Pos >= s.End })
	return u.Calls[lo:hi]
}

// Named lists the items of a kind with a name: one, or the twins of an #if.
func (u *Unit) Named(k ItemKind, name string) []*Item {
	var found []*Item
	for i := range u.Items {
		if it := &u.Items[i]; it.Kind == k && it.Name == name {
			found = append(found, it)
		}
	}
	return found
}

// Slice gives the text of a span.
func (u *Unit) Slice(s syntax.Span) string { return string(u.Text[s.Start:s.End]) }

// Position turns an offset into a line and a column, both from 1; the column
// counts bytes.
func (u *Unit) Position(p syntax.Pos) (line, column int) {
	u.once.Do(func() {
		u.lines = []syntax.Pos{0}
		for i, b := range u.Text {
			if b == '\n' {
				u.lines = append(u.lines, syntax.Pos(i+1))
			}
		}
	})
	p = min(p, syntax.Pos(len(u.Text)))
	line = sort.Search(len(u.lines), func(i int) bool { return u.lines[i] > p })
	return line, int(p-u.lines[line-1]) + 1
}
