// SPDX-License-Identifier: MIT
// path: drivers/misc/vault/vault.c
// Pins that end with the call that made them, or are long-term.
#include <linux/fs.h>
#include <linux/mm.h>
#include <linux/slab.h>

struct vault {
	struct page **pages;
	unsigned int npages;
};

/* As it should be. */
static int vault_pin(struct vault *v, unsigned long addr, unsigned int nr)
{
	int n = pin_user_pages_fast(addr, nr, FOLL_WRITE | FOLL_LONGTERM, v->pages);

	v->npages = max(n, 0);
	return n < 0 ? n : 0;
}

static int vault_release(struct inode *inode, struct file *file)
{
	struct vault *v = file->private_data;

	unpin_user_pages_dirty_lock(v->pages, v->npages, true);
	return 0;
}

static long vault_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	return vault_pin(file->private_data, arg, 16);
}

const struct file_operations vault_fops = {
	.unlocked_ioctl = vault_ioctl,
	.release = vault_release,
};

/* Given back before the call ends, in the same function. */
long copy_out(void *from, unsigned long addr, unsigned int nr)
{
	struct page **pages = kvcalloc(nr, sizeof(*pages), GFP_KERNEL);
	int i, n;

	if (!pages)
		return -ENOMEM;
	n = pin_user_pages_fast(addr, nr, FOLL_WRITE, pages);
	for (i = 0; i < n; i++)
		memcpy_to_page(pages[i], 0, from + i * PAGE_SIZE, PAGE_SIZE);
	if (n > 0)
		unpin_user_pages_dirty_lock(pages, n, true);
	kvfree(pages);
	return n;
}

/* Taken and given back by one ioctl, through helpers. */
struct transfer {
	struct page **pages;
	unsigned long addr;
	int npages;
	bool write;
};

static int transfer_map(struct transfer *t)
{
	t->npages = pin_user_pages_fast(t->addr, 4, t->write ? FOLL_WRITE : 0, t->pages);
	return t->npages < 0 ? t->npages : 0;
}

static void transfer_run(struct transfer *t)
{
	t->addr += t->npages;
}

static long transfer_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	struct transfer *t = file->private_data;
	int ret = transfer_map(t);

	if (ret)
		return ret;
	transfer_run(t);
	unpin_user_pages_dirty_lock(t->pages, t->npages, t->write);
	return 0;
}

const struct file_operations transfer_fops = {
	.unlocked_ioctl = transfer_ioctl,
};

/* References, which do not hold what has to move. */
struct peek {
	struct page **pages;
	int npages;
};

int peek_open(struct peek *p, unsigned long addr)
{
	p->npages = get_user_pages_fast(addr, 4, 0, p->pages);
	return p->npages < 0 ? p->npages : 0;
}

void peek_close(struct peek *p)
{
	int i;

	for (i = 0; i < p->npages; i++)
		put_page(p->pages[i]);
}

/* Long-term by what the caller says, or by what the object says. */
struct pool {
	struct page **pages;
	unsigned int gup_flags;
	int npages;
};

void pool_init(struct pool *p, bool write)
{
	p->gup_flags = FOLL_LONGTERM;
	if (write)
		p->gup_flags |= FOLL_WRITE;
}

int pool_fill(struct pool *p, unsigned long addr, int nr)
{
	p->npages = pin_user_pages_fast(addr, nr, p->gup_flags, p->pages);
	return p->npages < 0 ? p->npages : 0;
}

void pool_drain(struct pool *p)
{
	unpin_user_pages(p->pages, p->npages);
}

struct buffer {
	struct page **pages;
	int npages;
};

static int buffer_pin(struct buffer *b, unsigned long addr, int nr, unsigned int gup_flags)
{
	b->npages = pin_user_pages_fast(addr, nr, gup_flags, b->pages);
	return b->npages < 0 ? b->npages : 0;
}

int buffer_create(struct buffer *b, unsigned long addr, int nr)
{
	return buffer_pin(b, addr, nr, FOLL_WRITE | FOLL_LONGTERM);
}

void buffer_destroy(struct buffer *b)
{
	unpin_user_pages_dirty_lock(b->pages, b->npages, true);
}

/* With flags of an object that has FOLL_LONGTERM perhaps. */
struct archive {
	struct page *pages[4];
	unsigned int gup_flags;
	int npages;
};

struct archive *archive_find(int id);

void archive_init(struct archive *a, bool keep)
{
	a->gup_flags = FOLL_WRITE;
	if (keep)
		a->gup_flags |= FOLL_LONGTERM;
}

int archive_fill(unsigned long addr, int id)
{
	struct archive *a = archive_find(id);

	a->npages = pin_user_pages_fast(addr, 4, a->gup_flags, a->pages);
	return a->npages < 0 ? a->npages : 0;
}

void archive_empty(struct archive *a)
{
	unpin_user_pages(a->pages, a->npages);
}
