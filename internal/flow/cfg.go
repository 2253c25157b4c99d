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
