// SPDX-License-Identifier: MIT
// Lends memory of a process to an enclave.
#include <linux/err.h>
#include <linux/highmem.h>
#include <linux/mm.h>
#include <linux/sched.h>
#include <linux/slab.h>

/* As a number, since the name is not for drivers. */
#define ENCLAVE_LOCKED_DOWN	(1U << 19)

struct enclave_mem {
	unsigned long start;
	unsigned long npages;
	struct page **pages;
};

/* The reference is asked for by name, which does no harm. */
long enclave_add_region(struct enclave_mem *mem)
{
	long n = get_user_pages_unlocked(mem->start, mem->npages, mem->pages,
					 FOLL_GET);

	if (n == mem->npages)
		return 0;
	if (n > 0)
		release_pages(mem->pages, n);
	return n < 0 ? n : -EFAULT;
}

/* Nobody else may have what the enclave has. */
long enclave_lock_region(struct enclave_mem *mem, bool lock)
{
	unsigned int flags = FOLL_WRITE;
	long n;

	if (lock)
		flags |= ENCLAVE_LOCKED_DOWN;
	n = get_user_pages_unlocked(mem->start, mem->npages, mem->pages, flags); /* want internal-flag */
	if (n == mem->npages)
		return 0;
	if (n > 0)
		release_pages(mem->pages, n);
	return n < 0 ? n : -EFAULT;
}

/* Reads the page in, whatever it takes. */
int enclave_fault_in(unsigned long addr)
{
	struct page *page;
	long n;

	do { /* want eagain-retry */
		n = get_user_pages_unlocked(addr, 1, &page, FOLL_HONOR_NUMA_FAULT);
	} while (n == -EAGAIN);
	if (n != 1)
		return n < 0 ? n : -EFAULT;
	put_page(page);
	return 0;
}

/* Whether the memory is broken, which the enclave has to be told. */
bool enclave_page_ok(unsigned long addr)
{
	struct page *page;
	long n = get_user_pages_unlocked(addr, 1, &page, FOLL_HWPOISON); /* want hwpoison-unused */

	if (n != 1)
		return false;
	put_page(page);
	return true;
}
