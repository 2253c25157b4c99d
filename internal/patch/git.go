// SPDX-License-Identifier: MIT

package patch

import (
	"context"
	"errors"
	"fmt"
	"strings"
)

// maxCommits is how long a range may be. A series is shorter; a longer range is
// a mistake that would take minutes to find out.
const maxCommits = 1000

// diffFlags make diffs that no configuration, environment or attribute of the
// user's changes. diff-tree, unlike format-patch and log, reads little of it to
// begin with.
var diffFlags = []string{
	"diff-tree", "--stdin", "--always", "--root", "-r", "-p", "-U3", "-M", "-l1000",
	"--encoding=UTF-8", "--src-prefix=a/", "--dst-prefix=b/", "--full-index", "--relative",
	"--no-color", "--no-ext-diff", "--no-textconv", "--no-indent-heuristic", "--diff-algorithm=myers",
	"--inter-hunk-context=0", "--submodule=short", "--ignore-submodules=none", "--no-notes",
	"--pretty=tformat:%x00%H%x00%B%x00",
}

// Git reads the commits of a range out of a repository: "A..B" those of B that
// are not in A, anything else that one commit. Merges are left out with a note.
// The tree may be a directory below the repository's root: names are relative to
// it, and what lies outside of it is left out.
//
// The processes of git that are run, up to five, read objects only: no working
// tree and no index. Each patch's Source is the beginning of its commit's name, and lines
// are counted from the first "diff" of "git show". A commit that touches nothing
// in the tree is a patch without files.
func Git(ctx context.Context, tree, revRange string) (*Series, error) {
	commits, err := commits(ctx, tree, revRange)
	if err != nil {
		return nil, err
	}
	s := &Series{}
	if s.Base, err = base(ctx, tree, commits); err != nil {
		return nil, err
	}
	var names []string
	for _, c := range commits {
		if len(c.parents) > 1 {
			s.Notes = append(s.Notes, fmt.Sprintf("%s: a merge, left out", c.name[:12]))
			continue
		}
		names = append(names, c.name)
	}
	if len(names) == 0 {
		return nil, fmt.Errorf("%w: %s has nothing but merges", ErrRange, revRange)
	}
	out, err := git(ctx, tree, strings.Join(names, "\n")+"\n", diffFlags...)
	if err != nil {
		return nil, err
	}
	var errs []error
	for i, name := range names {
		next := "\n"
		if i+1 < len(names) {
			next = "\x00" + names[i+1] + "\x00"
		}
		var one string
		one, out = cutCommit(out, name, next)
		p, notes, bad := readCommit(name, one)
		p.Number, p.Total = i+1, len(names)
		s.Patches = append(s.Patches, p)
		s.Notes = append(s.Notes, notes...)
		errs = append(errs, bad...)
	}
	return s, errors.Join(errs...)
}

// cutCommit cuts what diffFlags print for a commit off the output: the message,
// a NUL and the diff. The names are known, so that NULs in a diff do no harm.
func cutCommit(out, name, next string) (one, rest string) {
	out = strings.TrimPrefix(out, "\x00"+name+"\x00")
	if i := strings.Index(out, next); i >= 0 && next != "\n" {
		return out[:i], out[i:]
	}
	return out, ""
}

// readCommit makes a patch of a commit's message and diff.
func readCommit(name, text string) (p *Patch, notes []string, errs []error) {
	message, diff, _ := strings.Cut(text, "\x00")
	message = strings.TrimSpace(strings.ToValidUTF8(message, "\ufffd"))
	title, _, _ := strings.Cut(message, "\n\n")
	r := &reader{name: name[:12], series: &Series{}, outer: 1}
	b := &body{r: r}
	b.diff(part{line: 1}, 0, splitLines(strings.TrimLeft(diff, "\n")))
	return &Patch{
		Subject: strings.Join(strings.Fields(title), " "),
		Version: 1,
		Commit:  name,
		Message: message,
		Source:  name[:12],
		Line:    1,
		Files:   b.finish(),
	}, r.series.Notes, r.errs
}

// GitBase gives the commit that the range's first one was made on, so that the
// tree can be seen as it was before. For a commit without a parent it is the
// name of an empty tree.
func GitBase(ctx context.Context, tree, revRange string) (string, error) {
	list, err := commits(ctx, tree, revRange)
	if err != nil {
		return "", err
	}
	return base(ctx, tree, list)
}

func base(ctx context.Context, tree string, list []commit) (string, error) {
	if parents := list[0].parents; len(parents) > 0 {
		return parents[0], nil
	}
	return gitLine(ctx, tree, "hash-object", "-t", "tree", "--stdin")
}

// GitFile gives a file as it is in a revision: a commit or a tree. The path is
// relative to tree. The error is [fs.ErrNotExist] where there is no such file.
func GitFile(ctx context.Context, tree, rev, path string) ([]byte, error) {
	if err := checkPath(path); err != nil {
		return nil, err
	}
	object, err := resolve(ctx, tree, rev, "tree")
	if err != nil {
		return nil, err
	}
	entry, err := git(ctx, tree, "", "ls-tree", "-z", object, "--", path)
	if err != nil {
		return nil, err
	}
	info, _, _ := strings.Cut(entry, "\t")
	fields := strings.Fields(info)
	if len(fields) != 3 || fields[1] != "blob" {
		return nil, notExist(rev, path)
	}
	text, err := git(ctx, tree, "", "cat-file", "blob", fields[2])
	return []byte(text), err
}
