// SPDX-License-Identifier: MIT

package passes

import (
	"fmt"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/gupvet/gupvet/internal/gup"
	"github.com/gupvet/gupvet/internal/lint"
)

// RefusalFindings makes findings of the refused calls of a kind. what spells the
// offence, such as "FOLL_GET with an entry that pins"; the rest of the message
// is what the kernel does about it.
//
// fixes, if any, give the ways to mend one.
func RefusalFindings(pass *analysis.Pass, kind gup.Misuse, what func(*Refusal) string, fixes ...func(*Refusal) []lint.Fix) []*lint.Finding {
	var list []*lint.Finding
	for _, r := range RefusalsOf(pass).List {
		if r.Kind != kind {
			continue
		}
		f := r.finding(what(r))
		for _, fix := range fixes {
			f.Fixes = append(f.Fixes, fix(r)...)
		}
		list = append(list, f)
	}
	return list
}

// finding makes a finding of a refused call.
func (r *Refusal) finding(what string) *lint.Finding {
	f := r.View.Finding(r.Verdict)
	f.Message = fmt.Sprintf("%s: %s", what, Effect(r.Check))
	if len(r.Others) > 0 {
		var names []string
		for _, k := range r.Others {
			names = append(names, string(k))
		}
		f.Message += "; mended, it is refused for " + strings.Join(names, ", ")
	}
	flags := r.Cause.Flags
	if len(r.Each) > 1 {
		flags = r.Each
	}
	f.Steps = r.View.FlagSteps(r.View.contract(), r.Verdict, flags...)
	r.View.Prove(f, r.Check.At, "refused here: %s", CheckText(r.Check))
	return f
}

// contract is that of the entry of a view.
func (v *View) contract() *gup.Contract { return v.set.Snapshot.Contract }

// Flags spells the flags of a cause.
func (r *Refusal) Flags() string { return strings.Join(r.Cause.Flags, " and ") }

// EachIs spells the flags for each of which a call is refused, with their verb:
// "FOLL_PIN is", "FOLL_TOUCH and FOLL_PIN are".
func (r *Refusal) EachIs() string {
	if n := len(r.Each); n > 1 {
		return strings.Join(r.Each[:n-1], ", ") + " and " + r.Each[n-1] + " are"
	}
	return r.Flags() + " is"
}

// Entry spells the call.
func (r *Refusal) Entry() string { return r.View.Site.Entry.Name + "()" }

// What spells what is refused, where there is no better word for it.
func (r *Refusal) What() string {
	switch len(r.Cause.Flags) {
	case 0:
	case 1:
		return fmt.Sprintf("%s is refused by %s", r.Flags(), r.Entry())
	default:
		return fmt.Sprintf("%s together are refused by %s", r.Flags(), r.Entry())
	}
	if r.Check.Macro == "" {
		return r.Entry() + " refuses its arguments"
	}
	return fmt.Sprintf("%s refuses its arguments, by %s", r.Entry(), CheckText(r.Check))
}
