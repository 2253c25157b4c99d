// SPDX-License-Identifier: MIT

package suppression

import (
	_ "embed"

	"golang.org/x/tools/go/analysis"

	"github.com/gupvet/gupvet/internal/lint"
)

//go:embed doc.go
var doc string

// Rule is suppression. What it reports is found by the driver, which alone knows
// what all the other rules have found.
var Rule = lint.NewRule(lint.Suppression, lint.Warning, doc, func(*analysis.Pass) ([]*lint.Finding, error) { return nil, nil })
