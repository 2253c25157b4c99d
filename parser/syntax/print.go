// SPDX-License-Identifier: MIT

package syntax

import (
	"fmt"
	"strings"
)

// Text writes an expression in one canonical form, whatever its layout in the
// file: spaces around operators, all parentheses that the tree implies and no
// others. It names places in messages and goes into fingerprints, so the form
// must not change.
func Text(e Expr) string {
	var b strings.Builder
	write(&b, e, 0)
	return b.String()
}

// How tightly operators bind, from the loosest.
const (
	precComma = iota + 1
	precAssign
	precCond
	precLOr
	precLAnd
	precOr
	precXor
	precAnd
	precEq
	precLt
	precShl
	precAdd
	precMul
	precUnary
	precPostfix
)

var binaryPrec = [...]int{
	LOr: precLOr, LAnd: precLAnd, Or: precOr, Xor: precXor, And: precAnd, Eq: precEq, Ne: precEq,
	Lt: precLt, Le: precLt, Gt: precLt, Ge: precLt, Shl: precShl, Shr: precShl,
	Add: precAdd, Sub: precAdd, Mul: precMul, Div: precMul, Rem: precMul,
}

// write writes e, in parentheses if it binds less tightly than least.
func write(b *strings.Builder, e Expr, least int) {
	p := prec(e)
	if p < least {
		b.WriteByte('(')
		defer b.WriteByte(')')
	}
	switch e := e.(type) {
	case *Ident:
		b.WriteString(e.Name)
	case *Number:
		if v := int64(e.Value); v < 0 && !e.Unsigned {
			fmt.Fprintf(b, "%d", v)
		} else {
			fmt.Fprintf(b, "%d", e.Value)
		}
	case *String:
		b.WriteString(`"..."`)
	case *Call:
		write(b, e.Fun, precPostfix)
		writeArgs(b, e.Args)
	case *Unary:
		writeUnary(b, e)
	case *Binary:
		write(b, e.X, p)
		b.WriteString(" " + e.Op.String() + " ")
		write(b, e.Y, p+1)
	case *Assign:
		write(b, e.L, precUnary)
		b.WriteString(" " + e.Op.String() + "= ")
		write(b, e.R, precAssign)
	case *Cond:
		writeCond(b, e)
	case *Member:
		write(b, e.X, precPostfix)
		if e.Arrow {
			b.WriteString("->" + e.Name)
		} else {
			b.WriteString("." + e.Name)
		}
	case *Index:
		write(b, e.X, precPostfix)
		b.WriteByte('[')
		write(b, e.I, 0)
		b.WriteByte(']')
	case *Cast:
		b.WriteString("(" + e.Type.String() + ")")
		write(b, e.X, precUnary)
	case *Literal:
		b.WriteString("(" + e.Type.String() + ")")
		write(b, e.Init, 0)
	case *InitList:
		writeInit(b, e)
	case *Sizeof:
		b.WriteString("sizeof(...)")
	case *StmtExpr:
		b.WriteString("({...})")
	case *Comma:
		write(b, e.X, precAssign)
		b.WriteString(", ")
		write(b, e.Y, precAssign)
	case *TypeArg:
		b.WriteString(e.Type.String())
	default:
		b.WriteString("?")
	}
}

func prec(e Expr) int {
	switch e := e.(type) {
	case *Comma:
		return precComma
	case *Assign:
		return precAssign
	case *Cond:
		return precCond
	case *Binary:
		return binaryPrec[e.Op]
	case *Unary:
		if e.Op == PostInc || e.Op == PostDec {
			return precPostfix
		}
		return precUnary
	case *Cast, *Sizeof:
		return precUnary
	}
	return precPostfix
}

func writeArgs(b *strings.Builder, args []Expr) {
	b.WriteByte('(')
	for i, a := range args {
		if i > 0 {
			b.WriteString(", ")
		}
		write(b, a, precAssign)
	}
	b.WriteByte(')')
}

func writeUnary(b *strings.Builder, e *Unary) {
	if e.Op == PostInc || e.Op == PostDec {
		write(b, e.X, precPostfix)
		b.WriteString(e.Op.String())
		return
	}
	b.WriteString(e.Op.String())
	write(b, e.X, precUnary)
}

func writeCond(b *strings.Builder, e *Cond) {
	write(b, e.C, precCond+1)
	if e.Then == nil {
		b.WriteString(" ?: ")
	} else {
		b.WriteString(" ? ")
		write(b, e.Then, precCond)
		b.WriteString(" : ")
	}
	write(b, e.Else, precCond)
}

func writeInit(b *strings.Builder, e *InitList) {
	b.WriteByte('{')
	for i, it := range e.Items {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteByte(' ')
		for _, d := range it.Path {
			switch {
			case d.Field != "":
				b.WriteString("." + d.Field)
			case d.Last != nil:
				b.WriteString("[" + Text(d.Index) + " ... " + Text(d.Last) + "]")
			case d.Index != nil:
				b.WriteString("[" + Text(d.Index) + "]")
			}
		}
		if len(it.Path) > 0 {
			b.WriteString(" = ")
		}
		write(b, it.Value, precAssign)
	}
	b.WriteString(" }")
}

// String spells the type.
func (t *Type) String() string {
	s := t.Base
	if t.Ptr > 0 {
		s += " " + strings.Repeat("*", t.Ptr)
	}
	if t.Func {
		s += "()"
	}
	return s + strings.Repeat("[]", t.Dims)
}
