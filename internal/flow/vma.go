// SPDX-License-Identifier: MIT

package flow

// vmaLookups are the functions that find a vma, which is there as long as
// mmap_lock is held (mm/mmap.c, include/linux/mm.h; 5.10 to 7.3).
var vmaLookups = map[string]bool{
	"find_vma": true, "vma_lookup": true, "find_extend_vma": true, "find_extend_vma_locked": true,
	"find_vma_intersection": true, "find_exact_vma": true, "find_vma_prev": true, "vma_find": true,
}

// sawVMA notes that a call found a vma.
func (x *executor) sawVMA(name string, res Term) {
	if x.eng.conf.Track && vmaLookups[name] {
		x.vmas = append(x.vmas, res)
	}
}

// letGo notes that mmap_lock was let go of where a condition holds: what was
// found under it may be gone.
func (x *executor) letGo(when Cond, at Where) {
	for _, v := range x.vmas {
		old := x.tracked(v, staleName)
		x.s.set(x.field(v, staleName), x.choose(when, x.constant(1), old, at))
	}
}

// useVMA notes that a vma is used that may be gone.
func (x *executor) useVMA(p Term, at Where) {
	if len(x.vmas) == 0 || x.s.dead {
		return
	}
	for _, v := range x.values(p) {
		if i, ok := x.s.find(x.field(v, staleName)); ok {
			if c := x.Truth(x.s.mem[i].val); x.Possible(x.and(x.s.pc, c)) {
				x.note(Event{Kind: EvStale, At: at, Result: v, Tested: c})
			}
		}
	}
}
