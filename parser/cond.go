// SPDX-License-Identifier: MIT

package parser

import (
	"strings"
)

// A directive is a preprocessor line taken apart.
type directive struct {
	name string // "if", "define", ...
	rest string // what follows, comments and continuations gone
}

// parseDirective takes the text of a kDirective token.
func parseDirective(text []byte) directive {
	s := strings.TrimLeft(string(text[1:]), " \t")
	n := 0
	for n < len(s) && class[s[n]]&cWord != 0 {
		n++
	}
	d := directive{name: s[:n]}
	switch d.name {
	case "if", "ifdef", "ifndef", "elif", "elifdef", "elifndef", "include", "define":
		d.rest = plain(s[n:])
	}
	return d
}

// plain takes comments and continuations out of a line and folds white space.
func plain(s string) string {
	if strings.Contains(s, "/*") || strings.Contains(s, "//") {
		var b strings.Builder
		last := 0
		for _, t := range tokens([]byte(s), 0, len(s)) {
			if b.Len() > 0 && last < int(t.start) {
				b.WriteByte(' ')
			}
			b.WriteString(s[t.start:t.end])
			last = int(t.end)
		}
		s = b.String()
	}
	return strings.Join(strings.Fields(strings.ReplaceAll(s, "\\\n", " ")), " ")
}

// condition gives the text of the condition that a directive opens; elseOf is
// that of the branches before it, for #elif and #else.
func (d directive) condition(elseOf string) string {
	var c string
	switch d.name {
	case "ifdef", "elifdef":
		c = d.rest
	case "ifndef", "elifndef":
		c = not(d.rest)
	case "if", "elif":
		c = simplify(d.rest)
	}
	return and(elseOf, c)
}

// simplify writes defined(X) as X, the way #ifdef says it, where that is all.
func simplify(s string) string {
	neg := false
	rest := s
	if t, ok := strings.CutPrefix(rest, "!"); ok {
		neg, rest = true, strings.TrimSpace(t)
	}
	if t, ok := strings.CutPrefix(rest, "defined"); ok {
		name := strings.Trim(t, " ()")
		if isWordString(name) {
			if neg {
				return not(name)
			}
			return name
		}
	}
	return s
}

func isWordString(s string) bool {
	for i := 0; i < len(s); i++ {
		if class[s[i]]&cWord == 0 {
			return false
		}
	}
	return s != ""
}

// not negates a condition.
func not(c string) string {
	switch {
	case c == "0":
		return "1"
	case c == "1":
		return "0"
	case strings.HasPrefix(c, "!") && isWordString(c[1:]):
		return c[1:]
	case isWordString(c):
		return "!" + c
	}
	return "!(" + c + ")"
}

// and joins two conditions; "" is the one that always holds.
func and(a, b string) string {
	switch {
	case a == "":
		return b
	case b == "":
		return a
	}
	return a + " && " + b
}

// A condLevel is an #if that is open.
type condLevel struct {
	cond   string // of the branch we are in; "" for an include guard
	elseOf string // that none of the branches so far holds
	guard  string // X, if this is #ifndef X and may turn out to be a guard
	// Nesting of braces and parentheses at the #if, and after its first
	// branch: each branch begins with the former, the text behind the #endif
	// goes on with the latter.
	before, after nesting
	branches      int
}

type nesting struct{ brace, paren int }

// A condStack follows the #if directives of a file.
type condStack struct {
	levels []condLevel
	joined string // of all levels, "?" when it must be made anew
}

// text joins the conditions of the first n levels.
func (s *condStack) text(n int) string {
	if n == len(s.levels) && s.joined != "?" {
		return s.joined
	}
	c := ""
	for _, l := range s.levels[:n] {
		c = and(c, l.cond)
	}
	if n == len(s.levels) {
		s.joined = c
	}
	return c
}

// take follows a directive. It returns the nesting with which the text goes on,
// and the number of levels that the directive left as they were.
func (s *condStack) take(d directive, cur nesting) (nesting, int) {
	n := len(s.levels)
	switch d.name {
	case "if", "ifdef", "ifndef":
		l := condLevel{cond: d.condition(""), before: cur}
		l.elseOf = not(d.condition(""))
		if d.name == "ifndef" {
			l.guard = d.rest
		}
		s.levels = append(s.levels, l)
	case "elif", "elifdef", "elifndef", "else":
		if n == 0 {
			return cur, 0
		}
		n--
		l := &s.levels[n]
		if l.branches == 0 {
			l.after = cur
		}
		l.branches++
		l.cond = d.condition(l.elseOf)
		if d.name != "else" {
			l.elseOf = and(l.elseOf, not(d.condition("")))
		}
		cur = l.before
	case "endif":
		if n == 0 {
			return cur, 0
		}
		n--
		if l := s.levels[n]; l.branches > 0 {
			cur = l.after
		}
		s.levels = s.levels[:n]
	case "define":
		if n > 0 && s.levels[n-1].guard != "" && s.levels[n-1].guard == d.rest {
			s.levels[n-1].cond = ""
			s.levels[n-1].elseOf = ""
		}
	}
	if n > 0 && n == len(s.levels) {
		s.levels[n-1].guard = ""
	}
	s.joined = "?"
	return cur, n
}
