// SPDX-License-Identifier: MIT

package contract

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gupvet/gupvet/callgraph"
	"github.com/gupvet/gupvet/internal/gup"
	"github.com/gupvet/gupvet/internal/kerneltest"
	"github.com/gupvet/gupvet/internal/source"
)

// reference is the contract of a version as it was read by people.
type reference struct {
	Flags []struct {
		Name     string
		Value    uint64
		Internal bool
	}
	InternalMask struct{ Members []string } `json:"internal_mask"`
	Entries      []refEntry
	Releases     []struct {
		Name   string
		Params []string
	}
}

type refEntry struct {
	Name      string
	Kind      string
	DefinedAt string `json:"defined_at"`
	Inline    bool   `json:"static_inline_or_macro"`
	Params    []string
	Index     map[string]*int
	Return    string                        `json:"return_type"`
	FlagsKind string                        `json:"flags_kind"`
	Sets      []string                      `json:"sets_internally"`
	SetsWhen  []struct{ Flag, When string } `json:"sets_conditionally"`
	Forbids   []string
	Forbids2  []struct {
		Flags []string
		When  string
	} `json:"forbids_when"`
	Allows    []string `json:"allows_only"`
	Ignores   []string `json:"ignores_silently"`
	NullPages *bool    `json:"pages_may_be_null"`
	Lock      string   `json:"mmap_lock"`
	Drops     string   `json:"may_drop_lock"`
	Invalid   string   `json:"on_invalid_args"`
}

// realTrees are the contracts of real trees that have been read, by version.
var realTrees = map[string]*gup.Contract{}

// readTree reads the contract of a real tree, once.
func readTree(t *testing.T, version string) *gup.Contract {
	t.Helper()
	root := kerneltest.Tree(t, version)
	if realTrees[version] == nil {
		realTrees[version] = readRoot(t, root)
	}
	return realTrees[version]
}

// explained are the differences to the reference, by version, that were looked up
// in the source and are meant.
var explained = map[string]map[string]string{
	"6.1": {
		"FOLL_TRIED: value 0x800 internal false, want 0x800 true":                                      "only a comment says so: nothing refuses it",
		"FOLL_FAST_ONLY: value 0x80000 internal false, want 0x80000 true":                              "only a comment says so: nothing refuses it",
		"get_user_pages_fast: sets FOLL_TRIED: got false, sometimes true; want false, sometimes false": "the slow path retries with it, as get_user_pages_unlocked() does (__get_user_pages_locked())",
		"pin_user_pages_fast: sets FOLL_TRIED: got false, sometimes true; want false, sometimes false": "as get_user_pages_fast()",
	},
	"6.12": {
		"get_user_pages_fast: sets FOLL_TRIED: got false, sometimes true; want false, sometimes false": "the slow path retries with it, as get_user_pages_unlocked() does (__get_user_pages_locked())",
		"pin_user_pages_fast: sets FOLL_TRIED: got false, sometimes true; want false, sometimes false": "as get_user_pages_fast()",
		"memfd_pin_folios: start: got 1, want -1":                                                      "the offset in the file where it starts; the reference only lists user addresses",
		"memfd_pin_folios: nr: got 4, want -1":                                                         "the room in the array; the reference only lists numbers of pages",
		"memfd_pin_folios: pages: got 3, want -1":                                                      "the array of folios that it pins; the reference only lists arrays of pages",
		"release folio_add_pin is missing":                                                             "it adds a pin; unpin_folio() gives it back",
	},
}

func TestRealTrees(t *testing.T) {
	for _, version := range []string{"6.1", "6.12"} {
		t.Run(version, func(t *testing.T) {
			var all map[string]*reference
			if err := json.Unmarshal(kerneltest.Reference(t, "contract-"+version+".json"), &all); err != nil {
				t.Fatal(err)
			}
			d := &differences{}
			compare(d, readTree(t, version), all[version])
			for _, text := range d.list {
				if explained[version][text] == "" {
					t.Error(text)
				}
			}
			for text := range explained[version] {
				if !slices.Contains(d.list, text) {
					t.Errorf("explained, but no difference: %s", text)
				}
			}
		})
	}
}

// differences collects what a contract and the reference disagree on.
type differences struct{ list []string }

func (d *differences) Errorf(format string, args ...any) {
	d.list = append(d.list, fmt.Sprintf(format, args...))
}

// compare reports where a contract and the reference differ.
func compare(t *differences, c *gup.Contract, ref *reference) {
	for _, f := range ref.Flags {
		if got, ok := c.Flag(f.Name); !ok {
			t.Errorf("%s is missing", f.Name)
		} else if got.Value != f.Value || got.Internal != f.Internal {
			t.Errorf("%s: value %#x internal %v, want %#x %v", f.Name, got.Value, got.Internal, f.Value, f.Internal)
		}
	}
	var want, got []string
	for _, e := range ref.Entries {
		want = append(want, e.Name)
	}
	for _, e := range c.Entries {
		got = append(got, e.Name)
	}
	slices.Sort(want)
	slices.Sort(got)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("entries (-want +got):\n%s", diff)
	}
	for i := range ref.Entries {
		w := &ref.Entries[i]
		if e := c.Entry(w.Name); e != nil {
			compareEntry(t, c, e, w)
		}
	}
	for _, w := range ref.Releases {
		if c.Release(w.Name) == nil {
			t.Errorf("release %s is missing", w.Name)
		}
	}
	for _, r := range c.Releases {
		if !slices.ContainsFunc(ref.Releases, func(w struct {
			Name   string
			Params []string
		}) bool {
			return w.Name == r.Name
		}) {
			t.Errorf("release %s is not one", r.Name)
		}
	}
}

func compareEntry(t *differences, c *gup.Contract, e *gup.Entry, w *refEntry) {
	differs := func(what string, got, want any) {
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s: got %v, want %v", e.Name, what, got, want)
		}
	}
	differs("kind", fmt.Sprint(e.Kind), w.Kind)
	differs("at", e.At.String(), w.DefinedAt)
	differs("params", strings.Join(e.Params, " "), strings.Join(w.Params, " "))
	differs("return", e.Returns, w.Return)
	for role, i := range map[string]int{"start": e.Roles.Start, "nr": e.Roles.Nr, "flags": e.Roles.Flags, "pages": e.Roles.Pages,
		"locked": e.Roles.Locked, "vmas": e.Roles.VMAs, "mm": e.Roles.MM} {
		want := -1
		if p := w.Index[role]; p != nil {
			want = *p
		}
		differs(role, i, want)
	}
	lock := map[gup.LockState]string{gup.CallerHolds: "caller", gup.TakesItself: "taken-internally", gup.NotTaken: "not-taken"}[e.Lock.State]
	if !strings.HasPrefix(w.Lock, lock) {
		t.Errorf("%s: lock: got %v, want %v", e.Name, e.Lock.State, w.Lock)
	}
	for _, k := range e.Checks {
		if k.Effect == gup.Warns && !strings.Contains(w.Invalid+" ", strings.ReplaceAll(k.Returns, "NULL", "NULL")+" ") {
			t.Errorf("%s: %s returns %q, want %q", e.Name, k.At, k.Returns, w.Invalid)
		}
	}
	if e.FlagKind != gup.FollFlags {
		return
	}
	for _, f := range c.Flags {
		sets := e.SetsFlag(f.Name)
		some := slices.ContainsFunc(e.SetsWhen, func(s gup.FlagFact) bool { return s.Flag == f.Name })
		must := slices.Contains(w.Sets, f.Name)
		may := slices.ContainsFunc(w.SetsWhen, func(s struct{ Flag, When string }) bool { return s.Flag == f.Name })
		if must && !sets || may && !sets && !some || !must && !may && (sets || some) {
			t.Errorf("%s: sets %s: got %v, sometimes %v; want %v, sometimes %v", e.Name, f.Name, sets, some, must, may)
		}
		differs("forbids "+f.Name, refusedWith(c, e, f.Value), slices.Contains(w.Forbids, f.Name))
		_, used := e.Use(f.Name)
		if slices.Contains(w.Ignores, f.Name) && used {
			t.Errorf("%s: uses %s, which has no effect", e.Name, f.Name)
		}
	}
	for _, f := range w.Forbids2 {
		var bits uint64
		for _, name := range f.Flags {
			bits |= c.Mask(name)
		}
		if f.When == "both set" {
			differs("forbids "+strings.Join(f.Flags, "|"), refusedWith(c, e, bits), true)
		}
	}
	allowed := slices.Clone(e.Allowed)
	slices.Sort(allowed)
	slices.Sort(w.Allows)
	differs("allows", strings.Join(allowed, " "), strings.Join(w.Allows, " "))
	if w.NullPages != nil && e.Roles.Pages >= 0 {
		differs("NULL pages", e.NullPages.Allowed, *w.NullPages)
	}
	differs("may drop", e.Lock.Drops.Spell(e.Params, c) != "never", w.Drops != "never")
}

// refusedWith tells whether an entry refuses flags with arguments that are right
// otherwise.
func refusedWith(c *gup.Contract, e *gup.Entry, flags uint64) bool {
	return (&reader{c: c}).refuses(e, flags)
}

// TestRealGuards spot-checks conditions that no table of the reference has.
func TestRealGuards(t *testing.T) {
	tests := []struct{ version, entry, drops, zero, interrupted string }{
		{"6.1", "get_user_pages_remote", "locked != NULL && !FOLL_NOFAULT && !FOLL_NOWAIT", "!FOLL_NOFAULT && FOLL_NOWAIT", "never"},
		{"6.1", "get_user_pages", "never", "!FOLL_NOFAULT && FOLL_NOWAIT", "never"},
		{"6.1", "get_user_pages_unlocked", "!FOLL_NOFAULT && !FOLL_NOWAIT", "!FOLL_NOFAULT && FOLL_NOWAIT", "never"},
		{"6.1", "get_user_pages_fast_only", "never", "always", "never"},
		{"6.12", "get_user_pages_remote", "locked != NULL && !FOLL_NOFAULT && !FOLL_NOWAIT", "!FOLL_NOFAULT && FOLL_NOWAIT", "locked != NULL && !FOLL_NOFAULT"},
		{"6.12", "pin_user_pages_remote", "locked != NULL && !FOLL_NOFAULT && !FOLL_NOWAIT", "!FOLL_NOFAULT && FOLL_NOWAIT", "locked != NULL && !FOLL_NOFAULT"},
		{"6.12", "pin_user_pages", "never", "!FOLL_NOFAULT && FOLL_NOWAIT", "never"},
		{"6.12", "get_user_pages_unlocked", "!FOLL_NOFAULT && !FOLL_NOWAIT", "!FOLL_NOFAULT && FOLL_NOWAIT", "!FOLL_NOFAULT"},
		{"6.12", "pin_user_pages_fast", "FOLL_LONGTERM or !FOLL_LONGTERM && !FOLL_NOFAULT", "never", "never"},
		{"6.12", "get_user_page_vma_remote", "never", "never", "never"},
	}
	read := map[string]*gup.Contract{}
	for _, tt := range tests {
		c := read[tt.version]
		if c == nil {
			c = readTree(t, tt.version)
			read[tt.version] = c
		}
		e := c.Entry(tt.entry)
		got := []string{e.Lock.Drops.Spell(e.Params, c), e.Results.Zero.Spell(e.Params, c), e.Results.Interrupted.Spell(e.Params, c)}
		if diff := cmp.Diff([]string{tt.drops, tt.zero, tt.interrupted}, got); diff != "" {
			t.Errorf("%s %s: drops, zero, interrupted (-want +got):\n%s", tt.version, tt.entry, diff)
		}
	}
}

func BenchmarkRead(b *testing.B) {
	tree := source.OpenRoot(kerneltest.Tree(b, "6.12"))
	ix, _, err := tree.Scan(b.Context(), 2, nil, &source.Progress{})
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := Read(callgraph.New(tree, func() *source.Index { return ix }, nil)); err != nil {
			b.Fatal(err)
		}
	}
}
