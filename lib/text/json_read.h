/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Values of a JSON text (RFC 8259) where they stand, without a copy: for texts of many megabytes of
 * which a few members are needed. */
#ifndef LB_TEXT_JSON_READ_H
#define LB_TEXT_JSON_READ_H

#include <stdbool.h>
#include <stddef.h>

/* One value: text[0..length), borrowed, without space around it. Length 0: none. */
typedef struct lb_json_value {
    const char *text;
    size_t length;
} lb_json_value;

/* The value that a text begins with. False: it is not JSON up to its end, or nested more than 64
 * deep; what stands behind it is not looked at. */
bool lb_json_parse_value(const char *text, size_t length, lb_json_value *out);

/* The member of an object with that key, compared byte by byte without escapes. False: no object,
 * or no such member. */
bool lb_json_member(lb_json_value object, const char *key, lb_json_value *out);

/* The item of an array after *item, the first when *item is zeroed. False: no array, or no more. */
bool lb_json_next(lb_json_value array, lb_json_value *item);

/* A string's text, escapes resolved; NULL: no string, or out of memory. The caller frees it. */
char *lb_json_string(lb_json_value value);

/* False: no number. */
bool lb_json_number(lb_json_value value, double *out);

#endif
