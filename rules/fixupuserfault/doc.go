// SPDX-License-Identifier: MIT

/*
Package fixupuserfault finds broken promises around fixup_user_fault().

fixup_user_fault() takes FAULT_FLAG_ flags and an unlocked pointer. With
FAULT_FLAG_ALLOW_RETRY the pointer has to be there: the function stores to it. It
only ever stores true, so the variable has to be false before. With
FAULT_FLAG_RETRY_NOWAIT the fault handler keeps the lock, which the function then
takes a second time. FAULT_FLAG_INTERRUPTIBLE makes the handler come back for any
signal, while the loop around it looks for fatal ones alone. The lock is held again
afterwards whatever *unlocked says: who unlocks only where it is false leaves it held.

# Before

	bool unlocked;

	r = fixup_user_fault(mm, addr, FAULT_FLAG_WRITE, &unlocked);

# After

	bool unlocked = false;

# Limits

Flags that are not known are taken to be right.
*/
package fixupuserfault
