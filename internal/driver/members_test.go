// SPDX-License-Identifier: MIT

package driver_test

import (
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gupvet/gupvet/internal/kerneltest"
	"github.com/gupvet/gupvet/internal/source"
)

// TestMemberOfFound reads flags from a structure that a function finds by itself: its
// callers, in a file that does not see the structure, do not choose those flags.
func TestMemberOfFound(t *testing.T) {
	root := kerneltest.Bare(t, "linux-6.12")
	for path, text := range map[string]string{
		"drivers/misc/shelf/pin.c": `
struct shelf {
	unsigned int gup_flags;
	struct page **pages;
};

struct shelf *shelf_find(unsigned long addr);

void shelf_init(struct shelf *s)
{
	s->gup_flags = FOLL_GET;
}

long shelf_pin(unsigned long addr, unsigned int flags)
{
	struct shelf *s = shelf_find(addr);

	return pin_user_pages_fast(addr, 1, flags | s->gup_flags, s->pages);
}
`,
		"drivers/misc/shelf/fill.c": `
long shelf_fill(unsigned long addr, bool write)
{
	return shelf_pin(addr, write ? FOLL_WRITE : 0);
}
`,
	} {
		put(t, filepath.Join(root, path), []byte(text))
	}
	got := told(t, loaded(t, source.OpenRoot(root), nil))
	if diff := cmp.Diff([]string{"drivers/misc/shelf/pin.c get-pin-conflict"}, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}
