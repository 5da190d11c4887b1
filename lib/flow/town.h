/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lindvik, a made-up town of some 80 000 people where a river meets a bay: its squares, its zones,
 * what happens there. Hardship gathers in a few estates; nothing stems from real data. Only + - * /
 * and sqrt are used, which round alike everywhere, so the town is the same on every machine. */
#ifndef LB_FLOW_TOWN_H
#define LB_FLOW_TOWN_H

#include <lagesbild/status.h>
#include "flow/town_parts.h"

enum { LB_TOWN_EVENTS = 300, LB_TOWN_DATE = 40 };

typedef struct lb_town_event {
    char date[LB_TOWN_DATE]; /* may be empty or impossible */
    double e, n;             /* NaN: no place */
    const char *linked;      /* an area's name or "" */
} lb_town_event;

/* LB_E_MEMORY; the caller frees. */
lb_status lb_town_new(lb_town **out);
void lb_town_free(lb_town *town);

/* Who live in the squares whose middles are in an area. */
int lb_town_area_people(const lb_town *town, size_t area);

void lb_town_events(const lb_town *town, lb_town_event out[LB_TOWN_EVENTS]);

#endif
