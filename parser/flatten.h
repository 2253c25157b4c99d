/* SPDX-License-Identifier: MIT */
/* A tree-sitter tree as an array: see flatten.c. */
#ifndef GUPVET_FLATTEN_H
#define GUPVET_FLATTEN_H

#include <stdint.h>

/* As api.h of go-tree-sitter has it; tree.go checks the layout. */
typedef struct {
	uint32_t context[4];
	const void *id;
	const void *tree;
} gupvet_node;

struct gupvet_rec {
	uint32_t start, end; /* bytes */
	uint32_t next;       /* index of the first record behind the subtree */
	uint16_t symbol;
	uint16_t field;
	uint16_t flags;
	uint16_t depth;
};

enum {
	GUPVET_NAMED = 1,
	GUPVET_MISSING = 2,
	GUPVET_ERROR = 4,
};

uint32_t gupvet_count(gupvet_node root);
uint32_t gupvet_flatten(gupvet_node root, struct gupvet_rec *out, uint32_t room);

#endif
