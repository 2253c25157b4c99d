// SPDX-License-Identifier: MIT

package flow

import (
	"strings"

	"github.com/gupvet/gupvet/parser/syntax"
)

// A CType is what arithmetic needs to know of a type: its width in bits and
// whether it has a sign. Pointers are 64 bits wide, as on the machines on which
// it matters. The zero CType is an unknown one, which is taken to be wide enough
// and signed.
type CType struct {
	Bits   uint8
	Signed bool
	Ptr    bool
	Bool   bool
}

// The types that the code names itself.
var (
	cInt   = CType{Bits: 32, Signed: true}
	cUint  = CType{Bits: 32}
	cLong  = CType{Bits: 64, Signed: true}
	cUlong = CType{Bits: 64}
	cBool  = CType{Bits: 1, Bool: true}
	cPtr   = CType{Bits: 64, Ptr: true}
)

var basicTypes = map[string]CType{
	"char": {Bits: 8, Signed: true}, "unsigned char": {Bits: 8}, "signed char": {Bits: 8, Signed: true},
	"short": {Bits: 16, Signed: true}, "unsigned short": {Bits: 16},
	"int": cInt, "signed": cInt, "unsigned": cUint, "unsigned int": cUint,
	"long": cLong, "unsigned long": cUlong, "long long": cLong, "unsigned long long": cUlong,
	"bool": cBool, "_Bool": cBool,
	"u8": {Bits: 8}, "u16": {Bits: 16}, "u32": cUint, "u64": cUlong,
	"s8": {Bits: 8, Signed: true}, "s16": {Bits: 16, Signed: true}, "s32": cInt, "s64": cLong,
	"__u8": {Bits: 8}, "__u16": {Bits: 16}, "__u32": cUint, "__u64": cUlong,
	"__s8": {Bits: 8, Signed: true}, "__s16": {Bits: 16, Signed: true}, "__s32": cInt, "__s64": cLong,
	"uint8_t": {Bits: 8}, "uint16_t": {Bits: 16}, "uint32_t": cUint, "uint64_t": cUlong,
	"int8_t": {Bits: 8, Signed: true}, "int16_t": {Bits: 16, Signed: true}, "int32_t": cInt, "int64_t": cLong,
	"size_t": cUlong, "ssize_t": cLong, "loff_t": cLong, "off_t": cLong, "pgoff_t": cUlong,
	"uintptr_t": cUlong, "ptrdiff_t": cLong, "gfp_t": cUint, "fgf_t": cUint, "vm_fault_t": cUint,
	"dma_addr_t": cUlong, "phys_addr_t": cUlong, "resource_size_t": cUlong, "sector_t": cUlong,
	"uint": cUint, "ulong": cUlong, "kvm_pfn_t": cUlong, "hva_t": cUlong, "gfn_t": cUlong, "hfn_t": cUlong,
	"gpa_t": cUlong, "gva_t": cUlong, "hpa_t": cUlong, "vm_flags_t": cUlong,
}

// typeOf gives the CType of a type as the syntax has it.
func typeOf(t *syntax.Type) CType {
	switch {
	case t == nil:
		return CType{}
	case t.Ptr > 0 || t.Dims > 0 || t.Func:
		return cPtr
	case strings.HasPrefix(t.Base, "enum "):
		return cUint
	}
	return basicTypes[t.Base]
}

// isAggregate tells whether values of the type are structs.
func isAggregate(t *syntax.Type) bool {
	return t != nil && t.Ptr == 0 && t.Dims == 0 && !t.Func &&
		(strings.HasPrefix(t.Base, "struct ") || strings.HasPrefix(t.Base, "union "))
}

// isUnsigned tells whether the type is an integer type without a sign.
func (c CType) isUnsigned() bool { return c.Bits > 0 && !c.Signed && !c.Ptr && !c.Bool }

// promote is the integer promotion: what is narrower than int becomes int.
func (c CType) promote() CType {
	if c.Bits > 0 && c.Bits < 32 && !c.Ptr {
		return cInt
	}
	return c
}

// common is the type to which the usual arithmetic conversions bring two
// operands.
func common(a, b CType) CType {
	a, b = a.promote(), b.promote()
	switch {
	case a.Ptr || b.Ptr:
		return cPtr
	case a.Bits == 0:
		return b
	case b.Bits == 0:
		return a
	case a.Bits > b.Bits:
		return a
	case b.Bits > a.Bits:
		return b
	case !a.Signed:
		return a
	}
	return b
}

// signed gives the number with a sign that a value of an unsigned type stands
// for, if it was made of one; false if the type has no such value.
func (c CType) signed(v int64) (int64, bool) {
	if c.Bits >= 64 {
		return v, true
	}
	if v >= 1<<(c.Bits-1) {
		v -= 1 << c.Bits
	} else if v < 0 {
		return v, false
	}
	return v, v < 1<<(c.Bits-1)
}

// wrap brings a number into the range of the type.
func (c CType) wrap(v int64) int64 {
	switch {
	case c.Bool:
		if v != 0 {
			return 1
		}
		return 0
	case c.Bits == 0 || c.Bits >= 64:
		return v
	case c.Signed:
		shift := 64 - c.Bits
		return v << shift >> shift
	}
	return v & (1<<c.Bits - 1)
}
