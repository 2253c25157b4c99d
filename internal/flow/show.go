// SPDX-License-Identifier: MIT

package flow

import (
	"fmt"
	"strings"
)

// maxPaths bounds the alternatives that Text spells out.
const maxPaths = 6

// Text spells a condition for people: alternatives joined by "or". It is meant
// for messages and for looking into the analysis, not for machines.
func (a *Arena) Text(c Cond) string {
	switch c {
	case True:
		return "always"
	case False:
		return "never"
	}
	var alts []string
	a.paths(c, nil, &alts)
	return strings.Join(alts, " or ")
}

// paths collects the ways in which c holds.
func (a *Arena) paths(c Cond, path []string, out *[]string) {
	switch {
	case len(*out) > maxPaths:
		return
	case c == False:
		return
	case len(*out) == maxPaths:
		*out = append(*out, "...")
		return
	case c == True:
		*out = append(*out, strings.Join(path, " && "))
		return
	}
	n := a.nodes[c]
	a.paths(n.hi, append(path[:len(path):len(path)], a.AtomText(n.v, true)), out)
	a.paths(n.lo, append(path[:len(path):len(path)], a.AtomText(n.v, false)), out)
}

// AtomText spells an atom, or that it does not hold.
func (a *Arena) AtomText(v int32, holds bool) string {
	k := a.atomKey[v]
	not := ""
	if !holds {
		not = "!"
	}
	switch k.kind {
	case atBit:
		return fmt.Sprintf("%s(%s & %#x)", not, a.Describe(k.a), uint64(1)<<uint(k.val))
	case atLE:
		op := "<="
		if !holds {
			op = ">"
		}
		return fmt.Sprintf("%s %s %d", a.Describe(k.a), op, k.val)
	case atEQ:
		op := "=="
		if !holds {
			op = "!="
		}
		return fmt.Sprintf("%s %s %s", a.Describe(k.a), op, a.Describe(k.b))
	case atLT:
		op := "<"
		if !holds {
			op = ">="
		}
		return fmt.Sprintf("%s %s %s", a.Describe(k.a), op, a.Describe(k.b))
	case atErr:
		return not + "IS_ERR(" + a.Describe(k.a) + ")"
	case atConfig:
		if holds || isName(k.str) {
			return not + k.str
		}
		return "!(" + k.str + ")"
	}
	return not + fmt.Sprintf("?%d", k.val)
}

// String shows a summary, for looking into the analysis.
func (s *Summary) String() string {
	var b strings.Builder
	a := s.Arena
	fmt.Fprintf(&b, "%s returns %s when %s\n", s.Fn.Name, a.show(s.Ret, 6), a.Text(s.PC))
	for _, c := range s.effects {
		fmt.Fprintf(&b, "  %s = %s\n", a.place(c.addr), a.show(c.val, 6))
	}
	for i := range s.Events {
		e := &s.Events[i]
		line, _ := e.At.Unit.Position(e.At.Span.Start)
		fmt.Fprintf(&b, "  %d: event %d %s lock=%s result=%s", line, e.Kind, e.Name, a.show(e.Lock, 2), a.show(e.Result, 4))
		for _, t := range e.Args {
			fmt.Fprintf(&b, " %s,", a.show(t, 3))
		}
		if e.Kind == EvUse {
			fmt.Fprintf(&b, " tested %s", a.Text(e.Tested))
		}
		fmt.Fprintf(&b, " when %s\n", a.Text(e.PC))
	}
	return b.String()
}

// show spells a term with its structure to a depth.
func (a *Arena) show(t Term, depth int) string {
	if t == None {
		return "-"
	}
	r := a.rec(t)
	if depth > 0 {
		switch r.kind {
		case kIte:
			return fmt.Sprintf("(%s ? %s : %s)", a.Text(r.c), a.show(r.a, depth-1), a.show(r.b, depth-1))
		case kBinary:
			return fmt.Sprintf("(%s %s %s)", a.show(r.a, depth-1), r.op, a.show(r.b, depth-1))
		}
	}
	return a.Describe(t)
}
