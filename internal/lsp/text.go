// SPDX-License-Identifier: MIT

package lsp

import (
	"bytes"
	"sort"
	"unicode/utf8"

	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"
)

// A document is an open buffer at one version. It is immutable: an edit makes a
// new one.
type document struct {
	uri     uri.URI
	tree    *tree  // nil if the buffer is not analysed
	path    string // in the tree
	version int32
	opening int64 // tells one opening of the file from the next
	text    *text
}

// A text is the contents of a file with its lines. Lines end with \n; a \r
// before it belongs to the end.
type text struct {
	bytes []byte
	lines []int // the offset of each line
	wide  bool  // columns count UTF-16 code units, not bytes
}

func newText(b []byte, enc protocol.PositionEncodingKind) *text {
	t := &text{bytes: b, lines: []int{0}, wide: enc != protocol.PositionEncodingKindUTF8}
	for i := 0; ; {
		n := bytes.IndexByte(b[i:], '\n')
		if n < 0 {
			return t
		}
		i += n + 1
		t.lines = append(t.lines, i)
	}
}

// offset gives the place of a position in bytes. Positions behind the end of a
// line or of the text stand for that end.
func (t *text) offset(p protocol.Position) int {
	if int64(p.Line) >= int64(len(t.lines)) {
		return len(t.bytes)
	}
	line := t.line(int(p.Line))
	return t.lines[p.Line] + t.column(line, p.Character)
}

// line gives a line without its end, from 0.
func (t *text) line(n int) []byte {
	line := t.bytes[t.lines[n]:]
	if i := bytes.IndexByte(line, '\n'); i >= 0 {
		line = bytes.TrimSuffix(line[:i], []byte{'\r'})
	}
	return line
}

// column turns a column of a line into bytes. One in the middle of a character
// stands for its beginning.
func (t *text) column(line []byte, units uint32) int {
	if !t.wide {
		return int(min(int64(units), int64(len(line))))
	}
	at, left := 0, int64(units)
	for at < len(line) {
		r, size := utf8.DecodeRune(line[at:])
		n := int64(1)
		if r > 0xffff {
			n = 2
		}
		if left < n {
			break
		}
		left -= n
		at += size
	}
	return at
}

// position turns a place in bytes into a position.
func (t *text) position(offset int) protocol.Position {
	offset = max(0, min(offset, len(t.bytes)))
	n := sort.SearchInts(t.lines, offset+1) - 1
	before := t.bytes[t.lines[n]:offset]
	units := len(before)
	if t.wide {
		units = 0
		for rest := before; len(rest) > 0; units++ {
			r, size := utf8.DecodeRune(rest)
			if r > 0xffff {
				units++
			}
			rest = rest[size:]
		}
	}
	return protocol.Position{Line: uint32(n), Character: uint32(units)}
}

// span turns two places in bytes into a range.
func (t *text) span(start, end int) protocol.Range {
	return protocol.Range{Start: t.position(start), End: t.position(end)}
}

// edit gives the text after a change: of a range, or of all of it.
func (t *text) edit(change protocol.TextDocumentContentChangeEvent) *text {
	enc := protocol.PositionEncodingKindUTF8
	if t.wide {
		enc = protocol.PositionEncodingKindUTF16
	}
	switch c := change.(type) {
	case *protocol.TextDocumentContentChangeWholeDocument:
		return newText([]byte(c.Text), enc)
	case *protocol.TextDocumentContentChangePartial:
		start := t.offset(c.Range.Start)
		end := max(start, t.offset(c.Range.End))
		b := make([]byte, 0, len(t.bytes)-(end-start)+len(c.Text))
		b = append(append(append(b, t.bytes[:start]...), c.Text...), t.bytes[end:]...)
		return newText(b, enc)
	}
	return t
}
