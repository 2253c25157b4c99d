// SPDX-License-Identifier: MIT
// path: drivers/misc/glance/fix.c
// Where a flag can be dropped without changing anything else, and where not.
#include <linux/mm.h>
#include <linux/fs.h>

#define GLANCE_FORCE	(FOLL_WRITE | FOLL_FORCE)
#define glance(addr, page)	get_user_page_fast_only(addr, FOLL_FORCE, page)

struct glance {
	unsigned int gup_flags;
	struct page **pages;
};

struct glance_ops {
	bool (*get)(unsigned long addr, unsigned int flags, struct page **page);
};

/*
 * Dropped
 */

bool first(unsigned long addr, struct page **page)
{
	return get_user_page_fast_only(addr, FOLL_FORCE | FOLL_WRITE, page); // want "FOLL_FORCE"
}

bool last(unsigned long addr, struct page **page)
{
	return get_user_page_fast_only(addr, FOLL_WRITE | FOLL_FORCE, page); // want "FOLL_FORCE"
}

bool between(unsigned long addr, struct page **page)
{
	return get_user_page_fast_only(addr, FOLL_WRITE | FOLL_FORCE | // want "FOLL_FORCE"
				       FOLL_PCI_P2PDMA, page);
}

bool two(unsigned long addr, struct page **page)
{
	return get_user_page_fast_only(addr, FOLL_NOFAULT | FOLL_WRITE | FOLL_FORCE, page); // want "FOLL_FORCE" "FOLL_NOFAULT"
}

bool comment(unsigned long addr, struct page **page)
{
	return get_user_page_fast_only(addr, FOLL_WRITE /* of course */ | FOLL_FORCE, page); // want "FOLL_FORCE"
}

bool alone(unsigned long addr, struct page **page)
{
	return get_user_page_fast_only(addr, FOLL_FORCE, page); // want "FOLL_FORCE"
}

bool with_others(unsigned long addr, struct page **page, unsigned int flags)
{
	return get_user_page_fast_only(addr, (flags & FOLL_WRITE) | FOLL_FORCE, page); // want "FOLL_FORCE"
}

bool initialized(unsigned long addr, struct page **page)
{
	unsigned int flags = FOLL_WRITE | FOLL_FORCE;

	return get_user_page_fast_only(addr, flags, page); // want "FOLL_FORCE"
}

bool assigned(unsigned long addr, struct page **page)
{
	unsigned int flags;

	flags = FOLL_FORCE;
	return get_user_page_fast_only(addr, flags, page); // want "FOLL_FORCE"
}

bool statement(unsigned long addr, struct page **page)
{
	unsigned int flags = FOLL_WRITE;

	flags |= FOLL_FORCE; /* look over the permissions */

	return get_user_page_fast_only(addr, flags, page); // want "FOLL_FORCE"
}

bool in_block(unsigned long addr, struct page **page, bool hard)
{
	unsigned int flags = FOLL_WRITE;

	if (hard) {
		pr_info("glance hard\n");
		flags |= FOLL_FORCE;
	}
	return get_user_page_fast_only(addr, flags, page); // want "FOLL_FORCE"
}

static bool grab(unsigned long addr, unsigned int flags, struct page **page)
{
	if (flags & FOLL_WRITE)
		mark(addr);
	return get_user_page_fast_only(addr, flags, page);
}

static bool grab_write(unsigned long addr, unsigned int flags,
		       struct page **page)
{
	flags |= FOLL_WRITE;
	return grab(addr, flags, page);
}

bool to_wrapper(unsigned long addr, struct page **page)
{
	return grab_write(addr, FOLL_FORCE, page); // want "FOLL_FORCE"
}

/* Nothing is left of the if. */
bool only_of_if(unsigned long addr, struct page **page, bool hard)
{
	unsigned int flags = FOLL_WRITE;

	if (hard)
		flags |= FOLL_FORCE;
	return get_user_page_fast_only(addr, flags, page); // want "FOLL_FORCE"
}

bool only_of_block(unsigned long addr, struct page **page, bool hard)
{
	unsigned int flags = FOLL_WRITE;

	if (hard) {
		flags |= FOLL_FORCE;
	}
	return get_user_page_fast_only(addr, flags, page); // want "FOLL_FORCE"
}

/* One of two cases. */
bool choice(unsigned long addr, struct page **page, bool hard)
{
	return get_user_page_fast_only(addr, hard ? FOLL_FORCE : FOLL_WRITE, page); // want "FOLL_FORCE"
}

/* Set twice. */
bool twice(unsigned long addr, struct page **page, bool hard)
{
	unsigned int flags = FOLL_WRITE;

	if (hard) {
		flags = FOLL_FORCE;
	} else {
		mark(addr);
		flags |= FOLL_FORCE | FOLL_PCI_P2PDMA;
	}
	return get_user_page_fast_only(addr, flags, page); // want "FOLL_FORCE"
}

/*
 * Left alone
 */

/* What the if looks at would be for nothing, or not be done. */
bool unused(unsigned long addr, struct page **page, int mode)
{
	bool hard = mode > 2;
	unsigned int flags = FOLL_WRITE;

	if (hard)
		flags |= FOLL_FORCE;
	return get_user_page_fast_only(addr, flags, page); // want "FOLL_FORCE"
}

bool not_done(unsigned long addr, struct page **page, int mode)
{
	unsigned int flags = FOLL_WRITE;

	if (mode-- > 2)
		flags |= FOLL_FORCE;
	return get_user_page_fast_only(addr, flags, page); // want "FOLL_FORCE"
}

bool with_else(unsigned long addr, struct page **page, bool hard)
{
	unsigned int flags = 0;

	if (hard)
		flags |= FOLL_FORCE;
	else
		flags |= FOLL_WRITE;
	return get_user_page_fast_only(addr, flags, page); // want "FOLL_FORCE"
}

/* Another call has a use for it. */
long for_two_calls(unsigned long addr, struct page **page)
{
	unsigned int flags = FOLL_WRITE | FOLL_FORCE;

	if (get_user_page_fast_only(addr, flags, page)) // want "FOLL_FORCE"
		return 1;
	return get_user_pages_unlocked(addr, 1, page, flags);
}

/* It is looked at. */
bool looked_at(unsigned long addr, struct page **page)
{
	unsigned int flags = FOLL_WRITE | FOLL_FORCE;

	if (flags & FOLL_FORCE)
		mark(addr);
	return get_user_page_fast_only(addr, flags, page); // want "FOLL_FORCE"
}

/* Others may look at it. */
bool kept(struct glance *g, unsigned long addr)
{
	unsigned int flags = FOLL_WRITE | FOLL_FORCE;

	g->gup_flags = flags;
	return get_user_page_fast_only(addr, flags, g->pages); // want "FOLL_FORCE"
}

bool member(struct glance *g, unsigned long addr)
{
	return get_user_page_fast_only(addr, g->gup_flags, g->pages); // want "FOLL_FORCE"
}

/* Names of more than the flag. */
bool macro(unsigned long addr, struct page **page)
{
	return get_user_page_fast_only(addr, GLANCE_FORCE, page); // want "FOLL_FORCE"
}

bool in_macro(unsigned long addr, struct page **page)
{
	return glance(addr, page); // want "FOLL_FORCE"
}

bool number(unsigned long addr, struct page **page)
{
	return get_user_page_fast_only(addr, 8, page); // want "FOLL_FORCE"
}

/* A name in parentheses of its own. */
bool parentheses(unsigned long addr, struct page **page)
{
	return get_user_page_fast_only(addr, (FOLL_FORCE) | FOLL_WRITE, page); // want "FOLL_FORCE"
}

/* Behind the table there may be others. */
static bool get_one(unsigned long addr, unsigned int flags, struct page **page)
{
	return get_user_page_fast_only(addr, flags, page);
}

static const struct glance_ops one_ops = {
	.get = get_one,
};

bool table(const struct glance_ops *ops, unsigned long addr, struct page **page)
{
	return ops->get(addr, FOLL_FORCE, page); // want "FOLL_FORCE"
}

/* A side of an #if. */
bool configured(unsigned long addr, struct page **page)
{
	unsigned int flags = FOLL_WRITE;

#ifdef CONFIG_GLANCE_HARD
	flags |= FOLL_FORCE;
#endif
	return get_user_page_fast_only(addr, flags, page); // want "FOLL_FORCE"
}
