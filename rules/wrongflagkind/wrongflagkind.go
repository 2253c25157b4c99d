// SPDX-License-Identifier: MIT

package wrongflagkind

import (
	_ "embed"
	"fmt"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/gupvet/gupvet/internal/gup"
	"github.com/gupvet/gupvet/internal/lint"
	"github.com/gupvet/gupvet/internal/passes"
)

//go:embed doc.go
var doc string

// Rule is wrong-flag-kind.
var Rule = lint.NewRule("wrong-flag-kind", lint.Error, doc, run, passes.Calls)

// Prefixes of the constants that are flags of a kind.
const (
	foll  = "FOLL_"
	fault = "FAULT_FLAG_"
)

func run(pass *analysis.Pass) ([]*lint.Finding, error) {
	var list []*lint.Finding
	passes.CallsOf(pass).Each(func(v *passes.View) bool {
		want, other := foll, fault
		if v.Site.Entry.FlagKind == gup.FaultFlags {
			want, other = fault, foll
		}
		for _, k := range v.FlagConstants() {
			var f *lint.Finding
			name := ofKind(&k, other)
			switch verdict := (passes.Verdict{Level: passes.Sure, When: k.When}); {
			case name != "":
				f = v.Finding(verdict)
				f.Message = fmt.Sprintf("%s is given to %s(), which takes %s flags", name, v.Site.Entry.Name, want)
				f.Fixes = v.RenameFlag(&k, want+strings.TrimPrefix(name, other))
			case k.Name == "" && k.Value != 1 && v.Site.Entry.FlagKind == gup.FollFlags:
				f = v.Finding(verdict)
				f.Severity = lint.Warning
				f.Message = fmt.Sprintf("the flags of %s() are the plain number %#x, which means something else in another kernel", v.Site.Entry.Name, k.Value)
			default:
				continue
			}
			f.Steps = append([]lint.Step{{At: k.At, Text: "comes from here"}}, v.PathSteps()...)
			list = append(list, f)
			return true
		}
		return false
	})
	return list, nil
}

// ofKind gives the name of the flag of a kind that a constant is, or is made of.
func ofKind(k *passes.FlagConstant, prefix string) string {
	for _, name := range append([]string{k.Name}, k.Parts...) {
		if strings.HasPrefix(name, prefix) {
			return name
		}
	}
	return ""
}
