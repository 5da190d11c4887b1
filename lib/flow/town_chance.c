/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "flow/town_chance.h"

/* SplitMix64 (Steele, Lea, Flood 2014), here as a hash of where and what. */
static uint64_t mix(uint64_t x)
{
    x += 0x9e3779b97f4a7c15u;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
    return x ^ (x >> 31);
}

double lb_town_chance(int64_t a, int64_t b, int what)
{
    uint64_t hash = mix(mix(mix((uint64_t)a) ^ (uint64_t)b) ^ (uint64_t)what);
    return (double)(hash >> 11) / 9007199254740992.0;
}

static double smooth(double t)
{
    return t * t * (3 - 2 * t);
}

double lb_town_noise(double e, double n, double scale, int what)
{
    double x = floor(e / scale), y = floor(n / scale);
    double tx = smooth(e / scale - x), ty = smooth(n / scale - y);
    int64_t i = (int64_t)x, j = (int64_t)y;
    double south = lb_town_chance(i, j, what) * (1 - tx) + lb_town_chance(i + 1, j, what) * tx;
    double north =
        lb_town_chance(i, j + 1, what) * (1 - tx) + lb_town_chance(i + 1, j + 1, what) * tx;
    return south * (1 - ty) + north * ty;
}
