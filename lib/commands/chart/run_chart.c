/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `chart`: a table that another command wrote, as a picture. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <lagesbild/chart.h>
#include <lagesbild/picture.h>
#include "command/command_list.h"
#include "command/output_check.h"
#include "base/number.h"
#include "model/run_cache.h"
#include "base/swedish_text.h"
#include "input/tables/checked_table.h"

/* Columns that are names, whatever they look like: the period 2019 is no number. */
static bool is_name(const char *column)
{
    static const char *const names[] = {"period", "category", "indicator", "area_set",
                                        "curve",  "namn",     "name",      "area",
                                        "omrade", "unit",     "status"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (lb_text_same(column, names[i]))
            return true;
    return false;
}

/* Is the column read as text? */
static bool is_text_column(const lb_chart_job *chart, const char *name)
{
    return is_name(name) ||
           (chart->kind == LB_CHART_CLASSES && chart->only && lb_text_same(name, chart->only));
}

/* A value as text, as a CSV file has it; NULL: missing. */
static const char *value_text(const lb_table *table, size_t row, size_t c,
                              char number[LB_NUMBER_SIZE])
{
    if (table->column[c].type == LB_TEXT)
        return lb_table_text(table, row, c);
    lb_number_format(lb_table_real(table, row, c), number);
    return number[0] ? number : NULL;
}

/* A table that an earlier step of this run has made, as it would be read from its file. */
static lb_status copy_table(const lb_chart_job *chart, const lb_table *made, lb_table *table)
{
    char number[LB_NUMBER_SIZE];
    for (size_t c = 0; c < made->columns; c++) {
        const char *name = made->column[c].name;
        lb_table_add_column(table, name, is_text_column(chart, name) ? LB_TEXT : LB_REAL,
                            LB_UNIT_NONE);
    }
    for (size_t i = 0; i < made->rows && !table->failed; i++) {
        lb_table_add_row(table);
        for (size_t c = 0; c < made->columns && !table->failed; c++) {
            const char *text = value_text(made, i, c, number);
            double value = NAN;
            if (table->column[c].type == LB_TEXT)
                lb_table_set_text(table, i, c, text);
            else if (text && lb_value_parse(text, strlen(text), &value) == LB_VALUE_NUMBER)
                lb_table_set_real(table, i, c, value);
        }
    }
    return lb_table_status(table);
}

/* Every column of the table: names as text, all else as numbers where it is one. */
static lb_status read_columns(const lb_chart_job *chart, lb_typed_reader *reader, lb_table *table,
                              lb_error *err)
{
    size_t n = lb_rows_columns(reader->rows);
    lb_input_column *column = calloc(n + 1, sizeof *column);
    lb_checked_table all = {0};
    for (size_t c = 0; column && c < n; c++) {
        const char *name = lb_rows_column(reader->rows, c);
        column[c] = (lb_input_column){.what = name,
                                      .type = is_text_column(chart, name) ? LB_TEXT : LB_REAL,
                                      .missing = LB_VALUE_LENIENT};
    }
    lb_status status = column ? lb_typed_reader_find(reader, column, n, err) : lb_error_memory(err);
    if (status == LB_OK)
        status = lb_checked_table_fill(&all, reader, err);
    if (status == LB_OK) {
        *table = all.table;
        all.table = (lb_table){0};
    }
    lb_checked_table_clear(&all);
    free(column);
    return status;
}

static lb_status read_table(const lb_chart_job *chart, const lb_job *job, lb_table *table,
                            lb_error *err)
{
    lb_typed_reader reader;
    const lb_table *made = lb_run_cache_find(job->cache, "table", chart->table);
    if (made)
        return copy_table(chart, made, table) == LB_OK ? LB_OK : lb_error_memory(err);
    lb_status status = lb_typed_reader_open(chart->table, NULL, 0, job, &reader, err);
    if (status == LB_OK)
        status = read_columns(chart, &reader, table, err);
    lb_typed_reader_close(&reader);
    return status;
}

/* The kinds of chart, each of its own columns (commands/chart/chart). */
static lb_status draw_chart(const lb_chart_job *chart, const lb_table *table, bool english,
                            lb_drawing **out, lb_error *err)
{
    lb_chart_options options = chart->options;
    options.english = english;
    switch (chart->kind) {
    case LB_CHART_BORDER:
        return lb_chart_border(table, chart->only, &options, out, err);
    case LB_CHART_RATES:
        return lb_chart_rates(table, chart->only, &options, out, err);
    case LB_CHART_CLASSES:
        return lb_chart_classes(table, chart->only, &options, out, err);
    case LB_CHART_CONCENTRATION:
        return lb_chart_concentration(table, &options, out, err);
    case LB_CHART_TREND:
        return lb_chart_trend(table, &options, out, err);
    }
    return lb_error_set(err, LB_E_USAGE, "chart: no such kind");
}

/* A chart that is only drawn needs no file. */
static lb_status check_chart(const lb_chart_job *chart, lb_error *err)
{
    lb_chart_job drawn = *chart;
    if (!chart->output)
        drawn.output = "chart.png";
    return lb_command_check(&lb_chart_command, &drawn, err);
}

lb_status lb_chart_draw(const lb_chart_job *chart, const lb_job *job, lb_drawing **out,
                        lb_error *err)
{
    lb_table table = {0};
    lb_status status = check_chart(chart, err);
    if (status == LB_OK)
        status = read_table(chart, job, &table, err);
    if (status == LB_OK)
        status =
            lb_error_prefix(err, chart->table, draw_chart(chart, &table, job->english, out, err));
    lb_table_clear(&table);
    return status;
}

lb_status lb_chart_run(const lb_chart_job *chart, const lb_job *job, lb_error *err)
{
    lb_drawing *drawing = NULL;
    lb_status status = lb_command_begin(&lb_chart_command, chart, job, err);
    if (status == LB_OK)
        status = lb_chart_draw(chart, job, &drawing, err);
    if (status == LB_OK)
        status = lb_picture_write(drawing, chart->output, chart->dpi, job, err);
    lb_drawing_free(drawing);
    return status;
}

lb_status lb_chart_command_run(const void *options, const lb_job *job, lb_command_result *out,
                               lb_error *err)
{
    (void)out;
    return lb_chart_run(options, job, err);
}
