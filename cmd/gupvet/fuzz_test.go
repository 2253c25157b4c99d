// SPDX-License-Identifier: MIT

package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/gupvet/gupvet/internal/driver"
	"github.com/gupvet/gupvet/internal/kerneltest"
	"github.com/gupvet/gupvet/internal/lint"
	"github.com/gupvet/gupvet/internal/source"
	"github.com/gupvet/gupvet/rules"
)

// fuzzTree is the tree that fuzzed files are laid over.
func fuzzTree(t testing.TB) string {
	return filepath.Join(kerneltest.Root(t), "kernel-fixtures", "linux-6.12")
}

// analyze runs all rules over a tree in which one file is replaced, and checks
// that nothing panicked and all places exist.
func analyze(t *testing.T, path string, text []byte) {
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	tree := source.OpenRoot(fuzzTree(t)).WithOverlay(map[string][]byte{path: text})
	l, err := driver.Load(ctx, tree, driver.LoadOptions{Jobs: 1})
	if ctx.Err() != nil {
		t.Fatal(ctx.Err())
	}
	if err != nil {
		return // a contract that cannot be read
	}
	res, err := driver.Run(ctx, l.Snapshot, rules.All(), driver.Options{Strict: true, Severity: lint.Note})
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range res.Warnings {
		t.Error(w) // a panic in an analyzer
	}
	for _, f := range res.Findings {
		places := []lint.Range{f.At}
		for _, s := range f.Steps {
			places = append(places, s.At)
		}
		for _, r := range places {
			lines := 1 + bytes.Count(text, []byte("\n"))
			if r.File == path && (r.Start.Line < 1 || r.Start.Line > lines || r.End.Offset > len(text) || r.Start.Offset > r.End.Offset) {
				t.Errorf("%s: %v of %d lines and %d bytes", f.Rule, r, lines, len(text))
			}
		}
	}
}

// seed adds the files of directories to a corpus.
func seed(f *testing.F, patterns ...string) {
	for _, p := range patterns {
		files, err := filepath.Glob(filepath.Join(kerneltest.Root(f), p))
		if err != nil {
			f.Fatal(err)
		}
		for _, name := range files {
			text, err := os.ReadFile(name)
			if err != nil {
				f.Fatal(err)
			}
			f.Add(string(text))
		}
	}
}

// FuzzDriver analyses a driver.
func FuzzDriver(f *testing.F) {
	f.Add(bad)
	f.Add(strings.ReplaceAll(call, "FOLL_WRITE", "FOLL_WRITE ? : 1"))
	if !testing.Short() {
		seed(f, "kernel-fixtures/linux-6.12/drivers/*/*.c", "rules/*/testdata/bad.c")
	}
	f.Fuzz(func(t *testing.T, text string) { analyze(t, "drivers/fuzz.c", []byte(text)) })
}

// FuzzContract reads a contract from a changed mm/gup.c.
func FuzzContract(f *testing.F) {
	seed(f, "kernel-fixtures/linux-*/mm/gup.c")
	f.Fuzz(func(t *testing.T, text string) { analyze(t, "mm/gup.c", []byte(text)) })
}
