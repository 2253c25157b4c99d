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
	opTable               // puts them in a table, its first argument, if it returns 0
	opDMA                 // gives a device access to it
	opUnDMA               // takes that back, or looks at what the device wrote
	opRef                 // takes a reference of its own to it
)

// pageArgs are the arguments that are the page where it is not the first.
var pageArgs = map[string]int{
	"sg_alloc_table_from_pages": 1, "__sg_alloc_table_from_pages": 1, "sg_alloc_table_from_pages_segment": 1,
	"dma_map_page": 1, "dma_map_page_attrs": 1, "ib_dma_map_page": 1, "pci_map_page": 1, "dma_map_sgtable": 1,
	"dma_map_sg": 1, "dma_map_sg_attrs": 1, "ib_dma_map_sg": 1, "pci_map_sg": 1,
	"dma_unmap_sg": 1, "dma_unmap_sg_attrs": 1, "dma_unmap_sgtable": 1, "dma_unmap_page": 1, "dma_unmap_page_attrs": 1,
	"ib_dma_unmap_page": 1, "ib_dma_unmap_sg": 1, "pci_unmap_page": 1, "pci_unmap_sg": 1,
	"dma_sync_sgtable_for_cpu": 1, "dma_sync_sgtable_for_device": 1, "dma_sync_sg_for_cpu": 1, "dma_sync_sg_for_device": 1,
	"dma_sync_single_for_cpu": 1,
}

// dmaDirection are the arguments that say which way the data goes
// (include/linux/dma-mapping.h, include/rdma/ib_verbs.h).
var dmaDirection = map[string]int{
	"dma_map_page": 4, "dma_map_page_attrs": 4, "ib_dma_map_page": 4, "pci_map_page": 4,
	"dma_map_sgtable": 2, "dma_map_sg": 3, "dma_map_sg_attrs": 3, "ib_dma_map_sg": 3, "pci_map_sg": 3,
	"dma_unmap_page": 3, "dma_unmap_page_attrs": 3, "ib_dma_unmap_page": 3, "pci_unmap_page": 3,
	"dma_unmap_sgtable": 2, "dma_unmap_sg": 3, "dma_unmap_sg_attrs": 3, "ib_dma_unmap_sg": 3, "pci_unmap_sg": 3,
	"dma_sync_sgtable_for_cpu": 2, "dma_sync_sg_for_cpu": 3, "dma_sync_single_for_cpu": 3,
}

// The directions in which a device writes (include/linux/dma-direction.h).
const (
	dmaBidirectional = 0
	dmaFromDevice    = 2
)

// dmaConstants are the names of all directions, those of include/linux/pci.h in
// 5.10 as well.
var dmaConstants = map[string]int64{
	"DMA_BIDIRECTIONAL": dmaBidirectional, "DMA_TO_DEVICE": 1, "DMA_FROM_DEVICE": dmaFromDevice, "DMA_NONE": 3,
	"PCI_DMA_BIDIRECTIONAL": dmaBidirectional, "PCI_DMA_TODEVICE": 1, "PCI_DMA_FROMDEVICE": dmaFromDevice, "PCI_DMA_NONE": 3,
}

// addressWriters are the functions that write to memory by its address, and which
// argument that is (include/linux/uaccess.h, uio.h, string.h, io.h, random.h,
// bitops.h).
var addressWriters = map[string]int{
	"copy_from_user": 0, "__copy_from_user": 0, "__copy_from_user_inatomic": 0, "copy_from_user_nofault": 0,
	"strncpy_from_user": 0, "copy_from_iter": 0, "_copy_from_iter": 0, "copy_from_kernel_nofault": 0,
	"memcpy_fromio": 0, "get_random_bytes": 0, "clear_page": 0, "copy_page": 0, "memset32": 0, "memset64": 0,
	"strcpy": 0, "strscpy": 0, "strlcpy": 0, "strncpy": 0, "sprintf": 0, "snprintf": 0, "scnprintf": 0,
	"set_bit": 1, "clear_bit": 1, "change_bit": 1, "__set_bit": 1, "__clear_bit": 1, "__change_bit": 1,
	"test_and_set_bit": 1, "test_and_clear_bit": 1, "test_and_change_bit": 1, "set_bit_le": 1, "clear_bit_le": 1,
	"ioread8_rep": 1, "ioread16_rep": 1, "ioread32_rep": 1, "insw": 1, "insl": 1,
}

// addressReaders are those that only read it.
var addressReaders = map[string]bool{
	"copy_to_user": true, "__copy_to_user": true, "copy_to_iter": true, "_copy_to_iter": true, "memcmp": true, "memchr_inv": true,
	"memchr": true, "test_bit": true, "test_bit_le": true, "strlen": true, "strnlen": true, "memcpy_toio": true, "crc32": true, "print_hex_dump": true, "flush_dcache_range": true,
}

// pageOps are the functions of a page that do not get hold of it. The kernel
// declares them in include/linux/mm.h, highmem.h, page-flags.h and pagemap.h, by
// these names from 5.10 to 7.3 as far as they exist.
var pageOps = map[string]pageOp{
	"page_folio": opSame, "compound_head": opSame, "folio_page": opSame, "nth_page": opSame, "folio_file_page": opSame,

	"kmap": opMap, "kmap_atomic": opMap, "kmap_local_page": opMap, "kmap_local_folio": opMap, "page_address": opMap,
	"folio_address": opMap, "page_to_virt": opMap, "lowmem_page_address": opMap,
	"kunmap": opLook, "kunmap_atomic": opLook, "kunmap_local": opLook, "vunmap": opLook, "vmap": opMap, "vm_map_ram": opMap,

	"sg_alloc_table_from_pages": opTable, "__sg_alloc_table_from_pages": opTable, "sg_alloc_table_from_pages_segment": opTable,
	"dma_map_page": opDMA, "dma_map_page_attrs": opDMA, "ib_dma_map_page": opDMA, "pci_map_page": opDMA,
	"dma_map_sgtable": opDMA, "dma_map_sg": opDMA, "dma_map_sg_attrs": opDMA, "ib_dma_map_sg": opDMA, "pci_map_sg": opDMA,
	"dma_unmap_page": opUnDMA, "dma_unmap_page_attrs": opUnDMA, "ib_dma_unmap_page": opUnDMA, "pci_unmap_page": opUnDMA,
	"dma_unmap_sgtable": opUnDMA, "dma_unmap_sg": opUnDMA, "dma_unmap_sg_attrs": opUnDMA, "ib_dma_unmap_sg": opUnDMA, "pci_unmap_sg": opUnDMA,
	"dma_sync_sgtable_for_cpu": opUnDMA, "dma_sync_sg_for_cpu": opUnDMA, "dma_sync_single_for_cpu": opUnDMA,
	"dma_sync_sgtable_for_device": opLook, "dma_sync_sg_for_device": opLook, "sg_free_table": opLook,

	"get_page": opRef, "try_get_page": opRef, "get_page_unless_zero": opRef, "folio_get": opRef, "folio_try_get": opRef,
	"page_ref_inc": opRef, "page_ref_add": opRef, "folio_ref_inc": opRef, "folio_ref_add": opRef, "folio_try_get_rcu": opRef,

	"lock_page": opLock, "lock_page_killable": opLockKillable, "trylock_page": opTryLock,
	"folio_lock": opLock, "folio_lock_killable": opLockKillable, "folio_trylock": opTryLock,
	"unlock_page": opUnlock, "folio_unlock": opUnlock,

	"set_page_dirty": opDirty, "folio_mark_dirty": opDirty, "SetPageDirty": opDirty,
	"set_page_dirty_lock": opDirtyLocked, "folio_mark_dirty_lock": opDirtyLocked,

	"memcpy_to_page": opWrite, "memzero_page": opWrite, "memset_page": opWrite, "clear_highpage": opWrite,
	"clear_user_highpage": opWrite, "zero_user": opWrite, "zero_user_segment": opWrite, "copy_to_user_page": opWrite,
	"copy_page_from_iter": opWrite, "copy_highpage": opWrite, "copy_user_highpage": opWrite, "memcpy_page": opWrite,
	"memcpy_from_page": opLook, "copy_page_to_iter": opLook,

	"PageCompound": opLook, "PageHead": opLook, "PageTail": opLook, "PageReserved": opLook, "PageAnon": opLook, "PageHuge": opLook,
	"PageDirty": opLook, "PageHighMem": opLook, "PageTransHuge": opLook, "PageTransCompound": opLook, "PageUptodate": opLook,
	"page_to_nid": opLook, "page_count": opLook, "page_ref_count": opLook, "page_mapcount": opLook, "page_size": opLook,
	"compound_order": opLook, "compound_nr": opLook, "page_shift": opLook, "page_zonenum": opLook, "is_zone_device_page": opLook,
	"mark_page_accessed": opLook, "flush_dcache_page": opLook, "flush_anon_page": opLook, "flush_kernel_dcache_page": opLook,
	"folio_test_anon": opLook, "folio_test_hugetlb": opLook, "folio_test_large": opLook, "folio_nr_pages": opLook, "page_maybe_dma_pinned": opLook,
	"kfree": opFree, "kvfree": opFree, "vfree": opFree, "kfree_sensitive": opFree, "free_page": opFree, "free_pages_exact": opFree,
}
