// SPDX-License-Identifier: MIT

package main

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
)

// TestLanguageServerStatus checks the exit statuses that the protocol wants.
func TestLanguageServerStatus(t *testing.T) {
	const (
		initialize = `{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"processId":null,"rootUri":null,"capabilities":{}}}`
		shutdown   = `{"jsonrpc":"2.0","id":2,"method":"shutdown"}`
		exit       = `{"jsonrpc":"2.0","method":"exit"}`
	)
	for _, test := range []struct {
		name     string
		messages []string
		want     int
	}{
		{"in order", []string{initialize, shutdown, exit}, 0},
		{"exit alone", []string{initialize, exit}, 1},
		{"the end of the input", []string{initialize}, 1},
		{"nothing", nil, 1},
	} {
		t.Run(test.name, func(t *testing.T) {
			var in, out, stderr bytes.Buffer
			for _, m := range test.messages {
				fmt.Fprintf(&in, "Content-Length: %d\r\n\r\n%s", len(m), m)
			}
			if got := run(t.Context(), []string{"lsp"}, &in, &out, &stderr); got != test.want {
				t.Errorf("status %d, want %d; %s", got, test.want, stderr.String())
			}
			if len(test.messages) > 0 && !strings.Contains(out.String(), `"positionEncoding":"utf-16"`) {
				t.Errorf("out: %q", out.String())
			}
		})
	}
}
