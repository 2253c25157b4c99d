/* SPDX-License-Identifier: MIT */
/* Open files and what can be done with them. */
#ifndef _LINUX_FS_H
#define _LINUX_FS_H

#include <linux/kernel.h>

struct address_space;
struct file;
struct inode;
struct vm_area_struct;

struct file {
	struct inode *f_inode;
	struct address_space *f_mapping;
	void *private_data;
};

struct file_operations {
	int (*open)(struct inode *inode, struct file *file);
	ssize_t (*read)(struct file *file, char __user *buf, size_t len, loff_t *pos);
	ssize_t (*write)(struct file *file, const char __user *buf, size_t len, loff_t *pos);
	long (*unlocked_ioctl)(struct file *file, unsigned int cmd, unsigned long arg);
	int (*release)(struct inode *inode, struct file *file);
};

struct inode *file_inode(const struct file *file);
loff_t i_size_read(const struct inode *inode);
bool shmem_file(struct file *file);
bool is_file_hugepages(const struct file *file);
struct file *fget(unsigned int fd);
void fput(struct file *file);

#endif
