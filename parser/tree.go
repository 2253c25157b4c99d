// SPDX-License-Identifier: MIT

package parser

// #include "flatten.h"
import "C"

import (
	"context"
	"errors"
	"sync"
	"unsafe"

	sitter "github.com/smacker/go-tree-sitter"
	"github.com/smacker/go-tree-sitter/c"
)

// A rec is a node of a flattened tree; its children follow it. It has the
// layout of struct gupvet_rec.
type rec struct {
	start, end uint32 // bytes
	next       uint32 // index of the first record behind the subtree
	symbol     uint16
	field      uint16
	flags      uint16
	depth      uint16
}

const (
	recNamed   = C.GUPVET_NAMED
	recMissing = C.GUPVET_MISSING
	recError   = C.GUPVET_ERROR
)

// The first field of a sitter.Node is the TSNode that flatten.c takes.
var _ = func() bool {
	if unsafe.Sizeof(sitter.Node{}) != unsafe.Sizeof(C.gupvet_node{})+unsafe.Sizeof(uintptr(0)) ||
		unsafe.Sizeof(rec{}) != unsafe.Sizeof(C.struct_gupvet_rec{}) {
		panic("parser: go-tree-sitter has another layout than flatten.h")
	}
	return true
}()

// Limits of what is given to tree-sitter.
const (
	maxParse   = 1 << 20 // bytes of one function
	maxDepth   = 2000    // nesting of the tree that is lowered
	parseLimit = 2e6     // microseconds for one function
)

var (
	errTooLarge = errors.New("larger than 1 MB")
	errTooDeep  = errors.New("nested too deeply")
	errTooSlow  = errors.New("parsing took too long")
)

// language is loaded once; symbols are looked up by number from then on.
var language = sync.OnceValue(c.GetLanguage)

var parsers = sync.Pool{New: func() any {
	p := sitter.NewParser()
	p.SetLanguage(language())
	p.SetOperationLimit(parseLimit)
	return p
}}

// parseTree parses a text and returns its flattened tree. The tree itself is
// gone when it returns: it lives on the C heap and must not be shared.
//
// The parser is given no context that can be cancelled: go-tree-sitter may set
// its cancellation flag late and spoil the parser for the next text. One that
// ran into its time limit is thrown away, since it would resume the old text.
func parseTree(text []byte) ([]rec, error) {
	if len(text) > maxParse {
		return nil, errTooLarge
	}
	p := parsers.Get().(*sitter.Parser)
	tree, err := p.ParseCtx(context.Background(), nil, text)
	if err != nil {
		p.Close()
		return nil, errTooSlow
	}
	defer parsers.Put(p)
	defer tree.Close()
	root := *(*C.gupvet_node)(unsafe.Pointer(tree.RootNode()))
	recs := make([]rec, C.gupvet_count(root))
	n := C.gupvet_flatten(root, (*C.struct_gupvet_rec)(unsafe.Pointer(unsafe.SliceData(recs))), C.uint32_t(len(recs)))
	recs = recs[:n]
	for i := range recs {
		if recs[i].depth > maxDepth {
			return nil, errTooDeep
		}
	}
	return recs, nil
}
