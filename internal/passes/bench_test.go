// SPDX-License-Identifier: MIT

package passes

import (
	"testing"

	"github.com/gupvet/gupvet/callgraph"
	"github.com/gupvet/gupvet/internal/contract"
	"github.com/gupvet/gupvet/internal/kerneltest"
	"github.com/gupvet/gupvet/internal/source"
)

// BenchmarkCalls measures what comes after the scan: parsing, the contract, and
// following all calls.
func BenchmarkCalls(b *testing.B) {
	tree := source.OpenRoot(kerneltest.Tree(b, "6.12"))
	ix, _, err := tree.Scan(b.Context(), 0, nil, &source.Progress{})
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		prog := callgraph.New(tree, func() *source.Index { return ix }, nil)
		c, err := contract.Read(prog)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := findCalls(&Snapshot{Ctx: b.Context(), Tree: tree, Prog: prog, Contract: c, Jobs: 2}); err != nil {
			b.Fatal(err)
		}
	}
}
