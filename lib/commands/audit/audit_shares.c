/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables of means with percentages (docs/methods.md, Audit): a percentage and the number of areas
 * of a row give the bounds of what it was taken of; the total that agrees with the most rows is
 * the period's. Numbers of areas that are not given are computed from it. */
#include <math.h>
#include <stdlib.h>

#include <lagesbild/audit.h>
#include "command/command_list.h"
#include "command/described_columns.h"
#include "commands/audit/audit_shares.h"

enum {
    PERIOD,
    CATEGORY,
    AREAS,
    MEAN,
    PERCENT,
    ROW_LOW,
    ROW_HIGH,
    LOW,
    HIGH,
    VERDICT,
    AREAS_LOW,
    AREAS_HIGH
};

/* One period at work. */
typedef struct share_audit {
    const lb_checked_table *sheet;
    const size_t *at;
    size_t rows;
    const lb_job *job;
    lb_audit_share *row;
    lb_interval *range, total;
    lb_audit_verdict *verdict;
    lb_table *table;
} share_audit;

void lb_audit_add_real_bounds(lb_table *table, const char *first, size_t n, lb_unit shown)
{
    size_t at = lb_add_some_columns(table, &lb_audit_command, "", first, n);
    for (size_t c = at; c < table->columns; c++) {
        table->column[c].type = LB_REAL;
        table->column[c].unit = shown;
    }
}

void lb_audit_shares_add_columns(lb_table *table)
{
    lb_add_some_columns(table, &lb_audit_command, "", "period", 2); /* category */
    lb_add_some_columns(table, &lb_audit_command, "", "areas", 2);  /* mean */
    lb_add_some_columns(table, &lb_audit_command, "", "percent", 1);
    lb_audit_add_real_bounds(table, "row_low", 4, LB_UNIT_COUNT); /* row_high, total_low, _high */
    lb_add_some_columns(table, &lb_audit_command, "", "verdict", 1);
    lb_add_some_columns(table, &lb_audit_command, "", "areas_low", 2); /* areas_high */
}

static void read_shares(share_audit *m)
{
    const lb_table *t = &m->sheet->table;
    size_t areas = m->sheet->has[LB_AUDIT_AREAS] ? LB_AUDIT_AREAS : LB_AUDIT_COUNT;
    for (size_t k = 0; k < m->rows; k++) {
        double members = lb_table_real(t, m->at[k], areas);
        m->row[k].members = members > 0 ? (int64_t)members : 0;
        lb_rounded_parse(lb_table_text(t, m->at[k], LB_AUDIT_MEAN), &m->row[k].mean);
        lb_rounded_parse(lb_table_text(t, m->at[k], LB_AUDIT_PERCENT), &m->row[k].percent);
    }
}

static void write_interval(lb_table *t, size_t row, size_t column, lb_interval interval)
{
    lb_table_set_real(t, row, column, interval.low);
    if (isfinite(interval.high))
        lb_table_set_real(t, row, column + 1, interval.high);
}

/* From mean and share the number of areas lies in a range of reals; without a whole number in it,
 * or with another number printed, the row cannot be right. */
static void add_row(share_audit *m, size_t k)
{
    const lb_audit_share *r = &m->row[k];
    const lb_table *from = &m->sheet->table;
    lb_table *t = m->table;
    size_t row = lb_table_add_row(t), at = m->at[k];
    lb_interval members = lb_audit_share_members(m->total, r->mean, r->percent);
    const char *category = lb_table_text(from, at, LB_AUDIT_CATEGORY);
    lb_table_set_text(t, row, PERIOD, lb_table_text(from, at, LB_AUDIT_PERIOD));
    lb_table_set_text(t, row, CATEGORY, category);
    lb_table_set_text(t, row, MEAN, lb_table_text(from, at, LB_AUDIT_MEAN));
    lb_table_set_text(t, row, PERCENT, lb_table_text(from, at, LB_AUDIT_PERCENT));
    lb_table_set_text(t, row, VERDICT, lb_audit_verdict_names[m->verdict[k]]);
    if (r->members > 0)
        lb_table_set_integer(t, row, AREAS, r->members);
    write_interval(t, row, ROW_LOW, m->range[k]);
    write_interval(t, row, LOW, m->total);
    write_interval(t, row, AREAS_LOW, members);
    if (m->verdict[k] != LB_AUDIT_RIGHT)
        lb_log_warning(m->job->log,
                       "%s:%ld: %s cannot be right: its mean and share need %.5g to %.5g areas",
                       m->sheet->source, m->sheet->line[at], category, members.low, members.high);
    else if (r->members == 0)
        lb_log_note(m->job->log, "%s:%ld: %s: %.5g to %.5g areas", m->sheet->source,
                    m->sheet->line[at], category, members.low, members.high);
}

static lb_status add_period_rows(share_audit *m, double known, lb_error *err)
{
    read_shares(m);
    if (lb_audit_share_rows(m->row, m->rows, known, m->range, &m->total, m->verdict) != LB_OK)
        return lb_error_set(err, LB_E_INPUT,
                            "%s:%ld: no row of the period has a number of areas, so nothing gives "
                            "the total",
                            m->sheet->source, m->sheet->line[m->at[0]]);
    lb_log_note(m->job->log, "%s: totals from %.0f to %.0f agree with the most rows",
                m->sheet->source, m->total.low, m->total.high);
    for (size_t k = 0; k < m->rows; k++)
        add_row(m, k);
    return LB_OK;
}

lb_status lb_audit_shares_add_rows(const lb_checked_table *sheet, const size_t *row, size_t rows,
                                   double known, const lb_job *job, lb_table *table, lb_error *err)
{
    share_audit m = {.sheet = sheet,
                     .at = row,
                     .rows = rows,
                     .job = job,
                     .row = calloc(rows + 1, sizeof *m.row),
                     .range = calloc(rows + 1, sizeof *m.range),
                     .verdict = calloc(rows + 1, sizeof *m.verdict),
                     .table = table};
    lb_status status =
        m.row && m.range && m.verdict ? add_period_rows(&m, known, err) : lb_error_memory(err);
    free(m.row);
    free(m.range);
    free(m.verdict);
    return status;
}
