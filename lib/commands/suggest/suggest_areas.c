/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/sum.h"
#include "base/try.h"
#include "commands/suggest/suggest_areas.h"
#include "commands/suggest/suggest_growth.h"

static const double agreement = 0.5, least_overlap = 0.1; /* shares of people */

/* p ----------------------------------------------------------------------------------------------
 */

/* Intercept and slope of the labels by the scores out of fold; where these separate the labels, or
 * do not rise with them, scores stay as they are: 0 and 1. */
static void recalibrate_scores(lb_suggestions *s)
{
    const lb_suggest_data *d = s->data;
    lb_logistic_data data = {
        .n = d->rows, .predictors = 1, .x = s->model->score, .y = d->label, .weight = d->trained};
    lb_logistic_model model;
    s->intercept = 0;
    s->slope = 1;
    if (lb_logistic_ridge(&data, 0, NULL, &model) != LB_OK || !(model.coefficient[1] > 0))
        return;
    s->intercept = model.coefficient[0];
    s->slope = model.coefficient[1];
    s->is_calibrated = s->slope >= 0.5;
}

/* Figures of areas --------------------------------------------------------------------------------
 */

/* Sums over an area's people. */
typedef struct area_sums {
    lb_sum people, p, easting, northing; /* of assessed rows, but people: of all squares */
    lb_sum assessed, listed;
    size_t squares;
    lb_sum value[LB_LOGISTIC_PREDICTORS], raw[LB_LOGISTIC_PREDICTORS],
        known[LB_LOGISTIC_PREDICTORS];
} area_sums;

/* people: of the row that are in the area. Raw values that are missing play no part in their mean;
 * standardised ones are 0, the middle. */
static void add_row(const lb_suggestions *s, size_t row, double people, area_sums *sums)
{
    const lb_suggest_data *d = s->data;
    lb_square square = d->input.squares.square[d->square[row]];
    lb_sum_add(&sums->assessed, people);
    lb_sum_add(&sums->p, people * s->p[row]);
    lb_sum_add(&sums->listed, people * d->listed[row]);
    lb_sum_add(&sums->easting, people * (square.e + square.size / 2.0));
    lb_sum_add(&sums->northing, people * (square.n + square.size / 2.0));
    for (size_t j = 0; j < s->model->columns; j++) {
        const lb_predictor *of = &d->predictor[s->model->column[j]];
        lb_sum_add(&sums->value[j], people * of->value[row]);
        if (isnan(of->raw[row]))
            continue;
        lb_sum_add(&sums->raw[j], people * of->raw[row]);
        lb_sum_add(&sums->known[j], people);
    }
}

/* From each predictor its mean over the rows is taken, 0 but of groups, so that the parts add up to
 * the score of the area less that of the mean row. */
static void finish_area(const lb_suggestions *s, const area_sums *sums, lb_suggestion *out)
{
    double assessed = lb_sum_value(sums->assessed);
    out->squares = sums->squares;
    out->people = lb_sum_value(sums->people);
    out->p = lb_sum_value(sums->p) / assessed;
    out->easting = lb_sum_value(sums->easting) / assessed;
    out->northing = lb_sum_value(sums->northing) / assessed;
    out->of_suggestion = lb_sum_value(sums->listed) / out->people;
    for (size_t j = 0; j < s->model->columns; j++) {
        double mean = s->data->predictor[s->model->column[j]].mean;
        out->phi[j] =
            s->model->model.coefficient[j + 1] * (lb_sum_value(sums->value[j]) / assessed - mean);
        out->raw[j] = lb_sum_value(sums->raw[j]) / lb_sum_value(sums->known[j]);
    }
}

static lb_status measure_suggested(lb_suggestions *s)
{
    const lb_suggest_data *d = s->data;
    area_sums *sums = calloc(s->found + 1, sizeof *sums);
    if (!sums)
        return LB_E_MEMORY;
    for (size_t c = 0; c < d->lattice.rows.count; c++) {
        if (s->area_of[c] < 0 || !(d->cell_people[c] > 0))
            continue;
        area_sums *of = &sums[s->area_of[c]];
        of->squares++;
        lb_sum_add(&of->people, d->cell_people[c]);
        if (d->row_of_cell[c] != LB_NO_ROW)
            add_row(s, d->row_of_cell[c], d->cell_people[c], of);
    }
    for (size_t a = 0; a < s->found; a++)
        finish_area(s, &sums[a], &s->suggestion[a]);
    free(sums);
    return LB_OK;
}

/* A listed area by the parts of its squares, weighted by people: what suggestions are held against.
 */
static void measure_listed(lb_suggestions *s)
{
    const lb_suggest_data *d = s->data;
    for (size_t a = 0; a < d->layer.areas.shapes.count; a++) {
        const lb_listed_area *area = &d->area[a];
        area_sums sums;
        memset(&sums, 0, sizeof sums);
        for (size_t k = 0; k < area->rows; k++) {
            double people = area->part[k] * d->people[area->row[k]];
            sums.squares += d->label[area->row[k]] > 0;
            lb_sum_add(&sums.people, people);
            add_row(s, area->row[k], people, &sums);
        }
        finish_area(s, &sums, &s->listed[a]);
    }
}

/* Against the list --------------------------------------------------------------------------------
 */

static bool is_listed_cell(const lb_suggest_data *d, uint32_t cell)
{
    return cell != LB_NO_CELL && d->row_of_cell[cell] != LB_NO_ROW &&
           d->listed[d->row_of_cell[cell]] > 0;
}

/* Does a suggestion hold, or lie next to, a square with a part on the list? */
static bool touches_list(const lb_suggestions *s, size_t at)
{
    const lb_suggest_data *d = s->data;
    for (size_t c = 0; c < d->lattice.rows.count; c++) {
        if (s->area_of[c] != (int32_t)at)
            continue;
        if (is_listed_cell(d, (uint32_t)c))
            return true;
        for (int k = 0; k < 8; k++)
            if (is_listed_cell(d, d->lattice.neighbour[c][k]))
                return true;
    }
    return false;
}

/* of_listed: the greatest share of a listed area's people that the suggestion has; of a listed area
 * the share that suggestions have. shared: room for one sum a suggestion. */
static void share_people(lb_suggestions *s, lb_sum *shared)
{
    const lb_suggest_data *d = s->data;
    for (size_t a = 0; a < d->layer.areas.shapes.count; a++) {
        const lb_listed_area *area = &d->area[a];
        lb_sum all = {0};
        memset(shared, 0, (s->found + 1) * sizeof *shared);
        for (size_t k = 0; k < area->rows; k++) {
            double people = area->part[k] * d->people[area->row[k]];
            int32_t at = lb_area_at(s->area_of, d->cell[area->row[k]]);
            if (at < 0)
                continue;
            lb_sum_add(&shared[at], people);
            lb_sum_add(&all, people);
        }
        s->listed[a].of_listed = lb_sum_value(all) / s->listed[a].people;
        for (size_t k = 0; k < s->found; k++)
            s->suggestion[k].of_listed =
                fmax(s->suggestion[k].of_listed, lb_sum_value(shared[k]) / s->listed[a].people);
    }
}

/* By people: r of the suggestion on the list, s of a listed area in the suggestion. */
static lb_suggest_status status_of(const lb_suggestions *s, size_t at)
{
    const lb_suggestion *of = &s->suggestion[at];
    if (lb_at_least(of->of_suggestion, agreement))
        return lb_at_least(of->of_listed, agreement) ? LB_STATUS_AGREES : LB_STATUS_PART;
    if (of->of_listed > least_overlap)
        return LB_STATUS_EXTENDS;
    return touches_list(s, at) ? LB_STATUS_ADJACENT : LB_STATUS_NEW;
}

/* The listed area whose parts of the score are nearest, of equally near ones that with the name
 * first. */
static size_t nearest_listed(const lb_suggestions *s, const lb_suggestion *of)
{
    const lb_areas *areas = &s->data->layer.areas;
    size_t nearest = SIZE_MAX;
    double best = INFINITY;
    for (size_t a = 0; a < areas->shapes.count; a++) {
        double distance = 0;
        for (size_t j = 0; j < s->model->columns; j++)
            distance += pow(of->phi[j] - s->listed[a].phi[j], 2);
        if (distance < best ||
            (distance == best && strcmp(areas->name[a], areas->name[nearest]) < 0)) {
            best = distance;
            nearest = a;
        }
    }
    return nearest;
}

static lb_status compare_with_list(lb_suggestions *s)
{
    lb_sum *shared = malloc((s->found + 1) * sizeof *shared);
    if (!shared)
        return LB_E_MEMORY;
    share_people(s, shared);
    free(shared);
    for (size_t a = 0; a < s->found; a++) {
        s->suggestion[a].status = status_of(s, a);
        s->suggestion[a].nearest = nearest_listed(s, &s->suggestion[a]);
    }
    for (size_t a = 0; a < s->data->layer.areas.shapes.count; a++) {
        s->listed[a].status =
            s->listed[a].of_listed < least_overlap ? LB_STATUS_NOT_RESEMBLING : LB_STATUS_AGREES;
        s->listed[a].nearest = a;
    }
    return LB_OK;
}

lb_status lb_suggestions_compare(lb_suggestions *s)
{
    LB_TRY(measure_suggested(s));
    measure_listed(s);
    return compare_with_list(s);
}

/* All --------------------------------------------------------------------------------------------
 */

static lb_status new_areas(lb_suggestions *s)
{
    const lb_suggest_data *d = s->data;
    bool intervals = d->options->gpkg != NULL;
    s->suggestion = calloc(s->found + 1, sizeof *s->suggestion);
    s->listed = calloc(d->layer.areas.shapes.count + 1, sizeof *s->listed);
    s->by_rank = calloc(s->found + 1, sizeof *s->by_rank);
    s->p_low = intervals ? malloc((d->rows + 1) * sizeof *s->p_low) : NULL;
    s->p_high = intervals ? malloc((d->rows + 1) * sizeof *s->p_high) : NULL;
    return s->suggestion && s->listed && s->by_rank && (!intervals || (s->p_low && s->p_high))
               ? LB_OK
               : LB_E_MEMORY;
}

static lb_status grow_areas(lb_suggestions *s)
{
    lb_growth_desk desk;
    lb_status status = lb_growth_desk_init(s->data, &desk);
    if (status == LB_OK)
        status = lb_suggest_grow(s, &s->model->model, &desk);
    if (status == LB_OK) {
        s->found = desk.areas;
        s->high = desk.high;
        s->p = desk.p;
        s->area_of = desk.area_of;
        desk.p = NULL;
        desk.area_of = NULL;
    }
    lb_growth_desk_clear(&desk);
    return status;
}

/* Thresholds go by listed people, scores by the recalibration, the status by areas: in this order.
 */
static lb_status make_suggestions(lb_suggestions *s)
{
    lb_sum people = {0};
    for (size_t i = 0; i < s->data->rows; i++)
        lb_sum_add(&people, s->data->listed[i] * s->data->people[i]);
    s->listed_people = lb_sum_value(people);
    recalibrate_scores(s);
    LB_TRY(grow_areas(s));
    LB_TRY(new_areas(s));
    LB_TRY(lb_suggestions_compare(s));
    return lb_suggest_measure_stability(s);
}

lb_status lb_suggestions_make(const lb_suggest_data *data, const lb_fitted_model *model,
                              lb_suggestions *out)
{
    lb_suggestions s = {.data = data, .model = model};
    lb_status status = make_suggestions(&s);
    LB_HAND_OVER(status, s, out, lb_suggestions_clear);
}
