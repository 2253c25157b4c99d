// SPDX-License-Identifier: MIT
// path: drivers/misc/relay/relay.h
struct relay {
	struct mutex mutex;
	struct page **pages;
};

long relay_take(struct relay *r, unsigned long addr, unsigned int gup_flags);
long relay_peek(struct relay *r, unsigned long addr, unsigned int gup_flags);
long relay_show(struct relay *r, unsigned long addr);
void relay_enter(struct relay *r);
void relay_leave(struct relay *r);
