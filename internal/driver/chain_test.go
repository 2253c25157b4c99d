// SPDX-License-Identifier: MIT

package driver_test

import (
	"flag"
	"maps"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gupvet/gupvet/internal/kerneltest"
	"github.com/gupvet/gupvet/internal/passes"
	"github.com/gupvet/gupvet/internal/source"
)

var (
	chains    = flag.Int("chains", 4, "how many series of changes TestChains makes")
	chainSeed = flag.Int("chain-seed", 7, "what they are made from")
)

// TestChains makes changes on top of each other, some of which are taken back, of a tree
// of which everything is known, and compares what is found after each one with what is
// found in the whole.
func TestChains(t *testing.T) {
	root := kerneltest.Bare(t, "linux-6.12")
	texts := maps.Clone(apart)
	maps.Copy(texts, meeting)
	for path, text := range texts {
		put(t, filepath.Join(root, path), []byte(text))
	}
	tree := source.OpenRoot(root)
	list := slices.Concat(partings, meetings)
	r := rand.New(rand.NewPCG(uint64(*chainSeed), 1))
	inPart := 0
	for i := range *chains {
		now, at := loaded(t, tree, source.NewCache(t.TempDir(), "test")), maps.Clone(texts)
		if i%2 == 1 {
			now.Memo = passes.NewMemo()
		}
		judged(t, now)
		for step := range 6 {
			changed := map[string][]byte{}
			for range 1 + r.IntN(3) {
				change(r, at, texts, changed, list[r.IntN(len(list))].edits)
			}
			next, err := now.With(changed)
			if err != nil {
				t.Fatal(err)
			}
			if next.IsKnownInPart() {
				inPart++
			}
			fresh := loaded(t, tree.WithOverlay(next.Tree.Overlay()), nil)
			next.Stats, fresh.Stats = source.Stats{}, source.Stats{}
			if diff := cmp.Diff(judged(t, fresh), judged(t, next)); diff != "" {
				t.Errorf("%d, %d: %v (-read as a whole +known in part):\n%s", i, step, slices.Sorted(maps.Keys(changed)), diff)
			}
			now = next
		}
	}
	if inPart < *chains {
		t.Errorf("known in part: %d", inPart)
	}
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
