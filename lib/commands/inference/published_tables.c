/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Figures of areas in tables: those of `profile` and `agree`, and tables of others with a name and
 * a value. Which columns are counts of the people of the squares stands here (roles people and part
 * of command.h); all others hold nothing that sums could use. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "text/string_ids.h"
#include "base/swedish_text.h"
#include "base/try.h"
#include "commands/inference/publications.h"
#include "port/read/row_reader.h"
#include "text/usual_columns.h"

/* Which ends of the sum a figure bounds: one alone of people in zones, whose borders are not those
 * of squares. */
typedef enum column_says { BOTH_ENDS, AT_LEAST, AT_MOST } column_says;

/* A column of this program's own tables, and which people of which squares its figures are. */
typedef struct known_column {
    const char *command, *name, *variable;
    lb_figure_squares squares;
    column_says says;
} known_column;

static const known_column known_columns[] = {
    {"profile", "population", "population", LB_FIGURE_PARTS, BOTH_ENDS},
    {"profile", "population_low", "population", LB_FIGURE_INSIDE, BOTH_ENDS},
    {"profile", "population_high", "population", LB_FIGURE_TOUCHED, BOTH_ENDS},
    {"profile", "unga_0_15", "unga_0_15", LB_FIGURE_PARTS, BOTH_ENDS},
    {"profile", "unga_16_19", "unga_16_19", LB_FIGURE_PARTS, BOTH_ENDS},
    {"agree", "people", "population", LB_FIGURE_CLASSED, BOTH_ENDS},
    {"population", "people_low", "population", LB_FIGURE_TOUCHED, AT_LEAST},
    {"population", "people_high", "population", LB_FIGURE_INSIDE, AT_MOST},
    {"rate", "population", "population", LB_FIGURE_TOUCHED, AT_LEAST},
    {"rate", "population", "population", LB_FIGURE_INSIDE, AT_MOST}};

enum { n_known_columns = sizeof known_columns / sizeof *known_columns };

typedef struct table_reader {
    const char *path;
    const lb_table_origin *origin;
    const char *command; /* whose table it is; NULL: of none, as far as is known */
    lb_rows *rows;
    size_t name, level, value, low, high; /* columns; SIZE_MAX: none */
    size_t left_out, period;              /* of a table of rates, whose rows are categories */
    size_t known[n_known_columns];
    char **seen; /* names of the rows read */
    size_t rows_read, capacity;
    lb_string_ids periods; /* of the rows read */
} table_reader;

/* The command whose table it is, as its provenance says; without one, by a column that no other
 * table of areas has. */
static const char *find_command(const table_reader *t)
{
    static const char *const marks[][2] = {{"profile", "index_mean"},
                                           {"agree", "cells_worst"},
                                           {"population", "people_low"},
                                           {"rate", "areas_left_out"}};
    const char *command = t->origin->command;
    for (size_t i = 0; i < sizeof marks / sizeof *marks && !command; i++)
        if (lb_rows_find_named(t->rows, marks[i][1]) != SIZE_MAX)
            command = marks[i][0];
    return command;
}

static bool is_made_by(const table_reader *t, const char *command)
{
    return t->command && strcmp(t->command, command) == 0;
}

/* A column of the table, if it has it: elsewhere one of that name can be a field of areas or zones,
 * or a statistic, and means something else. */
static size_t find_if(const table_reader *t, bool has_it, const char *name)
{
    return has_it ? lb_rows_find_named(t->rows, name) : SIZE_MAX;
}

/* The areas' names, of rates those of categories. Only profile has the fields of the areas under
 * their own names. */
static size_t find_name(const table_reader *t)
{
    size_t column = SIZE_MAX;
    if (is_made_by(t, "rate"))
        return find_if(t, t->left_out != SIZE_MAX, "category");
    if (is_made_by(t, "profile") && t->origin->name)
        column = lb_rows_find_named(t->rows, t->origin->name);
    return column != SIZE_MAX ? column
                              : lb_rows_find_column(t->rows, lb_usual_columns[LB_USUAL_AREA]);
}

/* False: no table of figures. */
static bool find_columns(table_reader *t)
{
    bool any = false;
    t->command = find_command(t);
    t->level = find_if(t, is_made_by(t, "population") || is_made_by(t, "agree"), "level");
    t->left_out = find_if(t, is_made_by(t, "rate"), "areas_left_out");
    t->name = find_name(t);
    t->period = find_if(t, is_made_by(t, "rate"), "period");
    t->value = find_if(t, !t->command, "value");
    t->low = find_if(t, !t->command, "low");
    t->high = find_if(t, !t->command, "high");
    for (size_t k = 0; k < n_known_columns; k++) {
        t->known[k] = find_if(t, is_made_by(t, known_columns[k].command), known_columns[k].name);
        any = any || t->known[k] != SIZE_MAX;
    }
    return t->name != SIZE_MAX && (any || t->value != SIZE_MAX);
}

static char *text_of(const lb_row *row, size_t column)
{
    return column == SIZE_MAX ? lb_text_copy("") : lb_csv_value_text(&row->field[column]);
}

static lb_status add_figure(table_reader *t, const lb_row *row, lb_published_figure *figure,
                            const char *variable, lb_publications *out, lb_error *err)
{
    figure->variable = lb_publications_variable(out, variable);
    if (figure->low > figure->high)
        return lb_error_set(err, LB_E_INPUT, "%s:%ld: %s: low is above high", t->path, row->line,
                            figure->row);
    if (figure->variable == SIZE_MAX || lb_publications_add(out, figure) != LB_OK)
        return lb_error_memory(err);
    return LB_OK;
}

static lb_status refuse_value(const table_reader *t, const lb_row *row, const char *column,
                              const char *text, lb_error *err)
{
    return lb_error_set(err, LB_E_INPUT,
                        "%s:%ld: %s: '%s' found; expected a number of people, a range as <5 or "
                        "10\u201314, or nothing for a hidden figure",
                        t->path, row->line, column, text);
}

/* Is the column of the people as delivered? */
static bool is_exact(const table_reader *t, size_t k)
{
    return t->origin->exact_people && known_columns[k].squares == LB_FIGURE_PARTS &&
           strcmp(known_columns[k].name, "population") == 0;
}

/* One cell of a known column as a figure. Figures of people counted elsewhere bound one end alone,
 * and whole sums of coarsened counts are functions of what the page shows; of parts these say
 * nothing. */
static lb_status add_known(table_reader *t, const lb_row *row, size_t k,
                           lb_published_figure *figure, lb_publications *out, lb_error *err)
{
    char *shown = text_of(row, t->known[k]);
    if (!shown)
        return lb_error_memory(err);
    lb_status status = LB_OK;
    figure->column = (char *)known_columns[k].name;
    figure->squares = known_columns[k].squares;
    figure->shown = shown;
    figure->other_source = known_columns[k].says != BOTH_ENDS;
    figure->coarsened = !figure->other_source && t->origin->counts == LB_COUNTS_COARSENED &&
                        !is_exact(t, k) && !strpbrk(shown, ".,"); /* such sums are whole */
    if (!lb_published_range(shown, 0, &figure->low, &figure->high, &figure->hidden))
        status = refuse_value(t, row, figure->column, shown, err);
    figure->hidden &= !figure->other_source;
    if (known_columns[k].says == AT_LEAST)
        figure->high = INFINITY;
    if (known_columns[k].says == AT_MOST)
        figure->low = 0;
    if (figure->coarsened && strcmp(known_columns[k].variable, "population") != 0) {
        /* parts that the page does not show may be in no sum at all: nothing is known of them */
        figure->low = 0;
        figure->high = INFINITY;
        figure->hidden = false;
    }
    if (status == LB_OK)
        status = add_figure(t, row, figure, known_columns[k].variable, out, err);
    free(shown);
    return status;
}

/* One end of what is said of a value: a number, or nothing. */
static bool read_end(const char *text, double *end)
{
    double value;
    lb_value_kind kind = lb_value_parse(text, strlen(text), &value);
    if (kind == LB_VALUE_NUMBER)
        *end = value;
    return kind == LB_VALUE_EMPTY || (kind == LB_VALUE_NUMBER && lb_published_count(value));
}

/* A row of name, value, low, high: low and high say what is known, else the value does. */
static lb_status add_plain(table_reader *t, const lb_row *row, lb_published_figure *figure,
                           lb_publications *out, lb_error *err)
{
    char *shown = text_of(row, t->value), *low = text_of(row, t->low),
         *high = text_of(row, t->high);
    lb_status status = shown && low && high ? LB_OK : lb_error_memory(err);
    figure->column = (char *)"value";
    figure->squares = LB_FIGURE_PARTS;
    figure->shown = shown;
    if (status == LB_OK &&
        !lb_published_range(shown, 1, &figure->low, &figure->high, &figure->hidden))
        status = refuse_value(t, row, "value", shown, err);
    double value_low = figure->low, value_high = figure->high;
    if (status == LB_OK && !read_end(low, &figure->low))
        status = refuse_value(t, row, "low", low, err);
    if (status == LB_OK && !read_end(high, &figure->high))
        status = refuse_value(t, row, "high", high, err);
    if (status == LB_OK && !figure->hidden &&
        (value_low > figure->high || value_high < figure->low))
        status = lb_error_set(err, LB_E_INPUT,
                              "%s:%ld: %s: its value %s lies outside its low and high ('%s' to "
                              "'%s'); expected ends with the value between them",
                              t->path, row->line, figure->row, shown, low, high);
    if (status == LB_OK)
        status = add_figure(t, row, figure, "population", out, err);
    free(shown);
    free(low);
    free(high);
    return status;
}

/* How many rows before this one have its name; the name is kept. SIZE_MAX: out of memory. */
static size_t count_repeats(table_reader *t, const char *name)
{
    size_t repeat = 0;
    for (size_t i = 0; i < t->rows_read; i++)
        repeat += strcmp(t->seen[i], name) == 0;
    if (!lb_array_reserve(&t->seen, &t->capacity, t->rows_read + 1, sizeof *t->seen))
        return SIZE_MAX;
    t->seen[t->rows_read] = lb_text_copy(name);
    return t->seen[t->rows_read] ? (t->rows_read++, repeat) : SIZE_MAX;
}

/* The number of the row's period: people of a category are counted for each. */
static lb_status read_period(table_reader *t, const lb_row *row, lb_published_figure *figure,
                             lb_publications *out, lb_error *err)
{
    uint32_t id;
    if (!figure->of_category)
        return LB_OK;
    char *text = text_of(row, t->period);
    lb_string period = {text ? text : "", text ? strlen(text) : 0};
    lb_status status = text ? lb_string_ids_add(&t->periods, &period, 1, &id) : LB_E_MEMORY;
    free(text);
    if (status != LB_OK)
        return lb_error_memory(err);
    figure->period = (size_t)id + 1;
    if (out->periods < figure->period)
        out->periods = figure->period;
    return LB_OK;
}

/* Are areas of a category left out of its people? Then it is not known whose they are. */
static bool is_partial(const table_reader *t, const lb_row *row)
{
    char *left_out = text_of(row, t->left_out);
    bool partial = !left_out || strcmp(left_out, "0") != 0;
    free(left_out);
    return partial;
}

/* A table of no command, with a column "value", is one figure a row; else each known column is one.
 * Sums of counts with noise bound nothing and are passed over. */
static lb_status read_named_row(table_reader *t, const lb_row *row, char *name,
                                lb_publications *out, lb_error *err)
{
    lb_published_figure figure = {
        .file = (char *)lb_text_base_name(t->path), .row = name, .source = out->files - 1};
    if (!name[0])
        return lb_error_set(err, LB_E_INPUT, "%s:%ld: no name; expected that of an area", t->path,
                            row->line);
    figure.of_category = t->left_out != SIZE_MAX;
    LB_TRY(read_period(t, row, &figure, out, err));
    figure.repeat = count_repeats(t, name);
    if (figure.repeat == SIZE_MAX)
        return lb_error_memory(err);
    if (t->value != SIZE_MAX)
        return add_plain(t, row, &figure, out, err);
    for (size_t k = 0; k < n_known_columns; k++)
        if (t->known[k] != SIZE_MAX && (t->origin->counts != LB_COUNTS_WITH_NOISE ||
                                        is_exact(t, k) || known_columns[k].says != BOTH_ENDS))
            LB_TRY(add_known(t, row, k, &figure, out, err));
    return LB_OK;
}

/* Only rows of areas are figures: not those of districts or totals, and of rates no category whose
 * areas are partly left out. */
static lb_status read_rows(table_reader *t, lb_publications *out, lb_error *err)
{
    const lb_row *row;
    for (;;) {
        LB_TRY(lb_rows_next(t->rows, &row, err));
        if (!row)
            return LB_OK;
        char *level = text_of(row, t->level), *name = text_of(row, t->name);
        lb_status status = level && name ? LB_OK : lb_error_memory(err);
        bool is_area = status == LB_OK && (t->level == SIZE_MAX || strcmp(level, "area") == 0) &&
                       (t->left_out == SIZE_MAX || (name[0] && !is_partial(t, row)));
        if (is_area) {
            lb_text_plain_spaces(name);
            status = read_named_row(t, row, name, out, err);
        }
        free(level);
        free(name);
        LB_TRY(status);
    }
}

/* Exact people of rows without names cannot be held against the squares. */
static lb_status refuse_unnamed(const table_reader *t, lb_error *err)
{
    return lb_error_set(err, LB_E_INPUT,
                        "%s: no column with the names of the areas, whose people are exact; name "
                        "it with name: in the step",
                        t->path);
}

/* Files of a folder that are no tables of figures are skipped; one that was named (needed) is an
 * error then. */
lb_status lb_publication_read_table(const char *path, bool needed, const lb_table_origin *origin,
                                    const lb_job *job, lb_publications *out, lb_error *err)
{
    table_reader t = {.path = path, .origin = origin};
    lb_status status = lb_rows_open(path, job->log, &t.rows, err);
    if (status == LB_OK && find_columns(&t)) {
        status = lb_publications_add_file(out, path, origin->areas) == LB_OK ? LB_OK
                                                                             : lb_error_memory(err);
        if (status == LB_OK)
            status = read_rows(&t, out, err);
        if (status == LB_OK && needed && t.rows_read == 0)
            status = lb_error_set(err, LB_E_INPUT,
                                  "%s: no rows; expected figures of areas to examine", path);
    } else if (status == LB_OK && origin->exact_people && t.name == SIZE_MAX) {
        status = refuse_unnamed(&t, err);
    } else if (status == LB_OK && needed) {
        status =
            lb_error_set(err, LB_E_INPUT,
                         "%s: no figures of areas; expected columns name and value, or a table "
                         "of profile or of the areas of agree",
                         path);
    }
    lb_rows_close(t.rows);
    lb_array_free(t.seen, t.rows_read);
    lb_string_ids_clear(&t.periods);
    return status;
}
