// SPDX-License-Identifier: MIT
// path: drivers/misc/relay/relay-ioctl.c
#include <linux/fs.h>
#include <linux/mm.h>
#include "relay.h"

long relay_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	struct relay *r = file->private_data;

	return relay_take(r, arg, FOLL_WRITE); // want "pin_user_pages\\(\\) needs mmap_lock"
}

static long relay_peek_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	struct relay *r = file->private_data;
	long n;

	relay_enter(r);
	n = relay_peek(r, arg, FOLL_WRITE);
	relay_leave(r);
	return n;
}

static const struct file_operations relay_fops = {
	.unlocked_ioctl = relay_ioctl,
};

static const struct file_operations relay_peek_fops = {
	.unlocked_ioctl = relay_peek_ioctl,
};
