// SPDX-License-Identifier: MIT

package lsp

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"testing"
	"time"

	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"

	"github.com/gupvet/gupvet/internal/driver"
	"github.com/gupvet/gupvet/internal/kerneltest"
	"github.com/gupvet/gupvet/internal/lint"
	"github.com/gupvet/gupvet/internal/passes"
	"github.com/gupvet/gupvet/internal/source"
	"github.com/gupvet/gupvet/rules"
)

// These benchmarks type in files of a real kernel. With
//
//	go test -run - -bench . -benchtime 500x ./internal/lsp
//
// 500 edits are made in each file.

// A spot is where a benchmark types: the beginning of a line with a call.
type spot struct {
	path string
	line uint32
}

// spots picks calls out of all that there are, of entries or of their wrappers:
// the first in every nth file.
func spots(b *testing.B, tree *source.Tree, n int) (entries, wrappers []spot) {
	b.Helper()
	l, err := driver.Load(b.Context(), tree, driver.LoadOptions{Jobs: 2})
	if err != nil {
		b.Fatal(err)
	}
	set, err := driver.Calls(b.Context(), l.Snapshot)
	if err != nil {
		b.Fatal(err)
	}
	seen := map[string]bool{}
	add := func(list *[]spot, path string, pos int, text []byte) {
		if !seen[path] {
			seen[path] = true
			*list = append(*list, spot{path, uint32(strings.Count(string(text[:pos]), "\n"))})
		}
	}
	for _, s := range set.Sites {
		// A wrapper is what is seen from another file.
		list := &entries
		if slices.ContainsFunc(s.Views, func(v *passes.View) bool { return v.Root.File.Path != s.At.Unit.Path }) {
			list = &wrappers
		}
		add(list, s.At.Unit.Path, int(s.At.Span.Start), s.At.Unit.Text)
	}
	every := func(list []spot) (out []spot) {
		for i := 0; i < len(list); i += n {
			out = append(out, list[i])
		}
		return out
	}
	return every(entries), every(wrappers)
}

// typed is what the benchmarks type.
const typed = "if (nr > 1) flags |= FOLL_WRITE;\n"

// A typist types into buffers and measures how long the findings take.
type typist struct {
	*client
	u       uri.URI
	at      protocol.Position
	typed   int
	version int32
	times   []time.Duration
}

// sit opens the file of a spot.
func (c *client) sit(root string, at spot) *typist {
	c.t.Helper()
	path := filepath.Join(root, at.path)
	text, err := os.ReadFile(path)
	c.must(err)
	t := &typist{client: c, u: c.open(path, string(text)), at: protocol.Position{Line: at.line}, version: 1}
	c.diagnostics(t.u, 1)
	return t
}

// stroke types the next character, or takes all away after the last.
func (t *typist) stroke() {
	t.t.Helper()
	e := &protocol.TextDocumentContentChangePartial{Range: protocol.Range{Start: t.at, End: t.at}}
	if t.typed < len(typed) {
		e.Range.Start.Character += uint32(t.typed)
		e.Range.End.Character += uint32(t.typed)
		e.Text = typed[t.typed : t.typed+1]
		t.typed++
	} else {
		e.Range.End = protocol.Position{Line: t.at.Line + 1}
		t.typed = 0
	}
	t.version++
	start := time.Now()
	t.change(t.u, t.version, e)
	t.diagnostics(t.u, t.version)
	t.times = append(t.times, time.Since(start))
}

// quantile gives a quantile of the times, in milliseconds.
func (t *typist) quantile(q float64) float64 {
	slices.Sort(t.times)
	return t.times[int(q*float64(len(t.times)-1))].Seconds() * 1000
}

func (t *typist) report(b *testing.B) {
	b.ReportMetric(t.quantile(0.5), "ms-median")
	b.ReportMetric(t.quantile(0.95), "ms-p95")
}

// BenchmarkEdit measures how long after an edit the findings come: of the file
// itself, and of all others that the edit reaches, which come with them.
func BenchmarkEdit(b *testing.B) {
	root := kerneltest.Tree(b, "6.12")
	entries, wrappers := spots(b, source.OpenRoot(root), 12)
	c := start(b, "", root)
	for name, list := range map[string][]spot{"entry": entries, "wrapper": wrappers} {
		for _, at := range list {
			b.Run(name+"/"+strings.ReplaceAll(at.path, "/", ":"), func(b *testing.B) {
				t := c.sit(root, at)
				for b.Loop() {
					t.stroke()
				}
				t.report(b)
				c.must(c.DidClose(c.ctx(), &protocol.DidCloseTextDocumentParams{TextDocument: protocol.TextDocumentIdentifier{URI: t.u}}))
			})
		}
	}
	c.stop()
}

// BenchmarkFirst measures how long after the start the first findings of a file
// come, beside a run over the tree.
func BenchmarkFirst(b *testing.B) {
	root := kerneltest.Tree(b, "6.12")
	entries, _ := spots(b, source.OpenRoot(root), 50)
	var server, plain time.Duration
	for b.Loop() {
		start0 := time.Now()
		c := start(b, "", root)
		c.sit(root, entries[0])
		server += time.Since(start0)
		c.stop()
		start1 := time.Now()
		l, err := driver.Load(b.Context(), source.OpenRoot(root), driver.LoadOptions{Jobs: 2})
		if err != nil {
			b.Fatal(err)
		}
		if _, err := driver.Run(b.Context(), l.Snapshot, rules.All(), driver.Options{Severity: lint.Warning}); err != nil {
			b.Fatal(err)
		}
		plain += time.Since(start1)
	}
	b.ReportMetric(server.Seconds()/float64(b.N), "s-server")
	b.ReportMetric(plain.Seconds()/float64(b.N), "s-plain")
	b.ReportMetric(float64(server)/float64(plain), "ratio")
}

// BenchmarkMemory makes 10,000 edits, and compares the memory in use with that
// after the first 100.
func BenchmarkMemory(b *testing.B) {
	root := kerneltest.Tree(b, "6.12")
	_, wrappers := spots(b, source.OpenRoot(root), 5)
	c := start(b, "", root)
	t := c.sit(root, wrappers[0])
	for b.Loop() {
		for range 100 {
			t.stroke()
		}
		before := inUse()
		for range 9900 {
			t.stroke()
		}
		after := inUse()
		b.ReportMetric(before, "MB-100")
		b.ReportMetric(after, "MB-10000")
		b.ReportMetric(after/before, "ratio")
	}
	c.stop()
}

// inUse gives the memory that the program holds, that of tree-sitter included.
func inUse() float64 {
	debug.FreeOSMemory()
	if b, err := os.ReadFile("/proc/self/status"); err == nil {
		for line := range strings.Lines(string(b)) {
			if fields := strings.Fields(line); len(fields) > 1 && fields[0] == "VmRSS:" {
				kb := 0
				for _, d := range fields[1] {
					kb = kb*10 + int(d-'0')
				}
				return float64(kb) / 1024
			}
		}
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return float64(m.HeapInuse) / (1 << 20)
}

// BenchmarkClangd types the same into the same files, with clangd as the server.
func BenchmarkClangd(b *testing.B) {
	clangd, err := exec.LookPath("clangd")
	if err != nil {
		b.Skip(err)
	}
	root := kerneltest.Tree(b, "6.12")
	entries, _ := spots(b, source.OpenRoot(root), 12)
	for _, at := range entries {
		b.Run(strings.ReplaceAll(at.path, "/", ":"), func(b *testing.B) {
			cmd := exec.Command(clangd, "--log=error", "--background-index=false", "--compile-commands-dir="+commands(b, root, at.path))
			in, err := cmd.StdinPipe()
			if err != nil {
				b.Fatal(err)
			}
			out, err := cmd.StdoutPipe()
			if err != nil {
				b.Fatal(err)
			}
			if err := cmd.Start(); err != nil {
				b.Fatal(err)
			}
			c := newClient(b, out, in)
			c.initialize(`{"textDocument":{"publishDiagnostics":{"versionSupport":true}}}`)
			t := c.sit(root, at)
			for b.Loop() {
				t.stroke()
			}
			t.report(b)
			c.must(c.Shutdown(c.ctx()))
			c.must(c.Exit(c.ctx()))
			cmd.Wait()
		})
	}
}

// commands writes a compilation database for a file of a kernel that has not been
// configured, and gives its directory.
func commands(b *testing.B, root, path string) string {
	dir := b.TempDir()
	write(b, filepath.Join(dir, "compile_commands.json"), `[{"directory": "`+root+`", "file": "`+path+`", "arguments": ["clang", "-nostdinc",
		"-Iarch/x86/include", "-Iinclude", "-Iarch/x86/include/uapi", "-Iinclude/uapi", "-D__KERNEL__", "-c", "`+path+`"]}]`)
	return dir
}
