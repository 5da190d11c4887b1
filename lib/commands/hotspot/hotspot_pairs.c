/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "base/try.h"
#include "commands/hotspot/hotspot_methods.h"
#include "commands/hotspot/hotspot_pairs.h"
#include "kernel/hotspot/near_repeat.h"

#define DEFAULT_DISTANCES "0,1,200,400,600"
#define DEFAULT_DAYS      "0,1,7,14,28"

typedef struct bin_edges {
    double distance[LB_NEAR_REPEAT_EDGES], day[LB_NEAR_REPEAT_EDGES];
    int64_t days[LB_NEAR_REPEAT_EDGES];
    size_t distances, day_bins;
} bin_edges;

/* "0,1,200": ascending numbers from 0 up to `most`. */
static lb_status parse_edges(const char *option, const char *text, double most, double *edge,
                             size_t *n, lb_error *err)
{
    *n = 0;
    for (const char *at = text; *at;) {
        size_t length = strcspn(at, ",");
        double value;
        bool good = *n < LB_NEAR_REPEAT_EDGES && lb_number_parse(at, length, &value) &&
                    value >= 0 && value <= most && (*n == 0 || value > edge[*n - 1]);
        if (!good)
            return lb_error_set(err, LB_E_USAGE,
                                "--%s: '%s' found, expected at most %d ascending numbers from 0 to "
                                "%.0f, the lower bounds of the bins, as 0,1,200",
                                option, text, LB_NEAR_REPEAT_EDGES, most);
        edge[(*n)++] = value;
        at += length + (at[length] == ',');
    }
    return *n > 0 ? LB_OK
                  : lb_error_set(err, LB_E_USAGE,
                                 "--%s: nothing found, expected numbers as 0,1,200", option);
}

static lb_status read_edges(const lb_hotspot_options *o, bin_edges *e, lb_error *err)
{
    LB_TRY(parse_edges("distances", o->distances ? o->distances : DEFAULT_DISTANCES, 1e6,
                       e->distance, &e->distances, err));
    LB_TRY(parse_edges("days", o->days ? o->days : DEFAULT_DAYS, LB_NEAR_REPEAT_MAX_DAYS, e->day,
                       &e->day_bins, err));
    for (size_t k = 0; k < e->day_bins; k++) {
        e->days[k] = (int64_t)e->day[k];
        if (e->day[k] != floor(e->day[k]))
            return lb_error_set(err, LB_E_USAGE, "--days: %g found, expected whole days",
                                e->day[k]);
    }
    return LB_OK;
}

lb_status lb_near_repeat_edges_check(const lb_hotspot_options *options, lb_error *err)
{
    bin_edges edges;
    return read_edges(options, &edges, err);
}

static const lb_column_spec columns[] = {
    {"distance_from", LB_REAL, LB_UNIT_NONE}, {"distance_to", LB_REAL, LB_UNIT_NONE},
    {"days_from", LB_INTEGER, LB_UNIT_NONE},  {"days_to", LB_INTEGER, LB_UNIT_NONE},
    {"observed", LB_INTEGER, LB_UNIT_COUNT},  {"expected", LB_REAL, LB_UNIT_NONE},
    {"ratio", LB_REAL, LB_UNIT_RATIO},        {"p", LB_REAL, LB_UNIT_NONE}};
enum { DISTANCE_FROM, DISTANCE_TO, DAYS_FROM, DAYS_TO, OBSERVED, EXPECTED, RATIO, P };

/* One row per distance and time bin. The last bin of each kind has no upper edge; its cell is
 * empty. */
static void add_rows(const bin_edges *e, const lb_near_repeat_bin *bin, lb_table *t)
{
    lb_table_add_columns(t, columns, sizeof columns / sizeof *columns);
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

static lb_status test_pairs(const lb_hotspot_options *o, const bin_edges *e,
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
    bin_edges edges;
    LB_TRY(read_edges(options, &edges, err));
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
