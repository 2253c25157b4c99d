// SPDX-License-Identifier: MIT

package callgraph

import (
	"maps"
	"slices"
	"strings"

	"github.com/gupvet/gupvet/parser"
	"github.com/gupvet/gupvet/parser/syntax"
)

// A macroEntry is a parsed macro, or that there is none, with its file.
type macroEntry struct {
	m *syntax.Macro
	u *parser.Unit
}

// Macro finds the macro that a name means in a file, and the file that defines
// it. Of several definitions the first counts.
func (p *Program) Macro(u *parser.Unit, name string) (*syntax.Macro, *parser.Unit) {
	f := p.FileOf(u)
	if f == nil {
		return nil, nil
	}
	f.link()
	f.mu.Lock()
	e := f.macros[name]
	f.mu.Unlock()
	if e == nil {
		e = &macroEntry{}
		if g, it := hasItem(p.reach(f), name, parser.Macro); it != nil {
			e.m, e.u = g.Unit.Macro(it), g.Unit
		}
		f.mu.Lock()
		f.macros[name] = e
		f.mu.Unlock()
	}
	if e.m == nil {
		return p.wrappingMacro(f, name)
	}
	return e.m, e.u
}

// AddMacro makes a macro of a header known to all files that include the header,
// also in angle brackets: one that wraps a call that matters.
func (p *Program) AddMacro(h *File, name string) {
	p.opsMu.Lock()
	defer p.opsMu.Unlock()
	if p.wrapping == nil {
		p.wrapping = map[string][]*File{}
	}
	if !slices.Contains(p.wrapping[name], h) {
		p.wrapping[name] = append(p.wrapping[name], h)
	}
}

// AddedMacros lists the names that AddMacro was told of.
func (p *Program) AddedMacros() []string {
	p.opsMu.Lock()
	defer p.opsMu.Unlock()
	return slices.Collect(maps.Keys(p.wrapping))
}

// IsAddedMacro tells whether AddMacro was told of a name.
func (p *Program) IsAddedMacro(name string) bool {
	p.opsMu.Lock()
	defer p.opsMu.Unlock()
	return len(p.wrapping[name]) > 0
}

// wrappingMacro finds a macro that AddMacro was told of.
func (p *Program) wrappingMacro(f *File, name string) (*syntax.Macro, *parser.Unit) {
	p.opsMu.Lock()
	list := slices.Clone(p.wrapping[name])
	p.opsMu.Unlock()
	if len(list) == 0 {
		return nil, nil
	}
	for _, h := range p.wide(f) {
		if it := h.item(name, parser.Macro); it != nil && slices.Contains(list, h) {
			return h.Unit.Macro(it), h.Unit
		}
	}
	return nil, nil
}

// A Global is a file-scope variable.
type Global struct {
	Var  *syntax.Var
	Unit *parser.Unit
	// Constant tells that it only ever has the value of its initializer: it
	// is const, or static and nothing in its file writes to it.
	Constant bool
}

// Global finds the variable that a name means in a file.
func (p *Program) Global(u *parser.Unit, name string) *Global {
	f := p.FileOf(u)
	if f == nil {
		return nil
	}
	f.link()
	f.mu.Lock()
	g, ok := f.globals[name]
	f.mu.Unlock()
	if ok {
		return g
	}
	if h, it := hasItem(p.reach(f), name, parser.Var); it != nil {
		for _, v := range h.Unit.Vars(it) {
			if v.Name == name {
				g = &Global{Var: v, Unit: h.Unit, Constant: isConstant(h.Unit, it, name)}
			}
		}
	}
	f.mu.Lock()
	f.globals[name] = g
	f.mu.Unlock()
	return g
}

// isConstant tells whether a variable is never written to.
func isConstant(u *parser.Unit, it *parser.Item, name string) bool {
	head := string(u.Text[it.Start:min(it.End, it.Start+200)])
	if i := strings.IndexByte(head, '='); i >= 0 {
		head = head[:i]
	}
	if strings.Contains(head, "const ") {
		return true
	}
	return it.Static && !written(u, it, name)
}

// written tells whether a name is assigned to, counted, or has its address
// taken anywhere in a file but in its own definition.
func written(u *parser.Unit, it *parser.Item, name string) bool {
	text := string(u.Text)
	for i := 0; ; {
		n := strings.Index(text[i:], name)
		if n < 0 {
			return false
		}
		at := i + n
		i = at + len(name)
		if it.Contains(syntax.Pos(at)) || isWordByte(text, at-1) || isWordByte(text, i) {
			continue
		}
		before, after := strings.TrimRight(text[max(0, at-8):at], " \t"), strings.TrimLeft(text[i:min(len(text), i+8)], " \t")
		if strings.HasSuffix(before, "&") && !strings.HasSuffix(before, "&&") || strings.HasSuffix(before, "++") || strings.HasSuffix(before, "--") ||
			isAssignment(after) || strings.HasPrefix(after, "++") || strings.HasPrefix(after, "--") || strings.HasPrefix(after, ".") {
			return true
		}
		if strings.HasPrefix(after, "[") { // an element: written to?
			if end := strings.IndexByte(text[i:], ']'); end >= 0 && isAssignment(strings.TrimLeft(text[i+end+1:min(len(text), i+end+9)], " \t")) {
				return true
			}
		}
	}
}

func isWordByte(s string, i int) bool {
	return i >= 0 && i < len(s) && isWord(s[i])
}

func isWord(c byte) bool {
	return c == '_' || c|0x20 >= 'a' && c|0x20 <= 'z' || c >= '0' && c <= '9'
}

// isAssignment tells whether a text begins with an assignment operator.
func isAssignment(s string) bool {
	for _, op := range []string{"=", "|=", "&=", "+=", "-=", "^=", "*=", "/=", "%=", "<<=", ">>="} {
		if strings.HasPrefix(s, op) {
			return op != "=" || !strings.HasPrefix(s, "==")
		}
	}
	return false
}

// IsFunction tells whether a name is that of a function which a file defines or
// declares.
func (p *Program) IsFunction(u *parser.Unit, name string) bool {
	f := p.FileOf(u)
	if f == nil {
		return false
	}
	for _, g := range p.reach(f) {
		if len(g.Named(name)) > 0 || g.item(name, parser.Prototype) != nil {
			return true
		}
	}
	return false
}

// IsDeclared tells whether a file sees a prototype of a function.
func (p *Program) IsDeclared(u *parser.Unit, name string) bool {
	f := p.FileOf(u)
	if f == nil {
		return false
	}
	_, it := hasItem(p.reach(f), name, parser.Prototype)
	return it != nil
}

// Local lists the definitions of a function that a file can see: in itself and
// in the headers it includes with quotes.
func (p *Program) Local(u *parser.Unit, name string) []*Func {
	f := p.FileOf(u)
	if f == nil {
		return nil
	}
	for _, g := range p.reach(f) {
		if fs := g.Named(name); len(fs) > 0 {
			return fs
		}
	}
	return nil
}

// ReturnType gives the type that a function returns, where a file defines or
// declares it; nil otherwise.
func (p *Program) ReturnType(u *parser.Unit, name string) *syntax.Type {
	f := p.FileOf(u)
	if f == nil {
		return nil
	}
	f.link()
	f.mu.Lock()
	t, ok := f.rets[name]
	f.mu.Unlock()
	if ok {
		return t
	}
	if fs := p.Local(u, name); len(fs) > 0 {
		t, _ = fs[0].Unit.Signature(fs[0].Item)
	} else if g, it := hasItem(p.reach(f), name, parser.Prototype); it != nil {
		t, _ = g.Unit.Signature(it)
	}
	f.mu.Lock()
	f.rets[name] = t
	f.mu.Unlock()
	return t
}

// FieldType gives the type of a member of a struct ("struct foo", or a
// typedef's name), where a file can see its definition; nil otherwise.
func (p *Program) FieldType(u *parser.Unit, base, field string) *syntax.Type {
	f := p.FileOf(u)
	if f == nil {
		return nil
	}
	return p.fieldType(f, p.reach(f), base, field)
}

// FieldTypeWide looks in the headers in angle brackets too.
func (p *Program) FieldTypeWide(u *parser.Unit, base, field string) *syntax.Type {
	if t := p.FieldType(u, base, field); t != nil {
		return t
	}
	f := p.FileOf(u)
	if f == nil {
		return nil
	}
	return p.fieldType(f, p.wide(f), base, field)
}

func (p *Program) fieldType(f *File, files []*File, base, field string) *syntax.Type {
	tag, isTag := strings.CutPrefix(base, "struct ")
	if !isTag {
		tag, isTag = strings.CutPrefix(base, "union ")
	}
	for _, g := range files {
		if g.Unit == nil {
			continue
		}
		if isTag && tag != "" {
			if it := g.item(tag, parser.Struct); it != nil {
				return g.fieldsOf(base, it)[field]
			}
			continue
		}
		it := g.item(base, parser.Typedef)
		if it == nil {
			continue
		}
		if t := g.Unit.Typedef(it); t.Base != "struct " && t.Base != base && t.Ptr == 0 {
			return p.fieldType(f, files, t.Base, field)
		}
		return g.fieldsOf(base, it)[field]
	}
	return nil
}

// fieldsOf parses the members of a struct once.
func (g *File) fieldsOf(base string, it *parser.Item) map[string]*syntax.Type {
	g.mu.Lock()
	defer g.mu.Unlock()
	m := g.fields[base]
	if m == nil {
		m = map[string]*syntax.Type{}
		var fields []syntax.Field
		if it.Kind == parser.Typedef {
			fields = g.Unit.TypedefFields(it)
		} else {
			fields = g.Unit.Struct(it).Fields
		}
		for _, fl := range fields {
			if m[fl.Name] == nil {
				m[fl.Name] = fl.Type
			}
		}
		g.fields[base] = m
	}
	return m
}

// A constant is an enumeration constant with its value, if that is a number.
type constant struct {
	value int64
	ok    bool
	pos   syntax.Pos
}

// Constant gives the value of a named constant that a file can see: of an
// enumeration, or a macro that is a number.
func (p *Program) Constant(u *parser.Unit, name string) (int64, bool) {
	f := p.FileOf(u)
	if f == nil {
		return 0, false
	}
	return p.constantIn(f, name, 0)
}

func (p *Program) constantIn(f *File, name string, depth int) (int64, bool) {
	if depth > 8 {
		return 0, false
	}
	for _, g := range p.reach(f) {
		if c, ok := p.enumConstants(g)[name]; ok {
			return c.value, c.ok
		}
	}
	if m, u := p.Macro(f.Unit, name); m != nil && m.Value != nil && !m.FuncLike {
		if g := p.FileOf(u); g != nil {
			return p.Number(g, m.Value, depth+1)
		}
	}
	return 0, false
}

// Redefines tells whether a file has a #define of its own for a name that is
// known to the whole tree: it then means something else there.
func (p *Program) Redefines(u *parser.Unit, name string) bool {
	f := p.FileOf(u)
	return f != nil && !isCommon(p, f.Path) && p.redefines(f, name)
}

func (p *Program) redefines(f *File, name string) bool {
	f.link()
	return slices.ContainsFunc(f.items[name], func(it *parser.Item) bool { return it.Kind == parser.Macro })
}

// enumConstants works out the enumerations of a file.
func (p *Program) enumConstants(g *File) map[string]constant {
	g.enums.Do(func() {
		g.consts = map[string]constant{}
		if g.Unit == nil {
			return
		}
		for i := range g.Unit.Items {
			if it := &g.Unit.Items[i]; it.Kind == parser.Enum {
				p.enum(g, g.Unit.Enum(it))
			}
		}
	})
	return g.consts
}

func (p *Program) enum(g *File, e *syntax.Enum) {
	next, known := int64(0), true
	for _, c := range e.Consts {
		if c.Value != nil {
			next, known = p.numberWith(g, c.Value, 1, g.consts)
		}
		g.consts[c.Name] = constant{next, known, c.Start}
		next++
	}
}

// Number works out a constant expression in the context of a file.
func (p *Program) Number(f *File, e syntax.Expr, depth int) (int64, bool) {
	return p.numberWith(f, e, depth, nil)
}

// numberWith does so with the constants of an enumeration that is being read.
func (p *Program) numberWith(f *File, e syntax.Expr, depth int, enum map[string]constant) (int64, bool) {
	switch e := e.(type) {
	case *syntax.Number:
		return int64(e.Value), true
	case *syntax.Ident:
		if v, ok := p.known[e.Name]; ok && (isCommon(p, f.Path) || !p.redefines(f, e.Name)) {
			return v, true
		}
		if c, ok := enum[e.Name]; ok {
			return c.value, c.ok
		}
		if enum != nil { // the file's enumerations are not complete yet
			if m, u := p.Macro(f.Unit, e.Name); m != nil && m.Value != nil && depth < 8 {
				return p.numberWith(p.FileOf(u), m.Value, depth+1, enum)
			}
			return 0, false
		}
		return p.constantIn(f, e.Name, depth+1)
	case *syntax.Cast:
		return p.numberWith(f, e.X, depth, enum)
	case *syntax.Unary:
		v, ok := p.numberWith(f, e.X, depth, enum)
		switch e.Op {
		case syntax.Neg:
			return -v, ok
		case syntax.Com:
			return ^v, ok
		}
	case *syntax.Binary:
		x, okx := p.numberWith(f, e.X, depth, enum)
		y, oky := p.numberWith(f, e.Y, depth, enum)
		if okx && oky {
			return binary(e.Op, x, y)
		}
	case *syntax.Call:
		// BIT(n) and the casts that hide the type: __force and the like.
		if len(e.Args) == 1 {
			v, ok := p.numberWith(f, e.Args[0], depth, enum)
			switch e.Callee() {
			case "BIT", "BIT_ULL", "_BITUL":
				return 1 << (uint64(v) & 63), ok
			}
		}
	}
	return 0, false
}

func binary(op syntax.Op, x, y int64) (int64, bool) {
	switch op {
	case syntax.Add:
		return x + y, true
	case syntax.Sub:
		return x - y, true
	case syntax.Mul:
		return x * y, true
	case syntax.Or:
		return x | y, true
	case syntax.And:
		return x & y, true
	case syntax.Xor:
		return x ^ y, true
	case syntax.Shl:
		return x << (uint64(y) & 63), true
	case syntax.Shr:
		return x >> (uint64(y) & 63), true
	}
	return 0, false
}

// ConstantPos gives the place where a file that a file can see defines a named
// constant.
func (p *Program) ConstantPos(f *File, name string) (*parser.Unit, syntax.Pos, bool) {
	for _, g := range p.reach(f) {
		if c, ok := p.enumConstants(g)[name]; ok {
			return g.Unit, c.pos, true
		}
		if it := g.item(name, parser.Macro); it != nil {
			return g.Unit, it.NamePos, true
		}
	}
	return nil, 0, false
}

// EnumNames lists the enumeration constants of a file whose names begin with a
// prefix, with their values.
func (p *Program) EnumNames(f *File, prefix string) map[string]int64 {
	out := map[string]int64{}
	for name, c := range p.enumConstants(f) {
		if c.ok && strings.HasPrefix(name, prefix) {
			out[name] = c.value
		}
	}
	return out
}
