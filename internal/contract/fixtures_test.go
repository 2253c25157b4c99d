// SPDX-License-Identifier: MIT

package contract

import (
	"fmt"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gupvet/gupvet/callgraph"
	"github.com/gupvet/gupvet/internal/gup"
	"github.com/gupvet/gupvet/internal/kerneltest"
	"github.com/gupvet/gupvet/internal/source"
)

// readRoot reads the contract of a tree.
func readRoot(t *testing.T, root string) *gup.Contract {
	t.Helper()
	tree := source.OpenRoot(root)
	ix, _, err := tree.Scan(t.Context(), 2, nil, &source.Progress{})
	if err != nil {
		t.Fatal(err)
	}
	c, err := Read(callgraph.New(tree, func() *source.Index { return ix }, nil))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// fixtureTree reads the contract of a tree of kernel-fixtures.
func fixtureTree(t *testing.T, version string) *gup.Contract {
	t.Helper()
	return readRoot(t, filepath.Join(kerneltest.Root(t), "kernel-fixtures", "linux-"+version))
}

// TestFixtures compares all that is read from the trees of kernel-fixtures with
// golden files. Lines are left out, so that a comment may be added to a tree.
func TestFixtures(t *testing.T) {
	for _, version := range []string{"5.10", "6.1", "6.12", "7.0"} {
		t.Run(version, func(t *testing.T) {
			c := fixtureTree(t, version)
			if len(c.Unknown) > 0 {
				t.Errorf("not established: %v", c.Unknown)
			}
			compareGolden(t, filepath.Join("testdata", "linux-"+version+".txt"), []byte(describe(c)))
		})
	}
}

// describe writes a contract down, without the places.
func describe(c *gup.Contract) string {
	var b strings.Builder
	p := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	for _, f := range c.Flags {
		p("%s %#x internal=%v", f.Name, f.Value, f.Internal)
	}
	if c.Internal != nil {
		p("%s: %s", c.Internal.Name, strings.Join(c.Internal.Members, " "))
	}
	p("unshares=%v", c.Unshares)
	for _, e := range c.Entries {
		describeEntry(p, c, e)
	}
	for _, r := range c.Releases {
		p("\nrelease %s(%s) %s pages=%d nr=%d dirty=%d array=%v checked=%v", r.Name, strings.Join(r.Params, ", "), r.Kind, r.Pages, r.Nr, r.Dirty, r.Array, r.Checked)
	}
	return b.String()
}

func describeEntry(p func(string, ...any), c *gup.Contract, e *gup.Entry) {
	p("\n%s(%s) %s%s", e.Name, strings.Join(e.Params, ", "), e.Kind, roleText(e.Roles))
	p("  takes %q flags=%s inline=%v exported=%v", e.Returns, e.FlagKind, e.Inline, e.Exported.File != "")
	for _, f := range e.Sets {
		p("  sets %s", f.Flag)
	}
	for _, f := range e.SetsWhen {
		p("  sets %s when %s", f.Flag, f.When)
	}
	for _, k := range e.Checks {
		p("  %s %s(%s) returns %q when %s", k.Effect, k.Macro, k.Text, k.Returns, k.Guard.Text)
	}
	if e.Allowed != nil {
		p("  allows only %s", strings.Join(e.Allowed, " "))
	}
	for _, u := range e.Uses {
		p("  looks at %s when %s", u.Flag, u.When.Text)
	}
	p("  pages may be NULL: %v", e.NullPages.Allowed)
	p("  lock %s, taken when %q, dropped when %q, retaken %v", e.Lock.State, e.Lock.Takes.Text, e.Lock.Drops.Text, e.Lock.Retaken)
	r := e.Results
	p("  returns %v zero when %q, interrupted when %q, refused %q, killed %q, short %v, NULL %v", r.Errnos, r.Zero.Text, r.Interrupted.Text, r.Invalid, r.Killed, r.Short, r.Null)
}

// roleText spells what the parameters of an entry are for.
func roleText(r gup.Roles) string {
	text := ""
	v := reflect.ValueOf(r)
	for i := range v.NumField() {
		if n := v.Field(i).Int(); n >= 0 {
			text += fmt.Sprintf(" %s=%d", strings.ToLower(v.Type().Field(i).Name), n)
		}
	}
	return text
}

// TestFixtureFacts states what matters most of what is read, as the catalogue of
// the API has it: golden files may be wrong, and nobody sees it.
func TestFixtureFacts(t *testing.T) {
	const (
		nowait = "!FOLL_NOFAULT && !FOLL_NOWAIT"
		old    = "FOLL_MLOCK && FOLL_POPULATE && !FOLL_NOWAIT or !FOLL_MLOCK && !FOLL_NOWAIT"
		never  = "never"
	)
	tests := []struct {
		version, entry string
		kind           gup.Kind
		state          gup.LockState
		drops          string
		null           bool
		refuses        string // flags, each by itself
	}{
		{"5.10", "get_user_pages", gup.Get, gup.CallerHolds, never, true, "FOLL_LONGTERM FOLL_PIN"},
		{"5.10", "get_user_pages_locked", gup.Get, gup.CallerHolds, "locked != NULL && FOLL_MLOCK && FOLL_POPULATE && !FOLL_NOWAIT or locked != NULL && !FOLL_MLOCK && !FOLL_NOWAIT", true, "FOLL_LONGTERM FOLL_PIN"},
		{"5.10", "get_user_pages_unlocked", gup.Get, gup.TakesItself, old, true, "FOLL_LONGTERM"},
		{"5.10", "pin_user_pages_locked", gup.Pin, gup.CallerHolds, "locked != NULL && FOLL_MLOCK && FOLL_POPULATE && !FOLL_NOWAIT or locked != NULL && !FOLL_MLOCK && !FOLL_NOWAIT", true, "FOLL_GET FOLL_LONGTERM"},
		{"5.10", "get_user_pages_fast_only", gup.Get, gup.NotTaken, never, false, ""},
		{"5.10", "pin_user_pages_fast", gup.Pin, gup.TakesItself, "", false, ""},
		{"6.1", "get_user_pages_remote", gup.Get, gup.CallerHolds, "locked != NULL && " + nowait, true, "FOLL_LONGTERM FOLL_PIN"},
		{"6.1", "pin_user_pages_unlocked", gup.Pin, gup.TakesItself, nowait, false, "FOLL_GET FOLL_LONGTERM"},
		{"6.1", "pin_user_pages", gup.Pin, gup.CallerHolds, never, false, "FOLL_GET"},
		{"6.1", "follow_page", gup.Get, gup.CallerHolds, never, true, "FOLL_PIN"},
		{"6.12", "get_user_pages", gup.Get, gup.CallerHolds, never, true, "FOLL_FAST_ONLY FOLL_LONGTERM FOLL_MADV_POPULATE FOLL_PIN FOLL_REMOTE FOLL_TOUCH FOLL_TRIED FOLL_UNLOCKABLE"},
		{"6.12", "pin_user_pages", gup.Pin, gup.CallerHolds, never, false, "FOLL_FAST_ONLY FOLL_GET FOLL_MADV_POPULATE FOLL_PIN FOLL_REMOTE FOLL_TOUCH FOLL_TRIED FOLL_UNLOCKABLE"},
		{"6.12", "pin_user_pages_remote", gup.Pin, gup.CallerHolds, "locked != NULL && " + nowait, false, "FOLL_FAST_ONLY FOLL_GET FOLL_MADV_POPULATE FOLL_PIN FOLL_REMOTE FOLL_TOUCH FOLL_TRIED FOLL_UNLOCKABLE"},
		{"6.12", "get_user_pages_unlocked", gup.Get, gup.TakesItself, nowait, true, "FOLL_FAST_ONLY FOLL_LONGTERM FOLL_MADV_POPULATE FOLL_PIN FOLL_REMOTE FOLL_TOUCH FOLL_TRIED FOLL_UNLOCKABLE"},
		{"6.12", "get_dump_page", gup.Get, gup.TakesItself, "", true, ""},
		{"7.0", "get_dump_page", gup.Get, gup.TakesItself, "", true, ""},
		{"7.0", "pin_user_pages", gup.Pin, gup.CallerHolds, never, false, "FOLL_FAST_ONLY FOLL_GET FOLL_MADV_POPULATE FOLL_PIN FOLL_REMOTE FOLL_TOUCH FOLL_TRIED FOLL_UNLOCKABLE"},
		{"7.0", "fixup_user_fault", gup.Fault, gup.CallerHolds, "unlocked != NULL", true, ""},
	}
	read := map[string]*gup.Contract{}
	for _, tt := range tests {
		t.Run(tt.version+"/"+tt.entry, func(t *testing.T) {
			c := read[tt.version]
			if c == nil {
				c = fixtureTree(t, tt.version)
				read[tt.version] = c
			}
			e := c.Entry(tt.entry)
			if e == nil {
				t.Fatal("no such entry")
			}
			if e.Kind != tt.kind || e.Lock.State != tt.state {
				t.Errorf("%s, lock %s; want %s, %s", e.Kind, e.Lock.State, tt.kind, tt.state)
			}
			if got := e.Lock.Drops.Text; tt.drops != "" && got != tt.drops {
				t.Errorf("drops the lock when %q, want %q", got, tt.drops)
			}
			if e.Roles.Pages >= 0 && e.NullPages.Allowed != tt.null {
				t.Errorf("pages may be NULL: %v, want %v", e.NullPages.Allowed, tt.null)
			}
			if e.Allowed != nil || tt.refuses == "" {
				return
			}
			if diff := cmp.Diff(tt.refuses, refusedBits(c, e)); diff != "" {
				t.Errorf("refuses (-want +got):\n%s", diff)
			}
		})
	}
}

// refusedBits lists the flags that an entry refuses, each by itself, by name.
func refusedBits(c *gup.Contract, e *gup.Entry) string {
	var list []string
	for _, f := range c.Flags {
		if refusedWith(c, e, f.Value) {
			list = append(list, f.Name)
		}
	}
	slices.Sort(list)
	return strings.Join(list, " ")
}
