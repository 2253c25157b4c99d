// SPDX-License-Identifier: MIT

package lsp

import (
	"bytes"
	"context"
	"errors"
	"io"

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

// A codec writes and reads the protocol's types.
type codec struct{}

func (codec) Marshal(v any) ([]byte, error) { return protocol.Marshal(v) }

// Unmarshal reads a copy: strings within a list of one type or another are not
// copied by protocol.Unmarshal, and the next message overwrites data.
func (codec) Unmarshal(data []byte, v any) error { return protocol.Unmarshal(bytes.Clone(data), v) }
