// SPDX-License-Identifier: MIT

package review

// misuse are patches that make something worse, in the call, in a function or a
// macro on the way to it, in a caller of a wrapper, or in the contract.
var misuse = []realCase{
	{"a flag that excludes another, in the variable's initializer", []edit{{"drivers/infiniband/core/umem.c", "gup_flags = FOLL_LONGTERM;", "gup_flags = FOLL_LONGTERM | FOLL_GET;"}}, "get-pin-conflict", "ib_umem_get"},
	{"a flag of mm's own, in an expression", []edit{{"net/xdp/xdp_umem.c", "gup_flags | FOLL_LONGTERM", "gup_flags | FOLL_LONGTERM | FOLL_TOUCH"}}, "internal-flag", "xdp_umem_pin_pages"},
	{"no array of pages", []edit{{"io_uring/memmap.c", "pin_user_pages_fast(uaddr, nr_pages, FOLL_WRITE | FOLL_LONGTERM,\n\t\t\t\t\tpages)", "pin_user_pages_fast(uaddr, nr_pages, FOLL_WRITE | FOLL_LONGTERM,\n\t\t\t\t\tNULL)"}}, "null-pages", "io_pin_pages"},
	{"a caller of a wrapper", []edit{{"arch/x86/kvm/svm/sev.c", "size, &npages, FOLL_WRITE)", "size, &npages, FOLL_WRITE | FOLL_GET)"}}, "get-pin-conflict", "sev_launch_update_data"},
	{"the wrapper itself", []edit{{"arch/x86/kvm/svm/sev.c", "pin_user_pages_fast(uaddr, npages, flags, pages)", "pin_user_pages_fast(uaddr, npages, flags | FOLL_REMOTE, pages)"}}, "internal-flag", "sev_pin_memory"},
	{"one of two choices", []edit{{"drivers/scsi/st.c", "rw == READ ? FOLL_WRITE : 0", "rw == READ ? FOLL_WRITE : FOLL_GET"}}, "get-pin-conflict", "sgl_map_user_pages"},
	{"a flag under a condition", []edit{{"net/rds/rdma.c", "gup_flags |= FOLL_WRITE;", "gup_flags |= FOLL_WRITE | FOLL_GET;"}}, "get-pin-conflict", "rds_pin_pages"},
	{"a long pin by a reference", []edit{{"kernel/futex/core.c", "get_user_pages_fast(address, 1, FOLL_WRITE, &page)", "get_user_pages_fast(address, 1, FOLL_WRITE | FOLL_LONGTERM, &page)"}}, "longterm-without-pin", "get_futex_key"},
	{"the lock released too early", []edit{{"security/tomoyo/domain.c", "\tmmap_read_lock(bprm->mm);\n", "\tmmap_read_lock(bprm->mm);\n\tmmap_read_unlock(bprm->mm);\n"}, {"security/tomoyo/domain.c", "&page, NULL);\n\tmmap_read_unlock(bprm->mm);\n", "&page, NULL);\n"}}, "mmap-lock-not-held", "tomoyo_dump_page"},
	{"the lock released again", []edit{{"mm/process_vm_access.c", "\t\tif (locked)\n\t\t\tmmap_read_unlock(mm);", "\t\tmmap_read_unlock(mm);"}}, "unlock-after-drop", "process_vm_rw_single_vec"},
	{"a fault flag in a caller of a caller", []edit{{"arch/s390/kvm/intercept.c", "FAULT_FLAG_WRITE);", "FAULT_FLAG_WRITE | FAULT_FLAG_RETRY_NOWAIT);"}}, "fixup-user-fault", "handle_mvpg_pei"},
	{"flags that go three calls down", []edit{{"arch/arm64/kernel/mte.c", "unsigned int gup_flags = FOLL_FORCE;", "unsigned int gup_flags = FOLL_FORCE | FOLL_TOUCH;"}}, "internal-flag", "mte_ptrace_copy_tags"},
	{"flags for another file's wrapper", []edit{{"arch/alpha/kernel/ptrace.c", "FOLL_FORCE | FOLL_WRITE);", "FOLL_FORCE | FOLL_WRITE | FOLL_TOUCH);"}}, "internal-flag", "write_int"},
	{"a macro of a header, made for it", []edit{
		{"drivers/misc/genwqe/card_base.h", "#include <linux/", "#define GENWQE_PIN\t(FOLL_WRITE | FOLL_GET)\n\n#include <linux/"},
		{"drivers/misc/genwqe/card_utils.c", "m->write ? FOLL_WRITE : 0", "m->write ? GENWQE_PIN : 0"}}, "get-pin-conflict", "genwqe_user_vmap"},
	{"a function that is asked for the flags", []edit{
		{"drivers/vhost/vhost.c", "static int set_bit_to_user(", "static unsigned int log_flags(void)\n{\n\treturn FOLL_WRITE | FOLL_TOUCH;\n}\n\nstatic int set_bit_to_user("},
		{"drivers/vhost/vhost.c", "pin_user_pages_fast(log, 1, FOLL_WRITE, &page)", "pin_user_pages_fast(log, 1, log_flags(), &page)"}}, "internal-flag", "set_bit_to_user"},
	{"a reference given back as a pin", []edit{{"drivers/misc/vmw_vmci/vmci_queue_pair.c", "qp_release_pages(produce_q->kernel_if->u.h.header_page,\n", "unpin_user_pages(produce_q->kernel_if->u.h.header_page, retval);\n\t\tqp_release_pages(produce_q->kernel_if->u.h.header_page,\n"}}, "wrong-release", "qp_host_get_user_memory"},
	{"pages of a pin that are put", []edit{{"drivers/vhost/vhost.c", "unpin_user_pages_dirty_lock(&page, 1, true);", "set_page_dirty_lock(page);\n\tput_page(page);"}}, "wrong-release", "set_bit_to_user"},
	{"a new user, in a new file", []edit{{"drivers/misc/newpin.c", "", "#include <linux/mm.h>\n\nlong newpin(unsigned long a, long n)\n{\n\treturn pin_user_pages_fast(a, n, FOLL_WRITE, NULL);\n}\n"}}, "null-pages", "newpin"},
	{"no fault and nowait at once", []edit{{"lib/iov_iter.c", "gup_flags |= FOLL_WRITE;", "gup_flags |= FOLL_WRITE | FOLL_PIN;"}}, "internal-flag", "__iov_iter_get_pages_alloc"},
	{"a contract that forbids more", []edit{{"mm/gup.c", "int pin_user_pages_fast(unsigned long start, int nr_pages,\n\t\t\tunsigned int gup_flags, struct page **pages)\n{\n", "int pin_user_pages_fast(unsigned long start, int nr_pages,\n\t\t\tunsigned int gup_flags, struct page **pages)\n{\n\tif (WARN_ON_ONCE(gup_flags & FOLL_WRITE))\n\t\treturn -EINVAL;\n"}}, "refused-arguments", "dax_lock_page"},
}

// harmlessReal are patches that make nothing worse: of good code, and of code that is
// wrong before and after.
var harmlessReal = []realCase{
	{name: "words in a comment", edits: []edit{{"drivers/infiniband/core/umem.c", "/*\n", "/*\n * A word.\n *\n"}}},
	{name: "white space", edits: []edit{{"net/xdp/xdp_umem.c", "gup_flags | FOLL_LONGTERM, &umem->pgs[0]", "gup_flags | FOLL_LONGTERM,\n\t\t\t      &umem->pgs[0]"}}},
	{name: "a file renamed", edits: []edit{{"drivers/virt/acrn/mm.c", "", ""}}},
	{name: "a file that is wrong, renamed", edits: []edit{{"arch/s390/kvm/kvm-s390.c", "", ""}}},
	{name: "lines before what is wrong", edits: []edit{{"arch/s390/kvm/kvm-s390.c", "#include <linux/", "#include <linux/compiler.h>\n#include <linux/"}}},
	{name: "a function that is wrong, renamed", edits: []edit{{"arch/s390/kvm/kvm-s390.c", "static int vcpu_post_run_handle_fault(", "static int vcpu_post_run_take_fault("},
		{"arch/s390/kvm/kvm-s390.c", "return vcpu_post_run_handle_fault(", "return vcpu_post_run_take_fault("}}},
	{name: "what is wrong, in another spelling", edits: []edit{{"arch/s390/kvm/kvm-s390.c", "flags | FAULT_FLAG_RETRY_NOWAIT", "FAULT_FLAG_RETRY_NOWAIT | flags"}}},
	{name: "a wrapper that is on the way, changed", edits: []edit{{"arch/s390/mm/gmap.c", "\tbool unlocked;\n", "\tbool unlocked = false;\n"}}},
	{name: "an order of flags", edits: []edit{{"drivers/vdpa/vdpa_user/vduse_dev.c", "FOLL_LONGTERM | FOLL_WRITE", "FOLL_WRITE | FOLL_LONGTERM"}}},
	{name: "a variable renamed", edits: []edit{{"drivers/media/common/videobuf2/frame_vector.c", "unsigned int gup_flags = FOLL_LONGTERM;", "unsigned int how = FOLL_LONGTERM;"},
		{"drivers/media/common/videobuf2/frame_vector.c", "gup_flags |= FOLL_WRITE;", "how |= FOLL_WRITE;"},
		{"drivers/media/common/videobuf2/frame_vector.c", "nr_frames, gup_flags,", "nr_frames, how,"}}},
	{name: "flags from a function", edits: []edit{{"drivers/vhost/vhost.c", "static int set_bit_to_user(", "static unsigned int log_flags(void)\n{\n\treturn FOLL_WRITE;\n}\n\nstatic int set_bit_to_user("},
		{"drivers/vhost/vhost.c", "pin_user_pages_fast(log, 1, FOLL_WRITE, &page)", "pin_user_pages_fast(log, 1, log_flags(), &page)"}}},
	{name: "flags from a macro", edits: []edit{{"drivers/virt/acrn/ioreq.c", "#include <linux/mm.h>", "#include <linux/mm.h>\n#define ACRN_PIN\t(FOLL_WRITE | FOLL_LONGTERM)"},
		{"drivers/virt/acrn/ioreq.c", "FOLL_WRITE | FOLL_LONGTERM, &page", "ACRN_PIN, &page"}}},
	{name: "a test turned around", edits: []edit{{"mm/process_vm_access.c", "\t\tif (locked)\n\t\t\tmmap_read_unlock(mm);", "\t\tif (locked != 0) {\n\t\t\tmmap_read_unlock(mm);\n\t\t}"}}},
	{name: "an optional flag", edits: []edit{{"fs/exec.c", "write ? FOLL_WRITE : 0", "write ? FOLL_WRITE | FOLL_FORCE : FOLL_FORCE"}}},
	{name: "a new field of a structure", edits: []edit{{"arch/x86/kvm/svm/svm.h", "struct kvm_sev_info {\n", "struct kvm_sev_info {\n\tint spare;\n"}}},
	{name: "a caller of a wrapper, with another good flag", edits: []edit{{"arch/x86/kvm/svm/sev.c", "size, &npages, FOLL_WRITE)", "size, &npages, FOLL_WRITE | FOLL_FORCE)"}}},
	{name: "a release of several for one of each", edits: []edit{{"drivers/virt/acrn/mm.c", "\t\tunpin_user_page(pages[i]);", "\t\tunpin_user_pages(&pages[i], 1);"}}},
	{name: "a header of the kernel", edits: []edit{{"include/linux/mm.h", "int pin_user_pages_fast(", "/* Pin pages of the current process. */\nint pin_user_pages_fast("}}},
	{name: "the file of the family", edits: []edit{{"mm/gup.c", "#include <linux/kernel.h>\n", "#include <linux/kernel.h>\n#include <linux/types.h>\n"}}},
	{name: "a file that has nothing to do with it", edits: []edit{{"fs/ext4/inode.c", "/*\n", "/*\n * A word.\n *\n"}, {"Documentation/index.rst", "\n", "\n\n"}}},
}
