// SPDX-License-Identifier: MIT
// path: drivers/misc/snap/snap.c
// FOLL_INTERRUPTIBLE where nothing lets go of mmap_lock.
#include <linux/mm.h>
#include <linux/fs.h>
#include <linux/module.h>
#include <linux/slab.h>

#define SNAP_WAIT	0x1
#define SNAP_FLAGS	(FOLL_WRITE | FOLL_INTERRUPTIBLE)
#define snap_one(mm, addr, page) \
	get_user_pages_remote(mm, addr, 1, FOLL_INTERRUPTIBLE, page, NULL)

enum {
	SNAP_GUP = FOLL_INTERRUPTIBLE | FOLL_FORCE,
};

static const unsigned int snap_default = FOLL_INTERRUPTIBLE;

struct snap {
	struct mm_struct *mm;
	struct page **pages;
	unsigned int gup_flags;
	bool patient;
};

struct request {
	struct mm_struct *mm;
	struct page **pages;
	unsigned int gup_flags;
};

/*
 * At the call
 */

long at_call(struct mm_struct *mm, unsigned long addr, struct page **page)
{
	long n;

	mmap_read_lock(mm);
	n = get_user_pages_remote(mm, addr, 1, FOLL_WRITE | FOLL_INTERRUPTIBLE, page, NULL); // want "FOLL_INTERRUPTIBLE has no effect: get_user_pages_remote\\(\\) does not let go of mmap_lock without a locked pointer"
	mmap_read_unlock(mm);
	return n;
}

long pin_at_call(struct mm_struct *mm, unsigned long addr, struct page **page)
{
	return pin_user_pages_remote(mm, addr, 1, FOLL_INTERRUPTIBLE, page, NULL); // want "no effect: pin_user_pages_remote"
}

/* These have no locked pointer at all. */
long held(unsigned long addr, struct page **page)
{
	return get_user_pages(addr, 1, FOLL_INTERRUPTIBLE, page); // want "no effect: get_user_pages\\(\\) never lets go of mmap_lock"
}

long pin_held(unsigned long addr, struct page **page)
{
	return pin_user_pages(addr, 1, FOLL_INTERRUPTIBLE | FOLL_LONGTERM, page); // want "no effect: pin_user_pages\\(\\) never"
}

struct page *with_vma(struct mm_struct *mm, unsigned long addr,
		      struct vm_area_struct **vma)
{
	return get_user_page_vma_remote(mm, addr, FOLL_INTERRUPTIBLE, vma); // want "no effect: get_user_page_vma_remote\\(\\) never"
}

/* What hands its flags on to that one has it no better. */
int read_other(struct mm_struct *mm, unsigned long addr, void *buf, int len)
{
	return access_remote_vm(mm, addr, buf, len, FOLL_FORCE | FOLL_INTERRUPTIBLE); // want "no effect: get_user_page_vma_remote\\(\\) never"
}

int write_other(struct task_struct *task, unsigned long addr, void *buf, int len)
{
	unsigned int flags = FOLL_WRITE | FOLL_INTERRUPTIBLE; // step "is set here"

	return access_process_vm(task, addr, buf, len, flags); // want "no effect: get_user_page_vma_remote\\(\\) never"
}

/* A zero is a null pointer, in whatever dress. */
long zero_pointer(struct mm_struct *mm, unsigned long addr, struct page **page)
{
	return get_user_pages_remote(mm, addr, 1, FOLL_INTERRUPTIBLE, page, 0); // want "without a locked pointer"
}

long cast_pointer(struct mm_struct *mm, unsigned long addr, struct page **page)
{
	return get_user_pages_remote(mm, addr, 1, FOLL_INTERRUPTIBLE, page, (int *)NULL); // want "without a locked pointer"
}

long null_variable(struct mm_struct *mm, unsigned long addr, struct page **page)
{
	int *locked = NULL;

	return get_user_pages_remote(mm, addr, 1, FOLL_INTERRUPTIBLE, page, locked); // want "without a locked pointer"
}

/*
 * How the flag comes there
 */

long through_local(struct mm_struct *mm, unsigned long addr, struct page **page)
{
	unsigned int flags = FOLL_WRITE;

	flags |= FOLL_INTERRUPTIBLE; // step "FOLL_INTERRUPTIBLE is set here"
	flags &= ~FOLL_WRITE;
	return get_user_pages_remote(mm, addr, 1, flags, page, NULL); // want "no effect"
}

long under_condition(struct mm_struct *mm, unsigned long addr, bool write,
		     bool patient, struct page **page)
{
	unsigned int flags = 0;

	if (write)
		flags |= FOLL_WRITE;
	if (!patient)
		flags |= FOLL_INTERRUPTIBLE; // step "FOLL_INTERRUPTIBLE is set here"
	return get_user_pages_remote(mm, addr, 1, flags, page, NULL); // want "no effect"
}

long by_choice(struct mm_struct *mm, unsigned long addr, bool patient,
	       struct page **page)
{
	return get_user_pages_remote(mm, addr, 1, FOLL_WRITE | (patient ? 0 : FOLL_INTERRUPTIBLE), page, NULL); // want "no effect"
}

long by_arithmetic(struct mm_struct *mm, unsigned long addr, bool patient,
		   struct page **page)
{
	return get_user_pages_remote(mm, addr, 1, FOLL_INTERRUPTIBLE * !patient, page, NULL); // want "no effect"
}

long by_switch(struct mm_struct *mm, unsigned long addr, int how,
	       struct page **page)
{
	unsigned int flags;

	switch (how) {
	case 0:
		flags = FOLL_FORCE;
		break;
	case SNAP_WAIT:
		flags = FOLL_WRITE;
		break;
	default:
		flags = FOLL_WRITE | FOLL_INTERRUPTIBLE; // step "FOLL_INTERRUPTIBLE is set here"
	}
	return get_user_pages_remote(mm, addr, 1, flags, page, NULL); // want "no effect"
}

long in_loop(struct mm_struct *mm, unsigned long addr, unsigned long nr,
	     struct page **pages)
{
	unsigned int flags = FOLL_WRITE;
	unsigned long i;
	long n = 0;

	for (i = 0; i < nr; i++) {
		n = get_user_pages_remote(mm, addr, 1, flags, pages + i, NULL); // want "no effect"
		if (n != 1)
			break;
		addr += PAGE_SIZE;
		flags |= FOLL_INTERRUPTIBLE; // step "FOLL_INTERRUPTIBLE is set here"
	}
	return n;
}

long by_macro(struct mm_struct *mm, unsigned long addr, struct page **page)
{
	return get_user_pages_remote(mm, addr, 1, SNAP_FLAGS, page, NULL); // want "no effect"
}

long by_enum(struct mm_struct *mm, unsigned long addr, struct page **page)
{
	return get_user_pages_remote(mm, addr, 1, SNAP_GUP, page, NULL); // want "no effect"
}

long by_constant(struct mm_struct *mm, unsigned long addr, struct page **page)
{
	return get_user_pages_remote(mm, addr, 1, snap_default, page, NULL); // want "no effect"
}

long by_number(struct mm_struct *mm, unsigned long addr, struct page **page)
{
	const unsigned int flags = 1 << 11;

	return get_user_pages_remote(mm, addr, 1, flags, page, NULL); // want "no effect"
}

long in_macro(struct mm_struct *mm, unsigned long addr, struct page **page)
{
	return snap_one(mm, addr, page); // want "no effect"
}

static unsigned int snap_flags(const struct snap *s)
{
	if (s->patient)
		return 0;
	return FOLL_INTERRUPTIBLE; // step "FOLL_INTERRUPTIBLE is set here"
}

long from_helper(struct snap *s, unsigned long addr, struct page **page)
{
	return get_user_pages_remote(s->mm, addr, 1, FOLL_WRITE | snap_flags(s), page, NULL); // want "no effect"
}

static void snap_add_flags(unsigned int *flags)
{
	*flags |= FOLL_INTERRUPTIBLE; // step "FOLL_INTERRUPTIBLE is set here"
}

long by_pointer(struct mm_struct *mm, unsigned long addr, struct page **page)
{
	unsigned int flags = 0;

	snap_add_flags(&flags);
	return get_user_pages_remote(mm, addr, 1, flags, page, NULL); // want "no effect"
}

/*
 * In members
 */

long in_local_struct(struct mm_struct *mm, unsigned long addr,
		     struct page **pages)
{
	struct request rq = {
		.mm = mm,
		.pages = pages,
		.gup_flags = FOLL_INTERRUPTIBLE, // step "FOLL_INTERRUPTIBLE is set here"
	};

	return get_user_pages_remote(rq.mm, addr, 1, rq.gup_flags, rq.pages, NULL); // want "no effect"
}

struct snap *snap_alloc(struct mm_struct *mm)
{
	struct snap *s = kzalloc(sizeof(*s), GFP_KERNEL);

	if (!s)
		return NULL;
	s->mm = mm;
	s->gup_flags = FOLL_INTERRUPTIBLE; // step "FOLL_INTERRUPTIBLE is set here" "stored in struct snap's gup_flags here"
	return s;
}

long in_member(struct snap *s, unsigned long addr)
{
	return get_user_pages_remote(s->mm, addr, 1, s->gup_flags, s->pages, NULL); // want "no effect"
}

/* Where a pointer to it comes from does not matter. */
struct session {
	struct mm_struct *mm;
	unsigned int wanted;
	struct page *page;
};

static void session_init(void *data, bool patient)
{
	struct session *ses = data;

	ses->wanted = FOLL_WRITE;
	if (!patient)
		ses->wanted |= FOLL_INTERRUPTIBLE; // step "FOLL_INTERRUPTIBLE is set here" "stored in struct session's wanted here"
}

int session_open(struct inode *inode, struct file *file)
{
	file->private_data = kzalloc(sizeof(struct session), GFP_KERNEL);
	if (!file->private_data)
		return -ENOMEM;
	session_init(file->private_data, inode == NULL);
	return 0;
}

long session_ioctl(struct file *file, unsigned int cmd, unsigned long addr)
{
	struct session *ses = file->private_data;

	return get_user_pages_remote(ses->mm, addr, 1, ses->wanted, &ses->page, NULL); // want "no effect"
}

static struct settings {
	unsigned int modes;
} snap_modes;

void set_modes(void)
{
	snap_modes.modes = FOLL_INTERRUPTIBLE; // step "FOLL_INTERRUPTIBLE is set here"
}

long in_global(struct mm_struct *mm, unsigned long addr, struct page **page)
{
	return get_user_pages_remote(mm, addr, 1, snap_modes.modes, page, NULL); // want "no effect"
}

/* A structure without a name is one of its own. */
static struct {
	unsigned int gup;
} snap_settings;

void set_signals(void)
{
	snap_settings.gup = FOLL_INTERRUPTIBLE; // step "FOLL_INTERRUPTIBLE is set here"
}

long in_nameless(struct mm_struct *mm, unsigned long addr, struct page **page)
{
	return get_user_pages_remote(mm, addr, 1, snap_settings.gup, page, NULL); // want "no effect"
}

/*
 * Through others
 */

static long grab(struct mm_struct *mm, unsigned long addr, unsigned int flags,
		 struct page **page)
{
	return get_user_pages_remote(mm, addr, 1, flags | FOLL_WRITE, page, NULL); // step "get_user_pages_remote\\(\\) is called here"
}

long through_wrapper(struct mm_struct *mm, unsigned long addr,
		     struct page **page)
{
	return grab(mm, addr, FOLL_INTERRUPTIBLE, page); // want "no effect"
}

static long grab_deep(struct mm_struct *mm, unsigned long addr,
		      unsigned int flags, struct page **page)
{
	flags &= ~FOLL_FORCE;
	return grab(mm, addr, flags, page); // step "through grab"
}

static long grab_deeper(struct snap *s, unsigned long addr,
			unsigned int flags)
{
	return grab_deep(s->mm, addr, flags, s->pages); // step "through grab_deep"
}

/* Who says so is far away. */
long through_three(struct snap *s, unsigned long addr, bool patient)
{
	unsigned int flags = FOLL_FORCE;

	if (!patient)
		flags |= FOLL_INTERRUPTIBLE; // step "FOLL_INTERRUPTIBLE is set here"
	return grab_deeper(s, addr, flags); // want "no effect"
}

/* Where the flag is set by what a wrapper is asked, it is the wrapper's fault. */
static long grab_patiently(struct snap *s, unsigned long addr, bool patient)
{
	return grab(s->mm, addr, patient ? 0 : FOLL_INTERRUPTIBLE, s->pages); // want "no effect"
}

long ask_patiently(struct snap *s, unsigned long addr)
{
	return grab_patiently(s, addr, false);
}

static long grab_locked(struct mm_struct *mm, unsigned long addr,
			unsigned int flags, struct page **page, int *locked)
{
	return pin_user_pages_remote(mm, addr, 1, flags, page, locked);
}

long null_to_wrapper(struct mm_struct *mm, unsigned long addr,
		     struct page **page)
{
	return grab_locked(mm, addr, FOLL_INTERRUPTIBLE, page, NULL); // want "no effect: pin_user_pages_remote\\(\\) does not let go"
}

/* Right or wrong by what it is asked. */
long null_by_choice(struct mm_struct *mm, unsigned long addr, bool keep,
		    struct page **page)
{
	int locked = 1;

	return grab_locked(mm, addr, FOLL_INTERRUPTIBLE, page, keep ? NULL : &locked); // want "no effect"
}

struct snap_ops {
	long (*fetch)(struct mm_struct *mm, unsigned long addr,
		      unsigned int flags, struct page **page);
};

static long fetch_held(struct mm_struct *mm, unsigned long addr,
		       unsigned int flags, struct page **page)
{
	return get_user_pages_remote(mm, addr, 1, flags, page, NULL);
}

static const struct snap_ops held_ops = {
	.fetch = fetch_held,
};

long through_ops(const struct snap_ops *ops, struct mm_struct *mm,
		 unsigned long addr, struct page **page)
{
	return ops->fetch(mm, addr, FOLL_WRITE | FOLL_INTERRUPTIBLE, page); // want "no effect"
}

/* Two flags that are set together. */
long set_together(struct mm_struct *mm, unsigned long addr, bool user,
		  struct page **page)
{
	unsigned int flags = 0;

	if (user)
		flags |= FOLL_WRITE | FOLL_INTERRUPTIBLE; // step "FOLL_INTERRUPTIBLE is set here"
	return get_user_pages_remote(mm, addr, 1, flags, page, NULL); // want "no effect"
}

/* The flag here and NULL there: nobody knows whether they meet. */
long may_meet(struct mm_struct *mm, unsigned long addr, bool patient, bool keep,
	      struct page **page)
{
	unsigned int flags = patient ? 0 : FOLL_INTERRUPTIBLE;
	int locked = 1;

	return get_user_pages_remote(mm, addr, 1, flags, page, keep ? NULL : &locked); // strict "no effect"
}

#ifdef CONFIG_SNAP_SIGNALS
#define SNAP_CONFIG	FOLL_INTERRUPTIBLE
#else
#define SNAP_CONFIG	0
#endif

long by_config(struct mm_struct *mm, unsigned long addr, struct page **page)
{
	return get_user_pages_remote(mm, addr, 1, SNAP_CONFIG, page, NULL); // want "no effect"
}

long in_config(struct mm_struct *mm, unsigned long addr, struct page **page)
{
	unsigned int flags = FOLL_WRITE;

#ifdef CONFIG_SNAP_SIGNALS
	flags |= FOLL_INTERRUPTIBLE; // step "FOLL_INTERRUPTIBLE is set here"
#endif
	return get_user_pages_remote(mm, addr, 1, flags, page, NULL); // want "no effect"
}
