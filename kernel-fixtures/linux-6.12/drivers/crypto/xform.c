// SPDX-License-Identifier: MIT
// A cipher engine that works on memory of user space, in place.
#include <linux/dma-mapping.h>
#include <linux/slab.h>

struct xform_req {
	unsigned long src;
	unsigned long dst;
	unsigned int npages;
};

struct xform_engine {
	struct device *dev;
	size_t in_flight;
};

int xform_submit(struct xform_engine *eng, struct page **src,
		 struct page **dst, unsigned int npages);

/* Source and destination, each pinned for as long as the request takes. */
int xform_run(struct xform_engine *eng, struct xform_req *req)
{
	struct page **src, **dst;
	int got, ret;

	src = kvcalloc(2 * req->npages, sizeof(*src), GFP_KERNEL);
	if (!src)
		return -ENOMEM;
	dst = src + req->npages;

	got = pin_user_pages_fast(req->src, req->npages, 0, src);
	if (got != req->npages) {
		if (got > 0)
			unpin_user_pages(src, got);
		ret = got < 0 ? got : -EFAULT;
		goto free;
	}
	got = pin_user_pages_fast(req->dst, req->npages, FOLL_WRITE, dst);
	if (got != req->npages) {
		if (got > 0)
			unpin_user_pages(dst, got);
		ret = got < 0 ? got : -EFAULT;
		goto unpin_src;
	}
	ret = xform_submit(eng, src, dst, req->npages);
	unpin_user_pages_dirty_lock(dst, req->npages, true);
unpin_src:
	unpin_user_pages(src, req->npages);
free:
	kvfree(src);
	return ret;
}

/* The key lies in at most two pages; it is only read. */
int xform_set_key(struct xform_engine *eng, unsigned long addr)
{
	struct page *pages[2];
	int got, ret;

	got = pin_user_pages_fast(addr, 2, 0, pages);
	if (got != 2)
		return -EFAULT; /* want short-pin-leak */
	ret = xform_submit(eng, pages, pages, 2);
	unpin_user_pages(pages, 2);
	return ret;
}

/* Starts as much as it can get; the interrupt gives the pages back. */
ssize_t xform_stream(struct xform_engine *eng, unsigned long addr,
		     struct page **pages, unsigned int max)
{
	size_t got;

	got = pin_user_pages_fast(addr, max, FOLL_WRITE, pages); /* want unsigned-result */
	if (got <= 0)
		return -EFAULT;
	eng->in_flight += got;
	return xform_submit(eng, pages, pages, got);
}
