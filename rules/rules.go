// SPDX-License-Identifier: MIT

// Package rules lists the rules.
package rules

import (
	"slices"
	"strings"

	"github.com/gupvet/gupvet/internal/lint"
	"github.com/gupvet/gupvet/rules/eagainretry"
	"github.com/gupvet/gupvet/rules/ehwpoisoncompare"
	"github.com/gupvet/gupvet/rules/eintrunhandled"
	"github.com/gupvet/gupvet/rules/fastforbiddenflag"
	"github.com/gupvet/gupvet/rules/fastonlynoeffect"
	"github.com/gupvet/gupvet/rules/forcemisuse"
	"github.com/gupvet/gupvet/rules/getpinconflict"
	"github.com/gupvet/gupvet/rules/hwpoisonunused"
	"github.com/gupvet/gupvet/rules/internalflag"
	"github.com/gupvet/gupvet/rules/interruptiblenowait"
	"github.com/gupvet/gupvet/rules/interruptiblewithoutlocked"
	"github.com/gupvet/gupvet/rules/lockednotset"
	"github.com/gupvet/gupvet/rules/longtermlockdrop"
	"github.com/gupvet/gupvet/rules/longtermp2pdma"
	"github.com/gupvet/gupvet/rules/longtermwithoutpin"
	"github.com/gupvet/gupvet/rules/nofaultconflict"
	"github.com/gupvet/gupvet/rules/nowaitlockdrop"
	"github.com/gupvet/gupvet/rules/nowaitzeroreturn"
	"github.com/gupvet/gupvet/rules/nullpages"
	"github.com/gupvet/gupvet/rules/pagecountrange"
	"github.com/gupvet/gupvet/rules/refusedarguments"
	"github.com/gupvet/gupvet/rules/resultignored"
	"github.com/gupvet/gupvet/rules/wrongflagkind"
)

// All lists the rules by name.
func All() []*lint.Rule {
	list := []*lint.Rule{
		eintrunhandled.Rule,
		resultignored.Rule,
		nowaitzeroreturn.Rule,
		hwpoisonunused.Rule,
		ehwpoisoncompare.Rule,
		eagainretry.Rule,
		fastforbiddenflag.Rule,
		fastonlynoeffect.Rule,
		forcemisuse.Rule,
		getpinconflict.Rule,
		internalflag.Rule,
		interruptiblenowait.Rule,
		interruptiblewithoutlocked.Rule,
		lockednotset.Rule,
		longtermlockdrop.Rule,
		longtermp2pdma.Rule,
		longtermwithoutpin.Rule,
		nofaultconflict.Rule,
		nowaitlockdrop.Rule,
		nullpages.Rule,
		pagecountrange.Rule,
		refusedarguments.Rule,
		wrongflagkind.Rule,
	}
	slices.SortFunc(list, func(a, b *lint.Rule) int { return strings.Compare(a.Name, b.Name) })
	return list
}

// Named finds a rule; nil if there is none of that name.
func Named(name string) *lint.Rule {
	for _, r := range All() {
		if r.Name == name {
			return r
		}
	}
	return nil
}
