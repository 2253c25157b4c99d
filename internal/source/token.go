// SPDX-License-Identifier: MIT

package source

import (
	"bytes"
	"encoding/binary"
)

// Use is a place in which a name can stand and be looked for.
type Use uint32

// The uses that an [Index] knows. The numbers are those of token.h.
const (
	Called   Use = 1 // name(...)
	Assigned Use = 2 // .name = ... and ->name |= ...
	Stored   Use = 3 // .member = name, and the last word of a #define
	Declared Use = 4 // name(...) on a line that begins in the first column
)

const (
	tokenPad  = 64   // bytes that can be read beyond a text; TOKEN_PAD of token.h
	seenSlots = 4096 // TOKEN_SEEN of token.h
	wordBytes = 16
)

// A tokenizer hashes the name tokens of one file after the other.
type tokenizer struct {
	seen  [seenSlots]uint64
	epoch uint32
	buf   []uint32
}

// tokenHash is gupvet_token_hash of token.c.
func tokenHash(lo, hi uint64, use Use) uint32 {
	h := (lo ^ uint64(use)*0x9e3779b97f4a7c15) * 0xff51afd7ed558ccd
	h = (h ^ h>>32 ^ hi) * 0xc4ceb9fe1a85ec53
	h = (h ^ h>>29) * 0x9fb21c651e98df25
	return uint32(h>>32) | 1
}

// hashName gives the hash under which the pass files a use of name.
func hashName(name []byte, use Use) uint32 {
	var b [wordBytes]byte
	if len(name) > wordBytes {
		name = name[len(name)-wordBytes:]
	}
	copy(b[wordBytes-len(name):], name)
	return tokenHash(binary.LittleEndian.Uint64(b[:8]), binary.LittleEndian.Uint64(b[8:]), use)
}

// tokensGo is the pass of token.c in Go, byte by byte: the one that runs where
// there is no SSE2, and the oracle for the one that does.
func (t *tokenizer) tokensGo(text []byte, out []uint32) []uint32 {
	t.epoch++
	margin, seen := len(text) > 0 && isWord(text[0]), false
	for i, c := range text {
		switch c {
		case '\n':
			margin, seen = i+1 < len(text) && isWord(text[i+1]), false
		case '(':
			end := i
			if i > 0 && text[i-1] == ' ' {
				end--
			}
			if margin {
				out = t.emit(text[:end], Declared, out)
			}
			if !margin || seen {
				out = t.emit(text[:end], Called, out)
			}
			seen = true
		case '=':
			out = t.atEquals(text, i, out)
		case '#':
			out = t.atHash(text, i, out)
		}
	}
	return out
}

// emit appends the hash of the word that ends text, unless it is a number or
// was just seen.
func (t *tokenizer) emit(text []byte, use Use, out []uint32) []uint32 {
	word := lastWord(text, wordBytes)
	if len(word) == 0 || len(word) < wordBytes && word[0] >= '0' && word[0] <= '9' {
		return out
	}
	h := hashName(word, use)
	key := uint64(t.epoch)<<32 | uint64(h)
	if slot := &t.seen[h>>1&(seenSlots-1)]; *slot != key {
		*slot = key
		out = append(out, h)
	}
	return out
}

func (t *tokenizer) atEquals(text []byte, i int, out []uint32) []uint32 {
	if i == 0 || i+1 < len(text) && text[i+1] == '=' || bytes.IndexByte([]byte("=!<>\x00"), text[i-1]) >= 0 {
		return out
	}
	end := i
	if bytes.IndexByte([]byte("|&+-*/^%"), text[i-1]) >= 0 {
		end--
	}
	left := bytes.TrimRight(text[:end], " \t")
	word := lastWord(left, len(left))
	before := left[:len(left)-len(word)]
	if len(word) == 0 || len(before) == 0 || before[len(before)-1] != '.' && before[len(before)-1] != '>' {
		return out
	}
	out = t.emit(left, Assigned, out)
	right := bytes.TrimLeft(text[i+1:], " \t&")
	n := 0
	for n < len(right) && isWord(right[n]) {
		n++
	}
	if n > 0 && n < len(right) && bytes.IndexByte([]byte(",;\n} \r\x00"), right[n]) >= 0 {
		out = t.emit(text[:len(text)-len(right)+n], Stored, out)
	}
	return out
}

func (t *tokenizer) atHash(text []byte, i int, out []uint32) []uint32 {
	before := bytes.TrimRight(text[:i], " \t")
	if len(before) > 0 && before[len(before)-1] != '\n' || len(text)-i < 8 || !bytes.HasPrefix(text[i:], []byte("#define")) {
		return out
	}
	line := text[i:]
	if n := bytes.IndexByte(line, '\n'); n >= 0 {
		line = line[:n]
	}
	end := i + len(line)
	if text[end-1] == '\r' {
		end--
	}
	if isWord(text[end-1]) {
		out = t.emit(text[:end], Stored, out)
	}
	return out
}

// lastWord gives the word that ends text, or the last max bytes of it.
func lastWord(text []byte, max int) []byte {
	n := 0
	for n < max && n < len(text) && isWord(text[len(text)-1-n]) {
		n++
	}
	return text[len(text)-n:]
}

func isWord(c byte) bool {
	return c|0x20 >= 'a' && c|0x20 <= 'z' || c >= '0' && c <= '9' || c == '_'
}
