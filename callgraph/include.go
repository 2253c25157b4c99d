// SPDX-License-Identifier: MIT

package callgraph

import (
	"path"
	"strings"

	"github.com/gupvet/gupvet/parser"
)

// Bounds on the search for names in included files.
const (
	maxIncludeDepth = 3
	maxIncludes     = 48
)

// reach lists the files in which names of f are looked for: itself, and what it
// includes with quotes, and what those do. Headers in angle brackets are many
// and say little about the code at hand; see wide.
func (p *Program) reach(f *File) []*File {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.local != nil {
		return f.local
	}
	seen := map[string]bool{f.Path: true}
	list := []*File{f}
	level := []*File{f}
	for depth := 0; depth < maxIncludeDepth && len(level) > 0; depth++ {
		var next []*File
		for _, g := range level {
			if g.Unit == nil {
				continue
			}
			for _, inc := range g.Unit.Includes {
				if !inc.Quoted || len(list) > maxIncludes {
					continue
				}
				h := p.quoted(g.Path, inc.Name)
				if h != nil && !seen[h.Path] {
					seen[h.Path] = true
					list = append(list, h)
					next = append(next, h)
				}
			}
		}
		level = next
	}
	for _, c := range p.common {
		if !seen[c] && p.Tree.Exists(c) {
			list = append(list, p.File(c))
		}
	}
	f.local = list
	return list
}

// quoted finds the file that #include "name" means: beside the including file,
// else as if it stood in angle brackets.
func (p *Program) quoted(from, name string) *File {
	if f := p.existing(path.Join(path.Dir(from), name)); f != nil {
		return f
	}
	for _, c := range p.systemPaths(from, name) {
		if f := p.existing(c); f != nil {
			return f
		}
	}
	return nil
}

func (p *Program) existing(path string) *File {
	if !p.Tree.Exists(path) {
		return nil
	}
	if f := p.File(path); f.Unit != nil {
		return f
	}
	return nil
}

// systemPaths lists where #include <name> may be found from a file, as the
// kernel's Makefile orders its -I options.
func (p *Program) systemPaths(from, name string) []string {
	arch := archOf(from)
	list := []string{
		"arch/" + arch + "/include/" + name,
		"include/" + name,
		"arch/" + arch + "/include/uapi/" + name,
		"include/uapi/" + name,
	}
	if rest, ok := strings.CutPrefix(name, "asm/"); ok {
		list = append(list, "include/asm-generic/"+rest)
	}
	return list
}

// archOf gives the architecture that a file belongs to; files of none are read
// as on x86.
func archOf(file string) string {
	if rest, ok := strings.CutPrefix(file, "arch/"); ok {
		if a, _, ok := strings.Cut(rest, "/"); ok {
			return a
		}
	}
	return "x86"
}

// wide lists what a file reaches, and the headers in angle brackets that it and
// its own headers include directly.
func (p *Program) wide(f *File) []*File {
	list := append([]*File(nil), p.reach(f)...)
	seen := map[string]bool{}
	for _, g := range list {
		seen[g.Path] = true
	}
	for _, g := range p.reach(f) {
		if g.Unit == nil || isCommon(p, g.Path) {
			continue
		}
		for _, inc := range g.Unit.Includes {
			if inc.Quoted {
				continue
			}
			for _, c := range p.systemPaths(f.Path, inc.Name) {
				if !seen[c] {
					seen[c] = true
					if h := p.existing(c); h != nil {
						p.trace.read(down, f.Path, c)
						list = append(list, h)
						break
					}
				}
			}
		}
	}
	return list
}

func isCommon(p *Program, path string) bool {
	for _, c := range p.common {
		if c == path {
			return true
		}
	}
	return false
}

// hasItem tells whether one of the files has an item of a kind with a name.
func hasItem(files []*File, name string, kinds ...parser.ItemKind) (*File, *parser.Item) {
	for _, f := range files {
		if it := f.item(name, kinds...); it != nil {
			return f, it
		}
	}
	return nil, nil
}
