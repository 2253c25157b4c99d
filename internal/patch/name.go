// SPDX-License-Identifier: MIT

package patch

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

const devNull = "/dev/null"

// names are the names in the header of one file as they stand there, unquoted.
type names struct {
	git         [2]string // after "diff --git"; "" if they cannot be told apart
	minus, plus string    // after "---" and "+++"
	from, to    string    // of a rename or copy; never with a prefix
	plain       bool      // not of git
}

// set sets a name of a git header. In them a tab ends a name with spaces.
func (n *names) set(to *string, s string) error {
	name := s
	if strings.HasPrefix(s, `"`) {
		var ok bool
		if name, _, ok = unquote(s); !ok {
			return errors.New("malformed quoted name " + s)
		}
	} else if to == &n.minus || to == &n.plus {
		name, _, _ = strings.Cut(s, "\t")
	}
	if name == "" {
		return errors.New("a name is missing")
	}
	*to = name
	return nil
}

// known are the prefixes that git (a, b; with diff.mnemonicPrefix c, i, o, w; 1
// and 2 outside of a repository) and people put before paths.
var known = []string{"a", "b", "c", "i", "o", "w", "1", "2", "old", "new", "orig"}

// strip says how many directories are to be taken off the names: 1, 0, or -1 if
// the header fits both.
func (n *names) strip() int {
	before, after := n.minus, n.plus
	if before == "" || after == "" {
		before, after = n.git[0], n.git[1]
	}
	if before == devNull || before == "" {
		before = after
	}
	if after == devNull || after == "" {
		after = before
	}
	dir1, rest1, ok1 := strings.Cut(before, "/")
	dir2, rest2, ok2 := strings.Cut(after, "/")
	switch {
	case before == "" || !ok1 || !ok2:
		return 0
	case slices.Contains(known, dir1) && slices.Contains(known, dir2):
		return 1
	case n.from == before && n.to == after:
		return 0
	case dir1 != dir2 && rest1 == rest2:
		return 1
	}
	return -1
}

// settle gives the files of one patch their names. A file whose header fits
// both readings goes with the others, and alone has no prefix.
func settle(files []*File, list []names) {
	common := 0
	for i := range list {
		if s := list[i].strip(); s >= 0 {
			common = s
			break
		}
	}
	for i, f := range files {
		n := &list[i]
		s := n.strip()
		if s < 0 {
			s = common
		}
		f.Old, f.New = n.both(s)
		if f.Create {
			f.Old = ""
		}
		if f.Delete {
			f.New = ""
		}
	}
}

// check finds what contradicts itself in a file with its names.
func (f *File) check() error {
	switch {
	case f.Create && f.Delete:
		return errors.New("the file is both created and deleted")
	case f.Old == "" && !f.Create, f.New == "" && !f.Delete:
		return errors.New("the header does not tell the name of the file")
	}
	for _, h := range f.Hunks {
		if f.Create && h.OldLines > 0 {
			return fmt.Errorf("the file is new, but hunk %d has old lines", h.Number)
		}
		if f.Delete && h.NewLines > 0 {
			return fmt.Errorf("the file is deleted, but hunk %d has new lines", h.Number)
		}
	}
	return nil
}

// both gives the old and the new name without the first s directories.
func (n *names) both(s int) (before, after string) {
	switch {
	case n.from != "":
		return clean(n.from), clean(n.to)
	case n.plain && n.minus != devNull && n.plus != devNull:
		// As in git, one name: that without a suffix such as ".orig".
		before, after = cut(n.minus, s), cut(n.plus, s)
		if strings.HasPrefix(after, before) {
			return before, before
		}
		return after, after
	}
	before, after = n.minus, n.plus
	if before == "" {
		before = n.git[0]
	}
	if after == "" {
		after = n.git[1]
	}
	return cut(before, s), cut(after, s)
}

// show is a name for messages before names are settled.
func (n *names) show() string {
	before, after := n.both(max(n.strip(), 0))
	if n.plus == devNull {
		return before
	}
	return after
}

// cut takes s directories off a name.
func cut(name string, s int) string {
	if name = clean(name); s == 0 {
		return name
	}
	_, rest, _ := strings.Cut(name, "/")
	return rest
}

var slashes = regexp.MustCompile(`/{2,}`)

// clean makes runs of slashes one.
func clean(name string) string { return slashes.ReplaceAllString(name, "/") }

// splitNames cuts what follows "diff --git" into two names. Names with spaces
// need not be quoted: then the cut is where both are equal but for a prefix.
func splitNames(s string) (before, after string) {
	if strings.HasPrefix(s, `"`) {
		name, rest, ok := unquote(s)
		if !ok || !strings.HasPrefix(rest, " ") {
			return "", ""
		}
		return name, maybeQuoted(rest[1:])
	}
	if i := strings.Index(s, ` "`); i >= 0 && strings.HasSuffix(s, `"`) {
		return s[:i], maybeQuoted(s[i+1:])
	}
	s = clean(s)
	dir := strings.IndexByte(s, '/') + 1
	for i := 0; i < len(s); i++ {
		if s[i] != ' ' {
			continue
		}
		left, right := s[:i], s[i+1:]
		if left == right {
			return left, right
		}
		slash := strings.IndexByte(right, '/') + 1
		if 0 < dir && dir < i && 0 < slash && left[dir:] == right[slash:] {
			return left, right
		}
	}
	return "", ""
}

func maybeQuoted(s string) string {
	if !strings.HasPrefix(s, `"`) {
		return s
	}
	name, rest, ok := unquote(s)
	if !ok || rest != "" {
		return ""
	}
	return name
}

// stamp is the time after a name where a space stands for the tab.
var stamp = regexp.MustCompile(` +\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?( [+-]\d\d:?\d\d)?\s*$`)

// plainName cuts the name out of what follows "---" or "+++" in a diff that is
// not of git.
func plainName(s string) string {
	if name, _, ok := unquote(s); ok {
		return name
	}
	if name, _, ok := strings.Cut(s, "\t"); ok {
		return name
	}
	return strings.TrimRight(stamp.ReplaceAllString(s, ""), " ")
}
