/* SPDX-License-Identifier: GPL-3.0-or-later */
/* 100 000 star polygons of 3.5 million vertices on a country's grid of 250 m: the time of their
 * cover on one thread and on all. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <lagesbild.h>

enum { POLYGONS = 100000, VERTICES = 35 };

static double uniform(unsigned long long *state)
{
    *state = *state * 6364136223846793005ULL + 1442695040888963407ULL;
    return (double)(*state >> 11) / 9007199254740992.0;
}

static int add_star(lb_shapes *shapes, unsigned long long *state)
{
    double xy[2 * VERTICES];
    double x = 300000 + 550000 * uniform(state), y = 6200000 + 1400000 * uniform(state);
    double size = 200 + 1000 * uniform(state);
    for (int i = 0; i < VERTICES; i++) {
        double angle = 2 * 3.14159265358979323846 * i / VERTICES;
        double radius = size * (0.6 + 0.4 * uniform(state));
        xy[2 * i] = x + radius * cos(angle);
        xy[2 * i + 1] = y + radius * sin(angle);
    }
    return lb_shapes_add_feature(shapes) || lb_shapes_add_part(shapes) ||
           lb_shapes_add_ring(shapes, xy, VERTICES);
}

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static int measure(const lb_shapes *shapes, int threads)
{
    lb_grid grid = {250000, 7700000, 250, 250, 2620, 6200};
    lb_cover cover;
    double best = INFINITY;
    size_t runs = 0;
    for (int i = 0; i < 5; i++) {
        double start = now();
        if (lb_cover_compute(shapes, &grid, threads, &cover) != LB_OK)
            return 1;
        best = fmin(best, now() - start);
        runs = cover.first[cover.count];
        lb_cover_clear(&cover);
    }
    printf("coverage: %d polygons, %zu vertices, %zu runs, %d threads: %.3f s\n", POLYGONS,
           lb_shapes_vertices(shapes), runs, threads, best);
    return 0;
}

int main(void)
{
    lb_shapes shapes = {0};
    unsigned long long state = 1;
    int bad = 0;
    for (int i = 0; !bad && i < POLYGONS; i++)
        bad = add_star(&shapes, &state);
    bad = bad || measure(&shapes, 1) || measure(&shapes, 2);
    lb_shapes_clear(&shapes);
    return bad;
}
