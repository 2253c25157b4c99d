// SPDX-License-Identifier: MIT

package lint

import (
	"fmt"
	"strings"

	"github.com/zeebo/xxh3"
)

// Fingerprints gives each finding its fingerprint: a hash of the rule, the file,
// the function and the expression without its spaces, and the number of the
// finding among those that agree in all of these, in the order of the list. It
// has no line number and no message, so it outlives edits elsewhere in the file
// and better words.
//
// The list must be sorted (see [Compare]).
func Fingerprints(list []*Finding) {
	seen := map[string]int{}
	for _, f := range list {
		key := f.Key()
		n := seen[key]
		seen[key]++
		f.Fingerprint = fmt.Sprintf("%016x", xxh3.HashString(fmt.Sprintf("%s\x00%d", key, n)))
	}
}

// Key tells what a finding is about, whatever its place in the file: all that its
// fingerprint is made of but the number.
func (f *Finding) Key() string {
	return strings.Join([]string{f.Rule, f.At.File, f.Function, normalize(f.Expr)}, "\x00")
}

// normalize drops the spaces of an expression.
func normalize(s string) string { return strings.Join(strings.Fields(s), "") }
