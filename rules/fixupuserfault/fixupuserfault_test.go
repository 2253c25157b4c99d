// SPDX-License-Identifier: MIT

package fixupuserfault

import (
	"testing"

	"github.com/gupvet/gupvet/internal/ruletest"
)

func TestRule(t *testing.T) { ruletest.Run(t, Rule) }
