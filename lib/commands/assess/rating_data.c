/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading ratings. Names are numbered as they are met; what is written follows the order of names,
 * so that the order of rows changes nothing. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/buf.h"
#include "base/number.h"
#include "base/swedish_text.h"
#include "base/try.h"
#include "commands/assess/rating_data.h"
#include "input/tables/typed_reader.h"

void lb_rating_data_clear(lb_rating_data *data)
{
    lb_name_index_clear(&data->area);
    lb_name_index_clear(&data->assessor);
    lb_name_index_clear(&data->criterion);
    lb_categories_clear(&data->scale);
    free(data->area_order);
    free(data->area_place);
    free(data->assessor_order);
    free(data->criterion_order);
    free(data->value);
    free(data->row);
    free(data->rating);
    free(data->joint);
    *data = (lb_rating_data){.options = data->options, .job = data->job};
}

/* The scale ------------------------------------------------------------------------------------ */

/* A rating that is a number is called by its value, which "1" and "1,0" have in common. */
static const char *scale_name(const char *name, char number[LB_NUMBER_SIZE])
{
    double value;
    if (!lb_number_parse(name, strlen(name), &value))
        return name;
    lb_number_format(value + 0.0, number); /* -0 is 0 */
    return number;
}

/* Adds the names of --priority, which has the worst first. */
static lb_status read_priority(lb_rating_data *data)
{
    const char *at = data->options->priority;
    data->scale_given = at && *at;
    while (at && *at) {
        size_t length = strcspn(at, ",");
        const char *end = at + length, *from = at + strspn(at, " ");
        while (end > from && end[-1] == ' ')
            end--;
        lb_buf name = {0};
        char number[LB_NUMBER_SIZE];
        lb_buf_append(&name, from, from < end ? (size_t)(end - from) : 0);
        lb_status status =
            name.failed ? LB_E_MEMORY
            : name.length == 0
                ? LB_OK
                : lb_categories_add(&data->scale, scale_name(name.text, number), NULL);
        lb_buf_clear(&name);
        LB_TRY(status);
        at += length + (at[length] == ',');
    }
    return LB_OK;
}

/* Does any name of the scale stand for "not exposed"? */
static bool has_none(const lb_categories *scale)
{
    for (size_t i = 0; i < scale->count; i++)
        if (lb_category_is_none(scale->name[i]))
            return true;
    return false;
}

/* The category's number; SIZE_MAX: it is not of the scale that was given. "Ej utsatt" is the
 * mildest of a scale that does not name it. */
static lb_status find_category(lb_rating_data *data, const char *text, size_t *out)
{
    char number[LB_NUMBER_SIZE];
    const char *name = scale_name(text, number);
    bool none = lb_category_is_none(name);
    *out = none ? SIZE_MAX : lb_categories_find(&data->scale, name);
    for (size_t i = 0; none && i < data->scale.count; i++)
        if (lb_category_is_none(data->scale.name[i]))
            *out = i;
    if (*out == SIZE_MAX && (!data->scale_given || (none && !has_none(&data->scale))))
        return lb_categories_add(&data->scale, name, out);
    return LB_OK;
}

/* All names as numbers; false: not all are. */
static bool read_numbers(const lb_categories *scale, double *value)
{
    for (size_t i = 0; i < scale->count; i++)
        if (!lb_number_parse(scale->name[i], strlen(scale->name[i]), &value[i]))
            return false;
    return true;
}

/* The police's categories by how bad they are. */
static const char *const police_category[] = {"Ej utsatt", "UO", "RO", "SUO"};
enum { POLICE_CATEGORIES = sizeof police_category / sizeof *police_category };

/* How bad a category of the police is, 0 for "ej utsatt"; -1: it is none of theirs. */
static int police_severity(const char *name)
{
    if (lb_category_is_none(name))
        return 0;
    for (int i = 1; i < POLICE_CATEGORIES; i++)
        if (lb_category_same(name, police_category[i]))
            return i;
    return -1;
}

/* Of the police's categories those between the mildest and the worst are steps of the scale,
 * whether any rating has them or not: from "ej utsatt" to RO is two steps, as it is with
 * --priority. */
static lb_status add_police_steps(lb_rating_data *data)
{
    bool occurs[POLICE_CATEGORIES] = {false};
    int worst = 0;
    for (size_t i = 0; i < data->scale.count; i++) {
        int severity = police_severity(data->scale.name[i]);
        if (severity < 0)
            return LB_OK;
        occurs[severity] = true;
        worst = severity > worst ? severity : worst;
    }
    bool begun = false;
    for (int severity = 0; severity < worst; severity++) {
        begun |= occurs[severity];
        if (begun && !occurs[severity])
            LB_TRY(lb_categories_add(&data->scale, police_category[severity], NULL));
    }
    return LB_OK;
}

/* Severity of each name, ascending from the mildest: what --priority says, numbers, or the police's
 * categories. False: the names have no order. */
static bool find_severities(const lb_rating_data *data, bool numbers, double *severity)
{
    for (size_t i = 0; i < data->scale.count && !numbers; i++) {
        int police = police_severity(data->scale.name[i]);
        severity[i] = data->scale_given ? -(double)i : police;
        if (!data->scale_given && police < 0)
            return false;
    }
    return true;
}

/* Is name a to stand before name b, as the milder or, without an order, by its name? */
static bool stands_before(const lb_rating_data *data, const double *severity, size_t a, size_t b)
{
    return data->ordered ? severity[a] < severity[b]
                         : lb_text_compare(data->scale.name[a], data->scale.name[b]) < 0;
}

/* Sorts the names, the mildest first; the categories of rows move along. */
static lb_status sort_scale(lb_rating_data *data, const double *severity)
{
    size_t n = data->scale.count, *place = calloc(n + 1, sizeof *place);
    char **name = calloc(n + 1, sizeof *name);
    bool good = place && name;
    for (size_t i = 0; good && i < n; i++) {
        for (size_t j = 0; j < n; j++)
            place[i] += stands_before(data, severity, j, i);
        name[place[i]] = data->scale.name[i];
        data->value[place[i]] = severity[i];
    }
    if (good)
        memcpy(data->scale.name, name, n * sizeof *name);
    for (size_t r = 0; good && r < data->rows; r++)
        data->row[r].category = place[data->row[r].category];
    free(place);
    free(name);
    return good ? LB_OK : LB_E_MEMORY;
}

/* Numbers keep their distances in alpha_interval; other names are one step apart. */
static lb_status order_scale(lb_rating_data *data)
{
    if (!data->scale_given)
        LB_TRY(add_police_steps(data));
    size_t n = data->scale.count;
    double *severity = calloc(n + 1, sizeof *severity);
    data->value = calloc(n + 1, sizeof *data->value);
    if (!severity || !data->value) {
        free(severity);
        return LB_E_MEMORY;
    }
    bool numbers = !data->scale_given && read_numbers(&data->scale, severity);
    data->ordered = find_severities(data, numbers, severity);
    lb_status status = sort_scale(data, severity);
    free(severity);
    if (status != LB_OK || numbers ||
        (data->scale_given && read_numbers(&data->scale, data->value)))
        return status;
    for (size_t i = 0; i < n; i++)
        data->value[i] = (double)i;
    return LB_OK;
}

/* Rows ----------------------------------------------------------------------------------------- */

static bool is_joint_round(const char *round)
{
    static const char *const joint[] = {"joint", "gemensam", "samlad", "tillsammans"};
    for (size_t i = 0; i < sizeof joint / sizeof *joint; i++)
        if (lb_text_same(round, joint[i]))
            return true;
    return false;
}

static bool is_individual_round(const char *round)
{
    static const char *const individual[] = {"individual", "individuell", "enskild", "egen"};
    for (size_t i = 0; i < sizeof individual / sizeof *individual; i++)
        if (lb_text_same(round, individual[i]))
            return true;
    return false;
}

enum { AREA, ASSESSOR, CATEGORY, ROUND, CRITERION, FIELDS };

/* Fills the row's numbers of names; LB_E_MEMORY. */
static lb_status read_names(lb_rating_data *data, const lb_typed_row *row, lb_rating_row *out)
{
    const char *assessor = row->value[ASSESSOR].text, *criterion = row->value[CRITERION].text;
    LB_TRY(lb_name_index_add(&data->area, row->value[AREA].text, &out->area));
    if (assessor && !out->joint)
        LB_TRY(lb_name_index_add(&data->assessor, assessor, &out->assessor));
    if (criterion)
        LB_TRY(lb_name_index_add(&data->criterion, criterion, &out->criterion));
    return find_category(data, row->value[CATEGORY].text, &out->category);
}

/* One rating; it is placed when all areas and assessors are known. Faults are reported with their
 * line and reading goes on. */
static lb_status add_rating(void *udata, const lb_typed_row *row)
{
    lb_rating_data *data = udata;
    const char *round = row->value[ROUND].text;
    lb_rating_row rating = {.area = SIZE_MAX,
                            .assessor = SIZE_MAX,
                            .criterion = SIZE_MAX,
                            .line = row->line,
                            .joint = round && is_joint_round(round)};
    if (round && !rating.joint && !is_individual_round(round))
        lb_diagnostics_add(row->diagnostics, row->line,
                           "round '%s' is neither individual nor joint", round);
    if (!rating.joint && !row->value[ASSESSOR].text)
        lb_diagnostics_add(row->diagnostics, row->line,
                           "no assessor; only ratings of the joint round may have none");
    LB_TRY(read_names(data, row, &rating));
    if (rating.category == SIZE_MAX)
        lb_diagnostics_add(row->diagnostics, row->line, "'%s' is not in --priority %s",
                           row->value[CATEGORY].text, data->options->priority);
    if (!lb_array_reserve(&data->row, &data->capacity, data->rows + 1, sizeof *data->row))
        return LB_E_MEMORY;
    data->row[data->rows++] = rating;
    return LB_OK;
}

/* Round and criterion may be absent; a column that an option names must be there. */
static lb_status read_rows(lb_rating_data *data, lb_error *err)
{
    const lb_assess_options *o = data->options;
    const lb_input_column fields[FIELDS] = {
        {.what = "area", .requested = o->area, .option = "--area", LB_USUAL(AREA)},
        {.what = "assessor",
         .requested = o->assessor,
         .option = "--assessor",
         LB_USUAL(ASSESSOR),
         .missing = LB_VALUE_OPTIONAL},
        {.what = "category", .requested = o->category, .option = "--category", LB_USUAL(CATEGORY)},
        {.what = "round",
         .requested = o->round,
         .option = "--round",
         LB_USUAL(ROUND),
         .column_optional = !o->round,
         .missing = LB_VALUE_OPTIONAL},
        {.what = "criterion",
         .requested = o->criterion,
         .option = "--criterion",
         LB_USUAL(CRITERION),
         .column_optional = !o->criterion,
         .missing = LB_VALUE_OPTIONAL}};
    lb_typed_reader reader;
    lb_status status = lb_typed_reader_open(o->ratings, fields, FIELDS, data->job, &reader, err);
    if (status == LB_OK)
        status = lb_typed_reader_each(&reader, add_rating, data, err);
    lb_typed_reader_close(&reader);
    return status;
}

/* Ratings by area ------------------------------------------------------------------------------ */

static int compare_rows(const void *a, const void *b)
{
    const lb_rating_row *x = a, *y = b;
    if (x->joint != y->joint)
        return x->joint ? 1 : -1;
    LB_COMPARE(x->criterion, y->criterion);
    LB_COMPARE(x->area, y->area);
    LB_COMPARE(x->assessor, y->assessor);
    return (x->line > y->line) - (x->line < y->line);
}

/* An assessor rates an area, or a criterion of it, once. */
static lb_status check_once(lb_rating_data *data, lb_error *err)
{
    lb_diagnostics diagnostics = lb_diagnostics_begin(data->job->log, data->options->ratings);
    qsort(data->row, data->rows, sizeof *data->row, compare_rows);
    for (size_t r = 1; r < data->rows; r++) {
        const lb_rating_row *a = &data->row[r - 1], *b = &data->row[r];
        if (a->joint == b->joint && a->criterion == b->criterion && a->area == b->area &&
            a->assessor == b->assessor)
            lb_diagnostics_add(
                &diagnostics, b->line, "%s is rated twice by %s, expected once (first in line %ld)",
                data->area.name[b->area],
                b->assessor == SIZE_MAX ? "all jointly" : data->assessor.name[b->assessor],
                a->line);
    }
    return lb_diagnostics_end(&diagnostics, err);
}

/* [area][assessor] ratings without a criterion, as places on the scale; ratings of single criteria
 * stay in the rows. LB_RATING_NONE: not rated. */
static lb_status place_ratings(lb_rating_data *data)
{
    size_t cells = data->area.count * data->assessor.count;
    data->rating = malloc((cells + 1) * sizeof *data->rating);
    data->joint = malloc((data->area.count + 1) * sizeof *data->joint);
    data->area_place = malloc((data->area.count + 1) * sizeof *data->area_place);
    data->area_order = lb_name_index_order(&data->area);
    data->assessor_order = lb_name_index_order(&data->assessor);
    data->criterion_order = lb_name_index_order(&data->criterion);
    if (!data->rating || !data->joint || !data->area_place || !data->area_order ||
        !data->assessor_order || !data->criterion_order)
        return LB_E_MEMORY;
    for (size_t i = 0; i < cells; i++)
        data->rating[i] = LB_RATING_NONE;
    for (size_t i = 0; i < data->area.count; i++)
        data->joint[i] = LB_RATING_NONE;
    for (size_t i = 0; i < data->area.count; i++)
        data->area_place[data->area_order[i]] = i;
    for (size_t r = 0; r < data->rows; r++) {
        const lb_rating_row *row = &data->row[r];
        if (row->criterion != SIZE_MAX)
            continue;
        if (row->joint)
            data->joint[row->area] = (int)row->category;
        else
            data->rating[row->area * data->assessor.count + row->assessor] = (int)row->category;
    }
    return LB_OK;
}

void lb_rating_data_count(const lb_rating_data *data, size_t criterion, size_t *count)
{
    size_t q = data->scale.count;
    memset(count, 0, data->area.count * q * sizeof *count);
    for (size_t r = 0; r < data->rows; r++) {
        const lb_rating_row *row = &data->row[r];
        if (!row->joint && row->criterion == criterion)
            count[data->area_place[row->area] * q + row->category]++;
    }
}

/* Agreement needs two assessors, and two areas that two of them have rated. */
static lb_status check_enough(const lb_rating_data *data, lb_error *err)
{
    size_t shared = 0, q = data->scale.count;
    if (data->assessor.count < 2)
        return lb_error_set(err, LB_E_INPUT,
                            "%s: %zu assessor, at least 2 are needed to say how far they agree",
                            data->options->ratings, data->assessor.count);
    size_t *seen = calloc(data->area.count + 1, sizeof *seen);
    if (!seen)
        return lb_error_memory(err);
    for (size_t r = 0; r < data->rows; r++)
        if (!data->row[r].joint)
            shared += ++seen[data->row[r].area] == 2;
    free(seen);
    if (shared < 2 || q < 1)
        return lb_error_set(
            err, LB_E_INPUT, "%s: %zu %s with two or more ratings, at least 2 are needed",
            data->options->ratings, shared, lb_number_word(shared, "area", "areas"));
    return LB_OK;
}

/* Areas that fewer than two assessors have rated as a whole say nothing of agreement. */
static void warn_of_unpaired(const lb_rating_data *data)
{
    size_t assessors = data->assessor.count, rated = 0, unpaired = 0, first = SIZE_MAX;
    for (size_t i = 0; i < data->area.count; i++) {
        size_t area = data->area_order[i], n = 0;
        for (size_t a = 0; a < assessors; a++)
            n += data->rating[area * assessors + a] != LB_RATING_NONE;
        rated += n > 0;
        unpaired += n < 2;
        first = n < 2 && first == SIZE_MAX ? area : first;
    }
    if (rated > 0 && unpaired > 0)
        lb_log_warning(data->job->log,
                       "%s: %s has fewer than two ratings (in all: %zu of %zu areas); agreement is "
                       "of the others",
                       data->options->ratings, data->area.name[first], unpaired, data->area.count);
}

lb_status lb_rating_data_read(lb_rating_data *data, lb_error *err)
{
    data->area.folded = data->assessor.folded = data->criterion.folded = true;
    if (read_priority(data) != LB_OK)
        return lb_error_memory(err);
    LB_TRY(read_rows(data, err));
    LB_TRY(check_once(data, err));
    if (order_scale(data) != LB_OK || place_ratings(data) != LB_OK)
        return lb_error_memory(err);
    if (!data->ordered)
        lb_log_warning(data->job->log,
                       "%s: the categories have no known order; give --priority, the worst first, "
                       "for ordinal and interval agreement, medians and spreads",
                       data->options->ratings);
    LB_TRY(check_enough(data, err));
    warn_of_unpaired(data);
    return LB_OK;
}
