// SPDX-License-Identifier: MIT

package lsp

import (
	"context"
	"maps"
	"slices"

	"go.lsp.dev/jsonrpc2"
	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"

	"github.com/gupvet/gupvet/callgraph"
	"github.com/gupvet/gupvet/internal/source"
)

// A question is a request about a file that waits no longer: the analysis is
// there, and nobody else asks the tree until it is done.
type question struct {
	*analysis // nil for a file that is not analysed
	tree      *tree
	path      string
	doc       *document // as the client has it; nil for a file that is not open
}

// done lets others ask.
func (q *question) done() {
	if q.analysis != nil {
		q.tree.asking.Unlock()
	}
}

// ask prepares a request about a file. The request goes on beside those that come
// after it; what it sees of the buffer is how it was when the request came.
func (s *server) ask(ctx context.Context, u uri.URI) (*question, error) {
	s.mu.Lock()
	q := &question{doc: s.docs[u]}
	if q.doc != nil {
		q.tree, q.path = q.doc.tree, q.doc.path
	} else if abs := local(u); source.IsC(abs) && exists(abs) {
		q.tree, q.path = s.treeOf(abs)
	}
	seq := int64(0)
	if q.tree != nil {
		seq = q.tree.now()
	}
	s.mu.Unlock()
	jsonrpc2.Async(ctx)
	if q.tree == nil {
		return q, nil
	}
	return q, q.begin(ctx, seq)
}

// begin waits for the analysis.
func (q *question) begin(ctx context.Context, seq int64) error {
	a, err := q.tree.wait(ctx, seq)
	if err != nil {
		return err
	}
	q.tree.asking.Lock()
	if ctx.Err() != nil {
		q.tree.asking.Unlock()
		return protocol.ErrRequestCancelled
	}
	q.analysis = a
	return nil
}

// every calls visit for each tree in turn.
func (s *server) every(ctx context.Context, visit func(*question)) error {
	s.mu.Lock()
	trees := slices.Collect(maps.Values(s.trees))
	seqs := make([]int64, len(trees))
	for i, t := range trees {
		seqs[i] = t.now()
	}
	s.mu.Unlock()
	jsonrpc2.Async(ctx)
	for i, t := range trees {
		q := &question{tree: t}
		if err := q.begin(ctx, seqs[i]); err != nil {
			return err
		}
		visit(q)
		q.done()
	}
	return nil
}

// askAt prepares a request about a place in a file. There is no answer, and no
// error, where nothing is known of the file.
func (s *server) askAt(ctx context.Context, u uri.URI) (*place, error) {
	q, err := s.ask(ctx, u)
	if err != nil || q.analysis == nil {
		return nil, err
	}
	if q.doc != nil && (q.docs[q.path] == nil || q.docs[q.path].version != q.doc.version) {
		q.done()
		return nil, protocol.ErrContentModified
	}
	if q.calls != nil {
		if f := q.calls.Snapshot.Prog.File(q.path); f.Unit != nil {
			return &place{question: q, file: f, text: q.text(q.path)}, nil
		}
	}
	q.done()
	return nil, nil
}

// A place is a question about a file that has been read.
type place struct {
	*question
	file *callgraph.File
	text *text
}

// text gives the text of a file of the tree with its lines.
func (q *question) text(path string) *text {
	if d := q.docs[path]; d != nil {
		return d.text
	}
	if q.calls != nil {
		if f := q.calls.Snapshot.Prog.File(path); f.Unit != nil {
			return newText(f.Unit.Text, q.tree.s.caps.encoding)
		}
	}
	return newText(nil, q.tree.s.caps.encoding)
}
