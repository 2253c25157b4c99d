// SPDX-License-Identifier: MIT

package source

import "time"

// A stamp tells a state of a file on disk from others.
type stamp struct {
	size         int64
	mtime, ctime int64 // in ns since 1970
	inode        uint64
}

// A state is that of a tree on disk when it was read.
type state struct {
	began int64  // before the first file, in ns since 1970
	links uint64 // sums up the symbolic links, which the scan does not follow
}

// clockTick is how much later than the clock says a file may have been written
// whose times are those of the clock: file systems count in steps of up to 2 s.
const clockTick = 2 * time.Second

// settled tells whether a file cannot have been written to since it was read, or
// its times would tell.
func (s *state) settled(t stamp, tick time.Duration) bool {
	return max(t.mtime, t.ctime) < s.began-int64(tick)
}

// A difference is a file that is not as it was; now is nil if it is gone.
type difference struct {
	path string
	now  *stamp
}

// linkMark stands for a symbolic link in the sum of all.
func linkMark(path string, t stamp) uint64 {
	h := uint64(14695981039346656037)
	for i := range len(path) {
		h = (h ^ uint64(path[i])) * 1099511628211
	}
	for _, v := range []uint64{uint64(t.mtime), uint64(t.ctime), t.inode} {
		h = (h ^ v) * 0x9e3779b97f4a7c15
		h ^= h >> 29
	}
	return h
}
