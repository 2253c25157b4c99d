// SPDX-License-Identifier: MIT

package syntax

// An Expr is an expression. Parentheses are not kept.
type Expr interface {
	Node
	expr()
}

// An Op is an operator.
type Op uint8

// The operators. Unary + is left out of the tree.
const (
	NoOp Op = iota
	Add
	Sub
	Mul
	Div
	Rem
	And
	Or
	Xor
	Shl
	Shr
	LAnd
	LOr
	Eq
	Ne
	Lt
	Le
	Gt
	Ge
	Neg
	Not  // !
	Com  // ~
	Ref  // &x
	Star // *x
	PreInc
	PreDec
	PostInc
	PostDec
)

var opText = [...]string{
	NoOp: "", Add: "+", Sub: "-", Mul: "*", Div: "/", Rem: "%", And: "&", Or: "|", Xor: "^",
	Shl: "<<", Shr: ">>", LAnd: "&&", LOr: "||", Eq: "==", Ne: "!=", Lt: "<", Le: "<=",
	Gt: ">", Ge: ">=", Neg: "-", Not: "!", Com: "~", Ref: "&", Star: "*",
	PreInc: "++", PreDec: "--", PostInc: "++", PostDec: "--",
}

// String gives the operator as C spells it.
func (o Op) String() string { return opText[o] }

type (
	// An Ident is a name.
	Ident struct {
		Span
		Name string
	}
	// A Number is an integer or character constant. Value is 0 for one that
	// is neither, such as a floating-point constant.
	Number struct {
		Span
		Value    uint64
		Unsigned bool // a u suffix
		Long     bool // an l suffix
	}
	// A String is a string constant, adjacent ones joined.
	String struct{ Span }
	// A Call is a call of a function or a macro.
	Call struct {
		Span
		Fun  Expr
		Args []Expr
	}
	// A Unary is a prefix or postfix operator.
	Unary struct {
		Span
		Op Op
		X  Expr
	}
	// A Binary is an operator between two operands.
	Binary struct {
		Span
		Op   Op
		X, Y Expr
	}
	// An Assign is an assignment; Op is the operator of a compound one.
	Assign struct {
		Span
		Op   Op
		L, R Expr
	}
	// A Cond is c ? t : e; Then is nil in c ?: e.
	Cond struct {
		Span
		C, Then, Else Expr
	}
	// A Member is x.name or x->name.
	Member struct {
		Span
		X       Expr
		Name    string
		NamePos Pos
		Arrow   bool
	}
	// An Index is x[i].
	Index struct {
		Span
		X, I Expr
	}
	// A Cast is (type)x.
	Cast struct {
		Span
		Type *Type
		X    Expr
	}
	// A Literal is a compound literal, (type){...}.
	Literal struct {
		Span
		Type *Type
		Init *InitList
	}
	// An InitList is {...} as an initializer.
	InitList struct {
		Span
		Items []InitItem
	}
	// A Sizeof is sizeof or one of its kin; its value is not worked out.
	Sizeof struct{ Span }
	// A StmtExpr is ({ ... }): its value is that of the last statement.
	StmtExpr struct {
		Span
		Body *Block
	}
	// A Comma is x, y.
	Comma struct {
		Span
		X, Y Expr
	}
	// A TypeArg is a type where a macro takes one: container_of(p, struct x, y).
	TypeArg struct {
		Span
		Type *Type
	}
	// A Bad is an expression that could not be read.
	Bad struct{ Span }
)

// An InitItem is an element of an [InitList]. Path has its designators, the
// outermost first; it is empty for an element that stands in its turn.
type InitItem struct {
	Path  []Designator
	Value Expr
}

// A Designator is .Field, or [Index], or [Index ... Last].
type Designator struct {
	Field string
	Index Expr
	Last  Expr
}

func (*Ident) expr()    {}
func (*Number) expr()   {}
func (*String) expr()   {}
func (*Call) expr()     {}
func (*Unary) expr()    {}
func (*Binary) expr()   {}
func (*Assign) expr()   {}
func (*Cond) expr()     {}
func (*Member) expr()   {}
func (*Index) expr()    {}
func (*Cast) expr()     {}
func (*Literal) expr()  {}
func (*InitList) expr() {}
func (*Sizeof) expr()   {}
func (*StmtExpr) expr() {}
func (*Comma) expr()    {}
func (*TypeArg) expr()  {}
func (*Bad) expr()      {}

// Callee gives the name that a call calls directly, "" when it goes through a
// pointer.
func (c *Call) Callee() string {
	if id, ok := c.Fun.(*Ident); ok {
		return id.Name
	}
	return ""
}
