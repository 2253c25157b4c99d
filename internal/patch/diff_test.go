// SPDX-License-Identifier: MIT

package patch

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// tail is a hunk for tests that are about headers.
const tail = "@@ -1 +1 @@\n-a\n+b\n"

func TestReadDiff(t *testing.T) {
	for _, test := range []struct {
		name, input, want, errs string
	}{{
		name:  "git",
		input: "diff --git a/mm/gup.c b/mm/gup.c\nindex 1234567..89abcde 100644\n--- a/mm/gup.c\n+++ b/mm/gup.c\n@@ -1,2 +1,2 @@ static int f(void)\n-a\n+b\n c\n",
		want:  "  1: \"mm/gup.c\" -> \"mm/gup.c\"\n    5: @@ -1,2 +1,2 @@ static int f(void)\n",
	}, {
		name:  "prose before and garbage between",
		input: "Hello,\n\nthis helps:\n\n--- a/x.c\n+++ b/x.c\n" + tail + "and this\n--- a/y.c\n+++ b/y.c\n" + tail + "bye\n",
		want:  "  5: \"x.c\" -> \"x.c\"\n    7: @@ -1 +1 @@\n  11: \"y.c\" -> \"y.c\"\n    13: @@ -1 +1 @@\n",
	}, {
		name:  "diff -u with times",
		input: "diff -ru linux.orig/x.c linux/x.c\n--- linux.orig/x.c\t2024-01-01 10:00:00.000000000 +0100\n+++ linux/x.c\t2024-01-02 10:00:00.000000000 +0100\n" + tail,
		want:  "  2: \"x.c\" -> \"x.c\"\n    4: @@ -1 +1 @@\n",
	}, {
		name:  "times after spaces",
		input: "--- a/x.c 2024-01-01 10:00:00\n+++ b/x.c 2024-01-02 10:00:00.5 +0100\n" + tail,
		want:  "  1: \"x.c\" -> \"x.c\"\n    3: @@ -1 +1 @@\n",
	}, {
		name:  "diff -N new and deleted",
		input: "--- a/x.c\t1970-01-01 01:00:00.000000000 +0100\n+++ b/x.c\t2024-01-02 10:00:00.0 +0100\n@@ -0,0 +1 @@\n+b\n--- a/y.c\t2024-01-02 10:00:00.0 +0100\n+++ b/y.c\t1970-01-01 00:00:00.000000000 +00:00\n@@ -1 +0,0 @@\n-b\n",
		want:  "  1: \"\" -> \"x.c\" create\n    3: @@ -0,0 +1 @@\n  5: \"y.c\" -> \"\" delete\n    7: @@ -1 +0,0 @@\n",
	}, {
		name:  "/dev/null without git",
		input: "--- /dev/null\n+++ b/x.c\n@@ -0,0 +1 @@\n+b\n--- a/y.c\n+++ /dev/null\n@@ -1 +0,0 @@\n-b\n",
		want:  "  1: \"\" -> \"x.c\" create\n    3: @@ -0,0 +1 @@\n  5: \"y.c\" -> \"\" delete\n    7: @@ -1 +0,0 @@\n",
	}, {
		name:  "orig, without directories",
		input: "--- x.c.orig\n+++ x.c\n" + tail,
		want:  "  1: \"x.c\" -> \"x.c\"\n    3: @@ -1 +1 @@\n",
	}, {
		name:  "tilde, in a directory",
		input: "--- mm/x.c~\n+++ mm/x.c\n" + tail,
		want:  "  1: \"mm/x.c\" -> \"mm/x.c\"\n    3: @@ -1 +1 @@\n",
	}, {
		name:  "Index",
		input: "Index: mm/x.c\n=====\n--- mm/x.c\t(revision 1)\n+++ mm/x.c\t(working copy)\n" + tail,
		want:  "  3: \"mm/x.c\" -> \"mm/x.c\"\n    5: @@ -1 +1 @@\n",
	}, {
		name:  "git without prefix",
		input: "diff --git mm/x.c mm/x.c\nindex 1..2 100644\n--- mm/x.c\n+++ mm/x.c\n" + tail + "diff --git mm/new.c mm/new.c\nnew file mode 100644\nindex 0..2\n--- /dev/null\n+++ mm/new.c\n@@ -0,0 +1 @@\n+b\n",
		want:  "  1: \"mm/x.c\" -> \"mm/x.c\"\n    5: @@ -1 +1 @@\n  8: \"\" -> \"mm/new.c\" create 0-100644\n    13: @@ -0,0 +1 @@\n",
	}, {
		name:  "rename without prefix",
		input: "diff --git mm/x.c mm/y.c\nsimilarity index 90%\nrename from mm/x.c\nrename to mm/y.c\nindex 1..2 100644\n--- mm/x.c\n+++ mm/y.c\n" + tail,
		want:  "  1: \"mm/x.c\" -> \"mm/y.c\" rename\n    8: @@ -1 +1 @@\n",
	}, {
		name:  "own prefixes settle what is open",
		input: "diff --git linux/x.c linux/x.c\nnew file mode 100644\nindex 0..e69de29\ndiff --git linux.orig/y.c linux/y.c\nindex 1..2 100644\n--- linux.orig/y.c\n+++ linux/y.c\n" + tail,
		want:  "  1: \"\" -> \"x.c\" create 0-100644\n  4: \"y.c\" -> \"y.c\"\n    8: @@ -1 +1 @@\n",
	}, {
		name:  "mnemonic prefixes",
		input: "diff --git i/mm/x.c w/mm/x.c\nindex 1..2 100644\n--- i/mm/x.c\n+++ w/mm/x.c\n" + tail,
		want:  "  1: \"mm/x.c\" -> \"mm/x.c\"\n    5: @@ -1 +1 @@\n",
	}, {
		name:  "rename, copy, modes",
		input: "diff --git a/x b/y\nsimilarity index 100%\nrename from x\nrename to y\ndiff --git a/x b/z\nsimilarity index 100%\ncopy from x\ncopy to z\ndiff --git a/s b/s\nold mode 100644\nnew mode 100755\n",
		want:  "  1: \"x\" -> \"y\" rename\n  5: \"x\" -> \"z\" copy\n  9: \"s\" -> \"s\" 100644-100755\n",
	}, {
		name:  "empty files",
		input: "diff --git a/x b/x\nnew file mode 100644\nindex 0000000..e69de29\ndiff --git a/y b/y\ndeleted file mode 100644\nindex e69de29..0000000\n-- \n2.39.5\n",
		want:  "  1: \"\" -> \"x\" create 0-100644\n  4: \"y\" -> \"\" delete 100644-0\n",
	}, {
		name:  "quoted names",
		input: "diff --git \"a/m\\303\\274ll.c\" \"b/m\\303\\274ll.c\"\nindex 1..2 100644\n--- \"a/m\\303\\274ll.c\"\n+++ \"b/m\\303\\274ll.c\"\n" + tail + "diff --git \"a/q\\\"\\\\.c\" \"b/q\\\"\\\\.c\"\nold mode 100644\nnew mode 100755\n",
		want:  "  1: \"müll.c\" -> \"müll.c\"\n    5: @@ -1 +1 @@\n  8: \"q\\\"\\\\.c\" -> \"q\\\"\\\\.c\" 100644-100755\n",
	}, {
		name:  "names with spaces",
		input: "diff --git a/a b.c b/a b.c\nold mode 100644\nnew mode 100755\ndiff --git a/b c.c b/b c.c\nindex 1..2 100644\n--- a/b c.c\t\n+++ b/b c.c\t\n" + tail,
		want:  "  1: \"a b.c\" -> \"a b.c\" 100644-100755\n  4: \"b c.c\" -> \"b c.c\"\n    8: @@ -1 +1 @@\n",
	}, {
		name:  "one name quoted",
		input: "diff --git a/x.c \"b/\\303\\274.c\"\nsimilarity index 100%\nrename from x.c\nrename to \"\\303\\274.c\"\ndiff --git \"a/\\303\\274.c\" b/x.c\nsimilarity index 100%\nrename from \"\\303\\274.c\"\nrename to x.c\n",
		want:  "  1: \"x.c\" -> \"ü.c\" rename\n  5: \"ü.c\" -> \"x.c\" rename\n",
	}, {
		name:  "binary",
		input: "diff --git a/x.png b/x.png\nindex 1..2 100644\nBinary files a/x.png and b/x.png differ\ndiff --git a/y.png b/y.png\nnew file mode 100644\nindex 0..2\nGIT binary patch\nliteral 3\nKcmZQzWMT#Y01f~L\n\nliteral 0\nHcmV?d00001\n\n" + "diff --git a/x.c b/x.c\n--- a/x.c\n+++ b/x.c\n" + tail,
		want:  "  1: \"x.png\" -> \"x.png\" binary\n  4: \"\" -> \"y.png\" create binary 0-100644\n  14: \"x.c\" -> \"x.c\"\n    17: @@ -1 +1 @@\n",
	}, {
		name:  "symbolic link and submodule",
		input: "diff --git a/l b/l\nnew file mode 120000\nindex 0..1\n--- /dev/null\n+++ b/l\n@@ -0,0 +1 @@\n+x\n\\ No newline at end of file\ndiff --git a/sub b/sub\nindex 1..2 160000\n--- a/sub\n+++ b/sub\n" + tail,
		want:  "  1: \"\" -> \"l\" create 0-120000\n    6: @@ -0,0 +1 @@\n  9: \"sub\" -> \"sub\"\n    13: @@ -1 +1 @@\n",
	}, {
		name:  "CRLF from a mailer",
		input: strings.ReplaceAll("diff --git a/x.c b/x.c\nindex 1..2 100644\n--- a/x.c\n+++ b/x.c\n"+tail, "\n", "\r\n"),
		want:  "  1: \"x.c\" -> \"x.c\"\n    5: @@ -1 +1 @@\n",
	}, {
		name:  "lines that look like headers, and an empty line of context without its space",
		input: "--- a/x.sql\n+++ b/x.sql\n@@ -1,4 +1,4 @@\n\n--- a comment\n+++ b\n c\n \n@@ -9 +9 @@\n-a\n+b\n",
		want:  "  1: \"x.sql\" -> \"x.sql\"\n    3: @@ -1,4 +1,4 @@\n    9: @@ -9 +9 @@\n",
	}, {
		name:  "no newline at the end, twice",
		input: "--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n c\n-a\n\\ No newline at end of file\n+b\n\\ Kein Zeilenumbruch am Dateiende.\n--- a/y\n+++ b/y\n" + tail,
		want:  "  1: \"x\" -> \"x\"\n    3: @@ -1,2 +1,2 @@\n  9: \"y\" -> \"y\"\n    11: @@ -1 +1 @@\n",
	}, {
		name:  "no newline at the end of the input",
		input: "--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b",
		want:  "  1: \"x\" -> \"x\"\n    3: @@ -1 +1 @@\n",
	}, {
		name:  "combined",
		input: "diff --cc x.c\nindex 1,2..3\n--- a/x.c\n+++ b/x.c\n@@@ -1,1 -1,1 +1,1 @@@\n- a\n -b\n++c\n--- a/y.c\n+++ b/y.c\n" + tail,
		want:  "  9: \"y.c\" -> \"y.c\"\n    11: @@ -1 +1 @@\n",
		errs:  "test:1: a combined diff, as merges have it, cannot be applied\n",
	}, {
		name:  "a bad hunk among good ones",
		input: "--- a/x\n+++ b/x\n" + tail + "@@ -5,3 +5,3 @@ f\n c\n-a\n+b that a mailer has\nwrapped\n c\n@@ -20 +20 @@\n-a\n+b\n--- a/y\n+++ b/y\n" + tail,
		want:  "  1: \"x\" -> \"x\"\n    3: @@ -1 +1 @@\n    12: @@ -20 +20 @@\n  15: \"y\" -> \"y\"\n    17: @@ -1 +1 @@\n",
		errs:  "test:6: x: malformed hunk \"@@ -5,3 +5,3 @@ f\": fragment header miscounts lines: -1 old, -1 new, before \"wrapped\": a mailer may have wrapped a line\n",
	}, {
		name:  "a hunk longer than it says",
		input: "--- a/x\n+++ b/x\n" + tail + "+lost\n",
		want:  "  1: \"x\" -> \"x\"\n    3: @@ -1 +1 @@\nnote test:6: \"+lost\" is not counted by the header of the hunk before it, and ignored\n",
	}, {
		name:  "a hunk of no file",
		input: "--- nothing\n" + tail,
		errs:  "test:2: a hunk without the name of a file before it\n",
	}, {
		name:  "a hunk without changes, and one out of range",
		input: "--- a/x\n+++ b/x\n@@ -1 +1 @@\n a\n@@ -99999999999,1 +1 @@\n-a\n+b\n@@ -1 @@\n",
		errs: "test:3: x: malformed hunk \"@@ -1 +1 @@\": fragment contains no changes\n" +
			"test:5: x: hunk header \"@@ -99999999999,1 +1 @@\" is out of range\n" +
			"test:8: x: malformed hunk header \"@@ -1 @@\"\n",
	}, {
		name:  "garbage after diff --git",
		input: "diff --git a/x b/x\nnothing\ndiff --git a/y b/y\nold mode rwx\nnew mode 100755\ndiff --git foo\nindex 1..2\n",
		errs: "test:1: x: the diff changes nothing\ntest:4: \"rwx\" is not a file mode\n" +
			"test:6: the header does not tell the name of the file\n",
	}, {
		name:  "contradictions",
		input: "diff --git a/x b/x\nnew file mode 100644\n--- a/x\n+++ b/x\n" + tail + "diff --git a/y b/y\ndeleted file mode 100644\n--- a/y\n+++ b/y\n" + tail + "--- /dev/null\n+++ /dev/null\n" + tail,
		errs: "test:1: x: the file is new, but hunk 1 has old lines\ntest:8: y: the file is deleted, but hunk 1 has new lines\n" +
			"test:15: the file is both created and deleted\n",
	}, {
		name:  "nothing",
		input: "just words\n",
		errs:  "test:1: no patch in it\n",
	}, {
		name:  "UTF-16",
		input: "\xff\xfed\x00i\x00",
		errs:  "test:1: the input is UTF-16; a diff has to be in the encoding of its files\n",
	}} {
		t.Run(test.name, func(t *testing.T) {
			s, errs := Read("test", []byte(test.input))
			got := show(s)
			if _, rest, ok := strings.Cut(got, "\n"); ok && strings.HasPrefix(got, "patch") {
				got = rest
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("series (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(test.errs, joinErrors(errs)); diff != "" {
				t.Errorf("errors (-want +got):\n%s", diff)
			}
		})
	}
}

func TestUnquote(t *testing.T) {
	for _, test := range []struct {
		in, name, rest string
		ok             bool
	}{
		{`"a" b`, "a", " b", true},
		{`"\a\b\t\n\v\f\r\"\\"`, "\a\b\t\n\v\f\r\"\\", "", true},
		{`"\000\377"`, "\x00\xff", "", true},
		{`"ends with \\" x`, `ends with \`, " x", true},
		{`"\400"`, "", "", false},
		{`"\07"`, "", "", false},
		{`"\x41"`, "", "", false},
		{`"open`, "", "", false},
		{`"open\`, "", "", false},
		{`""`, "", "", false},
		{`plain`, "", "", false},
	} {
		name, rest, ok := unquote(test.in)
		if ok != test.ok || ok && (name != test.name || rest != test.rest) {
			t.Errorf("unquote(%s) = %q, %q, %v", test.in, name, rest, ok)
		}
	}
}
