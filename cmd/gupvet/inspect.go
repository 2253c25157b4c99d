// SPDX-License-Identifier: MIT

package main

import (
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/gupvet/gupvet/internal/driver"
	"github.com/gupvet/gupvet/internal/inspect"
	"github.com/gupvet/gupvet/internal/passes"
	"github.com/gupvet/gupvet/internal/report"
)

func (a *app) auditCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "audit [PATH...]",
		Short: "list every GUP call site with what is known of it",
		RunE: func(_ *cobra.Command, args []string) error {
			return a.inspect("audit", args, func(set *passes.CallSet, t *target, w io.Writer) error {
				audit := inspect.NewAudit(set, t.has)
				if !a.flags.quiet {
					defer fmt.Fprintf(a.stderr, "gupvet: %s and %s of wrappers in %s; %s\n", plural(len(audit.Sites), "call"),
						plural(len(audit.Wrappers), "call"), plural(audit.Functions(), "function"), plural(len(audit.Gaps), "gap"))
				}
				if a.flags.format == "json" {
					return inspect.WriteJSON(w, audit)
				}
				return audit.WriteText(w, a.relative(t))
			})
		},
	}
	a.commonFlags(c)
	return c
}

func (a *app) graphCommand() *cobra.Command {
	var o inspect.GraphOptions
	c := &cobra.Command{
		Use:   "graph [PATH...]",
		Short: "show who reaches which entry",
		Long: `Graph shows the callers of each entry, level by level, also those that call
through ops tables. With --func it shows the ways from a function down to entries.`,
		RunE: func(_ *cobra.Command, args []string) error {
			if o.Depth < 1 {
				return errors.New("--depth must be 1 or more")
			}
			return a.inspect("graph", args, func(set *passes.CallSet, t *target, w io.Writer) error {
				o.Scope = t.has
				g, err := inspect.NewGraph(set, o)
				if err != nil {
					return err
				}
				switch a.flags.format {
				case "json":
					return inspect.WriteJSON(w, g)
				case "dot":
					return g.WriteDOT(w)
				}
				return g.WriteText(w, o.Func, a.relative(t))
			})
		},
	}
	a.commonFlags(c)
	c.Flags().StringVar(&o.Entry, "entry", "", "only the callers of the entry `NAME`")
	c.Flags().StringVar(&o.Func, "func", "", "only the ways from the function `NAME` down to entries")
	c.Flags().IntVar(&o.Depth, "depth", 4, "how many calls to follow")
	return c
}

func (a *app) contractCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "contract [PATH]",
		Short: "print the API contract read from the tree, with the lines that prove it",
		Args:  cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			if err := a.usage("contract"); err != nil {
				return err
			}
			t, err := a.target(args)
			if err != nil {
				return err
			}
			l, err := a.load(t)
			if err != nil {
				return err
			}
			return a.emit(func(w io.Writer) error {
				if a.flags.format == "json" {
					return inspect.WriteJSON(w, l.Contract)
				}
				return inspect.WriteContract(w, l.Contract)
			})
		},
	}
	a.commonFlags(c)
	return c
}

// inspect finds the calls of a tree and shows something of them.
func (a *app) inspect(command string, paths []string, show func(*passes.CallSet, *target, io.Writer) error) error {
	if err := a.usage(command); err != nil {
		return err
	}
	t, err := a.target(paths)
	if err != nil {
		return err
	}
	l, err := a.load(t)
	if err != nil {
		return err
	}
	set, err := driver.Calls(a.ctx, l.Snapshot)
	if err != nil {
		return err
	}
	return a.emit(func(w io.Writer) error { return show(set, t, w) })
}

// relative gives the function that turns a path of the tree into one for the
// reader.
func (a *app) relative(t *target) func(string) string {
	return func(path string) string { return report.Relative(t.tree.Root, a.cwd, path) }
}
