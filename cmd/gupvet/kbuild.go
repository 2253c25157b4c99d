// SPDX-License-Identifier: MIT

package main

import (
	"bytes"
	"fmt"
	"io"
	"strings"

	"github.com/gupvet/gupvet/internal/driver"
	"github.com/gupvet/gupvet/internal/report"
)

// kbuild checks one file as "make C=1" calls a checker: own are the flags before
// --kbuild, the rest is what kbuild adds, flags for a compiler and for sparse,
// and the file. Whatever happens, the build goes on: findings and complaints go
// to stderr, and the exit status is 0.
func (a *app) kbuild(own, rest []string) error {
	file := ""
	for _, arg := range rest {
		if strings.HasSuffix(arg, ".c") && !strings.HasPrefix(arg, "-") {
			file = arg
		}
	}
	if file == "" {
		return nil
	}
	cmd := a.root()
	check, _, err := cmd.Find([]string{"check"})
	if err == nil {
		err = check.ParseFlags(own)
	}
	if err == nil {
		err = a.kbuildFile(file)
	}
	if err != nil && a.ctx.Err() == nil {
		// The word that makes build logs red stays out of complaints.
		fmt.Fprintf(a.stderr, "gupvet: %s\n", strings.ReplaceAll(err.Error(), "error", "failure"))
	}
	return nil
}

func (a *app) kbuildFile(file string) error {
	a.flags.quiet = true
	if err := a.usage("check"); err != nil {
		return err
	}
	chosen, err := a.chosen()
	if err != nil {
		return err
	}
	t, err := a.target([]string{file})
	if err != nil {
		return err
	}
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
	var out bytes.Buffer
	if err := report.Write(&out, a.flags.format, res, &report.Options{Rules: chosen, Version: version(), Cwd: a.cwd, Source: l.ReadFile}); err != nil {
		return err
	}
	_, err = io.Copy(a.stderr, &out)
	return err
}
