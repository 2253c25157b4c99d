// SPDX-License-Identifier: MIT

package driver_test

import (
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gupvet/gupvet/internal/kerneltest"
	"github.com/gupvet/gupvet/internal/passes"
	"github.com/gupvet/gupvet/internal/source"
)

// TestMemoMacro edits a file in a way that makes a macro of a header known to another
// one.
func TestMemoMacro(t *testing.T) {
	root := kerneltest.Bare(t, "linux-6.12")
	const hold = "drivers/w/hold.c"
	for path, text := range map[string]string{
		"include/linux/wrap.h": meeting["include/linux/wrap.h"],
		hold:                   meeting[hold],
		"drivers/x/use.c":      string(apply(meeting, []edit{{"drivers/x/use.c", "flags = FOLL_WRITE", "flags = W_HOLD(addr, 0, pages)"}})["drivers/x/use.c"]),
	} {
		put(t, filepath.Join(root, path), []byte(text))
	}
	tree := source.OpenRoot(root)
	l := loaded(t, tree, nil)
	l.Memo = passes.NewMemo()
	judged(t, l)
	for _, edits := range [][]edit{{{hold, "return pin_user_pages_fast", "return no_such"}}, {{hold, "w_user", "w_other"}}} {
		files := apply(meeting, edits)
		next, err := l.With(files)
		if err != nil {
			t.Fatal(err)
		}
		fresh := loaded(t, tree.WithOverlay(files), nil)
		fresh.Stats, next.Stats = source.Stats{}, source.Stats{}
		if diff := cmp.Diff(told(t, fresh), told(t, next)); diff != "" {
			t.Errorf("after %v (-read as a whole +edited):\n%s", edits, diff)
		}
		l = next
	}
}
