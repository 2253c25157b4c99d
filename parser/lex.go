// SPDX-License-Identifier: MIT

package parser

import "bytes"

// A kind is the kind of a token.
type kind uint8

const (
	kEOF kind = iota
	kIdent
	kNumber
	kString // with its quotes and prefix
	kChar
	kPunct
	kDirective // a whole preprocessor line, continuations included
)

// A token is a piece of text: [start, end). A punctuator of several characters
// is several tokens, apart from those in longPunct.
type token struct {
	kind       kind
	start, end uint32
}

// A lexer splits C text into tokens. It never fails: an unterminated string
// ends with its line, an unterminated comment with the text.
type lexer struct {
	text []byte
	pos  int
	bol  bool // only white space since the beginning of the line
}

func newLexer(text []byte, from int) *lexer { return &lexer{text: text, pos: from, bol: true} }

// Classes of bytes.
const (
	cSpace = 1 << iota
	cWord  // part of an identifier or number
	cDigit
)

var class = func() (c [256]uint8) {
	for _, b := range []byte(" \t\r\v\f") {
		c[b] = cSpace
	}
	for b := 'a'; b <= 'z'; b++ {
		c[b], c[b-'a'+'A'] = cWord, cWord
	}
	for b := 0x80; b < 0x100; b++ { // a name in another script is a name
		c[b] = cWord
	}
	c['_'], c['$'] = cWord, cWord
	for b := '0'; b <= '9'; b++ {
		c[b] = cWord | cDigit
	}
	return c
}()

// next gives the next token; comments and white space are passed over.
func (l *lexer) next() token {
	text := l.text
	for l.pos < len(text) {
		c := text[l.pos]
		switch {
		case c == '\n':
			l.bol = true
			l.pos++
		case class[c]&cSpace != 0 || c == 0:
			l.pos++
		case c == '\\':
			l.pos++ // a continuation, or a stray one
		case c == '/' && l.at(1) == '/':
			l.pos = l.lineEnd(l.pos)
		case c == '/' && l.at(1) == '*':
			l.comment()
		default:
			return l.scan(c)
		}
	}
	return token{kEOF, uint32(l.pos), uint32(l.pos)}
}

// scan takes the token that begins with c here.
func (l *lexer) scan(c byte) token {
	start := l.pos
	bol := l.bol
	l.bol = false
	k := kPunct
	switch {
	case class[c]&cDigit != 0 || c == '.' && class[l.at(1)]&cDigit != 0:
		k = kNumber
		l.number()
	case class[c]&cWord != 0:
		k = kIdent
		l.pos++
		for l.pos < len(l.text) && class[l.text[l.pos]]&cWord != 0 {
			l.pos++
		}
		if q := l.at(0); q == '"' && l.pos-start <= 2 && isPrefix(l.text[start:l.pos]) {
			k = kString
			l.quoted(q)
		}
	case c == '"':
		k = kString
		l.quoted(c)
	case c == '\'':
		k = kChar
		l.quoted(c)
	case c == '#' && bol:
		k = kDirective
		l.pos = l.directiveEnd()
		l.bol = true
	default:
		l.pos += punctLen(l.text[l.pos:])
	}
	return token{k, uint32(start), uint32(l.pos)}
}

func isPrefix(b []byte) bool {
	return len(b) == 1 && (b[0] == 'L' || b[0] == 'u' || b[0] == 'U') || string(b) == "u8"
}

func (l *lexer) at(n int) byte {
	if l.pos+n < len(l.text) {
		return l.text[l.pos+n]
	}
	return 0
}

func (l *lexer) lineEnd(from int) int {
	if n := bytes.IndexByte(l.text[from:], '\n'); n >= 0 {
		return from + n
	}
	return len(l.text)
}

func (l *lexer) comment() {
	if n := bytes.Index(l.text[l.pos+2:], []byte("*/")); n >= 0 {
		l.pos += 2 + n + 2
	} else {
		l.pos = len(l.text)
	}
}

func (l *lexer) number() {
	for l.pos < len(l.text) {
		c := l.text[l.pos]
		switch {
		case class[c]&cWord != 0 || c == '.' && l.at(1) != '.':
		case (c == '+' || c == '-') && l.exponent():
		default:
			return
		}
		l.pos++
	}
}

// exponent tells whether the sign here belongs to a number: 1e-3, 0x1p+2.
func (l *lexer) exponent() bool {
	switch l.text[l.pos-1] {
	case 'p', 'P':
		return true
	case 'e', 'E':
		start := l.pos
		for start > 0 && class[l.text[start-1]]&cWord != 0 {
			start--
		}
		return !bytes.HasPrefix(l.text[start:], []byte("0x")) && !bytes.HasPrefix(l.text[start:], []byte("0X"))
	}
	return false
}

// quoted moves behind the string or character that begins with quote here.
func (l *lexer) quoted(quote byte) {
	for l.pos++; l.pos < len(l.text); l.pos++ {
		switch l.text[l.pos] {
		case quote:
			l.pos++
			return
		case '\\':
			l.pos++
		case '\n':
			return
		}
	}
	l.pos = min(l.pos, len(l.text))
}

// directiveEnd finds the end of the preprocessor line that begins here: the
// newline, or the end of the text. A comment that goes on over the line's end
// takes the directive with it.
func (l *lexer) directiveEnd() int {
	for i := l.pos; i < len(l.text); i++ {
		switch l.text[i] {
		case '\n':
			j := i
			for j > l.pos && class[l.text[j-1]]&cSpace != 0 {
				j--
			}
			if l.text[j-1] != '\\' {
				return i
			}
		case '/':
			if bytes.HasPrefix(l.text[i:], []byte("//")) {
				i = l.lineEnd(i) - 1
			} else if bytes.HasPrefix(l.text[i:], []byte("/*")) {
				n := bytes.Index(l.text[i+2:], []byte("*/"))
				if n < 0 {
					return len(l.text)
				}
				i += 2 + n + 1
			}
		case '"':
			sub := lexer{text: l.text, pos: i}
			sub.quoted('"')
			i = sub.pos - 1
		}
	}
	return len(l.text)
}

// punctLen gives the length of the punctuator at the beginning of b. Only those
// are joined that the parser must not take for two others.
func punctLen(b []byte) int {
	if len(b) < 2 {
		return 1
	}
	switch string(b[:2]) {
	case "->", "++", "--", "<<", ">>", "<=", ">=", "==", "!=", "&&", "||", "##",
		"+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=":
		if len(b) > 2 && b[2] == '=' && (b[0] == '<' && b[1] == '<' || b[0] == '>' && b[1] == '>') {
			return 3
		}
		return 2
	case "..":
		if len(b) > 2 && b[2] == '.' {
			return 3
		}
	}
	return 1
}

// tokens splits a piece of a text; the last token is kEOF.
func tokens(text []byte, from, to int) []token {
	l := newLexer(text[:to], from)
	toks := make([]token, 0, (to-from)/4+1)
	for {
		t := l.next()
		toks = append(toks, t)
		if t.kind == kEOF {
			return toks
		}
	}
}
