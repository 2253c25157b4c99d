// SPDX-License-Identifier: MIT

package passes

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestSplitArgs(t *testing.T) {
	for _, test := range []struct {
		text string
		want []string
	}{
		{"(a)", []string{"a"}},
		{" ((a), b[c, d],\n\t\tf(g, h) + 1)", []string{"(a)", "b[c, d]", "f(g, h) + 1"}},
		{"(&(struct s){ 1, 2 }, 3)", []string{"&(struct s){ 1, 2 }", "3"}},
		{"(a, b /* two */)", nil},
		{"a, b", nil},
		{"", nil},
	} {
		if diff := cmp.Diff(test.want, splitArgs(test.text)); diff != "" {
			t.Errorf("%q (-want +got):\n%s", test.text, diff)
		}
	}
}
