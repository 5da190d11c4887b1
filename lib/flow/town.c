/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#include "flow/town.h"

enum {
    CENTRE_E = 600000,
    CENTRE_N = 6600000,
    HALF = 8000, /* the land is a square of 16 km */
    SQUARES_MOST = (2 * HALF / 1000) * (2 * HALF / 1000) * 17
};

/* The shared edge of the first two is there to show that an event on it counts once. */
static const lb_town_area areas[LB_TOWN_AREAS] = {
    {"Kvarnbacken",
     "Särskilt utsatt område",
     {{601400, 6597900},
      {602250, 6597800},
      {602250, 6598600},
      {602150, 6599000},
      {601600, 6599050},
      {601300, 6598500}}},
    {"Sörängen",
     "Utsatt område",
     {{602250, 6597800},
      {602900, 6597950},
      {603050, 6598400},
      {602800, 6598700},
      {602500, 6598700},
      {602250, 6598600}}},
    {"Östra Åsen",
     "Riskområde",
     {{602300, 6600300},
      {602900, 6600250},
      {603200, 6600700},
      {603000, 6601150},
      {602450, 6601200},
      {602150, 6600800}}},
    {"Glasbruket",
     "Utsatt område",
     {{599500, 6596900},
      {600150, 6596800},
      {600400, 6597200},
      {600250, 6597650},
      {599700, 6597700},
      {599350, 6597300}}},
    {"Björkgärdet",
     "Riskområde",
     {{603600, 6598900},
      {604050, 6598850},
      {604300, 6599200},
      {604150, 6599600},
      {603750, 6599650},
      {603450, 6599300}}},
};

const lb_town_area *lb_town_area_at(size_t i)
{
    return &areas[i];
}

/* SplitMix64 (Steele, Lea, Flood 2014), here as a hash of where and what. */
static uint64_t mix(uint64_t x)
{
    x += 0x9e3779b97f4a7c15u;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
    return x ^ (x >> 31);
}

/* In [0, 1), from a place or number and what it is for. */
static double chance(int64_t a, int64_t b, int what)
{
    uint64_t hash = mix(mix(mix((uint64_t)a) ^ (uint64_t)b) ^ (uint64_t)what);
    return (double)(hash >> 11) / 9007199254740992.0;
}

static double smooth(double t)
{
    return t * t * (3 - 2 * t);
}

/* Value noise in [0, 1) with features of about `scale` metres. */
static double noise(double e, double n, double scale, int what)
{
    double x = floor(e / scale), y = floor(n / scale);
    double tx = smooth(e / scale - x), ty = smooth(n / scale - y);
    int64_t i = (int64_t)x, j = (int64_t)y;
    double south = chance(i, j, what) * (1 - tx) + chance(i + 1, j, what) * tx;
    double north = chance(i, j + 1, what) * (1 - tx) + chance(i + 1, j + 1, what) * tx;
    return south * (1 - ty) + north * ty;
}

/* 1 in the middle, falling off beyond `radius`. */
static double bump(double de, double dn, double radius)
{
    double q = (de * de + dn * dn) / (radius * radius);
    return 1 / (1 + q * q);
}

static void middle(const lb_town_area *area, double *e, double *n)
{
    *e = *n = 0;
    for (int i = 0; i < LB_TOWN_CORNERS; i++) {
        *e += (double)area->corner[i][0] / LB_TOWN_CORNERS;
        *n += (double)area->corner[i][1] / LB_TOWN_CORNERS;
    }
}

static double near_areas(double e, double n, double radius)
{
    double most = 0;
    for (int i = 0; i < LB_TOWN_AREAS; i++) {
        double me, mn;
        middle(&areas[i], &me, &mn);
        most = fmax(most, bump(e - me, n - mn, radius));
    }
    return most;
}

static bool in_the_bay(double e, double n)
{
    double x = (e - (CENTRE_E - 4200)) / 3600, y = (n - (CENTRE_N + 1900)) / 1300;
    return x * x + y * y < 0.85 + 0.3 * noise(e, n, 900, 1);
}

/* 0 where no one lives close together, about 1 in the middle of town. */
static double density(double e, double n)
{
    double town = bump(e - CENTRE_E, n - CENTRE_N, 1900);
    double village = bump(e - (CENTRE_E - 4800), n - (CENTRE_N - 4600), 600);
    double all = fmax(fmax(town, 0.5 * village), 0.9 * near_areas(e, n, 600));
    return in_the_bay(e, n) ? 0 : all * (0.35 + 0.9 * noise(e, n, 700, 2));
}

static double hardship(double e, double n)
{
    double slope = ((e - CENTRE_E) - (n - CENTRE_N)) / (4.0 * HALF) + 0.5;
    double all = 0.5 * slope + 0.4 * near_areas(e, n, 800) + 0.25 * (noise(e, n, 1200, 3) - 0.4);
    return fmin(fmax(all, 0), 1);
}

/* `share` of `whole` people with a little chance in it, never more than the whole. */
static int part(const lb_town_square *s, int whole, double share, int what)
{
    double wobble = 0.85 + 0.3 * chance(s->e + s->size, s->n, what);
    double count = floor(whole * share * wobble + chance(s->n, s->e + s->size, what));
    return count < whole ? (int)count : whole;
}

static lb_town_square settle(int32_t e, int32_t n, int32_t size, int people)
{
    lb_town_square s = {.e = e, .n = n, .size = size, .people = people};
    double h = hardship(e + size / 2.0, n + size / 2.0);
    s.aged_0_15 = part(&s, people, 0.13 + 0.14 * h, 10);
    s.aged_16_19 = part(&s, people, 0.035 + 0.03 * h, 11);
    s.foreign = part(&s, people, 0.06 + 0.75 * h * h, 12);
    s.aged_25_64 = part(&s, people, 0.5, 13);
    s.short_school = part(&s, s.aged_25_64, 0.06 + 0.27 * h, 14);
    s.aged_16_64 = part(&s, people, 0.62, 15);
    s.employed = part(&s, s.aged_16_64, 0.84 - 0.38 * h, 16);
    s.households = part(&s, people, 1 / (2.2 + 0.6 * h), 17);
    s.lone_parents = part(&s, s.households, 0.04 + 0.14 * h, 18);
    s.crowded = part(&s, s.households, 0.04 + 0.45 * h * h, 19);
    s.income_tenths = (int)(3900 - 2100 * h + 260 * (chance(e, n, 20) - 0.5));
    s.lot = (int)(1000 * chance(e + size, n, 21));
    return s;
}

static void add_small(lb_town *town, int32_t e, int32_t n)
{
    double dense = density(e + 125, n + 125);
    int people = (int)(260 * dense + 8 * chance(e, n, 5) - 4);
    if (dense > 0.1 && people > 0)
        town->square[town->squares++] = settle(e, n, 250, people);
}

/* A square of 1 000 m holds who lives there outside of its 250 m squares. */
static void add_large(lb_town *town, int32_t e, int32_t n)
{
    int people = (int)(70 * noise(e, n, 3000, 6) * chance(e, n, 7));
    if (people > 0 && !in_the_bay(e + 500, n + 500))
        town->square[town->squares++] = settle(e, n, 1000, people);
}

static void fill(lb_town *town)
{
    for (int32_t n = CENTRE_N - HALF; n < CENTRE_N + HALF; n += 250)
        for (int32_t e = CENTRE_E - HALF; e < CENTRE_E + HALF; e += 250) {
            if (e % 1000 == 0 && n % 1000 == 0)
                add_large(town, e, n);
            add_small(town, e, n);
        }
}

lb_status lb_town_make(lb_town *out)
{
    lb_town town = {.square = calloc(SQUARES_MOST, sizeof *town.square)};
    if (!town.square)
        return LB_E_MEMORY;
    fill(&town);
    *out = town;
    return LB_OK;
}

void lb_town_clear(lb_town *town)
{
    free(town->square);
    *town = (lb_town){0};
}

/* The first area has the most events, as it is the worst. */
static const lb_town_area *area_of(int i)
{
    static const int order[] = {0, 0, 0, 1, 2, 2, 3, 4};
    return &areas[order[(int)(8 * chance(i, 0, 30))]];
}

static void place_in(const lb_town_area *area, int i, lb_town_event *event)
{
    middle(area, &event->e, &event->n);
    event->e += 500 * (chance(i, 1, 31) + chance(i, 2, 31) - 1);
    event->n += 500 * (chance(i, 3, 31) + chance(i, 4, 31) - 1);
}

/* In a square, the likelier the more live there. */
static void place_anywhere(const lb_town *town, int i, lb_town_event *event)
{
    const lb_town_square *s = town->square;
    for (int try = 0; try < 200; try++) {
        s = &town->square[(size_t)((double)town->squares * chance(i, try, 32))];
        if (s->people > 300 * chance(i, try, 33))
            break;
    }
    event->e = s->e + s->size * chance(i, 1, 34);
    event->n = s->n + s->size * chance(i, 2, 34);
}

/* Two in five happen in or by an area; of the others, one in twelve is tied to an area. */
static void place(const lb_town *town, int i, lb_town_event *event)
{
    if (chance(i, 0, 35) < 0.4) {
        place_in(area_of(i), i, event);
        return;
    }
    place_anywhere(town, i, event);
    if (chance(i, 0, 36) < 1 / 12.0)
        event->linked = area_of(i)->name;
}

static lb_town_event happen(const lb_town *town, int i)
{
    lb_town_event event = {.linked = ""};
    snprintf(event.date, sizeof event.date, "%d-%02d-%02d", 2019 + (int)(3 * chance(i, 0, 37)),
             1 + (int)(12 * chance(i, 0, 38)), 1 + (int)(28 * chance(i, 0, 39)));
    place(town, i, &event);
    event.e = floor(event.e * 10) / 10;
    event.n = floor(event.n * 10) / 10;
    return event;
}

/* The flaws of a real register: no place, a day that never was, no date. */
static void flaw(int i, lb_town_event *event)
{
    if (i % 75 == 41)
        event->e = event->n = NAN;
    if (i == 97)
        snprintf(event->date, sizeof event->date, "2020-02-31");
    if (i == 188)
        event->date[0] = '\0';
}

void lb_town_events(const lb_town *town, lb_town_event out[LB_TOWN_EVENTS])
{
    for (int i = 0; i < LB_TOWN_EVENTS; i++) {
        out[i] = happen(town, i);
        flaw(i, &out[i]);
    }
}
