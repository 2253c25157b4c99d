// SPDX-License-Identifier: MIT

/*
 * Turns a tree-sitter tree into an array of records in preorder, in one call:
 * walking it from Go costs a crossing of cgo, an allocation and a map look-up
 * for each node, which takes as long as parsing did.
 *
 * The functions of tree-sitter are declared here and linked from the copy that
 * go-tree-sitter compiles.
 */
#include "flatten.h"

#include <stdbool.h>

typedef struct {
	const void *tree;
	const void *id;
	uint32_t context[3];
} cursor;

extern cursor ts_tree_cursor_new(gupvet_node node);
extern void ts_tree_cursor_delete(cursor *self);
extern gupvet_node ts_tree_cursor_current_node(const cursor *self);
extern uint16_t ts_tree_cursor_current_field_id(const cursor *self);
extern bool ts_tree_cursor_goto_parent(cursor *self);
extern bool ts_tree_cursor_goto_next_sibling(cursor *self);
extern bool ts_tree_cursor_goto_first_child(cursor *self);
extern uint16_t ts_node_symbol(gupvet_node self);
extern uint32_t ts_node_start_byte(gupvet_node self);
extern uint32_t ts_node_end_byte(gupvet_node self);
extern bool ts_node_is_named(gupvet_node self);
extern bool ts_node_is_missing(gupvet_node self);
extern bool ts_node_is_error(gupvet_node self);
extern uint32_t ts_node_descendant_count(gupvet_node self);

uint32_t gupvet_count(gupvet_node root)
{
	return ts_node_descendant_count(root);
}

static void record(const cursor *c, struct gupvet_rec *r, uint32_t depth)
{
	const gupvet_node n = ts_tree_cursor_current_node(c);

	r->start = ts_node_start_byte(n);
	r->end = ts_node_end_byte(n);
	r->symbol = ts_node_symbol(n);
	r->field = ts_tree_cursor_current_field_id(c);
	r->depth = depth > UINT16_MAX ? UINT16_MAX : (uint16_t)depth;
	r->flags = (uint16_t)((ts_node_is_named(n) ? GUPVET_NAMED : 0) |
			      (ts_node_is_missing(n) ? GUPVET_MISSING : 0) |
			      (ts_node_is_error(n) ? GUPVET_ERROR : 0));
}

/*
 * Write the tree below root to out and return the number of records: that of
 * gupvet_count(), or room if it is less. A record's next is set when its
 * subtree has been left; until then it holds the index of its parent, so that
 * no stack is needed however deep the tree is.
 */
uint32_t gupvet_flatten(gupvet_node root, struct gupvet_rec *out, uint32_t room)
{
	cursor c = ts_tree_cursor_new(root);
	uint32_t n = 0, depth = 0, open = 0;
	bool down = true;

	for (;;) {
		if (down && n < room) {
			record(&c, &out[n], depth);
			out[n].next = open;
			open = n++;
			if (ts_tree_cursor_goto_first_child(&c)) {
				depth++;
				continue;
			}
		}
		const uint32_t parent = out[open].next;

		out[open].next = n;
		open = parent;
		if (!depth)
			break;
		down = ts_tree_cursor_goto_next_sibling(&c);
		if (!down) {
			ts_tree_cursor_goto_parent(&c);
			depth--;
		}
	}
	ts_tree_cursor_delete(&c);
	return n;
}
