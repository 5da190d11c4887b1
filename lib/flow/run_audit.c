/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <stdlib.h>

#include <lagesbild/audit.h>
#include <lagesbild/job_audit.h>
#include "base/text.h"
#include "flow/labels.h"
#include "flow/report_files.h"
#include "flow/sheet.h"

enum { PERIOD, CATEGORY, COUNT, PERCENT, ROW_LOW, ROW_HIGH, LOW, HIGH, VERDICT, EXPECTED, COLUMNS };

typedef struct maker {
    const lb_job *job;
    lb_sheet sheet;
    lb_labels periods;
    lb_audit_row *row; /* of one period */
    size_t *at;        /* their rows of the sheet */
    lb_audit_verdict *verdict;
    size_t rows;
    lb_table table;
} maker;

static const char *const usual_period[] = {"ar", "year", NULL};
static const char *const usual_category[] = {"kategori", "type", "typ", NULL};
static const char *const usual_count[] = {"antal", NULL};
static const char *const usual_percent[] = {"procent", "andel", "share", NULL};

static lb_status no_memory(lb_error *err)
{
    return lb_error_set(err, LB_E_MEMORY, "out of memory");
}

static void clear(maker *m)
{
    lb_sheet_clear(&m->sheet);
    lb_labels_clear(&m->periods);
    free(m->row);
    free(m->at);
    free(m->verdict);
}

static lb_status check_row(void *udata, const lb_sheet *sheet, size_t row, lb_problems *problems)
{
    maker *m = udata;
    lb_rounded percent;
    size_t period;
    const char *text = lb_table_text(&sheet->table, row, PERCENT);
    const char *when = lb_table_text(&sheet->table, row, PERIOD);
    if (lb_rounded_parse(text, &percent) != LB_OK)
        lb_problems_add(problems, sheet->line[row],
                        "percent: '%.80s' found, expected a percentage as printed, say 27,1", text);
    return lb_labels_add(&m->periods, when ? when : "", &period);
}

static lb_status read_rows(maker *m, const char *source, lb_error *err)
{
    const lb_sheet_field fields[] = {
        {.what = "period", .usual = usual_period, .may_lack = true, .may_miss = true},
        {.what = "category", .usual = usual_category},
        {.what = "count", .usual = usual_count, .type = LB_REAL, .whole = true, .most = 1e12},
        {.what = "percent", .usual = usual_percent}};
    lb_sheet_check check = {check_row, m};
    return lb_sheet_read(source, fields, 4, &check, m->job, &m->sheet, err);
}

static bool is_total(const char *category)
{
    static const char *const words[] = {"total", "totalt", "summa", "alla", "samtliga", "sum"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (lb_text_same(category, words[i]))
            return true;
    return false;
}

static void gather(maker *m, const char *period)
{
    const lb_table *t = &m->sheet.table;
    m->rows = 0;
    for (size_t i = 0; i < t->rows; i++) {
        const char *when = lb_table_text(t, i, PERIOD);
        if (!lb_text_same(when ? when : "", period))
            continue;
        lb_audit_row *row = &m->row[m->rows];
        *row = (lb_audit_row){.count = (int64_t)lb_table_real(t, i, COUNT),
                              .is_total = is_total(lb_table_text(t, i, CATEGORY))};
        lb_rounded_parse(lb_table_text(t, i, PERCENT), &row->percent);
        m->at[m->rows++] = i;
    }
}

static void put_range(lb_table *t, size_t row, size_t column, lb_range range)
{
    if (lb_range_is_empty(range))
        return;
    lb_table_set_integer(t, row, column, range.low);
    if (range.high != INT64_MAX)
        lb_table_set_integer(t, row, column + 1, range.high);
}

static void put_row(maker *m, size_t k, const lb_audit *audit)
{
    static const char *const verdicts[] = {"right", "impossible", "contradicts"};
    const lb_audit_row *r = &m->row[k];
    const lb_table *from = &m->sheet.table;
    lb_table *t = &m->table;
    size_t row = lb_table_add_row(t);
    const char *verdict = verdicts[m->verdict[k]],
               *percent = lb_table_text(from, m->at[k], PERCENT);
    bool sums = !r->is_total || audit->sum_is_right || r->count == audit->sum;
    lb_table_set_text(t, row, PERIOD, lb_table_text(from, m->at[k], PERIOD));
    lb_table_set_text(t, row, CATEGORY, lb_table_text(from, m->at[k], CATEGORY));
    lb_table_set_integer(t, row, COUNT, r->count);
    lb_table_set_text(t, row, PERCENT, percent);
    put_range(t, row, ROW_LOW, lb_audit_totals(r->count, r->percent));
    put_range(t, row, LOW, audit->total);
    lb_table_set_text(t, row, VERDICT, sums ? verdict : "wrong sum");
    if (!sums)
        lb_log_warning(m->job->log, "%s:%ld: %lld found, but the parts sum to %lld",
                       m->sheet.source, m->sheet.line[m->at[k]], (long long)r->count,
                       (long long)audit->sum);
    if (m->verdict[k] == LB_AUDIT_RIGHT || lb_range_is_empty(audit->total) || audit->total.low <= 0)
        return;
    lb_rounded e = lb_audit_percent(r->count, audit->total.low, r->percent.decimals);
    double scale = 1;
    for (int d = 0; d < e.decimals; d++)
        scale *= 10;
    lb_table_set_real(t, row, EXPECTED, (double)e.units / scale);
    lb_log_warning(m->job->log, "%s:%ld: %s %% cannot be right: %lld of %lld is %.*f %%",
                   m->sheet.source, m->sheet.line[m->at[k]], percent, (long long)r->count,
                   (long long)audit->total.low, e.decimals, (double)e.units / scale);
}

static lb_status put_period(maker *m, const char *period, lb_error *err)
{
    lb_audit audit;
    gather(m, period);
    lb_status status = lb_audit_rows(m->row, m->rows, 0, &audit, m->verdict);
    if (status != LB_OK)
        return lb_error_set(err, status, "%s: %s: %s", m->sheet.source, period,
                            lb_status_text(status));
    if (audit.sums_rounded)
        lb_log_warning(m->job->log, "%s: %s: the total's percentage is the sum of rounded ones",
                       m->sheet.source, period);
    for (size_t k = 0; k < m->rows; k++)
        put_row(m, k, &audit);
    return LB_OK;
}

static lb_status make_table(maker *m, lb_error *err)
{
    static const char *const names[COLUMNS] = {"period",  "category", "count",     "percent",
                                               "row_low", "row_high", "total_low", "total_high",
                                               "verdict", "expected"};
    size_t n = m->sheet.table.rows, *order = lb_labels_order(&m->periods);
    m->row = calloc(n + 1, sizeof *m->row);
    m->at = calloc(n + 1, sizeof *m->at);
    m->verdict = calloc(n + 1, sizeof *m->verdict);
    for (size_t c = 0; c < COLUMNS; c++)
        lb_table_add_column(&m->table, names[c],
                            c == EXPECTED                               ? LB_REAL
                            : c == COUNT || (c >= ROW_LOW && c <= HIGH) ? LB_INTEGER
                                                                        : LB_TEXT,
                            LB_UNIT_NONE);
    lb_status status = order && m->row && m->at && m->verdict ? LB_OK : no_memory(err);
    for (size_t p = 0; p < m->periods.count && status == LB_OK; p++)
        status = put_period(m, m->periods.name[order[p]], err);
    free(order);
    return status == LB_OK && m->table.failed ? no_memory(err) : status;
}

static lb_status write_files(const maker *m, const lb_audit_options *o, lb_error *err)
{
    lb_provenance p = {0};
    lb_report_file file = {o->output, "audit", &m->table};
    if (!o->output && !o->provenance)
        return LB_OK;
    lb_provenance_command(&p, "audit");
    lb_status status = lb_report_input(&p, o->table, m->sheet.table.rows, err);
    if (status == LB_OK)
        status = lb_report_write(&p, &file, 1, o->provenance, m->job, err);
    lb_provenance_clear(&p);
    return status;
}

lb_status lb_audit_run(const lb_audit_options *options, const lb_job *job, lb_table *out,
                       lb_error *err)
{
    maker m = {.job = job, .periods = {.folded = true}};
    lb_status status = lb_report_check(&options->output, 1, err);
    if (status == LB_OK)
        status = read_rows(&m, options->table, err);
    if (status == LB_OK)
        status = make_table(&m, err);
    if (status == LB_OK)
        status = write_files(&m, options, err);
    clear(&m);
    if (status == LB_OK)
        *out = m.table;
    else
        lb_table_clear(&m.table);
    return status;
}
