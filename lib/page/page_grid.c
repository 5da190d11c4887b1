/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The squares of a grid's GeoPackage as the page shows them: index, population, rank and the
 * recipe's groups and variables, one value a square, and the class of each. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <lagesbild/page.h>
#include "base/array.h"
#include "base/swedish_text.h"
#include "base/try.h"
#include "input/grid/coarsened_columns.h"
#include "kernel/disclosure/policy.h"
#include "render/page/glossary_values.h"

void lb_page_grid_clear(lb_page_grid *grid)
{
    lb_array_free(grid->column, grid->squares.values);
    lb_array_free(grid->replacement, grid->squares.values);
    lb_array_free(grid->about, grid->squares.values);
    for (size_t v = 0; grid->classes && v < grid->squares.values; v++)
        lb_column_classes_clear(&grid->classes[v]);
    free(grid->classes);
    free(grid->caption);
    free(grid->before);
    free(grid->few);
    free(grid->few_or_none);
    free(grid->value);
    free(grid->square);
    free(grid->class_of);
    free(grid->limits);
    free(grid->crs);
    *grid = (lb_page_grid){0};
}

/* How a page shows a variable of the recipe. */
static lb_unit unit_of(const lb_variable *variable)
{
    return variable->kind == LB_KIND_SHARE   ? LB_UNIT_SHARE
           : variable->kind == LB_KIND_COUNT ? LB_UNIT_COUNT
                                             : LB_UNIT_NONE;
}

/* The columns of a page in its order, of which a source may lack any; returns how many. */
static size_t list_values(const lb_recipe *recipe, lb_page_value *value)
{
    size_t n = 0;
    value[n++] = (lb_page_value){.name = "index", .unit = LB_UNIT_RATE};
    value[n++] = (lb_page_value){.name = "population", .unit = LB_UNIT_COUNT};
    value[n++] = (lb_page_value){.name = "rank", .unit = LB_UNIT_COUNT};
    value[n++] = (lb_page_value){.name = "index_sd", .unit = LB_UNIT_RATE};
    value[n++] = (lb_page_value){.name = "class_firm", .unit = LB_UNIT_SHARE};
    for (size_t g = 0; g < recipe->groups; g++)
        value[n++] = (lb_page_value){.name = recipe->group[g].name, .unit = LB_UNIT_SCORE};
    for (size_t v = 0; v < recipe->variables; v++)
        value[n++] = (lb_page_value){.name = recipe->variable[v].name,
                                     .unit = unit_of(&recipe->variable[v])};
    return n;
}

/* The rank among the squares is counted too, but not of people. */
static bool is_people(const lb_page_value *value)
{
    return value->unit == LB_UNIT_COUNT && strcmp(value->name, "rank") != 0;
}

/* The least and the greatest index in each class, for the legend; NaN: a class of no squares. */
static bool find_limits(lb_page_grid *g, int classes)
{
    bool known = g->squares.values > 0 && strcmp(g->value[0].name, "index") == 0;
    g->limits = malloc((size_t)(2 * classes + 1) * sizeof *g->limits);
    if (!g->limits)
        return false;
    for (int k = 0; k < 2 * classes; k++)
        g->limits[k] = NAN;
    for (size_t i = 0; known && i < g->squares.count; i++) {
        int k = g->class_of[i];
        if (k < 1 || k > classes)
            continue;
        g->limits[k - 1] = fmin(g->limits[k - 1], g->column[0][i]);
        g->limits[classes + k - 1] = fmax(g->limits[classes + k - 1], g->column[0][i]);
    }
    g->squares.class_low = g->limits;
    g->squares.class_high = g->limits + classes;
    return true;
}

/* Keeps the squares that meet the window (metres in the grid's CRS), in place: columns, classes and
 * marks are moved by the same index, so their order is unchanged. */
void lb_page_grid_crop(lb_page_grid *grid, lb_box window)
{
    size_t kept = 0;
    for (size_t i = 0; i < grid->squares.count; i++) {
        lb_square q = grid->square[i];
        lb_box box = {q.e, q.n, (double)q.e + q.size, (double)q.n + q.size};
        if (!lb_box_intersects(box, window))
            continue;
        grid->square[kept] = q;
        grid->class_of[kept] = grid->class_of[i];
        for (size_t v = 0; v < grid->squares.values; v++)
            grid->column[v][kept] = grid->column[v][i];
        for (size_t v = 0; v < grid->squares.values; v++)
            grid->classes[v].class_of[kept] = grid->classes[v].class_of[i];
        for (size_t v = 0; grid->replacement && v < grid->squares.values; v++) {
            if (grid->replacement[v])
                grid->replacement[v][kept] = grid->replacement[v][i];
            if (grid->about[v])
                grid->about[v][kept] = grid->about[v][i];
        }
        kept++;
    }
    grid->squares.count = kept;
}

/* Coarsening ---------------------------------------------------------------------------------- */

/* Of a count: what is shown for those that are few ("<5", "0–4") or left out (nothing). */
static bool replace_counts(lb_page_grid *g, size_t v, const lb_coarsened_column *column)
{
    const uint8_t *mark = column->mark;
    const char **text = g->replacement[v] = calloc(g->squares.count + 1, sizeof *text);
    for (size_t i = 0; text && i < g->squares.count; i++)
        text[i] = mark[i] == LB_MARK_FEW        ? column->low[i] > 0 ? g->few : g->few_or_none
                  : mark[i] == LB_MARK_LEFT_OUT ? ""
                                                : NULL;
    g->value[v].replacement = text;
    return text != NULL;
}

static bool mark_shares(lb_page_grid *g, size_t v, const uint8_t *mark)
{
    bool *about = g->about[v] = calloc(g->squares.count + 1, sizeof *about), whole = true;
    for (size_t i = 0; about && i < g->squares.count; i++) {
        double percent = 100 * g->column[v][i];
        about[i] = mark[i] == LB_MARK_ABOUT;
        whole &= isnan(percent) || fabs(percent - round(percent)) < 1e-9;
    }
    g->value[v].about = about;
    g->value[v].whole_percent = whole && g->value[v].unit == LB_UNIT_SHARE;
    return about != NULL;
}

/* coarsened[from[v]]: of value v. */
static bool apply_marks(lb_page_grid *g, const lb_coarsened_column *coarsened, const size_t *from,
                        int min_cell)
{
    char few[24], few_or_none[24];
    snprintf(few, sizeof few, "<%d", min_cell);
    snprintf(few_or_none, sizeof few_or_none, "0–%d", min_cell - 1);
    g->few = lb_text_copy(few);
    g->few_or_none = lb_text_copy(few_or_none);
    g->replacement = calloc(g->squares.values + 1, sizeof *g->replacement);
    g->about = calloc(g->squares.values + 1, sizeof *g->about);
    if (!g->few || !g->few_or_none || !g->replacement || !g->about)
        return false;
    for (size_t v = 0; v < g->squares.values; v++) {
        const lb_coarsened_column *column = &coarsened[from[v]];
        bool good = !column->mark ||
                    (column->low ? replace_counts(g, v, column) : mark_shares(g, v, column->mark));
        if (!good)
            return false;
    }
    return true;
}

/* Moves the columns that the source has, values[0..n), then the classes, out of what was read;
 * of[v]: which of them value v is. */
static bool move_columns(lb_page_grid *g, size_t n, lb_square_columns *from, size_t *of)
{
    lb_squares *s = &from->squares;
    g->column = calloc(n + 1, sizeof *g->column);
    g->class_of = calloc(s->count + 1, sizeof *g->class_of);
    if (!g->column || !g->class_of)
        return false;
    for (size_t v = 0; v < n; v++) {
        if (!from->found[v])
            continue;
        size_t to = g->squares.values++;
        of[to] = v;
        g->value[to] = g->value[v];
        g->value[to].of = g->column[to] = s->value[v];
        s->value[v] = NULL;
    }
    for (size_t i = 0; from->found[n] && i < s->count; i++) {
        double class_of = s->value[n][i]; /* NaN: none */
        g->class_of[i] = class_of >= 1 && class_of <= LB_MAX_CLASSES ? (int)class_of : 0;
    }
    g->squares.square = g->square = s->square;
    g->squares.count = s->count;
    g->squares.class_of = from->found[n] ? g->class_of : NULL;
    s->square = NULL;
    return true;
}

/* Colours ------------------------------------------------------------------------------------- */

/* The classes of column v over the figures that are shown of it. */
static bool classify_column(const lb_recipe *recipe, const double *people, size_t v,
                            lb_page_grid *g)
{
    size_t count = g->squares.count;
    const char *const *text = g->value[v].replacement;
    double *shown = malloc((count + 1) * sizeof *shown);
    for (size_t i = 0; shown && i < count; i++)
        shown[i] = text && text[i] && !*text[i] ? (double)NAN : g->column[v][i];
    bool good = shown && lb_column_classes_compute(recipe, g->value[v].name, shown, people, count,
                                                   &g->classes[v]) == LB_OK;
    free(shown);
    g->value[v].classes = &g->classes[v];
    return good;
}

/* As maps have them. */
static bool classify_columns(const lb_recipe *recipe, lb_page_grid *g)
{
    const double *people = NULL;
    bool good = true;
    g->classes = calloc(g->squares.values + 1, sizeof *g->classes);
    for (size_t v = 0; v < g->squares.values; v++)
        if (strcmp(g->value[v].name, "population") == 0)
            people = g->column[v];
    for (size_t v = 0; v < g->squares.values && good; v++)
        good = g->classes && classify_column(recipe, people, v, g);
    return good;
}

/* What the recipe calls its variables, which are the last columns; only those that it names. */
static bool write_captions(const lb_recipe *recipe, lb_page_grid *g)
{
    char *at = g->caption = malloc((2 * recipe->variables + 1) * LB_CAPTION_SIZE);
    for (size_t i = 0; at && i < g->squares.values; i++) {
        size_t v = lb_recipe_find_variable(recipe, g->value[i].name);
        const lb_variable *variable = &recipe->variable[v];
        if (v == recipe->variables ||
            !(lb_recipe_text(variable->label).sv || lb_recipe_text(variable->unit).sv))
            continue;
        lb_glossary_write_caption(variable, false, at);
        lb_glossary_write_caption(variable, true, at + LB_CAPTION_SIZE);
        g->value[i].label = (lb_page_text){at, at + LB_CAPTION_SIZE};
        at += 2 * (size_t)LB_CAPTION_SIZE;
    }
    return g->caption != NULL;
}

/* Reads the columns that the recipe's variables and groups need, and the class. Marks of coarsened
 * counts are applied before the columns are classed. */
static lb_status read_grid(const char *source, const lb_recipe *recipe, const lb_job *job,
                           lb_page_grid *g, lb_error *err)
{
    lb_square_columns from = {0};
    size_t capacity = recipe->variables + recipe->groups + 6;
    lb_grid_column *wanted = calloc(capacity, sizeof *wanted);
    size_t *of = calloc(capacity, sizeof *of);
    g->value = calloc(capacity, sizeof *g->value);
    lb_status status = wanted && of && g->value ? LB_OK : lb_error_memory(err);
    if (status == LB_OK) {
        size_t n = list_values(recipe, g->value);
        for (size_t v = 0; v < n; v++)
            wanted[v] =
                (lb_grid_column){.name = g->value[v].name, .count = is_people(&g->value[v])};
        wanted[n].name = "class";
        status = lb_square_columns_read(source, wanted, n + 1, job, &from, err);
        if (status == LB_OK) {
            g->crs = lb_text_copy(from.crs ? from.crs : recipe->crs);
            g->squares.classes = recipe->classes;
            g->squares.minimum = recipe->minimum_population;
            g->squares.colour = (const char *const *)recipe->colour;
            g->squares.value = g->value;
            bool good = g->crs && move_columns(g, n, &from, of) && find_limits(g, recipe->classes);
            if (good && from.coarsened)
                good = apply_marks(g, from.coarsened, of, lb_job_min_cell(job));
            good = good && classify_columns(recipe, g) && write_captions(recipe, g);
            status = good ? LB_OK : lb_error_memory(err);
        }
    }
    lb_square_columns_clear(&from);
    free(wanted);
    free(of);
    return status;
}

lb_status lb_page_grid_read(const char *source, const lb_recipe *recipe, const lb_job *job,
                            lb_page_grid *out, lb_error *err)
{
    lb_page_grid grid = {0};
    lb_status status = read_grid(source, recipe, job, &grid, err);
    LB_HAND_OVER(status, grid, out, lb_page_grid_clear);
}
