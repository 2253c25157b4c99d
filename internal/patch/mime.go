// SPDX-License-Identifier: MIT

package patch

import (
	"bufio"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/textproto"
	"regexp"
	"strings"
)

// maxDepth is how deep parts of mails, and mails in mails, are followed.
const maxDepth = 10

// A part is a text of an input: a plain diff, or one of the texts of a mail.
type part struct {
	text     string
	line     int    // of its first line: in the input, or 1 if it is decoded
	decoded  bool   // its lines are not those of the input
	charset  string // for its prose
	flowed   bool   // format=flowed of RFC 3676
	attached bool   // a file of its own, no prose of the mail
}

// A mailPart is a mail's body, or a part of it, with its headers.
type mailPart struct {
	header textproto.MIMEHeader
	part
}

// texts gives the text parts of a mail's body in order. Where it offers the
// same in several forms, only the plain one counts.
func (r *reader) texts(m mailPart, depth int) []part {
	media, params := mediaType(m.header.Get("Content-Type"))
	_, disposition := mediaType(m.header.Get("Content-Disposition"))
	name := disposition["filename"] + params["name"]
	switch {
	case strings.HasPrefix(media, "multipart/"):
		return r.multipart(m, media, params["boundary"], depth)
	case media == "message/rfc822", isPatchFile(media, name):
		m.attached = true
	case !strings.HasPrefix(media, "text/"), media == "text/html":
		return nil
	default:
		m.attached = name != ""
	}
	m.charset = params["charset"]
	m.flowed = strings.EqualFold(params["format"], "flowed")
	decoded, err := decodeBody(m.header.Get("Content-Transfer-Encoding"), m.text)
	if err != nil {
		r.fail(m.line, m.decoded, "", err)
	}
	if decoded != m.text {
		m.text, m.line, m.decoded = decoded, 1, true
	}
	return []part{m.part}
}

// multipart gives the text parts of a body that has parts.
func (r *reader) multipart(m mailPart, media, boundary string, depth int) (list []part) {
	if boundary == "" || depth >= maxDepth {
		r.fail(m.line, m.decoded, "", fmt.Errorf("%s that is too deep or has no boundary", media))
		return nil
	}
	parts := multipart.NewReader(strings.NewReader(m.text), boundary)
	for offset, line := 0, m.line; ; {
		p, err := parts.NextRawPart()
		if errors.Is(err, io.EOF) {
			return list
		}
		if err != nil {
			r.fail(m.line, m.decoded, "", fmt.Errorf("%s: %w", media, err))
			return list
		}
		data, _ := io.ReadAll(p) // of a string; the last part may be cut short
		start := contents(m.text, boundary, offset)
		line += strings.Count(m.text[offset:start], "\n")
		found := r.texts(mailPart{p.Header, part{text: string(data), line: line, decoded: m.decoded}}, depth+1)
		offset = min(start+len(data), len(m.text))
		line += strings.Count(m.text[start:offset], "\n")
		if media != "multipart/alternative" || len(list) == 0 {
			list = append(list, found...)
		}
	}
}

// contents finds where the contents of the next part after an offset begin:
// mime/multipart does not tell it.
func contents(text, boundary string, from int) int {
	i := strings.Index(text[from:], "--"+boundary)
	if i < 0 {
		return from
	}
	from += i
	for line := range strings.Lines(text[from:]) {
		from += len(line)
		if strings.TrimRight(line, "\r\n") == "" {
			break
		}
	}
	return from
}

// mediaType parses a header of this form as well as it can be. The default is
// text/plain.
func mediaType(s string) (media string, params map[string]string) {
	media, params, err := mime.ParseMediaType(s)
	if err != nil {
		media, _, _ = strings.Cut(s, ";")
		media = strings.ToLower(strings.TrimSpace(media))
	}
	if media == "" || media == "text" {
		media = "text/plain"
	}
	return media, params
}

// isPatchFile tells whether an attachment is a patch by its type or name.
func isPatchFile(media, name string) bool {
	switch media {
	case "text/x-patch", "text/x-diff", "application/x-patch", "application/x-diff":
		return true
	case "text/html":
		return false
	}
	name = strings.ToLower(name)
	for _, suffix := range []string{".patch", ".diff", ".mbox", ".mbx"} {
		if strings.HasSuffix(name, suffix) {
			return true
		}
	}
	return false
}

var base64Line = regexp.MustCompile(`^[A-Za-z0-9+/]*={0,2}\s*$`)

// decodeBody undoes a Content-Transfer-Encoding. What was decoded before an
// error is given with it.
func decodeBody(encoding, text string) (string, error) {
	var r io.Reader
	switch strings.ToLower(strings.TrimSpace(encoding)) {
	case "quoted-printable":
		// The size lets lines be longer than they may be.
		r = quotedprintable.NewReader(bufio.NewReaderSize(strings.NewReader(text), len(text)+1))
	case "base64":
		// A mailing list may have put its plain footer below.
		var b strings.Builder
		for line := range strings.Lines(text) {
			if !base64Line.MatchString(line) {
				break
			}
			b.WriteString(strings.TrimSpace(line))
		}
		r = base64.NewDecoder(base64.StdEncoding, strings.NewReader(b.String()))
	default:
		return text, nil
	}
	data, err := io.ReadAll(r)
	if err != nil {
		err = fmt.Errorf("%s: %w", strings.ToLower(encoding), err)
	}
	return string(data), err
}
