/* SPDX-License-Identifier: GPL-3.0-or-later */
/* External sort of records by phone and day. Up to max_in_memory records are held; more are written
 * to a temporary file in sorted runs and merged at the end, so that memory does not grow with the
 * number of records (12 bytes each). */
#ifndef LB_COMMANDS_FOOTPRINT_EXTERNAL_SORT_H
#define LB_COMMANDS_FOOTPRINT_EXTERNAL_SORT_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <lagesbild/status.h>

/* A device at a station on a day; 12 bytes, as there are many millions. */
typedef struct lb_day_record {
    uint32_t phone;   /* number */
    int32_t day;      /* days from 1970-01-01 */
    uint32_t station; /* number, or LB_STATION_NONE */
} lb_day_record;

/* Zeroed memory with max_in_memory set is empty. */
typedef struct lb_external_sort {
    size_t max_in_memory, count, capacity;
    lb_day_record *item; /* [count], in any order */
    FILE *spill;         /* runs one after the other; NULL: nothing was written yet */
    uint64_t *run;       /* [runs]: records in each */
    size_t runs, run_capacity;
} lb_external_sort;

void lb_external_sort_clear(lb_external_sort *records);

/* LB_E_MEMORY; LB_E_IO: the temporary file cannot be written. */
lb_status lb_external_sort_add(lb_external_sort *records, lb_day_record record, lb_error *err);

/* Called with one phone's day and its k > 0 stations, which are in no promised order. Returns LB_OK
 * or LB_E_MEMORY. */
typedef lb_status (*lb_day_visitor)(void *udata, uint32_t phone, const uint32_t *station, size_t k);

/* Visits each phone's days once, by phone, then day. Nothing can be added afterwards. */
lb_status lb_external_sort_each_day(lb_external_sort *records, lb_day_visitor visit, void *udata,
                                    lb_error *err);

#endif
