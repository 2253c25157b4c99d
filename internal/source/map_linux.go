// SPDX-License-Identifier: MIT

package source

import (
	"os"

	"golang.org/x/sys/unix"
)

// mapFile gives the bytes of a file, which nobody may change but by putting another
// one in its place. They are never given back.
func mapFile(name string) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() || info.Size() < headerSize || info.Size() > maxCacheFile {
		return nil, errCache
	}
	return unix.Mmap(int(f.Fd()), 0, int(info.Size()), unix.PROT_READ, unix.MAP_PRIVATE|unix.MAP_POPULATE)
}

// maxCacheFile is the size in bytes above which a cache file is none.
const maxCacheFile = 1 << 30
