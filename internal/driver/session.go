// SPDX-License-Identifier: MIT

package driver

import (
	"context"

	"github.com/gupvet/gupvet/internal/gup"
	"github.com/gupvet/gupvet/internal/lint"
	"github.com/gupvet/gupvet/internal/passes"
	"github.com/gupvet/gupvet/internal/source"
)

// A Session analyses a tree again and again while it is edited. What an edit does
// not reach is taken over from the run before. It is for one goroutine.
type Session struct {
	disk *Loaded // as it was read
	last *Loaded // as it was in the last run
}

// NewSession reads a tree.
func NewSession(ctx context.Context, tree *source.Tree, o LoadOptions) (*Session, error) {
	l, err := Load(ctx, tree, o)
	if err != nil {
		return nil, err
	}
	l.Memo = passes.NewMemo()
	return &Session{disk: l, last: l}, nil
}

// Contract gives the contract of the tree as it was in the last run.
func (s *Session) Contract() *gup.Contract { return s.last.Contract }

// Problems lists what could not be read.
func (s *Session) Problems() []source.Problem { return s.disk.Problems }

// An Analysis is what one run found, and the calls in which it did; they are nil
// if those could not be found.
type Analysis struct {
	*lint.Result
	Calls *passes.CallSet
}

// Run analyses the tree with files that have other texts than on disk; nil stands
// for one that is gone.
func (s *Session) Run(ctx context.Context, overlay map[string][]byte, rules []*lint.Rule, o Options) (*Analysis, error) {
	tree, ix := s.disk.Tree.WithOverlay(overlay), s.disk.Prog.Index().With(overlay)
	next, unread := s.last.to(tree, ix)
	if unread != nil { // the file that defines the family is being edited
		next = s.last.keeping(tree, ix)
	}
	s.last = next
	res, set, err := analyse(ctx, next.Snapshot, rules, o)
	if err != nil {
		return nil, err
	}
	if unread != nil {
		res.Warnings = append(res.Warnings, unread.Error()+"; the one from before is kept")
	}
	res.Stats.Files = s.disk.Stats.Files
	return &Analysis{res, set}, nil
}
