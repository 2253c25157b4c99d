// SPDX-License-Identifier: MIT

package forcemisuse

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/gupvet/gupvet/internal/driver"
	"github.com/gupvet/gupvet/internal/kerneltest"
	"github.com/gupvet/gupvet/internal/lint"
	"github.com/gupvet/gupvet/internal/ruletest"
	"github.com/gupvet/gupvet/internal/source"
)

func TestRule(t *testing.T) { ruletest.Run(t, Rule) }

// module has a call about the memory of the process itself, and one about another's.
const module = `int own(unsigned long addr, struct page **page)
{
	return pin_user_pages_fast(addr, 1, FOLL_WRITE | FOLL_FORCE, page);
}

long peek(struct mm_struct *mm, unsigned long addr, struct page **page, int *locked)
{
	return get_user_pages_remote(mm, addr, 1, FOLL_WRITE | FOLL_FORCE, page, locked);
}
`

// TestOutside runs the rule on code that is not under drivers/.
func TestOutside(t *testing.T) {
	kernel := filepath.Join(kerneltest.Root(t), "kernel-fixtures", "linux-6.12")
	for _, c := range []struct {
		name, path string
		kernel     string // "" for none
		extra      bool   // the file is outside of it
		makefile   bool   // a kernel's, above the file
		want       int
	}{
		{name: "a module without a kernel", path: "peek.c", want: 1},
		{name: "in a directory of it", path: "kernel/peek.c", want: 1},
		{name: "beside a kernel", path: "kernel/peek.c", kernel: kernel, extra: true, want: 1},
		{name: "part of a kernel", path: "kernel/peek.c", makefile: true, want: 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			root := t.TempDir()
			file := filepath.Join(root, filepath.FromSlash(c.path))
			write(t, file, module)
			if c.makefile {
				write(t, filepath.Join(root, "Makefile"), "VERSION = 6\nPATCHLEVEL = 12\nSUBLEVEL = 0\n")
			}
			var o driver.LoadOptions
			if c.extra {
				root, o.Extra = c.kernel, []string{file}
			}
			l, err := driver.Load(t.Context(), source.OpenRoot(root), o)
			if err != nil {
				t.Fatal(err)
			}
			in := func(path string) bool { return !c.extra || path == filepath.ToSlash(file) }
			res, err := driver.Run(t.Context(), l.Snapshot, []*lint.Rule{Rule}, driver.Options{Severity: lint.Note, Scope: in})
			if err != nil {
				t.Fatal(err)
			}
			if len(res.Findings) != c.want {
				t.Errorf("got %d findings, want %d", len(res.Findings), c.want)
			}
		})
	}
}

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}
