// SPDX-License-Identifier: MIT

package parser

import (
	"sync"

	sitter "github.com/smacker/go-tree-sitter"
)

// A node is a kind of tree-sitter node that the lowering knows.
type node uint8

// The named nodes of tree-sitter-c that matter; the others are nOther.
const (
	nOther node = iota
	nError
	nComment
	nFunction
	nDeclaration
	nParameter
	nVariadic
	nParameters
	nInitDeclarator
	nPointerDeclarator
	nArrayDeclarator
	nFunctionDeclarator
	nParenDeclarator
	nAttributedDeclarator
	nAbstractPointer
	nAbstractArray
	nAbstractFunction
	nAbstractParen
	nTypeDescriptor
	nPrimitiveType
	nSizedType
	nTypeIdentifier
	nStruct
	nUnion
	nEnum
	nMacroType
	nFieldList
	nField
	nFieldIdentifier
	nBitfield
	nEnumerators
	nEnumerator
	nStorage
	nQualifier
	nTypedef
	nCompound
	nExprStmt
	nIf
	nElse
	nSwitch
	nCase
	nWhile
	nDo
	nFor
	nReturn
	nBreak
	nContinue
	nGoto
	nLabel
	nStatementIdentifier
	nIdentifier
	nNumber
	nChar
	nString
	nConcatString
	nTrue
	nFalse
	nNull
	nParen
	nCall
	nArguments
	nUnary
	nPointerExpr
	nBinary
	nAssign
	nUpdate
	nCondExpr
	nFieldExpr
	nSubscript
	nCast
	nSizeof
	nCompoundLiteral
	nInitList
	nInitPair
	nFieldDesignator
	nIndexDesignator
	nRangeDesignator
	nCommaExpr
)

var nodeNames = map[string]node{
	"ERROR": nError, "comment": nComment, "function_definition": nFunction, "declaration": nDeclaration,
	"parameter_declaration": nParameter, "variadic_parameter": nVariadic, "parameter_list": nParameters,
	"init_declarator": nInitDeclarator, "pointer_declarator": nPointerDeclarator,
	"array_declarator": nArrayDeclarator, "function_declarator": nFunctionDeclarator,
	"parenthesized_declarator": nParenDeclarator, "attributed_declarator": nAttributedDeclarator,
	"abstract_pointer_declarator": nAbstractPointer, "abstract_array_declarator": nAbstractArray,
	"abstract_function_declarator": nAbstractFunction, "abstract_parenthesized_declarator": nAbstractParen,
	"type_descriptor": nTypeDescriptor, "primitive_type": nPrimitiveType, "sized_type_specifier": nSizedType,
	"type_identifier": nTypeIdentifier, "struct_specifier": nStruct, "union_specifier": nUnion,
	"enum_specifier": nEnum, "macro_type_specifier": nMacroType, "field_declaration_list": nFieldList,
	"field_declaration": nField, "field_identifier": nFieldIdentifier, "bitfield_clause": nBitfield,
	"enumerator_list": nEnumerators, "enumerator": nEnumerator, "storage_class_specifier": nStorage,
	"type_qualifier": nQualifier, "type_definition": nTypedef, "compound_statement": nCompound,
	"expression_statement": nExprStmt, "if_statement": nIf, "else_clause": nElse, "switch_statement": nSwitch,
	"case_statement": nCase, "while_statement": nWhile, "do_statement": nDo, "for_statement": nFor,
	"return_statement": nReturn, "break_statement": nBreak, "continue_statement": nContinue,
	"goto_statement": nGoto, "labeled_statement": nLabel, "statement_identifier": nStatementIdentifier,
	"identifier": nIdentifier, "number_literal": nNumber, "char_literal": nChar, "string_literal": nString,
	"concatenated_string": nConcatString, "true": nTrue, "false": nFalse, "null": nNull,
	"parenthesized_expression": nParen, "call_expression": nCall, "argument_list": nArguments,
	"unary_expression": nUnary, "pointer_expression": nPointerExpr, "binary_expression": nBinary,
	"assignment_expression": nAssign, "update_expression": nUpdate, "conditional_expression": nCondExpr,
	"field_expression": nFieldExpr, "subscript_expression": nSubscript, "cast_expression": nCast,
	"sizeof_expression": nSizeof, "alignof_expression": nSizeof, "offsetof_expression": nSizeof,
	"compound_literal_expression": nCompoundLiteral, "initializer_list": nInitList,
	"initializer_pair": nInitPair, "field_designator": nFieldDesignator,
	"subscript_designator": nIndexDesignator, "subscript_range_designator": nRangeDesignator,
	"comma_expression": nCommaExpr,
}

// A field is a role that a child has for its parent.
type field uint8

// The fields that the lowering asks for.
const (
	fNone field = iota
	fName
	fType
	fDeclarator
	fBody
	fValue
	fLeft
	fRight
	fOperator
	fArgument
	fArguments
	fFunction
	fCondition
	fConsequence
	fAlternative
	fInitializer
	fUpdate
	fParameters
	fField
	fIndex
	fSize
	fLabel
	fDesignator
	fStart
	fEnd
)

var fieldNames = map[string]field{
	"name": fName, "type": fType, "declarator": fDeclarator, "body": fBody, "value": fValue,
	"left": fLeft, "right": fRight, "operator": fOperator, "argument": fArgument, "arguments": fArguments,
	"function": fFunction, "condition": fCondition, "consequence": fConsequence, "alternative": fAlternative,
	"initializer": fInitializer, "update": fUpdate, "parameters": fParameters, "field": fField,
	"index": fIndex, "size": fSize, "label": fLabel, "designator": fDesignator, "start": fStart, "end": fEnd,
}

// grammar translates the numbers of the grammar's symbols and fields.
type grammar struct {
	nodes  []node
	fields []field
}

var tables = sync.OnceValue(func() *grammar {
	lang := language()
	g := &grammar{nodes: make([]node, 1<<16)}
	for i := range lang.SymbolCount() {
		if lang.SymbolType(sitter.Symbol(i)) == sitter.SymbolTypeRegular {
			g.nodes[i] = nodeNames[lang.SymbolName(sitter.Symbol(i))]
		}
	}
	g.nodes[1<<16-1] = nError
	for i := 0; ; i++ {
		name := lang.FieldName(i)
		if name == "" && i > 0 {
			break
		}
		g.fields = append(g.fields, fieldNames[name])
	}
	return g
})
