// SPDX-License-Identifier: MIT

package source

import (
	"context"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/sourcegraph/conc"
)

// A Problem is a file or directory that could not be read, and why.
type Problem struct {
	Path string // relative to the root of the tree
	Err  error
}

func (p Problem) String() string { return fmt.Sprintf("%s: %v", p.Path, p.Err) }

// IsC tells whether a path names a file that the scan reads and that is analysed.
func IsC(path string) bool {
	return strings.HasSuffix(path, ".c") || strings.HasSuffix(path, ".h")
}

// scan reads every C file below root once and returns their index, in which
// prefix stands before their paths. root may also be a single file. What cannot
// be read is a problem, not an error; the error is the context's.
//
// Symbolic links are not followed, so that no file is read twice and no loop is
// entered; neither are directories whose name begins with a dot. An index that is to be
// kept has to be stamped.
func scan(ctx context.Context, root, prefix string, jobs int, stamped bool, progress *Progress) (*Index, []Problem, error) {
	if jobs <= 0 {
		jobs = runtime.GOMAXPROCS(0)
	}
	s := &scanner{root: root, prefix: prefix, pending: []string{""}, open: 1, stamped: stamped, progress: progress}
	ix := &Index{state: state{began: time.Now().UnixNano()}}
	workers, err := s.walk(ctx, jobs)
	if err != nil {
		return nil, nil, err
	}
	var problems []Problem
	for _, w := range workers {
		ix.segments = append(ix.segments, w.segments...)
		ix.Stats.Files += w.stats.Files
		ix.Stats.Bytes += w.stats.Bytes
		ix.state.links ^= w.links
		problems = append(problems, w.problems...)
	}
	slices.SortFunc(problems, func(a, b Problem) int { return strings.Compare(a.Path, b.Path) })
	return ix, problems, nil
}

// walk has workers go through all directories; the error is the context's.
func (s *scanner) walk(ctx context.Context, jobs int) ([]*scanWorker, error) {
	s.wake = sync.NewCond(&s.mu)
	stop := context.AfterFunc(ctx, s.cancel)
	defer stop()
	workers := make([]*scanWorker, jobs)
	var wg conc.WaitGroup
	for i := range workers {
		w := newScanWorker(s)
		workers[i] = w
		wg.Go(w.run)
	}
	wg.Wait()
	return workers, ctx.Err()
}

// A scanner hands directories to its workers: last found, first read, so that
// the list stays short.
type scanner struct {
	root     string
	prefix   string
	progress *Progress
	known    *known // what is to be compared with the disk; nil to read all
	stamped  bool   // keep the stamps of files

	mu      sync.Mutex
	wake    *sync.Cond
	pending []string // directories to read
	open    int      // directories pending or being read
	stopped bool
}

func (s *scanner) cancel() {
	s.mu.Lock()
	s.stopped = true
	s.mu.Unlock()
	s.wake.Broadcast()
}

// next waits for a directory to read; ok is false when there are no more.
func (s *scanner) next() (dir string, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for len(s.pending) == 0 && s.open > 0 && !s.stopped {
		s.wake.Wait()
	}
	if s.stopped || s.open == 0 {
		return "", false
	}
	n := len(s.pending) - 1
	dir, s.pending = s.pending[n], s.pending[:n]
	return dir, true
}

// done takes the directories found in one that has been read.
func (s *scanner) done(found []string) {
	s.mu.Lock()
	s.pending = append(s.pending, found...)
	s.open += len(found) - 1
	s.mu.Unlock()
	s.wake.Broadcast()
}

func (s *scanner) cancelled() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.stopped
}

const (
	windowSize = 1 << 20 // bytes of a file hashed at a time
	overlap    = 4 << 10 // bytes kept from one window to the next, at most
)

// A scanWorker reads directories and hashes their C files.
type scanWorker struct {
	*scanner
	tok      tokenizer
	buf      []byte // tokenPad, a window and more, tokenPad
	hashes   []uint32
	segments []*segment
	stats    Stats
	problems []Problem
	dirs     []string // directories found in the current one
	links    uint64   // see state
	changed  []difference
}

func newScanWorker(s *scanner) *scanWorker {
	w := &scanWorker{scanner: s, segments: []*segment{{}}}
	if s.known == nil {
		w.buf = make([]byte, tokenPad+overlap+256<<10+tokenPad)
	}
	return w
}

func (w *scanWorker) run() {
	for {
		dir, ok := w.next()
		if !ok {
			return
		}
		w.dirs = w.dirs[:0]
		if err := w.readDir(dir); err != nil {
			w.problem(dir, err)
		}
		w.done(w.dirs)
	}
}

func (w *scanWorker) problem(path string, err error) {
	if path = join(w.prefix, path); path == "" {
		path = "."
	}
	w.problems = append(w.problems, Problem{strings.TrimSuffix(path, "/"), err})
}

// subdir takes a directory found in dir.
func (w *scanWorker) subdir(dir, name string) {
	if !strings.HasPrefix(name, ".") {
		w.dirs = append(w.dirs, join(dir, name))
	}
}

// file hashes one file, which is as t says. read fills its argument with the next bytes; it returns
// 0 at the end.
func (w *scanWorker) file(path string, t stamp, read func([]byte) (int, error)) {
	w.hashes = w.hashes[:0]
	n := 0 // bytes in the window
	for {
		room := w.buf[tokenPad+n : len(w.buf)-tokenPad]
		if len(room) == 0 && len(w.buf) < windowSize {
			w.buf = append(w.buf, make([]byte, len(w.buf))...)
			continue
		}
		if len(room) == 0 {
			n = w.flush(n)
			if w.cancelled() {
				return
			}
			continue
		}
		k, err := read(room)
		if err != nil {
			w.problem(path, err)
			return
		}
		if k == 0 {
			break
		}
		n += k
		w.stats.Bytes += int64(k)
	}
	clear(w.buf[tokenPad+n : tokenPad+n+tokenPad])
	w.hashes = w.tok.tokens(w.buf[tokenPad:tokenPad+n], w.hashes)
	w.store(path, t)
}

// flush hashes a full window of n bytes up to its last line and moves the rest
// to the front. It returns the length of the rest.
func (w *scanWorker) flush(n int) int {
	text := w.buf[tokenPad : tokenPad+n]
	end := n
	for end > n-overlap && text[end-1] != '\n' {
		end--
	}
	if end == n-overlap { // a line longer than the overlap is cut
		end = n
	}
	w.hashes = w.tok.tokens(text[:end], w.hashes)
	return copy(text, text[end:])
}

func (w *scanWorker) store(path string, t stamp) {
	w.stats.Files++
	w.progress.files.Add(1)
	s := w.segments[len(w.segments)-1]
	if s.full() {
		s = &segment{}
		w.segments = append(w.segments, s)
	}
	s.add(join(w.prefix, path), w.hashes)
	if w.stamped {
		s.stamps = append(s.stamps, t)
	}
}

func join(dir, name string) string {
	if dir == "" {
		return name
	}
	return dir + "/" + name
}
