// SPDX-License-Identifier: MIT

package realtree

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/gupvet/gupvet/internal/driver"
	"github.com/gupvet/gupvet/internal/kerneltest"
	"github.com/gupvet/gupvet/internal/lint"
	"github.com/gupvet/gupvet/rules"
)

// TestTooLarge follows a function that is too large to be followed to its end:
// what comes before is found, and the rest is a gap, never silence.
func TestTooLarge(t *testing.T) {
	k := At(t, filepath.Join(kerneltest.Root(t), "kernel-fixtures", "linux-6.12"))
	const path, bad = "drivers/misc/large.c", "\tgen_note(get_user_pages_fast(start, 1, FOLL_PIN, pages));\n"
	text := "#include <linux/mm.h>\nextern void gen_note(int n);\nvoid large(unsigned long start, struct page **pages)\n{\n" +
		bad + strings.Repeat("\tstart += 1;\n", 10000) + bad + "}\n"
	res, err := driver.Run(t.Context(), k.With(t, map[string][]byte{path: []byte(text)}), rules.All(),
		driver.Options{Severity: lint.Error, Scope: func(p string) bool { return p == path }})
	if err != nil {
		t.Fatal(err)
	}
	if len(res.Findings) != 1 || res.Findings[0].At.Start.Line != 5 {
		t.Errorf("findings %v, want one in line 5", res.Findings)
	}
	if len(res.Gaps) != 1 || !strings.Contains(res.Gaps[0].Reason, "too large") {
		t.Errorf("gaps %v, want one", res.Gaps)
	}
}
