// SPDX-License-Identifier: MIT

package patch

import (
	"strings"
	"testing"
)

// TestBounded reads and applies large inputs of the kind that takes minutes
// where work grows with the square of the size.
func TestBounded(t *testing.T) {
	if testing.Short() {
		t.Skip("2 MB each")
	}
	t.Parallel()
	const size = 2 << 20
	fill := func(s string) string { return strings.Repeat(s, size/len(s)) }
	mixed := "Subject: a\nContent-Type: multipart/mixed; boundary=b\n\n"
	for name, input := range map[string]string{
		"hunks without a file": "---\n" + fill("@@ -1 +1 @@\n-a\n+b\n"),
		"hunks cut short":      "--- a\n+++ b\n" + fill("@@ -1,1000 +1 @@\n-a\n+b\n"),
		"a long hunk":          "--- a\n+++ b\n@@ -1,1000000 +1 @@\n" + fill("-a\n"),
		"lines after a hunk":   "--- a\n+++ b\n@@ -1 +1 @@\n-a\n+b\n" + fill(" a\n"),
		"headers of files":     fill("diff --git " + strings.Repeat("a ", 2000) + "b/" + strings.Repeat("c ", 2000) + "\n"),
		"slashes":              fill("--- " + strings.Repeat("a//", 100) + "\n+++ b\n" + tail),
		"mails":                fill(b4 + "A: b\n\n"),
		"From without mails":   b4 + "A: b\n\n" + fill("From x\n"),
		"parts":                mixed + fill("--b\n\nx\n"),
		"empty parts":          mixed + fill("--b\n\n"),
		"parts of parts":       fill("Content-Type: multipart/mixed; boundary=b\n\n--b\n"),
		"words in a subject":   "Subject: " + fill("=?x?q?a?= ") + "\n\n",
		"tags in a subject":    "Subject: " + fill("[PATCH] ") + "\n\n",
		"folded":               "Subject: a\n\nSubject: x\n" + fill(" a\n") + diffX("x"),
		"parameters":           "Subject: a\nContent-Type: text/plain" + fill("; a=b") + "\n\n",
		"soft line breaks":     "Subject: a\nContent-Transfer-Encoding: quoted-printable\n\n" + fill("=\n"),
	} {
		s, errs := Read("test", []byte(input))
		if len(s.Patches) == 0 && len(errs) == 0 {
			t.Errorf("%s: nothing", name)
		}
	}

	// A hunk of lines all alike but one, for a file of lines all alike.
	same := "--- a/x\n+++ b/x\n@@ -2,50002 +2,50002 @@\n" + strings.Repeat(" \n", 50_000) + "-a\n+b\n \n"
	p := mustRead(t, same).Patches[0]
	tree := texts{"x": strings.Repeat("\n", size)}
	if _, errs := Apply(p, tree.read); len(errs) != 1 {
		t.Errorf("got %v", errs)
	}
}
