// SPDX-License-Identifier: MIT

package lsp

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"

	"github.com/gupvet/gupvet/internal/source"
)

// DidOpen takes a buffer in.
func (s *server) DidOpen(_ context.Context, p *protocol.DidOpenTextDocumentParams) error {
	item := &p.TextDocument
	s.mu.Lock()
	defer s.mu.Unlock()
	if d := s.docs[item.URI]; d != nil {
		s.forget(d)
	}
	s.openings++
	s.place(&document{uri: item.URI, version: item.Version, opening: s.openings, text: newText([]byte(item.Text), s.caps.encoding)})
	return nil
}

// place finds the tree of a new buffer, and takes the buffer in.
func (s *server) place(d *document) {
	s.docs[d.uri] = d
	if abs := local(d.uri); source.IsC(abs) {
		if d.tree, d.path = s.treeOf(abs); d.tree != nil {
			d.tree.open(d)
		}
	}
}

// DidChange takes edits in, in their order.
func (s *server) DidChange(_ context.Context, p *protocol.DidChangeTextDocumentParams) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	old := s.docs[p.TextDocument.URI]
	if old == nil {
		return fmt.Errorf("%s is not open", p.TextDocument.URI)
	}
	d := *old
	d.version = p.TextDocument.Version
	for _, c := range p.ContentChanges {
		d.text = d.text.edit(c)
	}
	s.docs[d.uri] = &d
	if d.tree != nil {
		d.tree.open(&d)
	}
	return nil
}

// DidSave has nothing to say: the buffer is known.
func (s *server) DidSave(context.Context, *protocol.DidSaveTextDocumentParams) error { return nil }

// DidClose lets a buffer go.
func (s *server) DidClose(_ context.Context, p *protocol.DidCloseTextDocumentParams) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	d := s.docs[p.TextDocument.URI]
	if d == nil {
		return fmt.Errorf("%s is not open", p.TextDocument.URI)
	}
	s.forget(d)
	s.tidy()
	return nil
}

// forget lets a buffer go.
func (s *server) forget(d *document) {
	delete(s.docs, d.uri)
	if d.tree != nil {
		d.tree.shut(d)
	}
}

// A folder is one that the client works in.
type folder struct {
	path string // as the client spells it
	tree *tree  // of the kernel that it is, or lies in; nil for none
}

// addFolder takes a folder in; nil if it is there or no directory.
func (s *server) addFolder(u uri.URI) *folder {
	path := local(u)
	if path == "" {
		return nil
	}
	path = filepath.Clean(path)
	for _, f := range s.folders {
		if f.path == path {
			return nil
		}
	}
	s.folders = append(s.folders, folder{path: path})
	return &s.folders[len(s.folders)-1]
}

// openFolder begins to read the kernel that a folder is, or lies in. Other
// folders wait until a file in them is opened.
func (s *server) openFolder(f *folder) {
	if src, rel, err := source.Open(f.path); err == nil && isKernel(src) && f.tree == nil {
		f.tree = s.tree(src, above(f.path, rel), nil)
	}
}

// removeFolder lets a folder go.
func (s *server) removeFolder(u uri.URI) {
	path := filepath.Clean(local(u))
	for i, f := range s.folders {
		if f.path == path {
			s.folders = append(s.folders[:i:i], s.folders[i+1:]...)
			s.tidy()
			return
		}
	}
}

// tidy closes trees that no folder and no buffer needs.
func (s *server) tidy() {
	needed := map[*tree]bool{}
	for _, f := range s.folders {
		needed[f.tree] = true
	}
	for _, d := range s.docs {
		needed[d.tree] = true
	}
	for key, t := range s.trees {
		if !needed[t] {
			delete(s.trees, key)
			t.close()
			s.background(t.withdraw)
		}
	}
}

// reassign finds the trees of all open buffers anew.
func (s *server) reassign() {
	for _, d := range s.docs {
		if t, path := s.treeOf(local(d.uri)); t != d.tree && source.IsC(local(d.uri)) {
			n := *d
			s.forget(d)
			n.tree, n.path = t, path
			s.docs[n.uri] = &n
			if t != nil {
				t.open(&n)
			}
		}
	}
	s.tidy()
}

func isKernel(t *source.Tree) bool { return t.HasGUP || t.Version != "" }

// above gives the directory below which a path has a place.
func above(path, rel string) string {
	if rel == "." {
		return path
	}
	if up, ok := strings.CutSuffix(path, string(filepath.Separator)+filepath.FromSlash(rel)); ok {
		return up
	}
	return ""
}

// treeOf finds the tree that a file belongs to, and its path there: the kernel
// around it; else the kernel that the settings name, with the folder of the
// file; else that folder alone.
func (s *server) treeOf(abs string) (*tree, string) {
	dir := filepath.Dir(abs)
	for !exists(dir) && dir != filepath.Dir(dir) { // a file that is not saved yet
		dir = filepath.Dir(dir)
	}
	src, rel, err := source.Open(dir)
	if err != nil {
		s.log(protocol.MessageTypeError, "%s: %v", abs, err)
		return nil, ""
	}
	real := filepath.Join(src.Root, filepath.FromSlash(rel), strings.TrimPrefix(abs, dir))
	if isKernel(src) {
		t := s.tree(src, above(dir, rel), nil)
		return t, t.path(real)
	}
	home := s.folderOf(dir)
	if s.settings.Tree != "" {
		kernel, _, err := source.Open(s.settings.Tree)
		if err == nil && isKernel(kernel) {
			t := s.tree(kernel, "", []string{home})
			return t, filepath.ToSlash(real)
		}
		s.log(protocol.MessageTypeError, "the tree %s of the settings is no kernel", s.settings.Tree)
	}
	if home != dir {
		if src, _, err = source.Open(home); err != nil {
			return nil, ""
		}
	}
	t := s.tree(src, home, nil)
	return t, t.path(real)
}

// folderOf gives the innermost folder that a directory lies in, itself if it is
// in none.
func (s *server) folderOf(dir string) string {
	best := ""
	for _, f := range s.folders {
		if (dir == f.path || strings.HasPrefix(dir, f.path+string(filepath.Separator))) && len(f.path) > len(best) {
			best = f.path
		}
	}
	if best == "" {
		return dir
	}
	return best
}

// tree gives the work on a tree; it is begun if need be.
func (s *server) tree(src *source.Tree, shown string, extra []string) *tree {
	key := strings.Join(append([]string{src.Root}, extra...), "\x00")
	t := s.trees[key]
	if t == nil {
		if shown == "" {
			shown = src.Root
		}
		t = s.newTree(key, src, shown, extra)
		s.trees[key] = t
		t.touch()
	}
	return t
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}
