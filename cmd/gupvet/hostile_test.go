// SPDX-License-Identifier: MIT

package main

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/gupvet/gupvet/internal/driver"
	"github.com/gupvet/gupvet/internal/kerneltest"
	"github.com/gupvet/gupvet/internal/lint"
	"github.com/gupvet/gupvet/internal/source"
	"github.com/gupvet/gupvet/rules"
)

// bad is a driver with one finding, which nothing else in the tree may hide.
const bad = `#include <linux/mm.h>

int good_until_now(unsigned long addr, struct page **pages)
{
	return pin_user_pages(addr, 1, FOLL_WRITE | FOLL_INTERRUPTIBLE, pages);
}
`

// call is text in which a reader finds a call of an entry.
const call = "int f(struct page **p)\n{\n\treturn get_user_pages(0, 1, FOLL_WRITE, p);\n}\n"

// hostileTree makes a tree with the bad driver.
func hostileTree(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "linux")
	if err := copyTree(filepath.Join(kerneltest.Root(t), "kernel-fixtures", "linux-6.12"), dir); err != nil {
		t.Fatal(err)
	}
	put(t, dir, "drivers/bad.c", bad)
	return dir
}

func put(t *testing.T, dir, name, text string) {
	t.Helper()
	path := filepath.Join(dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// checkTree runs gupvet on a tree.
func checkTree(t *testing.T, args ...string) (status int, stdout, stderr string) {
	t.Helper()
	var out, errs bytes.Buffer
	status = run(t.Context(), args, strings.NewReader(""), &out, &errs)
	if strings.Contains(errs.String(), "internal error") {
		t.Errorf("panic: %s", errs.String())
	}
	return status, out.String(), errs.String()
}

// TestHostileFiles puts a file beside the bad driver: that is found all the same.
func TestHostileFiles(t *testing.T) {
	for _, c := range []struct{ name, text string }{
		{"binary", "\x7fELF\x02\x01\x01\x00" + strings.Repeat("\x00\xff\x90get_user_pages(\x00", 1000)},
		{"NUL bytes", strings.ReplaceAll(call, "return", "return\x00")},
		{"invalid UTF-8", "/* \xff\xfe\xc3 */\n" + strings.ReplaceAll(call, "int f", "int \xc3\x28f")},
		{"CRLF", strings.ReplaceAll(call, "\n", "\r\n")},
		{"CR alone", strings.ReplaceAll(call, "\n", "\r")},
		{"byte order mark", "\ufeff" + call},
		{"one long line", "int f(struct page **p) { return get_user_pages(0, 1, 0" + strings.Repeat(" | 0", 1<<20) + ", p); }"},
		{"50 MB in a line", "int f(struct page **p) { return get_user_pages(0, 1, 0, p); } /*" + strings.Repeat("x", 50<<20)},
		{"parentheses", "int f(struct page **p)\n{\n\treturn get_user_pages(0, 1, " + strings.Repeat("(", 200000) + "0" + strings.Repeat(")", 200000) + ", p);\n}\n"},
		{"open parentheses", "int f(struct page **p)\n{\n\treturn get_user_pages" + strings.Repeat("(", 200000)},
		{"braces", "int f(struct page **p)\n" + strings.Repeat("{", 200000) + "get_user_pages(0, 1, 0, p);" + strings.Repeat("}", 200000)},
		{"open brace", strings.TrimSuffix(call, "}\n")},
		{"half a call", "int f(struct page **p)\n{\n\treturn get_user_pages(0, 1,"},
		{"open string", strings.ReplaceAll(call, "FOLL_WRITE", "\"FOLL_WRITE")},
		{"open comment", strings.ReplaceAll(call, "FOLL_WRITE", "/* FOLL_WRITE")},
		{"conflict markers", strings.ReplaceAll(call, "\treturn", "<<<<<<< HEAD\n\treturn")},
		{"#if without #endif", strings.ReplaceAll(call, "\treturn", "#if X\n\treturn")},
		{"many #if", strings.ReplaceAll(call, "\treturn", strings.Repeat("#ifdef X\n#else\n", 3000)+"\treturn")},
		{"macro of itself", "#define get_user_pages(a, b, c, d) get_user_pages(a, b, c, d)\n#define X Y\n#define Y X\n" + strings.ReplaceAll(call, "FOLL_WRITE", "X")},
		{"doubling macros", doubling(40) + strings.ReplaceAll(call, "FOLL_WRITE", "X40")},
		{"recursion", call + "int g(struct page **p) { return h(p) + f(p); }\nint h(struct page **p) { return g(p) | get_user_pages(0, 1, 0, p); }\n"},
		{"many branches", strings.ReplaceAll(call, "\treturn", strings.Repeat("\tif (p[0]) p++; else p--;\n", 4000)+"\treturn")},
		{"nested loops", strings.ReplaceAll(call, "\treturn", strings.Repeat("\twhile (p[0]) {\n", 300)+strings.Repeat("}", 300)+"\treturn")},
		{"file includes itself", "#include \"hostile.c\"\n" + call},
		{"empty", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			if testing.Short() && len(c.text) > 50000 {
				t.Skip("large")
			}
			dir := hostileTree(t)
			put(t, dir, "drivers/hostile.c", c.text)
			status, out, errs := checkTree(t, "--format", "terse", "--gaps", dir)
			if status != exitFindings || !strings.Contains(out, "bad.c:5:9: warning: FOLL_INTERRUPTIBLE") {
				t.Errorf("status %d, stdout %q, stderr %.2000q", status, out, errs)
			}
			if strings.Contains(out, "hostile.c") && strings.Contains(out, "interruptible") {
				t.Errorf("stdout %q", out)
			}
		})
	}
}

// doubling makes macros, each of which is twice the one before.
func doubling(n int) string {
	var b strings.Builder
	b.WriteString("#define X0 1\n")
	for i := 1; i <= n; i++ {
		b.WriteString(strings.NewReplacer("N", strconv.Itoa(i), "M", strconv.Itoa(i-1)).Replace("#define XN XM | XM\n"))
	}
	return b.String()
}

// TestLostCall shows that a call that cannot be read is told of, and that nothing
// is judged around it.
func TestLostCall(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"too deep": {
			"int f(struct page **p)\n{\n\treturn get_user_pages(0, 1, " + strings.Repeat("(", 200000) + "0" + strings.Repeat(")", 200000) + ", p);\n}\n",
			"hostile.c:1:1: note: f() cannot be read: ",
		},
		"conflict markers": {
			strings.ReplaceAll(call, "\treturn", "<<<<<<< HEAD\n\treturn"),
			"hostile.c:3:1: note: f() cannot be read: syntax error",
		},
	} {
		t.Run(name, func(t *testing.T) {
			dir := hostileTree(t)
			put(t, dir, "drivers/hostile.c", c.text)
			_, out, errs := checkTree(t, "--format", "terse", "--gaps", dir)
			if !strings.Contains(errs, c.want) || !strings.Contains(errs, "1 gap in") || strings.Contains(out, "hostile.c") {
				t.Errorf("stdout %.500q, stderr %.1000q", out, errs)
			}
		})
	}
}

// TestVanished removes a file between the scan, which saw a call in it, and the
// analysis.
func TestVanished(t *testing.T) {
	dir := hostileTree(t)
	put(t, dir, "drivers/gone.c", call)
	l, err := driver.Load(t.Context(), source.OpenRoot(dir), driver.LoadOptions{Jobs: 2})
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(filepath.Join(dir, "drivers", "gone.c")); err != nil {
		t.Fatal(err)
	}
	res, err := driver.Run(t.Context(), l.Snapshot, rules.All(), driver.Options{Severity: lint.Warning})
	if err != nil {
		t.Fatal(err)
	}
	if len(res.Findings) != 1 || len(res.Gaps) != 1 || res.Gaps[0].At.File != "drivers/gone.c" || !res.Gaps[0].Call {
		t.Errorf("findings %v, gaps %v", res.Findings, res.Gaps)
	}
}

// TestHostileTree makes the tree itself strange.
func TestHostileTree(t *testing.T) {
	for _, c := range []struct {
		name string
		make func(t *testing.T, dir string)
	}{
		{"symbolic link to its parent", func(t *testing.T, dir string) { link(t, "..", filepath.Join(dir, "drivers", "up")) }},
		{"symbolic link to itself", func(t *testing.T, dir string) { link(t, "me.c", filepath.Join(dir, "drivers", "me.c")) }},
		{"dangling symbolic link", func(t *testing.T, dir string) { link(t, "nowhere.c", filepath.Join(dir, "drivers", "lost.c")) }},
		{"FIFO", func(t *testing.T, dir string) {
			if err := syscall.Mkfifo(filepath.Join(dir, "drivers", "fifo.c"), 0o644); err != nil {
				t.Skip(err)
			}
		}},
		{"directory named .c", func(t *testing.T, dir string) { put(t, dir, "drivers/dir.c/x.c", call) }},
		{"deep directories", func(t *testing.T, dir string) { put(t, dir, strings.Repeat("d/", 500)+"x.c", call) }},
		{"strange name", func(t *testing.T, dir string) { put(t, dir, "drivers/a\nb\xff\x1b[31m.c", call) }},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := hostileTree(t)
			c.make(t, dir)
			status, out, errs := checkTree(t, "--format", "terse", dir)
			if status != exitFindings || strings.Count(out, "\n") != 1 || strings.Contains(errs, "\x1b") {
				t.Errorf("status %d, stdout %q, stderr %q", status, out, errs)
			}
		})
	}
}

func link(t *testing.T, to, name string) {
	t.Helper()
	if err := os.Symlink(to, name); err != nil {
		t.Skip(err)
	}
}

// TestUnreadable runs gupvet as a user who may not read a part of the tree. The
// rest is judged; without a finding in it, the status says that the answer is not
// whole.
func TestUnreadable(t *testing.T) {
	if os.Getuid() != 0 {
		t.Skip("needs root, to become somebody else")
	}
	for _, what := range []string{"directory", "file"} {
		t.Run(what, func(t *testing.T) {
			dir := hostileTree(t)
			put(t, dir, "drivers/secret/x.c", call)
			for p := dir; p != filepath.Dir(os.TempDir()) && p != "/"; p = filepath.Dir(p) {
				if err := os.Chmod(p, 0o755); err != nil {
					t.Fatal(err)
				}
			}
			secret := filepath.Join(dir, "drivers", "secret")
			if what == "file" {
				secret = filepath.Join(secret, "x.c")
			}
			if err := os.Chmod(secret, 0); err != nil {
				t.Fatal(err)
			}
			status, out, errs := asNobody(t, "--format", "terse", dir)
			if status != exitFindings || !strings.Contains(out, "bad.c:5:9: warning") || !strings.Contains(errs, "cannot read drivers/secret") {
				t.Errorf("status %d, stdout %q, stderr %q", status, out, errs)
			}
			if status, _, errs := asNobody(t, "--rules", "null-pages", dir); status != exitUsage {
				t.Errorf("status %d without findings, stderr %q", status, errs)
			}
		})
	}
}

// asNobody runs gupvet, which is the test binary, as another user.
func asNobody(t *testing.T, args ...string) (status int, stdout, stderr string) {
	t.Helper()
	exe := filepath.Join(t.TempDir(), "gupvet")
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	binary, err := os.ReadFile(self)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(exe, binary, 0o755); err != nil {
		t.Fatal(err)
	}
	for p := filepath.Dir(exe); p != filepath.Dir(os.TempDir()) && p != "/"; p = filepath.Dir(p) {
		if err := os.Chmod(p, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	var out, errs bytes.Buffer
	cmd := exec.Command(exe, args...)
	cmd.Dir = "/"
	cmd.Stdout, cmd.Stderr = &out, &errs
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
	err = cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Skip(err)
	}
	return cmd.ProcessState.ExitCode(), out.String(), errs.String()
}

// TestNoTree shows what is said where there is nothing to analyse.
func TestNoTree(t *testing.T) {
	empty := t.TempDir()
	status, out, errs := checkTree(t, empty)
	if status != exitUsage || out != "" || !strings.Contains(errs, "there are no C files") {
		t.Errorf("empty: status %d, stdout %q, stderr %q", status, out, errs)
	}
	lone := t.TempDir()
	put(t, lone, "bad.c", bad)
	status, out, errs = checkTree(t, "--format", "terse", filepath.Join(lone, "bad.c"))
	if status != exitFindings || !strings.Contains(out, "bad.c:5:9: warning") || !strings.Contains(errs, "the built-in contract of Linux") {
		t.Errorf("lone: status %d, stdout %q, stderr %q", status, out, errs)
	}
}
