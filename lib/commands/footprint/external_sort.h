/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Footprints in any order, given back by phone and day. Up to `most` are held in memory; more are
 * sorted in runs in a temporary file and merged, so that memory does not grow with them. */
#ifndef LB_COMMANDS_FOOTPRINT_EXTERNAL_SORT_H
#define LB_COMMANDS_FOOTPRINT_EXTERNAL_SORT_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <lagesbild/status.h>

typedef struct lb_day_record {
    uint32_t phone;
    int32_t day;
    uint32_t station;
} lb_day_record;

/* Zeroed memory with `most` set is empty. */
typedef struct lb_external_sort {
    size_t max_in_memory, count, capacity;
    lb_day_record *item;
    FILE *spill;
    uint64_t *run; /* [runs]: records in each */
    size_t runs, run_capacity;
} lb_external_sort;

void lb_external_sort_clear(lb_external_sort *records);

/* LB_E_MEMORY, LB_E_IO: the temporary file. */
lb_status lb_external_sort_add(lb_external_sort *records, lb_day_record record, lb_error *err);

/* One phone's day: its k > 0 stations, in no promised order. LB_E_MEMORY. */
typedef lb_status (*lb_day_visitor)(void *udata, uint32_t phone, const uint32_t *station, size_t k);

/* Each day once, by phone, then day. Nothing can be added afterwards. */
lb_status lb_external_sort_each_day(lb_external_sort *records, lb_day_visitor visit, void *udata,
                                    lb_error *err);

#endif
