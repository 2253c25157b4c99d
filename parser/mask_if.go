// SPDX-License-Identifier: MIT

package parser

import "bytes"

// follow keeps the tokens that are C: it turns every #if around whole
// statements into an if statement and picks a branch of the others.
func (k *masker) follow(toks []token) {
	if n := len(toks); n > 0 && toks[n-1].kind == kEOF {
		toks = toks[:n-1]
	}
	for i := 0; i < len(toks); {
		t := toks[i]
		if t.kind != kDirective {
			k.toks = append(k.toks, t)
			copy(k.out[int(t.start)-k.base:], k.text[t.start:t.end])
			i++
			continue
		}
		d := parseDirective(k.text[t.start:t.end])
		if d.name != "if" && d.name != "ifdef" && d.name != "ifndef" {
			i++ // a #define, a stray #else: nothing of it is C
			continue
		}
		g := k.group(toks, i)
		k.branch(g, toks)
		i = g.next
	}
}

// A condGroup is an #if up to its #endif.
type condGroup struct {
	branches []condBranch
	endif    token
	next     int // index of the first token behind the #endif
}

// A condBranch is a branch of an #if: toks[from:to] behind its directive.
type condBranch struct {
	directive token
	name      string
	own       string // the condition of the directive alone
	cond      string // with those of the branches before it denied
	from, to  int
}

// group finds the branches of the #if at toks[i]. Where the #endif is missing,
// the last branch reaches to the end.
func (k *masker) group(toks []token, i int) condGroup {
	var g condGroup
	elseOf := ""
	level := 0
	for ; i < len(toks); i++ {
		t := toks[i]
		if t.kind != kDirective {
			continue
		}
		d := parseDirective(k.text[t.start:t.end])
		switch d.name {
		case "if", "ifdef", "ifndef":
			level++
			if level > 1 {
				continue
			}
		case "elif", "elifdef", "elifndef", "else":
			if level > 1 {
				continue
			}
		case "endif":
			if level--; level > 0 {
				continue
			}
			g.endif = t
		default:
			continue
		}
		if n := len(g.branches); n > 0 {
			g.branches[n-1].to = i
		}
		if d.name == "endif" {
			g.next = i + 1
			return g
		}
		own := d.condition("")
		g.branches = append(g.branches, condBranch{directive: t, name: d.name, own: own,
			cond: d.condition(elseOf), from: i + 1})
		if d.name != "else" {
			elseOf = and(elseOf, not(own))
		}
	}
	g.branches[len(g.branches)-1].to = len(toks)
	g.next = len(toks)
	return g
}

// branch takes an #if: all branches, or one.
func (k *masker) branch(g condGroup, toks []token) {
	switch {
	case (k.mode != inFunction || k.inMembers()) && k.balanced(g, toks):
		for _, b := range g.branches {
			k.follow(toks[b.from:b.to])
		}
	case k.mode == inFunction && k.aligned(g, toks):
		k.config(g, toks)
	default:
		k.choose(g, toks)
	}
}

// choose takes one branch and notes that there are others.
func (k *masker) choose(g condGroup, toks []token) {
	ig := ifGroup{at: g.branches[0].directive.start}
	for _, b := range g.branches {
		ig.conds = append(ig.conds, b.cond)
		ig.worth = append(ig.worth, k.worth(toks[b.from:b.to]))
	}
	if g.branches[len(g.branches)-1].name != "else" { // the branch that is not there
		ig.conds = append(ig.conds, g.elseCond())
		ig.worth = append(ig.worth, false)
	}
	n, picked := k.pick[ig.at]
	if !picked && ig.conds[0] == "0" {
		n = 1
	}
	k.note.groups = append(k.note.groups, ig)
	if n < len(g.branches) {
		b := g.branches[n]
		k.follow(toks[b.from:b.to])
	}
}

func (g condGroup) elseCond() string {
	c := ""
	for _, b := range g.branches {
		c = and(c, not(b.own))
	}
	return c
}

// worth tells whether tokens hold a call or an assignment.
func (k *masker) worth(toks []token) bool {
	for i, t := range toks {
		if t.kind != kPunct {
			continue
		}
		switch c := k.text[t.start]; {
		case c == '(' && i > 0 && toks[i-1].kind == kIdent && !isKeyword(string(k.text[toks[i-1].start:toks[i-1].end])):
			return true
		case t.end-t.start == 1 && c == '=', t.end-t.start == 2 && k.text[t.end-1] == '=' && bytes.IndexByte([]byte("=!<>"), c) < 0:
			return true
		}
	}
	return false
}

// balanced tells whether every branch closes what it opens, and nothing else.
func (k *masker) balanced(g condGroup, toks []token) bool {
	for _, b := range g.branches {
		depth := 0
		for _, t := range toks[b.from:b.to] {
			if t.kind != kPunct {
				continue
			}
			switch k.text[t.start] {
			case '(', '[', '{':
				depth++
			case ')', ']', '}':
				if depth--; depth < 0 {
					return false
				}
			}
		}
		if depth != 0 {
			return false
		}
	}
	return true
}

// aligned tells whether an #if stands around whole statements, so that it can
// become a statement itself.
func (k *masker) aligned(g condGroup, toks []token) bool {
	if n := len(k.toks); n == 0 || !k.ends(k.toks[n-1]) || g.endif.end == 0 || !k.roomFor(g) || k.inMembers() {
		return false
	}
	if g.next < len(toks) && string(k.text[toks[g.next].start:toks[g.next].end]) == "else" {
		return false
	}
	for _, b := range g.branches {
		first, last := k.edge(toks[b.from:b.to])
		if first.end > 0 && (string(k.text[first.start:first.end]) == "else" || !k.ends(last)) {
			return false
		}
	}
	return k.balanced(g, toks)
}

// inMembers tells whether the tokens so far end inside the braces of a struct.
func (k *masker) inMembers() bool {
	depth := 0
	for i := len(k.toks) - 1; i > 0; i-- {
		switch {
		case k.is(i, "}"):
			depth++
		case k.is(i, "{") && depth > 0:
			depth--
		case k.is(i, "{"):
			return isTag(k.str(i-1)) || i > 1 && isTag(k.str(i-2))
		}
	}
	return false
}

// edge gives the first and the last token that is no directive.
func (k *masker) edge(toks []token) (first, last token) {
	for _, t := range toks {
		if t.kind != kDirective {
			if first.end == 0 {
				first = t
			}
			last = t
		}
	}
	return first, last
}

// ends tells whether a statement or label can end with a token.
func (k *masker) ends(t token) bool {
	if t.kind != kPunct {
		return false
	}
	switch k.text[t.start] {
	case ';', '{', '}', ':':
		return true
	}
	return false
}

const (
	ifText   = "if(0){"
	elseText = "}else{"
)

// roomFor tells whether the directives are long enough for what replaces them;
// the newline behind one can be used too.
func (k *masker) roomFor(g condGroup) bool {
	for i, b := range g.branches {
		need := len(ifText)
		if i > 0 && b.name == "else" {
			need = len(elseText)
		} else if i > 0 {
			need = len(elseText) + len(ifText)
		}
		if k.room(b.directive) < need {
			return false
		}
	}
	return k.room(g.endif) >= len(g.branches)
}

func (k *masker) room(t token) int { return min(int(t.end)+1, k.base+len(k.out)) - int(t.start) }

// config writes an if statement for an #if.
func (k *masker) config(g condGroup, toks []token) {
	if k.note.configs == nil {
		k.note.configs = map[uint32]string{}
	}
	open := 0
	for i, b := range g.branches {
		at := b.directive.start
		if i > 0 {
			k.closeLabel()
			k.put(at, elseText)
			at += uint32(len(elseText))
		}
		if b.name != "else" {
			k.put(at, ifText)
			k.note.configs[at] = b.own
			open++
		}
		k.follow(toks[b.from:b.to])
	}
	k.closeLabel()
	for i := range open {
		k.put(g.endif.start+uint32(i), "}")
	}
}

// closeLabel gives a label at the end of a branch its statement.
func (k *masker) closeLabel() {
	if t := k.toks[len(k.toks)-1]; k.text[t.start] == ':' && t.kind == kPunct {
		k.put(t.end, ";")
	}
}
