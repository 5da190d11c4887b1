/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any bytes as a table of events: refused, or each row that is read is in one period of each rule,
 * undated, or in none. */
#include <math.h>

#include <cpl_vsi.h>

#include "commands/share/share_measure.h"
#include "input/events/events.h"
#include "port/gdal/gdal_env.h"
#include "tests/fuzz/fuzz.h"

static const char *const rules[] = {"month", "half"};
enum { RULES = sizeof rules / sizeof *rules };

static size_t column(const lb_rows *rows, const char *a, const char *b)
{
    const char *const names[] = {a, b, NULL};
    return lb_rows_find_column(rows, names);
}

static lb_status count_rows(lb_rows *rows, const lb_period_table *periods, lb_share_counts *tally,
                            lb_event_counts *counts)
{
    const lb_event_reader reader = {{[LB_EVENT_DATE] = column(rows, "datum", "date"),
                                     [LB_EVENT_X] = column(rows, "e", "lon"),
                                     [LB_EVENT_Y] = column(rows, "n", "lat"),
                                     [LB_EVENT_LINKED] = column(rows, "koppling", "phone"),
                                     [LB_EVENT_VALUE] = column(rows, "antal", "value")},
                                    .dates = {.zone = {.sweden = true}}};
    const lb_row *row;
    lb_event event;
    lb_event_time time;
    lb_status status;
    while ((status = lb_rows_next(rows, &row, NULL)) == LB_OK && row) {
        lb_event_from_row(&reader, row, &event, &time, counts);
        fuzz_must(!event.placed || (isfinite(event.x) && isfinite(event.y)), "a place is one");
        const lb_share_event shared = {.event = &event, .dated = event.dated};
        lb_measure_count_event(periods, tally, &shared);
    }
    return status;
}

static void check_totals(const lb_period_table *periods, const lb_share_counts *tally,
                         const lb_event_counts *counts)
{
    int64_t in[RULES] = {0}, none = 0;
    for (size_t p = periods->n_periods; p < tally->periods; p++)
        none += tally->placed[p] + tally->unplaced[p];
    for (size_t r = 0; r < RULES; r++) {
        for (size_t p = periods->first[r]; p < periods->first[r + 1]; p++) {
            in[r] += tally->placed[p] + tally->unplaced[p];
            fuzz_must(periods->period[p].from < periods->period[p].to, "a period has days");
        }
        fuzz_must(in[r] + none == counts->rows, "each row is counted once");
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char path[] = "/vsimem/fuzz_events.csv";
    lb_rows *rows = NULL;
    lb_period_table periods = {0};
    lb_share_counts tally = {0};
    lb_event_counts counts = {0};
    lb_gdal_start();
    VSIFCloseL(VSIFileFromMemBuffer(path, (GByte *)(uintptr_t)data, size, 0));
    if (lb_period_table_make(rules, RULES, &periods, NULL) == LB_OK &&
        lb_share_counts_init(&tally, periods.n_periods + 2, 1, LB_OVERLAP_PRIORITY) == LB_OK &&
        lb_rows_open(path, NULL, &rows, NULL) == LB_OK) {
        count_rows(rows, &periods, &tally, &counts);
        check_totals(&periods, &tally, &counts);
    }
    lb_rows_close(rows);
    lb_share_counts_clear(&tally);
    lb_period_table_clear(&periods);
    VSIUnlink(path);
    return 0;
}
