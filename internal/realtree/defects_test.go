// SPDX-License-Identifier: MIT

package realtree

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/gupvet/gupvet/internal/driver"
	"github.com/gupvet/gupvet/internal/injector"
	"github.com/gupvet/gupvet/internal/lint"
	"github.com/gupvet/gupvet/parser"
	"github.com/gupvet/gupvet/parser/syntax"
)

// functions lists the functions with calls of entries that can be rewritten, each
// with its calls.
func functions(t *testing.T, k *Kernel) (list []*injector.Func, calls map[*injector.Func][]*injector.Call) {
	t.Helper()
	byItem := map[*parser.Item]*injector.Func{}
	calls = map[*injector.Func][]*injector.Call{}
	for _, s := range k.Calls(t, nil).Sites {
		if s.Func == nil || k.Contract.Entry(s.Func.Name) != nil {
			continue
		}
		f := byItem[s.Func.Item]
		if f == nil {
			var ok bool
			if f, ok = injector.FuncOf(s.Func.Unit, s.Func.Item); !ok {
				continue
			}
			byItem[s.Func.Item] = f
			list = append(list, f)
		}
		c, err := injector.CallAt(s.At.Unit, s.At.Span.Start, s.Entry)
		if err != nil {
			t.Fatal(err)
		}
		calls[f] = append(calls[f], c)
	}
	return list, calls
}

// A rewriting is one change of one function.
type rewriting struct {
	f     *injector.Func
	name  string
	rule  string // that is to find it; empty for one that is harmless
	edits []injector.Edit
}

func function(r *rewriting) *injector.Func { return r.f }

// isIn tells whether a place is in the rewritten function; all are the edits of its
// file.
func (r *rewriting) isIn(at lint.Range, all []injector.Edit) bool {
	body := r.f.Item.Span
	return at.File == r.f.Unit.Path && at.Start.Offset >= int(injector.Moved(all, body.Start)) && at.Start.Offset < int(injector.Moved(all, body.End))
}

// reports tells whether a finding is about what a rewriting broke: it is found, or
// its steps lead, to the function.
func (r *rewriting) reports(f *lint.Finding, all []injector.Edit) bool {
	return f.Rule == r.rule && (r.isIn(f.At, all) || slices.ContainsFunc(f.Steps, func(s lint.Step) bool { return r.isIn(s.At, all) }))
}

func (r *rewriting) String() string {
	line, _ := r.f.Unit.Position(r.edits[0].Start)
	return fmt.Sprintf("%s in %s:%d, %s()", r.name, r.f.Unit.Path, line, r.f.Item.Name)
}

// editsOf gives the edits of each file.
func editsOf(run []*rewriting) map[*parser.Unit][]injector.Edit {
	edits := map[*parser.Unit][]injector.Edit{}
	for _, r := range run {
		edits[r.f.Unit] = append(edits[r.f.Unit], r.edits...)
	}
	return edits
}

// rewritten gives the texts of the files that rewritings change.
func rewritten(run []*rewriting) map[string][]byte {
	files := map[string][]byte{}
	for u, list := range editsOf(run) {
		files[u.Path] = injector.Apply(u.Text, list)
	}
	return files
}

// TestHarmlessRewrites changes how functions are written, and nothing of what
// they do: no finding may come or go.
func TestHarmlessRewrites(t *testing.T) {
	k := Open(t, "6.12")
	before := k.Check(t, nil, driver.Options{Severity: lint.Note, Strict: true})
	list, _ := functions(t, k)
	var all []*rewriting
	for i, f := range list {
		for _, r := range injector.Harmless {
			if e := r.Edits(f, fmt.Sprintf("inj%d", i)); len(e) > 0 {
				all = append(all, &rewriting{f, r.Name, "", e})
			}
		}
	}
	for _, run := range sample(t, 2, batches(all, function)) {
		unchanged(t, k, before, rewritten(run), run)
	}
	t.Log(len(all), "rewrites")
}

// TestRenamedFields gives members of structures other names: no finding may come
// or go.
func TestRenamedFields(t *testing.T) {
	k := Open(t, "6.12")
	before := k.Check(t, nil, driver.Options{Severity: lint.Note, Strict: true})
	list, _ := functions(t, k)
	files := map[string][]byte{}
	for _, f := range list {
		if _, done := files[f.Unit.Path]; done {
			continue
		}
		texts := headers(k, f.Unit)
		if e := injector.RenamedFields(f.Unit, "inj", func(name string) bool { return isIn(texts, name) }); len(e) > 0 {
			files[f.Unit.Path] = injector.Apply(f.Unit.Text, e)
		}
	}
	t.Log(len(files), "files")
	unchanged(t, k, before, files, nil)
}

// headers gives the texts of the headers that a file includes.
func headers(k *Kernel, u *parser.Unit) [][]byte {
	var texts [][]byte
	for _, inc := range u.Includes {
		path := "include/" + inc.Name
		if inc.Quoted {
			path = u.Path[:strings.LastIndexByte(u.Path, '/')+1] + inc.Name
		}
		if text, err := k.Tree.ReadFile(path); err == nil {
			texts = append(texts, text)
		}
	}
	return texts
}

// isIn tells whether a name stands in one of several texts.
func isIn(texts [][]byte, name string) bool {
	return slices.ContainsFunc(texts, func(text []byte) bool {
		return len(injector.Words(text, syntax.Span{End: syntax.Pos(len(text))}, name)) > 0
	})
}

// unchanged compares what is found in an edited tree with what was before.
func unchanged(t *testing.T, k *Kernel, before []*lint.Finding, files map[string][]byte, run []*rewriting) {
	t.Helper()
	after := k.Check(t, files, driver.Options{Severity: lint.Note, Strict: true})
	of := func(f *lint.Finding) string {
		var names []string
		for _, r := range run {
			if r.f.Unit.Path == f.At.File {
				names = append(names, r.String())
			}
		}
		return strings.Join(names, "; ")
	}
	for _, f := range news(after, before) {
		t.Errorf("new: %v %s: [%s] %s (%s)", f.At, f.Function, f.Rule, f.Message, of(f))
	}
	for _, f := range news(before, after) {
		t.Errorf("gone: %v %s: [%s] %s (%s)", f.At, f.Function, f.Rule, f.Message, of(f))
	}
}

// breakages lists the ways in which functions can be broken.
func breakages(list []*injector.Func, calls map[*injector.Func][]*injector.Call) []*rewriting {
	var all []*rewriting
	for _, f := range list {
		seen := map[string]bool{}
		for _, d := range injector.Defects {
			for _, c := range calls[f] {
				for _, e := range d.Break(f, c, "inj") {
					if key := fmt.Sprint(d.Name, e); !seen[key] {
						seen[key] = true
						all = append(all, &rewriting{f, d.Name, d.Rule, e})
					}
				}
			}
		}
	}
	return all
}

// atLeast are the parts in a hundred of injected defects that are to be found. Where
// a lock is removed, the callers might hold it, for all that can be seen in the
// function itself.
var atLeast = map[string]int{
	"result made unsigned": 95, "release swapped": 95, "release dropped": 90, "unlock made unconditional": 95,
	"lock removed": 20, "lock taken around the call": 95, "*locked left 0": 95,
}

// TestInjectedDefects measures how many defects of what follows calls are found.
func TestInjectedDefects(t *testing.T) {
	k := Open(t, "6.12")
	o := driver.Options{Severity: lint.Warning}
	before := k.Check(t, nil, o)
	rates := map[string]*rate{}
	for _, d := range injector.Defects {
		rates[d.Name] = &rate{}
	}
	for _, run := range sample(t, 3, batches(breakages(functions(t, k)), function)) {
		found := news(k.Check(t, rewritten(run), o), before)
		edits := editsOf(run)
		for _, r := range run {
			ok := slices.ContainsFunc(found, func(f *lint.Finding) bool { return r.reports(f, edits[r.f.Unit]) })
			rates[r.name].count(ok)
			if !ok {
				t.Log("missed:", r)
			}
		}
	}
	for _, d := range injector.Defects {
		r := rates[d.Name]
		t.Logf("%-28s %-20s %d/%d", d.Name, d.Rule, r.found, r.all)
		if r.found*100 < r.all*atLeast[d.Name] {
			t.Errorf("%s: %d of %d are found, want %d%%", d.Name, r.found, r.all, atLeast[d.Name])
		}
	}
}
