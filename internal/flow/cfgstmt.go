// SPDX-License-Identifier: MIT

package flow

import "github.com/gupvet/gupvet/parser/syntax"

// stmt adds a statement.
func (b *builder) stmt(fr *frame, s syntax.Stmt) {
	switch s := s.(type) {
	case *syntax.Block:
		b.block(fr, s)
	case *syntax.DeclStmt:
		for _, v := range s.Vars {
			b.declare(fr, v)
		}
	case *syntax.ExprStmt:
		b.exprStmt(fr, s)
	case *syntax.If:
		b.ifStmt(fr, s)
	case *syntax.IfConfig:
		b.config(fr, s)
	case *syntax.While:
		b.while(fr, s)
	case *syntax.For:
		b.forStmt(fr, s)
	case *syntax.MacroLoop:
		b.macroLoop(fr, s)
	case *syntax.Switch:
		b.switchStmt(fr, s)
	case *syntax.Label:
		b.label(fr, s)
	case *syntax.Goto:
		b.gotoStmt(fr, s.Name)
	case *syntax.Jump:
		b.breakStmt(fr, s)
	case *syntax.Return:
		b.returnStmt(fr, s)
	case *syntax.Asm:
		b.asm(fr, s)
	}
}

// declare adds a variable to the scope. The two sides of an #if may declare it
// both.
func (b *builder) declare(fr *frame, d *syntax.Var) {
	v := fr.scope.vars[d.Name]
	if v == nil || v.decl == nil {
		v = b.x.newVariable(d.Name, d.Type, d)
		fr.scope.vars[d.Name] = v
	} else {
		v = &variable{id: v.id, name: v.name, typ: d.Type, decl: d, addr: v.addr}
	}
	b.add(instr{fr: fr, decl: v})
	if d.Cleanup != "" {
		fr.scope.cleanups = append(fr.scope.cleanups, &cleanup{fr: fr, guard: d.Cleanup, v: v, at: d.Span})
	}
}

func (b *builder) exprStmt(fr *frame, s *syntax.ExprStmt) {
	call, ok := s.X.(*syntax.Call)
	if !ok {
		if s.X != nil {
			b.add(instr{fr: fr, expr: s.X})
		}
		return
	}
	if m, mf := b.x.statementMacro(fr, call); m != nil {
		b.stmts(mf, m.Body.Stmts)
		return
	}
	if g, ok := call.Fun.(*syntax.Call); ok && g.Callee() == "guard" && len(g.Args) == 1 {
		if id, ok := g.Args[0].(*syntax.Ident); ok {
			b.guard(fr, id.Name, call.Args, call.Span)
			return
		}
	}
	b.add(instr{fr: fr, expr: s.X})
}

// guard takes a lock until the scope ends.
func (b *builder) guard(fr *frame, name string, args []syntax.Expr, at syntax.Span) {
	b.add(instr{fr: fr, expr: &syntax.Call{Span: at, Fun: &syntax.Ident{Span: at, Name: name}, Args: args}})
	fr.scope.cleanups = append(fr.scope.cleanups, &cleanup{fr: fr, guard: name, args: args, at: at})
}

func (b *builder) branch(fr *frame, x syntax.Expr, then, other *block) {
	b.end(jump{kind: jBranch, fr: fr, at: x.Range(), x: x, to: []int{then.id, other.id}})
}

func (b *builder) ifStmt(fr *frame, s *syntax.If) {
	then, join := b.newBlock(), b.newBlock()
	other := join
	if s.Else != nil {
		other = b.newBlock()
	}
	b.branch(fr, s.Cond, then, other)
	b.at(then)
	b.scoped(fr, s.Then)
	b.jump(join)
	if s.Else != nil {
		b.at(other)
		b.scoped(fr, s.Else)
		b.jump(join)
	}
	b.at(join)
}

// scoped adds a statement with a scope around it.
func (b *builder) scoped(fr *frame, s syntax.Stmt) {
	if bl, ok := s.(*syntax.Block); ok {
		b.block(fr, bl)
		return
	}
	b.stmt(fr, s)
}

// config adds both sides of an #if. What they declare is seen behind it.
func (b *builder) config(fr *frame, s *syntax.IfConfig) {
	then, other, join := b.newBlock(), b.newBlock(), b.newBlock()
	b.end(jump{kind: jConfig, fr: fr, at: s.Span, cfg: s.Cond, to: []int{then.id, other.id}})
	b.at(then)
	b.stmts(fr, s.Then.Stmts)
	b.jump(join)
	b.at(other)
	if s.Else != nil {
		b.stmts(fr, s.Else.Stmts)
	}
	b.jump(join)
	b.at(join)
}

// inLoop adds the body of a loop.
func (b *builder) inLoop(fr *frame, body syntax.Stmt, brk, cont *block) {
	b.breaks = append(b.breaks, target{brk, fr.scope})
	b.conts = append(b.conts, target{cont, fr.scope})
	b.scoped(fr, body)
	b.breaks = b.breaks[:len(b.breaks)-1]
	b.conts = b.conts[:len(b.conts)-1]
}

func (b *builder) while(fr *frame, s *syntax.While) {
	head, body, done := b.newBlock(), b.newBlock(), b.newBlock()
	if s.DoWhile {
		if isFalse(s.Cond) { // do { } while (0) is a block
			b.inLoop(fr, s.Body, done, done)
			b.jump(done)
			b.at(done)
			return
		}
		b.jump(body)
		body.head = keyword(fr, s.Span, "do")
	} else {
		b.jump(head)
	}
	head.head = keyword(fr, s.Span, "while")
	b.at(head)
	if isTrue(s.Cond) {
		b.jump(body)
	} else {
		b.branch(fr, s.Cond, body, done)
	}
	b.at(body)
	b.inLoop(fr, s.Body, done, head)
	b.jump(head)
	b.at(done)
}

// keyword gives the place of the word that a statement begins with.
func keyword(fr *frame, s syntax.Span, word string) Where {
	return fr.where(syntax.Span{Start: s.Start, End: s.Start + syntax.Pos(len(word))})
}

func isFalse(e syntax.Expr) bool {
	n, ok := e.(*syntax.Number)
	return ok && n.Value == 0
}

func isTrue(e syntax.Expr) bool {
	switch e := e.(type) {
	case *syntax.Number:
		return e.Value != 0
	case *syntax.Ident:
		return e.Name == "true"
	}
	return false
}

func (b *builder) forStmt(fr *frame, s *syntax.For) {
	sc := newScope(fr.scope)
	fr = fr.in(sc)
	if s.Init != nil {
		b.stmt(fr, s.Init)
	}
	head, body, post, done := b.newBlock(), b.newBlock(), b.newBlock(), b.newBlock()
	head.head = keyword(fr, s.Span, "for")
	b.jump(head)
	b.at(head)
	if s.Cond == nil || isTrue(s.Cond) {
		b.jump(body)
	} else {
		b.branch(fr, s.Cond, body, done)
	}
	b.at(body)
	b.inLoop(fr, s.Body, done, post)
	b.jump(post)
	b.at(post)
	if s.Post != nil {
		b.add(instr{fr: fr, expr: s.Post})
	}
	b.jump(head)
	b.at(done)
}

// macroLoop adds a loop of which only the name is known, or a guarded block.
func (b *builder) macroLoop(fr *frame, s *syntax.MacroLoop) {
	if s.Once {
		b.guardedBlock(fr, s)
		return
	}
	head, body, done := b.newBlock(), b.newBlock(), b.newBlock()
	head.head = keyword(fr, s.Span, s.Name)
	b.jump(head)
	b.at(head)
	b.add(instr{fr: fr, loop: s})
	b.end(jump{kind: jEither, fr: fr, at: s.Span, to: []int{body.id, done.id}})
	b.at(body)
	b.inLoop(fr, s.Body, done, head)
	b.jump(head)
	b.at(done)
}

func (b *builder) guardedBlock(fr *frame, s *syntax.MacroLoop) {
	sc := newScope(fr.scope)
	in := fr.in(sc)
	done := b.newBlock()
	if id, ok := first(s.Args).(*syntax.Ident); ok {
		at := syntax.Span{Start: s.Start, End: s.Start + syntax.Pos(len(s.Name))}
		b.guard(in, id.Name, s.Args[1:], at)
	}
	b.inLoop(in, s.Body, done, done) // break leaves a scoped_guard
	if b.cur != nil {
		b.leave(sc, fr.scope)
	}
	b.jump(done)
	b.at(done)
}

func first(args []syntax.Expr) syntax.Expr {
	if len(args) == 0 {
		return nil
	}
	return args[0]
}
