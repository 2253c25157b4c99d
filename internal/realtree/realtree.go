// SPDX-License-Identifier: MIT

// Package realtree measures gupvet on real kernel trees: with other texts laid
// over some of their files, as often as a test likes. A tree is read once for
// all tests of a process; each further run costs what following its calls costs.
package realtree

import (
	"os"
	"runtime/debug"
	"sync"
	"testing"

	"github.com/gupvet/gupvet/internal/driver"
	"github.com/gupvet/gupvet/internal/kerneltest"
	"github.com/gupvet/gupvet/internal/lint"
	"github.com/gupvet/gupvet/internal/passes"
	"github.com/gupvet/gupvet/internal/source"
	"github.com/gupvet/gupvet/rules"
)

// A Kernel is a tree that has been read.
type Kernel struct{ *driver.Loaded }

var (
	mu    sync.Mutex
	known = map[string]*Kernel{}
)

// memoryLimit is from where on the garbage collector works harder, in bytes: tests
// that run again and again stay near it.
const memoryLimit = 1 << 30

// Open gives the real tree of a version, such as 6.12. The test is skipped where
// there is none.
func Open(t testing.TB, version string) *Kernel {
	t.Helper()
	return At(t, kerneltest.Tree(t, version))
}

// At gives the tree with a root.
func At(t testing.TB, root string) *Kernel {
	t.Helper()
	mu.Lock()
	defer mu.Unlock()
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(memoryLimit)
	}
	if k := known[root]; k != nil {
		return k
	}
	l, err := driver.Load(t.Context(), source.OpenRoot(root), driver.LoadOptions{})
	if err != nil {
		t.Fatal(err)
	}
	k := &Kernel{l}
	known[root] = k
	return k
}

// With gives the snapshot of the tree with other texts for some files.
func (k *Kernel) With(t testing.TB, overlay map[string][]byte) *passes.Snapshot {
	t.Helper()
	l, err := k.Loaded.With(overlay)
	if err != nil {
		t.Fatal(err)
	}
	return l.Snapshot
}

// Calls finds the calls of entries in the tree with an overlay.
func (k *Kernel) Calls(t testing.TB, overlay map[string][]byte) *passes.CallSet {
	t.Helper()
	set, err := driver.Calls(t.Context(), k.With(t, overlay))
	if err != nil {
		t.Fatal(err)
	}
	return set
}

// Check runs all rules on the tree with an overlay.
func (k *Kernel) Check(t testing.TB, overlay map[string][]byte, o driver.Options) []*lint.Finding {
	t.Helper()
	res, err := driver.Run(t.Context(), k.With(t, overlay), rules.All(), o)
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range res.Warnings {
		t.Error(w)
	}
	return res.Findings
}
