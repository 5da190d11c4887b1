/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdio.h>

#include "flow/town_zones.h"

/* Beyond these distances from the market, metres, a zone is no longer central, or not in town. */
enum { CENTRAL = 2000, IN_TOWN = 5600, ROUNDS = 25 };

static void middle(const lb_town_square *s, double *e, double *n)
{
    *e = s->e + s->size / 2.0;
    *n = s->n + s->size / 2.0;
}

static size_t nearest(const lb_town *town, double e, double n)
{
    size_t best = 0;
    double least = INFINITY;
    for (size_t i = 0; i < LB_TOWN_ZONES; i++) {
        double de = town->zone[i].e - e, dn = town->zone[i].n - n, q = de * de + dn * dn;
        if (q < least) {
            least = q;
            best = i;
        }
    }
    return best;
}

/* The first middles: as many people before each of them. */
static void start(lb_town *town)
{
    long people = 0, seen = 0;
    size_t zone = 0;
    for (size_t i = 0; i < town->squares; i++)
        people += town->square[i].people;
    for (size_t i = 0; i < town->squares && zone < LB_TOWN_ZONES; i++) {
        seen += town->square[i].people;
        if (seen * LB_TOWN_ZONES < people * (long)zone)
            continue;
        middle(&town->square[i], &town->zone[zone].e, &town->zone[zone].n);
        zone++;
    }
}

/* k-means (Lloyd): each square to its nearest middle, each middle to its people. */
static void settle(lb_town *town)
{
    double sum[LB_TOWN_ZONES][3] = {{0}};
    for (size_t i = 0; i < town->squares; i++) {
        lb_town_square *s = &town->square[i];
        double e, n;
        middle(s, &e, &n);
        s->zone = nearest(town, e, n);
        sum[s->zone][0] += (e - LB_TOWN_E) * s->people;
        sum[s->zone][1] += (n - LB_TOWN_N) * s->people;
        sum[s->zone][2] += s->people;
    }
    for (size_t z = 0; z < LB_TOWN_ZONES; z++)
        if (sum[z][2] > 0) {
            town->zone[z].e = LB_TOWN_E + floor(sum[z][0] / sum[z][2]);
            town->zone[z].n = LB_TOWN_N + floor(sum[z][1] / sum[z][2]);
        }
}

/* How far a point is on zone a's side of the line midway to zone b, up to a factor. */
static double side(const lb_town_zone *a, const lb_town_zone *b, const double at[2])
{
    return (at[0] - (a->e + b->e) / 2) * (a->e - b->e) +
           (at[1] - (a->n + b->n) / 2) * (a->n - b->n);
}

static void add(lb_town_ring *ring, double e, double n)
{
    if (ring->count == LB_TOWN_RING_MOST)
        return;
    ring->at[ring->count][0] = e;
    ring->at[ring->count++][1] = n;
}

/* What of a convex ring is nearer to a than to b (Sutherland and Hodgman 1974). */
static void clip(lb_town_ring *ring, const lb_town_zone *a, const lb_town_zone *b)
{
    lb_town_ring left = {.count = 0};
    for (size_t i = 0; i < ring->count; i++) {
        const double *p = ring->at[i], *q = ring->at[(i + 1) % ring->count];
        double sp = side(a, b, p), sq = side(a, b, q);
        if (sp >= 0)
            add(&left, p[0], p[1]);
        if ((sp >= 0) != (sq >= 0))
            add(&left, p[0] + (q[0] - p[0]) * (sp / (sp - sq)),
                p[1] + (q[1] - p[1]) * (sp / (sp - sq)));
    }
    *ring = left;
}

/* To whole metres, so that a corner is the same in all the zones that meet there. */
static void round_off(lb_town_ring *ring)
{
    for (size_t i = 0; i < ring->count; i++)
        for (int k = 0; k < 2; k++)
            ring->at[i][k] = floor(ring->at[i][k] + 0.5);
}

static void outline(lb_town *town, size_t zone)
{
    lb_town_ring ring;
    lb_town_outline(&ring);
    for (size_t i = 0; i < LB_TOWN_ZONES; i++)
        if (i != zone)
            clip(&ring, &town->zone[zone], &town->zone[i]);
    round_off(&ring);
    lb_town_bend(&ring, &town->zone[zone].ring);
}

/* Codes as those of DeSO: municipality, kind, number. No municipality has 0199. */
static void name(lb_town *town)
{
    static const char kinds[] = "CBA";
    int number[3] = {0};
    for (size_t i = 0; i < LB_TOWN_ZONES; i++) {
        lb_town_zone *zone = &town->zone[i];
        double de = zone->e - LB_TOWN_E, dn = zone->n - LB_TOWN_N, far = sqrt(de * de + dn * dn);
        int kind = far < CENTRAL ? 0 : far < IN_TOWN ? 1 : 2;
        snprintf(zone->code, sizeof zone->code, "0199%c%04d", kinds[kind],
                 1000 + 10 * ++number[kind]);
    }
}

void lb_town_divide(lb_town *town)
{
    start(town);
    for (int i = 0; i < ROUNDS; i++)
        settle(town);
    for (size_t i = 0; i < LB_TOWN_ZONES; i++)
        outline(town, i);
    name(town);
}
