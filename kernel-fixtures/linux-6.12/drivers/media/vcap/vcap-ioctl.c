// SPDX-License-Identifier: MIT
// What user space asks of a frame grabber.
#include <linux/fs.h>
#include <linux/list.h>
#include <linux/slab.h>
#include <linux/uaccess.h>

#include "vcap.h"

#define VCAP_IOC_QUEUE		0x5601
#define VCAP_IOC_STAMP		0x5602

struct vcap_queue_arg {
	__u64 addr;
	__u32 npages;
	__u32 flags;
};

static int vcap_queue(struct vcap_device *vdev, struct vcap_queue_arg *arg)
{
	struct vcap_buffer *buf;
	int ret;

	if (!arg->npages || arg->npages > 4096)
		return -EINVAL;
	buf = kzalloc(sizeof(*buf), GFP_KERNEL);
	if (!buf)
		return -ENOMEM;
	vcap_buffer_init(buf, arg->addr, arg->npages, arg->flags);
	ret = vcap_buffer_pin(buf);
	if (ret) {
		kfree(buf);
		return ret;
	}
	guard(mutex)(&vdev->lock);
	list_add_tail(&buf->list, &vdev->queue);
	return 0;
}

/* Puts the time of the last frame where user space can see it. */
static int vcap_stamp(struct vcap_device *vdev, unsigned long addr, u64 now)
{
	struct page *page;
	unsigned long flags;
	int ret;

	spin_lock_irqsave(&vdev->irq_lock, flags);
	ret = get_user_pages_fast(addr, 1, FOLL_WRITE, &page); /* want gup-in-atomic */
	spin_unlock_irqrestore(&vdev->irq_lock, flags);
	if (ret != 1)
		return ret < 0 ? ret : -EFAULT;
	memcpy((char *)page_address(page) + offset_in_page(addr), &now, sizeof(now));
	set_page_dirty_lock(page);
	put_page(page);
	return 0;
}

static long vcap_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	struct vcap_device *vdev = file->private_data;
	struct vcap_queue_arg q;

	switch (cmd) {
	case VCAP_IOC_QUEUE:
		if (copy_from_user(&q, (void __user *)arg, sizeof(q)))
			return -EFAULT;
		return vcap_queue(vdev, &q);
	case VCAP_IOC_STAMP:
		return vcap_stamp(vdev, arg, 0);
	}
	return -ENOTTY;
}

static int vcap_release(struct inode *inode, struct file *file)
{
	struct vcap_device *vdev = file->private_data;
	struct vcap_buffer *buf;

	list_for_each_entry(buf, &vdev->queue, list)
		vcap_buffer_unpin(buf);
	return 0;
}

const struct file_operations vcap_fops = {
	.unlocked_ioctl = vcap_ioctl,
	.release = vcap_release,
};
