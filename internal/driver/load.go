// SPDX-License-Identifier: MIT

package driver

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
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
	Cache    *source.Cache    // of what earlier runs found; nil for none
}

// A Loaded is a tree that has been read.
type Loaded struct {
	*passes.Snapshot
	Stats    source.Stats
	Problems []source.Problem // what could not be read

	reading *contract.Reading // nil with a built-in contract

	parsed  []string
	known   *Known // nil if nothing is
	onDisk  *Known // of the tree without what is laid over it, from the cache
	basis   *basis // nil if nothing is known of what the tree comes from
	fresh   bool   // the program has read the tree, and took nothing over
	traced  bool   // the program notes what it is asked
	cache   *source.Cache
	earlier *source.Earlier // what the cache had; nil for nothing
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
	var earlier *source.Earlier
	scan := sync.OnceFunc(func() {
		if o.Cache != nil && len(o.Extra) == 0 {
			ix, earlier, l.Problems, scanErr = o.Cache.Scan(ctx, tree, o.Jobs, o.Progress)
			return
		}
		ix, l.Problems, scanErr = tree.Scan(ctx, o.Jobs, o.Extra, o.Progress)
	})
	index := func() *source.Index { scan(); return ix }
	var wg sync.WaitGroup
	wg.Go(scan)
	prog := callgraph.New(tree, index, nil)
	if l.traced = o.Cache != nil && len(o.Extra) == 0; l.traced {
		prog.Trace()
	}
	err := l.read(prog)
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
	l.Jobs = o.Jobs
	l.fresh = true
	if len(o.Extra) == 0 {
		l.cache = o.Cache
	}
	l.recall(earlier)
	return l, nil
}

// With gives the tree with files that have other texts; nil stands for one that
// is gone. What does not depend on them is taken over: the names of the other
// files, the contract, and, with a [passes.Memo] in the snapshot, what was found
// out about functions.
func (l *Loaded) With(files map[string][]byte) (*Loaded, error) {
	n, err := l.to(l.Tree.WithOverlay(files), l.Prog.Index().With(files))
	if err == nil && l.known != nil && n.Contract == l.Contract {
		n.rely(l.known, newChange(l.Prog.Index(), n.Prog.Index(), slices.Collect(maps.Keys(files))))
	}
	return n, err
}

// to gives a tree on the same disk, with its index, taking over what it can.
func (l *Loaded) to(tree *source.Tree, ix *source.Index) (*Loaded, error) {
	n := l.keeping(tree, ix)
	if tree.Version == l.Tree.Version && l.holds(n.Prog) {
		return n, nil
	}
	if err := n.read(callgraph.New(tree, func() *source.Index { return ix }, nil)); err != nil {
		return nil, err
	}
	n.Jobs = l.Jobs
	if l.Memo != nil {
		n.Memo = passes.NewMemo()
	}
	return n, nil
}

// keeping gives a tree on the same disk with the contract as it is.
func (l *Loaded) keeping(tree *source.Tree, ix *source.Index) *Loaded {
	n, s := *l, *l.Snapshot
	s.Tree, s.Prog = tree, callgraph.New(tree, func() *source.Index { return ix }, l.Prog)
	n.Snapshot, n.known, n.basis, n.fresh, n.cache, n.earlier = &s, nil, nil, false, nil, nil
	return &n
}

// holds tells whether an edited tree has the same contract.
func (l *Loaded) holds(prog *callgraph.Program) bool {
	if l.reading == nil {
		return !prog.Tree.HasGUP
	}
	return l.reading.Holds(prog)
}

// read makes the snapshot of a program's tree by reading its contract.
func (l *Loaded) read(prog *callgraph.Program) error {
	var c *gup.Contract
	r, err := contract.ReadFrom(prog)
	switch {
	case err == nil:
		c = r.Contract
	case errors.Is(err, contract.ErrNoGUP):
		c, err = builtIn(prog)
	default:
		err = fmt.Errorf("cannot read the contract: %w", err)
	}
	l.reading, l.Snapshot = r, &passes.Snapshot{Tree: prog.Tree, Prog: prog, Contract: c}
	return err
}

// builtIn takes the built-in contract for a tree without a file that defines the
// family.
func builtIn(prog *callgraph.Program) (*gup.Contract, error) {
	c, err := gup.BuiltIn(prog.Tree.Version)
	if err != nil {
		return nil, err
	}
	prog.SetCommon(contract.Headers...)
	prog.SetConstants(c.Constants())
	return c, nil
}
