// SPDX-License-Identifier: MIT

package driver_test

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gupvet/gupvet/internal/driver"
	"github.com/gupvet/gupvet/internal/kerneltest"
	"github.com/gupvet/gupvet/internal/lint"
	"github.com/gupvet/gupvet/internal/source"
	"github.com/gupvet/gupvet/rules"
)

// path is where the file is put.
const path = "drivers/misc/x.c"

// check runs all rules on a tree of kernel-fixtures with a file more, and shows
// what they find in that.
func check(t *testing.T, text string, o driver.Options) *lint.Result {
	t.Helper()
	tree := source.OpenRoot(filepath.Join(kerneltest.Root(t), "kernel-fixtures/linux-6.12")).
		WithOverlay(map[string][]byte{path: []byte(text)})
	l, err := driver.Load(t.Context(), tree, driver.LoadOptions{Jobs: 2})
	if err != nil {
		t.Fatal(err)
	}
	if o.Scope == nil {
		o.Scope = func(p string) bool { return p == path }
	}
	for _, r := range rules.All() {
		o.Known = append(o.Known, r.Name)
	}
	res, err := driver.Run(t.Context(), l.Snapshot, rules.All(), o)
	if err != nil {
		t.Fatal(err)
	}
	return res
}

func brief(res *lint.Result) string {
	var b strings.Builder
	for _, f := range res.Findings {
		text := f.Rule
		if f.Rule == lint.Suppression {
			text = f.Message
		}
		fmt.Fprintf(&b, "%d: %s\n", f.At.Start.Line, text)
	}
	return b.String()
}

const call = "\tret = pin_user_pages_fast(addr, 1, FOLL_WRITE, NULL);\n"

// function is a function with some lines, the first of which is 6 with head on
// the line before.
func function(head, body string) string {
	return "#include <linux/mm.h>\n\n" + head + "\nint f(unsigned long addr)\n{\n\tint ret;\n" + body + "\treturn ret;\n}\n"
}

func TestSuppress(t *testing.T) {
	for _, test := range []struct {
		name, head, body, want string
		hidden                 int
	}{
		{name: "none", body: call, want: "7: null-pages\n"},
		{name: "on the line", body: strings.TrimSuffix(call, "\n") + " /* gupvet:ignore null-pages tried it */\n", hidden: 1},
		{name: "on the line, in C++ style", body: strings.TrimSuffix(call, "\n") + " // gupvet:ignore null-pages tried it\n", hidden: 1},
		{name: "above", body: "\t/* gupvet:ignore null-pages tried it */\n" + call, hidden: 1},
		{name: "above, in a comment of several lines", body: "\t/*\n\t * Why not?\n\t * gupvet:ignore null-pages tried it\n\t */\n" + call, hidden: 1},
		{name: "above, with another comment between", body: "\t/* gupvet:ignore null-pages tried it */\n\t/* Now. */\n" + call, hidden: 1},
		{name: "above a statement of several lines", body: "\t// gupvet:ignore null-pages tried it\n\tret = min(1,\n\t\tpin_user_pages_fast(addr, 1,\n\t\t\tFOLL_WRITE, NULL));\n", hidden: 1},
		{name: "in the middle of a call", body: "\tret = pin_user_pages_fast(addr, 1, FOLL_WRITE,\n\t\t\tNULL); // gupvet:ignore null-pages tried it\n", hidden: 1},
		{name: "two rules", body: "\t/* gupvet:ignore null-pages tried it */\n\t/* gupvet:ignore internal-flag so it is */\n\tret = g(pin_user_pages_fast(addr, 1, FOLL_TOUCH, &p),\n\t\tpin_user_pages_fast(addr, 1, 0, NULL));\n", hidden: 2},
		{name: "on the function", head: "/* gupvet:ignore null-pages tried it */", body: call + call, hidden: 2},
		{name: "in the comment of the function", head: "/* f - do it\n *\n * gupvet:ignore null-pages tried it\n */", body: call, hidden: 1},
		{name: "of a function but for a line away", head: "/* gupvet:ignore null-pages tried it */\n", body: call,
			want: "3: the comment hides nothing: null-pages has nothing to say here\n8: null-pages\n"},
		{name: "too far above", body: "\t/* gupvet:ignore null-pages tried it */\n\n" + call, want: "7: the comment hides nothing: null-pages has nothing to say here\n9: null-pages\n"},
		{name: "the next statement alone", body: "\t/* gupvet:ignore null-pages tried it */\n" + call + call, want: "9: null-pages\n", hidden: 1},
		{name: "below", body: call + "\t/* gupvet:ignore null-pages tried it */\n", want: "7: null-pages\n8: the comment hides nothing: null-pages has nothing to say here\n"},
		{name: "another rule", body: "\t/* gupvet:ignore internal-flag tried it */\n" + call, want: "7: the comment hides nothing: internal-flag has nothing to say here\n8: null-pages\n"},
		{name: "no such rule", body: "\t/* gupvet:ignore nul-pages tried it */\n" + call, want: "7: the comment names a rule that does not exist: \"nul-pages\"\n8: null-pages\n"},
		{name: "no reason", body: "\t/* gupvet:ignore null-pages */\n" + call, want: "7: the comment gives no reason, and hides nothing without one\n8: null-pages\n"},
		{name: "no rule", body: "\t/* gupvet:ignore*/\n" + call, want: "7: the comment names no rule\n8: null-pages\n"},
		{name: "in a string", body: "\tpr_info(\"/* gupvet:ignore null-pages x */\");\n" + call, want: "8: null-pages\n"},
		{name: "after a quote in a comment", body: "\t/* don't */\n\t/* gupvet:ignore null-pages tried it */\n" + call, hidden: 1},
		{name: "not closed", body: call + "/* gupvet:ignore null-pages tried it\n", want: "8: the comment hides nothing: null-pages has nothing to say here\n"},
	} {
		t.Run(test.name, func(t *testing.T) {
			res := check(t, function(test.head, test.body), driver.Options{Severity: lint.Warning})
			if diff := cmp.Diff(test.want, brief(res)); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
			if res.Suppressed != test.hidden {
				t.Errorf("%d are suppressed, want %d", res.Suppressed, test.hidden)
			}
		})
	}
}

// TestSuppressHidden hides with a comment what is not shown anyway: the comment is
// of use to those who look at it.
func TestSuppressHidden(t *testing.T) {
	res := check(t, function("", "\t/* gupvet:ignore null-pages tried it */\n"+call), driver.Options{Severity: lint.Never})
	if len(res.Findings) != 0 || res.Suppressed != 1 {
		t.Errorf("%d findings, %d suppressed", len(res.Findings), res.Suppressed)
	}
}

func TestBaseline(t *testing.T) {
	text := function("", call+call+"\tret = pin_user_pages_fast(addr, 1, FOLL_TOUCH, 0);\n")
	o := driver.Options{Severity: lint.Warning}
	all := check(t, text, o)
	const want = "7: null-pages\n8: null-pages\n9: internal-flag\n"
	if got := brief(all); got != want {
		t.Fatalf("findings %q, want %q", got, want)
	}
	o.Baseline = lint.NewBaseline(all.Findings)
	if res := check(t, text, o); len(res.Findings)+len(res.Stale) != 0 || res.Baselined != 3 {
		t.Errorf("with all in the baseline: %q, %d, stale %v", brief(res), res.Baselined, res.Stale)
	}
	// Lines that move are no news, one more of the same is.
	if res := check(t, "\n\n"+strings.Replace(text, call, call+call, 1), o); brief(res) != "11: null-pages\n" || len(res.Stale) != 0 {
		t.Errorf("one more: %q, stale %v", brief(res), res.Stale)
	}
	res := check(t, strings.Replace(text, call, "", 1), o)
	if len(res.Findings) != 0 || len(res.Stale) != 1 || res.Stale[0].Count != 1 || res.Stale[0].Rule != "null-pages" {
		t.Errorf("one less: %q, stale %v", brief(res), res.Stale)
	}
	o.Scope = func(string) bool { return false }
	if res := check(t, "", o); len(res.Stale) != 0 {
		t.Errorf("what is not asked about is stale: %v", res.Stale)
	}
}
