/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Does a source have anything near the areas? Events, squares or zones of which not one lies within
 * LB_VICINITY_KM of any area are most likely of another place, or in another CRS than one of the
 * two is said to be in. */
#ifndef LB_INPUT_AREAS_VICINITY_H
#define LB_INPUT_AREAS_VICINITY_H

#include <lagesbild/log.h>
#include <lagesbild/shapes.h>

enum { LB_VICINITY_KM = 50 };

/* The bounding boxes of areas, and how far a kilometre is among them. Zeroed memory has none. */
typedef struct lb_vicinity {
    const char *source;     /* of the first areas, borrowed */
    const char *source_crs; /* that they were given in, borrowed */
    const char *crs;        /* of the boxes, borrowed */
    lb_box *box;            /* [count] */
    size_t count;
    lb_box extent;    /* of all */
    double metres[2]; /* one unit of each axis, on the ground in the middle of the extent */
} lb_vicinity;

/* What of a source has been held against the areas. Zeroed memory: nothing. */
typedef struct lb_vicinity_count {
    int64_t n;
    lb_box extent; /* of them, in the CRS of the areas; only where n > 0 */
    bool near;     /* one of them at least is near an area */
} lb_vicinity_count;

/* Adds the areas of a source, which was given in source_crs and is in crs. LB_E_MEMORY. */
lb_status lb_vicinity_add(lb_vicinity *vicinity, const lb_shapes *areas, const char *source,
                          const char *source_crs, const char *crs);
void lb_vicinity_clear(lb_vicinity *vicinity);

/* Counts a box, or a point as one, of the source; vicinity may be NULL. May run in several threads,
 * a count each. */
void lb_vicinity_look(const lb_vicinity *vicinity, lb_box box, lb_vicinity_count *count);
void lb_vicinity_look_all(const lb_vicinity *vicinity, const lb_shapes *shapes,
                          lb_vicinity_count *count);
void lb_vicinity_merge(lb_vicinity_count *count, const lb_vicinity_count *part);

/* Warns where there is something on both sides and nothing near, with both extents and CRS. things:
 * "places", "squares"; source_crs: that the source was given in. */
void lb_vicinity_warn(const lb_vicinity *vicinity, const lb_vicinity_count *count,
                      const char *source, const char *things, const char *source_crs, lb_log *log);

/* Warns of the areas i with empty[i], the first of them by name: "... have no cell of the grid". */
lb_status lb_warn_of_empty_areas(const char *source, char *const *name, const bool *empty,
                                 size_t count, const char *what, lb_log *log);

#endif
