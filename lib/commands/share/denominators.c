/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Measure: what else the areas have a share of, by a grid (--grid): people, land where people live,
 * urban land; and the location quotients over them (docs/methods.md, Denominators). Counts no
 * events: it is computed after them, from the inputs' grid. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <lagesbild/coverage.h>
#include <lagesbild/profile.h>
#include "base/sum.h"
#include "base/swedish_text.h"
#include "base/try.h"
#include "commands/share/share_measure.h"
#include "input/areas/overlap_task.h"
#include "kernel/overlap/cell_strips.h"
#include "model/spatial_order.h"
#include "input/overlay/empty_areas.h"

enum { PEOPLE, POPULATED, URBAN, N_FIGURES };

/* Metres a side, at most: SCB delivers squares of 250 m in urban areas, of 1 000 m elsewhere. */
static const double urban_size = 250;

typedef struct denominators {
    const lb_share_inputs *in;
    const lb_share_set *set;
    size_t width;            /* the categories and all of them */
    double total[N_FIGURES]; /* of the grid: people, m2, m2; NaN: the grid does not say */
    double *inside;          /* [n_valid][N_FIGURES][width]: as total, in the areas */
} denominators;

static bool is_grid_named(const lb_share_options *options)
{
    return options->grid != NULL;
}

static void clear_denominators(void *state)
{
    denominators *m = state;
    free(m->inside);
    free(m);
}

static lb_status init_denominators(const lb_share_inputs *in, size_t set, void **state,
                                   lb_error *err)
{
    denominators *m = calloc(1, sizeof *m);
    *state = m;
    if (!m)
        return lb_error_memory(err);
    m->in = in;
    m->set = &in->set[set];
    m->width = m->set->n_categories + 1;
    m->inside = calloc(m->set->n_valid * N_FIGURES * m->width, sizeof *m->inside);
    if (!m->inside)
        return lb_error_memory(err);
    return LB_OK;
}

/* Laying the areas on the grid; owns all but the areas. */
typedef struct area_figures {
    const lb_areas *areas; /* in the grid's CRS */
    lb_cover cover;
    lb_profile profile;
    double *cell_figure; /* [N_FIGURES][cells] */
    double *of_area;     /* [areas]: of one figure, the sum over the cells */
    size_t *order;       /* areas from west to east */
} area_figures;

static void clear_figures(area_figures *c)
{
    lb_cover_clear(&c->cover);
    lb_profile_clear(&c->profile);
    free(c->cell_figure);
    free(c->of_area);
    free(c->order);
}

/* The figures of each cell, [N_FIGURES][cells], and their totals; the columns of the grid are
 * people and size of the square. NULL: out of memory. */
static double *cell_figures(const lb_grid_values *v, double *total)
{
    double *figure = calloc(N_FIGURES * v->cells + 1, sizeof *figure);
    double m2 = v->grid.dx * v->grid.dy;
    lb_sum sum[N_FIGURES] = {{0}};
    if (!figure)
        return NULL;
    for (size_t i = 0; i < v->cells; i++) {
        double people = v->value[0][i], size = v->value[1] ? v->value[1][i] : (double)NAN;
        bool populated = people > 0;
        figure[PEOPLE * v->cells + i] = populated ? people : 0;
        figure[POPULATED * v->cells + i] = populated ? m2 : 0;
        figure[URBAN * v->cells + i] = populated && size <= urban_size ? m2 : 0;
        for (size_t f = 0; f < N_FIGURES; f++)
            lb_sum_add(&sum[f], figure[f * v->cells + i]);
    }
    for (size_t f = 0; f < N_FIGURES; f++)
        total[f] = lb_sum_value(sum[f]);
    if (!v->value[1])
        total[URBAN] = (double)NAN;
    return figure;
}

/* Sums of figure f over the areas that exist in a period: of each category, and of all. */
static void add_areas(const denominators *m, const area_figures *c, size_t f, size_t period)
{
    double *inside = m->inside + (period * N_FIGURES + f) * m->width;
    int64_t day = m->set->valid[period].from;
    for (size_t k = 0; k < c->areas->shapes.count; k++) {
        size_t i = c->order[k];
        if (!lb_area_valid_on(&m->set->times, i, true, day))
            continue;
        inside[c->areas->category[i]] += c->of_area[i];
        inside[m->width - 1] += c->of_area[i];
    }
}

/* What areas that overlap hold of figure f counts once, by the rule of overlaps. category: of the
 * areas walked. */
static lb_status subtract_overlaps(denominators *m, const area_figures *c, size_t period,
                                   const lb_overlap_task *task, const size_t *category)
{
    const lb_grid_values *v = &m->in->grid;
    for (size_t f = 0; f < N_FIGURES; f++) {
        double *inside = m->inside + (period * N_FIGURES + f) * m->width;
        lb_cell_strips strips = {.first = NULL};
        lb_overlap_measure measure = {&strips, lb_cell_strip};
        lb_overlap_request request = {.category = category,
                                      .categories = m->width - 1,
                                      .rule = m->in->options->overlap,
                                      .measure = &measure};
        lb_overlap_sizes sizes;
        LB_TRY(lb_cell_strips_init(&strips, &v->grid, v->cell, c->cell_figure + f * v->cells,
                                   v->cells));
        lb_status status = lb_overlap_sizes_find(&task->overlap, &request, &sizes);
        lb_cell_strips_clear(&strips);
        if (status != LB_OK)
            return status;
        for (size_t k = 0; k + 1 < m->width; k++)
            inside[k] += sizes.gain[LB_OVERLAP_MEASURED][k];
        inside[m->width - 1] -= sizes.repeated[LB_OVERLAP_MEASURED];
        lb_overlap_sizes_clear(&sizes);
    }
    return LB_OK;
}

/* Walks the areas that exist in a period. */
static lb_status resolve_overlaps(denominators *m, const area_figures *c, size_t period)
{
    size_t n = 0, count = c->areas->shapes.count;
    lb_shapes shapes = {0};
    lb_overlap_task task = {.shapes = NULL};
    size_t *category = malloc((count + 1) * sizeof *category);
    lb_status status = category ? LB_OK : LB_E_MEMORY;
    for (size_t i = 0; status == LB_OK && i < count; i++)
        if (lb_area_valid_on(&m->set->times, i, true, m->set->valid[period].from)) {
            category[n++] = c->areas->category[i];
            status = lb_shapes_add_copy(&shapes, &c->areas->shapes, i);
        }
    if (status == LB_OK) {
        lb_overlap_task_start(&task, &shapes, &(lb_overlap_request){.pairs = false},
                              m->in->job->threads);
        status = lb_overlap_task_finish(&task, NULL);
    }
    if (status == LB_OK && !task.disjoint)
        status = subtract_overlaps(m, c, period, &task, category);
    lb_overlap_task_clear(&task);
    lb_shapes_clear(&shapes);
    free(category);
    return status;
}

/* Warns of areas without a cell. */
static lb_status check_areas_outside(const denominators *m, const area_figures *c)
{
    size_t n = c->areas->shapes.count;
    bool *empty = malloc((n + 1) * sizeof *empty);
    for (size_t i = 0; empty && i < n; i++)
        empty[i] = c->profile.first[i + 1] == c->profile.first[i];
    lb_status status = empty ? lb_grid_warn_of_empty_areas(&m->in->grid, m->in->options->grid,
                                                           c->areas, empty, m->in->job->log)
                             : LB_E_MEMORY;
    free(empty);
    return status;
}

/* People, populated m2 and urban m2 of the grid's cells, summed over areas, for each validity
 * period; what overlapping areas count twice is resolved by the overlap rule afterwards. */
static lb_status sum_figures(denominators *m, area_figures *c)
{
    const lb_grid_values *values = &m->in->grid;
    const lb_shapes *shapes = &c->areas->shapes;
    lb_cell_list cells = {values->cells, values->cell};
    c->cell_figure = cell_figures(values, m->total);
    c->of_area = malloc((shapes->count + 1) * sizeof *c->of_area);
    c->order = lb_spatial_order(shapes);
    if (!c->cell_figure || !c->of_area || !c->order)
        return LB_E_MEMORY;
    LB_TRY(lb_cover_compute(shapes, &values->grid, m->in->job->threads, &c->cover));
    LB_TRY(lb_profile_compute(&c->cover, &cells, m->in->job->threads, &c->profile));
    for (size_t f = 0; f < N_FIGURES; f++) {
        lb_stat_input input = {.value = c->cell_figure + f * values->cells};
        LB_TRY(lb_profile_stat(&c->profile, LB_STAT_SUM, &input, 1, c->of_area));
        for (size_t v = 0; v < m->set->n_valid; v++)
            add_areas(m, c, f, v);
    }
    for (size_t v = 0; v < m->set->n_valid; v++)
        LB_TRY(resolve_overlaps(m, c, v));
    return check_areas_outside(m, c);
}

/* areas: in the grid's CRS, in the order of the set's times. */
static lb_status compute_denominators(denominators *m, const lb_areas *areas, lb_error *err)
{
    area_figures figures = {.areas = areas};
    lb_status status = sum_figures(m, &figures);
    if (status != LB_OK)
        lb_error_set(err, status, "%s: %s", areas->source, lb_status_text(status));
    clear_figures(&figures);
    return status;
}

/* A grid of another CRS than the working one has the areas read again, in its own: what was read
 * for the events is not transformed a second time. */
static lb_status finish_denominators(void *state, const lb_share_counts *counts, lb_error *err)
{
    (void)counts;
    denominators *m = state;
    const lb_share_options *o = m->in->options;
    const lb_grid_values *grid = &m->in->grid;
    lb_areas repeated = {0};
    lb_status status = LB_OK;
    bool same_crs = strcmp(grid->crs, m->in->crs) == 0;
    if (!same_crs) {
        lb_job silent = *m->in->job;
        lb_area_fields fields = {o->name, o->category, o->priority};
        silent.log = NULL;
        status = lb_areas_read(o->areas[m->set - m->in->set], &fields, grid->crs, &silent,
                               &repeated, err);
    }
    if (status == LB_OK)
        status = compute_denominators(m, same_crs ? &m->set->areas : &repeated, err);
    lb_areas_clear(&repeated);
    if (status == LB_OK && m->set == m->in->set)
        lb_log_note(m->in->job->log,
                    "%s: %.0f people; populated land is %.4f km2 of cells with people, urban land "
                    "%.4f km2 of them delivered as squares of 250 m or less",
                    o->grid, m->total[PEOPLE], m->total[POPULATED] / 1e6, m->total[URBAN] / 1e6);
    return status;
}

/* The table -------------------------------------------------------------------------------------
 */

/* The share of figure f that the row's areas have: the mean over the period's days. */
static double share_inside(const denominators *m, size_t f, const lb_share_row *row)
{
    lb_sum sum = {0};
    for (size_t v = 0; v < m->set->n_valid; v++)
        lb_sum_add(&sum,
                   row->weight[v] * m->inside[(v * N_FIGURES + f) * m->width + row->category]);
    double share = m->total[f] > 0 ? lb_sum_value(sum) / m->total[f] : (double)NAN;
    return row->rest ? 1 - share : share;
}

static void fill_denominator_row(const void *state, lb_share_row *row)
{
    for (size_t f = 0; f < N_FIGURES; f++) {
        double inside = share_inside(state, f, row);
        lb_table_set_real(row->table, row->row, row->column + 2 * f, inside);
        lb_table_set_real(row->table, row->row, row->column + 2 * f + 1,
                          inside > 0 ? row->share / inside : (double)NAN);
    }
}

const lb_share_measure lb_measure_denominators = {.is_wanted = is_grid_named,
                                                  .init = init_denominators,
                                                  .finish = finish_denominators,
                                                  .first_column = "people_share",
                                                  .n_columns = 2 * N_FIGURES,
                                                  .fill_row = fill_denominator_row,
                                                  .clear = clear_denominators};
