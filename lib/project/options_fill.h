/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From a step to the options of its job. */
#ifndef LB_PROJECT_OPTIONS_FILL_H
#define LB_PROJECT_OPTIONS_FILL_H

#include "project/project.h"

/* A job's options, as bytes; lists and boxes it points to are owned here, texts are the project's.
 */
typedef struct lb_filled {
    void *options;
    void **owned;
    size_t count;
} lb_filled;

/* LB_E_MEMORY. */
lb_status lb_step_fill(const lb_step *step, lb_filled *out);
void lb_filled_clear(lb_filled *filled);

#endif
