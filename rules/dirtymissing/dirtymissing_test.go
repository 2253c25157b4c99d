// SPDX-License-Identifier: MIT

package dirtymissing

import (
	"testing"

	"github.com/gupvet/gupvet/internal/ruletest"
)

func Test(t *testing.T) { ruletest.Run(t, Rule) }
