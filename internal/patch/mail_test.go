// SPDX-License-Identifier: MIT

package patch

import (
	"encoding/base64"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// diffX is a diff of one line of a file.
func diffX(path string) string {
	return "diff --git a/" + path + " b/" + path + "\nindex 1..2 100644\n--- a/" + path + "\n+++ b/" + path + "\n@@ -1,2 +1,2 @@\n-a\n+b\n c\n"
}

// letter is a mail with a patch as format-patch makes it.
func letter(subject, path string) string {
	return "From: Ann Example <ann@example.org>\nDate: Tue, 14 Nov 2023 22:13:20 +0000\nSubject: " + subject + "\n\n" +
		"Why.\n\nSigned-off-by: Ann Example <ann@example.org>\n---\n " + path + " | 2 +-\n 1 file changed\n\n" + diffX(path) + "-- \n2.39.5\n\n"
}

const (
	from1 = "From 1111111111111111111111111111111111111111 Mon Sep 17 00:00:00 2001\n"
	from2 = "From 2222222222222222222222222222222222222222 Mon Sep 17 00:00:00 2001\n"
	b4    = "From git@z Thu Jan  1 00:00:00 1970\n"
)

func TestReadMail(t *testing.T) {
	base64Body := base64.StdEncoding.EncodeToString([]byte("Why.\n---\n" + diffX("x.c")))
	for _, test := range []struct{ name, input, want, errs string }{{
		name:  "one of format-patch",
		input: from1 + letter("[PATCH] mm: fix x", "x.c"),
		want:  "patch \"mm: fix x\" 0/0 v1 line 1\n  13: \"x.c\" -> \"x.c\"\n    17: @@ -1,2 +1,2 @@\n",
	}, {
		name:  "a single mail",
		input: "\n" + letter("[PATCH] mm: fix x", "x.c"),
		want:  "patch \"mm: fix x\" 0/0 v1 line 2\n  13: \"x.c\" -> \"x.c\"\n    17: @@ -1,2 +1,2 @@\n",
	}, {
		name: "a series out of order, with its cover and other mails",
		input: b4 + letter("[RFC PATCH v2 2/2] second", "y.c") +
			b4 + "Subject: Re: [RFC PATCH v2 1/2] first\n\n> diff --git a/x b/x\nNo.\n\n" +
			b4 + "Subject: [RFC PATCH v2 0/2] all of\n it\n\nWords.\n\nInterdiff:\n" + diffX("x.c") + "base-commit: 0123456789abcdef0123456789abcdef01234567\n\n" +
			b4 + letter("[RFC PATCH v2 1/2] first", "x.c") +
			b4 + letter("Re: [RFC PATCH v2 1/2] first", "z.c") +
			b4 + "Subject: Re: [RFC PATCH v2 2/2] second\n\n---\n@@ -1 +1 @@\n-a\n+b\n",
		want: "cover \"all of it\"\n" +
			"patch \"first\" 1/2 v2 line 47\n  59: \"x.c\" -> \"x.c\"\n    63: @@ -1,2 +1,2 @@\n" +
			"patch \"second\" 2/2 v2 line 1\n  13: \"y.c\" -> \"y.c\"\n    17: @@ -1,2 +1,2 @@\n" +
			"reply \"first\"\nreply \"second\"\n" +
			"note in an answer: test:97: a hunk without the name of a file before it\n",
	}, {
		name:  "two versions stay as they lie",
		input: from1 + letter("[PATCH 2/2] b", "y.c") + from2 + letter("[PATCH v2 1/2] a", "x.c"),
		want: "patch \"b\" 2/2 v1 line 1\n  13: \"y.c\" -> \"y.c\"\n    17: @@ -1,2 +1,2 @@\n" +
			"patch \"a\" 1/2 v2 line 24\n  36: \"x.c\" -> \"x.c\"\n    40: @@ -1,2 +1,2 @@\n",
	}, {
		name:  "an answer alone is a patch",
		input: letter("Re: Re: [PATCH 1/3] mm: fix x", "x.c"),
		want:  "patch \"mm: fix x\" 1/3 v1 line 1\n  12: \"x.c\" -> \"x.c\"\n    16: @@ -1,2 +1,2 @@\n",
	}, {
		name:  "the same mail from two lists",
		input: b4 + "Message-ID: <1@example.org>\n" + letter("[PATCH] x", "x.c") + b4 + "Message-Id: <1@example.org>\n" + letter("[PATCH] x", "x.c"),
		want:  "patch \"x\" 0/0 v1 line 1\n  14: \"x.c\" -> \"x.c\"\n    18: @@ -1,2 +1,2 @@\n",
	}, {
		name:  "CRLF",
		input: strings.ReplaceAll(from1+letter("[PATCH 1/1] mm: fix x", "x.c"), "\n", "\r\n"),
		want:  "patch \"mm: fix x\" 1/1 v1 line 1\n  13: \"x.c\" -> \"x.c\"\n    17: @@ -1,2 +1,2 @@\n",
	}, {
		name:  "an encoded subject over two lines, a tag of the commit's own",
		input: "Subject: =?UTF-8?q?[PATCH_1/2]_[media]_gr?=\n =?UTF-8?Q?=C3=BC=C3=9Fe?= an =?iso-8859-1?Q?J=F6rg?=, =?koi8-r?B?z8s=?= =?x-none?q?=80?=\n\n" + diffX("x.c"),
		want:  "patch \"[media] grüße an Jörg, ок€\" 1/2 v1 line 1\n  4: \"x.c\" -> \"x.c\"\n    8: @@ -1,2 +1,2 @@\n",
	}, {
		name:  "raw bytes in a subject",
		input: "Subject: gr\xfc\xdfe\n\n" + diffX("x.c"),
		want:  "patch \"grüße\" 0/0 v1 line 1\n  3: \"x.c\" -> \"x.c\"\n    7: @@ -1,2 +1,2 @@\n",
	}, {
		name:  "a header in the body",
		input: "From: Ann <ann@example.org>\nSubject: [PATCH] forwarded\n\nFrom: Bob <bob@example.org>\nSubject: [PATCH] mm: the\n true one\n\nWhy.\n---\n" + diffX("x.c"),
		want:  "patch \"mm: the true one\" 0/0 v1 line 1\n  10: \"x.c\" -> \"x.c\"\n    14: @@ -1,2 +1,2 @@\n",
	}, {
		name: "quoted-printable",
		input: "Subject: [PATCH] qp\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\nWhy, J=C3=B6rg.\n---\n" +
			strings.Replace(diffX("x.c"), "+b\n", "+b=3D=\n=20c\n", 1),
		want: "patch \"qp\" 0/0 v1 line 1\n  3: \"x.c\" -> \"x.c\" decoded\n    7: @@ -1,2 +1,2 @@\n",
	}, {
		name:  "base64 with a list's footer",
		input: "Subject: [PATCH] b64\nContent-Transfer-Encoding: BASE64\n\n" + base64Body[:40] + "\n" + base64Body[40:] + "\n____________\nlist@example.org\n",
		want:  "patch \"b64\" 0/0 v1 line 1\n  3: \"x.c\" -> \"x.c\" decoded\n    7: @@ -1,2 +1,2 @@\n",
	}, {
		name: "base64 that is broken",
		input: from1 + "Subject: [PATCH 1/2] b64\nContent-Transfer-Encoding: base64\n\nAAAAA\n\n" +
			from2 + letter("[PATCH 2/2] fine", "x.c"),
		want: "patch \"fine\" 2/2 v1 line 7\n  19: \"x.c\" -> \"x.c\"\n    23: @@ -1,2 +1,2 @@\n",
		errs: "test:5: base64: unexpected EOF\ntest:2: the mail \"b64\" has no diff in plain text\n",
	}, {
		name: "an attachment",
		input: "Subject: [PATCH] att\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=\"b\"\n\nnot seen\n--b\nContent-Type: text/plain; charset=UTF-8\n\nWhy.\n" +
			"--b\nContent-Type: text/x-patch; name=\"x.patch\"\nContent-Disposition: attachment; filename=\"x.patch\"\n\n" + diffX("x.c") + "\n--b--\n",
		want: "patch \"att\" 0/0 v1 line 1\n  14: \"x.c\" -> \"x.c\"\n    18: @@ -1,2 +1,2 @@\n",
	}, {
		name: "alternatives inside of mixed, octets with a name, no end",
		input: "Subject: [PATCH] att\nContent-Type: multipart/mixed; boundary=bb\n\n--bb\nContent-Type: multipart/alternative; boundary=b\n\n--b\n\nWhy.\n" +
			"--b\nContent-Type: text/html\n\n<p>\n--b--\n--bb\nContent-Type: application/octet-stream; name=x.DIFF\n\n" + diffX("x.c"),
		want: "patch \"att\" 0/0 v1 line 1\n  18: \"x.c\" -> \"x.c\"\n    22: @@ -1,2 +1,2 @@\n",
	}, {
		name: "two format-patch files attached to a cover",
		input: "Subject: [PATCH 0/2] here\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nHello.\n--b\nContent-Type: text/x-patch\n\n" +
			from1 + letter("[PATCH 1/2] one", "x.c") + "--b\nContent-Type: message/rfc822\n\n" + letter("[PATCH 2/2] two", "y.c") + "--b--\n",
		want: "cover \"here\"\npatch \"one\" 1/2 v1 line 1\n  22: \"x.c\" -> \"x.c\"\n    26: @@ -1,2 +1,2 @@\n" +
			"patch \"two\" 2/2 v1 line 1\n  47: \"y.c\" -> \"y.c\"\n    51: @@ -1,2 +1,2 @@\n",
	}, {
		name:  "flowed as it should be",
		input: "Subject: f\nContent-Type: text/plain; format=flowed\n\n" + strings.Replace(diffX("x.c"), "\n c", "\n  c", 1) + "-- \nme\n",
		want:  "patch \"f\" 0/0 v1 line 1\n  4: \"x.c\" -> \"x.c\"\n    8: @@ -1,2 +1,2 @@\n",
	}, {
		name:  "flowed in name only",
		input: "Subject: f\nContent-Type: text/plain; format=Flowed\n\n" + diffX("x.c"),
		want:  "patch \"f\" 0/0 v1 line 1\n  4: \"x.c\" -> \"x.c\"\n    8: @@ -1,2 +1,2 @@\n",
	}, {
		name:  "flowed and wrapped",
		input: "Subject: f\nContent-Type: text/plain; format=flowed\n\n" + strings.Replace(diffX("x.c"), "+b\n", "+b \nb\n", 1),
		want:  "patch \"f\" 0/0 v1 line 1\n",
		errs: "test:10: the line ends in a space in a mail with format=flowed: it may have been wrapped\n" +
			"test:8: x.c: malformed hunk \"@@ -1,2 +1,2 @@\": fragment header miscounts lines: -1 old, -1 new, before \"b\": a mailer may have wrapped a line\n",
	}, {
		name:  "HTML only",
		input: from1 + "Subject: [PATCH] h\nContent-Type: text/html\n\n<p>\n\n" + from2 + letter("[PATCH] fine", "x.c"),
		want:  "patch \"fine\" 0/0 v1 line 7\n  19: \"x.c\" -> \"x.c\"\n    23: @@ -1,2 +1,2 @@\n",
		errs:  "test:2: the mail \"h\" has no diff in plain text\n",
	}, {
		name:  "malformed Content-Type",
		input: "Subject: c\nContent-Type: text; charset=a; charset=b\n\n" + diffX("x.c"),
		want:  "patch \"c\" 0/0 v1 line 1\n  4: \"x.c\" -> \"x.c\"\n    8: @@ -1,2 +1,2 @@\n",
	}, {
		name:  "no boundary, and a From line without headers after it",
		input: from1 + "Subject: m\nContent-Type: multipart/mixed\n\n" + diffX("x.c") + from2 + "a b: c\n\n",
		errs:  "test:5: multipart/mixed that is too deep or has no boundary\n",
	}, {
		name:  "a broken header among good mails",
		input: from1 + "Subject: m\nnonsense\n\n" + diffX("x.c") + from2 + letter("[PATCH] fine", "x.c"),
		want:  "patch \"fine\" 0/0 v1 line 13\n  25: \"x.c\" -> \"x.c\"\n    29: @@ -1,2 +1,2 @@\n",
		errs:  "test:2: not a mail: malformed header line: nonsense\n",
	}} {
		t.Run(test.name, func(t *testing.T) {
			s, errs := Read("test", []byte(test.input))
			if diff := cmp.Diff(test.want, show(s)); diff != "" {
				t.Errorf("series (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(test.errs, joinErrors(errs)); diff != "" {
				t.Errorf("errors (-want +got):\n%s", diff)
			}
		})
	}
}
