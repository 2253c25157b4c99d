// SPDX-License-Identifier: MIT

package review

import (
	"fmt"
	"strings"

	"github.com/gupvet/gupvet/internal/driver"
	"github.com/gupvet/gupvet/internal/lint"
	"github.com/gupvet/gupvet/internal/patch"
)

// A matcher finds the findings of the tree before a patch in that after it.
type matcher struct {
	before, after *driver.Loaded
	applied       *patch.Applied
}

// A side is a finding with its place in the tree before the patch: the file that
// its file was made of, and the line there, 0 if it is a new one.
type side struct {
	f    *lint.Finding
	file string
	line int
}

// The ways to tell that two findings are one, the surest first. Each gives what
// both must have in common; ok is false for a finding that it is not for.
var ways = []func(m *matcher, s side, after bool) (key string, ok bool){
	// The same at the same place.
	func(_ *matcher, s side, _ bool) (string, bool) {
		return join(s.f.Rule, s.file, s.f.Function, expr(s.f), fmt.Sprint(s.line)), s.line > 0
	},
	// The same fingerprint, but for the number.
	func(_ *matcher, s side, _ bool) (string, bool) {
		return join(s.f.Rule, s.file, s.f.Function, expr(s.f)), true
	},
	// The function has another name, or the code is in another one.
	func(_ *matcher, s side, _ bool) (string, bool) { return join(s.f.Rule, s.file, expr(s.f)), true },
	// The function is in another file.
	func(_ *matcher, s side, _ bool) (string, bool) { return join(s.f.Rule, s.f.Function, expr(s.f)), true },
	// The code is in another file, and in another function.
	func(_ *matcher, s side, _ bool) (string, bool) { return join(s.f.Rule, s.f.Entry, expr(s.f)), true },
	// Something in the call or expression has changed.
	func(_ *matcher, s side, _ bool) (string, bool) {
		return join(s.f.Rule, s.file, s.f.Function, s.f.Entry), true
	},
	// The function was split, or renamed, and something has changed besides.
	func(m *matcher, s side, after bool) (string, bool) {
		return join(s.f.Rule, s.file, s.f.Entry, s.f.Message), !after || m.onlyThere(s.f, after)
	},
	// The function was put into another one.
	func(m *matcher, s side, after bool) (string, bool) {
		return join(s.f.Rule, s.file, s.f.Entry, s.f.Message), after || m.onlyThere(s.f, after)
	},
}

func join(parts ...string) string { return strings.Join(parts, "\x00") }

func expr(f *lint.Finding) string { return strings.Join(strings.Fields(f.Expr), "") }

// match gives the track of each finding of the tree after the patch that was
// there before.
func (m *matcher) match(before []*track, after []*lint.Finding) map[*lint.Finding]*track {
	pairs := map[*lint.Finding]*track{}
	taken := map[*track]bool{}
	for _, way := range ways {
		open := map[string][]*track{}
		for _, t := range before {
			if key, ok := way(m, side{t.f, t.f.At.File, t.f.At.Start.Line}, false); ok && !taken[t] {
				open[key] = append(open[key], t)
			}
		}
		for _, f := range after {
			if pairs[f] != nil {
				continue
			}
			key, ok := way(m, m.side(f), true)
			if list := open[key]; ok && len(list) > 0 {
				pairs[f], taken[list[0]] = list[0], true
				open[key] = list[1:]
			}
		}
	}
	return pairs
}

// side gives the place before the patch of a finding in the tree after it.
func (m *matcher) side(f *lint.Finding) side {
	l := m.applied.Lines[f.At.File]
	if l == nil {
		return side{f, f.At.File, f.At.Start.Line}
	}
	file := l.From
	if file == "" {
		file = f.At.File
	}
	return side{f, file, l.At(f.At.Start.Line).Old}
}

// onlyThere tells whether the function around a finding is in one of the trees
// alone.
func (m *matcher) onlyThere(f *lint.Finding, after bool) bool {
	other := m.after
	file := f.At.File
	if after {
		other, file = m.before, m.side(f).file
	}
	return f.Function != "" && len(other.Prog.File(file).Named(f.Function)) == 0
}
