// SPDX-License-Identifier: MIT

package lsp

import (
	"context"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"go.lsp.dev/jsonrpc2"
	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"

	"github.com/gupvet/gupvet/internal/kerneltest"
	"github.com/gupvet/gupvet/internal/lint"
	"github.com/gupvet/gupvet/rules"
)

// limit is how long tests wait for something that has to come.
const limit = 2 * time.Minute

// A client is a small editor that talks to a server in the same process.
type client struct {
	protocol.UnimplementedClient
	protocol.Server // the server, as the client sees it
	t               testing.TB
	conn            jsonrpc2.Conn
	in              io.WriteCloser
	ended           chan error // what Serve returned

	mu       sync.Mutex
	changed  chan struct{} // closed when something has come
	pushed   map[uri.URI]protocol.PublishDiagnosticsParams
	order    []uri.URI // of what was pushed
	logged   []string
	progress []string
	begun    func(protocol.ProgressToken) // called at each beginning, if not nil
	refresh  int
	settings string // what workspace/configuration answers, as JSON
	watched  bool
}

// connect starts a server and a client, which have not spoken yet. The server has
// further rules besides its own.
func connect(t testing.TB, more ...*lint.Rule) *client {
	t.Helper()
	fromServer, toClient := io.Pipe()
	fromClient, toServer := io.Pipe()
	c := newClient(t, fromServer, toServer)
	go func() {
		err := Serve(context.Background(), fromClient, toClient, Options{Rules: append(rules.All(), more...), Version: "test", Jobs: 2})
		toClient.Close()
		c.ended <- err
	}()
	return c
}

// newClient returns a client of the server behind a pair of streams.
func newClient(t testing.TB, from io.ReadCloser, to io.WriteCloser) *client {
	c := &client{t: t, in: to, ended: make(chan error, 1), changed: make(chan struct{}),
		pushed: map[uri.URI]protocol.PublishDiagnosticsParams{}, settings: "null"}
	c.conn = jsonrpc2.NewConn(jsonrpc2.NewStream(pipe{from, to}), jsonrpc2.WithCodec(codec{}))
	c.conn.Go(context.Background(), protocol.ClientHandler(c, jsonrpc2.MethodNotFoundHandler))
	c.Server = protocol.ServerDispatcher(c.conn)
	t.Cleanup(func() { to.Close() })
	return c
}

// start connects and initializes. capabilities are those of the client, as JSON.
func start(t testing.TB, capabilities string, folders ...string) *client {
	t.Helper()
	c := connect(t)
	c.initialize(capabilities, folders...)
	return c
}

func (c *client) initialize(capabilities string, folders ...string) *protocol.InitializeResult {
	c.t.Helper()
	p := &protocol.InitializeParams{}
	if capabilities != "" {
		if err := protocol.Unmarshal([]byte(capabilities), &p.Capabilities); err != nil {
			c.t.Fatal(err)
		}
	}
	list := []protocol.WorkspaceFolder{}
	for _, f := range folders {
		list = append(list, protocol.WorkspaceFolder{URI: uri.File(f), Name: filepath.Base(f)})
	}
	p.WorkspaceFolders = protocol.NewNullable(list)
	res, err := c.Initialize(c.ctx(), p)
	c.must(err)
	c.must(c.Initialized(c.ctx(), &protocol.InitializedParams{}))
	return res
}

// stop shuts the server down in order.
func (c *client) stop() {
	c.t.Helper()
	c.must(c.Shutdown(c.ctx()))
	c.must(c.Exit(c.ctx()))
	if err := <-c.ended; err != nil {
		c.t.Errorf("Serve: %v", err)
	}
}

func (c *client) ctx() context.Context { return context.Background() }

func (c *client) must(err error) {
	c.t.Helper()
	if err != nil {
		c.t.Fatal(err)
	}
}

// take notes something that the server sent.
func (c *client) take(f func()) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	f()
	close(c.changed)
	c.changed = make(chan struct{})
	return nil
}

// until waits for something.
func (c *client) until(what string, ok func() bool) {
	c.t.Helper()
	timeout := time.After(limit)
	for {
		c.mu.Lock()
		done, changed := ok(), c.changed
		c.mu.Unlock()
		if done {
			return
		}
		select {
		case <-changed:
		case <-timeout:
			c.mu.Lock()
			defer c.mu.Unlock()
			c.t.Fatalf("waited in vain: %s\nlogged: %s", what, strings.Join(c.logged, "\n"))
		}
	}
}

func (c *client) PublishDiagnostics(_ context.Context, p *protocol.PublishDiagnosticsParams) error {
	return c.take(func() { c.pushed[p.URI], c.order = *p, append(c.order, p.URI) })
}

func (c *client) LogMessage(_ context.Context, p *protocol.LogMessageParams) error {
	return c.take(func() { c.logged = append(c.logged, p.Message) })
}

func (c *client) Progress(_ context.Context, p *protocol.ProgressParams) error {
	var v struct{ Kind string }
	if err := json.Unmarshal(p.Value, &v); err != nil {
		return err
	}
	if v.Kind == "begin" && c.begun != nil {
		c.begun(p.Token)
	}
	return c.take(func() { c.progress = append(c.progress, v.Kind) })
}

func (c *client) WorkDoneProgressCreate(context.Context, *protocol.WorkDoneProgressCreateParams) error {
	return nil
}

func (c *client) DiagnosticRefresh(context.Context) error { return c.take(func() { c.refresh++ }) }

func (c *client) InlayHintRefresh(context.Context) error { return nil }

func (c *client) Configuration(_ context.Context, p *protocol.ConfigurationParams) ([]protocol.LSPAny, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return []protocol.LSPAny{protocol.LSPAny(c.settings)}, nil
}

func (c *client) RegisterCapability(_ context.Context, p *protocol.RegistrationParams) error {
	return c.take(func() { c.watched = p.Registrations[0].Method == protocol.MethodWorkspaceDidChangeWatchedFiles })
}

// open opens a buffer, whatever lies on disk.
func (c *client) open(path, text string) uri.URI {
	c.t.Helper()
	u := uri.File(path)
	c.must(c.DidOpen(c.ctx(), &protocol.DidOpenTextDocumentParams{TextDocument: protocol.TextDocumentItem{
		URI: u, LanguageID: "c", Version: 1, Text: text,
	}}))
	return u
}

// edit replaces the text of a buffer.
func (c *client) edit(u uri.URI, version int32, text string) {
	c.t.Helper()
	c.change(u, version, &protocol.TextDocumentContentChangeWholeDocument{Text: text})
}

// change sends edits of a buffer.
func (c *client) change(u uri.URI, version int32, changes ...protocol.TextDocumentContentChangeEvent) {
	c.t.Helper()
	p := &protocol.DidChangeTextDocumentParams{ContentChanges: changes}
	p.TextDocument.URI, p.TextDocument.Version = u, version
	c.must(c.DidChange(c.ctx(), p))
}

// diagnostics waits for what is found in a version of a buffer.
func (c *client) diagnostics(u uri.URI, version int32) []protocol.Diagnostic {
	c.t.Helper()
	var p protocol.PublishDiagnosticsParams
	c.until("diagnostics of "+string(u), func() bool {
		p = c.pushed[u]
		v, ok := p.Version.Get()
		return ok && v >= version
	})
	return p.Diagnostics
}

// codes lists the rules of diagnostics.
func codes(list []protocol.Diagnostic) []string {
	out := []string{}
	for _, d := range list {
		code, _ := d.Code.(protocol.String)
		out = append(out, string(code))
	}
	return out
}

// fixture gives a copy of the kernel-shaped tree of 6.12, which tests may change.
func fixture(t testing.TB) string {
	t.Helper()
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	if err := os.CopyFS(dir, os.DirFS(filepath.Join(kerneltest.Root(t), "kernel-fixtures", "linux-6.12"))); err != nil {
		t.Fatal(err)
	}
	return dir
}

func write(t testing.TB, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}
