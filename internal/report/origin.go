// SPDX-License-Identifier: MIT

package report

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"github.com/gupvet/gupvet/internal/lint"
)

// isPast tells whether a finding is not in the tree any more: its places are those
// of an earlier one, of which no lines can be shown.
func isPast(f *lint.Finding) bool {
	return f.Origin != nil && (f.Origin.State == lint.Fixed || f.Origin.State == lint.Repaired)
}

// past says in a line of text what became of such a finding.
func (w *writer) past(f *lint.Finding) {
	fmt.Fprintf(w, "%s: %s %s: %s [%s]\n", w.paint(bold, w.locus(f.At)), w.paint(cyan, "note:"), clean(f.Message), clean(pastText(f.Origin)), f.Rule)
}

func pastText(o *lint.Origin) string {
	if o.State == lint.Repaired {
		return fmt.Sprintf("%s brings it in, %s repairs it", o.By, o.Fix)
	}
	return fmt.Sprintf("fixed by %s", o.Fix)
}

// originNote says in a line of text which patch brings a finding in.
func (w *writer) originNote(f *lint.Finding) {
	o := f.Origin
	if o == nil || o.State != lint.New {
		return
	}
	at := f.At
	if o.Cause.At.IsValid() {
		at = o.Cause.At
	}
	fmt.Fprintf(w, "%s: %s %s\n", w.paint(bold, w.locus(at)), w.paint(cyan, "note:"), clean(bringsIn(o)))
}

// bringsIn says which patch brings a finding in, and by what.
func bringsIn(o *lint.Origin) string {
	text := o.By.String() + " brings it in"
	if o.Cause.Text != "" {
		text += ": " + o.Cause.Text
	}
	if o.Cause.Line > 0 {
		text += fmt.Sprintf(" [%s:%d]", o.Cause.Source, o.Cause.Line)
	}
	return text
}

// wasThere marks the message of a finding that was there before.
func wasThere(f *lint.Finding) string {
	if f.Origin != nil && f.Origin.State == lint.Old {
		return " (it was there before)"
	}
	return ""
}

// The origin of a finding in --format json.
type (
	jsonOrigin struct {
		State lint.State `json:"state"`
		Patch *jsonPatch `json:"patch,omitempty"` // that brings it in
		Cause *jsonCause `json:"cause,omitempty"`
		Fix   *jsonPatch `json:"fixed_by,omitempty"`
	}
	jsonPatch struct {
		*lint.Patch
		Number int `json:"number"`
		Total  int `json:"total"`
	}
	jsonCause struct {
		Text   string `json:"text"`
		File   string `json:"file"`
		Line   int    `json:"line"`
		Source string `json:"source"`
		At     int    `json:"source_line"`
	}
)

func originJSON(o *lint.Origin) *jsonOrigin {
	if o == nil {
		return nil
	}
	out := &jsonOrigin{State: o.State, Patch: patchJSON(o.By), Fix: patchJSON(o.Fix)}
	if o.By != nil {
		c := o.Cause
		out.Cause = &jsonCause{Text: c.Text, File: c.At.File, Line: c.At.Start.Line, Source: c.Source, At: c.Line}
	}
	return out
}

func patchJSON(p *lint.Patch) *jsonPatch {
	if p == nil {
		return nil
	}
	return &jsonPatch{p, p.Number, p.Total}
}

// sarifStates are the baseline states of SARIF 2.1.0, section 3.27.24.
var sarifStates = map[lint.State]string{lint.New: "new", lint.Old: "unchanged", lint.Fixed: "absent", lint.Repaired: "absent"}

// WriteMessage writes what a series of patches does in the form of the text of a
// commit message or a mail: lines of up to 72 columns.
func WriteMessage(out io.Writer, res *lint.Result) error {
	w := bufio.NewWriter(out)
	for _, part := range []struct {
		state lint.State
		head  string
	}{
		{lint.New, "gupvet finds what was not there before"},
		{lint.Repaired, "What one patch of the series breaks and another one repairs"},
		{lint.Fixed, "Fixed"},
		{lint.Old, "There before, and still"},
	} {
		n := 0
		for _, f := range res.Findings {
			if f.Origin == nil || f.Origin.State != part.state {
				continue
			}
			if n++; n == 1 {
				fmt.Fprintf(w, "%s:\n\n", part.head)
			}
			w.WriteString(wrap(messageOf(f), "- ", "  "))
		}
		if n > 0 {
			w.WriteString("\n")
		}
		if n == 0 && part.state == lint.New {
			w.WriteString("gupvet finds nothing new.\n\n")
		}
	}
	return w.Flush()
}

func messageOf(f *lint.Finding) string {
	text := f.At.File
	if f.Function != "" {
		text += ": " + f.Function + "()"
	}
	text += fmt.Sprintf(": %s [%s]", clean(f.Message), f.Rule)
	switch o := f.Origin; o.State {
	case lint.New:
		text += "; " + clean(o.By.String()) + " brings it in"
		if o.Cause.Text != "" {
			text += ", " + clean(o.Cause.Text)
		}
	case lint.Repaired, lint.Fixed:
		text += "; " + clean(pastText(o))
	}
	return text
}

// messageWidth is how long the lines of commit messages are.
const messageWidth = 72

// wrap breaks a text into lines.
func wrap(text, first, others string) string {
	var b strings.Builder
	line := first
	empty := true
	for _, word := range strings.Fields(text) {
		if !empty && len(line)+1+len(word) > messageWidth {
			b.WriteString(line + "\n")
			line, empty = others, true
		}
		if !empty {
			line += " "
		}
		line += word
		empty = false
	}
	return b.String() + line + "\n"
}
