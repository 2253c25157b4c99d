/* SPDX-License-Identifier: MIT */
/* What of the page reclaim others call. */
#ifndef _LINUX_SWAP_H
#define _LINUX_SWAP_H

void lru_add_drain(void);

#endif
