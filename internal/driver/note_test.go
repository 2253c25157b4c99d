// SPDX-License-Identifier: MIT

package driver

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gupvet/gupvet/internal/lint"
)

// aNote is what may be known of a tree.
func aNote() *Known {
	at := lint.Range{File: "a/b.c", Start: lint.Position{Line: 2, Column: 1, Offset: 10}, End: lint.Position{Line: 2, Column: 3, Offset: 12}}
	return &Known{
		Rules: []string{"z", "a"}, Marked: []string{"a/b.c"}, Parsed: []string{"a/b.c", "a/c.h"}, Includes: []string{"c.h"},
		All: Behind{Files: []string{"mm/gup.c"}, Asked: []uint32{1, 2}}, Selecting: []uint32{3, 4},
		Groups: []Group{{
			Paths: []string{"a/b.c"}, Climbed: []string{"a/b.c"}, Behind: Behind{Files: []string{"a/b.c", "a/c.h"}, Asked: []uint32{5, 6}},
			Below: []string{"a/b.c", "a/c.h"}, Gaps: []lint.Gap{{At: at}}, Callers: 1, Sites: 1, Parts: []Part{{File: "a/b.c", Offset: 10,
				Findings: []*lint.Finding{{At: at, Contract: lint.Range{File: "mm/gup.c", Start: lint.Position{Line: 9}},
					Steps: []lint.Step{{At: at}}, Fixes: []lint.Fix{{Edits: []lint.Edit{{At: at}}}}}}}},
		}},
	}
}

// TestNote reads notes that nothing has written so.
func TestNote(t *testing.T) {
	finding := func(k *Known) *lint.Finding { return k.Groups[0].Parts[0].Findings[0] }
	for _, c := range []struct {
		name  string
		spoil func(*Known)
	}{
		{"files out of order", func(k *Known) { slices.Reverse(k.Groups[0].Behind.Files) }},
		{"files of all out of order", func(k *Known) { k.All.Files = []string{"b", "a"} }},
		{"questions out of order", func(k *Known) { slices.Reverse(k.Groups[0].Behind.Asked) }},
		{"includes out of order", func(k *Known) { k.Includes = []string{"b.h", "a.h"} }},
		{"a file elsewhere", func(k *Known) { k.Marked = []string{"../../secret"} }},
		{"a finding elsewhere", func(k *Known) { finding(k).At.File = "/secret" }},
		{"a line before the first", func(k *Known) { finding(k).At.Start.Line = -1 }},
		{"lines without end", func(k *Known) { finding(k).At.End.Line = 1 << 60 }},
		{"a step elsewhere", func(k *Known) { finding(k).Steps[0].At.Start.Column = -5 }},
		{"a fix that ends before it begins", func(k *Known) { finding(k).Fixes[0].Edits[0].At.End.Offset = 3 }},
		{"a gap elsewhere", func(k *Known) { k.Groups[0].Gaps[0].At.End.Offset = -1 }},
		{"fewer calls than none", func(k *Known) { k.Groups[0].Sites = -1 }},
	} {
		t.Run(c.name, func(t *testing.T) {
			k := aNote()
			note, err := k.encode()
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(k, decode(note)); diff != "" {
				t.Fatalf("what is right (-written +read):\n%s", diff)
			}
			c.spoil(k)
			if note, err = k.encode(); err != nil {
				t.Fatal(err)
			}
			if decode(note) != nil {
				t.Error("it is taken for a note")
			}
		})
	}
}

// FuzzNote reads any bytes as a note.
func FuzzNote(f *testing.F) {
	note, err := aNote().encode()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(note)
	f.Add(note[:len(note)/2])
	f.Fuzz(func(t *testing.T, note []byte) {
		if k := decode(note); k != nil {
			k.found()
		}
	})
}
