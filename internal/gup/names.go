// SPDX-License-Identifier: MIT

package gup

// The flags that the analysis has to know by name, since they mean something
// beyond being refused or not. A tree may lack some of them.
const (
	FollWrite         = "FOLL_WRITE"
	FollGet           = "FOLL_GET"
	FollPin           = "FOLL_PIN"
	FollForce         = "FOLL_FORCE"
	FollNowait        = "FOLL_NOWAIT"
	FollNofault       = "FOLL_NOFAULT"
	FollHwpoison      = "FOLL_HWPOISON"
	FollLongterm      = "FOLL_LONGTERM"
	FollInterruptible = "FOLL_INTERRUPTIBLE"
	FollP2PDMA        = "FOLL_PCI_P2PDMA"
)
