// SPDX-License-Identifier: MIT

package lsp

import (
	"context"
	"slices"

	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"
)

// capabilities are what the client can do, as far as it matters here.
type capabilities struct {
	encoding      protocol.PositionEncodingKind
	pull          bool // it asks for diagnostics
	refresh       bool // it can be told to ask for them again
	related       bool // diagnostics may have steps
	tags          bool
	progress      bool
	configuration bool
	watch         bool // files can be watched at the server's wish
	versioned     bool // edits may name the version of the text
	markdown      bool
	hints         bool // inlay hints can be asked for again
}

// Initialize begins the talk.
func (s *server) Initialize(_ context.Context, p *protocol.InitializeParams) (*protocol.InitializeResult, error) {
	s.caps = read(&p.Capabilities)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.phase = serving
	s.settings = s.settings.with(p.InitializationOptions)
	list, ok := p.WorkspaceFolders.Get()
	//lint:ignore SA1019 older clients send nothing else
	if root := p.RootURI; !ok && root != nil {
		list = []protocol.WorkspaceFolder{{URI: *root}}
	}
	for _, f := range list {
		s.addFolder(f.URI)
	}
	return &protocol.InitializeResult{
		ServerInfo:   protocol.ServerInfo{Name: "gupvet", Version: protocol.NewOptional(s.Version)},
		Capabilities: s.offers(),
	}, nil
}

// read picks what matters out of what a client says of itself.
func read(c *protocol.ClientCapabilities) capabilities {
	out := capabilities{encoding: protocol.PositionEncodingKindUTF16}
	if g := c.General; g != nil && slices.Contains(g.PositionEncodings, protocol.PositionEncodingKindUTF8) {
		out.encoding = protocol.PositionEncodingKindUTF8
	}
	if w := c.Window; w != nil {
		out.progress = yes(w.WorkDoneProgress)
	}
	if w := c.Workspace; w != nil {
		out.configuration = yes(w.Configuration)
		out.refresh = w.Diagnostics != nil && yes(w.Diagnostics.RefreshSupport)
		out.watch = w.DidChangeWatchedFiles != nil && yes(w.DidChangeWatchedFiles.DynamicRegistration)
		out.versioned = w.WorkspaceEdit != nil && yes(w.WorkspaceEdit.DocumentChanges)
		out.hints = w.InlayHint != nil && yes(w.InlayHint.RefreshSupport)
	}
	if t := c.TextDocument; t != nil {
		out.pull = t.Diagnostic != nil
		if d := t.PublishDiagnostics; d != nil {
			out.related = yes(d.RelatedInformation)
			out.tags = len(d.TagSupport.ValueSet) > 0
		}
		if d := t.Diagnostic; d != nil {
			out.related = out.related || yes(d.RelatedInformation)
			out.tags = out.tags || len(d.TagSupport.ValueSet) > 0
		}
		out.markdown = t.Hover != nil && slices.Contains(t.Hover.ContentFormat, protocol.MarkupKindMarkdown)
	}
	return out
}

func yes(b *bool) bool { return b != nil && *b }

// offers is what the server can do for the client.
func (s *server) offers() protocol.ServerCapabilities {
	on, change := true, protocol.TextDocumentSyncKindIncremental
	c := protocol.ServerCapabilities{
		PositionEncoding: s.caps.encoding,
		TextDocumentSync: &protocol.TextDocumentSyncOptions{OpenClose: &on, Change: &change, Save: &protocol.SaveOptions{}},
		CodeActionProvider: &protocol.CodeActionOptions{
			CodeActionKinds: []protocol.CodeActionKind{protocol.CodeActionKindQuickFix, fixAll},
		},
		HoverProvider:         protocol.Boolean(true),
		DefinitionProvider:    protocol.Boolean(true),
		CallHierarchyProvider: protocol.Boolean(true),
		InlayHintProvider:     protocol.Boolean(true),
		Workspace: &protocol.WorkspaceOptions{WorkspaceFolders: &protocol.WorkspaceFoldersServerCapabilities{
			Supported: &on, ChangeNotifications: protocol.Boolean(true),
		}},
	}
	if s.caps.pull {
		c.DiagnosticProvider = &protocol.DiagnosticOptions{InterFileDependencies: true, WorkspaceDiagnostics: true}
	}
	return c
}

// Initialized comes when the client has taken note of what the server can do.
func (s *server) Initialized(context.Context, *protocol.InitializedParams) error {
	s.background(func() {
		s.configure()
		s.mu.Lock()
		for i := range s.folders {
			s.openFolder(&s.folders[i])
		}
		watch := s.caps.watch && s.settings.Watch
		s.mu.Unlock()
		if watch {
			s.watch()
		}
	})
	return nil
}

// DidChangeWorkspaceFolders takes folders in and lets others go.
func (s *server) DidChangeWorkspaceFolders(_ context.Context, p *protocol.DidChangeWorkspaceFoldersParams) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, f := range p.Event.Removed {
		s.removeFolder(f.URI)
	}
	for _, f := range p.Event.Added {
		if f := s.addFolder(f.URI); f != nil {
			s.openFolder(f)
		}
	}
	return nil
}

// local gives the path that a URI names, "" where it is none of a file.
func local(u uri.URI) string {
	parsed, err := uri.Parse(string(u))
	if err != nil || parsed.Scheme() != "file" {
		return ""
	}
	return parsed.FsPath()
}
