/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads the tables of `rate`: areas with category and population, counts per area, indicator and
 * period, population per period, and national totals (docs/methods.md, Rates). Counts lie in one
 * array by area for each pair of indicator and period. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/swedish_text.h"
#include "commands/rate/rate_data.h"
#include "input/tables/typed_reader.h"
#include "kernel/disclosure/policy.h"

/* Of a column: whole numbers of any size, or nothing. */
#define WHOLE_NUMBERS(usual_) \
    LB_USUAL(usual_), .type = LB_REAL, .whole = true, .missing = LB_VALUE_OPTIONAL, .max = INFINITY

void lb_rate_data_clear(lb_rate_data *data)
{
    for (size_t i = 0; i < data->cells; i++) {
        free(data->cell[i].count);
        free(data->cell[i].part);
        free(data->cell[i].piece);
        free(data->cell[i].piece_area);
    }
    free(data->cell);
    lb_string_ids_clear(&data->cell_keys);
    free(data->category);
    free(data->people);
    free(data->people_in_period);
    free(data->people_of_year);
    free(data->populations.count);
    lb_coarsened_column_clear(&data->populations.coarsened);
    lb_topology_issues_clear(&data->events.topology);
    lb_categories_clear(&data->categories);
    lb_name_index_clear(&data->area);
    lb_name_index_clear(&data->indicator);
    lb_name_index_clear(&data->period);
    *data = (lb_rate_data){0};
}

/* Where the people are in data->populations; SIZE_MAX: they are missing, or out of memory (*good).
 */
static size_t add_population(lb_rate_data *data, double people, bool *good)
{
    lb_rate_people *list = &data->populations;
    if (isnan(people))
        return SIZE_MAX;
    *good = lb_array_reserve(&list->count, &list->capacity, list->counts + 1, sizeof *list->count);
    if (!*good)
        return SIZE_MAX;
    list->count[list->counts] = people;
    return list->counts++;
}

/* --- Areas --- */

/* One row of the areas. An area in no category (SIZE_MAX) stays, since its events and people belong
 * to the rest of the country; a name that repeats is a fault, as counts are joined by name. */
static lb_status add_area(void *udata, const lb_typed_row *row)
{
    lb_rate_data *data = udata;
    const char *name = row->value[0].text;
    const char *category = row->value[1].text;
    size_t at, before = data->area.count, kind = SIZE_MAX;
    bool good = true;
    if (lb_name_index_add(&data->area, name, &at) != LB_OK)
        return LB_E_MEMORY;
    if (data->area.count == before) {
        lb_diagnostics_add(row->diagnostics, row->line,
                           "area '%s' is there twice, expected each area once", name);
        return LB_OK;
    }
    if (category && !lb_category_is_none(category) &&
        lb_categories_add(&data->categories, category, &kind) != LB_OK)
        return LB_E_MEMORY;
    if (!lb_array_reserve(&data->category, &data->category_capacity, at + 1,
                          sizeof *data->category) ||
        !lb_array_reserve(&data->people, &data->people_capacity, at + 1, sizeof *data->people))
        return LB_E_MEMORY;
    data->category[at] = kind;
    data->people[at] = add_population(data, row->value[2].number, &good);
    return good ? LB_OK : LB_E_MEMORY;
}

/* Worst first: by the order that the user gave, else as lb_categories_sort has it. */
static lb_status sort_categories(lb_rate_data *data, const char *priority)
{
    size_t *moved = calloc(data->categories.count + 1, sizeof *moved);
    lb_status status =
        moved ? lb_categories_sort_by(&data->categories, priority, moved) : LB_E_MEMORY;
    for (size_t i = 0; status == LB_OK && i < data->area.count; i++)
        if (data->category[i] != SIZE_MAX)
            data->category[i] = moved[data->category[i]];
    free(moved);
    return status;
}

/* Names are compared folded (case, accents, spaces), as tables of counts rarely agree with layers.
 * People come from a field here or from a table of their own; without either there is no rate. */
lb_status lb_rate_read_areas(const lb_rate_options *options, const lb_job *job, lb_rate_data *data,
                             lb_error *err)
{
    const lb_input_column fields[] = {
        {.what = "area", .requested = options->name, .option = "--name", LB_USUAL(AREA)},
        {.what = "category",
         .requested = options->category,
         .option = "--category",
         LB_USUAL(CATEGORY),
         .missing = LB_VALUE_OPTIONAL},
        {.what = "population",
         .requested = options->population_field,
         .option = "--population-field",
         WHOLE_NUMBERS(POPULATION),
         .column_optional = true}};
    lb_typed_reader reader;
    data->area.folded = data->indicator.folded = true;
    lb_status status = lb_typed_reader_open(options->areas, fields, 3, job, &reader, err);
    if (status == LB_OK)
        status = lb_typed_reader_each(&reader, add_area, data, err);
    bool has_people = status == LB_OK && lb_typed_reader_has(&reader, 2);
    data->rows[0] = reader.n_rows;
    data->has_polygons = reader.has_polygons;
    lb_typed_reader_close(&reader);
    if (status != LB_OK)
        return status;
    if (!options->population && !has_people)
        status = lb_error_set(err, LB_E_USAGE,
                              "%s: has no field of people; expected --population TABLE (area, "
                              "period, population) or --population-field FIELD",
                              options->areas);
    else if (data->categories.count == 0)
        status = lb_error_set(err, LB_E_INPUT, "%s: no area is in a category", options->areas);
    else if (sort_categories(data, options->priority) != LB_OK)
        status = lb_error_memory(err);
    return status;
}

/* --- Counts --- */

const lb_rate_cell *lb_rate_cell_find(const lb_rate_data *data, size_t indicator, size_t period)
{
    const size_t key[] = {indicator, period};
    uint32_t id = lb_string_ids_find(&data->cell_keys, (lb_string){(const char *)key, sizeof key});
    return id == LB_STRING_ID_NONE ? NULL : &data->cell[id];
}

lb_rate_cell *lb_rate_cell_at(lb_rate_data *data, size_t indicator, size_t period, double count)
{
    const size_t key[] = {indicator, period};
    const lb_string string = {(const char *)key, sizeof key};
    uint32_t id = lb_string_ids_find(&data->cell_keys, string);
    if (id != LB_STRING_ID_NONE)
        return &data->cell[id];
    double *each = calloc(data->area.count + 1, sizeof *each);
    if (!each ||
        !lb_array_reserve(&data->cell, &data->cell_capacity, data->cells + 1, sizeof *data->cell) ||
        lb_string_ids_add(&data->cell_keys, &string, 1, &id) != LB_OK) {
        free(each);
        return NULL;
    }
    for (size_t i = 0; i < data->area.count; i++)
        each[i] = count;
    data->cell[data->cells] = (lb_rate_cell){.indicator = indicator,
                                             .period = period,
                                             .count = each,
                                             .country = {.count = NAN, .population = NAN},
                                             .people_of_year = NAN};
    return &data->cell[data->cells++];
}

/* Areas must exist already; indicators and periods are numbered as they appear. A second count of
 * the same cell is a fault. */
static lb_status add_count(void *udata, const lb_typed_row *row)
{
    lb_rate_data *data = udata;
    size_t area, indicator, period;
    if (lb_name_index_find(&data->area, row->value[0].text, &area) != LB_OK ||
        lb_name_index_add(&data->indicator, row->value[1].text, &indicator) != LB_OK ||
        lb_name_index_add(&data->period, row->value[2].text, &period) != LB_OK)
        return LB_E_MEMORY;
    if (area == SIZE_MAX) {
        lb_diagnostics_add(row->diagnostics, row->line, "'%s' is none of the areas%s",
                           row->value[0].text,
                           lb_name_index_nearest(&data->area, row->value[0].text).text);
        return LB_OK;
    }
    lb_rate_cell *cell = lb_rate_cell_at(data, indicator, period, (double)NAN);
    if (!cell)
        return LB_E_MEMORY;
    if (!isnan(cell->count[area]))
        lb_diagnostics_add(row->diagnostics, row->line, "%s, %s, %s is there twice, expected once",
                           row->value[0].text, row->value[1].text, row->value[2].text);
    cell->count[area] = row->value[3].number;
    return LB_OK;
}

lb_status lb_rate_read_counts(const lb_rate_options *options, const lb_job *job, lb_rate_data *data,
                              lb_error *err)
{
    const lb_input_column fields[] = {{.what = "area", LB_USUAL(AREA)},
                                      {.what = "indicator", LB_USUAL(INDICATOR)},
                                      {.what = "period", LB_USUAL(PERIOD)},
                                      {.what = "count", WHOLE_NUMBERS(COUNT)}};
    lb_typed_reader reader;
    lb_status status = lb_typed_reader_open(options->counts, fields, 4, job, &reader, err);
    if (status == LB_OK)
        status = lb_typed_reader_each(&reader, add_count, data, err);
    data->rows[1] = reader.n_rows;
    lb_typed_reader_close(&reader);
    return status;
}

/* --- People --- */

static size_t people_at(const lb_rate_data *data, size_t area, size_t period)
{
    size_t i = period * data->area.count + area;
    size_t at = data->people_in_period ? data->people_in_period[i] : SIZE_MAX;
    if (at == SIZE_MAX && data->people_of_year)
        at = data->people_of_year[i];
    return at == SIZE_MAX ? data->people[area] : at;
}

lb_status lb_rate_coarsen_people(lb_rate_data *data, const lb_job *job)
{
    lb_rate_people *list = &data->populations;
    return lb_job_coarsens(job) ? lb_coarsen_counts(list->counts, lb_job_min_cell(job), list->count,
                                                    &list->coarsened)
                                : LB_OK;
}

lb_rate_area lb_rate_area_in(const lb_rate_data *data, const lb_rate_cell *cell, size_t area)
{
    size_t at = people_at(data, area, cell->period);
    lb_rate_area out = {cell->count[area], NAN, data->category[area], 0, 0};
    if (at == SIZE_MAX)
        return out;
    out.population = data->populations.count[at];
    if (data->populations.coarsened.low) {
        out.fewer = out.population - data->populations.coarsened.low[at];
        out.more = data->populations.coarsened.high[at] - out.population;
    }
    return out;
}

/* 2021 has 2021H1, 2021Q3, 2021-05 and 2021-01-01/2021-07-01, but not 20210. */
static bool is_part_of(const char *period, const char *year)
{
    return strspn(year, "0123456789") == 4 && year[4] == 0 && strncmp(period, year, 4) == 0 &&
           period[4] != 0 && strchr("HQ-", period[4]);
}

static void set_people_of_year(lb_rate_data *data, size_t area, const char *year, size_t people)
{
    for (size_t p = 0; p < data->period.count; p++)
        if (is_part_of(data->period.name[p], year)) {
            data->people_of_year[p * data->area.count + area] = people;
            data->borrowed++;
        }
}

/* Rows of areas and periods without counts are no problem: one table of population serves several
 * analyses. */
static lb_status add_people(void *udata, const lb_typed_row *row)
{
    lb_rate_data *data = udata;
    const char *name = row->value[0].text;
    const char *when = row->value[1].text;
    size_t area, period = SIZE_MAX;
    bool good = true;
    if (lb_name_index_find(&data->area, name, &area) != LB_OK ||
        (when && lb_name_index_find(&data->period, when, &period) != LB_OK))
        return LB_E_MEMORY;
    if (area == SIZE_MAX)
        return LB_OK;
    size_t people = add_population(data, row->value[2].number, &good);
    if (!good)
        return LB_E_MEMORY;
    if (when)
        set_people_of_year(data, area, when, people);
    if (when && period == SIZE_MAX)
        return LB_OK;
    size_t *to =
        when ? &data->people_in_period[period * data->area.count + area] : &data->people[area];
    if (*to != SIZE_MAX)
        lb_diagnostics_add(row->diagnostics, row->line, "%s%s%s is there twice, expected once",
                           name, when ? ", " : "", when ? when : "");
    *to = people;
    return LB_OK;
}

/* People by period replace those of the areas' field for all areas, so that no rate mixes
 * sources. */
lb_status lb_rate_read_population(const lb_rate_options *options, const lb_job *job,
                                  lb_rate_data *data, lb_error *err)
{
    const lb_input_column fields[] = {
        {.what = "area", LB_USUAL(AREA)},
        {.what = "period", LB_USUAL(PERIOD), .column_optional = true, .missing = LB_VALUE_OPTIONAL},
        {.what = "population", WHOLE_NUMBERS(POPULATION)}};
    lb_typed_reader reader;
    size_t n = data->period.count * data->area.count;
    if (!options->population)
        return LB_OK;
    data->people_in_period = calloc(n + 1, sizeof *data->people_in_period);
    data->people_of_year = calloc(n + 1, sizeof *data->people_of_year);
    if (!data->people_in_period || !data->people_of_year)
        return lb_error_memory(err);
    for (size_t i = 0; i < n; i++)
        data->people_in_period[i] = data->people_of_year[i] = SIZE_MAX;
    for (size_t i = 0; i < data->area.count; i++)
        data->people[i] = SIZE_MAX;
    data->populations.counts = 0;
    lb_status status = lb_typed_reader_open(options->population, fields, 3, job, &reader, err);
    if (status == LB_OK)
        status = lb_typed_reader_each(&reader, add_people, data, err);
    data->rows[2] = reader.n_rows;
    lb_typed_reader_close(&reader);
    return status;
}

/* --- The country --- */

/* A row without an indicator is of every one. A year's people also serve periods that are part of
 * it: people are counted once a year. */
static lb_status add_national(void *udata, const lb_typed_row *row)
{
    lb_rate_data *data = udata;
    const char *what = row->value[0].text, *when = row->value[1].text;
    size_t indicator = SIZE_MAX, period = SIZE_MAX;
    if ((what && lb_name_index_find(&data->indicator, what, &indicator) != LB_OK) ||
        lb_name_index_find(&data->period, when, &period) != LB_OK)
        return LB_E_MEMORY;
    for (size_t i = 0; i < data->cells; i++) {
        lb_rate_cell *cell = &data->cell[i];
        if (is_part_of(data->period.name[cell->period], when) &&
            (!what || cell->indicator == indicator))
            cell->people_of_year = row->value[3].number;
        if (cell->period != period || (what && cell->indicator != indicator))
            continue;
        if (!isnan(cell->country.population))
            lb_diagnostics_add(row->diagnostics, row->line, "%s, %s is there twice, expected once",
                               what ? what : "(every indicator)", when);
        cell->country =
            (lb_rate_totals){.count = row->value[2].number, .population = row->value[3].number};
    }
    return LB_OK;
}

/* Where events are counted here, a country without a count has the sum over all events read; that
 * holds only if the source has the whole country's. */
lb_status lb_rate_read_national(const lb_rate_options *options, const lb_job *job,
                                lb_rate_data *data, lb_error *err)
{
    bool events = options->events != NULL; /* which can be counted, if they are all there */
    const lb_input_column fields[] = {
        {.what = "indicator",
         LB_USUAL(INDICATOR),
         .column_optional = events,
         .missing = events ? LB_VALUE_OPTIONAL : LB_VALUE_NEEDED},
        {.what = "period", LB_USUAL(PERIOD)},
        {.what = "count", WHOLE_NUMBERS(COUNT), .column_optional = events},
        {.what = "population", WHOLE_NUMBERS(POPULATION)}};
    lb_typed_reader reader;
    if (!options->national)
        return LB_OK;
    lb_status status = lb_typed_reader_open(options->national, fields, 4, job, &reader, err);
    if (status == LB_OK)
        status = lb_typed_reader_each(&reader, add_national, data, err);
    data->rows[3] = reader.n_rows;
    lb_typed_reader_close(&reader);
    for (size_t i = 0; i < data->cells; i++) {
        lb_rate_totals *country = &data->cell[i].country;
        if (events && isnan(country->population) && !isnan(data->cell[i].people_of_year)) {
            *country = (lb_rate_totals){.count = NAN, .population = data->cell[i].people_of_year};
            data->borrowed++;
        }
        data->cell[i].country_is_events =
            events && isnan(country->count) && !isnan(country->population);
        if (data->cell[i].country_is_events)
            country->count = lb_sum_value(data->cell[i].all);
    }
    return status;
}
