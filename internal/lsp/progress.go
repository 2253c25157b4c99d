// SPDX-License-Identifier: MIT

package lsp

import (
	"context"
	"fmt"
	"time"

	"go.lsp.dev/protocol"

	"github.com/gupvet/gupvet/internal/source"
)

// progress shows how far the reading of a tree is, until stop is called. The user
// may cancel it.
func (t *tree) progress(p *source.Progress, cancel func()) (stop func()) {
	if !t.s.caps.progress {
		return func() {}
	}
	token := protocol.String("gupvet:" + t.key)
	if err := t.s.client.WorkDoneProgressCreate(t.ctx, &protocol.WorkDoneProgressCreateParams{Token: token}); err != nil {
		return func() {}
	}
	t.s.mu.Lock()
	t.s.cancels[token] = cancel
	t.s.mu.Unlock()
	yes := true
	t.report(token, &protocol.WorkDoneProgressBegin{Kind: "begin", Title: "gupvet: reading " + t.shown, Cancellable: &yes})
	ended := make(chan struct{})
	done := make(chan struct{})
	go func() {
		defer close(ended)
		tick := time.NewTicker(100 * time.Millisecond)
		defer tick.Stop()
		for {
			select {
			case <-done:
				return
			case <-tick.C:
				text := fmt.Sprintf("%d files read", p.Files())
				t.report(token, &protocol.WorkDoneProgressReport{Kind: "report", Message: &text})
			}
		}
	}()
	return func() {
		close(done)
		<-ended
		t.s.mu.Lock()
		delete(t.s.cancels, token)
		t.s.mu.Unlock()
		text := fmt.Sprintf("%d files read", p.Files())
		t.report(token, &protocol.WorkDoneProgressEnd{Kind: "end", Message: &text})
	}
}

func (t *tree) report(token protocol.ProgressToken, value any) {
	if b, err := protocol.Marshal(value); err == nil {
		t.s.client.Progress(t.s.ctx, &protocol.ProgressParams{Token: token, Value: b})
	}
}

// WorkDoneProgressCancel cancels the reading of a tree.
func (s *server) WorkDoneProgressCancel(_ context.Context, p *protocol.WorkDoneProgressCancelParams) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if cancel := s.cancels[p.Token]; cancel != nil {
		cancel()
	}
	return nil
}

// watch asks the client to tell of files that change on disk.
func (s *server) watch() {
	options, err := protocol.Marshal(&protocol.DidChangeWatchedFilesRegistrationOptions{Watchers: []protocol.FileSystemWatcher{
		{GlobPattern: protocol.Pattern("**/*.{c,h}")},
	}})
	if err != nil {
		return
	}
	err = s.client.RegisterCapability(s.ctx, &protocol.RegistrationParams{Registrations: []protocol.Registration{
		{ID: "files", Method: protocol.MethodWorkspaceDidChangeWatchedFiles, RegisterOptions: options},
	}})
	if err != nil {
		s.log(protocol.MessageTypeWarning, "files that change on disk are not watched: %v", err)
	}
}

// DidChangeWatchedFiles takes note of files that changed on disk. Those that are
// open count as they are in their buffers.
func (s *server) DidChangeWatchedFiles(_ context.Context, p *protocol.DidChangeWatchedFilesParams) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	changed := map[*tree][]string{}
	for _, c := range p.Changes {
		abs := local(c.URI)
		if !source.IsC(abs) {
			continue
		}
		for _, t := range s.trees {
			if path, ok := t.holds(abs); ok {
				changed[t] = append(changed[t], path)
			}
		}
	}
	for t, paths := range changed {
		t.disk(paths)
	}
	return nil
}
