// SPDX-License-Identifier: MIT

package driver_test

import (
	"flag"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/gupvet/gupvet/internal/driver"
	"github.com/gupvet/gupvet/internal/kerneltest"
	"github.com/gupvet/gupvet/internal/passes"
	"github.com/gupvet/gupvet/internal/source"
	"github.com/gupvet/gupvet/rules"
)

var (
	chains    = flag.Int("chains", 4, "how many series of changes TestChains makes")
	chainSeed = flag.Int("chain-seed", 7, "what they are made from")
)

// TestChains makes changes on top of each other, some of which are taken back, of a tree
// of which everything is known, and compares what is found after each one with what is
// found in the whole. The changes of one series in three are made on disk, with what the
// cache kept of the one before.
func TestChains(t *testing.T) {
	texts := maps.Clone(apart)
	maps.Copy(texts, meeting)
	list := slices.Concat(partings, meetings)
	r := rand.New(rand.NewPCG(uint64(*chainSeed), 1))
	inPart := 0
	for i := range *chains {
		tree := source.OpenRoot(kerneltest.Bare(t, "linux-6.12"))
		for path, text := range texts {
			put(t, filepath.Join(tree.Root, path), []byte(text))
		}
		c := source.NewCache(t.TempDir(), "test")
		c.Tick = -time.Hour
		now, at := loaded(t, tree, c), maps.Clone(texts)
		if i%3 == 1 {
			now.Memo = passes.NewMemo()
		}
		judged(t, now)
		for step := range 6 {
			changed := map[string][]byte{}
			for range 1 + r.IntN(3) {
				change(r, at, texts, changed, list[r.IntN(len(list))].edits)
			}
			if i%3 == 2 {
				now = onDisk(t, now, c, changed)
			} else {
				now = over(t, now, changed)
			}
			if now.IsKnownInPart() {
				inPart++
			}
			fresh := loaded(t, tree.WithOverlay(now.Tree.Overlay()), nil)
			now.Stats, fresh.Stats = source.Stats{}, source.Stats{}
			if diff := cmp.Diff(judged(t, fresh), judged(t, now)); diff != "" {
				t.Errorf("%d, %d: %v (-read as a whole +known in part):\n%s", i, step, slices.Sorted(maps.Keys(changed)), diff)
			}
		}
	}
	if inPart < *chains {
		t.Errorf("known in part: %d", inPart)
	}
}

// over lays changes over a tree.
func over(t *testing.T, l *driver.Loaded, changed map[string][]byte) *driver.Loaded {
	t.Helper()
	next, err := l.With(changed)
	if err != nil {
		t.Fatal(err)
	}
	return next
}

// onDisk keeps what is known of a tree, makes changes in it, and reads it again.
func onDisk(t *testing.T, l *driver.Loaded, c *source.Cache, changed map[string][]byte) *driver.Loaded {
	t.Helper()
	if err := l.Keep(rules.All()); err != nil {
		t.Fatal(err)
	}
	for path, text := range changed {
		name := filepath.Join(l.Tree.Root, path)
		if _, err := os.Stat(name); text != nil || err == nil {
			put(t, name, text)
		}
	}
	return loaded(t, source.OpenRoot(l.Tree.Root), c)
}

// change makes edits in the texts as they are, or takes all back that was done to a file.
func change(r *rand.Rand, at, texts map[string]string, changed map[string][]byte, edits []edit) {
	for _, e := range edits {
		if r.IntN(3) == 0 || at[e.path] == "" {
			at[e.path] = texts[e.path]
		} else {
			at[e.path] = string(apply(at, []edit{e})[e.path])
		}
		changed[e.path] = []byte(at[e.path])
		if at[e.path] == "" {
			changed[e.path] = nil
		}
	}
}
