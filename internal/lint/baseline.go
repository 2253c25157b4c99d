// SPDX-License-Identifier: MIT

package lint

import (
	"bufio"
	"cmp"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
)

// A Known is a finding, or several that are alike, that a baseline lists.
type Known struct {
	File, Function, Rule string
	Count                int
	Expr                 string // without its spaces
}

func known(f *Finding) Known {
	return Known{File: f.At.File, Function: f.Function, Rule: f.Rule, Expr: normalize(f.Expr)}
}

// A Baseline lists findings that are known. It is kept in a file of lines, one for
// each kind of finding in a function, sorted, without line numbers or anything
// that depends on other lines, so that git merges what two people change in it:
//
//	FILE FUNCTION RULE COUNT EXPRESSION
type Baseline struct{ list []Known }

// baselineHead is how a file begins.
const baselineHead = `# Findings that gupvet is to hide: FILE FUNCTION RULE COUNT EXPRESSION
# Written by "gupvet baseline write", read with --baseline.
`

// NewBaseline lists findings.
func NewBaseline(list []*Finding) *Baseline {
	b := &Baseline{}
	for _, f := range list {
		k := known(f)
		k.Count = 1
		b.list = append(b.list, k)
	}
	b.sort(func(a, b int) int { return a + b })
	return b
}

// sort puts entries in order and makes one of those that are alike.
func (b *Baseline) sort(join func(a, b int) int) {
	slices.SortFunc(b.list, compareKnown)
	var out []Known
	for _, k := range b.list {
		if n := len(out); n > 0 && compareKnown(out[n-1], k) == 0 {
			out[n-1].Count = join(out[n-1].Count, k.Count)
			continue
		}
		out = append(out, k)
	}
	b.list = out
}

func compareKnown(a, b Known) int {
	return cmp.Or(strings.Compare(a.File, b.File), strings.Compare(a.Function, b.Function), strings.Compare(a.Rule, b.Rule), strings.Compare(a.Expr, b.Expr))
}

// Len counts the entries.
func (b *Baseline) Len() int { return len(b.list) }

// ReadBaseline reads a baseline. name is that of the file, for messages. Of an
// entry that is there twice, as after a merge that kept both sides, the higher
// count holds.
func ReadBaseline(name string, r io.Reader) (*Baseline, error) {
	b := &Baseline{}
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, 1<<20)
	for n := 1; lines.Scan(); n++ {
		line := strings.TrimSpace(lines.Text())
		if line == "" || line[0] == '#' {
			continue
		}
		k, err := parseKnown(line)
		if err != nil {
			return nil, fmt.Errorf("%s:%d: %w", name, n, err)
		}
		b.list = append(b.list, k)
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	b.sort(func(a, b int) int { return max(a, b) })
	return b, nil
}

func parseKnown(line string) (Known, error) {
	for _, mark := range []string{"<<<<<<<", "=======", ">>>>>>>", "|||||||"} {
		if strings.HasPrefix(line, mark) {
			return Known{}, errors.New("a conflict of a merge stands there; keep both sides and take the marks away")
		}
	}
	var file string
	if quoted, err := strconv.QuotedPrefix(line); err == nil {
		file, _ = strconv.Unquote(quoted)
		line = "-" + line[len(quoted):]
	}
	w := strings.Fields(line)
	if len(w) != 5 {
		return Known{}, fmt.Errorf("not FILE FUNCTION RULE COUNT EXPRESSION: %d words", len(w))
	}
	n, err := strconv.Atoi(w[3])
	if err != nil || n < 1 {
		return Known{}, fmt.Errorf("%q is not a count", w[3])
	}
	return Known{File: cmp.Or(file, w[0]), Function: undash(w[1]), Rule: w[2], Count: n, Expr: undash(w[4])}, nil
}

// Write writes a baseline.
func (b *Baseline) Write(w io.Writer) error {
	out := bufio.NewWriter(w)
	out.WriteString(baselineHead)
	for _, k := range b.list {
		fmt.Fprintln(out, k)
	}
	return out.Flush()
}

// String is the entry's line in a file.
func (k Known) String() string {
	file := k.File
	if file == "" || strings.ContainsAny(file, " \"#\\") || strings.ContainsFunc(file, func(c rune) bool { return c <= ' ' || c == 0x7f }) {
		file = strconv.Quote(file)
	}
	return fmt.Sprintf("%s %s %s %d %s", file, dash(k.Function), k.Rule, k.Count, dash(k.Expr))
}

// A dash stands for what is empty.
func dash(s string) string { return cmp.Or(strings.Join(strings.Fields(s), ""), "-") }

func undash(s string) string {
	if s == "-" {
		return ""
	}
	return s
}

// Without leaves out of shown the findings that the baseline lists, as many of
// each as it says. What it lists beyond these and the findings that are hidden
// anyway is stale; judged tells of which entries that can be said.
func (b *Baseline) Without(shown, hidden []*Finding, judged func(Known) bool) (left []*Finding, stale []Known) {
	count := map[Known]int{}
	for _, k := range b.list {
		n := k.Count
		k.Count = 0
		count[k] = n
	}
	for _, f := range shown {
		if k := known(f); count[k] > 0 {
			count[k]--
			continue
		}
		left = append(left, f)
	}
	for _, f := range hidden {
		if k := known(f); count[k] > 0 {
			count[k]--
		}
	}
	for _, k := range b.list {
		k.Count = 0
		if n := count[k]; n > 0 && judged(k) {
			k.Count = n
			stale = append(stale, k)
		}
	}
	return left, stale
}
