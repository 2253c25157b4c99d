// SPDX-License-Identifier: MIT

package callgraph

import (
	"maps"
	"slices"
	"sync"

	"github.com/gupvet/gupvet/internal/source"
)

// A trace tells what was asked for the sake of which file. What a file includes with
// quotes is not in it, see [File.Reach].
type trace struct {
	mu    sync.Mutex
	asked [2]map[string]*traced // by direction and file
	calls map[string]map[string]bool
}

// A direction tells of what use an answer is.
type direction uint8

const (
	// down are questions about what a file uses: who looks at the file depends on the
	// answers.
	down direction = iota
	// up are those about who uses what the file holds: of interest where that is
	// followed alone.
	up
)

// A traced is what was asked for the sake of a file: the files that were read for
// the answers, and the questions to the index, as [source.Question] gives them.
type traced struct {
	files map[string]bool
	asked map[uint32]bool
}

func newTrace() *trace {
	return &trace{asked: [2]map[string]*traced{{}, {}}, calls: map[string]map[string]bool{}}
}

// Trace makes the program note from now on what it is asked for which file, for
// [Program.Behind]. Programs that take files over from it note it with it.
func (p *Program) Trace() { p.trace = newTrace() }

// of gives what is traced of a file in one direction.
func (t *trace) of(d direction, by string) *traced {
	u := t.asked[d][by]
	if u == nil {
		u = &traced{files: map[string]bool{}, asked: map[uint32]bool{}}
		t.asked[d][by] = u
	}
	return u
}

func (t *trace) read(d direction, by, path string) {
	if t == nil || by == path {
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.of(d, by).files[path] = true
}

func (t *trace) ask(d direction, by string, use source.Use, names ...string) {
	if t == nil {
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, name := range names {
		t.of(d, by).asked[source.Question(use, name)] = true
	}
}

// mayCall notes that a function of a file may be called in others.
func (t *trace) mayCall(by string, paths ...string) {
	if t == nil {
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.calls[by] == nil {
		t.calls[by] = map[string]bool{}
	}
	for _, path := range paths {
		t.calls[by][path] = true
	}
}

// FilesFor asks the index, which must be there, which files use one of the names, to
// find out about what a file uses.
func (p *Program) FilesFor(by string, use source.Use, names ...string) []string {
	p.trace.ask(down, by, use, names...)
	return p.Index().Files(use, names...)
}

// UsersOf asks the index which files use what a file holds.
func (p *Program) UsersOf(by string, use source.Use, names ...string) []string {
	p.trace.ask(up, by, use, names...)
	return p.Index().Files(use, names...)
}

// FileFor reads a file to find out about what another one uses.
func (p *Program) FileFor(by, path string) *File {
	p.trace.read(down, by, path)
	return p.File(path)
}

// userOf reads a file that may use what another one holds.
func (p *Program) userOf(by, path string) *File {
	p.trace.read(up, by, path)
	return p.File(path)
}

// CallerOf reads a file that may call what another one holds.
func (p *Program) CallerOf(by, path string) *File {
	p.trace.mayCall(by, path)
	return p.userOf(by, path)
}

// Behind lists all that had a part in what was found out about files: other files,
// and questions to the index. It is to be asked of a program with [Program.Trace] alone, as
// Below and MayCall are.
func (p *Program) Behind(paths []string) (files []string, asked []uint32) {
	p.trace.mu.Lock()
	defer p.trace.mu.Unlock()
	seen, questions := map[string]bool{}, map[uint32]bool{}
	from := slices.Clone(paths)
	for _, path := range paths {
		if users := p.trace.asked[up][path]; users != nil {
			maps.Copy(questions, users.asked)
			from = slices.AppendSeq(from, maps.Keys(users.files))
		}
	}
	p.below(from, func(path string) bool {
		if seen[path] {
			return false
		}
		seen[path] = true
		if used := p.trace.asked[down][path]; used != nil {
			maps.Copy(questions, used.asked)
		}
		return true
	})
	return slices.Sorted(maps.Keys(seen)), slices.Sorted(maps.Keys(questions))
}

// below visits files, and those that were read for what they use, and so on where visit
// says so. The trace is locked.
func (p *Program) below(from []string, visit func(path string) bool) {
	for queue := from; len(queue) > 0; {
		path := queue[len(queue)-1]
		queue = queue[:len(queue)-1]
		if !visit(path) {
			continue
		}
		if used := p.trace.asked[down][path]; used != nil {
			queue = slices.AppendSeq(queue, maps.Keys(used.files))
		}
		queue = append(queue, p.seenBy(path)...)
	}
}

// Below lists some files and all that were read for what those use, but for the headers
// that every file is taken to include.
func (p *Program) Below(paths []string) []string {
	p.trace.mu.Lock()
	defer p.trace.mu.Unlock()
	seen := map[string]bool{}
	p.below(slices.Clone(paths), func(path string) bool {
		if seen[path] || isCommon(p, path) && !slices.Contains(paths, path) {
			return false
		}
		seen[path] = true
		return true
	})
	return slices.Sorted(maps.Keys(seen))
}

// seenBy lists the files in which names of a file have been looked for.
func (p *Program) seenBy(path string) []string {
	p.mu.Lock()
	f := p.files[path]
	p.mu.Unlock()
	if f == nil {
		return nil
	}
	var list []string
	for _, g := range f.seen() {
		list = append(list, g.Path)
	}
	return list
}

// MayCall lists the files that may call what a file holds, as far as that was asked,
// whether they mean it or another function of the same name.
func (p *Program) MayCall(by string) []string {
	p.trace.mu.Lock()
	defer p.trace.mu.Unlock()
	return slices.Sorted(maps.Keys(p.trace.calls[by]))
}
