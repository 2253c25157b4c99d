// SPDX-License-Identifier: MIT

/*
 * One pass over the bytes of a C file that hashes every name in a place where
 * the analysis may later have to look for it: called, declared or defined,
 * assigned to a member, stored in a member, or the last word of a #define.
 *
 * A name before a parenthesis is declared where it is the first of a line that
 * begins in the first column, as the kernel lays out functions
 * and prototypes; elsewhere it is called. Further names on such a line may be
 * either and count as both.
 *
 * Only the last 16 bytes of a name are hashed: they are one unaligned load
 * away from the character that ends it, so that the pass never has to look for
 * the beginning of a word. Two names that share them select a file too many,
 * which the parser finds out.
 *
 * The text is taken piece by piece: first the positions of the characters that
 * matter are collected, then they are worked off kind by kind. Loops over one
 * kind have hardly a branch that the processor guesses wrong, which makes the
 * pass three times faster than one that acts on each character as it comes.
 *
 * token.go has the same pass in Go, for other processors; a test compares them.
 */
#include "token.h"

#include <immintrin.h>
#include <string.h>

/* What every processor since 2013 has; gupvet_tokens_usable() asks for it. */
#define FAST __attribute__((target("avx2,bmi,popcnt")))

enum { PIECE = 4096 };

uint32_t gupvet_token_hash(uint64_t lo, uint64_t hi, uint32_t kind)
{
	uint64_t h = (lo ^ (uint64_t)kind * 0x9e3779b97f4a7c15ULL) * 0xff51afd7ed558ccdULL;

	h = (h ^ h >> 32 ^ hi) * 0xc4ceb9fe1a85ec53ULL;
	h = (h ^ h >> 29) * 0x9fb21c651e98df25ULL;
	return (uint32_t)(h >> 32) | 1;
}

static inline int is_word(uint8_t c)
{
	return (uint8_t)((c | 0x20) - 'a') < 26 || (uint8_t)(c - '0') < 10 || c == '_';
}

/* 16 bits, one for each of the 16 bytes of v: is it part of a word? */
FAST static inline unsigned int word_mask(__m128i v)
{
	const __m128i letter = _mm_add_epi8(_mm_or_si128(v, _mm_set1_epi8(0x20)),
					    _mm_set1_epi8((char)(0x80 - 'a')));
	const __m128i digit = _mm_add_epi8(v, _mm_set1_epi8((char)(0x80 - '0')));
	__m128i m = _mm_cmplt_epi8(letter, _mm_set1_epi8((char)(0x80 + 26)));

	m = _mm_or_si128(m, _mm_cmplt_epi8(digit, _mm_set1_epi8((char)(0x80 + 10))));
	m = _mm_or_si128(m, _mm_cmpeq_epi8(v, _mm_set1_epi8('_')));
	return (unsigned int)_mm_movemask_epi8(m);
}

/* At keep + n: 16 bytes of which the last n are 0xff. */
static const uint8_t keep[32] = {
	[16] = 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
	0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
};

struct sink {
	uint64_t *seen;
	uint64_t epoch;
	uint32_t *out;
	size_t n;
};

/* How many of the 16 bytes before end belong to a word that ends there. */
FAST static inline unsigned int word_before(__m128i v)
{
	/* Bit 0 is set, so that there is always a highest one. */
	const unsigned int gap = ((~word_mask(v) & 0xffff) << 1) | 1;

	return 16 - (31 - (unsigned int)__builtin_clz(gap));
}

/* Emit the word that ends just before end, unless it is empty or a number. */
FAST static inline void emit(struct sink *s, const uint8_t *end, uint32_t kind)
{
	const __m128i v = _mm_loadu_si128((const __m128i *)(end - 16));
	const unsigned int n = word_before(v);
	const __m128i w = _mm_and_si128(v, _mm_loadu_si128((const __m128i *)(keep + n)));
	const int number = (n < 16) & ((uint8_t)(end[-(int)n] - '0') < 10);
	const uint32_t h = gupvet_token_hash((uint64_t)_mm_cvtsi128_si64(w),
			   (uint64_t)_mm_cvtsi128_si64(_mm_unpackhi_epi64(w, w)), kind);
	const uint64_t key = s->epoch | h;
	uint64_t *const slot = &s->seen[h >> 1 & (TOKEN_SEEN - 1)];
	const int fresh = (*slot != key) & (n > 0) & !number;

	s->out[s->n] = h;
	s->n += (size_t)fresh;
	*slot = fresh ? key : *slot;
}

static inline const uint8_t *skip_blank_back(const uint8_t *p)
{
	while (p[-1] == ' ' || p[-1] == '\t')
		p--;
	return p;
}

enum { CMP = 1, OP = 2, STOP = 4 };

static const uint8_t class[256] = {
	['='] = CMP, ['!'] = CMP, ['<'] = CMP, ['>'] = CMP, [0] = CMP | STOP,
	['|'] = OP, ['&'] = OP, ['+'] = OP, ['-'] = OP, ['*'] = OP, ['/'] = OP,
	['^'] = OP, ['%'] = OP,
	[','] = STOP, [';'] = STOP, ['\n'] = STOP, ['\r'] = STOP, ['}'] = STOP,
	[' '] = STOP,
};

/* An = at p: emit the member before it, and the bare name after it. */
FAST static inline void at_equals(struct sink *s, const uint8_t *p, const uint8_t *limit)
{
	const uint8_t *end = p, *start, *q;

	if (p[1] == '=' || class[p[-1]] & CMP)
		return;
	if (class[p[-1]] & OP)
		end--;
	end = skip_blank_back(end);
	start = end - word_before(_mm_loadu_si128((const __m128i *)(end - 16)));
	for (; is_word(start[-1]); start--)
		;
	if ((start[-1] != '.' && start[-1] != '>') || start == end)
		return;
	emit(s, end, TOKEN_MEMBER);
	for (q = p + 1; q < limit && (*q == ' ' || *q == '\t' || *q == '&'); q++)
		;
	for (start = q; q < limit && is_word(*q); q++)
		;
	if (q > start && q < limit && class[*q] & STOP)
		emit(s, q, TOKEN_VALUE);
}

/* A # at p: if it begins a #define, emit the last word of its line. */
FAST static inline void at_hash(struct sink *s, const uint8_t *p, const uint8_t *text,
			   const uint8_t *limit)
{
	const uint8_t *end = skip_blank_back(p);

	if ((end > text && end[-1] != '\n') || limit - p < 8 || memcmp(p, "#define", 7))
		return;
	end = memchr(p, '\n', (size_t)(limit - p));
	if (!end)
		end = limit;
	if (end[-1] == '\r')
		end--;
	if (is_word(end[-1]))
		emit(s, end, TOKEN_VALUE);
}

/* The line that a position is on. */
struct line {
	const uint8_t *next; /* where to go on looking for ends of lines */
	int margin;          /* it begins in the first column */
	int seen;            /* parentheses on it */
};

/* Move to the line of p; tell whether it begins in the first column. */
FAST static inline int at_margin(struct line *line, const uint8_t *p)
{
	const __m256i newline = _mm256_set1_epi8('\n');
	const uint8_t *start = 0;

	/* What lies between two parentheses is short, so it is read twice. */
	for (const uint8_t *q = line->next; q < p; q += 32) {
		const __m256i v = _mm256_loadu_si256((const __m256i *)q);
		uint32_t m = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(v, newline));

		if (p - q < 32)
			m &= (1U << (p - q)) - 1;
		if (m)
			start = q + 32 - __builtin_clz(m);
	}
	if (start) {
		line->margin = is_word(*start);
		line->seen = 0;
	}
	line->next = p;
	return line->margin;
}

/* Positions within a piece. */
struct positions {
	uint16_t at[PIECE + 64];
	unsigned int n;
};

/* Note the positions of the bits of m, relative to base. */
FAST static inline void note(struct positions *pos, unsigned int base, uint64_t m,
			     const int usual)
{
	uint16_t *at = pos->at + pos->n;

	pos->n += (unsigned int)__builtin_popcountll(m);
	/* The usual number, there or not: cheaper than a wrong guess. */
	for (int i = 0; i < usual; i++) {
		at[i] = (uint16_t)(base + (unsigned int)_tzcnt_u64(m));
		m &= m - 1;
	}
	for (at += usual; m; m &= m - 1)
		*at++ = (uint16_t)(base + (unsigned int)_tzcnt_u64(m));
}

FAST static inline uint64_t find(__m256i lo, __m256i hi, char c)
{
	const __m256i v = _mm256_set1_epi8(c);

	return (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(lo, v)) |
	       (uint64_t)(uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(hi, v)) << 32;
}

/* Positions beyond size are noted too; the last block may reach over the end. */
FAST static unsigned int trim(const struct positions *pos, unsigned int size)
{
	unsigned int n = pos->n;

	while (n && pos->at[n - 1] >= size)
		n--;
	return n;
}

/*
 * Write a hash for every token of text to out, which has room for len + 1
 * entries, and return their number. seen has TOKEN_SEEN entries and is kept by
 * the caller from file to file; epoch differs between files. TOKEN_PAD bytes
 * can be read on both sides of text; those before it are zero.
 */
FAST size_t gupvet_tokens(const uint8_t *text, size_t len, uint64_t *seen,
			  uint32_t epoch, uint32_t *out)
{
	const uint8_t *const limit = text + len;
	struct positions paren, equals, hash;
	struct sink s = { .seen = seen, .epoch = (uint64_t)epoch << 32, .out = out };
	struct line line = { .next = text, .margin = is_word(*text) };

	for (const uint8_t *piece = text; piece < limit; piece += PIECE) {
		const unsigned int size = limit - piece < PIECE ? (unsigned int)(limit - piece) : PIECE;

		paren.n = equals.n = hash.n = 0;
		for (unsigned int i = 0; i < size; i += 64) {
			const __m256i lo = _mm256_loadu_si256((const __m256i *)(piece + i));
			const __m256i hi = _mm256_loadu_si256((const __m256i *)(piece + i + 32));

			note(&paren, i, find(lo, hi, '('), 3);
			note(&equals, i, find(lo, hi, '='), 1);
			note(&hash, i, find(lo, hi, '#'), 1);
		}
		paren.n = trim(&paren, size);
		equals.n = trim(&equals, size);
		hash.n = trim(&hash, size);
		for (unsigned int i = 0; i < paren.n; i++) {
			const uint8_t *p = piece + paren.at[i];
			const uint8_t *end = p - (p[-1] == ' ');

			if (!at_margin(&line, p)) {
				emit(&s, end, TOKEN_CALL);
				continue;
			}
			emit(&s, end, TOKEN_DECLARED);
			if (line.seen++)
				emit(&s, end, TOKEN_CALL);
		}
		for (unsigned int i = 0; i < equals.n; i++)
			at_equals(&s, piece + equals.at[i], limit);
		for (unsigned int i = 0; i < hash.n; i++)
			at_hash(&s, piece + hash.at[i], text, limit);
	}
	return s.n;
}

int gupvet_tokens_usable(void)
{
	return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") &&
	       __builtin_cpu_supports("popcnt");
}
