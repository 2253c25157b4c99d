// SPDX-License-Identifier: MIT

package report

import (
	"encoding/json"
	"fmt"

	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"

	"github.com/gupvet/gupvet/internal/lint"
)

// A Converter puts findings in the words of the Language Server Protocol, for
// --format lsp and for the language server.
type Converter struct {
	URI    func(file string) uri.URI
	Mapper func(file string) *Mapper
	// Encoding is that of columns; the zero value stands for UTF-16.
	Encoding protocol.PositionEncodingKind
}

// Position converts a place: lines and columns count from 0, columns in units of
// the encoding.
func (c *Converter) Position(file string, p lint.Position) protocol.Position {
	column := max(1, p.Column)
	if c.Encoding != protocol.PositionEncodingKindUTF8 {
		column = c.Mapper(file).UTF16(p)
	}
	return protocol.Position{Line: uint32(max(1, p.Line) - 1), Character: uint32(column - 1)}
}

// Range converts a range. One without an extent, as a line of the contract, is
// the whole line.
func (c *Converter) Range(r lint.Range) protocol.Range {
	if r.End == r.Start && r.Start.Offset == 0 && r.Start.Line > 1 {
		if line, ok := c.Mapper(r.File).Line(r.Start.Line); ok {
			r.End.Column = len(line) + 1
		}
	}
	return protocol.Range{Start: c.Position(r.File, r.Start), End: c.Position(r.File, r.End)}
}

// DiagnosticData travels with a diagnostic to the client and back: it finds the
// server's own finding again.
type DiagnosticData struct {
	Fingerprint string `json:"fingerprint"`
}

// Diagnostic converts a finding.
func (c *Converter) Diagnostic(f *lint.Finding) protocol.Diagnostic {
	data, err := json.Marshal(DiagnosticData{Fingerprint: f.Fingerprint})
	if err != nil {
		panic(err) // a string always has a JSON form
	}
	d := protocol.Diagnostic{
		Range:           c.Range(f.At),
		Severity:        lspSeverity[f.Severity],
		Code:            protocol.String(f.Rule),
		CodeDescription: protocol.CodeDescription{Href: uri.URI(RulePage(f.Rule))},
		Source:          protocol.NewOptional("gupvet"),
		Message:         protocol.String(f.Message),
		Data:            data,
	}
	if f.Unneeded {
		d.Tags = protocol.NewDiagnosticTags(protocol.DiagnosticTagUnnecessary)
	}
	for _, s := range f.Steps {
		d.RelatedInformation = append(d.RelatedInformation, protocol.DiagnosticRelatedInformation{
			Location: protocol.Location{URI: c.URI(s.At.File), Range: c.Range(s.At)},
			Message:  s.Text,
		})
	}
	return d
}

var lspSeverity = map[lint.Severity]protocol.DiagnosticSeverity{
	lint.Error:   protocol.DiagnosticSeverityError,
	lint.Warning: protocol.DiagnosticSeverityWarning,
	lint.Note:    protocol.DiagnosticSeverityInformation,
}

// lsp writes the diagnostics of each file that has any.
func (w *writer) lsp() error {
	c := &Converter{
		URI:    func(file string) uri.URI { return uri.File(absolute(w.res.Tree, file)) },
		Mapper: w.files.mapper,
	}
	list := []protocol.PublishDiagnosticsParams{}
	file := ""
	for _, f := range w.res.Findings { // in the order of their files
		if len(list) == 0 || f.At.File != file {
			file = f.At.File
			list = append(list, protocol.PublishDiagnosticsParams{URI: c.URI(file)})
		}
		p := &list[len(list)-1]
		p.Diagnostics = append(p.Diagnostics, c.Diagnostic(f))
	}
	return w.protocol(list)
}

// protocol writes messages as the protocol has them, one to a line.
func (w *writer) protocol(list []protocol.PublishDiagnosticsParams) error {
	for i := range list {
		b, err := protocol.Marshal(&list[i])
		if err != nil {
			return err
		}
		fmt.Fprintf(w, "%s%s", [...]string{"[\n", ",\n"}[min(i, 1)], b)
	}
	if len(list) == 0 {
		fmt.Fprint(w, "[")
	}
	_, err := fmt.Fprint(w, "]\n")
	return err
}
