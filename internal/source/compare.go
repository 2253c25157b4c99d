// SPDX-License-Identifier: MIT

package source

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// A known is a state of a tree to compare the disk with. Workers write to the
// elements of seen that belong to the files they meet: each is met once.
type known struct {
	state  state
	file   map[string]int
	stamps []stamp
	seen   []bool
	tick   time.Duration // see Cache
}

// newKnown makes one of an index that has the stamps of all its files.
func newKnown(ix *Index, tick time.Duration) *known {
	k := &known{state: ix.state, tick: tick, file: make(map[string]int, ix.Stats.Files)}
	for _, s := range ix.segments {
		for i, p := range s.files {
			if p != "" {
				k.file[p] = len(k.stamps)
				k.stamps = append(k.stamps, s.stamps[i])
			}
		}
	}
	k.seen = make([]bool, len(k.stamps))
	return k
}

// compare takes a file as it is on disk.
func (w *scanWorker) compare(path string, now stamp) {
	w.stats.Files++
	w.stats.Bytes += now.size
	i, ok := w.known.file[path]
	if ok {
		w.known.seen[i] = true
	}
	if !ok || w.known.stamps[i] != now || !w.known.state.settled(now, w.known.tick) {
		w.changed = append(w.changed, difference{path, &now})
	}
}

// maxChanged bounds how many files may differ for an index to be mended: beyond, it
// is sooner done to read them all.
const maxChanged = 500

var errStale = errors.New("the tree is not what it was")

// renew gives an index of the tree as it is on disk from an earlier one. It reads
// what has changed, and lists the paths of that.
func (ix *Index) renew(ctx context.Context, root string, jobs int, tick time.Duration) (*Index, []string, error) {
	s := &scanner{root: root, pending: []string{""}, open: 1, progress: &Progress{}, known: newKnown(ix, tick)}
	now := &Index{state: state{began: time.Now().UnixNano()}}
	workers, err := s.walk(ctx, jobs)
	if err != nil {
		return nil, nil, err
	}
	var changed []difference
	for _, w := range workers {
		if len(w.problems) > 0 {
			return nil, nil, errStale
		}
		now.Stats.Files += w.stats.Files
		now.Stats.Bytes += w.stats.Bytes
		now.state.links ^= w.links
		changed = append(changed, w.changed...)
	}
	for p, i := range s.known.file {
		if !s.known.seen[i] {
			changed = append(changed, difference{p, nil})
		}
	}
	if now.state.links != ix.state.links || len(changed) > maxChanged {
		return nil, nil, errStale
	}
	slices.SortFunc(changed, func(a, b difference) int { return strings.Compare(a.path, b.path) })
	return ix.mend(now, root, changed)
}

// mend lays files that have changed over an index. now has the state and the
// statistics of the result.
func (ix *Index) mend(now *Index, root string, changed []difference) (*Index, []string, error) {
	if len(changed) == 0 {
		now.segments = ix.segments
		return now, nil, nil
	}
	texts := map[string][]byte{}
	stamps := map[string]stamp{}
	var paths []string
	for _, d := range changed {
		paths = append(paths, d.path)
		texts[d.path] = nil
		if d.now == nil {
			continue
		}
		text, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(d.path)))
		if err != nil {
			return nil, nil, fmt.Errorf("%w: %w", errStale, err)
		}
		texts[d.path], stamps[d.path] = text, *d.now
	}
	mended := ix.With(texts)
	last := mended.segments[len(mended.segments)-1]
	for _, p := range last.files {
		last.stamps = append(last.stamps, stamps[p])
	}
	now.segments = mended.segments
	return now, paths, nil
}
