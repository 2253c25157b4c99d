// SPDX-License-Identifier: MIT

package inspect

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
)

// WriteJSON writes a value as indented JSON.
func WriteJSON(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", " ")
	return enc.Encode(v)
}

// WriteText writes the audit as a table, one line a call; relative turns a path
// of the tree into one for the reader.
func (a *Audit) WriteText(w io.Writer, relative func(string) string) error {
	tw := tabwriter.NewWriter(w, 0, 8, 2, ' ', 0)
	const columns = "\tFLAGS\tLOCKED\tPAGES\tMMAP_LOCK\tRESULT\tCONDITION"
	if len(a.Sites) > 0 || len(a.Wrappers) == 0 {
		fmt.Fprintln(tw, "PLACE\tFUNCTION\tENTRY"+columns)
	}
	for _, r := range a.Sites {
		r.write(tw, relative, r.Entry)
	}
	if len(a.Sites) > 0 && len(a.Wrappers) > 0 {
		fmt.Fprintln(tw)
	}
	if len(a.Wrappers) > 0 {
		fmt.Fprintln(tw, "CALLS OF WRAPPERS\tFUNCTION\tWRAPPER > ENTRY"+columns)
	}
	for _, r := range a.Wrappers {
		r.write(tw, relative, r.Callee+" > "+r.Entry)
	}
	if err := tw.Flush(); err != nil {
		return err
	}
	for _, g := range a.Gaps {
		if _, err := fmt.Fprintf(w, "%s:%d:%d: note: %s [gap]\n", relative(g.File), g.Line, g.Column, g.Reason); err != nil {
			return err
		}
	}
	return nil
}

func (r *Row) write(w io.Writer, relative func(string) string, entry string) {
	fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n", r.place(relative), r.Function, entry, r.flags(), r.Locked, r.Pages, r.Lock, r.Result, r.Cond)
}

// flags spells the flags: FOLL_WRITE|FOLL_NOWAIT? where the second is set on some
// paths only, and what is not known in brackets.
func (r *Row) flags() string {
	var parts []string
	must := map[string]bool{}
	for _, f := range r.Must {
		must[f] = true
	}
	for _, f := range r.May {
		if !must[f] {
			f += "?"
		}
		parts = append(parts, f)
	}
	if len(r.Unknown) > 0 {
		parts = append(parts, "["+strings.Join(r.Unknown, ", ")+"]")
	}
	if len(parts) == 0 {
		return "0"
	}
	return strings.Join(parts, "|")
}
