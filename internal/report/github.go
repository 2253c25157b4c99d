// SPDX-License-Identifier: MIT

package report

import (
	"fmt"
	"path/filepath"
	"strings"

	"github.com/gupvet/gupvet/internal/lint"
)

// The escapes of workflow commands: in the message, and in the properties
// besides. GitHub's actions toolkit has them in packages/core/src/command.ts.
var (
	githubData     = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	githubProperty = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)

// github writes workflow commands, which GitHub shows beside the code. The steps
// are further lines of the message.
func (w *writer) github() error {
	for _, f := range w.res.Findings {
		if isPast(f) && f.Origin.State == lint.Fixed {
			continue
		}
		lines := []string{clean(f.Message) + wasThere(f)}
		for _, s := range f.Steps {
			lines = append(lines, w.locus(s.At)+": "+clean(s.Text))
		}
		command := "notice"
		switch {
		case isPast(f):
			lines = append(lines, clean(pastText(f.Origin)))
		case f.Origin != nil && f.Origin.State == lint.New:
			lines = append(lines, clean(bringsIn(f.Origin)))
		}
		if f.Severity > lint.Note && !isPast(f) {
			command = f.Severity.String()
		}
		fmt.Fprintf(w, "::%s file=%s,line=%d,endLine=%d,col=%d,endColumn=%d,title=%s::%s\n", command,
			githubProperty.Replace(filepath.ToSlash(w.path(f.At.File))), f.At.Start.Line, f.At.End.Line, f.At.Start.Column, f.At.End.Column,
			githubProperty.Replace("gupvet: "+f.Rule), githubData.Replace(strings.Join(lines, "\n")))
	}
	return nil
}
