// SPDX-License-Identifier: MIT

// Package driver runs analyzers on a snapshot of a tree and makes one list of
// what the rules among them found.
//
// Analyzers run level by level: those that require nothing, those that require
// only these, and so on. A panic in one costs its own findings and those of the
// rules that need it, and is told of. What is found does not depend on the
// number of workers.
package driver

import (
	"context"
	"fmt"
	"go/token"
	"slices"

	"github.com/sourcegraph/conc/panics"
	"golang.org/x/tools/go/analysis"

	"github.com/gupvet/gupvet/internal/lint"
	"github.com/gupvet/gupvet/internal/passes"
)

// Options tell what to show of what is found.
type Options struct {
	// Scope tells whether a file's findings are wanted; nil stands for all.
	Scope func(path string) bool
	// Strict shows what holds on some paths only.
	Strict bool
	// Severity is the lowest that is shown.
	Severity lint.Severity
	// Known lists the names of all rules, for comments that name one; nil if
	// that does not matter.
	Known []string
	// Baseline lists findings that are not shown; nil for none.
	Baseline *lint.Baseline
}

// Run runs rules on a snapshot.
func Run(ctx context.Context, snap *passes.Snapshot, rules []*lint.Rule, o Options) (*lint.Result, error) {
	res, _, err := analyse(ctx, snap, rules, o)
	return res, err
}

// analyse runs rules on a snapshot. The set of calls is nil if they could not be
// found.
func analyse(ctx context.Context, snap *passes.Snapshot, rules []*lint.Rule, o Options) (*lint.Result, *passes.CallSet, error) {
	f, err := find(ctx, snap, rules)
	if err != nil {
		return nil, nil, err
	}
	return tidy(snap, f, rules, o), f.set, nil
}

// found is what rules found in a tree, before options tell what of it is shown.
type found struct {
	Rules     []string // that ran
	Findings  []*lint.Finding
	Gaps      []lint.Gap
	Warnings  []string
	Functions int
	Sites     int
	// Commented lists the files in which comments stand that may hide findings.
	Commented []string
	Parsed    []string // the files that were cut into items

	set    *passes.CallSet // nil if calls could not be found
	parts  []*passes.Part
	judged map[*passes.Part]*passes.Judged
	loose  []*lint.Finding // those that are in no part
}

// find runs rules on a snapshot, whatever is to be shown of what they find.
func find(ctx context.Context, snap *passes.Snapshot, rules []*lint.Rule) (*found, error) {
	r := newRun(ctx, snap)
	defer r.release()
	if err := r.all(passes.Calls); err != nil {
		return nil, err
	}
	set, _ := r.results[passes.Calls].(*passes.CallSet)
	if set != nil {
		r.warnings = append(r.warnings, set.Warnings...)
	}
	f := &found{Rules: names(rules), set: set, judged: map[*passes.Part]*passes.Judged{}}
	if err := r.judge(f, rules); err != nil {
		return nil, err
	}
	slices.Sort(r.warnings)
	f.Warnings = slices.Compact(r.warnings)
	if set != nil {
		f.Gaps, f.Functions, f.Sites = set.Gaps, set.Functions, len(set.Sites)
	}
	for _, file := range snap.Prog.Files() {
		f.Parsed = append(f.Parsed, file.Path)
	}
	f.Commented = commented(snap, set, f.Findings)
	return f, nil
}

// clone copies findings, so that what is added to them later is not in both.
func clone(list []*lint.Finding) []*lint.Finding {
	out := make([]*lint.Finding, len(list))
	for i, f := range list {
		c := *f
		out[i] = &c
	}
	return out
}

// tidy makes the result of what was found: in order, each finding once, with its
// fingerprint, without what is not wanted. Fingerprints are made first: they must
// not depend on what is shown.
func tidy(snap *passes.Snapshot, f *found, rules []*lint.Rule, o Options) *lint.Result {
	res := &lint.Result{Tree: snap.Tree.Root, Kernel: snap.Contract.Kernel, Warnings: slices.Clone(f.Warnings), Gaps: inScope(f.Gaps, o.Scope)}
	if snap.Contract.BuiltIn {
		res.Builtin = snap.Contract.Kernel
	}
	res.Stats.Functions, res.Stats.Sites, res.Stats.Parsed = f.Functions, f.Sites, len(f.Parsed)
	list := clone(f.Findings)
	slices.SortStableFunc(list, lint.Compare)
	list = slices.CompactFunc(list, func(a, b *lint.Finding) bool { return lint.Compare(a, b) == 0 })
	ran := map[string]bool{}
	for _, rule := range rules {
		ran[rule.Name] = true
	}
	suppressed, bad := suppress(snap, f.Commented, list, o.Known, ran)
	list = append(list, bad...)
	slices.SortStableFunc(list, lint.Compare)
	lint.Fingerprints(list)
	var hidden []*lint.Finding
	for _, f := range list {
		switch {
		case o.Scope != nil && !o.Scope(f.At.File):
		case suppressed[f]:
			res.Suppressed++
		case f.May && !o.Strict || f.Severity < o.Severity:
			hidden = append(hidden, f)
		default:
			res.Findings = append(res.Findings, f)
		}
	}
	if o.Baseline != nil {
		n := len(res.Findings)
		res.Findings, res.Stale = o.Baseline.Without(res.Findings, hidden, func(k lint.Known) bool {
			return ran[k.Rule] && (o.Scope == nil || o.Scope(k.File))
		})
		res.Baselined = n - len(res.Findings)
	}
	return res
}

func inScope(gaps []lint.Gap, scope func(string) bool) []lint.Gap {
	out := slices.DeleteFunc(slices.Clone(gaps), func(g lint.Gap) bool { return scope != nil && !scope(g.At.File) })
	slices.SortStableFunc(out, func(a, b lint.Gap) int {
		return lint.Compare(&lint.Finding{At: a.At}, &lint.Finding{At: b.At})
	})
	return out
}

// levels sorts analyzers and what they require: each level requires only those
// before it.
func levels(roots []*analysis.Analyzer) [][]*analysis.Analyzer {
	depth := map[*analysis.Analyzer]int{}
	var out [][]*analysis.Analyzer
	var visit func(a *analysis.Analyzer) int
	visit = func(a *analysis.Analyzer) int {
		if d, ok := depth[a]; ok {
			return d
		}
		d := 0
		for _, q := range a.Requires {
			d = max(d, visit(q)+1)
		}
		depth[a] = d
		for len(out) <= d {
			out = append(out, nil)
		}
		out[d] = append(out[d], a)
		return d
	}
	for _, a := range roots {
		visit(a)
	}
	return out
}

// A run is the state of one run.
type run struct {
	ctx     context.Context
	snap    *passes.Snapshot
	pass    analysis.Pass // what all passes have in common
	memo    *passes.Memo
	release func()

	results  map[*analysis.Analyzer]any
	failed   map[*analysis.Analyzer]error
	warnings []string
}

// newRun prepares a run on a snapshot.
func newRun(ctx context.Context, snap *passes.Snapshot) *run {
	s := *snap
	s.Ctx = ctx
	r := &run{ctx: ctx, snap: &s, memo: snap.Memo, results: map[*analysis.Analyzer]any{}, failed: map[*analysis.Analyzer]error{}}
	pkg, release := passes.Attach(&s)
	r.release = release
	r.pass = analysis.Pass{Fset: token.NewFileSet(), Pkg: pkg, OtherFiles: s.Selected(), ReadFile: s.ReadFile}
	return r
}

// all runs analyzers and what they require, as far as that has not been done.
func (r *run) all(roots ...*analysis.Analyzer) error {
	for _, level := range levels(roots) {
		r.level(level)
		if r.ctx.Err() != nil {
			return context.Cause(r.ctx)
		}
	}
	return nil
}

// level runs analyzers that do not need each other, one after the other: they
// ask questions of arenas that one at a time may use, and the order in which
// those are asked must not depend on luck. What takes time is done by the base
// analyzers, on all processors.
func (r *run) level(list []*analysis.Analyzer) {
	for _, a := range list {
		if r.results[a] == nil && r.failed[a] == nil {
			r.analyze(a)
		}
	}
}

// analyze runs one analyzer.
func (r *run) analyze(a *analysis.Analyzer) {
	pass, ok := r.prepare(a)
	if !ok || r.ctx.Err() != nil {
		return
	}
	var result any
	var err error
	caught := panics.Try(func() { result, err = a.Run(pass) })
	switch {
	case caught != nil:
		r.failed[a] = caught.AsError()
		r.warnings = append(r.warnings, fmt.Sprintf("%s: internal error, its findings are missing: %v", a.Name, caught.Value))
	case err != nil:
		r.failed[a] = err
		if r.ctx.Err() == nil {
			r.warnings = append(r.warnings, fmt.Sprintf("%s: %v", a.Name, err))
		}
	default:
		r.results[a] = result
	}
}

// prepare makes the pass of an analyzer; false if something that it needs
// failed.
func (r *run) prepare(a *analysis.Analyzer) (*analysis.Pass, bool) {
	pass := r.pass
	pass.Analyzer = a
	pass.ResultOf = map[*analysis.Analyzer]any{}
	pass.Report = func(analysis.Diagnostic) {}
	for _, q := range a.Requires {
		if r.failed[q] != nil {
			r.failed[a] = r.failed[q]
			return nil, false
		}
		pass.ResultOf[q] = r.results[q]
	}
	return &pass, true
}

// Calls finds the calls of entries in a snapshot, without judging them.
func Calls(ctx context.Context, snap *passes.Snapshot) (*passes.CallSet, error) {
	r := newRun(ctx, snap)
	defer r.release()
	if err := r.all(passes.Calls); err != nil {
		return nil, err
	}
	if err := r.failed[passes.Calls]; err != nil {
		return nil, err
	}
	return r.results[passes.Calls].(*passes.CallSet), nil
}
