// SPDX-License-Identifier: MIT

package patch

import (
	"errors"
	"maps"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestGitOverlay(t *testing.T) {
	r := newRepo(t)
	base := texts{"mm/a.c": "a\n", "mm/b.c": "b\x00\n\n", "mm/c.c": "c\n", "mm/empty.c": "", "gone.c": "gone\n", "notes": "x\n", "mm/müll x.c": "m\n"}
	r.commit(base, "base")
	next := maps.Clone(base)
	delete(next, "gone.c")
	next["mm/b.c"], next["new.c"], next["mm/empty.c"], next["notes"], next["mm/müll x.c"] = "other\n", "new\n", "full\n", "y\n", "n\n"
	r.commit(next, "next")
	dirty := maps.Clone(next)
	dirty["mm/c.c"], dirty["unknown.c"] = "dirty\n", "unknown\n"
	delete(dirty, "mm/a.c")
	r.write(dirty)
	index, err := os.ReadFile(filepath.Join(r.dir, ".git/index"))
	if err != nil {
		t.Fatal(err)
	}

	want := func(path string) bool { return filepath.Ext(path) == ".c" }
	files, err := GitOverlay(t.Context(), r.dir, "HEAD^", want)
	if err != nil {
		t.Fatal(err)
	}
	expect := map[string][]byte{"mm/a.c": []byte("a\n"), "mm/b.c": []byte("b\x00\n\n"), "mm/c.c": []byte("c\n"), "mm/empty.c": {},
		"gone.c": []byte("gone\n"), "new.c": nil, "mm/müll x.c": []byte("m\n")}
	if diff := cmp.Diff(expect, files); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	files, err = GitOverlay(t.Context(), filepath.Join(r.dir, "mm"), "HEAD", want)
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range files {
		if string(text) == dirty["mm/"+name] {
			delete(files, name) // git could not tell by the times that it is the same
		}
	}
	if diff := cmp.Diff(map[string][]byte{"a.c": []byte("a\n"), "c.c": []byte("c\n")}, files); diff != "" {
		t.Errorf("below the root (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(dirty, r.read()); diff != "" {
		t.Errorf("the working tree has changed:\n%s", diff)
	}
	if after, _ := os.ReadFile(filepath.Join(r.dir, ".git/index")); string(after) != string(index) {
		t.Error("the index has changed")
	}
	if _, err := GitOverlay(t.Context(), r.dir, "nope", want); !errors.Is(err, ErrRange) {
		t.Errorf("no such revision: %v", err)
	}
	if files, err := GitOverlay(t.Context(), r.dir, "HEAD", func(string) bool { return false }); files != nil || err != nil {
		t.Errorf("nothing wanted: %v, %v", files, err)
	}
}
