// SPDX-License-Identifier: MIT

package gup

import (
	"cmp"
	"embed"
	"encoding/json"
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"
)

// The built-in contracts, for code outside of any tree that defines the family.
// They are what "gupvet contract --format json" prints for the kernel of that
// version.
//
//go:embed builtin/*.json
var builtin embed.FS

// BuiltIn gives the built-in contract for a kernel version: that of the newest
// version which is not newer, or the oldest there is. Without a version it is
// the newest. It is made anew by each call.
func BuiltIn(version string) (*Contract, error) {
	files, err := builtin.ReadDir("builtin")
	if err != nil {
		return nil, err
	}
	var versions []string
	for _, f := range files {
		versions = append(versions, strings.TrimSuffix(f.Name(), ".json"))
	}
	slices.SortFunc(versions, compareVersions)
	best := versions[0]
	for _, v := range versions {
		if version == "" || compareVersions(v, version) <= 0 {
			best = v
		}
	}
	text, err := builtin.ReadFile(path.Join("builtin", best+".json"))
	if err != nil {
		return nil, err
	}
	c, err := Decode(text)
	if err != nil {
		return nil, fmt.Errorf("built-in contract %s: %w", best, err)
	}
	c.BuiltIn = true
	return c, nil
}

// Decode reads a contract as JSON has it.
func Decode(text []byte) (*Contract, error) {
	c := &Contract{}
	if err := json.Unmarshal(text, c); err != nil {
		return nil, err
	}
	for _, e := range c.Entries {
		for _, g := range e.guards() {
			if err := g.Validate(); err != nil {
				return nil, fmt.Errorf("%s: %w", e.Name, err)
			}
		}
	}
	return c.Index(), nil
}

// compareVersions orders kernel versions by their first two numbers.
func compareVersions(a, b string) int {
	x, y := versionNumbers(a), versionNumbers(b)
	return cmp.Or(cmp.Compare(x[0], y[0]), cmp.Compare(x[1], y[1]))
}

// versionNumbers gives the first two numbers of a version: 6 and 12 of
// 6.12.1-rc2.
func versionNumbers(v string) (out [2]int) {
	for i, s := range strings.SplitN(v, ".", 3) {
		if i > 1 {
			break
		}
		end := 0
		for end < len(s) && s[end] >= '0' && s[end] <= '9' {
			end++
		}
		out[i], _ = strconv.Atoi(s[:end])
	}
	return out
}
