// SPDX-License-Identifier: MIT

package dirtyorder

import (
	"testing"

	"github.com/gupvet/gupvet/internal/ruletest"
)

func Test(t *testing.T) { ruletest.Run(t, Rule) }
