/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The layer `rutor`, one row a square (docs/formats.md, GeoPackage of index): its table from
 * squares and their index, and layers that the steps of a run hand on. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/swedish_text.h"
#include "base/try.h"
#include "input/grid/square_layer.h"
#include "model/run_cache.h"

/* The columns of layer rutor, by their place. */
typedef struct layer_columns {
    size_t id, size, population, variable, score, group, index, class_of, rank, missing, ratio;
    size_t sd, firm; /* where the recipe has noise */
} layer_columns;

typedef struct layer_figures {
    const lb_recipe *recipe;
    const lb_squares *squares;
    const lb_index *index;
} layer_figures;

/* The counts that variable v is the ratio of, where it is one. */
static void add_ratio_columns(const char *variable, lb_table *table)
{
    char name[200];
    snprintf(name, sizeof name, "%.180s_numerator", variable);
    lb_table_add_column(table, name, LB_REAL, LB_UNIT_COUNT);
    snprintf(name, sizeof name, "%.180s_denominator", variable);
    lb_table_add_column(table, name, LB_REAL, LB_UNIT_COUNT);
}

/* Order and names of the grid's columns are a promise (lagesbild-index(1)). Columns of noise and of
 * numerators are there only where there are such figures. */
static layer_columns add_columns(const lb_recipe *recipe, const lb_squares *squares,
                                 lb_table *table)
{
    static const lb_unit units[] = {LB_UNIT_NONE, LB_UNIT_SHARE, LB_UNIT_COUNT};
    char name[200];
    layer_columns at = {.id = lb_table_add_column(table, "rutid", LB_TEXT, LB_UNIT_NONE)};
    at.size = lb_table_add_column(table, "size", LB_INTEGER, LB_UNIT_NONE);
    at.population = lb_table_add_column(table, "population", LB_REAL, LB_UNIT_COUNT);
    at.variable = table->columns;
    for (size_t v = 0; v < recipe->variables; v++)
        lb_table_add_column(table, recipe->variable[v].name, LB_REAL,
                            units[recipe->variable[v].kind]);
    at.score = table->columns;
    for (size_t v = 0; v < recipe->variables; v++) {
        snprintf(name, sizeof name, "%.180s_score", recipe->variable[v].name);
        lb_table_add_column(table, name, LB_REAL, LB_UNIT_SCORE);
    }
    at.group = table->columns;
    for (size_t g = 0; g < recipe->groups; g++)
        lb_table_add_column(table, recipe->group[g].name, LB_REAL, LB_UNIT_SCORE);
    at.index = lb_table_add_column(table, "index", LB_REAL, LB_UNIT_SCORE);
    at.class_of = lb_table_add_column(table, "class", LB_INTEGER, LB_UNIT_NONE);
    at.rank = lb_table_add_column(table, "rank", LB_INTEGER, LB_UNIT_NONE);
    at.missing = lb_table_add_column(table, "missing", LB_TEXT, LB_UNIT_NONE);
    if (recipe->noise.kind != LB_NOISE_NONE) {
        at.sd = lb_table_add_column(table, "index_sd", LB_REAL, LB_UNIT_SCORE);
        at.firm = lb_table_add_column(table, "class_firm", LB_REAL, LB_UNIT_SHARE);
    }
    at.ratio = table->columns;
    for (size_t v = 0; v < recipe->variables; v++)
        if (squares->numerator[v])
            add_ratio_columns(recipe->variable[v].name, table);
    return at;
}

/* The names of the figures that square i does not have. */
static void write_missing(const layer_figures *data, size_t i, lb_table *table, size_t column)
{
    char names[1000];
    strcpy(names, isnan(data->squares->population[i]) ? "population" : "");
    for (size_t v = 0; v < data->recipe->variables; v++) {
        if (!isnan(data->squares->value[v][i]))
            continue;
        size_t used = strlen(names);
        snprintf(names + used, sizeof names - used, "%s%s", used ? ", " : "",
                 data->recipe->variable[v].name);
    }
    if (names[0])
        lb_table_set_text(table, i, column, names);
}

/* Ids and what is whole or text. A square without an index has no class or rank. */
static void write_squares(const layer_figures *data, const layer_columns *at, lb_table *table)
{
    char id[LB_SQUARE_ID_SIZE];
    const lb_index *index = data->index;
    for (size_t i = 0; i < table->rows; i++) {
        lb_square_id(data->squares->square[i], id);
        lb_table_set_text(table, i, at->id, id);
        lb_table_set_integer(table, i, at->size, data->squares->square[i].size);
        if (index->class_of[i] > 0) {
            lb_table_set_integer(table, i, at->class_of, index->class_of[i]);
            lb_table_set_integer(table, i, at->rank, index->rank[i]);
        }
        write_missing(data, i, table, at->missing);
    }
}

static void copy_reals(lb_table *table, size_t column, const double *value)
{
    if (table->rows > 0)
        memcpy(table->column[column].data.real, value, table->rows * sizeof *value);
}

/* Column by column, as the figures lie. A square without an index has no group scores. */
static void write_figures(const layer_figures *data, const layer_columns *at, lb_table *table)
{
    const lb_index *index = data->index;
    copy_reals(table, at->population, data->squares->population);
    for (size_t v = 0; v < data->recipe->variables; v++) {
        copy_reals(table, at->variable + v, data->squares->value[v]);
        copy_reals(table, at->score + v, index->score[v]);
    }
    for (size_t g = 0; g < data->recipe->groups; g++)
        for (size_t i = 0; i < table->rows; i++)
            if (!isnan(index->index[i]))
                lb_table_set_real(table, i, at->group + g, index->group[g][i]);
    copy_reals(table, at->index, index->index);
    if (index->sd && index->firm) {
        copy_reals(table, at->sd, index->sd);
        copy_reals(table, at->firm, index->firm);
    }
    for (size_t v = 0, column = at->ratio; v < data->recipe->variables; v++)
        if (data->squares->numerator[v]) {
            copy_reals(table, column++, data->squares->numerator[v]);
            copy_reals(table, column++, data->squares->denominator[v]);
        }
}

lb_status lb_square_layer_table(const lb_recipe *recipe, const lb_squares *squares,
                                const lb_index *index, lb_table *out)
{
    lb_table table = {0};
    layer_figures figures = {recipe, squares, index};
    layer_columns at = add_columns(recipe, squares, &table);
    lb_table_add_rows(&table, squares->count);
    if (!table.failed) {
        write_squares(&figures, &at, &table);
        write_figures(&figures, &at, &table);
    }
    lb_status status = lb_table_status(&table);
    LB_HAND_OVER(status, table, out, lb_table_clear);
}

void lb_square_layer_clear(lb_square_layer *layer)
{
    lb_table_clear(&layer->table);
    free(layer->crs);
    free(layer->square);
    free(layer->qml);
    free(layer->recipe);
    free(layer->cells);
    free(layer->summary);
    *layer = (lb_square_layer){0};
}

static void free_layer(void *data)
{
    lb_square_layer_clear(data);
    free(data);
}

void lb_square_layer_keep(lb_square_layer *layer, const char *path, const lb_job *job)
{
    bool complete = layer->crs && layer->square && layer->qml && !layer->table.failed;
    lb_square_layer *kept = job->cache && complete ? malloc(sizeof *kept) : NULL;
    if (kept) {
        *kept = *layer;
        lb_run_cache_add(job->cache, "squares", path, kept, free_layer);
        *layer = (lb_square_layer){0};
    }
    lb_square_layer_clear(layer);
}

const lb_square_layer *lb_square_layer_find(const char *path, const lb_job *job)
{
    return lb_run_cache_find(job->cache, "squares", path);
}

lb_status lb_square_layer_alias(const char *raster, const char *path, const lb_job *job)
{
    if (!job->cache)
        return LB_OK;
    lb_run_cache_add(job->cache, "squares of a raster", raster, lb_text_copy(path), free);
    return lb_square_layer_of_raster(raster, job) ? LB_OK : LB_E_MEMORY;
}

const char *lb_square_layer_of_raster(const char *raster, const lb_job *job)
{
    return lb_run_cache_find(job->cache, "squares of a raster", raster);
}

size_t lb_square_layer_column(const lb_table *table, const char *name)
{
    for (size_t c = 0; c < table->columns; c++)
        if (lb_text_same(table->column[c].name, name))
            return c;
    return SIZE_MAX;
}
