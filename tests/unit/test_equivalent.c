/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <lagesbild/equivalent.h>
#include "kernel/statistics/random.h"
#include "tests/support/support.h"

enum { NODES_MAX = 16, EDGES_MAX = NODES_MAX * NODES_MAX };

/* A small graph with its own memory. */
typedef struct small_graph {
    bool edge[NODES_MAX][NODES_MAX];
    double area[NODES_MAX], shared[EDGES_MAX];
    size_t first[NODES_MAX + 1], neighbour[EDGES_MAX];
    lb_zone_graph graph;
} small_graph;

static void finish_graph(small_graph *g, size_t nodes)
{
    size_t n = 0;
    for (size_t i = 0; i < nodes; i++) {
        g->first[i] = n;
        for (size_t j = 0; j < nodes; j++)
            if (g->edge[i][j]) {
                g->shared[n] = 1;
                g->neighbour[n++] = j;
            }
    }
    g->first[nodes] = n;
    g->graph = (lb_zone_graph){nodes, g->area, NULL, g->first, g->neighbour, g->shared};
}

static void make_square_grid(small_graph *g, size_t side)
{
    *g = (small_graph){.first = {0}};
    for (size_t i = 0; i < side * side; i++) {
        g->area[i] = 1;
        for (size_t j = 0; j < side * side; j++) {
            size_t dx = i % side > j % side ? i % side - j % side : j % side - i % side;
            size_t dy = i / side > j / side ? i / side - j / side : j / side - i / side;
            g->edge[i][j] = dx + dy == 1;
        }
    }
    finish_graph(g, side * side);
}

/* Connected sets of cells of an n x n grid: OEIS A059525. */
START_TEST(every_connected_set_of_a_grid_is_looked_at_once)
{
    static const size_t sets[] = {1, 13, 218, 11506};
    lb_connected_set *set = calloc(20000, sizeof *set);
    for (size_t side = 1; side <= 4; side++) {
        small_graph g;
        lb_connected_options options = {100, side * side, 20000, SIZE_MAX};
        size_t found;
        double examined;
        make_square_grid(&g, side);
        ck_assert_int_eq(lb_connected_sets_nearest(&g.graph, &options, set, &found, &examined),
                         LB_OK);
        ck_assert_uint_eq(found, sets[side - 1]);
        ck_assert_double_eq(examined, (double)sets[side - 1]);
    }
    free(set);
}
END_TEST

static bool is_connected(const small_graph *g, unsigned members)
{
    unsigned reached = members & -members;
    for (unsigned before = 0; before != reached;) {
        before = reached;
        for (size_t i = 0; i < g->graph.zones; i++)
            for (size_t j = 0; j < g->graph.zones; j++)
                if (reached >> i & 1 && members >> j & 1 && g->edge[i][j])
                    reached |= 1U << j;
    }
    return members != 0 && reached == members;
}

/* The least error of any connected set of at most max zones that has zone `with`. */
static double least_error(const small_graph *g, double target, size_t max, size_t with)
{
    double least = INFINITY;
    for (unsigned members = 1; members < 1U << g->graph.zones; members++) {
        double area = 0;
        size_t zones = 0;
        for (size_t i = 0; i < g->graph.zones; i++)
            if (members >> i & 1) {
                area += g->area[i];
                zones++;
            }
        bool counts = zones <= max && (with == SIZE_MAX || members >> with & 1);
        if (counts && fabs(area - target) < least && is_connected(g, members))
            least = fabs(area - target);
    }
    return least;
}

START_TEST(nearest_set_is_that_of_trying_all)
{
    enum { NODES = 14 };
    for (uint64_t seed = 1; seed <= 12; seed++) {
        small_graph g = {.first = {0}};
        for (size_t i = 0; i < NODES; i++) {
            g.area[i] = 0.1 + lb_random_uniform(seed, 1, i);
            for (size_t j = 0; j < i; j++)
                g.edge[i][j] = g.edge[j][i] = lb_random_uniform(seed, 2 + i, j) < 0.2;
        }
        finish_graph(&g, NODES);
        for (size_t with = 0; with <= NODES; with += 7) {
            lb_connected_options options = {2.3, 5, 3, with < NODES ? with : SIZE_MAX};
            lb_connected_set set[3];
            size_t found;
            double examined;
            ck_assert_int_eq(lb_connected_sets_nearest(&g.graph, &options, set, &found, &examined),
                             LB_OK);
            ck_assert_uint_gt(found, 0);
            ck_near(fabs(set[0].area - 2.3), least_error(&g, 2.3, 5, options.with), 1e-12);
        }
    }
}
END_TEST

static void add_square(lb_shapes *shapes, double x, double y, double side)
{
    const double xy[] = {x, y, x + side, y, x + side, y + side, x, y + side};
    ck_assert_int_eq(lb_shapes_add_feature(shapes), LB_OK);
    ck_assert_int_eq(lb_shapes_add_part(shapes), LB_OK);
    ck_assert_int_eq(lb_shapes_add_ring(shapes, xy, 4), LB_OK);
}

START_TEST(a_corner_is_no_shared_border_and_a_gap_joins_what_lies_within)
{
    lb_shapes shapes = {0};
    lb_shared_border *pair = NULL;
    size_t n;
    add_square(&shapes, 0, 0, 1000);
    add_square(&shapes, 1000, 500, 1000);  /* 500 m in common */
    add_square(&shapes, 2000, 1500, 1000); /* a corner of the second */
    add_square(&shapes, 3050, 1500, 1000); /* 50 m away from the third */
    ck_assert_int_eq(lb_shared_borders(&shapes, 0, &pair, &n), LB_OK);
    ck_assert_uint_eq(n, 1);
    ck_assert_uint_eq(pair[0].i, 0);
    ck_assert_uint_eq(pair[0].j, 1);
    ck_near(pair[0].length, 500, 0.01);
    free(pair);
    ck_assert_int_eq(lb_shared_borders(&shapes, 60, &pair, &n), LB_OK);
    ck_assert_uint_eq(n, 2);
    ck_assert_uint_eq(pair[1].i, 2);
    ck_assert_uint_eq(pair[1].j, 3);
    /* The sides that face each other, and 10 m of each side that runs away from them. */
    ck_near(pair[1].length, 1020, 1e-6);
    free(pair);
    lb_shapes_clear(&shapes);
}
END_TEST

LB_TEST_MAIN("equivalent", every_connected_set_of_a_grid_is_looked_at_once,
             nearest_set_is_that_of_trying_all,
             a_corner_is_no_shared_border_and_a_gap_joins_what_lies_within)
