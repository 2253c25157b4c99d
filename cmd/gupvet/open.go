// SPDX-License-Identifier: MIT

package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/gupvet/gupvet/internal/driver"
	"github.com/gupvet/gupvet/internal/source"
)

// A target is the tree to analyse and the part of it that is asked about.
type target struct {
	tree  *source.Tree
	scope []string // paths below the root; "." for all of it
	extra []string // paths outside the tree that belong to it
}

// target finds the tree around the paths that the user named.
func (a *app) target(paths []string) (*target, error) {
	if len(paths) == 0 {
		paths = []string{a.cwd}
	}
	t := &target{}
	if a.flags.tree != "" {
		tree, rel, err := source.Open(a.flags.tree)
		if err != nil {
			return nil, notFound(a.flags.tree, err)
		}
		if rel != "." {
			return nil, fmt.Errorf("--tree %s is not the root of a kernel tree", a.flags.tree)
		}
		t.tree = tree
	}
	for _, p := range paths {
		tree, rel, err := source.Open(p)
		if err != nil {
			return nil, notFound(p, err)
		}
		switch {
		case t.tree == nil:
			t.tree = tree
		case tree.Root != t.tree.Root && a.flags.tree != "":
			abs := filepath.Join(tree.Root, filepath.FromSlash(rel))
			t.extra = append(t.extra, abs)
			rel = filepath.ToSlash(abs)
		case tree.Root != t.tree.Root:
			return nil, fmt.Errorf("%s and %s are in different trees", paths[0], p)
		}
		t.scope = append(t.scope, rel)
	}
	return t, nil
}

func notFound(path string, err error) error {
	if os.IsNotExist(err) {
		return fmt.Errorf("%s: there is no such file or directory", path)
	}
	return err
}

// has tells whether a file of the tree is asked about.
func (t *target) has(path string) bool {
	for _, s := range t.scope {
		if s == "." && !filepath.IsAbs(path) || path == s || strings.HasPrefix(path, strings.TrimSuffix(s, "/")+"/") {
			return true
		}
	}
	return false
}

// load reads the tree, with a line of progress on a terminal.
func (a *app) load(t *target) (*driver.Loaded, error) { return a.loadWith(t, nil) }

// loadWith is load with a cache, which may be nil.
func (a *app) loadWith(t *target, cache *source.Cache) (*driver.Loaded, error) {
	p := &source.Progress{}
	stop := a.progress(p)
	l, err := driver.Load(a.ctx, t.tree, driver.LoadOptions{Jobs: a.flags.jobs, Extra: t.extra, Progress: p, Cache: cache})
	stop()
	if err != nil {
		return nil, err
	}
	if l.Stats.Files == 0 {
		return nil, fmt.Errorf("%s: there are no C files", t.tree.Root)
	}
	if l.Contract.BuiltIn && !a.flags.quiet {
		fmt.Fprintf(a.stderr, "gupvet: %s has no mm/gup.c; the built-in contract of Linux %s serves\n", t.tree.Root, l.Contract.Kernel)
	}
	for _, problem := range l.Problems {
		fmt.Fprintf(a.stderr, "gupvet: cannot read %v\n", problem)
	}
	return l, nil
}

// progress shows how far the scan is, if stderr is a terminal, until stop is
// called.
func (a *app) progress(p *source.Progress) (stop func()) {
	if a.flags.quiet || !isTerminal(a.stderr) {
		return func() {}
	}
	done := make(chan struct{})
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		tick := time.NewTicker(100 * time.Millisecond)
		defer tick.Stop()
		for {
			select {
			case <-done:
				fmt.Fprint(a.stderr, "\r\x1b[K")
				return
			case <-tick.C:
				fmt.Fprintf(a.stderr, "\rgupvet: %d files read\x1b[K", p.Files())
			}
		}
	}()
	return func() { close(done); <-ended }
}
