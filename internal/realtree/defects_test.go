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
		c, err := injector.CallAt(s.At.Unit, s.At.Span.Start)
		if err != nil {
			t.Fatal(err)
		}
		calls[f] = append(calls[f], c)
	}
	return list, calls
}

// rewritten puts the edits of functions together to the texts of files.
func rewritten(edits map[*injector.Func][]injector.Edit) map[string][]byte {
	byUnit := map[*parser.Unit][]injector.Edit{}
	for f, list := range edits {
		byUnit[f.Unit] = append(byUnit[f.Unit], list...)
	}
	files := map[string][]byte{}
	for u, list := range byUnit {
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
	for _, r := range injector.Harmless {
		t.Run(r.Name, func(t *testing.T) {
			edits := map[*injector.Func][]injector.Edit{}
			for i, f := range list {
				if e := r.Edits(f, fmt.Sprintf("inj%d", i)); len(e) > 0 {
					edits[f] = e
				}
			}
			t.Logf("%d functions", len(edits))
			unchanged(t, k, before, rewritten(edits))
		})
	}
	t.Run("renamed fields", func(t *testing.T) {
		files := map[string][]byte{}
		for _, f := range list {
			if e := injector.RenamedFields(f.Unit, "inj", func(name string) bool { return inHeaders(k, f.Unit, name) }); len(e) > 0 {
				files[f.Unit.Path] = injector.Apply(f.Unit.Text, e)
			}
		}
		t.Logf("%d files", len(files))
		unchanged(t, k, before, files)
	})
}

// inHeaders tells whether a name stands in a header that a file includes.
func inHeaders(k *Kernel, u *parser.Unit, name string) bool {
	for _, inc := range u.Includes {
		path := "include/" + inc.Name
		if inc.Quoted {
			path = u.Path[:strings.LastIndexByte(u.Path, '/')+1] + inc.Name
		}
		text, err := k.Tree.ReadFile(path)
		if err == nil && len(injector.Words(text, syntax.Span{End: syntax.Pos(len(text))}, name)) > 0 {
			return true
		}
	}
	return false
}

// unchanged compares what is found in an edited tree with what was before.
func unchanged(t *testing.T, k *Kernel, before []*lint.Finding, files map[string][]byte) {
	t.Helper()
	after := k.Check(t, files, driver.Options{Severity: lint.Note, Strict: true})
	for _, f := range news(after, before) {
		t.Errorf("new: %v %s: [%s] %s", f.At, f.Function, f.Rule, f.Message)
	}
	for _, f := range news(before, after) {
		t.Errorf("gone: %v %s: [%s] %s", f.At, f.Function, f.Rule, f.Message)
	}
}

// A breakage is one way to break a function.
type breakage struct {
	f     *injector.Func
	at    string
	edits []injector.Edit
}

// breakages lists the ways in which a defect can be put into functions.
func breakages(d injector.Defect, list []*injector.Func, calls map[*injector.Func][]*injector.Call) [][]*breakage {
	var runs [][]*breakage
	for _, f := range list {
		var mine []*breakage
		seen := map[string]bool{}
		for _, c := range calls[f] {
			for _, e := range d.Break(f, c, "inj") {
				key := fmt.Sprint(e)
				if !seen[key] {
					seen[key] = true
					line, _ := f.Unit.Position(e[0].Start)
					mine = append(mine, &breakage{f, fmt.Sprintf("%s:%d", f.Unit.Path, line), e})
				}
			}
		}
		for i, b := range mine {
			if len(runs) <= i {
				runs = append(runs, nil)
			}
			runs[i] = append(runs[i], b)
		}
	}
	return runs
}

// atLeast are the parts in a hundred of injected defects that are to be found.
// Not all are defects: another function may give the pages back.
var atLeast = map[string]int{}

// TestInjectedDefects measures how many defects of what follows calls are found.
func TestInjectedDefects(t *testing.T) {
	k := Open(t, "6.12")
	o := driver.Options{Severity: lint.Warning}
	before := k.Check(t, nil, o)
	list, calls := functions(t, k)
	var table strings.Builder
	for _, d := range injector.Defects {
		r := rate{}
		for _, run := range breakages(d, list, calls) {
			edits := map[*injector.Func][]injector.Edit{}
			for _, b := range run {
				edits[b.f] = b.edits
			}
			found := news(k.Check(t, rewritten(edits), o), before)
			for _, b := range run {
				r.all++
				if slices.ContainsFunc(found, func(f *lint.Finding) bool {
					return f.Rule == d.Rule && f.At.File == b.f.Unit.Path && f.Function == b.f.Item.Name
				}) {
					r.found++
				} else {
					t.Logf("missed: %s in %s, %s()", d.Name, b.at, b.f.Item.Name)
				}
			}
			for _, f := range found {
				if f.Rule != d.Rule {
					t.Logf("besides: %s: %v %s: [%s] %s", d.Name, f.At, f.Function, f.Rule, f.Message)
				}
			}
		}
		fmt.Fprintf(&table, "\n%-28s %-20s %d/%d", d.Name, d.Rule, r.found, r.all)
		if r.found*100 < r.all*atLeast[d.Name] {
			t.Errorf("%s: %d of %d are found, want %d%%", d.Name, r.found, r.all, atLeast[d.Name])
		}
	}
	t.Log(table.String())
}
