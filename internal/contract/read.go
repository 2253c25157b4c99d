// SPDX-License-Identifier: MIT

// Package contract reads the contract of the get_user_pages family from a
// tree's own sources.
//
// It follows the functions of mm/gup.c with package flow, their flags unknown,
// and looks at what happens: which bits lead to a WARN_ON and what is returned
// then, which are looked at afterwards and under which condition, what becomes
// of mmap_lock and of *locked. No kernel version is known here and no function
// by name; a check that is new upstream is a new check of the contract.
//
// What the code cannot tell (what a comment demands, what another file relies
// on) is not in a contract. It takes about 0.15 s.
package contract

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/gupvet/gupvet/callgraph"
	"github.com/gupvet/gupvet/internal/flow"
	"github.com/gupvet/gupvet/internal/gup"
	"github.com/gupvet/gupvet/parser"
	"github.com/gupvet/gupvet/parser/syntax"
)

// File is the file that defines the family, in every version.
const File = "mm/gup.c"

// Headers are those that declare the family and its flags, 5.10 to 7.3.
var Headers = []string{"include/linux/mm.h", "include/linux/mm_types.h", "mm/internal.h"}

// ErrNoGUP tells that a tree has no mm/gup.c.
var ErrNoGUP = errors.New("the tree has no " + File)

// Read reads the contract of a program's tree. The program gets the flags as
// known constants and the headers as common ones.
func Read(p *callgraph.Program) (*gup.Contract, error) {
	r, err := ReadFrom(p)
	if err != nil {
		return nil, err
	}
	return r.Contract, nil
}

// A Reading is a contract with what it was read from.
type Reading struct {
	Contract *gup.Contract
	files    []*callgraph.File
	eng      *flow.Engine
}

// Holds tells whether a program, made from the one that was read for an edited
// tree, has the same contract.
func (r *Reading) Holds(p *callgraph.Program) bool {
	return !slices.ContainsFunc(r.files, func(f *callgraph.File) bool { return !p.Has(f) }) && r.eng.Holds(p)
}

// ReadFrom is Read for a program that has read nothing yet.
func ReadFrom(p *callgraph.Program) (*Reading, error) {
	f := p.File(File)
	if f.Unit == nil {
		if !p.Tree.HasGUP {
			return nil, ErrNoGUP
		}
		return nil, fmt.Errorf("%s: %w", File, f.Err)
	}
	p.SetCommon(Headers...)
	r := &reader{prog: p, file: f, c: &gup.Contract{Kernel: p.Tree.Version, File: File}, relevant: map[*flow.Func]bool{}}
	for _, h := range Headers {
		if g := p.File(h); g.Unit != nil {
			r.headers = append(r.headers, g)
		}
	}
	r.flags()
	r.eng = flow.NewEngine(p, flow.Config{Contract: true, Uses: true, Constants: r.constants, Enter: r.enter,
		Watch: map[string]bool{faultHandler: true}, Faults: r.faultModel()})
	r.entries()
	r.releases()
	r.internalFlags()
	r.c.Unshares = r.unshares()
	return &Reading{r.c.Index(), p.Files(), r.eng}, nil
}

// faultHandler is the function through which faults are taken: what reaches it
// needs mmap_lock (mm/memory.c, the comment above it, 5.10 to 7.3).
const faultHandler = "handle_mm_fault"

// faultModel is what the comments on FAULT_FLAG_ALLOW_RETRY and
// FAULT_FLAG_RETRY_NOWAIT in include/linux/mm_types.h (mm.h in 5.10) say: without
// the one the handler neither waits with the lock released nor reports
// VM_FAULT_RETRY or VM_FAULT_COMPLETED; with the other it does not let go of the
// lock.
func (r *reader) faultModel() *flow.FaultModel {
	bit := func(name string) uint64 {
		if v, ok := r.constants[name]; ok {
			return uint64(v)
		}
		v, _ := r.prog.Constant(r.file.Unit, name)
		return uint64(v)
	}
	return &flow.FaultModel{Func: faultHandler, Arg: 2, Allow: bit("FAULT_FLAG_ALLOW_RETRY"), Nowait: bit("FAULT_FLAG_RETRY_NOWAIT"),
		Retry: bit("VM_FAULT_RETRY"), Done: bit("VM_FAULT_COMPLETED")}
}

// A reader fills a contract.
type reader struct {
	prog      *callgraph.Program
	file      *callgraph.File
	headers   []*callgraph.File
	c         *gup.Contract
	eng       *flow.Engine
	constants map[string]int64
	relevant  map[*flow.Func]bool
}

// place gives the line of a position.
func place(u *parser.Unit, pos syntax.Pos) gup.Place {
	line, _ := u.Position(pos)
	return gup.Place{File: u.Path, Line: line}
}

func at(w flow.Where) gup.Place {
	if w.Unit == nil {
		return gup.Place{}
	}
	return place(w.Unit, w.Span.Start)
}

// Prefixes of the constants that are flags.
const (
	follPrefix  = "FOLL_"
	faultPrefix = "FAULT_FLAG_"
)

// flags collects the FOLL_ and FAULT_FLAG_ constants of the headers.
func (r *reader) flags() {
	r.constants = gup.Errnos()
	r.c.Flags = r.constantsNamed(follPrefix)
	r.c.FaultFlags = r.constantsNamed(faultPrefix)
	for _, f := range slices.Concat(r.c.Flags, r.c.FaultFlags) {
		r.constants[f.Name] = int64(f.Value)
	}
	r.prog.SetConstants(r.constants)
}

// constantsNamed lists the constants with a prefix that are a single bit, in
// the order of their values.
func (r *reader) constantsNamed(prefix string) []gup.Flag {
	found := map[string]gup.Flag{}
	add := func(f *callgraph.File, name string, v int64, pos syntax.Pos) {
		if _, ok := found[name]; !ok && v > 0 && v&(v-1) == 0 {
			found[name] = gup.Flag{Name: name, Value: uint64(v), At: place(f.Unit, pos)}
		}
	}
	for _, h := range append(slices.Clone(r.headers), r.file) {
		for name, v := range r.prog.EnumNames(h, prefix) {
			if u, pos, ok := r.prog.ConstantPos(h, name); ok && u == h.Unit {
				add(h, name, v, pos)
			}
		}
		for i := range h.Unit.Items {
			it := &h.Unit.Items[i]
			if it.Kind == parser.Macro && strings.HasPrefix(it.Name, prefix) {
				if v, ok := r.prog.Constant(h.Unit, it.Name); ok {
					add(h, it.Name, v, it.NamePos)
				}
			}
		}
	}
	return slices.SortedFunc(maps.Values(found), func(a, b gup.Flag) int {
		if a.Value != b.Value {
			return int(a.Value>>1) - int(b.Value>>1)
		}
		return strings.Compare(a.Name, b.Name)
	})
}

// enter tells whether a call is followed: into what deals with flags, locks or
// faults, and into stubs of what does in other configurations.
func (r *reader) enter(_, to *flow.Func) bool { return r.isRelevant(to, 0) || r.isStub(to) }

// maxStub bounds the length in bytes of the body of a stub.
const maxStub = 160

// isStub tells whether a function is a short one that stands within #if.
func (r *reader) isStub(f *flow.Func) bool {
	return f.Cond() != "" && int(f.Item.Body.End-f.Item.Body.Start) <= maxStub
}

func (r *reader) isRelevant(f *flow.Func, depth int) bool {
	if v, ok := r.relevant[f]; ok {
		return v
	}
	r.relevant[f] = false // while it is being found out, for recursion
	v := false
	text := f.Unit.Slice(f.Item.Body)
	for _, word := range []string{follPrefix, faultHandler, "mmap_lock", "mmap_read_", "mmap_assert_", "mmap_sem"} {
		v = v || strings.Contains(text, word)
	}
	for _, c := range f.Unit.CallsIn(f.Item.Body) {
		if v || depth > 12 {
			break
		}
		for _, g := range r.prog.Local(f.Unit, c.Text) {
			v = v || r.isRelevant(g, depth+1)
		}
	}
	r.relevant[f] = v
	return v
}

// unshares tells whether private pages are copied before they are pinned for
// long: gup_must_unshare() looks at the VMA (6.2 and later; before, at anonymous
// pages alone).
func (r *reader) unshares() bool {
	for _, f := range append(slices.Clone(r.headers), r.file) {
		for _, fn := range f.Named("gup_must_unshare") {
			if slices.ContainsFunc(fn.Syntax().Params, func(p syntax.Param) bool { return p.Type.Base == "struct vm_area_struct" }) {
				return true
			}
		}
	}
	return false
}

// internalFlags finds the set of flags that callers must not pass, if the tree
// names one: a macro of nothing but flags that a check tests.
func (r *reader) internalFlags() {
	refused := map[string]bool{}
	for _, e := range r.c.Entries {
		for _, f := range r.refusedAlone(e) {
			refused[f] = true
		}
	}
	for _, h := range append(slices.Clone(r.headers), r.file) {
		for i := range h.Unit.Items {
			it := &h.Unit.Items[i]
			if it.Kind != parser.Macro || !bytes.Contains(r.file.Unit.Text, []byte(it.Name)) {
				continue
			}
			names := r.maskNames(h.Unit.Macro(it).Value)
			if len(names) > 1 && !slices.ContainsFunc(names, func(n string) bool { return !refused[n] }) {
				r.c.Internal = &gup.FlagMask{Name: it.Name, Members: names, At: place(h.Unit, it.NamePos)}
			}
		}
	}
	for i := range r.c.Flags {
		f := &r.c.Flags[i]
		switch {
		case r.c.Internal != nil && slices.Contains(r.c.Internal.Members, f.Name):
			f.Internal, f.Why = true, "member of "+r.c.Internal.Name+" ("+r.c.Internal.At.String()+")"
		case r.c.Internal == nil && refused[f.Name] && r.setBy(f.Name) != "":
			f.Internal, f.Why = true, "set by "+r.setBy(f.Name)+"(), refused from callers"
		}
	}
}

// setBy names an entry that sets a flag itself.
func (r *reader) setBy(flag string) string {
	for _, e := range r.c.Entries {
		if e.SetsFlag(flag) {
			return e.Name
		}
	}
	return ""
}

// maskNames lists the flags of which an expression is made, nil if there is
// anything else in it.
func (r *reader) maskNames(e syntax.Expr) []string {
	switch e := e.(type) {
	case *syntax.Ident:
		if strings.HasPrefix(e.Name, follPrefix) {
			return []string{e.Name}
		}
	case *syntax.Binary:
		x, y := r.maskNames(e.X), r.maskNames(e.Y)
		if e.Op == syntax.Or && x != nil && y != nil {
			return append(x, y...)
		}
	}
	return nil
}

// refusedAlone lists the flags that an entry refuses whatever else it is given,
// as far as that is not because it sets them itself.
func (r *reader) refusedAlone(e *gup.Entry) []string {
	if e.Roles.Flags < 0 || e.FlagKind != gup.FollFlags || e.Allowed != nil {
		return nil
	}
	var out []string
	for _, f := range r.c.Flags {
		if r.refuses(e, f.Value) && !(f.Name == gup.FollGet && e.SetsFlag(gup.FollPin)) {
			out = append(out, f.Name)
		}
	}
	return out
}

// refuses tells whether an entry refuses a set of flags with arguments that are
// right otherwise.
func (r *reader) refuses(e *gup.Entry, flags uint64) bool { return r.refusedBy(e, flags) != nil }

// refusedBy gives the check by which an entry refuses a set of flags with
// arguments that are right otherwise, nil if there is none.
func (r *reader) refusedBy(e *gup.Entry, flags uint64) *gup.Check {
	for i := range e.Checks {
		k := &e.Checks[i]
		if k.Effect != gup.Debug && k.Guard.Holds(func(a gup.Atom) bool {
			switch a.Kind {
			case gup.HasBit:
				return flags>>uint(a.N)&1 != 0
			case gup.NonNull:
				return a.Param != e.Roles.Locked && a.Param != e.Roles.VMAs
			case gup.AtMost, gup.ArgAtMost:
				return a.N >= 1
			}
			return false
		}) {
			return k
		}
	}
	return nil
}
