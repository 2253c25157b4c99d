// SPDX-License-Identifier: MIT

package flow

import "strconv"

// A Bits tells what is known of the lower 32 bits of a value at some point:
// which are set on every path, and which on some. Unknown are those of which
// nothing is known on some path, because an opaque value was mixed in; Why says
// which.
//
// It forms a lattice: Join of two is what holds of either; the zero Bits is the
// value 0.
type Bits struct {
	Must, May, Unknown uint64
	Why                []string
}

// Join gives what is known of a value that is one of two.
func (b Bits) Join(c Bits) Bits {
	out := Bits{Must: b.Must & c.Must, May: b.May | c.May, Unknown: b.Unknown | c.Unknown}
	out.Why = append(append(out.Why, b.Why...), c.Why...)
	return out
}

// BitsOf works out what is known of a value where pc holds. A bit is unknown
// where it can be set and the text does not set it; it is one that may be set
// where the text does.
func (a *Arena) BitsOf(t Term, pc Cond) Bits {
	var out Bits
	seen := map[string]bool{}
	for k := uint8(0); k < 32; k++ {
		c := a.Bit(t, k)
		if c == False || !a.Possible(a.and(pc, c)) {
			continue
		}
		if a.Implies(pc, c) {
			out.Must |= 1 << k
			out.May |= 1 << k
			continue
		}
		named, opaque := a.bitSources(t, k, pc)
		if named {
			out.May |= 1 << k
		}
		if len(opaque) > 0 {
			out.Unknown |= 1 << k
			for _, o := range opaque {
				if why := a.Describe(o); !seen[why] {
					seen[why] = true
					out.Why = append(out.Why, why)
				}
			}
		}
	}
	return out
}

// bitSources tells where bit k of a value can come from: constants of the text,
// and opaque values.
func (a *Arena) bitSources(t Term, k uint8, pc Cond) (named bool, opaque []Term) {
	a.eachSource(t, k, pc, func(s Term, c Cond) {
		if _, ok := a.number(s); ok {
			named = true
		} else {
			opaque = append(opaque, s)
		}
	})
	return named, opaque
}

// eachSource calls visit for every constant and opaque value that can make bit
// k of t set where pc holds, with the condition under which it does.
func (a *Arena) eachSource(t Term, k uint8, pc Cond, visit func(Term, Cond)) {
	c := a.and(pc, a.Bit(t, k))
	if c == False || !a.Possible(c) {
		return
	}
	r := *a.rec(t)
	switch r.kind {
	case kIte:
		a.eachSource(r.a, k, a.and(pc, r.c), visit)
		a.eachSource(r.b, k, a.and(pc, a.not(r.c)), visit)
		return
	case kBinary:
		if _, ok := a.binaryBit(&r, k); ok && a.binarySources(&r, k, pc, visit) {
			return
		}
	case kCast:
		a.eachSource(r.a, min(k, r.typ.Bits-1), pc, visit)
		return
	}
	visit(t, c)
}

// binarySources follows the operands of an operator on bits.
func (a *Arena) binarySources(r *termRec, k uint8, pc Cond, visit func(Term, Cond)) bool {
	switch r.op.String() {
	case "|", "^", "+":
		a.eachSource(r.a, k, pc, visit)
		a.eachSource(r.b, k, pc, visit)
	case "&":
		// The operand that is not a mask says where the bit comes from; of two
		// numbers the one that is not what flags leave over.
		x, y := r.a, r.b
		n, ok := a.number(x)
		if _, both := a.number(y); ok && (!both || n>>31&1 != 0) {
			x, y = y, x
		}
		a.eachSource(x, k, a.and(pc, a.Bit(y, k)), visit)
	case "<<", ">>":
		n, _ := a.number(r.b)
		if r.op.String() == "<<" {
			n = -n
		}
		a.eachSource(r.a, uint8(int64(k)+n), pc, visit)
	case "*":
		x, y := r.a, r.b
		if !a.isFlag(x) {
			x, y = y, x
		}
		a.eachSource(y, k, a.and(pc, a.Truth(x)), visit)
	default:
		return false
	}
	return true
}

// Describe names an opaque value for people: a parameter, a member, a call.
func (a *Arena) Describe(t Term) string {
	r := a.rec(t)
	switch r.kind {
	case kConst:
		if r.str != "" {
			return r.str
		}
		return strconv.FormatInt(r.val, 10)
	case kParam:
		if w := a.where[t]; w.Unit != nil {
			return "parameter " + lastWord(w.Unit.Slice(w.Span))
		}
		return "a parameter"
	case kInit:
		s := a.place(r.a)
		if r.str != "" {
			s += " (" + r.str + ")"
		}
		return s
	case kResult:
		return "the result of " + r.str + "()"
	case kFresh:
		return r.str
	case kName:
		return "constant " + r.str
	case kApply:
		if r.str == uninitialized {
			return "uninitialized " + a.place(r.a)
		}
		return r.str + "(" + a.Describe(r.a) + ")"
	case kCast, kUnary:
		return a.Describe(r.a)
	case kBinary:
		return a.Describe(r.a) + " " + r.op.String() + " " + a.Describe(r.b)
	case kIte:
		return "either " + a.Describe(r.a) + " or " + a.Describe(r.b)
	case kVar, kGlobal, kField, kElem:
		return "&" + a.place(t)
	}
	return "something unknown"
}

// place spells an address as the lvalue that has it.
func (a *Arena) place(t Term) string {
	r := a.rec(t)
	switch r.kind {
	case kVar, kGlobal:
		return r.str
	case kField:
		if r.str[0] == 0 { // a mark
			return a.place(r.a) + "->" + r.str[1:]
		}
		base := a.rec(r.a)
		switch base.kind {
		case kVar, kGlobal, kField, kElem:
			if base.kind == kGlobal && base.str == "current" {
				return "current->" + r.str
			}
			return a.place(r.a) + "." + r.str
		case kParam:
			return lastWordOf(a, r.a) + "->" + r.str
		case kInit:
			return a.place(base.a) + "->" + r.str
		}
		return a.Describe(r.a) + "->" + r.str
	case kElem:
		return a.place(r.a) + "[...]"
	case kInit:
		return a.place(r.a)
	case kParam:
		return "*" + lastWordOf(a, t)
	}
	return "*(" + a.Describe(t) + ")"
}

func lastWordOf(a *Arena, t Term) string {
	if w := a.where[t]; w.Unit != nil {
		return lastWord(w.Unit.Slice(w.Span))
	}
	return "?"
}

// lastWord gives the last identifier of a text: the name a declaration declares.
func lastWord(s string) string {
	end := len(s)
	for end > 0 && !isName(s[end-1:end]) {
		end--
	}
	start := end
	for start > 0 && isName(s[start-1:start]) {
		start--
	}
	return s[start:end]
}
