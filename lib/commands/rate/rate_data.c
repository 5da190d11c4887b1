/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/swedish_text.h"
#include "commands/rate/rate_data.h"
#include "input/tables/checked_table.h"
#include "text/usual_columns.h"

enum { MAX_PRIORITIES = 32 };

void lb_rate_data_clear(lb_rate_data *data)
{
    for (size_t i = 0; i < data->cells; i++) {
        free(data->cell[i].count);
        free(data->cell[i].part);
    }
    free(data->cell);
    free(data->category);
    free(data->people);
    free(data->people_in_period);
    free(data->people_of_year);
    lb_topology_issues_clear(&data->events.topology);
    lb_categories_clear(&data->categories);
    lb_name_index_clear(&data->area);
    lb_name_index_clear(&data->indicator);
    lb_name_index_clear(&data->period);
    *data = (lb_rate_data){0};
}

/* --- Areas --- */

static lb_status add_area(void *udata, const lb_checked_table *sheet, size_t row,
                          lb_diagnostics *diagnostics)
{
    lb_rate_data *data = udata;
    const char *name = lb_table_text(&sheet->table, row, 0);
    const char *category = lb_table_text(&sheet->table, row, 1);
    size_t at, before = data->area.count, kind = SIZE_MAX;
    if (lb_name_index_add(&data->area, name, &at) != LB_OK)
        return LB_E_MEMORY;
    if (data->area.count == before) {
        lb_diagnostics_add(diagnostics, sheet->line[row],
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
    data->people[at] = lb_table_real(&sheet->table, row, 2);
    return LB_OK;
}

/* Cuts "A,B,C" into words, in place. */
static size_t split_words(char *text, const char **word, size_t max)
{
    size_t n = 0;
    while (text && *text && n < max) {
        size_t length = strcspn(text, ",");
        bool last = text[length] == '\0';
        text[length] = '\0';
        word[n++] = text;
        text += last ? length : length + 1;
    }
    return n;
}

static lb_status sort_categories(lb_rate_data *data, const char *priority)
{
    const char *word[MAX_PRIORITIES];
    size_t *moved = calloc(data->categories.count + 1, sizeof *moved);
    char *words = lb_text_copy(priority ? priority : "");
    bool good = moved && words;
    if (good) {
        size_t n = split_words(words, word, MAX_PRIORITIES);
        lb_categories_sort(&data->categories, word, n, moved);
        for (size_t i = 0; i < data->area.count; i++)
            if (data->category[i] != SIZE_MAX)
                data->category[i] = moved[data->category[i]];
    }
    free(moved);
    free(words);
    return good ? LB_OK : LB_E_MEMORY;
}

lb_status lb_rate_read_areas(const lb_rate_options *options, const lb_job *job, lb_rate_data *data,
                             lb_error *err)
{
    const lb_checked_column fields[] = {{.what = "area",
                                         .requested = options->name,
                                         .option = "--name",
                                         .usual = lb_usual_columns[LB_USUAL_AREA]},
                                        {.what = "category",
                                         .requested = options->category,
                                         .option = "--category",
                                         .usual = lb_usual_columns[LB_USUAL_CATEGORY],
                                         .value_optional = true},
                                        {.what = "population",
                                         .requested = options->population_field,
                                         .option = "--population-field",
                                         .usual = lb_usual_columns[LB_USUAL_POPULATION],
                                         .type = LB_REAL,
                                         .column_optional = true,
                                         .value_optional = true,
                                         .max = INFINITY}};
    lb_row_check check = {add_area, data};
    lb_checked_table sheet = {0};
    data->area.folded = data->indicator.folded = true;
    lb_status status = lb_checked_table_read(options->areas, fields, 3, &check, job, &sheet, err);
    if (status != LB_OK)
        return status;
    data->rows[0] = sheet.table.rows;
    data->has_polygons = sheet.has_polygons;
    if (!options->population && !sheet.has[2])
        status = lb_error_set(err, LB_E_USAGE,
                              "%s: has no field of people; expected --population TABLE (area, "
                              "period, population) or --population-field FIELD",
                              options->areas);
    else if (data->categories.count == 0)
        status = lb_error_set(err, LB_E_INPUT, "%s: no area is in a category", options->areas);
    else if (sort_categories(data, options->priority) != LB_OK)
        status = lb_error_memory(err);
    lb_checked_table_clear(&sheet);
    return status;
}

/* --- Counts --- */

lb_rate_cell *lb_rate_cell_at(lb_rate_data *data, size_t indicator, size_t period, double count)
{
    for (size_t i = 0; i < data->cells; i++)
        if (data->cell[i].indicator == indicator && data->cell[i].period == period)
            return &data->cell[i];
    double *each = calloc(data->area.count + 1, sizeof *each);
    if (!each ||
        !lb_array_reserve(&data->cell, &data->cell_capacity, data->cells + 1, sizeof *data->cell)) {
        free(each);
        return NULL;
    }
    for (size_t i = 0; i < data->area.count; i++)
        each[i] = count;
    data->cell[data->cells] = (lb_rate_cell){.indicator = indicator,
                                             .period = period,
                                             .count = each,
                                             .country = {NAN, NAN},
                                             .people_of_year = NAN};
    return &data->cell[data->cells++];
}

static lb_status add_count(void *udata, const lb_checked_table *sheet, size_t row,
                           lb_diagnostics *diagnostics)
{
    lb_rate_data *data = udata;
    const lb_table *t = &sheet->table;
    size_t area, indicator, period;
    if (lb_name_index_find(&data->area, lb_table_text(t, row, 0), &area) != LB_OK ||
        lb_name_index_add(&data->indicator, lb_table_text(t, row, 1), &indicator) != LB_OK ||
        lb_name_index_add(&data->period, lb_table_text(t, row, 2), &period) != LB_OK)
        return LB_E_MEMORY;
    if (area == SIZE_MAX) {
        lb_diagnostics_add(diagnostics, sheet->line[row], "'%s' is none of the areas; nearest: %s",
                           lb_table_text(t, row, 0),
                           lb_name_index_nearest(&data->area, lb_table_text(t, row, 0)));
        return LB_OK;
    }
    lb_rate_cell *cell = lb_rate_cell_at(data, indicator, period, (double)NAN);
    if (!cell)
        return LB_E_MEMORY;
    if (!isnan(cell->count[area]))
        lb_diagnostics_add(diagnostics, sheet->line[row],
                           "%s, %s, %s is there twice, expected once", lb_table_text(t, row, 0),
                           lb_table_text(t, row, 1), lb_table_text(t, row, 2));
    cell->count[area] = lb_table_real(t, row, 3);
    return LB_OK;
}

lb_status lb_rate_read_counts(const lb_rate_options *options, const lb_job *job, lb_rate_data *data,
                              lb_error *err)
{
    const lb_checked_column fields[] = {
        {.what = "area", .usual = lb_usual_columns[LB_USUAL_AREA]},
        {.what = "indicator", .usual = lb_usual_columns[LB_USUAL_INDICATOR]},
        {.what = "period", .usual = lb_usual_columns[LB_USUAL_PERIOD]},
        {.what = "count",
         .usual = lb_usual_columns[LB_USUAL_COUNT],
         .type = LB_REAL,
         .value_optional = true,
         .max = INFINITY}};
    lb_row_check check = {add_count, data};
    lb_checked_table sheet = {0};
    lb_status status = lb_checked_table_read(options->counts, fields, 4, &check, job, &sheet, err);
    data->rows[1] = sheet.table.rows;
    lb_checked_table_clear(&sheet);
    return status;
}

/* --- People --- */

double lb_rate_people(const lb_rate_data *data, size_t area, size_t period)
{
    size_t i = period * data->area.count + area;
    double at = data->people_in_period ? data->people_in_period[i] : (double)NAN;
    if (isnan(at) && data->people_of_year)
        at = data->people_of_year[i];
    return isnan(at) ? data->people[area] : at;
}

/* 2021 has 2021H1, 2021Q3, 2021-05 and 2021-01-01/2021-07-01, but not 20210. */
static bool is_part_of(const char *period, const char *year)
{
    return strspn(year, "0123456789") == 4 && year[4] == 0 && strncmp(period, year, 4) == 0 &&
           period[4] != 0 && strchr("HQ-", period[4]);
}

static void set_people_of_year(lb_rate_data *data, size_t area, const char *year, double people)
{
    for (size_t p = 0; p < data->period.count; p++)
        if (is_part_of(data->period.name[p], year)) {
            data->people_of_year[p * data->area.count + area] = people;
            data->borrowed++;
        }
}

/* Areas and periods that nothing was counted for may stand in the table: it is often made for more
 * than one job. */
static lb_status add_people(void *udata, const lb_checked_table *sheet, size_t row,
                            lb_diagnostics *diagnostics)
{
    lb_rate_data *data = udata;
    const char *name = lb_table_text(&sheet->table, row, 0);
    const char *when = lb_table_text(&sheet->table, row, 1);
    size_t area, period = SIZE_MAX;
    if (lb_name_index_find(&data->area, name, &area) != LB_OK ||
        (when && lb_name_index_find(&data->period, when, &period) != LB_OK))
        return LB_E_MEMORY;
    if (area != SIZE_MAX && when)
        set_people_of_year(data, area, when, lb_table_real(&sheet->table, row, 2));
    if (area == SIZE_MAX || (when && period == SIZE_MAX))
        return LB_OK;
    double *to =
        when ? &data->people_in_period[period * data->area.count + area] : &data->people[area];
    if (!isnan(*to))
        lb_diagnostics_add(diagnostics, sheet->line[row], "%s%s%s is there twice, expected once",
                           name, when ? ", " : "", when ? when : "");
    *to = lb_table_real(&sheet->table, row, 2);
    return LB_OK;
}

lb_status lb_rate_read_population(const lb_rate_options *options, const lb_job *job,
                                  lb_rate_data *data, lb_error *err)
{
    const lb_checked_column fields[] = {{.what = "area", .usual = lb_usual_columns[LB_USUAL_AREA]},
                                        {.what = "period",
                                         .usual = lb_usual_columns[LB_USUAL_PERIOD],
                                         .column_optional = true,
                                         .value_optional = true},
                                        {.what = "population",
                                         .usual = lb_usual_columns[LB_USUAL_POPULATION],
                                         .type = LB_REAL,
                                         .value_optional = true,
                                         .max = INFINITY}};
    lb_row_check check = {add_people, data};
    lb_checked_table sheet = {0};
    size_t n = data->period.count * data->area.count;
    if (!options->population)
        return LB_OK;
    data->people_in_period = calloc(n + 1, sizeof *data->people_in_period);
    data->people_of_year = calloc(n + 1, sizeof *data->people_of_year);
    if (!data->people_in_period || !data->people_of_year)
        return lb_error_memory(err);
    for (size_t i = 0; i < n; i++)
        data->people_in_period[i] = data->people_of_year[i] = NAN;
    for (size_t i = 0; i < data->area.count; i++)
        data->people[i] = NAN;
    lb_status status =
        lb_checked_table_read(options->population, fields, 3, &check, job, &sheet, err);
    data->rows[2] = sheet.table.rows;
    lb_checked_table_clear(&sheet);
    return status;
}

/* --- The country --- */

static lb_status add_national(void *udata, const lb_checked_table *sheet, size_t row,
                              lb_diagnostics *diagnostics)
{
    lb_rate_data *data = udata;
    const lb_table *t = &sheet->table;
    const char *what = lb_table_text(t, row, 0), *when = lb_table_text(t, row, 1);
    size_t indicator = SIZE_MAX, period = SIZE_MAX;
    if ((what && lb_name_index_find(&data->indicator, what, &indicator) != LB_OK) ||
        lb_name_index_find(&data->period, when, &period) != LB_OK)
        return LB_E_MEMORY;
    for (size_t i = 0; i < data->cells; i++) {
        lb_rate_cell *cell = &data->cell[i];
        if (is_part_of(data->period.name[cell->period], when) &&
            (!what || cell->indicator == indicator))
            cell->people_of_year = lb_table_real(t, row, 3);
        if (cell->period != period || (what && cell->indicator != indicator))
            continue;
        if (!isnan(cell->country.population))
            lb_diagnostics_add(diagnostics, sheet->line[row],
                               "%s, %s is there twice, expected once",
                               what ? what : "(every indicator)", when);
        cell->country = (lb_rate_totals){lb_table_real(t, row, 2), lb_table_real(t, row, 3)};
    }
    return LB_OK;
}

lb_status lb_rate_read_national(const lb_rate_options *options, const lb_job *job,
                                lb_rate_data *data, lb_error *err)
{
    bool events = options->events != NULL; /* which can be counted, if they are all there */
    const lb_checked_column fields[] = {
        {.what = "indicator",
         .usual = lb_usual_columns[LB_USUAL_INDICATOR],
         .column_optional = events,
         .value_optional = events},
        {.what = "period", .usual = lb_usual_columns[LB_USUAL_PERIOD]},
        {.what = "count",
         .usual = lb_usual_columns[LB_USUAL_COUNT],
         .type = LB_REAL,
         .column_optional = events,
         .value_optional = true,
         .max = INFINITY},
        {.what = "population",
         .usual = lb_usual_columns[LB_USUAL_POPULATION],
         .type = LB_REAL,
         .value_optional = true,
         .max = INFINITY}};
    lb_row_check check = {add_national, data};
    lb_checked_table sheet = {0};
    if (!options->national)
        return LB_OK;
    lb_status status =
        lb_checked_table_read(options->national, fields, 4, &check, job, &sheet, err);
    data->rows[3] = sheet.table.rows;
    lb_checked_table_clear(&sheet);
    for (size_t i = 0; i < data->cells; i++) {
        lb_rate_totals *country = &data->cell[i].country;
        if (events && isnan(country->population) && !isnan(data->cell[i].people_of_year)) {
            *country = (lb_rate_totals){NAN, data->cell[i].people_of_year};
            data->borrowed++;
        }
        if (events && isnan(country->count) && !isnan(country->population))
            country->count = data->cell[i].all;
    }
    return status;
}
