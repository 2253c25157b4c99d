// SPDX-License-Identifier: MIT

package inspect

import (
	"cmp"
	"fmt"
	"io"
	"slices"
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
	p("%s\n", Prototype(e))
	for _, f := range Facts(c, e) {
		p("  %s\t%s\t%s\n", f.What, f.Text, f.At)
	}
}

// Prototype spells an entry with its parameters' names.
func Prototype(e *gup.Entry) string {
	return fmt.Sprintf("%s %s(%s)", e.Returns, e.Name, strings.Join(e.Params, ", "))
}

// A Fact is one thing that a contract says, with the line that proves it, if
// there is one.
type Fact struct {
	What string // such as "sets", "refuses"; "" continues the one before
	Text string
	At   gup.Place
}

// Facts lists what a contract says of an entry.
func Facts(c *gup.Contract, e *gup.Entry) []Fact {
	var list []Fact
	add := func(what, text string, at gup.Place) {
		if text != "" {
			list = append(list, Fact{what, text, at})
		}
	}
	add("takes", map[gup.Kind]string{gup.Get: "a reference on each page", gup.Pin: "a pin on each page", gup.Fault: "nothing: it faults pages in"}[e.Kind], e.At)
	for _, f := range e.Sets {
		add("sets", f.Flag, f.At)
	}
	for _, f := range e.SetsWhen {
		add("sets", f.Flag+", if "+f.When, f.At)
	}
	for i := range e.Checks {
		add("refuses", checkText(&e.Checks[i]), e.Checks[i].At)
	}
	if e.Allowed != nil {
		add("allows only", strings.Join(e.Allowed, " "), gup.Place{})
	}
	for _, f := range c.Flags {
		u, used := e.Use(f.Name)
		switch {
		case e.FlagKind != gup.FollFlags || e.SetsFlag(f.Name) || f.Internal:
		case !used:
			add("has no use for", f.Name, gup.Place{})
		case !u.When.IsAlways():
			add("looks at", f.Name+", if "+u.When.Text, u.At)
		}
	}
	add("pages", nullPages(e), e.NullPages.At)
	state := string(e.Lock.State)
	if e.Lock.State == gup.TakesItself && !e.Lock.Takes.IsAlways() {
		state += ", if " + e.Lock.Takes.Text
	}
	add("mmap_lock", state, e.Lock.At)
	if !e.Lock.Drops.Never() {
		text := "may be let go of, if " + e.Lock.Drops.Text
		if e.Lock.Retaken {
			text += "; it is held again on return"
		}
		add("", text, e.Lock.DropsAt)
	}
	add("returns", strings.Join(e.Results.Errnos, " "), gup.Place{})
	if !e.Results.Zero.Never() {
		add("returns", "0, if "+e.Results.Zero.Text, gup.Place{})
	}
	if g := e.Interrupts(); !g.Never() {
		add("interrupted", "by any signal, if "+gup.FollInterruptible+" and "+g.Spell(e.Params, c), gup.Place{})
	}
	if e.Results.Killed != "" {
		add("killed", "while it waits for mmap_lock: "+e.Results.Killed, gup.Place{})
	}
	return list
}

// FlagFacts lists what a contract says of a flag given to an entry.
func FlagFacts(c *gup.Contract, e *gup.Entry, flag string) []Fact {
	var list []Fact
	f, _ := c.Flag(flag)
	if f.Internal {
		list = append(list, Fact{"", "is internal, not for callers: " + f.Why, gup.Place{}})
	}
	for _, s := range slices.Concat(e.Sets, e.SetsWhen) {
		if s.Flag == flag {
			list = append(list, Fact{"", strings.TrimSuffix("is set by the entry itself, if "+s.When, ", if "), s.At})
		}
	}
	for i := range e.Checks {
		k := &e.Checks[i]
		if asks(c, k.Alone, flag) && !k.Mask {
			list = append(list, Fact{"", "has a part in what is refused: " + checkText(k), k.At})
		}
	}
	if e.Allowed != nil && !slices.Contains(e.Allowed, flag) {
		list = append(list, Fact{"", "is refused: only " + strings.Join(e.Allowed, ", ") + " are allowed", gup.Place{}})
	}
	switch u, used := e.Use(flag); {
	case used && u.When.IsAlways():
		list = append(list, Fact{"", "is looked at", u.At})
	case used:
		list = append(list, Fact{"", "is looked at if " + u.When.Text + ", else it has no effect", u.At})
	case !e.SetsFlag(flag):
		list = append(list, Fact{"", "has no effect: nothing looks at it", gup.Place{}})
	}
	if flag == gup.FollInterruptible && !e.Interrupts().Never() {
		list = append(list, Fact{"", "lets a signal end the call if " + e.Interrupts().Spell(e.Params, c), gup.Place{}})
	}
	if asks(c, e.Lock.Drops, flag) {
		list = append(list, Fact{"", "decides whether mmap_lock is let go of: if " + e.Lock.Drops.Text, e.Lock.DropsAt})
	}
	return list
}

// asks tells whether a condition asks about a flag.
func asks(c *gup.Contract, g gup.Guard, flag string) bool {
	bit, ok := c.Bit(flag)
	return ok && g.Asks(func(a gup.Atom) bool { return a.Kind == gup.HasBit && a.N == int64(bit) })
}

// checkText spells a check of an entry.
func checkText(k *gup.Check) string {
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
	return text
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
