/* SPDX-License-Identifier: MIT */
/* The error numbers, with those that never reach user space. */
#ifndef _LINUX_ERRNO_H
#define _LINUX_ERRNO_H

#include <asm-generic/errno.h>

#define ERESTARTSYS	512
#define ENOTSUPP	524

#endif
