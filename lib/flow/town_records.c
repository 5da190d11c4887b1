/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "flow/town_chance.h"
#include "flow/town_records.h"

typedef struct indicator {
    const char *name;
    double here, country; /* per 1 000 inhabitants: in the worst area, in the whole country */
} indicator;

static const indicator indicators[LB_TOWN_INDICATORS] = {{"Narkotikabrott", 19, 11.2},
                                                         {"Vapenbrott", 1.7, 0.72},
                                                         {"Brand i motorfordon", 1.5, 0.3},
                                                         {"Hot", 6.8, 4.1}};

/* How bad each area is, 0..1. */
static const double heat[LB_TOWN_AREAS] = {1.0, 0.72, 0.85, 0.7, 0.78};

const char *lb_town_indicator(size_t i)
{
    return indicators[i].name;
}

int lb_town_people_in(const lb_town *town, size_t area, int year)
{
    int now = lb_town_area_people(town, area);
    return now - (int)(now * 0.011 * (LB_TOWN_FIRST_YEAR + LB_TOWN_YEARS - 1 - year));
}

int lb_town_country_people(int year)
{
    return 10052000 + 51000 * (year - LB_TOWN_FIRST_YEAR);
}

int lb_town_reports(const lb_town *town, size_t i, size_t area, int year)
{
    double expected =
        lb_town_people_in(town, area, year) / 1000.0 * indicators[i].here * heat[area];
    double luck = lb_town_chance((int64_t)area, year, 60 + (int)i) +
                  lb_town_chance((int64_t)area, year, 70 + (int)i) - 1;
    return (int)(expected + 1.6 * sqrt(expected) * luck + 0.5);
}

int lb_town_country_reports(size_t i, int year)
{
    double drift = 1 + 0.03 * (year - LB_TOWN_FIRST_YEAR);
    return (int)(lb_town_country_people(year) / 1000.0 * indicators[i].country * drift);
}

/* Boendemiljö 18, samhällssystem 26, social utveckling 36 of the 80. */
const char *lb_town_subarea(int question)
{
    return question <= 18 ? "boende" : question <= 44 ? "system" : "social";
}

/* Two areas get better, two stay, one gets worse. */
static double trend(size_t area)
{
    static const double by[LB_TOWN_AREAS] = {0.45, -0.5, 0.05, -0.4, 0};
    return by[area];
}

lb_town_answer lb_town_answer_of(size_t area, int year, int question)
{
    int64_t who = (int64_t)area * 100 + question;
    double level = 1.2 + 2.0 * heat[area] + 1.6 * (lb_town_chance(who, 0, 80) - 0.5) +
                   trend(area) * (year - 2020) + 0.5 * lb_town_chance(who, year, 81);
    int whole = (int)floor(level + 0.5);
    lb_town_answer answer = {whole < 1   ? 1
                             : whole > 5 ? 5
                                         : whole,
                             1 + (int)(4 * lb_town_chance(who, year, 82))};
    if ((area == 3 && year == 2021 && question == 57) ||
        (area == 1 && year == 2020 && question % 40 == 12))
        answer = (lb_town_answer){0, 0};
    return answer;
}

/* Base stations stand on a crooked lattice, closer in town. */
static void station(double e, double n, double *se, double *sn)
{
    double de = e - LB_TOWN_E, dn = n - LB_TOWN_N, far = sqrt(de * de + dn * dn);
    double step = far < 4000 ? 700 : 1900;
    double i = floor(e / step), j = floor(n / step);
    *se = floor((i + 0.2 + 0.6 * lb_town_chance((int64_t)i, (int64_t)j, 90)) * step);
    *sn = floor((j + 0.2 + 0.6 * lb_town_chance((int64_t)i, (int64_t)j, 91)) * step);
}

/* One phone in three belongs to an area, and is there more often than not. */
static void whereabouts(const lb_town *town, int phone, int64_t when, double *e, double *n)
{
    if (phone % 3 == 0 && lb_town_chance(phone, when, 92) < 0.7) {
        static const size_t home[] = {0, 0, 2, 1, 0, 4, 3, 2};
        lb_town_area_middle(lb_town_area_at(home[phone / 3 % 8]), e, n);
        *e += 700 * (lb_town_chance(phone, when, 93) - 0.5);
        *n += 700 * (lb_town_chance(phone, when, 94) - 0.5);
        return;
    }
    size_t at = (size_t)((double)town->squares * lb_town_chance(phone, when / 3, 95));
    *e = town->square[at].e + town->square[at].size / 2.0;
    *n = town->square[at].n + town->square[at].size / 2.0;
}

size_t lb_town_prints(const lb_town *town, int phone, int day, lb_town_print out[8])
{
    size_t count = (size_t)(8 * lb_town_chance(phone, day, 96) * lb_town_chance(phone, day, 97));
    for (size_t i = 0; i < count; i++) {
        int64_t when = day * 100 + (int64_t)i;
        double e, n;
        whereabouts(town, phone, when, &e, &n);
        station(e, n, &out[i].e, &out[i].n);
        out[i].minute =
            (int)((1440.0 * ((double)i + lb_town_chance(phone, when, 98))) / (double)count);
    }
    return count;
}
