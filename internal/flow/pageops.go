// SPDX-License-Identifier: MIT

package flow

// A pageOp is what a function does to a page, its first argument.
type pageOp uint8

const (
	opNone         pageOp = iota
	opSame                // gives the page, or the folio it belongs to
	opLook                // looks at it
	opMap                 // gives an address for the CPU
	opLock                // locks it
	opTryLock             // locks it if it returns true
	opLockKillable        // locks it if it returns 0
	opUnlock              // unlocks it
	opDirty               // marks it dirty, and needs it locked
	opDirtyLocked         // locks it itself
	opWrite               // writes to it
	opFree                // frees memory, in which pages may lie
)

// pageOps are the functions of a page that do not get hold of it. The kernel
// declares them in include/linux/mm.h, highmem.h, page-flags.h and pagemap.h, by
// these names from 5.10 to 7.3 as far as they exist.
var pageOps = map[string]pageOp{
	"page_folio": opSame, "compound_head": opSame, "folio_page": opSame, "nth_page": opSame, "folio_file_page": opSame,

	"kmap": opMap, "kmap_atomic": opMap, "kmap_local_page": opMap, "kmap_local_folio": opMap, "page_address": opMap,
	"folio_address": opMap, "page_to_virt": opMap, "lowmem_page_address": opMap,
	"kunmap": opLook, "kunmap_atomic": opLook, "kunmap_local": opLook, "vunmap": opLook,

	"lock_page": opLock, "lock_page_killable": opLockKillable, "trylock_page": opTryLock,
	"folio_lock": opLock, "folio_lock_killable": opLockKillable, "folio_trylock": opTryLock,
	"unlock_page": opUnlock, "folio_unlock": opUnlock,

	"set_page_dirty": opDirty, "folio_mark_dirty": opDirty, "SetPageDirty": opDirty,
	"set_page_dirty_lock": opDirtyLocked, "folio_mark_dirty_lock": opDirtyLocked,

	"memcpy_to_page": opWrite, "memzero_page": opWrite, "memset_page": opWrite, "clear_highpage": opWrite,
	"clear_user_highpage": opWrite, "zero_user": opWrite, "zero_user_segment": opWrite, "copy_to_user_page": opWrite,
	"memcpy_from_page": opLook,

	"PageCompound": opLook, "PageHead": opLook, "PageTail": opLook, "PageReserved": opLook, "PageAnon": opLook, "PageHuge": opLook,
	"PageDirty": opLook, "PageHighMem": opLook, "PageTransHuge": opLook, "PageTransCompound": opLook, "PageUptodate": opLook,
	"page_to_nid": opLook, "page_count": opLook, "page_ref_count": opLook, "page_mapcount": opLook, "page_size": opLook,
	"compound_order": opLook, "compound_nr": opLook, "page_shift": opLook, "page_zonenum": opLook, "is_zone_device_page": opLook,
	"mark_page_accessed": opLook, "flush_dcache_page": opLook, "flush_anon_page": opLook, "flush_kernel_dcache_page": opLook,
	"folio_test_anon": opLook, "folio_test_hugetlb": opLook, "folio_test_large": opLook, "folio_nr_pages": opLook, "page_maybe_dma_pinned": opLook,
	"kfree": opFree, "kvfree": opFree, "vfree": opFree, "kfree_sensitive": opFree, "free_page": opFree, "free_pages_exact": opFree,
}
