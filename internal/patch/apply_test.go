// SPDX-License-Identifier: MIT

package patch

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// gone stands for a file that is not there any more.
const gone = "(gone)"

// results are the texts of a, with gone for nil.
func results(a *Applied) texts {
	t := texts{}
	for path, text := range a.Files {
		if t[path] = string(text); text == nil {
			t[path] = gone
		}
	}
	return t
}

func TestApply(t *testing.T) {
	abc := "a\nb\nc\nd\ne\nf\ng\n"
	for _, test := range []struct {
		name  string
		input string
		tree  texts
		want  texts
		notes []string
		errs  string
	}{{
		name:  "offset down, of two the nearer",
		input: "--- a/x\n+++ b/x\n@@ -3,3 +3,3 @@\n a\n-b\n+B\n c\n",
		tree:  texts{"x": "1\n2\n3\na\nb\nc\n4\n5\na\nb\nc\n"},
		want:  texts{"x": "1\n2\n3\na\nB\nc\n4\n5\na\nb\nc\n"},
	}, {
		name:  "offset up",
		input: "--- a/x\n+++ b/x\n@@ -9,3 +9,3 @@\n b\n-c\n+C\n d\n",
		tree:  texts{"x": abc},
		want:  texts{"x": "a\nb\nC\nd\ne\nf\ng\n"},
	}, {
		name:  "lines that an earlier hunk has written do not match",
		input: "--- a/x\n+++ b/x\n@@ -2,3 +2,4 @@\n a\n+b\n a\n a\n@@ -3,3 +4,4 @@\n a\n+c\n a\n a\n",
		tree:  texts{"x": "0\na\na\na\na\na\na\na\n"},
		want:  texts{"x": "0\na\nb\na\na\na\nc\na\na\na\n"},
	}, {
		name:  "a hunk at the beginning has to be there",
		input: "--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n-a\n+A\n b\n",
		tree:  texts{"x": "0\n" + abc},
		errs:  "test:3: x: hunk 1 (@@ -1,2 +1,2 @@) does not apply: its lines are at line 2, but a hunk that begins at line 1 has to be at the beginning\n",
		want:  texts{"x": "0\n" + abc},
	}, {
		name:  "a hunk at the end has to be there",
		input: "--- a/x\n+++ b/x\n@@ -6,2 +6,2 @@\n f\n-g\n+G\n",
		tree:  texts{"x": abc + "h\n"},
		errs:  "test:3: x: hunk 1 (@@ -6,2 +6,2 @@) does not apply: its lines are at line 6, but a hunk without context at its end has to be at the end of the file\n",
		want:  texts{"x": abc + "h\n"},
	}, {
		name:  "a conflict among hunks that apply",
		input: "--- a/x\n+++ b/x\n@@ -1,3 +1,3 @@\n-a\n+A\n b\n c\n@@ -3,4 +3,4 @@ f\n c\n x\n-e\n+E\n f\n@@ -7 +7 @@\n-g\n+G\n",
		tree:  texts{"x": abc},
		want:  texts{"x": "A\nb\nc\nd\ne\nf\nG\n"},
		errs:  "test:8: x: hunk 2 (@@ -3,4 +3,4 @@ f) does not apply: nearest is line 3, where 1 of its 4 lines differ; line 4 is \"d\", not \"x\"\n",
	}, {
		name:  "nothing like it",
		input: "--- a/x\n+++ b/x\n@@ -3,3 +3,3 @@\n u\n-v\n+V\n w\n",
		tree:  texts{"x": abc},
		want:  texts{"x": abc},
		errs:  "test:3: x: hunk 1 (@@ -3,3 +3,3 @@) does not apply: nothing in the file is like it\n",
	}, {
		name:  "applied already",
		input: "--- a/x\n+++ b/x\n@@ -3,3 +3,4 @@\n c\n+new\n d\n e\n",
		tree:  texts{"x": "0\na\nb\nc\nnew\nd\ne\nf\n"},
		want:  texts{"x": "0\na\nb\nc\nnew\nd\ne\nf\n"},
		errs:  "test:3: x: hunk 1 (@@ -3,3 +3,4 @@) does not apply: its result is there already, at line 4\n",
	}, {
		name:  "without context: the last lines, other lines, an insertion",
		input: "--- a/x\n+++ b/x\n@@ -7 +7 @@\n-g\n+G\n@@ -3 +3 @@\n-c\n+C\n@@ -4,0 +5 @@\n+new\n@@ -7,0 +8 @@\n+end\n",
		tree:  texts{"x": abc},
		want:  texts{"x": "a\nb\nc\nd\ne\nf\nG\nend\n"},
		errs: "test:6: x: hunk 2 (@@ -3 +3 @@) does not apply: its lines are at line 3, but it has no context to be sure of its place, as with diff -U0\n" +
			"test:9: x: hunk 3 (@@ -4,0 +5 @@) does not apply: it has no context to be sure of its place, as with diff -U0\n",
	}, {
		name:  "no newline at the end, before and after",
		input: "--- a/x\n+++ b/x\n@@ -6,2 +6,2 @@\n f\n-g\n\\ No newline at end of file\n+g\n--- a/y\n+++ b/y\n@@ -6,2 +6,2 @@\n f\n-g\n+g\n\\ No newline at end of file\n",
		tree:  texts{"x": abc[:len(abc)-1], "y": abc},
		want:  texts{"x": abc, "y": abc[:len(abc)-1]},
	}, {
		name:  "an unterminated line of context is not a line of the middle",
		input: "--- a/x\n+++ b/x\n@@ -1,3 +1,3 @@\n-a\n+A\n b\n c\n\\ No newline at end of file\n",
		tree:  texts{"x": abc},
		want:  texts{"x": abc},
		errs:  "test:3: x: hunk 1 (@@ -1,3 +1,3 @@) does not apply: nearest is line 1, where 1 of its 3 lines differ; line 3 is \"c\\n\", not \"c\"\n",
	}, {
		name:  "CRLF in the file alone, in two hunks",
		input: "--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n-a\n+A\n b\n@@ -7 +7,2 @@\n-g\n+G\n+h\n",
		tree:  texts{"x": strings.ReplaceAll(abc, "\n", "\r\n")},
		want:  texts{"x": "A\r\nb\r\nc\r\nd\r\ne\r\nf\r\nG\r\nh\r\n"},
		notes: []string{"x: the file has CRLF line ends and the patch has not; its lines were given them"},
	}, {
		name:  "CRLF in the patch alone",
		input: "--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n-a\r\n+A\r\n b\r\n",
		tree:  texts{"x": abc},
		want:  texts{"x": "A" + abc[1:]},
		notes: []string{"x: the file has LF line ends and the patch has not; its lines were given them"},
	}, {
		name:  "create, delete, empty ones too",
		input: "--- /dev/null\n+++ b/x\n@@ -0,0 +1 @@\n+x\n--- a/y\n+++ /dev/null\n@@ -1 +0,0 @@\n-y\ndiff --git a/e b/e\nnew file mode 100644\ndiff --git a/d b/d\ndeleted file mode 100644\n",
		tree:  texts{"y": "y\n", "d": ""},
		want:  texts{"x": "x\n", "y": gone, "e": "", "d": gone},
	}, {
		name:  "what is there is not created, what is not there is not changed",
		input: "--- /dev/null\n+++ b/x\n@@ -0,0 +1 @@\n+x\n--- /dev/null\n+++ b/z\n@@ -0,0 +1 @@\n+x\n--- a/y\n+++ /dev/null\n@@ -1 +0,0 @@\n-y\n--- a/w\n+++ b/w\n" + tail,
		tree:  texts{"x": "x\n", "z": "z\n"},
		want:  texts{},
		errs: "test:1: x: the file that the patch creates is there already, just as the patch has it\ntest:5: z: the file that the patch creates is there already\n" +
			"test:9: y: the file that the patch deletes is not there\ntest:13: w: no such file in the tree: w\n",
	}, {
		name: "a file that is deleted only in part",
		input: "--- a/y\n+++ /dev/null\n@@ -1 +0,0 @@\n-y\n" +
			"diff --git a/z b/z\ndeleted file mode 100644\nindex 1234567..0000000\ndiff --git a/e b/e\ndeleted file mode 100644\nindex e69de29..0000000\n",
		tree: texts{"y": "y\ny\n", "z": "z\n", "e": "e\n"},
		want: texts{"z": gone},
		errs: "test:3: y: hunk 1 (@@ -1 +0,0 @@) does not apply: its lines are at line 1, but a hunk without context at its end has to be at the end of the file\n" +
			"test:8: e: the patch deletes the file, but leaves 1 of its lines\n",
		notes: []string{"z: deleted, though the patch does not say what was in it"},
	}, {
		name:  "not marked as new or deleted",
		input: "--- a/x\n+++ b/x\n@@ -0,0 +1 @@\n+x\n--- a/y\n+++ b/y\n@@ -1 +0,0 @@\n-y\n",
		tree:  texts{"y": "y\n"},
		want:  texts{"x": "x\n", "y": ""},
	}, {
		name: "two files swapped, one copied from before the patch",
		input: "diff --git a/x b/y\nrename from x\nrename to y\ndiff --git a/y b/x\nrename from y\nrename to x\n" +
			"diff --git a/z b/z\n--- a/z\n+++ b/z\n@@ -1 +1 @@\n-z\n+Z\ndiff --git a/z b/c\ncopy from z\ncopy to c\n--- a/z\n+++ b/c\n@@ -1 +1,2 @@\n z\n+c\n",
		tree: texts{"x": "x\n", "y": "y\n", "z": "z\n"},
		want: texts{"x": "y\n", "y": "x\n", "z": "Z\n", "c": "z\nc\n"},
	}, {
		name:  "the same file twice, and after it is gone",
		input: "--- a/x\n+++ b/x\n" + tail + "--- a/x\n+++ b/x\n@@ -1 +1 @@\n-b\n+c\n--- a/y\n+++ /dev/null\n@@ -1 +0,0 @@\n-y\n--- a/y\n+++ b/y\n" + tail,
		tree:  texts{"x": "a\n", "y": "y\n"},
		want:  texts{"x": "c\n", "y": gone},
		errs:  "test:15: y: the patch has deleted or moved the file before\n",
	}, {
		name: "what is not applied",
		input: "diff --git a/l b/l\nnew file mode 120000\n--- /dev/null\n+++ b/l\n@@ -0,0 +1 @@\n+x\n\\ No newline at end of file\ndiff --git a/s b/s\nindex 1..2 160000\n--- a/s\n+++ b/s\n" + tail +
			"diff --git a/p b/p\nindex 1..2 100644\nBinary files a/p and b/p differ\ndiff --git a/q b/q\ndeleted file mode 100644\nBinary files a/q and /dev/null differ\n",
		tree:  texts{},
		want:  texts{"q": gone},
		notes: []string{"l: symbolic link, not applied", "s: submodule, not applied", "p: binary, not applied"},
	}, {
		name: "paths out of the tree",
		input: "--- a//x\n+++ b//x\n" + tail + "--- a/../x\n+++ b/../x\n" + tail + "--- /etc/passwd\n+++ /etc/passwd\n" + tail + "--- a/C:/x\n+++ b/C:/x\n" + tail +
			"--- \"a/x\\000\"\n+++ \"b/x\\000\"\n" + tail + "diff --git a/x b/..\\x\nrename from x\nrename to ..\\x\n",
		tree: texts{"x": "a\n"},
		want: texts{"x": "b\n"},
		errs: "test:6: ../x: the path leads out of the tree: \"../x\"\ntest:11: etc/passwd: no such file in the tree: etc/passwd\n" +
			"test:16: C:/x: the path leads out of the tree: \"C:/x\"\ntest:21: x\x00: the path leads out of the tree: \"x\\x00\"\n" +
			"test:26: ..\\x: the path leads out of the tree: \"..\\\\x\"\n",
	}} {
		t.Run(test.name, func(t *testing.T) {
			s := mustRead(t, test.input)
			a, errs := Apply(s.Patches[0], test.tree.read)
			if diff := cmp.Diff(test.want, results(a)); diff != "" {
				t.Errorf("texts (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(test.notes, a.Notes); diff != "" {
				t.Errorf("notes (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(test.errs, joinErrors(errs)); diff != "" {
				t.Errorf("errors (-want +got):\n%s", diff)
			}
		})
	}
}

func TestOffsets(t *testing.T) {
	s := mustRead(t, "--- a/x\n+++ b/x\n@@ -2,3 +2,3 @@\n line 2\n-line 3\n+three\n line 4\n@@ -9,3 +9,3 @@\n line 8\n-line 9\n+nine\n line 10\n@@ -14,3 +14,3 @@\n line 14\n-line 15\n+15\n line 16\n")
	a, errs := Apply(s.Patches[0], texts{"x": strings.Replace(numbered(20), "line 12\n", "line 12\n0\n0\n", 1)}.read)
	h := s.Patches[0].Files[0].Hunks
	if diff := cmp.Diff(map[*Hunk]int{h[1]: -1, h[2]: 2}, a.Offsets); diff != "" || len(errs) > 0 {
		t.Errorf("%v, offsets (-want +got):\n%s", errs, diff)
	}
}

func TestReverseOmitted(t *testing.T) {
	p := mustRead(t, "diff --git a/z b/z\ndeleted file mode 100644\nindex 1234567..0000000\n").Patches[0]
	a, errs := Apply(Reverse(p), texts{}.read)
	if len(a.Files) != 0 || len(errs) != 0 || len(a.Notes) != 1 {
		t.Errorf("got %v, %v, %v", a.Files, a.Notes, errs)
	}
}

func TestApplyReadError(t *testing.T) {
	want := errors.New("disk on fire")
	s := mustRead(t, "--- a/x\n+++ b/x\n"+tail+"--- /dev/null\n+++ b/y\n@@ -0,0 +1 @@\n+y\n")
	a, errs := Apply(s.Patches[0], func(string) ([]byte, error) { return nil, want })
	if len(a.Files) != 0 || len(errs) != 2 || !errors.Is(errs[0], want) || !errors.Is(errs[1], want) {
		t.Errorf("got %v, %v", a.Files, errs)
	}
}

func TestConflictIsError(t *testing.T) {
	s := mustRead(t, "From: Ann\nSubject: s\nContent-Transfer-Encoding: quoted-printable\n\n--- a/x\n+++ b/x\n@@ -2,3 +2,3 @@\n a=\n=20\n-b\n+B\n c\n")
	_, errs := Apply(s.Patches[0], texts{"x": "0\na \nbb\nc\n"}.read)
	if len(errs) != 1 {
		t.Fatal(errs)
	}
	var e *Error
	var c *Conflict
	if !errors.As(errs[0], &e) || !errors.As(errs[0], &c) {
		t.Fatalf("%T", errs[0])
	}
	got := fmt.Sprint(e.Source, " ", e.Line, " ", e.Decoded, " ", e.Path, " ", c.Near, " ", c.Differ, " ", c.Line, c.Got, c.Want, c.Applied)
	if want := "test 1 3 x 2 1 3bb\nb\n0"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestLines(t *testing.T) {
	s := mustRead(t, "diff --git a/x b/y\nsimilarity index 50%\nrename from x\nrename to y\n--- a/x\n+++ b/y\n"+
		"@@ -2,4 +2,5 @@\n line 2\n-line 3\n+three\n+and\n line 4\n line 5\n@@ -8,3 +9,2 @@\n line 8\n-line 9\n line 10\n")
	a, errs := Apply(s.Patches[0], texts{"x": numbered(10)}.read)
	if len(errs) > 0 {
		t.Fatal(errs)
	}
	l := a.Lines["y"]
	if l == nil || l.From != "x" || l.Len() != 10 || a.Lines["x"] != nil {
		t.Fatalf("lines are %+v", l)
	}
	var got strings.Builder
	for line := 0; line <= l.Len()+1; line++ {
		o := l.At(line)
		n := 0
		if o.Hunk != nil {
			n = o.Hunk.Number
		}
		fmt.Fprintf(&got, "%d:%d/%d ", line, o.Old, n)
	}
	if want := "0:0/0 1:1/0 2:2/1 3:0/1 4:0/1 5:4/1 6:5/1 7:6/0 8:7/0 9:8/2 10:10/2 11:0/0 "; got.String() != want {
		t.Errorf("origins are %s", got.String())
	}
	got.Reset()
	for old := 0; old <= 11; old++ {
		fmt.Fprintf(&got, "%d ", l.New(old))
	}
	if want := "0 1 2 0 5 6 7 8 9 0 10 0 "; got.String() != want {
		t.Errorf("new lines are %s", got.String())
	}
	for _, test := range []struct{ line, lo, hi, hunk, at int }{
		{3, 1, 10, 1, 3}, {6, 1, 10, 1, 4}, {8, 1, 10, 2, 10}, {7, 1, 10, 1, 4}, {9, 5, 9, 0, 0}, {1, -5, 99, 1, 3}, {99, 1, 99, 2, 10},
		{10, 10, 10, 0, 0}, {4, 4, 4, 1, 4},
	} {
		n := 0
		h, at := l.Nearest(test.line, test.lo, test.hi)
		if h != nil {
			n = h.Number
		}
		if n != test.hunk || at != test.at {
			t.Errorf("nearest change to line %d in %d-%d is of hunk %d at %d, not of %d at %d", test.line, test.lo, test.hi, n, at, test.hunk, test.at)
		}
	}
}

func TestCheckPath(t *testing.T) {
	for _, path := range []string{"mm/gup.c", "..x/y..", "m\xfcll", "a b", `sys-\x2d.c`} {
		if err := checkPath(path); err != nil {
			t.Error(err)
		}
	}
	for _, path := range []string{"", ".", "/x", "..", "x/..", "x/../y", "./x", "x//y", "x/", "C:", "c:x", `\x`, `a\..\b`, "x\x00"} {
		if err := checkPath(path); !errors.Is(err, ErrPath) {
			t.Errorf("%q: %v", path, err)
		}
	}
}
