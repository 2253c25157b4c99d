// SPDX-License-Identifier: MIT

package parser

import "strings"

// isKeyword tells whether a name before a parenthesis is not a call.
func isKeyword(s string) bool {
	switch s {
	case "if", "for", "while", "switch", "return", "sizeof", "case", "else", "do", "goto",
		"typeof", "__typeof__", "__typeof", "typeof_unqual", "alignof", "__alignof__", "_Alignof",
		"__attribute__", "__attribute", "asm", "__asm__", "__asm", "_Generic", "defined", "offsetof":
		return true
	}
	return false
}

// isType tells whether a word is a keyword of a basic type.
func isType(s string) bool {
	switch s {
	case "void", "char", "short", "int", "long", "float", "double", "signed", "unsigned", "_Bool", "bool":
		return true
	}
	return false
}

func isInline(s string) bool {
	switch s {
	case "inline", "__inline", "__inline__", "__always_inline", "__flatten_inline":
		return true
	}
	return false
}

// attributes are the words of kernel C that say something about a declaration
// and change nothing of what the code does: include/linux/compiler_attributes.h,
// compiler_types.h, init.h, linkage.h and their kin, 5.10 to 7.3. The value
// tells whether parentheses belong to the word.
var attributes = map[string]bool{
	"__user": false, "__iomem": false, "__force": false, "__rcu": false, "__percpu": false,
	"__kernel": false, "__nocast": false, "__safe": false, "__private": false, "__bitwise": false,
	"__init": false, "__exit": false, "__initdata": false, "__initconst": false, "__exitdata": false,
	"__devinit": false, "__devexit": false, "__cpuinit": false, "__meminit": false, "__ref": false,
	"__refdata": false, "__refconst": false, "__init_or_module": false, "__initdata_or_module": false,
	"__init_refok": false, "__initdata_or_meminfo": false, "__init_memblock": false,
	"__ro_after_init": false, "__read_mostly": false, "__read_frequently": false, "__sched": false,
	"__always_inline": false, "__always_unused": false, "__maybe_unused": false, "__unused": false,
	"__used": false, "__weak": false, "__must_check": false, "__deprecated": false, "__cold": false,
	"__hot": false, "__pure": false, "__attribute_const__": false, "__malloc": false, "__packed": false,
	"__noreturn": false, "__naked": false, "__visible": false, "__no_sanitize_address": false,
	"__no_kcsan": false, "__no_kasan_or_inline": false, "__no_stack_protector": false, "__noscs": false,
	"__nocfi": false, "__noclone": false, "__noinitretpoline": false, "__noendbr": false, "__latent_entropy": false,
	"__randomize_layout": false, "__no_randomize_layout": false, "__designated_init": false,
	"__cacheline_aligned": false, "__cacheline_aligned_in_smp": false, "____cacheline_aligned": false,
	"____cacheline_aligned_in_smp": false, "__page_aligned_data": false, "__page_aligned_bss": false,
	"__read_only": false, "__nosavedata": false, "__net_init": false, "__net_exit": false,
	"__net_initdata": false, "__uaccess_notrace": false, "__bpf_kfunc": false, "__ksym": false,
	"__inline": false, "__inline__": false, "__restrict": false, "__volatile__": false, "__const": false,
	"__counted_by_ptr": true, "__no_context_analysis": false, "__kprobes": false, "__lockfunc": false,
	"noinline": false, "noinline_for_stack": false, "noinline_for_kasan": false, "notrace": false,
	"noinstr": false, "nokprobe_inline": false, "asmlinkage": false, "fastcall": false, "randomized_struct_fields_start": false,
	"randomized_struct_fields_end": false, "fallthrough": false, "__fallthrough": false, "__extension__": false,
	"__attribute__": true, "__attribute": true, "__declspec": true, "__aligned": true, "__counted_by": true,
	"__counted_by_le": true, "__counted_by_be": true, "__acquires": true, "__releases": true,
	"__acquire": true, "__cond_acquires": true, "__cond_releases": true, "__must_hold": true,
	"__acquires_shared": true, "__releases_shared": true, "__must_hold_shared": true,
	"__cond_acquires_shared": true, "__guarded_by": true, "__pt_guarded_by": true,
	"__printf": true, "__scanf": true, "__section": true, "__alloc_size": true, "__assume_aligned": true,
	"__realloc_size": true, "__diagnose_as": true, "__copy": true, "__alias": true, "__mode": true,
	"__no_sanitize": true, "__free": true, "__cleanup": true, "__nonstring": false, "__ifunc_resolver": true,
	"__noinstr_section": true, "__target": true, "__optimize": true, "__guard": true,
	"__lock_class_key": false, "__pass_object_size": true, "__overloadable": false, "__signed_wrap": false,
	"__no_profile": false, "__retain": false, "__ref_stack": false, "__nonnull": true, "__returns_nonnull": false,
}

// isAttribute tells whether a word is known to be an attribute.
func isAttribute(s string) bool {
	_, ok := attributes[s]
	return ok
}

// looksLikeAttribute guesses, for a word that stands where C has no room for
// another name.
func looksLikeAttribute(s string) bool {
	return strings.HasPrefix(s, "__") && !isReservedType(s) && !strings.HasPrefix(s, "__typeof") &&
		!strings.HasPrefix(s, "__builtin")
}

// isReservedType knows the types whose names begin like attributes.
func isReservedType(s string) bool {
	s = strings.TrimPrefix(s, "__")
	switch s {
	case "sum16", "wsum", "int128", "auto_type", "kernel":
		return true
	}
	for _, p := range []string{"u", "s", "le", "be", "virtio", "fs"} {
		switch strings.TrimPrefix(s, p) {
		case "8", "16", "32", "64", "128":
			return true
		}
	}
	return strings.HasSuffix(s, "_t") || strings.HasPrefix(s, "kernel_")
}

// isTypeName guesses whether a name in parentheses is a type.
func isTypeName(s string) bool {
	switch s {
	case "u8", "u16", "u32", "u64", "s8", "s16", "s32", "s64", "uint", "ulong", "ushort", "unchar",
		"__u8", "__u16", "__u32", "__u64", "__s8", "__s16", "__s32", "__s64":
		return true
	}
	return strings.HasSuffix(s, "_t")
}

// isLoopMacro tells whether a macro name before parentheses and a statement
// heads a loop or a guarded block rather than being a call.
func isLoopMacro(s string) bool {
	return strings.Contains(s, "for_each") || strings.Contains(s, "foreach") || strings.Contains(s, "_for_") ||
		isOnceMacro(s)
}

// isOnceMacro tells whether such a macro runs its statement at most once:
// include/linux/cleanup.h.
func isOnceMacro(s string) bool {
	switch s {
	case "scoped_guard", "scoped_cond_guard", "scoped_class", "scoped_seqlock_read", "scoped_with_kernel_fpu",
		"scoped_user_access", "scoped_user_read_access", "scoped_user_write_access", "scoped_with_init_fs", "if_not_guard",
		"if_not_cond_guard":
		return true
	}
	return strings.HasPrefix(s, "scoped_")
}
