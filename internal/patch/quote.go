// SPDX-License-Identifier: MIT

package patch

import "strings"

// escapes are the escapes of one character in names that git quotes.
var escapes = map[byte]byte{'a': '\a', 'b': '\b', 'f': '\f', 'n': '\n', 'r': '\r', 't': '\t', 'v': '\v', '"': '"', '\\': '\\'}

// unquote reads a name in double quotes at the beginning of s, as git writes
// names with bytes outside of printable ASCII: C escapes and three octal digits
// for a byte. strconv.Unquote takes other escapes too and wants UTF-8.
func unquote(s string) (name, rest string, ok bool) {
	if !strings.HasPrefix(s, `"`) {
		return "", "", false
	}
	var b strings.Builder
	for i := 1; i < len(s); i++ {
		switch c := s[i]; c {
		case '"':
			return b.String(), s[i+1:], b.Len() > 0
		case '\\':
			n, size := escape(s[i+1:])
			if size == 0 {
				return "", "", false
			}
			b.WriteByte(n)
			i += size
		default:
			b.WriteByte(c)
		}
	}
	return "", "", false
}

// escape reads what follows a backslash, and tells its length; 0 if it is wrong.
func escape(s string) (c byte, size int) {
	if s == "" {
		return 0, 0
	}
	if c, ok := escapes[s[0]]; ok {
		return c, 1
	}
	if len(s) < 3 || s[0] > '3' {
		return 0, 0
	}
	n := 0
	for i := range 3 {
		if s[i] < '0' || s[i] > '7' {
			return 0, 0
		}
		n = n<<3 | int(s[i]-'0')
	}
	return byte(n), 3
}
