// SPDX-License-Identifier: MIT

package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gupvet/gupvet/internal/kerneltest"
	"github.com/gupvet/gupvet/rules"
)

// readme reads the README and makes the root of the repository the current
// directory.
func readme(t *testing.T) string {
	t.Helper()
	t.Chdir(kerneltest.Root(t))
	text, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestReadmeRules compares the table of rules with the rules.
func TestReadmeRules(t *testing.T) {
	text := readme(t)
	var want strings.Builder
	for _, r := range rules.All() {
		fmt.Fprintf(&want, "| `%s` | %s | %s |\n", r.Name, r.Severity, strings.TrimPrefix(r.Doc.Title, "finds "))
	}
	_, rest, _ := strings.Cut(text, "| rule | severity | finds |\n|---|---|---|\n")
	got, _, _ := strings.Cut(rest, "\n\n")
	if d := cmp.Diff(want.String(), got+"\n"); d != "" {
		t.Errorf("-rules +README:\n%s", d)
	}
}

// TestReadmeSessions runs the sessions of the README: "$ " begins a command, "..."
// stands for lines that are left out.
func TestReadmeSessions(t *testing.T) {
	text := readme(t)
	for _, block := range regexp.MustCompile("(?s)```console\n(.*?)```").FindAllStringSubmatch(text, -1) {
		for session := range strings.SplitSeq(block[1], "$ gupvet ") {
			command, want, _ := strings.Cut(session, "\n")
			if command == "" {
				continue
			}
			var out bytes.Buffer
			run(t.Context(), strings.Fields(command), strings.NewReader(""), &out, &bytes.Buffer{})
			var pattern strings.Builder
			pattern.WriteString(`\A`)
			for line := range strings.Lines(want) {
				if line == "...\n" {
					pattern.WriteString(`(?:.*\n)*`)
				} else {
					pattern.WriteString(regexp.QuoteMeta(line))
				}
			}
			if !regexp.MustCompile(pattern.String() + `\z`).MatchString(out.String()) {
				t.Errorf("gupvet %s prints\n%s\nnot\n%s", command, out.String(), want)
			}
		}
	}
}

// TestReadmeLinks follows the links to files.
func TestReadmeLinks(t *testing.T) {
	for _, m := range regexp.MustCompile(`\]\(([^):#]+)\)`).FindAllStringSubmatch(readme(t), -1) {
		if _, err := os.Stat(filepath.FromSlash(m[1])); err != nil {
			t.Error(err)
		}
	}
}
