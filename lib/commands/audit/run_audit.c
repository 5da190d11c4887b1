/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command `audit`: reads a printed table, and by the columns it has checks counts against
 * percentages, shares against a total, or means against the means of their parts, one period at a
 * time (docs/methods.md, Audit). */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <lagesbild/audit.h>
#include "command/option_provenance.h"
#include "command/command_result.h"
#include "command/command_list.h"
#include "command/described_columns.h"
#include "command/output_check.h"
#include "base/number.h"
#include "base/swedish_text.h"
#include "commands/audit/audit_means.h"
#include "commands/audit/audit_shares.h"
#include "input/areas/name_index.h"
#include "output/provenance.h"
#include "output/table_file.h"
#include "input/tables/checked_table.h"
#include "base/try.h"

enum {
    PERIOD,
    CATEGORY,
    COUNT,
    PERCENT,
    ROW_LOW,
    ROW_HIGH,
    LOW,
    HIGH,
    VERDICT,
    EXPECTED,
    PARTS_LOW,
    PARTS_HIGH,
    COLUMNS
};

/* The sheet as printed and, reused from period to period, the rows of one period with their
 * verdicts. */
typedef struct audit_builder {
    const lb_audit_options *options;
    const lb_job *job;
    lb_checked_table sheet;
    lb_name_index periods;
    lb_audit_row *row; /* of one period */
    size_t *at;        /* their rows of the sheet */
    lb_audit_verdict *verdict;
    bool *total; /* of the rows of the period: which are of all */
    size_t rows, parts;
    lb_table table;
} audit_builder;

/* Means without percentages: of all areas and of their parts (Tabell 2 and 3). */
static bool has_only_means(const audit_builder *m)
{
    return !m->sheet.has[LB_AUDIT_PERCENT];
}

static void clear_audit(audit_builder *m)
{
    lb_checked_table_clear(&m->sheet);
    lb_name_index_clear(&m->periods);
    free(m->row);
    free(m->at);
    free(m->verdict);
    free(m->total);
}

/* A figure must be as it was printed: its decimals are what it was rounded to. */
static void check_figure(const lb_typed_row *row, size_t column, const char *what)
{
    lb_rounded_value figure;
    const char *text = row->value[column].text;
    if (!text || lb_rounded_parse(text, &figure) != LB_OK)
        lb_diagnostics_add(row->diagnostics, row->line,
                           "%s: '%.80s' found, expected a figure as printed, say 27,1", what,
                           text ? text : "");
}

static lb_status add_input_row(void *udata, const lb_typed_row *row)
{
    audit_builder *m = udata;
    size_t period;
    const char *when = row->value[LB_AUDIT_PERIOD].text;
    if (m->sheet.has[LB_AUDIT_PERCENT])
        check_figure(row, LB_AUDIT_PERCENT, "percent");
    if (m->sheet.has[LB_AUDIT_MEAN])
        check_figure(row, LB_AUDIT_MEAN, "mean");
    else if (m->sheet.has[LB_AUDIT_COUNT] && isnan(row->value[LB_AUDIT_COUNT].number))
        lb_diagnostics_add(row->diagnostics, row->line,
                           "count: none found, expected a whole number");
    LB_TRY(lb_name_index_add(&m->periods, when ? when : "", &period));
    return lb_checked_table_add(&m->sheet, row);
}

/* Percentages and means are read as text: their printed decimals say what they may have been
 * rounded from. */
static lb_status read_rows(audit_builder *m, const char *source, lb_error *err)
{
    const lb_input_column fields[LB_AUDIT_FIELDS] = {
        {.what = "period", LB_USUAL(PERIOD), .column_optional = true, .missing = LB_VALUE_OPTIONAL},
        {.what = "category", LB_USUAL(CATEGORY)},
        {.what = "count",
         LB_USUAL(COUNT),
         .type = LB_INTEGER,
         .column_optional = true,
         .missing = LB_VALUE_OPTIONAL,
         .max = 1e12},
        {.what = "percent", LB_USUAL(PERCENT), .column_optional = true},
        {.what = "areas",
         LB_USUAL(N_AREAS),
         .type = LB_INTEGER,
         .column_optional = true,
         .missing = LB_VALUE_OPTIONAL,
         .max = 1e9},
        {.what = "mean", LB_USUAL(MEAN), .column_optional = true}};
    lb_typed_reader reader;
    lb_status status = lb_typed_reader_open(source, fields, LB_AUDIT_FIELDS, m->job, &reader, err);
    if (status == LB_OK && lb_checked_table_init(&m->sheet, &reader) != LB_OK)
        status = lb_error_memory(err);
    if (status == LB_OK)
        status = lb_typed_reader_each(&reader, add_input_row, m, err);
    lb_typed_reader_close(&reader);
    if (status != LB_OK)
        return status;
    const bool *has = m->sheet.has;
    bool means = has[LB_AUDIT_MEAN] && has[LB_AUDIT_AREAS];
    if (!means && !(has[LB_AUDIT_COUNT] && has[LB_AUDIT_PERCENT]))
        return lb_error_set(
            err, LB_E_INPUT,
            "%s: no columns that can be checked against each other; expected category, count, "
            "percent, or category, areas, mean, and percent or a row total",
            source);
    return status;
}

static bool is_total(const char *category)
{
    static const char *const words[] = {"total", "totalt", "summa", "alla", "samtliga", "sum"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (lb_text_same(category, words[i]))
            return true;
    return false;
}

/* The rows of a period. */
static void gather_rows(audit_builder *m, const char *period)
{
    const lb_table *t = &m->sheet.table;
    m->rows = 0;
    for (size_t i = 0; i < t->rows; i++) {
        const char *when = lb_table_text(t, i, LB_AUDIT_PERIOD);
        if (lb_text_same(when ? when : "", period))
            m->at[m->rows++] = i;
    }
}

/* Counts and percentages of the period as whole numbers and rounded values. */
static void gather_counts(audit_builder *m)
{
    const lb_table *t = &m->sheet.table;
    m->parts = 0;
    for (size_t k = 0; k < m->rows; k++) {
        size_t i = m->at[k];
        lb_audit_row *row = &m->row[k];
        *row = (lb_audit_row){.count = (int64_t)lb_table_real(t, i, LB_AUDIT_COUNT),
                              .is_total = m->total[k]};
        lb_rounded_parse(lb_table_text(t, i, LB_AUDIT_PERCENT), &row->percent);
        m->parts += !row->is_total;
    }
}

/* --- Known totals --- */

/* The total in "N" or "PERIOD=N" when it is for this period, else 0; NaN: it is neither. */
static double total_in(const char *text, const char *period)
{
    const char *equals = strrchr(text, '='), *digits = equals ? equals + 1 : text;
    double value;
    if (!lb_number_parse(digits, strlen(digits), &value) || !(value > 0) || value > 1e12 ||
        value != floor(value))
        return (double)NAN;
    char *when = equals ? lb_text_copy(text) : NULL;
    if (when)
        when[equals - text] = '\0';
    bool meant = !equals || (when && lb_text_same(when, period));
    free(when);
    return meant ? value : 0;
}

/* The last --total that is for this period; 0: none. */
static double known_total(const audit_builder *m, const char *period)
{
    double known = 0;
    for (size_t i = 0; i < m->options->totals; i++) {
        double value = total_in(m->options->total[i], period);
        known = value > 0 ? value : known;
    }
    return known;
}

static lb_status check_totals(const lb_audit_options *o, lb_error *err)
{
    for (size_t i = 0; i < o->totals; i++)
        if (isnan(total_in(o->total[i], "")))
            return lb_error_set(err, LB_E_USAGE,
                                "--total: '%s' found, expected a whole number above 0, or "
                                "PERIOD=NUMBER",
                                o->total[i]);
    return LB_OK;
}

/* --- Counts and percentages --- */

static void write_range(lb_table *t, size_t row, size_t column, lb_range range)
{
    if (lb_range_is_empty(range))
        return;
    lb_table_set_integer(t, row, column, range.low);
    if (range.high != INT64_MAX)
        lb_table_set_integer(t, row, column + 1, range.high);
}

/* Totals in whole numbers that the row allows, that most rows allow, and that the parts allow.
 * Expected is the percentage of the least joint total, with the decimals that were printed. */
static void add_row(audit_builder *m, size_t k, const lb_audit *audit)
{
    const lb_audit_row *r = &m->row[k];
    const lb_table *from = &m->sheet.table;
    lb_table *t = &m->table;
    size_t row = lb_table_add_row(t);
    const char *verdict = lb_audit_verdict_names[m->verdict[k]],
               *percent = lb_table_text(from, m->at[k], LB_AUDIT_PERCENT);
    bool sums = !r->is_total || m->parts == 0 || r->count == audit->sum;
    lb_table_set_text(t, row, PERIOD, lb_table_text(from, m->at[k], LB_AUDIT_PERIOD));
    lb_table_set_text(t, row, CATEGORY, lb_table_text(from, m->at[k], LB_AUDIT_CATEGORY));
    lb_table_set_integer(t, row, COUNT, r->count);
    lb_table_set_text(t, row, PERCENT, percent);
    write_range(t, row, ROW_LOW, lb_audit_totals(r->count, r->percent));
    write_range(t, row, LOW, audit->total);
    write_range(t, row, PARTS_LOW, audit->parts);
    lb_table_set_text(t, row, VERDICT, sums ? verdict : "wrong sum");
    if (!sums)
        lb_log_warning(m->job->log, "%s:%ld: %lld found, but the parts sum to %lld",
                       m->sheet.source, m->sheet.line[m->at[k]], (long long)r->count,
                       (long long)audit->sum);
    if (m->verdict[k] == LB_AUDIT_RIGHT || lb_range_is_empty(audit->total) || audit->total.low <= 0)
        return;
    lb_rounded_value e = lb_audit_percent(r->count, audit->total.low, r->percent.decimals);
    double scale = 1;
    for (int d = 0; d < e.decimals; d++)
        scale *= 10;
    lb_table_set_real(t, row, EXPECTED, (double)e.units / scale);
    lb_log_warning(m->job->log, "%s:%ld: %s%s cannot be right: %lld of %lld is %.*f %%",
                   m->sheet.source, m->sheet.line[m->at[k]], percent,
                   strchr(percent, '%') ? "" : " %", (long long)r->count,
                   (long long)audit->total.low, e.decimals, (double)e.units / scale);
}

/* A total that fits just some of the totals its parts allow: 28,8 % of 2019 is 28,7 if 334. */
static void warn_of_total(const audit_builder *m, size_t k, const lb_audit *audit,
                          const char *period)
{
    const lb_audit_row *r = &m->row[k];
    lb_range own = lb_audit_totals(r->count, r->percent), parts = audit->parts;
    if (!r->is_total || m->verdict[k] != LB_AUDIT_RIGHT || lb_range_is_empty(parts) ||
        (own.low <= parts.low && own.high >= parts.high))
        return;
    lb_log_warning(m->job->log,
                   "%s:%ld: the parts of %s allow totals from %lld to %lld, this percentage only "
                   "%lld to %lld",
                   m->sheet.source, m->sheet.line[m->at[k]], period[0] ? period : "the table",
                   (long long)parts.low, (long long)parts.high, (long long)audit->total.low,
                   (long long)audit->total.high);
}

/* One row a count: the ranges of totals it allows, and whether they agree with the others. */
static lb_status add_count_rows(audit_builder *m, const char *period, lb_error *err)
{
    lb_audit audit;
    gather_counts(m);
    lb_status status =
        lb_audit_rows(m->row, m->rows, (int64_t)known_total(m, period), &audit, m->verdict);
    if (status != LB_OK)
        return lb_error_set(err, status, "%s: %s: %s", m->sheet.source, period,
                            lb_status_text(status));
    if (audit.sums_rounded)
        lb_log_warning(m->job->log, "%s: %s: the total's percentage is the sum of rounded ones",
                       m->sheet.source, period);
    for (size_t k = 0; k < m->rows; k++) {
        add_row(m, k, &audit);
        warn_of_total(m, k, &audit, period);
    }
    return LB_OK;
}

static void add_columns(audit_builder *m)
{
    lb_add_some_columns(&m->table, &lb_audit_command, "", "period", ROW_LOW);
    lb_add_some_columns(&m->table, &lb_audit_command, "", "row_low", COLUMNS - ROW_LOW);
}

static lb_status add_period_rows(audit_builder *m, const char *period, lb_error *err)
{
    gather_rows(m, period);
    for (size_t k = 0; k < m->rows; k++)
        m->total[k] = is_total(lb_table_text(&m->sheet.table, m->at[k], LB_AUDIT_CATEGORY));
    if (has_only_means(m))
        return lb_audit_means_add_rows(&m->sheet, m->at, m->total, m->rows, m->job, &m->table, err);
    if (!m->sheet.has[LB_AUDIT_MEAN])
        return add_count_rows(m, period, err);
    return lb_audit_shares_add_rows(&m->sheet, m->at, m->rows, known_total(m, period), m->job,
                                    &m->table, err);
}

/* By the columns there are: means of means, means and shares, or counts and percentages. Periods
 * are audited apart, since each has a total of its own. */
static lb_status make_table(audit_builder *m, lb_error *err)
{
    size_t n = m->sheet.table.rows, *order = lb_name_index_order(&m->periods);
    m->row = calloc(n + 1, sizeof *m->row);
    m->at = calloc(n + 1, sizeof *m->at);
    m->verdict = calloc(n + 1, sizeof *m->verdict);
    m->total = calloc(n + 1, sizeof *m->total);
    if (has_only_means(m))
        lb_audit_means_add_columns(&m->table);
    else if (m->sheet.has[LB_AUDIT_MEAN])
        lb_audit_shares_add_columns(&m->table);
    else
        add_columns(m);
    lb_status status =
        order && m->row && m->at && m->verdict && m->total ? LB_OK : lb_error_memory(err);
    for (size_t p = 0; p < m->periods.count && status == LB_OK; p++)
        status = add_period_rows(m, m->periods.name[order[p]], err);
    free(order);
    return status == LB_OK && m->table.failed ? lb_error_memory(err) : status;
}

static lb_status write_files(const audit_builder *m, const lb_audit_options *o, lb_error *err)
{
    lb_provenance p = {0};
    lb_table_file file = {.path = o->output, .name = "audit", .table = &m->table};
    lb_provenance_begin(&p, &lb_audit_command, o, m->job);
    lb_provenance_source(&p, o->table, NULL, m->sheet.table.rows);
    lb_status status = lb_table_files_write(&p, &file, 1, o->provenance, m->job, err);
    lb_provenance_clear(&p);
    return status;
}

lb_status lb_audit_run(const lb_audit_options *options, const lb_job *job, lb_table *out,
                       lb_error *err)
{
    audit_builder m = {.options = options, .job = job, .periods = {.folded = true}};
    LB_TRY(lb_command_begin(&lb_audit_command, options, job, err));
    lb_status status = check_totals(options, err);
    if (status == LB_OK)
        status = read_rows(&m, options->table, err);
    if (status == LB_OK)
        status = make_table(&m, err);
    if (status == LB_OK)
        status = write_files(&m, options, err);
    clear_audit(&m);
    LB_HAND_OVER(status, m.table, out, lb_table_clear);
}

lb_status lb_audit_command_run(const void *options, const lb_job *job, lb_command_result *out,
                               lb_error *err)
{
    lb_table table = {0};
    LB_TRY(lb_audit_run(options, job, &table, err));
    lb_command_result_add(out, "", &table);
    return LB_OK;
}
