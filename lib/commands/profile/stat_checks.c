/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a grid may hold that would make a statistic wrong in silence, looked for in the cells that
 * the areas touch: infinite values, and weights that are missing, negative or infinite
 * (docs/methods.md, Profile statistics). A cell counts once however many areas touch it. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/number.h"
#include "base/try.h"
#include "commands/profile/stat_checks.h"

typedef struct stat_check {
    lb_overlay *o;
    lb_log *log;
    size_t *cell; /* [cells]: those that areas touch, ascending */
    size_t cells;
} stat_check;

/* Cells of one kind: how many, and the first in the order of the grid. */
typedef struct cell_tally {
    size_t count, first;
} cell_tally;

static void tally_cell(cell_tally *t, size_t cell)
{
    if (t->count++ == 0)
        t->first = cell;
}

/* The centre of a cell, in the grid's CRS. */
static void cell_centre(const stat_check *c, size_t cell, double at[2])
{
    const lb_grid *g = &c->o->grid.grid;
    int64_t number = c->o->grid.cell[cell];
    at[0] = g->x0 + ((double)(number % g->ncol) + 0.5) * g->dx;
    at[1] = g->y0 - ((double)(number / g->ncol) + 0.5) * g->dy;
}

static lb_status list_touched_cells(stat_check *c)
{
    const lb_profile *p = &c->o->profile;
    size_t n = c->o->grid.cells;
    bool *touched = calloc(n + 1, sizeof *touched);
    c->cell = malloc((n + 1) * sizeof *c->cell);
    for (size_t k = 0; touched && k < p->first[p->count]; k++)
        touched[p->cell_weight[k].at] = true;
    for (size_t i = 0; touched && c->cell && i < n; i++)
        if (touched[i])
            c->cell[c->cells++] = i;
    lb_status status = touched && c->cell ? LB_OK : LB_E_MEMORY;
    free(touched);
    return status;
}

/* what: "weight 'x'" or "number of people". value NULL: the grid has no such column. */
static lb_status refuse_bad_weights(const stat_check *c, const char *what, const double *value,
                                    lb_error *err)
{
    cell_tally bad = {0, 0};
    double at[2];
    for (size_t k = 0; value && k < c->cells; k++)
        if (value[c->cell[k]] < 0 || isinf(value[c->cell[k]]))
            tally_cell(&bad, c->cell[k]);
    if (bad.count == 0)
        return LB_OK;
    cell_centre(c, bad.first, at);
    return lb_error_set(err, LB_E_INPUT,
                        "%s: the %s is negative or infinite in %zu %s of the areas, the first is "
                        "%g at %.10g, %.10g; expected 0 or more (if it stands for no data, say so "
                        "in the raster: gdal_edit.py -a_nodata)",
                        c->o->source, what, bad.count, lb_number_word(bad.count, "cell", "cells"),
                        value[bad.first], at[0], at[1]);
}

/* Sets infinite values to missing, in the array that each statistic has for itself. warned: an
 * earlier statistic of the same column has said so. */
static void drop_infinite_values(const stat_check *c, const char *name, double *value, bool warned)
{
    cell_tally infinite = {0, 0};
    double at[2];
    for (size_t k = 0; value && k < c->cells; k++)
        if (isinf(value[c->cell[k]])) {
            tally_cell(&infinite, c->cell[k]);
            value[c->cell[k]] = (double)NAN;
        }
    if (infinite.count == 0 || warned)
        return;
    cell_centre(c, infinite.first, at);
    lb_log_warning(
        c->log,
        "%s: '%s' is infinite in %zu %s of the areas, the first at %.10g, %.10g; %s left out",
        c->o->source, name, infinite.count, lb_number_word(infinite.count, "cell", "cells"), at[0],
        at[1], lb_number_word(infinite.count, "it is", "they are"));
}

static const double *weight_column(const stat_check *c, const lb_stat_spec *spec)
{
    bool own = spec->weight_at != SIZE_MAX && spec->weight_grid == SIZE_MAX;
    return own ? c->o->grid.value[spec->weight_at] : NULL;
}

/* Marks a statistic whose cover is less than that of data. */
static void mark_incomplete(const stat_check *c, lb_stat_spec *spec)
{
    const double *value = c->o->grid.value[spec->value_at], *weight = weight_column(c, spec);
    for (size_t k = 0; value && k < c->cells && !spec->incomplete; k++)
        spec->incomplete = isnan(value[c->cell[k]]) || (weight && isnan(weight[c->cell[k]]));
}

/* Is a cell without a weight one with a value of any of the statistics that weigh by it? */
static bool lacks_weight(const stat_check *c, const lb_stat_spec *spec, size_t n, size_t cell)
{
    double *const *column = c->o->grid.value;
    for (size_t s = 0; s < n; s++)
        if (strcmp(spec[s].weight, spec->weight) == 0 && weight_column(c, &spec[s]) &&
            !isnan(column[spec[s].value_at][cell]))
            return true;
    return false;
}

/* Warns of values without a weight, once for all statistics from spec[0] on that have its weight.
 */
static void warn_of_missing_weights(const stat_check *c, const lb_stat_spec *spec, size_t n)
{
    const double *weight = weight_column(c, spec);
    cell_tally without = {0, 0};
    lb_buf names = {0};
    double at[2];
    for (size_t k = 0; k < c->cells; k++)
        if (isnan(weight[c->cell[k]]) && lacks_weight(c, spec, n, c->cell[k]))
            tally_cell(&without, c->cell[k]);
    if (without.count == 0)
        return;
    for (size_t s = 0; s < n; s++)
        if (strcmp(spec[s].weight, spec->weight) == 0 && weight_column(c, &spec[s]))
            lb_buf_printf(&names, "%s%s", names.length > 0 ? ", " : "", spec[s].name);
    cell_centre(c, without.first, at);
    lb_log_warning(
        c->log, "%s: --stat %s: %zu %s no weight in '%s', the first at %.10g, %.10g; %s left out",
        c->o->source, names.text ? names.text : "", without.count,
        lb_number_word(without.count, "cell with a value has", "cells with a value have"),
        spec->weight, at[0], at[1], lb_number_word(without.count, "it is", "they are"));
    lb_buf_clear(&names);
}

/* Has an earlier statistic the same weight? */
static bool is_weight_checked(const stat_check *c, const lb_stat_spec *spec, size_t s)
{
    for (size_t i = 0; i < s; i++)
        if (strcmp(spec[i].weight, spec[s].weight) == 0 && weight_column(c, &spec[i]))
            return true;
    return false;
}

/* Has an earlier statistic the same column of values? */
static bool is_checked(const lb_stat_spec *spec, size_t s)
{
    for (size_t i = 0; i < s; i++)
        if (strcmp(spec[i].column, spec[s].column) == 0)
            return true;
    return false;
}

static lb_status check_weight(const stat_check *c, const lb_stat_spec *spec, lb_error *err)
{
    char what[LB_STAT_TEXT_SIZE + 20];
    snprintf(what, sizeof what, "weight '%s'", spec->weight);
    return refuse_bad_weights(c, what, c->o->grid.value[spec->weight_at], err);
}

/* Weights first, since a bad one is an error; infinite values become missing with a warning, each
 * column once. */
static lb_status check_columns(const stat_check *c, lb_stat_spec *spec, size_t n, lb_error *err)
{
    double *const *column = c->o->grid.value;
    LB_TRY(refuse_bad_weights(c, "number of people", column[LB_PEOPLE], err));
    for (size_t s = 0; s < n; s++) {
        if (weight_column(c, &spec[s]))
            LB_TRY(check_weight(c, &spec[s], err));
    }
    drop_infinite_values(c, "index", column[LB_INDEX], false);
    for (size_t s = 0; s < n; s++)
        drop_infinite_values(c, spec[s].column, column[spec[s].value_at], is_checked(spec, s));
    for (size_t s = 0; s < n; s++)
        mark_incomplete(c, &spec[s]);
    for (size_t s = 0; s < n; s++)
        if (weight_column(c, &spec[s]) && !is_weight_checked(c, spec, s))
            warn_of_missing_weights(c, &spec[s], n - s);
    return LB_OK;
}

lb_status lb_stat_checks(lb_overlay *overlay, lb_stat_spec *spec, size_t n_specs, lb_log *log,
                         lb_error *err)
{
    stat_check c = {.o = overlay, .log = log};
    lb_status status = list_touched_cells(&c);
    status = status == LB_OK ? check_columns(&c, spec, n_specs, err) : lb_error_memory(err);
    free(c.cell);
    return status;
}

lb_status lb_stat_check_weights(lb_overlay *overlay, const lb_stat_spec *spec, size_t n_specs,
                                lb_error *err)
{
    stat_check c = {.o = overlay};
    if (n_specs == 0)
        return LB_OK;
    lb_status status = list_touched_cells(&c) == LB_OK ? LB_OK : lb_error_memory(err);
    for (size_t s = 0; s < n_specs && status == LB_OK; s++)
        status = check_weight(&c, &spec[s], err);
    free(c.cell);
    return status;
}
