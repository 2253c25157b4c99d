// SPDX-License-Identifier: MIT

package patch

import (
	"errors"
	"fmt"
	"io"
	"net/mail"
	"net/textproto"
	"strings"
)

// Read reads the patches of an input: an mbox with one or many messages, a
// single mail or a plain diff. The name is for messages.
//
// The series is never nil. Each error is an [*Error]; what it is about is left
// out of the series, which holds all that could be read. An input without any
// patch gives [ErrNoPatch].
func Read(name string, data []byte) (*Series, []error) {
	r := &reader{name: name, series: &Series{}, seen: map[string]bool{}}
	if strings.HasPrefix(string(data[:min(2, len(data))]), "\xff\xfe") || strings.HasPrefix(string(data[:min(2, len(data))]), "\xfe\xff") {
		r.fail(1, false, "", errors.New("the input is UTF-16; a diff has to be in the encoding of its files"))
		return r.series, r.errs
	}
	for _, m := range cutMbox(string(data)) {
		r.message(m)
	}
	r.arrange()
	if len(r.series.Patches) == 0 && len(r.errs) == 0 {
		r.fail(1, false, "", ErrNoPatch)
	}
	return r.series, r.errs
}

// A reader reads one input.
type reader struct {
	name   string
	series *Series
	errs   []error
	outer  int             // where the current message of the input begins
	seen   map[string]bool // Message-IDs
	found  []found

	replyErrs []error // of diffs in answers, which often are pieces
}

// found is a patch with what its subject said.
type found struct {
	*Patch
	reply bool
}

// fail reports what is wrong at a line: of the input or of decoded text.
func (r *reader) fail(line int, decoded bool, path string, err error) {
	e := &Error{Source: r.name, Line: line, Path: path, Err: err}
	if decoded {
		e.Line, e.Decoded = r.outer, line
	}
	r.errs = append(r.errs, e)
}

// message reads one message of the input, or one that is attached to it.
func (r *reader) message(m message) {
	if m.depth == 0 {
		r.outer = m.outer
	}
	if !m.mail {
		r.plain(m)
		return
	}
	if line, _, _ := strings.Cut(m.text, "\n"); strings.HasSuffix(line, "\r") {
		m.text = strings.ReplaceAll(m.text, "\r\n", "\n")
	}
	msg, err := mail.ReadMessage(strings.NewReader(m.text))
	if err != nil {
		r.fail(m.line, m.decoded, "", fmt.Errorf("not a mail: %w", err))
		return
	}
	id := strings.Trim(strings.TrimSpace(msg.Header.Get("Message-Id")), "<>")
	if id != "" && r.seen[id] {
		return // received twice, over two lists
	}
	r.seen[id] = true
	rest, _ := io.ReadAll(msg.Body) // of a string
	start := len(m.text) - len(rest)
	r.mail(m, msg.Header, id, part{
		text: string(rest), line: m.line + strings.Count(m.text[:start], "\n"), decoded: m.decoded,
	})
}

// plain reads a diff that is not in a mail.
func (r *reader) plain(m message) {
	b := &body{r: r}
	b.add(part{text: m.text, line: m.line, decoded: m.decoded})
	if files := b.finish(); b.tried {
		r.add(&Patch{Version: 1, Message: strings.Trim(strings.Join(b.prose, "\n"), "\n"), Files: files}, false)
	}
}

// mail reads the parts of a mail, and mails attached to it after it.
func (r *reader) mail(m message, header mail.Header, id string, text part) {
	sub := parseSubject(decodeHeader(header.Get("Subject")))
	if sub.isCover() && !sub.reply && r.series.Cover == "" {
		r.series.Cover = sub.text
	}
	b := &body{r: r}
	before := len(r.errs)
	var attached []message
	for _, p := range r.texts(mailPart{textproto.MIMEHeader(header), text}, 0) {
		switch first, _, _ := strings.Cut(p.text, "\n"); {
		case p.attached && (fromLine.MatchString(first) || isMail(p.text, 2)):
			attached = append(attached, r.attachment(p, m.depth)...)
		case sub.isCover() && !sub.reply && !p.attached:
			// A diff in it shows what has changed since the version before.
			b.findBase(strings.SplitAfter(p.text, "\n"))
		default:
			b.add(p)
		}
	}
	files := b.finish()
	switch {
	case b.tried:
		sub, message := b.message(sub)
		r.add(&Patch{
			Subject: sub.text, Number: sub.number, Total: sub.total, Version: sub.version,
			Commit: m.commit, ID: id, Message: message, Files: files,
		}, sub.reply)
	case sub.patch && !sub.isCover() && !sub.reply && len(attached) == 0:
		r.fail(m.line, m.decoded, "", fmt.Errorf("the mail %q has no diff in plain text", sub.text))
	}
	if sub.reply {
		r.replyErrs = append(r.replyErrs, r.errs[before:]...)
		r.errs = r.errs[:before]
	} else if r.series.Base == "" {
		r.series.Base = b.base
	}
	for _, a := range attached {
		r.message(a)
	}
}

// attachment gives the messages in a part that is an mbox or a mail.
func (r *reader) attachment(p part, depth int) []message {
	if depth >= maxDepth {
		r.fail(p.line, p.decoded, "", errors.New("mails are attached to mails too deep"))
		return nil
	}
	list := cutMbox(p.text)
	for i := range list {
		list[i].line += p.line - 1
		list[i].outer, list[i].decoded, list[i].depth = r.outer, p.decoded, depth+1
	}
	return list
}

func (r *reader) add(p *Patch, reply bool) {
	p.Source, p.Line = r.name, r.outer
	r.found = append(r.found, found{p, reply})
}
