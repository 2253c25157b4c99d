// SPDX-License-Identifier: MIT

//go:build cgo && amd64

package source

// #cgo CFLAGS: -O2
// #include "token.h"
import "C"

import "unsafe"

var usable = C.gupvet_tokens_usable() != 0

// tokens is the hash pass of token.c: it appends to out the hash of every name
// token of text, which must be a slice of a buffer with tokenPad bytes of room
// on both sides, those before it zero.
func (t *tokenizer) tokens(text []byte, out []uint32) []uint32 {
	if len(text) == 0 || !usable {
		return t.tokensGo(text, out)
	}
	if cap(t.buf) <= len(text) {
		t.buf = make([]uint32, 2*len(text)+1)
	}
	buf := t.buf[:cap(t.buf)]
	t.epoch++
	n := C.gupvet_tokens((*C.uint8_t)(unsafe.Pointer(unsafe.SliceData(text))), C.size_t(len(text)),
		(*C.uint64_t)(unsafe.Pointer(&t.seen[0])), C.uint32_t(t.epoch),
		(*C.uint32_t)(unsafe.Pointer(&buf[0])))
	return append(out, buf[:n]...)
}
