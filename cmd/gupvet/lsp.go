// SPDX-License-Identifier: MIT

package main

import (
	"io"

	"github.com/spf13/cobra"

	"github.com/gupvet/gupvet/internal/lsp"
	"github.com/gupvet/gupvet/rules"
)

func (a *app) lspCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "lsp",
		Short: "language server on stdin and stdout",
		Long: `Lsp serves editors by the Language Server Protocol on stdin and stdout.
docs/editors.md says how to set up some of them.`,
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			return lsp.Serve(a.ctx, io.NopCloser(a.stdin), a.stdout, lsp.Options{Rules: rules.All(), Version: version(), Jobs: a.flags.jobs})
		},
	}
	c.Flags().Bool("stdio", true, "taken for clients that pass it: there is no other way")
	c.Flags().IntVar(&a.flags.jobs, "jobs", 0, "workers; 0 stands for the number of processors")
	return c
}
