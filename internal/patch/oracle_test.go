// SPDX-License-Identifier: MIT

package patch

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// A maker makes random texts out of few different lines, so that hunks fit in
// many places.
type maker struct{ *rand.Rand }

func (m maker) line() string {
	switch m.IntN(12) {
	case 0:
		return "\n"
	case 1:
		return "with cr\r\n"
	case 2:
		return "  indented \n"
	}
	return string(rune('a'+m.IntN(6))) + "\n"
}

func (m maker) lines(n int) []string {
	list := make([]string, n)
	for i := range list {
		list[i] = m.line()
	}
	return list
}

func (m maker) text() string {
	text := strings.Join(m.lines(m.IntN(50)), "")
	if m.IntN(4) == 0 {
		text = strings.TrimSuffix(text, "\n")
	}
	return text
}

// edit makes up to n random changes.
func (m maker) edit(text string, n int) string {
	lines := strings.SplitAfter(text, "\n")
	for range 1 + m.IntN(n) {
		at := m.IntN(len(lines) + 1)
		end := min(at+m.IntN(4), len(lines))
		lines = slices.Replace(slices.Clone(lines), at, end, m.lines(m.IntN(4))...)
	}
	return strings.Join(lines, "")
}

func (m maker) tree() texts {
	t := texts{}
	for i := range 1 + m.IntN(4) {
		t[fmt.Sprintf("dir/f%d.c", i)] = m.text()
	}
	return t
}

// change makes a random commit out of a tree.
func (m maker) change(t texts) texts {
	t = maps.Clone(t)
	for _, path := range slices.Sorted(maps.Keys(t)) {
		switch m.IntN(10) {
		case 0:
			delete(t, path)
		case 1:
			t[path+".moved"] = m.edit(t[path], 1)
			delete(t, path)
		case 2:
			t["copy-"+strings.ReplaceAll(path, "/", "-")] = m.edit(t[path], 1)
			t[path] = m.edit(t[path], 1)
		case 3:
		default:
			t[path] = m.edit(t[path], 3)
		}
	}
	if m.IntN(4) == 0 {
		t["new file.c"] = m.text()
	}
	return t
}

// disturb makes the tree another one, in which hunks have offsets or conflicts.
func (m maker) disturb(t texts) texts {
	t = maps.Clone(t)
	for _, path := range slices.Sorted(maps.Keys(t)) {
		switch m.IntN(16) {
		case 0:
			delete(t, path)
		case 1:
		case 2, 3, 4:
			t[path] = strings.Join(m.lines(m.IntN(5)), "") + t[path]
		case 5, 6, 7:
			if t[path] == "" || strings.HasSuffix(t[path], "\n") {
				t[path] += strings.Join(m.lines(m.IntN(5)), "")
			}
		default:
			t[path] = m.edit(t[path], 2)
		}
	}
	return t
}

// diff makes a patch of two trees with git.
func (r *repo) diff(before, after texts, flags ...string) string {
	r.tb.Helper()
	names := make([]string, 2)
	for i, t := range []texts{before, after} {
		r.write(t)
		r.git("add", "-A")
		names[i] = strings.TrimSpace(r.git("write-tree"))
	}
	return r.git(append(append([]string{"diff", "--binary"}, flags...), names...)...)
}

// differs tells whether a patch is one of those that are meant to be treated
// otherwise than by git; see the package's comment.
func differs(p *Patch) bool {
	for _, f := range p.Files {
		for _, h := range f.Hunks {
			context := len(h.texts(Context)) < len(h.Lines)
			last := h.Lines[len(h.Lines)-1]
			if !context && h.OldStart > 1 || last.Op == Context && !strings.HasSuffix(last.Text, "\n") {
				return true
			}
		}
	}
	return false
}

func cases(n int) int {
	if testing.Short() {
		return n / 10
	}
	return n
}

// gitLines are the lines of a diff that only git writes.
var gitLines = regexp.MustCompile(`(?m)^(diff --git|index|new file mode|deleted file mode) .*\n`)

// TestAgainstGitApply applies random patches to random trees with git and with
// Apply: the same have to apply, and to give the same bytes.
func TestAgainstGitApply(t *testing.T) {
	t.Parallel()
	r := newRepo(t)
	m := maker{rand.New(rand.NewPCG(1, 2))}
	applied, refused, skipped := 0, 0, 0
	for n := range cases(150) {
		before := m.tree()
		flags := [][]string{{"-U1"}, {"-U2"}, {"-U3", "-M"}, {"-U3", "-C", "--find-copies-harder"}, {"-U5", "-M", "--no-prefix"}, {"--no-renames"}}[m.IntN(6)]
		input := r.diff(before, m.change(before), flags...)
		if slices.Contains(flags, "--no-renames") {
			input = gitLines.ReplaceAllString(input, "") // as of another program
		}
		if input == "" {
			continue
		}
		s := mustRead(t, input)
		args := []string{"apply"}
		if slices.Contains(flags, "--no-prefix") {
			args = append(args, "-p0")
		}
		p := s.Patches[0]
		for i := range 4 {
			tree := before
			if i > 0 {
				tree = m.disturb(before)
			}
			reverse := m.IntN(4) == 0
			patch, more := p, args
			if reverse {
				patch, more = Reverse(p), append(slices.Clone(args), "-R")
			}
			r.write(tree)
			_, err := r.try(input, more...)
			a, errs := Apply(patch, tree.read)
			if (err == nil) != (len(errs) == 0) {
				if differs(p) {
					skipped++
					continue
				}
				t.Fatalf("case %d/%d: git says %v, Apply %v\n%s\non %q", n, i, err, errs, input, tree)
			}
			if err != nil {
				refused++
				continue
			}
			applied++
			if diff := cmp.Diff(r.read(), tree.with(a)); diff != "" && !differs(p) {
				t.Fatalf("case %d/%d (-git +Apply):\n%s\n%s", n, i, diff, input)
			}
		}
	}
	t.Logf("%d applied, %d refused, %d skipped", applied, refused, skipped)
	if !testing.Short() && (applied < 150 || refused < 100 || skipped > 30) {
		t.Error("the cases are no longer what they should be")
	}
}

// TestAgainstGitReject compares with "git apply --reject": what becomes of a
// file of which some hunks apply.
func TestAgainstGitReject(t *testing.T) {
	t.Parallel()
	r := newRepo(t)
	m := maker{rand.New(rand.NewPCG(3, 4))}
	partly := 0
	for n := range cases(200) {
		before := texts{"f.c": m.text() + m.text()}
		input := r.diff(before, texts{"f.c": m.edit(before["f.c"], 6)}, "-U2")
		if input == "" {
			continue
		}
		p := mustRead(t, input).Patches[0]
		if differs(p) {
			continue
		}
		tree := texts{"f.c": m.edit(before["f.c"], 3)}
		r.write(tree)
		if _, err := r.try(input, "apply", "--reject"); err != nil {
			partly++
		}
		if err := os.Remove(r.dir + "/f.c.rej"); err != nil && !os.IsNotExist(err) {
			t.Fatal(err)
		}
		a, _ := Apply(p, tree.read)
		if diff := cmp.Diff(r.read(), tree.with(a)); diff != "" {
			t.Fatalf("case %d (-git +Apply):\n%s\n%s\non %q", n, diff, input, tree)
		}
	}
	t.Logf("%d applied in part", partly)
}

// TestAgainstGitAm sends random series through format-patch and compares what
// "git am" makes of them, commit messages included.
func TestAgainstGitAm(t *testing.T) {
	t.Parallel()
	r := newRepo(t)
	m := maker{rand.New(rand.NewPCG(5, 6))}
	applied, refused := 0, 0
	for n := range cases(40) {
		r.git("checkout", "-q", "--orphan", fmt.Sprintf("case%d", n))
		trees := []texts{m.tree()}
		base := r.commit(trees[0], "base")
		for i := range 3 {
			trees = append(trees, m.change(trees[i]))
			r.commit(trees[i+1], fmt.Sprintf("dir: chänge %d\n\nSome words.\n\n--\n[not] a tag\n", i))
		}
		flags := [][]string{{}, {"--attach"}, {"--inline", "-C"}, {"--cover-letter", "-U1"}}[m.IntN(4)]
		mail := r.git(append(append([]string{"format-patch", "--stdout", "--binary"}, flags...), base)...)
		if m.IntN(2) == 0 && !slices.Contains(flags, "--attach") && !slices.Contains(flags, "--inline") {
			mail = reencode(mail, []string{"base64", "quoted-printable"}[m.IntN(2)])
		}
		s := mustRead(t, mail)
		if slices.ContainsFunc(s.Patches, differs) || len(s.Patches) == 0 {
			continue
		}
		tree := trees[0]
		if m.IntN(2) == 0 {
			tree = m.disturb(tree)
		}
		r.git("checkout", "-q", "--detach", base)
		start := r.commit(tree, "other base")
		// git am takes a cover letter for an empty patch.
		mails := slices.DeleteFunc(splitMails(mail), func(m string) bool { return strings.Contains(m, "\nSubject: [PATCH 0/") })
		_, amErr := r.try(strings.Join(mails, ""), "am", "--keep-cr", "--quiet")
		if amErr != nil {
			r.git("am", "--abort")
		}
		var errs []error
		got := tree
		for _, p := range s.Patches {
			a, bad := Apply(p, got.read)
			errs = append(errs, bad...)
			got = got.with(a)
		}
		if (amErr == nil) != (len(errs) == 0) {
			t.Fatalf("case %d: git am says %v, Apply %v\n%s", n, amErr, errs, mail)
		}
		if amErr != nil {
			refused++
			continue
		}
		applied++
		if diff := cmp.Diff(r.read(), got); diff != "" {
			t.Fatalf("case %d (-git +Apply):\n%s\n%s", n, diff, mail)
		}
		want := strings.Split(strings.TrimSuffix(r.git("log", "--reverse", "--format=%B%x00", start+".."), "\x00\n"), "\x00\n")
		for i, p := range s.Patches {
			if got := strings.TrimSpace(p.Message); got != strings.TrimSpace(want[i]) {
				t.Errorf("case %d: message %q, git has %q", n, got, want[i])
			}
		}
	}
	t.Logf("%d applied, %d refused", applied, refused)
}
