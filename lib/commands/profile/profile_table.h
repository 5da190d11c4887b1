/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of `profile`: one row an area. */
#ifndef LB_COMMANDS_PROFILE_PROFILE_TABLE_H
#define LB_COMMANDS_PROFILE_PROFILE_TABLE_H

#include "input/grid/overlay.h"
#include "commands/profile/profile_disclosure.h"
#include "commands/profile/stat_spec.h"

typedef struct lb_profile_terms {
    const lb_stat_spec *spec; /* [specs] */
    const size_t *column;     /* [2 * specs] of the grid: value, weight (SIZE_MAX: by area) */
    size_t specs;
    int threads;
    bool with_attributes; /* with the attributes of the areas, which it takes, and their sizes */
    bool degrees;         /* planar sizes are left empty */
    lb_profile_disclosure *disclosure; /* what is not told; counts what the table does not tell */
} lb_profile_terms;

/* true_m2: [areas] on the ellipsoid. */
lb_status lb_profile_table(lb_overlay *overlay, const double *true_m2,
                           const lb_profile_terms *terms, lb_table *out, lb_error *err);

#endif
