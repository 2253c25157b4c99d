// SPDX-License-Identifier: MIT

package main

import (
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"github.com/gupvet/gupvet/internal/driver"
	"github.com/gupvet/gupvet/internal/lint"
	"github.com/gupvet/gupvet/rules"
)

// options are what the flags say of findings.
func (a *app) options(scope func(string) bool) (driver.Options, error) {
	o := driver.Options{Scope: scope, Strict: a.flags.strict, Severity: a.flags.severity}
	for _, r := range rules.All() {
		o.Known = append(o.Known, r.Name)
	}
	if a.flags.baseline == "" {
		return o, nil
	}
	var err error
	o.Baseline, err = readBaseline(a.flags.baseline)
	return o, err
}

func readBaseline(name string) (*lint.Baseline, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, notFound(name, err)
	}
	defer f.Close()
	return lint.ReadBaseline(name, f)
}

func (a *app) baselineCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "baseline",
		Short: "known findings, kept in a file",
		Long: `Baseline keeps findings that are known in a file. With "--baseline FILE", check
and patch hide them; one more of the same kind in the same function is shown.`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			return fmt.Errorf("say what to do with it: %q or %q", "write", "check")
		},
	}
	write := &cobra.Command{
		Use:   "write FILE|- [PATH...]",
		Short: "write the findings of a tree to a file",
		Args:  cobra.MinimumNArgs(1),
		RunE:  func(_ *cobra.Command, args []string) error { return a.writeBaseline(args[0], args[1:]) },
	}
	check := &cobra.Command{
		Use:   "check FILE [PATH...]",
		Short: "list the entries of a file that match nothing any more",
		Long: `Check lists the entries of a file to which there are fewer findings than they
say. The exit status is 1 if there are any.`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error { return a.checkBaseline(args[0], args[1:]) },
	}
	for _, sub := range []*cobra.Command{write, check} {
		f := sub.Flags()
		f.StringVar(&a.flags.tree, "tree", "", "the kernel tree, where PATH is not inside it")
		f.IntVar(&a.flags.jobs, "jobs", 0, "workers; 0 stands for the number of processors")
		f.StringSliceVar(&a.flags.rules, "rules", nil, "only these `RULES`, joined by commas")
		f.StringSliceVar(&a.flags.skip, "skip", nil, "all but these `RULES`")
		f.BoolVar(&a.flags.quiet, "quiet", false, "print no summary")
	}
	write.Flags().BoolVar(&a.flags.strict, "strict", false, "also what holds on some paths only")
	write.Flags().TextVar(&a.flags.severity, "severity", lint.Warning, "the lowest `LEVEL` to write: error, warning or note")
	c.AddCommand(write, check)
	return c
}

// findings analyses a tree for its baseline.
func (a *app) findings(paths []string, b *lint.Baseline) (*lint.Result, error) {
	if err := a.usage("baseline"); err != nil {
		return nil, err
	}
	chosen, err := a.chosen()
	if err != nil {
		return nil, err
	}
	t, err := a.target(paths)
	if err != nil {
		return nil, err
	}
	l, err := a.load(t)
	if err != nil {
		return nil, err
	}
	o, err := a.options(t.has)
	if err != nil {
		return nil, err
	}
	o.Baseline = b
	res, err := driver.Run(a.ctx, l.Snapshot, chosen, o)
	if err == nil {
		for _, w := range res.Warnings {
			fmt.Fprintf(a.stderr, "gupvet: %s\n", w)
		}
	}
	return res, err
}

func (a *app) writeBaseline(name string, paths []string) error {
	res, err := a.findings(paths, nil)
	if err != nil {
		return err
	}
	b := lint.NewBaseline(res.Findings)
	if a.flags.output = name; name == "-" {
		a.flags.output = ""
	}
	if err := a.emit(b.Write); err != nil {
		return err
	}
	a.note("%s in %s", plural(len(res.Findings), "finding"), several(b.Len(), "entry", "entries"))
	return nil
}

func (a *app) checkBaseline(name string, paths []string) error {
	b, err := readBaseline(name)
	if err != nil {
		return err
	}
	res, err := a.findings(paths, b)
	if err != nil {
		return err
	}
	err = a.emit(func(w io.Writer) error {
		for _, k := range res.Stale {
			if _, err := fmt.Fprintln(w, k); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	a.note("%d of %s match nothing any more", len(res.Stale), several(b.Len(), "entry", "entries"))
	if len(res.Stale) > 0 {
		return errFindings
	}
	return nil
}

// several is plural for words of which the plural is not made with an s.
func several(n int, one, more string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, more)
}
