// SPDX-License-Identifier: MIT
// path: drivers/misc/vault/vault.c
// Pins that user space keeps for as long as it likes.
#include <linux/fs.h>
#include <linux/mm.h>
#include <linux/slab.h>

#define VAULT_PIN	1
#define VAULT_UNPIN	2

/* Taken by one command, given back by another, or when the file is closed. */
struct vault {
	struct page **pages;
	unsigned int npages;
};

static int vault_pin(struct vault *v, unsigned long addr, unsigned int nr)
{
	int n;

	v->pages = kvcalloc(nr, sizeof(*v->pages), GFP_KERNEL);
	if (!v->pages)
		return -ENOMEM;
	n = pin_user_pages_fast(addr, nr, FOLL_WRITE, v->pages); // want "the pins in struct vault's pages outlive the call, and are not taken with FOLL_LONGTERM"
	if (n < 0) {
		kvfree(v->pages);
		v->pages = NULL;
		return n;
	}
	v->npages = n;
	return 0;
}

static void vault_unpin(struct vault *v)
{
	if (!v->pages)
		return;
	unpin_user_pages_dirty_lock(v->pages, v->npages, true); // step "given back here"
	kvfree(v->pages);
	v->pages = NULL;
}

static long vault_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	struct vault *v = file->private_data;

	switch (cmd) {
	case VAULT_PIN:
		return vault_pin(v, arg, 16);
	case VAULT_UNPIN:
		vault_unpin(v);
		return 0;
	}
	return -EINVAL;
}

static int vault_release(struct inode *inode, struct file *file)
{
	vault_unpin(file->private_data);
	return 0;
}

const struct file_operations vault_fops = {
	.unlocked_ioctl = vault_ioctl,
	.release = vault_release,
};

/* Through a variable that goes into the object. */
struct region {
	struct page **pages;
	unsigned long npages;
	struct region *next;
};

struct region *region_create(unsigned long addr, unsigned long nr)
{
	struct region *r = kzalloc(sizeof(*r), GFP_KERNEL);
	struct page **pages;
	long n;

	if (!r)
		return NULL;
	pages = kvmalloc_array(nr, sizeof(*pages), GFP_KERNEL);
	if (!pages)
		goto free;
	n = pin_user_pages_unlocked(addr, nr, pages, FOLL_WRITE); // want "struct region's pages outlive the call"
	if (n <= 0)
		goto free;
	r->pages = pages;
	r->npages = n;
	return r;
free:
	kvfree(pages);
	kfree(r);
	return NULL;
}

void region_destroy(struct region *r)
{
	unpin_user_pages(r->pages, r->npages); // step "given back here"
	kvfree(r->pages);
	kfree(r);
}

/* One page, under mmap_lock, given back one by one. */
struct doorbell {
	struct page *page;
	struct mm_struct *mm;
	bool mapped;
};

int doorbell_map(struct doorbell *d, unsigned long addr)
{
	long n;

	mmap_read_lock(current->mm);
	n = pin_user_pages(addr, 1, FOLL_WRITE, &d->page); // want "struct doorbell's page outlive the call"
	mmap_read_unlock(current->mm);
	if (n != 1)
		return n < 0 ? n : -EFAULT;
	d->mapped = true;
	return 0;
}

void doorbell_unmap(struct doorbell *d)
{
	if (d->mapped)
		unpin_user_page(d->page); // step "given back here"
	d->mapped = false;
}

/* An array that is a member itself. */
struct frame {
	struct page *pages[8];
	int npages;
};

int frame_fill(struct frame *f, unsigned long addr, bool write)
{
	unsigned int gup_flags = 0;

	if (write)
		gup_flags |= FOLL_WRITE;
	f->npages = pin_user_pages_fast(addr, ARRAY_SIZE(f->pages), gup_flags, f->pages); // want "struct frame's pages outlive the call"
	return f->npages < 0 ? f->npages : 0;
}

void frame_drop(struct frame *f)
{
	int i;

	for (i = 0; i < f->npages; i++)
		unpin_user_page(f->pages[i]); // step "given back here"
}

/* Kept as the folio around it. */
struct entry {
	struct folio *folio;
};

int entry_pin(struct entry *e, unsigned long addr)
{
	struct page *page;

	if (pin_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1) // want "the pins in struct entry's folio outlive the call"
		return -EFAULT;
	e->folio = page_folio(page);
	return 0;
}

void entry_unpin(struct entry *e)
{
	unpin_user_folio(e->folio, 1);
}

/* Taken through a function that knows nothing of the object. */
struct safe {
	struct page **pages;
	int nr;
};

static int take_for(unsigned long addr, int nr, unsigned int flags, struct page **pages)
{
	return pin_user_pages_fast(addr, nr, flags, pages);
}

int safe_fill(struct safe *s, unsigned long addr)
{
	int n = take_for(addr, s->nr, FOLL_WRITE, s->pages); // want "the pins in struct safe's pages outlive the call, and are not taken with FOLL_LONGTERM"

	if (n == s->nr)
		return 0;
	if (n > 0)
		unpin_user_pages(s->pages, n);
	return -EFAULT;
}

void safe_empty(struct safe *s)
{
	unpin_user_pages(s->pages, s->nr);
}

/* By a helper that has flags of its own. */
struct scroll {
	struct page *pages[4];
	int npages;
};

static int scroll_take(struct page **pages, int nr, unsigned long addr)
{
	return pin_user_pages_fast(addr, nr, FOLL_WRITE, pages);
}

int scroll_open(struct scroll *s, unsigned long addr)
{
	s->npages = scroll_take(s->pages, 4, addr); // want "struct scroll's pages outlive the call"
	return s->npages < 0 ? s->npages : 0;
}

void scroll_close(struct scroll *s)
{
	unpin_user_pages(s->pages, s->npages); // step "given back here"
}

/* With flags of an object that never has FOLL_LONGTERM. */
struct cabinet {
	struct page *pages[4];
	unsigned int gup_flags;
	int npages;
};

struct cabinet *cabinet_find(int id);

void cabinet_init(struct cabinet *c, bool writable)
{
	c->gup_flags = writable ? FOLL_WRITE : 0;
}

int cabinet_fill(unsigned long addr, int id)
{
	struct cabinet *c = cabinet_find(id);

	c->npages = pin_user_pages_fast(addr, 4, c->gup_flags, c->pages); // want "struct cabinet's pages outlive the call"
	return c->npages < 0 ? c->npages : 0;
}

void cabinet_empty(struct cabinet *c)
{
	unpin_user_pages(c->pages, c->npages); // step "given back here"
}
