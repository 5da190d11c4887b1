/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>

#include <lagesbild/chart.h>
#include <lagesbild/picture.h>
#include "command/command_list.h"
#include "base/swedish_text.h"
#include "port/read/row_reader.h"

/* Columns that are names, whatever they look like: the period 2019 is no number. */
static bool is_name(const char *column)
{
    static const char *const names[] = {"period", "category", "indicator", "area_set",
                                        "namn",   "name",     "area",      "omrade"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (lb_text_same(column, names[i]))
            return true;
    return false;
}

/* Names as text, all else as numbers where it is one. */
static lb_status add_row(const lb_rows *rows, const lb_row *row, lb_table *table)
{
    size_t to = lb_table_add_row(table);
    for (size_t c = 0; c < lb_rows_columns(rows) && !table->failed; c++) {
        double value;
        if (table->column[c].type != LB_TEXT) {
            if (lb_csv_value_parse(&row->field[c], &value) == LB_VALUE_NUMBER)
                lb_table_set_real(table, to, c, value);
            continue;
        }
        char *text = lb_csv_value_text(&row->field[c]);
        if (text)
            lb_table_set_text(table, to, c, text);
        else
            table->failed = true;
        free(text);
    }
    return lb_table_status(table);
}

static lb_status read_table(const lb_chart_job *chart, const lb_job *job, lb_table *table,
                            lb_error *err)
{
    lb_rows *rows = NULL;
    const lb_row *row = NULL;
    lb_status status = lb_rows_open(chart->table, job->log, &rows, err);
    for (size_t c = 0; status == LB_OK && c < lb_rows_columns(rows); c++) {
        const char *name = lb_rows_column(rows, c);
        bool text = is_name(name) || (chart->kind == LB_CHART_CLASSES && chart->only &&
                                      lb_text_same(name, chart->only));
        lb_table_add_column(table, name, text ? LB_TEXT : LB_REAL, LB_UNIT_NONE);
    }
    while (status == LB_OK && (status = lb_rows_next(rows, &row, err)) == LB_OK && row)
        if ((status = add_row(rows, row, table)) != LB_OK)
            lb_error_set(err, status, "%s: out of memory", chart->table);
    lb_rows_close(rows);
    return status;
}

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
    }
    return lb_error_set(err, LB_E_USAGE, "chart: no such kind");
}

static lb_status check_size(const lb_chart_options *o, lb_error *err)
{
    if ((o->width == 0 || (o->width >= 60 && o->width <= 1000)) &&
        (o->height == 0 || (o->height >= 40 && o->height <= 2000)))
        return LB_OK;
    return lb_error_set(err, LB_E_USAGE,
                        "chart: %g x %g mm found, expected 60 to 1000 wide and 40 to 2000 high",
                        o->width, o->height);
}

lb_status lb_chart_check(const lb_chart_job *chart, lb_error *err)
{
    lb_picture_format format;
    lb_status status = lb_picture_format_of(chart->output, &format, err);
    if (status == LB_OK)
        status = lb_picture_dpi_check(chart->dpi, err);
    return status == LB_OK ? check_size(&chart->options, err) : status;
}

lb_status lb_chart_draw(const lb_chart_job *chart, const lb_job *job, lb_drawing **out,
                        lb_error *err)
{
    lb_table table = {0};
    lb_status status = check_size(&chart->options, err);
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
    lb_status status = lb_chart_check(chart, err);
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
