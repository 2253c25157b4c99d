// SPDX-License-Identifier: MIT

package source

import (
	"os"
	"testing"
)

// BenchmarkScan passes over the tree that GUPVET_LINUX names. "make bench" sets
// it beside other tools.
func BenchmarkScan(b *testing.B) {
	root := os.Getenv("GUPVET_LINUX")
	if root == "" {
		b.Skip("GUPVET_LINUX is not set")
	}
	for b.Loop() {
		ix, _, err := OpenRoot(root).Scan(b.Context(), 0, nil, &Progress{})
		if err != nil {
			b.Fatal(err)
		}
		b.SetBytes(ix.Stats.Bytes)
	}
}
