/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rings of a page's map: those that the printed map has, before any are merged. */
#ifndef LB_PAGE_PAGE_RINGS_H
#define LB_PAGE_PAGE_RINGS_H

#include <lagesbild/page.h>
#include "commands/map/ring_set.h"

typedef struct lb_page_rings_data {
    lb_ring_set set;
    lb_page_rings rings;             /* points into set and the notes */
    char note_sv[300], note_en[300]; /* which squares have a ring */
} lb_page_rings_data;

void lb_page_rings_data_clear(lb_page_rings_data *data);

/* column, where: as `map --rings` and `--rings-where` take them; where NULL: the default condition.
 * LB_E_USAGE: no such column, a condition that is not understood. */
lb_status lb_page_rings_read(const char *grid, const char *column, const char *where,
                             const lb_job *job, lb_page_rings_data *out, lb_error *err);

/* Drops the rings whose middle lies outside the window. */
void lb_page_rings_crop(lb_page_rings_data *data, lb_box window);

#endif
