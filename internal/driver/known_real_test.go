// SPDX-License-Identifier: MIT

package driver_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gupvet/gupvet/internal/kerneltest"
	"github.com/gupvet/gupvet/internal/source"
)

// aCall is a call in the text.
var aCall = regexp.MustCompile(`\b[a-z_0-9]{4,}\(`)

// disturb moves lines of a text about, or puts a call in that another text has, often
// of something that matters.
func disturb(r *rand.Rand, text, other []byte) []byte {
	lines := bytes.SplitAfter(text, []byte("\n"))
	at := r.IntN(len(lines))
	switch r.IntN(3) {
	case 0:
		n := min(len(lines)-at, 1+r.IntN(30))
		return bytes.Join(slices.Delete(lines, at, at+n), nil)
	case 1:
		k := r.IntN(len(lines))
		lines[at], lines[k] = lines[k], lines[at]
		return bytes.Join(lines, nil)
	}
	calls := aCall.FindAll(other, -1)
	if len(calls) == 0 {
		return text
	}
	call := fmt.Sprintf("\n\t%s0);\n", calls[r.IntN(len(calls))])
	return bytes.Join(slices.Insert(lines, at, []byte(call)), nil)
}

// TestKnownReal changes files of a real kernel at random, and where it is said to be
// known what is found then, compares that with what is found.
func TestKnownReal(t *testing.T) {
	tree := source.OpenRoot(kerneltest.Tree(t, "6.12"))
	l := loaded(t, tree, nil)
	want := judged(t, l)
	plain := loaded(t, tree, nil)
	files := plain.Prog.Index().AllFiles()
	read := l.Parsed()
	r := rand.New(rand.NewPCG(5, 6))
	known, n := 0, 24
	for i := range n {
		path, from := files[r.IntN(len(files))], read[r.IntN(len(read))]
		if i%4 == 0 {
			path = read[r.IntN(len(read))]
		}
		text, err := tree.ReadFile(path)
		if err != nil || len(text) == 0 {
			continue
		}
		other, err := tree.ReadFile(from)
		if err != nil {
			t.Fatal(err)
		}
		changed := map[string][]byte{path: disturb(r, text, other)}
		next, err := l.With(changed)
		if err != nil {
			t.Fatal(err)
		}
		if !next.IsKnown() {
			continue
		}
		known++
		edited, err := plain.With(changed)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(judged(t, edited), judged(t, next)); diff != "" || want != judged(t, next) {
			t.Errorf("%d: %s (-found +known):\n%s", i, path, diff)
		}
	}
	t.Logf("%d of %d known", known, n)
	if known < n/4 || known > n*9/10 {
		t.Errorf("known of %d: %d", n, known)
	}
}
