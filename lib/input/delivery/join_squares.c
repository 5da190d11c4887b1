/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Joins the tables and rasters of a delivery into one table of squares with the recipe's variables
 * (docs/methods.md, Variables). Each source is sorted by square when it is read, so that one pass
 * along all of them (a k-way merge) finds the values of each square. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/diagnostics.h"
#include "base/job_steps.h"
#include "base/number.h"
#include "base/swedish_text.h"
#include "base/try.h"
#include "input/delivery/square_raster.h"
#include "input/delivery/square_table.h"
#include "input/delivery/join_squares.h"
#include "input/delivery/variable_columns.h"
#include "model/crs_detect.h"
#include "port/proj/crs.h"

void lb_join_report_clear(lb_join_report *report)
{
    lb_array_free(report->name, report->sources);
    for (size_t i = 0; report->variable && i < report->variables; i++)
        free(report->variable[i].source);
    free(report->rows);
    free(report->hash);
    free(report->variable);
    *report = (lb_join_report){0};
}

/* A column of another delivery that a figure could be read from too: it is only compared. */
typedef struct repeated_column {
    size_t figure, table, wanted; /* wanted: its place among those of its table */
    size_t both, differ;          /* squares in both, and those with another value or none */
    size_t only;                  /* squares with a value that are in its table alone */
} repeated_column;

/* Everything on the way from sources to squares. */
typedef struct square_join {
    const lb_recipe *recipe;
    lb_square_rule rule;
    lb_variable_columns figures;
    size_t tables;
    lb_square_table *table;
    size_t *wanted;          /* [slots]: place among its delivery's wanted columns */
    double **figure_value;   /* [slots][squares] */
    repeated_column *repeat; /* [repeats] */
    size_t repeats, repeat_capacity;
} square_join;

static void clear_square_join(square_join *in)
{
    for (size_t i = 0; i < in->tables; i++)
        lb_square_table_clear(&in->table[i]);
    lb_array_free(in->figure_value, in->figures.count);
    free(in->table);
    free(in->wanted);
    free(in->repeat);
    lb_variable_columns_clear(&in->figures);
}

/* SIZE_MAX: the table has no such column. */
static size_t find_column(const lb_square_table *table, const char *name)
{
    for (size_t c = 0; c < table->columns; c++)
        if (lb_text_same(table->column[c], name))
            return c;
    return SIZE_MAX;
}

/* The first of the slot's names that any source has; of sources, the first. */
static void find_figure(square_join *in, lb_variable_column *figure)
{
    for (size_t n = 0; n < figure->names->count && figure->source == SIZE_MAX; n++)
        for (size_t s = 0; s < in->tables && figure->source == SIZE_MAX; s++) {
            figure->column = find_column(&in->table[s], figure->names->name[n]);
            figure->source = figure->column == SIZE_MAX ? SIZE_MAX : s;
        }
}

static bool is_taken(const square_join *in, size_t source, size_t column)
{
    bool taken = lb_square_rule_key(&in->rule, in->table[source].column[column]);
    for (size_t i = 0; i < in->figures.count; i++)
        taken |= in->figures.figure[i].source == source && in->figures.figure[i].column == column;
    return taken;
}

/* The columns that no figure was found in and that do not say where the square is, each name once;
 * of all where all are taken. *n: how many. NULL: out of memory. */
static const char **list_columns(const square_join *in, bool all, size_t *n)
{
    size_t total = 0;
    for (size_t s = 0; s < in->tables; s++)
        total += in->table[s].columns;
    const char **name = malloc((total + 1) * sizeof *name);
    *n = 0;
    for (size_t s = 0; name && s < in->tables; s++)
        for (size_t c = 0; c < in->table[s].columns; c++) {
            bool listed = !all && is_taken(in, s, c);
            for (size_t i = 0; i < *n; i++)
                listed |= strcmp(name[i], in->table[s].column[c]) == 0;
            if (!listed)
                name[(*n)++] = in->table[s].column[c];
        }
    if (name && *n == 0 && !all) {
        free(name);
        return list_columns(in, true, n);
    }
    return name;
}

/* "nearest: ...; found: ...", of the columns that may be meant, and the advice on the headers of
 * all sources, of which there may be none: false. */
static bool list_similar_columns(const square_join *in, const char *wanted, lb_buf *out)
{
    size_t n;
    bool advised = false;
    const char **name = list_columns(in, false, &n);
    if (name)
        lb_text_list_similar(wanted, name, n, out);
    for (size_t s = 0; s < in->tables; s++) {
        const lb_rows *rows = in->table[s].reader.rows; /* NULL: a raster */
        const char *advice = rows ? lb_rows_header_advice(rows) : "";
        if (advice[0])
            lb_buf_printf(out, "%s (%s)", advice, in->table[s].source);
        advised |= advice[0] != '\0';
    }
    free(name);
    return advised;
}

/* What to do: the recipe says which column is meant. */
static void add_recipe_advice(const lb_recipe *recipe, const char *needed_by, lb_buf *out)
{
    lb_buf_printf(out, "; write yours between the [ ] of %s in the recipe", needed_by);
    if (recipe->name && lb_recipe_builtin(recipe->name))
        lb_buf_printf(out,
                      ": lagesbild recipe %s >min.yaml, then --recipe min.yaml, in a project "
                      "recipe: min.yaml under grid:",
                      recipe->name);
}

static void report_missing_column(const square_join *in, const lb_variable_column *figure,
                                  lb_diagnostics *diagnostics)
{
    lb_buf text = {0};
    for (size_t n = 0; n < figure->names->count; n++)
        lb_buf_printf(&text, "%s%s", n ? ", " : "", figure->names->name[n]);
    lb_buf_puts(&text, "; ");
    if (!list_similar_columns(in, figure->names->name[0], &text))
        add_recipe_advice(in->recipe, figure->needed_by, &text);
    lb_diagnostics_add(diagnostics, 0, "no column for '%s'; expected one of: %s", figure->needed_by,
                       text.failed ? "" : text.text);
    lb_buf_clear(&text);
}

/* Counts are refused below 0; only a column of kind level, on its own, may be negative (income
 * after loss). */
static bool figure_is_count(const square_join *in, size_t figure)
{
    for (size_t v = 0; v < in->recipe->variables; v++)
        if (in->figures.value[v] == figure && in->figures.denominator[v] == SIZE_MAX &&
            in->recipe->variable[v].kind == LB_KIND_LEVEL)
            return false;
    return true;
}

/* Does the column count people or things: the population, a variable of kind count, both parts of a
 * share? */
static bool figure_is_whole(const square_join *in, size_t figure)
{
    bool counts = figure == 0;
    for (size_t v = 0; v < in->recipe->variables; v++) {
        bool ratio = in->figures.denominator[v] != SIZE_MAX;
        lb_variable_kind kind = in->recipe->variable[v].kind;
        if (in->figures.value[v] == figure || in->figures.denominator[v] == figure)
            counts |= kind == LB_KIND_COUNT || (kind == LB_KIND_SHARE && ratio);
    }
    return counts;
}

/* Is the column that the figure is read from one that an earlier figure has, so that it has been
 * compared already? */
static bool is_compared(const square_join *in, const lb_variable_column *figure)
{
    for (const lb_variable_column *f = in->figures.figure; f < figure; f++)
        if (f->source == figure->source && f->column == figure->column)
            return true;
    return false;
}

/* What the other tables have under the names of the i-th figure is read too, to be compared. */
static lb_status request_repeats(square_join *in, size_t i)
{
    const lb_variable_column *figure = &in->figures.figure[i];
    for (size_t s = 0; s < in->tables && !is_compared(in, figure); s++) {
        size_t c = SIZE_MAX;
        for (size_t n = 0; n < figure->names->count && c == SIZE_MAX; n++)
            c = find_column(&in->table[s], figure->names->name[n]);
        if (s == figure->source || c == SIZE_MAX)
            continue;
        size_t before = in->table[s].n_wanted;
        size_t wanted = lb_square_table_request(&in->table[s], c, false, false);
        if (wanted == SIZE_MAX || !lb_array_reserve(&in->repeat, &in->repeat_capacity,
                                                    in->repeats + 1, sizeof *in->repeat))
            return LB_E_MEMORY;
        in->table[s].wanted[wanted].is_compared |= in->table[s].n_wanted > before;
        in->repeat[in->repeats++] = (repeated_column){.figure = i, .table = s, .wanted = wanted};
    }
    return LB_OK;
}

/* "a.csv, b.csv": a column may be in any of them. */
static void name_sources(const square_join *in, char *text, size_t size)
{
    text[0] = '\0';
    for (size_t s = 0; s < in->tables; s++) {
        size_t used = strlen(text);
        snprintf(text + used, size - used, "%s%s", s ? ", " : "", in->table[s].source);
    }
}

/* All columns that are missing are reported together. */
static lb_status find_columns(square_join *in, const lb_job *job, lb_error *err)
{
    char sources[200];
    name_sources(in, sources, sizeof sources);
    lb_diagnostics diagnostics = lb_diagnostics_begin(job->log, sources);
    for (size_t i = 0; i < in->figures.count; i++)
        find_figure(in, &in->figures.figure[i]);
    for (size_t i = 0; i < in->figures.count; i++) {
        const lb_variable_column *figure = &in->figures.figure[i];
        if (figure->source == SIZE_MAX) {
            report_missing_column(in, figure, &diagnostics);
            continue;
        }
        in->wanted[i] = lb_square_table_request(&in->table[figure->source], figure->column,
                                                figure_is_count(in, i), figure_is_whole(in, i));
        if (in->wanted[i] == SIZE_MAX || request_repeats(in, i) != LB_OK)
            return lb_error_memory(err);
        in->table[figure->source].wanted[in->wanted[i]].is_compared = false;
    }
    return lb_diagnostics_end(&diagnostics, err);
}

/* Tables first, then raster bands, which are whole in memory from here on. */
static lb_status open_tables(square_join *in, const lb_join_options *options, const lb_job *job,
                             lb_error *err)
{
    size_t capacity = options->sources + options->bands;
    in->table = calloc(capacity ? capacity : 1, sizeof *in->table);
    if (!in->table)
        return lb_error_memory(err);
    for (size_t i = 0; i < options->sources; i++) {
        lb_status status = lb_square_table_open(options->source[i], job, &in->table[i], err);
        if (status != LB_OK)
            return status;
        in->tables++;
    }
    for (size_t i = 0; i < options->bands; i++) {
        lb_status status =
            lb_square_raster_read(options->band[i], in->recipe, job, &in->table[in->tables], err);
        if (status != LB_OK)
            return status;
        in->tables++;
    }
    return LB_OK;
}

/* Sources being read beside each other. */
typedef struct table_reading {
    square_join *in;
    const lb_join_options *options;
    lb_error *outcome; /* [in->tables] with its status */
} table_reading;

/* How a source fails is kept until all have been read. */
static lb_status read_table(void *udata, size_t i, const lb_job *own, lb_error *err)
{
    table_reading *r = udata;
    lb_square_table *table = &r->in->table[i];
    lb_error *outcome = &r->outcome[i];
    (void)err;
    outcome->status = i < r->options->sources
                          ? lb_square_table_read(table, &r->in->rule, own, outcome)
                          : lb_square_raster_check(table, own->log, outcome);
    return LB_OK;
}

/* All sources are read before the first failure is returned, so that one run reports every problem.
 */
static lb_status read_tables(square_join *in, const lb_join_options *options, const lb_job *job,
                             lb_error *err)
{
    table_reading r = {
        .in = in, .options = options, .outcome = calloc(in->tables + 1, sizeof *r.outcome)};
    if (!r.outcome)
        return lb_error_memory(err);
    lb_status status = lb_job_steps_run(job, in->tables, read_table, &r, err);
    for (size_t i = 0; status == LB_OK && i < in->tables; i++)
        if (r.outcome[i].status != LB_OK)
            status = lb_error_set(err, r.outcome[i].status, "%s", r.outcome[i].text);
    lb_log_progress(job->log, "reading", 1);
    free(r.outcome);
    return status;
}

/* Which of the sorted deliveries have square `least`, moving past it; false: all are at their end.
 */
static bool lowest_square(const square_join *in, const size_t *at, lb_square *lowest)
{
    bool found = false;
    for (size_t s = 0; s < in->tables; s++) {
        if (at[s] == in->table[s].rows)
            continue;
        const lb_square *here = &in->table[s].square[at[s]];
        if (!found || lb_square_compare(here, lowest) < 0)
            *lowest = *here;
        found = true;
    }
    return found;
}

/* Holds the values of one square in the two tables against each other. */
static void compare_repeat(square_join *in, repeated_column *r, const size_t *at, const bool *has)
{
    size_t first = in->figures.figure[r->figure].source;
    if (!has[r->table])
        return;
    double other = in->table[r->table].wanted[r->wanted].value[at[r->table]];
    if (!has[first]) {
        r->only += !isnan(other);
        return;
    }
    double taken = in->table[first].wanted[in->wanted[r->figure]].value[at[first]];
    r->both++;
    r->differ += taken != other && !(isnan(taken) && isnan(other));
}

/* The values of one square from the sources that have it; NaN from the others. */
static void gather_values(square_join *in, const size_t *at, const bool *has, size_t row)
{
    for (size_t i = 0; i < in->repeats; i++)
        compare_repeat(in, &in->repeat[i], at, has);
    for (size_t i = 0; i < in->figures.count; i++) {
        size_t s = in->figures.figure[i].source;
        in->figure_value[i][row] =
            has[s] ? in->table[s].wanted[in->wanted[i]].value[at[s]] : (double)NAN;
    }
}

/* One walk along all deliveries: they are sorted alike. */
static size_t merge_sorted(square_join *in, size_t *at, bool *has, lb_square *squares,
                           size_t *joined)
{
    size_t count = 0;
    lb_square lowest;
    while (lowest_square(in, at, &lowest)) {
        bool everywhere = true;
        for (size_t s = 0; s < in->tables; s++) {
            const lb_square_table *d = &in->table[s];
            has[s] = at[s] < d->rows && lb_square_compare(&d->square[at[s]], &lowest) == 0;
            everywhere &= has[s];
        }
        squares[count] = lowest;
        gather_values(in, at, has, count);
        for (size_t s = 0; s < in->tables; s++)
            at[s] += has[s];
        *joined += everywhere;
        count++;
    }
    return count;
}

/* Room for as many squares as all sources have rows: they may have none in common. */
static lb_status join_tables(square_join *in, lb_square **squares, size_t *count, size_t *joined)
{
    size_t capacity = 1;
    for (size_t s = 0; s < in->tables; s++)
        capacity += in->table[s].rows;
    size_t *at = calloc(in->tables + 1, sizeof *at);
    bool *has = calloc(in->tables + 1, sizeof *has);
    lb_square *square = malloc(capacity * sizeof *square);
    in->figure_value = lb_array_columns(in->figures.count, capacity);
    bool good = at && has && square && in->figure_value;
    if (good) {
        *count = merge_sorted(in, at, has, square, joined);
        *squares = square;
    } else {
        free(square);
    }
    free(at);
    free(has);
    return good ? LB_OK : LB_E_MEMORY;
}

/* Shares are written 0-1 or 0-100: one value above 1.5 cannot be a share (noise makes some a little
 * larger than 1), so the column is in per cent. */
static bool is_percent(const double *value, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (value[i] > 1.5)
            return true;
    return false;
}

static void clamp_share(double *value, lb_join_variable *outcome)
{
    if (*value > 1) {
        *value = 1;
        outcome->clamped++;
    }
}

static void share_from_column(const double *column, size_t count, double *out,
                              lb_join_variable *outcome)
{
    outcome->was_percent = is_percent(column, count);
    for (size_t i = 0; i < count; i++) {
        out[i] = outcome->was_percent ? column[i] / 100 : column[i];
        clamp_share(&out[i], outcome);
    }
}

/* Numerator over denominator; 0 below the line is missing and counted, and shares above 1
 * (disclosure noise) become 1. */
static void share_from_ratio(const double *numerator, const double *denominator, size_t count,
                             bool is_share, double *out, lb_join_variable *outcome)
{
    for (size_t i = 0; i < count; i++) {
        bool zero = denominator[i] == 0;
        outcome->zero_denominator += zero;
        out[i] = zero ? (double)NAN : numerator[i] / denominator[i];
        if (is_share)
            clamp_share(&out[i], outcome);
    }
}

/* The values of variable v, [count] into out, from the figures that its recipe names. */
static void compute_variable(const square_join *in, size_t v, size_t count, double *out,
                             lb_join_variable *outcome)
{
    const double *value = in->figure_value[in->figures.value[v]];
    lb_variable_kind kind = in->recipe->variable[v].kind;
    if (in->figures.denominator[v] != SIZE_MAX)
        share_from_ratio(value, in->figure_value[in->figures.denominator[v]], count,
                         kind == LB_KIND_SHARE, out, outcome);
    else if (kind == LB_KIND_SHARE)
        share_from_column(value, count, out, outcome);
    else
        memcpy(out, value, count * sizeof *out);
}

/* Moves a slot's figures out of the join; those of slot 0, the population, are copied, since many
 * variables may be shares of it. NULL: out of memory. */
static double *take_figure(square_join *in, size_t slot, size_t count)
{
    double *figure = in->figure_value[slot];
    if (slot > 0) {
        in->figure_value[slot] = NULL;
        return figure;
    }
    double *copy = malloc((count + 1) * sizeof *copy);
    return copy ? memcpy(copy, figure, count * sizeof *copy) : NULL;
}

static bool take_ratio(square_join *in, size_t v, lb_squares *out)
{
    if (in->figures.denominator[v] == SIZE_MAX)
        return true;
    out->numerator[v] = take_figure(in, in->figures.value[v], out->count);
    out->denominator[v] = take_figure(in, in->figures.denominator[v], out->count);
    return out->numerator[v] && out->denominator[v];
}

static const char *figure_column(const square_join *in, size_t figure)
{
    const lb_variable_column *s = &in->figures.figure[figure];
    return in->table[s->source].column[s->column];
}

static bool set_variable_source(const square_join *in, size_t v, lb_join_variable *outcome)
{
    char text[400];
    size_t figure = in->figures.value[v], under = in->figures.denominator[v];
    const lb_variable_column *s = &in->figures.figure[figure];
    outcome->suppressed = in->table[s->source].wanted[in->wanted[figure]].suppressed;
    snprintf(text, sizeof text, "%.120s%s%.120s", figure_column(in, figure),
             under == SIZE_MAX ? "" : " / ", under == SIZE_MAX ? "" : figure_column(in, under));
    outcome->source = lb_text_copy(text);
    return outcome->source != NULL;
}

static lb_status make_report(const square_join *in, lb_join_report *report)
{
    *report =
        (lb_join_report){.sources = in->tables,
                         .variables = in->recipe->variables,
                         .rows = calloc(in->tables + 1, sizeof *report->rows),
                         .name = calloc(in->tables + 1, sizeof *report->name),
                         .hash = calloc(in->tables + 1, sizeof *report->hash),
                         .variable = calloc(in->recipe->variables + 1, sizeof *report->variable)};
    bool good = report->rows && report->name && report->hash && report->variable;
    for (size_t i = 0; good && i < in->tables; i++) {
        report->rows[i] = in->table[i].rows;
        strcpy(report->hash[i], in->table[i].hash);
        report->name[i] = lb_text_copy(lb_text_base_name(in->table[i].source));
        good = report->name[i] != NULL;
    }
    for (size_t v = 0; good && v < in->recipe->variables; v++)
        good = set_variable_source(in, v, &report->variable[v]);
    return good ? LB_OK : LB_E_MEMORY;
}

/* Joined squares into lb_squares: population is the first figure, variables are computed from
 * the rest. */
static lb_status make_squares(square_join *in, lb_squares *out, lb_join_report *report)
{
    lb_square *squares = NULL;
    size_t count = 0;
    lb_status status = make_report(in, report);
    if (status == LB_OK)
        status = join_tables(in, &squares, &count, &report->joined);
    if (status == LB_OK)
        status = lb_squares_init(out, count, in->recipe->variables);
    if (status == LB_OK) {
        memcpy(out->square, squares, count * sizeof *squares);
        memcpy(out->population, in->figure_value[0], count * sizeof(double));
        for (size_t v = 0; v < in->recipe->variables; v++)
            compute_variable(in, v, count, out->value[v], &report->variable[v]);
        for (size_t v = 0; status == LB_OK && v < in->recipe->variables; v++)
            status = take_ratio(in, v, out) ? LB_OK : LB_E_MEMORY;
    }
    free(squares);
    return status;
}

/* A variable in two deliveries is read from one of them: a warning says what that leaves out. */
static void report_repeat(const square_join *in, const repeated_column *r, lb_log *log)
{
    const lb_variable_column *figure = &in->figures.figure[r->figure];
    const lb_square_table *taken = &in->table[figure->source], *other = &in->table[r->table];
    const char *name = taken->column[figure->column],
               *also = other->column[other->wanted[r->wanted].column];
    if (r->differ == 0 && r->only == 0)
        lb_log_note(log, "%s: column '%s' of %s has the same values as '%s' of %s",
                    figure->needed_by, also, other->source, name, taken->source);
    if (r->differ > 0)
        lb_log_warning(log,
                       "%s: column '%s' of %s is read; column '%s' of %s, which has other values "
                       "in %zu of %zu squares, is not: rename the one that is not meant",
                       figure->needed_by, name, taken->source, also, other->source, r->differ,
                       r->both);
    if (r->only > 0)
        lb_log_warning(log,
                       "%s: %zu %s a value in %s, column '%s', but %s not in %s, from which it is "
                       "read: %s without; tables of different squares are to be one table",
                       figure->needed_by, r->only,
                       lb_number_word(r->only, "square has", "squares have"), other->source, also,
                       lb_number_word(r->only, "is", "are"), taken->source,
                       lb_number_word(r->only, "it is", "they are"));
}

/* Sizes of squares are metres: so must the axes of the grid's CRS be. */
static lb_status check_recipe_crs(const lb_recipe *recipe, lb_error *err)
{
    lb_error why = {.status = LB_OK};
    if (lb_crs_epsg(recipe->crs) == LB_EPSG_SWEREF99_TM || lb_crs_check(recipe->crs, &why) == LB_OK)
        return LB_OK;
    return lb_error_set(err, LB_E_INPUT, "recipe '%s': crs: %s", recipe->name, why.text);
}

/* All columns are found before any table is read, so that a missing one is an error within seconds.
 * *squares and *report are set on success only. */
lb_status lb_join_squares(const lb_recipe *recipe, const lb_join_options *options,
                          const lb_job *job, lb_squares *squares, lb_join_report *report,
                          lb_error *err)
{
    square_join in = {.recipe = recipe,
                      .rule = {.cell = recipe->cell_size,
                               .cell_size = options->cell_size,
                               .crs = recipe->crs,
                               .id = options->id,
                               .size = options->size,
                               .x = options->x,
                               .y = options->y,
                               .codes = recipe->codes.name,
                               .n_codes = recipe->codes.count}};
    lb_join_report outcome = {0};
    lb_squares result = {0};
    LB_TRY(check_recipe_crs(recipe, err));
    lb_status status = lb_variable_columns_make(recipe, &in.figures);
    if (status == LB_OK && !(in.wanted = calloc(in.figures.count, sizeof *in.wanted)))
        status = LB_E_MEMORY;
    if (status != LB_OK)
        lb_error_set(err, status, "out of memory");
    if (status == LB_OK)
        status = open_tables(&in, options, job, err);
    if (status == LB_OK)
        status = find_columns(&in, job, err);
    if (status == LB_OK)
        status = read_tables(&in, options, job, err);
    if (status == LB_OK && (status = make_squares(&in, &result, &outcome)) != LB_OK)
        lb_error_set(err, status, "out of memory");
    for (size_t i = 0; status == LB_OK && i < in.repeats; i++)
        report_repeat(&in, &in.repeat[i], job->log);
    clear_square_join(&in);
    if (status == LB_OK) {
        *squares = result;
        *report = outcome;
    } else {
        lb_squares_clear(&result);
        lb_join_report_clear(&outcome);
    }
    return status;
}

void lb_join_to_provenance(const lb_join_options *options, const lb_join_report *report,
                           lb_provenance *provenance)
{
    char file[4096];
    bool known = report && report->rows && report->hash;
    for (size_t i = 0; i < options->sources + options->bands; i++) {
        const char *source = i < options->sources ? options->source[i] : file;
        if (i >= options->sources)
            lb_square_raster_file(options->band[i - options->sources], file, sizeof file);
        lb_provenance_source(provenance, source, known ? report->hash[i] : NULL,
                             known ? (int64_t)report->rows[i] : -1);
    }
}
