// SPDX-License-Identifier: MIT
// -EHWPOISON expected of calls that did not ask for it.
#include <linux/mm.h>
#include <linux/errno.h>

void report_poison(unsigned long addr);

int without_the_flag(unsigned long addr, struct page **page)
{
	long ret = get_user_pages_unlocked(addr, 1, page, FOLL_WRITE); // step "the result comes from here"

	if (ret == -EHWPOISON) // want "-EHWPOISON does not come from get_user_pages_unlocked.. here: the call does not ask for it with FOLL_HWPOISON"
		report_poison(addr);
	return ret == 1 ? 0 : -EFAULT;
}

int the_other_way_round(unsigned long addr, struct page **page)
{
	long got = get_user_pages_unlocked(addr, 1, page, FOLL_WRITE);

	if (got != -EHWPOISON) // want "does not ask for it"
		return got == 1 ? 0 : -EFAULT;
	report_poison(addr);
	return -EFAULT;
}

int in_a_switch(unsigned long addr, struct page **page)
{
	switch (get_user_pages_unlocked(addr, 1, page, 0)) { // want "does not ask for it"
	case 1:
		return 0;
	case -EHWPOISON:
		report_poison(addr);
		fallthrough;
	default:
		return -EFAULT;
	}
}

bool as_a_value(unsigned long addr, struct page **page)
{
	return get_user_pages_unlocked(addr, 1, page, 0) == -EHWPOISON; // want "does not ask for it"
}

int in_a_choice(unsigned long addr, struct page **page)
{
	int n = get_user_pages_unlocked(addr, 1, page, FOLL_WRITE);

	return n == -EHWPOISON ? -EIO : 0; // want "does not ask for it"
}

/* Cleared again before the call. */
int flag_cleared(unsigned long addr, struct page **page)
{
	unsigned int flags = FOLL_WRITE | FOLL_HWPOISON;
	long ret;

	flags &= ~FOLL_HWPOISON;
	ret = get_user_pages_unlocked(addr, 1, page, flags);
	if (ret == -EHWPOISON) // want "does not ask for it"
		report_poison(addr);
	return ret == 1 ? 0 : -EFAULT;
}

/* Fast entries cannot be asked. */
int of_a_fast_entry(unsigned long addr, struct page **page)
{
	int ret = get_user_pages_fast(addr, 1, FOLL_WRITE, page);

	if (ret == -EHWPOISON) // want "-EHWPOISON does not come from get_user_pages_fast.. here: the entry never returns it"
		report_poison(addr);
	return ret == 1 ? 0 : -EFAULT;
}

/* It turns the fault into an error number without any flags. */
int of_fixup(struct mm_struct *mm, unsigned long addr)
{
	bool unlocked = false;
	int ret;

	mmap_read_lock(mm);
	ret = fixup_user_fault(mm, addr, FAULT_FLAG_WRITE, &unlocked);
	mmap_read_unlock(mm);
	if (ret == -EHWPOISON) // want "-EHWPOISON does not come from fixup_user_fault.. here: the entry never returns it"
		report_poison(addr);
	return ret;
}

/* The caller compares what a helper got. */
static long grab(unsigned long addr, struct page **page)
{
	return get_user_pages_unlocked(addr, 1, page, FOLL_WRITE);
}

int compared_above(unsigned long addr, struct page **page)
{
	long ret = grab(addr, page); // step "the result comes from here"

	if (ret == -EHWPOISON) // want "does not ask for it"
		report_poison(addr);
	return ret == 1 ? 0 : -EFAULT;
}

static long grab_or_fail(unsigned long addr, struct page **page)
{
	long ret = grab(addr, page);

	if (ret < 0)
		return ret;
	return 0;
}

int compared_two_above(unsigned long addr, struct page **page)
{
	if (grab_or_fail(addr, page) == -EHWPOISON) // want "does not ask for it"
		report_poison(addr);
	return 0;
}

/* The caller decides about the flags, and compares. */
static long grab_with(unsigned long addr, unsigned int flags, struct page **page)
{
	return get_user_pages_unlocked(addr, 1, page, flags);
}

int asked_for_write_only(unsigned long addr, struct page **page)
{
	if (grab_with(addr, FOLL_WRITE, page) == -EHWPOISON) // want "does not ask for it"
		report_poison(addr);
	return 0;
}

/* Through an ops table. */
struct vdev_ops {
	int (*fault)(unsigned long addr, struct page **page);
};

static int vdev_fault(unsigned long addr, struct page **page)
{
	return get_user_pages_unlocked(addr, 1, page, FOLL_WRITE);
}

static const struct vdev_ops ops = {
	.fault = vdev_fault,
};

int compared_behind_ops(const struct vdev_ops *o, unsigned long addr,
			struct page **page)
{
	int ret = o->fault(addr, page);

	if (ret == -EHWPOISON) // want "does not ask for it"
		report_poison(addr);
	return ret;
}
