// SPDX-License-Identifier: MIT

package main

import (
	"fmt"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/gupvet/gupvet/rules"
)

func (a *app) explainCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "explain [RULE]",
		Short: "print a rule's page, or the list of rules",
		Args:  cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return a.listRules()
			}
			r := rules.Named(args[0])
			if r == nil {
				return fmt.Errorf("there is no rule %q; \"gupvet explain\" lists them", args[0])
			}
			fmt.Fprintf(a.stdout, "%s (%s): %s\n\n%s\n", r.Name, r.Severity, r.Doc.Title, r.Doc.Text)
			return nil
		},
	}
}

func (a *app) listRules() error {
	w := tabwriter.NewWriter(a.stdout, 0, 8, 2, ' ', 0)
	for _, r := range rules.All() {
		fmt.Fprintf(w, "%s\t%s\t%s\n", r.Name, r.Severity, r.Doc.Title)
	}
	return w.Flush()
}

func (a *app) versionCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "print the version",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			fmt.Fprintf(a.stdout, "gupvet %s\n", version())
			return nil
		},
	}
}

// version is the release under development.
func version() string { return "0.1.0" }
