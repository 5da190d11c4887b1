/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <lagesbild/trend.h>
#include "base/swedish_text.h"
#include "base/try.h"
#include "commands/brief/brief_findings.h"
#include "input/tables/result_table.h"
#include "render/text/text_layout.h"

/* Behind what is there, parted by "; ". */
static void append_part(char text[LB_FINDINGS_SIZE], const char *format, ...)
{
    size_t n = strlen(text);
    va_list values;
    snprintf(text + n, LB_FINDINGS_SIZE - n, "%s", n > 0 ? "; " : "");
    n = strlen(text);
    va_start(values, format);
    vsnprintf(text + n, LB_FINDINGS_SIZE - n, format, values);
    va_end(values);
}

/* The row of the area, named in column `name`; with a status only where it is that of an area.
 * SIZE_MAX: none. */
static size_t find_area(const lb_table *t, size_t name, const char *area)
{
    size_t status = lb_table_column(t, "status");
    for (size_t i = 0; i < t->rows; i++) {
        const char *text = lb_table_text(t, i, name);
        const char *of = status == SIZE_MAX ? "area" : lb_table_text(t, i, status);
        if (text && of && strcmp(of, "area") == 0 && lb_text_same(text, area))
            return i;
    }
    return SIZE_MAX;
}

/* How firm the class is: by how many recipes most of the area's people live in it. */
static void write_class(const lb_table *t, const size_t *at, size_t row,
                        char text[2][LB_FINDINGS_SIZE])
{
    int class_of = (int)lb_table_real(t, row, at[1]), mode = (int)lb_table_real(t, row, at[2]);
    double share = lb_table_real(t, row, at[3]), recipes = lb_table_real(t, row, at[4]);
    if (isnan(lb_table_real(t, row, at[1])) || isnan(share) || !(recipes > 1))
        return;
    for (int english = 0; english <= 1; english++) {
        char n[LB_FIGURE_SIZE], percent[LB_FIGURE_SIZE];
        lb_figure_text(recipes, 0, english, n);
        lb_figure_text(100 * share, 0, english, percent);
        if (class_of == mode)
            append_part(text[english],
                        english ? "class %d; firm in %s\u00a0%% of %s recipes"
                                : "klass %d; säker i %s\u00a0%% av %s recept",
                        class_of, percent, n);
        else
            append_part(text[english],
                        english ? "class %d; class %d in %s\u00a0%% of %s recipes"
                                : "klass %d; klass %d i %s\u00a0%% av %s recept",
                        class_of, mode, percent, n);
    }
}

/* "2020" of the first column index_2020. */
static const char *first_delivery(const lb_table *t)
{
    static const char before[] = "index_";
    for (size_t c = 0; c < t->columns; c++)
        if (strncmp(t->column[c].name, before, sizeof before - 1) == 0)
            return t->column[c].name + sizeof before - 1;
    return "";
}

/* A change whose q is at or above the limit is called noise, whatever its size; without a q it is
 * said that it was not tested. */
static void write_change(const lb_table *t, const size_t *at, size_t row,
                         char text[2][LB_FINDINGS_SIZE])
{
    double change = lb_table_real(t, row, at[1]), q = lb_table_real(t, row, at[2]);
    const char *since = first_delivery(t);
    if (isnan(change))
        return;
    for (int english = 0; english <= 1; english++) {
        char points[LB_FIGURE_SIZE];
        lb_figure_text(fabs(change), 1, english, points);
        if (q >= LB_FINDING_Q)
            append_part(text[english],
                        english ? "change since %s within noise"
                                : "förändringen sedan %s är inom bruset",
                        since);
        else
            append_part(text[english],
                        english ? "%s points %s since %s, %s" : "%s poäng %s sedan %s, %s", points,
                        english ? (change > 0 ? "worse" : "better")
                                : (change > 0 ? "sämre" : "bättre"),
                        since,
                        isnan(q) ? (english ? "not held against noise" : "inte prövat mot brus")
                                 : (english ? "more than noise" : "mer än brus"));
    }
}

enum { COLUMNS = 5 };

/* A table that says something of the area: its columns, the first with names, and what of them. */
typedef struct area_finding {
    const char *source; /* NULL: it was not given */
    const char *column[COLUMNS];
    size_t columns;
    void (*write)(const lb_table *t, const size_t *at, size_t row, char text[2][LB_FINDINGS_SIZE]);
} area_finding;

/* An area that the table lacks is a warning: the rest of the brief holds without it. */
static lb_status write_finding(const area_finding *f, const char *area, const lb_job *job,
                               lb_table *t, char text[2][LB_FINDINGS_SIZE], lb_error *err)
{
    const char *const names[] = {f->column[0], "status", NULL};
    size_t at[COLUMNS];
    LB_TRY(lb_result_table_read(f->source, names, job, t, err));
    for (size_t c = 0; c < f->columns; c++) {
        at[c] = lb_table_column(t, f->column[c]);
        if (at[c] == SIZE_MAX)
            return lb_error_set(err, LB_E_INPUT, "%s: no column '%s'; expected a table of areas",
                                f->source, f->column[c]);
    }
    size_t row = find_area(t, at[0], area);
    if (row == SIZE_MAX)
        lb_log_warning(job->log, "%s: has no area '%s'; the brief says nothing of it from there",
                       f->source, area);
    else
        f->write(t, at, row, text);
    return LB_OK;
}

/* Sentences on one area from tables of stability and trend, Swedish and English, where such tables
 * are given. */
lb_status lb_brief_findings_write(const lb_brief_options *options, const char *area,
                                  const lb_job *job, char text[2][LB_FINDINGS_SIZE], lb_error *err)
{
    const area_finding finding[] = {{options->stability,
                                     {"area", "class", "class_mode", "class_share", "recipes"},
                                     5,
                                     write_class},
                                    {options->trend, {"unit", "change", "q"}, 3, write_change}};
    text[0][0] = text[1][0] = '\0';
    for (size_t i = 0; i < sizeof finding / sizeof *finding; i++) {
        lb_table table = {0};
        if (!finding[i].source)
            continue;
        lb_status status = write_finding(&finding[i], area, job, &table, text, err);
        lb_table_clear(&table);
        LB_TRY(status);
    }
    return LB_OK;
}
