// SPDX-License-Identifier: MIT

package passes

import "testing"

func TestMergeText(t *testing.T) {
	const set, part, kept = " is set here", " is part of MINE", "stored in struct s's flags here"
	for _, test := range []struct {
		steps []string
		want  string
	}{
		{[]string{"A" + set, "B" + set}, "A and B are set here"},
		{[]string{"A" + set, "B" + set, "C" + set, "D" + set}, "A, B, C and D are set here"},
		{[]string{"A" + part, "B" + part}, "A and B are part of MINE"},
		{[]string{"A" + set, kept}, "A is set and stored in struct s's flags here"},
		{[]string{"A" + set, "B" + part}, "A is set and B is part of MINE"},
	} {
		got := test.steps[0]
		for _, s := range test.steps[1:] {
			got = mergeText(got, s)
		}
		if got != test.want {
			t.Errorf("%q: %q, want %q", test.steps, got, test.want)
		}
	}
}
