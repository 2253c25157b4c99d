// SPDX-License-Identifier: MIT
// Packets that are sent from where user space has them.
#include <linux/err.h>
#include <linux/mm.h>
#include <linux/sched.h>

#define TAP_MAX_FRAGS	17

struct tap_frags {
	struct page *pages[TAP_MAX_FRAGS];
	int nr;
};

/* A reference each, as the stack gives them back one by one. */
static int tap_add_frags(struct tap_frags *frags, unsigned long addr, size_t len,
			 unsigned int gup_flags)
{
	int want = DIV_ROUND_UP(offset_in_page(addr) + len, PAGE_SIZE);
	int got;

	if (want > TAP_MAX_FRAGS - frags->nr)
		return -E2BIG;
	got = pin_user_pages_fast(addr, want, gup_flags, frags->pages + frags->nr);
	if (got > 0)
		frags->nr += got;
	return got == want ? 0 : -EFAULT;
}

int tap_send(struct tap_frags *frags, unsigned long addr, size_t len)
{
	return tap_add_frags(frags, addr, len, FOLL_GET); /* want get-pin-conflict */
}

int tap_receive(struct tap_frags *frags, unsigned long addr, size_t len)
{
	return tap_add_frags(frags, addr, len, FOLL_WRITE);
}

void tap_drop(struct tap_frags *frags)
{
	unpin_user_pages(frags->pages, frags->nr);
	frags->nr = 0;
}
