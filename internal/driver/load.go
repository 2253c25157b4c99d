// SPDX-License-Identifier: MIT

package driver

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/gupvet/gupvet/callgraph"
	"github.com/gupvet/gupvet/internal/contract"
	"github.com/gupvet/gupvet/internal/gup"
	"github.com/gupvet/gupvet/internal/passes"
	"github.com/gupvet/gupvet/internal/source"
)

// LoadOptions tell how to read a tree.
type LoadOptions struct {
	Jobs     int
	Extra    []string         // files and directories outside the tree that belong to it
	Progress *source.Progress // may be nil
}

// A Loaded is a tree that has been read.
type Loaded struct {
	*passes.Snapshot
	Stats    source.Stats
	Problems []source.Problem // what could not be read
}

// Load reads a tree: the names in all of its files, and the contract. The two
// go on at the same time. A tree without a file that defines the family gets the
// built-in contract for its version.
func Load(ctx context.Context, tree *source.Tree, o LoadOptions) (*Loaded, error) {
	if o.Progress == nil {
		o.Progress = &source.Progress{}
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	l := &Loaded{}
	var ix *source.Index
	var scanErr error
	scan := sync.OnceFunc(func() { ix, l.Problems, scanErr = tree.Scan(ctx, o.Jobs, o.Extra, o.Progress) })
	index := func() *source.Index { scan(); return ix }
	var wg sync.WaitGroup
	wg.Go(scan)
	prog := callgraph.New(tree, index, nil)
	c, err := contractOf(prog)
	if err != nil {
		cancel(err)
	}
	wg.Wait()
	switch {
	case err != nil:
		return nil, err
	case scanErr != nil:
		return nil, scanErr
	}
	l.Stats = ix.Stats
	l.Snapshot = &passes.Snapshot{Tree: tree, Prog: prog, Contract: c, Jobs: o.Jobs}
	return l, nil
}

// contractOf reads the contract of a tree, or takes the built-in one.
func contractOf(prog *callgraph.Program) (*gup.Contract, error) {
	c, err := contract.Read(prog)
	if !errors.Is(err, contract.ErrNoGUP) {
		if err != nil {
			err = fmt.Errorf("cannot read the contract: %w", err)
		}
		return c, err
	}
	c, err = gup.BuiltIn(prog.Tree.Version)
	if err != nil {
		return nil, err
	}
	prog.SetCommon(contract.Headers...)
	prog.SetConstants(c.Constants())
	return c, nil
}
