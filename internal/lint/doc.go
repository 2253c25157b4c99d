// SPDX-License-Identifier: MIT

package lint

import (
	"fmt"
	"strings"
)

// A Doc is what a rule says about itself. It is cut out of the rule's package
// comment, so that godoc, "gupvet explain", SARIF and editors show one text.
type Doc struct {
	Title string // one line
	Text  string // the whole page, without the title, in Markdown
	// Sections are the parts of Text by their headings, as "Limits".
	Sections map[string]string
}

// ParseDoc cuts the page out of the source of a package's doc.go: the package
// comment without the first sentence's "Package x ". The first paragraph ends
// with the title's sentence; headings are "# Name" lines.
func ParseDoc(source string) (Doc, error) {
	start := strings.Index(source, "/*")
	end := strings.Index(source, "*/")
	if start < 0 || end < start {
		return Doc{}, fmt.Errorf("doc.go has no /* */ package comment")
	}
	text := strings.TrimSpace(source[start+2 : end])
	title, rest, _ := strings.Cut(text, "\n\n")
	title = strings.Join(strings.Fields(title), " ")
	if !strings.HasPrefix(title, "Package ") {
		return Doc{}, fmt.Errorf("the package comment does not begin with its name")
	}
	_, title, _ = strings.Cut(strings.TrimPrefix(title, "Package "), " ")
	d := Doc{Title: strings.TrimSuffix(title, "."), Text: strings.TrimSpace(rest), Sections: map[string]string{}}
	heading := ""
	var body []string
	flush := func() {
		if s := strings.TrimSpace(strings.Join(body, "\n")); s != "" {
			d.Sections[heading] = s
		}
		body = nil
	}
	for _, line := range strings.Split(d.Text, "\n") {
		if name, ok := strings.CutPrefix(line, "# "); ok {
			flush()
			heading = name
			continue
		}
		body = append(body, line)
	}
	flush()
	return d, nil
}

// MustParseDoc is ParseDoc for embedded files: it panics where that fails.
func MustParseDoc(source string) Doc {
	d, err := ParseDoc(source)
	if err != nil {
		panic(err)
	}
	return d
}
