// SPDX-License-Identifier: MIT

package realtree

import (
	"flag"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/gupvet/gupvet/internal/driver"
	"github.com/gupvet/gupvet/internal/gup"
	"github.com/gupvet/gupvet/internal/injector"
	"github.com/gupvet/gupvet/internal/inspect"
	"github.com/gupvet/gupvet/internal/lint"
	"github.com/gupvet/gupvet/internal/passes"
	"github.com/gupvet/gupvet/parser/syntax"
)

var onlyShape = flag.String("shape", "", "inject flags only in shapes with this in their names")

// A place is a call of an entry in the tree that can be rewritten.
type place struct {
	*injector.Call
	site *passes.Site
	row  *inspect.Row
}

// places lists the calls of entries with FOLL_ flags in functions, apart from
// those in entries themselves.
func places(t *testing.T, k *Kernel) []*place {
	t.Helper()
	set := k.Calls(t, nil)
	rows := map[string]*inspect.Row{}
	for _, r := range inspect.NewAudit(set, func(string) bool { return true }).Sites {
		rows[fmt.Sprintf("%s:%d:%d", r.File, r.Line, r.Column)] = r
	}
	var list []*place
	for _, s := range set.Sites {
		if s.Func == nil || s.Entry.FlagKind != gup.FollFlags || k.Contract.Entry(s.Func.Name) != nil {
			continue
		}
		c, err := injector.CallAt(s.At.Unit, s.At.Span.Start, s.Entry)
		if err != nil {
			t.Fatal(err)
		}
		if len(c.Args) != len(s.Entry.Params) {
			t.Fatalf("%v: %d arguments for %d parameters", passes.Range(s.At), len(c.Args), len(s.Entry.Params))
		}
		list = append(list, &place{c, s, rows[passes.Range(s.At).String()]})
	}
	return list
}

// A trial is one rewrite of one call.
type trial struct {
	*place
	shape string
	flag  string // its name
	id    string
	injector.Injection
	now syntax.Span // of the call in the rewritten text
}

// batches puts trials into runs in which nothing is rewritten twice: each has
// another kind of trial for every key, and all kinds in about equal parts.
func batches[T any, K comparable](trials []T, key func(T) K) [][]T {
	of := map[K][]T{}
	var order []K
	for _, tr := range trials {
		k := key(tr)
		if of[k] == nil {
			order = append(order, k)
		}
		of[k] = append(of[k], tr)
	}
	var out [][]T
	for i, k := range order {
		list := of[k]
		for len(out) < len(list) {
			out = append(out, nil)
		}
		for n := range list {
			out[n] = append(out[n], list[(n+i)%len(list)])
		}
	}
	return out
}

// call is what a trial rewrites.
func call(tr *trial) *place { return tr.place }

// sample takes the first few runs, or all of them on demand. The same are taken
// each time.
func sample[T any](t *testing.T, n int, runs []T) []T {
	if *everything || len(runs) < n {
		return runs
	}
	t.Logf("%d of %d runs; -all takes all", n, len(runs))
	return runs[:n]
}

// overlay gives the texts of the files that trials change, and notes where their
// calls are then.
func overlay(batch []*trial) map[string][]byte {
	edits := map[string][]injector.Edit{}
	texts := map[string][]byte{}
	files := map[string][]byte{}
	for _, tr := range batch {
		edits[tr.Unit.Path] = append(edits[tr.Unit.Path], tr.Edits...)
		texts[tr.Unit.Path] = tr.Unit.Text
		for path, text := range tr.Files {
			files[path] = []byte(text)
		}
	}
	for path, list := range edits {
		files[path] = injector.Apply(texts[path], list)
	}
	for _, tr := range batch {
		list := edits[tr.Unit.Path]
		tr.now = syntax.Span{Start: injector.Moved(list, tr.Span.Start), End: injector.Moved(list, tr.Span.End)}
	}
	return files
}

// news lists the findings that an earlier run does not have.
func news(list, before []*lint.Finding) []*lint.Finding {
	had := map[string]int{}
	for _, f := range before {
		had[kind(f)]++
	}
	return slices.DeleteFunc(slices.Clone(list), func(f *lint.Finding) bool {
		had[kind(f)]--
		return had[kind(f)] >= 0
	})
}

// kind tells findings apart that a rewrite may move to another line.
func kind(f *lint.Finding) string {
	return fmt.Sprintf("%s: %s: %v [%s] %s, may %v: %s", f.At.File, f.Function, f.Severity, f.Rule, f.Entry, f.May, f.Cond)
}

// isWrong tells whether the contract of 6.12 makes a flag wrong at a call,
// whatever gupvet thinks of it. A locked pointer serves the calls without
// FOLL_NOWAIT where it is only set sometimes.
func (p *place) isWrong(flag string, sometimes bool) bool {
	name := p.site.Entry.Name
	fast := strings.Contains(name, "_fast")
	unlocked := strings.HasSuffix(name, "_unlocked")
	locked := p.row.Locked == "address-of-local" || p.row.Locked == "address-of-field"
	switch flag {
	case gup.FollInterruptible:
		return fast || !unlocked && !locked && p.row.Locked != "parameter"
	case gup.FollNowait:
		return fast || locked && !sometimes || name == "get_user_page_vma_remote"
	}
	return true
}

// spell spells a flag where its name may not be visible.
func (p *place) spell(c *gup.Contract, flag string) string {
	if f, _ := c.Flag(flag); f.Internal && !strings.HasPrefix(p.Unit.Path, "mm/") {
		return fmt.Sprintf("%#x", f.Value)
	}
	return flag
}

// wrongTrials puts flags into every call where they are wrong, in every shape.
func wrongTrials(k *Kernel, list []*place) []*trial {
	var out []*trial
	for _, flag := range []string{gup.FollInterruptible, gup.FollNowait, "FOLL_TOUCH"} {
		for _, s := range injector.Shapes {
			if !strings.Contains(s.Name, *onlyShape) {
				continue
			}
			for _, p := range list {
				if p.isWrong(flag, s.Sometimes) {
					id := fmt.Sprintf("inj%d", len(out))
					out = append(out, &trial{place: p, shape: s.Name, flag: flag, id: id, Injection: s.Inject(p.Call, p.spell(k.Contract, flag), id)})
				}
			}
		}
	}
	return out
}

// reports tells whether a finding is about a trial: at its call, or in a wrapper
// of it.
func (tr *trial) reports(f *lint.Finding) bool {
	return tr.isAt(f) && strings.Contains(f.Message, tr.flag)
}

func (tr *trial) isAt(f *lint.Finding) bool {
	return strings.HasPrefix(f.Function, tr.id+"_") || f.At.File == tr.Unit.Path && tr.now.Contains(syntax.Pos(f.At.Start.Offset))
}

// A rate counts what was found.
type rate struct{ found, all int }

func (r *rate) count(found bool) {
	r.all++
	if found {
		r.found++
	}
}

// TestInjectedFlags measures how many of the flags that are put into calls of
// 6.12 are reported there.
func TestInjectedFlags(t *testing.T) {
	k := Open(t, "6.12")
	before := k.Check(t, nil, driver.Options{Severity: lint.Warning})
	rates := map[string]map[string]*rate{}
	all := rate{}
	for _, batch := range sample(t, 3, batches(wrongTrials(k, places(t, k)), call)) {
		found := news(k.Check(t, overlay(batch), driver.Options{Severity: lint.Warning}), before)
		for _, tr := range batch {
			if rates[tr.shape] == nil {
				rates[tr.shape] = map[string]*rate{}
			}
			r := rates[tr.shape][tr.flag]
			if r == nil {
				r = &rate{}
				rates[tr.shape][tr.flag] = r
			}
			ok := slices.ContainsFunc(found, tr.reports)
			r.count(ok)
			all.count(ok)
			if !ok {
				t.Logf("missed: %s in %s, %s: %s", tr.flag, passes.Range(tr.site.At), tr.site.Name, tr.shape)
			}
		}
	}
	t.Log(rateTable(rates))
	if all.found*100 < all.all*98 {
		t.Errorf("%d of %d are found, want 98%%", all.found, all.all)
	}
}

// rateTable spells rates by shape and flag.
func rateTable(rates map[string]map[string]*rate) string {
	var b strings.Builder
	for _, shape := range slices.Sorted(maps.Keys(rates)) {
		fmt.Fprintf(&b, "\n%-32s", shape)
		for _, flag := range slices.Sorted(maps.Keys(rates[shape])) {
			r := rates[shape][flag]
			fmt.Fprintf(&b, "  %s %d/%d", flag, r.found, r.all)
		}
	}
	return b.String()
}

// harmlessTrials puts flags into calls that have them already, or none.
func harmlessTrials(list []*place) []*trial {
	var trials []*trial
	for _, s := range injector.Shapes {
		if !strings.Contains(s.Name, *onlyShape) {
			continue
		}
		for _, p := range list {
			flag := "0"
			if len(p.row.Must) > 0 {
				flag = p.row.Must[0]
			}
			id := fmt.Sprintf("inj%d", len(trials))
			trials = append(trials, &trial{place: p, shape: s.Name, id: id, Injection: s.Inject(p.Call, flag, id)})
		}
	}
	return trials
}

// TestHarmlessFlags puts harmless flags into calls in the same shapes: no finding
// may come or go, advice and what only may be included.
func TestHarmlessFlags(t *testing.T) {
	k := Open(t, "6.12")
	o := driver.Options{Severity: lint.Note, Strict: true}
	before := k.Check(t, nil, o)
	same := map[string]*rate{}
	for _, batch := range sample(t, 2, batches(harmlessTrials(places(t, k)), call)) {
		after := k.Check(t, overlay(batch), o)
		come, gone := news(after, before), news(before, after)
		for _, f := range come {
			t.Errorf("new with %s: %v %s: %s", shapeAt(batch, f), f.At, f.Rule, f.Message)
		}
		for _, f := range gone {
			t.Errorf("gone with %s: %v %s: %s", shapeAt(batch, f), f.At, f.Rule, f.Message)
		}
		for _, tr := range batch {
			if same[tr.shape] == nil {
				same[tr.shape] = &rate{}
			}
			same[tr.shape].count(!slices.ContainsFunc(slices.Concat(come, gone), tr.touches))
		}
	}
	for _, shape := range slices.Sorted(maps.Keys(same)) {
		t.Logf("%-32s%d of %d change nothing", shape, same[shape].found, same[shape].all)
	}
}

// touches tells whether a finding, or a step that leads to it, is in a file that a
// trial changes.
func (tr *trial) touches(f *lint.Finding) bool {
	is := func(at lint.Range) bool {
		_, isNew := tr.Files[at.File]
		return isNew || tr.Unit.Path == at.File
	}
	return is(f.At) || slices.ContainsFunc(f.Steps, func(s lint.Step) bool { return is(s.At) })
}

// shapeAt names the shapes of the calls of a run that a finding has to do with.
func shapeAt(batch []*trial, f *lint.Finding) string {
	var text []string
	for _, tr := range batch {
		if tr.touches(f) {
			text = append(text, fmt.Sprintf("%q in %s()", tr.shape, tr.Func.Name))
		}
	}
	return strings.Join(text, ", ")
}
