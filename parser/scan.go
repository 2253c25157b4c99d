// SPDX-License-Identifier: MIT

package parser

import (
	"bytes"
	"unsafe"

	"github.com/gupvet/gupvet/parser/syntax"
)

// Scan cuts a file into its top-level items. It takes any text; what it cannot
// make sense of becomes items of kind Other.
func Scan(path string, text []byte) *Unit {
	u := scanUnit(path, text, false)
	if u.Unbalanced {
		// A file whose braces do not match (an #if around half a statement
		// does that) is read again by the kernel's layout: a brace in the
		// first column ends a function.
		u = scanUnit(path, text, true)
		u.Unbalanced = true
	}
	return u
}

func scanUnit(path string, text []byte, byColumn bool) *Unit {
	s := &scanner{u: &Unit{Path: path, Text: text}, lex: newLexer(text, 0), byColumn: byColumn}
	s.reset()
	for {
		t := s.lex.next()
		if t.kind == kEOF {
			break
		}
		s.token(t)
	}
	s.u.Unbalanced = s.nest != nesting{} && len(text) > 0
	return s.u
}

// A scanner turns tokens into items. Between items it collects the head of the
// next one: the tokens up to a brace or a semicolon.
type scanner struct {
	u        *Unit
	lex      *lexer
	conds    condStack
	nest     nesting
	byColumn bool
	prev     token // the token before

	head head
}

// A head is what is known of an item that has not ended yet.
type head struct {
	start   int // offset of its first token, -1 before it
	end     uint32
	floor   int // #if levels that have not changed since the start
	groups  []group
	words   []token // identifiers outside parentheses
	assign  bool    // an = was seen
	afterEq int     // len(words) at the =
	typedef bool
	static  bool
	inline  bool
	kind    ItemKind // Struct or Enum after that keyword
	tag     token
	body    syntax.Span // of the braces
	inBody  ItemKind    // what the open brace belongs to
	bracket int         // len(words) at the first [, -1
}

// A group is a name followed by parentheses.
type group struct {
	name        token // kind is not kIdent when there is none
	open, close uint32
	word        int // len(words) at its (
}

func (s *scanner) reset() {
	g, w := s.head.groups[:0], s.head.words[:0]
	s.head = head{start: -1, bracket: -1, groups: g, words: w}
}

func (s *scanner) str(t token) string {
	if t.start == t.end {
		return ""
	}
	return unsafe.String(&s.u.Text[t.start], int(t.end-t.start))
}

func (s *scanner) token(t token) {
	switch {
	case t.kind == kDirective:
		s.directive(t)
		return
	case s.nest.brace > 0:
		s.inside(t)
	default:
		s.outside(t)
	}
	s.prev = t
}

// directive follows #if and takes note of #define and #include.
func (s *scanner) directive(t token) {
	text := s.u.Text[t.start:t.end]
	d := parseDirective(text)
	nest, same := s.conds.take(d, s.nest)
	s.nest = nest
	s.head.floor = min(s.head.floor, same)
	switch d.name {
	case "define":
		s.define(t)
	case "include":
		if r := d.rest; len(r) > 2 && (r[0] == '"' || r[0] == '<') {
			s.u.Includes = append(s.u.Includes, Include{Name: r[1 : len(r)-1], Quoted: r[0] == '"'})
		}
	}
}

// define makes an item of a #define and finds the calls in it.
func (s *scanner) define(t token) {
	l := newLexer(s.u.Text[:t.end], int(t.start)+1)
	l.bol = false
	l.next() // "define"
	name := l.next()
	if name.kind != kIdent {
		return
	}
	it := Item{Kind: Macro, Span: span(t.start, t.end), Name: s.str(name), NamePos: syntax.Pos(name.start),
		Cond: s.conds.text(len(s.conds.levels))}
	body := name.end
	if int(name.end) < len(s.u.Text) && s.u.Text[name.end] == '(' {
		l.next()
		for p := l.next(); p.kind != kEOF; p = l.next() {
			if body = p.end; s.u.Text[p.start] == ')' {
				break
			}
		}
		it.args = span(name.end, body)
	}
	it.Body = span(body, t.end)
	prev := token{}
	for p := l.next(); p.kind != kEOF; p = l.next() {
		s.call(prev, p)
		prev = p
	}
	s.u.Items = append(s.u.Items, it)
}

// call takes note of a name before a parenthesis.
func (s *scanner) call(prev, t token) {
	if prev.kind == kIdent && s.u.Text[t.start] == '(' && t.kind == kPunct {
		if name := s.str(prev); !isKeyword(name) {
			s.u.Calls = append(s.u.Calls, Name{name, syntax.Pos(prev.start)})
		}
	}
}

// inside passes over the body of an item.
func (s *scanner) inside(t token) {
	if t.kind != kPunct {
		return
	}
	switch s.u.Text[t.start] {
	case '(':
		s.call(s.prev, t)
	case '{':
		s.nest.brace++
	case '}':
		if s.byColumn && s.column1(t.start) {
			s.nest.brace = 1
		}
		if s.nest.brace--; s.nest.brace == 0 {
			s.nest.paren = 0
			s.closeBody(t)
		}
	}
}

func (s *scanner) column1(off uint32) bool { return off == 0 || s.u.Text[off-1] == '\n' }

// outside takes a token of an item's head.
func (s *scanner) outside(t token) {
	h := &s.head
	if h.start < 0 {
		h.start = int(t.start)
		h.floor = len(s.conds.levels)
	} else if s.loneMacro(t) {
		s.finish(Other)
		s.outside(t)
		return
	}
	switch {
	case t.kind == kIdent && s.nest.paren == 0:
		s.word(t)
	case t.kind == kPunct:
		s.punct(t)
	}
	if s.head.start >= 0 {
		s.head.end = t.end
	}
}

// loneMacro tells whether the head is a macro call without a semicolon, such as
// module_init(f), and t begins the next item.
func (s *scanner) loneMacro(t token) bool {
	h := &s.head
	if s.nest.paren > 0 || len(h.groups) != 1 || len(h.words) != 1 || t.kind != kIdent ||
		h.groups[0].word != 1 || s.u.Text[s.prev.start] != ')' {
		return false
	}
	return bytes.IndexByte(s.u.Text[s.prev.end:t.start], '\n') >= 0
}

func (s *scanner) word(t token) {
	h := &s.head
	switch name := s.str(t); name {
	case "struct", "union":
		h.kind = Struct
	case "enum":
		h.kind = Enum
	case "typedef":
		h.typedef = true
	case "static":
		h.static = true
	case "extern", "const", "volatile":
	default:
		if isInline(name) {
			h.inline = true
		}
		if h.kind != Other && h.tag.kind == kEOF && s.prev.kind == kIdent {
			switch s.str(s.prev) {
			case "struct", "union", "enum":
				h.tag = t
			}
		}
		if !isAttribute(name) {
			h.words = append(h.words, t)
		}
	}
}

func (s *scanner) punct(t token) {
	h := &s.head
	switch s.u.Text[t.start] {
	case '(':
		s.call(s.prev, t)
		if s.nest.paren == 0 {
			h.groups = append(h.groups, group{name: s.prev, open: t.start, word: len(h.words)})
		}
		s.nest.paren++
	case ')':
		if s.nest.paren > 0 {
			s.nest.paren--
		}
		if n := len(h.groups); s.nest.paren == 0 && n > 0 {
			h.groups[n-1].close = t.end
		}
	case '[':
		if h.bracket < 0 && s.nest.paren == 0 {
			h.bracket = len(h.words)
		}
	case '=':
		if s.nest.paren == 0 && t.end == t.start+1 && !h.assign {
			h.assign, h.afterEq = true, len(h.words)
		}
	case '{':
		s.openBody(t)
	case '}':
		s.reset() // a stray one, or the end of extern "C" {
	case ';':
		if s.nest.paren == 0 && !s.oldStyle() {
			s.endDeclaration(t)
		}
	}
}

func (s *scanner) openBody(t token) {
	h := &s.head
	if s.prev.kind == kString { // extern "C" {
		s.reset()
		return
	}
	switch {
	case h.assign:
		h.inBody = Var
	case s.functionGroup() != nil:
		h.inBody = Function
	case h.kind != Other:
		h.inBody = h.kind
	default:
		h.inBody = Other
	}
	h.body.Start = syntax.Pos(t.start)
	s.nest.brace++
}

func (s *scanner) closeBody(t token) {
	h := &s.head
	h.body.End, h.end = syntax.Pos(t.end), t.end
	switch h.inBody {
	case Function, Other:
		s.finish(h.inBody)
	case Struct, Enum:
		s.aggregate()
	}
}

// aggregate makes an item of a struct or enum whose braces have just closed;
// the head goes on, since a variable may follow.
func (s *scanner) aggregate() {
	h := &s.head
	it := s.item(h.inBody)
	it.Name, it.NamePos = s.str(h.tag), syntax.Pos(h.tag.start)
	s.u.Items = append(s.u.Items, it)
	h.kind = Other
	h.words = h.words[:0]
	h.groups = h.groups[:0]
}

// functionGroup finds the name and parameters of a function in the head: the
// first name before parentheses that is not an attribute.
func (s *scanner) functionGroup() *group {
	for i := range s.head.groups {
		g := &s.head.groups[i]
		if g.name.kind == kIdent && !isAttribute(s.str(g.name)) && g.close > 0 {
			return g
		}
	}
	return nil
}

// oldStyle tells whether the head is that of a function in the old style, and
// the semicolon ends the declaration of one of its parameters.
func (s *scanner) oldStyle() bool {
	g := s.functionGroup()
	if g == nil || len(s.head.words) <= g.word || s.head.assign || g.word < 2 {
		return false
	}
	last := s.str(s.head.words[len(s.head.words)-1])
	found := false
	for _, t := range tokens(s.u.Text, int(g.open)+1, int(g.close)-1) {
		switch {
		case t.kind == kIdent:
			found = found || s.str(t) == last
		case t.kind == kPunct && s.u.Text[t.start] == ',', t.kind == kEOF:
		default:
			return false
		}
	}
	return found
}

// endDeclaration ends the item at a semicolon.
func (s *scanner) endDeclaration(t token) {
	h := &s.head
	h.end = t.end
	g := s.functionGroup()
	switch {
	case h.typedef:
		s.finish(Typedef)
	case h.assign:
		s.finish(Var)
	case g != nil && g.word > 1:
		s.finish(Prototype)
	case g != nil:
		s.finish(Other)
	case len(h.words) == 0, len(h.words) == 1 && h.words[0] == h.tag: // a lone semicolon, struct x;
		s.reset()
	default:
		s.finish(Var)
	}
}

// finish makes an item of the head and begins the next.
func (s *scanner) finish(k ItemKind) {
	it := s.item(k)
	h := &s.head
	var name token
	g := s.functionGroup()
	switch {
	case (k == Function || k == Prototype || k == Other) && g != nil:
		name = g.name
		it.args = span(g.open, g.close)
	case k == Typedef && len(h.words) > 0:
		name = h.words[len(h.words)-1]
		if len(h.groups) > 0 && h.groups[0].word > 0 { // typedef int (*name)(...)
			name = s.pointerName(name)
		}
	case k == Var:
		name = s.varName()
	}
	it.Name, it.NamePos = s.str(name), syntax.Pos(name.start)
	s.u.Items = append(s.u.Items, it)
	s.reset()
}

// pointerName finds the name within the first parentheses: (*name).
func (s *scanner) pointerName(otherwise token) token {
	g := s.head.groups[0]
	for _, t := range tokens(s.u.Text, int(g.open)+1, int(g.close)) {
		if t.kind == kIdent {
			return t
		}
	}
	return otherwise
}

func (s *scanner) varName() token {
	h := &s.head
	n := len(h.words)
	if h.assign {
		n = h.afterEq
	}
	if h.bracket >= 0 && h.bracket <= n {
		n = h.bracket
	}
	if n == 0 {
		return token{}
	}
	return h.words[n-1]
}

func (s *scanner) item(k ItemKind) Item {
	h := &s.head
	return Item{
		Kind: k, Span: span(uint32(h.start), h.end), Body: h.body,
		Cond: s.conds.text(min(h.floor, len(s.conds.levels))), Static: h.static, Inline: h.inline,
	}
}

func span(start, end uint32) syntax.Span {
	return syntax.Span{Start: syntax.Pos(start), End: syntax.Pos(end)}
}
