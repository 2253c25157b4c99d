/* SPDX-License-Identifier: MIT */
/* What makes a file a module. */
#ifndef _LINUX_MODULE_H
#define _LINUX_MODULE_H

#include <linux/kernel.h>

#define MODULE_LICENSE(text)
#define MODULE_DESCRIPTION(text)
#define module_init(fn)		int init_module(void) { return fn(); }

#endif
