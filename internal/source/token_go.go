// SPDX-License-Identifier: MIT

//go:build !cgo || !amd64

package source

// tokens is the hash pass, see tokensGo.
func (t *tokenizer) tokens(text []byte, out []uint32) []uint32 {
	return t.tokensGo(text, out)
}
