/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#include "flow/town.h"
#include "flow/town_chance.h"
#include "flow/town_zones.h"

enum {
    HALF = 10000, /* all land is within */
    SQUARES_MOST = (2 * HALF / 1000) * (2 * HALF / 1000) * 17
};

static double chance(int64_t a, int64_t b, int what)
{
    return lb_town_chance(a, b, what);
}

/* A part of town: how many live there, and how it bears on hardship. */
typedef struct quarter {
    double e, n, radius, people, hardship; /* metres from the market */
} quarter;

static const quarter quarters[] = {
    {300, 500, 1500, 1.0, 0.05},      /* the centre */
    {-600, 2400, 900, 0.55, 0},       /* Norr */
    {-2900, 1500, 1000, 0.45, -0.30}, /* Väster, villas above the bay */
    {-4400, -700, 600, 0.35, -0.35},  /* by the shore */
    {1500, 4200, 900, 0.45, -0.20},   /* Hagby */
    {4300, 2600, 900, 0.42, -0.10},   /* Öster */
    {700, -1300, 800, 0.6, 0.10},     /* Söder */
    {4700, -1700, 900, 0.45, -0.15},  /* Solhöjd */
    {2300, -4400, 800, 0.42, 0},      /* Lövsta */
    {-700, -5600, 700, 0.4, -0.05},   /* Strandby */
    {-6000, 2600, 420, 0.42, 0.05},   /* villages */
    {6300, 5600, 420, 0.42, -0.05},   {-3300, 6500, 420, 0.36, 0},
    {7200, -2700, 420, 0.36, 0.10},   {600, -7900, 400, 0.34, 0.05},
    {2700, 7400, 380, 0.32, -0.10},
};

enum { QUARTERS = sizeof quarters / sizeof *quarters };

/* 1 in the middle, falling off beyond `radius`. */
static double bump(double de, double dn, double radius)
{
    double q = (de * de + dn * dn) / (radius * radius);
    return 1 / (1 + q * q);
}

static double near_quarter(const quarter *q, double e, double n)
{
    return bump(e - LB_TOWN_E - q->e, n - LB_TOWN_N - q->n, q->radius);
}

static double near_areas(double e, double n, double radius)
{
    double most = 0;
    for (size_t i = 0; i < LB_TOWN_AREAS; i++) {
        double me, mn;
        lb_town_area_middle(lb_town_area_at(i), &me, &mn);
        most = fmax(most, bump(e - me, n - mn, radius));
    }
    return most;
}

static bool on_land(const lb_town *town, double e, double n)
{
    for (size_t i = 0; i < LB_TOWN_WATERS; i++)
        if (lb_town_ring_has(&town->water[i], e, n))
            return false;
    return lb_town_ring_has(&town->border, e, n);
}

/* 0 where no one lives close together, about 1 in the middle of town. */
static double density(const lb_town *town, double e, double n)
{
    double all = 0.95 * near_areas(e, n, 520);
    for (size_t i = 0; i < QUARTERS; i++)
        all = fmax(all, quarters[i].people * near_quarter(&quarters[i], e, n));
    return on_land(town, e, n) ? all * (0.35 + 0.9 * lb_town_noise(e, n, 600, 2)) : 0;
}

static double hardship(double e, double n)
{
    double all = 0.10 + 0.38 * lb_town_noise(e, n, 2300, 3) + 0.16 * lb_town_noise(e, n, 700, 8);
    for (size_t i = 0; i < QUARTERS; i++)
        all += quarters[i].hardship * near_quarter(&quarters[i], e, n);
    all += 0.5 * near_areas(e, n, 470) + 0.12 * (chance((int64_t)e, (int64_t)n, 9) - 0.5);
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
    s.aged_65 = part(&s, people - s.aged_0_15 - s.aged_16_19, 0.3 - 0.18 * h, 22);
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
    double dense = density(town, e + 125, n + 125);
    int people = (int)(260 * dense + 8 * chance(e, n, 5) - 4);
    if (dense > 0.1 && people > 0)
        town->square[town->squares++] = settle(e, n, 250, people);
}

/* A square of 1 000 m holds who lives there outside of its 250 m squares. */
static void add_large(lb_town *town, int32_t e, int32_t n)
{
    int people = (int)(130 * lb_town_noise(e, n, 3000, 6) * chance(e, n, 7));
    if (people > 0 && on_land(town, e + 500, n + 500))
        town->square[town->squares++] = settle(e, n, 1000, people);
}

static void fill(lb_town *town)
{
    for (int32_t n = LB_TOWN_N - HALF; n < LB_TOWN_N + HALF; n += 250)
        for (int32_t e = LB_TOWN_E - HALF; e < LB_TOWN_E + HALF; e += 250) {
            if (e % 1000 == 0 && n % 1000 == 0)
                add_large(town, e, n);
            add_small(town, e, n);
        }
}

static void draw(lb_town *town)
{
    lb_town_ring straight;
    for (size_t i = 0; i < LB_TOWN_WATERS; i++)
        town->water_name[i] = lb_town_water(i, &town->water[i]);
    lb_town_outline(&straight);
    lb_town_bend(&straight, &town->border);
}

lb_status lb_town_new(lb_town **out)
{
    lb_town *town = calloc(1, sizeof *town);
    if (town)
        town->square = calloc(SQUARES_MOST, sizeof *town->square);
    if (!town || !town->square) {
        lb_town_free(town);
        return LB_E_MEMORY;
    }
    draw(town);
    fill(town);
    lb_town_divide(town);
    *out = town;
    return LB_OK;
}

void lb_town_free(lb_town *town)
{
    if (town)
        free(town->square);
    free(town);
}

int lb_town_area_people(const lb_town *town, size_t area)
{
    int people = 0;
    for (size_t i = 0; i < town->squares; i++) {
        const lb_town_square *s = &town->square[i];
        if (lb_town_area_has(lb_town_area_at(area), s->e + s->size / 2.0, s->n + s->size / 2.0))
            people += s->people;
    }
    return people;
}

/* The first area has the most events, as it is the worst. */
static const lb_town_area *area_of(int i)
{
    static const size_t order[] = {0, 0, 0, 1, 2, 2, 3, 4};
    return lb_town_area_at(order[(int)(8 * chance(i, 0, 30))]);
}

static void place_in(const lb_town_area *area, int i, lb_town_event *event)
{
    lb_town_area_middle(area, &event->e, &event->n);
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
