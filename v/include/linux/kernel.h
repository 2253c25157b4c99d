/* SPDX-License-Identifier: MIT */
/* Small macros that everything needs. */
#ifndef _LINUX_KERNEL_H
#define _LINUX_KERNEL_H

#include <linux/types.h>
#include <linux/bug.h>
#include <linux/errno.h>

#define INT_MAX		((int)(~0U >> 1))
#define UINT_MAX	(~0U)
#define U32_MAX		((u32)~0U)
#define LONG_MAX	((long)(~0UL >> 1))

#define BIT(nr)			(1UL << (nr))
#define ARRAY_SIZE(a)		(sizeof(a) / sizeof((a)[0]))
#define DIV_ROUND_UP(n, d)	(((n) + (d) - 1) / (d))
#define min(a, b)		({ typeof(a) __a = (a); typeof(b) __b = (b); __a < __b ? __a : __b; })
#define max(a, b)		({ typeof(a) __a = (a); typeof(b) __b = (b); __a > __b ? __a : __b; })
#define min_t(t, a, b)		min((t)(a), (t)(b))
#define max_t(t, a, b)		max((t)(a), (t)(b))

#define offsetof(t, m)		__builtin_offsetof(t, m)
#define container_of(p, t, m)	((t *)((char *)(p) - offsetof(t, m)))

#define check_add_overflow(a, b, d)	__builtin_add_overflow(a, b, d)

#define EXPORT_SYMBOL(sym)	extern typeof(sym) sym
#define EXPORT_SYMBOL_GPL(sym)	extern typeof(sym) sym

void *memcpy(void *dst, const void *src, size_t n);
void *memset(void *s, int c, size_t n);
int __printf(1, 2) printk(const char *fmt, ...);
#define pr_err(...)	printk(__VA_ARGS__)
#define pr_debug(...)	printk(__VA_ARGS__)

/* Works for symbols that are defined as 1 or not at all. */
#define __ARG_PLACEHOLDER_1		0,
#define __take_second(ignored, val, ...)	val
#define __is_one(x)			___is_one(x)
#define ___is_one(val)			____is_one(__ARG_PLACEHOLDER_##val)
#define ____is_one(arg1_or_junk)	__take_second(arg1_or_junk 1, 0)
#define IS_ENABLED(option)		__is_one(option)

#endif
