// SPDX-License-Identifier: MIT

package review

import (
	"testing"
	"time"

	"github.com/gupvet/gupvet/internal/driver"
	"github.com/gupvet/gupvet/internal/kerneltest"
	"github.com/gupvet/gupvet/internal/patch"
)

// BenchmarkJudge judges patches of a real kernel and reports how long that takes as a
// share of a plain run: with the tree to be read first, with what a cache has of the tree,
// and with one that has been judged before. With a cache nothing depends on one of the
// files; for the others calls are followed again, in one file and in the most that have to
// do with each other.
func BenchmarkJudge(b *testing.B) {
	root := kerneltest.Tree(b, "6.12")
	for _, c := range []struct{ name, path string }{
		{"without", "net/core/dev.c"},
		{"with-calls", "drivers/infiniband/core/umem.c"},
		{"with-most-calls", "kernel/ptrace.c"},
	} {
		name, path := c.name, c.path
		cases := []realCase{{name: "words", edits: []edit{{path, "/*\n", "/*\n * A word.\n *\n"}}}}
		s, errs := patch.Read("bench", []byte(realRepo(b, root, cases).mailOf(cases[0], 1, 1)))
		if len(errs) > 0 {
			b.Fatal(errs)
		}
		b.Run(name, func(b *testing.B) { benchJudge(b, root, s.Patches) })
	}
}

func benchJudge(b *testing.B, root string, patches []*patch.Patch) {
	o := options()
	judge := func(l *driver.Loaded) {
		if r, err := Judge(b.Context(), l, patches, o); err != nil || len(r.Errors) > 0 {
			b.Fatal(r, err)
		}
	}
	c := newCache(b)
	l := loadWith(b, openRoot(root), c)
	judge(l)
	if err := l.Keep(o.Rules); err != nil {
		b.Fatal(err)
	}
	var plain, whole, cached, again time.Duration
	for range b.N {
		start := time.Now()
		l := load(b, openRoot(root))
		if _, err := driver.Run(b.Context(), l.Snapshot, o.Rules, o.Driver); err != nil {
			b.Fatal(err)
		}
		plain += time.Since(start)
		start = time.Now()
		judge(loadWith(b, openRoot(root), c))
		cached += time.Since(start)
		start = time.Now()
		l = load(b, openRoot(root))
		judge(l)
		whole += time.Since(start)
		start = time.Now()
		judge(l)
		again += time.Since(start)
	}
	b.ReportMetric(float64(whole)/float64(plain), "of-plain")
	b.ReportMetric(float64(cached)/float64(plain), "of-plain-cached")
	b.ReportMetric(float64(again)/float64(plain), "of-plain-again")
}
