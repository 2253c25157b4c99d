// SPDX-License-Identifier: MIT

package parser

import (
	"bytes"
	"strings"

	"github.com/gupvet/gupvet/parser/syntax"
)

// Kernel C as it stands is not what the grammar of tree-sitter takes: 20 % of
// the functions in files that call get_user_pages come out damaged. A masker
// rewrites an item into C that parses, byte for byte at the same place, and
// takes note of what it hid. The parts of the file that stand in the item's way
// (comments, directives, the branches not taken) become spaces.
//
// The text of a masker's output is never shown: messages quote the file.

// A mode says what kind of item is masked.
type mode uint8

const (
	inFunction mode = iota
	inStruct        // a struct, union or enum
	inVar           // a variable with its initializer
	inMacro         // the body of a #define
)

// A masker rewrites one item.
type masker struct {
	text []byte // the file
	base int    // offset of out[0] in text
	out  []byte
	mode mode
	pick picks
	note *notes

	toks  []token // what is left after the directives have been followed
	match []int   // for each bracket, the index of its partner; -1 for none
	body  int     // index of the first token of a function's body
}

// notes is what a masker hid, by the offset where something stands instead.
type notes struct {
	loops   map[uint32]string      // while or if: the name of a loop macro
	configs map[uint32]string      // if: the condition of an #if
	types   map[uint32]string      // an identifier: the type that it replaces
	islands map[uint32]syntax.Span // an identifier: the block of a statement expression
	asms    map[uint32]*syntax.Asm // a statement: an asm
	ranges  map[uint32]bool        // a |: the ... of a case range
	attrs   []attr                 // attributes with arguments, in order
	// groups are the #if that cut through statements and of which one branch
	// had to be picked.
	groups []ifGroup
}

// An attr is an attribute with its argument: __free(kfree).
type attr struct {
	at        uint32
	name, arg string
}

// An ifGroup is an #if of which one branch was picked.
type ifGroup struct {
	at    uint32 // offset of the #if
	conds []string
	// worth tells for each branch whether it holds a call or an assignment,
	// so that reading it too may say something new.
	worth []bool
}

// computed stands for the target of a computed goto.
const computed = "_"

// picks chooses a branch for the #if at an offset; the first is taken where it
// has none.
type picks map[uint32]int

// mask rewrites the text of a span. bodyAt is the offset of a function's brace.
func mask(text []byte, s syntax.Span, m mode, bodyAt syntax.Pos, pick picks) ([]byte, *notes) {
	k := &masker{text: text, base: int(s.Start), out: make([]byte, s.End-s.Start), mode: m, pick: pick,
		note: &notes{}}
	for i := range k.out {
		k.out[i] = ' '
	}
	all := tokens(text, int(s.Start), int(s.End))
	k.toks = make([]token, 0, len(all))
	k.follow(all)
	k.pair()
	for k.body < len(k.toks) && syntax.Pos(k.toks[k.body].start) < bodyAt {
		k.body++
	}
	k.rewrite()
	return k.out, k.note
}

// rewrite applies every rule to every token.
func (k *masker) rewrite() {
	if k.mode == inFunction {
		k.header()
	} else {
		k.body = 0
	}
	for i := range k.toks {
		switch k.toks[i].kind {
		case kIdent:
			k.ident(i)
		case kString:
			k.stringNeighbours(i)
		case kPunct:
			k.punct(i)
		}
	}
	k.callArguments()
	k.statementExpressions()
}

func (k *masker) str(i int) string {
	if i < 0 || i >= len(k.toks) {
		return ""
	}
	t := k.toks[i]
	return string(k.text[t.start:t.end])
}

func (k *masker) is(i int, s string) bool {
	if i < 0 || i >= len(k.toks) {
		return false
	}
	t := k.toks[i]
	return string(k.text[t.start:t.end]) == s
}

func (k *masker) kind(i int) kind {
	if i < 0 || i >= len(k.toks) {
		return kEOF
	}
	return k.toks[i].kind
}

// blank hides tokens i to j, both included.
func (k *masker) blank(i, j int) {
	for ; i <= j && i < len(k.toks); i++ {
		k.fill(k.toks[i], "")
	}
}

// fill writes s over a token, and spaces over what is left of it.
func (k *masker) fill(t token, s string) {
	b := k.out[int(t.start)-k.base : int(t.end)-k.base]
	n := copy(b, s)
	for ; n < len(b); n++ {
		b[n] = ' '
	}
}

// put writes s at an offset of the file.
func (k *masker) put(at uint32, s string) { copy(k.out[int(at)-k.base:], s) }

// blanked tells whether nothing of a token is left.
func (k *masker) blanked(i int) bool {
	return i >= 0 && i < len(k.toks) && k.out[int(k.toks[i].start)-k.base] == ' '
}

// pair finds the partner of every bracket.
func (k *masker) pair() {
	k.match = make([]int, len(k.toks))
	var open []int
	for i := range k.toks {
		k.match[i] = -1
		if k.toks[i].kind != kPunct {
			continue
		}
		switch c := k.text[k.toks[i].start]; c {
		case '(', '[', '{':
			open = append(open, i)
		case ')', ']', '}':
			for n := len(open); n > 0; n-- {
				j := open[n-1]
				if closes(k.text[k.toks[j].start], c) {
					k.match[i], k.match[j] = j, i
					open = open[:n-1]
					break
				} else if c != '}' {
					break // a stray one: leave the block around it alone
				}
			}
		}
	}
}

func closes(open, c byte) bool {
	return open == '(' && c == ')' || open == '[' && c == ']' || open == '{' && c == '}'
}

// statementStart tells whether a statement begins at token i.
func (k *masker) statementStart(i int) bool {
	for i--; k.blanked(i); i-- {
	}
	if i < 0 {
		return k.mode == inMacro
	}
	switch k.str(i) {
	case ";", "{", "}", ":", "else", "do":
		return true
	case ")":
		return k.match[i] > 0 && k.isControl(k.match[i]-1)
	}
	return false
}

// isControl tells whether the word at i heads a statement: if, for, a loop macro.
func (k *masker) isControl(i int) bool {
	switch w := k.str(i); w {
	case "if", "while", "for", "switch":
		return true
	default:
		_, ok := k.note.loops[k.toks[i].start]
		return ok
	}
}

// ident applies the rules for words.
func (k *masker) ident(i int) {
	w := k.str(i)
	switch {
	case w == "asm" || w == "__asm__" || w == "__asm":
		k.asm(i)
	case w == "case":
		k.caseRange(i)
	case w == "auto" && k.kind(i+1) == kIdent && (k.is(i+2, "=") || k.kind(i+2) == kIdent):
		k.fill(k.toks[i], "int")
	case w == "offsetof" || w == "__builtin_offsetof":
		k.offsetof(i)
	case strings.HasPrefix(w, "__alignof") && !k.is(i+1, "("):
		k.fill(k.toks[i], "sizeof")
	case w == "static" && i > k.body && k.is(i+2, "(") && k.match[i+2] > 0 && k.statementStart(i):
		k.blank(i, k.match[i+2]+1) // static DEFINE_MUTEX(x);
	case w == "goto" && k.is(i+1, "*"):
		k.computedGoto(i + 1)
	case isAttribute(w):
		k.attribute(i, w)
	case looksLikeAttribute(w) && k.declarator(i):
		k.blank(i, i)
	case i > k.body || k.mode == inMacro:
		k.macroStatement(i, w)
	}
}

// attribute hides an attribute and its arguments.
func (k *masker) attribute(i int, w string) {
	j := i
	if attributes[w] && k.is(i+1, "(") && k.match[i+1] > 0 {
		j = k.match[i+1]
		arg := string(bytes.TrimSpace(k.text[k.toks[i+1].end:k.toks[j].start]))
		k.note.attrs = append(k.note.attrs, attr{k.toks[i].start, w, arg})
	} else if attributes[w] {
		return
	}
	k.blank(i, j)
}

// declarator tells whether an unknown word that looks like an attribute stands
// where it can be nothing else: between a type and the name it declares.
func (k *masker) declarator(i int) bool {
	next := k.kind(i+1) == kIdent && !k.is(i+1, "if") || k.is(i+1, "*")
	prev := k.kind(i-1) == kIdent && !isKeyword(k.str(i-1)) && !isTag(k.str(i-1)) ||
		k.is(i-1, "*") && k.kind(i+1) == kIdent
	return next && prev
}

// macroStatement takes a macro call that stands as a statement: one that heads
// a block becomes a loop, one without a semicolon gets it.
func (k *masker) macroStatement(i int, w string) {
	if !k.is(i+1, "(") || k.match[i+1] < 0 || isKeyword(w) || isType(w) || !k.statementStart(i) || k.is(i+2, "*") {
		return // a pointer to a function is declared as type (*name)(...)
	}
	if k.mode == inStruct {
		k.fieldMacro(i, w)
		return
	}
	end := k.match[i+1]
	next := end + 1
	switch {
	case k.closesDo(i-1) && len(w) >= len("while"): // do { ... } for_each_x(...);
		k.fill(k.toks[i], "while")
	case k.hasStatements(i + 1):
		k.braces(i, end)
	case k.is(next, "{"), isLoopMacro(w) && k.beginsStatement(next):
		k.loop(i, w)
	case k.kind(next) == kIdent && k.newline(end):
		k.put(k.toks[end].end, ";")
	}
}

// closesDo tells whether token i is the brace that closes a do block.
func (k *masker) closesDo(i int) bool {
	return i > 0 && k.is(i, "}") && k.match[i] > 0 && k.is(k.match[i]-1, "do")
}

// braces makes a block of the macro call at i, whose arguments are statements.
func (k *masker) braces(i, end int) {
	k.blank(i, i)
	k.put(k.toks[i+1].start, "{")
	switch {
	case k.is(end-1, ";") || k.is(end-1, "}"):
		k.put(k.toks[end].start, "}")
	case k.is(end+1, ";"):
		k.put(k.toks[end].start, ";")
		k.put(k.toks[end+1].start, "}")
	}
}

// hasStatements tells whether there are statements between the parentheses at
// open: DEBUG(printk(...); x++), DEBUG(if (x) ...).
func (k *masker) hasStatements(open int) bool {
	switch k.str(open + 1) {
	case "if", "for", "while", "do":
		return true
	}
	for j := open + 1; j < k.match[open]; j++ {
		if k.match[j] > j {
			j = k.match[j]
		} else if k.is(j, ";") {
			return true
		}
	}
	return false
}

// beginsStatement tells whether a statement can begin at token i, and not the
// rest of an expression.
func (k *masker) beginsStatement(i int) bool {
	return k.kind(i) == kIdent || k.is(i, "*") || k.is(i, "(") || k.is(i, "++") || k.is(i, "--") || k.is(i, ";") && k.newline(i-1)
}

// newline tells whether the line ends behind token i.
func (k *masker) newline(i int) bool {
	end := k.toks[i].end
	return int(end) < len(k.text) && k.text[end] == '\n'
}

// loop makes a while of a macro that heads a statement.
func (k *masker) loop(i int, w string) {
	t, open, end := k.toks[i], k.toks[i+1], k.toks[k.match[i+1]]
	word := "while"
	if len(w) < len(word) {
		word = "if"
	}
	if len(w) < len(word) {
		return
	}
	if k.match[i+1] == i+2 { // no arguments: while() does not parse
		if int(end.start-t.start) < len(word)+2 {
			return
		}
		k.fill(token{kIdent, t.start, open.end}, word)
		k.put(end.start-2, "(0")
	} else {
		k.fill(t, word)
	}
	if k.note.loops == nil {
		k.note.loops = map[uint32]string{}
	}
	k.note.loops[t.start] = w
}

// fieldMacro hides a macro among the members of a struct, apart from those that
// have members as arguments.
func (k *masker) fieldMacro(i int, w string) {
	end := k.match[i+1]
	if strings.HasPrefix(w, "struct_group") || strings.HasPrefix(w, "__struct_group") {
		j := i + 2
		for j < end && !k.is(j, ",") {
			j++
		}
		k.blank(i, j)
		k.blank(end, end)
		return
	}
	k.blank(i, end)
}

// computedGoto writes a label that is none for goto *expression.
func (k *masker) computedGoto(i int) {
	k.fill(k.toks[i], computed)
	for i++; i < len(k.toks) && !k.is(i, ";"); i++ {
		k.blank(i, i)
	}
}

// caseRange makes case A ... B: an expression.
func (k *masker) caseRange(i int) {
	for j := i + 1; j < len(k.toks) && !k.is(j, ":"); j++ {
		if k.is(j, "...") {
			k.fill(k.toks[j], "|")
			if k.note.ranges == nil {
				k.note.ranges = map[uint32]bool{}
			}
			k.note.ranges[k.toks[j].start] = true
			return
		}
	}
}

// offsetof hides the path behind the first member, which the grammar lacks.
func (k *masker) offsetof(i int) {
	if !k.is(i+1, "(") || k.match[i+1] < 0 {
		return
	}
	depth := 0
	for j := i + 2; j < k.match[i+1]; j++ {
		switch k.str(j) {
		case "(":
			depth++
		case ")":
			depth--
		case ",":
			if depth == 0 {
				k.blank(j+2, k.match[i+1]-1)
				return
			}
		}
	}
}

// stringNeighbours hides the macros that stand for a part of a string:
// KERN_ERR "..." and "..." FMT "...".
func (k *masker) stringNeighbours(i int) {
	if k.kind(i+1) == kIdent && !isKeyword(k.str(i+1)) {
		j := i + 1
		if k.is(j+1, "(") && k.match[j+1] > 0 {
			j = k.match[j+1]
		}
		k.blank(i+1, j)
	}
	for j := i - 1; k.kind(j) == kIdent && !isKeyword(k.str(j)) && k.mode != inMacro; j-- {
		k.blank(j, j)
	}
}

// punct applies the rules for punctuators.
func (k *masker) punct(i int) {
	switch k.str(i) {
	case ":":
		k.labelBeforeBrace(i)
	}
}

// labelBeforeBrace gives a label at the end of a block its statement.
func (k *masker) labelBeforeBrace(i int) {
	if !k.is(i+1, "}") || k.toks[i].end == k.toks[i+1].start {
		return
	}
	k.put(k.toks[i].end, ";")
}
