/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>

#include "base/number.h"
#include "base/sum.h"
#include "base/try.h"
#include "command/command_list.h"
#include "command/described_columns.h"
#include "commands/hotspot/hotspot_scan.h"
#include "kernel/hotspot/scan_statistic.h"

/* Clusters beyond these are of no use to anyone. */
enum { MAX_CLUSTERS = 20 };

enum { CLUSTER, CASES, EXPECTED, PEOPLE, LLR, P, RADIUS, EASTING, NORTHING, CELLS };

typedef struct scan_job {
    const lb_figures_input *in;
    double *count, *expected; /* [cells] */
    double cases, left_out;   /* events where something is expected, and where nothing is */
} scan_job;

/* expected: as many as the cases, in proportion to value; events where that is 0 or not known have
 * no place in a model of people. */
static bool fill_columns(scan_job *s, const double *value)
{
    size_t cells = s->in->support->grid.cells;
    lb_sum base = {0}, cases = {0}, left_out = {0};
    s->count = malloc((cells + 1) * sizeof *s->count);
    s->expected = malloc((cells + 1) * sizeof *s->expected);
    if (!s->count || !s->expected)
        return false;
    for (size_t i = 0; i < cells; i++) {
        bool known = value[i] > 0;
        s->expected[i] = known ? value[i] : 0;
        s->count[i] = known ? s->in->count[i] : 0;
        lb_sum_add(&base, s->expected[i]);
        lb_sum_add(&cases, s->count[i]);
        lb_sum_add(&left_out, known ? 0 : s->in->count[i]);
    }
    s->cases = lb_sum_value(cases);
    s->left_out = lb_sum_value(left_out);
    for (size_t i = 0; i < cells; i++)
        s->expected[i] *= s->cases / lb_sum_value(base);
    return true;
}

/* People of the cells with centres in the disc. */
static double people_within(const lb_figures_input *in, const lb_scan_cluster *cluster)
{
    const double *people = in->support->grid.value[LB_SUPPORT_PEOPLE];
    const lb_cell_rows *rows = &in->support->rows;
    const lb_grid *g = &rows->grid;
    lb_sum sum = {0};
    int32_t reach = (int32_t)floor(cluster->radius / g->dy + 1e-9);
    for (int32_t d = -reach; d <= reach; d++) {
        size_t begin, end;
        double dy = d * g->dy, left = cluster->radius * cluster->radius * (1 + 3e-12) - dy * dy;
        int32_t half = left < 0 ? -1 : (int32_t)floor(sqrt(left) / g->dx + 1e-9);
        int32_t col = rows->col[cluster->centre];
        lb_cell_rows_between(rows, rows->row[cluster->centre] + d, col - half, col + half, &begin,
                             &end);
        for (size_t k = begin; people && k < end; k++)
            lb_sum_add(&sum, isnan(people[k]) ? 0 : people[k]);
    }
    return people ? lb_sum_value(sum) : (double)NAN;
}

static void add_cluster(const lb_figures_input *in, const lb_scan_cluster *c, lb_table *t)
{
    double x, y;
    size_t row = lb_table_add_row(t);
    lb_event_support_centre(in->support, c->centre, &x, &y);
    lb_table_set_integer(t, row, CLUSTER, (int64_t)row + 1);
    lb_table_set_integer(t, row, CASES, (int64_t)c->cases);
    lb_table_set_real(t, row, EXPECTED, c->expected);
    lb_table_set_real(t, row, PEOPLE, people_within(in, c));
    lb_table_set_real(t, row, LLR, c->llr);
    lb_table_set_real(t, row, P, c->p);
    lb_table_set_real(t, row, RADIUS, c->radius);
    lb_table_set_real(t, row, EASTING, x);
    lb_table_set_real(t, row, NORTHING, y);
    lb_table_set_integer(t, row, CELLS, (int64_t)c->cells);
}

/* Cells where nothing is expected take no part: a disc of such cells alone would have an infinite
 * likelihood ratio. Their events are left out with a warning. --max-people above 1 is per cent. */
static lb_status find_clusters(scan_job *s, const lb_job *job, lb_table *table, lb_error *err)
{
    const lb_hotspot_options *o = s->in->options;
    lb_scan_cluster cluster[MAX_CLUSTERS];
    size_t found;
    if (s->left_out > 0)
        lb_log_warning(job->log, "--scan: %.0f %s where %s %s left out", s->left_out,
                       lb_number_word(s->left_out, "event", "events"),
                       o->expected ? "nothing is expected" : "nobody lives",
                       lb_number_word(s->left_out, "is", "are"));
    if (!(s->cases > 0))
        return lb_error_set(err, LB_E_INPUT, "--scan: no event is where %s",
                            o->expected ? "any is expected" : "people live");
    lb_scan_input in = {.rows = &s->in->support->rows,
                        .count = s->count,
                        .expected = s->expected,
                        .max_share = o->max_people > 1 ? o->max_people / 100 : o->max_people,
                        .max_radius = o->max_radius,
                        .draws = o->draws,
                        .seed = (uint64_t)o->seed,
                        .threads = s->in->threads};
    lb_status status = lb_scan_clusters(&in, cluster, MAX_CLUSTERS, &found);
    if (status == LB_E_USAGE)
        return lb_error_set(err, status,
                            "--max-radius: %g m is too far for %zu cells; use a smaller one",
                            o->max_radius, s->in->support->grid.cells);
    if (status != LB_OK)
        return lb_error_memory(err);
    lb_add_described_columns(table, &lb_hotspot_command, "scan");
    for (size_t i = 0; i < found; i++)
        add_cluster(s->in, &cluster[i], table);
    return lb_table_status(table) == LB_OK ? LB_OK : lb_error_memory(err);
}

lb_status lb_scan_table(const lb_figures_input *input, const lb_job *job, lb_table *table,
                        lb_error *err)
{
    const double *value =
        input->support->grid
            .value[input->options->expected ? LB_SUPPORT_EXPECTED : LB_SUPPORT_PEOPLE];
    scan_job s = {.in = input};
    if (!value)
        return lb_error_set(err, LB_E_INPUT,
                            "--scan: %s has no column or band 'population'; name what is expected "
                            "by --expected",
                            input->options->grid);
    lb_status status =
        fill_columns(&s, value) ? find_clusters(&s, job, table, err) : lb_error_memory(err);
    free(s.count);
    free(s.expected);
    return status;
}
