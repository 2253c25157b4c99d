// SPDX-License-Identifier: MIT

package parser

import "strings"

// header makes the head of a function one that parses: return type, name and
// parameters, without the attributes around them. A head that is a macro
// (SYSCALL_DEFINE3, TEST_F) becomes a plain one.
func (k *masker) header() {
	g, end := k.nameAndParams()
	if g < 0 {
		return
	}
	w := k.str(g)
	switch {
	case g == 0 && strings.Contains(w, "SYSCALL_DEFINE") && k.kind(g+2) == kIdent && (k.is(g+3, ",") || g+3 == end):
		k.syscall(g, end)
	case g == 0 && k.kind(0) == kIdent:
		k.fill(token{kIdent, k.toks[0].start, k.toks[end].end}, "")
		k.put(k.toks[0].start, "int f()")
		for i := 0; i <= end; i++ {
			k.toks[i].kind = kEOF
		}
	default:
		k.returnType(g)
	}
	for i := end + 1; i < k.body; i++ { // attributes; the old style has semicolons
		if k.is(i, ";") {
			return
		}
	}
	k.blank(end+1, k.body-1)
}

// nameAndParams finds the token of the function's name and that of the
// parenthesis behind its parameters.
func (k *masker) nameAndParams() (name, end int) {
	for i := 0; i < k.body; i++ {
		if k.is(i, "(") && k.match[i] > 0 && k.match[i] < k.body {
			if k.kind(i-1) == kIdent && !isAttribute(k.str(i-1)) && !isType(k.str(i-1)) {
				return i - 1, k.match[i]
			}
			if k.kind(i-1) == kIdent && isAttribute(k.str(i-1)) {
				i = k.match[i]
			}
		}
	}
	return -1, -1
}

// returnType hides all words before the name at g that are not the type. Where
// a keyword says the type, every other word is an attribute; otherwise the last
// word that does not look like one is it.
func (k *masker) returnType(g int) {
	basic, typ := false, -1
	for i := range g {
		w := k.str(i)
		switch {
		case k.kind(i) != kIdent || isAttribute(w):
		case isType(w):
			basic = true
		case isTag(k.str(i - 1)):
			basic = true
			typ = i
		case !isSpecifier(w) && !isTag(w) && (typ < 0 || !looksLikeAttribute(w)):
			typ = i
		}
	}
	for i := range g {
		w := k.str(i)
		if k.kind(i) == kIdent && !isType(w) && !isTag(w) && !isSpecifier(w) && !isTag(k.str(i-1)) &&
			(basic || i != typ) {
			k.blank(i, i)
		}
	}
}

func isTag(w string) bool { return w == "struct" || w == "union" || w == "enum" }

func isSpecifier(w string) bool {
	switch w {
	case "static", "extern", "inline", "const", "volatile":
		return true
	}
	return false
}

// syscall rewrites SYSCALL_DEFINEn(name, type, arg, ...), which ends at end, as
// long name(type arg, ...).
func (k *masker) syscall(g, end int) {
	open := g + 1
	k.fill(k.toks[g], "long")
	name := k.toks[open+1]
	if open+2 == end { // no parameters: name() needs the place of the parenthesis
		k.put(k.toks[open].start, " ")
		k.put(name.start-1, string(k.text[name.start:name.end])+"(")
		return
	}
	k.put(k.toks[open].start, " ")
	k.put(k.toks[open+2].start, "(")
	commas := 0
	for i := open + 3; i < end; i++ {
		if k.match[i] > i {
			i = k.match[i]
			continue
		}
		if k.is(i, ",") {
			if commas%2 == 0 {
				k.blank(i, i)
			}
			commas++
		}
	}
}
