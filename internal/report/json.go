// SPDX-License-Identifier: MIT

package report

import (
	"encoding/json"
	"io"

	"github.com/gupvet/gupvet/internal/lint"
)

// The object of --format json. Lines and columns count from 1, columns in bytes;
// an end is the first byte after. Files are relative to the tree.
type (
	jsonReport struct {
		Tool     string        `json:"tool"`
		Version  string        `json:"version"`
		Tree     string        `json:"tree"`
		Kernel   string        `json:"kernel"`
		Builtin  string        `json:"builtin_contract,omitempty"`
		Findings []jsonFinding `json:"findings"`
		Gaps     []jsonGap     `json:"gaps"`
		Warnings []string      `json:"warnings,omitempty"`
		Stats    jsonStats     `json:"stats"`
	}
	jsonFinding struct {
		Rule     string        `json:"rule"`
		Severity lint.Severity `json:"severity"`
		jsonRange
		Function    string      `json:"function"`
		Entry       string      `json:"entry"`
		Message     string      `json:"message"`
		Steps       []jsonStep  `json:"steps"`
		Contract    *jsonPlace  `json:"contract"`
		Condition   string      `json:"condition"`
		May         bool        `json:"may,omitempty"`
		Fixes       []jsonFix   `json:"fixes"`
		Fingerprint string      `json:"fingerprint"`
		Origin      *jsonOrigin `json:"origin,omitempty"`
	}
	jsonRange struct {
		File      string `json:"file"`
		Line      int    `json:"line"`
		Column    int    `json:"column"`
		EndLine   int    `json:"end_line"`
		EndColumn int    `json:"end_column"`
	}
	jsonStep struct {
		File   string `json:"file"`
		Line   int    `json:"line"`
		Column int    `json:"column"`
		Text   string `json:"text"`
	}
	jsonPlace struct {
		File string `json:"file"`
		Line int    `json:"line"`
	}
	jsonFix struct {
		Message string     `json:"message"`
		Edits   []jsonEdit `json:"edits"`
	}
	jsonEdit struct {
		jsonRange
		NewText string `json:"new_text"`
	}
	jsonGap struct {
		File     string `json:"file"`
		Line     int    `json:"line"`
		Function string `json:"function"`
		Reason   string `json:"reason"`
		Call     bool   `json:"call"`
	}
	// jsonStats leaves out how long it took: two runs give the same bytes.
	jsonStats struct {
		Files     int `json:"files_read"`
		Parsed    int `json:"files_parsed"`
		Functions int `json:"functions"`
		Sites     int `json:"sites"`
	}
)

func (w *writer) json() error {
	s := w.res.Stats
	r := jsonReport{
		Tool: "gupvet", Version: w.o.Version, Tree: w.res.Tree, Kernel: w.res.Kernel, Builtin: w.res.Builtin,
		Findings: []jsonFinding{}, Gaps: []jsonGap{}, Warnings: w.res.Warnings,
		Stats: jsonStats{Files: s.Files, Parsed: s.Parsed, Functions: s.Functions, Sites: s.Sites},
	}
	for _, f := range w.res.Findings {
		r.Findings = append(r.Findings, toJSON(f))
	}
	for _, g := range w.res.Gaps {
		r.Gaps = append(r.Gaps, jsonGap{File: g.At.File, Line: g.At.Start.Line, Function: g.Function, Reason: g.Reason, Call: g.Call})
	}
	return encode(w, r)
}

func toJSON(f *lint.Finding) jsonFinding {
	out := jsonFinding{
		Rule: f.Rule, Severity: f.Severity, jsonRange: rangeOf(f.At), Function: f.Function, Entry: f.Entry, Message: f.Message,
		Steps: []jsonStep{}, Condition: f.Cond, May: f.May, Fixes: []jsonFix{}, Fingerprint: f.Fingerprint,
		Origin: originJSON(f.Origin),
	}
	for _, s := range f.Steps {
		out.Steps = append(out.Steps, jsonStep{File: s.At.File, Line: s.At.Start.Line, Column: s.At.Start.Column, Text: s.Text})
	}
	if f.Contract.IsValid() {
		out.Contract = &jsonPlace{File: f.Contract.File, Line: f.Contract.Start.Line}
	}
	for _, fix := range f.Fixes {
		j := jsonFix{Message: fix.Message, Edits: []jsonEdit{}}
		for _, e := range fix.Edits {
			j.Edits = append(j.Edits, jsonEdit{jsonRange: rangeOf(e.At), NewText: e.NewText})
		}
		out.Fixes = append(out.Fixes, j)
	}
	return out
}

func rangeOf(r lint.Range) jsonRange {
	return jsonRange{File: r.File, Line: r.Start.Line, Column: r.Start.Column, EndLine: r.End.Line, EndColumn: r.End.Column}
}

// encode writes an object over several lines, with < and & as they are.
func encode(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(v)
}
