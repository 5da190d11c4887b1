/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Points in a partition of 90 000 jagged areas: the time to build a locator and of one question. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <lagesbild.h>

enum { SIDE = 300, POINTS = 2000000 };

static double uniform(unsigned long long *state)
{
    *state = *state * 6364136223846793005ULL + 1442695040888963407ULL;
    return (double)(*state >> 11) / 9007199254740992.0;
}

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* A corner of the partition, moved by an amount that depends on where it is alone. */
static void corner(int i, int j, double xy[2])
{
    unsigned long long state = (unsigned long long)(i * 1000 + j) * 0x9E3779B97F4A7C15ULL + 1;
    uniform(&state);
    xy[0] = 300000 + 1000 * (i + 0.6 * uniform(&state));
    xy[1] = 6200000 + 1000 * (j + 0.6 * uniform(&state));
}

static int add_area(lb_shapes *shapes, int i, int j)
{
    double xy[8];
    corner(i, j, xy);
    corner(i + 1, j, xy + 2);
    corner(i + 1, j + 1, xy + 4);
    corner(i, j + 1, xy + 6);
    return lb_shapes_add_feature(shapes) || lb_shapes_add_part(shapes) ||
           lb_shapes_add_ring(shapes, xy, 4);
}

static void ask(const lb_locator *locator)
{
    unsigned long long state = 7;
    size_t found = 0, area;
    double start = now();
    for (int i = 0; i < POINTS; i++) {
        double x = 300000 + 300000 * uniform(&state), y = 6200000 + 300000 * uniform(&state);
        found += lb_locator_find(locator, x, y, &area, 1);
    }
    printf("locate: %.0f ns a point, %zu of %d found\n", (now() - start) / POINTS * 1e9, found,
           POINTS);
}

int main(void)
{
    lb_shapes shapes = {0};
    lb_locator *locator;
    for (int i = 0; i < SIDE * SIDE; i++)
        if (add_area(&shapes, i / SIDE, i % SIDE))
            return 1;
    double start = now();
    if (lb_locator_new(&shapes, NULL, 1, &locator) != LB_OK)
        return 1;
    printf("locate: %zu areas, built in %.3f s\n", shapes.count, now() - start);
    ask(locator);
    lb_locator_free(locator);
    lb_shapes_clear(&shapes);
    return 0;
}
