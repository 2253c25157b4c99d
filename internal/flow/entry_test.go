// SPDX-License-Identifier: MIT

package flow

import (
	"fmt"
	"testing"
)

// TestNoMoreThanAsked looks for results that an entry cannot have, where a function
// calls it with a number of pages that it is given.
func TestNoMoreThanAsked(t *testing.T) {
	for _, test := range []struct {
		asked string
		got   int
		want  bool
	}{{"1", 1, true}, {"1", 0, true}, {"1", -14, true}, {"1", 2, false}, {"1", -5000, false}, {"n", 2, true}} {
		s := summaryOf(t, fmt.Sprintf(`
static long take(unsigned long addr, unsigned long nr, struct page **pages)
{
	return get_user_pages(addr, nr, 0, pages);
}
void f(unsigned long addr, unsigned long n, struct page **pages)
{
	long r = take(addr, %s, pages);

	if (r == %d)
		consume(pages);
}
`, test.asked, test.got))
		got := false
		for i := range s.Events {
			got = got || s.Events[i].Name == "consume"
		}
		if got != test.want {
			t.Errorf("%s are asked for: %d is possible: %v, want %v", test.asked, test.got, got, test.want)
		}
	}
}
