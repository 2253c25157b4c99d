// SPDX-License-Identifier: MIT

package inspect

import (
	"cmp"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/gupvet/gupvet/internal/gup"
)

// WriteContract writes a contract for people: what each entry is, with the lines
// that prove it.
func WriteContract(w io.Writer, c *gup.Contract) error {
	tw := tabwriter.NewWriter(w, 0, 8, 2, ' ', 0)
	p := func(format string, args ...any) { fmt.Fprintf(tw, format, args...) }
	p("Linux %s", cmp.Or(c.Kernel, "of unknown version"))
	if c.BuiltIn {
		p(" (built in)")
	}
	p("\n\nFLAG\tVALUE\tDEFINED AT\t\n")
	for _, f := range c.Flags {
		note := ""
		if f.Internal {
			note = "internal: " + f.Why
		}
		p("%s\t%#x\t%s\t%s\n", f.Name, f.Value, f.At, note)
	}
	for _, e := range c.Entries {
		p("\n")
		entry(p, c, e)
	}
	p("\nRELEASE\tDEFINED AT\n")
	for _, r := range c.Releases {
		p("%s(%s)\t%s\n", r.Name, strings.Join(r.Params, ", "), r.At)
	}
	if len(c.Unknown) > 0 {
		p("\nCould not be established:\n")
		for _, u := range c.Unknown {
			p("  %s\n", u)
		}
	}
	return tw.Flush()
}

// entry writes one entry.
func entry(p func(string, ...any), c *gup.Contract, e *gup.Entry) {
	p("%s %s(%s)\n", e.Returns, e.Name, strings.Join(e.Params, ", "))
	line := func(what, text string, at gup.Place) {
		if text != "" {
			p("  %s\t%s\t%s\n", what, text, at)
		}
	}
	line("takes", map[gup.Kind]string{gup.Get: "a reference on each page", gup.Pin: "a pin on each page", gup.Fault: "nothing: it faults pages in"}[e.Kind], e.At)
	for _, f := range e.Sets {
		line("sets", f.Flag, f.At)
	}
	for _, f := range e.SetsWhen {
		line("sets", f.Flag+", if "+f.When, f.At)
	}
	for i := range e.Checks {
		check(line, &e.Checks[i])
	}
	if e.Allowed != nil {
		line("allows only", strings.Join(e.Allowed, " "), gup.Place{})
	}
	for _, f := range c.Flags {
		u, used := e.Use(f.Name)
		switch {
		case e.FlagKind != gup.FollFlags || e.SetsFlag(f.Name) || f.Internal:
		case !used:
			line("has no use for", f.Name, gup.Place{})
		case !u.When.IsAlways():
			line("looks at", f.Name+", if "+u.When.Text, u.At)
		}
	}
	line("pages", nullPages(e), e.NullPages.At)
	line("mmap_lock", string(e.Lock.State), e.Lock.At)
	if !e.Lock.Drops.Never() {
		text := "may be let go of, if " + e.Lock.Drops.Text
		if e.Lock.Retaken {
			text += "; it is held again on return"
		}
		line("", text, e.Lock.DropsAt)
	}
	line("returns", strings.Join(e.Results.Errnos, " "), gup.Place{})
	if !e.Results.Zero.Never() {
		line("returns", "0, if "+e.Results.Zero.Text, gup.Place{})
	}
	if g := e.Interrupts(); !g.Never() {
		line("interrupted", "by any signal, if "+gup.FollInterruptible+" and "+g.Spell(e.Params, c), gup.Place{})
	}
	if e.Results.Killed != "" {
		line("killed", "while it waits for mmap_lock: "+e.Results.Killed, gup.Place{})
	}
}

// check writes one check of an entry.
func check(line func(what, text string, at gup.Place), k *gup.Check) {
	text := k.Text
	if k.Macro != "" {
		text = k.Macro + "(" + k.Text + ")"
	}
	if k.Mask {
		text = k.Macro + " for any other flag"
	}
	if k.Returns != "" {
		text += ", returns " + k.Returns
	}
	line("refuses", text, k.At)
}

// nullPages tells whether the array may be NULL.
func nullPages(e *gup.Entry) string {
	switch {
	case e.Roles.Pages < 0:
		return ""
	case e.NullPages.Allowed:
		return "may be NULL"
	case e.NullPages.At.File != "":
		return "is stored to without asking whether it is NULL"
	}
	return "must not be NULL"
}
