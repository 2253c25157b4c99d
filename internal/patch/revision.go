// SPDX-License-Identifier: MIT

package patch

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"slices"
	"strings"
)

// A commit is a commit's name with those of its parents.
type commit struct {
	name    string
	parents []string
}

// commits lists the commits of a range, the oldest first; there is at least one.
func commits(ctx context.Context, tree, revRange string) ([]commit, error) {
	from, to, isRange := strings.Cut(revRange, "..")
	if strings.HasPrefix(to, ".") {
		return nil, fmt.Errorf("%w: %q has three dots; two say which commits are meant", ErrRange, revRange)
	}
	args := []string{"rev-list", "--parents"}
	if isRange {
		lower, err := resolve(ctx, tree, orHead(from), "commit")
		if err != nil {
			return nil, err
		}
		to = orHead(to)
		args = append(args, "--reverse", "--topo-order", fmt.Sprintf("--max-count=%d", maxCommits+1), "^"+lower)
	} else {
		args, to = append(args, "--max-count=1"), from
	}
	upper, err := resolve(ctx, tree, to, "commit")
	if err != nil {
		return nil, err
	}
	out, err := git(ctx, tree, "", append(args, upper, "--")...)
	if err != nil {
		return nil, err
	}
	var list []commit
	for line := range strings.Lines(out) {
		if names := strings.Fields(line); len(names) > 0 {
			list = append(list, commit{names[0], names[1:]})
		}
	}
	switch {
	case len(list) == 0:
		return nil, fmt.Errorf("%w: no commits in %s", ErrRange, revRange)
	case len(list) > maxCommits:
		return nil, fmt.Errorf("%w: %s has more than %d commits", ErrRange, revRange, maxCommits)
	}
	return list, nil
}

func orHead(rev string) string {
	if rev == "" {
		return "HEAD"
	}
	return rev
}

// resolve gives the name of the object of a kind that a revision stands for.
// What looks like an option is never handed to git.
func resolve(ctx context.Context, tree, rev, kind string) (string, error) {
	if rev == "" || strings.HasPrefix(rev, "-") || strings.ContainsRune(rev, 0) {
		return "", fmt.Errorf("%w: %q", ErrRange, rev)
	}
	name, err := gitLine(ctx, tree, "rev-parse", "--verify", "--quiet", rev+"^{"+kind+"}")
	if exit := (*exec.ExitError)(nil); errors.As(err, &exit) && len(exit.Stderr) == 0 {
		return "", fmt.Errorf("%w: no such %s: %q", ErrRange, kind, rev)
	}
	return name, err
}

func notExist(rev, path string) error {
	return &fs.PathError{Op: "git", Path: rev + ":" + path, Err: fs.ErrNotExist}
}

// gitLine runs git and gives its output without the newline.
func gitLine(ctx context.Context, tree string, args ...string) (string, error) {
	out, err := git(ctx, tree, "", args...)
	return strings.TrimSpace(out), err
}

// git runs git in a tree and gives its output.
func git(ctx context.Context, tree, stdin string, args ...string) (string, error) {
	// suppressBlankEmpty is the one setting that diff-tree reads and has no flag for.
	cmd := exec.CommandContext(ctx, "git", append([]string{"-C", tree, "--no-pager", "--literal-pathspecs",
		"-c", "diff.suppressBlankEmpty=false", "-c", "core.attributesFile="}, args...)...)
	cmd.Env = environment(os.Environ())
	cmd.Stdin = strings.NewReader(stdin)
	var out, bad bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &bad
	err := cmd.Run()
	if err == nil {
		return out.String(), nil
	}
	if ctx.Err() != nil {
		return "", ctx.Err()
	}
	if exit := (*exec.ExitError)(nil); errors.As(err, &exit) {
		exit.Stderr = bad.Bytes()
	}
	if why := strings.TrimSpace(bad.String()); why != "" {
		return "", fmt.Errorf("git %s: %s: %w", args[0], why, err)
	}
	return "", fmt.Errorf("git %s: %w", args[0], err)
}

// dropped are the variables that say in which repository git works, which git
// sets for hooks, or how it makes diffs.
var dropped = []string{
	"GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_COMMON_DIR", "GIT_NAMESPACE",
	"GIT_EXTERNAL_DIFF", "GIT_DIFF_OPTS", "GIT_CONFIG", "LC_ALL", "LANGUAGE",
}

// environment is that of the process but for what would change the output.
func environment(env []string) []string {
	env = slices.DeleteFunc(slices.Clone(env), func(v string) bool {
		name, _, _ := strings.Cut(v, "=")
		return slices.Contains(dropped, name)
	})
	return append(env, "LC_ALL=C", "GIT_OPTIONAL_LOCKS=0", "GIT_ATTR_NOSYSTEM=1")
}
