// SPDX-License-Identifier: MIT

package driver_test

import (
	"strings"
	"testing"

	"github.com/gupvet/gupvet/internal/driver"
	"github.com/gupvet/gupvet/internal/kerneltest"
	"github.com/gupvet/gupvet/internal/passes"
	"github.com/gupvet/gupvet/internal/source"
)

const relay = "drivers/misc/relay/"

// relayTexts are a driver that leaves it to its callers to take mmap_lock.
var relayTexts = map[string]string{
	relay + "relay.h": `struct relay {
	struct mm_struct *mm;
	struct page **pages;
	int got;
};

long relay_pin(struct relay *r, unsigned long addr, unsigned int gup_flags);
void relay_enter(struct relay *r);
`,
	relay + "pages.c": `#include <linux/fs.h>
#include <linux/mm.h>
#include "relay.h"

long relay_pin(struct relay *r, unsigned long addr, unsigned int gup_flags)
{
	return pin_user_pages(addr, 1, gup_flags, r->pages);
}

static void relay_fill(struct relay *r, unsigned long addr)
{
	r->got = get_user_pages_fast(addr, 1, 0, r->pages);
}

static long relay_peek(struct relay *r, unsigned long addr)
{
	relay_fill(r, addr);
	return get_user_pages(addr, 1, 0, r->pages);
}

static ssize_t relay_read(struct file *file, char __user *buf, size_t len, loff_t *pos)
{
	return relay_peek(file->private_data, (unsigned long)buf);
}

static const struct file_operations relay_fops = {
	.read = relay_read,
};
`,
	relay + "ioctl.c": `#include <linux/fs.h>
#include <linux/mm.h>
#include "relay.h"

static long relay_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	struct relay *r = file->private_data;

	r->got = 0;
	return relay_pin(r, arg, FOLL_WRITE);
}

static const struct file_operations relay_ioctl_fops = {
	.unlocked_ioctl = relay_ioctl,
};
`,
	relay + "mm.c": `#include <linux/mm.h>
#include "relay.h"

void relay_enter(struct relay *r)
{
	r->got = 1;
}
`,
}

// relayEdits change who takes the lock, who begins without it, and who calls whom.
var relayEdits = []edit{
	{relay + "pages.c", "\treturn pin_user_pages(", "\tmmap_read_lock(current->mm);\n\treturn pin_user_pages("},
	{relay + "pages.c", "\treturn relay_peek(", "\tmmap_read_lock(current->mm);\n\treturn relay_peek("},
	{relay + "pages.c", "\trelay_fill(r, addr);", "\tguard(mmap_read_lock)(current->mm);\n\trelay_fill(r, addr);"},
	{relay + "pages.c", ".read = relay_read", ".mmap = relay_read"},
	{relay + "pages.c", "static long relay_peek", "long relay_peek"},
	{relay + "ioctl.c", "\tr->got = 0;", "\tmmap_read_lock(current->mm);"},
	{relay + "ioctl.c", "\tr->got = 0;", "\trelay_enter(r);"},
	{relay + "ioctl.c", "unlocked_ioctl", "fasync"},
	{relay + "ioctl.c", ", FOLL_WRITE", ", cmd"},
	{relay + "mm.c", "r->got = 1", "mmap_read_lock(current->mm)"},
	{relay + "mm.c", "void relay_enter", "long relay_more(struct relay *r)\n{\n\treturn relay_peek(r, 0) + relay_pin(r, 0, 0);\n}\n\nvoid relay_enter"},
	{relay + "relay.h", "\tint got;", "\tlong got;"},
}

// TestWithLocks is TestWith for what callers decide about locks.
func TestWithLocks(t *testing.T) {
	files := map[string][]byte{}
	for path, text := range relayTexts {
		files[path] = []byte(text)
	}
	tree := source.OpenRoot(kerneltest.Bare(t, "linux-6.12")).WithOverlay(files)
	editAtRandom(t, tree, relayTexts, relayEdits, 40, 9)

	// A helper of another file begins to take the lock, and stops.
	last, err := driver.Load(t.Context(), tree, driver.LoadOptions{Jobs: 2})
	if err != nil {
		t.Fatal(err)
	}
	last.Memo = passes.NewMemo()
	const finding = relay + "ioctl.c:10:9 Function:relay_ioctl"
	for i, c := range []struct {
		edits []edit
		want  bool
	}{{relayEdits[6:7], true}, {[]edit{relayEdits[6], relayEdits[9]}, false}, {relayEdits[9:10], true}} {
		changed := apply(relayTexts, c.edits)
		for path, text := range files {
			if changed[path] == nil {
				changed[path] = text
			}
		}
		if last, err = last.With(changed); err != nil {
			t.Fatal(err)
		}
		if got := show(t, last); strings.Contains(got, finding) != c.want {
			t.Errorf("%d: found %v, want %v:\n%s", i, !c.want, c.want, got)
		}
	}
}
