// SPDX-License-Identifier: MIT

/*
Package longtermp2pdma finds FOLL_LONGTERM together with FOLL_PCI_P2PDMA.

Memory of a PCI device must not be held without end: the device could not be
removed. So the entries refuse the two flags together with a WARN
(Documentation/driver-api/pci/p2pdma.rst).

# Before

	n = pin_user_pages_fast(addr, nr, FOLL_LONGTERM | FOLL_PCI_P2PDMA, pages);

# After

	n = pin_user_pages_fast(addr, nr, FOLL_PCI_P2PDMA, pages);

# Limits

Flags that are set under two conditions of their own, which may never hold together,
are reported with --strict only. What a variable of the file holds, which any
function may change, is not known.
*/
package longtermp2pdma
