/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers in text, the same in every locale. */
#ifndef LB_BASE_NUMBER_H
#define LB_BASE_NUMBER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { LB_NUMBER_SIZE = 32 };

/* The shortest decimal that reads back as the same double; NaN gives "", infinities "inf". */
void lb_number_format(double value, char text[LB_NUMBER_SIZE]);

/* With `decimals` digits after the point, halves away from zero in the decimal that a person
 * sees (0.25 -> 0.3); NaN gives "". */
void lb_number_format_fixed(double value, int decimals, char text[LB_NUMBER_SIZE]);

/* The word or phrase for n things: one of 1 ("area has"), else many ("areas have"). */
static inline const char *lb_number_word(double n, const char *one, const char *many)
{
    return n == 1 ? one : many;
}

/* Reads all of text[0..length): optional sign, digits with one point or one comma, optional
 * exponent; spaces (also no-break) around it and between groups of three are allowed.
 * "nan", "inf" and hexadecimal are not numbers. False: not a number, *value untouched. */
bool lb_number_parse(const char *text, size_t length, double *value);

/* Only digits, with optional sign, within int64_t. */
bool lb_integer_parse(const char *text, size_t length, int64_t *value);

/* What SCB's values mean (docs/methods.md, Rounding): a number, or why there is none. */
typedef enum lb_value_kind {
    LB_VALUE_NUMBER,
    LB_VALUE_EMPTY,      /* nothing, or "." (not applicable) */
    LB_VALUE_SUPPRESSED, /* ".." or "…": too few or too uncertain to be shown; "<5", "10–14": ours
                          */
    LB_VALUE_INVALID     /* text where a number was expected */
} lb_value_kind;

/* "-" is SCB's zero. *value is NaN unless the cell is a number. */
lb_value_kind lb_value_parse(const char *text, size_t length, double *value);

#endif
