// SPDX-License-Identifier: MIT

// Package syntax holds the C syntax that the analysis works on: what
// [github.com/gupvet/gupvet/parser] makes of kernel text.
//
// It is smaller than C. Types are names with a number of stars, attributes are
// gone, a loop macro is a [MacroLoop], and an #if inside a function is a
// statement like any other ([IfConfig]) whose sides are both there. Trees are
// immutable once built and can be shared between goroutines.
//
// Positions are byte offsets from 0 in the file that holds the text.
package syntax

// A Pos is a byte offset in a file, from 0.
type Pos uint32

// A Span is the text between two offsets, the second exclusive.
type Span struct{ Start, End Pos }

// Range returns the span itself: every node embeds one.
func (s Span) Range() Span { return s }

// Start32 gives the start as a plain number.
func (s Span) Start32() uint32 { return uint32(s.Start) }

// Contains tells whether p lies within s.
func (s Span) Contains(p Pos) bool { return s.Start <= p && p < s.End }

// A Node is anything that stands in the text.
type Node interface{ Range() Span }

// A Function is a function definition, or one variant of it: where an #if cuts
// through statements, the text is read once for each side.
type Function struct {
	Span
	Name    string
	NamePos Pos
	Params  []Param
	Ret     *Type
	Body    *Block
	Static  bool
	Inline  bool
	Cond    string // the #if conditions around and inside, "" for none
	Gaps    []Gap  // places of the body that could not be read
}

// A Param is a parameter of a function.
type Param struct {
	Span
	Name string // "" when it has none
	Type *Type
}

// A Macro is a #define. Its body is an expression, or statements, or neither
// when it is empty or not C by itself.
type Macro struct {
	Span
	Name     string
	NamePos  Pos
	Params   []string
	FuncLike bool
	Variadic bool
	Value    Expr   // the body as an expression
	Body     *Block // the body as statements
	Cond     string
}

// A Struct is the definition of a struct or union.
type Struct struct {
	Span
	Tag    string // "" when it has none
	Fields []Field
}

// A Field is a member. The members of an anonymous struct or union inside
// another stand among those of the outer one.
type Field struct {
	Span
	Name string
	Type *Type
	Bits bool // a bit-field
}

// An Enum is the definition of an enumeration.
type Enum struct {
	Span
	Tag    string
	Consts []EnumConst
}

// An EnumConst is a constant of an [Enum]; Value is nil for "one more".
type EnumConst struct {
	Span
	Name  string
	Value Expr
}

// A Var is a variable, file-scope or local.
type Var struct {
	Span
	Name    string
	NamePos Pos
	Type    *Type
	Init    Expr   // nil for none; an [InitList] for {...}
	Cleanup string // x of __free(x), "" for none
	Static  bool
}

// A Type is as much of a C type as the analysis asks for.
type Type struct {
	// Base is the type without stars and qualifiers: "unsigned long", "u32",
	// "struct page", "typeof".
	Base string
	Ptr  int  // stars
	Dims int  // array dimensions
	Func bool // a function, or with Ptr a pointer to one
}

// A Gap is a place that could not be read, with the reason.
type Gap struct {
	Span
	Why string
}
