// SPDX-License-Identifier: MIT

package review

import (
	"testing"
	"time"

	"github.com/gupvet/gupvet/internal/driver"
	"github.com/gupvet/gupvet/internal/kerneltest"
	"github.com/gupvet/gupvet/internal/patch"
)

// BenchmarkJudge judges one patch of a real kernel, and reports how long that takes
// as a share of a plain run: with the tree to be read first, and with one that has
// been judged before.
func BenchmarkJudge(b *testing.B) {
	root := kerneltest.Tree(b, "6.12")
	cases := []realCase{{name: "words", edits: []edit{{"drivers/infiniband/core/umem.c", "/*\n", "/*\n * A word.\n *\n"}}}}
	s, errs := patch.Read("bench", []byte(realRepo(b, root, cases).mailOf(cases[0], 1, 1)))
	if len(errs) > 0 {
		b.Fatal(errs)
	}
	o := options()
	judge := func(l *driver.Loaded) {
		if r, err := Judge(b.Context(), l, s.Patches, o); err != nil || len(r.Errors) > 0 {
			b.Fatal(r, err)
		}
	}
	var plain, whole, again time.Duration
	for range b.N {
		start := time.Now()
		l := load(b, openRoot(root))
		if _, err := driver.Run(b.Context(), l.Snapshot, o.Rules, o.Driver); err != nil {
			b.Fatal(err)
		}
		plain += time.Since(start)
		start = time.Now()
		l = load(b, openRoot(root))
		judge(l)
		whole += time.Since(start)
		start = time.Now()
		judge(l)
		again += time.Since(start)
	}
	b.ReportMetric(float64(whole)/float64(plain), "of-plain")
	b.ReportMetric(float64(again)/float64(plain), "of-plain-again")
}
