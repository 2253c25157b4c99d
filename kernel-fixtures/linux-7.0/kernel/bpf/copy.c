// SPDX-License-Identifier: MIT
// Helpers with which programs look at the memory of tasks.
#include <linux/err.h>
#include <linux/mm.h>
#include <linux/sched.h>

#define COPY_PARTIAL	(1U << 0)

int bpf_copy_task_str(struct task_struct *tsk, unsigned long addr, char *dst,
		      int size, unsigned int flags)
{
	int ret;

	if (flags & ~COPY_PARTIAL)
		return -EINVAL;
	ret = copy_remote_vm_str(tsk, addr, dst, size, 0);
	if (ret < 0)
		memset(dst, 0, size);
	return ret;
}

/* From a timer's callback, which has to be quick. */
int bpf_peek_task_str(struct task_struct *tsk, unsigned long addr, char *dst,
		      int size)
{
	return copy_remote_vm_str(tsk, addr, dst, size, FOLL_NOWAIT); /* want nowait-lock-drop */
}
