// SPDX-License-Identifier: MIT
// path: drivers/misc/snap/own.c
// Structures and ops tables that no other file sees.
#include <linux/mm.h>
#include <linux/fs.h>
#include <linux/module.h>

/* The name of the member is that of many others; the structure is this file's. */
struct own {
	struct mm_struct *mm;
	unsigned int flags;
};

void own_setup(struct own *o)
{
	o->flags = FOLL_WRITE | FOLL_INTERRUPTIBLE; // step "stored in struct own's flags here"
}

long own_get(struct own *o, unsigned long addr, struct page **page)
{
	return get_user_pages_remote(o->mm, addr, 1, FOLL_GET | o->flags, page, NULL); // want "no effect: get_user_pages_remote"
}

struct plain {
	unsigned int flags;
};

void plain_setup(struct plain *p)
{
	p->flags = FOLL_WRITE;
}

long plain_get(struct plain *p, unsigned long addr, struct page **page)
{
	return get_user_pages(addr, 1, p->flags, page);
}

/* A call through a pointer stands where it stands, whatever macro was used before. */
struct own_ops {
	long (*take)(unsigned long addr, unsigned int flags, struct page **page);
};

static long own_take(unsigned long addr, unsigned int flags, struct page **page)
{
	return get_user_pages(addr, 1, flags, page);
}

static const struct own_ops own_ops = {
	.take = own_take,
};

static const struct own_ops *own_get_ops = &own_ops;

long through_ops(int kind, unsigned long addr, struct page **page)
{
	if (kind == 1)
		pr_info("kind %d\n", kind);
	return own_get_ops->take(addr, FOLL_INTERRUPTIBLE, page); // want "no effect: get_user_pages"
}

#define own_call(addr) own_note((addr), 1)
void own_note(unsigned long addr, int n);

long through_ops_after_macro(unsigned long addr, struct page **page)
{
	own_call(addr);
	return own_get_ops->take(addr, FOLL_INTERRUPTIBLE, page); // want "no effect: get_user_pages"
}
