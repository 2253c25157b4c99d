// SPDX-License-Identifier: MIT

package lsp

import (
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"go.lsp.dev/jsonrpc2"
	"go.lsp.dev/protocol"

	"github.com/gupvet/gupvet/rules"
)

// TestClientThatReadsLate sends many requests before it reads an answer, on streams
// that hold nothing. The server must go on reading: such a client may be waiting for
// that before it reads.
func TestClientThatReadsLate(t *testing.T) {
	fromServer, toClient := io.Pipe()
	fromClient, toServer := io.Pipe()
	served := make(chan error, 1)
	go func() { served <- Serve(t.Context(), fromClient, toClient, Options{Rules: rules.All(), Jobs: 2}) }()
	s := jsonrpc2.NewStream(pipe{fromServer, toServer})
	const n = 100
	call := func(id int64, method, params string) error {
		_, err := s.Write(t.Context(), jsonrpc2.NewCall(jsonrpc2.NewNumberID(id), method, []byte(params)))
		return err
	}
	sent := make(chan error, 1)
	go func() {
		errs := []error{call(1, protocol.MethodInitialize, `{"capabilities":{}}`)}
		for id := int64(2); id <= n; id++ {
			errs = append(errs, call(id, protocol.MethodTextDocumentHover,
				`{"textDocument":{"uri":"file:///nowhere/a.c"},"position":{"line":0,"character":0}}`))
		}
		sent <- errors.Join(errs...)
	}()
	select {
	case err := <-sent:
		if err != nil {
			t.Fatal(err)
		}
	case <-time.After(limit):
		t.Fatal("the server does not read while its answers are not read")
	}
	var answered []int64
	for len(answered) < n {
		m, _, err := s.Read(t.Context())
		if err != nil {
			t.Fatalf("after %d answers: %v", len(answered), err)
		}
		if r, ok := m.(*jsonrpc2.Response); ok {
			id, _ := r.ID().Number()
			answered = append(answered, id)
		}
	}
	slices.Sort(answered)
	for i, id := range answered {
		if id != int64(i+1) {
			t.Fatalf("answers to %v", answered)
		}
	}
	toServer.Close()
	if err := <-served; !errors.Is(err, ErrAborted) {
		t.Errorf("Serve: %v", err)
	}
}

// failing is a stream that breaks after some writes.
type failing struct{ left int }

func (f *failing) Write(p []byte) (int, error) {
	if f.left--; f.left < 0 {
		return 0, io.ErrShortWrite
	}
	return len(p), nil
}

func TestOutboxBreaks(t *testing.T) {
	broken := make(chan error, 1)
	o := newOutbox(&failing{1}, func(err error) { broken <- err })
	var err error
	for deadline := time.Now().Add(limit); err == nil && time.Now().Before(deadline); {
		_, err = o.Write([]byte("x"))
	}
	if !errors.Is(err, io.ErrShortWrite) {
		t.Errorf("Write: %v", err)
	}
	if err := <-broken; !errors.Is(err, io.ErrShortWrite) {
		t.Errorf("failed with %v", err)
	}
	o.close(limit)
}

func TestOutboxCloses(t *testing.T) {
	var got strings.Builder
	o := newOutbox(&got, nil)
	for range 1000 {
		if _, err := io.WriteString(o, "ab"); err != nil {
			t.Fatal(err)
		}
	}
	o.close(limit)
	if got.String() != strings.Repeat("ab", 1000) {
		t.Errorf("%d bytes arrived", got.Len())
	}
	if _, err := io.WriteString(o, "late"); !errors.Is(err, io.ErrClosedPipe) {
		t.Errorf("Write after close: %v", err)
	}
}
