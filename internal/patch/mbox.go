// SPDX-License-Identifier: MIT

package patch

import (
	"regexp"
	"strings"
)

// A message is a mail, not yet taken apart, or a plain diff.
type message struct {
	text    string
	mail    bool
	line    int    // of its first line in the input, from 1
	decoded bool   // it was an attachment that had to be decoded: its lines are counted from 1
	outer   int    // where the mail around it begins in the input; line if there is none
	commit  string // out of git's "From " line
	depth   int    // of mails attached to mails
}

// fromLine is the line that begins a message of an mbox. As git does, it asks
// for a time and a year, so that prose which begins with "From " is none.
var fromLine = regexp.MustCompile(`^From (\S*).*\d:\d\d(:\d\d)? .*\d{4}\s*$`)

// objectName is the name that format-patch puts in the place of the sender.
var objectName = regexp.MustCompile(`^([0-9a-f]{40}|[0-9a-f]{64})$`)

// cutMbox cuts an input into messages. One that does not begin with a "From "
// line is one mail, if it begins with headers, or one diff.
func cutMbox(text string) []message {
	text = strings.TrimPrefix(text, "\ufeff")
	rest, line := text, 1
	for strings.HasPrefix(rest, "\n") || strings.HasPrefix(rest, "\r\n") {
		_, rest, _ = strings.Cut(rest, "\n")
		line++
	}
	first, _, _ := strings.Cut(rest, "\n")
	if !fromLine.MatchString(first) {
		if isMail(rest, 1) {
			return []message{{text: rest, mail: true, line: line, outer: line}}
		}
		return []message{{text: text, line: 1, outer: 1}}
	}
	var list []message
	for start := 0; start < len(rest); {
		end := nextMessage(rest, start)
		first, body, _ := strings.Cut(rest[start:end], "\n")
		m := message{text: unescape(body), mail: true, line: line + 1, outer: line}
		if name := fromLine.FindStringSubmatch(first)[1]; objectName.MatchString(name) {
			m.commit = name
		}
		list = append(list, m)
		line += strings.Count(rest[start:end], "\n")
		start = end
	}
	return list
}

// nextMessage finds the end of the message that begins at start: the next
// "From " line with a header after it.
func nextMessage(text string, start int) int {
	for i := start; ; {
		n := strings.Index(text[i:], "\nFrom ")
		if n < 0 {
			return len(text)
		}
		i += n + 1
		line, after, _ := strings.Cut(text[i:], "\n")
		if fromLine.MatchString(line) && headerStart.MatchString(after) {
			return i
		}
	}
}

// escaped are lines that an mbox has to tell from those that begin a message.
var escaped = regexp.MustCompile(`(?m)^>(>*From )`)

// unescape takes one ">" off them. No line of a diff looks like this.
func unescape(text string) string {
	if !strings.Contains(text, ">From ") {
		return text
	}
	return escaped.ReplaceAllString(text, "$1")
}

var headerStart = regexp.MustCompile(`^[!-9;-~]+:`)

// known headers, one of which every mail has.
var mailHeader = regexp.MustCompile(`(?i)^(from|subject|date|message-id|mime-version|content-type):`)

// isMail tells whether a text begins with headers, at least so many of them
// known ones, up to an empty line.
func isMail(text string, atLeast int) bool {
	n := 0
	for text != "" {
		var line string
		line, text, _ = strings.Cut(text, "\n")
		switch {
		case strings.TrimSuffix(line, "\r") == "":
			return n >= atLeast
		case mailHeader.MatchString(line):
			n++
		case headerStart.MatchString(line), n > 0 && (line[0] == ' ' || line[0] == '\t'):
		default:
			return false
		}
	}
	return n >= atLeast
}
