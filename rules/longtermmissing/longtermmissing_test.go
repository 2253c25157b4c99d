// SPDX-License-Identifier: MIT

package longtermmissing

import (
	"testing"

	"github.com/gupvet/gupvet/internal/ruletest"
)

func TestRule(t *testing.T) { ruletest.Run(t, Rule) }
