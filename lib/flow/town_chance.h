/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Chance without a state: a number from where and what, the same on every machine. */
#ifndef LB_FLOW_TOWN_CHANCE_H
#define LB_FLOW_TOWN_CHANCE_H

#include <stdint.h>

/* In [0, 1), from a place or number and what it is for. */
double lb_town_chance(int64_t a, int64_t b, int what);

/* Value noise in [0, 1) with features of about `scale` metres. */
double lb_town_noise(double e, double n, double scale, int what);

#endif
