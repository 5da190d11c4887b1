/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Validation in time: areas that came onto a later list are few, so that nothing is said of them
 * but their places among all squares that were not listed, and how likely so good places are by
 * chance. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/sum.h"
#include "base/swedish_text.h"
#include "base/try.h"
#include "command/command_list.h"
#include "command/described_columns.h"
#include "commands/suggest/suggest_areas.h"
#include "commands/suggest/suggest_lists.h"
#include "input/areas/topology_report.h"
#include "kernel/suggest/prediction_quality.h"
#include "model/name_order.h"

static const double already_listed = 0.5; /* share of an area's people */

/* Summary -----------------------------------------------------------------------------------------
 */

static void add_status(const char *list, size_t status, size_t areas, lb_sum people, lb_table *t)
{
    size_t row = lb_table_add_row(t);
    lb_table_set_text(t, row, 0, list);
    lb_table_set_text(t, row, 1, lb_suggest_status_names[status]);
    lb_table_set_integer(t, row, 2, (int64_t)areas);
    lb_table_set_real(t, row, 3, lb_sum_value(people));
}

/* Of suggestions by status, then of the listed areas that none resembles. */
static void add_summary(const lb_suggestions *s, lb_table *t)
{
    const lb_areas *listed = &s->data->layer.areas;
    for (size_t status = 0; status < LB_SUGGEST_STATUSES; status++) {
        bool of_list = status == LB_STATUS_NOT_RESEMBLING;
        const lb_suggestion *area = of_list ? s->listed : s->suggestion;
        size_t n = 0;
        lb_sum people = {0};
        for (size_t a = 0; a < (of_list ? listed->shapes.count : s->found); a++) {
            if (area[a].status != status)
                continue;
            n++;
            lb_sum_add(&people, area[a].people);
        }
        add_status(listed->label, status, n, people, t);
    }
}

/* Additions ---------------------------------------------------------------------------------------
 */

typedef struct scored_row {
    double score, people;
} scored_row;

static int compare_scored(const void *a, const void *b)
{
    const scored_row *x = a, *y = b;
    return (x->score < y->score) - (x->score > y->score);
}

/* The score that half of an area's people, in squares of label 1 of its list, are at or above; NaN:
 * it has none. desk: room for all rows. */
static double middle_score(const lb_suggestions *s, const lb_suggest_data *list, size_t at,
                           scored_row *desk)
{
    const lb_listed_area *area = &list->area[at];
    size_t n = 0;
    lb_sum all = {0}, above = {0};
    for (size_t k = 0; k < area->rows; k++) {
        uint32_t row = area->row[k];
        if (!(list->label[row] > 0))
            continue;
        desk[n] = (scored_row){s->model->score[row], area->part[k] * list->people[row]};
        lb_sum_add(&all, desk[n++].people);
    }
    qsort(desk, n, sizeof *desk, compare_scored);
    for (size_t k = 0; k < n; k++) {
        lb_sum_add(&above, desk[k].people);
        if (2 * lb_sum_value(above) >= lb_sum_value(all))
            return desk[k].score;
    }
    return (double)NAN;
}

/* Is less than half of the area's people on the list that was learned from? */
static bool is_addition(const lb_suggestions *s, const lb_suggest_data *list, size_t at)
{
    const lb_listed_area *area = &list->area[at];
    lb_sum all = {0}, before = {0};
    for (size_t k = 0; k < area->rows; k++) {
        double people = area->part[k] * list->people[area->row[k]];
        lb_sum_add(&all, people);
        lb_sum_add(&before, people * s->data->listed[area->row[k]]);
    }
    return !lb_at_least(lb_sum_value(before), already_listed * lb_sum_value(all));
}

/* Among squares of which nothing was listed, how many there are and how many score as high. */
static void rank_score(const lb_suggestions *s, double score, size_t *rank, size_t *of)
{
    *rank = *of = 0;
    for (size_t i = 0; i < s->data->rows; i++) {
        bool counts = !(s->data->listed[i] > 0);
        *of += counts;
        *rank += counts && s->model->score[i] >= score;
    }
    *rank = *rank > 0 ? *rank : 1;
}

/* Without its place, which an area that has no square of label 1 does not have. Returns the row. */
static size_t add_addition(const lb_suggest_data *list, const lb_suggestion *area, size_t at,
                           lb_table *t)
{
    size_t row = lb_table_add_row(t);
    lb_table_set_text(t, row, 0, list->layer.areas.label);
    lb_table_set_text(t, row, 1, list->layer.areas.name[at]);
    lb_table_set_integer(t, row, 2, (int64_t)area->squares);
    lb_table_set_real(t, row, 3, area->people);
    return row;
}

/* other: the suggestions beside the list. desk: room for all rows; order: for its areas. */
static lb_status add_additions(const lb_suggestions *s, const lb_suggestions *other,
                               scored_row *desk, size_t *order, lb_table *t)
{
    const lb_suggest_data *list = other->data;
    const lb_areas *areas = &list->layer.areas;
    size_t first = t->rows, n = 0, of = 0, rank;
    double sum = 0;
    LB_TRY(lb_order_by_name(&areas->shapes, (const char *const *)areas->name, order));
    for (size_t k = 0; k < areas->shapes.count; k++) {
        double score = middle_score(s, list, order[k], desk);
        if (!is_addition(s, list, order[k]))
            continue;
        size_t row = add_addition(list, &other->listed[order[k]], order[k], t);
        if (isnan(score))
            continue;
        rank_score(s, score, &rank, &of);
        lb_table_set_integer(t, row, 4, (int64_t)rank);
        lb_table_set_integer(t, row, 5, (int64_t)of);
        sum += (double)rank;
        n++;
    }
    for (size_t row = first; row < t->rows; row++)
        if (!isnan(lb_table_real(t, row, 4)))
            lb_table_set_real(t, row, 6, lb_rank_sum_probability(sum, n, (double)of));
    return LB_OK;
}

/* Lists -------------------------------------------------------------------------------------------
 */

/* The same suggestions with their status and figures beside the other list. */
static lb_status measure_list(const lb_suggestions *s, const lb_suggest_data *list,
                              lb_table *summary, lb_table *additions)
{
    lb_suggestions other = *s;
    size_t areas = list->layer.areas.shapes.count;
    scored_row *desk = malloc((list->rows + 1) * sizeof *desk);
    size_t *order = malloc((areas + 1) * sizeof *order);
    other.data = list;
    other.suggestion = calloc(s->found + 1, sizeof *other.suggestion);
    other.listed = calloc(areas + 1, sizeof *other.listed);
    bool made = desk && order && other.suggestion && other.listed;
    lb_status status = made ? lb_suggestions_compare(&other) : LB_E_MEMORY;
    if (status == LB_OK) {
        add_summary(&other, summary);
        status = add_additions(s, &other, desk, order, additions);
    }
    free(other.suggestion);
    free(other.listed);
    free(desk);
    free(order);
    return status;
}

/* So that rows of the tables can be distinguished. */
static lb_status check_name(const lb_suggest_data *list, const lb_table *summary, lb_error *err)
{
    if (lb_table_status(summary) != LB_OK)
        return lb_error_memory(err);
    for (size_t row = 0; row < summary->rows; row++)
        if (lb_text_same(lb_table_text(summary, row, 0), list->layer.areas.label))
            return lb_error_set(err, LB_E_USAGE,
                                "--labels: two lists are named '%s'; name each, as 2023=SOURCE",
                                list->layer.areas.label);
    return LB_OK;
}

static lb_status compare_list(const lb_suggestions *s, const char *spec, lb_table *summary,
                              lb_table *additions, lb_provenance *p, lb_error *err)
{
    lb_suggest_data list;
    lb_status status = lb_suggest_list_read(s->data, spec, &list, err);
    if (status == LB_OK)
        status = check_name(&list, summary, err);
    if (status == LB_OK && measure_list(s, &list, summary, additions) != LB_OK)
        status = lb_error_memory(err);
    if (status == LB_OK)
        lb_areas_input_to_provenance(&list.layer.areas, p);
    lb_suggest_list_clear(&list);
    return status;
}

lb_status lb_suggest_compare_lists(const lb_suggestions *s, lb_table *summary, lb_table *additions,
                                   lb_provenance *p, lb_error *err)
{
    const lb_suggest_options *o = s->data->options;
    lb_add_described_columns(summary, &lb_suggest_command, "summary");
    lb_add_described_columns(additions, &lb_suggest_command, "additions");
    add_summary(s, summary);
    for (size_t k = 0; k < o->labels; k++)
        LB_TRY(compare_list(s, o->label[k], summary, additions, p, err));
    lb_status status = lb_table_status(summary);
    if (status == LB_OK)
        status = lb_table_status(additions);
    return status == LB_OK ? LB_OK : lb_error_memory(err);
}
