// SPDX-License-Identifier: MIT

package syntax

// Walk calls visit for n and everything below it, in the order of the text. It
// does not go below a node for which visit returns false.
func Walk(n Node, visit func(Node) bool) {
	if n == nil || isNil(n) || !visit(n) {
		return
	}
	for _, c := range children(n) {
		Walk(c, visit)
	}
}

// children lists what stands directly below a node.
func children(n Node) []Node {
	switch n := n.(type) {
	case *Function:
		return []Node{n.Body}
	case *Macro:
		if n.Value != nil {
			return []Node{n.Value}
		}
		return []Node{n.Body}
	case *Var:
		return nodes(n.Init)
	case Stmt:
		return stmtChildren(n)
	case Expr:
		return exprChildren(n)
	}
	return nil
}

func stmtChildren(s Stmt) []Node {
	switch s := s.(type) {
	case *Block:
		return all(s.Stmts)
	case *DeclStmt:
		return all(s.Vars)
	case *ExprStmt:
		return nodes(s.X)
	case *If:
		return append(nodes(s.Cond), s.Then, s.Else)
	case *IfConfig:
		return []Node{s.Then, s.Else}
	case *While:
		if s.DoWhile {
			return append([]Node{s.Body}, nodes(s.Cond)...)
		}
		return append(nodes(s.Cond), s.Body)
	case *For:
		return append(append([]Node{s.Init}, nodes(s.Cond, s.Post)...), s.Body)
	case *MacroLoop:
		return append(all(s.Args), s.Body)
	case *Switch:
		return append(nodes(s.Tag), s.Body)
	case *Case:
		return nodes(s.Value, s.Last)
	case *Return:
		return nodes(s.X)
	}
	return nil
}

func exprChildren(e Expr) []Node {
	switch e := e.(type) {
	case *Call:
		return append(nodes(e.Fun), all(e.Args)...)
	case *Unary:
		return nodes(e.X)
	case *Binary:
		return nodes(e.X, e.Y)
	case *Assign:
		return nodes(e.L, e.R)
	case *Cond:
		return nodes(e.C, e.Then, e.Else)
	case *Member:
		return nodes(e.X)
	case *Index:
		return nodes(e.X, e.I)
	case *Cast:
		return nodes(e.X)
	case *Literal:
		return []Node{e.Init}
	case *InitList:
		var out []Node
		for _, it := range e.Items {
			out = append(out, nodes(it.Value)...)
		}
		return out
	case *StmtExpr:
		return []Node{e.Body}
	case *Comma:
		return nodes(e.X, e.Y)
	}
	return nil
}

func nodes(list ...Expr) []Node {
	var out []Node
	for _, e := range list {
		if e != nil {
			out = append(out, e)
		}
	}
	return out
}

func all[T Node](list []T) []Node {
	out := make([]Node, len(list))
	for i, n := range list {
		out[i] = n
	}
	return out
}

// isNil finds the typed nil pointers that optional children leave behind.
func isNil(n Node) bool {
	switch n := n.(type) {
	case *Block:
		return n == nil
	case *InitList:
		return n == nil
	}
	return false
}
