/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables of `index`: what was read and left out, and a summary of each variable. */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/number.h"
#include "base/sum.h"
#include "base/try.h"
#include "command/command_list.h"
#include "command/described_columns.h"
#include "commands/index/index_tables.h"
#include "input/grid/coarsened_layer.h"

/* Squares that meet a condition, with their people. */
typedef struct square_count {
    size_t squares, unknown;
    lb_sum people;
} square_count;

static void count_square(square_count *t, double people)
{
    t->squares++;
    t->unknown += isnan(people);
    lb_sum_add(&t->people, isnan(people) ? 0 : people);
}

static void write_count_row(lb_table *table, const char *label, const square_count *t)
{
    size_t row = lb_table_add_row(table);
    lb_table_set_text(table, row, 0, label);
    lb_table_set_integer(table, row, 1, (int64_t)t->squares);
    lb_table_set_real(table, row, 2, lb_sum_value(t->people));
    lb_table_set_integer(table, row, 3, (int64_t)t->unknown);
}

/* Squares by side in metres, ascending. */
static void write_size_rows(const lb_index_data *data, bool english, lb_table *table)
{
    char label[100];
    int32_t done = 0;
    for (;;) {
        int32_t next = INT32_MAX;
        square_count t = {0};
        for (size_t i = 0; i < data->squares.count; i++)
            if (data->squares.square[i].size > done && data->squares.square[i].size < next)
                next = data->squares.square[i].size;
        if (next == INT32_MAX)
            return;
        for (size_t i = 0; i < data->squares.count; i++)
            if (data->squares.square[i].size == next)
                count_square(&t, data->squares.population[i]);
        snprintf(label, sizeof label, english ? "  of %d m" : "  om %d m", next);
        write_count_row(table, label, &t);
        done = next;
    }
}

static void write_input_rows(const lb_index_data *data, bool english, lb_table *table)
{
    char label[300];
    for (size_t i = 0; i < data->join_report.sources; i++) {
        size_t row = lb_table_add_row(table);
        snprintf(label, sizeof label, english ? "read from %.250s" : "lästa ur %.250s",
                 data->join_report.name[i]);
        lb_table_set_text(table, row, 0, label);
        lb_table_set_integer(table, row, 1, (int64_t)data->join_report.rows[i]);
    }
    size_t row = lb_table_add_row(table);
    lb_table_set_text(table, row, 0, english ? "in every input" : "i alla indata");
    lb_table_set_integer(table, row, 1, (int64_t)data->join_report.joined);
}

/* A row a class, the best first: how many squares and people each colour of the map stands for. */
static void write_class_rows(const lb_index_data *data, bool english, lb_table *table)
{
    const int last = data->recipe.classes;
    for (int k = 1; k <= last; k++) {
        square_count t = {0};
        char label[60];
        for (size_t i = 0; i < data->squares.count; i++)
            if (data->index.class_of[i] == k)
                count_square(&t, data->squares.population[i]);
        snprintf(label, sizeof label, english ? "  class %d%s" : "  klass %d%s", k,
                 k == 1      ? (english ? ", best" : ", bäst")
                 : k == last ? (english ? ", worst" : ", sämst")
                             : "");
        write_count_row(table, label, &t);
    }
}

/* Is the index within one standard deviation of a limit of its class? */
static bool is_near_limit(const lb_index_data *data, size_t i)
{
    const lb_index *index = &data->index;
    int k = index->class_of[i];
    double sd = index->sd[i], value = index->index[i];
    bool low = k > 1 && value - index->breaks[k - 2] <= sd;
    bool high = k > 0 && k < data->recipe.classes && index->breaks[k - 1] - value <= sd;
    return sd > 0 && (low || high);
}

/* Where noise alone could give another class. */
static void write_noise_rows(const lb_index_data *data, bool english, lb_table *table)
{
    square_count near = {0}, firm = {0};
    if (!data->index.sd || !data->index.firm)
        return;
    for (size_t i = 0; i < data->squares.count; i++) {
        if (is_near_limit(data, i))
            count_square(&near, data->squares.population[i]);
        if (data->index.firm[i] >= LB_FIRM_CLASS)
            count_square(&firm, data->squares.population[i]);
    }
    write_count_row(table,
                    english ? "  class within one sd of a limit"
                            : "  klass inom en standardavvikelse från en gräns",
                    &near);
    write_count_row(table,
                    english ? "  firm class (in 90 % of draws)"
                            : "  säker klass (i 90 % av dragningarna)",
                    &firm);
}

/* Squares and people by what became of them; each square without an index has one reason, the first
 * of too few people, no cell left, variables missing. */
lb_status lb_index_squares_table(const lb_index_data *data, bool english, lb_table *out)
{
    const lb_index *index = &data->index;
    square_count all = {0}, passed = {0}, below_minimum = {0}, missing = {0}, without_cell = {0};
    lb_table table = {0};
    lb_add_translated_columns(&table, &lb_index_command, "squares", english);
    for (size_t i = 0; i < data->squares.count; i++) {
        double people = data->squares.population[i];
        bool passes = !isnan(index->index[i]);
        count_square(&all, people);
        if (passes)
            count_square(&passed, people);
        else if (!(people >= data->recipe.minimum_population))
            count_square(&below_minimum, people);
        else if (data->fill.count[i] == 0)
            count_square(&without_cell, people);
        else
            count_square(&missing, people);
    }
    write_input_rows(data, english, &table);
    write_count_row(&table, english ? "joined" : "sammanförda", &all);
    write_size_rows(data, english, &table);
    write_count_row(&table, english ? "with an index" : "med index", &passed);
    write_class_rows(data, english, &table);
    write_noise_rows(data, english, &table);
    write_count_row(&table, english ? "dropped: too few people" : "utan index: för få invånare",
                    &below_minimum);
    write_count_row(&table, english ? "dropped: variables missing" : "utan index: variabler saknas",
                    &missing);
    write_count_row(&table,
                    english ? "dropped: no cell left (remainder)"
                            : "utan index: ingen cell kvar (rest)",
                    &without_cell);
    lb_status status = lb_table_status(&table);
    LB_HAND_OVER(status, table, out, lb_table_clear);
}

/* clamped is SIZE_MAX for a variable that cannot be: its cell stays empty, while 0 is that no share
 * was above 1. */
static void write_variable_row(const lb_index_data *data, size_t v, lb_table *table)
{
    const lb_variable_summary *s = &data->index.summary[v];
    const lb_join_variable *join_report = &data->join_report.variable[v];
    size_t row = lb_table_add_row(table), c = 0;
    lb_table_set_text(table, row, c++, data->recipe.variable[v].name);
    lb_table_set_text(table, row, c++, join_report->source);
    lb_table_set_integer(table, row, c++, (int64_t)s->count);
    lb_table_set_integer(table, row, c++, (int64_t)s->missing);
    lb_table_set_integer(table, row, c++, (int64_t)join_report->suppressed);
    lb_table_set_integer(table, row, c++, (int64_t)join_report->zero_denominator);
    if (join_report->clamped != SIZE_MAX)
        lb_table_set_integer(table, row, c, (int64_t)join_report->clamped);
    c++;
    lb_table_set_real(table, row, c++, s->min);
    lb_table_set_real(table, row, c++, s->median);
    lb_table_set_real(table, row, c++, s->max);
    lb_table_set_real(table, row, c++, s->correlation);
    lb_table_set_real(table, row, c, lb_recipe_effective_weight(&data->recipe, v));
}

/* One row a variable: where it came from, what was missing or clamped, least, median and greatest,
 * and its effective weight. */
lb_status lb_index_variables_table(const lb_index_data *data, bool english, lb_table *out)
{
    lb_table table = {0};
    lb_add_translated_columns(&table, &lb_index_command, "variables", english);
    for (size_t v = 0; v < data->recipe.variables && !table.failed; v++)
        write_variable_row(data, v, &table);
    lb_status status = lb_table_status(&table);
    LB_HAND_OVER(status, table, out, lb_table_clear);
}

static double *copy_column(const lb_table *table, const char *name)
{
    size_t column = lb_square_layer_column(table, name);
    double *value = malloc((table->rows + 1) * sizeof *value);
    for (size_t i = 0; value && i < table->rows; i++)
        value[i] = column == SIZE_MAX ? (double)NAN : lb_table_real(table, i, column);
    return value;
}

/* How many shares were above 1 in the delivery depends on counts that are few: it is left out. */
static lb_join_variable *forget_clamped(const lb_index_data *data)
{
    size_t n = data->join_report.variables;
    lb_join_variable *variable = malloc((n + 1) * sizeof *variable);
    for (size_t v = 0; variable && v < n; v++) {
        variable[v] = data->join_report.variable[v];
        variable[v].clamped = SIZE_MAX;
    }
    return variable;
}

/* The least index of each class above the first, as index->breaks. */
static void find_breaks(const double *index, const uint8_t *class_of, size_t count, double *breaks)
{
    for (int k = 0; k < LB_MAX_CLASSES; k++)
        breaks[k] = (double)NAN;
    for (size_t i = 0; i < count; i++)
        if (class_of[i] > 1)
            breaks[class_of[i] - 2] = fmin(breaks[class_of[i] - 2], index[i]);
}

static uint8_t *copy_classes(const lb_table *table)
{
    double *value = copy_column(table, "class");
    uint8_t *class_of = malloc(table->rows + 1);
    for (size_t i = 0; value && class_of && i < table->rows; i++)
        class_of[i] = isnan(value[i]) ? 0 : (uint8_t)value[i];
    if (!value) {
        free(class_of);
        class_of = NULL;
    }
    free(value);
    return class_of;
}

/* All that `shown` points to is borrowed, or freed here. */
static lb_status make_coarsened_tables(const lb_index_data *data, const lb_square_layer *layer,
                                       bool english, lb_index_report *out)
{
    lb_index_data shown = *data;
    double *people = copy_column(&layer->table, "population");
    double *index = copy_column(&layer->table, "index");
    double *sd = copy_column(&layer->table, "index_sd");
    double *firm = copy_column(&layer->table, "class_firm");
    uint8_t *class_of = copy_classes(&layer->table);
    lb_join_variable *variable = forget_clamped(data);
    shown.join_report.variable = variable;
    shown.squares.square = layer->square;
    shown.squares.count = shown.index.count = layer->table.rows;
    shown.squares.population = people;
    shown.index.index = index;
    shown.index.class_of = class_of;
    shown.index.sd = data->index.sd ? sd : NULL;
    shown.index.firm = data->index.firm ? firm : NULL;
    shown.index.summary = layer->summary;
    shown.fill.count = layer->cells;
    lb_status status = people && index && sd && firm && class_of && variable ? LB_OK : LB_E_MEMORY;
    if (status == LB_OK && data->recipe.class_method != LB_CLASS_FIXED)
        find_breaks(index, class_of, layer->table.rows, shown.index.breaks);
    if (status == LB_OK)
        status = lb_index_squares_table(&shown, english, &out->squares);
    if (status == LB_OK)
        status = lb_index_variables_table(&shown, english, &out->variables);
    free(variable);
    free(class_of);
    free(people);
    free(index);
    free(sd);
    free(firm);
    return status;
}

/* Squares whose class by the coarsened counts is another than by those delivered; a note, since
 * what is published must not depend on it. */
static void note_moved_classes(const lb_index_data *data, const lb_square_layer *layer,
                               const lb_job *job)
{
    size_t class_of = lb_square_layer_column(&layer->table, "class"), moved = 0, classified = 0;
    lb_sum people = {0};
    for (size_t i = 0; class_of != SIZE_MAX && i < data->squares.count; i++) {
        double published = lb_table_real(&layer->table, i, class_of);
        int before = data->index.class_of[i], now = isnan(published) ? 0 : (int)published;
        classified += before > 0;
        moved += before != now;
        lb_sum_add(&people, before != now && data->squares.population[i] > 0
                                ? data->squares.population[i]
                                : 0);
    }
    lb_log_note(job->log,
                "coarsened to be published: %zu %s, of %zu with a class, where %.0f people live "
                "have another class there than in the grid",
                moved, lb_number_word(moved, "square", "squares"), classified,
                lb_sum_value(people));
}

/* The tables as they may be published: from the coarsened layer of the GeoPackage just written, not
 * from the delivered counts. Without a GeoPackage they are empty. */
lb_status lb_index_coarsened_tables(const lb_index_data *data, const char *gpkg, const lb_job *job,
                                    lb_index_report *out, lb_error *err)
{
    lb_coarsened_layer layer = {.layer = NULL};
    lb_index_report report = {.squares = {0}};
    if (gpkg)
        LB_TRY(lb_coarsened_layer_read(gpkg, job, &layer, err));
    lb_status status = LB_OK;
    if (layer.layer)
        note_moved_classes(data, layer.layer, job);
    if (layer.layer)
        status = make_coarsened_tables(data, layer.layer, job->english, &report);
    lb_coarsened_layer_release(&layer);
    if (status != LB_OK) {
        lb_table_clear(&report.squares);
        lb_table_clear(&report.variables);
        return lb_error_memory(err);
    }
    *out = report;
    return LB_OK;
}
