/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>

#include "base/try.h"
#include "command/command_list.h"
#include "command/described_columns.h"
#include "commands/hotspot/hotspot_options.h"
#include "commands/hotspot/hotspot_pairs.h"

enum { DISTANCE_FROM, DISTANCE_TO, DAYS_FROM, DAYS_TO, OBSERVED, EXPECTED, RATIO, P };

/* One row per distance and time bin. The last bin of each kind has no upper edge; its cell is
 * empty. */
static void add_rows(const lb_bin_edges *e, const lb_near_repeat_bin *bin, lb_table *t)
{
    lb_add_described_columns(t, &lb_hotspot_command, "near-repeat");
    for (size_t d = 0; d < e->distances; d++)
        for (size_t k = 0; k < e->day_bins; k++) {
            const lb_near_repeat_bin *b = &bin[d * e->day_bins + k];
            size_t row = lb_table_add_row(t);
            lb_table_set_real(t, row, DISTANCE_FROM, e->distance[d]);
            if (d + 1 < e->distances)
                lb_table_set_real(t, row, DISTANCE_TO, e->distance[d + 1]);
            lb_table_set_integer(t, row, DAYS_FROM, e->days[k]);
            if (k + 1 < e->day_bins)
                lb_table_set_integer(t, row, DAYS_TO, e->days[k + 1]);
            lb_table_set_integer(t, row, OBSERVED, b->observed);
            lb_table_set_real(t, row, EXPECTED, b->expected);
            if (b->expected > 0)
                lb_table_set_real(t, row, RATIO, (double)b->observed / b->expected);
            lb_table_set_real(t, row, P, b->p);
        }
}

/* Places and days of the dated events; returns how many. */
static size_t list_dated(const lb_event_points *points, double *xy, int64_t *day)
{
    size_t n = 0;
    for (size_t i = 0; i < points->count; i++) {
        if (points->point[i].day == LB_UNDATED_DAY)
            continue;
        xy[2 * n] = points->point[i].x;
        xy[2 * n + 1] = points->point[i].y;
        day[n++] = points->point[i].day;
    }
    return n;
}

static lb_status test_pairs(const lb_hotspot_options *o, const lb_bin_edges *e,
                            lb_near_repeat_input *in, lb_table *table, lb_error *err)
{
    lb_near_repeat_bin *bin = malloc(e->distances * e->day_bins * sizeof *bin);
    in->distance = e->distance;
    in->distances = e->distances;
    in->days = e->days;
    in->day_bins = e->day_bins;
    in->manhattan = o->manhattan;
    in->draws = o->draws;
    in->seed = (uint64_t)o->seed;
    lb_status status = bin ? lb_near_repeat(in, bin) : LB_E_MEMORY;
    if (status == LB_OK) {
        add_rows(e, bin, table);
        status = lb_table_status(table);
    }
    free(bin);
    return status == LB_OK ? LB_OK : lb_error_memory(err);
}

/* Knox test of the dated events in the support (docs/methods.md, Near repeat). Undated events are
 * in no pair, so the floor on the number of events applies to the dated ones alone. */
lb_status lb_near_repeat_table(const lb_hotspot_options *options, const lb_event_points *points,
                               const lb_job *job, lb_table *table, lb_error *err)
{
    lb_bin_edges edges;
    LB_TRY(lb_hotspot_edges_parse(options, &edges, err));
    double *xy = malloc((2 * points->count + 1) * sizeof *xy);
    int64_t *day = malloc((points->count + 1) * sizeof *day);
    lb_status status = xy && day ? LB_OK : lb_error_memory(err);
    size_t n = status == LB_OK ? list_dated(points, xy, day) : 0;
    lb_near_repeat_input in = {.xy = xy, .day = day, .n = n, .threads = job->threads};
    if (status == LB_OK)
        status =
            lb_located_events_refuse_few("--near-repeat", n, options->despite_refusal, job, err);
    if (status == LB_OK)
        status = test_pairs(options, &edges, &in, table, err);
    free(xy);
    free(day);
    return status;
}
