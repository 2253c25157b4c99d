// SPDX-License-Identifier: MIT

package lsp

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"

	"github.com/gupvet/gupvet/internal/driver"
	"github.com/gupvet/gupvet/internal/lint"
	"github.com/gupvet/gupvet/internal/report"
	"github.com/gupvet/gupvet/internal/source"
	"github.com/gupvet/gupvet/rules"
)

// TestModuleOfAKernel edits a module that lies outside of the kernel that the
// settings name.
func TestModuleOfAKernel(t *testing.T) {
	kernel, module := fixture(t), t.TempDir()
	c := connect(t)
	c.settings = fmt.Sprintf(`{"tree": %q}`, kernel)
	c.initialize(`{"workspace":{"configuration":true},"textDocument":{"publishDiagnostics":{"relatedInformation":true}}}`, module)
	u := c.open(filepath.Join(module, "src", "hold.c"), holder(bad))
	inKernel := func() bool {
		for _, d := range c.pushed[u].Diagnostics {
			for _, r := range d.RelatedInformation {
				if r.Location.URI == uri.File(filepath.Join(kernel, "mm/gup.c")) {
					return true
				}
			}
		}
		return false
	}
	c.until("a finding with a line of the kernel", inKernel)
	// Without the setting the built-in contract serves.
	c.mu.Lock()
	c.settings = `{"tree": ""}`
	c.mu.Unlock()
	c.must(c.DidChangeConfiguration(c.ctx(), &protocol.DidChangeConfigurationParams{Settings: protocol.LSPAny("null")}))
	c.until("a finding without one", func() bool { return len(c.pushed[u].Diagnostics) == 1 && !inKernel() })
	c.stop()
}

// TestSymbolicLink opens a kernel by another name than its own: places are named
// as the client does.
func TestSymbolicLink(t *testing.T) {
	real, link := fixture(t), filepath.Join(t.TempDir(), "linux")
	c := connect(t)
	c.must(os.Symlink(real, link))
	write(t, filepath.Join(real, "drivers/b.c"), holder(bad))
	c.initialize(`{"textDocument":{"publishDiagnostics":{"relatedInformation":true}}}`, link)
	u := c.open(filepath.Join(link, "drivers/a.c"), holder(bad))
	got := c.diagnostics(u, 1)
	if len(got) != 1 {
		t.Fatalf("%+v", got)
	}
	last := got[0].RelatedInformation[len(got[0].RelatedInformation)-1]
	if want := uri.File(filepath.Join(link, "mm/gup.c")); last.Location.URI != want {
		t.Errorf("the contract is in %s, want %s", last.Location.URI, want)
	}
	v := uri.File(filepath.Join(link, "drivers/b.c"))
	c.until("the finding in a file that is not open", func() bool { return len(c.pushed[v].Diagnostics) == 1 })
	c.stop()
}

// TestManyFilesChange checks that a tree is read anew when many files change at
// once, as when another branch is checked out.
func TestManyFilesChange(t *testing.T) {
	root := fixture(t)
	c := start(t, richClient, root)
	u := c.open(filepath.Join(root, "drivers/a.c"), holder(bad))
	c.diagnostics(u, 1)
	var events []protocol.FileEvent
	for i := range maxOverlay + 1 {
		path := filepath.Join(root, fmt.Sprintf("drivers/many/%d.c", i))
		write(t, path, "int x;\n")
		events = append(events, protocol.FileEvent{URI: uri.File(path), Type: protocol.FileChangeTypeCreated})
	}
	write(t, local(events[7].URI), holder(bad))
	ends := func() (n int) {
		for _, kind := range c.progress {
			if kind == "end" {
				n++
			}
		}
		return n
	}
	c.must(c.DidChangeWatchedFiles(c.ctx(), &protocol.DidChangeWatchedFilesParams{Changes: events}))
	c.until("a second reading", func() bool { return ends() == 2 })
	c.until("findings of old and new files", func() bool {
		return len(c.pushed[events[7].URI].Diagnostics) == 1 && len(c.pushed[u].Diagnostics) == 1
	})
	c.stop()
}

// TestCommandLineAgrees compares what the server says of a tree with what
// --format lsp prints.
func TestCommandLineAgrees(t *testing.T) {
	root := fixture(t)
	write(t, filepath.Join(root, "drivers/a.c"), holder(bad))
	write(t, filepath.Join(root, "drivers/b.c"), holder("FOLL_INTERRUPTIBLE"))
	l, err := driver.Load(t.Context(), source.OpenRoot(root), driver.LoadOptions{Jobs: 2})
	if err != nil {
		t.Fatal(err)
	}
	res, err := driver.Run(t.Context(), l.Snapshot, rules.All(), driver.Options{Severity: lint.Warning})
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := report.Write(&out, "lsp", res, &report.Options{Rules: rules.All(), Source: l.ReadFile}); err != nil {
		t.Fatal(err)
	}
	var list []json.RawMessage
	if err := json.Unmarshal(out.Bytes(), &list); err != nil {
		t.Fatal(err)
	}
	c := start(t, `{"textDocument":{"publishDiagnostics":{"relatedInformation":true,"tagSupport":{"valueSet":[1]}}}}`, root)
	for _, raw := range list {
		var want protocol.PublishDiagnosticsParams
		c.must(protocol.Unmarshal(raw, &want))
		var got []protocol.Diagnostic
		c.until("diagnostics of "+string(want.URI), func() bool {
			got = c.pushed[want.URI].Diagnostics
			return len(got) > 0
		})
		if diff := cmp.Diff(spell(t, want.Diagnostics), spell(t, got)); diff != "" {
			t.Errorf("-command line +server: %s", diff)
		}
	}
	if len(list) < 2 {
		t.Errorf("%d files tell nothing", len(list))
	}
	c.stop()
}

// spell writes diagnostics down.
func spell(t *testing.T, list []protocol.Diagnostic) (out []string) {
	t.Helper()
	for i := range list {
		b, err := protocol.Marshal(&list[i])
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, string(b))
	}
	return out
}

// TestEditsAsOneText sends random edits, and then compares what is found with what
// a server finds that is given the text as a whole.
func TestEditsAsOneText(t *testing.T) {
	root := fixture(t)
	path := filepath.Join(root, "drivers/a.c")
	r := rand.New(rand.NewPCG(5, 6))
	flags := []string{"FOLL_GET", "FOLL_WRITE", "FOLL_LONGTERM", "FOLL_INTERRUPTIBLE", "FOLL_PIN"}
	words := append([]string{" | ", ";", "\n", "/* ü𝄞 */", "{", "}", "flags", "0"}, flags...)
	c, fresh := start(t, "", root), start(t, "", root)
	now := holder(bad) + holder("FOLL_WRITE")
	u := c.open(path, now)
	found := map[string]bool{}
	for round := range 40 {
		var changes []protocol.TextDocumentContentChangeEvent
		for range 1 + r.IntN(3) {
			before := newText([]byte(now), protocol.PositionEncodingKindUTF16)
			i := boundary(now, r.IntN(len(now)))
			j := boundary(now, min(len(now), i+r.IntN(1+r.IntN(12))))
			word := ""
			if r.IntN(3) > 0 {
				word = words[r.IntN(len(words))]
			}
			switch at := strings.Index(now[i:], "FOLL_"); {
			case round%5 == 0:
				word, i, j = holder("FOLL_GET")+holder("FOLL_WRITE"), 0, len(now)
			case at >= 0 && r.IntN(3) > 0: // another flag
				i += at
				j = i + len("FOLL_")
				for j < len(now) && isWord(now[j]) {
					j++
				}
				word = flags[r.IntN(len(flags))]
			}
			changes = append(changes, &protocol.TextDocumentContentChangePartial{Range: before.span(i, j), Text: word})
			now = now[:i] + word + now[j:]
		}
		c.change(u, int32(round+2), changes...)
		got := spell(t, c.diagnostics(u, int32(round+2)))
		v := fresh.open(path, now)
		want := spell(t, fresh.diagnostics(v, 1))
		fresh.must(fresh.DidClose(c.ctx(), &protocol.DidCloseTextDocumentParams{TextDocument: protocol.TextDocumentIdentifier{URI: v}}))
		fresh.until("the buffer is closed", func() bool {
			_, ok := fresh.pushed[v].Version.Get()
			return !ok || len(fresh.pushed[v].Diagnostics) == 0
		})
		fresh.mu.Lock()
		delete(fresh.pushed, v)
		fresh.mu.Unlock()
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("-whole +edited: %s\n%s", diff, now)
		}
		found[strings.Join(want, "\n")] = true
	}
	if len(found) < 4 {
		t.Errorf("%d different results tell nothing", len(found))
	}
	c.stop()
	fresh.stop()
}

// boundary moves an offset back to the beginning of a character.
func boundary(s string, i int) int {
	for i > 0 && i < len(s) && s[i]&0xc0 == 0x80 {
		i--
	}
	return i
}
