/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Swedish text: encodings, and when two names are the same name. */
#ifndef LB_BASE_SWEDISH_TEXT_H
#define LB_BASE_SWEDISH_TEXT_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include "base/buf.h"

bool lb_text_is_utf8(const char *text, size_t length);

/* A new UTF-8 string of text[0..length): as it is when it is UTF-8, else read as Windows-1252.
 * Spaces at both ends are dropped. The caller frees it; NULL: out of memory. */
char *lb_text_utf8(const char *text, size_t length);

/* snprintf that never cuts within a letter: bytes that are no UTF-8 are left out of what it writes,
 * so that a letter of which the size, or a limit as in %.80s, leaves a part is left out whole.
 * Returns the length written. */
size_t lb_text_print(char *out, size_t size, const char *format, ...) LB_PRINTF(3, 4);

/* vsnprintf of a message. Of one that does not fit the beginning and the end are kept, as a long
 * path stands first and what to do last; " ... " stands for what is between. size: at least 16. */
void lb_text_print_message(char *out, size_t size, const char *format, va_list args)
    LB_PRINTF(3, 0);

/* strdup, for C11. */
char *lb_text_copy(const char *text);

/* Bytes of the space, dash, soft hyphen or quotation mark beyond ASCII at text (U+00A0, U+00AD,
 * U+2000 to U+203F in UTF-8), which word processors and web pages write; 0: another character. */
size_t lb_text_separator_length(const char *text);

/* Writes a space for each space beyond ASCII (U+00A0, U+2000 to U+200A, U+202F), in place. */
void lb_text_plain_spaces(char *text);

/* Folds a name for comparison: lower case, å ä -> a, ö -> o, é -> e, ü -> u, and '_', '-', '.',
 * '/', space and what lb_text_separator_length finds left out; of a number (-1, 1.5, 1.1.2) sign
 * and points before digits stay. Writes at most size - 1 bytes; returns the length written. */
size_t lb_text_fold(const char *text, char *out, size_t size);

/* Are the two the same name after folding? */
bool lb_text_same(const char *a, const char *b);

/* The index of text in a NULL-ended list of names, exactly as written; -1: it is not there. */
int lb_text_index(const char *const *names, const char *text);

/* Edit distance (Levenshtein) of the folded names; at most 1 where one of at least three letters
 * begins the other, 2 where one of at least four is in it, and 3 where both have a word of at least
 * four letters or begin with the same four: for "did you mean". */
size_t lb_text_distance(const char *a, const char *b);

/* May a name be meant by `wanted`? Their lb_text_distance is at most a third of the letters of
 * `wanted` and two; of fewer than four letters, half of them: what is farther is another word. */
bool lb_text_may_mean(const char *wanted, const char *name);

/* The index of the first of the n names that may be meant by `wanted` at the least
 * lb_text_distance; SIZE_MAX: none. */
size_t lb_text_nearest(const char *wanted, const char *const *name, size_t n);

/* before, the name and after, for the end of a message; "" without a name (NULL). */
typedef struct lb_hint {
    char text[256];
} lb_hint;
lb_hint lb_text_hint(const char *before, const char *name, const char *after);

/* "; nearest: NAME" with the lb_text_nearest of the n names; "" where there is none. */
lb_hint lb_text_nearest_hint(const char *wanted, const char *const *name, size_t n);

/* Appends "nearest: A, B, C; found: A, B, C, D ...": the three of the n names that are most like
 * `wanted`, and, where there are more, the first LB_NAMES_LISTED as they come. */
enum { LB_NAMES_LISTED = 20 };
void lb_text_list_similar(const char *wanted, const char *const *name, size_t n, lb_buf *out);

/* Does the text end with `ending`, ASCII case ignored? */
bool lb_text_ends_with(const char *text, const char *ending);

/* The "|where=..." (or "|subset=...") at the end of a source; NULL: it has no condition. */
const char *lb_text_condition(const char *source);

/* The last part of a path or source, without folders; borrowed from path. */
const char *lb_text_base_name(const char *path);

/* Swedish order: case-insensitive, å ä ö last, digits as numbers do not matter; ties by bytes. */
int lb_text_compare(const char *a, const char *b);

#endif
