// SPDX-License-Identifier: MIT

package gupinatomic

import (
	"testing"

	"github.com/gupvet/gupvet/internal/ruletest"
)

func TestRule(t *testing.T) { ruletest.Run(t, Rule) }
