// SPDX-License-Identifier: MIT

// Package kerneltest finds the real kernel trees and the reference data that
// tests measure gupvet against. Neither is part of this repository; tests that
// need them are skipped where they are missing.
package kerneltest

import (
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

// Env names the environment variable with the directory in which the kernel
// trees lie, each in a directory called linux-source-VERSION.
const Env = "GUPVET_KERNELS"

// Tree gives the root of a kernel tree, such as 6.12.
func Tree(t testing.TB, version string) string {
	t.Helper()
	dir := os.Getenv(Env)
	if dir == "" {
		t.Skipf("%s is not set: no real kernel trees", Env)
	}
	root := filepath.Join(dir, "linux-source-"+version)
	if _, err := os.Stat(filepath.Join(root, "Kbuild")); err != nil {
		t.Skip(err)
	}
	return root
}

// Reference reads a file of the reference data about the API.
func Reference(t testing.TB, name string) []byte {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(Root(t), "..", "shared", "domain", name))
	if err != nil {
		t.Skip(err)
	}
	return text
}

// Root gives the root of this repository.
func Root(t testing.TB) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir
		}
		up := filepath.Dir(dir)
		if up == dir {
			t.Fatal("no go.mod above the test")
		}
		dir = up
	}
}

// Bare makes a tree of a fixture's headers, its mm/ and its top files, without the
// drivers that are wrong on purpose, and lays kernel-fixtures/series over it, whose
// driver is right.
func Bare(t testing.TB, fixture string) (root string) {
	t.Helper()
	root = t.TempDir()
	from := filepath.Join(Root(t), "kernel-fixtures")
	for _, dir := range []string{fixture + "/include", fixture + "/mm", "series"} {
		to := filepath.Join(root, filepath.Base(dir))
		if dir == "series" {
			to = root
		}
		if err := CopyTree(filepath.Join(from, dir), to); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{"Makefile", "Kbuild", "Kconfig"} {
		if err := copyFile(filepath.Join(from, fixture, name), filepath.Join(root, name)); err != nil {
			t.Fatal(err)
		}
	}
	return root
}

// CopyTree copies a directory over another one.
func CopyTree(from, to string) error {
	return filepath.WalkDir(from, func(path string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(from, path)
		if err != nil {
			return err
		}
		if e.IsDir() {
			return os.MkdirAll(filepath.Join(to, rel), 0o755)
		}
		return copyFile(path, filepath.Join(to, rel))
	})
}

func copyFile(from, to string) error {
	text, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	return os.WriteFile(to, text, 0o644)
}
