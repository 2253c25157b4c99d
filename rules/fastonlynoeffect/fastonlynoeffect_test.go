// SPDX-License-Identifier: MIT

package fastonlynoeffect

import (
	"testing"

	"github.com/gupvet/gupvet/internal/ruletest"
)

func Test(t *testing.T) { ruletest.Run(t, Rule) }
