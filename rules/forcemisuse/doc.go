// SPDX-License-Identifier: MIT

/*
Package forcemisuse finds FOLL_FORCE in drivers.

FOLL_FORCE overrides the permissions that user space gave its memory. It is meant
for debuggers and their like: ptrace, /proc/PID/mem, uprobes, exec, core dumps.
Drivers used FOLL_WRITE|FOLL_FORCE to have private mappings copied before a
long-term read. Kernels that unshare such pages themselves (gup_must_unshare()
looks at the VMA there) do not need it any more.

# Before

	n = pin_user_pages_fast(addr, nr, FOLL_LONGTERM | FOLL_WRITE | FOLL_FORCE, pages);

# After

	n = pin_user_pages_fast(addr, nr, FOLL_LONGTERM | (writable ? FOLL_WRITE : 0), pages);

# Limits

Of a kernel, only code under drivers/, sound/ and net/ is looked at; code outside of
any kernel is taken for a driver, unless the call is told whose memory it is about, as
that of a debugger is. Trees that cannot do without are left alone.
*/
package forcemisuse
