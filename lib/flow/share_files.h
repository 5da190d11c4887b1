/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The files of `share`. */
#ifndef LB_FLOW_SHARE_FILES_H
#define LB_FLOW_SHARE_FILES_H

#include "flow/share_table.h"

typedef struct lb_share_made {
    const lb_share_set *set;
    size_t sets;
    int64_t rows;
    const lb_table *table, *border, *edge;
} lb_share_made;

/* The tables to the files of options, provenance to options->provenance; all appear, or none. */
lb_status lb_share_write(const lb_share_options *options, const lb_share_made *made,
                         const lb_job *job, lb_error *err);

#endif
