// SPDX-License-Identifier: MIT

package lsp

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"
)

// wrapped is a driver with a wrapper, whose caller decides some of the flags.
const wrapped = `#include <linux/mm.h>

/* ü𝄞 */ static long hold(unsigned long addr, unsigned int gup_flags, struct page **pages)
{
	/* ü𝄞 */ return pin_user_pages(addr, 1, gup_flags, pages);
}

long misc_use(unsigned long addr, bool write, struct page **pages)
{
	unsigned int flags = FOLL_LONGTERM;

	if (write)
		flags |= FOLL_WRITE;
	return hold(addr, flags, pages);
}

const struct misc_ops misc_ops = {
	.use = misc_use,
};
`

// find gives the position of the nth occurrence of a word in a text, from 1.
func find(t *testing.T, text, word string, n int, enc protocol.PositionEncodingKind) protocol.Position {
	t.Helper()
	at := -1
	for range n {
		next := strings.Index(text[at+1:], word)
		if next < 0 {
			t.Fatalf("%q does not occur %d times", word, n)
		}
		at += 1 + next
	}
	return newText([]byte(text), enc).position(at)
}

// ask puts the parts of requests about a place together.
func params(u uri.URI, p protocol.Position) protocol.TextDocumentPositionParams {
	return protocol.TextDocumentPositionParams{TextDocument: protocol.TextDocumentIdentifier{URI: u}, Position: p}
}

const richClient = `{
	"general": {"positionEncodings": ["utf-32", "utf-16", "utf-8"]},
	"window": {"workDoneProgress": true},
	"workspace": {"workspaceEdit": {"documentChanges": true}, "didChangeWatchedFiles": {"dynamicRegistration": true}},
	"textDocument": {"hover": {"contentFormat": ["markdown"]}, "publishDiagnostics": {"relatedInformation": true}}
}`

func TestHover(t *testing.T) {
	root := fixture(t)
	for _, client := range []string{"", richClient} {
		c := start(t, client, root)
		enc := protocol.PositionEncodingKindUTF16
		if client != "" {
			enc = protocol.PositionEncodingKindUTF8
		}
		u := c.open(filepath.Join(root, "drivers/misc/w.c"), wrapped)
		for _, test := range []struct {
			word string
			n    int
			want []string // parts of the text
		}{
			{"pin_user_pages", 1, []string{"pin_user_pages(", "parameter gup_flags", "FOLL_PIN", "mm/gup.c:", "mmap_lock"}},
			{"hold", 2, []string{"leads to", "pin_user_pages()", "FOLL_LONGTERM", "on some paths: ", "FOLL_WRITE"}},
			{"FOLL_LONGTERM", 1, []string{"FOLL_LONGTERM = 0x", "include/linux/mm_types.h:", "Through", "pin_user_pages()"}},
			{"misc_use", 1, nil},
			{"return", 1, nil},
		} {
			h, err := c.Hover(c.ctx(), &protocol.HoverParams{TextDocumentPositionParams: params(u, find(t, wrapped, test.word, test.n, enc))})
			c.must(err)
			if test.want == nil {
				if h != nil {
					t.Errorf("%s: %v", test.word, h)
				}
				continue
			}
			if h == nil {
				t.Errorf("%s: nothing", test.word)
				continue
			}
			text := h.Contents.(*protocol.MarkupContent)
			for _, part := range test.want {
				if !strings.Contains(text.Value, part) {
					t.Errorf("%s: %q is missing in\n%s", test.word, part, text.Value)
				}
			}
			if isPlain := client == ""; strings.Contains(text.Value, "`") == isPlain || (text.Kind == protocol.MarkupKindPlainText) != isPlain {
				t.Errorf("%s: %s\n%s", test.word, text.Kind, text.Value)
			}
			if h.Range == nil || h.Range.Start != find(t, wrapped, test.word, test.n, enc) {
				t.Errorf("%s: range %v", test.word, h.Range)
			}
		}
		c.stop()
	}
}

func TestDefinition(t *testing.T) {
	root := fixture(t)
	text := strings.Replace(wrapped, "FOLL_LONGTERM;", "FOLL_GET;", 1)
	c := start(t, "", root)
	u := c.open(filepath.Join(root, "drivers/misc/w.c"), text)
	lineOf := func(l protocol.Location) string {
		b, err := os.ReadFile(local(l.URI))
		c.must(err)
		return strings.Split(string(b), "\n")[l.Range.Start.Line]
	}
	for _, test := range []struct {
		word, file, line string
		n                int
	}{
		{"pin_user_pages", "mm/gup.c", "pin_user_pages(", 1},
		{"FOLL_WRITE", "include/linux/mm_types.h", "FOLL_WRITE", 1},
		{"hold(addr", "mm/gup.c", "WARN_ON_ONCE", 1}, // the line that refuses it
	} {
		res, err := c.Definition(c.ctx(), &protocol.DefinitionParams{TextDocumentPositionParams: params(u, find(t, text, test.word, test.n, "utf-16"))})
		c.must(err)
		list, _ := res.(protocol.LocationSlice)
		if len(list) != 1 || list[0].URI != uri.File(filepath.Join(root, test.file)) || !strings.Contains(lineOf(list[0]), test.line) {
			t.Errorf("%s: %v", test.word, res)
		}
	}
	c.stop()
}

func TestCallHierarchy(t *testing.T) {
	root := fixture(t)
	c := start(t, "", root)
	u := c.open(filepath.Join(root, "drivers/misc/w.c"), wrapped)
	v := c.open(filepath.Join(root, "drivers/misc/other.c"), `long core_use(const struct misc_ops *ops, struct page **p)
{
	return ops->use(0, true, p);
}
`)
	c.diagnostics(v, 1)
	prepare := func(word string, n int) []protocol.CallHierarchyItem {
		items, err := c.PrepareCallHierarchy(c.ctx(), &protocol.CallHierarchyPrepareParams{
			TextDocumentPositionParams: params(u, find(t, wrapped, word, n, "utf-16"))})
		c.must(err)
		return items
	}
	incoming := func(items []protocol.CallHierarchyItem) (names []string) {
		for _, item := range items {
			list, err := c.IncomingCalls(c.ctx(), &protocol.CallHierarchyIncomingCallsParams{Item: item})
			c.must(err)
			for _, call := range list {
				names = append(names, call.From.Name)
				if len(call.FromRanges) != 1 {
					t.Errorf("%s calls at %v", call.From.Name, call.FromRanges)
				}
			}
		}
		return names
	}
	if got := incoming(prepare("hold", 1)); !cmp.Equal(got, []string{"misc_use"}) {
		t.Errorf("callers of hold: %v", got)
	}
	if got := incoming(prepare("misc_use", 1)); !cmp.Equal(got, []string{"core_use"}) {
		t.Errorf("callers of misc_use, through its ops table: %v", got)
	}
	if got := incoming(prepare("pin_user_pages", 1)); !strings.Contains(strings.Join(got, " "), "hold") {
		t.Errorf("callers of the entry: %v", got)
	}
	for _, item := range prepare("write)", 1) {
		list, err := c.OutgoingCalls(c.ctx(), &protocol.CallHierarchyOutgoingCallsParams{Item: item})
		c.must(err)
		if len(list) != 1 || list[0].To.Name != "hold" || list[0].FromRanges[0].Start != find(t, wrapped, "hold(addr", 1, "utf-16") {
			t.Errorf("%s calls %v", item.Name, list)
		}
	}
	c.stop()
}

func TestInlayHints(t *testing.T) {
	root := fixture(t)
	text := wrapped + `
long plain(unsigned long addr, int write, struct page **pages)
{
	unsigned int flags = FOLL_LONGTERM;

	if (write)
		flags |= FOLL_WRITE;
	pin_user_pages_fast(addr, 1, FOLL_WRITE | FOLL_LONGTERM, pages);
	return pin_user_pages_fast(addr, 1, flags, pages);
}
`
	c := start(t, "", root)
	u := c.open(filepath.Join(root, "drivers/misc/w.c"), text)
	p := &protocol.InlayHintParams{TextDocument: protocol.TextDocumentIdentifier{URI: u}}
	p.Range.End.Line = 100
	list, err := c.InlayHint(c.ctx(), p)
	c.must(err)
	if len(list) != 1 || list[0].Label != protocol.String(" = FOLL_WRITE? | FOLL_LONGTERM") ||
		list[0].Position != find(t, text, ", pages);\n}", 3, "utf-16") {
		t.Errorf("%+v", list)
	}
	c.stop()
}

func TestEncodings(t *testing.T) {
	root := fixture(t)
	text := strings.Replace(wrapped, "FOLL_LONGTERM;", "FOLL_GET;", 1)
	text = strings.Replace(text, "\treturn hold", "\t/* ü𝄞 */ return hold", 1)
	for client, enc := range map[string]protocol.PositionEncodingKind{
		"": protocol.PositionEncodingKindUTF16, richClient: protocol.PositionEncodingKindUTF8,
		`{"general":{"positionEncodings":["utf-32"]}}`: protocol.PositionEncodingKindUTF16,
	} {
		c := connect(t)
		if res := c.initialize(client, root); res.Capabilities.PositionEncoding != enc {
			t.Errorf("encoding %q, want %q", res.Capabilities.PositionEncoding, enc)
		}
		u := c.open(filepath.Join(root, "drivers/misc/w.c"), text)
		got := c.diagnostics(u, 1)
		at := find(t, text, "hold(addr", 1, enc)
		if len(got) != 1 || got[0].Range.Start != at {
			t.Fatalf("%s: %+v, want a finding at %v", enc, got, at)
		}
		// An edit behind the comment mends it.
		from := find(t, text, "flags, pages);\n}\n\nconst", 1, enc)
		to := from
		to.Character += uint32(len("flags"))
		c.change(u, 2, &protocol.TextDocumentContentChangePartial{Range: protocol.Range{Start: from, End: to}, Text: "FOLL_WRITE"})
		if got := c.diagnostics(u, 2); len(got) != 0 {
			t.Errorf("%s: after the edit: %+v", enc, got)
		}
		c.stop()
	}
}

func TestPull(t *testing.T) {
	root := fixture(t)
	c := start(t, `{"textDocument":{"diagnostic":{}},"workspace":{"diagnostics":{"refreshSupport":true}}}`, root)
	u := c.open(filepath.Join(root, "drivers/a.c"), holder(bad))
	pull := func(previous *string) (protocol.DocumentDiagnosticReport, string) {
		p := &protocol.DocumentDiagnosticParams{TextDocument: protocol.TextDocumentIdentifier{URI: u}, PreviousResultID: previous}
		r, err := c.Diagnostic(c.ctx(), p)
		c.must(err)
		switch r := r.(type) {
		case *protocol.RelatedFullDocumentDiagnosticReport:
			return r, *r.ResultID
		case *protocol.RelatedUnchangedDocumentDiagnosticReport:
			return r, r.ResultID
		}
		t.Fatalf("a report of type %T", r)
		return nil, ""
	}
	r, id := pull(nil)
	if full, ok := r.(*protocol.RelatedFullDocumentDiagnosticReport); !ok || len(full.Items) != 1 {
		t.Errorf("%+v", r)
	}
	if r, again := pull(&id); again != id {
		t.Errorf("nothing has changed: %+v", r)
	} else if _, ok := r.(*protocol.RelatedUnchangedDocumentDiagnosticReport); !ok {
		t.Errorf("nothing has changed: %T", r)
	}
	c.edit(u, 2, holder("FOLL_LONGTERM"))
	if r, _ := pull(&id); len(r.(*protocol.RelatedFullDocumentDiagnosticReport).Items) != 0 {
		t.Errorf("mended: %+v", r)
	}
	// A file that is not open has a finding: the client hears of it.
	c.edit(u, 3, holder(bad))
	v := uri.File(filepath.Join(root, "drivers/b.c"))
	write(t, local(v), holder(bad))
	c.must(c.DidChangeWatchedFiles(c.ctx(), &protocol.DidChangeWatchedFilesParams{Changes: []protocol.FileEvent{{URI: v, Type: protocol.FileChangeTypeCreated}}}))
	c.until("word to ask again", func() bool { return c.refresh > 0 })
	w, err := c.DiagnosticWorkspace(c.ctx(), &protocol.WorkspaceDiagnosticParams{PreviousResultIds: []protocol.PreviousResultId{{URI: u, Value: id}}})
	c.must(err)
	kinds := map[uri.URI]string{}
	for _, item := range w.Items {
		switch item := item.(type) {
		case *protocol.WorkspaceFullDocumentDiagnosticReport:
			kinds[item.URI] = "full"
		case *protocol.WorkspaceUnchangedDocumentDiagnosticReport:
			kinds[item.URI] = "unchanged"
		}
	}
	if kinds[u] != "unchanged" || kinds[v] != "full" {
		t.Errorf("%v", kinds)
	}
	if len(c.pushed) != 0 {
		t.Errorf("pushed besides: %v", c.pushed)
	}
	c.stop()
}

func TestWatchedFiles(t *testing.T) {
	root := fixture(t)
	c := start(t, richClient, root)
	c.until("files to be watched", func() bool { return c.watched })
	path := filepath.Join(root, "drivers/a.c")
	u := uri.File(path)
	tell := func(kind protocol.FileChangeType) {
		c.must(c.DidChangeWatchedFiles(c.ctx(), &protocol.DidChangeWatchedFilesParams{Changes: []protocol.FileEvent{{URI: u, Type: kind}}}))
	}
	write(t, path, holder(bad))
	tell(protocol.FileChangeTypeCreated)
	c.until("the finding of a new file", func() bool { return len(c.pushed[u].Diagnostics) == 1 })
	// While the file is open its buffer counts.
	c.open(path, holder("FOLL_LONGTERM"))
	c.until("the buffer's findings", func() bool { return len(c.pushed[u].Diagnostics) == 0 })
	tell(protocol.FileChangeTypeChanged)
	c.must(c.DidClose(c.ctx(), &protocol.DidCloseTextDocumentParams{TextDocument: protocol.TextDocumentIdentifier{URI: u}}))
	c.until("the findings on disk", func() bool { return len(c.pushed[u].Diagnostics) == 1 })
	c.must(os.Remove(path))
	tell(protocol.FileChangeTypeDeleted)
	c.until("no finding of a file that is gone", func() bool { return len(c.pushed[u].Diagnostics) == 0 })
	c.stop()
}

func TestProgress(t *testing.T) {
	root := fixture(t)
	c := start(t, richClient, root)
	c.until("the end of the first reading", func() bool {
		return len(c.progress) >= 2 && c.progress[0] == "begin" && c.progress[len(c.progress)-1] == "end"
	})
	c.stop()
}

func TestFix(t *testing.T) {
	root := fixture(t)
	for _, kind := range []string{"Drop FOLL_GET", "Apply all fixes"} {
		c := start(t, richClient, root)
		text := strings.Replace(holder(bad), "return", "/* ü𝄞 */ return", 1)
		u := c.open(filepath.Join(root, "drivers/a.c"), text)
		if n := len(c.diagnostics(u, 1)); n != 1 {
			t.Fatalf("%d findings", n)
		}
		a := c.action(u, find(t, text, "pin_user_pages", 1, "utf-8"), kind)
		if kind == "Drop FOLL_GET" && (a.IsPreferred == nil || len(a.Diagnostics) != 1) {
			t.Errorf("%+v", a)
		}
		mended := c.apply(a, u, text, 1)
		if want := strings.Replace(text, "\tflags |= FOLL_GET;\n", "", 1); mended != want {
			t.Errorf("%s: %s", kind, cmp.Diff(want, mended))
		}
		c.edit(u, 2, mended)
		if got := c.diagnostics(u, 2); len(got) != 0 {
			t.Errorf("mended: %+v", got)
		}
		p := &protocol.CodeActionParams{TextDocument: protocol.TextDocumentIdentifier{URI: u}}
		p.Context.Only = []protocol.CodeActionKind{protocol.CodeActionKindRefactor}
		if list, err := c.CodeAction(c.ctx(), p); err != nil || len(list) != 0 {
			t.Errorf("refactorings: %v, %v", list, err)
		}
		c.stop()
	}
}

func TestSuppress(t *testing.T) {
	root := fixture(t)
	c := start(t, strings.Replace(richClient, `"relatedInformation": true`, `"tagSupport": {"valueSet": [1, 2]}`, 1), root)
	text := holder(bad)
	u := c.open(filepath.Join(root, "drivers/a.c"), text)
	if n := len(c.diagnostics(u, 1)); n != 1 {
		t.Fatalf("%d findings", n)
	}
	a := c.action(u, find(t, text, "pin_user_pages", 1, "utf-8"), "Suppress")
	text = c.apply(a, u, text, 1)
	c.edit(u, 2, text)
	if got := c.diagnostics(u, 2); len(got) != 0 {
		t.Errorf("suppressed: %+v", got)
	}
	c.edit(u, 3, strings.Replace(text, bad, "FOLL_LONGTERM", 1))
	got := c.diagnostics(u, 3)
	if !cmp.Equal(codes(got), []string{"suppression"}) || !cmp.Equal(got[0].Tags.Slice(), []protocol.DiagnosticTag{protocol.DiagnosticTagUnnecessary}) {
		t.Errorf("the comment hides nothing: %+v", got)
	}
	c.stop()
}

// action finds the code action with a title that begins in some way.
func (c *client) action(u uri.URI, at protocol.Position, title string) *protocol.CodeAction {
	c.t.Helper()
	p := &protocol.CodeActionParams{TextDocument: protocol.TextDocumentIdentifier{URI: u}, Range: protocol.Range{Start: at, End: at}}
	p.Context.Diagnostics = []protocol.Diagnostic{}
	list, err := c.CodeAction(c.ctx(), p)
	c.must(err)
	for _, x := range list {
		if a, ok := x.(*protocol.CodeAction); ok && strings.HasPrefix(a.Title, title) {
			return a
		}
	}
	b, _ := json.Marshal(list)
	c.t.Fatalf("no action %q in %s", title, b)
	return nil
}

// apply gives the text that an action makes of a version of a buffer.
func (c *client) apply(a *protocol.CodeAction, u uri.URI, text string, version int32) string {
	c.t.Helper()
	e, ok := a.Edit.DocumentChanges[0].(*protocol.TextDocumentEdit)
	if !ok || e.TextDocument.URI != u || e.TextDocument.Version == nil || *e.TextDocument.Version != version {
		c.t.Fatalf("an edit of %+v", a.Edit)
	}
	now := newText([]byte(text), protocol.PositionEncodingKindUTF8)
	for i := range e.Edits {
		edit := e.Edits[len(e.Edits)-1-i].(*protocol.TextEdit)
		now = now.edit(&protocol.TextDocumentContentChangePartial{Range: edit.Range, Text: edit.NewText})
	}
	return string(now.bytes)
}
