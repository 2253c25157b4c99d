// SPDX-License-Identifier: MIT

package injector

import (
	"fmt"
	"slices"
	"strings"
)

// A Shape is a way in which a flag gets into a call.
type Shape struct {
	Name      string
	Sometimes bool // the call may also be made without the flag
	rewrite   func(*injection)
}

// An Injection is a rewritten call: edits of its file, and files that are new.
type Injection struct {
	Edits []Edit
	Files map[string]string
}

// Inject puts a flag, as C spells it, into a call. id begins the names that the
// rewrite makes up.
func (s Shape) Inject(c *Call, flag, id string) Injection {
	e := c.Entry
	in := &injection{Injection{Files: map[string]string{}}, c, strings.NewReplacer("ID", id, "FLAG", flag, "RET", e.Returns, "ENTRY", e.Name)}
	s.rewrite(in)
	return in.Injection
}

// Shapes are the ways to put a flag into a call. In their texts ID begins names,
// and FLAG is the flag.
var Shapes = []Shape{
	{"directly", false, func(in *injection) { in.or("FLAG") }},
	{"a helper's return", false, func(in *injection) {
		in.before("static unsigned int ID_flags(void)\n{\n\treturn FLAG;\n}\n")
		in.or("ID_flags()")
	}},
	{"a helper that adds it", false, func(in *injection) {
		in.before("static unsigned int ID_more(unsigned int flags)\n{\n\tflags |= FLAG;\n\treturn flags;\n}\n")
		in.flags("ID_more(%s)")
	}},
	{"a macro", false, func(in *injection) {
		in.before("#define ID_FLAGS(f) ((f) | FLAG)\n")
		in.flags("ID_FLAGS(%s)")
	}},
	{"passed to a wrapper", false, func(in *injection) {
		in.before("static " + in.wrapper("ID_take", "ENTRY", "flags"))
		in.calls("ID_take")
		in.or("FLAG")
	}},
	{"set by a wrapper", false, func(in *injection) {
		in.before("static " + in.wrapper("ID_take", "ENTRY", "flags | FLAG"))
		in.calls("ID_take")
	}},
	{"passed to a wrapper elsewhere", false, func(in *injection) {
		in.elsewhere(in.wrapper("ID_take", "ENTRY", "flags"))
		in.calls("ID_take")
		in.or("FLAG")
	}},
	{"set by a wrapper elsewhere", false, func(in *injection) {
		in.elsewhere(in.wrapper("ID_take", "ENTRY", "flags | FLAG"))
		in.calls("ID_take")
	}},
	{"passed through two wrappers", false, func(in *injection) {
		in.elsewhere("static " + in.wrapper("ID_deep", "ENTRY", "flags") + "\n" + in.wrapper("ID_take", "ID_deep", "flags"))
		in.calls("ID_take")
		in.or("FLAG")
	}},
	{"a field of a local", false, func(in *injection) {
		in.before("struct ID_ctx {\n\tunsigned int flags;\n};\n")
		in.first("struct ID_ctx ID_ctx = { .flags = FLAG };")
		in.or("ID_ctx.flags")
	}},
	{"a field that a helper sets", false, func(in *injection) {
		in.before("struct ID_ctx {\n\tunsigned int flags;\n};\nstatic void ID_init(struct ID_ctx *c)\n{\n\tc->flags = FLAG;\n}\n")
		in.first("struct ID_ctx ID_ctx;\n\tID_init(&ID_ctx);")
		in.or("ID_ctx.flags")
	}},
	{"a field of an object", true, func(in *injection) {
		in.before("struct ID_ctx {\n\tunsigned int flags;\n};\nstruct ID_ctx *ID_find(void);\nvoid ID_setup(struct ID_ctx *c)\n{\n\tc->flags = FLAG;\n}\n")
		in.first("struct ID_ctx *ID_ctx = ID_find();")
		in.or("ID_ctx->flags")
	}},
	{"a structure given to a wrapper", false, func(in *injection) {
		w := strings.Replace(in.wrapper("ID_take", "ENTRY", "flags | c->flags"), ")", ", struct ID_ctx *c)", 1)
		in.before("struct ID_ctx {\n\tunsigned int flags;\n};\nstatic " + w)
		in.first("struct ID_ctx ID_ctx = { .flags = FLAG };")
		in.calls("ID_take")
		in.Edits = append(in.Edits, Edit{at(in.Span.End - 1), in.names.Replace(", &ID_ctx")})
	}},
	{"an ops table", false, func(in *injection) {
		in.before("static " + in.wrapper("ID_take", "ENTRY", "flags") + "struct ID_ops {\n\tRET (*take)(" + in.params() + ");\n};\n" +
			"static const struct ID_ops ID_ops = {\n\t.take = ID_take,\n};\nstatic const struct ID_ops *ID_get = &ID_ops;\n")
		in.calls("ID_get->take")
		in.or("FLAG")
	}},
	{"a conditional expression", true, func(in *injection) {
		in.before("extern int ID_on;\n")
		in.or("(ID_on ? FLAG : 0)")
	}},
	{"a conditional statement", true, func(in *injection) {
		in.before("extern int ID_on;\n")
		in.first("unsigned int ID_f = 0;\n\tif (ID_on)\n\t\tID_f |= FLAG;")
		in.or("ID_f")
	}},
}

// injection is an Injection in the making.
type injection struct {
	Injection
	*Call
	names *strings.Replacer
}

func (in *injection) before(text string) {
	in.Edits = append(in.Edits, in.Before(in.names.Replace(text)))
}
func (in *injection) first(text string) {
	in.Edits = append(in.Edits, in.First(in.names.Replace(text)))
}

// calls calls another function.
func (in *injection) calls(name string) {
	in.Edits = append(in.Edits, in.Rename(in.names.Replace(name)))
}

// flags puts something around the flags of the call.
func (in *injection) flags(format string) {
	i := in.Entry.Roles.Flags
	in.Edits = append(in.Edits, in.Replace(i, fmt.Sprintf(in.names.Replace(format), in.Arg(i))))
}

// or adds flags to those of the call.
func (in *injection) or(flags string) { in.flags("(%s) | " + flags) }

// params declares parameters like those of the entry.
func (in *injection) params() string {
	var list []string
	for i, t := range in.Entry.Types {
		list = append(list, strings.TrimSuffix(t, " ")+" "+in.Entry.Params[i])
	}
	return strings.Join(list, ", ")
}

// wrapper spells a function that calls another one with its own arguments, but
// for the flags.
func (in *injection) wrapper(name, callee, flags string) string {
	i := in.Entry.Roles.Flags
	args := slices.Clone(in.Entry.Params)
	args[i] = strings.Replace(flags, "flags", args[i], 1)
	return fmt.Sprintf("RET %s(%s)\n{\n\treturn %s(%s);\n}\n", name, in.params(), callee, strings.Join(args, ", "))
}

// elsewhere puts a text into a file of its own, and declares its last function.
func (in *injection) elsewhere(text string) {
	text = in.names.Replace("#include <linux/mm.h>\n\n" + text)
	in.Files[in.names.Replace("lib/ID.c")] = text
	in.before("RET ID_take(" + in.params() + ");\n")
}
