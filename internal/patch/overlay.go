// SPDX-License-Identifier: MIT

package patch

import (
	"context"
	"fmt"
	"strconv"
	"strings"
)

// GitOverlay gives what has to be laid over a working tree so that it is as a
// revision has it: the texts there of all files that differ, nil for those it has
// not, and of files that may differ as far as git knows without reading them. Files that git does not know stay as they are. want tells which paths,
// relative to tree, are of interest. Nothing is written, the index included.
func GitOverlay(ctx context.Context, tree, rev string, want func(path string) bool) (map[string][]byte, error) {
	object, err := resolve(ctx, tree, rev, "tree")
	if err != nil {
		return nil, err
	}
	out, err := git(ctx, tree, "", "diff-index", "--name-only", "--no-renames", "--relative", "--ignore-submodules=all", "-z", object, "--")
	if err != nil {
		return nil, err
	}
	prefix, err := gitLine(ctx, tree, "rev-parse", "--show-prefix")
	if err != nil {
		return nil, err
	}
	var names, asked []string
	for name := range strings.SplitSeq(strings.TrimSuffix(out, "\x00"), "\x00") {
		if name != "" && !strings.Contains(name, "\n") && want(name) {
			names = append(names, name)
			asked = append(asked, object+":"+prefix+name)
		}
	}
	if len(names) == 0 {
		return nil, nil
	}
	out, err = git(ctx, tree, strings.Join(asked, "\n")+"\n", "cat-file", "--batch")
	if err != nil {
		return nil, err
	}
	files := map[string][]byte{}
	for _, name := range names {
		var text []byte
		if text, out, err = cutBlob(out); err != nil {
			return nil, fmt.Errorf("git cat-file: %s: %w", name, err)
		}
		files[name] = text
	}
	return files, nil
}

// cutBlob cuts what git tells of an object off its output: nil for one that is
// not there or no file.
func cutBlob(out string) (text []byte, rest string, err error) {
	head, rest, _ := strings.Cut(out, "\n")
	words := strings.Fields(head)
	if strings.HasSuffix(head, " missing") || len(words) != 3 {
		return nil, rest, nil
	}
	n, err := strconv.Atoi(words[2])
	if err != nil || n < 0 || n >= len(rest) {
		return nil, "", fmt.Errorf("cannot understand %q", head)
	}
	if words[1] == "blob" {
		text = []byte(rest[:n])
	}
	return text, rest[n+1:], nil
}
