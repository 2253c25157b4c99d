// SPDX-License-Identifier: MIT

package parser

import (
	"strings"

	"github.com/gupvet/gupvet/parser/syntax"
)

// callArguments makes identifiers of the types that macros take as arguments:
// container_of(p, struct x, y), kzalloc_objs(struct page *, n), min_t(unsigned
// long, a, b). A call of a function has no types among its arguments, and the
// grammar allows none.
func (k *masker) callArguments() {
	for i := k.body; i < len(k.toks); i++ {
		if k.is(i, "(") && k.match[i] > 0 && k.callsWith(i) {
			k.typeArguments(i+1, k.match[i])
		}
	}
}

// callsWith tells whether the parenthesis at i holds the arguments of a call.
func (k *masker) callsWith(i int) bool {
	if k.kind(i-1) != kIdent || isKeyword(k.str(i-1)) || isType(k.str(i-1)) {
		return false
	}
	// (*name)(...) in a declaration has no name before it; a declared
	// function, int f(struct x *p), loses the word struct and nothing more.
	return true
}

// typeArguments takes the arguments between two parentheses one by one.
func (k *masker) typeArguments(from, to int) {
	for i := from; i < to; {
		end := k.argumentEnd(i, to)
		if n := k.typeLength(i, end); n > 0 {
			k.typeArgument(i, i+n)
		}
		i = end + 1
	}
}

// argumentEnd finds the comma behind the argument that begins at i.
func (k *masker) argumentEnd(i, to int) int {
	for i < to && !k.is(i, ",") {
		if k.match[i] > i {
			i = k.match[i]
		}
		i++
	}
	return min(i, to)
}

// typeLength tells how many tokens of an argument are a type; 0 if it is none.
func (k *masker) typeLength(i, end int) int {
	for i < end && k.blanked(i) { // a comment cannot be, an attribute can
		i++
	}
	start, words, sure := i, 0, false
	for ; i < end && k.kind(i) == kIdent; i++ {
		switch w := k.str(i); {
		case k.blanked(i):
			continue
		case w == "struct" || w == "union" || w == "enum":
			sure = true
			words--
		case isType(w) || w == "const" || w == "volatile":
			sure = true
			words--
		}
		words++
	}
	stars := 0
	for ; i < end && (k.is(i, "*") || k.kind(i) == kIdent && (k.blanked(i) || k.is(i, "const"))); i++ {
		stars++
	}
	if i == start || words > 1 || !sure && stars == 0 {
		return 0
	}
	switch {
	case i == end:
		return i - start
	case k.is(i, "[") && k.match[i] == end-1: // struct page *[2]
		return end - start
	}
	return 0
}

// typeArgument writes one identifier for the type of tokens from to to.
func (k *masker) typeArgument(from, to int) {
	first, last := k.toks[from], k.toks[to-1]
	name := from
	for j := from; j < to; j++ { // the last word names the type best
		if k.kind(j) == kIdent && !k.blanked(j) {
			name = j
		}
	}
	word := k.str(name)
	if isType(word) || word == "const" {
		word = "_" + word[1:]
	}
	typ := strings.Join(strings.Fields(string(k.text[first.start:last.end])), " ")
	k.blank(from, to-1)
	k.put(k.toks[name].start, word)
	if k.note.types == nil {
		k.note.types = map[uint32]string{}
	}
	k.note.types[k.toks[name].start] = typ
}

// statementExpressions takes the blocks of ({ ... }) out of the text: they are
// parsed by themselves. The block stays readable at its place in k.out until
// then; see island.
func (k *masker) statementExpressions() {
	for i := range k.toks {
		if k.is(i, "(") && k.is(i+1, "{") && k.match[i+1] > 0 && k.match[i+1]+1 == k.match[i] {
			if k.note.islands == nil {
				k.note.islands = map[uint32]syntax.Span{}
			}
			at := k.toks[i+1].start
			k.note.islands[at] = span(at, k.toks[k.match[i+1]].end)
		}
	}
}

// asm hides the text of an asm statement and notes what it writes and where it
// jumps: the third group of an output, and the words of the last group.
func (k *masker) asm(i int) {
	j := i + 1
	jumps := false
	for k.kind(j) == kIdent {
		jumps = jumps || k.is(j, "goto")
		j++
	}
	if !k.is(j, "(") || k.match[j] < 0 {
		return
	}
	end := k.match[j]
	a := &syntax.Asm{Span: span(k.toks[i].start, k.toks[end].end)}
	section := 0
	for n := j + 1; n < end; n++ {
		switch {
		case k.is(n, ":"):
			section++
		case k.is(n, "(") && section == 1 && k.match[n] > 0:
			if k.kind(n+1) == kIdent && k.match[n] == n+2 {
				a.Outputs = append(a.Outputs, k.str(n+1))
			}
			n = k.match[n]
		case k.kind(n) == kIdent && section == 4 && jumps:
			a.Labels = append(a.Labels, k.str(n))
		}
	}
	k.blank(i, end)
	for n := i; n <= end; n++ { // no rule shall look into it
		k.toks[n].kind = kEOF
	}
	k.put(a.Span.Start32(), "_()")
	if k.note.asms == nil {
		k.note.asms = map[uint32]*syntax.Asm{}
	}
	k.note.asms[a.Span.Start32()] = a
}
