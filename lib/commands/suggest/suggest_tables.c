/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/swedish_text.h"
#include "base/number.h"
#include "base/try.h"
#include "command/command_list.h"
#include "command/described_columns.h"
#include "commands/suggest/suggest_predictors.h"
#include "commands/suggest/suggest_tables.h"
#include "kernel/outline/cells_outline.h"
#include "kernel/statistics/ranks.h"
#include "model/name_order.h"
#include "render/qgis/qml_sld.h"

enum { REASONS = 3, ID_SIZE = 24, REASON_SIZE = 300 };

enum {
    ID,
    SQUARES,
    PEOPLE,
    P,
    STABILITY,
    RANK,
    RANK_LOW,
    RANK_HIGH,
    STATUS,
    NEAREST,
    REASON,
    AGAINST = REASON + REASONS,
    OF_SUGGESTION = AGAINST + REASONS,
    OF_LISTED,
    EASTING,
    NORTHING,
    N_COLUMNS
};

/* Reasons -----------------------------------------------------------------------------------------
 */

/* What values are beside those of an area, by the model's columns. */
typedef struct common_values {
    double listed[LB_LOGISTIC_PREDICTORS]; /* median of the listed areas */
    double all[LB_LOGISTIC_PREDICTORS];    /* of all assessed squares */
} common_values;

static lb_status median_of(const double *value, size_t n, double *median)
{
    lb_ranks ranks = {.count = 0};
    LB_TRY(lb_ranks_make(value, n, &ranks));
    *median = lb_ranks_quantile(&ranks, 0.5);
    lb_ranks_clear(&ranks);
    return LB_OK;
}

static lb_status find_common_values(const lb_suggestions *s, common_values *out)
{
    const lb_suggest_data *d = s->data;
    size_t areas = d->layer.areas.shapes.count;
    double *of_area = malloc((areas + 1) * sizeof *of_area);
    lb_status status = of_area ? LB_OK : LB_E_MEMORY;
    for (size_t j = 0; status == LB_OK && j < s->model->columns; j++) {
        for (size_t a = 0; a < areas; a++)
            of_area[a] = s->listed[a].raw[j];
        status = median_of(of_area, areas, &out->listed[j]);
        if (status == LB_OK)
            status = median_of(d->predictor[s->model->column[j]].raw, d->rows, &out->all[j]);
    }
    free(of_area);
    return status;
}

/* Three digits or more, without an exponent. */
static void format_value(double value, char text[LB_NUMBER_SIZE])
{
    double size = fabs(value);
    lb_number_format_fixed(value, size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3, text);
}

static bool is_term(const lb_suggestions *s, size_t j)
{
    return s->data->predictor[s->model->column[j]].kind == LB_PREDICTOR_GROUP;
}

/* "utländsk bakgrund 0.71 (listade 0.65, alla 0.2): +3.21" */
static void write_reason(const lb_suggestions *s, const lb_suggestion *of,
                         const common_values *common, size_t j, char text[REASON_SIZE])
{
    char own[LB_NUMBER_SIZE], listed[LB_NUMBER_SIZE], all[LB_NUMBER_SIZE];
    bool english = s->data->job->english;
    const lb_predictor *predictor = &s->data->predictor[s->model->column[j]];
    if (is_term(s, j)) {
        lb_text_print(text, REASON_SIZE, "%.120s: %+.2f", predictor->name, of->phi[j]);
        return;
    }
    format_value(of->raw[j], own);
    format_value(common->listed[j], listed);
    format_value(common->all[j], all);
    lb_text_print(text, REASON_SIZE, "%.120s %s (%s %s, %s %s): %+.2f",
                  lb_suggest_predictor_label(s->data, predictor), own,
                  english ? "listed" : "listade", listed, english ? "all" : "alla", all,
                  of->phi[j]);
}

/* The column with the greatest part of the score of that sign that is not used yet; columns: none.
 * That an area is not in some other municipality is no reason. */
static size_t next_reason(const lb_suggestions *s, const lb_suggestion *of, double sign,
                          const bool *used)
{
    size_t best = s->model->columns;
    for (size_t j = 0; j < s->model->columns; j++)
        if (!used[j] && sign * of->phi[j] > 0 && (!is_term(s, j) || of->raw[j] > 0) &&
            (best == s->model->columns || sign * of->phi[j] > sign * of->phi[best]))
            best = j;
    return best;
}

static void set_reasons(const lb_suggestions *s, const lb_suggestion *of,
                        const common_values *common, lb_table *t, size_t row)
{
    bool used[LB_LOGISTIC_PREDICTORS] = {false};
    char text[REASON_SIZE];
    for (int side = 0; side < 2; side++)
        for (size_t k = 0; k < REASONS; k++) {
            size_t j = next_reason(s, of, side == 0 ? 1 : -1, used);
            if (j == s->model->columns)
                break;
            used[j] = true;
            write_reason(s, of, common, j, text);
            lb_table_set_text(t, row, (side == 0 ? REASON : AGAINST) + k, text);
        }
}

/* Suggestions -------------------------------------------------------------------------------------
 */

static size_t add_row(const lb_suggestions *s, const lb_suggestion *of, const common_values *common,
                      lb_table *t)
{
    size_t row = lb_table_add_row(t);
    lb_table_set_integer(t, row, SQUARES, (int64_t)of->squares);
    lb_table_set_real(t, row, PEOPLE, of->people);
    lb_table_set_real(t, row, P, of->p);
    lb_table_set_real(t, row, STABILITY, of->stability);
    lb_table_set_text(t, row, STATUS, lb_suggest_status_names[of->status]);
    if (of->nearest != SIZE_MAX)
        lb_table_set_text(t, row, NEAREST, s->data->layer.areas.name[of->nearest]);
    lb_table_set_real(t, row, OF_SUGGESTION, of->of_suggestion);
    lb_table_set_real(t, row, OF_LISTED, of->of_listed);
    lb_table_set_real(t, row, EASTING, floor(of->easting));
    lb_table_set_real(t, row, NORTHING, floor(of->northing));
    set_reasons(s, of, common, t, row);
    return row;
}

static void add_suggestions(const lb_suggestions *s, const common_values *common, lb_table *t)
{
    char id[ID_SIZE];
    for (size_t k = 0; k < s->found; k++) {
        const lb_suggestion *of = &s->suggestion[s->by_rank[k]];
        size_t row = add_row(s, of, common, t);
        snprintf(id, sizeof id, "F%zu", of->rank);
        lb_table_set_text(t, row, ID, id);
        lb_table_set_integer(t, row, RANK, (int64_t)of->rank);
        lb_table_set_integer(t, row, RANK_LOW, (int64_t)of->rank_low);
        lb_table_set_integer(t, row, RANK_HIGH, (int64_t)of->rank_high);
    }
}

/* Listed areas by name; the first *unlike of order[] are those that nothing suggested resembles. */
static lb_status order_listed(const lb_suggestions *s, size_t *order, size_t *unlike)
{
    const lb_areas *areas = &s->data->layer.areas;
    size_t n = 0;
    LB_TRY(lb_order_by_name(&areas->shapes, (const char *const *)areas->name, order));
    for (size_t k = 0; k < areas->shapes.count; k++)
        if (s->listed[order[k]].status == LB_STATUS_NOT_RESEMBLING)
            order[n++] = order[k];
    *unlike = n;
    return LB_OK;
}

/* unlike: how many of order[] are listed areas that nothing suggested resembles. */
static lb_status fill_table(const lb_suggestions *s, const size_t *order, size_t unlike,
                            lb_table *t)
{
    char id[ID_SIZE];
    common_values common;
    LB_TRY(find_common_values(s, &common));
    lb_add_some_columns(t, &lb_suggest_command, "", "id", N_COLUMNS);
    add_suggestions(s, &common, t);
    for (size_t k = 0; k < unlike; k++) {
        size_t row = add_row(s, &s->listed[order[k]], &common, t);
        snprintf(id, sizeof id, "L%zu", k + 1);
        lb_table_set_text(t, row, ID, id);
    }
    return lb_table_status(t);
}

lb_status lb_suggest_table(const lb_suggestions *s, lb_table *table)
{
    size_t unlike, *order = malloc((s->data->layer.areas.shapes.count + 1) * sizeof *order);
    if (!order)
        return LB_E_MEMORY;
    lb_status status = order_listed(s, order, &unlike);
    if (status == LB_OK)
        status = fill_table(s, order, unlike, table);
    free(order);
    return status;
}

/* Layers ------------------------------------------------------------------------------------------
 */

static int64_t cell_number(const lb_suggest_data *d, size_t cell)
{
    const lb_cell_rows *rows = &d->lattice.rows;
    return (int64_t)rows->row[cell] * rows->grid.ncol + rows->col[cell];
}

/* cell: room for all cells of the lattice. */
static lb_status outline_suggestion(const lb_suggestions *s, size_t at, int64_t *cell,
                                    lb_shapes *shapes)
{
    const lb_suggest_data *d = s->data;
    size_t n = 0;
    for (size_t c = 0; c < d->lattice.rows.count; c++)
        if (s->area_of[c] == (int32_t)at)
            cell[n++] = cell_number(d, c);
    return lb_cells_outline_add(&d->lattice.rows.grid, cell, NULL, n, shapes);
}

lb_status lb_suggest_outline(const lb_suggestions *s, size_t at, lb_shapes *shapes)
{
    int64_t *cell = malloc((s->data->lattice.rows.count + 1) * sizeof *cell);
    lb_status status = cell ? outline_suggestion(s, at, cell, shapes) : LB_E_MEMORY;
    free(cell);
    return status;
}

static lb_status outline_listed(const lb_suggestions *s, size_t at, int64_t *cell,
                                lb_shapes *shapes)
{
    const lb_suggest_data *d = s->data;
    const lb_listed_area *area = &d->area[at];
    size_t n = 0;
    for (size_t k = 0; k < area->rows; k++)
        if (d->label[area->row[k]] > 0 && d->cell[area->row[k]] != LB_NO_CELL)
            cell[n++] = cell_number(d, d->cell[area->row[k]]);
    return lb_cells_outline_add(&d->lattice.rows.grid, cell, NULL, n, shapes);
}

static lb_status outline_all(const lb_suggestions *s, size_t *order, int64_t *cell,
                             lb_shapes *shapes)
{
    size_t unlike;
    LB_TRY(order_listed(s, order, &unlike));
    for (size_t k = 0; k < s->found; k++)
        LB_TRY(outline_suggestion(s, s->by_rank[k], cell, shapes));
    for (size_t k = 0; k < unlike; k++)
        LB_TRY(outline_listed(s, order[k], cell, shapes));
    return LB_OK;
}

static void add_classes(const lb_suggestions *s, lb_table *t)
{
    size_t column = lb_add_some_columns(t, &lb_suggest_command, "forslag", "class", 1);
    for (size_t row = 0; row < t->rows; row++)
        lb_table_set_integer(t, row, column,
                             1 + (int64_t)(row < s->found ? s->suggestion[s->by_rank[row]].status
                                                          : LB_STATUS_NOT_RESEMBLING));
}

lb_status lb_suggest_layer(const lb_suggestions *s, lb_table *table, lb_shapes *shapes)
{
    size_t *order = malloc((s->data->layer.areas.shapes.count + 1) * sizeof *order);
    int64_t *cell = malloc((s->data->lattice.rows.count + 1) * sizeof *cell);
    lb_status status = order && cell ? lb_suggest_table(s, table) : LB_E_MEMORY;
    if (status == LB_OK)
        status = outline_all(s, order, cell, shapes);
    free(order);
    free(cell);
    LB_TRY(status);
    add_classes(s, table);
    return lb_table_status(table);
}

enum {
    RUTID,
    SIZE,
    POPULATION,
    LISTED,
    SQUARE_P,
    P_LOW,
    P_HIGH,
    P_UNSEEN,
    FOLD,
    CLASS,
    SUGGESTION,
    N_SQUARE_COLUMNS
};

/* 3: p of a core; 2: above the low threshold; 1: below. */
static int64_t class_of(const lb_suggestions *s, double p)
{
    return p >= s->high ? 3 : p >= s->high / 2 ? 2 : 1;
}

/* p_unseen, unlike p, is by the model that has not seen the square's own group. */
static void add_square(const lb_suggestions *s, size_t i, lb_table *t)
{
    const lb_suggest_data *d = s->data;
    lb_square square = d->input.squares.square[d->square[i]];
    char id[LB_SQUARE_ID_SIZE];
    size_t row = lb_table_add_row(t);
    int32_t at = lb_area_at(s->area_of, d->cell[i]);
    lb_square_id(square, id);
    lb_table_set_text(t, row, RUTID, id);
    lb_table_set_integer(t, row, SIZE, square.size);
    lb_table_set_real(t, row, POPULATION, d->people[i]);
    lb_table_set_real(t, row, LISTED, d->listed[i]);
    lb_table_set_real(t, row, SQUARE_P, s->p[i]);
    lb_table_set_real(t, row, P_LOW, s->p_low ? (double)s->p_low[i] : (double)NAN);
    lb_table_set_real(t, row, P_HIGH, s->p_high ? (double)s->p_high[i] : (double)NAN);
    lb_table_set_real(t, row, P_UNSEEN,
                      lb_logistic_probability(s->intercept + s->slope * s->model->score[i]));
    lb_table_set_integer(t, row, FOLD, d->fold[i]);
    lb_table_set_integer(t, row, CLASS, class_of(s, s->p[i]));
    if (at >= 0) {
        snprintf(id, sizeof id, "F%zu", s->suggestion[at].rank);
        lb_table_set_text(t, row, SUGGESTION, id);
    }
}

/* The parts of each square's score, in log odds before recalibration; with the intercept they add
 * up to it. */
static lb_status add_phi_columns(const lb_suggestions *s, lb_table *t)
{
    for (size_t j = 0; j < s->model->columns; j++) {
        const lb_predictor *of = &s->data->predictor[s->model->column[j]];
        char name[LB_PREDICTOR_NAME + 4];
        snprintf(name, sizeof name, "phi_%s", of->name);
        size_t column = lb_add_column_as(t, &lb_suggest_command, "rutor", "phi_VARIABLE", name);
        for (size_t i = 0; i < s->data->rows; i++)
            lb_table_set_real(t, i, column, s->model->model.coefficient[j + 1] * of->value[i]);
    }
    return lb_table_status(t);
}

lb_status lb_suggest_squares(const lb_suggestions *s, lb_table *table, lb_shapes *shapes)
{
    lb_add_some_columns(table, &lb_suggest_command, "rutor", "rutid", N_SQUARE_COLUMNS);
    for (size_t i = 0; i < s->data->rows; i++) {
        lb_square q = s->data->input.squares.square[s->data->square[i]];
        const double east = (double)q.e + q.size, north = (double)q.n + q.size;
        const double ring[] = {q.e, q.n, east, q.n, east, north, q.e, north};
        add_square(s, i, table);
        LB_TRY(lb_shapes_add_feature(shapes));
        LB_TRY(lb_shapes_add_part(shapes));
        LB_TRY(lb_shapes_add_ring(shapes, ring, 4));
    }
    return add_phi_columns(s, table);
}

/* By status: what agrees grey, what is new red. */
char *lb_suggest_style(bool english)
{
    static char agrees[] = "#9e9ac8", extends[] = "#fdae6b", part[] = "#bcbddc", new[] = "#d7301f",
                adjacent[] = "#fc8d59", listed[] = "#3182bd";
    static char *const colours[] = {agrees, extends, part, new, adjacent, listed};
    static const char *const labels[2][7] = {
        {"samma som listan", "större än listan", "del av listat", "nytt", "nytt, intill listat",
         "listat, liknar inte", "-"},
        {"agrees", "extends", "part", "new", "adjacent", "listed, not resembling", "-"}};
    lb_style_options style = {.classes = LB_SUGGEST_STATUSES,
                              .colours = colours,
                              .label = labels[english],
                              .english = english};
    return lb_style_vector_qml(&style);
}
