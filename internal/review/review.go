// SPDX-License-Identifier: MIT

package review

import (
	"context"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"slices"

	"github.com/gupvet/gupvet/internal/driver"
	"github.com/gupvet/gupvet/internal/lint"
	"github.com/gupvet/gupvet/internal/passes"
	"github.com/gupvet/gupvet/internal/patch"
	"github.com/gupvet/gupvet/internal/source"
)

// Options tell how to judge.
type Options struct {
	Rules []*lint.Rule
	// Driver tells what counts as a finding.
	Driver driver.Options
	// All keeps the findings that were there before.
	All bool
}

// A Review is what came of judging a series.
type Review struct {
	// Result is that of the tree with all patches. Each finding has its Origin.
	// After those in that tree come those that are not in it any more, with
	// the places that they had last. Gaps are those that the patches made.
	Result *lint.Result
	Tree   *driver.Loaded // with all patches
	// Errors are about hunks and files that could not be applied, each a
	// [*patch.Error]. The rest was.
	Errors []error
	// Notes say what was taken with tolerance, Offsets where a hunk went that
	// does not fit where it says.
	Notes, Offsets []string
}

// Judge judges patches in their order. base is the tree that the first one is for.
func Judge(ctx context.Context, base *driver.Loaded, patches []*patch.Patch, o Options) (*Review, error) {
	if base.Memo == nil {
		base.Memo = passes.NewMemo()
	}
	o.Driver.Scope = nil
	j := &judge{ctx: ctx, o: o, review: &Review{Tree: base}, parsed: map[string]bool{}}
	first, err := j.run(base)
	if err != nil {
		return nil, err
	}
	j.review.Result = first
	for _, f := range first.Findings {
		j.live = append(j.live, &track{f, &lint.Origin{State: lint.Old}})
	}
	for _, p := range patches {
		if err := j.patch(p); err != nil {
			return nil, err
		}
	}
	j.finish(first)
	return j.review, nil
}

// A judge judges one series.
type judge struct {
	ctx    context.Context
	o      Options
	review *Review
	live   []*track        // in the current tree, in the order of its findings
	gone   []*track        // in none any more
	parsed map[string]bool // the files that were parsed in one of the trees
}

// A track is a finding on its way through the trees.
type track struct {
	f      *lint.Finding // in the tree that had it last
	origin *lint.Origin
}

func (j *judge) run(l *driver.Loaded) (*lint.Result, error) {
	res, err := l.Run(j.ctx, j.o.Rules, j.o.Driver)
	if err != nil {
		return nil, err
	}
	for _, p := range l.Parsed() {
		j.parsed[p] = true
	}
	res.Stats.Parsed = len(j.parsed)
	return res, nil
}

// patch applies a patch to the current tree and judges what comes of it.
func (j *judge) patch(p *patch.Patch) error {
	before := j.review.Tree
	a, errs := patch.Apply(p, Read(before.Tree))
	j.review.Errors = append(j.review.Errors, errs...)
	j.tell(p, a)
	if len(a.Files) == 0 {
		return nil
	}
	after, err := before.With(a.Files)
	if err != nil {
		return err
	}
	j.review.Tree = after
	if !slices.ContainsFunc(slices.Collect(maps.Keys(a.Files)), IsAnalysed) {
		return nil
	}
	res, err := j.run(after)
	if err != nil {
		return err
	}
	j.review.Result = res
	m := &matcher{before: before, after: after, applied: a}
	pairs := m.match(j.live, res.Findings)
	c := &causes{patch: p, applied: a, before: before, after: after}
	j.move(p, res.Findings, pairs, c)
	return nil
}

// move takes the tracks to the findings of the next tree.
func (j *judge) move(p *patch.Patch, found []*lint.Finding, pairs map[*lint.Finding]*track, c *causes) {
	kept := map[*track]bool{}
	ref := refer(p)
	var live []*track
	for _, f := range found {
		t := pairs[f]
		if t == nil {
			t = &track{origin: &lint.Origin{State: lint.New, By: ref, Cause: c.find(f)}}
		}
		t.f = f
		kept[t] = true
		live = append(live, t)
	}
	for _, t := range j.live {
		if kept[t] {
			continue
		}
		state := lint.Fixed
		if t.origin.State == lint.New {
			state = lint.Repaired
		}
		t.origin.State, t.origin.Fix = state, ref
		j.gone = append(j.gone, t)
	}
	j.live = live
}

// finish puts the findings into the result.
func (j *judge) finish(first *lint.Result) {
	j.reconcile()
	res := *j.review.Result
	res.Findings = nil
	for _, t := range j.live {
		if t.origin.State == lint.New || j.o.All {
			t.f.Origin = t.origin
			res.Findings = append(res.Findings, t.f)
		}
	}
	slices.SortStableFunc(j.gone, func(a, b *track) int { return lint.Compare(a.f, b.f) })
	for _, t := range j.gone {
		t.f.Origin = t.origin
		res.Findings = append(res.Findings, t.f)
	}
	had := map[string]bool{}
	for _, g := range first.Gaps {
		had[gapKey(g)] = true
	}
	res.Gaps = slices.DeleteFunc(slices.Clone(res.Gaps), func(g lint.Gap) bool { return had[gapKey(g)] })
	j.review.Result = &res
}

func gapKey(g lint.Gap) string { return g.At.File + "\x00" + g.Function + "\x00" + g.Reason }

// reconcile takes findings for old that one patch mends and a later one brings
// back.
func (j *judge) reconcile() {
	for _, t := range j.live {
		if t.origin.State != lint.New {
			continue
		}
		i := slices.IndexFunc(j.gone, func(g *track) bool { return g.origin.State == lint.Fixed && g.f.Key() == t.f.Key() })
		if i >= 0 {
			t.origin = &lint.Origin{State: lint.Old}
			j.gone = slices.Delete(j.gone, i, i+1)
		}
	}
}

// tell notes what was out of the ordinary when a patch was applied.
func (j *judge) tell(p *patch.Patch, a *patch.Applied) {
	j.review.Notes = append(j.review.Notes, a.Notes...)
	for _, f := range p.Files {
		for _, h := range f.Hunks {
			if n := a.Offsets[h]; n != 0 {
				j.review.Offsets = append(j.review.Offsets, fmt.Sprintf("%s: hunk %d (%s) applies %+d lines away", f.Path(), h.Number, h.Header(), n))
			}
		}
	}
}

// refer names a patch.
func refer(p *patch.Patch) *lint.Patch {
	return &lint.Patch{Subject: p.Subject, Number: p.Number, Total: p.Total, Commit: p.Commit, Source: p.Source}
}

// IsAnalysed tells whether findings may depend on a file.
func IsAnalysed(path string) bool {
	return source.IsC(path) || path == "Makefile"
}

// maxText is the size in bytes above which a file is not patched.
const maxText = 64 << 20

// Read gives the function that reads the files of a tree for a patch, whatever is
// in them.
func Read(t *source.Tree) func(path string) ([]byte, error) {
	return func(path string) ([]byte, error) {
		if text, ok := t.Overlay()[path]; ok {
			if text == nil {
				return nil, fs.ErrNotExist
			}
			return text, nil
		}
		info, err := os.Stat(t.Abs(path))
		switch {
		case err != nil:
			return nil, err
		case !info.Mode().IsRegular():
			return nil, source.ErrNotRegular
		case info.Size() > maxText:
			return nil, source.ErrTooLarge
		}
		return os.ReadFile(t.Abs(path))
	}
}

// Without takes patches, the last first, out of a tree that has them. It gives
// those that could be taken out, in their order, and what stood in the way of the
// others.
func Without(t *source.Tree, patches []*patch.Patch) (base *source.Tree, out []*patch.Patch, errs []error) {
	for _, p := range slices.Backward(patches) {
		a, bad := patch.Apply(patch.Reverse(p), Read(t))
		if len(bad) > 0 {
			for _, err := range bad {
				errs = append(errs, fmt.Errorf("taking it out of the tree: %w", err))
			}
			continue
		}
		t = t.WithOverlay(a.Files)
		out = append(out, p)
	}
	slices.Reverse(out)
	return t, out, errs
}
