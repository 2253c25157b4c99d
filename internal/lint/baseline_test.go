// SPDX-License-Identifier: MIT

package lint

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func finding(file, function, rule, expr string) *Finding {
	return &Finding{At: Range{File: file}, Function: function, Rule: rule, Expr: expr}
}

func text(t *testing.T, b *Baseline) string {
	t.Helper()
	var out strings.Builder
	if err := b.Write(&out); err != nil {
		t.Fatal(err)
	}
	return strings.TrimPrefix(out.String(), baselineHead)
}

func TestBaseline(t *testing.T) {
	list := []*Finding{
		finding("b.c", "f", "null-pages", "pin(a,\n\t NULL)"),
		finding("a.c", "", "force-misuse", ""),
		finding("a b\"\n.c", "g", "null-pages", "pin( x )"),
		finding("b.c", "f", "null-pages", "pin(a, NULL)"),
	}
	b := NewBaseline(list)
	const want = "\"a b\\\"\\n.c\" g null-pages 1 pin(x)\na.c - force-misuse 1 -\nb.c f null-pages 2 pin(a,NULL)\n"
	if diff := cmp.Diff(want, text(t, b)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	again, err := ReadBaseline("x", strings.NewReader(baselineHead+text(t, b)))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, text(t, again)); diff != "" {
		t.Errorf("read again (-want +got):\n%s", diff)
	}
	all := func(Known) bool { return true }
	if left, stale := again.Without(list, nil, all); len(left)+len(stale) > 0 {
		t.Errorf("left %v, stale %v", left, stale)
	}
	left, stale := again.Without(append(list[1:3:3], finding("b.c", "other", "null-pages", "pin(a,NULL)")), list[3:], all)
	if len(left) != 1 || left[0].Function != "other" {
		t.Errorf("left %v", left)
	}
	if len(stale) != 1 || stale[0].String() != "b.c f null-pages 1 pin(a,NULL)" {
		t.Errorf("stale %v", stale)
	}
	if _, stale := again.Without(nil, nil, func(k Known) bool { return k.File == "a.c" }); len(stale) != 1 {
		t.Errorf("stale %v, of a.c alone", stale)
	}
}

func TestReadBaseline(t *testing.T) {
	for _, test := range []struct{ input, want, err string }{
		{"", "", ""},
		{"# x\n\n  b.c f r 1 e\r\na.c f r 2 e\nb.c f r 3 e\n", "a.c f r 2 e\nb.c f r 3 e\n", ""},
		{"a.c f r e\n", "", "x:1: not FILE FUNCTION RULE COUNT EXPRESSION: 4 words"},
		{"\na.c f r many e\n", "", "x:2: \"many\" is not a count"},
		{"a.c f r 0 e\n", "", "x:1: \"0\" is not a count"},
		{"<<<<<<< ours\n", "", "x:1: a conflict of a merge stands there; keep both sides and take the marks away"},
	} {
		b, err := ReadBaseline("x", strings.NewReader(test.input))
		if got := errorText(err); got != test.err {
			t.Errorf("%q: error %q, want %q", test.input, got, test.err)
		}
		if err == nil && text(t, b) != test.want {
			t.Errorf("%q: %q, want %q", test.input, text(t, b), test.want)
		}
	}
}

func errorText(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

// TestBaselineMerge lets git merge what two sides have made of a baseline.
func TestBaselineMerge(t *testing.T) {
	dir := t.TempDir()
	var base []*Finding
	for _, file := range []string{"a.c", "c.c", "e.c", "g.c", "i.c"} {
		base = append(base, finding(file, "f", "null-pages", "pin()"))
	}
	for name, list := range map[string][]*Finding{
		"base":   base,
		"ours":   append([]*Finding{finding("b.c", "f", "null-pages", "pin()")}, base[:4]...),
		"theirs": append([]*Finding{finding("f.c", "f", "null-pages", "pin()"), base[0]}, base...),
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text(t, NewBaseline(list))), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.Command("git", "merge-file", "-p", "--union", "ours", "base", "theirs")
	cmd.Dir = dir
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	b, err := ReadBaseline("merged", strings.NewReader(string(out)))
	if err != nil {
		t.Fatal(err)
	}
	want := "a.c f null-pages 2 pin()\nb.c f null-pages 1 pin()\nc.c f null-pages 1 pin()\ne.c f null-pages 1 pin()\n" +
		"f.c f null-pages 1 pin()\ng.c f null-pages 1 pin()\n"
	if diff := cmp.Diff(want, text(t, b)); diff != "" {
		t.Errorf("merged (-want +got):\n%s", diff)
	}
}
