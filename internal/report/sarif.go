// SPDX-License-Identifier: MIT

package report

import (
	"net/url"
	"path/filepath"
	"strings"

	"github.com/gupvet/gupvet/internal/lint"
)

const (
	sarifVersion = "2.1.0"
	sarifSchema  = "https://json.schemastore.org/sarif-2.1.0.json"
	sarifBase    = "SRCROOT"
	// fingerprintKey names our fingerprint and the way it is made.
	fingerprintKey = "gupvet/v1"
	homePage       = "https://github.com/gupvet/gupvet"
)

// sarif writes a SARIF log of one run (OASIS, Static Analysis Results Interchange
// Format 2.1.0).
func (w *writer) sarif() error {
	run := sarifRun{
		Tool:       sarifTool{Driver: w.sarifDriver()},
		Bases:      map[string]sarifArtifact{sarifBase: {URI: fileURI(w.res.Tree + "/")}},
		ColumnKind: "utf16CodeUnits",
		Results:    []sarifResult{},
	}
	invocation := sarifInvocation{Successful: true}
	for _, g := range w.res.Gaps {
		invocation.Notifications = append(invocation.Notifications, sarifNotification{
			Level: "note", Message: sarifMessage{Text: gapText(g)}, Locations: []sarifLocation{w.sarifLocation(g.At)},
		})
	}
	for _, text := range w.res.Warnings {
		invocation.Notifications = append(invocation.Notifications, sarifNotification{Level: "warning", Message: sarifMessage{Text: text}})
	}
	run.Invocations = []sarifInvocation{invocation}
	for _, f := range w.res.Findings {
		run.Results = append(run.Results, w.sarifResult(f))
	}
	return encode(w, sarifLog{Schema: sarifSchema, Version: sarifVersion, Runs: []sarifRun{run}})
}

func (w *writer) sarifDriver() sarifDriver {
	d := sarifDriver{Name: "gupvet", Version: w.o.Version, SemanticVersion: w.o.Version, InformationURI: homePage, Rules: []sarifRule{}}
	for _, r := range w.o.Rules {
		d.Rules = append(d.Rules, sarifRule{
			ID:      r.Name,
			Short:   sarifMessage{Text: r.Doc.Title + "."},
			Full:    sarifMessage{Text: r.Doc.Title + "."},
			Help:    sarifHelp{Text: r.Doc.Text, Markdown: r.Doc.Text},
			HelpURI: RulePage(r.Name),
			Default: sarifDefault{Level: r.Severity.String()},
		})
	}
	return d
}

// RulePage is where a rule's page can be read.
func RulePage(rule string) string {
	return homePage + "/blob/main/rules/" + strings.ReplaceAll(rule, "-", "") + "/doc.go"
}

func (w *writer) sarifResult(f *lint.Finding) sarifResult {
	r := sarifResult{
		RuleID:       f.Rule,
		RuleIndex:    w.ruleIndex(f.Rule),
		Level:        f.Severity.String(),
		Message:      sarifMessage{Text: f.Message},
		Locations:    []sarifLocation{w.sarifLocation(f.At)},
		Fingerprints: map[string]string{fingerprintKey: f.Fingerprint},
	}
	if f.Function != "" {
		r.Locations[0].Logical = []sarifLogical{{Name: f.Function, Kind: "function"}}
	}
	var flow []sarifFlowLocation
	for i, s := range f.Steps {
		l := w.sarifLocation(s.At)
		l.Message = &sarifMessage{Text: s.Text}
		flow = append(flow, sarifFlowLocation{Location: l})
		l.ID = i + 1
		r.Related = append(r.Related, l)
	}
	if flow != nil {
		r.Flows = []sarifCodeFlow{{Threads: []sarifThreadFlow{{Locations: flow}}}}
	}
	if o := f.Origin; o != nil {
		r.Baseline, r.Properties = sarifStates[o.State], &sarifProperties{originJSON(o)}
	}
	if isPast(f) {
		return r // what would mend it is for a text that is gone
	}
	for _, fix := range f.Fixes {
		r.Fixes = append(r.Fixes, w.sarifFix(fix))
	}
	return r
}

// sarifFix puts the edits of each file together.
func (w *writer) sarifFix(fix lint.Fix) sarifFix {
	out := sarifFix{Description: sarifMessage{Text: fix.Message}}
	for _, e := range fix.Edits {
		at := w.sarifArtifact(e.At.File)
		if n := len(out.Changes); n == 0 || out.Changes[n-1].Artifact != at {
			out.Changes = append(out.Changes, sarifChange{Artifact: at})
		}
		change := &out.Changes[len(out.Changes)-1]
		change.Replacements = append(change.Replacements, sarifReplacement{
			Deleted: w.sarifRegion(e.At), Inserted: sarifContent{Text: e.NewText},
		})
	}
	return out
}

func (w *writer) sarifLocation(r lint.Range) sarifLocation {
	l := sarifLocation{Physical: sarifPhysical{Artifact: w.sarifArtifact(r.File)}}
	if r.Start.Line > 0 {
		region := w.sarifRegion(r)
		l.Physical.Region = &region
	}
	return l
}

func (w *writer) sarifRegion(r lint.Range) sarifRegion {
	m := w.files.mapper(r.File)
	if r.End.Line < r.Start.Line || r.End == r.Start && r.Start.Offset == 0 { // a line of the contract
		return sarifRegion{StartLine: r.Start.Line}
	}
	return sarifRegion{StartLine: r.Start.Line, StartColumn: m.UTF16(r.Start), EndLine: r.End.Line, EndColumn: m.UTF16(r.End)}
}

func (w *writer) sarifArtifact(file string) sarifArtifact {
	if filepath.IsAbs(file) {
		return sarifArtifact{URI: fileURI(file)}
	}
	return sarifArtifact{URI: (&url.URL{Path: file}).EscapedPath(), BaseID: sarifBase}
}

// fileURI makes the URI of a file of an absolute path.
func fileURI(path string) string {
	return (&url.URL{Scheme: "file", Path: filepath.ToSlash(path)}).String()
}
