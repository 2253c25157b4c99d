// SPDX-License-Identifier: MIT

package parser

import "github.com/gupvet/gupvet/parser/syntax"

// block lowers a compound statement.
func (l *lowerer) block(i uint32) *syntax.Block {
	b := &syntax.Block{Span: l.span(i)}
	l.children(i, func(j uint32) {
		if l.named(j) {
			b.Stmts = l.stmt(j, b.Stmts)
		}
	})
	return b
}

// one lowers a statement that stands alone, such as the body of an if.
func (l *lowerer) one(i uint32) syntax.Stmt {
	list := l.stmt(i, nil)
	if len(list) == 1 {
		return list[0]
	}
	return &syntax.Block{Span: l.span(i), Stmts: list}
}

func (l *lowerer) oneField(i uint32, f field) syntax.Stmt {
	if j, ok := l.child(i, f); ok {
		return l.one(j)
	}
	return &syntax.BadStmt{Span: l.span(i)}
}

// stmt lowers a statement and appends it to list. Labels and cases stand beside
// the statements that follow them.
func (l *lowerer) stmt(i uint32, list []syntax.Stmt) []syntax.Stmt {
	s := l.span(i)
	switch l.node(i) {
	case nCompound:
		return append(list, l.block(i))
	case nDeclaration:
		return append(list, &syntax.DeclStmt{Span: s, Vars: l.declaration(i)})
	case nExprStmt:
		return append(list, l.exprStmt(i))
	case nIf:
		return append(list, l.ifStmt(i))
	case nWhile:
		return append(list, l.while(i))
	case nDo:
		l.children(i, func(uint32) {})
		return append(list, &syntax.While{Span: s, Body: l.oneField(i, fBody), Cond: l.exprField(i, fCondition), DoWhile: true})
	case nFor:
		return append(list, l.forStmt(i))
	case nSwitch:
		return append(list, &syntax.Switch{Span: s, Tag: l.exprField(i, fCondition), Body: l.oneField(i, fBody)})
	case nCase:
		return l.caseStmt(i, list)
	case nLabel:
		return l.labelStmt(i, list)
	case nGoto:
		g := &syntax.Goto{Span: s}
		if j, ok := l.child(i, fLabel); ok && l.str(j) != computed {
			g.Name = l.str(j)
		}
		return append(list, g)
	case nBreak, nContinue:
		return append(list, &syntax.Jump{Span: s, Continue: l.node(i) == nContinue})
	case nReturn:
		r := &syntax.Return{Span: s}
		l.children(i, func(j uint32) {
			if l.named(j) {
				r.X = l.expr(j)
			}
		})
		return append(list, r)
	case nTypedef, nStruct, nUnion, nEnum:
		return list
	case nFunction: // a function inside another: the grammar's guess at a macro
		l.gap(s, "a block that could not be told from a function")
		return append(list, &syntax.BadStmt{Span: s})
	}
	l.scanErrors(i)
	if l.node(i) == nOther && !l.hasError(i) {
		return list
	}
	return append(list, &syntax.BadStmt{Span: s})
}

func (l *lowerer) hasError(i uint32) bool {
	for j := i; j < l.recs[i].next; j++ {
		if l.recs[j].flags&(recError|recMissing) != 0 {
			return true
		}
	}
	return false
}

func (l *lowerer) exprStmt(i uint32) syntax.Stmt {
	if a, ok := l.note.asms[l.at(i)]; ok {
		return a
	}
	e := &syntax.ExprStmt{Span: l.span(i)}
	l.children(i, func(j uint32) {
		if l.named(j) {
			e.X = l.expr(j)
		}
	})
	if c, ok := e.X.(*syntax.Ident); ok && l.note.asms[uint32(c.Start)] != nil {
		return l.note.asms[uint32(c.Start)]
	}
	return e
}

// ifStmt lowers an if, or the #if or macro that the masker wrote as one.
func (l *lowerer) ifStmt(i uint32) syntax.Stmt {
	l.children(i, func(uint32) {}) // for the gaps
	then := l.oneField(i, fConsequence)
	var alt syntax.Stmt
	if j, ok := l.child(i, fAlternative); ok {
		l.children(j, func(k uint32) {
			if l.named(k) {
				alt = l.one(k)
			}
		})
	}
	s := l.span(i)
	if cond, ok := l.note.configs[l.at(i)]; ok {
		c := &syntax.IfConfig{Span: s, Cond: cond, Then: asBlock(then)}
		if alt != nil {
			c.Else = asBlock(alt)
		}
		return c
	}
	cond := l.exprField(i, fCondition)
	if name, ok := l.note.loops[l.at(i)]; ok {
		return macroLoop(s, name, cond, then)
	}
	return &syntax.If{Span: s, Cond: cond, Then: then, Else: alt}
}

func asBlock(s syntax.Stmt) *syntax.Block {
	if b, ok := s.(*syntax.Block); ok {
		return b
	}
	return &syntax.Block{Span: s.Range(), Stmts: []syntax.Stmt{s}}
}

func (l *lowerer) while(i uint32) syntax.Stmt {
	l.children(i, func(uint32) {}) // for the gaps
	cond, body := l.exprField(i, fCondition), l.oneField(i, fBody)
	if name, ok := l.note.loops[l.at(i)]; ok {
		return macroLoop(l.span(i), name, cond, body)
	}
	return &syntax.While{Span: l.span(i), Cond: cond, Body: body}
}

// macroLoop takes the arguments of a loop macro apart: they were parsed as one
// expression with commas.
func macroLoop(s syntax.Span, name string, cond syntax.Expr, body syntax.Stmt) syntax.Stmt {
	m := &syntax.MacroLoop{Span: s, Name: name, Body: body, Once: isOnceMacro(name)}
	for {
		c, ok := cond.(*syntax.Comma)
		if !ok {
			break
		}
		m.Args = append(m.Args, c.X)
		cond = c.Y
	}
	m.Args = append(m.Args, cond)
	return m
}

func (l *lowerer) forStmt(i uint32) syntax.Stmt {
	l.children(i, func(uint32) {}) // for the gaps
	f := &syntax.For{Span: l.span(i), Body: l.oneField(i, fBody)}
	if j, ok := l.child(i, fInitializer); ok {
		if l.node(j) == nDeclaration {
			f.Init = &syntax.DeclStmt{Span: l.span(j), Vars: l.declaration(j)}
		} else {
			x := l.expr(j)
			f.Init = &syntax.ExprStmt{Span: x.Range(), X: x}
		}
	}
	if j, ok := l.child(i, fCondition); ok {
		f.Cond = l.expr(j)
	}
	if j, ok := l.child(i, fUpdate); ok {
		f.Post = l.expr(j)
	}
	return f
}

func (l *lowerer) caseStmt(i uint32, list []syntax.Stmt) []syntax.Stmt {
	c := &syntax.Case{Span: l.span(i)}
	value, hasValue := l.child(i, fValue)
	if hasValue {
		c.Value = l.expr(value)
		if b, ok := c.Value.(*syntax.Binary); ok && b.Op == syntax.Or && l.note.ranges[l.rangeAt(value)] {
			c.Value, c.Last = b.X, b.Y
		}
	}
	list = append(list, c)
	l.children(i, func(j uint32) {
		if l.named(j) && (!hasValue || j != value) {
			list = l.stmt(j, list)
		}
	})
	return list
}

// rangeAt gives the offset of the operator of a binary expression.
func (l *lowerer) rangeAt(i uint32) uint32 {
	if j, ok := l.child(i, fOperator); ok {
		return l.at(j)
	}
	return 0
}

func (l *lowerer) labelStmt(i uint32, list []syntax.Stmt) []syntax.Stmt {
	label := &syntax.Label{Span: l.span(i)}
	name, ok := l.child(i, fLabel)
	if ok {
		label.Name, label.Span = l.str(name), l.span(name)
	}
	list = append(list, label)
	l.children(i, func(j uint32) {
		if l.named(j) && (!ok || j != name) {
			list = l.stmt(j, list)
		}
	})
	return list
}
