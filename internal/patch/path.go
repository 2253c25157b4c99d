// SPDX-License-Identifier: MIT

package patch

import (
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strings"
)

var drive = regexp.MustCompile(`^[A-Za-z]:`)

// checkPath refuses paths that are not below the tree's root on some system:
// absolute ones, with "..", a drive letter or a NUL.
func checkPath(path string) error {
	dots := slices.Contains(strings.FieldsFunc(path, func(c rune) bool { return c == '/' || c == '\\' }), "..")
	if dots || strings.HasPrefix(path, `\`) || drive.MatchString(path) || strings.ContainsRune(path, 0) || !validPath(path) {
		return fmt.Errorf("%w: %q", ErrPath, path)
	}
	return nil
}

// validPath is fs.ValidPath for names that need not be UTF-8.
func validPath(path string) bool {
	return path != "." && fs.ValidPath(strings.ToValidUTF8(path, "_"))
}
