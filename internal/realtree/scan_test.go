// SPDX-License-Identifier: MIT

package realtree

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/gupvet/gupvet/internal/passes"
)

// strip blanks comments, strings and character constants of a C text at equal
// length; line ends stay. It shares no code with the parser.
func strip(text []byte) []byte {
	out := bytes.Clone(text)
	blank := func(from, to int) {
		for i := from; i < min(to, len(out)); i++ {
			if out[i] != '\n' {
				out[i] = ' '
			}
		}
	}
	for i := 0; i < len(text); {
		switch rest := text[i:]; {
		case bytes.HasPrefix(rest, []byte("/*")):
			n := bytes.Index(rest[2:], []byte("*/"))
			if n < 0 {
				n = len(rest)
			}
			blank(i, i+n+4)
			i += n + 4
		case bytes.HasPrefix(rest, []byte("//")):
			n := lineEnd(rest)
			blank(i, i+n)
			i += n
		case rest[0] == '"' || rest[0] == '\'':
			n := quoteEnd(rest)
			blank(i+1, i+n-1)
			i += n
		default:
			i++
		}
	}
	return out
}

// lineEnd gives the length of a line that may go on behind a backslash.
func lineEnd(text []byte) int {
	for i, b := range text {
		if b == '\n' && (i == 0 || text[i-1] != '\\') {
			return i
		}
	}
	return len(text)
}

// quoteEnd gives the length of a string; one that is not closed ends with its
// line, as an apostrophe in assembly or in an #error does.
func quoteEnd(text []byte) int {
	for i := 1; i < len(text); i++ {
		switch text[i] {
		case '\\':
			i++
		case '\n':
			return i
		case text[0]:
			return i + 1
		}
	}
	return len(text)
}

// callsOf lists the calls of names in a C text that stand within a function or
// in the body of a macro, as line:name. Braces at the left margin begin and end
// functions, so that an #if that cuts through one costs only that one.
func callsOf(text []byte, names map[string]bool) []string {
	text = strip(text)
	var out []string
	depth, line := 0, 0
	macro := false // within a #define that goes on
	for raw := range bytes.Lines(text) {
		line++
		s := strings.TrimRight(string(raw), "\n")
		code, inMacro := s, macro
		if define, ok := strings.CutPrefix(strings.ReplaceAll(strings.TrimSpace(s), "# ", "#"), "#define"); ok && !macro {
			code, inMacro = macroBody(define), true
		} else if strings.HasPrefix(strings.TrimSpace(s), "#") && !macro {
			code = ""
		}
		macro = inMacro && strings.HasSuffix(s, "\\")
		if depth > 0 || inMacro || strings.HasPrefix(s, "{") {
			out = append(out, callsInLine(code, string(text), line, names)...)
		}
		switch {
		case inMacro:
		case strings.HasPrefix(s, "}"):
			depth = 0
		case strings.HasPrefix(s, "{"):
			depth = 1 + strings.Count(s[1:], "{") - strings.Count(s[1:], "}")
		default:
			depth = max(0, depth+strings.Count(code, "{")-strings.Count(code, "}"))
		}
	}
	return out
}

// macroBody gives what follows the name and the parameters of a macro.
func macroBody(define string) string {
	define = strings.TrimSpace(define)
	name := wordLen(define)
	if rest := define[name:]; strings.HasPrefix(rest, "(") {
		if end := strings.IndexByte(rest, ')'); end >= 0 {
			return rest[end+1:]
		}
	}
	return define[name:]
}

func wordLen(s string) int {
	for i := range len(s) {
		if !isWord(s[i]) {
			return i
		}
	}
	return len(s)
}

func isWord(b byte) bool {
	return b == '_' || b >= '0' && b <= '9' || b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z'
}

// callsInLine lists the calls in a line; the parenthesis may stand on one of the
// next.
func callsInLine(code, text string, line int, names map[string]bool) []string {
	var out []string
	for i := 0; i < len(code); {
		n := wordLen(code[i:])
		if n == 0 {
			i++
			continue
		}
		word, before := code[i:i+n], strings.TrimRight(code[:i], " \t")
		i += n
		after := strings.TrimSpace(code[i:])
		if after == "" {
			after = strings.TrimSpace(afterLine(text, line))
		}
		member := strings.HasSuffix(before, "->") || strings.HasSuffix(before, ".")
		if names[word] && strings.HasPrefix(after, "(") && !member {
			out = append(out, fmt.Sprintf("%d:%s", line, word))
		}
	}
	return out
}

// afterLine gives the text behind a line.
func afterLine(text string, line int) string {
	for range line {
		_, text, _ = strings.Cut(text, "\n")
	}
	return text
}

// count counts equal texts.
func count(list []string) map[string]int {
	m := map[string]int{}
	for _, s := range list {
		m[s]++
	}
	return m
}

func TestCallsOf(t *testing.T) {
	text := `long f(int);
long f(int x)
{
	/* f(1) */ char *s = "f(2)"; // f(3)
	p->f(4);
	return f(5) + f (6) +
		f
		(7) + g.f(8) + ff(9);
}
#define F(x) f(x)
#define f(x) \
	f((x) + 1)
struct s { int (*f)(int); };
extern int f(int);
`
	want := []string{"6:f", "6:f", "7:f", "10:f", "12:f"}
	if got := callsOf([]byte(text), map[string]bool{"f": true}); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// members are the names that an entry list of any kernel has; a contract that
// lost one would make the comparison below pass by looking at less.
var members = []string{"get_user_pages", "get_user_pages_remote", "get_user_pages_unlocked", "get_user_pages_fast",
	"pin_user_pages", "pin_user_pages_remote", "pin_user_pages_unlocked", "pin_user_pages_fast", "fixup_user_fault"}

// TestEveryCallHasOneRow compares the calls that are found with those that stand
// in the text of the whole tree.
func TestEveryCallHasOneRow(t *testing.T) {
	for _, version := range []string{"6.1", "6.12"} {
		t.Run(version, func(t *testing.T) {
			k := Open(t, version)
			set := k.Calls(t, nil)
			names := map[string]bool{}
			for _, e := range set.Snapshot.Contract.Entries {
				names[e.Name] = true
			}
			for _, m := range members {
				if !names[m] {
					t.Errorf("%s is no entry", m)
				}
			}
			want := count(textCalls(t, k, set.Snapshot.Contract.File, names))
			got := count(siteCalls(set))
			for _, key := range slices.Sorted(maps.Keys(want)) {
				if got[key] != want[key] {
					t.Errorf("%s: %d calls in the text, %d rows", key, want[key], got[key])
				}
			}
			for _, key := range slices.Sorted(maps.Keys(got)) {
				if want[key] == 0 {
					t.Errorf("%s: a row without a call in the text", key)
				}
			}
			for _, g := range set.Gaps {
				t.Errorf("%v: gap in %s: %s", g.At, g.Function, g.Reason)
			}
			t.Logf("%d calls", len(set.Sites))
		})
	}
}

// textCalls lists the calls of names in all files of a tree but one.
func textCalls(t *testing.T, k *Kernel, except string, names map[string]bool) []string {
	var out []string
	short := shortest(names)
	for _, path := range k.Prog.Index().AllFiles() {
		text, err := k.Tree.ReadFile(path)
		if path == except || err != nil || !mentions(text, short) {
			continue
		}
		for _, c := range callsOf(text, names) {
			out = append(out, path+":"+c)
		}
	}
	return out
}

// mentions tells whether one of the names occurs in a text.
func mentions(text []byte, names []string) bool {
	return slices.ContainsFunc(names, func(n string) bool { return bytes.Contains(text, []byte(n)) })
}

// shortest lists the names that have no other name within them: a text without
// any of these has none of the names.
func shortest(names map[string]bool) []string {
	var out []string
	for n := range names {
		within := false
		for m := range names {
			within = within || m != n && strings.Contains(n, m)
		}
		if !within {
			out = append(out, n)
		}
	}
	return out
}

func siteCalls(set *passes.CallSet) []string {
	var out []string
	for _, s := range set.Sites {
		r := passes.Range(s.At)
		out = append(out, fmt.Sprintf("%s:%d:%s", r.File, r.Start.Line, s.Entry.Name))
	}
	return out
}
