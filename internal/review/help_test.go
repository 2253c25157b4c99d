// SPDX-License-Identifier: MIT

package review

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gupvet/gupvet/internal/driver"
	"github.com/gupvet/gupvet/internal/kerneltest"
	"github.com/gupvet/gupvet/internal/lint"
	"github.com/gupvet/gupvet/internal/patch"
	"github.com/gupvet/gupvet/internal/source"
	"github.com/gupvet/gupvet/rules"
)

const pinner = "drivers/misc/pinner/"

// An edit replaces a text in a file by another one, wherever it stands. Without an
// old text it makes the file, without a new one as well it deletes it.
type edit struct{ path, old, new string }

// A repo is a repository of git with a kernel-shaped tree.
type repo struct {
	t    testing.TB
	root string
	base string // the commit that everything starts from
}

// newRepo makes a repository of the driver in kernel-fixtures/series in its tree.
func newRepo(t testing.TB) *repo {
	t.Helper()
	r := &repo{t: t, root: kerneltest.Bare(t, "linux-6.12")}
	r.init()
	return r
}

func (r *repo) init() {
	r.git("init", "-q", "-b", "main")
	r.base = r.commit("base")
}

// git runs git, out of reach of the user's configuration.
func (r *repo) git(args ...string) string {
	r.t.Helper()
	return r.gitIn("", args...)
}

func (r *repo) gitIn(stdin string, args ...string) string {
	r.t.Helper()
	cmd := exec.Command("git", append([]string{"-C", r.root}, args...)...)
	cmd.Env = []string{
		"PATH=" + os.Getenv("PATH"), "GIT_CONFIG_GLOBAL=" + os.DevNull, "GIT_CONFIG_NOSYSTEM=1", "HOME=" + os.DevNull,
		"GIT_AUTHOR_NAME=Jörg Example", "GIT_AUTHOR_EMAIL=joerg@example.org", "GIT_AUTHOR_DATE=1700000000 +0100",
		"GIT_COMMITTER_NAME=Ann Example", "GIT_COMMITTER_EMAIL=ann@example.org", "GIT_COMMITTER_DATE=1700000000 +0000",
	}
	cmd.Stdin = strings.NewReader(stdin)
	var out, bad bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &bad
	if err := cmd.Run(); err != nil {
		r.t.Fatalf("git %s: %v: %s", strings.Join(args, " "), err, bad.String())
	}
	return out.String()
}

func (r *repo) commit(message string) string {
	r.t.Helper()
	r.git("add", "-A")
	r.gitIn(message, "commit", "-q", "--allow-empty", "-F", "-")
	return strings.TrimSpace(r.git("rev-parse", "HEAD"))
}

// reset goes back to the beginning.
func (r *repo) reset() { r.t.Helper(); r.git("reset", "-q", "--hard", r.base); r.git("clean", "-qfd") }

// edit changes files of the working tree.
func (r *repo) edit(list []edit) {
	r.t.Helper()
	for _, e := range list {
		name := filepath.Join(r.root, filepath.FromSlash(e.path))
		if e.old == "" && e.new == "" {
			if err := os.Remove(name); err != nil {
				r.t.Fatal(err)
			}
			continue
		}
		text := e.new
		if e.old != "" {
			old, err := os.ReadFile(name)
			if err != nil {
				r.t.Fatal(err)
			}
			if !strings.Contains(string(old), e.old) {
				r.t.Fatalf("%s has no %q", e.path, e.old)
			}
			text = strings.ReplaceAll(string(old), e.old, e.new)
		}
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			r.t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			r.t.Fatal(err)
		}
	}
}

// mail makes commits of edits and gives the mails of the series; the working tree
// is the one before it.
func (r *repo) mail(series [][]edit, flags ...string) string {
	r.t.Helper()
	r.reset()
	for i, list := range series {
		r.edit(list)
		r.commit(fmt.Sprintf("misc: pinner: chänge %d\n\nFor a reason.", i+1))
	}
	mail := r.git(append(append([]string{"format-patch", "--stdout", "-M"}, flags...), r.base)...)
	r.reset()
	return mail
}

// load reads the tree as it lies there.
func load(t testing.TB, tree *source.Tree) *driver.Loaded {
	t.Helper()
	l, err := driver.Load(t.Context(), tree, driver.LoadOptions{Jobs: 2})
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// options are those of a run of gupvet without flags.
func options() Options {
	o := Options{Rules: rules.All(), Driver: driver.Options{Severity: lint.Warning}}
	for _, r := range o.Rules {
		o.Driver.Known = append(o.Driver.Known, r.Name)
	}
	return o
}

// judgeMail judges mail, all of which has to be readable.
func judgeMail(t testing.TB, l *driver.Loaded, mail string, o Options) *Review {
	t.Helper()
	s, errs := patch.Read("mbox", []byte(mail))
	for _, err := range errs {
		t.Fatal(err)
	}
	r, err := Judge(t.Context(), l, s.Patches, o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// brief writes a line for each finding: its state, the patches, the rule, the
// function and the cause.
func brief(r *Review) string {
	var b strings.Builder
	for _, f := range r.Result.Findings {
		o := f.Origin
		fmt.Fprintf(&b, "%s", o.State)
		if o.By != nil {
			fmt.Fprintf(&b, " by %d", max(1, o.By.Number))
		}
		if o.Fix != nil {
			fmt.Fprintf(&b, ", %d mends", max(1, o.Fix.Number))
		}
		fmt.Fprintf(&b, ": %s %s %s", f.Rule, filepath.Base(f.At.File), f.Function)
		if o.By != nil {
			fmt.Fprintf(&b, ": %s", strings.ReplaceAll(o.Cause.Text, pinner, ""))
		}
		b.WriteString("\n")
	}
	return b.String()
}

func openRoot(root string) *source.Tree { return source.OpenRoot(root) }

// bufText is the file buf.c as it is in the working tree.
func bufText(r *repo) string {
	r.t.Helper()
	text, err := os.ReadFile(filepath.Join(r.root, pinner, "buf.c"))
	if err != nil {
		r.t.Fatal(err)
	}
	return string(text)
}
