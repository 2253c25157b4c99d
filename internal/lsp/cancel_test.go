// SPDX-License-Identifier: MIT

package lsp

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.lsp.dev/jsonrpc2"
	"go.lsp.dev/protocol"
	goanalysis "golang.org/x/tools/go/analysis"

	"github.com/gupvet/gupvet/internal/lint"
	"github.com/gupvet/gupvet/internal/passes"
)

// slow is a mark in a buffer that makes the rule of newBlocker wait.
const slow = "/* slow */"

// A blocker is a rule that finds nothing, and waits where a buffer says slow.
type blocker struct {
	rule    *lint.Rule
	entered chan struct{} // the rule waits
	left    chan error    // it was cancelled, or released
	release chan struct{}
}

func newBlocker() *blocker {
	b := &blocker{entered: make(chan struct{}, 100), left: make(chan error, 100), release: make(chan struct{})}
	b.rule = lint.NewRule("blocker", lint.Note, "/*\nPackage blocker finds nothing.\n*/", func(pass *goanalysis.Pass) ([]*lint.Finding, error) {
		snap := passes.Of(pass)
		text, err := snap.ReadFile("drivers/a.c")
		if err != nil || !strings.Contains(string(text), slow) {
			return nil, nil
		}
		b.entered <- struct{}{}
		select {
		case <-snap.Ctx.Done():
			b.left <- snap.Ctx.Err()
		case <-b.release:
			b.left <- nil
		}
		return nil, snap.Ctx.Err()
	}, passes.Program)
	return b
}

func TestCancelledRequest(t *testing.T) {
	root := fixture(t)
	b := newBlocker()
	c := connect(t, b.rule)
	c.initialize("", root)
	u := c.open(filepath.Join(root, "drivers/a.c"), slow+holder(bad))
	<-b.entered
	ctx, cancel := context.WithCancel(c.ctx())
	failed := make(chan error)
	go func() {
		_, err := c.Server.Hover(ctx, &protocol.HoverParams{TextDocumentPositionParams: params(u, protocol.Position{Line: 7, Character: 10})})
		failed <- err
	}()
	// Cancelled by hand: the client library gives up at once, whatever comes back.
	answer := make(chan error)
	go func() {
		_, err := c.conn.Call(c.ctx(), protocol.MethodTextDocumentHover, &protocol.HoverParams{
			TextDocumentPositionParams: params(u, protocol.Position{Line: 7, Character: 10})}, nil)
		answer <- err
	}()
	cancel()
	if err := <-failed; !errors.Is(err, context.Canceled) {
		t.Errorf("hover: %v", err)
	}
	var e *jsonrpc2.Error
	for id := int32(1); ; id = id%20 + 1 {
		c.must(c.conn.Notify(c.ctx(), protocol.MethodCancelRequest, &protocol.CancelParams{ID: protocol.Integer(id)}))
		select {
		case err := <-answer:
			if !errors.As(err, &e) || e.Code != protocol.CodeRequestCancelled {
				t.Errorf("hover: %v, want code %d", err, protocol.CodeRequestCancelled)
			}
		case <-time.After(time.Millisecond):
			continue
		}
		break
	}
	close(b.release)
	if got := codes(c.diagnostics(u, 1)); !cmp.Equal(got, []string{"get-pin-conflict"}) {
		t.Errorf("%v", got)
	}
	c.stop()
}

func TestTypingCancelsWork(t *testing.T) {
	root := fixture(t)
	b := newBlocker()
	c := connect(t, b.rule)
	c.initialize("", root)
	u := c.open(filepath.Join(root, "drivers/a.c"), holder("FOLL_LONGTERM"))
	c.diagnostics(u, 1)
	// Until the patience is over, an edit ends the work on the one before.
	version := int32(1)
	for cancelled := false; !cancelled; {
		version++
		c.edit(u, version, holder("FOLL_LONGTERM"))
		c.diagnostics(u, version)
		version++
		c.edit(u, version, slow+holder("FOLL_LONGTERM"))
		<-b.entered
		version++
		c.edit(u, version, holder(bad))
		select {
		case err := <-b.left:
			cancelled = errors.Is(err, context.Canceled)
		case <-time.After(time.Second): // it took too long to get here
			b.release <- struct{}{}
			<-b.left
		}
	}
	if got := codes(c.diagnostics(u, version)); !cmp.Equal(got, []string{"get-pin-conflict"}) {
		t.Errorf("%v", got)
	}
	c.stop()
}

func TestShutdownDuringWork(t *testing.T) {
	root := fixture(t)
	b := newBlocker()
	c := connect(t, b.rule)
	c.initialize("", root)
	c.open(filepath.Join(root, "drivers/a.c"), slow+holder(bad))
	<-b.entered
	c.stop()
	if err := <-b.left; !errors.Is(err, context.Canceled) {
		t.Errorf("the work goes on: %v", err)
	}
}

func TestEditsWithoutPause(t *testing.T) {
	root := fixture(t)
	c := start(t, "", root)
	u := c.open(filepath.Join(root, "drivers/a.c"), holder("FOLL_LONGTERM"))
	last := int32(200)
	for v := int32(2); v <= last; v++ {
		flag := "FOLL_LONGTERM"
		if v == last {
			flag = bad
		}
		c.edit(u, v, holder(flag))
	}
	if got := codes(c.diagnostics(u, last)); !cmp.Equal(got, []string{"get-pin-conflict"}) {
		t.Errorf("%v", got)
	}
	c.stop()
}

// TestCancelledReading cancels the first reading of a tree, as users do who opened
// the wrong one: the server says so, and reads it at the next edit.
func TestCancelledReading(t *testing.T) {
	root := fixture(t)
	for i := range 3000 {
		write(t, filepath.Join(root, fmt.Sprintf("drivers/many/%d/%d.c", i/100, i)), strings.Repeat("int f(int x);\n", 100))
	}
	const attempts = 5 // the reading may end before the server hears of it
	for range attempts {
		c := connect(t)
		c.begun = func(token protocol.ProgressToken) {
			c.begun = nil
			c.must(c.WorkDoneProgressCancel(c.ctx(), &protocol.WorkDoneProgressCancelParams{Token: token}))
		}
		c.initialize(richClient, root)
		ended := func() bool { return slices.Contains(c.progress, "end") }
		c.until("the end of the first reading", ended)
		cancelled := strings.Contains(strings.Join(c.logged, "\n"), "is not read; the next edit begins anew")
		u := c.open(filepath.Join(root, "drivers/a.c"), holder(bad))
		if got := codes(c.diagnostics(u, 1)); !slices.Equal(got, []string{"get-pin-conflict"}) {
			t.Errorf("after a cancelled reading: %v", got)
		}
		c.stop()
		if cancelled {
			return
		}
	}
	t.Errorf("%d readings were not cancelled", attempts)
}
