// SPDX-License-Identifier: MIT

package contract

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gupvet/gupvet/internal/gup"
	"github.com/gupvet/gupvet/internal/kerneltest"
)

// update writes anew what a test compares with: the built-in contracts and the
// golden files of the fixture trees.
var update = flag.Bool("update", false, "write golden files and the built-in contracts anew")

// TestBuiltIn shows that the built-in contracts are what the kernels that they
// stand for say now.
func TestBuiltIn(t *testing.T) {
	for _, version := range []string{"6.1", "6.12"} {
		t.Run(version, func(t *testing.T) {
			got := encode(t, readTree(t, version))
			name := filepath.Join(kerneltest.Root(t), "internal/gup/builtin", version+".json")
			compareGolden(t, name, got)
			c, err := gup.BuiltIn(version)
			if err != nil || *update {
				return
			}
			c.BuiltIn = false
			if diff := cmp.Diff(string(got), string(encode(t, c))); diff != "" {
				t.Errorf("what was read is not what was written (-written +read):\n%s", diff)
			}
		})
	}
}

// encode writes a contract as the command line does.
func encode(t *testing.T, c *gup.Contract) []byte {
	t.Helper()
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", " ")
	if err := enc.Encode(c); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// compareGolden compares a text with a file.
func compareGolden(t *testing.T, name string, got []byte) {
	t.Helper()
	if *update {
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s (-want +got); -update writes it anew:\n%s", filepath.Base(name), diff)
	}
}
