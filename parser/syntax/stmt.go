// SPDX-License-Identifier: MIT

package syntax

// A Stmt is a statement.
type Stmt interface {
	Node
	stmt()
}

type (
	// A Block is { ... }.
	Block struct {
		Span
		Stmts []Stmt
	}
	// A DeclStmt declares local variables.
	DeclStmt struct {
		Span
		Vars []*Var
	}
	// An ExprStmt is an expression for its effect; X is nil in a lone ";".
	ExprStmt struct {
		Span
		X Expr
	}
	// An If is if (...) ... else ...
	If struct {
		Span
		Cond Expr
		Then Stmt
		Else Stmt // nil for none
	}
	// An IfConfig is #if ... #else ... #endif around whole statements.
	IfConfig struct {
		Span
		Cond string
		Then *Block // its declarations belong to the block around it
		Else *Block // nil for none
	}
	// A While is while (...) ...; DoWhile is the one that ends with its
	// condition.
	While struct {
		Span
		Cond    Expr
		Body    Stmt
		DoWhile bool
	}
	// A For is for (...; ...; ...) ...
	For struct {
		Span
		Init Stmt // nil, or a DeclStmt or ExprStmt
		Cond Expr // nil for none
		Post Expr // nil for none
		Body Stmt
	}
	// A MacroLoop is a statement headed by a macro: for_each_x(...) ... and
	// scoped_guard(...) ...
	MacroLoop struct {
		Span
		Name string
		Args []Expr
		Body Stmt
		Once bool // not a loop: scoped_guard and its kin
	}
	// A Switch is switch (...) ...
	Switch struct {
		Span
		Tag  Expr
		Body Stmt
	}
	// A Case is a case label; Last is the end of a range, Value is nil for
	// default. What follows it is beside it in the block, not inside it.
	Case struct {
		Span
		Value, Last Expr
	}
	// A Label is a label.
	Label struct {
		Span
		Name string
	}
	// A Goto is goto name; Name is "" for a computed one.
	Goto struct {
		Span
		Name string
	}
	// A Jump is break or continue.
	Jump struct {
		Span
		Continue bool
	}
	// A Return is return x; X is nil for none.
	Return struct {
		Span
		X Expr
	}
	// An Asm is an asm statement: what it writes, where it may jump.
	Asm struct {
		Span
		Outputs []string
		Labels  []string
	}
	// A BadStmt could not be read.
	BadStmt struct{ Span }
)

func (*Block) stmt()     {}
func (*DeclStmt) stmt()  {}
func (*ExprStmt) stmt()  {}
func (*If) stmt()        {}
func (*IfConfig) stmt()  {}
func (*While) stmt()     {}
func (*For) stmt()       {}
func (*MacroLoop) stmt() {}
func (*Switch) stmt()    {}
func (*Case) stmt()      {}
func (*Label) stmt()     {}
func (*Goto) stmt()      {}
func (*Jump) stmt()      {}
func (*Return) stmt()    {}
func (*Asm) stmt()       {}
func (*BadStmt) stmt()   {}
