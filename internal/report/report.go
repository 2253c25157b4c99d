// SPDX-License-Identifier: MIT

// Package report writes findings in the formats that people and programs read.
//
// A finding's places count lines and columns from 1, columns in bytes. Formats
// differ in what they want, and each place is converted here and nowhere else:
//
//	text, terse, json, github   columns in bytes, from 1
//	sarif                       columns in UTF-16 code units, from 1
//	lsp                         lines from 0, columns in UTF-16 code units, from 0
//
// Paths in text, terse and github are relative to the current directory, as
// compilers have them; in json and sarif they are relative to the tree's root;
// lsp has URIs. What is written depends on the findings alone: the same findings
// give the same bytes.
package report

import (
	"bufio"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/gupvet/gupvet/internal/lint"
)

// Options tell how to write findings.
type Options struct {
	Rules   []*lint.Rule // those that ran
	Version string       // of gupvet
	Color   bool         // text alone
	Cwd     string       // the directory to which text names files, absolute
	// Source reads a file of the tree, for source lines and UTF-16 columns. A
	// file that it cannot read is reported without them.
	Source func(path string) ([]byte, error)
}

// formats are the writers of each format, in the order of their usefulness.
var formats = []struct {
	name  string
	write func(*writer) error
}{
	{"text", (*writer).text},
	{"terse", (*writer).terse},
	{"json", (*writer).json},
	{"sarif", (*writer).sarif},
	{"github", (*writer).github},
	{"lsp", (*writer).lsp},
}

// Formats lists the names of the formats.
func Formats() []string {
	var names []string
	for _, f := range formats {
		names = append(names, f.name)
	}
	return names
}

// Write writes what a run found. It fails on an unknown format and where w does.
func Write(w io.Writer, format string, res *lint.Result, o *Options) error {
	for _, f := range formats {
		if f.name != format {
			continue
		}
		out := bufio.NewWriter(w)
		if err := f.write(&writer{Writer: out, res: res, o: o, files: newFiles(o.Source)}); err != nil {
			return err
		}
		return out.Flush()
	}
	return fmt.Errorf("unknown format %q (want %s)", format, strings.Join(Formats(), ", "))
}

// A writer is one report in the making. Its bufio.Writer keeps the first error.
type writer struct {
	*bufio.Writer
	res   *lint.Result
	o     *Options
	files *files
}

// Relative names a file of a tree for a reader in a directory. It is the path
// from there, unless that leaves the tree's surroundings for the root of the
// file system: then the absolute path is shorter and clearer.
func Relative(root, cwd, path string) string {
	abs := absolute(root, path)
	rel, err := filepath.Rel(cwd, abs)
	if err != nil || cwd == "" {
		return abs
	}
	if up := strings.Count(rel, ".."+string(filepath.Separator)); up > 0 && up >= strings.Count(cwd, string(filepath.Separator)) {
		return abs
	}
	return rel
}

// absolute gives the place of a file on disk. Files outside the tree have that
// for their path.
func absolute(root, path string) string {
	if filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(root, filepath.FromSlash(path))
}

// path names a file for the reader of text.
func (w *writer) path(file string) string { return Relative(w.res.Tree, w.o.Cwd, file) }

// locus is the beginning of a line of text: file, line and column.
func (w *writer) locus(r lint.Range) string {
	return fmt.Sprintf("%s:%d:%d", w.path(r.File), r.Start.Line, max(1, r.Start.Column))
}

// WriteGaps lists what could not be read, one line each, as compilers put notes.
func WriteGaps(w io.Writer, res *lint.Result, o *Options) error {
	out := &writer{Writer: bufio.NewWriter(w), res: res, o: o}
	for _, g := range res.Gaps {
		fmt.Fprintf(out, "%s: note: %s\n", out.locus(g.At), clean(gapText(g)))
	}
	return out.Flush()
}

// gapText says what a gap is.
func gapText(g lint.Gap) string {
	text := "cannot be read: " + g.Reason
	if g.Function != "" {
		text = g.Function + "() " + text
	}
	if g.Call {
		text += "; a call of the family is lost with it"
	}
	return text
}

// clean makes text fit for a terminal and for formats of lines: what is not
// printable becomes a question mark, so that no file can speak to the terminal.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		if r == '\t' {
			return ' '
		}
		if r < ' ' || r == 0x7f || r >= 0x80 && r < 0xa0 || r == 0xfffd || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 {
			return '?'
		}
		return r
	}, s)
}

// Printable makes text of unknown origin fit for a terminal, as it is in reports.
func Printable(s string) string { return clean(s) }

// ruleIndex gives each rule's place in the list of those that ran.
func (w *writer) ruleIndex(name string) int {
	return slices.IndexFunc(w.o.Rules, func(r *lint.Rule) bool { return r.Name == name })
}
