/* SPDX-License-Identifier: MIT */
/* Name tokens of C text, for internal/source: see token.c. */
#ifndef GUPVET_TOKEN_H
#define GUPVET_TOKEN_H

#include <stddef.h>
#include <stdint.h>

/* Readable bytes the caller guarantees before and after the text. */
#define TOKEN_PAD 64

/* Entries of the table that drops repeats within one file. */
#define TOKEN_SEEN 4096

enum token_kind {
	TOKEN_CALL = 1,     /* name( */
	TOKEN_MEMBER = 2,   /* .name = or ->name |= */
	TOKEN_VALUE = 3,    /* .member = name, and the last word of a #define */
	TOKEN_DECLARED = 4, /* name( on a line that begins in the first column */
};

uint32_t gupvet_token_hash(uint64_t lo, uint64_t hi, uint32_t kind);
size_t gupvet_tokens(const uint8_t *text, size_t len, uint64_t *seen,
		     uint32_t epoch, uint32_t *out);
int gupvet_tokens_usable(void);

#endif
