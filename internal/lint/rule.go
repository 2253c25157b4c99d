// SPDX-License-Identifier: MIT

package lint

import (
	"go/token"
	"reflect"
	"strings"

	"golang.org/x/tools/go/analysis"
)

// Suppression is the name of the rule about comments that hide findings.
const Suppression = "suppression"

// NewRule makes a rule of what it is called, the highest severity that it
// reports, the source of its doc.go, and the function that finds its findings.
// Findings without a severity get that of the rule.
//
// The analyzer hands its findings to the driver as its result, and reports them
// as diagnostics besides, for drivers that know no more than those.
func NewRule(name string, s Severity, doc string, run func(*analysis.Pass) ([]*Finding, error), requires ...*analysis.Analyzer) *Rule {
	r := &Rule{Name: name, Severity: s, Doc: MustParseDoc(doc)}
	r.Analyzer = &analysis.Analyzer{
		Name:       strings.ReplaceAll(name, "-", ""),
		Doc:        r.Doc.Title + "\n\n" + r.Doc.Text,
		Requires:   requires,
		ResultType: reflect.TypeFor[[]*Finding](),
		Run: func(pass *analysis.Pass) (any, error) {
			list, err := run(pass)
			for _, f := range list {
				f.Rule = name
				if f.Severity == Unset {
					f.Severity = s
				}
				if !f.May {
					pass.Report(diagnostic(pass, f))
				}
			}
			return list, err
		},
	}
	return r
}

// diagnostic puts a finding in the words of go/analysis.
func diagnostic(pass *analysis.Pass, f *Finding) analysis.Diagnostic {
	files := fileSet{pass: pass}
	d := analysis.Diagnostic{Pos: files.pos(f.At, f.At.Start), End: files.pos(f.At, f.At.End), Category: f.Rule, Message: f.Message}
	for _, s := range f.Steps {
		d.Related = append(d.Related, analysis.RelatedInformation{Pos: files.pos(s.At, s.At.Start), End: files.pos(s.At, s.At.End), Message: s.Text})
	}
	for _, fix := range f.Fixes {
		sf := analysis.SuggestedFix{Message: fix.Message}
		for _, e := range fix.Edits {
			sf.TextEdits = append(sf.TextEdits, analysis.TextEdit{Pos: files.pos(e.At, e.At.Start), End: files.pos(e.At, e.At.End), NewText: []byte(e.NewText)})
		}
		d.SuggestedFixes = append(d.SuggestedFixes, sf)
	}
	return d
}

// fileSet makes token positions. A file joins the pass's file set when it is
// first needed: most never are.
type fileSet struct{ pass *analysis.Pass }

func (s fileSet) pos(r Range, p Position) token.Pos {
	if r.File == "" {
		return token.NoPos
	}
	var file *token.File
	s.pass.Fset.Iterate(func(f *token.File) bool {
		if f.Name() == r.File {
			file = f
		}
		return file == nil
	})
	if file == nil {
		text, err := s.pass.ReadFile(r.File)
		if err != nil {
			return token.NoPos
		}
		file = s.pass.Fset.AddFile(r.File, -1, len(text))
		file.SetLinesForContent(text)
	}
	if p.Offset == 0 && p.Line > 1 && p.Line <= file.LineCount() { // a line of a contract
		return file.LineStart(p.Line)
	}
	return file.Pos(min(p.Offset, file.Size()))
}
