/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Hot spots and clusters as areas: what `hotspot --outlines` writes and maps, pages and QGIS
 * projects draw. */
#ifndef LB_INPUT_AREAS_HOTSPOT_AREAS_H
#define LB_INPUT_AREAS_HOTSPOT_AREAS_H

#include <lagesbild/bilingual.h>
#include "input/areas/areas.h"

/* By what is found, the surest first. */
enum {
    LB_HOTSPOT_BELOW_0_001, /* q of a cell and those round it */
    LB_HOTSPOT_BELOW_0_01,
    LB_HOTSPOT_BELOW_0_05,
    LB_HOTSPOT_CLUSTER, /* of the scan statistic, with p below 0.05 */
    LB_HOTSPOT_KINDS
};

/* As column `category` has them, and as people read them. */
extern const char *const lb_hotspot_kinds[LB_HOTSPOT_KINDS];
extern const lb_bilingual lb_hotspot_kind_names[LB_HOTSPOT_KINDS];

/* Zeroed memory is empty. */
typedef struct lb_hotspot_areas {
    lb_areas areas;
    size_t *kind; /* [areas.shapes.count] */
} lb_hotspot_areas;

void lb_hotspot_areas_clear(lb_hotspot_areas *hotspots);

/* In the given CRS; of a table without rows none. LB_E_INPUT also: a category that is none of the
 * kinds. */
lb_status lb_hotspot_areas_read(const char *source, const char *crs, const lb_job *job,
                                lb_hotspot_areas *out, lb_error *err);

#endif
