// SPDX-License-Identifier: MIT

package callgraph

import (
	"bytes"
	"path"
	"slices"

	"github.com/gupvet/gupvet/parser"
)

// takeOver takes over the files of an earlier program for which nothing that
// they see has changed.
func (p *Program) takeOver(base *Program) {
	base.mu.Lock()
	defer base.mu.Unlock()
	p.common, p.known, p.trace = base.common, base.known, base.trace
	stale := p.stale(base)
	for name, f := range base.files {
		if stale[f] {
			continue
		}
		p.files[name] = f
		if f.Unit != nil {
			p.byUnit[f.Unit] = f
		}
	}
}

// Has tells whether the program has this very file: then neither its text nor
// anything that it sees differs from what it was in the program that read it.
func (p *Program) Has(f *File) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.files[f.Path] == f
}

// stale lists the files of an earlier program that are not what they were: their
// text has changed, that of a file in which they look for names, or what their
// includes lead to.
func (p *Program) stale(base *Program) map[*File]bool {
	changed, moved := p.changed(base)
	everything := slices.ContainsFunc(p.common, func(c string) bool { return moved[path.Base(c)] })
	stale := map[*File]bool{}
	for name, f := range base.files {
		if changed[name] || everything || f.Unit != nil && slices.ContainsFunc(f.Unit.Includes, func(inc parser.Include) bool {
			return inc.Quoted && moved[path.Base(inc.Name)]
		}) {
			stale[f] = true
		}
	}
	for more := len(stale) > 0; more; {
		more = false
		for _, f := range base.files {
			if !stale[f] && slices.ContainsFunc(f.seen(), func(g *File) bool { return stale[g] }) {
				stale[f], more = true, true
			}
		}
	}
	return stale
}

// changed lists the paths at which the trees of two programs differ, and the
// names, without directories, of files that only one of them has.
func (p *Program) changed(base *Program) (paths, moved map[string]bool) {
	paths, moved = map[string]bool{}, map[string]bool{}
	now, then := p.Tree.Overlay(), base.Tree.Overlay()
	for _, list := range []map[string][]byte{now, then} {
		for name := range list {
			a, inNow := now[name]
			b, inThen := then[name]
			if inNow && inThen && (a == nil) == (b == nil) && bytes.Equal(a, b) {
				continue
			}
			paths[name] = true
			if p.Tree.Exists(name) != base.Tree.Exists(name) {
				moved[path.Base(name)] = true
			}
		}
	}
	return paths, moved
}

// seen lists the files in which names of f have been looked for; nil if none
// have.
func (f *File) seen() []*File {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.local
}

// Reach adds the paths of the files in which names of f, or of a file found that
// way, have been looked for.
func (f *File) Reach(paths map[string]bool) {
	if paths[f.Path] {
		return
	}
	paths[f.Path] = true
	for _, g := range f.seen() {
		g.Reach(paths)
	}
}
