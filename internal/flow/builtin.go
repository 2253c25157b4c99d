// SPDX-License-Identifier: MIT

package flow

import (
	"math"

	"github.com/gupvet/gupvet/parser/syntax"
)

// A builtin is a function or macro of the kernel that the analysis knows by
// itself: its definition is hard to follow, depends on the configuration, or
// says less than its name.
type builtin func(x *executor, fr *frame, e *syntax.Call) Term

// builtins are the ones whose meaning has not changed from 5.10 to 7.3. The
// kernel's definitions stand in include/linux/bug.h and mmdebug.h (WARN_ON,
// BUG_ON), err.h (IS_ERR), compiler.h (likely, READ_ONCE), minmax.h, kconfig.h
// (IS_ENABLED), container_of.h, bits.h, slab.h and mm.h (the allocators).
var builtins map[string]builtin

func init() {
	builtins = map[string]builtin{
		"likely": argumentItself, "unlikely": argumentItself, "__builtin_expect": argumentItself,
		"READ_ONCE": argumentItself, "rcu_dereference": argumentItself, "rcu_access_pointer": argumentItself,
		"rcu_dereference_raw": argumentItself, "data_race": argumentItself, "ACCESS_ONCE": argumentItself,
		"WRITE_ONCE": writeOnce, "smp_load_acquire": loadThrough, "smp_store_release": storeThrough,
		"IS_ERR": isErr, "IS_ERR_OR_NULL": isErrOrNull, "IS_ERR_VALUE": isErrValue,
		"ERR_PTR": makeErrPtr, "PTR_ERR": takePtrErr, "ERR_CAST": argumentItself, "PTR_ERR_OR_ZERO": ptrErrOrZero,
		"IS_ENABLED": isEnabled, "IS_BUILTIN": isEnabled, "IS_REACHABLE": isEnabled, "IS_MODULE": isEnabled,
		"BIT": bitMacro, "BIT_ULL": bitMacro, "_BITUL": bitMacro,
		"container_of": containerOf, "container_of_const": containerOf, "list_entry": containerOf,
		"memset": memset, "memcpy": memcpy, "memmove": memcpy,
		"BUILD_BUG_ON": nothing, "BUILD_BUG": nothing, "BUILD_BUG_ON_MSG": nothing, "static_assert": nothing,
		"might_sleep": nothing, "might_fault": nothing, "might_lock": nothing, "might_lock_read": mightLock,
		"cond_resched": nothing, "barrier": nothing, "schedule": nothing,
		"__builtin_constant_p": unknownFlag,
		"min":                  minMax, "max": minMax, "min_t": minMax, "max_t": minMax, "umin": minMax, "umax": minMax,
		"swap": swap, "DIV_ROUND_UP": divRoundUp, "PFN_UP": pfnUp, "PFN_DOWN": pfnDown,
		"_IO": ioctlNumber, "_IOR": ioctlNumber, "_IOW": ioctlNumber, "_IOWR": ioctlNumber,
	}
	for _, name := range []string{"BUG", "panic", "do_exit", "do_task_dead", "unreachable", "__builtin_unreachable",
		"make_task_dead", "do_group_exit", "kthread_exit", "kthread_complete_and_exit"} {
		builtins[name] = noReturn
	}
	for _, name := range []string{"WARN_ON", "WARN_ON_ONCE", "WARN", "WARN_ONCE", "WARN_TAINT", "WARN_TAINT_ONCE",
		"WARN_ON_SMP", "WARN_ON_FUNCTION_MISMATCH", "VM_WARN_ON", "VM_WARN_ON_ONCE", "VM_WARN_ON_FOLIO",
		"VM_WARN_ON_ONCE_FOLIO", "VM_WARN_ON_ONCE_PAGE", "VM_WARN_ON_ONCE_MM", "VM_WARN_ON_ONCE_VMA", "VM_WARN_ONCE",
		"KVM_BUG_ON", "drm_WARN_ON", "lockdep_assert"} {
		builtins[name] = warn
	}
	for _, name := range []string{"BUG_ON", "VM_BUG_ON", "VM_BUG_ON_PAGE", "VM_BUG_ON_FOLIO", "VM_BUG_ON_VMA", "VM_BUG_ON_MM", "VM_BUG_ON_PGFLAGS"} {
		builtins[name] = bugOn
	}
	for _, name := range []string{"kzalloc", "kcalloc", "kvzalloc", "kvcalloc", "kmem_cache_zalloc", "devm_kzalloc",
		"devm_kcalloc", "vzalloc", "kzalloc_node", "kvzalloc_node", "kzalloc_obj", "kzalloc_objs", "kvzalloc_obj", "kvzalloc_objs", "kzalloc_flex"} {
		builtins[name] = zeroed
	}
}

// arg evaluates argument i.
func (x *executor) arg(fr *frame, e *syntax.Call, i int) Term {
	if i >= len(e.Args) {
		return x.constant(0)
	}
	return x.eval(fr, e.Args[i])
}

func argumentItself(x *executor, fr *frame, e *syntax.Call) Term {
	if len(e.Args) == 0 {
		return x.constant(0)
	}
	// A condition stays one, so that && and || are followed as such.
	switch e.Args[0].(type) {
	case *syntax.Binary, *syntax.Unary:
		if isCondition(e.Args[0]) {
			return x.bool(x.cond(fr, e.Args[0]), fr.where(e.Span))
		}
	}
	return x.eval(fr, e.Args[0])
}

func isCondition(e syntax.Expr) bool {
	switch e := e.(type) {
	case *syntax.Binary:
		return e.Op >= syntax.LAnd && e.Op <= syntax.Ge
	case *syntax.Unary:
		return e.Op == syntax.Not
	}
	return false
}

func writeOnce(x *executor, fr *frame, e *syntax.Call) Term {
	if len(e.Args) != 2 {
		return x.constant(0)
	}
	return x.assignExpr(fr, &syntax.Assign{Span: e.Span, L: e.Args[0], R: e.Args[1]})
}

func loadThrough(x *executor, fr *frame, e *syntax.Call) Term {
	return x.load(&x.s, x.arg(fr, e, 0), CType{}, fr.where(e.Span))
}

func storeThrough(x *executor, fr *frame, e *syntax.Call) Term {
	addr := x.arg(fr, e, 0)
	v := x.arg(fr, e, 1)
	x.store(&x.s, addr, v, fr.where(e.Span))
	return v
}

// isErrCond is the condition that a pointer is an error number.
func (x *Arena) isErrCond(p Term) Cond {
	if v, ok := x.number(p); ok {
		return constCond(v < 0 && v >= -4095)
	}
	r := *x.rec(p)
	switch {
	case r.kind == kIte:
		return x.remember(question{p, askErr, 0}, func() Cond { return x.ite(r.c, x.isErrCond(r.a), x.isErrCond(r.b)) })
	case r.isAddress():
		return False
	case r.kind == kApply && r.str == errPtr:
		return x.and(x.atMost(r.a, -1), x.not(x.atMost(r.a, -4096)))
	}
	return x.ask(atom{kind: atErr, a: p})
}

func isErr(x *executor, fr *frame, e *syntax.Call) Term {
	return x.bool(x.isErrCond(x.arg(fr, e, 0)), fr.where(e.Span))
}

func isErrOrNull(x *executor, fr *frame, e *syntax.Call) Term {
	p := x.arg(fr, e, 0)
	return x.bool(x.or(x.isErrCond(p), x.not(x.Truth(p))), fr.where(e.Span))
}

// isErrValue is IS_ERR_VALUE: the value as unsigned long is at least -4095.
func isErrValue(x *executor, fr *frame, e *syntax.Call) Term {
	at := fr.where(e.Span)
	v := x.arg(fr, e, 0)
	typ := x.typeOf(v)
	if len(e.Args) > 0 {
		typ = x.ctype(fr, e.Args[0], v)
	}
	if typ.isUnsigned() && typ.Bits < 64 {
		x.noteIdle(False, v, at)
		return x.constant(0) // zero-extended: too small for an error number
	}
	if r := x.rec(v); r.kind == kCast {
		if r.typ.isUnsigned() && r.typ.Bits < 64 { // so it was before
			x.noteIdle(False, v, at)
			return x.constant(0)
		}
		v = r.a
	}
	return x.bool(x.and(x.atMost(v, -1), x.not(x.atMost(v, -4096))), at)
}

func makeErrPtr(x *executor, fr *frame, e *syntax.Call) Term {
	v := x.arg(fr, e, 0)
	if _, ok := x.number(v); ok {
		return v
	}
	return x.apply(errPtr, v, None, cPtr, fr.where(e.Span))
}

func (x *executor) ptrErrOf(p Term, at Where) Term {
	r := *x.rec(p)
	switch {
	case r.kind == kIte:
		return x.choose(r.c, x.ptrErrOf(r.a, at), x.ptrErrOf(r.b, at), at)
	case r.kind == kConst:
		return p
	case r.kind == kApply && r.str == errPtr:
		return r.a
	}
	return x.apply(ptrErr, p, None, cLong, at)
}

func takePtrErr(x *executor, fr *frame, e *syntax.Call) Term {
	return x.ptrErrOf(x.arg(fr, e, 0), fr.where(e.Span))
}

func ptrErrOrZero(x *executor, fr *frame, e *syntax.Call) Term {
	at := fr.where(e.Span)
	p := x.arg(fr, e, 0)
	return x.choose(x.isErrCond(p), x.ptrErrOf(p, at), x.constant(0), at)
}

func isEnabled(x *executor, fr *frame, e *syntax.Call) Term {
	if len(e.Args) == 1 {
		if id, ok := e.Args[0].(*syntax.Ident); ok {
			return x.bool(x.config(id.Name), fr.where(e.Span))
		}
	}
	return x.bool(x.free(), fr.where(e.Span))
}

func bitMacro(x *executor, fr *frame, e *syntax.Call) Term {
	at := fr.where(e.Span)
	return x.binary(syntax.Shl, x.constant(1), x.arg(fr, e, 0), cUlong, at)
}

// containerOf gives the object around a member: the address before the member
// was taken, if that is known.
func containerOf(x *executor, fr *frame, e *syntax.Call) Term {
	at := fr.where(e.Span)
	p := x.arg(fr, e, 0)
	if len(e.Args) != 3 {
		return x.unknown("container_of", cPtr, at)
	}
	return x.apply(containerPrefix+syntax.Text(e.Args[2]), p, None, cPtr, at)
}

func memset(x *executor, fr *frame, e *syntax.Call) Term {
	at := fr.where(e.Span)
	p, v := x.arg(fr, e, 0), x.arg(fr, e, 1)
	x.writeTo(p, at)
	if n, ok := x.number(v); ok && n == 0 {
		x.zero(&x.s, p)
	} else {
		x.lose(&x.s, p, "set by memset()", at)
	}
	return p
}

func memcpy(x *executor, fr *frame, e *syntax.Call) Term {
	at := fr.where(e.Span)
	to, from := x.arg(fr, e, 0), x.arg(fr, e, 1)
	x.writeTo(to, at)
	if x.eng.conf.Track && x.isArray(from) && !x.isMapped(from) { // there are two arrays with the pages then
		for _, res := range x.pagesOf(from) {
			x.setState(res, pageGone)
		}
	}
	x.copy(&x.s, to, from, at)
	return to
}

func nothing(x *executor, fr *frame, e *syntax.Call) Term { return x.constant(0) }

func mightLock(x *executor, fr *frame, e *syntax.Call) Term {
	addr := x.arg(fr, e, 0)
	x.noteLock(fr, "might_lock", x.lockOwner(addr), fr.where(e.Span), e)
	return x.constant(0)
}

func unknownFlag(x *executor, fr *frame, e *syntax.Call) Term {
	return x.bool(x.free(), fr.where(e.Span))
}

// minMax is min(), max() and their forms with a type as first argument.
func minMax(x *executor, fr *frame, e *syntax.Call) Term {
	at := fr.where(e.Span)
	args := e.Args
	typ := CType{}
	if len(args) == 3 {
		if t, ok := args[0].(*syntax.TypeArg); ok {
			typ = typeOf(t.Type)
		} else if id, ok := args[0].(*syntax.Ident); ok {
			typ = basicTypes[id.Name]
		}
		args = args[1:]
	}
	if len(args) != 2 {
		return x.unknown("min or max", typ, at)
	}
	a, b := x.eval(fr, args[0]), x.eval(fr, args[1])
	ta, tb := x.ctype(fr, args[0], a), x.ctype(fr, args[1], b)
	if typ.Bits > 0 {
		ta, tb = typ, typ
		a, b = x.cast(a, typ, at), x.cast(b, typ, at)
	}
	less := x.compare(syntax.Lt, a, b, ta, tb, at)
	if e.Callee()[:2] == "mi" || e.Callee() == "umin" {
		if m := x.boundsOf(b, x.s.pc, maxNesting); x.typeOf(a).isUnsigned() && m.lo >= 0 && m.hi < math.MaxInt64 {
			less = x.and(less, x.atMost(a, m.hi)) // it is less than all that b can be
		}
		return x.choose(less, a, b, at)
	}
	return x.choose(less, b, a, at)
}

// divRoundUp is DIV_ROUND_UP of include/linux/math.h, kernel.h in 5.10.
func divRoundUp(x *executor, fr *frame, e *syntax.Call) Term {
	if len(e.Args) != 2 {
		return x.constant(0)
	}
	at := fr.where(e.Span)
	sum := &syntax.Binary{Span: e.Span, Op: syntax.Add, X: e.Args[0], Y: &syntax.Binary{Span: e.Span, Op: syntax.Sub, X: e.Args[1], Y: &syntax.Number{Span: e.Span, Value: 1}}}
	return x.eval(fr, &syntax.Binary{Span: at.Span, Op: syntax.Div, X: sum, Y: e.Args[1]})
}

// pfnUp and pfnDown are those of include/linux/pfn.h.
func pfnUp(x *executor, fr *frame, e *syntax.Call) Term {
	if len(e.Args) != 1 {
		return x.constant(0)
	}
	size := &syntax.Binary{Span: e.Span, Op: syntax.Sub, X: pageName(e, "PAGE_SIZE"), Y: &syntax.Number{Span: e.Span, Value: 1}}
	sum := &syntax.Binary{Span: e.Span, Op: syntax.Add, X: e.Args[0], Y: size}
	return x.eval(fr, &syntax.Binary{Span: e.Span, Op: syntax.Shr, X: sum, Y: pageName(e, "PAGE_SHIFT")})
}

func pfnDown(x *executor, fr *frame, e *syntax.Call) Term {
	if len(e.Args) != 1 {
		return x.constant(0)
	}
	return x.eval(fr, &syntax.Binary{Span: e.Span, Op: syntax.Shr, X: e.Args[0], Y: pageName(e, "PAGE_SHIFT")})
}

func pageName(e *syntax.Call, name string) syntax.Expr {
	return &syntax.Ident{Span: e.Span, Name: name}
}

// ioctlNumber is the number of an ioctl, without the size of its argument, which
// nobody can tell; it still differs from that of any other.
func ioctlNumber(x *executor, fr *frame, e *syntax.Call) Term {
	if len(e.Args) >= 2 {
		group, ok := x.number(x.eval(fr, e.Args[0]))
		nr, known := x.number(x.eval(fr, e.Args[1]))
		if ok && known {
			dir := map[string]int64{"_IO": 0, "_IOW": 1, "_IOR": 2, "_IOWR": 3}[e.Callee()]
			return x.constant(dir<<30 | group<<8 | nr)
		}
	}
	return x.result(e.Callee(), cUint, fr.where(e.Span))
}

func swap(x *executor, fr *frame, e *syntax.Call) Term {
	if len(e.Args) != 2 {
		return x.constant(0)
	}
	at := fr.where(e.Span)
	pa, pb := x.addr(fr, e.Args[0]), x.addr(fr, e.Args[1])
	a, b := x.load(&x.s, pa, CType{}, at), x.load(&x.s, pb, CType{}, at)
	x.store(&x.s, pa, b, at)
	x.store(&x.s, pb, a, at)
	return x.constant(0)
}

func noReturn(x *executor, fr *frame, e *syntax.Call) Term {
	x.note(Event{Kind: EvBug, Name: e.Callee(), At: fr.where(e.Span), Call: e, Raw: True})
	x.s = unreached
	return x.constant(0)
}

// warn is WARN_ON and its kin: the value is that of the condition.
func warn(x *executor, fr *frame, e *syntax.Call) Term {
	at := fr.where(e.Span)
	if len(e.Args) == 0 {
		return x.constant(0)
	}
	c := x.checkCond(fr, e)
	if x.s.dead {
		return x.constant(0)
	}
	x.noteCheck(EvWarn, e, c, at)
	x.noteTest(c, at)
	if x.statement == e {
		// Nothing happens but a complaint: the code goes on as if it could
		// not be, and so does the analysis.
		x.assume(x.not(c))
	}
	return x.bool(c, at)
}

func bugOn(x *executor, fr *frame, e *syntax.Call) Term {
	at := fr.where(e.Span)
	if len(e.Args) == 0 {
		return x.constant(0)
	}
	c := x.checkCond(fr, e)
	if x.s.dead {
		return x.constant(0)
	}
	x.noteCheck(EvBug, e, c, at)
	x.noteTest(c, at)
	x.assume(x.not(c))
	return x.constant(0)
}

// checkCond works out the condition of a check.
func (x *executor) checkCond(fr *frame, e *syntax.Call) Cond {
	outer := x.inCheck
	x.inCheck = true
	defer func() { x.inCheck = outer }()
	return x.cond(fr, e.Args[0])
}

// noteCheck notes a check that the kernel makes.
func (x *executor) noteCheck(k EventKind, e *syntax.Call, c Cond, at Where) {
	if !x.eng.conf.Contract {
		return
	}
	pc := x.and(x.s.pc, c)
	if x.Possible(pc) {
		x.note(Event{Kind: k, Name: e.Callee(), At: at, Call: e, PC: pc, Raw: c})
	}
}

// assume goes on where c holds.
func (x *executor) assume(c Cond) {
	x.s.pc = x.and(x.s.pc, c)
	if !x.Possible(x.s.pc) {
		x.s = unreached
	}
}

// zeroed is an allocator whose memory is cleared.
func zeroed(x *executor, fr *frame, e *syntax.Call) Term {
	at := fr.where(e.Span)
	args := x.args(fr, e.Args)
	p := x.result(e.Callee(), cPtr, at)
	x.zero(&x.s, p)
	x.allocated(e.Callee(), args, p)
	return p
}
