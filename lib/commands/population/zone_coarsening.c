/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows of zones stand in the places of squares, with a recipe made of their fields. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/swedish_text.h"
#include "base/try.h"
#include "commands/population/zone_coarsening.h"
#include "kernel/disclosure/coarsening.h"

/* Rows of zones in the shape of squares, so that the one rule of coarsening serves both. */
typedef struct zone_coarsening {
    lb_zone_table *f;
    const lb_population_options *options;
    lb_variable variable[LB_ZONE_FIELDS_MAX];
    char *weight[LB_ZONE_FIELDS_MAX]; /* of shares: which count weighs them */
    double scale[LB_ZONE_FIELDS_MAX]; /* 100: shares in per cent */
    lb_squares rows;                  /* the figures as read */
    lb_coarsened_squares made;
} zone_coarsening;

static bool is_share_name(const char *field)
{
    static const char *const words[] = {"andel", "share", "procent", "percent"};
    char folded[200];
    bool found = strchr(field, '%') != NULL;
    lb_text_fold(field, folded, sizeof folded);
    for (size_t k = 0; k < sizeof words / sizeof *words; k++)
        found |= strstr(folded, words[k]) != NULL;
    return found;
}

static double greatest_value(const double *value, size_t n)
{
    double most = 0;
    for (size_t i = 0; i < n; i++)
        most = fmax(most, value[i]);
    return most;
}

/* The counts that a share stands for: of its weight, of which it is a part. */
static lb_status add_ratio(zone_coarsening *c, size_t v, size_t weight)
{
    const lb_zone_table *f = c->f;
    size_t size = (f->rows + 1) * sizeof(double);
    double *with = c->rows.numerator[v] = malloc(size);
    double *whole = c->rows.denominator[v] = malloc(size);
    if (!with || !whole)
        return LB_E_MEMORY;
    c->weight[v] = (char *)f->field[weight];
    c->variable[v].denominator = (lb_names){1, &c->weight[v]};
    for (size_t i = 0; i < f->rows; i++) {
        whole[i] = f->value[weight][i];
        with[i] = c->rows.value[v][i] * whole[i];
    }
    return LB_OK;
}

/* Do the values of variable v, a mean, say that it is a share of people, whatever its name? */
static bool has_share_values(zone_coarsening *c, size_t v)
{
    const lb_recipe recipe = {.variable = c->variable};
    c->variable[v] = (lb_variable){.kind = LB_KIND_LEVEL};
    memcpy(c->rows.value[v], c->f->value[v + 1], c->f->rows * sizeof *c->rows.value[v]);
    lb_level_look look = lb_level_look_of(&recipe, &c->rows, v, LB_PEOPLE_BASE);
    return look == LB_LOOKS_SHARE || look == LB_LOOKS_PERCENT;
}

/* Variable v is field v + 1. */
static lb_status add_variable(zone_coarsening *c, size_t v)
{
    const lb_zone_table *f = c->f;
    size_t weight = lb_zone_weight_of(f, c->options, v + 1);
    bool share = weight != SIZE_MAX && (is_share_name(f->field[v + 1]) || has_share_values(c, v));
    c->scale[v] = share && greatest_value(f->value[v + 1], f->rows) > 1 ? 100 : 1;
    c->variable[v].kind = share                ? LB_KIND_SHARE
                          : weight == SIZE_MAX ? LB_KIND_COUNT
                                               : LB_KIND_LEVEL;
    for (size_t i = 0; i < f->rows; i++)
        c->rows.value[v][i] = f->value[v + 1][i] / c->scale[v];
    return share && weight != LB_ZONE_WEIGHT_AREA && weight > 0 ? add_ratio(c, v, weight) : LB_OK;
}

static lb_status add_rows(zone_coarsening *c)
{
    const lb_zone_table *f = c->f;
    LB_TRY(lb_squares_init(&c->rows, f->rows, f->fields - 1));
    memcpy(c->rows.population, f->value[0], f->rows * sizeof *f->value[0]);
    for (size_t i = 0; i < f->rows; i++)
        c->rows.square[i] = (lb_square){1, (int32_t)i, 0};
    for (size_t v = 0; v + 1 < f->fields; v++)
        LB_TRY(add_variable(c, v));
    return LB_OK;
}

static void move_bounds(lb_coarsened_column *from, double **low, double **high)
{
    *low = from->low;
    *high = from->high;
    from->low = from->high = NULL;
}

static void store_figures(zone_coarsening *c)
{
    lb_zone_table *f = c->f;
    memcpy(f->value[0], c->made.squares.population, f->rows * sizeof *f->value[0]);
    move_bounds(&c->made.population, &f->low[0], &f->high[0]);
    for (size_t v = 0; v + 1 < f->fields; v++) {
        for (size_t i = 0; i < f->rows; i++)
            f->value[v + 1][i] = c->made.squares.value[v][i] * c->scale[v];
        move_bounds(&c->made.variable[v], &f->low[v + 1], &f->high[v + 1]);
    }
}

lb_status lb_zone_table_coarsen(lb_zone_table *figures, const lb_population_options *options,
                                int min_cell)
{
    zone_coarsening c = {.f = figures, .options = options};
    const lb_recipe recipe = {.variables = figures->fields - 1,
                              .variable = c.variable,
                              .minimum_population = LB_PEOPLE_BASE};
    lb_status status = add_rows(&c);
    if (status == LB_OK)
        status = lb_coarsen_zones(&recipe, &c.rows, min_cell, &c.made);
    if (status == LB_OK) {
        store_figures(&c);
        lb_coarsened_squares_clear(&c.made);
    }
    lb_squares_clear(&c.rows);
    return status;
}
