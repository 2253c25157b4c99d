// SPDX-License-Identifier: MIT

// Package lsp is gupvet in an editor: a server of the Language Server Protocol,
// version 3.17, on a pair of streams.
//
// Open buffers are overlays on the tree that they lie in, and every edit is
// analysed at once, in the whole tree: what a function hands on changes what is
// found in others. Little of that is done anew, see [driver.Session]; an edit
// that comes meanwhile cancels it.
//
// Messages are taken in the order in which they come. Notifications change the
// state and return; requests look at the state as it is when they come, and then
// wait beside the others for the analysis that they need.
//
// Positions in the protocol are lines and columns from 0. Columns count UTF-16
// code units, or bytes where the client offers UTF-8. All else counts bytes.
package lsp

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"
	"time"

	"github.com/sourcegraph/conc/panics"
	"go.lsp.dev/jsonrpc2"
	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"

	"github.com/gupvet/gupvet/internal/lint"
)

// Options tell a server what it serves.
type Options struct {
	Rules   []*lint.Rule
	Version string
	Jobs    int // workers; 0 stands for the number of processors
}

// ErrAborted tells that the client went away without a word, or that the streams
// broke.
var ErrAborted = errors.New("the client went away without shutting down")

// Serve talks to a client until that says exit. It returns nil after a shutdown
// in order.
func Serve(ctx context.Context, in io.ReadCloser, out io.Writer, o Options) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	s := &server{Options: o, ctx: ctx, docs: map[uri.URI]*document{}, trees: map[string]*tree{}, cancels: map[protocol.ProgressToken]func(){},
		requests: map[jsonrpc2.ID]func(){}, settings: defaultSettings()}
	s.exit = func() { cancel(errExit) }
	sent := newOutbox(out, func(err error) { cancel(err) })
	base := jsonrpc2.NewStream(pipe{in, sent})
	s.conn = jsonrpc2.NewConn(&stream{base, func(err error) { cancel(err) }}, jsonrpc2.WithCodec(codec{}))
	s.client = protocol.ClientDispatcher(s.conn)
	s.conn.Go(ctx, s.middleware())
	<-ctx.Done()
	in.Close()
	s.work.Wait()
	sent.close(farewell)
	switch cause := context.Cause(ctx); {
	case s.phase == stopping:
		return nil
	case errors.Is(cause, errExit), errors.Is(cause, io.EOF):
		return ErrAborted
	default:
		return fmt.Errorf("%w: %w", ErrAborted, cause)
	}
}

// farewell is how long a client may take to read the last answers.
const farewell = time.Second

// errExit is why a server ends that the client told to.
var errExit = errors.New("exit")

// A phase is how far the talk with the client has come.
type phase uint8

const (
	starting phase = iota // initialize has not come yet
	serving
	stopping // shutdown has come
)

// A server is one talk with one client.
type server struct {
	protocol.UnimplementedServer
	Options
	ctx    context.Context
	exit   func()
	conn   jsonrpc2.Conn
	client protocol.Client
	work   sync.WaitGroup // goroutines of the server's own
	caps   capabilities   // set by initialize

	mu       sync.Mutex
	phase    phase
	settings settings
	folders  []folder
	docs     map[uri.URI]*document
	openings int64            // of buffers
	trees    map[string]*tree // by their keys
	cancels  map[protocol.ProgressToken]func()
	requests map[jsonrpc2.ID]func() // cancel those that are not answered yet
}

// middleware is what every message goes through.
func (s *server) middleware() jsonrpc2.Handler {
	serve := protocol.ServerHandler(s, jsonrpc2.MethodNotFoundHandler)
	return func(ctx context.Context, req *jsonrpc2.Request) (result any, err error) {
		req = req.Clone() // the next message overwrites the original
		method, isCall := req.Method(), req.IsCall()
		if err := s.admit(method, isCall); err != nil {
			if isCall {
				return nil, err
			}
			return nil, nil
		}
		caught := panics.Try(func() {
			switch {
			case isCall:
				result, err = s.call(ctx, req, serve)
			case method == protocol.MethodCancelRequest:
				err = s.cancel(req)
			default:
				result, err = serve(ctx, req)
			}
		})
		if caught != nil {
			s.log(protocol.MessageTypeError, "internal error in %s: %v\n%s", method, caught.Value, caught.Stack)
			err = fmt.Errorf("%w: %v", jsonrpc2.ErrInternal, caught.Value)
		}
		if errors.Is(err, jsonrpc2.ErrParse) {
			err = fmt.Errorf("%w: %w", jsonrpc2.ErrInvalidParams, err)
		}
		if isCall || err == nil {
			return result, err
		}
		// Nobody waits for the error, and it must not end the talk.
		if !strings.HasPrefix(method, "$/") {
			s.log(protocol.MessageTypeWarning, "%s: %v", method, err)
		}
		return nil, nil
	}
}

// A requestContext is that of a request which can be cancelled. The connection
// uses its own contexts for other requests when a handler has returned, so none
// may be derived from them.
type requestContext struct {
	context.Context
	request context.Context // of the connection
}

func (c requestContext) Value(key any) any {
	if v := c.Context.Value(key); v != nil {
		return v
	}
	return c.request.Value(key)
}

// call answers a request, unless it is cancelled before.
func (s *server) call(ctx context.Context, req *jsonrpc2.Request, serve jsonrpc2.Handler) (any, error) {
	id := req.ID()
	if text, ok := id.StringValue(); ok {
		id = jsonrpc2.NewStringID(strings.Clone(text))
	}
	own, cancel := context.WithCancel(s.ctx)
	s.mu.Lock()
	s.requests[id] = cancel
	s.mu.Unlock()
	defer func() {
		s.mu.Lock()
		delete(s.requests, id)
		s.mu.Unlock()
		cancel()
	}()
	result, err := serve(requestContext{own, ctx}, req)
	if err != nil && own.Err() != nil {
		err = protocol.ErrRequestCancelled
	}
	return result, err
}

// cancel cancels a request; it may have been answered meanwhile.
func (s *server) cancel(req *jsonrpc2.Request) error {
	var p protocol.CancelParams
	if err := protocol.Unmarshal(req.Params(), &p); err != nil {
		return err
	}
	var id jsonrpc2.ID
	switch v := p.ID.(type) {
	case protocol.Integer:
		id = jsonrpc2.NewNumberID(int64(v))
	case protocol.String:
		id = jsonrpc2.NewStringID(string(v))
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if cancel := s.requests[id]; cancel != nil {
		cancel()
	}
	return nil
}

// admit tells whether a message may come now.
func (s *server) admit(method string, isCall bool) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case method == protocol.MethodExit:
		return nil
	case s.phase == starting && method != protocol.MethodInitialize:
		return jsonrpc2.NewError(jsonrpc2.Code(protocol.ErrorCodesServerNotInitialized), "initialize has not come yet")
	case s.phase == stopping:
		return fmt.Errorf("%w: the server has shut down", jsonrpc2.ErrInvalidRequest)
	case s.phase == serving && method == protocol.MethodInitialize:
		return fmt.Errorf("%w: initialize has come before", jsonrpc2.ErrInvalidRequest)
	}
	return nil
}

// Shutdown stops all work.
func (s *server) Shutdown(context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.phase = stopping
	for _, t := range s.trees {
		t.close()
	}
	return nil
}

// Exit ends the talk.
func (s *server) Exit(context.Context) error {
	s.exit()
	return nil
}

// Request answers methods outside the protocol.
func (s *server) Request(context.Context, string, any) (any, error) {
	return nil, jsonrpc2.ErrMethodNotFound
}

// SetTrace is taken and ignored: there is nothing to trace.
func (s *server) SetTrace(context.Context, *protocol.SetTraceParams) error { return nil }

// log tells the client something.
func (s *server) log(level protocol.MessageType, format string, args ...any) {
	s.client.LogMessage(s.ctx, &protocol.LogMessageParams{Type: level, Message: fmt.Sprintf(format, args...)})
}

// background runs something that outlives the message that asked for it.
func (s *server) background(f func()) {
	s.work.Go(func() {
		if caught := panics.Try(f); caught != nil {
			s.log(protocol.MessageTypeError, "internal error: %v\n%s", caught.Value, caught.Stack)
		}
	})
}
