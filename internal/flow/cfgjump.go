// SPDX-License-Identifier: MIT

package flow

import "github.com/gupvet/gupvet/parser/syntax"

// switchStmt adds a switch. Its cases may stand anywhere inside.
func (b *builder) switchStmt(fr *frame, s *syntax.Switch) {
	done := b.newBlock()
	head := b.live()
	head.end = jump{kind: jSwitch, fr: fr, at: s.Span, x: s.Tag}
	b.cur = nil
	sw := &switchBuilder{b: b, head: head, other: -1}
	b.breaks = append(b.breaks, target{done, fr.scope})
	sw.scoped(fr, s.Body)
	b.breaks = b.breaks[:len(b.breaks)-1]
	b.jump(done)
	if sw.other < 0 {
		sw.other = done.id
	}
	head.end.to = append(head.end.to, sw.other)
	b.at(done)
}

// A switchBuilder adds the body of a switch and collects its cases.
type switchBuilder struct {
	b     *builder
	head  *block
	other int
}

func (sw *switchBuilder) scoped(fr *frame, s syntax.Stmt) {
	bl, ok := s.(*syntax.Block)
	if !ok {
		sw.stmt(fr, s)
		return
	}
	sc := newScope(fr.scope)
	for _, st := range bl.Stmts {
		sw.stmt(fr.in(sc), st)
	}
	if sw.b.cur != nil {
		sw.b.leave(sc, fr.scope)
	}
}

func (sw *switchBuilder) stmt(fr *frame, s syntax.Stmt) {
	switch s := s.(type) {
	case *syntax.Case:
		bl := sw.b.newBlock()
		sw.b.jump(bl)
		sw.b.at(bl)
		if s.Value == nil {
			sw.other = bl.id
			return
		}
		sw.head.end.cases = append(sw.head.end.cases, s)
		sw.head.end.to = append(sw.head.end.to, bl.id)
	case *syntax.Block:
		if hasCase(s.Stmts) {
			sw.scoped(fr, s)
			return
		}
		sw.b.stmt(fr, s)
	case *syntax.IfConfig:
		if hasCase(s.Then.Stmts) || s.Else != nil && hasCase(s.Else.Stmts) {
			sw.config(fr, s)
			return
		}
		sw.b.stmt(fr, s)
	default:
		sw.b.stmt(fr, s)
	}
}

// config adds an #if around cases: they are there whether it holds or not.
func (sw *switchBuilder) config(fr *frame, s *syntax.IfConfig) {
	for _, st := range s.Then.Stmts {
		sw.stmt(fr, st)
	}
	if s.Else != nil {
		for _, st := range s.Else.Stmts {
			sw.stmt(fr, st)
		}
	}
}

func hasCase(list []syntax.Stmt) bool {
	for _, s := range list {
		switch s := s.(type) {
		case *syntax.Case:
			return true
		case *syntax.IfConfig:
			if hasCase(s.Then.Stmts) || s.Else != nil && hasCase(s.Else.Stmts) {
				return true
			}
		}
	}
	return false
}

func (b *builder) named(name string) *label {
	l := b.labels[name]
	if l == nil {
		l = &label{block: b.newBlock()}
		b.labels[name] = l
	}
	return l
}

func (b *builder) label(fr *frame, s *syntax.Label) {
	l := b.named(s.Name)
	l.block.head = fr.where(s.Span)
	b.jump(l.block)
	b.at(l.block)
	l.placed, l.scope = true, fr.scope
	for _, p := range l.from {
		b.resolveGoto(p, l)
	}
	b.at(l.block)
}

func (b *builder) gotoStmt(fr *frame, name string) {
	if name == "" { // computed: where to is not known
		b.end(jump{kind: jReturn, fr: fr})
		return
	}
	l := b.named(name)
	p := pendingGoto{b.live(), fr}
	b.cur = nil
	if l.placed {
		b.resolveGoto(p, l)
		b.cur = nil
	} else {
		p.b.end = jump{kind: jGoto, to: []int{l.block.id}}
		l.from = append(l.from, p)
	}
}

// resolveGoto ends the block of a goto, with the cleanups of the scopes that
// the jump leaves.
func (b *builder) resolveGoto(p pendingGoto, l *label) {
	b.at(p.b)
	b.leave(p.fr.scope, commonScope(p.fr.scope, l.scope))
	b.jump(l.block)
}

func commonScope(x, y *scope) *scope {
	seen := map[*scope]bool{}
	for ; x != nil; x = x.parent {
		seen[x] = true
	}
	for ; y != nil; y = y.parent {
		if seen[y] {
			return y
		}
	}
	return nil
}

func (b *builder) breakStmt(fr *frame, s *syntax.Jump) {
	list := b.breaks
	if s.Continue {
		list = b.conts
	}
	if len(list) == 0 {
		return
	}
	t := list[len(list)-1]
	b.leave(fr.scope, t.scope)
	b.jump(t.block)
}

func (b *builder) returnStmt(fr *frame, s *syntax.Return) {
	bl := b.live()
	var cleanups bool
	for sc := fr.scope; sc != nil; sc = sc.parent {
		cleanups = cleanups || len(sc.cleanups) > 0
	}
	if !cleanups || s.X == nil {
		b.leave(fr.scope, nil)
		b.end(jump{kind: jReturn, fr: fr, at: s.Span, x: s.X})
		return
	}
	// The result is worked out before the cleanups run.
	v := b.x.newVariable("", nil, nil)
	sc := newScope(fr.scope)
	sc.vars[returnName] = v
	in := fr.in(sc)
	id := &syntax.Ident{Span: s.Span, Name: returnName}
	bl.instrs = append(bl.instrs, instr{fr: in, expr: &syntax.Assign{Span: s.Span, L: id, R: s.X}})
	b.leave(fr.scope, nil)
	b.end(jump{kind: jReturn, fr: in, at: s.Span, x: id})
}

// returnName is that of the variable which holds a result while cleanups run.
const returnName = "return"

// asm adds an asm statement, which may jump to labels.
func (b *builder) asm(fr *frame, s *syntax.Asm) {
	b.add(instr{fr: fr, asm: s})
	if len(s.Labels) == 0 {
		return
	}
	next := b.newBlock()
	to := []int{next.id}
	for _, name := range s.Labels {
		to = append(to, b.named(name).block.id)
	}
	b.end(jump{kind: jEither, fr: fr, at: s.Span, to: to})
	b.at(next)
}
