/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The kinds of things that are compared; each adds its findings to out. `file` is what the findings
 * call the pair. */
#ifndef LB_COMMANDS_COMPARE_COMPARE_PARTS_H
#define LB_COMMANDS_COMPARE_COMPARE_PARTS_H

#include "commands/compare/differences.h"

typedef struct lb_compare_context {
    const lb_compare_options *options;
    const lb_job *job;
    lb_compare_result *out;
} lb_compare_context;

/* Two sources of rows, layer or text table. */
lb_status lb_compare_tables(const lb_compare_context *c, const char *file, const char *before,
                            const char *after, lb_error *err);

/* Two rasters of any format. */
lb_status lb_compare_rasters(const lb_compare_context *c, const char *file, const char *before,
                             const char *after, lb_error *err);

/* Two provenances as JSON: version, options and inputs that differ. Texts may be NULL: not known.
 */
lb_status lb_compare_provenance(const lb_compare_context *c, const char *file, const char *before,
                                const char *after, lb_error *err);

#endif
