/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Results of `placebo` and `before-after` as rows of figures with intervals. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <lagesbild/page.h>
#include "base/swedish_text.h"
#include "base/try.h"
#include "commands/chart/chart_parts.h"
#include "port/cairo/cairo_render.h"
#include "render/chart/chart_intervals.h"

enum { NAME_SIZE = 160 };

/* The rows of a chart, and their names. */
typedef struct row_list {
    lb_interval_row *row;
    char (*name)[NAME_SIZE];
    size_t rows;
} row_list;

static void clear_rows(row_list *list)
{
    free(list->row);
    free(list->name);
}

static bool make_rows(size_t most, row_list *list)
{
    list->row = calloc(most + 1, sizeof *list->row);
    list->name = calloc(most + 1, sizeof *list->name);
    return list->row && list->name;
}

/* A row without a figure is left out. */
static void add_row(row_list *list, const char *name, lb_interval_row row)
{
    if (isnan(row.value))
        return;
    lb_text_print(list->name[list->rows], NAME_SIZE, "%s", name);
    row.name = list->name[list->rows];
    list->row[list->rows++] = row;
}

static lb_status find_columns(const lb_table *table, const char *const *name, size_t n, size_t *at,
                              lb_error *err)
{
    for (size_t i = 0; i < n; i++)
        LB_TRY(lb_chart_find_column(table, name[i], &at[i], err));
    return LB_OK;
}

/* What people call a value of a column. */
static const char *value_word(const char *column, const char *value, bool english)
{
    char key[NAME_SIZE];
    snprintf(key, sizeof key, "%s:%s", column, value ? value : "");
    const lb_page_term *term = lb_glossary_find_value(key);
    const char *word = term ? (english ? term->label.en : term->label.sv) : NULL;
    return word ? word : value ? value : "";
}

static lb_status draw_rows(lb_chart_intervals *chart, const row_list *list, const char *title,
                           const lb_chart_options *o, lb_drawing **out, lb_error *err)
{
    lb_text_measurer *measurer = NULL;
    lb_measure measure;
    if (lb_text_measurer_new(&measurer, &measure) != LB_OK)
        return lb_error_memory(err);
    chart->sheet = lb_chart_sheet_of(o, title, &measure);
    chart->sheet.height = o->height > 0 ? chart->sheet.height : 0;
    chart->row = list->row;
    chart->rows = list->rows;
    lb_status status = lb_chart_status(lb_chart_intervals_draw(chart, out), err);
    lb_text_measurer_free(measurer);
    return status;
}

/* Placebo ----------------------------------------------------------------------------------------
 */

enum { COMPARISON, OBSERVED, EXPECTED, LOW, HIGH, PERIOD, PLACEBO_COLUMNS };

/* The comparisons of a period, named with it where there are several. */
static void add_comparisons(const lb_table *t, const size_t *at, bool english, row_list *list)
{
    const char *first = t->rows > 0 ? lb_table_text(t, 0, at[PERIOD]) : NULL;
    bool several = false;
    for (size_t i = 0; i < t->rows; i++) {
        const char *period = lb_table_text(t, i, at[PERIOD]);
        several = several || (first && period && strcmp(first, period) != 0);
    }
    for (size_t i = 0; i < t->rows; i++) {
        char name[2 * NAME_SIZE];
        const char *period = value_word("period", lb_table_text(t, i, at[PERIOD]), english);
        lb_text_print(name, sizeof name, "%s%s%s",
                      value_word("comparison", lb_table_text(t, i, at[COMPARISON]), english),
                      several ? " – " : "", several ? period : "");
        add_row(list, name,
                (lb_interval_row){.value = lb_table_real(t, i, at[EXPECTED]),
                                  .low = lb_table_real(t, i, at[LOW]),
                                  .high = lb_table_real(t, i, at[HIGH]),
                                  .mark = lb_table_real(t, i, at[OBSERVED])});
    }
}

/* The interval is of comparable places, the mark the areas themselves: outside the interval is
 * more, or fewer, than such places have. */
lb_status lb_chart_placebo(const lb_table *table, const lb_chart_options *options, lb_drawing **out,
                           lb_error *err)
{
    static const char *const name[PLACEBO_COLUMNS] = {"comparison", "observed", "expected",
                                                      "low",        "high",     "period"};
    size_t at[PLACEBO_COLUMNS];
    row_list list = {.rows = 0};
    bool english = options->english;
    LB_TRY(find_columns(table, name, PLACEBO_COLUMNS, at, err));
    lb_chart_intervals chart = {.value_name = english ? "comparison, with its interval"
                                                      : "jämförelsen, med intervall",
                                .mark_name = english ? "the areas" : "områdena",
                                .x_title = english ? "events" : "händelser"};
    lb_status status = LB_E_MEMORY;
    if (make_rows(table->rows, &list)) {
        add_comparisons(table, at, english, &list);
        status = draw_rows(&chart, &list,
                           english ? "Events in the areas beside comparable places"
                                   : "Händelser i områdena mot jämförbara platser",
                           options, out, err);
    }
    clear_rows(&list);
    return status == LB_E_MEMORY ? lb_error_memory(err) : status;
}

/* Before and after
 * ---------------------------------------------------------------------------------
 */

enum { TEST, BEFORE, AFTER, WDD, WDD_LOW, WDD_HIGH, REGRESSION, CHANGE_COLUMNS };

/* Each difference with its periods; that of regression to the mean after the first. */
static void add_differences(const lb_table *t, const size_t *at, bool english, row_list *list)
{
    for (size_t i = 0; i < t->rows; i++) {
        char name[3 * NAME_SIZE];
        const char *before = lb_table_text(t, i, at[BEFORE]),
                   *after = lb_table_text(t, i, at[AFTER]);
        lb_text_print(name, sizeof name, "%s: %s, %s",
                      value_word("test", lb_table_text(t, i, at[TEST]), english),
                      before ? before : "", after ? after : "");
        add_row(list, name,
                (lb_interval_row){.value = lb_table_real(t, i, at[WDD]),
                                  .low = lb_table_real(t, i, at[WDD_LOW]),
                                  .high = lb_table_real(t, i, at[WDD_HIGH]),
                                  .mark = (double)NAN});
        add_row(list, english ? "Regression to the mean alone" : "Återgång till medelvärdet ensam",
                (lb_interval_row){.value = lb_table_real(t, i, at[REGRESSION]),
                                  .low = (double)NAN,
                                  .high = (double)NAN,
                                  .mark = (double)NAN});
    }
}

/* WDD with its interval, and beneath it, where it is known, what regression to the mean alone would
 * give: hence room for two rows for each of the table. */
lb_status lb_chart_before_after(const lb_table *table, const lb_chart_options *options,
                                lb_drawing **out, lb_error *err)
{
    static const char *const name[CHANGE_COLUMNS] = {
        "test", "before", "after", "wdd", "wdd_low", "wdd_high", "regression_to_the_mean"};
    size_t at[CHANGE_COLUMNS];
    row_list list = {.rows = 0};
    bool english = options->english;
    LB_TRY(find_columns(table, name, CHANGE_COLUMNS, at, err));
    lb_chart_intervals chart = {
        .value_name = english ? "change in the areas less that elsewhere, with its interval"
                              : "förändringen i områdena minus den på andra ställen, med intervall",
        .x_title = english ? "events; below 0 it got better in the areas than elsewhere"
                           : "händelser; under 0 blev det bättre i områdena än på andra ställen",
        .x_kind = LB_AXIS_SIGNED};
    lb_status status = LB_E_MEMORY;
    if (make_rows(2 * table->rows, &list)) {
        add_differences(table, at, english, &list);
        status = draw_rows(&chart, &list,
                           english ? "Did it get better in the areas than elsewhere?"
                                   : "Blev det bättre i områdena än på andra ställen?",
                           options, out, err);
    }
    clear_rows(&list);
    return status == LB_E_MEMORY ? lb_error_memory(err) : status;
}
