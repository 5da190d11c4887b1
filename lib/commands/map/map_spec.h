/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Options of `map` parsed from text. All return LB_E_USAGE with what was found and expected. */
#ifndef LB_COMMANDS_MAP_MAP_SPEC_H
#define LB_COMMANDS_MAP_MAP_SPEC_H

#include <lagesbild/status.h>
#include "model/map/drawing.h"

/* "A4", "A3-landscape", "180x120" (millimetres); NULL: A4. Without landscape or portrait,
 * wide chooses landscape. Points. */
lb_status lb_map_size_parse(const char *text, bool wide, double *width, double *height,
                            lb_error *err);

typedef enum lb_comparison {
    LB_COMPARE_AT_LEAST,
    LB_COMPARE_ABOVE,
    LB_COMPARE_AT_MOST,
    LB_COMPARE_BELOW,
    LB_COMPARE_EQUAL
} lb_comparison;

/* Which squares have a ring. */
typedef struct lb_condition {
    char column[128]; /* "": all */
    lb_comparison compare;
    double value;
} lb_condition;

/* "COLUMN>=VALUE", also > <= < =, or "all". */
lb_status lb_condition_parse(const char *text, lb_condition *out, lb_error *err);

/* A missing value (NaN) meets no condition but "all". */
bool lb_condition_holds(const lb_condition *condition, double value);

typedef struct lb_context_spec {
    char source[4096], label[128]; /* label "": none */
    lb_pen pen;                    /* a grey line half a point wide unless it says otherwise */
} lb_context_spec;

/* "SOURCE[,line=#rrggbb][,fill=#rrggbb][,width=POINTS][,label=FIELD]"; line=none, fill=none. */
lb_status lb_context_parse(const char *text, lb_context_spec *out, lb_error *err);

#endif
