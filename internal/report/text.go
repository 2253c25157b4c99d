// SPDX-License-Identifier: MIT

package report

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/gupvet/gupvet/internal/lint"
)

// text writes what gcc's users read: the finding, its line with a caret, the
// steps as notes, and what would help.
func (w *writer) text() error {
	for _, f := range w.res.Findings {
		if isPast(f) {
			w.past(f)
			continue
		}
		w.headline(f)
		w.excerpt(f.At)
		for _, s := range f.Steps {
			fmt.Fprintf(w, "%s: %s %s\n", w.paint(bold, w.locus(s.At)), w.paint(cyan, "note:"), clean(s.Text))
		}
		w.originNote(f)
		for _, fix := range f.Fixes {
			fmt.Fprintf(w, "%s %s\n", w.paint(bold, "help:"), clean(fix.Message))
		}
	}
	return nil
}

// terse writes one line for each finding, but for those that are fixed.
func (w *writer) terse() error {
	for _, f := range w.res.Findings {
		switch {
		case !isPast(f):
			w.headline(f)
		case f.Origin.State == lint.Repaired:
			w.past(f)
		}
	}
	return nil
}

func (w *writer) headline(f *lint.Finding) {
	message := clean(f.Message)
	if f.Cond != "" {
		message += " (" + clean(f.Cond) + ")"
	}
	message += wasThere(f)
	fmt.Fprintf(w, "%s: %s %s [%s]\n", w.paint(bold, w.locus(f.At)), w.paint(colors[f.Severity], f.Severity.String()+":"), message, f.Rule)
}

// width is the most of a source line that is shown, in bytes.
const width = 160

// excerpt shows a line of the source, with what is meant underlined.
func (w *writer) excerpt(r lint.Range) {
	line, ok := w.files.mapper(r.File).Line(r.Start.Line)
	if !ok {
		return
	}
	start := min(max(0, r.Start.Column-1), len(line))
	end := len(line)
	if r.End.Line == r.Start.Line {
		end = min(max(start, r.End.Column-1), len(line))
	}
	before, marked, after := string(line[:start]), string(line[start:end]), string(line[end:])
	if len(line) > width {
		before, marked, after = shorten(before, marked, after)
	}
	marked = strings.TrimRight(marked, " \t")
	number := strconv.Itoa(r.Start.Line)
	lead := expand(before, 0)
	body := expand(marked, columns(lead))
	fmt.Fprintf(w, " %5s | %s\n", number, strings.TrimRight(lead+body+expand(after, columns(lead)+columns(body)), " "))
	mark := "^" + strings.Repeat("~", max(0, columns(body)-1))
	fmt.Fprintf(w, " %*s | %s%s\n", max(5, len(number)), "", strings.Repeat(" ", columns(lead)), w.paint(green, mark))
}

// shorten cuts a line that is too long down to what is around its mark.
func shorten(before, marked, after string) (string, string, string) {
	const side = width / 4
	if n := len(before) - side; n > 0 {
		before = "..." + strings.ToValidUTF8(before[n:], "")
	}
	if len(marked) > width/2 {
		return before, strings.ToValidUTF8(marked[:width/2], "") + "...", ""
	}
	if len(after) > side {
		after = strings.ToValidUTF8(after[:side], "") + "..."
	}
	return before, marked, after
}

// expand replaces tabs by spaces, for text that begins in a column, from 0.
func expand(s string, column int) string {
	var b strings.Builder
	for _, r := range s {
		if r == '\t' {
			n := 8 - column%8
			b.WriteString("        "[:n])
			column += n
			continue
		}
		b.WriteString(clean(string(r)))
		column++
	}
	return b.String()
}

func columns(s string) int { return utf8.RuneCountInString(s) }

// The colors of gcc, as parameters of SGR.
const (
	bold    = "01"
	red     = "01;31"
	magenta = "01;35"
	cyan    = "01;36"
	green   = "01;32"
)

var colors = map[lint.Severity]string{lint.Error: red, lint.Warning: magenta, lint.Note: cyan}

func (w *writer) paint(color, s string) string {
	if !w.o.Color {
		return s
	}
	return "\x1b[" + color + "m" + s + "\x1b[m"
}
