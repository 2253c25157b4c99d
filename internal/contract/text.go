// SPDX-License-Identifier: MIT

package contract

import (
	"github.com/gupvet/gupvet/internal/flow"
)

// text spells a condition on the entry's arguments for people.
func (v *view) text(c flow.Cond) string {
	c = v.onArgs(c)
	if c == flow.True {
		return "always"
	}
	return v.s.ToGuard(c).Spell(v.Params, v.r.c)
}
