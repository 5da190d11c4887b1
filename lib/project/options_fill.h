/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From a step to the options of its job. */
#ifndef LB_PROJECT_OPTIONS_FILL_H
#define LB_PROJECT_OPTIONS_FILL_H

#include "project/project.h"

/* A job's options, as bytes; lists and boxes it points to are owned here, texts are the project's.
 */
typedef struct lb_parsed_options {
    void *options;
    void **owned;
    size_t count;
} lb_parsed_options;

/* LB_E_MEMORY. */
lb_status lb_options_fill(const lb_step *step, lb_parsed_options *out);
void lb_parsed_options_clear(lb_parsed_options *parsed);

#endif
