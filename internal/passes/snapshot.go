// SPDX-License-Identifier: MIT

// Package passes holds the base analyzers: they find out what rules judge, and
// hand it on through ResultOf.
//
//	Program  the tree: its files, names and contract
//	Calls    every call of an entry, with its arguments on every path
//
// One pass is about one [Snapshot]: a tree at one moment. The conditions that
// the results hold belong to arenas that one goroutine at a time may use. So
// questions about them are asked under a lock, see [Calls.Each].
package passes

import (
	"context"
	"errors"
	"go/types"
	"path/filepath"
	"reflect"
	"slices"
	"sync"

	"golang.org/x/tools/go/analysis"

	"github.com/gupvet/gupvet/callgraph"
	"github.com/gupvet/gupvet/internal/contract"
	"github.com/gupvet/gupvet/internal/flow"
	"github.com/gupvet/gupvet/internal/gup"
	"github.com/gupvet/gupvet/internal/source"
)

// A Snapshot is a tree at one moment, with what is known of it as a whole.
type Snapshot struct {
	Ctx      context.Context
	Tree     *source.Tree
	Prog     *callgraph.Program
	Contract *gup.Contract
	Jobs     int
	// Memo keeps what is found out about functions for the snapshots of edited
	// trees, see driver.Loaded.With; nil for no such.
	Memo *Memo
	// Only restricts where calls are looked for; nil stands for the whole tree.
	Only *Restriction
}

// snapshots are those that passes run on, by the package that stands for each.
var snapshots sync.Map // *types.Package -> *Snapshot

// Attach makes a package stand for a snapshot until release is called. Passes
// over that package are about the snapshot.
func Attach(s *Snapshot) (pkg *types.Package, release func()) {
	if s.Ctx == nil {
		s.Ctx = context.Background()
	}
	pkg = types.NewPackage("tree", "tree")
	snapshots.Store(pkg, s)
	return pkg, func() { snapshots.Delete(pkg) }
}

// Program is the analyzer that gives the snapshot of a pass. Under a driver that
// knows of none it reads the tree around the pass's other files.
var Program = &analysis.Analyzer{
	Name:       "program",
	Doc:        "gives the tree with its names and the contract of the family",
	Run:        program,
	ResultType: reflect.TypeFor[*Snapshot](),
}

func program(pass *analysis.Pass) (any, error) {
	if s, ok := snapshots.Load(pass.Pkg); ok {
		return s, nil
	}
	if len(pass.OtherFiles) == 0 {
		return nil, errors.New("the pass has no C files")
	}
	tree, _, err := source.Open(filepath.Dir(pass.OtherFiles[0]))
	if err != nil {
		return nil, err
	}
	return Load(context.Background(), tree, 0)
}

// Load reads a tree: all of its names, and its contract.
func Load(ctx context.Context, tree *source.Tree, jobs int) (*Snapshot, error) {
	ix, _, err := tree.Scan(ctx, jobs, nil, &source.Progress{})
	if err != nil {
		return nil, err
	}
	prog := callgraph.New(tree, func() *source.Index { return ix }, nil)
	c, err := contract.Read(prog)
	if err != nil {
		return nil, err
	}
	return &Snapshot{Ctx: ctx, Tree: tree, Prog: prog, Contract: c, Jobs: jobs}, nil
}

// Of gives the snapshot of a pass whose analyzer requires Program.
func Of(pass *analysis.Pass) *Snapshot { return pass.ResultOf[Program].(*Snapshot) }

// Selected lists the files in which an entry of the family is called, as far as those
// are looked for.
func (s *Snapshot) Selected() []string {
	list := s.files(func(use source.Use, names ...string) []string { return s.Prog.Index().Files(use, names...) }, s.entryNames()...)
	return slices.DeleteFunc(list, func(p string) bool { return !s.Only.starts(p) })
}

func (s *Snapshot) entryNames() []string {
	var names []string
	for _, e := range s.Contract.Entries {
		names = append(names, e.Name)
	}
	return names
}

// Selecting lists the questions to the index that tell which files are selected.
func (s *Snapshot) Selecting() []uint32 {
	var list []uint32
	for _, name := range s.entryNames() {
		list = append(list, source.Question(source.Called, name), source.Question(source.Declared, name))
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// Surrounding lists those that tell something of the tree as a whole.
func (s *Snapshot) Surrounding() []uint32 {
	var list []uint32
	for _, name := range flow.LockTakers() {
		list = append(list, source.Question(source.Called, name))
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// ReadFile reads a file of the tree by its path below the root.
func (s *Snapshot) ReadFile(path string) ([]byte, error) { return s.Tree.ReadFile(path) }
