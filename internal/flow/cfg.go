// SPDX-License-Identifier: MIT

package flow

import (
	"github.com/gupvet/gupvet/parser"
	"github.com/gupvet/gupvet/parser/syntax"
)

// A graph is the control flow graph of a function, or of a block within an
// expression.
type graph struct {
	blocks []*block
	entry  int
	exit   int // where falling off the end leads; it has no instructions
	value  *variable
}

// A block is a sequence of instructions without a jump inside.
type block struct {
	id     int
	instrs []instr
	end    jump
	// head is where the loop is named that goes round to here, by its keyword or
	// label; nothing for other blocks.
	head Where
}

// An instr is one step of a block: exactly one of its parts is set.
type instr struct {
	fr      *frame
	expr    syntax.Expr
	decl    *variable
	asm     *syntax.Asm
	loop    *syntax.MacroLoop // take the next element
	cleanup *cleanup
	value   syntax.Expr // the value of a statement expression
}

// A jump ends a block.
type jump struct {
	kind jumpKind
	fr   *frame
	at   syntax.Span
	x    syntax.Expr // condition, tag or result
	cfg  string      // the condition of an #if
	to   []int       // targets: then, else; or those of cases
	// cases of a switch, in order; to[len(cases)] is where the others go.
	cases []*syntax.Case
}

// jumpKind is the kind of a jump.
type jumpKind uint8

const (
	jGoto   jumpKind = iota
	jBranch          // to[0] if x holds, else to[1]
	jConfig          // to[0] if the #if holds, else to[1]
	jEither          // any of to, nobody knows which
	jSwitch
	jReturn
)

// A variable is a local variable or a parameter.
type variable struct {
	id   int
	name string
	typ  *syntax.Type
	decl *syntax.Var // nil for a parameter
	addr Term        // of its storage
}

// A scope is a block's variables.
type scope struct {
	parent   *scope
	vars     map[string]*variable
	cleanups []*cleanup
}

func (s *scope) lookup(name string) *variable {
	for ; s != nil; s = s.parent {
		if v := s.vars[name]; v != nil {
			return v
		}
	}
	return nil
}

// A cleanup is what leaving a scope does: unlock a guard, free a variable.
type cleanup struct {
	fr    *frame
	guard string        // the name in guard(name)(...)
	args  []syntax.Expr // what it was given
	v     *variable     // a variable with __free(guard)
	at    syntax.Span
}

// A frame is the text that an expression stands in: which file, which
// variables are in sight, and what a macro's parameters stand for.
type frame struct {
	unit  *parser.Unit
	scope *scope
	args  map[string]bound
	depth int   // of macros within macros
	use   Where // where the function's own text uses the macro, if it is one's
}

// within gives the place in the function's text for what a macro's call expands
// to.
func (f *frame) within(call syntax.Span) Where {
	if f.use.Unit != nil {
		return f.use
	}
	return f.where(call)
}

// A bound is a macro's argument with the frame it was written in.
type bound struct {
	x  syntax.Expr
	fr *frame
}

func (f *frame) in(s *scope) *frame {
	g := *f
	g.scope = s
	return &g
}

func (f *frame) where(s syntax.Span) Where { return Where{f.unit, s} }

// maxMacros bounds macros within macros.
const maxMacros = 12

// A builder makes a graph of statements.
type builder struct {
	g             *graph
	x             *executor
	cur           *block // nil behind a jump
	labels        map[string]*label
	breaks, conts []target
}

// A label is a place to jump to, known or not yet.
type label struct {
	block *block
	scope *scope
	// from are the blocks of gotos seen before the label, with their scopes.
	placed bool
	from   []pendingGoto
}

type pendingGoto struct {
	b  *block
	fr *frame
}

// A target is where break or continue leads.
type target struct {
	block *block
	scope *scope
}

// build makes the graph of a function's body, or of a statement expression.
func (x *executor) build(fr *frame, body *syntax.Block, isValue bool) *graph {
	b := &builder{g: &graph{}, x: x, labels: map[string]*label{}}
	b.cur = b.newBlock()
	b.g.entry = b.cur.id
	exit := b.newBlock()
	b.g.exit = exit.id
	if isValue {
		b.g.value = x.newVariable("", nil, nil)
		b.valueBlock(fr, body)
	} else {
		b.block(fr, body)
	}
	b.jump(exit)
	for _, l := range b.labels {
		if !l.placed { // a label of the function around it, or none at all
			l.block.end = jump{kind: jReturn, fr: fr}
		}
	}
	return b.g
}

func (b *builder) newBlock() *block {
	bl := &block{id: len(b.g.blocks)}
	b.g.blocks = append(b.g.blocks, bl)
	return bl
}

// at continues with a block.
func (b *builder) at(bl *block) { b.cur = bl }

// live gives the block to add to; code behind a jump gets one that nothing
// leads to.
func (b *builder) live() *block {
	if b.cur == nil {
		b.cur = b.newBlock()
	}
	return b.cur
}

func (b *builder) add(i instr) {
	bl := b.live()
	bl.instrs = append(bl.instrs, i)
}

// jump ends the current block with a plain jump.
func (b *builder) jump(to *block) {
	if b.cur != nil {
		b.cur.end = jump{kind: jGoto, to: []int{to.id}}
		b.cur = nil
	}
}

func (b *builder) end(j jump) {
	b.live().end = j
	b.cur = nil
}

// leave runs the cleanups of the scopes between two.
func (b *builder) leave(from, to *scope) {
	for s := from; s != to && s != nil; s = s.parent {
		for i := len(s.cleanups) - 1; i >= 0; i-- {
			b.add(instr{fr: s.cleanups[i].fr, cleanup: s.cleanups[i]})
		}
	}
}

func newScope(parent *scope) *scope { return &scope{parent: parent, vars: map[string]*variable{}} }

// block adds the statements of a block in a scope of their own.
func (b *builder) block(fr *frame, body *syntax.Block) {
	if body == nil {
		return
	}
	s := newScope(fr.scope)
	b.stmts(fr.in(s), body.Stmts)
	if b.cur != nil {
		b.leave(s, fr.scope)
	}
}

func (b *builder) stmts(fr *frame, list []syntax.Stmt) {
	for _, s := range list {
		b.stmt(fr, s)
	}
}

// valueBlock adds the block of a statement expression, whose last statement is
// its value.
func (b *builder) valueBlock(fr *frame, body *syntax.Block) {
	s := newScope(fr.scope)
	fr = fr.in(s)
	for i, st := range body.Stmts {
		if e, ok := st.(*syntax.ExprStmt); ok && i == len(body.Stmts)-1 && e.X != nil {
			b.add(instr{fr: fr, value: e.X})
		} else {
			b.stmt(fr, st)
		}
	}
	if b.cur != nil {
		b.leave(s, s.parent)
	}
}

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
