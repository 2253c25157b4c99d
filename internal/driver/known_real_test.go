// SPDX-License-Identifier: MIT

package driver_test

import (
	"bytes"
	"flag"
	"fmt"
	"maps"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gupvet/gupvet/internal/kerneltest"
	"github.com/gupvet/gupvet/internal/source"
)

// Parts of a text.
var (
	aCall     = regexp.MustCompile(`\b[a-z_0-9]{4,}\(`)
	aFunction = regexp.MustCompile(`(?m)^[a-z][a-z_0-9 *]* \*?([a-z_0-9]+)\(`)
	anEntry   = regexp.MustCompile(`\b(get|pin)_user_pages\w*\(`)
	aFlag     = regexp.MustCompile(`\bFOLL_\w+`)
)

// disturb changes a text, and takes what it puts in from another one: lines move, calls
// come or go, functions get other names or can be called from elsewhere, entries and
// flags become others.
func disturb(r *rand.Rand, text, other []byte) []byte {
	lines := bytes.SplitAfter(text, []byte("\n"))
	at := r.IntN(len(lines))
	switch r.IntN(8) {
	case 0:
		n := min(len(lines)-at, 1+r.IntN(30))
		return bytes.Join(slices.Delete(lines, at, at+n), nil)
	case 1:
		k := r.IntN(len(lines))
		lines[at], lines[k] = lines[k], lines[at]
		return bytes.Join(lines, nil)
	case 2:
		return replaceOne(r, text, aFlag, aFlag.FindAll(other, -1))
	case 3:
		return replaceOne(r, text, anEntry, anEntry.FindAll(other, -1))
	case 4:
		if m := aFunction.FindAllSubmatch(text, -1); len(m) > 0 {
			name := m[r.IntN(len(m))][1]
			to := []byte("renamed")
			if m := aFunction.FindAllSubmatch(other, -1); len(m) > 0 {
				to = m[r.IntN(len(m))][1]
			}
			return bytes.ReplaceAll(text, append(name, '('), append(slices.Clone(to), '('))
		}
	case 5:
		return bytes.ReplaceAll(text, []byte("\nstatic "), []byte("\n"))
	}
	var calls [][]byte
	for _, re := range []*regexp.Regexp{aCall, anEntry} {
		calls = append(calls, re.FindAll(other, -1)...)
	}
	for _, m := range aFunction.FindAllSubmatch(other, -1) {
		calls = append(calls, append(slices.Clone(m[1]), '('))
	}
	if len(calls) == 0 {
		return text
	}
	if m := aCall.FindAllIndex(text, -1); len(m) > 0 { // where a function has one
		at = bytes.Count(text[:m[r.IntN(len(m))][0]], []byte("\n"))
	}
	call := fmt.Sprintf("\tcurrent->it = %s0, 1, FOLL_FORCE, p);\n", calls[r.IntN(len(calls))])
	return bytes.Join(slices.Insert(lines, at, []byte(call)), nil)
}

// replaceOne puts one of some texts in the place of a match.
func replaceOne(r *rand.Rand, text []byte, re *regexp.Regexp, by [][]byte) []byte {
	m := re.FindAllIndex(text, -1)
	if len(m) == 0 || len(by) == 0 {
		return text
	}
	at := m[r.IntN(len(m))]
	return slices.Concat(text[:at[0]], by[r.IntN(len(by))], text[at[1]:])
}

// also changes one more file, drops it or gives it another name.
func also(r *rand.Rand, tree *source.Tree, changed map[string][]byte, from []string, other []byte) {
	path := from[r.IntN(len(from))]
	text, err := tree.ReadFile(path)
	if err != nil || changed[path] != nil {
		return
	}
	switch r.IntN(4) {
	case 0:
		changed[path] = nil
	case 1:
		changed[path], changed[strings.TrimSuffix(path, ".c")+"_moved.c"] = nil, text
	default:
		changed[path] = disturb(r, text, other)
	}
}

var (
	changes = flag.Int("changes", 24, "how many files TestKnownReal changes")
	seed    = flag.Int("seed", 5, "what its changes are made from")
	atOnce  = flag.Int("at-once", 1, "how many it changes in one step, at most; some are then gone, or have another name")
	version = flag.String("version", "6.12", "the kernel that it changes")
)

// TestKnownReal changes files of a real kernel at random, one after the other, and
// compares what is found with what is known of the kernel with what is found without.
func TestKnownReal(t *testing.T) {
	tree := source.OpenRoot(kerneltest.Tree(t, *version))
	l := loaded(t, tree, source.NewCache(t.TempDir(), "test"))
	first := judged(t, l)
	plain := loaded(t, tree, nil)
	files, read, followed := plain.Prog.Index().AllFiles(), l.Parsed(), l.Followed()
	r := rand.New(rand.NewPCG(uint64(*seed), 6))
	known, inPart, other, now := 0, 0, 0, l
	for i := range *changes {
		path, from := files[r.IntN(len(files))], followed[r.IntN(len(followed))]
		switch i % 8 {
		case 0, 4:
			path = read[r.IntN(len(read))]
		case 1, 3, 5, 7:
			path = followed[r.IntN(len(followed))]
		}
		text, err := now.Tree.ReadFile(path)
		if err != nil || len(text) == 0 {
			continue
		}
		source, err := tree.ReadFile(from)
		if err != nil {
			t.Fatal(err)
		}
		changed := map[string][]byte{path: disturb(r, text, source)}
		for *atOnce > 1 && len(changed) < 1+r.IntN(*atOnce) {
			also(r, now.Tree, changed, followed, text)
		}
		next, err := now.With(changed)
		if err != nil {
			t.Fatal(err)
		}
		whole, part := next.IsKnown(), next.IsKnownInPart()
		got := judged(t, next)
		if got != first {
			other++
		}
		switch {
		case whole:
			known++
		case part && next.IsKnown():
			inPart++
		}
		if whole || part {
			edited, err := plain.With(next.Tree.Overlay())
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(judged(t, edited), got); diff != "" {
				t.Errorf("%d: %v (-found +known):\n%s", i, slices.Sorted(maps.Keys(changed)), diff)
			}
		}
		now = next
		if i%6 == 5 || !next.IsKnown() {
			now = l
		}
	}
	t.Logf("of %d changes %d are known to make no difference, %d in a part alone; %d do", *changes, known, inPart, other)
	if *atOnce == 1 && (known < *changes/6 || inPart < *changes/4) {
		t.Errorf("of %d known: %d, in part %d", *changes, known, inPart)
	}
}
