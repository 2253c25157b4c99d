// SPDX-License-Identifier: MIT

package patch

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// maxFuzz is the size of an input above which fuzzing tells nothing new.
const maxFuzz = 1 << 16

func FuzzRead(f *testing.F) {
	f.Add([]byte(from1 + letter("[PATCH v2 1/2] =?UTF-8?q?=C3=BC?=", "x.c") + from2 + letter("[PATCH v2 2/2] b", "y.c")))
	f.Add([]byte("Subject: a\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nWhy.\n--b\nContent-Transfer-Encoding: base64\n\nZGlmZg==\n--b--\n"))
	f.Add([]byte("Subject: a\nContent-Type: text/plain; format=flowed; charset=koi8-r\nContent-Transfer-Encoding: quoted-printable\n\n" + diffX("x.c")))
	f.Add([]byte("diff --git \"a/\\303\\274\" b/a b\nrename from \"\\303\\274\"\nrename to a b\n--- a/x\n+++ /dev/null\n" + tail))
	f.Add([]byte("--- x.orig\t1970-01-01 00:00:00 +0000\n+++ x\n@@ -0,0 +1,2 @@ f\n+a\n\\ No newline at end of file\n+b\r\ndiff --cc x\n@@@ -1 -1 +1 @@@\n"))
	f.Add([]byte("diff --git a/x b/x\nnew file mode 120000\nindex 1..2\nGIT binary patch\nliteral 1\nA\n\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) > maxFuzz {
			return
		}
		s, errs := Read("fuzz", data)
		if len(s.Patches) == 0 && len(errs) == 0 {
			t.Error("neither a patch nor an error")
		}
		for _, err := range errs {
			if e := (*Error)(nil); !errors.As(err, &e) || e.Line < 1 || e.Line > strings.Count(string(data), "\n")+2 {
				t.Errorf("%T: %v", err, err)
			}
		}
		for _, p := range s.Patches {
			checkPatch(t, p)
			checkPatch(t, Reverse(p))
		}
	})
}

// checkPatch checks what a patch promises of itself.
func checkPatch(t *testing.T, p *Patch) {
	for _, f := range p.Files {
		if err := f.check(); err != nil {
			t.Error(err)
		}
		for i, h := range f.Hunks {
			if h.Number != i+1 || h.At < f.Line || len(h.texts(Add)) != h.OldLines || len(h.texts(Delete)) != h.NewLines {
				t.Errorf("hunk %+v", h)
			}
		}
	}
}

// FuzzApply applies what it reads to a text, and undoes it.
func FuzzApply(f *testing.F) {
	f.Add("--- a/x\n+++ b/x\n"+tail, "a\n")
	f.Add("--- a/x\n+++ b/x\n@@ -3,3 +3,3 @@\n line 3\n-line 4\n+four\n line 5\n@@ -20 +20,2 @@\n line 20\n+more\n\\ No newline at end of file\n", numbered(20))
	f.Add("diff --git a/x b/y\nrename from x\nrename to y\ndiff --git a/y b/x\ncopy from y\ncopy to z\n--- a/y\n+++ b/z\n@@ -1,2 +0,0 @@\n-a\r\n-b\n", "a\r\nb\n")
	f.Add("--- /dev/null\n+++ b/x\n@@ -0,0 +1 @@\n+a\n--- a/y\n+++ /dev/null\n@@ -1 +0,0 @@\n-a\n", "a\n")
	f.Fuzz(func(t *testing.T, diff, text string) {
		if len(diff)+len(text) > maxFuzz {
			return
		}
		s, _ := Read("fuzz", []byte(diff))
		for _, p := range s.Patches {
			tree := texts{}
			for _, file := range p.Files {
				if file.Old != "" {
					tree[file.Old] = text
				}
			}
			a, errs := Apply(p, tree.read)
			checkLines(t, tree, a)
			after := tree.with(a)
			back, more := Apply(Reverse(p), after.read)
			checkLines(t, after, back)
			exact := len(errs)+len(more)+len(a.Notes)+len(back.Notes)+len(a.Offsets)+len(back.Offsets) == 0
			if exact && consistent(p) {
				if diff := cmp.Diff(tree, after.with(back)); diff != "" {
					t.Errorf("undone (-want +got):\n%s", diff)
				}
			}
		}
	})
}

// consistent tells whether a patch is one that a diff of two trees can be: then
// it can be undone. Others may be undone in another place, or leave a file empty.
func consistent(p *Patch) bool {
	seen := map[string]bool{}
	for _, f := range p.Files {
		if seen[f.Old] || seen[f.New] || f.Copy || f.Old == f.New && f.Rename {
			return false
		}
		seen[f.Old], seen[f.New] = f.Old != "", f.New != ""
		end, delta := 0, 0
		for _, h := range f.Hunks {
			if h.OldStart < end || h.NewStart != h.OldStart+delta || h.OldLines == 0 && !f.Create || h.NewLines == 0 && !f.Delete {
				return false
			}
			end, delta = h.OldStart+h.OldLines, delta+h.NewLines-h.OldLines
		}
	}
	return true
}

// checkLines checks that the relation of lines before and after is true: lines
// that are related are equal but for their ends, and those that are not are added.
func checkLines(t *testing.T, tree texts, a *Applied) {
	for path, text := range a.Files {
		l := a.Lines[path]
		if (l == nil) != (text == nil) {
			t.Fatalf("%s: lines %v of %q", path, l, text)
		}
		if l == nil {
			continue
		}
		before, after := newImage([]byte(tree[l.From])), newImage(text)
		// A line that was given no end in the middle of a file joins the next.
		if strings.Count(string(text), "\n") < l.Len()-1 {
			continue
		}
		// An empty one that was given no end at the end of a file is none.
		if l.Len() == len(after)+1 && (len(text) == 0 || text[len(text)-1] == '\n') {
			continue
		}
		if l.Len() != len(after) {
			t.Fatalf("%s: %d lines, not %d", path, l.Len(), len(after))
		}
		for i := range after {
			o := l.At(i + 1)
			switch {
			case o.Old == 0 && o.Hunk == nil:
				t.Fatalf("%s:%d is of nowhere", path, i+1)
			case o.Old > 0 && (after[i].text != before[o.Old-1].text || l.New(o.Old) != i+1):
				t.Fatalf("%s:%d is not %d", path, i+1, o.Old)
			}
		}
	}
}

// FuzzDiff makes a diff of two texts, which has to give the second out of the
// first, and the first out of the second when reversed.
func FuzzDiff(f *testing.F) {
	f.Add(numbered(20), strings.Replace(numbered(20), "line 9\n", "", 1), uint8(3))
	f.Add("a\nb\r\nc", "\na\nb\nc\n", uint8(1))
	f.Add("", "a", uint8(1))
	f.Fuzz(func(t *testing.T, before, after string, context uint8) {
		if len(before)+len(after) > 2000 {
			return
		}
		checkDiff(t, before, after, 1+int(context%8))
	})
}

func checkDiff(t *testing.T, before, after string, context int) {
	t.Helper()
	input := diffTexts(before, after, context)
	if input == "" {
		return
	}
	p := mustRead(t, "diff --git a/x b/x\n--- a/x\n+++ b/x\n"+input).Patches[0]
	for _, test := range []struct {
		patch    *Patch
		from, to string
	}{{p, before, after}, {Reverse(p), after, before}} {
		a, errs := Apply(test.patch, texts{"x": test.from}.read)
		if got := string(a.Files["x"]); got != test.to || len(errs)+len(a.Notes)+len(a.Offsets) > 0 {
			t.Errorf("got %q, want %q; %v, %v, %v\n%s", got, test.to, errs, a.Notes, a.Offsets, input)
		}
		checkLines(t, texts{"x": test.from}, a)
	}
}

func TestDiffs(t *testing.T) {
	m := maker{rand.New(rand.NewPCG(7, 8))}
	for range 500 {
		before := m.text()
		checkDiff(t, before, m.edit(before, 5), 1+m.IntN(4))
	}
}

// diffTexts makes the hunks of a diff, by the longest common subsequence.
func diffTexts(before, after string, context int) string {
	lines := diffLines(newImage([]byte(before)), newImage([]byte(after)))
	keep := map[int]bool{} // lines of the diff that are in a hunk
	for i, l := range lines {
		if l.Op != Context {
			for j := max(0, i-context); j <= min(len(lines)-1, i+context); j++ {
				keep[j] = true
			}
		}
	}
	var b strings.Builder
	old, now := 1, 1
	for i := 0; i < len(lines); {
		if !keep[i] {
			i, old, now = i+1, old+1, now+1
			continue
		}
		h := Hunk{OldStart: old, NewStart: now}
		for ; keep[i]; i++ {
			h.Lines = append(h.Lines, lines[i])
		}
		h.OldLines, h.NewLines = len(h.texts(Add)), len(h.texts(Delete))
		old, now = old+h.OldLines, now+h.NewLines
		if h.OldLines == 0 {
			h.OldStart--
		}
		if h.NewLines == 0 {
			h.NewStart--
		}
		fmt.Fprintln(&b, h.Header())
		for _, l := range h.Lines {
			b.WriteByte(byte(l.Op))
			b.WriteString(l.Text)
			if !strings.HasSuffix(l.Text, "\n") {
				b.WriteString("\n\\ No newline at end of file\n")
			}
		}
	}
	return b.String()
}

func diffLines(a, b image) []Line {
	common := make([][]int, len(a)+1)
	common[len(a)] = make([]int, len(b)+1)
	for i := len(a) - 1; i >= 0; i-- {
		common[i] = make([]int, len(b)+1)
		for j := len(b) - 1; j >= 0; j-- {
			if common[i][j] = max(common[i+1][j], common[i][j+1]); a[i].text == b[j].text {
				common[i][j] = common[i+1][j+1] + 1
			}
		}
	}
	var list []Line
	i, j := 0, 0
	for i < len(a) || j < len(b) {
		switch {
		case i < len(a) && j < len(b) && a[i].text == b[j].text:
			list = append(list, Line{Context, a[i].text})
			i, j = i+1, j+1
		case i < len(a) && (j == len(b) || common[i+1][j] >= common[i][j+1]):
			list = append(list, Line{Delete, a[i].text})
			i++
		default:
			list = append(list, Line{Add, b[j].text})
			j++
		}
	}
	return list
}
