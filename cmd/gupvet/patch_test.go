// SPDX-License-Identifier: MIT

package main

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/gupvet/gupvet/internal/kerneltest"
)

// state hashes a tree: names, modes, times and contents.
func state(t *testing.T, root string) string {
	t.Helper()
	h := sha256.New()
	err := filepath.WalkDir(root, func(path string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := e.Info()
		if err != nil {
			return err
		}
		fmt.Fprintln(h, path, info.Mode(), info.ModTime(), info.Size())
		if info.Mode().IsRegular() {
			text, err := os.ReadFile(path)
			h.Write(text)
			return err
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("%x", h.Sum(nil))
}

// goodMail is a patch that applies and brings a finding in.
const goodMail = `From 1111111111111111111111111111111111111111 Mon Sep 17 00:00:00 2001
From: Ann Example <ann@example.org>
Date: Tue, 14 Nov 2023 22:13:20 +0000
Subject: [PATCH] misc: pinner: no pages

---
diff --git a/drivers/misc/pinner/buf.c b/drivers/misc/pinner/buf.c
--- a/drivers/misc/pinner/buf.c
+++ b/drivers/misc/pinner/buf.c
@@ -20,3 +20,3 @@
 	mutex_lock(&area->lock);
-	ret = pin_range(area->addr, area->nr, buf_flags(area), area->pages);
+	ret = pin_range(area->addr, area->nr, buf_flags(area), NULL);
 	mutex_unlock(&area->lock);
--
2.39.5
`

// TestMalformedPatches hands gupvet patches that are broken in many ways. It has to
// end with status 2, to say where the input is wrong, and to leave the tree alone;
// what is good in the input is judged all the same.
func TestMalformedPatches(t *testing.T) {
	root := kerneltest.Bare(t, "linux-6.12")
	before := state(t, root)
	header := "--- a/drivers/misc/pinner/buf.c\n+++ b/drivers/misc/pinner/buf.c\n"
	for name, input := range map[string]string{
		"empty":                "",
		"binary":               "\x00\x01\x02" + strings.Repeat("\xff", 1000),
		"UTF-16":               "\xff\xfed\x00i\x00f\x00f\x00",
		"header alone":         header,
		"huge counts":          header + "@@ -1,99999999999999999999 +1 @@\n-a\n+b\n",
		"negative counts":      header + "@@ -1,-3 +1 @@\n-a\n+b\n",
		"too few lines":        header + "@@ -1,3 +1,3 @@\n a\n",
		"no file":              "@@ -1 +1 @@\n-a\n+b\n",
		"missing file":         "--- a/no/such.c\n+++ b/no/such.c\n@@ -1 +1 @@\n-a\n+b\n",
		"a directory":          "--- a/drivers\n+++ b/drivers\n@@ -1 +1 @@\n-a\n+b\n",
		"below a file":         "--- /dev/null\n+++ b/Makefile/x.c\n@@ -0,0 +1 @@\n+int x;\n",
		"out of the tree":      "--- a/../../x.c\n+++ b/../../x.c\n@@ -1 +1 @@\n-a\n+b\n",
		"names that speak":     "--- \"a/\\033[2Jx.c\"\n+++ \"b/\\033[2Jx.c\"\n@@ -1 +1 @@\n-a\n+b\n",
		"absolute":             "diff --git /etc/passwd /etc/passwd\n--- /etc/passwd\n+++ /etc/passwd\n@@ -1 +1 @@\n-a\n+b\n",
		"a merge":              "diff --cc drivers/misc/pinner/buf.c\n--- a/drivers/misc/pinner/buf.c\n+++ b/drivers/misc/pinner/buf.c\n@@@ -1,1 -1,1 +1,1 @@@\n--a\n++b\n",
		"broken base64":        "Subject: [PATCH] x\nContent-Transfer-Encoding: base64\n\n!!!!\n",
		"broken multipart":     "Subject: [PATCH] x\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nx\n",
		"HTML":                 "Subject: [PATCH] x\nContent-Type: text/html\n\n<pre>" + header + "</pre>\n",
		"created twice":        "--- /dev/null\n+++ b/drivers/misc/pinner/buf.c\n@@ -0,0 +1 @@\n+int x;\n",
		"a rename of nothing":  "diff --git a/no.c b/yes.c\nsimilarity index 100%\nrename from no.c\nrename to yes.c\n",
		"wrapped by a mailer":  strings.Replace(goodMail, "area->nr, buf_flags(area), NULL", "area->nr,\nbuf_flags(area), NULL", 1),
		"a line without a tab": strings.Replace(goodMail, " \tmutex_lock", " mutex_lock", 1),
	} {
		t.Run(name, func(t *testing.T) {
			for _, more := range []string{"", goodMail} {
				file := filepath.Join(t.TempDir(), "in")
				if err := os.WriteFile(file, []byte(input), 0o644); err != nil {
					t.Fatal(err)
				}
				args := []string{"patch", "--tree", root, "--format", "terse", file}
				if more != "" {
					good := filepath.Join(t.TempDir(), "good")
					if err := os.WriteFile(good, []byte(more), 0o644); err != nil {
						t.Fatal(err)
					}
					args = append(args, good)
				}
				var out, bad bytes.Buffer
				status := run(t.Context(), args, strings.NewReader(""), &out, &bad)
				if status != exitUsage || !regexp.MustCompile(`(?m)^gupvet: .*/in:\d+: `).MatchString(bad.String()) || strings.Contains(bad.String(), "internal error") || strings.Contains(bad.String(), "\x1b") {
					t.Errorf("status %d: %s%q", status, out.String(), bad.String())
				}
				if (more != "") != strings.Contains(out.String(), "[null-pages]") {
					t.Errorf("findings: %s%s", out.String(), bad.String())
				}
			}
		})
	}
	if state(t, root) != before {
		t.Error("the tree has changed")
	}
}

// TestKbuild builds files of a real kernel with a checker, as users do.
func TestKbuild(t *testing.T) {
	root := kerneltest.Tree(t, "6.12")
	for _, tool := range []string{"make", "gcc", "flex", "bison", "bc"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skip(err)
		}
	}
	if testing.Short() {
		t.Skip("half a minute")
	}
	out := t.TempDir()
	build := func(args ...string) string {
		t.Helper()
		cmd := exec.Command("make", append([]string{"-C", root, "O=" + out}, args...)...)
		text, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("make %s: %v: %s", strings.Join(args, " "), err, text)
		}
		return string(text)
	}
	build("-s", "tinyconfig")
	text := build("C=1", "CHECK=gupvet check --kbuild", "mm/gup.o", "mm/util.o")
	for _, file := range []string{"mm/gup.c", "mm/util.c"} {
		if !regexp.MustCompile(`(?m)^  CHECK .*` + file + `$`).MatchString(text) {
			t.Errorf("%s is not checked: %s", file, text)
		}
	}
	if strings.Contains(text, "gupvet:") || strings.Contains(text, "error") {
		t.Errorf("the build is not silent: %s", text)
	}
}
