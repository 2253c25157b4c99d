// SPDX-License-Identifier: MIT
// tree: linux-6.12
// path: drivers/misc/ring/bad.c

#include <linux/fs.h>
#include <linux/highmem.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/workqueue.h>

/* A pin given back as a reference. */
static int put_a_pin(unsigned long addr, void *to)
{
	struct page *page;

	if (pin_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)	// step "taken here"
		return -EFAULT;
	memcpy_from_page(to, page, 0, 64);
	put_page(page);	// want "put_page\\(\\) does not give back what pin_user_pages_fast\\(\\) took: a pin, which unpin_user_page\\(\\) gives back"
	return 0;
}

static int put_pins(unsigned long addr, int nr)
{
	struct page *pages[16];
	int i, n;

	n = pin_user_pages_fast(addr, nr, 0, pages);
	for (i = 0; i < n; i++)
		put_page(pages[i]);	// want "put_page\\(\\) does not give back what pin_user_pages_fast"
	return n;
}

static int put_pins_in_bulk(unsigned long addr)
{
	struct page *pages[16];
	long n;

	mmap_read_lock(current->mm);
	n = pin_user_pages(addr, 16, 0, pages);
	mmap_read_unlock(current->mm);
	if (n > 0)
		release_pages(pages, n);	// want "release_pages\\(\\) does not give back what pin_user_pages"
	return n;
}

static int put_folio(unsigned long addr)
{
	struct page *page;
	struct folio *folio;

	if (pin_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	folio = page_folio(page);
	folio_put(folio);	// want "folio_put\\(\\) does not give back"
	return 0;
}

/* A reference given back as a pin. */
static int unpin_a_reference(unsigned long addr)
{
	struct page *page;

	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	unpin_user_page(page);	// want "unpin_user_page\\(\\) does not give back what get_user_pages_fast\\(\\) took: a reference, which put_page\\(\\) gives back"
	return 0;
}

static long unpin_references(struct mm_struct *mm, unsigned long addr)
{
	struct page *pages[4];
	long n;

	mmap_read_lock(mm);
	n = get_user_pages_remote(mm, addr, 4, FOLL_WRITE, pages, NULL);
	mmap_read_unlock(mm);
	if (n <= 0)
		return n;
	unpin_user_pages_dirty_lock(pages, n, true);	// want "unpin_user_pages_dirty_lock\\(\\) does not give back what get_user_pages_remote"
	return 0;
}

static long unpin_by_pointer(struct mm_struct *mm, unsigned long addr)
{
	struct vm_area_struct *vma;
	struct page *page;

	mmap_read_lock(mm);
	page = get_user_page_vma_remote(mm, addr, 0, &vma);
	mmap_read_unlock(mm);
	if (IS_ERR(page))
		return PTR_ERR(page);
	unpin_user_page(page);	// want "unpin_user_page\\(\\) does not give back what get_user_page_vma_remote"
	return 0;
}

/* Right where all goes well, wrong where it does not. */
static int wrong_on_the_error_path(unsigned long addr, int nr)
{
	struct page **pages;
	int i, n;

	pages = kcalloc(nr, sizeof(*pages), GFP_KERNEL);
	if (!pages)
		return -ENOMEM;
	n = pin_user_pages_fast(addr, nr, FOLL_WRITE, pages);
	if (n != nr)
		goto fail;
	unpin_user_pages_dirty_lock(pages, n, true);
	kfree(pages);
	return 0;
fail:
	for (i = 0; i < n; i++)
		put_page(pages[i]);	// want "put_page\\(\\) does not give back"
	kfree(pages);
	return -EFAULT;
}

/* A helper that is right for others. */
static void drop(struct page **pages, int nr)
{
	while (nr-- > 0)
		put_page(pages[nr]);	// step "put_page\\(\\) gives it back here"
}

static int helper_for_references(unsigned long addr)
{
	struct page *pages[4];
	int n;

	n = get_user_pages_fast(addr, 4, 0, pages);
	drop(pages, n);
	return n;
}

static int helper_for_pins(unsigned long addr)
{
	struct page *pages[4];
	int n;

	n = pin_user_pages_fast(addr, 4, 0, pages);
	drop(pages, n);	// want "put_page\\(\\) does not give back what pin_user_pages_fast"
	return n;
}

static void drop_one(struct page *page, bool dirty)
{
	if (dirty)
		set_page_dirty_lock(page);
	put_page(page);
}

static int one_by_one(unsigned long addr)
{
	struct page *pages[4];
	int i, n;

	n = pin_user_pages_fast(addr, 4, 0, pages);
	for (i = 0; i < n; i++)
		drop_one(pages[i], true);	// want "put_page\\(\\) does not give back what pin_user_pages_fast"
	return n;
}

/* A page a time. */
static int page_at_a_time(unsigned long addr)
{
	struct page *pages[8];
	int i, ret = 0;

	for (i = 0; i < 8; i++) {
		ret = pin_user_pages_fast(addr + i * PAGE_SIZE, 1, 0, &pages[i]);
		if (ret != 1)
			break;
	}
	while (--i >= 0)
		put_page(pages[i]);	// want "put_page\\(\\) does not give back what pin_user_pages_fast"
	return ret;
}

/* Kept in a structure, given back by another function of the file. */
struct ring {
	struct page **pages;
	unsigned int npages;
	struct page *doorbell;
	struct page *status[2];
};

static int ring_pin(struct ring *r, unsigned long addr, int nr)
{
	int n;

	r->pages = kvcalloc(nr, sizeof(*r->pages), GFP_KERNEL);
	if (!r->pages)
		return -ENOMEM;
	n = pin_user_pages_fast(addr, nr, FOLL_WRITE | FOLL_LONGTERM, r->pages);
	if (n < 0) {
		kvfree(r->pages);
		return n;
	}
	r->npages = n;
	return 0;
}

static int ring_doorbell(struct ring *r, unsigned long addr)
{
	struct page *page;

	if (pin_user_pages_fast(addr, 1, FOLL_WRITE | FOLL_LONGTERM, &page) != 1)
		return -EFAULT;
	r->doorbell = page;
	return get_user_pages_fast(addr, 2, 0, r->status) == 2 ? 0 : -EFAULT;
}

static void ring_free(struct ring *r)
{
	unsigned int i;

	for (i = 0; i < r->npages; i++)
		put_page(r->pages[i]);	// want "put_page\\(\\) does not give back what pin_user_pages_fast\\(\\) took into struct ring's pages"
	kvfree(r->pages);
	put_page(r->doorbell);	// want "put_page\\(\\) does not give back what pin_user_pages_fast\\(\\) took into struct ring's doorbell"
	unpin_user_pages(r->status, 2);	// want "unpin_user_pages\\(\\) does not give back what get_user_pages_fast\\(\\) took into struct ring's status"
}

/* An object of its own, found again through the file. */
struct chan {
	struct page *pages[8];
	int npages;
};

static long chan_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	struct chan *c = kzalloc(sizeof(*c), GFP_KERNEL);

	if (!c)
		return -ENOMEM;
	c->npages = pin_user_pages_fast(arg, 8, FOLL_WRITE | FOLL_LONGTERM, c->pages);
	if (c->npages <= 0) {
		kfree(c);
		return -EFAULT;
	}
	file->private_data = c;
	return 0;
}

static int chan_release(struct inode *inode, struct file *file)
{
	struct chan *c = file->private_data;
	int i;

	for (i = 0; c && i < c->npages; i++)
		put_page(c->pages[i]);	// want "put_page\\(\\) does not give back what pin_user_pages_fast\\(\\) took into struct chan's pages"
	kfree(c);
	return 0;
}

static const struct file_operations chan_fops = {
	.unlocked_ioctl = chan_ioctl,
	.release = chan_release,
};

/* Given back by work that runs later. */
struct job {
	struct work_struct work;
	struct page *page;
};

static int job_queue(struct job *job, unsigned long addr)
{
	return pin_user_pages_fast(addr, 1, FOLL_WRITE, &job->page) == 1 ? 0 : -EFAULT;
}

static void job_run(struct work_struct *work)
{
	struct job *job = container_of(work, struct job, work);

	put_page(job->page);	// want "put_page\\(\\) does not give back what pin_user_pages_fast\\(\\) took into struct job's page"
}

/* Folios of a memfd are pinned. */
static long memfd(struct file *file)
{
	struct folio *folios[4];
	pgoff_t offset;
	long i, n;

	n = memfd_pin_folios(file, 0, 4 * PAGE_SIZE - 1, folios, 4, &offset);
	for (i = 0; i < n; i++)
		folio_put(folios[i]);	// want "folio_put\\(\\) does not give back what memfd_pin_folios"
	return n;
}

/* Taken through a function that is told how. */
static int pin_one_by(unsigned long addr, unsigned int flags, struct page **page)
{
	return pin_user_pages_fast(addr, 1, flags, page);
}

int through_helper(unsigned long addr)
{
	struct page *page;

	if (pin_one_by(addr, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	put_page(page); // want "does not give back what pin_user_pages_fast.. took"
	return 0;
}
