// SPDX-License-Identifier: MIT

package lsp

import (
	"math/rand/v2"
	"strings"
	"testing"
	"unicode/utf16"

	"go.lsp.dev/protocol"
)

// alphabet holds what makes trouble: characters of one to four bytes, of one and
// two UTF-16 code units, and both kinds of line ends.
var alphabet = []string{"a", "b ", "ü", "€", "𝄞", "\n", "\r\n", "\t", "/*é*/", "e\u0301"}

func randomText(r *rand.Rand, n int) string {
	var b strings.Builder
	for range r.IntN(n + 1) {
		b.WriteString(alphabet[r.IntN(len(alphabet))])
	}
	return b.String()
}

// TestEdits edits a text at random, and compares it with what comes of editing
// code units, as an editor has them.
func TestEdits(t *testing.T) {
	for _, enc := range []protocol.PositionEncodingKind{protocol.PositionEncodingKindUTF8, protocol.PositionEncodingKindUTF16} {
		t.Run(string(enc), func(t *testing.T) {
			r := rand.New(rand.NewPCG(3, 4))
			for range 300 {
				start := randomText(r, 60)
				got, want := newText([]byte(start), enc), newOracle(start, enc)
				for range 30 {
					from := want.random(r)
					to := want.random(r)
					if want.index(to) < want.index(from) {
						from, to = to, from
					}
					put := randomText(r, 6)
					got = got.edit(&protocol.TextDocumentContentChangePartial{Range: protocol.Range{Start: from, End: to}, Text: put})
					want.edit(from, to, put)
					if string(got.bytes) != want.String() {
						t.Fatalf("%v-%v := %q: %q, want %q", from, to, put, got.bytes, want)
					}
				}
				p := want.random(r)
				if q := got.position(got.offset(p)); want.isBoundary(p) && q != p {
					t.Fatalf("%v becomes %v in %q", p, q, got.bytes)
				}
			}
		})
	}
}

// An oracle is a text as a list of code units.
type oracle struct {
	units []rune // each one code unit: a UTF-16 unit, or a byte
	utf8  bool
}

func newOracle(s string, enc protocol.PositionEncodingKind) *oracle {
	o := &oracle{utf8: enc == protocol.PositionEncodingKindUTF8}
	o.units = o.encode(s)
	return o
}

func (o *oracle) encode(s string) []rune {
	var out []rune
	if o.utf8 {
		for i := range len(s) {
			out = append(out, rune(s[i]))
		}
		return out
	}
	for _, u := range utf16.Encode([]rune(s)) {
		out = append(out, rune(u))
	}
	return out
}

func (o *oracle) String() string {
	if o.utf8 {
		b := make([]byte, len(o.units))
		for i, u := range o.units {
			b[i] = byte(u)
		}
		return string(b)
	}
	u := make([]uint16, len(o.units))
	for i, x := range o.units {
		u[i] = uint16(x)
	}
	return string(utf16.Decode(u))
}

// index walks to a position, unit by unit.
func (o *oracle) index(p protocol.Position) int {
	i := 0
	for line := uint32(0); line < p.Line; i++ {
		if o.units[i] == '\n' {
			line++
		}
	}
	return i + int(p.Character)
}

func (o *oracle) edit(from, to protocol.Position, s string) {
	i, j := o.index(from), o.index(to)
	o.units = append(append(append([]rune{}, o.units[:i]...), o.encode(s)...), o.units[j:]...)
}

// random gives a position between two characters, not within a line end.
func (o *oracle) random(r *rand.Rand) protocol.Position {
	for {
		i := r.IntN(len(o.units) + 1)
		var p protocol.Position
		for _, u := range o.units[:i] {
			p.Character++
			if u == '\n' {
				p = protocol.Position{Line: p.Line + 1}
			}
		}
		if o.isBoundary(p) {
			return p
		}
	}
}

// isBoundary tells whether a position is between two characters.
func (o *oracle) isBoundary(p protocol.Position) bool {
	i := o.index(p)
	if i == len(o.units) {
		return true
	}
	u := o.units[i]
	if o.utf8 && u >= 0x80 && u < 0xc0 || !o.utf8 && u >= 0xdc00 && u < 0xe000 {
		return false
	}
	return i == 0 || u != '\n' || o.units[i-1] != '\r'
}

func TestPositionsBeyondTheEnd(t *testing.T) {
	text := newText([]byte("ab\r\nü𝄞\n"), protocol.PositionEncodingKindUTF16)
	for _, c := range []struct {
		line, character uint32
		want            int
	}{
		{0, 2, 2}, {0, 3, 2}, {0, 1 << 31, 2}, {1, 1, 6}, {1, 2, 6}, {1, 3, 10}, {1, 4, 10}, {2, 0, 11}, {2, 9, 11}, {3, 0, 11}, {1<<32 - 1, 1<<32 - 1, 11},
	} {
		if got := text.offset(protocol.Position{Line: c.line, Character: c.character}); got != c.want {
			t.Errorf("%d:%d is at %d, want %d", c.line, c.character, got, c.want)
		}
	}
}
