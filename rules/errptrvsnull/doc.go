// SPDX-License-Identifier: MIT

/*
Package errptrvsnull finds results tested for the wrong kind of failure.

get_user_page_vma_remote() returns a page or an error pointer, never NULL;
get_dump_page() returns a page or NULL, never an error pointer. The wrong test lets
a failure pass for a page. follow_page() of older kernels returns either, and a test
for one of them is not enough. Which an entry returns is read from the tree.

# Before

	page = get_user_page_vma_remote(mm, addr, FOLL_WRITE, &vma);
	if (!page)
		return -EFAULT;

# After

	if (IS_ERR(page))
		return PTR_ERR(page);

# Limits

A result that is read back from memory is not judged, nor is one that nobody looks
at.
*/
package errptrvsnull
