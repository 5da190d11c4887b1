/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/sum.h"
#include "base/try.h"
#include "command/command_list.h"
#include "command/described_columns.h"
#include "commands/assess/assess_tables.h"

/* Agreement ------------------------------------------------------------------------------------ */

static void add_statistic(lb_table *table, const char *name, double value, lb_interval interval)
{
    size_t row = lb_table_add_row(table);
    lb_table_set_text(table, row, 0, name);
    lb_table_set_real(table, row, 1, value);
    lb_table_set_real(table, row, 2, interval.low);
    lb_table_set_real(table, row, 3, interval.high);
}

/* Why what corrects for chance is empty though there are pairs: one category gives no chance. */
static void warn_of_no_variation(const lb_rating_data *data, const char *criterion,
                                 const double estimate[LB_AGREEMENT_MEASURES])
{
    if (isnan(estimate[0]) || !isnan(estimate[1]))
        return;
    lb_log_warning(data->job->log,
                   "%s: no variation: one category alone occurs%s%s, so that alpha, kappa and AC1 "
                   "are not defined",
                   data->options->ratings, criterion ? " in " : "", criterion ? criterion : "");
}

/* Every measure of the ratings without a criterion; of a criterion only its alpha. */
static lb_status add_measures(const lb_rating_data *data, size_t criterion, size_t *count,
                              lb_table *table)
{
    static const char *const names[LB_AGREEMENT_MEASURES] = {
        "percent_agreement", "alpha_nominal", "alpha_ordinal", "alpha_interval", "fleiss", "ac1"};
    const lb_assess_options *o = data->options;
    double estimate[LB_AGREEMENT_MEASURES];
    lb_interval interval[LB_AGREEMENT_MEASURES];
    lb_rating_data_count(data, criterion, count);
    LB_TRY(lb_agreement_estimate(count, data->area.count, data->scale.count,
                                 data->ordered ? data->value : NULL, o->draws, (uint64_t)o->seed,
                                 estimate, interval));
    warn_of_no_variation(data, criterion == SIZE_MAX ? NULL : data->criterion.name[criterion],
                         estimate);
    int alpha = data->ordered ? 2 : 1;
    for (int m = 0; m < LB_AGREEMENT_MEASURES; m++) {
        if (criterion != SIZE_MAX && m != alpha)
            continue;
        lb_buf name = {0};
        lb_buf_printf(&name, "%s%s%s", names[m], criterion == SIZE_MAX ? "" : ":",
                      criterion == SIZE_MAX ? "" : data->criterion.name[criterion]);
        bool failed = name.failed;
        if (!failed)
            add_statistic(table, name.text, estimate[m], interval[m]);
        lb_buf_clear(&name);
        if (failed)
            return LB_E_MEMORY;
    }
    return LB_OK;
}

lb_status lb_assess_agreement_table(const lb_rating_data *data, lb_table *out)
{
    size_t *count = calloc(data->area.count * data->scale.count + 1, sizeof *count);
    lb_status status = count ? LB_OK : LB_E_MEMORY;
    lb_add_described_columns(out, &lb_assess_command, "");
    if (status == LB_OK)
        status = add_measures(data, SIZE_MAX, count, out);
    for (size_t c = 0; status == LB_OK && c < data->criterion.count; c++)
        status = add_measures(data, data->criterion_order[c], count, out);
    free(count);
    return status == LB_OK ? lb_table_status(out) : status;
}

/* Areas ---------------------------------------------------------------------------------------- */

/* The ratings of one area, ascending, without that of assessor `except`; returns how many. */
static size_t sorted_ratings(const lb_rating_data *data, size_t area, size_t except, int *rating)
{
    size_t n = 0;
    for (size_t a = 0; a < data->assessor.count; a++) {
        int one = data->rating[area * data->assessor.count + a];
        if (one == LB_RATING_NONE || a == except)
            continue;
        size_t at = n++;
        for (; at > 0 && rating[at - 1] > one; at--)
            rating[at] = rating[at - 1];
        rating[at] = one;
    }
    return n;
}

/* The middle rating; of two in the middle the milder. */
static int median_of(const int *rating, size_t n)
{
    return n > 0 ? rating[(n - 1) / 2] : LB_RATING_NONE;
}

/* unanimous: all alike; majority: more than half are; split: neither. */
static const char *verdict_of(const int *rating, size_t n)
{
    size_t most = 0, run = 0;
    for (size_t i = 0; i < n; i++) {
        run = i > 0 && rating[i] == rating[i - 1] ? run + 1 : 1;
        most = run > most ? run : most;
    }
    return n == 0         ? NULL
           : n == 1       ? "single"
           : most == n    ? "unanimous"
           : 2 * most > n ? "majority"
                          : "split";
}

/* Would the median be another if one of the assessors had not rated the area? */
static bool hangs_on_one(const lb_rating_data *data, size_t area, int median, int *rating)
{
    for (size_t a = 0; a < data->assessor.count; a++) {
        if (data->rating[area * data->assessor.count + a] == LB_RATING_NONE)
            continue;
        size_t n = sorted_ratings(data, area, a, rating);
        if (n > 0 && median_of(rating, n) != median)
            return true;
    }
    return false;
}

/* Spread is greatest less least rating and moved the joint rating less the median, both in steps of
 * the scale; where the categories have no order there is neither, nor a median. */
static void add_area_row(const lb_rating_data *data, size_t area, int *rating, lb_table *table)
{
    size_t row = lb_table_add_row(table), n = sorted_ratings(data, area, SIZE_MAX, rating);
    int median = median_of(rating, n), joint = data->joint[area];
    const char *verdict = verdict_of(rating, n);
    lb_table_set_text(table, row, 0, data->area.name[area]);
    if (joint != LB_RATING_NONE)
        lb_table_set_text(table, row, 3, data->scale.name[joint]);
    if (verdict)
        lb_table_set_text(table, row, 4, verdict);
    lb_table_set_integer(table, row, 5, (int64_t)n);
    if (!data->ordered || n == 0)
        return;
    lb_table_set_text(table, row, 1, data->scale.name[median]);
    lb_table_set_integer(table, row, 2, rating[n - 1] - rating[0]);
    if (joint != LB_RATING_NONE)
        lb_table_set_integer(table, row, 6, joint - median);
    lb_table_set_text(table, row, 7, hangs_on_one(data, area, median, rating) ? "yes" : "no");
}

lb_status lb_assess_areas_table(const lb_rating_data *data, lb_table *out)
{
    int *rating = malloc((data->assessor.count + 1) * sizeof *rating);
    if (!rating)
        return LB_E_MEMORY;
    lb_add_described_columns(out, &lb_assess_command, "areas");
    for (size_t i = 0; i < data->area.count; i++)
        add_area_row(data, data->area_order[i], rating, out);
    free(rating);
    return lb_table_status(out);
}

/* Assessors ------------------------------------------------------------------------------------ */

/* An assessor's rating of an area less the mean of the others', in steps; NaN: one is missing. */
static double deviation_at(const lb_rating_data *data, size_t area, size_t assessor)
{
    const int *rating = &data->rating[area * data->assessor.count];
    double others = 0, n = 0;
    for (size_t a = 0; a < data->assessor.count; a++)
        if (a != assessor && rating[a] != LB_RATING_NONE) {
            others += rating[a];
            n++;
        }
    return rating[assessor] != LB_RATING_NONE && n > 0 ? rating[assessor] - others / n
                                                       : (double)NAN;
}

/* Mean deviation over areas with its 95 % interval by Student's t. */
static void set_deviation(const lb_rating_data *data, size_t assessor, lb_table *table, size_t row)
{
    lb_sum sum = {0}, squares = {0};
    double n = 0;
    for (size_t i = 0; i < data->area.count; i++) {
        double d = deviation_at(data, data->area_order[i], assessor);
        if (isnan(d))
            continue;
        lb_sum_add(&sum, d);
        lb_sum_add(&squares, d * d);
        n++;
    }
    if (n == 0)
        return;
    double mean = lb_sum_value(sum) / n;
    lb_table_set_real(table, row, 2, mean);
    if (n < 2)
        return;
    double variance = fmax(0, lb_sum_value(squares) - n * mean * mean) / (n - 1);
    double half = lb_interval_t(n - 1, 0.95) * sqrt(variance / n);
    lb_table_set_real(table, row, 3, mean - half);
    lb_table_set_real(table, row, 4, mean + half);
}

/* Who or what decides the category of every area. */
typedef enum decision_rule { BY_ASSESSOR, BY_MEDIAN, BY_HARSHEST, BY_JOINT } decision_rule;

static int decided_category(const lb_rating_data *data, size_t area, decision_rule rule,
                            size_t assessor, int *rating)
{
    if (rule == BY_ASSESSOR)
        return data->rating[area * data->assessor.count + assessor];
    if (rule == BY_JOINT)
        return data->joint[area];
    size_t n = sorted_ratings(data, area, SIZE_MAX, rating);
    return rule == BY_MEDIAN ? median_of(rating, n) : n > 0 ? rating[n - 1] : LB_RATING_NONE;
}

/* How many areas the list would have of each category, the worst first. */
static size_t add_decision_row(const lb_rating_data *data, const char *name, decision_rule rule,
                               size_t assessor, int *rating, lb_table *table)
{
    size_t row = lb_table_add_row(table), q = data->scale.count;
    int64_t rated = 0;
    lb_table_set_text(table, row, 0, name);
    for (size_t c = 0; c < q; c++) {
        int64_t areas = 0;
        for (size_t i = 0; i < data->area.count; i++)
            areas += decided_category(data, i, rule, assessor, rating) == (int)c;
        lb_table_set_integer(table, row, 5 + q - 1 - c, areas);
        rated += areas;
    }
    lb_table_set_integer(table, row, 1, rated);
    return row;
}

static bool any_joint(const lb_rating_data *data)
{
    for (size_t i = 0; i < data->area.count; i++)
        if (data->joint[i] != LB_RATING_NONE)
            return true;
    return false;
}

static void add_assessor_columns(const lb_rating_data *data, lb_table *table)
{
    lb_add_some_columns(table, &lb_assess_command, "assessors", "assessor", 5);
    for (size_t c = data->scale.count; c-- > 0;)
        lb_add_column_as(table, &lb_assess_command, "assessors", "CATEGORY", data->scale.name[c]);
}

/* Each assessor's decisions, then those that a rule would give: the median, the harshest and the
 * joint rating. Rows in the order of names, whatever their order in the source. */
lb_status lb_assess_assessors_table(const lb_rating_data *data, lb_table *out)
{
    int *rating = malloc((data->assessor.count + 1) * sizeof *rating);
    if (!rating)
        return LB_E_MEMORY;
    add_assessor_columns(data, out);
    for (size_t i = 0; i < data->assessor.count; i++) {
        size_t a = data->assessor_order[i];
        size_t row = add_decision_row(data, data->assessor.name[a], BY_ASSESSOR, a, rating, out);
        if (data->ordered)
            set_deviation(data, a, out, row);
    }
    if (data->ordered) {
        add_decision_row(data, "(median)", BY_MEDIAN, 0, rating, out);
        add_decision_row(data, "(harshest)", BY_HARSHEST, 0, rating, out);
    }
    if (any_joint(data))
        add_decision_row(data, "(joint)", BY_JOINT, 0, rating, out);
    free(rating);
    return lb_table_status(out);
}
