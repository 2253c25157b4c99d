// SPDX-License-Identifier: MIT

package passes

import (
	"testing"
	"time"

	"github.com/gupvet/gupvet/callgraph"
	"github.com/gupvet/gupvet/internal/contract"
	"github.com/gupvet/gupvet/internal/kerneltest"
	"github.com/gupvet/gupvet/internal/source"
)

// BenchmarkCalls measures what comes after the scan and the contract: parsing, and
// following all calls. calls/scan sets it beside one pass over the bytes.
func BenchmarkCalls(b *testing.B) {
	tree := source.OpenRoot(kerneltest.Tree(b, "6.12"))
	var scans, calls time.Duration
	for b.Loop() {
		b.StopTimer()
		start := time.Now()
		ix, _, err := tree.Scan(b.Context(), 0, nil, &source.Progress{})
		if err != nil {
			b.Fatal(err)
		}
		scans += time.Since(start)
		prog := callgraph.New(tree, func() *source.Index { return ix }, nil)
		c, err := contract.Read(prog)
		if err != nil {
			b.Fatal(err)
		}
		b.StartTimer()
		start = time.Now()
		if _, err := findCalls(&Snapshot{Ctx: b.Context(), Tree: tree, Prog: prog, Contract: c, Jobs: 2}); err != nil {
			b.Fatal(err)
		}
		calls += time.Since(start)
	}
	b.ReportMetric(calls.Seconds()/scans.Seconds(), "calls/scan")
}
