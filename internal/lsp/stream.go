// SPDX-License-Identifier: MIT

package lsp

import (
	"bytes"
	"context"
	"errors"
	"io"
	"sync"
	"time"

	"go.lsp.dev/jsonrpc2"
	"go.lsp.dev/protocol"
)

// A pipe is what a client and the server talk through.
type pipe struct {
	io.ReadCloser
	io.Writer
}

// A stream reads and writes messages. One whose body is not a message is answered
// with an error and passed over; only a broken header ends the stream, since
// nobody knows where the next message begins.
type stream struct {
	jsonrpc2.Stream
	ended func(error) // called when there is no more to read
}

// Read reads the next message.
func (s *stream) Read(ctx context.Context) (jsonrpc2.Message, int64, error) {
	for {
		m, n, err := s.Stream.Read(ctx)
		if errors.Is(err, jsonrpc2.ErrParse) || errors.Is(err, jsonrpc2.ErrInvalidRequest) {
			_, err = s.Write(ctx, jsonrpc2.NewResponse(jsonrpc2.ID{}, nil, err))
			if err == nil {
				continue
			}
		}
		if err != nil {
			s.ended(err)
		}
		return m, n, err
	}
}

// An outbox hands what is written on to a stream without ever keeping the writer
// waiting, as long as that takes. The connection answers a request before it reads
// the next message; were both sides to do so on streams that hold little, each could
// wait forever for the other to read.
type outbox struct {
	out    io.Writer
	failed func(error) // called when the stream breaks
	done   chan struct{}

	mu      sync.Mutex
	wake    *sync.Cond
	waiting []byte // not written yet
	closed  bool   // nothing more is taken
	err     error  // why the stream broke
}

func newOutbox(out io.Writer, failed func(error)) *outbox {
	o := &outbox{out: out, failed: failed, done: make(chan struct{})}
	o.wake = sync.NewCond(&o.mu)
	go o.deliver()
	return o
}

// Write takes p. It fails when what was taken before could not be written.
func (o *outbox) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	switch {
	case o.err != nil:
		return 0, o.err
	case o.closed:
		return 0, io.ErrClosedPipe
	}
	o.waiting = append(o.waiting, p...)
	o.wake.Signal()
	return len(p), nil
}

// deliver writes what is waiting, until the outbox is closed and empty.
func (o *outbox) deliver() {
	defer close(o.done)
	var batch []byte
	for {
		o.mu.Lock()
		for len(o.waiting) == 0 && !o.closed {
			o.wake.Wait()
		}
		batch, o.waiting = o.waiting, batch[:0]
		o.mu.Unlock()
		if len(batch) == 0 {
			return
		}
		if _, err := o.out.Write(batch); err != nil {
			o.mu.Lock()
			o.err = err
			o.mu.Unlock()
			o.failed(err)
			return
		}
	}
}

// close takes nothing more, and waits until all is written, but no longer than patience.
func (o *outbox) close(patience time.Duration) {
	o.mu.Lock()
	o.closed = true
	o.wake.Signal()
	o.mu.Unlock()
	select {
	case <-o.done:
	case <-time.After(patience):
	}
}

// A codec writes and reads the protocol's types.
type codec struct{}

func (codec) Marshal(v any) ([]byte, error) { return protocol.Marshal(v) }

// Unmarshal reads a copy: strings within a list of one type or another are not
// copied by protocol.Unmarshal, and the next message overwrites data.
func (codec) Unmarshal(data []byte, v any) error { return protocol.Unmarshal(bytes.Clone(data), v) }
