/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From the delivered squares and the recipe of a grid to coarsened squares, their index and their
 * layer. The recipe is what makes it possible: it says which columns are counts of people, and how
 * index, scores, groups, classes and ranks follow from them. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include <lagesbild/disclosure.h>
#include "base/number.h"
#include "base/swedish_text.h"
#include "base/try.h"
#include "input/grid/coarsened_layer.h"
#include "input/grid/grid_recipe.h"
#include "input/grid/noisy_squares.h"
#include "input/grid/square_columns.h"
#include "kernel/disclosure/policy.h"
#include "model/run_cache.h"

enum { NAME_SIZE = 220 };

/* Everything on the way to the layer. */
typedef struct layer_maker {
    const char *source;
    const lb_job *job;
    lb_recipe recipe;
    lb_square_columns columns; /* population, variables, numerators, denominators */
    lb_squares delivered;
    lb_coarsened_squares coarsened;
    lb_square_allocation fill;
    lb_index index;
    lb_square_layer *layer;
} layer_maker;

static void clear_maker(layer_maker *m)
{
    lb_recipe_clear(&m->recipe);
    lb_square_columns_clear(&m->columns);
    lb_squares_clear(&m->delivered);
    lb_coarsened_squares_clear(&m->coarsened);
    lb_square_allocation_clear(&m->fill);
    lb_index_clear(&m->index);
}

/* Columns in blocks: population, variables, their numerators, their denominators; make_delivered
 * takes them by the same positions. */
static lb_status read_columns(layer_maker *m, lb_error *err)
{
    size_t variables = m->recipe.variables, n = 1 + 3 * variables;
    lb_grid_column *wanted = calloc(n, sizeof *wanted);
    char(*name)[NAME_SIZE] = malloc(n * sizeof *name);
    lb_status status = wanted && name ? LB_OK : lb_error_memory(err);
    if (status == LB_OK) {
        wanted[0].name = "population";
        for (size_t v = 0; v < variables; v++) {
            const char *variable = m->recipe.variable[v].name;
            wanted[1 + v].name = variable;
            snprintf(name[variables + v], NAME_SIZE, "%.180s_numerator", variable);
            snprintf(name[2 * variables + v], NAME_SIZE, "%.180s_denominator", variable);
            wanted[1 + variables + v].name = name[variables + v];
            wanted[1 + 2 * variables + v].name = name[2 * variables + v];
        }
        status = lb_square_columns_delivered(m->source, wanted, n, m->job, &m->columns, err);
    }
    free(wanted);
    free(name);
    return status;
}

/* Moves column c out; NULL: it was not found. */
static double *take_column(lb_square_columns *columns, size_t c)
{
    double *value = columns->squares.value[c];
    if (!columns->found[c])
        return NULL;
    columns->squares.value[c] = NULL;
    return value;
}

static void replace_column(double **column, double *value)
{
    if (!value)
        return;
    free(*column);
    *column = value;
}

/* The grid as squares with their variables. Shares without a numerator are coarsened as shares of
 * all people of the square, which is less exact and so is warned of. */
static lb_status make_delivered(layer_maker *m)
{
    size_t variables = m->recipe.variables, lacking = 0;
    lb_squares *s = &m->delivered;
    LB_TRY(lb_squares_init(s, m->columns.squares.count, variables));
    free(s->square);
    s->square = m->columns.squares.square;
    m->columns.squares.square = NULL;
    replace_column(&s->population, take_column(&m->columns, 0));
    for (size_t v = 0; v < variables; v++) {
        replace_column(&s->value[v], take_column(&m->columns, 1 + v));
        s->numerator[v] = take_column(&m->columns, 1 + variables + v);
        s->denominator[v] = take_column(&m->columns, 1 + 2 * variables + v);
        lacking += m->recipe.variable[v].numerator.count > 0 && !s->numerator[v];
    }
    if (lacking > 0)
        lb_log_warning(
            m->job->log,
            "%s: has no numerators of %zu %s of all people; make it again with lagesbild index",
            m->source, lacking,
            lb_number_word(lacking, "share, which is coarsened as a share",
                           "shares, which are coarsened as shares"));
    return LB_OK;
}

static void add_real_column(lb_table *table, const char *variable, const char *suffix,
                            const double *value)
{
    char name[NAME_SIZE];
    if (!value)
        return;
    snprintf(name, sizeof name, "%.180s%s", variable, suffix);
    size_t column = lb_table_add_column(table, name, LB_REAL, LB_UNIT_COUNT);
    for (size_t i = 0; i < table->rows && !table->failed; i++)
        lb_table_set_real(table, i, column, value[i]);
}

static void add_marks(lb_table *table, const char *variable, const lb_coarsened_column *from)
{
    char name[NAME_SIZE];
    add_real_column(table, variable, "_low", from->low);
    add_real_column(table, variable, "_high", from->high);
    snprintf(name, sizeof name, "%.180s_mark", variable);
    size_t column = lb_table_add_column(table, name, LB_INTEGER, LB_UNIT_NONE);
    for (size_t i = 0; i < table->rows && !table->failed; i++)
        lb_table_set_integer(table, i, column, from->mark[i]);
}

static lb_status compute_layer(layer_maker *m)
{
    lb_squares *squares = &m->coarsened.squares;
    LB_TRY(lb_square_allocation_compute(squares, m->recipe.cell_size, &m->fill));
    LB_TRY(lb_index_compute(&m->recipe, squares, &m->fill, m->job->threads, &m->index));
    lb_table *table = &m->layer->table;
    LB_TRY(lb_square_layer_table(&m->recipe, squares, &m->index, table));
    add_marks(table, "population", &m->coarsened.population);
    for (size_t v = 0; v < m->recipe.variables; v++)
        add_marks(table, m->recipe.variable[v].name, &m->coarsened.variable[v]);
    m->layer->crs = lb_text_copy(m->columns.crs ? m->columns.crs : m->recipe.crs);
    m->layer->square = squares->square;
    squares->square = NULL;
    m->layer->cells = m->fill.count;
    m->fill.count = NULL;
    m->layer->summary = m->index.summary;
    m->index.summary = NULL;
    return m->layer->crs ? lb_table_status(table) : LB_E_MEMORY;
}

/* The cell-key method adds its noise to that of the delivery. */
static void add_cell_key_noise(lb_noise *noise)
{
    static const double rounding = 4.0 / 3;
    if (noise->kind == LB_NOISE_NONE)
        return;
    noise->variance =
        LB_NOISE_VARIANCE + (noise->kind == LB_NOISE_ROUND3 ? rounding : noise->variance);
    noise->kind = LB_NOISE_FIXED;
}

/* m->layer stays without squares where the grid has no recipe or no people. */
static lb_status make_layer(layer_maker *m, lb_error *err)
{
    bool found;
    LB_TRY(lb_grid_recipe_read(m->source, m->job, &found, &m->recipe, err));
    if (!found)
        return LB_OK;
    if (lb_text_condition(m->source))
        lb_log_warning(m->job->log,
                       "%s: the condition is on delivered counts, and which squares meet it tells "
                       "of them; leave it out, or take --min-cell 0",
                       m->source);
    LB_TRY(read_columns(m, err));
    if (!m->columns.found[0])
        return LB_OK;
    lb_status status = make_delivered(m);
    if (lb_job_secret(m->job))
        add_cell_key_noise(&m->recipe.noise);
    if (status == LB_OK)
        LB_TRY(lb_published_squares_make(&m->recipe, &m->delivered, m->job, &m->coarsened, err));
    if (status == LB_OK)
        status = compute_layer(m);
    if (status != LB_OK)
        lb_error_set(err, status, "%s: %s while coarsening its squares", m->source,
                     lb_status_text(status));
    return status;
}

static void free_layer(void *data)
{
    lb_square_layer_clear(data);
    free(data);
}

void lb_coarsened_layer_release(lb_coarsened_layer *layer)
{
    if (layer->own)
        free_layer(layer->own);
    *layer = (lb_coarsened_layer){0};
}

/* In a run the layer is kept under its source and the policy; two threads may make it at once, and
 * the first one kept is used. */
static lb_status keep_layer(const char *name, lb_square_layer *layer, const lb_job *job,
                            lb_coarsened_layer *out, lb_error *err)
{
    *out = (lb_coarsened_layer){.layer = layer, .own = layer};
    if (!job->cache)
        return LB_OK;
    lb_run_cache_add(job->cache, "coarsened squares", name, layer, free_layer);
    *out = (lb_coarsened_layer){lb_run_cache_find(job->cache, "coarsened squares", name), NULL};
    return out->layer ? LB_OK : lb_error_memory(err);
}

/* One coarsening for each source, minimum and secret of a run: a second one of the same squares
 * would be the same, and all steps must see the same counts. */
lb_status lb_coarsened_layer_read(const char *source, const lb_job *job, lb_coarsened_layer *out,
                                  lb_error *err)
{
    char name[9000];
    const char *secret = lb_job_secret(job);
    snprintf(name, sizeof name, "%d %s %s", lb_job_min_cell(job), secret ? secret : "", source);
    *out = (lb_coarsened_layer){lb_run_cache_find(job->cache, "coarsened squares", name), NULL};
    if (out->layer)
        return LB_OK;
    layer_maker m = {.source = source, .job = job, .layer = calloc(1, sizeof *m.layer)};
    lb_status status = m.layer ? make_layer(&m, err) : lb_error_memory(err);
    clear_maker(&m);
    if (status == LB_OK && m.layer->square)
        return keep_layer(name, m.layer, job, out, err);
    if (m.layer)
        free_layer(m.layer);
    return status;
}
