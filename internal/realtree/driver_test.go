// SPDX-License-Identifier: MIT

package realtree

import (
	"bytes"
	"flag"
	"fmt"
	"strings"
	"testing"

	"github.com/gupvet/gupvet/internal/driver"
	"github.com/gupvet/gupvet/internal/gup"
	"github.com/gupvet/gupvet/internal/lint"
)

// A genCall is a call of the generated driver.
type genCall struct {
	entry         int
	flags         string // as C spells them
	mask          uint64
	pages, locked bool
	line          int
}

// flagSets lists all sets of at most n flags, as C and as a number.
func flagSets(flags []gup.Flag, n int) (names []string, masks []uint64) {
	var visit func(from int, text string, mask uint64, left int)
	visit = func(from int, text string, mask uint64, left int) {
		if text == "" {
			names = append(names, "0")
		} else {
			names = append(names, text)
		}
		masks = append(masks, mask)
		for i := from; i < len(flags) && left > 0; i++ {
			next := flags[i].Name
			if text != "" {
				next = text + " | " + next
			}
			visit(i+1, next, mask|flags[i].Value, left-1)
		}
	}
	visit(0, "", 0, n)
	return names, masks
}

// genCalls lists a call for every set of flags, entry, and presence of pages and
// locked.
func genCalls(entries []*gup.Entry, flags []gup.Flag) []genCall {
	names, masks := flagSets(flags, 3)
	var calls []genCall
	for i, e := range entries {
		for _, pages := range choices(e.Roles.Pages) {
			for _, locked := range choices(e.Roles.Locked) {
				for k := range names {
					calls = append(calls, genCall{entry: i, flags: names[k], mask: masks[k], pages: pages, locked: locked})
				}
			}
		}
	}
	return calls
}

// choices are the ways in which an argument can be given: an absent one can not.
func choices(role int) []bool {
	if role < 0 {
		return []bool{false}
	}
	return []bool{true, false}
}

// write writes the calls as a driver, some in each function, and notes the line
// of each.
func write(entries []*gup.Entry, calls []genCall, perFunction int) []byte {
	var b bytes.Buffer
	b.WriteString("// SPDX-License-Identifier: MIT\n#include <linux/mm.h>\n#include <linux/sched.h>\n\nextern void gen_note(long ret);\n\n")
	line := 7
	put := func(format string, args ...any) {
		text := fmt.Sprintf(format, args...)
		b.WriteString(text)
		line += strings.Count(text, "\n")
	}
	for i := range calls {
		c := &calls[i]
		e := entries[c.entry]
		if i%perFunction == 0 {
			put("void gen_%d(struct mm_struct *mm, struct vm_area_struct *vma, struct page **pages)\n{\n\tint locked = 1;\n\n", i)
		}
		pages, locked := "NULL", "NULL"
		if c.pages {
			pages = "pages"
		}
		if c.locked {
			put("\tlocked = 1;\n")
			locked = "&locked"
		}
		c.line = line
		put("\tgen_note((long)%s);\n", callText(e, c.flags, pages, locked))
		if c.locked {
			put("\tif (!locked)\n\t\tmmap_read_lock(mm);\n")
		}
		if (i+1)%perFunction == 0 || i+1 == len(calls) {
			put("}\n\n")
		}
	}
	return b.Bytes()
}

var everything = flag.Bool("all", false, "compare generated calls with 100 to a function too, and inject in all ways, not a sample of either")

// oneIn takes about every nth call, in steps that change so that no pattern of the
// list is met again and again.
func oneIn(n int, calls []genCall) []genCall {
	var out []genCall
	for i := 0; i < len(calls); i += n + i/n%2 { // in turns of n and n + 1
		out = append(out, calls[i])
	}
	return out
}

// TestGeneratedDriver compares the errors of gupvet with the answers of the
// tree's own code, call by call.
func TestGeneratedDriver(t *testing.T) {
	for _, version := range []string{"6.1", "6.12"} {
		k := Open(t, version)
		c := k.Contract
		var entries []*gup.Entry
		for _, e := range c.Entries {
			if e.FlagKind == gup.FollFlags {
				entries = append(entries, e)
			}
		}
		calls := genCalls(entries, c.Flags)
		oracle := oracles[version].build(t, k, entries)
		for _, per := range []int{1, 100} {
			if per > 1 && !*everything {
				calls = oneIn(16, calls)
			}
			refused := answers(t, oracle, calls)
			t.Run(fmt.Sprintf("%s/%d calls a function", version, per), func(t *testing.T) {
				compareDriver(t, k, entries, calls, refused, per)
			})
		}
	}
}

func compareDriver(t *testing.T, k *Kernel, entries []*gup.Entry, calls []genCall, refused []bool, per int) {
	const path = "drivers/misc/gup_generated.c"
	text := write(entries, calls, per)
	list := k.Check(t, map[string][]byte{path: text}, driver.Options{Severity: lint.Error, Scope: func(p string) bool { return p == path }})
	found := map[int][]string{}
	for _, f := range list {
		found[f.At.Start.Line] = append(found[f.At.Start.Line], f.Rule+": "+f.Message)
	}
	wrong := 0
	for i, c := range calls {
		if c.line == 0 {
			t.Fatal("a call without a line")
		}
		if has := len(found[c.line]) > 0; has != refused[i] {
			if wrong++; wrong <= 20 {
				t.Errorf("%s: refused %v, found %q", callText(entries[c.entry], c.flags, fmt.Sprint(c.pages), fmt.Sprint(c.locked)), refused[i], found[c.line])
			}
		}
	}
	t.Logf("%d calls, %d errors, %d answers differ", len(calls), len(list), wrong)
}
