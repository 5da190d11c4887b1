/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads a grid for a map: the class of each cell as `index` gave it, or classes of any other column
 * by the recipe's method (docs/methods.md, Classes), and the least and greatest figure in each for
 * the legend. Cells too small to be seen on paper are merged into blocks. Colours and classes are
 * those of the recipe that `index` wrote into the grid's file (docs/formats.md). */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <lagesbild/classes.h>
#include <lagesbild/index.h>
#include "base/array.h"
#include "input/grid/grid_read.h"
#include "base/sum.h"
#include "base/swedish_text.h"
#include "base/try.h"
#include "commands/map/map_grid.h"
#include "input/grid/coarsened_columns.h"
#include "input/grid/grid_recipe.h"
#include "input/grid/square_changes.h"
#include "input/grid/square_layer.h"
#include "port/proj/crs.h"

void lb_map_grid_clear(lb_map_grid *grid)
{
    lb_grid_values_clear(&grid->values);
    lb_recipe_clear(&grid->recipe);
    free(grid->cell);
    free(grid->class_of);
    free(grid->few);
    free(grid->hatched);
    *grid = (lb_map_grid){0};
}

/* The recipe that the grid was made with; where none is understood, livsvillkor-8's classes and
 * colours without a name (recipe->name NULL). */
static lb_status read_recipe(const char *grid, const lb_job *job, lb_recipe *out, lb_error *err)
{
    bool found;
    LB_TRY(lb_grid_recipe_read(grid, job, &found, out, err));
    if (found)
        return LB_OK;
    LB_TRY(lb_recipe_load(NULL, job, out, err));
    free(out->name);
    out->name = NULL;
    return LB_OK;
}

/* Values and classes --------------------------------------------------------------------------- */

/* The columns LB_MAP_PEOPLE ... of the grid, of which options may name three. */
static lb_status read_values(const lb_map_options *o, const lb_condition *where, const lb_job *job,
                             lb_map_grid *g, lb_error *err)
{
    lb_grid_column wanted[LB_MAP_COLUMNS] = {{"population", true, false},
                                             {"index", false, false},
                                             {"class", false, false},
                                             {"unga_0_15", true, false},
                                             {"trangboddhet_score", false, false},
                                             {"class_firm", false, false}};
    if (o->column)
        wanted[LB_MAP_INDEX] = (lb_grid_column){o->column, false, true};
    if (o->rings)
        wanted[LB_MAP_RING] = (lb_grid_column){o->rings, true, true};
    if (where && where->column[0])
        wanted[LB_MAP_WHERE] = (lb_grid_column){where->column, false, true};
    lb_status status = lb_grid_values_read(o->grid, wanted, LB_MAP_COLUMNS, job, &g->values, err);
    return status == LB_OK ? lb_crs_check(g->values.crs, err) : status;
}

/* Classes as `index` gave them; 0 where there is none. */
static lb_status read_classes(lb_map_grid *g, const char *source, lb_error *err)
{
    const double *value = g->values.value[LB_MAP_CLASS];
    for (size_t i = 0; i < g->cells; i++) {
        if (isnan(value[i]) || value[i] == 0)
            continue;
        if (!(value[i] >= 1 && value[i] <= LB_MAX_CLASSES) || value[i] != floor(value[i]))
            return lb_error_set(err, LB_E_INPUT,
                                "%s: class %g; expected whole numbers from 1 to %d", source,
                                value[i], LB_MAX_CLASSES);
        g->class_of[i] = (uint8_t)value[i];
        if (g->class_of[i] > g->classes.count)
            g->classes.count = g->class_of[i];
    }
    return LB_OK;
}

/* The cells' classes from those of the squares that fill them; of a raster from those of cells. */
static void take_classes(const lb_column_classes *made, lb_map_grid *g)
{
    g->classes.count = made->count;
    g->classes.ranked = made->ranked;
    for (size_t i = 0; i < g->cells; i++)
        g->class_of[i] = made->class_of[g->values.square ? g->values.square[i] : i];
    memcpy(g->low, made->low, sizeof g->low);
    memcpy(g->high, made->high, sizeof g->high);
}

/* Classes of a column over delivered squares, as the page has them. */
static lb_status classify_squares(const char *source, const char *column, const lb_job *job,
                                  lb_map_grid *g, lb_error *err)
{
    const lb_grid_column wanted[] = {{column, false, true}, {"population", true, false}};
    const char *made_from = lb_job_coarsens(job) ? lb_square_layer_of_raster(source, job) : NULL;
    lb_square_columns from;
    lb_column_classes made;
    LB_TRY(lb_square_columns_read(made_from ? made_from : source, wanted, 2, job, &from, err));
    for (size_t i = 0; from.coarsened && from.coarsened[0].low && i < from.squares.count; i++)
        if (from.coarsened[0].mark[i] == LB_MARK_LEFT_OUT)
            from.squares.value[0][i] = (double)NAN; /* an estimate, which is not shown */
    lb_status status = lb_column_classes_compute(&g->recipe, column, from.squares.value[0],
                                                 from.found[1] ? from.squares.value[1] : NULL,
                                                 from.squares.count, &made);
    if (status == LB_OK)
        take_classes(&made, g);
    else
        lb_error_memory(err);
    if (status == LB_OK)
        lb_column_classes_clear(&made);
    lb_square_columns_clear(&from);
    return status;
}

/* Of a raster it is not known which cells are of one square: each stands for itself. */
static lb_status classify_cells(const char *column, lb_map_grid *g, lb_error *err)
{
    lb_column_classes made;
    if (lb_column_classes_compute(&g->recipe, column, g->values.value[LB_MAP_INDEX],
                                  g->values.value[LB_MAP_PEOPLE], g->cells, &made) != LB_OK)
        return lb_error_memory(err);
    take_classes(&made, g);
    lb_column_classes_clear(&made);
    return LB_OK;
}

/* The variable of that name, after folding; SIZE_MAX: none. */
static size_t find_variable(const lb_recipe *recipe, const char *name)
{
    for (size_t v = 0; v < recipe->variables; v++)
        if (lb_text_same(recipe->variable[v].name, name))
            return v;
    return SIZE_MAX;
}

/* Decimals of the classes' bounds: shares need more than incomes. */
static int decimals_for(double range)
{
    return range >= 1000 ? 0 : range >= 10 ? 1 : range >= 1 ? 2 : 3;
}

/* The bounds of the index in each class that the grid has. */
static void find_limits(lb_map_grid *g)
{
    const double *value = g->values.value[LB_MAP_INDEX];
    for (int k = 0; k < LB_MAX_CLASSES; k++)
        g->low[k] = g->high[k] = NAN;
    for (size_t i = 0; value && i < g->cells; i++) {
        int k = g->class_of[i] - 1;
        if (k < 0 || isnan(value[i]))
            continue;
        g->low[k] = fmin(g->low[k], value[i]); /* fmin and fmax pass over NaN */
        g->high[k] = fmax(g->high[k], value[i]);
    }
}

/* How the legend writes bounds: shares in per cent, and as many decimals as distinguish classes. */
static void choose_figures(const char *column, lb_map_grid *g)
{
    double minimum = INFINITY, maximum = -INFINITY;
    size_t v = column ? find_variable(&g->recipe, column) : SIZE_MAX;
    for (int k = 0; k < LB_MAX_CLASSES; k++) {
        minimum = fmin(minimum, g->low[k]);
        maximum = fmax(maximum, g->high[k]);
    }
    g->classes.percent = v < g->recipe.variables && g->recipe.variable[v].kind == LB_KIND_SHARE;
    g->classes.decimals = g->classes.percent ? 1 : decimals_for(maximum - minimum);
}

/* Cells whose class noise could change; nothing where the grid was made without noise. */
static lb_status find_hatched(lb_map_grid *g, lb_error *err)
{
    const double *firm = g->values.value[LB_MAP_FIRM];
    if (!firm)
        return LB_OK;
    g->hatched = calloc(g->cells + 1, sizeof *g->hatched);
    if (!g->hatched)
        return lb_error_memory(err);
    for (size_t i = 0; i < g->cells; i++)
        g->hatched[i] = g->class_of[i] > 0 && firm[i] < LB_FIRM_CLASS;
    return LB_OK;
}

/* Change: each cell has that of the smallest unit whose square holds it. */
static lb_status classify_changes(const lb_map_options *o, const lb_job *job, lb_map_grid *g,
                                  lb_error *err)
{
    lb_square_changes changes;
    size_t known = 0;
    LB_TRY(lb_square_changes_read(o->change, job, &changes, err));
    bool hatched = changes.is_tested && !o->no_hatching;
    g->hatched = hatched ? calloc(g->cells + 1, sizeof *g->hatched) : NULL;
    if (hatched && !g->hatched) {
        lb_square_changes_clear(&changes);
        return lb_error_memory(err);
    }
    for (size_t i = 0; i < g->cells; i++) {
        lb_box box = lb_grid_cell_box(&g->grid, (int32_t)(g->cell[i] / g->grid.ncol),
                                      (int32_t)(g->cell[i] % g->grid.ncol));
        size_t unit = lb_square_changes_find(
            &changes,
            (lb_square){(int32_t)g->grid.dx, (int32_t)round(box.xmin), (int32_t)round(box.ymin)});
        if (unit == SIZE_MAX)
            continue;
        known++;
        g->class_of[i] = (uint8_t)lb_change_class(changes.change[unit]);
        if (hatched)
            g->hatched[i] = lb_square_change_is_noise(&changes, unit);
    }
    snprintf(g->between, sizeof g->between, "%s", changes.between);
    g->classes.count = LB_CHANGE_CLASSES;
    lb_square_changes_clear(&changes);
    return known > 0 ? LB_OK
                     : lb_error_set(err, LB_E_INPUT,
                                    "%s: none of its units is a square of %s; expected the table "
                                    "of trend for that grid",
                                    o->change, o->grid);
}

/* Cells without a class because their square has fewer people than the recipe's minimum. Of a
 * raster it is not known what cells are of one square. */
static lb_status find_few(lb_map_grid *g, lb_error *err)
{
    const double *people = g->values.value[LB_MAP_PEOPLE];
    const size_t *square = g->values.square;
    if (!people || !square)
        return LB_OK;
    lb_sum *of_square = calloc((size_t)g->values.rows + 1, sizeof *of_square);
    g->few = calloc(g->cells + 1, sizeof *g->few);
    for (size_t i = 0; of_square && g->few && i < g->cells; i++)
        lb_sum_add(&of_square[square[i]], people[i]);
    for (size_t i = 0; of_square && g->few && i < g->cells; i++)
        g->few[i] = g->class_of[i] == 0 &&
                    lb_sum_value(of_square[square[i]]) < g->recipe.minimum_population;
    bool made = of_square && g->few;
    free(of_square);
    return made ? LB_OK : lb_error_memory(err);
}

/* Without --column the classes of `index`, or of its index by the recipe's method. */
static lb_status find_classes(const lb_map_options *o, const lb_job *job, lb_map_grid *g,
                              lb_error *err)
{
    const double *index = g->values.value[LB_MAP_INDEX];
    g->grid = g->values.grid;
    g->cells = g->values.cells;
    g->cell = malloc((g->cells + 1) * sizeof *g->cell);
    g->class_of = calloc(g->cells + 1, sizeof *g->class_of);
    if (!g->cell || !g->class_of)
        return lb_error_memory(err);
    memcpy(g->cell, g->values.cell, g->cells * sizeof *g->cell);
    g->classes.ranked = true;
    if (o->change)
        return classify_changes(o, job, g, err);
    if (!o->column && !g->values.value[LB_MAP_CLASS] && !index)
        return lb_error_set(err, LB_E_INPUT,
                            "%s: has neither class nor index, as lagesbild index writes them; name "
                            "what to colour with --column",
                            o->grid);
    const char *column = o->column ? o->column : "index";
    if (!o->column && g->values.value[LB_MAP_CLASS]) {
        LB_TRY(read_classes(g, o->grid, err));
        find_limits(g);
    } else if (g->values.square) {
        LB_TRY(classify_squares(o->grid, column, job, g, err));
    } else {
        LB_TRY(classify_cells(column, g, err));
    }
    choose_figures(o->column, g);
    if (!o->column)
        LB_TRY(find_few(g, err));
    return !o->column && !o->no_hatching ? find_hatched(g, err) : LB_OK;
}

static lb_status read_grid(const lb_map_options *options, const lb_condition *where,
                           const lb_job *job, lb_map_grid *g, lb_error *err)
{
    LB_TRY(read_recipe(options->grid, job, &g->recipe, err));
    LB_TRY(read_values(options, where, job, g, err));
    return find_classes(options, job, g, err);
}

lb_status lb_map_grid_read(const lb_map_options *options, const lb_condition *where,
                           const lb_job *job, lb_map_grid *out, lb_error *err)
{
    lb_map_grid g = {0};
    lb_status status = read_grid(options, where, job, &g, err);
    LB_HAND_OVER(status, g, out, lb_map_grid_clear);
}

lb_box lb_map_grid_box(const lb_map_grid *g)
{
    lb_box box = lb_box_empty(), all = lb_box_empty();
    for (size_t i = 0; i < g->cells; i++) {
        lb_box cell = lb_grid_cell_box(&g->grid, (int32_t)(g->cell[i] / g->grid.ncol),
                                       (int32_t)(g->cell[i] % g->grid.ncol));
        all = lb_box_union(all, cell);
        if (g->class_of[i])
            box = lb_box_union(box, cell);
    }
    return lb_box_is_empty(box) ? all : box;
}

/* Merging -------------------------------------------------------------------------------------- */

/* A cell in its block: sorted by block, then by cell, sums have one order. */
typedef struct block_cell {
    int64_t block, cell;
    double people;
    uint8_t class_of;
    bool few, hatched;
} block_cell;

/* By block, then by cell. */
static int by_block(const void *a, const void *b)
{
    const block_cell *x = a, *y = b;
    LB_COMPARE(x->block, y->block);
    return (x->cell > y->cell) - (x->cell < y->cell);
}

/* The point lies inside the coarse grid. */
int64_t lb_map_grid_block(const lb_grid *coarse, double x, double y)
{
    int64_t row = (int64_t)floor((coarse->y0 - y) / coarse->dy);
    int64_t col = (int64_t)floor((x - coarse->x0) / coarse->dx);
    return row * coarse->ncol + col;
}

/* The centre of a cell, metres. */
static void centre_of(const lb_grid *grid, int64_t cell, double *x, double *y)
{
    *x = grid->x0 + ((double)(cell % grid->ncol) + 0.5) * grid->dx;
    *y = grid->y0 - ((double)(cell / grid->ncol) + 0.5) * grid->dy;
}

/* Each cell with the block that its centre lies in. */
static void list_block_cells(const lb_map_grid *g, const lb_grid *coarse, block_cell *m)
{
    const double *people = g->values.value[LB_MAP_PEOPLE];
    for (size_t i = 0; i < g->cells; i++) {
        double x, y;
        centre_of(&g->grid, g->cell[i], &x, &y);
        m[i] = (block_cell){lb_map_grid_block(coarse, x, y),
                            g->cell[i],
                            people && people[i] > 0 ? people[i] : 0,
                            g->class_of[i],
                            g->few && g->few[i],
                            g->hatched && g->hatched[i]};
    }
    qsort(m, g->cells, sizeof *m, by_block);
}

/* The mean class of those with one, by people; by cells where nobody is counted. */
static uint8_t mean_class(const block_cell *m, size_t n)
{
    lb_sum people = {0}, weighted = {0};
    double cells = 0, plain = 0;
    for (size_t i = 0; i < n; i++) {
        if (m[i].class_of == 0)
            continue;
        lb_sum_add(&people, m[i].people);
        lb_sum_add(&weighted, m[i].people * m[i].class_of);
        cells += 1;
        plain += m[i].class_of;
    }
    if (cells == 0)
        return 0;
    double all = lb_sum_value(people);
    return (uint8_t)floor((all > 0 ? lb_sum_value(weighted) / all : plain / cells) + 0.5);
}

/* Do most people of the block live in cells whose class is not firm? */
static bool is_mostly_hatched(const block_cell *m, size_t n)
{
    lb_sum all = {0}, hatched = {0};
    for (size_t i = 0; i < n; i++) {
        lb_sum_add(&all, m[i].class_of ? m[i].people : 0);
        lb_sum_add(&hatched, m[i].hatched ? m[i].people : 0);
    }
    return 2 * lb_sum_value(hatched) > lb_sum_value(all);
}

static bool has_few(const block_cell *m, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (m[i].few)
            return true;
    return false;
}

/* Cells become blocks; m: all cells, sorted by block. */
static void merge_cells(lb_map_grid *g, const block_cell *m)
{
    size_t blocks = 0;
    for (size_t i = 0; i < g->cells;) {
        size_t end = i;
        while (end < g->cells && m[end].block == m[i].block)
            end++;
        g->cell[blocks] = m[i].block;
        if (g->few)
            g->few[blocks] = has_few(m + i, end - i);
        if (g->hatched)
            g->hatched[blocks] = is_mostly_hatched(m + i, end - i);
        g->class_of[blocks++] = mean_class(m + i, end - i);
        i = end;
    }
    g->cells = blocks;
}

/* How many cells to a side make one of at least `least` points; a grid of them in *coarse. */
bool lb_map_grid_coarsen(const lb_map_grid *g, double scale, double minimum, lb_grid *coarse)
{
    static const int32_t times[] = {1, 2, 4, 8, 20, 40, 80, 200, 400};
    size_t k = 0;
    while (k < 8 && times[k] * g->values.grid.dx * scale < minimum)
        k++;
    return k > 0 && lb_grid_around(lb_grid_box(&g->values.grid), times[k] * g->values.grid.dx,
                                   coarse) == LB_OK;
}

lb_status lb_map_grid_merge(lb_map_grid *g, double scale, double minimum)
{
    lb_grid coarse;
    if (!lb_map_grid_coarsen(g, scale, minimum, &coarse))
        return LB_OK;
    block_cell *m = malloc((g->cells + 1) * sizeof *m);
    if (!m)
        return LB_E_MEMORY;
    list_block_cells(g, &coarse, m);
    merge_cells(g, m);
    free(m);
    g->grid = coarse;
    g->merged = coarse.dx;
    return LB_OK;
}
