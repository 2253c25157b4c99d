// SPDX-License-Identifier: MIT

package patch

import (
	"bytes"
	"encoding/base64"
	"maps"
	"mime/quotedprintable"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// history is a series of trees with all that a commit can do to a file; each
// is a commit with the subject of the same index.
func history() (trees []texts, messages []string) {
	base := texts{
		"mm/gup.c":          numbered(60),
		"mm/old.c":          "static int a;\n" + numbered(20),
		"drivers/crlf.c":    strings.ReplaceAll(numbered(20), "\n", "\r\n"),
		"drivers/no-eol.c":  strings.TrimSuffix(numbered(12), "\n"),
		"drivers/latin1.c":  "/* J\xf6rg */\n" + numbered(9),
		"include/gone.h":    numbered(5),
		"include/empty.h":   "",
		"tools/müll name.c": numbered(10),
	}
	edit := func(t texts, path, from, to string) {
		if !strings.Contains(t[path], from) {
			panic(path + " has no " + from)
		}
		t[path] = strings.Replace(t[path], from, to, 1)
	}
	trees, messages = []texts{base}, []string{"base"}
	next := func(message string, change func(t texts)) {
		t := texts{}
		for path, text := range trees[len(trees)-1] {
			t[path] = text
		}
		change(t)
		trees, messages = append(trees, t), append(messages, message)
	}
	next("mm: change ends and middle", func(t texts) {
		edit(t, "mm/gup.c", "line 1\n", "first\n")
		edit(t, "mm/gup.c", "line 30\n", "middle\nmore\n")
		edit(t, "mm/gup.c", "line 60\n", "")
	})
	next("drivers: línes with äll kinds of ends, and a subject that is long enough to be folded by git over lines", func(t texts) {
		edit(t, "drivers/crlf.c", "line 10\r\n", "ten\r\n")
		edit(t, "drivers/no-eol.c", "line 12", "twelve\nthirteen")
		edit(t, "drivers/latin1.c", "J\xf6rg", "J\xf6rg \xe4")
	})
	next("drivers: newline at the end\n\nFrom here on it has one.\n\n\tdiff --git a/x b/x\n\nIt is -- fine.", func(t texts) {
		edit(t, "drivers/no-eol.c", "thirteen", "thirteen\n")
	})
	next("tools: names", func(t texts) {
		edit(t, "tools/müll name.c", "line 5\n", "five\n")
		t["tools/\"quoted\"\t\\.c"] = "x\n"
	})
	next("mm: move, copy", func(t texts) {
		t["mm/new.c"] = t["mm/old.c"]
		edit(t, "mm/new.c", "line 9\n", "nine\n")
		delete(t, "mm/old.c")
		t["mm/gup2.c"] = t["mm/gup.c"]
		edit(t, "mm/gup2.c", "line 9\n", "nine\n")
		edit(t, "mm/gup.c", "line 50\n", "fifty\n")
	})
	next("include: new, gone, empty", func(t texts) {
		delete(t, "include/gone.h")
		delete(t, "include/empty.h")
		t["include/new.h"] = numbered(3)
		t["include/void.h"] = ""
	})
	return trees, messages
}

// commitHistory makes the commits and gives the range of all but the first.
func commitHistory(r *repo) (trees []texts, revRange string) {
	trees, messages := history()
	base := ""
	for i, t := range trees {
		if name := r.commit(t, messages[i]); i == 0 {
			base = name
		}
	}
	return trees, base + "..HEAD"
}

func TestFormatPatch(t *testing.T) {
	t.Parallel()
	r := newRepo(t)
	trees, revRange := commitHistory(r)
	_, messages := history()
	for _, test := range []struct {
		name   string
		flags  []string
		change func(string) string
	}{
		{name: "plain"},
		{name: "attach", flags: []string{"--attach"}},
		{name: "inline", flags: []string{"--inline"}},
		{name: "copies", flags: []string{"-C", "--find-copies-harder"}},
		{name: "no renames", flags: []string{"--no-renames"}},
		{name: "no prefix", flags: []string{"--no-prefix"}},
		{name: "no prefix, renames", flags: []string{"--no-prefix", "-C"}},
		{name: "own prefixes", flags: []string{"--src-prefix=linux.orig/", "--dst-prefix=linux/"}},
		{name: "cover and threads", flags: []string{"--cover-letter", "--thread=deep", "--base=" + revRange[:40]}},
		{name: "interdiff", flags: []string{"--cover-letter", "--interdiff=HEAD~2", "-v3"}},
		{name: "rfc and notes", flags: []string{"--rfc", "--signature=me", "--signoff", "--stat=40", "--no-binary"}},
		{name: "no stat, unnumbered", flags: []string{"-p", "-N"}},
		{name: "wide context", flags: []string{"-U30", "--function-context"}},
		{name: "narrow context", flags: []string{"-U1", "--patience", "--full-index"}},
		{name: "mboxrd", flags: []string{"--pretty=mboxrd"}},
		{name: "8 bit headers", flags: []string{"--no-encode-email-headers"}},
		{name: "CRLF", change: func(s string) string { return strings.ReplaceAll(s, "\n", "\r\n") }},
		{name: "attach, CRLF", flags: []string{"--attach"}, change: func(s string) string { return strings.ReplaceAll(s, "\n", "\r\n") }},
		{name: "quoted-printable", change: func(s string) string { return reencode(s, "quoted-printable") }},
		{name: "base64", change: func(s string) string { return reencode(s, "base64") }},
		{name: "shuffled", change: func(s string) string {
			list := splitMails(s)
			slices.Reverse(list)
			return strings.Join(list, "")
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			out := r.git(append(append([]string{"format-patch", "--stdout"}, test.flags...), revRange)...)
			if test.change != nil {
				out = test.change(out)
			}
			s := mustRead(t, out)
			if len(s.Patches) != len(messages)-1 || len(s.Replies) > 0 || len(s.Missing()) > 0 && s.Patches[0].Number > 0 {
				t.Fatalf("%d patches, %d replies, missing %v", len(s.Patches), len(s.Replies), s.Missing())
			}
			now := trees[0]
			for i, p := range s.Patches {
				now = now.applyAll(t, []*Patch{p})
				if diff := cmp.Diff(trees[i+1], now); diff != "" {
					t.Errorf("patch %d (-want +got):\n%s", i+1, diff)
				}
				title, _, _ := strings.Cut(messages[i+1], "\n")
				if p.Subject != title {
					t.Errorf("subject is %q, not %q", p.Subject, title)
				}
				if !strings.HasPrefix(p.Message, messages[i+1]) {
					t.Errorf("message is %q, not %q", p.Message, messages[i+1])
				}
				if len(p.Commit) != 40 {
					t.Errorf("commit is %q", p.Commit)
				}
			}
			for _, p := range slices.Backward(s.Patches) {
				now = now.applyAll(t, []*Patch{Reverse(p)})
			}
			if diff := cmp.Diff(trees[0], now); diff != "" {
				t.Errorf("reversed (-want +got):\n%s", diff)
			}
		})
	}
}

// TestDiffProgram reads what diff -ruN makes of two directories.
func TestDiffProgram(t *testing.T) {
	t.Parallel()
	program, err := exec.LookPath("diff")
	if err != nil {
		t.Skip(err)
	}
	trees, _ := history()
	dir := t.TempDir()
	for _, flags := range []string{"-ruN", "-rupN", "-rNU1"} {
		for i, after := range trees[1:] {
			r := &repo{tb: t, dir: dir}
			both := texts{}
			for path, text := range trees[i] {
				both["linux.orig/"+path] = text
			}
			for path, text := range after {
				both["linux/"+path] = text
			}
			r.write(both)
			cmd := exec.Command(program, flags, "linux.orig", "linux")
			cmd.Dir = dir
			cmd.Env = []string{"TZ=Asia/Kolkata", "LC_ALL=C"}
			out, _ := cmd.Output() // the status says that they differ
			got := trees[i].applyAll(t, mustRead(t, string(out)).Patches)
			// It does not tell of empty files.
			want := maps.Clone(after)
			if i == len(trees)-2 {
				delete(want, "include/void.h")
				delete(got, "include/empty.h")
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("diff %s, %d (-want +got):\n%s", flags, i, diff)
			}
		}
	}
}

// splitMails cuts the output of format-patch into mails.
func splitMails(s string) []string {
	var list []string
	for _, piece := range strings.SplitAfter(s, "\n") {
		if len(list) == 0 || fromLine.MatchString(strings.TrimSuffix(piece, "\n")) && strings.HasSuffix(piece, " Mon Sep 17 00:00:00 2001\n") {
			list = append(list, "")
		}
		list[len(list)-1] += piece
	}
	return list
}

// reencode gives mails the Content-Transfer-Encoding that git send-email would
// give them.
func reencode(s, encoding string) string {
	var all strings.Builder
	for _, m := range splitMails(s) {
		header, text, _ := strings.Cut(m, "\n\n")
		var b bytes.Buffer
		if encoding == "base64" {
			code := base64.StdEncoding.EncodeToString([]byte(text))
			for len(code) > 76 {
				b.WriteString(code[:76] + "\n")
				code = code[76:]
			}
			b.WriteString(code + "\n")
		} else {
			w := quotedprintable.NewWriter(&b)
			w.Binary = true
			// As git does: an encoded line for each of the text.
			for line := range strings.Lines(text) {
				w.Write([]byte(strings.TrimSuffix(line, "\n")))
				w.Close()
				b.WriteString("\n")
			}
		}
		lines := strings.Split(header, "\n")
		lines = slices.DeleteFunc(lines, func(l string) bool { return strings.HasPrefix(l, "Content-Transfer-Encoding:") })
		all.WriteString(strings.Join(lines, "\n") + "\nContent-Transfer-Encoding: " + encoding + "\n\n" + b.String() + "\n")
	}
	return all.String()
}
