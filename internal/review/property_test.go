// SPDX-License-Identifier: MIT

package review

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gupvet/gupvet/internal/driver"
	"github.com/gupvet/gupvet/internal/lint"
	"github.com/gupvet/gupvet/internal/patch"
	"github.com/gupvet/gupvet/internal/source"
)

// pieces are texts of the driver, any of which may stand in the place of another:
// some are wrong there, some are not.
var pieces = [][]edit{
	swaps(pinner+"pin.h", "FOLL_WRITE | FOLL_LONGTERM)", "FOLL_WRITE | FOLL_LONGTERM | FOLL_GET)", "FOLL_LONGTERM | FOLL_TOUCH)"),
	swaps(pinner+"pin.h", "write ? FOLL_WRITE : 0", "write ? FOLL_WRITE : FOLL_LONGTERM", "write ? FOLL_PIN : 0"),
	swaps(pinner+"pin.h", "\tint nr;", "\tint nr;\n\tint spare;", "\tlong nr;"),
	swaps(pinner+"pin.c", "fast(addr, nr, gup_flags, pages)", "fast(addr, nr, gup_flags | FOLL_TOUCH, pages)", "fast(addr, nr, gup_flags, NULL)"),
	swaps(pinner+"pin.c", "\tif (locked)\n\t\tmmap_read_unlock", "\tmmap_read_unlock", "\tif (locked != 0)\n\t\tmmap_read_unlock"),
	swaps(pinner+"pin.c", "\tunpin_user_pages(pages, nr);", "\trelease_pages(pages, nr);", "\tif (nr)\n\t\tunpin_user_pages(pages, nr);"),
	swaps(pinner+"buf.c", "int flags = FOLL_LONGTERM;", "int flags = FOLL_LONGTERM | FOLL_GET;", "int flags;\n\n\tflags = FOLL_LONGTERM;"),
	swaps(pinner+"buf.c", "return pin_locked(area, PIN_BASE);", "return pin_locked(area, FOLL_WRITE | FOLL_PIN);", "int ret = pin_locked(area, PIN_BASE);\n\n\treturn ret;"),
	swaps(pinner+"buf.c", "put_page(page);", "unpin_user_page(page);", "put_page(page); /* done */"),
	swaps(pinner+"buf.c", "buf_flags(area), area->pages", "buf_flags(area), NULL", "buf_flags(area),\n\t\t\tarea->pages"),
	swaps(pinner+"ring.c", "pin_flags = FOLL_WRITE;", "pin_flags = FOLL_WRITE | FOLL_GET;", "pin_flags = PIN_BASE;"),
	swaps(pinner+"ring.c", ".take = ring_take", ".take = pin_locked", "/* both */\n\t.take = ring_take"),
	swaps("mm/gup.c", "gup_flags & FOLL_PIN)", "gup_flags & (FOLL_PIN | FOLL_LONGTERM))", "(gup_flags & FOLL_PIN))"),
}

// swaps lists the edits that put any of some texts of a file in the place of any
// other one.
func swaps(path string, texts ...string) []edit {
	var list []edit
	for _, a := range texts {
		for _, b := range texts {
			if a != b {
				list = append(list, edit{path, a, b})
			}
		}
	}
	return list
}

// editor makes random edits of a working tree.
type editor struct {
	*repo
	*rand.Rand
}

func (e editor) change() {
	for range 1 + e.IntN(3) {
		list := pieces[e.IntN(len(pieces))]
		at := e.IntN(len(list))
		for i := range list {
			ed := list[(at+i)%len(list)]
			text, err := os.ReadFile(filepath.Join(e.root, ed.path))
			if err == nil && strings.Contains(string(text), ed.old) {
				e.edit([]edit{ed})
				break
			}
		}
	}
	names, err := filepath.Glob(filepath.Join(e.root, pinner, "*.c"))
	if err != nil || len(names) == 0 {
		return
	}
	name := names[e.IntN(len(names))]
	rel, _ := filepath.Rel(e.root, name)
	e.git("add", "-A")
	switch e.IntN(6) {
	case 0:
		e.git("mv", rel, pinner+fmt.Sprintf("moved%d.c", e.IntN(1000)))
	case 1:
		e.git("rm", "-qf", rel)
	case 2: // a copy, with functions that are there twice
		text, _ := os.ReadFile(name)
		e.edit([]edit{{pinner + fmt.Sprintf("copy%d.c", e.IntN(1000)), "", string(text)}})
	}
}

// keys lists findings, sorted.
func keys(list []*lint.Finding) []string {
	var out []string
	for _, f := range list {
		out = append(out, fmt.Sprintf("%s:%d:%d %s %s %s", f.At.File, f.At.Start.Line, f.At.Start.Column, f.Rule, f.Fingerprint, f.Message))
	}
	slices.Sort(out)
	return out
}

// TestAgainstGitAm makes random series and compares what they are said to do with
// what is found when git has applied them.
func TestAgainstGitAm(t *testing.T) {
	r := newRepo(t)
	e := editor{r, rand.New(rand.NewPCG(3, 4))}
	o := options()
	o.All = true
	o.Driver.Strict, o.Driver.Severity = true, lint.Note
	cache := newCache(t)
	n, states := 16, map[lint.State]int{}
	if testing.Short() {
		n = 6
	}
	for i := range n {
		start := r.random(e, 2) // a tree that is wrong already
		for k := range 1 + e.IntN(4) {
			e.change()
			if r.git("status", "--porcelain") != "" {
				r.commit(fmt.Sprintf("misc: change %d", k))
			}
		}
		mail := r.git("format-patch", "--stdout", "-M", start)
		if mail == "" {
			continue
		}
		r.git("reset", "-q", "--hard", start)
		before := load(t, openRoot(r.root))
		then, err := driver.Run(t.Context(), before.Snapshot, o.Rules, o.Driver)
		if err != nil {
			t.Fatal(err)
		}
		review := judgeMail(t, before, mail, o)
		sameWithCache(t, cache, r.root, mail, review, o)
		r.gitIn(mail, "am", "-q")
		now, err := driver.Run(t.Context(), load(t, openRoot(r.root)).Snapshot, o.Rules, o.Driver)
		if err != nil {
			t.Fatal(err)
		}
		for _, err := range review.Errors {
			t.Errorf("%d: %v", i, err)
		}
		live, was := 0, 0
		var there []*lint.Finding
		for _, f := range review.Result.Findings {
			states[f.Origin.State]++
			switch f.Origin.State {
			case lint.New:
				live++
				there = append(there, f)
			case lint.Old:
				live, was = live+1, was+1
				there = append(there, f)
			case lint.Fixed:
				was++
			}
		}
		if diff := cmp.Diff(keys(now.Findings), keys(there)); diff != "" {
			t.Fatalf("%d: findings after git am and here (-git +here):\n%s\n%s", i, diff, mail)
		}
		if live != len(now.Findings) || was != len(then.Findings) {
			t.Errorf("%d: %d of %d live, %d of %d before", i, live, len(now.Findings), was, len(then.Findings))
		}
		r.sameFromGit(t, cache, start, review, o)
		r.reverse(t, mail, review, o)
	}
	for s := lint.New; s <= lint.Repaired; s++ {
		if states[s] == 0 && !testing.Short() {
			t.Errorf("%d findings are %v: too few to tell anything", states[s], s)
		}
	}
}

// random makes some changes as one commit, and gives it.
func (r *repo) random(e editor, n int) string {
	r.reset()
	for range n {
		e.change()
	}
	return r.commit("start")
}

// sameFromGit judges the range of commits instead of the mail; the working tree is
// the one after.
func (r *repo) sameFromGit(t *testing.T, c *source.Cache, start string, want *Review, o Options) {
	t.Helper()
	s, err := patch.Git(t.Context(), r.root, start+"..HEAD")
	if err != nil {
		t.Fatal(err)
	}
	files, err := patch.GitOverlay(t.Context(), r.root, s.Base, IsAnalysed)
	if err != nil {
		t.Fatal(err)
	}
	l := loadWith(t, openRoot(r.root).WithOverlay(files), c)
	got, err := Judge(t.Context(), l, s.Patches, o)
	if err != nil {
		t.Fatal(err)
	}
	if err := l.Keep(o.Rules); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(brief(want), brief(got)); diff != "" {
		t.Errorf("judged from git (-mail +git):\n%s", diff)
	}
}

// reverse judges mail against the tree that has it already.
func (r *repo) reverse(t *testing.T, mail string, want *Review, o Options) {
	t.Helper()
	s, _ := patch.Read("mbox", []byte(mail))
	tree, patches, errs := Without(openRoot(r.root), s.Patches)
	for _, err := range errs {
		t.Error(err)
	}
	got, err := Judge(t.Context(), load(t, tree), patches, o)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(brief(want), brief(got)); diff != "" {
		t.Errorf("judged in reverse (-forward +reverse):\n%s", diff)
	}
}
