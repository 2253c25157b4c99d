/* SPDX-License-Identifier: MIT */
/* Release at the end of a scope: __free(), guard(), scoped_guard(). */
#ifndef _LINUX_CLEANUP_H
#define _LINUX_CLEANUP_H

#include <linux/err.h>

#define __cleanup(fn)		__attribute__((__cleanup__(fn)))

#define DEFINE_FREE(_name, _type, _free) \
	static inline void __free_##_name(void *p) { _type _T = *(_type *)p; _free; }
#define __free(_name)		__cleanup(__free_##_name)
#define no_free_ptr(p)		({ typeof(p) __keep = (p); (p) = NULL; __keep; })
#define return_ptr(p)		return no_free_ptr(p)

#define DEFINE_GUARD(_name, _type, _lock, _unlock)			\
	typedef _type guard_##_name##_t;				\
	static inline _type guard_enter_##_name(_type _T)		\
	{ _lock; return _T; }						\
	static inline void guard_leave_##_name(guard_##_name##_t *p)	\
	{ _type _T = *p; _unlock; }

#define __guard_paste(a, b)	a##b
#define __guard_var(l)		__guard_paste(__scope_, l)

#define guard(_name)							\
	guard_##_name##_t __guard_var(__LINE__)				\
	__cleanup(guard_leave_##_name) = guard_enter_##_name

#define scoped_guard(_name, arg)					\
	for (guard_##_name##_t __scope __cleanup(guard_leave_##_name) =	\
	     guard_enter_##_name(arg), *__once = (void *)1;		\
	     __once; __once = NULL)

#endif
