/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which squares get a ring, and how many people it stands for. */
#include <math.h>
#include <stdlib.h>

#include <lagesbild/classes.h>
#include "base/sum.h"
#include "commands/map/map_rings.h"

/* A delivered square, put together again from the cells it fills. */
typedef struct source_square {
    double x, y, value, where;
    size_t cells;
    bool classed;
} source_square;

static size_t rows_of(const lb_map_grid *g)
{
    size_t rows = 0;
    if (!g->values.square)
        return g->values.cells;
    for (size_t i = 0; i < g->values.cells; i++)
        if (g->values.square[i] >= rows)
            rows = g->values.square[i] + 1;
    return rows;
}

static void sum_squares(const lb_map_grid *g, source_square *w)
{
    const lb_grid_values *v = &g->values;
    const double *count = v->value[LB_MAP_RING], *where = v->value[LB_MAP_WHERE];
    for (size_t i = 0; i < v->cells; i++) {
        source_square *to = &w[v->square ? v->square[i] : i];
        to->x += v->grid.x0 + ((double)(v->cell[i] % v->grid.ncol) + 0.5) * v->grid.dx;
        to->y += v->grid.y0 - ((double)(v->cell[i] / v->grid.ncol) + 0.5) * v->grid.dy;
        to->value += count[i];
        to->where = where ? where[i] : (double)NAN;
        to->classed = g->class_of[i] > 0;
        to->cells++;
    }
}

/* Overcrowding in the two worst of five classes, among the squares that have an index: what the
 * report calls "kan anses som trångbodda" (methods.md 2, rings). */
static bool keep_worst(source_square *w, size_t rows)
{
    lb_recipe rule = {.classes = 5, .class_method = LB_CLASS_QUANTILE};
    double breaks[LB_MAX_CLASSES];
    double *score = calloc(rows + 1, sizeof *score);
    uint8_t *class_of = calloc(rows + 1, sizeof *class_of);
    bool good = score && class_of;
    for (size_t i = 0; good && i < rows; i++)
        score[i] = w[i].classed ? w[i].where : (double)NAN;
    good = good && lb_classes_compute(&rule, score, rows, class_of, breaks) == LB_OK;
    for (size_t i = 0; good && i < rows; i++)
        if (class_of[i] < 4)
            w[i].value = 0;
    free(score);
    free(class_of);
    return good;
}

static bool select_squares(lb_map_grid *g, const lb_condition *where, lb_log *log, source_square *w,
                           size_t rows)
{
    if (where) {
        for (size_t i = 0; i < rows; i++)
            if (!lb_condition_holds(where, w[i].where))
                w[i].value = 0;
        return true;
    }
    g->worst_two = g->values.value[LB_MAP_WHERE] != NULL;
    if (g->worst_two)
        return keep_worst(w, rows);
    lb_log_note(log, "no column 'trangboddhet_score': rings are drawn in all squares");
    return true;
}

static lb_status make_rings(lb_map_grid *g, const lb_condition *where, int minimum, lb_log *log)
{
    size_t rows = rows_of(g);
    source_square *w = calloc(rows + 1, sizeof *w);
    g->ring_xy = malloc((rows + 1) * 2 * sizeof *g->ring_xy);
    g->ring_value = malloc((rows + 1) * sizeof *g->ring_value);
    g->ring_row = malloc((rows + 1) * sizeof *g->ring_row);
    bool good = w && g->ring_xy && g->ring_value && g->ring_row;
    if (good) {
        sum_squares(g, w);
        good = select_squares(g, where, log, w, rows);
    }
    for (size_t i = 0; good && i < rows; i++) {
        bool below_threshold = w[i].value < minimum;
        if (!(w[i].value > 0) || w[i].cells == 0 || below_threshold) {
            g->below_threshold += w[i].value > 0 && below_threshold;
            continue;
        }
        g->ring_xy[2 * g->rings] = w[i].x / (double)w[i].cells;
        g->ring_xy[2 * g->rings + 1] = w[i].y / (double)w[i].cells;
        g->ring_row[g->rings] = i;
        g->ring_value[g->rings++] = w[i].value;
    }
    if (good && g->below_threshold > 0)
        lb_log_note(log, "%zu rings; %zu squares of fewer than %d have none", g->rings,
                    g->below_threshold, minimum);
    else if (good)
        lb_log_note(log, "%zu rings", g->rings);
    free(w);
    return good ? LB_OK : LB_E_MEMORY;
}

lb_status lb_map_rings_read(const lb_map_options *options, const lb_condition *where,
                            const lb_job *job, lb_map_grid *out, lb_error *err)
{
    lb_map_grid g;
    lb_status status = lb_map_grid_read(options, where, job, &g, err);
    if (status != LB_OK)
        return status;
    if (options->rings && make_rings(&g, where, options->min_cell, job->log) != LB_OK) {
        lb_map_grid_clear(&g);
        return lb_error_memory(err);
    }
    *out = g;
    return LB_OK;
}

/* Merging -------------------------------------------------------------------------------------- */

typedef struct block_ring {
    int64_t block;
    double x, y, value;
} block_ring;

static int by_block(const void *a, const void *b)
{
    const block_ring *p = a, *q = b;
    if (p->block != q->block)
        return p->block < q->block ? -1 : 1;
    if (p->y != q->y)
        return p->y > q->y ? -1 : 1;
    return (p->x > q->x) - (p->x < q->x);
}

/* One ring for all of a block, in the middle of those it stands for. */
static void merge_block(lb_map_grid *g, size_t to, const block_ring *r, size_t n)
{
    lb_sum value = {0}, x = {0}, y = {0};
    for (size_t i = 0; i < n; i++) {
        lb_sum_add(&value, r[i].value);
        lb_sum_add(&x, r[i].value * r[i].x);
        lb_sum_add(&y, r[i].value * r[i].y);
    }
    g->ring_value[to] = lb_sum_value(value);
    g->ring_xy[2 * to] = lb_sum_value(x) / g->ring_value[to];
    g->ring_xy[2 * to + 1] = lb_sum_value(y) / g->ring_value[to];
}

static lb_status join_rings(lb_map_grid *g, const lb_grid *coarse)
{
    size_t rings = 0;
    block_ring *r = malloc((g->rings + 1) * sizeof *r);
    if (!r)
        return LB_E_MEMORY;
    for (size_t i = 0; i < g->rings; i++) {
        double x = g->ring_xy[2 * i], y = g->ring_xy[2 * i + 1];
        double row = floor((coarse->y0 - y) / coarse->dy),
               col = floor((x - coarse->x0) / coarse->dx);
        r[i] = (block_ring){(int64_t)row * coarse->ncol + (int64_t)col, x, y, g->ring_value[i]};
    }
    qsort(r, g->rings, sizeof *r, by_block);
    for (size_t i = 0; i < g->rings;) {
        size_t end = i;
        while (end < g->rings && r[end].block == r[i].block)
            end++;
        merge_block(g, rings++, r + i, end - i);
        i = end;
    }
    g->rings = rings;
    free(r);
    return LB_OK;
}

lb_status lb_map_rings_merge(lb_map_grid *g, double scale, double least)
{
    lb_grid coarse;
    g->ring_side = g->values.grid.dx;
    if (g->rings == 0 || !lb_map_grid_coarsen(g, scale, least, &coarse))
        return LB_OK;
    g->ring_side = coarse.dx;
    g->rings_merged = true;
    return join_rings(g, &coarse);
}
