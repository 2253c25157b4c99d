// SPDX-License-Identifier: MIT

package lsp

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/zeebo/xxh3"
	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"

	"github.com/gupvet/gupvet/internal/report"
)

// publications are what the client has been told of a tree.
type publications struct {
	sent   map[uri.URI]publication
	warned map[string]bool
}

// A publication is what the client has been told of one file.
type publication struct {
	id      string // of the diagnostics, "" for none at all
	version int32  // of the buffer, -1 for a file that is not open
	opening int64
}

// A converter puts findings in the client's words. The texts are those that were
// analysed.
type converter struct {
	report.Converter
	a       *analysis
	mappers map[string]*report.Mapper
	caps    *capabilities
}

func newConverter(t *tree, a *analysis) *converter {
	c := &converter{a: a, mappers: map[string]*report.Mapper{}, caps: &t.s.caps}
	c.Converter = report.Converter{
		Encoding: t.s.caps.encoding,
		URI:      func(file string) uri.URI { return a.uri(t, file) },
		Mapper:   c.mapper,
	}
	return c
}

func (c *converter) mapper(file string) *report.Mapper {
	m := c.mappers[file]
	if m == nil {
		var text []byte
		if c.a.calls != nil {
			if f := c.a.calls.Snapshot.Prog.File(file); f.Unit != nil {
				text = f.Unit.Text
			}
		}
		m = report.NewMapper(text)
		c.mappers[file] = m
	}
	return m
}

// diagnostics gives those of a file, and an id that tells them from others.
func (c *converter) diagnostics(path string) ([]protocol.Diagnostic, string) {
	list := []protocol.Diagnostic{}
	hash := xxh3.New()
	for _, f := range c.a.byFile[path] {
		d := c.Diagnostic(f)
		if !c.caps.related {
			d.RelatedInformation = nil
		}
		if !c.caps.tags {
			d.Tags = protocol.DiagnosticTags{}
		}
		list = append(list, d)
		if b, err := protocol.Marshal(&d); err == nil {
			hash.Write(b)
		}
	}
	return list, fmt.Sprintf("%016x", hash.Sum64())
}

// publish tells the client what was found, file by file, as far as it is news.
// A client that asks for diagnostics itself is told to ask again.
func (t *tree) publish(a *analysis) {
	if a.err != nil {
		return
	}
	t.asking.Lock()
	news, foreign := t.news(a)
	t.asking.Unlock()
	if t.s.caps.pull {
		if foreign && t.s.caps.refresh {
			t.s.background(func() { t.s.client.DiagnosticRefresh(t.s.ctx) })
		}
	} else {
		for i := range news {
			t.s.client.PublishDiagnostics(t.ctx, &news[i])
		}
	}
	if len(news) > 0 && t.s.caps.hints {
		t.s.background(func() { t.s.client.InlayHintRefresh(t.s.ctx) })
	}
}

// news lists what the client does not know yet; foreign tells whether that is
// about another file than the client has just changed.
func (t *tree) news(a *analysis) (list []protocol.PublishDiagnosticsParams, foreign bool) {
	paths := map[string]bool{}
	for path := range a.byFile {
		paths[path] = true
	}
	for path := range a.docs {
		paths[path] = true
	}
	sent := map[uri.URI]publication{}
	for path := range paths {
		u := a.uri(t, path)
		diagnostics, id := a.convert.diagnostics(path)
		p := publication{id: id, version: -1}
		params := protocol.PublishDiagnosticsParams{URI: u, Diagnostics: diagnostics}
		if d := a.docs[path]; d != nil {
			p.version, p.opening = d.version, d.opening
			params.Version = protocol.NewOptional(d.version)
		}
		sent[u] = p
		if old, ok := t.published.sent[u]; !ok || old != p {
			list = append(list, params)
			foreign = foreign || old.id != p.id && (p.version < 0 || old.version == p.version)
		}
	}
	for u := range t.published.sent {
		if _, ok := sent[u]; !ok {
			list = append(list, protocol.PublishDiagnosticsParams{URI: u, Diagnostics: []protocol.Diagnostic{}})
			foreign = true
		}
	}
	slices.SortFunc(list, func(x, y protocol.PublishDiagnosticsParams) int {
		return cmp.Or(cmp.Compare(t.distance(sent, x.URI), t.distance(sent, y.URI)), compareURI(x.URI, y.URI))
	})
	t.published.sent = sent
	return list, foreign
}

// distance tells how far a file is from what the user looks at: 0 for one that was
// edited since the last publication, 1 for another open one, 2 for the rest.
func (t *tree) distance(sent map[uri.URI]publication, u uri.URI) int {
	now, old := sent[u], t.published.sent[u]
	switch {
	case now.opening == 0:
		return 2
	case now.version != old.version || now.opening != old.opening:
		return 0
	}
	return 1
}

func compareURI(a, b uri.URI) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// withdraw takes back what the client has been told of a tree that is gone.
func (t *tree) withdraw() {
	<-t.done
	for u := range t.published.sent {
		t.s.client.PublishDiagnostics(t.s.ctx, &protocol.PublishDiagnosticsParams{URI: u, Diagnostics: []protocol.Diagnostic{}})
	}
}

// Diagnostic answers a client that asks for the diagnostics of a file.
func (s *server) Diagnostic(ctx context.Context, p *protocol.DocumentDiagnosticParams) (protocol.DocumentDiagnosticReport, error) {
	q, err := s.ask(ctx, p.TextDocument.URI)
	if err != nil {
		return nil, err
	}
	defer q.done()
	list, id := []protocol.Diagnostic{}, "none"
	if q.analysis != nil {
		list, id = q.convert.diagnostics(q.path)
	}
	if p.PreviousResultID != nil && *p.PreviousResultID == id {
		return &protocol.RelatedUnchangedDocumentDiagnosticReport{UnchangedDocumentDiagnosticReport: unchanged(id)}, nil
	}
	return &protocol.RelatedFullDocumentDiagnosticReport{FullDocumentDiagnosticReport: full(id, list)}, nil
}

func full(id string, list []protocol.Diagnostic) protocol.FullDocumentDiagnosticReport {
	return protocol.FullDocumentDiagnosticReport{Kind: string(protocol.DocumentDiagnosticReportKindFull), ResultID: &id, Items: list}
}

func unchanged(id string) protocol.UnchangedDocumentDiagnosticReport {
	return protocol.UnchangedDocumentDiagnosticReport{Kind: string(protocol.DocumentDiagnosticReportKindUnchanged), ResultID: id}
}

// DiagnosticWorkspace answers a client that asks for the diagnostics of all files.
func (s *server) DiagnosticWorkspace(ctx context.Context, p *protocol.WorkspaceDiagnosticParams) (*protocol.WorkspaceDiagnosticReport, error) {
	known := map[uri.URI]string{}
	for _, r := range p.PreviousResultIds {
		known[r.URI] = r.Value
	}
	out := &protocol.WorkspaceDiagnosticReport{Items: []protocol.WorkspaceDocumentDiagnosticReport{}}
	if err := s.every(ctx, func(q *question) { q.workspace(out, known) }); err != nil {
		return nil, err
	}
	for u, id := range known { // there is nothing left in these
		if id != "" {
			out.Items = append(out.Items, &protocol.WorkspaceFullDocumentDiagnosticReport{URI: u, FullDocumentDiagnosticReport: full("", []protocol.Diagnostic{})})
		}
	}
	return out, nil
}

// workspace adds the files of a tree to a report, and takes them out of those that
// the client knows.
func (q *question) workspace(out *protocol.WorkspaceDiagnosticReport, known map[uri.URI]string) {
	for path := range q.byFile {
		u := q.uri(q.tree, path)
		var version *int32
		if d := q.docs[path]; d != nil {
			version = &d.version
		}
		list, id := q.convert.diagnostics(path)
		if known[u] == id {
			out.Items = append(out.Items, &protocol.WorkspaceUnchangedDocumentDiagnosticReport{URI: u, Version: version,
				UnchangedDocumentDiagnosticReport: unchanged(id)})
		} else {
			out.Items = append(out.Items, &protocol.WorkspaceFullDocumentDiagnosticReport{URI: u, Version: version,
				FullDocumentDiagnosticReport: full(id, list)})
		}
		delete(known, u)
	}
}
