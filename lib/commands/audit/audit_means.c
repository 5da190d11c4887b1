/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables of means without percentages (docs/methods.md, Audit): a mean of all areas and means of
 * its parts, with the number of areas in each. The mean of all must lie between those that the
 * printed means, each within half a unit of its last decimal, allow. */
#include <math.h>
#include <stdlib.h>

#include <lagesbild/audit.h>
#include "base/number.h"
#include "command/command_list.h"
#include "command/described_columns.h"
#include "commands/audit/audit_means.h"
#include "commands/audit/audit_shares.h"

enum { PERIOD, CATEGORY, AREAS, MEAN, ROW_LOW, ROW_HIGH, PARTS_LOW, PARTS_HIGH, VERDICT };

/* The parts of one period. */
typedef struct mean_parts {
    lb_rounded_value *mean;
    int64_t *areas;
    size_t count;
    int64_t sum;
} mean_parts;

void lb_audit_means_add_columns(lb_table *table)
{
    lb_add_some_columns(table, &lb_audit_command, "", "period", 2); /* category */
    lb_add_some_columns(table, &lb_audit_command, "", "areas", 2);  /* mean */
    lb_audit_add_real_bounds(table, "row_low", 2, LB_UNIT_NONE);    /* row_high */
    lb_audit_add_real_bounds(table, "parts_low", 2, LB_UNIT_NONE);  /* parts_high */
    lb_add_some_columns(table, &lb_audit_command, "", "verdict", 1);
}

static lb_status read_parts(const lb_checked_table *sheet, const size_t *row, const bool *total,
                            size_t rows, mean_parts *p, lb_error *err)
{
    for (size_t k = 0; k < rows; k++) {
        double areas = lb_table_real(&sheet->table, row[k], LB_AUDIT_AREAS);
        if (total[k])
            continue;
        if (!(areas > 0))
            return lb_error_set(err, LB_E_INPUT,
                                "%s:%ld: areas: none found, expected how many the mean is of",
                                sheet->source, sheet->line[row[k]]);
        lb_rounded_parse(lb_table_text(&sheet->table, row[k], LB_AUDIT_MEAN), &p->mean[p->count]);
        p->areas[p->count++] = (int64_t)areas;
        p->sum += (int64_t)areas;
    }
    return LB_OK;
}

/* Of a row of all areas. */
static const char *verdict_of(const lb_checked_table *sheet, size_t at, const mean_parts *p,
                              lb_interval allowed, lb_interval printed, const lb_job *job)
{
    const char *mean = lb_table_text(&sheet->table, at, LB_AUDIT_MEAN);
    double areas = lb_table_real(&sheet->table, at, LB_AUDIT_AREAS);
    if (!lb_audit_intervals_overlap(allowed, printed)) {
        lb_log_warning(job->log,
                       "%s:%ld: %s cannot be right: the means of its parts, weighed by their "
                       "areas, give %.4g to %.4g",
                       sheet->source, sheet->line[at], mean, allowed.low, allowed.high);
        return "contradicts";
    }
    if (!isnan(areas) && (int64_t)areas != p->sum) {
        lb_log_warning(job->log, "%s:%ld: %.0f %s found, but the parts have %lld", sheet->source,
                       sheet->line[at], areas, lb_number_word(areas, "area", "areas"),
                       (long long)p->sum);
        return "wrong sum";
    }
    return "right";
}

/* The printed mean stands for the range that rounds to it; of a total row the weighted mean of the
 * parts' ranges must meet that (docs/methods.md, Audit). Other rows have nothing to be held
 * against. */
static void add_row(const lb_checked_table *sheet, size_t at, const mean_parts *p, bool total,
                    const lb_job *job, lb_table *t)
{
    size_t row = lb_table_add_row(t);
    double areas = lb_table_real(&sheet->table, at, LB_AUDIT_AREAS);
    lb_rounded_value mean;
    lb_rounded_parse(lb_table_text(&sheet->table, at, LB_AUDIT_MEAN), &mean);
    lb_interval printed = lb_rounded_range(mean);
    lb_table_set_text(t, row, PERIOD, lb_table_text(&sheet->table, at, LB_AUDIT_PERIOD));
    lb_table_set_text(t, row, CATEGORY, lb_table_text(&sheet->table, at, LB_AUDIT_CATEGORY));
    lb_table_set_text(t, row, MEAN, lb_table_text(&sheet->table, at, LB_AUDIT_MEAN));
    if (!isnan(areas))
        lb_table_set_integer(t, row, AREAS, (int64_t)areas);
    lb_table_set_real(t, row, ROW_LOW, printed.low);
    lb_table_set_real(t, row, ROW_HIGH, printed.high);
    if (!total || p->count == 0) {
        lb_table_set_text(t, row, VERDICT, "right");
        return;
    }
    lb_interval allowed = lb_audit_weighted_mean(p->mean, p->areas, p->count);
    lb_table_set_real(t, row, PARTS_LOW, allowed.low);
    lb_table_set_real(t, row, PARTS_HIGH, allowed.high);
    lb_table_set_text(t, row, VERDICT, verdict_of(sheet, at, p, allowed, printed, job));
}

lb_status lb_audit_means_add_rows(const lb_checked_table *sheet, const size_t *row,
                                  const bool *total, size_t rows, const lb_job *job,
                                  lb_table *table, lb_error *err)
{
    mean_parts p = {.mean = calloc(rows + 1, sizeof *p.mean),
                    .areas = calloc(rows + 1, sizeof *p.areas)};
    lb_status status =
        p.mean && p.areas ? read_parts(sheet, row, total, rows, &p, err) : lb_error_memory(err);
    for (size_t k = 0; status == LB_OK && k < rows; k++)
        add_row(sheet, row[k], &p, total[k], job, table);
    free(p.mean);
    free(p.areas);
    return status;
}
