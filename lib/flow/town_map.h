/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What of Lindvik is drawn: the bay, the river, lakes, the municipality, the areas. Shores and
 * borders are straight lines bent by one smooth noise, so that lines that were shared stay so.
 * Coordinates are metres of EPSG:3006; only + - * / and sqrt make them. */
#ifndef LB_FLOW_TOWN_MAP_H
#define LB_FLOW_TOWN_MAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    LB_TOWN_E = 600000, /* the market square */
    LB_TOWN_N = 6600000,
    LB_TOWN_RING_MOST = 700,
    LB_TOWN_AREAS = 5,
    LB_TOWN_AREAS_BEFORE = 4,
    LB_TOWN_WATERS = 4,
    LB_TOWN_CORNERS = 10
};

/* Counter-clockwise, not closed. */
typedef struct lb_town_ring {
    size_t count;
    double at[LB_TOWN_RING_MOST][2];
} lb_town_ring;

typedef struct lb_town_area {
    const char *name, *category, *lpo;
    size_t corners;
    int32_t corner[LB_TOWN_CORNERS][2]; /* counter-clockwise, not closed */
} lb_town_area;

/* i < LB_TOWN_AREAS and LB_TOWN_AREAS_BEFORE; static. Before: one has another category, one
 * another name, one is gone, one not there yet, and two are still one. */
const lb_town_area *lb_town_area_at(size_t i);
const lb_town_area *lb_town_area_before_at(size_t i);

void lb_town_area_middle(const lb_town_area *area, double *e, double *n);
bool lb_town_area_has(const lb_town_area *area, double e, double n);
bool lb_town_ring_has(const lb_town_ring *ring, double e, double n);

/* i < LB_TOWN_WATERS: bay, river, lake, tarn. Returns the name; static. */
const char *lb_town_water(size_t i, lb_town_ring *out);

/* The border of the municipality as straight lines, convex; and bent, as it is drawn. */
void lb_town_outline(lb_town_ring *straight);
void lb_town_bend(const lb_town_ring *straight, lb_town_ring *out);

#endif
