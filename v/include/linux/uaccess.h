/* SPDX-License-Identifier: MIT */
/* User memory by address. */
#ifndef _LINUX_UACCESS_H
#define _LINUX_UACCESS_H

#include <linux/types.h>

unsigned long __must_check copy_from_user(void *to, const void __user *from, unsigned long n);
unsigned long __must_check copy_to_user(void __user *to, const void *from, unsigned long n);
bool access_ok(const void __user *addr, unsigned long size);

#define TASK_SIZE_MAX		((1UL << 47) - 4096)
#define untagged_addr(addr)	(addr)
#define u64_to_user_ptr(x)	((void __user *)(uintptr_t)(x))

void pagefault_disable(void);
void pagefault_enable(void);

#endif
