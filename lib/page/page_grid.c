/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The squares of a grid's GeoPackage as the page wants them. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <lagesbild/page.h>
#include "base/array.h"
#include "base/swedish_text.h"
#include "page/page_disclosure.h"
#include "port/read/row_reader.h"

void lb_page_grid_clear(lb_page_grid *grid)
{
    for (size_t v = 0; grid->column && v < grid->squares.values; v++)
        free(grid->column[v]);
    for (size_t v = 0; grid->replacement && v < grid->squares.values; v++)
        free(grid->replacement[v]);
    free(grid->replacement);
    for (size_t i = 0; i < grid->texts; i++)
        free(grid->text[i]);
    free(grid->text);
    free(grid->column);
    free(grid->value);
    free(grid->square);
    free(grid->class_of);
    free(grid->limits);
    free(grid->crs);
    *grid = (lb_page_grid){0};
}

typedef struct page_grid_reader {
    lb_rows *rows;
    lb_page_grid *grid;
    const lb_recipe *recipe;
    size_t id, size, class_at;
    size_t *column;   /* [values] of the source */
    size_t *capacity; /* [values + 2], of each array */
    lb_error *err;
} page_grid_reader;

static size_t column_of(const page_grid_reader *r, const char *name)
{
    return lb_rows_find_named(r->rows, name);
}

/* Columns that the source lacks are left out. */
static void add_value_column(page_grid_reader *r, const char *name, lb_unit unit)
{
    size_t at = column_of(r, name), n = r->grid->squares.values;
    if (at == SIZE_MAX)
        return;
    r->column[n] = at;
    r->grid->value[n] = (lb_page_value){.name = name, .unit = unit};
    r->grid->squares.values++;
}

static lb_unit unit_of(const lb_variable *variable)
{
    return variable->kind == LB_KIND_SHARE   ? LB_UNIT_SHARE
           : variable->kind == LB_KIND_COUNT ? LB_UNIT_COUNT
                                             : LB_UNIT_NONE;
}

static lb_status find_columns(page_grid_reader *r, const char *source)
{
    const lb_recipe *recipe = r->recipe;
    size_t capacity = recipe->variables + recipe->groups + 3;
    r->id = column_of(r, "rutid");
    r->size = column_of(r, "size");
    r->class_at = column_of(r, "class");
    if (r->id == SIZE_MAX || r->size == SIZE_MAX)
        return lb_error_set(r->err, LB_E_INPUT,
                            "%s: no column '%s'; expected a GeoPackage that lagesbild index wrote",
                            source, r->id == SIZE_MAX ? "rutid" : "size");
    r->grid->value = calloc(capacity, sizeof *r->grid->value);
    r->grid->column = calloc(capacity, sizeof *r->grid->column);
    r->column = calloc(capacity, sizeof *r->column);
    r->capacity = calloc(capacity + 2, sizeof *r->capacity);
    if (!r->grid->value || !r->grid->column || !r->column || !r->capacity)
        return lb_error_memory(r->err);
    add_value_column(r, "index", LB_UNIT_RATE);
    add_value_column(r, "population", LB_UNIT_COUNT);
    add_value_column(r, "rank", LB_UNIT_COUNT);
    for (size_t g = 0; g < recipe->groups; g++)
        add_value_column(r, recipe->group[g].name, LB_UNIT_SCORE);
    for (size_t v = 0; v < recipe->variables; v++)
        add_value_column(r, recipe->variable[v].name, unit_of(&recipe->variable[v]));
    return LB_OK;
}

static bool reserve_square(page_grid_reader *r)
{
    lb_page_grid *g = r->grid;
    size_t need = g->squares.count + 1, n = g->squares.values;
    bool grown = lb_array_reserve(&g->square, &r->capacity[n], need, sizeof *g->square) &&
                 lb_array_reserve(&g->class_of, &r->capacity[n + 1], need, sizeof *g->class_of);
    for (size_t v = 0; v < n && grown; v++)
        grown = lb_array_reserve(&g->column[v], &r->capacity[v], need, sizeof *g->column[v]);
    return grown;
}

static lb_status add_row(page_grid_reader *r, const lb_row *row)
{
    lb_page_grid *g = r->grid;
    double size = 0, class_of = 0;
    char *id = lb_csv_value_text(&row->field[r->id]);
    if (!id || !reserve_square(r)) {
        free(id);
        return lb_error_memory(r->err);
    }
    size_t i = g->squares.count;
    lb_csv_value_parse(&row->field[r->size], &size);
    bool sized = size >= 1 && size <= 100000;
    lb_id_fault fault = lb_square_parse(id, strlen(id), sized ? (int32_t)size : 0, &g->square[i]);
    if (!sized || fault != LB_ID_OK) {
        lb_diagnostics_add(lb_rows_problems(r->rows), row->line, "rutid '%s': %s", id,
                           sized ? lb_id_fault_text(fault) : "no size of a square");
        free(id);
        return LB_OK;
    }
    free(id);
    if (r->class_at != SIZE_MAX)
        lb_csv_value_parse(&row->field[r->class_at], &class_of);
    g->class_of[i] = class_of >= 1 && class_of <= LB_MAX_CLASSES ? (int)class_of : 0;
    for (size_t v = 0; v < g->squares.values; v++)
        lb_csv_value_parse(&row->field[r->column[v]], &g->column[v][i]);
    g->squares.count++;
    return LB_OK;
}

static lb_status read_rows(page_grid_reader *r)
{
    const lb_row *row;
    lb_status status;
    while ((status = lb_rows_next(r->rows, &row, r->err)) == LB_OK && row)
        if ((status = add_row(r, row)) != LB_OK)
            break;
    return status;
}

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
        for (size_t v = 0; grid->replacement && v < grid->squares.values; v++)
            if (grid->replacement[v])
                grid->replacement[v][kept] = grid->replacement[v][i];
        kept++;
    }
    grid->squares.count = kept;
    lb_page_disclosure_sums(grid);
}

/* Arrays have moved while they grew: the lent pointers are set last. */
static lb_status finish_grid(page_grid_reader *r)
{
    lb_page_grid *g = r->grid;
    const char *crs = lb_rows_crs(r->rows);
    g->crs = lb_text_copy(crs ? crs : r->recipe->crs);
    g->squares.square = g->square;
    g->squares.class_of = r->class_at == SIZE_MAX ? NULL : g->class_of;
    g->squares.classes = r->recipe->classes;
    g->squares.colour = (const char *const *)r->recipe->colour;
    g->squares.value = g->value;
    for (size_t v = 0; v < g->squares.values; v++)
        g->value[v].of = g->column[v];
    return g->crs && find_limits(g, r->recipe->classes) ? LB_OK : lb_error_memory(r->err);
}

lb_status lb_page_grid_read(const char *source, const lb_recipe *recipe, const lb_job *job,
                            lb_page_grid *out, lb_error *err)
{
    char layer[5000];
    lb_page_grid grid = {0};
    page_grid_reader r = {.grid = &grid, .recipe = recipe, .err = err};
    bool named = strchr(source, '|') || !lb_text_ends_with(source, ".gpkg");
    snprintf(layer, sizeof layer, "%s%s", source, named ? "" : "|layername=rutor");
    lb_status status = lb_rows_open(layer, job->log, &r.rows, err);
    if (status == LB_OK)
        status = find_columns(&r, source);
    if (status == LB_OK)
        status = read_rows(&r);
    if (status == LB_OK)
        status = finish_grid(&r);
    lb_rows_close(r.rows);
    free(r.column);
    free(r.capacity);
    if (status == LB_OK)
        *out = grid;
    else
        lb_page_grid_clear(&grid);
    return status;
}
