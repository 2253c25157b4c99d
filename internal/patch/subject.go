// SPDX-License-Identifier: MIT

package patch

import (
	"regexp"
	"strconv"
	"strings"
)

// A subject is a mail's subject taken apart.
type subject struct {
	text          string // without "Re:" and the brackets of a patch
	number, total int    // of "1/2"; 0 when it is not said
	version       int    // of "v2"; 1 when it is not said
	patch         bool   // it has brackets of a patch
	reply         bool   // it begins with "Re:" or the like
}

// isCover tells whether it is "[PATCH 0/2]".
func (s *subject) isCover() bool { return s.total > 0 && s.number == 0 }

var (
	reply    = regexp.MustCompile(`(?i)^(re|fwd?|aw|wg|sv|vs|antw)(\[\d+\])?\s*:\s*`)
	bracket  = regexp.MustCompile(`^\[([^\[\]]*)\]\s*`)
	ordinal  = regexp.MustCompile(`^(\d{1,6})/(\d{1,6})$`)
	revision = regexp.MustCompile(`(?i)^(?:patch)?v(\d{1,6})$`)
	kind     = regexp.MustCompile(`(?i)^patch|^rfc|^rft$|^resend$`)
)

// parseSubject takes a decoded subject apart. Brackets that say nothing of a
// patch are left: they are part of the commit's subject.
func parseSubject(s string) subject {
	sub := subject{version: 1}
	s = strings.Join(strings.Fields(s), " ")
	for {
		if m := reply.FindString(s); m != "" {
			sub.reply = true
			s = s[len(m):]
			continue
		}
		m := bracket.FindStringSubmatch(s)
		if m == nil || !sub.tag(m[1]) {
			break
		}
		sub.patch = true
		s = s[len(m[0]):]
	}
	sub.text = s
	return sub
}

// tag reads what stands between brackets, as "RFC PATCH v2 1/2" or "v2,1/2". It
// tells whether it is that of a patch.
func (s *subject) tag(text string) (found bool) {
	for _, word := range strings.FieldsFunc(text, func(c rune) bool { return c == ' ' || c == ',' }) {
		if m := ordinal.FindStringSubmatch(word); m != nil {
			s.number, _ = strconv.Atoi(m[1])
			s.total, _ = strconv.Atoi(m[2])
			found = true
		} else if m := revision.FindStringSubmatch(word); m != nil {
			s.version, _ = strconv.Atoi(m[1])
			found = true
		} else if kind.MatchString(word) {
			found = true
		}
	}
	return found
}
