// SPDX-License-Identifier: MIT

package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"github.com/gupvet/gupvet/internal/lint"
	"github.com/gupvet/gupvet/internal/patch"
	"github.com/gupvet/gupvet/internal/report"
	"github.com/gupvet/gupvet/internal/review"
	"github.com/gupvet/gupvet/internal/source"
	"github.com/gupvet/gupvet/rules"
)

// errIncomplete tells that not all of the input could be judged; what stood in the
// way has been told of.
var errIncomplete = errors.New("incomplete")

// patchFlags are those of the subcommand alone.
type patchFlags struct {
	git           string
	all           bool
	reverseBase   bool
	commitMessage bool
}

func (a *app) patchCommand() *cobra.Command {
	var o patchFlags
	c := &cobra.Command{
		Use:   "patch [FILE|-]...",
		Short: "check patches (mbox, series, plain diff, git range) before they are sent",
		Long: `Patch tells what patches make worse, and which patch of the series does it. It
reads files with mail or diffs, or stdin, or commits with -g, applies them in
memory to the tree around the current directory, and compares what is found
before and after each.

The exit status is 1 if there are new findings, 2 if something could not be read
or applied; what could be is judged all the same.`,
		RunE: func(_ *cobra.Command, args []string) error { return a.patch(args, &o) },
	}
	a.commonFlags(c)
	a.findingFlags(c)
	f := c.Flags()
	f.StringVarP(&o.git, "git", "g", "", "check the commits of `RANGE`, or one commit, instead of files")
	f.BoolVar(&o.all, "all", false, "show the findings that were there before as well")
	f.BoolVar(&o.reverseBase, "reverse-base", false, "the tree has the patches already: judge against the tree without them")
	f.BoolVar(&o.commitMessage, "commit-message", false, "print a summary in the form of a commit message's text")
	return c
}

// patch judges a series and prints what it makes worse.
func (a *app) patch(args []string, o *patchFlags) error {
	start := time.Now()
	if err := a.usage("patch"); err != nil {
		return err
	}
	switch {
	case o.git != "" && len(args) > 0:
		return errors.New("either files or -g RANGE")
	case o.git != "" && o.reverseBase:
		return errors.New("-g judges against the tree before the range; --reverse-base is for files")
	case a.flags.diff:
		return errors.New("--diff is not for patches")
	}
	chosen, err := a.chosen()
	if err != nil {
		return err
	}
	var around []string
	if a.flags.tree != "" {
		around = []string{a.flags.tree}
	}
	t, err := a.target(around)
	if err != nil {
		return err
	}
	series, whole, err := a.series(args, o, t)
	if err != nil {
		return err
	}
	if len(series.Patches) == 0 {
		return a.nothing(series, whole)
	}
	defer tradeMemory()()
	l, err := a.loadWith(t, source.UserCache())
	if err != nil {
		return err
	}
	options, err := a.options(nil)
	if err != nil {
		return err
	}
	r, err := review.Judge(a.ctx, l, series.Patches, review.Options{Rules: chosen, Driver: options, All: o.all})
	if err != nil {
		return err
	}
	r.Result.Stats.Files = l.Stats.Files
	r.Result.Stats.Seconds = time.Since(start).Seconds()
	err = a.reviewed(r, series, chosen, o, whole && len(l.Problems) == 0)
	l.Keep(rules.All())
	return err
}

// nothing says that the input has no patch that could be judged. A cover letter
// alone is none, and nothing is wrong with it.
func (a *app) nothing(s *patch.Series, whole bool) error {
	if !whole {
		return errIncomplete
	}
	a.note("there is a cover letter alone, %q", s.Cover)
	return nil
}

// note prints what the user may want to know.
func (a *app) note(format string, args ...any) {
	if !a.flags.quiet {
		fmt.Fprintf(a.stderr, "gupvet: %s\n", report.Printable(fmt.Sprintf(format, args...)))
	}
}

// complain prints what could not be read or applied.
func (a *app) complain(errs []error) {
	for _, err := range errs {
		fmt.Fprintf(a.stderr, "gupvet: %s\n", report.Printable(err.Error()))
	}
}

// series reads the patches, and makes the target's tree the one that they are for.
// whole tells that all of the input could be read.
func (a *app) series(args []string, o *patchFlags, t *target) (s *patch.Series, whole bool, err error) {
	if o.git != "" {
		if s, err = patch.Git(a.ctx, t.tree.Root, o.git); err != nil {
			return nil, false, err
		}
		t.tree, err = a.revision(t.tree, s)
		return s, true, err
	}
	s, errs, err := a.inputs(args)
	if err != nil {
		return nil, false, err
	}
	a.complain(errs)
	for _, n := range s.Notes {
		a.note("%s", n)
	}
	if missing := s.Missing(); len(missing) > 0 && len(s.Patches) > 1 {
		a.note("of the series, %s", missingText(missing))
	}
	if o.reverseBase {
		var bad []error
		t.tree, s.Patches, bad = review.Without(t.tree, s.Patches)
		a.complain(bad)
		errs = append(errs, bad...)
	}
	return s, len(errs) == 0, nil
}

func missingText(list []int) string {
	var words []string
	for _, n := range list {
		words = append(words, fmt.Sprint(n))
	}
	if len(words) == 1 {
		return "patch " + words[0] + " is missing"
	}
	return "patches " + strings.Join(words, ", ") + " are missing"
}

// inputs reads the files that the user named, or stdin.
func (a *app) inputs(names []string) (*patch.Series, []error, error) {
	if len(names) == 0 {
		if f, ok := a.stdin.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
			return nil, nil, errors.New("no patch is given: name a file, \"-\" for stdin, or a range with -g")
		}
		names = []string{"-"}
	}
	var list []*patch.Series
	var errs []error
	for _, name := range names {
		text, err := a.input(name)
		if err != nil {
			return nil, nil, err
		}
		s, bad := patch.Read(name, text)
		if s.Cover != "" && len(bad) == 1 && errors.Is(bad[0], patch.ErrNoPatch) {
			bad = nil
		}
		list = append(list, s)
		errs = append(errs, bad...)
	}
	return patch.Join(list...), errs, nil
}

// maxInput is the size in bytes above which an input is not read.
const maxInput = 256 << 20

func (a *app) input(name string) ([]byte, error) {
	r := a.stdin
	if name != "-" {
		f, err := os.Open(name)
		if err != nil {
			return nil, notFound(name, err)
		}
		defer f.Close()
		r = f
	}
	text, err := io.ReadAll(io.LimitReader(r, maxInput+1))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	if len(text) > maxInput {
		return nil, fmt.Errorf("%s: the input is larger than %d MB", name, maxInput>>20)
	}
	return text, nil
}

// revision gives the tree as it was before the commits of a series.
func (a *app) revision(t *source.Tree, s *patch.Series) (*source.Tree, error) {
	touched := map[string]bool{}
	for _, p := range s.Patches {
		for _, f := range p.Files {
			touched[f.Old], touched[f.New] = true, true
		}
	}
	files, err := patch.GitOverlay(a.ctx, t.Root, s.Base, func(path string) bool { return touched[path] || review.IsAnalysed(path) })
	if err != nil {
		return nil, err
	}
	return t.WithOverlay(files), nil
}

// reviewed prints what came of a review, and tells how it went.
func (a *app) reviewed(r *review.Review, s *patch.Series, chosen []*lint.Rule, o *patchFlags, whole bool) error {
	a.complain(r.Errors)
	if there(r.Errors) && !o.reverseBase {
		a.note("the tree has the patches already, as it seems; --reverse-base judges them against the tree without them")
	}
	for _, n := range r.Notes {
		a.note("%s", n)
	}
	if a.flags.verbose {
		for _, n := range r.Offsets {
			a.note("%s", n)
		}
	}
	for _, w := range r.Result.Warnings {
		fmt.Fprintf(a.stderr, "gupvet: %s\n", w)
	}
	if err := a.printReview(r, chosen, o); err != nil {
		return err
	}
	if !a.flags.quiet {
		fmt.Fprintln(a.stderr, reviewSummary(r.Result, len(s.Patches)))
	}
	switch {
	case !whole || len(r.Errors) > 0:
		return errIncomplete
	case slices.ContainsFunc(r.Result.Findings, func(f *lint.Finding) bool {
		return f.Origin.State == lint.New && f.Severity >= a.flags.failOn
	}):
		return errFindings
	}
	return nil
}

// there tells whether all that could not be applied is in the tree already.
func there(errs []error) bool {
	return len(errs) > 0 && !slices.ContainsFunc(errs, func(err error) bool {
		var c *patch.Conflict
		return !errors.Is(err, patch.ErrThere) && (!errors.As(err, &c) || c.Applied == 0)
	})
}

func (a *app) printReview(r *review.Review, chosen []*lint.Rule, o *patchFlags) error {
	if o.commitMessage {
		return a.emit(func(w io.Writer) error { return report.WriteMessage(w, r.Result) })
	}
	return a.print(r.Tree, r.Result, chosen)
}

// reviewSummary is the line that ends a run.
func reviewSummary(res *lint.Result, patches int) string {
	count := map[lint.State]int{}
	for _, f := range res.Findings {
		count[f.Origin.State]++
	}
	text := "no new findings"
	if n := count[lint.New]; n > 0 {
		text = plural(n, "new finding")
	}
	for _, s := range []lint.State{lint.Old, lint.Fixed, lint.Repaired} {
		if n := count[s]; n > 0 {
			text += fmt.Sprintf(", %d %s", n, s)
		}
	}
	return fmt.Sprintf("gupvet: %s in %s; %d files read, %d parsed (%.1f s)", text, several(patches, "patch", "patches"), res.Stats.Files, res.Stats.Parsed, res.Stats.Seconds)
}
