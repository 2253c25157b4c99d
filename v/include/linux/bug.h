/* SPDX-License-Identifier: MIT */
/* Complaints, and the end of the world. */
#ifndef _LINUX_BUG_H
#define _LINUX_BUG_H

#include <linux/types.h>

void __warn_here(const char *file, int line);
void __bug_here(const char *file, int line) __attribute__((__noreturn__));

#define BUG()		__bug_here(__FILE__, __LINE__)
#define BUG_ON(c)	do { if (unlikely(c)) BUG(); } while (0)

#define WARN_ON(c) ({						\
	int __hit = !!(c);					\
								\
	if (unlikely(__hit))					\
		__warn_here(__FILE__, __LINE__);		\
	unlikely(__hit);					\
})

#define WARN_ON_ONCE(c) ({					\
	static bool __warned;					\
	int __hit = !!(c);					\
								\
	if (unlikely(__hit && !__warned)) {			\
		__warned = true;				\
		__warn_here(__FILE__, __LINE__);		\
	}							\
	unlikely(__hit);					\
})

#ifdef CONFIG_DEBUG_VM
#define VM_BUG_ON(c)		BUG_ON(c)
#define VM_WARN_ON_ONCE(c)	((void)WARN_ON_ONCE(c))
#else
#define VM_BUG_ON(c)		((void)sizeof(!!(c)))
#define VM_WARN_ON_ONCE(c)	((void)sizeof(!!(c)))
#endif

#endif
