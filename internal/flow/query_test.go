// SPDX-License-Identifier: MIT

package flow

import "testing"

func TestNegate(t *testing.T) {
	for text, want := range map[string]string{
		"CONFIG_MMU":                 "!CONFIG_MMU",
		"!CONFIG_MMU":                "CONFIG_MMU",
		"!IS_ENABLED(CONFIG_KVM)":    "IS_ENABLED(CONFIG_KVM)",
		"defined(A) && defined(B)":   "!(defined(A) && defined(B))",
		"!(defined(A) || B)":         "!(!(defined(A) || B))",
		"!defined(A) && !defined(B)": "!(!defined(A) && !defined(B))",
	} {
		if got := negate(text); got != want {
			t.Errorf("negate(%q) = %q, want %q", text, got, want)
		}
	}
}
