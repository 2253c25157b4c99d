// SPDX-License-Identifier: MIT

package writewithoutfollwrite

import (
	"testing"

	"github.com/gupvet/gupvet/internal/ruletest"
)

func Test(t *testing.T) { ruletest.Run(t, Rule) }
