// SPDX-License-Identifier: MIT

// Package rules lists the rules.
package rules

import (
	"slices"
	"strings"

	"github.com/gupvet/gupvet/internal/lint"
	"github.com/gupvet/gupvet/rules/dirtymissing"
	"github.com/gupvet/gupvet/rules/dirtyorder"
	"github.com/gupvet/gupvet/rules/eagainretry"
	"github.com/gupvet/gupvet/rules/ehwpoisoncompare"
	"github.com/gupvet/gupvet/rules/eintrunhandled"
	"github.com/gupvet/gupvet/rules/endlessretry"
	"github.com/gupvet/gupvet/rules/errptrvsnull"
	"github.com/gupvet/gupvet/rules/fastforbiddenflag"
	"github.com/gupvet/gupvet/rules/fastonlynoeffect"
	"github.com/gupvet/gupvet/rules/fixupuserfault"
	"github.com/gupvet/gupvet/rules/forcemisuse"
	"github.com/gupvet/gupvet/rules/getpinconflict"
	"github.com/gupvet/gupvet/rules/gupinatomic"
	"github.com/gupvet/gupvet/rules/hwpoisonunused"
	"github.com/gupvet/gupvet/rules/internalflag"
	"github.com/gupvet/gupvet/rules/interruptiblenowait"
	"github.com/gupvet/gupvet/rules/interruptiblewithoutlocked"
	"github.com/gupvet/gupvet/rules/lockednotset"
	"github.com/gupvet/gupvet/rules/longtermlockdrop"
	"github.com/gupvet/gupvet/rules/longtermmissing"
	"github.com/gupvet/gupvet/rules/longtermp2pdma"
	"github.com/gupvet/gupvet/rules/longtermwithoutpin"
	"github.com/gupvet/gupvet/rules/mmaplockheld"
	"github.com/gupvet/gupvet/rules/mmaplocknotheld"
	"github.com/gupvet/gupvet/rules/nofaultconflict"
	"github.com/gupvet/gupvet/rules/nowaitlockdrop"
	"github.com/gupvet/gupvet/rules/nowaitzeroreturn"
	"github.com/gupvet/gupvet/rules/nullpages"
	"github.com/gupvet/gupvet/rules/pagecountrange"
	"github.com/gupvet/gupvet/rules/refusedarguments"
	"github.com/gupvet/gupvet/rules/resultignored"
	"github.com/gupvet/gupvet/rules/shortpinassuccess"
	"github.com/gupvet/gupvet/rules/shortpinleak"
	"github.com/gupvet/gupvet/rules/staleafterdrop"
	"github.com/gupvet/gupvet/rules/suppression"
	"github.com/gupvet/gupvet/rules/unlockafterdrop"
	"github.com/gupvet/gupvet/rules/unsignedresult"
	"github.com/gupvet/gupvet/rules/writelockwithlocked"
	"github.com/gupvet/gupvet/rules/writewithoutfollwrite"
	"github.com/gupvet/gupvet/rules/wrongflagkind"
	"github.com/gupvet/gupvet/rules/wrongrelease"
)

// All lists the rules by name.
func All() []*lint.Rule {
	list := []*lint.Rule{
		dirtymissing.Rule,
		dirtyorder.Rule,
		eagainretry.Rule,
		ehwpoisoncompare.Rule,
		eintrunhandled.Rule,
		endlessretry.Rule,
		errptrvsnull.Rule,
		fastforbiddenflag.Rule,
		fastonlynoeffect.Rule,
		fixupuserfault.Rule,
		forcemisuse.Rule,
		getpinconflict.Rule,
		gupinatomic.Rule,
		hwpoisonunused.Rule,
		internalflag.Rule,
		interruptiblenowait.Rule,
		interruptiblewithoutlocked.Rule,
		lockednotset.Rule,
		longtermlockdrop.Rule,
		longtermmissing.Rule,
		longtermp2pdma.Rule,
		longtermwithoutpin.Rule,
		mmaplockheld.Rule,
		mmaplocknotheld.Rule,
		nofaultconflict.Rule,
		nowaitlockdrop.Rule,
		nowaitzeroreturn.Rule,
		nullpages.Rule,
		pagecountrange.Rule,
		refusedarguments.Rule,
		resultignored.Rule,
		shortpinassuccess.Rule,
		shortpinleak.Rule,
		staleafterdrop.Rule,
		suppression.Rule,
		unlockafterdrop.Rule,
		unsignedresult.Rule,
		writelockwithlocked.Rule,
		writewithoutfollwrite.Rule,
		wrongflagkind.Rule,
		wrongrelease.Rule,
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
