/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What Lindvik is made of. */
#ifndef LB_FLOW_TOWN_PARTS_H
#define LB_FLOW_TOWN_PARTS_H

#include <stddef.h>
#include <stdint.h>
#include "flow/town_map.h"

enum { LB_TOWN_ZONES = 42, LB_TOWN_ZONE_CODE = 48 };

typedef struct lb_town_square {
    int32_t e, n, size; /* south-west corner, EPSG:3006 metres */
    int people, aged_0_15, aged_16_19, aged_65, foreign;
    int aged_25_64, short_school, aged_16_64, employed;
    int households, lone_parents, crowded;
    int income_tenths; /* thousands of kronor times ten */
    int lot;           /* 0..999, for small flaws */
    size_t zone;
} lb_town_square;

/* A statistical zone; the zones tile the municipality. */
typedef struct lb_town_zone {
    char code[LB_TOWN_ZONE_CODE]; /* A outside of town, B in it, C in its centre */
    double e, n;                  /* where its people are */
    lb_town_ring ring;
} lb_town_zone;

typedef struct lb_town {
    lb_town_square *square; /* 1 000 m and 250 m mixed; south to north, west to east */
    size_t squares;
    lb_town_ring water[LB_TOWN_WATERS];
    const char *water_name[LB_TOWN_WATERS];
    lb_town_ring border;
    lb_town_zone zone[LB_TOWN_ZONES];
} lb_town;

#endif
