// SPDX-License-Identifier: MIT

package review

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const (
	base     = "#define PIN_BASE\t(FOLL_WRITE | FOLL_LONGTERM)"
	longFlag = "unsigned int flags = FOLL_LONGTERM;"
)

// TestJudge judges series that make the driver wrong, or leave it right.
func TestJudge(t *testing.T) {
	r := newRepo(t)
	for _, test := range []struct {
		name   string
		series [][]edit
		want   string
	}{
		{"nothing that matters", [][]edit{{{pinner + "Kconfig", "", "config PINNER\n"}}, {{pinner + "pin.c", "the caller says", "the callers say"}}}[:1], ""},
		{"an argument", [][]edit{{{pinner + "buf.c", "buf_flags(area), area->pages", "buf_flags(area), NULL"}}},
			"new by 1: null-pages buf.c buf_register: hunk 1 of buf.c (@@ -18,7 +18,7 @@)\n"},
		{"a flag in a function that is called", [][]edit{{{pinner + "buf.c", longFlag, "unsigned int flags = FOLL_LONGTERM | FOLL_GET;"}}},
			"new by 1: get-pin-conflict buf.c buf_register: hunk 1 of buf.c (@@ -6,7 +6,7 @@)\n"},
		{"a macro of a header", [][]edit{{{pinner + "pin.h", base, "#define PIN_BASE\t(FOLL_WRITE | FOLL_LONGTERM | FOLL_GET)"}}},
			"new by 1: get-pin-conflict buf.c buf_register_other: hunk 1 of pin.h (@@ -6,7 +6,7 @@), in the macro PIN_BASE\n" +
				"new by 1: get-pin-conflict ring.c ring_start: hunk 1 of pin.h (@@ -6,7 +6,7 @@), in the macro PIN_BASE\n"},
		{"a helper in another file", [][]edit{{{pinner + "pin.c", "fast(addr, nr, gup_flags, pages)", "fast(addr, nr, gup_flags | FOLL_TOUCH, pages)"}}},
			"new by 1: internal-flag pin.c pin_range: hunk 1 of pin.c (@@ -16,7 +16,7 @@)\n"},
		{"a check taken away", [][]edit{{{pinner + "pin.c", "\tif (locked)\n", ""}}},
			"new by 1: unlock-after-drop pin.c pin_locked: hunk 1 of pin.c (@@ -35,7 +35,6 @@), in pin_locked()\n"},
		{"a release of the other kind", [][]edit{{{pinner + "buf.c", "put_page(page);", "unpin_user_page(page);"}}},
			"new by 1: wrong-release buf.c buf_peek: hunk 1 of buf.c (@@ -37,7 +37,7 @@)\n"},
		{"a member of a structure", [][]edit{{{pinner + "ring.c", "area.pin_flags = FOLL_WRITE;", "area.pin_flags = FOLL_WRITE | FOLL_GET;"}}},
			"new by 1: get-pin-conflict ring.c ring_refill: hunk 1 of ring.c (@@ -26,7 +26,7 @@)\n"},
		{"the contract", [][]edit{{{"mm/gup.c", "int pin_user_pages_fast(unsigned long start, int nr_pages,\n\t\t\tunsigned int gup_flags, struct page **pages)\n{\n",
			"int pin_user_pages_fast(unsigned long start, int nr_pages,\n\t\t\tunsigned int gup_flags, struct page **pages)\n{\n\tif (WARN_ON_ONCE(gup_flags & FOLL_WRITE))\n\t\treturn -EINVAL;\n"}}},
			"new by 1: refused-arguments ring.c ring_start: hunk 1 of mm/gup.c (@@ -805,6 +805,8 @@)\n" +
				"new by 1: refused-arguments ring.c ring_refill: hunk 1 of mm/gup.c (@@ -805,6 +805,8 @@)\n"},
		{"a new file", [][]edit{{{pinner + "new.c", "", "#include \"pin.h\"\nint fresh(void)\n{\n\treturn pin_range(0, 1, FOLL_GET, NULL);\n}\n"}}},
			"new by 1: get-pin-conflict new.c fresh: hunk 1 of new.c (@@ -0,0 +1,5 @@)\n"},
		{"two patches, and one that repairs", [][]edit{
			{{pinner + "buf.c", "PIN_BASE", "PIN_BASE | FOLL_GET"}},
			{{pinner + "ring.c", "PIN_BASE", "PIN_BASE | FOLL_GET"}, {pinner + "buf.c", "/* Buffers", "\n\n/* Buffers"}},
			{{pinner + "buf.c", "PIN_BASE | FOLL_GET", "PIN_BASE"}},
		}, "new by 2: get-pin-conflict ring.c ring_start: hunk 1 of ring.c (@@ -27,7 +27,7 @@)\n" +
			"repaired by 1, 3 mends: get-pin-conflict buf.c buf_register_other: hunk 1 of buf.c (@@ -25,7 +25,7 @@)\n"},
		{"one of two that are alike", [][]edit{{{pinner + "buf.c", "return pin_locked(area, PIN_BASE);", "pin_locked(area, FOLL_GET);\n\treturn pin_locked(area, PIN_BASE);"}},
			{{pinner + "buf.c", "\tpin_locked(area, FOLL_GET);", "\tpin_locked(area, FOLL_GET);\n\tpin_locked(area, FOLL_GET);"}}},
			"new by 2: get-pin-conflict buf.c buf_register_other: hunk 1 of buf.c (@@ -25,6 +25,7 @@)\n" +
				"new by 1: get-pin-conflict buf.c buf_register_other: hunk 1 of buf.c (@@ -25,6 +25,7 @@)\n"},
	} {
		t.Run(test.name, func(t *testing.T) {
			review := judgeMail(t, load(t, openRoot(r.root)), r.mail(test.series, "--cover-letter"), options())
			for _, err := range review.Errors {
				t.Error(err)
			}
			if diff := cmp.Diff(test.want, brief(review)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			for _, f := range review.Result.Findings {
				if o := f.Origin; o.By != nil && (o.Cause.Source != "mbox" || o.Cause.Line == 0 || !o.Cause.At.IsValid()) {
					t.Errorf("cause is %+v", o.Cause)
				}
			}
		})
	}
}

// wrong makes the driver wrong in several ways, before any patch.
var wrong = []edit{
	{pinner + "buf.c", "buf_flags(area), area->pages", "buf_flags(area), NULL"},
	{pinner + "pin.c", "\tif (locked)\n", ""},
	{pinner + "ring.c", "PIN_BASE", "PIN_BASE | FOLL_GET"},
	{pinner + "buf.c", "PIN_BASE", "FOLL_WRITE | FOLL_TOUCH"},
}

const old = "old: null-pages buf.c buf_register\nold: internal-flag buf.c buf_register_other\nold: unlock-after-drop pin.c pin_locked\nold: get-pin-conflict ring.c ring_start\n"

// TestHarmless changes a driver that is wrong in ways that make it neither better
// nor worse, and repairs it.
func TestHarmless(t *testing.T) {
	r := newRepo(t)
	r.edit(wrong)
	r.base = r.commit("wrong")
	o := options()
	o.All = true
	for _, test := range []struct {
		name   string
		series [][]edit
		want   string
	}{
		{"lines before", [][]edit{{{pinner + "buf.c", "#include \"pin.h\"\n", "#include \"pin.h\"\n\n#define NOTHING\n"}}}, old},
		{"white space", [][]edit{{{pinner + "buf.c", "buf_flags(area), NULL", "buf_flags(area),\n\t\t\tNULL"}}}, old},
		{"a function renamed", [][]edit{{{pinner + "buf.c", "buf_register(", "buf_take("}}}, strings.Replace(old, "buf.c buf_register\n", "buf.c buf_take\n", 1)},
		{"a variable renamed", [][]edit{{{pinner + "buf.c", "area", "region"}}, {{pinner + "pin.c", "locked", "held"}, {pinner + "pin.h", "pin_locked", "pin_held"},
			{pinner + "buf.c", "pin_locked", "pin_held"}}}, strings.Replace(old, "pin_locked", "pin_held", 1)},
		{"a file renamed", [][]edit{{{pinner + "buffer.c", "", bufText(r)}, {pinner + "buf.c", "", ""}}}, strings.ReplaceAll(old, "buf.c", "buffer.c")},
		{"a function moved", [][]edit{{{pinner + "ring.c", ringStart, ""}, {pinner + "ring.c", "void ring_stop", ringStart + "\nvoid ring_stop"}}}, old},
		{"a function moved to another file", [][]edit{{{pinner + "buf.c", bufOther, ""}, {pinner + "ring.c", "struct ring {", bufOther + "\nstruct ring {"}}},
			"old: null-pages buf.c buf_register\nold: unlock-after-drop pin.c pin_locked\nold: internal-flag ring.c buf_register_other\nold: get-pin-conflict ring.c ring_start\n"},
		{"a function split", [][]edit{{{pinner + "ring.c", "int ring_start(struct ring *ring)\n{\n\tring->area.pin_flags = FOLL_WRITE;\n\treturn ring->ops->take(&ring->area, PIN_BASE | FOLL_GET);",
			"static int ring_begin(struct ring *r)\n{\n\treturn r->ops->take(&r->area, PIN_BASE | FOLL_GET);\n}\n\nint ring_start(struct ring *ring)\n{\n\tring->area.pin_flags = FOLL_WRITE;\n\treturn ring_begin(ring);"}}},
			strings.Replace(old, "ring_start", "ring_begin", 1)},
		{"a function put into another one", [][]edit{{{pinner + "buf.c", bufOther, ""},
			{pinner + "buf.c", "void buf_forget(struct pin_area *area)\n{\n", "void buf_forget(struct pin_area *area)\n{\n\tif (!area->nr)\n\t\tpin_locked(area + 1, FOLL_TOUCH | FOLL_WRITE);\n"}}}, strings.Replace(old, "buf_register_other", "buf_forget", 1)},
		{"repaired", [][]edit{{{pinner + "pin.c", "\t\tmmap_read_unlock", "\tif (locked)\n\t\tmmap_read_unlock"}, {pinner + "buf.c", "buf_flags(area), NULL", "buf_flags(area), area->pages"}}},
			"old: internal-flag buf.c buf_register_other\nold: get-pin-conflict ring.c ring_start\n" +
				"fixed, 1 mends: null-pages buf.c buf_register\nfixed, 1 mends: unlock-after-drop pin.c pin_locked\n"},
		{"repaired and broken again", [][]edit{{{pinner + "buf.c", "FOLL_WRITE | FOLL_TOUCH", "FOLL_WRITE"}}, {{pinner + "buf.c", "pin_locked(area, FOLL_WRITE", "pin_locked(area, FOLL_WRITE | FOLL_TOUCH"}}}, old},
		{"hidden", [][]edit{{{pinner + "buf.c", "\tret = pin_range", "\t/* gupvet:ignore null-pages it is meant so */\n\tret = pin_range"}}},
			strings.Replace(old, "old: null-pages buf.c buf_register\n", "", 1) + "fixed, 1 mends: null-pages buf.c buf_register\n"},
		{"deleted", [][]edit{{{pinner + "ring.c", "", ""}}}, strings.Replace(old, "old: get-pin-conflict ring.c ring_start\n", "", 1) + "fixed, 1 mends: get-pin-conflict ring.c ring_start\n"},
	} {
		t.Run(test.name, func(t *testing.T) {
			review := judgeMail(t, load(t, openRoot(r.root)), r.mail(test.series), o)
			for _, err := range review.Errors {
				t.Error(err)
			}
			if diff := cmp.Diff(test.want, brief(review)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

const (
	ringStart = "int ring_start(struct ring *ring)\n{\n\tring->area.pin_flags = FOLL_WRITE;\n\treturn ring->ops->take(&ring->area, PIN_BASE | FOLL_GET);\n}\n"
	bufOther  = "int buf_register_other(struct pin_area *area)\n{\n\treturn pin_locked(area, FOLL_WRITE | FOLL_TOUCH);\n}\n"
)
