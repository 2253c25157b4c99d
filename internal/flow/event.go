// SPDX-License-Identifier: MIT

package flow

import "github.com/gupvet/gupvet/parser/syntax"

// EventKind is what an event is about.
type EventKind uint8

// The kinds of events.
const (
	EvCall     EventKind = iota // a watched function is called
	EvWarn                      // WARN_ON and its kin: the kernel complains where PC holds
	EvBug                       // BUG_ON: the kernel stops where PC holds
	EvLock                      // mmap_lock is taken, released or asserted
	EvUse                       // a bit of a parameter called flags is looked at
	EvRepeat                    // a loop goes round once more where PC holds; it was entered where Tested held
	EvReturn                    // the function returns Result where PC holds
	EvFill                      // an element is stored in the array that Args[0] points to
	EvTest                      // the code goes one way or the other by Tested, which is about the result of an entry; Result if its outcome is known all the same
	EvStore                     // Result is stored in the member Name of the struct Struct
	EvRelease                   // pages of the call with Result, None if unknown, are given back; where Tested holds, they were written to and not marked dirty
	EvDirty                     // a page of the call with Result is marked dirty; Tested: without the lock that needs
	EvWrite                     // the code writes to a page of the call with Result
	EvLeak                      // the function returns while pages of the call with Result are held and lost
	EvStale                     // the vma Result is used; where Tested holds, mmap_lock was let go of since it was found
	EvUnsigned                  // the result of an entry, Result, is stored as an unsigned number
	EvCount                     // the result of an entry, Result, is calculated with
	EvKeep                      // pages of the call with Result, or their array, are stored in the member Name of Struct
	EvKeepOne                   // EvKeep for a page that is stored in an array that the member leads to
	EvKeptLock                  // the function returns where PC holds with mmap_lock of MM held or not, as none but a variable of its own tells: it is held where Tested holds
	EvPass                      // the result of an entry, Result, is given to another function
)

// An Event is something that the analysis takes note of while it follows a
// function, in the order of the text; what happens in a loop is noted once.
//
// Its terms and conditions belong to the arena of the function whose summary
// holds it. An event of a function that was called is there too, with its
// terms put in terms of the caller; Inner is the same event as the callee saw
// it.
type Event struct {
	Kind   EventKind
	Name   string // the function called; the operation for EvLock
	At     Where
	Struct string       // EvStore, EvKeep, EvRelease: "struct foo", "" if it is not known
	Member string       // EvRelease: in which member of Struct the pages are found
	From   string       // EvRelease, EvDirty, EvWrite, EvLeak, EvKeep: the entry that took the pages, "" if unknown
	Call   *syntax.Call // nil if there is none
	PC     Cond         // when it happens
	Raw    Cond         // EvWarn: the condition alone, without what was tested before
	Bit    uint8        // EvUse: the number of the bit looked at
	Tested Cond         // EvUse: that it is set; EvTest: what is tested
	Args   []Term
	Deref  []Term  // what pointer arguments to local variables pointed to
	Widths []uint8 // EvCall of an entry: the sizes of the arguments' types in bits, 0 if unknown, or if a function that was called does more than to hand one on
	Result Term
	Atomic Cond // EvCall: that the code must not sleep
	Count  Term // EvRelease: how many, None if it is one
	Kept   Term // EvRelease: the state of the pages before; EvDirty: 1 if the page was given back
	// Wrote and Dirty are the conditions that pages which are given back were
	// written to, and that they are marked dirty.
	Wrote, Dirty Cond
	Taken        Where // EvLeak, EvRelease, EvDirty, EvWrite: the call that took the pages
	In           Where // where a function that was called does it; no unit if it is done here
	MM           Term  // whose mmap_lock is meant; None if unknown
	Lock         Term  // its state before: 0, LockRead, LockWrite, LockHeld, or a symbol
	// Looked tells of an EvLock that a variable says the lock is held, and that the
	// code has looked at it: see lockFlag.
	Looked bool
	// Ignored tells that the call is a statement by itself: nobody looks at
	// its result.
	Ignored bool
	// Alone tells the same of the call through which an inner event came.
	Alone bool
	// Seen tells of an EvPass that all is seen of what comes of it: the function
	// returns or stores what it makes of it, and no more.
	Seen bool
	// Loops are the loops around it in this function, the outermost first. That
	// of an EvRepeat is the one that goes round.
	Loops []Where
	// held are the locks that were taken or released before the call of an entry,
	// with their states.
	held []cell

	// Use is where the function uses the macro that the call stands in, if one.
	Use Where

	Inner *Event
	Via   Where    // the call through which an inner event came
	There Cond     // when an inner event happens, if that call is made
	Fn    *Func    // the function in whose summary the event is
	Owner *Summary // that summary
}

// The states of an mmap_lock, as numbers in terms.
const (
	LockNone  = 0
	LockRead  = 1
	LockWrite = 2
	LockHeld  = 3 // held, one does not know how
)

// Origin follows Inner to the event as the function that caused it saw it.
func (e *Event) Origin() *Event {
	for e.Inner != nil {
		e = e.Inner
	}
	return e
}

// Depth counts the calls between this event and its origin.
func (e *Event) Depth() int {
	n := 0
	for ; e.Inner != nil; e = e.Inner {
		n++
	}
	return n
}
