// SPDX-License-Identifier: MIT

package patch

import (
	"cmp"
	"slices"
)

// arrange makes a series of the patches found. Diffs in answers are set apart,
// unless there is nothing else.
func (r *reader) arrange() {
	s := r.series
	for _, f := range r.found {
		if f.reply {
			s.Replies = append(s.Replies, f.Patch)
		} else {
			s.Patches = append(s.Patches, f.Patch)
		}
	}
	if len(s.Patches) == 0 {
		s.Patches, s.Replies = s.Replies, nil
		r.errs, r.replyErrs = append(r.errs, r.replyErrs...), nil
	}
	for _, err := range r.replyErrs {
		s.Notes = append(s.Notes, "in an answer: "+err.Error())
	}
	s.sort()
}

// sort puts patches that are numbered alike in the order of their numbers.
func (s *Series) sort() {
	if len(s.Patches) == 0 {
		return
	}
	first := s.Patches[0]
	have := map[int]bool{}
	for _, p := range s.Patches {
		if p.Number == 0 || p.Total != first.Total || p.Version != first.Version || have[p.Number] {
			return
		}
		have[p.Number] = true
	}
	slices.SortStableFunc(s.Patches, func(a, b *Patch) int { return cmp.Compare(a.Number, b.Number) })
}

// Missing are the numbers of the patches that are not there, as far as the
// numbers of the others tell.
func (s *Series) Missing() (list []int) {
	have := map[int]bool{}
	total := 0
	for _, p := range s.Patches {
		have[p.Number] = true
		total = max(total, p.Total)
	}
	if have[0] {
		return nil
	}
	for n := 1; n <= total; n++ {
		if !have[n] {
			list = append(list, n)
		}
	}
	return list
}

// Join makes one series of several inputs, as of the files of one format-patch.
func Join(list ...*Series) *Series {
	all := &Series{}
	for _, s := range list {
		all.Cover = cmp.Or(all.Cover, s.Cover)
		all.Base = cmp.Or(all.Base, s.Base)
		all.Patches = append(all.Patches, s.Patches...)
		all.Replies = append(all.Replies, s.Replies...)
		all.Notes = append(all.Notes, s.Notes...)
	}
	all.sort()
	return all
}
