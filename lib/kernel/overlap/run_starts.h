/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which areas hold the first corner of each closed run. */
#ifndef LB_KERNEL_OVERLAP_RUN_STARTS_H
#define LB_KERNEL_OVERLAP_RUN_STARTS_H

#include "kernel/overlap/border_runs.h"

typedef struct lb_run_starts {
    size_t *first;  /* [runs + 1] */
    uint32_t *area; /* area[first[r]] .. area[first[r + 1] - 1]: hold the first corner of run r */
} lb_run_starts;

/* Zeroed memory is a valid empty struct. LB_E_MEMORY. */
lb_status lb_run_starts_init(lb_run_starts *starts, const lb_border_runs *runs, int threads);
void lb_run_starts_clear(lb_run_starts *starts);

#endif
