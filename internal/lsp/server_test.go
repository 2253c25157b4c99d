// SPDX-License-Identifier: MIT

package lsp

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.lsp.dev/jsonrpc2"
	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"
)

// holder is a driver that pins a page, with flags of its own.
func holder(flags string) string {
	return `#include <linux/mm.h>

static long hold(unsigned long addr, struct page **pages)
{
	unsigned int flags = FOLL_WRITE;

	flags |= ` + flags + `;
	return pin_user_pages(addr, 1, flags, pages);
}
`
}

// bad is a flag that pin_user_pages refuses.
const bad = "FOLL_GET"

func TestEditedAndClosed(t *testing.T) {
	root := fixture(t)
	path := filepath.Join(root, "drivers/misc/hold.c")
	c := start(t, "", root)
	u := c.open(path, holder("FOLL_LONGTERM"))
	if got := codes(c.diagnostics(u, 1)); len(got) != 0 {
		t.Errorf("good: %v", got)
	}
	c.edit(u, 2, holder(bad))
	got := c.diagnostics(u, 2)
	if diff := cmp.Diff([]string{"get-pin-conflict"}, codes(got)); diff != "" {
		t.Fatal(diff)
	}
	if got[0].Range.Start != (protocol.Position{Line: 7, Character: 8}) || len(got[0].Data) == 0 ||
		got[0].CodeDescription.Href == "" || got[0].Severity == 0 {
		t.Errorf("%+v", got[0])
	}
	c.must(c.DidClose(c.ctx(), &protocol.DidCloseTextDocumentParams{TextDocument: protocol.TextDocumentIdentifier{URI: u}}))
	c.until("no diagnostics of a file that is not on disk", func() bool { return len(c.pushed[u].Diagnostics) == 0 })
	c.stop()
}

func TestEditReachesOtherFiles(t *testing.T) {
	root := fixture(t)
	helper, user := filepath.Join(root, "drivers/misc/z_helper.c"), filepath.Join(root, "drivers/misc/user.c")
	text := `#include <linux/mm.h>

long misc_hold(unsigned long addr, unsigned int flags, struct page **pages)
{
	return pin_user_pages(addr, 1, flags, pages);
}
`
	write(t, helper, text)
	write(t, user, `#include <linux/mm.h>

long misc_hold(unsigned long addr, unsigned int flags, struct page **pages);

long misc_use(unsigned long addr, struct page **pages)
{
	return misc_hold(addr, FOLL_GET, pages);
}
`)
	c := start(t, `{"textDocument":{"publishDiagnostics":{"relatedInformation":true}}}`, root)
	u, v := c.open(helper, text), uri.File(user)
	if got := codes(c.diagnostics(u, 1)); len(got) != 0 {
		t.Errorf("in the helper: %v", got)
	}
	// The caller is to blame, whose file nobody has opened.
	var got []protocol.Diagnostic
	c.until("the caller's finding", func() bool { got = c.pushed[v].Diagnostics; return len(got) > 0 })
	if !cmp.Equal(codes(got), []string{"get-pin-conflict"}) || len(got[0].RelatedInformation) < 2 {
		t.Fatalf("in the caller: %+v", got)
	}
	c.edit(u, 2, strings.Replace(text, "flags, pages)", "FOLL_WRITE, pages)", 1))
	c.until("the caller's finding is gone", func() bool { return len(c.pushed[v].Diagnostics) == 0 })
	c.edit(u, 3, text)
	c.until("the caller's finding is back", func() bool { return len(c.pushed[v].Diagnostics) == 1 })
	c.diagnostics(u, 3)
	if last := c.order[len(c.order)-2:]; !slices.Equal(last, []uri.URI{u, v}) {
		t.Errorf("told of %v, want the edited file first", last)
	}
	c.stop()
}

func TestBrokenFunctionLeavesTheRest(t *testing.T) {
	root := fixture(t)
	c := start(t, "", root)
	text := holder(bad) + "\nstatic long other(unsigned long addr, struct page **pages)\n{\n\tif (addr {\n"
	u := c.open(filepath.Join(root, "drivers/misc/hold.c"), text)
	if got := codes(c.diagnostics(u, 1)); !cmp.Equal(got, []string{"get-pin-conflict"}) {
		t.Errorf("%v", got)
	}
	c.stop()
}

func TestOutsideOfAnyKernel(t *testing.T) {
	dir := t.TempDir()
	c := start(t, "", dir)
	u := c.open(filepath.Join(dir, "hold.c"), holder(bad))
	if got := codes(c.diagnostics(u, 1)); !cmp.Equal(got, []string{"get-pin-conflict"}) {
		t.Errorf("%v", got)
	}
	c.until("word of the contract", func() bool { return strings.Contains(strings.Join(c.logged, "\n"), "built-in contract") })
	c.stop()
}

func TestSeveralFolders(t *testing.T) {
	one, two := fixture(t), fixture(t)
	c := start(t, "", filepath.Join(one, "mm"), two)
	u := c.open(filepath.Join(one, "drivers/a.c"), holder(bad))
	v := c.open(filepath.Join(two, "drivers/a.c"), holder("FOLL_LONGTERM"))
	if a, b := len(c.diagnostics(u, 1)), len(c.diagnostics(v, 1)); a != 1 || b != 0 {
		t.Errorf("%d and %d findings, want 1 and 0", a, b)
	}
	c.edit(v, 2, holder(bad))
	if a, b := len(c.diagnostics(u, 1)), len(c.diagnostics(v, 2)); a != 1 || b != 1 {
		t.Errorf("%d and %d findings, want 1 and 1", a, b)
	}
	third := fixture(t)
	write(t, filepath.Join(third, "drivers/b.c"), holder(bad))
	c.must(c.DidChangeWorkspaceFolders(c.ctx(), &protocol.DidChangeWorkspaceFoldersParams{Event: protocol.WorkspaceFoldersChangeEvent{
		Added: []protocol.WorkspaceFolder{{URI: uri.File(third)}}, Removed: []protocol.WorkspaceFolder{},
	}}))
	w := uri.File(filepath.Join(third, "drivers/b.c"))
	c.until("findings in the new folder", func() bool { return len(c.pushed[w].Diagnostics) == 1 })
	c.must(c.DidChangeWorkspaceFolders(c.ctx(), &protocol.DidChangeWorkspaceFoldersParams{Event: protocol.WorkspaceFoldersChangeEvent{
		Added: []protocol.WorkspaceFolder{}, Removed: []protocol.WorkspaceFolder{{URI: uri.File(third)}},
	}}))
	c.until("no findings in the folder that is gone", func() bool { return len(c.pushed[w].Diagnostics) == 0 })
	c.stop()
}

func TestSettings(t *testing.T) {
	root := fixture(t)
	c := connect(t)
	c.settings = `{"skip":["get-pin-conflict"]}`
	c.initialize(`{"workspace":{"configuration":true}}`, root)
	u := c.open(filepath.Join(root, "drivers/a.c"), holder(bad))
	c.until("a talk about settings", func() bool { _, ok := c.pushed[u]; return ok })
	if got := c.diagnostics(u, 1); len(got) != 0 {
		c.until("the rule is skipped", func() bool { return len(c.pushed[u].Diagnostics) == 0 })
	}
	for _, step := range []struct {
		settings string
		want     int
	}{
		{`{"rules":["get-pin-conflict"]}`, 1},
		{`{"rules":["null-pages"]}`, 0},
		{`{"severity":"error"}`, 1},
		{`{"gupvet":{"rules":["null-pages"],"strict":true}}`, 0},
	} {
		c.mu.Lock()
		c.settings = step.settings
		c.mu.Unlock()
		c.must(c.DidChangeConfiguration(c.ctx(), &protocol.DidChangeConfigurationParams{Settings: protocol.LSPAny("null")}))
		c.until(fmt.Sprintf("%d findings with %s", step.want, step.settings), func() bool { return len(c.pushed[u].Diagnostics) == step.want })
	}
	c.mu.Lock()
	c.settings = `{"severity":"loud"}`
	c.mu.Unlock()
	c.must(c.DidChangeConfiguration(c.ctx(), &protocol.DidChangeConfigurationParams{Settings: protocol.LSPAny("null")}))
	c.until("word of a wrong setting", func() bool { return strings.Contains(strings.Join(c.logged, "\n"), `unknown severity "loud"`) })
	c.stop()
}

func TestOrderOfMessages(t *testing.T) {
	c := connect(t)
	want := func(code jsonrpc2.Code, err error) {
		t.Helper()
		var e *jsonrpc2.Error
		if !errors.As(err, &e) || e.Code != code {
			t.Errorf("error %v, want code %d", err, code)
		}
	}
	_, err := c.Hover(c.ctx(), &protocol.HoverParams{})
	want(-32002, err)
	c.initialize("")
	_, err = c.Initialize(c.ctx(), &protocol.InitializeParams{})
	want(jsonrpc2.InvalidRequest, err)
	_, err = c.Completion(c.ctx(), &protocol.CompletionParams{})
	want(jsonrpc2.MethodNotFound, err)
	c.must(c.Shutdown(c.ctx()))
	_, err = c.Hover(c.ctx(), &protocol.HoverParams{})
	want(jsonrpc2.InvalidRequest, err)
	c.must(c.Exit(c.ctx()))
	if err := <-c.ended; err != nil {
		t.Errorf("Serve: %v", err)
	}
}

func TestClientGoesAway(t *testing.T) {
	for name, leave := range map[string]func(c *client){
		"exit without shutdown": func(c *client) { c.must(c.Exit(c.ctx())) },
		"the pipe ends":         func(c *client) { c.in.Close() },
	} {
		t.Run(name, func(t *testing.T) {
			root := fixture(t)
			c := start(t, "", root)
			c.open(filepath.Join(root, "drivers/a.c"), holder(bad))
			leave(c)
			if err := <-c.ended; !errors.Is(err, ErrAborted) {
				t.Errorf("Serve: %v, want %v", err, ErrAborted)
			}
		})
	}
}

func TestMalformedMessages(t *testing.T) {
	root := fixture(t)
	c := start(t, "", root)
	for _, body := range []string{
		`{"jsonrpc":"2.0","method":`,
		`[]`,
		`null`,
		`{"jsonrpc":"1.0","id":7,"method":"shutdown"}`,
		`{"jsonrpc":"2.0","method":"textDocument/didChange","params":{"textDocument":7}}`,
		`{"jsonrpc":"2.0","method":"textDocument/didChange","params":{"textDocument":{"uri":"file:///nowhere.c","version":2},"contentChanges":[]}}`,
		`{"jsonrpc":"2.0","method":"textDocument/didOpen","params":{"textDocument":{"uri":"untitled:a.c","languageId":"c","version":1,"text":"x"}}}`,
		`{"jsonrpc":"2.0","method":"$/cancelRequest","params":{"id":{}}}`,
		`{"jsonrpc":"2.0","method":"$/somethingNew","params":1}`,
		`{"jsonrpc":"2.0","id":9999,"result":null}`,
		"{\"jsonrpc\":\"2.0\",\"method\":\"textDocument/didOpen\",\"params\":{\"textDocument\":{\"uri\":\"file:///\xff.c\",\"languageId\":\"c\",\"version\":1,\"text\":\"\xff\"}}}",
	} {
		if _, err := fmt.Fprintf(c.in, "Content-Length: %d\r\n\r\n%s", len(body), body); err != nil {
			t.Fatal(err)
		}
	}
	p := &protocol.HoverParams{}
	p.TextDocument.URI = "file:///nowhere.c"
	p.Position.Line = 1 << 31
	if h, err := c.Hover(c.ctx(), p); h != nil || err != nil {
		t.Errorf("hover on nothing: %v, %v", h, err)
	}
	u := c.open(filepath.Join(root, "drivers/a.c"), holder(bad))
	if got := codes(c.diagnostics(u, 1)); len(got) != 1 {
		t.Errorf("%v", got)
	}
	c.stop()
}
