// SPDX-License-Identifier: MIT

package lsp

import (
	"context"
	"errors"
	"maps"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"

	"github.com/gupvet/gupvet/internal/driver"
	"github.com/gupvet/gupvet/internal/lint"
	"github.com/gupvet/gupvet/internal/passes"
	"github.com/gupvet/gupvet/internal/source"
)

// A tree is a kernel, or a directory outside one, with the buffers that are open
// in it. One goroutine analyses it, whenever it has changed.
type tree struct {
	s      *server
	key    string // by which the server knows it
	source *source.Tree
	shown  string   // the root as the client spells it
	extra  []string // directories outside the root that belong to it
	ctx    context.Context
	close  context.CancelFunc
	wake   chan struct{} // there is something to analyse
	done   chan struct{} // closed when the work has ended

	// asking guards what an analysis and those who ask about it may not use
	// at the same time.
	asking sync.Mutex

	mu      sync.Mutex
	seq     int64                // of the last change
	overlay map[string][]byte    // texts that differ from what was read from disk
	docs    map[string]*document // open buffers, by path
	reload  bool                 // the tree on disk is another one
	running context.CancelFunc   // ends the analysis under way
	shownAt time.Time            // when one was last finished
	last    *analysis            // the last that was finished
	fresh   chan struct{}        // closed when the next one is
	session *driver.Session      // of the worker alone

	published publications // of the worker alone
}

// An analysis is what was found in a tree as it was at one moment.
type analysis struct {
	seq     int64
	err     error // it did not come off
	result  *lint.Result
	calls   *passes.CallSet
	docs    map[string]*document
	byFile  map[string][]*lint.Finding
	convert *converter
}

// newTree starts the work on a tree.
func (s *server) newTree(key string, src *source.Tree, shown string, extra []string) *tree {
	t := &tree{s: s, key: key, source: src, shown: shown, extra: extra, wake: make(chan struct{}, 1), done: make(chan struct{}),
		overlay: map[string][]byte{}, docs: map[string]*document{}, fresh: make(chan struct{}), published: publications{}}
	t.ctx, t.close = context.WithCancel(s.ctx)
	s.background(func() {
		defer close(t.done)
		t.work()
	})
	return t
}

// patience is how long edits may put off the findings: after that an analysis
// is finished, whatever is typed meanwhile.
const patience = 300 * time.Millisecond

// change changes the tree: its overlays and open buffers. What is under way is of
// no use then.
func (t *tree) change(f func()) {
	t.mu.Lock()
	f()
	t.seq++
	if t.running != nil && time.Since(t.shownAt) < patience {
		t.running()
	}
	t.mu.Unlock()
	select {
	case t.wake <- struct{}{}:
	default:
	}
}

// touch has the tree analysed again as it is.
func (t *tree) touch() { t.change(func() {}) }

// open lays a buffer over the tree.
func (t *tree) open(d *document) {
	t.change(func() {
		t.docs[d.path] = d
		t.overlay[d.path] = d.text.bytes
	})
}

// shut takes a buffer away: what lies on disk counts again.
func (t *tree) shut(d *document) {
	t.change(func() {
		delete(t.docs, d.path)
		t.reread(d.path)
	})
}

// reread looks at what lies on disk under a path.
func (t *tree) reread(path string) {
	text, err := t.source.ReadFile(path)
	if err != nil {
		text = nil
	}
	t.overlay[path] = text
}

// work analyses the tree until it is closed.
func (t *tree) work() {
	for {
		select {
		case <-t.ctx.Done():
			return
		case <-t.wake:
		}
		for t.round() {
		}
	}
}

// round analyses the tree as it is now; it tells whether it changed meanwhile.
func (t *tree) round() (again bool) {
	ctx, cancel := context.WithCancel(t.ctx)
	defer cancel()
	loadErr := t.load(ctx)
	t.mu.Lock()
	t.running = cancel
	a := &analysis{seq: t.seq, docs: maps.Clone(t.docs)}
	overlay := maps.Clone(t.overlay)
	t.mu.Unlock()

	if a.err = loadErr; a.err == nil {
		t.asking.Lock()
		t.analyse(ctx, a, overlay)
		t.asking.Unlock()
	}

	t.mu.Lock()
	t.running = nil
	again = t.seq != a.seq
	if t.ctx.Err() != nil || ctx.Err() != nil && again {
		t.mu.Unlock()
		return t.ctx.Err() == nil
	}
	t.last, t.shownAt = a, time.Now()
	close(t.fresh)
	t.fresh = make(chan struct{})
	t.mu.Unlock()
	t.publish(a)
	return again
}

// analyse finds out what is wrong with the tree.
func (t *tree) analyse(ctx context.Context, a *analysis, overlay map[string][]byte) {
	t.s.mu.Lock()
	set := t.s.settings
	t.s.mu.Unlock()
	rules, _ := set.rules(t.s.Rules)
	out, err := t.session.Run(ctx, overlay, rules, driver.Options{Strict: set.Strict, Severity: set.Severity, Known: t.s.known()})
	if err != nil {
		if a.err = err; ctx.Err() == nil {
			t.s.log(protocol.MessageTypeError, "%s: %v", t.shown, err)
		}
		return
	}
	a.result, a.calls = out.Result, out.Calls
	a.byFile = map[string][]*lint.Finding{}
	for _, f := range a.result.Findings {
		a.byFile[f.At.File] = append(a.byFile[f.At.File], f)
	}
	a.convert = newConverter(t, a)
	t.warn(a.result)
}

// load reads the tree, unless that has been done.
func (t *tree) load(ctx context.Context) error {
	t.mu.Lock()
	again := t.reload
	t.reload = false
	t.mu.Unlock()
	if t.session != nil && !again {
		return nil
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	p := &source.Progress{}
	stop := t.progress(p, cancel)
	defer stop()
	session, err := driver.NewSession(ctx, source.OpenRoot(t.source.Root), driver.LoadOptions{Jobs: t.s.Jobs, Extra: t.extra, Progress: p})
	switch {
	case err == nil:
	case t.ctx.Err() != nil:
		return err
	case ctx.Err() != nil:
		t.s.log(protocol.MessageTypeInfo, "%s is not read; the next edit begins anew", t.shown)
		return err
	default:
		t.s.log(protocol.MessageTypeError, "%s: %v", t.shown, err)
		return err
	}
	t.session = session
	if c := session.Contract(); c.BuiltIn {
		t.s.log(protocol.MessageTypeWarning, "%s has no mm/gup.c; the built-in contract of Linux %s serves", t.shown, c.Kernel)
	}
	for _, problem := range session.Problems() {
		t.s.log(protocol.MessageTypeWarning, "cannot read %v", problem)
	}
	return nil
}

// warn tells the user what went wrong, once.
func (t *tree) warn(res *lint.Result) {
	for _, w := range res.Warnings {
		if !t.published.warned[w] {
			t.s.log(protocol.MessageTypeError, "%s", w)
		}
	}
	t.published.warned = map[string]bool{}
	for _, w := range res.Warnings {
		t.published.warned[w] = true
	}
}

// errClosed tells that a tree is gone.
var errClosed = errors.New("the tree is closed")

// wait gives the first analysis of the tree as it is now, or as it becomes
// meanwhile.
func (t *tree) wait(ctx context.Context, seq int64) (*analysis, error) {
	for {
		t.mu.Lock()
		last, fresh := t.last, t.fresh
		t.mu.Unlock()
		if last != nil && last.seq >= seq {
			return last, last.err
		}
		select {
		case <-fresh:
		case <-ctx.Done():
			return nil, protocol.ErrRequestCancelled
		case <-t.ctx.Done():
			return nil, errClosed
		}
	}
}

// now gives the number of the last change.
func (t *tree) now() int64 {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.seq
}

// path gives a file's path in the tree: below the root, or absolute.
func (t *tree) path(abs string) string {
	rel, err := filepath.Rel(t.source.Root, abs)
	if err != nil || rel == ".." || strings.HasPrefix(rel, ".."+string(filepath.Separator)) {
		return filepath.ToSlash(abs)
	}
	return filepath.ToSlash(rel)
}

// uri names a file of the tree for the client: an open one as the client did.
func (a *analysis) uri(t *tree, path string) uri.URI {
	if d := a.docs[path]; d != nil {
		return d.uri
	}
	if filepath.IsAbs(path) {
		return uri.File(path)
	}
	return uri.File(filepath.Join(t.shown, filepath.FromSlash(path)))
}

// holds tells whether a file as the client spells it belongs to the tree, and its
// path there.
func (t *tree) holds(abs string) (string, bool) {
	for _, root := range []string{t.shown, t.source.Root} {
		if rel, ok := strings.CutPrefix(abs, root+string(filepath.Separator)); ok {
			return filepath.ToSlash(rel), true
		}
	}
	for _, dir := range t.extra {
		if strings.HasPrefix(abs, dir+string(filepath.Separator)) {
			return filepath.ToSlash(abs), true
		}
	}
	return "", false
}

// maxOverlay bounds the files that are laid over what was read from disk. Beyond
// it, as after a checkout of another branch, the tree is read anew.
const maxOverlay = 500

// disk takes note of files that changed on disk.
func (t *tree) disk(paths []string) {
	t.change(func() {
		for _, path := range paths {
			if t.docs[path] == nil {
				t.reread(path)
			}
		}
		if len(t.overlay) > maxOverlay {
			t.anew()
		}
	})
}

// anew has the tree read from disk again.
func (t *tree) anew() {
	t.reload = true
	t.overlay = map[string][]byte{}
	for path, d := range t.docs {
		t.overlay[path] = d.text.bytes
	}
}
