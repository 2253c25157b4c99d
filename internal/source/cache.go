// SPDX-License-Identifier: MIT

package source

import (
	"context"
	"crypto/sha256"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// A Cache keeps indexes of trees from one run of the program to the next, in files
// of one directory. Whatever is wrong with those is no error: the tree is read as
// if there were none.
type Cache struct {
	// Tick is how much later than its times say a file may have been written: those
	// that are not older than that when the tree is read are read again.
	Tick time.Duration

	dir   string
	build string // tells this build of the program from all others
}

// CacheEnv names the environment variable that says where the cache is: a
// directory, or "off" for no cache.
const CacheEnv = "GUPVET_CACHE"

// maxTrees bounds how many trees are kept: those that were used last.
const maxTrees = 4

// suffix is that of cache files.
const suffix = ".tree"

// UserCache gives the cache of the user, nil if there is none.
func UserCache() *Cache {
	dir := os.Getenv(CacheEnv)
	if dir == "off" || !keepsStamps {
		return nil
	}
	if dir == "" {
		base, err := os.UserCacheDir()
		if err != nil {
			return nil
		}
		dir = filepath.Join(base, "gupvet")
	}
	exe, err := os.Executable()
	if err != nil {
		return nil
	}
	info, err := os.Stat(exe)
	if err != nil {
		return nil
	}
	return NewCache(dir, fmt.Sprint(exe, info.Size(), info.ModTime().UnixNano()))
}

// NewCache gives a cache in a directory for a build of the program, which is all
// that reads what it writes.
func NewCache(dir, build string) *Cache { return &Cache{clockTick, dir, build} }

// key says what a cache file is for.
func (c *Cache) key(t *Tree) [keySize]byte {
	return sha256.Sum256([]byte(c.build + "\x00" + t.Root + "\x00" + t.Version))
}

// file names the file for a tree: one for all builds and versions of it.
func (c *Cache) file(t *Tree) string {
	return filepath.Join(c.dir, fmt.Sprintf("%x", sha256.Sum256([]byte(t.Root)))[:32]+suffix)
}

// An Earlier is what a cache has of a tree.
type Earlier struct {
	Index *Index // of the tree as it was
	Note  []byte // what was kept beside it
	// Changed lists the files that are not as they were.
	Changed []string
}

// Scan is [Tree.Scan] of a tree without extra files, with the cache in place of what
// it has. The earlier state is nil if the cache was of no use.
func (c *Cache) Scan(ctx context.Context, t *Tree, jobs int, progress *Progress) (*Index, *Earlier, []Problem, error) {
	if c != nil {
		if b, err := mapFile(c.file(t)); err == nil {
			if was, note, err := parseCache(b, c.key(t)); err == nil {
				ix, changed, err := was.renew(ctx, t.Root, jobs, c.Tick)
				if err == nil {
					return t.over(ix), &Earlier{was, note, changed}, nil, nil
				}
				if ctx.Err() != nil {
					return nil, nil, nil, ctx.Err()
				}
			}
		}
	}
	ix, problems, err := t.scan(ctx, jobs, nil, c != nil, progress)
	return ix, nil, problems, err
}

// over lays the tree's overlay over an index of the disk.
func (t *Tree) over(disk *Index) *Index {
	if len(t.overlay) == 0 {
		return disk
	}
	ix := disk.With(t.overlay)
	ix.disk = disk
	return ix
}

// Keep writes an index of a tree, as [Tree.Scan] or [Cache.Scan] gave it, with a note.
// What is laid over the tree is not kept.
func (c *Cache) Keep(t *Tree, ix *Index, note []byte) error {
	if err := os.MkdirAll(c.dir, 0o700); err != nil {
		return err
	}
	f, err := os.CreateTemp(c.dir, "new-*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	if err := write(f, ix.Disk(), c.key(t), note); err != nil {
		f.Close()
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	if err := os.Rename(f.Name(), c.file(t)); err != nil {
		return err
	}
	c.prune()
	return nil
}

func write(f *os.File, ix *Index, key [keySize]byte, note []byte) error {
	if _, err := f.Seek(headerSize, 0); err != nil {
		return err
	}
	header, err := writeCache(f, ix, key, note)
	if err != nil {
		return err
	}
	_, err = f.WriteAt(header, 0)
	return err
}

// Used marks a tree as one that is in use.
func (c *Cache) Used(t *Tree) {
	now := time.Now()
	os.Chtimes(c.file(t), now, now)
}

// staleAfter is when a file that a run has left half written is removed.
const staleAfter = time.Hour

// prune removes all but the trees that were used last.
func (c *Cache) prune() {
	entries, err := os.ReadDir(c.dir)
	if err != nil {
		return
	}
	var trees []fs.FileInfo
	for _, e := range entries {
		info, err := e.Info()
		if err != nil || !info.Mode().IsRegular() {
			continue
		}
		switch {
		case strings.HasSuffix(e.Name(), suffix):
			trees = append(trees, info)
		case strings.HasPrefix(e.Name(), "new-") && time.Since(info.ModTime()) > staleAfter:
			os.Remove(filepath.Join(c.dir, e.Name()))
		}
	}
	slices.SortFunc(trees, func(a, b fs.FileInfo) int { return b.ModTime().Compare(a.ModTime()) })
	for _, info := range trees[min(len(trees), maxTrees):] {
		os.Remove(filepath.Join(c.dir, info.Name()))
	}
}
