/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lindvik, a made-up town of some 60 000 people by a bay: its squares, its areas, what happens
 * there. Hardship grows from north-west to south-east and in the areas; nothing stems from real
 * data. Only + - * / and sqrt are used, which round alike everywhere, so the town is the same on
 * every machine. */
#ifndef LB_FLOW_TOWN_H
#define LB_FLOW_TOWN_H

#include <stddef.h>
#include <stdint.h>
#include <lagesbild/status.h>

enum { LB_TOWN_AREAS = 5, LB_TOWN_CORNERS = 6, LB_TOWN_EVENTS = 300, LB_TOWN_DATE = 40 };

typedef struct lb_town_square {
    int32_t e, n, size; /* south-west corner, EPSG:3006 metres */
    int people, aged_0_15, aged_16_19, foreign;
    int aged_25_64, short_school, aged_16_64, employed;
    int households, lone_parents, crowded;
    int income_tenths; /* thousands of kronor times ten */
    int lot;           /* 0..999, for small flaws */
} lb_town_square;

typedef struct lb_town {
    lb_town_square *square; /* 1 000 m and 250 m mixed; south to north, west to east */
    size_t squares;
} lb_town;

typedef struct lb_town_area {
    const char *name, *category;
    int32_t corner[LB_TOWN_CORNERS][2]; /* counter-clockwise, not closed */
} lb_town_area;

typedef struct lb_town_event {
    char date[LB_TOWN_DATE]; /* may be empty or impossible */
    double e, n;             /* NaN: no place */
    const char *linked;      /* an area's name or "" */
} lb_town_event;

lb_status lb_town_make(lb_town *out);
void lb_town_clear(lb_town *town);

/* i < LB_TOWN_AREAS; static. */
const lb_town_area *lb_town_area_at(size_t i);

void lb_town_events(const lb_town *town, lb_town_event out[LB_TOWN_EVENTS]);

#endif
