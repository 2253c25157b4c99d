// SPDX-License-Identifier: MIT

package parser

import (
	"testing"

	"github.com/gupvet/gupvet/parser/syntax"
)

func TestNumber(t *testing.T) {
	for text, want := range map[string]syntax.Number{
		"0":                     {},
		"-1":                    {Value: ^uint64(0)},
		"+1":                    {Value: 1},
		"-0x10":                 {Value: ^uint64(15)},
		"017":                   {Value: 15},
		"0b101":                 {Value: 5},
		"0x1UL":                 {Value: 1, Unsigned: true, Long: true},
		"4095u":                 {Value: 4095, Unsigned: true},
		"1e5":                   {}, // no integer
		"0xffffffffffffffffULL": {Value: ^uint64(0), Unsigned: true, Long: true},
	} {
		if got := *number(syntax.Span{}, text); got != want {
			t.Errorf("number(%q) = %+v, want %+v", text, got, want)
		}
	}
}
