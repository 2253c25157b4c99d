// SPDX-License-Identifier: MIT

package lsp

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"strings"

	"go.lsp.dev/protocol"

	"github.com/gupvet/gupvet/callgraph"
	"github.com/gupvet/gupvet/internal/gup"
	"github.com/gupvet/gupvet/internal/lint"
	"github.com/gupvet/gupvet/internal/passes"
	"github.com/gupvet/gupvet/parser/syntax"
)

// Definition leads to the line of the contract that a finding at the place
// breaks, to the definition of an entry or a flag.
func (s *server) Definition(ctx context.Context, p *protocol.DefinitionParams) (protocol.DefinitionResult, error) {
	at, err := s.askAt(ctx, p.TextDocument.URI)
	if at == nil {
		return nil, err
	}
	defer at.done()
	contract := at.calls.Snapshot.Contract
	if contract.BuiltIn {
		return nil, nil // its lines are those of another tree
	}
	list := protocol.LocationSlice{}
	offset := at.text.offset(p.Position)
	for _, f := range at.byFile[at.path] {
		if f.Contract.IsValid() && f.At.Start.Offset <= offset && offset <= f.At.End.Offset {
			list = append(list, at.location(f.Contract))
		}
	}
	start, end := at.word(p.Position)
	name := string(at.text.bytes[start:end])
	if e := contract.Entry(name); e != nil {
		list = append(list, at.location(passes.PlaceRange(e.At)))
	}
	if f, ok := contract.Flag(name); ok {
		list = append(list, at.location(passes.PlaceRange(f.At)))
	}
	if len(list) == 0 {
		return nil, nil
	}
	slices.SortStableFunc(list, func(a, b protocol.Location) int {
		return cmp.Or(compareURI(a.URI, b.URI), cmp.Compare(a.Range.Start.Line, b.Range.Start.Line))
	})
	return slices.Compact(list), nil
}

func (q *question) location(r lint.Range) protocol.Location {
	return protocol.Location{URI: q.uri(q.tree, r.File), Range: q.convert.Range(r)}
}

// An itemData finds the function of a call hierarchy item again.
type itemData struct {
	Name string `json:"name"`
	Cond string `json:"condition,omitempty"`
}

// PrepareCallHierarchy finds the function at a place: the one that is called
// there, else the one around it.
func (s *server) PrepareCallHierarchy(ctx context.Context, p *protocol.CallHierarchyPrepareParams) ([]protocol.CallHierarchyItem, error) {
	at, err := s.askAt(ctx, p.TextDocument.URI)
	if at == nil {
		return nil, err
	}
	defer at.done()
	start, end := at.word(p.Position)
	prog := at.calls.Snapshot.Prog
	fs := at.called(string(at.text.bytes[start:end]))
	if len(fs) == 0 {
		if fn := at.file.FuncAt(syntax.Pos(start)); fn != nil {
			fs = []*callgraph.Func{fn}
		}
	}
	var out []protocol.CallHierarchyItem
	for _, fn := range fs {
		if prog.Has(fn.File) {
			out = append(out, at.item(fn))
		}
	}
	return out, nil
}

// maxCommon bounds the files that declare a name which is looked for in the whole
// tree.
const maxCommon = 8

// called lists the functions that a name means: an entry, one that the file sees,
// or one elsewhere in the tree that is not too common.
func (at *place) called(name string) []*callgraph.Func {
	if name == "" {
		return nil
	}
	prog, contract := at.calls.Snapshot.Prog, at.calls.Snapshot.Contract
	if e := contract.Entry(name); e != nil && !contract.BuiltIn {
		return prog.File(e.At.File).Named(name)
	}
	return prog.Functions(at.file.Unit, name, maxCommon)
}

// item describes a function.
func (q *question) item(fn *callgraph.Func) protocol.CallHierarchyItem {
	t := q.text(fn.File.Path)
	data, err := json.Marshal(itemData{fn.Name, fn.Cond()})
	if err != nil {
		panic(err) // strings always have a JSON form
	}
	detail := fn.File.Path
	if fn.Cond() != "" {
		detail += " if " + fn.Cond()
	}
	name := fn.Item.NamePos
	return protocol.CallHierarchyItem{
		Name: fn.DisplayName(), Kind: protocol.SymbolKindFunction, Detail: &detail, Data: data,
		URI:            q.uri(q.tree, fn.File.Path),
		Range:          t.span(int(fn.Item.Start), int(fn.Item.End)),
		SelectionRange: t.span(int(name), int(name)+len(fn.Name)),
	}
}

// function finds the function of an item again; nil if it is gone.
func (s *server) function(ctx context.Context, item *protocol.CallHierarchyItem) (*place, *callgraph.Func, error) {
	at, err := s.askAt(ctx, item.URI)
	if at == nil {
		return nil, nil, err
	}
	var data itemData
	if json.Unmarshal(item.Data, &data) == nil {
		for _, fn := range at.file.Named(data.Name) {
			if fn.Cond() == data.Cond {
				return at, fn, nil
			}
		}
	}
	at.done()
	return nil, nil, nil
}

// IncomingCalls lists those who call a function, through ops tables as well.
func (s *server) IncomingCalls(ctx context.Context, p *protocol.CallHierarchyIncomingCallsParams) ([]protocol.CallHierarchyIncomingCall, error) {
	at, fn, err := s.function(ctx, &p.Item)
	if at == nil {
		return nil, err
	}
	defer at.done()
	list, _ := at.calls.Snapshot.Prog.Callers(fn)
	var out []protocol.CallHierarchyIncomingCall
	for _, c := range list {
		if ctx.Err() != nil {
			return nil, protocol.ErrRequestCancelled
		}
		name := cmp.Or(c.Ops, fn.Name)
		out = append(out, protocol.CallHierarchyIncomingCall{From: at.item(c.Func), FromRanges: at.callsOf(c.Func, name)})
	}
	return out, nil
}

// OutgoingCalls lists the functions that a function calls.
func (s *server) OutgoingCalls(ctx context.Context, p *protocol.CallHierarchyOutgoingCallsParams) ([]protocol.CallHierarchyOutgoingCall, error) {
	at, fn, err := s.function(ctx, &p.Item)
	if at == nil {
		return nil, err
	}
	defer at.done()
	var out []protocol.CallHierarchyOutgoingCall
	seen := map[string]bool{}
	for _, c := range fn.Unit.CallsIn(fn.Item.Body) {
		if seen[c.Text] {
			continue
		}
		seen[c.Text] = true
		if ctx.Err() != nil {
			return nil, protocol.ErrRequestCancelled
		}
		for _, g := range at.called(c.Text) {
			out = append(out, protocol.CallHierarchyOutgoingCall{To: at.item(g), FromRanges: at.callsOf(fn, c.Text)})
		}
	}
	return out, nil
}

// callsOf lists where a function calls a name.
func (q *question) callsOf(fn *callgraph.Func, name string) []protocol.Range {
	t := q.text(fn.File.Path)
	list := []protocol.Range{}
	for _, c := range fn.Unit.CallsIn(fn.Item.Body) {
		if c.Text == name {
			list = append(list, t.span(int(c.Pos), int(c.Pos)+len(name)))
		}
	}
	return list
}

// InlayHint shows the flags of calls where they do not stand in the text as they
// are.
func (s *server) InlayHint(ctx context.Context, p *protocol.InlayHintParams) ([]protocol.InlayHint, error) {
	s.mu.Lock()
	wanted := s.settings.Hints
	s.mu.Unlock()
	at, err := s.askAt(ctx, p.TextDocument.URI)
	if at == nil {
		return nil, err
	}
	defer at.done()
	if !wanted {
		return nil, nil
	}
	from, to := at.text.offset(p.Range.Start), at.text.offset(p.Range.End)
	var out []protocol.InlayHint
	for _, c := range at.list() {
		arg := c.flags()
		if arg == nil || int(arg.Range().End) < from || int(arg.Range().Start) > to {
			continue
		}
		if label := c.label(); label != "" {
			out = append(out, protocol.InlayHint{Position: at.text.position(int(arg.Range().End)), Label: protocol.String(label)})
		}
	}
	return out, nil
}

// flags gives the argument with the flags of a call of an entry, unless it is
// spelled out.
func (c *call) flags() syntax.Expr {
	e := c.expr()
	i := c.entry.Roles.Flags
	if e == nil || c.view.Depth() > 0 || i < 0 || i >= len(e.Args) || c.entry.FlagKind == gup.NoFlags || isSpelled(e.Args[i]) {
		return nil
	}
	return e.Args[i]
}

// isSpelled tells whether an expression is made of constants alone.
func isSpelled(x syntax.Expr) bool {
	switch x := x.(type) {
	case *syntax.Number:
		return true
	case *syntax.Ident:
		return x.Name == strings.ToUpper(x.Name)
	case *syntax.Binary:
		return isSpelled(x.X) && isSpelled(x.Y)
	}
	return false
}

// label spells the flags of a call: those that are not set on every path with a
// question mark, "…" for what nobody knows.
func (c *call) label() string {
	var parts []string
	for _, f := range c.row.May {
		if !slices.Contains(c.row.Must, f) {
			f += "?"
		}
		parts = append(parts, f)
	}
	if len(c.row.Unknown) > 0 {
		if len(parts) == 0 {
			return ""
		}
		parts = append(parts, "…")
	}
	return " = " + cmp.Or(strings.Join(parts, " | "), "0")
}
