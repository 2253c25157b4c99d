// SPDX-License-Identifier: MIT

package flow

import "github.com/gupvet/gupvet/parser/syntax"

// vmaLookups are the functions that find a vma, which is there as long as
// mmap_lock is held (mm/mmap.c, include/linux/mm.h; 5.10 to 7.3), with the
// argument that is the mm, -1 if it is another object.
var vmaLookups = map[string]int{
	"find_vma": 0, "vma_lookup": 0, "find_extend_vma": 0, "find_extend_vma_locked": 0, "lock_mm_and_find_vma": 0,
	"find_vma_intersection": 0, "find_exact_vma": 0, "find_vma_prev": 0, "vma_find": -1, "vma_next": -1,
}

// A vmaFound is a vma that was looked up.
type vmaFound struct {
	vma, mm Term // mm is None if it is not known
	given   bool // by a caller, who holds the lock
}

// sawVMA notes that a call found a vma.
func (x *executor) sawVMA(name string, args []Term, res Term) {
	arg, ok := vmaLookups[name]
	if !ok || !x.eng.conf.Track {
		return
	}
	mm := None
	if arg >= 0 && arg < len(args) {
		mm = args[arg]
	}
	x.vmas = append(x.vmas, vmaFound{vma: res, mm: mm})
}

// givenVMA notes that a function is given a vma, which its caller has looked up.
func (x *executor) givenVMA(t *syntax.Type, val Term) {
	if x.eng.conf.Track && t != nil && t.Ptr == 1 && t.Base == "struct vm_area_struct" {
		x.vmas = append(x.vmas, vmaFound{vma: val, given: true})
	}
}

// letGo notes that mmap_lock of an mm was let go of where a condition holds: what
// was found under it may be gone.
func (x *executor) letGo(mm Term, when Cond, at Where) {
	if !x.eng.conf.Track {
		return
	}
	set := func(base Term, name string) {
		x.s.set(x.field(base, name), x.choose(when, x.constant(1), x.tracked(base, name), at))
	}
	mm = x.mmWhere(mm)
	if mm != None {
		set(mm, letGoName)
	}
	for _, v := range x.vmas {
		if v.given && mm != None && x.Possible(x.and(x.s.pc, x.Truth(x.tracked(mm, takenName)))) {
			continue // the function's own lock, not that of its caller
		}
		if mm == None || v.mm == None || v.mm == mm {
			set(v.vma, staleName)
		}
	}
}

// mmWhere gives the mm in which a vma was looked up for what is read from that vma.
func (x *executor) mmWhere(mm Term) Term {
	r := x.rec(mm)
	if r.kind != kInit {
		return mm
	}
	if f := x.rec(r.a); f.kind == kField && f.str == "vm_mm" {
		for _, v := range x.vmas {
			if v.vma == f.a && v.mm != None {
				return v.mm
			}
		}
	}
	return mm
}

// useVMA notes that a vma is used that may be gone.
func (x *executor) useVMA(p Term, at Where) {
	if len(x.vmas) == 0 || x.s.dead {
		return
	}
	x.eachLeaf(p, x.s.pc, nil, func(l leaf) {
		if i, ok := x.s.find(x.field(l.val, staleName)); ok {
			if c := x.and(l.when, x.Truth(x.s.mem[i].val)); x.Possible(c) {
				x.note(Event{Kind: EvStale, At: at, Result: l.val, Tested: c})
			}
		}
	})
}

// useVMAs notes that a function is given vmas that may be gone.
func (x *executor) useVMAs(args []Term, at Where) {
	for _, a := range args {
		x.useVMA(a, at)
	}
}
