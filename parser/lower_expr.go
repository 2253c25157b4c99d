// SPDX-License-Identifier: MIT

package parser

import (
	"strconv"
	"strings"

	sitter "github.com/smacker/go-tree-sitter"

	"github.com/gupvet/gupvet/parser/syntax"
)

func symbol(n uint16) sitter.Symbol { return sitter.Symbol(n) }

var binaryOps = map[string]syntax.Op{
	"+": syntax.Add, "-": syntax.Sub, "*": syntax.Mul, "/": syntax.Div, "%": syntax.Rem,
	"&": syntax.And, "|": syntax.Or, "^": syntax.Xor, "<<": syntax.Shl, ">>": syntax.Shr,
	"&&": syntax.LAnd, "||": syntax.LOr, "==": syntax.Eq, "!=": syntax.Ne,
	"<": syntax.Lt, "<=": syntax.Le, ">": syntax.Gt, ">=": syntax.Ge,
}

var unaryOps = map[string]syntax.Op{
	"-": syntax.Neg, "!": syntax.Not, "~": syntax.Com, "&": syntax.Ref, "*": syntax.Star,
}

// exprField lowers the child with a role; a missing one is Bad.
func (l *lowerer) exprField(i uint32, f field) syntax.Expr {
	if j, ok := l.child(i, f); ok {
		return l.expr(j)
	}
	return &syntax.Bad{Span: l.span(i)}
}

// expr lowers an expression.
func (l *lowerer) expr(i uint32) syntax.Expr {
	s := l.span(i)
	switch l.node(i) {
	case nIdentifier, nFieldIdentifier, nTypeIdentifier:
		return l.name(i)
	case nNumber:
		return number(s, l.str(i))
	case nChar:
		return &syntax.Number{Span: s, Value: charValue(l.str(i))}
	case nString, nConcatString:
		return &syntax.String{Span: s}
	case nTrue:
		return &syntax.Ident{Span: s, Name: "true"}
	case nFalse:
		return &syntax.Ident{Span: s, Name: "false"}
	case nNull:
		return &syntax.Ident{Span: s, Name: "NULL"}
	case nParen:
		return l.paren(i)
	case nCall:
		return l.call(i)
	case nUnary, nPointerExpr:
		return l.unary(i)
	case nBinary:
		return l.binary(i)
	case nAssign:
		return l.assign(i)
	case nUpdate:
		return l.update(i)
	case nCondExpr:
		return l.conditional(i)
	case nFieldExpr:
		return l.member(i)
	case nSubscript:
		return &syntax.Index{Span: s, X: l.exprField(i, fArgument), I: l.exprField(i, fIndex)}
	case nCast:
		return &syntax.Cast{Span: s, Type: l.typeDescriptor(i), X: l.exprField(i, fValue)}
	case nSizeof:
		return &syntax.Sizeof{Span: s}
	case nCompoundLiteral:
		return l.literal(i)
	case nInitList:
		return l.initList(i)
	case nCommaExpr:
		return &syntax.Comma{Span: s, X: l.exprField(i, fLeft), Y: l.exprField(i, fRight)}
	case nPrimitiveType, nSizedType:
		return &syntax.TypeArg{Span: s, Type: &syntax.Type{Base: l.str(i)}}
	}
	l.scanErrors(i)
	return &syntax.Bad{Span: s}
}

// name lowers an identifier, or what the masker hid behind one.
func (l *lowerer) name(i uint32) syntax.Expr {
	s := l.span(i)
	if text, ok := l.note.types[l.at(i)]; ok {
		return &syntax.TypeArg{Span: s, Type: typeFromText(text)}
	}
	if block, ok := l.note.islands[l.at(i)]; ok {
		b, gaps := l.island(block)
		l.gaps = append(l.gaps, gaps...)
		return &syntax.StmtExpr{Span: block, Body: b}
	}
	return &syntax.Ident{Span: s, Name: l.str(i)}
}

func (l *lowerer) paren(i uint32) syntax.Expr {
	if j, ok := l.first(i); ok {
		l.children(i, func(uint32) {}) // for the gaps
		return l.expr(j)
	}
	l.scanErrors(i)
	return &syntax.Bad{Span: l.span(i)}
}

func (l *lowerer) call(i uint32) syntax.Expr {
	s := l.span(i)
	fun, ok := l.child(i, fFunction)
	if !ok {
		return &syntax.Bad{Span: s}
	}
	var args []syntax.Expr
	if j, ok := l.child(i, fArguments); ok {
		l.children(j, func(k uint32) {
			if l.named(k) {
				args = append(args, l.expr(k))
			}
		})
	}
	f := l.expr(fun)
	// (type)(x) looks like a call of a function in parentheses.
	if id, ok := f.(*syntax.Ident); ok && l.node(fun) == nParen && len(args) == 1 && isTypeName(id.Name) {
		return &syntax.Cast{Span: s, Type: &syntax.Type{Base: id.Name}, X: args[0]}
	}
	return &syntax.Call{Span: s, Fun: f, Args: args}
}

func (l *lowerer) operator(i uint32) string {
	if j, ok := l.child(i, fOperator); ok {
		return l.str(j)
	}
	return ""
}

func (l *lowerer) unary(i uint32) syntax.Expr {
	s := l.span(i)
	x := l.exprField(i, fArgument)
	op := l.operator(i)
	if op == "+" {
		return x
	}
	if op == "-" {
		if n, ok := x.(*syntax.Number); ok {
			return &syntax.Number{Span: s, Value: -n.Value, Unsigned: n.Unsigned, Long: n.Long}
		}
	}
	return &syntax.Unary{Span: s, Op: unaryOps[op], X: x}
}

func (l *lowerer) binary(i uint32) syntax.Expr {
	s := l.span(i)
	x, y := l.exprField(i, fLeft), l.exprField(i, fRight)
	op, ok := binaryOps[l.operator(i)]
	if !ok {
		return &syntax.Bad{Span: s}
	}
	return &syntax.Binary{Span: s, Op: op, X: x, Y: y}
}

func (l *lowerer) assign(i uint32) syntax.Expr {
	op := strings.TrimSuffix(l.operator(i), "=")
	return &syntax.Assign{Span: l.span(i), Op: binaryOps[op], L: l.exprField(i, fLeft), R: l.exprField(i, fRight)}
}

func (l *lowerer) update(i uint32) syntax.Expr {
	x, _ := l.child(i, fArgument)
	o, _ := l.child(i, fOperator)
	op := syntax.PreInc
	if l.str(o) == "--" {
		op = syntax.PreDec
	}
	if o > x {
		op += syntax.PostInc - syntax.PreInc
	}
	return &syntax.Unary{Span: l.span(i), Op: op, X: l.expr(x)}
}

func (l *lowerer) conditional(i uint32) syntax.Expr {
	c := &syntax.Cond{Span: l.span(i), C: l.exprField(i, fCondition), Else: l.exprField(i, fAlternative)}
	if j, ok := l.child(i, fConsequence); ok {
		c.Then = l.expr(j)
	}
	return c
}

func (l *lowerer) member(i uint32) syntax.Expr {
	m := &syntax.Member{Span: l.span(i), X: l.exprField(i, fArgument), Arrow: l.operator(i) == "->"}
	if j, ok := l.child(i, fField); ok {
		m.Name, m.NamePos = l.str(j), l.span(j).Start
	}
	return m
}

func (l *lowerer) literal(i uint32) syntax.Expr {
	lit := &syntax.Literal{Span: l.span(i), Type: l.typeDescriptor(i), Init: &syntax.InitList{Span: l.span(i)}}
	if j, ok := l.child(i, fValue); ok {
		lit.Init = l.initList(j)
	}
	return lit
}

func (l *lowerer) initList(i uint32) *syntax.InitList {
	list := &syntax.InitList{Span: l.span(i)}
	l.children(i, func(j uint32) {
		if !l.named(j) {
			return
		}
		if l.node(j) != nInitPair {
			list.Items = append(list.Items, syntax.InitItem{Value: l.expr(j)})
			return
		}
		it := syntax.InitItem{Value: l.exprField(j, fValue)}
		l.children(j, func(k uint32) {
			if l.field(k) == fDesignator {
				it.Path = append(it.Path, l.designator(k))
			}
		})
		list.Items = append(list.Items, it)
	})
	return list
}

func (l *lowerer) designator(i uint32) syntax.Designator {
	switch l.node(i) {
	case nFieldDesignator:
		if j, ok := l.first(i); ok {
			return syntax.Designator{Field: l.str(j)}
		}
	case nIndexDesignator:
		if j, ok := l.first(i); ok {
			return syntax.Designator{Index: l.expr(j)}
		}
	case nRangeDesignator:
		return syntax.Designator{Index: l.exprField(i, fStart), Last: l.exprField(i, fEnd)}
	}
	return syntax.Designator{}
}

// number reads an integer constant as C spells it, with the sign that the grammar
// takes for a part of it.
func number(s syntax.Span, text string) *syntax.Number {
	n := &syntax.Number{Span: s}
	text, negative := strings.CutPrefix(text, "-")
	text = strings.TrimPrefix(text, "+")
	digits := strings.TrimRight(text, "uUlL")
	suffix := strings.ToLower(text[len(digits):])
	n.Unsigned = strings.Contains(suffix, "u")
	n.Long = strings.Contains(suffix, "l")
	base := 10
	switch lower := strings.ToLower(digits); {
	case strings.HasPrefix(lower, "0x"):
		digits, base = digits[2:], 16
	case strings.HasPrefix(lower, "0b"):
		digits, base = digits[2:], 2
	case len(digits) > 1 && digits[0] == '0':
		digits, base = digits[1:], 8
	}
	if v, err := strconv.ParseUint(digits, base, 64); err == nil {
		n.Value = v
	}
	if negative {
		n.Value = -n.Value
	}
	return n
}

// charValue reads a character constant; 0 for one of several characters.
func charValue(text string) uint64 {
	text = strings.TrimLeft(text, "LuU8")
	text = strings.Trim(text, "'")
	if len(text) == 1 {
		return uint64(text[0])
	}
	if r, _, rest, err := strconv.UnquoteChar(text, '\''); err == nil && rest == "" {
		return uint64(r)
	}
	if text == `\0` {
		return 0
	}
	if strings.HasPrefix(text, `\`) {
		if v, err := strconv.ParseUint(text[1:], 8, 8); err == nil {
			return v
		}
	}
	return 0
}
