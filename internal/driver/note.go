// SPDX-License-Identifier: MIT

package driver

import (
	"bytes"
	"encoding/gob"
	"path/filepath"
	"slices"

	"github.com/gupvet/gupvet/internal/lint"
)

// encode writes what is known for a cache.
func (k *Known) encode() ([]byte, error) {
	var b bytes.Buffer
	err := gob.NewEncoder(&b).Encode(k)
	return b.Bytes(), err
}

// decode reads what encode wrote; nil if it is not that. The cache's own checksum tells
// what was damaged; this is for what was made up.
func decode(note []byte) *Known {
	if len(note) == 0 {
		return nil
	}
	k := &Known{}
	if gob.NewDecoder(bytes.NewReader(note)).Decode(k) != nil || !k.isSound() {
		return nil
	}
	return k
}

// isSound tells whether all lists are in the order in which they are searched, and all
// places can be places in a tree.
func (k *Known) isSound() bool {
	paths := [][]string{k.Marked, k.Parsed, k.Includes, k.All.Files}
	asked := [][]uint32{k.All.Asked, k.Selecting}
	for _, g := range k.Groups {
		paths = append(paths, g.Paths, g.Climbed, g.Marked, g.Behind.Files, g.Below)
		asked = append(asked, g.Behind.Asked)
		if !g.isSound() {
			return false
		}
	}
	return !slices.ContainsFunc(paths, func(list []string) bool { return !slices.IsSorted(list) || !allLocal(list) }) &&
		!slices.ContainsFunc(asked, func(list []uint32) bool { return !slices.IsSorted(list) })
}

func (g *Group) isSound() bool {
	for _, p := range g.Parts {
		if slices.ContainsFunc(p.Findings, func(f *lint.Finding) bool { return f == nil || slices.ContainsFunc(places(f), isUnsound) }) {
			return false
		}
	}
	return g.Callers >= 0 && g.Sites >= 0 && !slices.ContainsFunc(g.Gaps, func(gap lint.Gap) bool { return isUnsound(gap.At) })
}

// places lists all places that a finding speaks of.
func places(f *lint.Finding) []lint.Range {
	out := []lint.Range{f.At, f.Contract}
	for _, s := range f.Steps {
		out = append(out, s.At)
	}
	for _, fix := range f.Fixes {
		for _, e := range fix.Edits {
			out = append(out, e.At)
		}
	}
	return out
}

// maxPlace bounds lines, columns and offsets: no file of a kernel is as large.
const maxPlace = 1 << 26

// isUnsound tells whether a range cannot be one in a file of a tree. Of a place in the
// contract the end may not be known.
func isUnsound(r lint.Range) bool {
	for _, n := range []int{r.Start.Line, r.Start.Column, r.Start.Offset, r.End.Line, r.End.Column, r.End.Offset} {
		if n < 0 || n > maxPlace {
			return true
		}
	}
	return r.End != (lint.Position{}) && r.End.Offset < r.Start.Offset || r.File != "" && !filepath.IsLocal(filepath.FromSlash(r.File))
}

func allLocal(paths []string) bool {
	return !slices.ContainsFunc(paths, func(p string) bool { return !filepath.IsLocal(filepath.FromSlash(p)) })
}
