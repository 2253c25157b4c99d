// SPDX-License-Identifier: MIT

package edges

import (
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/gupvet/gupvet/internal/kerneltest"
)

const module = "github.com/gupvet/gupvet/"

// forbidden lists what a room never imports, directly or through others. A name
// that ends in / stands for all below it.
var forbidden = map[string][]string{
	"parser":            {"golang.org/x/tools/go/analysis", "callgraph", "rules/", "internal/"},
	"parser/syntax":     {"parser", "callgraph", "rules/", "internal/"},
	"callgraph":         {"golang.org/x/tools/go/analysis", "rules/", "internal/driver", "internal/passes", "internal/flow", "internal/lint"},
	"internal/gup":      {"parser", "callgraph", "rules/", "internal/"},
	"internal/source":   {"parser", "callgraph", "rules/", "internal/"},
	"internal/flow":     {"golang.org/x/tools/go/analysis", "rules/", "internal/passes", "internal/driver", "internal/lint"},
	"internal/contract": {"golang.org/x/tools/go/analysis", "rules/", "internal/passes", "internal/driver", "internal/lint"},
	"internal/passes":   {"rules/", "internal/driver", "internal/report", "internal/patch", "internal/lsp"},
	"internal/lint":     {"parser", "callgraph", "rules/", "internal/flow", "internal/source", "internal/passes", "internal/driver"},
	"internal/driver":   {"rules/", "internal/patch", "internal/lsp", "internal/report"},
	"internal/report":   {"internal/driver", "parser", "callgraph", "internal/flow", "rules/"},
	"internal/patch":    {"parser", "callgraph", "rules/", "internal/"},
	"internal/review":   {"rules/", "internal/report", "internal/lsp"},
	"internal/lsp":      {"rules/", "internal/patch"},
	"internal/injector": {"rules/", "internal/driver", "internal/report", "internal/patch", "internal/lsp"},
	"internal/realtree": {"internal/report", "internal/patch", "internal/lsp", "cmd/"},
	"internal/inspect":  {"rules/", "internal/driver", "internal/report", "internal/patch", "internal/lsp"},
}

// direct lists what a room does not import itself, whatever others do for it.
var direct = map[string][]string{
	"cmd/gupvet": {"parser", "internal/flow"},
	"rules/":     {"internal/source", "internal/driver", "internal/report", "internal/patch", "internal/lsp", "parser", "rules/"},
}

// tools are rooms that only tests import.
var tools = []string{"internal/realtree", "internal/injector", "internal/ruletest", "internal/kerneltest"}

func TestImports(t *testing.T) {
	for room, list := range packages(t, "{{join .Deps \" \"}}") {
		for _, tool := range tools {
			if !slices.Contains(tools, room) {
				check(t, room, tool, list)
			}
		}
		for _, bad := range forbidden[room] {
			check(t, room, bad, list)
		}
	}
	for room, list := range packages(t, "{{join .Imports \" \"}}") {
		for prefix, bads := range direct {
			if room == prefix || strings.HasSuffix(prefix, "/") && strings.HasPrefix(room, prefix) {
				for _, bad := range bads {
					check(t, room, bad, list)
				}
			}
		}
		if room != "parser" {
			check(t, room, "github.com/smacker/go-tree-sitter", list)
		}
	}
}

// check reports an import that must not be.
func check(t *testing.T, room, bad string, imports []string) {
	t.Helper()
	if !strings.Contains(bad, ".") {
		bad = module + bad
	}
	for _, p := range imports {
		if p == bad || strings.HasSuffix(bad, "/") && strings.HasPrefix(p, bad) {
			t.Errorf("%s imports %s", room, p)
		}
	}
}

// packages lists the packages of the project by their path below the module,
// with what a template says of each, split into words.
func packages(t *testing.T, template string) map[string][]string {
	t.Helper()
	cmd := exec.Command("go", "list", "-f", "{{.ImportPath}} "+template, "./...")
	cmd.Dir = filepath.Clean(kerneltest.Root(t))
	text, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	out := map[string][]string{}
	for line := range strings.Lines(string(text)) {
		words := strings.Fields(line)
		out[strings.TrimPrefix(words[0], module)] = words[1:]
	}
	return out
}
