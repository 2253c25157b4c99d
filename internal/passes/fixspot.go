// SPDX-License-Identifier: MIT

package passes

import (
	"bytes"
	"regexp"
	"slices"

	"github.com/gupvet/gupvet/internal/flow"
	"github.com/gupvet/gupvet/internal/lint"
	"github.com/gupvet/gupvet/parser"
	"github.com/gupvet/gupvet/parser/syntax"
)

// A spot is a flag's name in the text, and what is around it.
type spot struct {
	fn   *flow.Func
	name *syntax.Ident
	sum  syntax.Expr // the | that it is an operand of, or of another such; or the name itself
	all  syntax.Expr // the whole value: a sum, or a choice between some
	// user has the value as its argument, its right side or an initializer: a
	// *syntax.Call, a *syntax.Assign or a *syntax.DeclStmt.
	user   syntax.Node
	around []syntax.Node // what is around the user, the outermost first
}

// findSpot looks at what is around a name in a function; nil if it is not plain.
func findSpot(fn *flow.Func, at syntax.Span) *spot {
	var path []syntax.Node // from the body to the name
	syntax.Walk(fn.Syntax().Body, func(n syntax.Node) bool {
		_, isVar := n.(*syntax.Var)
		if !isVar && within(at, n.Range()) {
			path = append(path, n)
		}
		return true
	})
	if len(path) == 0 {
		return nil
	}
	name, ok := path[len(path)-1].(*syntax.Ident)
	if !ok || name.Span != at {
		return nil
	}
	s := &spot{fn: fn, name: name, sum: name}
	i := len(path) - 2
	for ; i >= 0 && isSum(path[i]); i-- {
		s.sum = path[i].(syntax.Expr)
	}
	for s.all = s.sum; i >= 0 && (isSum(path[i]) || isChoice(path[i], s.all)); i-- {
		s.all = path[i].(syntax.Expr)
	}
	if i < 0 {
		return nil
	}
	s.user, s.around = path[i], path[:i]
	return s.plain()
}

func isSum(n syntax.Node) bool {
	b, ok := n.(*syntax.Binary)
	return ok && b.Op == syntax.Or
}

// isChoice tells whether a node is a choice of an expression, or something else.
func isChoice(n syntax.Node, of syntax.Expr) bool {
	c, ok := n.(*syntax.Cond)
	return ok && c.C != of && c.Then != nil
}

// plain gives the spot if what has the value is of a kind that is understood.
func (s *spot) plain() *spot {
	ok := false
	switch u := s.user.(type) {
	case *syntax.Call:
		ok = slices.Contains(u.Args, s.all)
	case *syntax.DeclStmt:
		ok = s.variable() != ""
	case *syntax.Assign:
		ok = u.R == s.all && s.variable() != "" && (u.Op == syntax.NoOp || u.Op == syntax.Or)
	}
	if !ok {
		return nil
	}
	return s
}

// variable gives the name of the variable that the value is assigned to, "" for none.
func (s *spot) variable() string {
	switch u := s.user.(type) {
	case *syntax.Assign:
		if id, ok := u.L.(*syntax.Ident); ok {
			return id.Name
		}
	case *syntax.DeclStmt:
		for _, d := range u.Vars {
			if d.Init == s.all {
				return d.Name
			}
		}
	}
	return ""
}

// operands lists the operands of a sum.
func operands(e syntax.Expr, list []syntax.Expr) []syntax.Expr {
	if b, ok := e.(*syntax.Binary); ok && b.Op == syntax.Or {
		return operands(b.Y, operands(b.X, list))
	}
	return append(list, e)
}

// drop takes the names of spots out of the sum that they are all part of.
func drop(spots []*spot) ([]lint.Edit, bool) {
	s := spots[0]
	sum := operands(s.sum, nil)
	dropped := func(e syntax.Expr) bool {
		return slices.ContainsFunc(spots, func(o *spot) bool { return o.name == e })
	}
	first := slices.IndexFunc(sum, func(e syntax.Expr) bool { return !dropped(e) })
	if first < 0 {
		return s.dropAll()
	}
	var list []lint.Edit
	for i, e := range sum {
		if !dropped(e) {
			continue
		}
		// With it goes the | between it and what stays.
		cut := e.Range()
		gap := 0
		if i < first {
			gap = barAfter(s.fn.Unit.Text[cut.End:])
			cut.End += syntax.Pos(gap)
		} else {
			gap = barBefore(s.fn.Unit.Text[:cut.Start])
			cut.Start -= syntax.Pos(gap)
		}
		if gap == 0 {
			return nil, false // it has parentheses of its own
		}
		list = append(list, s.edit(cut, ""))
	}
	return list, true
}

const space = " \t\r\n"

// barBefore gives the length in bytes of the | that ends text, with the space
// around it; 0 if there is none.
func barBefore(text []byte) int {
	rest, ok := bytes.CutSuffix(bytes.TrimRight(text, space), []byte("|"))
	if !ok {
		return 0
	}
	return len(text) - len(bytes.TrimRight(rest, space))
}

// barAfter gives the same for the | that begins text.
func barAfter(text []byte) int {
	rest, ok := bytes.CutPrefix(bytes.TrimLeft(text, space), []byte("|"))
	if !ok {
		return 0
	}
	return len(text) - len(bytes.TrimLeft(rest, space))
}

func (s *spot) edit(cut syntax.Span, text string) lint.Edit {
	return lint.Edit{At: Range(flow.Where{Unit: s.fn.Unit, Span: cut}), NewText: text}
}

// dropAll takes a whole sum away: the statement, where it does nothing else, or puts
// 0 in its place.
func (s *spot) dropAll() ([]lint.Edit, bool) {
	a, ok := s.user.(*syntax.Assign)
	if !ok || a.Op != syntax.Or || s.sum != s.all {
		return []lint.Edit{s.edit(s.sum.Range(), "0")}, !s.leavesNoChoice()
	}
	stmt, ok := s.needless()
	if !ok {
		return nil, false
	}
	cut, _ := wholeLines(s.fn.Unit, stmt)
	return []lint.Edit{s.edit(cut, "")}, true
}

// leavesNoChoice tells whether both sides of a choice would be 0.
func (s *spot) leavesNoChoice() bool {
	found := false
	syntax.Walk(s.all, func(n syntax.Node) bool {
		if c, ok := n.(*syntax.Cond); ok {
			found = found || c.Then == s.sum && isZero(c.Else) || c.Else == s.sum && c.Then != nil && isZero(c.Then)
		}
		return true
	})
	return found
}

func isZero(e syntax.Expr) bool {
	n, ok := e.(*syntax.Number)
	return ok && n.Value == 0
}

// needless gives the statement that the code can do without if it does without the
// assignment: that, or the if of which it is all.
func (s *spot) needless() (stmt syntax.Span, ok bool) {
	n := len(s.around)
	up := func(i int) syntax.Node {
		if i > n {
			return nil
		}
		return s.around[n-i]
	}
	line, ok := up(1).(*syntax.ExprStmt)
	if !ok {
		return stmt, false
	}
	stmt, i := line.Span, 2
	if b, ok := up(i).(*syntax.Block); ok && len(b.Stmts) == 1 {
		i++
	}
	if f, ok := up(i).(*syntax.If); ok {
		if f.Else != nil || !isPure(f.Cond) || !s.stillUsed(f) {
			return stmt, false
		}
		stmt, i = f.Span, i+1
	}
	b, ok := up(i).(*syntax.Block)
	return stmt, ok && len(b.Stmts) > 1
}

// stillUsed tells whether the local variables that an if looks at are named elsewhere
// in the function too.
func (s *spot) stillUsed(f *syntax.If) bool {
	used := true
	syntax.Walk(f.Cond, func(n syntax.Node) bool {
		if id, ok := n.(*syntax.Ident); ok && isLocal(s.fn, id.Name) && !isParam(s.fn, id.Name) {
			used = used && names(s.fn.Syntax().Body, id.Name, f.Span)
		}
		return true
	})
	return used
}

// isPure tells whether an expression does nothing but give a value.
func isPure(x syntax.Expr) bool {
	pure := true
	syntax.Walk(x, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.Call, *syntax.Assign, *syntax.StmtExpr, *syntax.Bad:
			pure = false
		case *syntax.Unary:
			pure = pure && n.Op != syntax.PreInc && n.Op != syntax.PreDec && n.Op != syntax.PostInc && n.Op != syntax.PostDec
		}
		return true
	})
	return pure
}

// wholeLines gives the lines that a statement has for itself, with its comment and a
// blank line that would be left over; ok is false, and it is the statement alone, if
// it shares one.
func wholeLines(u *parser.Unit, s syntax.Span) (lines syntax.Span, ok bool) {
	if last := u.Text[s.End-1]; last != ';' && last != '}' {
		s.End += syntax.Pos(len(semicolon.Find(u.Text[s.End:])))
	}
	start := bytes.LastIndexByte(u.Text[:s.Start], '\n') + 1
	end := bytes.IndexByte(u.Text[s.End:], '\n') + int(s.End) + 1
	if end <= int(s.End) || len(bytes.TrimSpace(u.Text[start:s.Start])) > 0 || !blank.Match(u.Text[s.End:end]) {
		return s, false
	}
	if bytes.HasSuffix(u.Text[:start], []byte("\n\n")) && bytes.HasPrefix(u.Text[end:], []byte("\n")) {
		end++
	}
	return syntax.Span{Start: syntax.Pos(start), End: syntax.Pos(end)}, true
}

var (
	semicolon = regexp.MustCompile(`^\s*;`)
	// blank is what may follow a statement on its line: nothing, or a comment.
	blank = regexp.MustCompile(`^\s*(//.*|/\*[^*\n]*\*/\s*)?\n$`)
)
