// SPDX-License-Identifier: MIT

package forcemisuse

import (
	_ "embed"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/gupvet/gupvet/internal/flow"
	"github.com/gupvet/gupvet/internal/gup"
	"github.com/gupvet/gupvet/internal/lint"
	"github.com/gupvet/gupvet/internal/passes"
)

//go:embed doc.go
var doc string

// Rule is force-misuse.
var Rule = lint.NewRule("force-misuse", lint.Warning, doc, run, passes.Calls)

// drivers are the directories of code that has no business to override
// permissions.
var drivers = []string{"drivers/", "sound/", "net/"}

// isDriver tells whether a call is one of a driver: by its directory in a kernel, or
// because it is in none, as that of a module by itself. There it may be a debugger
// as well, if it is about the memory of another process.
func isDriver(v *passes.View, s *passes.Snapshot) bool {
	path := v.Place().Unit.Path
	if filepath.IsAbs(path) || s.Contract.BuiltIn && s.Tree.Version == "" {
		return v.Site.Entry.Roles.MM < 0
	}
	return slices.ContainsFunc(drivers, func(d string) bool { return strings.HasPrefix(path, d) })
}

func run(pass *analysis.Pass) ([]*lint.Finding, error) {
	set := passes.CallsOf(pass)
	c := set.Snapshot.Contract
	k, ok := c.Bit(gup.FollForce)
	if !ok || !c.Unshares {
		return nil, nil
	}
	var list []*lint.Finding
	set.Each(func(v *passes.View) bool {
		if !isDriver(v, set.Snapshot) {
			return false
		}
		has := v.Has(c, gup.FollForce)
		if has == flow.False {
			return false
		}
		verdict := v.Judge(has, []uint8{k})
		if verdict.Level == passes.No {
			return false
		}
		f := v.Finding(verdict)
		f.Message = fmt.Sprintf("%s overrides the permissions of user memory, which a driver has no need for", gup.FollForce)
		f.Steps = v.FlagSteps(c, verdict, gup.FollForce)
		list = append(list, f)
		return verdict.Level == passes.Sure
	})
	return list, nil
}
