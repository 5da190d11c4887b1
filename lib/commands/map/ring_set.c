/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which squares get a ring, and how many people it stands for (docs/methods.md, Display). Made from
 * cells, of which a square may have lost some to smaller squares: its ring stands in the middle of
 * those that are left, and counts them all together. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <lagesbild/classes.h>
#include "base/array.h"
#include "base/number.h"
#include "base/swedish_text.h"
#include "base/sum.h"
#include "commands/map/ring_set.h"

/* A delivered square, put together again from the cells it fills. */
typedef struct source_square {
    double x, y;  /* sums over its cells of their centres, metres */
    double value; /* people of the group */
    double width; /* of what the count can be, where it was coarsened */
    double where; /* the condition's column; NaN: missing */
    size_t cells;
    bool classed; /* it has an index */
} source_square;

void lb_ring_set_clear(lb_ring_set *rings)
{
    free(rings->xy);
    free(rings->value);
    free(rings->row);
    *rings = (lb_ring_set){0};
}

/* How many source_squares there are room for: rows of the source, or cells of a raster. */
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
        if (v->low && v->low[LB_MAP_RING])
            to->width += v->high[LB_MAP_RING][i] - v->low[LB_MAP_RING][i];
        to->where = where ? where[i] : (double)NAN;
        to->classed = g->class_of[i] > 0;
        to->cells++;
    }
}

/* Overcrowding in the two worst of five classes, among the squares that have an index: what the
 * report calls "kan anses som trångbodda" (docs/methods.md, Display). False: out of memory. */
static bool keep_worst(source_square *w, size_t rows)
{
    lb_recipe rule = {.classes = 5, .class_method = LB_CLASS_QUANTILE};
    double breaks[LB_MAX_CLASSES];
    double *score = calloc(rows + 1, sizeof *score);
    uint8_t *class_of = calloc(rows + 1, sizeof *class_of);
    bool good = score && class_of;
    for (size_t i = 0; good && i < rows; i++)
        score[i] = w[i].classed ? w[i].where : (double)NAN;
    good = good && lb_classes_compute(&rule, score, NULL, rows, class_of, breaks) == LB_OK;
    for (size_t i = 0; good && i < rows; i++)
        if (class_of[i] < 4)
            w[i].value = 0;
    free(score);
    free(class_of);
    return good;
}

/* Sets the value of squares in which the condition does not hold to 0: no ring. */
static bool select_squares(const lb_map_grid *g, const lb_condition *where, lb_log *log,
                           lb_ring_set *rings, source_square *w, size_t rows)
{
    if (where) {
        for (size_t i = 0; i < rows; i++)
            if (!lb_condition_holds(where, w[i].where))
                w[i].value = 0;
        return true;
    }
    rings->worst_two = g->values.value[LB_MAP_WHERE] != NULL;
    if (rings->worst_two)
        return keep_worst(w, rows);
    lb_log_note(log, "no column 'trangboddhet_score': rings are drawn in all squares");
    return true;
}

/* A count that is not shown as it is has no ring: its radius would reveal it. */
static void add_rings(const source_square *w, size_t rows, lb_ring_set *rings)
{
    for (size_t i = 0; i < rows; i++) {
        bool exact = w[i].width < 1e-9;
        rings->not_exact += w[i].value > 0 && !exact;
        if (!(w[i].value > 0) || w[i].cells == 0 || !exact)
            continue;
        rings->xy[2 * rings->count] = w[i].x / (double)w[i].cells;
        rings->xy[2 * rings->count + 1] = w[i].y / (double)w[i].cells;
        rings->row[rings->count] = i;
        rings->value[rings->count++] = w[i].value;
    }
}

/* A ring for each square that meets the condition and whose count is shown exactly; a range has no
 * size to draw. */
lb_status lb_ring_set_make(const lb_map_grid *g, const lb_condition *where, lb_log *log,
                           lb_ring_set *out)
{
    size_t rows = rows_of(g);
    source_square *w = calloc(rows + 1, sizeof *w);
    lb_ring_set rings = {.xy = malloc((rows + 1) * 2 * sizeof *rings.xy),
                         .value = malloc((rows + 1) * sizeof *rings.value),
                         .row = malloc((rows + 1) * sizeof *rings.row),
                         .side = g->values.grid.dx};
    bool good = w && rings.xy && rings.value && rings.row;
    if (good) {
        sum_squares(g, w);
        good = select_squares(g, where, log, &rings, w, rows);
    }
    if (!good) {
        free(w);
        lb_ring_set_clear(&rings);
        return LB_E_MEMORY;
    }
    add_rings(w, rows, &rings);
    free(w);
    if (rings.not_exact > 0)
        lb_log_note(log, "%zu %s; %zu %s none", rings.count,
                    lb_number_word(rings.count, "ring", "rings"), rings.not_exact,
                    lb_number_word(rings.not_exact, "square whose count is not shown has",
                                   "squares whose count is not shown have"));
    else
        lb_log_note(log, "%zu rings", rings.count);
    *out = rings;
    return LB_OK;
}

void lb_ring_set_condition(const lb_ring_set *rings, const char *where, bool english, char *text,
                           size_t size)
{
    text[0] = '\0';
    if (rings->worst_two)
        snprintf(text, size, "%s",
                 english ? "where overcrowding is in the worst two of five classes"
                         : "där trångboddheten är i de två sämsta av fem klasser");
    else if (where && strcmp(where, "all") != 0)
        lb_text_print(text, size, "%s %.150s", english ? "where" : "där", where);
}

/* Merging -------------------------------------------------------------------------------------- */

typedef struct block_ring {
    int64_t block; /* row * ncol + col of the coarse grid */
    double x, y;   /* metres */
    double value;  /* people */
} block_ring;

/* By block, then north to south and west to east, so that sums have one order. */
static int compare_block_rings(const void *a, const void *b)
{
    const block_ring *p = a, *q = b;
    LB_COMPARE(p->block, q->block);
    LB_COMPARE(q->y, p->y);
    return (p->x > q->x) - (p->x < q->x);
}

/* One ring for all of a block, in the middle of those it stands for, weighted by their people. */
static void merge_block(const block_ring *r, size_t n, size_t to, lb_ring_set *rings)
{
    lb_sum value = {0}, x = {0}, y = {0};
    for (size_t i = 0; i < n; i++) {
        lb_sum_add(&value, r[i].value);
        lb_sum_add(&x, r[i].value * r[i].x);
        lb_sum_add(&y, r[i].value * r[i].y);
    }
    rings->value[to] = lb_sum_value(value);
    rings->xy[2 * to] = lb_sum_value(x) / rings->value[to];
    rings->xy[2 * to + 1] = lb_sum_value(y) / rings->value[to];
}

/* Where cells are smaller than `minimum` points at `scale` points a metre, the rings of a block
 * become one: counts added, its place their mean weighted by these. */
lb_status lb_ring_set_merge(const lb_map_grid *g, double scale, double minimum, lb_ring_set *rings)
{
    lb_grid coarse;
    size_t merged = 0;
    if (rings->count == 0 || !lb_map_grid_coarsen(g, scale, minimum, &coarse))
        return LB_OK;
    block_ring *r = malloc(rings->count * sizeof *r);
    if (!r)
        return LB_E_MEMORY;
    for (size_t i = 0; i < rings->count; i++) {
        double x = rings->xy[2 * i], y = rings->xy[2 * i + 1];
        r[i] = (block_ring){lb_map_grid_block(&coarse, x, y), x, y, rings->value[i]};
    }
    qsort(r, rings->count, sizeof *r, compare_block_rings);
    for (size_t i = 0; i < rings->count;) {
        size_t end = i;
        while (end < rings->count && r[end].block == r[i].block)
            end++;
        merge_block(r + i, end - i, merged++, rings);
        i = end;
    }
    free(r);
    rings->count = merged;
    rings->side = coarse.dx;
    rings->merged = true;
    return LB_OK;
}
