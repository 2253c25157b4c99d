// SPDX-License-Identifier: MIT

package report

import (
	"bytes"
	"unicode/utf8"

	"github.com/gupvet/gupvet/internal/lint"
)

// A Mapper converts places of one text. It is made of the text that the findings
// are about, not of what lies on disk meanwhile.
type Mapper struct {
	text  []byte
	lines []int // the offset of each line, made when first needed
}

// NewMapper returns the mapper of a text.
func NewMapper(text []byte) *Mapper { return &Mapper{text: text} }

// Line gives a line without its end, and whether there is one. Lines count from
// 1.
func (m *Mapper) Line(n int) ([]byte, bool) {
	if m.lines == nil {
		m.lines = []int{0}
		for i, c := range m.text {
			if c == '\n' {
				m.lines = append(m.lines, i+1)
			}
		}
	}
	if n < 1 || n > len(m.lines) {
		return nil, false
	}
	line := m.text[m.lines[n-1]:]
	if i := bytes.IndexByte(line, '\n'); i >= 0 {
		line = line[:i]
	}
	return bytes.TrimSuffix(line, []byte{'\r'}), true
}

// UTF16 converts a column in bytes to one in UTF-16 code units, both from 1. A
// byte that is not UTF-8 counts one, as editors show it.
func (m *Mapper) UTF16(p lint.Position) int {
	line, ok := m.Line(p.Line)
	if !ok || p.Column < 1 {
		return max(1, p.Column)
	}
	units := 1
	for rest := line[:min(p.Column-1, len(line))]; len(rest) > 0; {
		r, size := utf8.DecodeRune(rest)
		if r > 0xffff {
			units++
		}
		units++
		rest = rest[size:]
	}
	return units
}

// files keeps the mappers of the files that a report names.
type files struct {
	source func(string) ([]byte, error)
	byPath map[string]*Mapper
}

func newFiles(source func(string) ([]byte, error)) *files {
	return &files{source: source, byPath: map[string]*Mapper{}}
}

// mapper gives that of a file; of a file that cannot be read it is that of an
// empty text.
func (f *files) mapper(path string) *Mapper {
	m := f.byPath[path]
	if m == nil {
		var text []byte
		if f.source != nil {
			if b, err := f.source(path); err == nil {
				text = b
			}
		}
		m = NewMapper(text)
		f.byPath[path] = m
	}
	return m
}
