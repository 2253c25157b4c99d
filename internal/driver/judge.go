// SPDX-License-Identifier: MIT

package driver

import (
	"context"
	"go/token"
	"maps"
	"slices"

	"github.com/sourcegraph/conc/iter"
	"golang.org/x/tools/go/analysis"

	"github.com/gupvet/gupvet/internal/lint"
	"github.com/gupvet/gupvet/internal/passes"
)

// judge runs the rules on the set of calls, which is nil if they could not be found:
// on all processors, part by part. What was found the last time in a part that is
// the same is found again. Analyzers that do not look at calls run once.
func (r *run) judge(f *found, rules []*lint.Rule) error {
	var whole []*analysis.Analyzer
	var perPart []*lint.Rule
	for _, rule := range rules {
		if needs(rule.Analyzer, passes.Calls) {
			perPart = append(perPart, rule)
		}
		for _, a := range closure(rule.Analyzer) {
			if !needs(a, passes.Calls) && !slices.Contains(whole, a) {
				whole = append(whole, a)
			}
		}
	}
	if err := r.all(whole...); err != nil {
		return err
	}
	for _, a := range whole {
		list, _ := r.results[a].([]*lint.Finding)
		f.loose = append(f.loose, list...)
	}
	f.Findings = slices.Clone(f.loose)
	if f.set == nil {
		return nil
	}
	f.parts = f.set.Parts()
	mapper := iter.Mapper[*passes.Part, *passes.Judged]{MaxGoroutines: r.snap.Jobs}
	for i, j := range mapper.Map(f.parts, func(p **passes.Part) *passes.Judged { return r.part(*p, perPart) }) {
		f.judged[f.parts[i]] = j
		f.Findings = append(f.Findings, clone(j.Findings)...)
		r.warnings = append(r.warnings, j.Warnings...)
	}
	if r.ctx.Err() != nil {
		return context.Cause(r.ctx)
	}
	r.memo.Forget(f.parts)
	return nil
}

// part runs rules on a part of the calls.
func (r *run) part(p *passes.Part, rules []*lint.Rule) *passes.Judged {
	if j := r.memo.Judged(p, rules); j != nil {
		return j
	}
	own := *r
	own.results, own.failed, own.warnings = maps.Clone(r.results), maps.Clone(r.failed), nil
	own.results[passes.Calls] = &p.CallSet
	own.pass.Fset = token.NewFileSet()
	var roots []*analysis.Analyzer
	for _, rule := range rules {
		roots = append(roots, rule.Analyzer)
	}
	j := &passes.Judged{Rules: rules}
	if own.all(roots...) != nil {
		return j
	}
	for _, a := range roots {
		list, _ := own.results[a].([]*lint.Finding)
		j.Findings = append(j.Findings, list...)
	}
	j.Warnings = own.warnings
	r.memo.Keep(p, j)
	return j
}

// closure lists what an analyzer requires, directly or not.
func closure(a *analysis.Analyzer) []*analysis.Analyzer {
	var out []*analysis.Analyzer
	for _, level := range levels([]*analysis.Analyzer{a}) {
		out = append(out, level...)
	}
	return out
}

// needs tells whether an analyzer is another one or requires it.
func needs(a, what *analysis.Analyzer) bool { return slices.Contains(closure(a), what) }
