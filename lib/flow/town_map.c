/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "flow/town_chance.h"
#include "flow/town_map.h"

/* Straight lines are cut this short, metres, before they are bent. */
enum { STEP = 120, DRAWN_MOST = 16 };

/* Kilometres from the market square. */
typedef struct drawn {
    const char *name;
    size_t count;
    double at[DRAWN_MOST][2];
} drawn;

#define SUO   "Särskilt utsatt område"
#define RISK  "Riskområde"
#define UO    "Utsatt område"
#define NORTH "Lindvik norr"
#define SOUTH "Lindvik söder"

static const lb_town_area areas[LB_TOWN_AREAS] = {
    /* The shared edge of the first two is there to show that an event on it counts once. */
    {"Kvarnbacken",
     SUO,
     SOUTH,
     6,
     {{601400, 6597900},
      {602250, 6597800},
      {602250, 6598600},
      {602150, 6599000},
      {601600, 6599050},
      {601300, 6598500}}},
    {"Sörängen",
     UO,
     SOUTH,
     6,
     {{602250, 6597800},
      {602900, 6597950},
      {603050, 6598400},
      {602800, 6598700},
      {602500, 6598700},
      {602250, 6598600}}},
    {"Östra Åsen",
     RISK,
     NORTH,
     6,
     {{602800, 6600300},
      {603400, 6600250},
      {603700, 6600700},
      {603500, 6601150},
      {602950, 6601200},
      {602650, 6600800}}},
    {"Glasbruket",
     UO,
     SOUTH,
     6,
     {{599500, 6596400},
      {600150, 6596300},
      {600400, 6596700},
      {600250, 6597150},
      {599700, 6597200},
      {599350, 6596800}}},
    {"Björkgärdet",
     RISK,
     NORTH,
     6,
     {{598200, 6603300},
      {598650, 6603250},
      {598900, 6603600},
      {598750, 6604000},
      {598350, 6604050},
      {598050, 6603700}}},
};

static const lb_town_area areas_before[LB_TOWN_AREAS_BEFORE] = {
    {"Kvarnbacken",
     SUO,
     SOUTH,
     10,
     {{601400, 6597900},
      {602250, 6597800},
      {602900, 6597950},
      {603050, 6598400},
      {602800, 6598700},
      {602500, 6598700},
      {602250, 6598600},
      {602150, 6599000},
      {601600, 6599050},
      {601300, 6598500}}},
    {"Åsen",
     RISK,
     NORTH,
     6,
     {{602800, 6600300},
      {603400, 6600250},
      {603700, 6600700},
      {603500, 6601150},
      {602950, 6601200},
      {602650, 6600800}}},
    {"Glasbruket",
     RISK,
     SOUTH,
     6,
     {{599500, 6596400},
      {600150, 6596300},
      {600400, 6596700},
      {600250, 6597150},
      {599700, 6597200},
      {599350, 6596800}}},
    {"Hamnen",
     UO,
     SOUTH,
     5,
     {{599350, 6599100},
      {600050, 6599050},
      {600150, 6599500},
      {599800, 6599700},
      {599450, 6599550}}},
};

/* Convex, as what cuts it into zones needs it. */
static const drawn outline = {NULL,
                              10,
                              {{-8.6, -3.0},
                               {-7.4, -7.6},
                               {-2.5, -9.2},
                               {3.8, -8.6},
                               {8.3, -5.2},
                               {9.0, 0.8},
                               {7.2, 6.4},
                               {2.6, 9.0},
                               {-3.4, 8.3},
                               {-7.9, 4.2}}};

static const drawn ponds[] = {
    {"Lindviken",
     14,
     {{-12, -11},
      {-5.4, -11},
      {-4.4, -7.4},
      {-2.9, -5.0},
      {-2.1, -3.2},
      {-1.7, -1.8},
      {-0.9, -0.7},
      {-0.5, -0.1},
      {-0.8, 0.2},
      {-1.7, -0.2},
      {-3.0, -1.5},
      {-4.8, -2.7},
      {-6.9, -4.0},
      {-12, -5.6}}},
    {"Holmsjön",
     9,
     {{3.9, -6.6},
      {4.9, -7.0},
      {6.0, -6.5},
      {6.5, -5.5},
      {6.1, -4.9},
      {5.4, -5.2},
      {4.8, -4.6},
      {4.0, -4.9},
      {3.6, -5.8}}},
    {"Tjärnen", 6, {{-5.9, 5.2}, {-5.2, 5.0}, {-4.7, 5.5}, {-4.9, 6.3}, {-5.5, 6.5}, {-6.1, 6.0}}}};

/* From the spring to the bay. */
static const drawn river = {"Linån",
                            9,
                            {{7.4, 9.4},
                             {5.4, 7.2},
                             {4.6, 5.6},
                             {3.4, 4.3},
                             {3.1, 3.1},
                             {1.9, 2.2},
                             {1.1, 1.2},
                             {0.1, 0.7},
                             {-0.7, -0.1}}};

const lb_town_area *lb_town_area_at(size_t i)
{
    return &areas[i];
}

const lb_town_area *lb_town_area_before_at(size_t i)
{
    return &areas_before[i];
}

void lb_town_area_middle(const lb_town_area *area, double *e, double *n)
{
    *e = *n = 0;
    for (size_t i = 0; i < area->corners; i++) {
        *e += (double)area->corner[i][0] / (double)area->corners;
        *n += (double)area->corner[i][1] / (double)area->corners;
    }
}

static bool crosses(double x0, double y0, double x1, double y1, double e, double n)
{
    return (y0 > n) != (y1 > n) && e < x0 + (n - y0) / (y1 - y0) * (x1 - x0);
}

bool lb_town_area_has(const lb_town_area *area, double e, double n)
{
    bool inside = false;
    for (size_t i = 0; i < area->corners; i++) {
        const int32_t *a = area->corner[i], *b = area->corner[(i + 1) % area->corners];
        inside ^= crosses(a[0], a[1], b[0], b[1], e, n);
    }
    return inside;
}

bool lb_town_ring_has(const lb_town_ring *ring, double e, double n)
{
    bool inside = false;
    for (size_t i = 0; i < ring->count; i++) {
        const double *a = ring->at[i], *b = ring->at[(i + 1) % ring->count];
        inside ^= crosses(a[0], a[1], b[0], b[1], e, n);
    }
    return inside;
}

/* Smooth and never folding: its slopes stay below 1. */
static double shift(double e, double n, int what)
{
    return 420 * (lb_town_noise(e, n, 1400, what) - 0.5) +
           80 * (lb_town_noise(e, n, 350, what + 1) - 0.5);
}

static void add_bent(lb_town_ring *ring, double e, double n)
{
    if (ring->count == LB_TOWN_RING_MOST)
        return;
    double *at = ring->at[ring->count++];
    at[0] = floor(e + shift(e, n, 40) + 0.5);
    at[1] = floor(n + shift(e, n, 42) + 0.5);
}

static bool stands_before(const double a[2], const double b[2])
{
    return a[0] < b[0] || (a[0] == b[0] && a[1] < b[1]);
}

/* All of a line but its end, cut at the same places from whichever side it is walked. */
static void bend_line(lb_town_ring *ring, const double a[2], const double b[2])
{
    const double *from = stands_before(a, b) ? a : b, *to = from == a ? b : a;
    double de = to[0] - from[0], dn = to[1] - from[1];
    int pieces = 1 + (int)(sqrt(de * de + dn * dn) / STEP);
    for (int i = 0; i < pieces; i++) {
        double t = (double)(from == a ? i : pieces - i) / pieces;
        add_bent(ring, from[0] + de * t, from[1] + dn * t);
    }
}

void lb_town_bend(const lb_town_ring *straight, lb_town_ring *out)
{
    out->count = 0;
    for (size_t i = 0; i < straight->count; i++)
        bend_line(out, straight->at[i], straight->at[(i + 1) % straight->count]);
}

static void place(const drawn *d, lb_town_ring *out)
{
    out->count = d->count;
    for (size_t i = 0; i < d->count; i++) {
        out->at[i][0] = LB_TOWN_E + 1000 * d->at[i][0];
        out->at[i][1] = LB_TOWN_N + 1000 * d->at[i][1];
    }
}

void lb_town_outline(lb_town_ring *straight)
{
    place(&outline, straight);
}

/* A point beside the line at its point i, `wide` metres to the right of its direction. */
static void beside(const lb_town_ring *line, size_t i, double wide, double out[2])
{
    const double *a = line->at[i ? i - 1 : 0];
    const double *b = line->at[i + 1 < line->count ? i + 1 : i];
    double de = b[0] - a[0], dn = b[1] - a[1], length = sqrt(de * de + dn * dn);
    out[0] = floor(line->at[i][0] + wide * dn / length + 0.5);
    out[1] = floor(line->at[i][1] - wide * de / length + 0.5);
}

/* The line as a band that grows from 30 to 70 metres on each side. */
static void widen(const lb_town_ring *line, lb_town_ring *out)
{
    size_t n = line->count;
    out->count = 2 * n;
    for (size_t i = 0; i < n; i++) {
        double wide = 30 + 40.0 * (double)i / (double)n;
        beside(line, i, wide, out->at[i]);
        beside(line, i, -wide, out->at[2 * n - 1 - i]);
    }
}

static void make_river(lb_town_ring *out)
{
    lb_town_ring line = {.count = 0}, straight;
    place(&river, &straight);
    for (size_t i = 0; i + 1 < straight.count; i++)
        bend_line(&line, straight.at[i], straight.at[i + 1]);
    widen(&line, out);
}

const char *lb_town_water(size_t i, lb_town_ring *out)
{
    static const size_t pond[LB_TOWN_WATERS] = {0, 0, 1, 2};
    lb_town_ring straight;
    if (i == 1) {
        make_river(out);
        return river.name;
    }
    place(&ponds[pond[i]], &straight);
    lb_town_bend(&straight, out);
    return ponds[pond[i]].name;
}
