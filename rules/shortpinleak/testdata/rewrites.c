// SPDX-License-Identifier: MIT
// tree: linux-6.12
// path: drivers/misc/blitter/rewrites.c

/* One defect and its repair, written in the ways that people write it. */

#include <linux/mm.h>
#include <linux/slab.h>

int blit(struct page *page);

static int early_return(unsigned long addr)
{
	struct page *pages[4];
	int n = pin_user_pages_fast(addr, 4, FOLL_WRITE, pages);

	if (n != 4)
		return -EFAULT;	// want "took are lost"
	unpin_user_pages(pages, 4);
	return 0;
}

static int inverted(unsigned long addr)
{
	struct page *pages[4];
	int n = pin_user_pages_fast(addr, 4, FOLL_WRITE, pages);

	if (n == 4) {
		unpin_user_pages(pages, 4);
		return 0;
	}
	return -EFAULT;	// want "took are lost"
}

static int by_goto(unsigned long addr)
{
	struct page *pages[4];
	int err = 0, n;

	n = pin_user_pages_fast(addr, 4, FOLL_WRITE, pages);
	if (n < 4) {
		err = -EFAULT;
		goto out;
	}
	unpin_user_pages(pages, 4);
out:
	return err;	// want "took are lost"
}

static int conditional(unsigned long addr)
{
	struct page *pages[4];
	int n = pin_user_pages_fast(addr, 4, FOLL_WRITE, pages);

	return n == 4 ? (unpin_user_pages(pages, 4), 0) : -EFAULT;	// want "took are lost"
}

static int unrolled(unsigned long addr)
{
	struct page *pages[2];
	int n = get_user_pages_fast(addr, 2, FOLL_WRITE, pages);

	if (n < 2)
		return -EFAULT;	// want "took are lost"
	put_page(pages[0]);
	put_page(pages[1]);
	return 0;
}

static bool too_few(int got, int asked)
{
	return got < asked;
}

static int helper_tests(unsigned long addr)
{
	struct page *pages[4];
	int n = pin_user_pages_fast(addr, 4, FOLL_WRITE, pages);

	if (too_few(n, 4))
		return -EFAULT;	// want "took are lost"
	unpin_user_pages(pages, 4);
	return 0;
}

static void helper(struct page **pages, int n)
{
	unpin_user_pages(pages, n);
}

static int helper_releases(unsigned long addr)
{
	struct page *pages[4];
	int n = pin_user_pages_fast(addr, 4, FOLL_WRITE, pages);

	if (n < 4)
		return -EFAULT;	// want "took are lost"
	helper(pages, n);
	return 0;
}

#define CHECK(c)	do { if (!(c)) goto fail; } while (0)

static int by_macro(unsigned long addr)
{
	struct page *page;
	int n = get_user_pages_fast(addr, 1, 0, &page);

	if (n != 1)
		return -EFAULT;
	CHECK(!blit(NULL));
	put_page(page);
	return 0;
fail:
	return -EIO;	// want "took are lost"
}

static int fixed_early_return(unsigned long addr)
{
	struct page *pages[4];
	int n = pin_user_pages_fast(addr, 4, FOLL_WRITE, pages);

	if (n < 0)
		return n;
	unpin_user_pages(pages, n);
	return n == 4 ? 0 : -EFAULT;
}

static int fixed_goto(unsigned long addr)
{
	struct page *pages[4];
	int err = 0, n;

	n = pin_user_pages_fast(addr, 4, FOLL_WRITE, pages);
	if (n < 4) {
		err = -EFAULT;
		goto out;
	}
out:
	if (n > 0)
		unpin_user_pages(pages, n);
	return err;
}

static int fixed_inverted(unsigned long addr)
{
	struct page *pages[4];
	int n = pin_user_pages_fast(addr, 4, FOLL_WRITE, pages);

	if (n == 4) {
		unpin_user_pages(pages, 4);
		return 0;
	} else if (n > 0) {
		helper(pages, n);
	}
	return -EFAULT;
}

static int fixed_loop(unsigned long addr)
{
	struct page *pages[2];
	int n = get_user_pages_fast(addr, 2, FOLL_WRITE, pages);
	int left = n;

	while (left-- > 0)
		put_page(pages[left]);
	return n < 2 ? -EFAULT : 0;
}
