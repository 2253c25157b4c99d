// SPDX-License-Identifier: MIT

package main

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/gupvet/gupvet/internal/driver"
	"github.com/gupvet/gupvet/internal/lint"
	"github.com/gupvet/gupvet/internal/report"
	"github.com/gupvet/gupvet/rules"
)

// check analyses a tree and prints what was found.
func (a *app) check(paths []string) error {
	start := time.Now()
	if err := a.usage("check"); err != nil {
		return err
	}
	chosen, err := a.chosen()
	if err != nil {
		return err
	}
	t, err := a.target(paths)
	if err != nil {
		return err
	}
	defer tradeMemory()()
	l, err := a.load(t)
	if err != nil {
		return err
	}
	options, err := a.options(t.has)
	if err != nil {
		return err
	}
	res, err := driver.Run(a.ctx, l.Snapshot, chosen, options)
	if err != nil {
		return err
	}
	res.Stats.Files = l.Stats.Files
	res.Stats.Seconds = time.Since(start).Seconds()
	for _, w := range res.Warnings {
		fmt.Fprintf(a.stderr, "gupvet: %s\n", w)
	}
	for _, p := range l.Problems {
		res.Warnings = append(res.Warnings, "cannot read "+p.String())
	}
	if err := a.print(l, res, chosen); err != nil {
		return err
	}
	if !a.flags.quiet {
		fmt.Fprintln(a.stderr, summary(res))
		if n := len(res.Stale); n > 0 {
			a.note("%d of %s of %s match nothing any more; \"gupvet baseline check\" lists them", n, several(options.Baseline.Len(), "entry", "entries"), a.flags.baseline)
		}
	}
	if slices.ContainsFunc(res.Findings, func(f *lint.Finding) bool { return f.Severity >= a.flags.failOn }) {
		return errFindings
	}
	if n := len(l.Problems); n > 0 {
		return fmt.Errorf("the answer is not whole: %s could not be read", plural(n, "path"))
	}
	return nil
}

// print writes findings in the format that was asked for.
func (a *app) print(l *driver.Loaded, res *lint.Result, chosen []*lint.Rule) error {
	o := &report.Options{Rules: chosen, Version: version(), Color: a.colors(), Cwd: a.cwd, Source: l.ReadFile}
	write := func(w io.Writer) error { return report.Write(w, a.flags.format, res, o) }
	if a.flags.diff {
		write = func(w io.Writer) error { return report.Diff(w, res, o) }
	}
	if err := a.emit(write); err != nil {
		return err
	}
	if a.flags.gaps {
		return report.WriteGaps(a.stderr, res, o)
	}
	return nil
}

// chosen lists the rules that --rules and --skip leave.
func (a *app) chosen() ([]*lint.Rule, error) {
	all := rules.All()
	for _, name := range slices.Concat(a.flags.rules, a.flags.skip) {
		if rules.Named(name) == nil {
			return nil, fmt.Errorf("there is no rule %q; \"gupvet explain\" lists them", name)
		}
	}
	return slices.DeleteFunc(all, func(r *lint.Rule) bool {
		return len(a.flags.rules) > 0 && !slices.Contains(a.flags.rules, r.Name) || slices.Contains(a.flags.skip, r.Name)
	}), nil
}

// summary is the line that ends a run.
func summary(res *lint.Result) string {
	count := map[lint.Severity]int{}
	for _, f := range res.Findings {
		count[f.Severity]++
	}
	var parts []string
	for _, s := range []lint.Severity{lint.Error, lint.Warning, lint.Note} {
		if n := count[s]; n > 0 {
			parts = append(parts, plural(n, s.String()))
		}
	}
	if len(parts) == 0 {
		parts = []string{"no findings"}
	}
	return fmt.Sprintf("gupvet: %s; %d files read, %d parsed, %s in %s with GUP calls (%.1f s)",
		strings.Join(parts, ", "), res.Stats.Files, res.Stats.Parsed, plural(len(res.Gaps), "gap"),
		plural(res.Stats.Functions, "function"), res.Stats.Seconds)
}

func plural(n int, word string) string {
	if n == 1 {
		return "1 " + word
	}
	return fmt.Sprintf("%d %ss", n, word)
}
