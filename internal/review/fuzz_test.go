// SPDX-License-Identifier: MIT

package review

import (
	"testing"

	"github.com/gupvet/gupvet/internal/kerneltest"
	"github.com/gupvet/gupvet/internal/lint"
	"github.com/gupvet/gupvet/internal/patch"
)

// FuzzJudge judges whatever is read out of random mail. Nothing may crash, what is
// new has a patch that brings it in, and the tree before stays what it was.
func FuzzJudge(f *testing.F) {
	l := load(f, openRoot(kerneltest.Bare(f, "linux-6.12")))
	o := options()
	o.All = true
	for _, diff := range []string{
		"--- a/drivers/misc/pinner/buf.c\n+++ b/drivers/misc/pinner/buf.c\n@@ -26,4 +26,4 @@\n int buf_register_other(struct pin_area *area)\n {\n-\treturn pin_locked(area, PIN_BASE);\n+\treturn pin_locked(area, PIN_BASE | FOLL_GET);\n }\n",
		"diff --git a/drivers/misc/pinner/pin.c b/drivers/x.c\nrename from drivers/misc/pinner/pin.c\nrename to drivers/x.c\n",
		"diff --git a/drivers/misc/pinner/pin.h b/drivers/misc/pinner/pin.h\ndeleted file mode 100644\nindex 1234567..0000000\n",
		"diff --git a/drivers/misc/pinner/pin.c b/drivers/misc/pinner/ring.c\nsimilarity index 90%\ncopy from drivers/misc/pinner/pin.c\ncopy to drivers/misc/pinner/z.c\n",
		"--- /dev/null\n+++ b/a.c\n@@ -0,0 +1,3 @@\n+int f(void)\n+{ return pin_user_pages_fast(0, 1, FOLL_GET | FOLL_PIN, (void *)0);\n+}\n",
	} {
		f.Add([]byte(diff))
	}
	f.Fuzz(func(t *testing.T, mail []byte) {
		if len(mail) > 1<<14 {
			return
		}
		s, _ := patch.Read("fuzz", mail)
		r, err := Judge(t.Context(), l, s.Patches, o)
		if err != nil {
			return // the file that defines the family cannot be read any more
		}
		for _, g := range r.Result.Findings {
			if (g.Origin.State == lint.New) != (g.Origin.By != nil && g.Origin.Fix == nil) {
				t.Errorf("%v by %v, mended by %v", g.Origin.State, g.Origin.By, g.Origin.Fix)
			}
		}
		if again, err := Judge(t.Context(), l, nil, o); err != nil || len(again.Result.Findings) > 0 {
			t.Errorf("the tree before: %v, %v", again, err)
		}
	})
}
