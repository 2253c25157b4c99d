// SPDX-License-Identifier: MIT

package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/gupvet/gupvet/internal/kerneltest"
)

// workflow reads docs/workflow.md.
func workflow(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(kerneltest.Root(t), "docs", "workflow.md"))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// hook cuts a hook out of the document.
func hook(t *testing.T, name string) string {
	t.Helper()
	m := regexp.MustCompile("(?s)`.git/hooks/" + name + "`.*?```sh\n(.*?)```").FindStringSubmatch(workflow(t))
	if m == nil {
		t.Fatalf("docs/workflow.md has no %s", name)
	}
	return m[1]
}

// A shop is a repository of somebody who works on the driver of
// kernel-fixtures/series.
type shop struct {
	t   *testing.T
	dir string
	env []string
}

func newShop(t *testing.T) *shop {
	t.Helper()
	s := &shop{t: t, dir: kerneltest.Bare(t, "linux-6.12")}
	for _, v := range os.Environ() {
		if !strings.HasPrefix(v, "GIT_") {
			s.env = append(s.env, v)
		}
	}
	s.env = append(s.env, "GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_CONFIG_NOSYSTEM=1",
		"GIT_AUTHOR_NAME=Ann Example", "GIT_AUTHOR_EMAIL=ann@example.org", "GIT_AUTHOR_DATE=1700000000 +0000",
		"GIT_COMMITTER_NAME=Ann Example", "GIT_COMMITTER_EMAIL=ann@example.org", "GIT_COMMITTER_DATE=1700000000 +0000")
	s.must("git init -q -b main . && git add -A && git commit -q -m base")
	return s
}

// sh runs commands of a shell.
func (s *shop) sh(stdin, script string, args ...string) (status int, stdout, stderr string) {
	s.t.Helper()
	cmd := exec.Command("sh", append([]string{"-c", script, "sh"}, args...)...)
	cmd.Dir, cmd.Env, cmd.Stdin = s.dir, s.env, strings.NewReader(stdin)
	var out, bad bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &bad
	err := cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		s.t.Fatal(err)
	}
	return cmd.ProcessState.ExitCode(), out.String(), bad.String()
}

// must runs commands that have to work.
func (s *shop) must(script string, args ...string) string {
	s.t.Helper()
	status, out, bad := s.sh("", script, args...)
	if status != 0 {
		s.t.Fatalf("%s: status %d: %s%s", script, status, out, bad)
	}
	return out
}

// install installs a hook.
func (s *shop) install(name string) string {
	s.t.Helper()
	path := filepath.Join(s.dir, ".git", "hooks", name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		s.t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(hook(s.t, name)), 0o755); err != nil {
		s.t.Fatal(err)
	}
	return path
}

// Edits of the driver: one that makes it wrong, far from the finding, and one that
// does not matter.
const (
	spoil     = `sed -i 's/FOLL_WRITE | FOLL_LONGTERM)/FOLL_WRITE | FOLL_LONGTERM | FOLL_GET)/' drivers/misc/pinner/pin.h`
	harmless  = `sed -i 's/Buffers that/The buffers that/' drivers/misc/pinner/buf.c`
	moreWords = `sed -i 's/The buffers that/All buffers that/' drivers/misc/pinner/buf.c`
	subject   = "misc: pinner: hold references as well"
)

func (s *shop) commit(edit, subject string) {
	s.t.Helper()
	s.must(edit + ` && git commit -q -a -m "` + subject + `"`)
}

func TestCommitMsgHook(t *testing.T) {
	s := newShop(t)
	s.install("commit-msg")
	s.commit(harmless, "misc: pinner: words")
	for _, how := range []string{"git commit -q -a -m x", "git add -A && git commit -q -m x", "git commit -q -m x drivers/misc/pinner/pin.h"} {
		s.must(spoil)
		status, out, bad := s.sh("", how)
		if status == 0 || !strings.Contains(out+bad, `the patch "x" brings it in`) {
			t.Errorf("%s: status %d: %s%s", how, status, out, bad)
		}
		s.must("git reset -q --hard")
	}
	// Only what is committed counts.
	s.must(spoil + " && " + moreWords + " && git add drivers/misc/pinner/buf.c")
	s.must("git commit -q --allow-empty -m 'misc: pinner: more words'")
}

func TestPrePushHook(t *testing.T) {
	s := newShop(t)
	s.must("git init -q --bare ../hub.git && git remote add hub ../hub.git && git push -q hub main")
	t.Cleanup(func() { os.RemoveAll(filepath.Join(s.dir, "..", "hub.git")) })
	s.install("pre-push")
	s.commit(harmless, "misc: pinner: words")
	s.must("git push -q hub main && git push -q hub main:topic")
	s.commit(spoil, subject)
	s.commit(moreWords, "misc: pinner: more words")
	for _, how := range []string{"git push -q hub main", "git push -q hub main:other", "git checkout -q HEAD~2 && git push -q hub main"} {
		status, out, bad := s.sh("", how)
		if status == 0 || !strings.Contains(out+bad, `patch 1/2 "`+subject+`" brings it in`) {
			t.Errorf("%s: status %d: %s%s", how, status, out, bad)
		}
	}
	s.must("git push -q hub :topic")
}

func TestSendemailValidateHook(t *testing.T) {
	s := newShop(t)
	path := s.install("sendemail-validate")
	s.commit(harmless, "misc: pinner: words")
	s.commit(spoil, subject)
	s.must("git format-patch -q --cover-letter -o out -2")
	check := func(want int) {
		t.Helper()
		for i, name := range []string{"0000-cover-letter.patch", "0001-misc-pinner-words.patch", "0002-misc-pinner-hold-references-as-well.patch"} {
			status, out, bad := s.sh("", `"$@"`, path, "out/"+name)
			if wrong := i == 2 && want == 1; wrong != (status == 1) || wrong != strings.Contains(out, subject) || status > 1 {
				t.Errorf("%s: status %d: %s%s", name, status, out, bad)
			}
		}
	}
	check(1)
	s.must("git checkout -q HEAD~2")
	check(1)
	s.must("sed -i '1s/[0-9a-f]\\{40\\}/0000000000000000000000000000000000000000/' out/*")
	check(1)
}

// TestB4 runs the commands of the document's .b4-config as b4 does.
func TestB4(t *testing.T) {
	s := newShop(t)
	commands := map[string]string{}
	for _, m := range regexp.MustCompile(`(?m)^\t(prep|am)-perpatch-check-cmd = (gupvet .*)$`).FindAllStringSubmatch(workflow(t), -1) {
		commands[m[1]] = m[2]
	}
	s.commit(harmless, "misc: pinner: words")
	s.commit(spoil, subject)
	tip := strings.TrimSpace(s.must("git rev-parse HEAD"))
	for _, kind := range []string{"prep", "am"} {
		for i, want := range []int{0, 2} {
			mail := s.must(fmt.Sprintf("git format-patch --stdout -1 %s~%d | sed 1d", tip, 1-i))
			_, out, bad := s.sh(mail, commands[kind])
			if strings.Count(out, "\n") != want || bad != "" || strings.Contains(out, "ERROR:") {
				t.Errorf("%s, patch %d: %q, %q", kind, i+1, out, bad)
			}
		}
		s.must("git checkout -q " + tip + "~2") // where am begins
	}
	if len(commands) != 2 {
		t.Errorf("commands are %q", commands)
	}
}

// TestWorkflowNotes follows the example that sends a summary along.
func TestWorkflowNotes(t *testing.T) {
	s := newShop(t)
	s.commit(spoil, subject)
	m := regexp.MustCompile("(?s)```sh\n(gupvet patch --quiet --commit-message.*?)```").FindStringSubmatch(workflow(t))
	if m == nil {
		t.Fatal("docs/workflow.md has no such example")
	}
	s.must(m[1])
	text := s.must("cat 0001-*")
	if !strings.Contains(text, "\nNotes:\n") || !strings.Contains(text, "\n    - drivers/misc/pinner/buf.c: buf_register_other():\n      pin_user_pages_remote()") {
		t.Errorf("the mail is %s", text)
	}
}

// TestWorkflowSession runs the session of the document.
func TestWorkflowSession(t *testing.T) {
	s := newShop(t)
	s.commit(spoil, subject)
	s.must("git format-patch --stdout -1 > ../pin.patch && git checkout -q HEAD~1 && mv ../pin.patch .")
	m := regexp.MustCompile("(?s)```console\n\\$ (gupvet patch [^\n]*)\n(.*?)```").FindStringSubmatch(workflow(t))
	if m == nil {
		t.Fatal("docs/workflow.md has no session")
	}
	status, out, bad := s.sh("", m[1])
	pattern := strings.ReplaceAll(regexp.QuoteMeta(m[2]), `\.\.\.`+"\n", `(?:.*\n)*`)
	// The document has a tab where the output has spaces.
	out = strings.ReplaceAll(out, "|         return", "| \treturn")
	if status != exitFindings || !regexp.MustCompile(`\A`+pattern+`\z`).MatchString(out) {
		t.Errorf("status %d: %s%s", status, out, bad)
	}
}

// TestWorkflowFlags parses the other commands of the document.
func TestWorkflowFlags(t *testing.T) {
	n := 0
	for _, m := range regexp.MustCompile(`(?m)^(?:git diff \| |b4 am .* \| )?gupvet ([^#\n]*)`).FindAllStringSubmatch(workflow(t), -1) {
		args := strings.Fields(strings.NewReplacer(`"`, "", " -f", "", " - <mail", " -").Replace(strings.Split(m[1], " | ")[0]))
		a := &app{}
		cmd, rest, err := a.root().Find(args)
		if err == nil {
			err = cmd.ParseFlags(rest)
		}
		if err != nil {
			t.Errorf("gupvet %s: %v", m[1], err)
		}
		n++
	}
	if n < 12 {
		t.Errorf("%d commands", n)
	}
}
