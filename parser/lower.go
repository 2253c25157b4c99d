// SPDX-License-Identifier: MIT

package parser

import (
	"unsafe"

	"github.com/gupvet/gupvet/parser/syntax"
)

// A lowerer makes syntax of a flattened tree.
type lowerer struct {
	text []byte // the masked text that was parsed
	recs []rec
	note *notes
	g    *grammar
	base int // added to an offset in text, it gives the offset in the file
	gaps []syntax.Gap
	// island parses the block of a statement expression.
	island func(syntax.Span) (*syntax.Block, []syntax.Gap)
}

func (l *lowerer) node(i uint32) node   { return l.g.nodes[l.recs[i].symbol] }
func (l *lowerer) field(i uint32) field { return l.g.fields[l.recs[i].field] }
func (l *lowerer) named(i uint32) bool  { return l.recs[i].flags&recNamed != 0 }

// at gives the offset in the file where node i begins: the key of the notes.
func (l *lowerer) at(i uint32) uint32 { return uint32(int(l.recs[i].start) + l.base) }

func (l *lowerer) span(i uint32) syntax.Span {
	r := l.recs[i]
	return span(uint32(int(r.start)+l.base), uint32(int(r.end)+l.base))
}

// str gives the text of node i. It shares memory with the masked text.
func (l *lowerer) str(i uint32) string {
	r := l.recs[i]
	if r.start == r.end {
		return ""
	}
	return unsafe.String(&l.text[r.start], int(r.end-r.start))
}

// children calls f for every child of i. Comments are left out; an error is a
// gap and left out too.
func (l *lowerer) children(i uint32, f func(j uint32)) {
	for j := i + 1; j < l.recs[i].next; j = l.recs[j].next {
		if l.note2gap(j) {
			continue
		}
		f(j)
	}
}

// note2gap records an error or a missing token at j, and tells whether j is to
// be left out: an error, or a comment.
func (l *lowerer) note2gap(j uint32) bool {
	r := l.recs[j]
	switch {
	case r.flags&recError != 0:
		l.gap(l.span(j), "syntax error")
		return true
	case r.flags&recMissing != 0:
		l.gap(l.span(j), "syntax error: missing "+l.kindName(j))
	}
	return l.g.nodes[r.symbol] == nComment
}

func (l *lowerer) kindName(j uint32) string { return language().SymbolName(symbol(l.recs[j].symbol)) }

func (l *lowerer) gap(s syntax.Span, why string) {
	if n := len(l.gaps); n > 0 && l.gaps[n-1].Span == s {
		return
	}
	l.gaps = append(l.gaps, syntax.Gap{Span: s, Why: why})
}

// child finds the child of i with a role; ok is false when there is none.
func (l *lowerer) child(i uint32, f field) (j uint32, ok bool) {
	for j := i + 1; j < l.recs[i].next; j = l.recs[j].next {
		if l.field(j) == f {
			return j, true
		}
	}
	return 0, false
}

// first finds the first named child of i.
func (l *lowerer) first(i uint32) (j uint32, ok bool) {
	for j := i + 1; j < l.recs[i].next; j = l.recs[j].next {
		if l.named(j) && l.node(j) != nComment && l.recs[j].flags&recError == 0 {
			return j, true
		}
	}
	return 0, false
}

// scanErrors makes gaps of all errors below i, for parts that are not lowered.
func (l *lowerer) scanErrors(i uint32) {
	for j := i; j < l.recs[i].next; j++ {
		l.note2gap(j)
	}
}
