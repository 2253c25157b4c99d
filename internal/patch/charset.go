// SPDX-License-Identifier: MIT

package patch

import (
	"io"
	"mime"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"
)

// decodeHeader turns a header's RFC 2047 words and raw bytes into UTF-8. What
// cannot be decoded stays as it is written.
func decodeHeader(s string) string {
	words := mime.WordDecoder{CharsetReader: charsetReader}
	if text, err := words.DecodeHeader(s); err == nil {
		s = text
	}
	return decodeText(s, "")
}

func charsetReader(charset string, r io.Reader) (io.Reader, error) {
	if enc, err := htmlindex.Get(charset); err == nil {
		return enc.NewDecoder().Reader(r), nil
	}
	text, err := io.ReadAll(r)
	return strings.NewReader(decodeText(string(text), charset)), err
}

// decodeText turns a text into UTF-8. A text that is UTF-8 is taken for that,
// and one of an unknown charset for Latin-1, as git does.
func decodeText(s, charset string) string {
	if utf8.ValidString(s) && !strings.ContainsRune(s, '\x1b') {
		return s
	}
	if enc, err := htmlindex.Get(charset); err == nil {
		if text, err := enc.NewDecoder().String(s); err == nil {
			return strings.ToValidUTF8(text, "\ufffd")
		}
	}
	text, err := charmap.Windows1252.NewDecoder().String(s)
	if err != nil {
		return strings.ToValidUTF8(s, "\ufffd")
	}
	return text
}
