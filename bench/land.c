/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes one made-up table of national size to stdout: bench/land KIND COUNT [CORNERS [SIDE]].
 * Seeded: the same bytes each time. Shapes are WKT.
 *   areas     strewn stars, 300 to 1200 m wide, 60 corners each
 *   zones     tile the land; neighbours share their wavy borders; 128 corners each
 *   polygons  stars side by side, 36 corners each
 *   towns     stars of 100 to 700 m in 300 towns: a fifth of their ground is in several
 *   apart     those stars side by side
 *   discs     500 m, 17 corners each, over SIDE x SIDE km, 20 by default: each place is in dozens
 *   large     9 km in wavy outline over the discs' ground, 80 000 corners
 *   events    a date and a place anywhere
 *   records   day-prints: phone, time, station; the stations lie in the areas of `areas 200` */
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/chance.h"

static const double PI = 3.14159265358979323846, WIDTH = (double)COLUMNS * CELL,
                    HEIGHT = (double)ROWS * CELL;

typedef struct point {
    double x, y;
} point;

/* A ring of random radius around a middle. */
static void put_star(uint64_t *seed, point middle, double radius, int corners)
{
    point first = {0};
    printf("\"POLYGON((");
    for (int k = 0; k <= corners; k++) {
        double r = radius * (0.7 + 0.3 * chance(seed)), a = 2 * PI * k / corners;
        point p = {middle.x + r * cos(a), middle.y + r * sin(a)};
        if (k == 0)
            first = p;
        p = k == corners ? first : p;
        printf("%s%.2f %.2f", k ? "," : "", p.x, p.y);
    }
    printf("))\"\n");
}

static point somewhere(uint64_t *seed)
{
    double x = E0 + WIDTH * (0.01 + 0.98 * chance(seed));
    return (point){x, N0 + HEIGHT * (0.01 + 0.98 * chance(seed))};
}

/* The same middles for areas and records. */
static point area_middle(long i)
{
    uint64_t seed = (uint64_t)i * 7919 + 7;
    return somewhere(&seed);
}

static void put_areas(long count, int corners)
{
    uint64_t seed = 7;
    printf("namn;kategori;wkt\n");
    for (long i = 0; i < count; i++) {
        printf("O%ld;K%ld;", i, i % 3);
        put_star(&seed, area_middle(i), 300 + 900 * chance(&seed), corners);
    }
}

static void put_polygons(long count, int corners)
{
    uint64_t seed = 1;
    long across = (long)ceil(sqrt((double)count * WIDTH / HEIGHT));
    double step = WIDTH / (double)across;
    printf("namn;wkt\n");
    for (long i = 0; i < count; i++) {
        point middle = {E0 + step * ((double)(i % across) + 0.5),
                        N0 + step * ((double)(i / across) + 0.5)};
        printf("P%ld;", i);
        put_star(&seed, middle, fmin(step / 2, 1100) * (0.3 + 0.7 * chance(&seed)), corners);
    }
}

/* The middle of cell i of a mesh of `count` cells over the land. */
static point mesh_middle(long i, long count)
{
    long across = (long)ceil(sqrt((double)count * WIDTH / HEIGHT));
    double step = WIDTH / (double)across;
    return (point){E0 + step * ((double)(i % across) + 0.5),
                   N0 + step * ((double)(i / across) + 0.5)};
}

/* Every 300th polygon is of the same town, which reaches 4 to 16 km. apart: the same polygons side
 * by side. */
static void put_towns(long count, int corners, bool apart)
{
    enum { TOWNS = 300 };
    uint64_t seed = 17;
    printf("namn;wkt\n");
    for (long i = 0; i < count; i++) {
        uint64_t of_town = (uint64_t)(i % TOWNS) * 104729 + 17;
        point middle = somewhere(&of_town);
        double reach = 4000 + 12000 * chance(&of_town), far = reach * sqrt(chance(&seed));
        double angle = 2 * PI * chance(&seed);
        middle = (point){middle.x + far * cos(angle), middle.y + far * sin(angle)};
        printf("T%ld;", i);
        put_star(&seed, apart ? mesh_middle(i, count) : middle, 100 + 600 * chance(&seed), corners);
    }
}

/* The city's south-west corner is that of SWEREF 99 TM's 6 580 000, 665 000. */
static void put_discs(long count, int corners, double side)
{
    uint64_t seed = 19;
    printf("namn;kategori;wkt\n");
    for (long i = 0; i < count; i++) {
        double x = 665000 + side * chance(&seed), y = 6580000 + side * chance(&seed);
        printf("D%ld;K%ld;\"POLYGON((", i, i % 3);
        for (int k = 0; k <= corners; k++) {
            double a = 2 * PI * (k % corners) / corners;
            printf("%s%.2f %.2f", k ? "," : "", x + 500 * cos(a), y + 500 * sin(a));
        }
        printf("))\"\n");
    }
}

/* Waves upon waves, so that edges are short, as those of a coast. */
static void put_large(long count, int corners)
{
    printf("namn;kategori;wkt\n");
    for (long i = 0; i < count; i++) {
        printf("L%ld;K%ld;\"POLYGON((", i, i % 3);
        for (int k = 0; k <= corners; k++) {
            double a = 2 * PI * (k % corners) / corners;
            double r = 9000 + 1000 * sin(7 * a) + 200 * sin(211 * a);
            printf("%s%.2f %.2f", k ? "," : "", 675000 + r * cos(a), 6590000 + r * sin(a));
        }
        printf("))\"\n");
    }
}

/* Zones --------------------------------------------------------------------------------------- */

/* Crossing (i, j) of across x down meshes, moved unless it lies on the border of the land. */
static point crossing(long i, long j, long across, long down)
{
    uint64_t seed = (uint64_t)(j * (across + 1) + i);
    double w = WIDTH / (double)across, h = HEIGHT / (double)down;
    double dx = w * 0.4 * (chance(&seed) - 0.5), dy = h * 0.4 * (chance(&seed) - 0.5);
    return (point){E0 + w * (double)i + (i > 0 && i < across ? dx : 0),
                   N0 + h * (double)j + (j > 0 && j < down ? dy : 0)};
}

/* Point k of `parts` of the side from a to b, waved in a way that the side alone decides. */
static point on_side(point a, point b, int k, int parts)
{
    bool turned = a.x > b.x || (a.x == b.x && a.y > b.y);
    if (turned) {
        point c = a;
        a = b;
        b = c;
        k = parts - k;
    }
    double t = (double)k / parts, wave = sin(PI * t) * sin(9 * PI * t + a.x + b.y) * 0.05;
    return (point){a.x + (b.x - a.x) * t - (b.y - a.y) * wave,
                   a.y + (b.y - a.y) * t + (b.x - a.x) * wave};
}

static void put_zone(long i, long j, long across, long down, int corners)
{
    point corner[4] = {crossing(i, j, across, down), crossing(i + 1, j, across, down),
                       crossing(i + 1, j + 1, across, down), crossing(i, j + 1, across, down)};
    printf("Z%ld;\"POLYGON((", j * across + i);
    for (int side = 0; side < 4; side++)
        for (int k = 0; k < corners / 4; k++) {
            point p = on_side(corner[side], corner[(side + 1) % 4], k, corners / 4);
            printf("%.2f %.2f,", p.x, p.y);
        }
    printf("%.2f %.2f))\"\n", corner[0].x, corner[0].y);
}

static void put_zones(long count, int corners)
{
    long across = (long)floor(sqrt((double)count * 0.6)), down = count / across;
    printf("namn;wkt\n");
    for (long j = 0; j < down; j++)
        for (long i = 0; i < across; i++)
            put_zone(i, j, across, down, corners);
}

/* Points -------------------------------------------------------------------------------------- */

static int one_of(uint64_t *seed, int n)
{
    return (int)(n * chance(seed));
}

static void put_events(long count)
{
    uint64_t seed = 11;
    printf("datum;e;n\n");
    for (long i = 0; i < count; i++) {
        int year = 2014 + one_of(&seed, 8), month = 1 + one_of(&seed, 12);
        int day = 1 + one_of(&seed, 28);
        point p = somewhere(&seed);
        printf("%d-%02d-%02d;%.1f;%.1f\n", year, month, day, p.x, p.y);
    }
}

enum { STATIONS = 8000, PHONES = 100000, AREAS = 200 };

static void put_records(long count)
{
    uint64_t seed = 13;
    static point station[STATIONS];
    for (int s = 0; s < STATIONS; s++) {
        point middle = area_middle(one_of(&seed, AREAS));
        station[s] = (point){middle.x + 5000 * (chance(&seed) - 0.5), middle.y};
        station[s].y += 5000 * (chance(&seed) - 0.5);
    }
    printf("phone,time,x,y\n");
    for (long i = 0; i < count; i++) {
        point p = station[one_of(&seed, STATIONS)];
        int phone = one_of(&seed, PHONES), day = 1 + one_of(&seed, 14);
        int hour = one_of(&seed, 24);
        printf("p%06d,2021-06-%02dT%02d:%02d:00+02:00,%.1f,%.1f\n", phone, day, hour,
               one_of(&seed, 60), p.x, p.y);
    }
}

int main(int argc, char **argv)
{
    const char *kind = argc > 2 ? argv[1] : "";
    long count = argc > 2 ? atol(argv[2]) : 0;
    int corners = argc > 3 ? atoi(argv[3]) : 0;
    double side = argc > 4 ? atof(argv[4]) : 0;
    if (strcmp(kind, "areas") == 0)
        put_areas(count, corners ? corners : 60);
    else if (strcmp(kind, "zones") == 0)
        put_zones(count, corners ? corners : 128);
    else if (strcmp(kind, "polygons") == 0)
        put_polygons(count, corners ? corners : 36);
    else if (strcmp(kind, "towns") == 0)
        put_towns(count, corners ? corners : 36, false);
    else if (strcmp(kind, "apart") == 0)
        put_towns(count, corners ? corners : 36, true);
    else if (strcmp(kind, "discs") == 0)
        put_discs(count, corners ? corners : 17, side > 0 ? 1000 * side : 20000);
    else if (strcmp(kind, "large") == 0)
        put_large(count, corners ? corners : 80000);
    else if (strcmp(kind, "events") == 0)
        put_events(count);
    else if (strcmp(kind, "records") == 0)
        put_records(count);
    else
        return fprintf(stderr, "usage: land areas|zones|polygons|towns|apart|discs|large|events|"
                               "records COUNT [CORNERS [SIDE]]\n"),
               2;
    return fflush(stdout) != 0 || ferror(stdout);
}
