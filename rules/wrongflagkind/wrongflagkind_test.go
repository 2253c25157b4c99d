// SPDX-License-Identifier: MIT

package wrongflagkind

import (
	"testing"

	"github.com/gupvet/gupvet/internal/ruletest"
)

func Test(t *testing.T) { ruletest.Run(t, Rule) }
