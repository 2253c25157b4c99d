// SPDX-License-Identifier: MIT

package gup

import "testing"

func TestBuiltIn(t *testing.T) {
	tests := []struct{ version, want string }{
		{"", "6.12"},
		{"4.19.1", "6.1"},
		{"6.1", "6.1"},
		{"6.1.192", "6.1"},
		{"6.6.30", "6.1"},
		{"6.12.0-rc1", "6.12"},
		{"7.3.0", "6.12"},
		{"nonsense", "6.1"},
	}
	for _, tt := range tests {
		c, err := BuiltIn(tt.version)
		if err != nil {
			t.Fatal(err)
		}
		if !c.BuiltIn || compareVersions(c.Kernel, tt.want) != 0 {
			t.Errorf("BuiltIn(%q) is that of %s, want %s", tt.version, c.Kernel, tt.want)
		}
		if c.Entry("get_user_pages_remote") == nil || len(c.Flags) == 0 {
			t.Errorf("BuiltIn(%q) is empty", tt.version)
		}
	}
}

func TestDecodeRefusesBadGuards(t *testing.T) {
	for _, text := range []string{
		`{"entries":[{"lock":{"drops":{"root":7}}}]}`,
		`{"entries":[{"lock":{"drops":{"root":2,"nodes":[{"atom":{},"no":2,"yes":1}]}}}]}`,
		`{`,
	} {
		if _, err := Decode([]byte(text)); err == nil {
			t.Errorf("Decode(%s) has no error", text)
		}
	}
}

func FuzzDecode(f *testing.F) {
	f.Add([]byte(`{"flags":[{"name":"FOLL_WRITE","value":1}],"entries":[{"name":"f","params":["a"],"lock":{"drops":{"root":2,"nodes":[{"atom":{"kind":"bit","param":0,"n":0},"no":0,"yes":1}]}}}]}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		if c, err := Decode(text); err == nil {
			for _, e := range c.Entries {
				e.Interrupts()
			}
		}
	})
}
