// SPDX-License-Identifier: MIT

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"slices"
	"strings"

	"github.com/sourcegraph/conc/panics"
	"github.com/spf13/cobra"

	"github.com/gupvet/gupvet/internal/lint"
	"github.com/gupvet/gupvet/internal/lsp"
	"github.com/gupvet/gupvet/internal/report"
)

// Exit statuses.
const (
	exitClean       = 0
	exitFindings    = 1
	exitAborted     = 1 // lsp: exit without shutdown, as the protocol has it
	exitUsage       = 2 // also: the input could not be analysed
	exitInterrupted = 130
)

// errFindings tells that there are findings at or above --fail-on.
var errFindings = errors.New("findings")

// An app is one call of the program.
type app struct {
	ctx            context.Context
	stdin          io.Reader
	stdout, stderr io.Writer
	cwd            string
	flags          flags
}

// flags are those that most subcommands share.
type flags struct {
	format, output, tree string
	strict, gaps, quiet  bool
	verbose, diff        bool
	severity, failOn     lint.Severity
	rules, skip          []string
	baseline, color      string
	jobs                 int
}

// run is the program: it returns the exit status.
func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	a := &app{ctx: ctx, stdin: stdin, stdout: stdout, stderr: stderr}
	var err error
	if caught := panics.Try(func() { err = a.main(args) }); caught != nil {
		fmt.Fprintf(stderr, "gupvet: internal error: %v\n", caught.Value)
		if a.flags.verbose {
			stderr.Write(caught.Stack)
		} else {
			fmt.Fprintln(stderr, "gupvet: --verbose shows where")
		}
		return exitUsage
	}
	switch {
	case ctx.Err() != nil:
		fmt.Fprintln(stderr, "gupvet: interrupted")
		return exitInterrupted
	case errors.Is(err, errFindings):
		return exitFindings
	case errors.Is(err, lsp.ErrAborted):
		fmt.Fprintf(stderr, "gupvet: %v\n", err)
		return exitAborted
	case errors.Is(err, errIncomplete):
		return exitUsage
	case err != nil:
		fmt.Fprintf(stderr, "gupvet: %v\n", err)
		return exitUsage
	}
	return exitClean
}

func (a *app) main(args []string) error {
	var err error
	if a.cwd, err = os.Getwd(); err != nil {
		return err
	}
	if i := slices.Index(args, "--kbuild"); i >= 0 && i > 0 && args[0] == "check" {
		return a.kbuild(args[1:i], args[i+1:])
	}
	root := a.root()
	root.SetArgs(args)
	root.SetIn(a.stdin)
	root.SetOut(a.stdout)
	root.SetErr(a.stderr)
	return root.ExecuteContext(a.ctx)
}

// root makes the commands. Without a subcommand, gupvet checks.
func (a *app) root() *cobra.Command {
	root := &cobra.Command{
		Use:   "gupvet [PATH...]",
		Short: "find misuse of the kernel's get_user_pages family",
		Long: `Gupvet reads a kernel tree as it lies on disk, without a build or a configuration,
learns the rules of get_user_pages() and its kin from that tree's own mm/gup.c,
and tells where they are broken.

PATH is a tree, a directory or a file of one; without it, the tree around the
current directory. The exit status is 1 if there are findings, 2 if something
went wrong.`,
		Args:          cobra.ArbitraryArgs,
		SilenceUsage:  true,
		SilenceErrors: true,
		RunE:          func(_ *cobra.Command, args []string) error { return a.check(args) },
	}
	root.CompletionOptions.HiddenDefaultCmd = true
	check := &cobra.Command{Use: "check [PATH...]", Short: "analyse a kernel tree, a directory or single files of it", Args: cobra.ArbitraryArgs,
		RunE: func(_ *cobra.Command, args []string) error { return a.check(args) }}
	for _, c := range []*cobra.Command{root, check} {
		a.commonFlags(c)
		a.findingFlags(c)
		c.Flags().Bool("kbuild", false, "as kbuild calls it: make C=1 CHECK=\"gupvet check --kbuild\"")
	}
	root.AddCommand(check, a.patchCommand(), a.baselineCommand(), a.auditCommand(), a.graphCommand(), a.contractCommand(),
		a.explainCommand(), a.lspCommand(), a.versionCommand())
	return root
}

// commonFlags are those of every command that reads a tree.
func (a *app) commonFlags(c *cobra.Command) {
	f := c.Flags()
	f.StringVar(&a.flags.format, "format", "text", "output: "+strings.Join(formatsOf(c), ", "))
	f.StringVar(&a.flags.output, "output", "", "write to `FILE` instead of stdout")
	f.StringVar(&a.flags.tree, "tree", "", "the kernel tree, where PATH is not inside it")
	f.IntVar(&a.flags.jobs, "jobs", 0, "workers; 0 stands for the number of processors")
	f.StringVar(&a.flags.color, "color", "auto", "color the output: auto, always or never")
	f.BoolVar(&a.flags.quiet, "quiet", false, "print nothing but findings")
	f.BoolVar(&a.flags.verbose, "verbose", false, "print more about the run")
}

// formatsOf lists the formats of a command.
func formatsOf(c *cobra.Command) []string {
	switch c.Name() {
	case "audit", "contract":
		return []string{"text", "json"}
	case "graph":
		return []string{"text", "dot", "json"}
	}
	formats := report.Formats()
	if c.Name() == "patch" {
		formats = slices.DeleteFunc(formats, func(f string) bool { return f == "lsp" })
	}
	return formats
}

// findingFlags are those of commands that print findings.
func (a *app) findingFlags(c *cobra.Command) {
	f := c.Flags()
	a.flags.severity, a.flags.failOn = lint.Warning, lint.Warning
	f.BoolVar(&a.flags.strict, "strict", false, "also report what holds on some paths only")
	f.TextVar(&a.flags.severity, "severity", lint.Warning, "the lowest `LEVEL` shown: error, warning or note")
	f.TextVar(&a.flags.failOn, "fail-on", lint.Warning, "the lowest `LEVEL` that makes the exit status 1: error, warning, note or never")
	f.StringSliceVar(&a.flags.rules, "rules", nil, "only these `RULES`, joined by commas")
	f.StringSliceVar(&a.flags.skip, "skip", nil, "all but these `RULES`")
	f.StringVar(&a.flags.baseline, "baseline", "", "hide the findings that `FILE` lists")
	f.BoolVar(&a.flags.gaps, "gaps", false, "list what could not be read, with the reason")
	f.BoolVar(&a.flags.diff, "diff", false, "print the fixes as a patch instead of the findings")
}

// usage checks what flags cannot check by themselves.
func (a *app) usage(c string) error {
	formats := formatsOf(&cobra.Command{Use: c})
	if !slices.Contains(formats, a.flags.format) {
		return fmt.Errorf("unknown format %q (want %s)", a.flags.format, strings.Join(formats, ", "))
	}
	if !slices.Contains([]string{"auto", "always", "never"}, a.flags.color) {
		return fmt.Errorf("unknown --color %q (want auto, always or never)", a.flags.color)
	}
	if a.flags.jobs < 0 {
		return fmt.Errorf("--jobs must not be negative")
	}
	if a.flags.jobs == 0 {
		a.flags.jobs = runtime.GOMAXPROCS(0)
	}
	return nil
}
