// SPDX-License-Identifier: MIT

package lsp

import (
	"bytes"
	"cmp"
	"context"
	"slices"
	"strings"

	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"

	"github.com/gupvet/gupvet/internal/lint"
)

// fixAll is the kind of the action that mends all of a file that can be mended.
const fixAll protocol.CodeActionKind = "source.fixAll.gupvet"

// CodeAction offers the fixes of the findings in a range, and to suppress them.
// The findings are the server's own: ranges of diagnostics that a client sends
// back are not looked at, since some send them in other units.
func (s *server) CodeAction(ctx context.Context, p *protocol.CodeActionParams) ([]protocol.CommandOrCodeAction, error) {
	at, err := s.askAt(ctx, p.TextDocument.URI)
	if at == nil {
		return nil, err
	}
	defer at.done()
	wanted := func(kind protocol.CodeActionKind) bool {
		return len(p.Context.Only) == 0 || slices.ContainsFunc(p.Context.Only, func(k protocol.CodeActionKind) bool {
			return k == kind || k == "" || strings.HasPrefix(string(kind), string(k)+".")
		})
	}
	from, to := at.text.offset(p.Range.Start), at.text.offset(p.Range.End)
	var out []protocol.CommandOrCodeAction
	var all []lint.Edit
	for _, f := range at.byFile[at.path] {
		if len(f.Fixes) > 0 {
			all = add(all, f.Fixes[0].Edits)
		}
		if !wanted(protocol.CodeActionKindQuickFix) || !at.meets(f, from, to) {
			continue
		}
		for i, fix := range f.Fixes {
			out = append(out, at.action(fix.Message, protocol.CodeActionKindQuickFix, fix.Edits, i == 0, f))
		}
		out = append(out, at.action("Suppress "+f.Rule+" here, with a reason", protocol.CodeActionKindQuickFix, at.suppress(f), false, f))
	}
	if len(all) > 0 && wanted(fixAll) && (len(p.Context.Only) > 0 || len(out) > 0) {
		out = append(out, at.action("Apply all fixes of gupvet in this file", fixAll, all, false))
	}
	return out, nil
}

// meets tells whether a finding touches a range. One that spans lines is met by
// its first line alone as well, on which clients show it.
func (at *place) meets(f *lint.Finding, from, to int) bool {
	start, end := f.At.Start.Offset, f.At.End.Offset
	line := at.text.position(start).Line
	return start <= to && from <= end || at.text.position(from).Line <= line && line <= at.text.position(to).Line
}

// add adds edits to others, all or none of them: those that touch one that is
// there are left out.
func add(all, edits []lint.Edit) []lint.Edit {
	for _, e := range edits {
		for _, o := range all {
			if e.At.File == o.At.File && e.At.Start.Offset <= o.At.End.Offset && o.At.Start.Offset <= e.At.End.Offset {
				return all
			}
		}
	}
	return append(all, edits...)
}

// action describes edits for the client.
func (at *place) action(title string, kind protocol.CodeActionKind, edits []lint.Edit, preferred bool, about ...*lint.Finding) *protocol.CodeAction {
	a := &protocol.CodeAction{Title: title, Kind: &kind, Edit: at.workspaceEdit(edits)}
	if preferred {
		a.IsPreferred = &preferred
	}
	for _, f := range about {
		a.Diagnostics = append(a.Diagnostics, at.convert.Diagnostic(f))
	}
	return a
}

// workspaceEdit converts edits.
func (q *question) workspaceEdit(edits []lint.Edit) *protocol.WorkspaceEdit {
	byFile := map[string][]protocol.TextEdit{}
	for _, e := range edits {
		byFile[e.At.File] = append(byFile[e.At.File], protocol.TextEdit{Range: q.convert.Range(e.At), NewText: e.NewText})
	}
	out := &protocol.WorkspaceEdit{}
	if !q.tree.s.caps.versioned {
		out.Changes = map[uri.URI][]protocol.TextEdit{}
		for file, list := range byFile {
			out.Changes[q.uri(q.tree, file)] = list
		}
		return out
	}
	for file, list := range byFile {
		e := &protocol.TextDocumentEdit{}
		e.TextDocument.URI = q.uri(q.tree, file)
		if d := q.docs[file]; d != nil {
			e.TextDocument.Version = &d.version
		}
		for i := range list {
			e.Edits = append(e.Edits, &list[i])
		}
		out.DocumentChanges = append(out.DocumentChanges, e)
	}
	slices.SortFunc(out.DocumentChanges, func(a, b protocol.DocumentChange) int {
		return cmp.Compare(a.(*protocol.TextDocumentEdit).TextDocument.URI, b.(*protocol.TextDocumentEdit).TextDocument.URI)
	})
	return out
}

// suppress makes the edit that suppresses a finding: a comment on a line of its
// own above, in which the user says why. Within a macro, whose lines must go on,
// it stands before the end of the line.
func (at *place) suppress(f *lint.Finding) []lint.Edit {
	n := f.At.Start.Line - 1
	line := at.text.line(n)
	comment := "/* gupvet:ignore " + f.Rule + " say why */"
	if goesOn(line) || n > 0 && goesOn(at.text.line(n-1)) {
		code := bytes.TrimRight(bytes.TrimSuffix(line, []byte{'\\'}), " \t")
		return []lint.Edit{at.insert(n, len(code), " "+comment)}
	}
	indent := line[:len(line)-len(bytes.TrimLeft(line, " \t"))]
	return []lint.Edit{at.insert(n, 0, string(indent)+comment+"\n")}
}

// goesOn tells whether the next line belongs to a line.
func goesOn(line []byte) bool { return bytes.HasSuffix(line, []byte{'\\'}) }

// insert makes the edit that puts text at a column, in bytes, of a line, both
// from 0.
func (at *place) insert(line, column int, text string) lint.Edit {
	p := lint.Position{Line: line + 1, Column: column + 1, Offset: at.text.lines[line] + column}
	return lint.Edit{At: lint.Range{File: at.path, Start: p, End: p}, NewText: text}
}
