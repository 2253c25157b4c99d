// SPDX-License-Identifier: MIT

package lsp

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"go.lsp.dev/protocol"

	"github.com/gupvet/gupvet/internal/lint"
)

// section is the name of the server's settings.
const section = "gupvet"

// settings are what users choose, with the names of the command line's flags.
type settings struct {
	Strict   bool          `json:"strict"`   // also what holds on some paths only
	Severity lint.Severity `json:"severity"` // the lowest shown
	Rules    []string      `json:"rules"`    // only these
	Skip     []string      `json:"skip"`     // not these
	Tree     string        `json:"tree"`     // the kernel of files outside one
	Hints    bool          `json:"hints"`    // inlay hints
	Watch    bool          `json:"watch"`    // files that change on disk

	problem error // why the last ones were not taken
}

func defaultSettings() settings { return settings{Severity: lint.Warning, Hints: true, Watch: true} }

// with gives the settings with those that a client sends: as they are, or below
// the section's name. What it does not name has its default.
func (s settings) with(raw protocol.LSPAny) settings {
	s.problem = nil
	if raw = bytes.TrimSpace(raw); len(raw) == 0 || string(raw) == "null" {
		return s
	}
	var outer map[string]json.RawMessage
	if json.Unmarshal(raw, &outer) == nil {
		switch {
		case len(outer) == 0:
			return s
		case outer[section] != nil:
			return s.with(protocol.LSPAny(outer[section]))
		}
	}
	n := defaultSettings()
	if err := json.Unmarshal(raw, &n); err != nil {
		s.problem = err
		return s
	}
	n.Severity = cmp.Or(n.Severity, lint.Warning)
	return n
}

// rules lists those that the settings leave, and says which do not exist.
func (s *settings) rules(all []*lint.Rule) ([]*lint.Rule, error) {
	has := func(name string) bool {
		return slices.ContainsFunc(all, func(r *lint.Rule) bool { return r.Name == name })
	}
	var err error
	for _, name := range slices.Concat(s.Rules, s.Skip) {
		if !has(name) {
			err = fmt.Errorf("there is no rule %q", name)
		}
	}
	return slices.DeleteFunc(slices.Clone(all), func(r *lint.Rule) bool {
		return len(s.Rules) > 0 && !slices.Contains(s.Rules, r.Name) || slices.Contains(s.Skip, r.Name)
	}), err
}

// known lists the names of all rules, chosen or not.
func (s *server) known() []string {
	var names []string
	for _, r := range s.Rules {
		names = append(names, r.Name)
	}
	return names
}

// configure asks the client for the settings, if it has such.
func (s *server) configure() {
	if !s.caps.configuration {
		s.apply(nil)
		return
	}
	name := section
	list, err := s.client.Configuration(s.ctx, &protocol.ConfigurationParams{Items: []protocol.ConfigurationItem{{Section: &name}}})
	if err != nil || len(list) == 0 {
		s.apply(nil)
		return
	}
	s.apply(list[0])
}

// apply takes settings over and analyses everything with them.
func (s *server) apply(raw protocol.LSPAny) {
	s.mu.Lock()
	before := s.settings
	s.settings = before.with(raw)
	now := s.settings
	moved := now.Tree != before.Tree
	for _, t := range s.trees {
		t.touch()
	}
	if moved {
		s.reassign()
	}
	s.mu.Unlock()
	if now.problem != nil {
		s.log(protocol.MessageTypeError, "the settings are not taken: %v", now.problem)
	}
	if _, err := now.rules(s.Rules); err != nil {
		s.log(protocol.MessageTypeError, "settings: %v", err)
	}
}

// DidChangeConfiguration takes settings that the client sends, or asks for them.
func (s *server) DidChangeConfiguration(_ context.Context, p *protocol.DidChangeConfigurationParams) error {
	if s.caps.configuration {
		s.background(s.configure)
		return nil
	}
	s.apply(p.Settings)
	return nil
}
